/* Which pages the texts of other pages link to. */
#include "links/graph.h"

#include <assert.h>

struct inbound {
    struct links *links;
    struct arena *workers;
};

static void mark(const struct links *links, const struct site_page *from, const struct resolution *r) {
    if (!r->target || str_eq(r->target->source, from->source)) return;
    atomic_store_explicit(&links->linked[links_page_index(links, r->target)], 1, memory_order_relaxed);
}

static void read_links(void *context, size_t i, unsigned worker) {
    const struct inbound *inbound = context;
    const struct links *links = inbound->links;
    const struct site_page *site_page = &links->site->pages[i];
    struct arena *arena = &inbound->workers[worker];
    if (site_page->flags & PAGE_DROPPED) return;
    struct reading reading;
    links_read_page(links, arena, site_page, &reading);
    if (reading.page) {
        const struct resolution *list = links_resolve(links, arena, site_page, reading.page);
        for (size_t at = 0; at < reading.page->links.len; at++) mark(links, site_page, &list[at]);
    }
    links_end_reading(links, &reading);
    arena_free(arena);
}

/* Menus are links on every page, which templates make from the configuration. */
static void read_entry(const struct links *links, const struct menu_entry *entry) {
    const struct link link = {.kind = LINK_FRONT_MATTER};
    const struct page none = {0};
    const struct site_page *home = site_page_at(links->site, entry->language, STR(""));
    struct asking asking = {
        .links = links, .arena = links->arena, .site_page = home, .page = &none, .link = &link};
    struct resolution r = {.status = RESOLUTION_SKIPPED};
    if (!home) return;
    if (entry->page.len)
        r = resolve_ref(&asking, entry->page, (struct str){0}, false);
    else if (entry->url.len)
        r = resolve_text(&asking, entry->url);
    if (r.target)
        atomic_store_explicit(&links->linked[links_page_index(links, r.target)], 1, memory_order_relaxed);
}

void links_read_inbound(struct links *links, unsigned threads) {
    assert(!links->linked); /* once */
    threads = threads ? threads : 1;
    struct inbound inbound = {links, ARENA_ARRAY(links->arena, struct arena, threads)};
    links->linked = arena_alloc(links->arena, links->site->page_count + 1, sizeof links->linked[0]);
    parallel_for(links->site->page_count, threads, read_links, &inbound);
    for (size_t i = 0; i < links->outlook.menus.len; i++) read_entry(links, &links->outlook.menus.items[i]);
}

bool links_is_linked(const struct links *links, const struct site_page *page) {
    return links->linked &&
           atomic_load_explicit(&links->linked[links_page_index(links, page)], memory_order_relaxed);
}
