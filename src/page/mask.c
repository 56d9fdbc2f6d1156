/* Shortcodes and the like are read before Markdown and overwritten with a token of the same length: positions
 * stay, and what they contain can't be mistaken for markup. */
#include "page/parse.h"

#include <string.h>

void mask_cover(struct parser *p, struct span span, char c) {
    if (!p->writable) {
        p->writable = arena_bytes(&p->scratch, p->raw.len);
        memcpy(p->writable, p->raw.ptr, p->raw.len);
        p->text.ptr = p->writable;
    }
    memset(p->writable + span.start, c, span.end - span.start);
}

void mask_push(struct parser *p, enum mask_kind kind, size_t start, size_t end, size_t fact) {
    *ARRAY_PUSH(&p->scratch, &p->masks) =
        (struct mask){{(uint32_t)start, (uint32_t)end}, kind, (uint32_t)fact};
}

const struct mask *mask_in(const struct parser *p, uint32_t start, uint32_t end) {
    size_t low = 0, high = p->masks.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (p->masks.items[middle].span.end <= start)
            low = middle + 1;
        else
            high = middle;
    }
    return low < p->masks.len && p->masks.items[low].span.start < end ? &p->masks.items[low] : NULL;
}

void mask_code(struct parser *p, uint32_t start, uint32_t end, struct str info) {
    while (p->masks.len && p->masks.items[p->masks.len - 1].span.start >= start) p->masks.len--;
    for (uint32_t at = start; at < end;) {
        size_t line = str_find_char(str_sub(p->raw, at, end), '\n');
        mask_cover(p, (struct span){at, at + (uint32_t)line}, TOKEN);
        at += (uint32_t)line + 1;
    }
    if (end > start) mask_push(p, MASK_CODE, start, end, 0);
    if (!parser_room(p, p->page->codes.len, start)) return;
    struct code *code = ARRAY_PUSH(p->arena, &p->page->codes);
    code->kind = CODE_FENCED;
    code->info = str_copy(p->arena, info);
    code->content = code->span = parser_span(p, start, end);
    code->field = p->field;
}

/* kramdown's {: #id .class}: hidden; an id in it is one of the page's. */
static size_t attributes_read(struct parser *p, size_t at) {
    struct str rest = str_sub(p->raw, at, p->raw.len);
    size_t close = str_find_char(str_sub(rest, 0, 500), '}');
    struct str list = str_sub(rest, 0, close + 1);
    struct span id;
    if (close >= rest.len || str_find_char(list, '\n') < list.len) return at;
    size_t line = at;
    while (line > 0 && (p->raw.ptr[line - 1] == ' ' || p->raw.ptr[line - 1] == '#')) line--;
    bool own_line = line == 0 || p->raw.ptr[line - 1] == '\n' || p->raw.ptr[line - 1] == ')';
    if (!own_line) return at;
    size_t end = at + list.len;
    if (extension_attributes(list, &id) == 0 && id.end > id.start) {
        struct str name = str_copy(p->arena, str_sub(list, id.start, id.end));
        parser_add_id(p, name, parser_span(p, at + id.start, at + id.end), ID_FROM_ATTRIBUTE);
    }
    mask_cover(p, (struct span){(uint32_t)at, (uint32_t)end}, TOKEN);
    mask_push(p, MASK_ATTRIBUTES, at, end, 0);
    return end;
}

static size_t brace_read(struct parser *p, size_t at) {
    const struct page_options *options = &p->page->options;
    char second = p->raw.ptr[at + 1], third = at + 2 < p->raw.len ? p->raw.ptr[at + 2] : '\0';
    bool angle = second == '{' && (third == '<' || third == '%');
    if (options->shortcodes && angle) return shortcode_read(p, at);
    if (second == '%' || second == '{') return liquid_read(p, at);
    return options->liquid && second == ':' ? attributes_read(p, at) : at;
}

static void cover_nul(struct parser *p) {
    size_t at = str_find_char(p->raw, '\0');
    for (; at < p->raw.len; at++)
        if (p->raw.ptr[at] == '\0') mask_cover(p, (struct span){(uint32_t)at, (uint32_t)at + 1}, '?');
}

void mask_excerpt(struct parser *p) {
    p->text = p->raw;
    cover_nul(p);
    bool templates = p->page->options.shortcodes || p->page->options.liquid;
    for (size_t at = 0; templates && at + 1 < p->raw.len;) {
        at += str_find_char(str_sub(p->raw, at, p->raw.len), '{');
        if (at + 1 >= p->raw.len) break;
        size_t end = brace_read(p, at);
        at = end > at ? end : at + 1;
    }
    footnote_definitions(p);
}
