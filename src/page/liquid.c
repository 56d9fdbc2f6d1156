/* Liquid, Jekyll's templates: {% tag markup %} and {{ object }}. In a Hugo page they are left-overs: recorded, but
 * not hidden from Markdown. */
#include "page/parse.h"

#include <string.h>

enum { MAX_LIQUID = 4096 };

static bool is_name(char c) {
    return char_is_alnum(c) || c == '_';
}

/* "{%- name markup -%}" without the braces, cut into its parts. */
static void read_parts(struct parser *p, struct liquid *liquid, size_t start, size_t end, bool tag) {
    struct str text = p->raw;
    if (start < end && text.ptr[start] == '-') start++;
    if (end > start && text.ptr[end - 1] == '-') end--;
    while (start < end && char_is_space(text.ptr[start])) start++;
    while (end > start && char_is_space(text.ptr[end - 1])) end--;
    size_t name = start;
    if (tag) {
        while (name < end && is_name(text.ptr[name])) name++;
        liquid->name = str_sub(text, start, name);
        while (name < end && char_is_space(text.ptr[name])) name++;
    }
    liquid->markup = str_sub(text, name, end);
    liquid->markup_span = parser_span(p, name, end);
}

static bool has_code_inside(struct str name) {
    return str_eq(name, STR("highlight")) || str_eq(name, STR("comment"));
}

static void note_inner(struct parser *p, const struct liquid *liquid, uint32_t start, uint32_t end) {
    bool closes = p->inner.name.ptr && str_starts(liquid->name, STR("end")) &&
                  str_eq(str_sub(liquid->name, 3, liquid->name.len), p->inner.name);
    if (closes) {
        if (str_eq(p->inner.name, STR("comment")))
            mask_inner(p, p->inner.start, start);
        else
            mask_code(p, p->inner.start, start, p->inner.info);
        p->inner.name = (struct str){0};
    } else if (!p->inner.name.ptr && has_code_inside(liquid->name)) {
        p->inner.name = liquid->name;
        p->inner.start = end;
        p->inner.info = liquid->markup;
    }
}

static void hide(struct parser *p, const struct liquid *liquid, uint32_t start, uint32_t end, size_t index) {
    note_inner(p, liquid, start, end);
    mask_cover(p, (struct span){start, end}, TOKEN);
    mask_push(p, MASK_LIQUID, start, end, index);
}

/* Where the next "%}" or "}}" stands; remembered, so that many openings without one cost one search. */
static size_t next_close(struct parser *p, size_t at, bool tag) {
    size_t *known = &p->liquid_close[tag];
    if (*known < at) *known = pair_find(p->raw, at, tag ? '%' : '}', '}');
    return *known - at;
}

size_t liquid_read(struct parser *p, size_t at) {
    bool tag = p->raw.ptr[at + 1] == '%', hides = p->page->options.liquid;
    struct str rest = str_sub(p->raw, at + 2, at + 2 + MAX_LIQUID);
    size_t close = next_close(p, at + 2, tag);
    bool one_line = hides || close >= rest.len || str_find_char(str_sub(rest, 0, close), '\n') >= close;
    if (close >= rest.len || !one_line || !parser_room(p, p->page->liquids.len, at)) return at;
    struct liquid liquid = {.field = p->field};
    read_parts(p, &liquid, at + 2, at + 2 + close, tag);
    size_t end = at + close + 4;
    if (p->liquid_raw && !str_eq(liquid.name, STR("endraw"))) return at;
    if (tag && liquid.name.len == 0) return at;
    if (hides) p->liquid_raw = str_eq(liquid.name, STR("raw"));
    liquid.span = parser_span(p, at, end);
    *ARRAY_PUSH(p->arena, &p->page->liquids) = liquid;
    if (hides) hide(p, &liquid, (uint32_t)at, (uint32_t)end, p->page->liquids.len - 1);
    return end;
}
