/* links_read.c: the bodies of pages, as their anchors and links are asked for. */
#include "links/graph.h"

#include <pthread.h>

/* Bytes of pages that wait for their checks, and of the ids of those that were checked; past it pages are read again. */
enum { KEPT_MAX = 16 << 20, IDS_MAX = 16 << 20 };

/* A page that was parsed before its own check, with those who look at it now. */
struct kept_page {
    struct arena arena;
    struct page page;
    unsigned users;
    bool checked; /* the last user frees it */
};
struct kept_pages {
    pthread_mutex_t lock;
    struct kept_page **pages; /* per index of site->pages, as `expected` is */
    bool *expected;           /* its check comes yet */
    size_t bytes, ids;
};

void links_use_pages(struct links *links, struct page_store *pages) {
    links->pages = pages;
}

/* ---- pages that wait for their checks -------------------------------------------------------------------------- */

void links_expect(struct links *links, const struct site_page *page) {
    if (!links->kept) {
        links->kept = ARENA_NEW(links->arena, struct kept_pages);
        pthread_mutex_init(&links->kept->lock, NULL);
        links->kept->pages = ARENA_ARRAY(links->arena, struct kept_page *, links->site->page_count);
        links->kept->expected = ARENA_ARRAY(links->arena, bool, links->site->page_count);
    }
    links->kept->expected[links_page_index(links, page)] = true;
}

/* About what it takes of memory: blocks grow by doubling. */
static size_t size_of(const struct kept_page *kept) {
    return 2 * kept->arena.used;
}

static void discard(struct kept_page *kept) {
    struct arena arena = kept->arena; /* it lies in there itself */
    arena_free(&arena);
}

/* Under the lock. True: nobody needs it any more. */
static bool leave(struct kept_pages *all, struct kept_page *kept) {
    bool last = --kept->users == 0 && kept->checked;
    if (last) all->bytes -= size_of(kept);
    return last;
}

static struct kept_page *find(struct kept_pages *all, size_t index, bool *may) {
    pthread_mutex_lock(&all->lock);
    struct kept_page *kept = all->pages[index];
    if (kept) kept->users++;
    *may = all->expected[index] && all->bytes < KEPT_MAX;
    pthread_mutex_unlock(&all->lock);
    return kept;
}

/* Two threads may have parsed the same page: the first one's stays. */
static struct kept_page *publish(struct kept_pages *all, size_t index, struct kept_page *fresh) {
    pthread_mutex_lock(&all->lock);
    struct kept_page *known = all->pages[index], *kept = known ? known : fresh;
    kept->users++;
    if (!known) {
        kept->checked = !all->expected[index];
        if (!kept->checked) all->pages[index] = kept;
        all->bytes += size_of(kept);
    }
    pthread_mutex_unlock(&all->lock);
    if (known) discard(fresh);
    return kept;
}

const struct page *links_kept_page(const struct links *links, const struct site_page *page, struct str text) {
    bool may;
    struct kept_page *kept = links->kept ? find(links->kept, links_page_index(links, page), &may) : NULL;
    if (!kept) return NULL;
    bool same = str_eq(kept->page.source.text, text);
    pthread_mutex_lock(&links->kept->lock);
    kept->users--; /* the check is not counted: what it has ends with links_checked */
    pthread_mutex_unlock(&links->kept->lock);
    return same ? &kept->page : NULL;
}

void links_checked(const struct links *links, const struct site_page *site_page, const struct page *page) {
    struct kept_pages *all = links->kept;
    if (!all) return;
    size_t index = links_page_index(links, site_page);
    pthread_mutex_lock(&all->lock);
    bool room = all->ids < IDS_MAX;
    pthread_mutex_unlock(&all->lock);
    size_t ids = page && room ? ids_of_checked(links, site_page, page) : 0;
    pthread_mutex_lock(&all->lock);
    all->ids += ids;
    struct kept_page *kept = all->pages[index];
    all->pages[index] = NULL;
    all->expected[index] = false;
    if (kept) {
        kept->users++;
        kept->checked = true;
        if (!leave(all, kept)) kept = NULL;
    }
    pthread_mutex_unlock(&all->lock);
    if (kept) discard(kept);
}

void links_drop_kept(struct links *links) {
    for (size_t i = 0; links->kept && i < links->site->page_count; i++)
        if (links->kept->pages[i]) discard(links->kept->pages[i]);
    if (links->kept) pthread_mutex_destroy(&links->kept->lock);
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

/* The front matter is known, unless the file was saved anew since. */
static void parse(struct arena *arena, struct page *page, const struct site_page *from, struct str text) {
    struct str before = from->page->source.text;
    if (!str_starts(text, before)) {
        page_parse(arena, page, from->source, text, &from->page->options);
        return;
    }
    *page = *from->page;
    page->faults.cap = page->faults.len; /* the site's: a new fault must not be written behind it */
    page_parse_body(arena, page, text);
}

static struct kept_page *parse_kept(const struct site_page *from, struct str text, bool lent) {
    struct arena arena = {0};
    struct kept_page *fresh = ARENA_NEW(&arena, struct kept_page);
    if (!lent) text = str_copy(&arena, text);
    parse(&arena, &fresh->page, from, text);
    fresh->arena = arena;
    return fresh;
}

/* The page as somebody else has it, or may want it. */
static bool read_kept(const struct links *links, const struct site_page *from, struct str text,
                      struct reading *reading) {
    size_t index = links_page_index(links, from);
    bool may = false, lent = reading->memory.used < text.len; /* it is not in there, so it is the tree's */
    if (links->pages) {
        reading->page = page_store_get(links->pages, from->source, text, &from->page->options);
        return reading->page;
    }
    if (!links->kept) return false;
    reading->kept = find(links->kept, index, &may);
    if (!reading->kept && may && !page_is_heavy(text))
        reading->kept = publish(links->kept, index, parse_kept(from, text, lent));
    if (reading->kept) reading->page = &reading->kept->page;
    return reading->kept;
}

void links_read_page(const struct links *links, struct arena *lender, const struct site_page *from,
                     struct reading *reading) {
    const struct tree *tree = &links->site->tree;
    struct str text;
    struct error error = {0};
    *reading = (struct reading){.memory = arena_within(lender)};
    if (!from->page || !tree->read(tree->state, &reading->memory, from->source, &text, &error) ||
        read_kept(links, from, text, reading))
        return;
    struct page *page = ARENA_NEW(&reading->memory, struct page);
    reading->page = page;
    reading->alone = page_is_heavy(text);
    if (reading->alone) alone_begin();
    parse(&reading->memory, page, from, text);
}

void links_end_reading(const struct links *links, struct reading *reading) {
    struct kept_page *kept = reading->kept;
    if (kept) {
        pthread_mutex_lock(&links->kept->lock);
        bool last = leave(links->kept, kept);
        pthread_mutex_unlock(&links->kept->lock);
        if (last) discard(kept);
    }
    arena_free(&reading->memory);
    if (reading->alone) alone_end();
}
