/* Visible text of raw HTML, and the measure of its nesting. */
#include "page/html.h"

#include <string.h>

bool prose_is_block(struct str name) {
    static const char *const blocks[] = {[1] = "p",
                                         [2] = "li h1 h2 h3 h4 h5 h6 td th tr ul ol dl dt dd hr",
                                         [3] = "div nav pre",
                                         [4] = "main form body html head",
                                         [5] = "table aside title thead tbody label",
                                         [6] = "header footer figure option iframe button",
                                         [7] = "section article address details summary caption",
                                         [8] = "fieldset",
                                         [10] = "blockquote figcaption"};
    return word_listed(name, blocks, ARRAY_LEN(blocks));
}

void html_detach(struct parser *p) {
    p->scratch = arena_within(p->arena);
    p->visible = p->flow_buf = (struct buf){.arena = &p->scratch};
    p->visible_map = (segments){0};
    memset(&p->leaf.regions, 0, sizeof p->leaf.regions);
    memset(&p->dropped, 0, sizeof p->dropped);
    memset(&p->open, 0, sizeof p->open);
    memset(&p->pending, 0, sizeof p->pending);
    p->leaf.region = p->skip_until = 0;
    p->leaf.plain = p->leaf.id_text = NULL;
    p->leaf.code_tags = 0;
    p->leaf.quoted = false;
    p->leaf.checked = -1;
}

void html_open(struct html_reader *reader) {
    struct parser *p = reader->p;
    reader->plain.arena = &p->scratch;
    p->leaf.checked = -1;
    p->leaf.region = 0;
    *ARRAY_PUSH(&p->scratch, &p->leaf.regions) = (struct region){0, (uint32_t)reader->text.len, BLOCK_HTML};
}

void html_close(struct html_reader *reader) {
    prose_finish(reader);
    reader->p->leaf.plain = NULL;
}

void prose_finish(struct html_reader *reader) {
    visible_finish(reader->p);
}

/* White space is one space, and none at the start of a block. */
void prose_space(struct html_reader *reader, uint32_t at) {
    struct parser *p = reader->p;
    if (p->visible.len && p->visible.ptr[p->visible.len - 1] != ' ') visible_add(p, STR(" "), at);
}

static size_t run_length(struct str source, struct str decoded) {
    size_t n = 0;
    while (n < source.len && n < decoded.len && source.ptr[n] == decoded.ptr[n] && source.ptr[n] != '&' &&
           !(char_is_space(source.ptr[n]) && (source.ptr[n] != ' ' || n == 0)))
        n++;
    return n;
}

/* Length in source of what is not written as it reads: an entity, a line end, a tag that was ignored. */
static size_t odd_length(struct str source, struct str decoded, size_t *taken) {
    *taken = 0;
    if (source.ptr[0] == '<' && decoded.ptr[0] != '<') return str_find_char(source, '>') + 1;
    if (source.ptr[0] == '\r') return 1;
    *taken = 1;
    return source.ptr[0] == '\\' ? 1 : target_step(source, decoded, taken);
}

/* Pieces of a Markdown page's raw HTML are joined by line ends: where the piece that holds `at` ends; `at` itself
 * when that is such a line end. */
static uint32_t piece_end(const struct html_reader *reader, uint32_t at) {
    const segments *map = &reader->p->flow.map;
    if (reader->whole) return UINT32_MAX;
    size_t low = 0, high = map->len;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (map->items[middle].from <= at)
            low = middle;
        else
            high = middle;
    }
    return low % 2 ? at : map->items[low + 1].from;
}

static size_t add_run(struct html_reader *reader, struct str rest, struct str decoded, uint32_t at,
                      size_t *taken) {
    struct parser *p = reader->p;
    size_t length = *taken = run_length(rest, decoded);
    if (length)
        visible_add(p, str_sub(decoded, 0, length), at);
    else if (char_is_space(decoded.ptr[0]) && char_is_space(rest.ptr[0]) && rest.ptr[0] != '\r') {
        prose_space(reader, at);
        length = *taken = 1;
    } else {
        length = odd_length(rest, decoded, taken);
        if (length && *taken) visible_add(p, str_sub(decoded, 0, *taken), at);
    }
    return length;
}

void prose_add(struct html_reader *reader, struct span source, struct str decoded) {
    for (uint32_t at = source.start; at < source.end && decoded.len;) {
        uint32_t end = piece_end(reader, at);
        if (end == at) prose_finish(reader);
        struct str rest = str_sub(reader->text, at, end == at ? at + 1 : end < source.end ? end : source.end);
        size_t taken = 1, length = end == at ? 1 : add_run(reader, rest, decoded, at, &taken);
        if (length == 0) return;
        decoded = str_sub(decoded, taken, decoded.len);
        at += (uint32_t)length;
    }
}

void html_text(struct html_reader *reader, struct span source, struct str decoded) {
    if (reader->hidden) {
        if (reader->data || reader->style) html_hidden_text(reader, source);
        return;
    }
    if (reader->code) {
        if (reader->p->leaf.plain) buf_add(reader->p->leaf.plain, decoded);
        return;
    }
    prose_add(reader, source, decoded);
}

/* ---- nesting ----------------------------------------------------------------------------------------------- */

enum { MAX_NAME = 32 };

struct nesting {
    struct str open[MAX_NESTING];
    size_t depth;
};

static bool is_void(struct str name) {
    static const char *const voids[] = {[2] = "br hr",
                                        [3] = "img wbr col",
                                        [4] = "meta link area base",
                                        [5] = "input embed track param",
                                        [6] = "source"};
    return word_listed(name, voids, ARRAY_LEN(voids));
}

/* Elements whose end another tag implies. */
static bool is_implied(struct str name) {
    static const char *const implied[] = {[1] = "p",
                                          [2] = "li td th tr dt dd rp rt",
                                          [5] = "tbody thead tfoot",
                                          [6] = "option",
                                          [8] = "optgroup"};
    return word_listed(name, implied, ARRAY_LEN(implied));
}

static bool is_raw(struct str name) {
    static const char *const raw[] = {
        [3] = "xmp", [5] = "style title", [6] = "script", [8] = "textarea noframes"};
    return word_listed(name, raw, ARRAY_LEN(raw));
}

static void close_tag(struct nesting *n, struct str name) {
    size_t depth = n->depth;
    while (depth > 0 && !str_eq_nocase(n->open[depth - 1], name) && is_implied(n->open[depth - 1])) depth--;
    if (depth > 0 && str_eq_nocase(n->open[depth - 1], name)) n->depth = depth - 1;
}

static bool open_tag(struct nesting *n, struct str name) {
    if (is_void(name)) return true;
    bool replaces = n->depth && is_implied(name) && str_eq_nocase(n->open[n->depth - 1], name);
    if (replaces) return true;
    if (n->depth == MAX_NESTING) return false;
    n->open[n->depth++] = name;
    return true;
}

static size_t raw_end(struct str text, size_t at, struct str name) {
    for (; at < text.len; at++) {
        at += str_find(str_sub(text, at, text.len), STR("</"));
        if (at < text.len && str_eq_nocase(str_sub(text, at + 2, at + 2 + name.len), name)) return at;
    }
    return text.len;
}

size_t html_nesting(struct str text) {
    struct nesting n;
    n.depth = 0; /* the names need no clearing */
    for (size_t at = 0; at < text.len; at++) {
        at += str_find_char(str_sub(text, at, text.len), '<');
        if (at + 1 >= text.len) break;
        bool closing = text.ptr[at + 1] == '/';
        size_t start = at + 1 + closing, end = start;
        while (end < text.len && end - start < MAX_NAME && char_is_alnum(text.ptr[end])) end++;
        if (end == start) continue;
        struct str name = str_sub(text, start, end);
        if (closing)
            close_tag(&n, name);
        else if (!open_tag(&n, name))
            return at;
        if (!closing && is_raw(name)) at = raw_end(text, end, name) - 1;
    }
    return text.len;
}
