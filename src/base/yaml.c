#include "base/node_build.h"

#include <string.h>
#include <yaml.h>

/* libyaml's event interface with our own tree: its document interface is recursive when freed, unlimited in
 * depth and has no places we could use. */

struct anchor {
    struct node *node;
    uint32_t height; /* levels of collections below and including the node */
    bool open;       /* its collection is not closed yet: an alias to it would never end */
};

struct frame { /* a collection that is being read */
    struct node *node, *last;
    struct anchor *anchor;
    uint32_t height;
    bool has_key, bad_key; /* object: a key was read, its value comes next; the key cannot be used */
    bool merges;
    struct str key;
    struct span key_span;
    bool key_merge; /* the key is a plain `<<` */
};

struct yaml {
    struct node_builder *builder;
    yaml_parser_t parser;
    ARRAY_OF(struct frame) frames;
    struct map anchors;
    struct node *root;
    size_t index; /* cursor: code points into the span ... */
    size_t at;    /* ... and the byte offset into the whole text that goes with it */
    bool ascii;
};

/* ---- places ----------------------------------------------------------------------------------------------
 */

static bool is_lead(char c) {
    return ((unsigned char)c & 0xC0) != 0x80;
}

/* libyaml counts code points. Marks come nearly in order, so a cursor that walks to and fro is linear
 * overall. */
static uint32_t offset_of(struct yaml *y, size_t index) {
    const struct node_builder *b = y->builder;
    if (y->ascii) {
        size_t at = b->span.start + index;
        return (uint32_t)(at < b->span.end ? at : b->span.end);
    }
    while (y->index < index && y->at < b->span.end) {
        size_t far = y->at + (index - y->index);
        size_t ascii = unicode_ascii(str_sub(b->text, 0, far < b->span.end ? far : b->span.end), y->at);
        y->index += ascii - y->at;
        y->at = ascii;
        if (y->index == index || y->at == b->span.end) break;
        y->at++;
        while (y->at < b->span.end && !is_lead(b->text.ptr[y->at])) y->at++;
        y->index++;
    }
    while (y->index > index) {
        y->at--;
        while (!is_lead(b->text.ptr[y->at])) y->at--;
        y->index--;
    }
    return (uint32_t)y->at;
}

static size_t skip_while(struct str text, size_t at, const char *set) {
    while (at < text.len && text.ptr[at] && strchr(set, text.ptr[at])) at++;
    return at;
}

static size_t skip_until(struct str text, size_t at, const char *set) {
    while (at < text.len && text.ptr[at] && !strchr(set, text.ptr[at])) at++;
    return at;
}

/* What libyaml and go-yaml take for the name of an anchor. */
#define ANCHOR_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"

/* An event's mark includes `&anchor` and `!tag`; the value begins behind them. */
static uint32_t skip_properties(const struct yaml *y, struct span span) {
    struct str text = str_sub(y->builder->text, 0, span.end);
    size_t at = span.start;
    while (at < text.len) {
        char c = text.ptr[at];
        size_t next = at;
        if (c == '!' && at + 1 < text.len && text.ptr[at + 1] == '<')
            next = skip_until(text, at, ">") + 1;
        else if (c == '!')
            next = skip_until(text, at, " \t\r\n,[]{}");
        else if (c == '&')
            next = skip_while(text, at + 1, ANCHOR_LETTERS);
        else if (c == '#')
            next = skip_until(text, at, "\r\n");
        else
            next = skip_while(text, at, " \t\r\n");
        if (next == at) break;
        at = next;
    }
    return (uint32_t)(at < span.end ? at : span.end);
}

static struct span event_span(struct yaml *y, const yaml_event_t *event, bool properties) {
    struct span span = {offset_of(y, event->start_mark.index), offset_of(y, event->end_mark.index)};
    return properties ? (struct span){skip_properties(y, span), span.end} : span;
}

/* ---- building --------------------------------------------------------------------------------------------
 */

static struct frame *top(struct yaml *y) {
    return y->frames.len ? &y->frames.items[y->frames.len - 1] : NULL;
}

static bool wants_key(const struct frame *frame) {
    return frame && frame->node->kind == NODE_OBJECT && !frame->has_key;
}

static struct anchor *set_anchor(struct yaml *y, const yaml_char_t *name, struct node *node, bool open) {
    if (!name) return NULL;
    struct arena *scratch = &y->builder->scratch;
    struct str key = str_copy(scratch, str_from((const char *)name));
    struct anchor *anchor = ARENA_NEW(scratch, struct anchor);
    *anchor = (struct anchor){.node = node, .open = open};
    *map_slot(scratch, &y->anchors, key) = anchor;
    return anchor;
}

static void take_key(struct yaml *y, struct frame *frame, const struct node *key, bool merge) {
    frame->has_key = true;
    frame->bad_key = false;
    frame->key = key->text;
    frame->key_span = key->span;
    frame->key_merge = merge;
    bool collection = key->kind == NODE_ARRAY || key->kind == NODE_OBJECT;
    if (collection) {
        frame->bad_key = true;
        node_add_fault(
            y->builder, FAULT_SYNTAX, key->span,
            "a key must be plain text, this is a %s: text that begins with \"{\" or \"[\" needs quotes",
            node_kind_name(key->kind));
    } else if (key->text.len == 0 && key->kind == NODE_NULL) {
        node_add_fault(y->builder, FAULT_EMPTY_KEY, key->span, "there is no key before the \":\"");
    }
}

/* An alias costs nothing to read and everything to walk: the tree as the rules will see it is what is
 * limited. */
static bool too_large(struct yaml *y, uint64_t size, struct span span) {
    if (size <= y->builder->max_nodes) return false;
    node_add_fault(y->builder, FAULT_ALIAS, span, "with its aliases written out this has more than %u values",
                   y->builder->max_nodes);
    return true;
}

/* A finished value goes to its place: the root, an element, a key or a member. */
static bool place(struct yaml *y, struct node *node, uint32_t height, bool merge_key) {
    struct frame *frame = top(y);
    if (!frame) {
        y->root = node;
        return true;
    }
    if (wants_key(frame)) {
        take_key(y, frame, node, merge_key);
        return true;
    }
    if (frame->node->kind == NODE_OBJECT) {
        frame->has_key = false;
        if (frame->bad_key) return true;
        if (too_large(y, (uint64_t)frame->node->size + node->size, frame->key_span)) return false;
        node->key = frame->key;
        node->key_span = frame->key_span;
        frame->merges |= frame->key_merge;
    } else if (too_large(y, (uint64_t)frame->node->size + node->size, node->span)) {
        return false;
    }
    if (height + 1 > frame->height) frame->height = height + 1;
    node_append(frame->node, &frame->last, node);
    return true;
}

static bool open_collection(struct yaml *y, const yaml_event_t *event, enum node_kind kind,
                            const yaml_char_t *anchor, bool properties) {
    struct node_builder *b = y->builder;
    struct span span = event_span(y, event, properties);
    if (y->frames.len >= b->max_depth) {
        node_add_fault(b, FAULT_DEPTH, span, "lists and maps are nested more than %u deep", b->max_depth);
        return false;
    }
    struct node *node = node_new(b, kind, span);
    if (!node) return false;
    struct frame frame = {.node = node, .height = 1, .anchor = set_anchor(y, anchor, node, true)};
    *ARRAY_PUSH(&b->scratch, &y->frames) = frame;
    return true;
}

/* A block collection ends with its last element, not where libyaml noticed. */
static void close_span(struct node *node, const struct node *last, struct span end) {
    if (end.end > end.start)
        node->span.end = end.end;
    else if (last && last->span.end > node->span.start)
        node->span.end = last->span.end;
    if (last && last->key_span.end > node->span.end) node->span.end = last->key_span.end;
}

static bool close_collection(struct yaml *y, struct span end) {
    struct frame frame = *top(y);
    y->frames.len--;
    close_span(frame.node, frame.last, end);
    if (frame.node->kind == NODE_OBJECT) {
        node_check_keys(y->builder, frame.node);
        if (frame.merges && !yaml_merge(y->builder, frame.node)) return false;
    }
    if (frame.anchor) {
        frame.anchor->open = false;
        frame.anchor->height = frame.height;
    }
    if (too_large(y, frame.node->size, frame.node->span)) return false;
    return place(y, frame.node, frame.height, false);
}

/* ---- events ----------------------------------------------------------------------------------------------
 */

static enum node_style style_of(yaml_scalar_style_t style) {
    switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: return STYLE_SINGLE;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return STYLE_DOUBLE;
    case YAML_LITERAL_SCALAR_STYLE: return STYLE_LITERAL;
    case YAML_FOLDED_SCALAR_STYLE: return STYLE_FOLDED;
    case YAML_PLAIN_SCALAR_STYLE:
    case YAML_ANY_SCALAR_STYLE: break;
    }
    return STYLE_PLAIN;
}

/* Whether the scalar is text whatever it looks like: quoted, or tagged !!str or with a tag of the author's.
 */
static bool is_text(const yaml_event_t *event, enum node_style style) {
    static const char *const resolved[] = {YAML_INT_TAG, YAML_FLOAT_TAG, YAML_BOOL_TAG, YAML_NULL_TAG,
                                           YAML_TIMESTAMP_TAG};
    const char *tag = (const char *)event->data.scalar.tag;
    if (!tag) return style != STYLE_PLAIN;
    for (size_t i = 0; i < ARRAY_LEN(resolved); i++)
        if (strcmp(tag, resolved[i]) == 0) return false;
    return true;
}

/* libyaml ends a block scalar behind its blank lines; to the reader it ends with its last word. */
static uint32_t trim_end(struct str text, struct span span) {
    uint32_t end = span.end;
    while (end > span.start + 1 && strchr(" \t\r\n", text.ptr[end - 1])) end--;
    return end;
}

/* yaml.v2 reads YAML 1.1 to the letter and refuses an escaped slash, which libyaml lets pass. */
static void check_slash(struct node_builder *b, struct span span) {
    for (uint32_t at = span.start; at + 1 < span.end; at++) {
        if (b->text.ptr[at] != '\\' || b->text.ptr[++at] != '/') continue;
        node_add_fault(b, FAULT_SYNTAX, (struct span){at - 1, at + 1},
                       "\\/ is no escape of a double-quoted text in YAML 1.1: write / alone");
        return;
    }
}

static bool on_scalar(struct yaml *y, const yaml_event_t *event) {
    struct node_builder *b = y->builder;
    bool properties = event->data.scalar.anchor || event->data.scalar.tag;
    struct span span = event_span(y, event, properties);
    struct node *node = node_new(b, NODE_STRING, span);
    if (!node) return false;
    node->style = style_of(event->data.scalar.style);
    if (node->style >= STYLE_LITERAL) node->span.end = trim_end(b->text, span);
    const char *value = (const char *)event->data.scalar.value;
    size_t len = event->data.scalar.length;
    bool quoted = node->style == STYLE_SINGLE || node->style == STYLE_DOUBLE;
    node->text = (struct str){value, len};
    if (!is_text(event, node->style)) yaml_resolve(node, b->yaml_1_1);
    node->text = node_keep_text(b, value, len, span.start + quoted);
    bool escapes = node->style == STYLE_DOUBLE && node->text.ptr != b->text.ptr + span.start + 1;
    if (escapes && b->yaml_1_1) check_slash(b, span);
    set_anchor(y, event->data.scalar.anchor, node, false);
    bool merge = node->style == STYLE_PLAIN && !event->data.scalar.tag && str_eq(node->text, STR("<<"));
    return place(y, node, 0, merge);
}

static bool alias_fault(struct yaml *y, struct span span, const char *name, const struct anchor *anchor) {
    struct node_builder *b = y->builder;
    if (!anchor)
        node_add_fault(
            b, FAULT_ALIAS, span,
            "the alias *%.100s has no anchor &%.100s before it; text that begins with \"*\" needs quotes",
            name, name);
    else if (anchor->open)
        node_add_fault(b, FAULT_ALIAS, span, "the alias *%.100s stands inside its own anchor", name);
    else if (y->frames.len + anchor->height > b->max_depth)
        node_add_fault(b, FAULT_DEPTH, span,
                       "with the alias *%.100s written out this is nested more than %u deep", name,
                       b->max_depth);
    else
        return false;
    return true;
}

static bool on_alias(struct yaml *y, const yaml_event_t *event) {
    const char *name = (const char *)event->data.alias.anchor;
    struct span span = event_span(y, event, false);
    const struct anchor *anchor = map_get(&y->anchors, str_from(name));
    bool fault = alias_fault(y, span, name, anchor);
    struct node *node = node_new(y->builder, NODE_NULL, span);
    if (!node) return false;
    if (!fault) {
        *node = *anchor->node;
        node->span = span;
        node->key = (struct str){0};
        node->key_span = (struct span){0};
        node->next = NULL;
    }
    node->shared = true;
    return place(y, node, fault ? 0 : anchor->height, false);
}

/* False when reading must stop: done, or a limit was hit. */
static bool on_event(struct yaml *y, const yaml_event_t *event) {
    switch (event->type) {
    case YAML_SCALAR_EVENT: return on_scalar(y, event);
    case YAML_ALIAS_EVENT: return on_alias(y, event);
    case YAML_SEQUENCE_START_EVENT:
        return open_collection(y, event, NODE_ARRAY, event->data.sequence_start.anchor,
                               event->data.sequence_start.anchor || event->data.sequence_start.tag);
    case YAML_MAPPING_START_EVENT:
        return open_collection(y, event, NODE_OBJECT, event->data.mapping_start.anchor,
                               event->data.mapping_start.anchor || event->data.mapping_start.tag);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: return close_collection(y, event_span(y, event, false));
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT: return false; /* like go-yaml: the first document is the content */
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_START_EVENT:
    case YAML_NO_EVENT: break;
    }
    return true;
}

static void explain(struct yaml *y) {
    const yaml_parser_t *p = &y->parser;
    if (p->error == YAML_MEMORY_ERROR) memory_exhausted();
    struct yaml_problem problem = {.problem = p->problem ? p->problem : "", .context = p->context};
    if (p->error == YAML_READER_ERROR) {
        size_t at = y->builder->span.start + p->problem_offset;
        problem.problem_at = (uint32_t)(at < y->builder->span.end ? at : y->builder->span.end);
    } else {
        problem.context_at = offset_of(y, p->context_mark.index);
        problem.problem_at = offset_of(y, p->problem_mark.index);
    }
    if (!p->context) problem.context_at = problem.problem_at;
    yaml_explain(y->builder, &problem);
}

static void read_events(struct yaml *y) {
    yaml_event_t event;
    for (bool more = true; more;) {
        if (!yaml_parser_parse(&y->parser, &event)) {
            explain(y);
            return;
        }
        more = on_event(y, &event);
        yaml_event_delete(&event);
    }
}

/* libyaml compares every %TAG line with all before it. */
static bool few_directives(struct node_builder *b, struct str text) {
    enum { DIRECTIVES_MAX = 100 };
    uint32_t count = 0;
    for (size_t at = 0; at < text.len && strchr("%#\r\n \t", text.ptr[at]) && text.ptr[at];) {
        count += text.ptr[at] == '%';
        uint32_t start = b->span.start + (uint32_t)at;
        if (count > DIRECTIVES_MAX) {
            node_add_fault(b, FAULT_SYNTAX, (struct span){start, start + 1},
                           "there are more than %d lines with \"%%\" here", DIRECTIVES_MAX);
            return false;
        }
        at = skip_while(text, skip_until(text, at, "\r\n"), "\r\n");
    }
    return true;
}

struct node *yaml_read_events(struct node_builder *builder) {
    struct str part = str_sub(builder->text, builder->span.start, builder->span.end);
    struct yaml y = {
        .builder = builder, .at = builder->span.start, .ascii = unicode_ascii(part, 0) == part.len};
    if (!few_directives(builder, part)) return NULL;
    if (!yaml_parser_initialize(&y.parser)) memory_exhausted();
    yaml_parser_set_encoding(&y.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&y.parser, (const unsigned char *)part.ptr, part.len);
    read_events(&y);
    /* After a fault: what was read so far. A second fault would only confuse. */
    node_errors ignored = {0}, *errors = builder->errors;
    builder->errors = &ignored;
    while (y.frames.len) close_collection(&y, (struct span){0});
    builder->errors = errors;
    yaml_parser_delete(&y.parser);
    return y.root;
}

struct node *yaml_read(struct node_builder *builder) {
    struct node *root;
    return yaml_read_plain(builder, &root) ? root : yaml_read_events(builder);
}
