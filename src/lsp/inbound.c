/* inbound.c: who links where, made once for each state of the site. */
#include "lsp/under.h"

#include <stdlib.h>

typedef ARRAY_OF(struct inbound_link) inbound_list;

struct walk {
    struct session *session;
    const struct site *site;
    struct links *links;
    struct arena *workers;
    inbound_list *found;
};

static void add(const struct walk *walk, unsigned worker, size_t from, const struct link *link,
                const struct resolution *r) {
    struct inbound_link *made = ARRAY_PUSH(&walk->workers[worker], &walk->found[worker]);
    *made = (struct inbound_link){.from = (uint32_t)from,
                                  .to = (uint32_t)(r->target - walk->site->pages),
                                  .span = link->target_span,
                                  .fragment = r->fragment.len ? str_hash(r->fragment) | 1 : 0,
                                  .definition = link->kind == LINK_DEFINITION};
}

/* One file may be several pages: its links are told once. */
static bool is_first(const struct site *site, size_t i) {
    return !i || !str_eq(site->pages[i - 1].source, site->pages[i].source);
}

static void read_page(void *context, size_t i, unsigned worker) {
    const struct walk *walk = context;
    const struct site_page *from = &walk->site->pages[i];
    struct arena scratch = {0};
    const struct page *page =
        from->source.len && is_first(walk->site, i) ? session_page(walk->session, &scratch, from) : NULL;
    const struct resolution *list = page ? links_resolve(walk->links, &scratch, from, page) : NULL;
    for (size_t k = 0; page && k < page->links.len; k++)
        if (list[k].target) add(walk, worker, i, &page->links.items[k], &list[k]);
    arena_free(&scratch);
}

static int by_target(const void *a, const void *b) {
    const struct inbound_link *x = a, *y = b;
    if (x->to != y->to) return x->to < y->to ? -1 : 1;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

const struct inbound *inbound_of(struct lsp *lsp, struct opened *site, struct error *error) {
    if (site->inbound && site->inbound->changes == site->changes) return site->inbound;
    struct walk walk = {.session = site->session};
    unsigned threads = lsp->options->threads ? lsp->options->threads : 1;
    if (!session_site(site->session, &walk.site, error) || !session_links(site->session, &walk.links, error))
        return NULL;
    inbound_free(site->inbound);
    struct inbound *made = site->inbound = memory_needed(calloc(1, sizeof *made));
    made->changes = site->changes;
    walk.workers = ARENA_ARRAY(&made->arena, struct arena, threads);
    walk.found = arena_alloc(&made->arena, threads, sizeof *walk.found);
    parallel_for(walk.site->page_count, threads, read_page, &walk);
    for (unsigned i = 0; i < threads; i++) {
        for (size_t k = 0; k < walk.found[i].len; k++)
            *ARRAY_PUSH(&made->arena, &made->links) = walk.found[i].items[k];
        arena_free(&walk.workers[i]);
    }
    if (made->links.len) qsort(made->links.items, made->links.len, sizeof made->links.items[0], by_target);
    return made;
}

size_t inbound_to(const struct inbound *inbound, const struct site *site, const struct site_page *page,
                  size_t *first) {
    uint32_t to = (uint32_t)(page - site->pages);
    size_t low = 0, high = inbound->links.len, count = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (inbound->links.items[middle].to < to)
            low = middle + 1;
        else
            high = middle;
    }
    *first = low;
    while (low + count < inbound->links.len && inbound->links.items[low + count].to == to) count++;
    return count;
}

void inbound_free(struct inbound *inbound) {
    if (!inbound) return;
    arena_free(&inbound->arena);
    free(inbound);
}
