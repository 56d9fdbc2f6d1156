/* Footnotes (PHP Markdown Extra, as Goldmark's footnote extension reads them). */
#include "page/parse.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_LABEL = 200 };

size_t footnote_mark(struct str text, size_t at) {
    if (at + 3 >= text.len + 1 || text.ptr[at] != '[' || text.ptr[at + 1] != '^') return 0;
    for (size_t i = at + 2; i < text.len && i - at < MAX_LABEL; i++) {
        char c = text.ptr[i];
        if (c == ']') return i > at + 2 ? i + 1 - at : 0;
        if ((unsigned char)c <= ' ' || c == '[') return 0;
    }
    return 0;
}

static void add(struct parser *p, uint32_t start, uint32_t end, bool definition) {
    if (!parser_room(p, p->page->footnotes.len, start)) return;
    struct footnote *footnote = ARRAY_PUSH(p->arena, &p->page->footnotes);
    footnote->label = str_copy(p->arena, str_sub(p->raw, start + 2, end - 1));
    footnote->span = parser_span(p, start, end);
    footnote->definition = definition;
    footnote->other = PAGE_NONE;
    footnote->field = p->field;
}

void footnote_use(struct parser *p, uint32_t start, uint32_t end) {
    add(p, flow_at(&p->flow, start), flow_at(&p->flow, end - 1) + 1, false);
}

typedef ARRAY_OF(struct mask) mask_array;

/* "[^1]: text" becomes a list item whose content starts at the fourth column, so that what is indented by four
 * spaces below belongs to it and is read as Markdown, as Goldmark does. */
static void read_definition(struct parser *p, uint32_t at, mask_array *found) {
    size_t length = footnote_mark(p->raw, at);
    if (!length || at + length >= p->raw.len || p->raw.ptr[at + length] != ':') return;
    uint32_t end = at + (uint32_t)length;
    if (mask_in(p, at, end + 1)) return;
    add(p, at, end, true);
    mask_cover(p, (struct span){at, at + 1}, '-');
    mask_cover(p, (struct span){at + 1, at + 4}, ' ');
    mask_cover(p, (struct span){at + 4, end + 1}, TOKEN);
    *ARRAY_PUSH(&p->scratch, found) = (struct mask){{at, end + 1}, MASK_FOOTNOTE, 0};
}

void footnote_definitions(struct parser *p) {
    struct str text = p->raw;
    mask_array found = {0};
    for (size_t at = 0; at < text.len;) {
        at += str_find_char(str_sub(text, at, text.len), '^');
        if (at >= text.len) break;
        if (at == 0 || text.ptr[at - 1] != '[') {
            at++;
            continue;
        }
        at--;
        size_t line = at;
        while (line > 0 && at - line < 3 && text.ptr[line - 1] == ' ') line--;
        if (line == 0 || text.ptr[line - 1] == '\n' || text.ptr[line - 1] == '\r')
            read_definition(p, (uint32_t)at, &found);
        at += 2;
    }
    for (size_t i = 0; i < found.len; i++) *ARRAY_PUSH(&p->scratch, &p->masks) = found.items[i];
    if (found.len && p->masks.len > found.len) mask_sort(p);
}

static void add_ids(struct parser *p, const struct footnote *use, const struct footnote *definition,
                    unsigned n) {
    parser_add_id(p, str_printf(p->arena, "fn:%u", n), definition->span, ID_FROM_FOOTNOTE);
    parser_add_id(p, str_printf(p->arena, "fnref:%u", n), use->span, ID_FROM_FOOTNOTE);
}

static int by_place(const void *a, const void *b) {
    const struct footnote *left = a, *right = b;
    return left->span.start < right->span.start ? -1 : left->span.start > right->span.start;
}

void footnote_link(struct parser *p, size_t first) {
    struct footnote *items = p->page->footnotes.items;
    qsort(items + first, p->page->footnotes.len - first, sizeof(struct footnote), by_place);
    struct map labels = {0};
    unsigned number = 0;
    for (size_t i = first; i < p->page->footnotes.len; i++)
        if (items[i].definition) {
            void **slot = map_slot(&p->scratch, &labels, items[i].label);
            if (!*slot) *slot = &items[i];
        }
    for (size_t i = first; i < p->page->footnotes.len; i++) {
        struct footnote *definition = items[i].definition ? NULL : map_get(&labels, items[i].label);
        if (!definition) continue;
        items[i].other = (uint32_t)(definition - items);
        if (definition->other != PAGE_NONE) continue;
        definition->other = (uint32_t)i;
        add_ids(p, &items[i], definition, ++number);
    }
}
