/* Which pages the texts of other pages link to. */
#include "links/graph.h"

struct reading {
    struct links *links;
    struct arena *workers;
};

static void mark(const struct links *links, const struct site_page *from, const struct resolution *r) {
    if (!r->target || str_eq(r->target->source, from->source)) return;
    atomic_store_explicit(&links->linked[links_page_index(links, r->target)], 1, memory_order_relaxed);
}

static void read_links(void *context, size_t i, unsigned worker) {
    const struct reading *reading = context;
    const struct links *links = reading->links;
    const struct site_page *site_page = &links->site->pages[i];
    struct arena *arena = &reading->workers[worker];
    if (site_page->flags & PAGE_DROPPED) return;
    bool alone = false;
    struct page *page = links_read_page(links, arena, site_page, &alone);
    if (page) {
        const struct resolution *list = links_resolve(links, arena, site_page, page);
        for (size_t at = 0; at < page->links.len; at++) mark(links, site_page, &list[at]);
    }
    arena_free(arena);
    if (alone) alone_end();
}

/* A menu entry of the configuration: {url} or {pageRef}. */
static void read_entry(const struct asking *asking, const struct node *entry) {
    struct str url = node_text(node_get_nocase(entry, STR("url")), (struct str){0});
    struct str page = node_text(node_get_nocase(entry, STR("pageRef")), (struct str){0});
    struct resolution r = {.status = RESOLUTION_SKIPPED};
    if (page.len)
        r = resolve_ref(asking, page, (struct str){0}, false);
    else if (url.len)
        r = resolve_text(asking, url);
    if (r.target)
        atomic_store_explicit(&asking->links->linked[links_page_index(asking->links, r.target)], 1,
                              memory_order_relaxed);
}

/* Menus are links on every page, which templates make from the configuration. */
static void read_menus(const struct links *links, unsigned language, const char *key) {
    const struct link link = {.kind = LINK_FRONT_MATTER};
    const struct page none = {0};
    const struct site_page *home = site_page_at(links->site, language, STR(""));
    struct asking asking = {links, links->arena, home, &none, &link, NULL};
    const struct node *menus = site_config(links->site, language, str_from(key));
    for (const struct node *menu = home && menus ? menus->child : NULL; menu; menu = menu->next)
        for (const struct node *entry = menu->child; entry; entry = entry->next) read_entry(&asking, entry);
}

void links_read_inbound(struct links *links, unsigned threads) {
    threads = threads ? threads : 1;
    struct reading reading = {links, ARENA_ARRAY(links->arena, struct arena, threads)};
    links->linked = arena_alloc(links->arena, links->site->page_count + 1, sizeof links->linked[0]);
    parallel_for(links->site->page_count, threads, read_links, &reading);
    for (unsigned i = 0; i < links->site->language_count && links->site->generator == GENERATOR_HUGO; i++) {
        read_menus(links, i, "menu");
        read_menus(links, i, "menus");
    }
}

bool links_is_linked(const struct links *links, const struct site_page *page) {
    return links->linked &&
           atomic_load_explicit(&links->linked[links_page_index(links, page)], memory_order_relaxed);
}
