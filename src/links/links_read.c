/* links_read.c: the bodies of pages, as their anchors and links are asked for. */
#include "links/graph.h"

#include <assert.h>

size_t links_page_index(const struct links *links, const struct site_page *page) {
    size_t index = (size_t)(page - links->site->pages);
    assert(index < links->site->page_count); /* of this site, not of the one before */
    return index;
}

void links_use_pages(struct links *links, struct page_store *pages) {
    links->pages = pages;
}

const struct page *links_read_page(const struct links *links, struct arena *arena,
                                   const struct site_page *from, bool *alone) {
    const struct tree *tree = &links->site->tree;
    struct str text;
    struct error error = {0};
    if (!from->page || !tree->read(tree->state, arena, from->source, &text, &error)) return NULL;
    const struct page *kept =
        links->pages ? page_store_get(links->pages, from->source, text, &from->page->options) : NULL;
    if (kept) return kept;
    struct page *page = ARENA_NEW(arena, struct page);
    *alone = page_is_heavy(text);
    if (*alone) alone_begin();
    page_parse(arena, page, from->source, text, &from->page->options);
    return page;
}
