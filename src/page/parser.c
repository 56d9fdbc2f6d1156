/* parser.c: what the files of page/ share: file places of an excerpt, room for facts, masks, words of a list. */
#include "page/parse.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

bool word_among(struct str word, const char *words) {
    while (word.len && *words) {
        size_t n = 0;
        while (n < word.len && words[n] &&
               (words[n] == word.ptr[n] || (words[n] == (word.ptr[n] | 32) && char_is_upper(word.ptr[n]))))
            n++;
        if (n == word.len && (words[n] == ' ' || words[n] == '\0')) return true;
        while (*words && *words != ' ') words++;
        words += *words == ' ';
    }
    return false;
}

bool word_listed(struct str word, const char *const *lists, size_t count) {
    return word.len < count && lists[word.len] && word_among(word, lists[word.len]);
}

size_t pair_find(struct str text, size_t at, char first, char second) {
    for (; (at += str_find_char(str_sub(text, at, text.len), first)) + 1 < text.len; at++)
        if (text.ptr[at + 1] == second) return at;
    return text.len;
}

/* File offset behind the byte before `end`. An escape ends where the next character begins. */
static uint32_t field_end(const struct parser *p, uint32_t end) {
    uint32_t last = segments_at(p->map, end - 1);
    char c = last < p->page->source.text.len ? p->page->source.text.ptr[last] : '\0';
    enum node_style style = p->field->style;
    bool escape = (c == '\\' && (style == STYLE_DOUBLE || style == STYLE_TOML_MULTI)) ||
                  (c == '\'' && style == STYLE_SINGLE && p->field->format == FORMAT_YAML);
    uint32_t next = escape ? segments_at(p->map, end) : last + 1;
    return next > last ? next : last + 1;
}

struct span parser_span(const struct parser *p, size_t start, size_t end) {
    if (!p->map) return (struct span){p->base + (uint32_t)start, p->base + (uint32_t)end};
    uint32_t from = segments_at(p->map, (uint32_t)start);
    return (struct span){from, end > start ? field_end(p, (uint32_t)end) : from};
}

void parser_fault(struct parser *p, enum fault_kind kind, size_t start, size_t end, struct str message) {
    struct page_fault *fault = ARRAY_PUSH(p->arena, &p->page->faults);
    fault->kind = kind;
    fault->span = parser_span(p, start, end);
    fault->message = message;
}

void parser_limit(struct parser *p, size_t at, const char *message) {
    if (p->limit_said) return;
    p->limit_said = true;
    parser_fault(p, PAGE_FAULT_LIMIT, at, at, str_from(message));
}

bool parser_room(struct parser *p, size_t len, size_t at) {
    if (len < PAGE_MAX_FACTS && p->arena->used < p->facts_end) return true;
    parser_limit(p, at, "more links, blocks or the like than are read of a page: the rest is not read");
    return false;
}

void parser_add_id(struct parser *p, struct str id, struct span span, enum id_origin origin) {
    if (id.len == 0 || !parser_room(p, p->page->ids.len, 0)) return;
    *ARRAY_PUSH(p->arena, &p->page->ids) = (struct anchor_id){id, span, origin, p->field};
}

struct str page_label(struct arena *arena, struct str label) {
    struct str lower = unicode_lower_str(arena, str_trim(label));
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < lower.len; i++) {
        bool space = char_is_space(lower.ptr[i]);
        if (!space)
            buf_add_char(&out, lower.ptr[i]);
        else if (out.len && out.ptr[out.len - 1] != ' ')
            buf_add_char(&out, ' ');
    }
    return buf_str(&out);
}

/* ---- masks ---- */

void mask_cover(struct parser *p, struct span span, char c) {
    if (!p->writable) {
        p->writable = arena_bytes(&p->scratch, p->raw.len);
        memcpy(p->writable, p->raw.ptr, p->raw.len);
        p->text.ptr = p->writable;
    }
    /* Masks cover what is there, and move nothing. */
    assert(span.start <= span.end && span.end <= p->raw.len);
    memset(p->writable + span.start, c, span.end - span.start);
}

void mask_push(struct parser *p, enum mask_kind kind, size_t start, size_t end, size_t fact) {
    *ARRAY_PUSH(&p->scratch, &p->masks) =
        (struct mask){{(uint32_t)start, (uint32_t)end}, kind, (uint32_t)fact};
}

static int by_start(const void *a, const void *b) {
    const struct mask *left = a, *right = b;
    return left->span.start < right->span.start ? -1 : left->span.start > right->span.start;
}

void mask_sort(struct parser *p) {
    if (p->masks.len) qsort(p->masks.items, p->masks.len, sizeof(struct mask), by_start);
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

void mask_inner(struct parser *p, uint32_t start, uint32_t end) {
    while (p->masks.len && p->masks.items[p->masks.len - 1].span.start >= start) p->masks.len--;
    for (uint32_t at = start; at < end;) {
        size_t line = str_find_char(str_sub(p->raw, at, end), '\n');
        mask_cover(p, (struct span){at, at + (uint32_t)line}, TOKEN);
        at += (uint32_t)line + 1;
    }
    if (end > start) mask_push(p, MASK_CODE, start, end, 0);
}

void mask_code(struct parser *p, uint32_t start, uint32_t end, struct str info) {
    mask_inner(p, start, end);
    if (!parser_room(p, p->page->codes.len, start)) return;
    struct code *code = ARRAY_PUSH(p->arena, &p->page->codes);
    code->kind = CODE_FENCED;
    code->info = str_copy(p->arena, info);
    code->content = code->span = parser_span(p, start, end);
    code->field = p->field;
}
