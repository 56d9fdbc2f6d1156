/* cmark: the one place that knows it. One parse and one walk per excerpt; literals and order are taken from cmark's
 * nodes, places from the source (inline.c). */
#include "page/parse.h"

#include <assert.h>
#include <cmark.h>
#include <setjmp.h>
#include <string.h>

/* ---- cmark's memory: the excerpt's, within a budget -------------------------------------------------------- */

enum {
    SIZE_ROOM = 16, /* before each piece: how long it is */
    STEP = 16,      /* what pieces are given back in: those of one step are used again for one another */
    STEPS = 256 / STEP + 1,
    SLAB = 8 << 10 /* taken from the arena at once, for pieces of less than STEPS steps */
};

struct memory {
    struct arena *arena;
    size_t budget; /* bytes the arena may have handed out */
    char *free[STEPS];
    char *slab; /* what is left of one */
    size_t slab_left;
    jmp_buf full;
};
/* Whose memory cmark's allocator uses on this thread, set while it parses: the functions get no context. */
static _Thread_local struct memory *memory;

/* Bytes of the arena, or back to parse(). */
static char *room_new(struct memory *m, size_t size) {
    if (size > m->budget || m->arena->used > m->budget - size) longjmp(m->full, 1);
    return arena_bytes(m->arena, size);
}

static char *slab_take(struct memory *m, size_t size) {
    if (m->slab_left < size) {
        m->slab = room_new(m, SLAB);
        m->slab_left = SLAB;
    }
    char *room = m->slab;
    m->slab += size;
    m->slab_left -= size;
    return room;
}

/* Room for a piece of size bytes, behind where its length is noted; not zeroed. */
static char *piece_new(size_t size) {
    struct memory *m = memory;
    size_t step = (size + SIZE_ROOM + STEP - 1) / STEP;
    char *room = step < STEPS ? m->free[step] : NULL;
    if (room)
        memcpy(&m->free[step], room, sizeof m->free[step]);
    else
        room = step < STEPS ? slab_take(m, step * STEP) : room_new(m, step * STEP);
    memcpy(room, &size, sizeof size);
    return room + SIZE_ROOM;
}

static size_t piece_size(const void *piece) {
    size_t size;
    memcpy(&size, (const char *)piece - SIZE_ROOM, sizeof size);
    return size;
}

static void memory_free(void *piece) {
    if (!piece) return;
    size_t step = (piece_size(piece) + SIZE_ROOM + STEP - 1) / STEP;
    if (step >= STEPS) return;
    char *room = (char *)piece - SIZE_ROOM;
    memcpy(room, &memory->free[step], sizeof memory->free[step]);
    memory->free[step] = room;
}

static void *memory_calloc(size_t count, size_t size) {
    assert(size == 0 || count <= SIZE_MAX / 2 / size);
    return memset(piece_new(count * size), 0, count * size);
}

static void *memory_realloc(void *old, size_t size) {
    size_t before = old ? piece_size(old) : 0;
    if (old && before >= size) return old;
    bool fits = size < memory->budget && memory->arena->used < memory->budget - size;
    char *room = old ? (char *)old - SIZE_ROOM : NULL;
    if (before >= STEP * STEPS && fits &&
        arena_extend(memory->arena, room, before + SIZE_ROOM, size + SIZE_ROOM)) {
        memcpy(room, &size, sizeof size);
        return old;
    }
    char *piece = piece_new(size);
    if (old) memcpy(piece, old, before);
    memory_free(old);
    return piece;
}

/* The document lives as long as p->scratch. NULL: it takes more memory than a page may. */
static cmark_node *parse(struct parser *p, struct memory *own) {
    cmark_mem functions = {memory_calloc, memory_realloc, memory_free};
    cmark_mem *kept = ARENA_NEW(&p->scratch, cmark_mem);
    *kept = functions;
    memory = own;
    if (setjmp(own->full)) return NULL;
    cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, kept);
    cmark_parser_feed(parser, p->text.ptr, p->text.len);
    cmark_node *root = cmark_parser_finish(parser);
    own->budget = SIZE_MAX; /* what the walk needs is little, and there is no way back from it */
    return root;
}

struct walk {
    struct parser *p;
    unsigned quotes; /* block quotes around the current node */
    bool only_block; /* the excerpt is a single block */
    struct buf plain, id_text;
    struct span attribute; /* of the heading being read: flow span of {#id}'s name */
};

static struct str literal_of(cmark_node *node) {
    return str_from(cmark_node_get_literal(node));
}

static uint32_t start_line(cmark_node *node) {
    int line = cmark_node_get_start_line(node);
    return line > 0 ? (uint32_t)line : 1;
}

static uint32_t line_offset(const struct parser *p, uint32_t line) {
    return line <= p->lined.line_count ? p->lined.lines[line - 1] : (uint32_t)p->text.len;
}

static uint32_t start_offset(const struct parser *p, cmark_node *node) {
    uint32_t line = start_line(node), column = (uint32_t)cmark_node_get_start_column(node);
    uint32_t at = line_offset(p, line) + (column ? column - 1 : 0), end = line_offset(p, line + 1);
    return at < end ? at : end;
}

static uint32_t count_lines(struct str literal) {
    uint32_t count = 0;
    for (const char *at = literal.ptr, *end = at + literal.len; at < end; count++) {
        const char *found = memchr(at, '\n', (size_t)(end - at));
        at = found ? found + 1 : end;
    }
    return count;
}

static struct span lines_span(const struct parser *p, uint32_t start,
                              uint32_t end) { /* without the last line end */
    while (end > start && (p->text.ptr[end - 1] == '\n' || p->text.ptr[end - 1] == '\r')) end--;
    return parser_span(p, start, end);
}

/* ---- code and HTML blocks -------------------------------------------------------------------------------- */

static size_t fence_length(struct str text, uint32_t at) {
    char c = at < text.len ? text.ptr[at] : '\0';
    size_t n = 0;
    while ((c == '`' || c == '~') && at + n < text.len && text.ptr[at + n] == c) n++;
    return n >= 3 ? n : 0;
}

static bool is_closing_fence(const struct parser *p, uint32_t line, char c, size_t length) {
    uint32_t at = line_offset(p, line), end = line_offset(p, line + 1);
    while (at < end && strchr(" \t>", p->text.ptr[at])) at++;
    return at < end && p->text.ptr[at] == c && fence_length(p->text, at) >= length;
}

static bool ends_page(const struct parser *p, uint32_t end) {
    return !p->field && str_trim(str_sub(p->text, end, p->text.len)).len == 0;
}

/* A fence that takes in the rest of the page. One that ends with its list item or quote has all the author wanted. */
static void unclosed_fence(struct parser *p, uint32_t start, uint32_t content, uint32_t end) {
    bool any = str_trim(str_sub(p->text, content, end)).len > 0;
    if (!any || !ends_page(p, end)) return;
    parser_fault(p, PAGE_FAULT_UNCLOSED, start, start + str_trim(str_sub(p->text, start, content)).len,
                 STR("this code fence is never closed: all below it is shown as code"));
}

static void code_block(struct walk *w, cmark_node *node) {
    struct parser *p = w->p;
    if (!parser_room(p, p->page->codes.len, start_offset(p, node))) return;
    struct code *code = ARRAY_PUSH(p->arena, &p->page->codes);
    uint32_t line = start_line(node), start = start_offset(p, node), lines = count_lines(literal_of(node));
    size_t fence = fence_length(p->text, start);
    code->kind = fence ? CODE_FENCED : CODE_INDENTED;
    code->field = p->field;
    uint32_t content = fence ? line_offset(p, line + 1) : start;
    uint32_t after = fence ? line + 1 + lines : line + lines, end = line_offset(p, after);
    if (end < content) end = content;
    code->content = parser_span(p, content, end);
    if (fence) {
        code->unclosed = !is_closing_fence(p, after, p->text.ptr[start], fence);
        if (code->unclosed)
            unclosed_fence(p, start, content, end);
        else
            end = line_offset(p, after + 1);
        code->info = str_copy(p->arena, str_from(cmark_node_get_fence_info(node)));
        code->whole_body = w->only_block && !p->field;
    }
    code->span = lines_span(p, start, end);
}

static bool lone_comment(struct parser *p, struct str html, uint32_t at) {
    html = str_trim(html);
    if (!str_starts(html, STR("<!--")) || html.len < 7) return false;
    if (4 + str_find(str_sub(html, 4, html.len), STR("-->")) + 3 != html.len) return false;
    if (!parser_room(p, p->page->comments.len, at)) return true;
    struct comment *comment = ARRAY_PUSH(p->arena, &p->page->comments);
    uint32_t end = at + (uint32_t)html.len;
    comment->span = parser_span(p, at, end);
    comment->text_span = parser_span(p, at + 4, end - 3);
    comment->text = str_sub(p->raw, at + 4, end - 3);
    comment->field = p->field;
    return true;
}

/* These end with their mark alone, not at a blank line (CommonMark 4.6, kinds 1, 2 and 5). */
static void unclosed_html(struct parser *p, uint32_t start, uint32_t end) {
    static const struct {
        const char *open, *close;
    } kinds[] = {{"<!--", "-->"},    {"<script", "</script>"},     {"<style", "</style>"},
                 {"<pre", "</pre>"}, {"<textarea", "</textarea>"}, {"<![CDATA[", "]]>"}};
    struct str text = str_sub(p->text, start, end);
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        struct str open = str_from(kinds[i].open), close = str_from(kinds[i].close);
        bool opens = str_eq_nocase(str_sub(text, 0, open.len), open);
        if (!opens || (open.len < text.len && char_is_alnum(text.ptr[open.len]))) continue;
        size_t at = 0;
        while (at < text.len && !str_eq_nocase(str_sub(text, at, at + close.len), close)) at++;
        if (at == text.len && ends_page(p, end))
            parser_fault(p, PAGE_FAULT_UNCLOSED, start, start + open.len,
                         str_printf(p->arena, "'%s' is never closed by '%s': it takes in all below it",
                                    kinds[i].open, kinds[i].close));
        return;
    }
}

static void html_block(struct walk *w, cmark_node *node) {
    struct parser *p = w->p;
    uint32_t start = start_offset(p, node);
    uint32_t end = line_offset(p, start_line(node) + count_lines(literal_of(node)));
    while (start < end && (p->text.ptr[start] == ' ' || p->text.ptr[start] == '\t')) start++;
    unclosed_html(p, start, end);
    if (start < end && !lone_comment(p, str_sub(p->text, start, end), start)) html_queue(p, start, end);
}

/* ---- paragraphs and headings ------------------------------------------------------------------------------ */

static enum block_kind kind_of(const struct walk *w, cmark_node *node, uint32_t start) {
    const struct mask *mask = w->p->masks.len ? mask_in(w->p, start, start + 1) : NULL;
    if (mask && mask->kind == MASK_FOOTNOTE) return BLOCK_FOOTNOTE;
    return cmark_node_get_type(cmark_node_parent(node)) == CMARK_NODE_ITEM ? BLOCK_LIST_ITEM
                                                                           : BLOCK_PARAGRAPH;
}

static void open_flow(struct walk *w, cmark_node *node) {
    int last = cmark_node_get_end_line(node);
    flow_open(w->p, start_offset(w->p, node), last > 0 ? (uint32_t)last : start_line(node), w->quotes);
    w->p->leaf.quoted = w->quotes > 0;
}

static void paragraph_enter(struct walk *w, cmark_node *node) {
    struct parser *p = w->p;
    open_flow(w, node);
    bool defines = p->flow.text.len && p->flow.text.ptr[0] == '[' && p->labels.len;
    inline_open(p, defines ? definition_read(p, false) : 0, kind_of(w, node, p->flow.excerpt));
}

static void heading_enter(struct walk *w, cmark_node *node) {
    struct parser *p = w->p;
    open_flow(w, node);
    struct str text = p->flow.text;
    uint32_t start = 0;
    bool setext = text.len == 0 || text.ptr[0] != '#';
    if (!setext) {
        while (start < text.len && text.ptr[start] == '#') start++;
        while (start < text.len && char_is_blank(text.ptr[start])) start++;
    } else if (p->labels.len)
        start = definition_read(p, false);
    inline_open(p, start, BLOCK_HEADING);
    w->plain.len = w->id_text.len = 0;
    w->attribute = (struct span){0, 0};
    p->leaf.plain = &w->plain;
    p->leaf.id_text = &w->id_text;
    if (!setext) heading_trim(p, &w->attribute);
}

static void add_heading(struct walk *w, cmark_node *node, bool setext) {
    struct parser *p = w->p;
    const struct region region = p->leaf.regions.items[0];
    if (!parser_room(p, p->page->headings.len, p->flow.excerpt)) return;
    struct heading *heading = ARRAY_PUSH(p->arena, &p->page->headings);
    heading->level = (uint32_t)cmark_node_get_heading_level(node);
    heading->setext = setext;
    heading->field = p->field;
    heading->text = str_copy(p->arena, str_trim(buf_str(&w->plain)));
    heading->text_span = flow_span(p, region.start, region.end);
    uint32_t end = setext ? p->cur : (uint32_t)p->flow.text.len;
    if (setext) end += (uint32_t)heading_underline(str_sub(p->flow.text, p->cur, p->flow.text.len));
    struct str whole = str_trim(str_sub(p->flow.text, 0, end));
    heading->span = flow_span(p, 0, (uint32_t)whole.len);
    heading_id(p, heading, w->attribute, buf_str(&w->id_text));
}

static void heading_exit(struct walk *w, cmark_node *node) {
    struct parser *p = w->p;
    bool setext = p->flow.text.len == 0 || p->flow.text.ptr[0] != '#';
    if (setext && p->cur >= p->leaf.regions.items[0].start) {
        p->leaf.regions.items[0].end = p->cur;
        heading_trim(p, &w->attribute);
        if (w->attribute.end)
            w->plain.len = heading_cut(buf_str(&w->plain)),
            w->id_text.len = heading_cut(buf_str(&w->id_text));
    }
    p->leaf.plain = p->leaf.id_text = NULL;
    bool token_only = p->leaf.masked && str_trim(buf_str(&w->plain)).len == 0;
    if (!token_only) add_heading(w, node, setext);
    inline_close(p);
}

/* ---- the walk --------------------------------------------------------------------------------------------- */

static void enter_inline(struct parser *p, cmark_node *node) {
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT: inline_text(p, literal_of(node)); break;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK: inline_break(p); break;
    case CMARK_NODE_CODE: inline_code(p, literal_of(node)); break;
    case CMARK_NODE_HTML_INLINE: inline_html(p, literal_of(node)); break;
    case CMARK_NODE_EMPH: inline_marker(p, 1); break;
    case CMARK_NODE_STRONG: inline_marker(p, 2); break;
    case CMARK_NODE_LINK: inline_enter(p, false); break;
    case CMARK_NODE_IMAGE: inline_enter(p, true); break;
    default: break;
    }
}

static void exit_inline(struct parser *p, cmark_node *node) {
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_EMPH: inline_marker(p, 1); break;
    case CMARK_NODE_STRONG: inline_marker(p, 2); break;
    case CMARK_NODE_LINK:
    case CMARK_NODE_IMAGE:
        inline_leave(p, str_from(cmark_node_get_url(node)), str_from(cmark_node_get_title(node)));
        break;
    default: break;
    }
}

static void enter_block(struct walk *w, cmark_node *node) {
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_BLOCK_QUOTE: w->quotes++; break;
    case CMARK_NODE_PARAGRAPH: paragraph_enter(w, node); break;
    case CMARK_NODE_HEADING: heading_enter(w, node); break;
    case CMARK_NODE_CODE_BLOCK: code_block(w, node); break;
    case CMARK_NODE_HTML_BLOCK: html_block(w, node); break;
    default: break;
    }
}

static void exit_block(struct walk *w, cmark_node *node) {
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_BLOCK_QUOTE)
        w->quotes--;
    else if (type == CMARK_NODE_PARAGRAPH)
        inline_close(w->p);
    else if (type == CMARK_NODE_HEADING)
        heading_exit(w, node);
}

static void walk_nodes(struct walk *w, cmark_node *root) {
    cmark_iter *iter = cmark_iter_new(root);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        bool is_block = cmark_node_get_type(node) <= CMARK_NODE_LAST_BLOCK;
        if (event == CMARK_EVENT_ENTER && is_block)
            enter_block(w, node);
        else if (event == CMARK_EVENT_ENTER)
            enter_inline(w->p, node);
        else if (is_block)
            exit_block(w, node);
        else
            exit_inline(w->p, node);
    }
    cmark_iter_free(iter);
}

/* ---- definitions: before the walk, so that uses find them ------------------------------------------------- */

/* Lines between two leaf blocks: blank, or definitions that cmark has used up. */
static void gap_definitions(struct parser *p, uint32_t line, uint32_t end) {
    for (; line < end; line++) {
        uint32_t at = line_offset(p, line), stop = line_offset(p, line + 1);
        unsigned quotes = 0;
        for (; at < stop && strchr(" \t>-*+.)0123456789", p->text.ptr[at]) && p->text.ptr[at]; at++)
            quotes += p->text.ptr[at] == '>';
        if (at >= stop || p->text.ptr[at] != '[') continue;
        flow_open(p, at, end - 1, quotes);
        uint32_t length = definition_read(p, true);
        if (length) line += count_lines(str_sub(p->flow.text, 0, length)) - 1;
    }
}

static uint32_t last_line(const struct parser *p, cmark_node *node) {
    uint32_t start = start_line(node), lines = 0;
    int end = cmark_node_get_end_line(node);
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_CODE_BLOCK:
        lines = count_lines(literal_of(node)) + (fence_length(p->text, start_offset(p, node)) ? 2 : 0);
        return start + (lines ? lines - 1 : 0);
    case CMARK_NODE_HTML_BLOCK: lines = count_lines(literal_of(node)); return start + (lines ? lines - 1 : 0);
    case CMARK_NODE_HEADING: return start;
    default: return end > (int)start ? (uint32_t)end : start;
    }
}

static cmark_node *next_block(cmark_node *node, unsigned *quotes) {
    cmark_node_type type = cmark_node_get_type(node);
    bool is_container = type <= CMARK_NODE_ITEM;
    if (is_container && cmark_node_first_child(node)) {
        *quotes += type == CMARK_NODE_BLOCK_QUOTE;
        return cmark_node_first_child(node);
    }
    while (node && !cmark_node_next(node)) {
        node = cmark_node_parent(node);
        if (node) *quotes -= cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE;
    }
    return node ? cmark_node_next(node) : NULL;
}

static void find_definitions(struct parser *p, cmark_node *root) {
    uint32_t line = 1;
    unsigned quotes = 0;
    for (cmark_node *node = root; node; node = next_block(node, &quotes)) {
        cmark_node_type type = cmark_node_get_type(node);
        if (type <= CMARK_NODE_ITEM) continue;
        if (start_line(node) > line) gap_definitions(p, line, start_line(node));
        bool may_define = type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING;
        uint32_t at = start_offset(p, node);
        if (may_define && at < p->text.len && p->text.ptr[at] == '[') {
            flow_open(p, at, last_line(p, node), quotes);
            definition_read(p, true);
        }
        uint32_t after = last_line(p, node) + 1;
        if (after > line) line = after;
    }
    gap_definitions(p, line, p->lined.line_count + 1);
}

void markdown_read(struct parser *p) {
    p->lined = (struct source){.text = p->text};
    source_lines(&p->scratch, &p->lined);
    inline_classify(p);
    struct memory own = {.arena = &p->scratch, .budget = PARSE_MEMORY};
    cmark_node *root = parse(p, &own);
    if (!root) {
        memory = NULL;
        parser_limit(p, 0, "it takes more memory to be read than a page may: none of it is read");
        return;
    }
    struct walk w = {.p = p, .plain.arena = &p->scratch, .id_text.arena = &p->scratch};
    cmark_node *first = cmark_node_first_child(root);
    w.only_block = first && !cmark_node_next(first);
    if (pair_find(p->text, 0, ']', ':') < p->text.len) find_definitions(p, root);
    walk_nodes(&w, root);
    memory = NULL;
    html_flush(p);
}
