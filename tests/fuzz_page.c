/* Fuzz entry of page/: the first two bytes choose options, the rest is a file. Every span must lie within it, and reading
 * a head first must change nothing. */
#include "page/page.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_span(const struct page *page, struct span span) {
    assert(span.start <= span.end);
    assert(span.end <= page->source.text.len);
}

#define CHECK_SPANS(page, list, member)                                                                      \
    for (size_t i = 0; i < (page)->list.len; i++) check_span((page), (page)->list.items[i].member)

static void check_facts(const struct page *page) {
    CHECK_SPANS(page, faults, span);
    CHECK_SPANS(page, links, span);
    CHECK_SPANS(page, links, target_span);
    CHECK_SPANS(page, headings, span);
    CHECK_SPANS(page, headings, text_span);
    CHECK_SPANS(page, headings, id_span);
    CHECK_SPANS(page, definitions, span);
    CHECK_SPANS(page, definitions, target_span);
    CHECK_SPANS(page, footnotes, span);
    CHECK_SPANS(page, ids, span);
    CHECK_SPANS(page, blocks, span);
    CHECK_SPANS(page, codes, span);
    CHECK_SPANS(page, codes, content);
    CHECK_SPANS(page, comments, span);
    CHECK_SPANS(page, comments, text_span);
    CHECK_SPANS(page, shortcodes, span);
    CHECK_SPANS(page, shortcodes, name_span);
    CHECK_SPANS(page, liquids, span);
    for (size_t i = 0; i < page->links.len; i++)
        assert(page->links.items[i].definition == PAGE_NONE ||
               page->links.items[i].definition < page->definitions.len);
}

static void check_texts(const struct page *page) {
    for (size_t i = 0; i < page->blocks.len; i++) {
        const struct text_block *block = &page->blocks.items[i];
        size_t step = block->text.len / 8 + 1;
        for (size_t at = 0; at < block->text.len; at += step)
            check_span(page, page_text_span(block, at, at + 1));
        check_span(page, page_text_span(block, 0, block->text.len));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    unsigned bits = data[0], more = data[1];
    struct page_options options = {.format = bits & 1 ? PAGE_HTML : PAGE_MARKDOWN,
                                   .shortcodes = bits & 2,
                                   .liquid = bits & 4,
                                   .ids_from_source = bits & 8,
                                   .id_style = (enum id_style)((bits >> 4 | more << 4) % (ID_ELEVENTY + 1)),
                                   .mdx = (enum mdx)(more >> 6),
                                   .callouts = more & 8,
                                   .attribute_lists = more & 16,
                                   .no_title_id = more & 32,
                                   .indented_blocks = (more & 24) == 24};
    options.inclusions = options.indented_blocks;
    struct str text = {(const char *)data + 2, size - 2};
    struct arena arena = {0};
    struct page head, page;
    enum front_result result =
        page_read_front(&arena, &head, STR("a.md"), str_sub(text, 0, size / 2), true, &options);
    page_parse(&arena, &page, STR("a.md"), text, &options);
    if (result == FRONT_READ) assert(!head.has_front || head.front_span.end <= size / 2);
    check_facts(&page);
    check_texts(&page);
    arena_free(&arena);
    return 0;
}
