#include "page/parse.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct span page_text_span(const struct text_block *block, size_t start, size_t end) {
    uint32_t from = segments_at(&block->map, (uint32_t)start);
    struct span span = {from, end > start ? segments_at(&block->map, (uint32_t)end - 1) + 1 : from};
    if (span.start < block->span.start) span.start = block->span.start;
    if (span.end > block->span.end) span.end = block->span.end;
    if (span.start > span.end) span.start = span.end;
    return span;
}

/* ---- order ------------------------------------------------------------------------------------------------- */

static int compare_spans(struct span a, struct span b) {
    if (a.start != b.start) return a.start < b.start ? -1 : 1;
    return a.end == b.end ? 0 : a.end < b.end ? -1 : 1;
}

#define COMPARE(type)                                                                                        \
    static int compare_##type(const void *a, const void *b) {                                                \
        return compare_spans(((const struct type *)a)->span, ((const struct type *)b)->span);                \
    }
COMPARE(heading)
COMPARE(anchor_id)
COMPARE(text_block)
COMPARE(code)
COMPARE(comment)

/* Links of one element share a span: then the attribute decides. */
static int compare_link(const void *a, const void *b) {
    const struct link *left = a, *right = b;
    int order = compare_spans(left->span, right->span);
    if (order == 0) order = compare_spans(left->target_span, right->target_span);
    return order ? order : (int)left->kind - (int)right->kind;
}

static void sort(void *items, size_t len, size_t size, int (*compare)(const void *, const void *)) {
    for (size_t i = 1; i < len; i++)
        if (compare((char *)items + (i - 1) * size, (char *)items + i * size) > 0) {
            qsort(items, len, size, compare);
            return;
        }
}

#define SORT(list, type) sort((list).items, (list).len, sizeof(struct type), compare_##type)

static void sort_facts(struct page *page) {
    SORT(page->links, link);
    SORT(page->headings, heading);
    SORT(page->ids, anchor_id);
    SORT(page->blocks, text_block);
    SORT(page->codes, code);
    SORT(page->comments, comment);
}

/* Walks the codes beside facts that are in source order too. */
struct in_code {
    const struct page *page;
    size_t next;
    uint32_t until; /* the furthest end of a code that starts before */
};

static bool in_code(struct in_code *walk, struct span span) {
    for (; walk->next < walk->page->codes.len; walk->next++) {
        const struct code *code = &walk->page->codes.items[walk->next];
        assert(!walk->next || compare_spans(code[-1].span, code->span) <= 0); /* sort_facts came before */
        if (code->content.start > span.start) break;
        if (code->content.end > walk->until) walk->until = code->content.end;
    }
    return walk->until >= span.end;
}

static void mark_code(struct page *page) {
    struct in_code walk = {.page = page};
    for (size_t i = 0; i < page->shortcodes.len; i++)
        page->shortcodes.items[i].in_code = in_code(&walk, page->shortcodes.items[i].span);
    walk = (struct in_code){.page = page};
    for (size_t i = 0; i < page->liquids.len; i++)
        page->liquids.items[i].in_code = in_code(&walk, page->liquids.items[i].span);
}

/* ---- the page ---------------------------------------------------------------------------------------------- */

static void add_fault(struct arena *arena, struct page *page, enum fault_kind kind, size_t at,
                      const char *message) {
    struct page_fault *fault = ARRAY_PUSH(arena, &page->faults);
    fault->kind = kind;
    fault->span = (struct span){(uint32_t)at, (uint32_t)at + 1};
    fault->message = str_from(message);
}

static void check_encoding(struct arena *arena, struct page *page, struct str text) {
    size_t bad = unicode_check(text), nul = str_find_char(text, '\0');
    if (bad < text.len) add_fault(arena, page, PAGE_FAULT_ENCODING, bad, "a byte that is not UTF-8");
    if (nul < text.len) add_fault(arena, page, PAGE_FAULT_NUL, nul, "a NUL byte");
}

/* Every place where a node of the document may begin takes about so much: a mark, a tag, a line. */
enum { MARK = 200, TAG = 400, BYTE = 8, STRIDE = 128 /* counters of a byte hold as many */ };

/* What the marks, tags and lines of STRIDE bytes take. Without a branch and in single steps, so that compilers take
 * many bytes at once. From '[' to '`' stand '[', '\\', ']', '^', '_' and '`'. */
static size_t marks_cost(const char *text) {
    const unsigned char *bytes = (const unsigned char *)text;
    uint8_t marks = 0, tags = 0;
    for (size_t i = 0; i < STRIDE; i++) {
        uint8_t c = bytes[i], above = (uint8_t)(c - '[');
        tags = (uint8_t)(tags + (c == '\n'));
        tags = (uint8_t)(tags + (c == '<'));
        marks = (uint8_t)(marks + (above <= '`' - '['));
        marks = (uint8_t)(marks + (c == '!'));
        marks = (uint8_t)(marks + (c == '*'));
        marks = (uint8_t)(marks + (c == '&'));
        marks = (uint8_t)(marks + (c == '>'));
        marks = (uint8_t)(marks + (c == '-'));
    }
    return (size_t)marks * MARK + (size_t)tags * TAG;
}

bool page_is_heavy(struct str text) {
    enum { SURELY_LIGHT = 32 << 10, HEAVY = 8 << 20 };
    if (text.len <= SURELY_LIGHT) return false;
    size_t cost = text.len * BYTE, at = 0;
    for (; at + STRIDE <= text.len && cost <= HEAVY; at += STRIDE) cost += marks_cost(text.ptr + at);
    return cost + (text.len - at) * TAG > HEAVY;
}

void page_parse_body(struct arena *arena, struct page *page, struct str text) {
    page->source.text = text;
    page->body.end = (uint32_t)text.len;
    page->body_parsed = true;
    check_encoding(arena, page, text);
    front_check_shown(arena, page);
    struct parser p = {.arena = arena, .page = page, .base = page->body.start};
    p.scratch = arena_within(arena);
    p.facts_end = arena->used + FACTS_MEMORY;
    field_read(arena, page, &p.scratch, p.facts_end);
    p.raw = str_sub(text, page->body.start, page->body.end);
    parser_run(&p, page->format);
    shortcode_pair(&p);
    arena_free(&p.scratch);
    sort_facts(page);
    mark_code(page);
}

void page_parse(struct arena *arena, struct page *page, struct str path, struct str text,
                const struct page_options *options) {
    page_read_front(arena, page, path, text, false, options);
    page_parse_body(arena, page, text);
}
