/* gumbo: the one place that knows it. Raw HTML of a Markdown page is collected and read in batches; an HTML page is
 * read whole. gumbo has no limits of its own: nesting is measured before, memory is given from an arena with a
 * budget, and the tree is never freed node by node (gumbo does that by recursion). */
#include "page/html.h"

#include <gumbo.h>
#include <setjmp.h>
#include <string.h>

enum { SMALL = 4 << 10, ATTRIBUTES_MAX = 256 /* of one tag: gumbo compares each with all before it */ };

struct html {
    struct html_reader reader;
    struct html_anchors *anchors; /* collect() alone */
    struct arena *arena;
    size_t budget;
    unsigned attributes; /* made since the last node */
    jmp_buf full;
};

static void *html_allocate(void *userdata, size_t size) {
    struct html *h = userdata;
    if (size == sizeof(GumboNode)) h->attributes = 0;
    if (size == sizeof(GumboAttribute)) h->attributes++;
    if (size > h->budget || h->attributes > ATTRIBUTES_MAX) longjmp(h->full, 1);
    h->budget -= size;
    return arena_alloc(h->arena, 1, size);
}

static void html_release(void *userdata, void *ptr) {
    (void)userdata;
    (void)ptr;
}

/* ---- gumbo's tree as events -------------------------------------------------------------------------------- */

static struct span piece_span(const struct html *h, GumboStringPiece piece) {
    uintptr_t buffer = (uintptr_t)h->reader.text.ptr, at = (uintptr_t)piece.data;
    if (!piece.data || at < buffer || at + piece.length > buffer + h->reader.text.len)
        return (struct span){0, 0};
    return (struct span){(uint32_t)(at - buffer), (uint32_t)(at - buffer + piece.length)};
}

static bool is_copy(const GumboNode *node) {
    unsigned copies =
        GUMBO_INSERTION_RECONSTRUCTED_FORMATTING_ELEMENT | GUMBO_INSERTION_ADOPTION_AGENCY_CLONED;
    return ((unsigned)node->parse_flags & copies) != 0;
}

static struct str tag_name(const struct html *h, const GumboElement *element, struct span tag) {
    if (element->tag != GUMBO_TAG_UNKNOWN) return str_from(gumbo_normalized_tagname(element->tag));
    struct str name = str_sub(h->reader.text, tag.start + 1, tag.end);
    size_t n = 0;
    while (n < name.len && !strchr(" \t\r\n/>", name.ptr[n])) n++;
    return str_sub(name, 0, n);
}

static void read_attributes(struct html *h, struct html_element *out, const GumboElement *element) {
    for (unsigned i = 0; i < element->attributes.length; i++) {
        const GumboAttribute *attribute = element->attributes.data[i];
        struct span span = piece_span(h, attribute->original_value);
        struct str raw = str_sub(h->reader.text, span.start, span.end);
        if (raw.len >= 2 && (raw.ptr[0] == '"' || raw.ptr[0] == '\'')) span.start++, span.end--;
        *ARRAY_PUSH(h->arena, &out->attributes) =
            (struct html_attribute){str_from(attribute->name), str_from(attribute->value), span};
    }
}

static void element_event(struct html *h, const GumboNode *node, bool enter) {
    const GumboElement *element = &node->v.element;
    struct html_element out = {.span = piece_span(h, element->original_tag)};
    struct span end = piece_span(h, element->original_end_tag);
    out.written = out.span.end > out.span.start && !is_copy(node);
    out.name = tag_name(h, element, out.span);
    out.end = end;
    if (enter && out.written) read_attributes(h, &out, element);
    if (enter)
        html_enter(&h->reader, &out);
    else
        html_leave(&h->reader, &out);
}

static const GumboVector *children_of(const GumboNode *node) {
    if (node->type == GUMBO_NODE_DOCUMENT) return &node->v.document.children;
    bool is_element = node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
    return is_element ? &node->v.element.children : NULL;
}

static void enter_node(struct html *h, const GumboNode *node) {
    switch (node->type) {
    case GUMBO_NODE_ELEMENT:
    case GUMBO_NODE_TEMPLATE: element_event(h, node, true); break;
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_CDATA:
    case GUMBO_NODE_WHITESPACE:
        html_text(&h->reader, piece_span(h, node->v.text.original_text), str_from(node->v.text.text));
        break;
    case GUMBO_NODE_COMMENT: html_comment(&h->reader, piece_span(h, node->v.text.original_text)); break;
    default: break;
    }
}

static void leave_node(struct html *h, const GumboNode *node) {
    if (node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE) element_event(h, node, false);
}

static void walk(struct html *h, const GumboNode *root) {
    const GumboNode *node = root;
    for (;;) {
        enter_node(h, node);
        const GumboVector *children = children_of(node);
        if (children && children->length) {
            node = children->data[0];
            continue;
        }
        for (;; node = node->parent) {
            leave_node(h, node);
            if (node == root) return;
            const GumboVector *siblings = children_of(node->parent);
            if (node->index_within_parent + 1 >= siblings->length) continue;
            node = siblings->data[node->index_within_parent + 1];
            break;
        }
    }
}

/* True when gumbo got through within its budget; visit sees the tree. */
static bool parse(struct html *h, bool fragment, void (*visit)(struct html *h, const GumboNode *root)) {
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = html_allocate;
    options.deallocator = html_release;
    options.userdata = h;
    options.max_errors = 0;
    options.fragment_context = fragment ? GUMBO_TAG_BODY : GUMBO_TAG_LAST;
    if (setjmp(h->full)) return false;
    GumboOutput *output = gumbo_parse_with_options(&options, h->reader.text.ptr, h->reader.text.len);
    visit(h, output->document);
    return true;
}

/* Reads p->flow as HTML. */
static void read_flow(struct parser *p, bool fragment) {
    size_t length = html_nesting(p->flow.text);
    if (length < p->flow.text.len)
        parser_limit(p, flow_at(&p->flow, (uint32_t)length),
                     "HTML elements are nested too deeply: the rest is not read");
    struct html h = {.reader = {.p = p, .text = str_sub(p->flow.text, 0, length), .whole = !fragment}};
    struct arena own = arena_within(p->arena);
    h.arena = length < SMALL ? &p->scratch : &own;
    h.budget = (1u << 20) + length * 128;
    if (h.budget > PARSE_MEMORY) h.budget = PARSE_MEMORY;
    html_open(&h.reader);
    if (!parse(&h, fragment, walk)) parser_limit(p, p->flow.excerpt, "HTML too tangled to be read");
    html_close(&h.reader);
    arena_free(&own);
}

/* ---- what is given to gumbo -------------------------------------------------------------------------------- */

/* Would what follows this piece be taken for a part of it? */
static bool is_open(struct str piece) {
    size_t at = 0, close = str_rfind_char(piece, '>');
    for (; (at += str_find_char(str_sub(piece, at, piece.len), '<')) + 1 < piece.len; at++) {
        if (close == piece.len || at > close) return true;
        char c = piece.ptr[at + 1];
        if (c == '/' || !strchr("sStTxXpP!", c)) continue;
        struct str name =
            str_sub(piece, at + 1, at + 1 + str_find_char(str_sub(piece, at + 1, at + 12), '>'));
        name = str_sub(name, 0, str_find_char(name, ' '));
        if (c == '!' || word_among(name, "script style textarea title xmp svg plaintext")) return true;
    }
    return false;
}

void html_queue(struct parser *p, uint32_t start, uint32_t end) {
    if (p->raw_html.text.len && p->raw_html.text.len + (end - start) > HTML_BATCH) html_flush(p);
    *ARRAY_PUSH(&p->scratch, &p->raw_html.map) = (struct segment){(uint32_t)p->raw_html.text.len, start};
    buf_add(&p->raw_html.text, str_sub(p->text, start, end));
    *ARRAY_PUSH(&p->scratch, &p->raw_html.map) = (struct segment){(uint32_t)p->raw_html.text.len, end};
    buf_add_char(&p->raw_html.text, '\n');
    if (is_open(str_sub(p->text, start, end))) html_flush(p);
}

/* A batch may be read in the midst of a paragraph: that block's state is put aside. */
void html_flush(struct parser *p) {
    if (p->raw_html.text.len == 0) return;
    uint32_t end = p->raw_html.map.items[p->raw_html.map.len - 1].at;
    *ARRAY_PUSH(&p->scratch, &p->raw_html.map) = (struct segment){(uint32_t)p->raw_html.text.len, end};
    struct parser inner = *p;
    html_detach(&inner);
    inner.flow = (struct flow){.text = buf_str(&p->raw_html.text), .map = p->raw_html.map};
    inner.flow.excerpt = p->raw_html.map.items[0].at;
    read_flow(&inner, true);
    p->limit_said = inner.limit_said;
    p->anchors = inner.anchors;
    arena_free(&inner.scratch);
    p->raw_html.text.len = 0;
    p->raw_html.map.len = 0;
}

void html_page(struct parser *p) {
    p->flow = (struct flow){.text = p->text, .contiguous = true, .end = (uint32_t)p->text.len};
    read_flow(p, false);
}

/* ---- documents that are no pages of the site ---------------------------------------------------------------- */

static void collect_element(struct html *h, const GumboNode *node) {
    const GumboElement *element = &node->v.element;
    const GumboAttribute *id = gumbo_get_attribute(&element->attributes, "id");
    const GumboAttribute *name = gumbo_get_attribute(&element->attributes, "name");
    if (id && id->value[0]) *ARRAY_PUSH(h->arena, &h->anchors->ids) = str_from(id->value);
    if (name && name->value[0] && element->tag == GUMBO_TAG_A)
        *ARRAY_PUSH(h->arena, &h->anchors->ids) = str_from(name->value);
    h->anchors->scripts += element->tag == GUMBO_TAG_SCRIPT;
    if (element->tag != GUMBO_TAG_TITLE || element->tag_namespace != GUMBO_NAMESPACE_HTML ||
        !element->children.length || h->anchors->title.ptr)
        return;
    const GumboNode *text = element->children.data[0];
    if (text->type == GUMBO_NODE_TEXT) h->anchors->title = str_from(text->v.text.text);
}

/* The node after `node` in the order of the document, NULL at the end. What is in a template is not in the document. */
static const GumboNode *following(const GumboNode *node) {
    const GumboVector *children = node->type == GUMBO_NODE_TEMPLATE ? NULL : children_of(node);
    if (children && children->length) return children->data[0];
    for (; node->parent; node = node->parent) {
        const GumboVector *siblings = children_of(node->parent);
        if (node->index_within_parent + 1 < siblings->length)
            return siblings->data[node->index_within_parent + 1];
    }
    return NULL;
}

static void collect(struct html *h, const GumboNode *root) {
    for (const GumboNode *node = root; node; node = following(node))
        if (node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE) collect_element(h, node);
}

bool html_read_anchors(struct arena *arena, struct str text, struct html_anchors *anchors) {
    size_t length = html_nesting(text);
    *anchors = (struct html_anchors){0};
    struct html h = {.reader = {.text = str_sub(text, 0, length)}, .anchors = anchors, .arena = arena};
    h.budget = (1u << 20) + length * 64;
    return parse(&h, false, collect) && length == text.len;
}
