/* index.c: pages by source and content path, URLs by published file; who else claims a file. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "site/parts.h"

/* ---- order ---- */

static int by_link(const void *a, const void *b) {
    const struct site_url *x = a, *y = b;
    int order = str_cmp(x->link, y->link);
    if (order == 0) order = (x->kind > y->kind) - (x->kind < y->kind);
    if (order == 0) order = str_cmp(x->source, y->source);
    if (order == 0) order = str_cmp(x->file, y->file);
    if (order == 0) order = str_cmp(x->target, y->target);
    return order;
}

/* ---- claims on one file ---- */

static int rank(const struct site_url *url) {
    return url->overwritten ? 2 : url->racing ? 1 : 0;
}

/* Winner first, then racing claims, then those that lose: put in front in the opposite order. */
static void link_claims(struct site *site) {
    map_expect(site->arena, &site->by_file, site->url_count);
    for (int r = 2; r >= 0; r--) {
        for (size_t i = site->url_count; i > 0; i--) {
            struct site_url *url = &site->urls[i - 1];
            if (rank(url) != r) continue;
            const struct site_url **first =
                (const struct site_url **)map_slot(site->arena, &site->by_file, url->file);
            const struct site_url *next = *first;
            bool same = next && next->page == url->page && next->kind == url->kind &&
                        next->uncertain == url->uncertain && str_eq(next->source, url->source);
            url->next_claim = next;
            url->next_other = same ? next->next_other : next;
            *first = url;
        }
    }
}

/* Chains the FILEs that differ by case only. */
static void add_nocase(struct arena *arena, struct map *map, struct site_url *url) {
    const struct site_url **first =
        (const struct site_url **)map_slot(arena, map, unicode_lower_str(arena, url->file));
    url->next_case = *first;
    *first = url;
}

static struct str key_of_page(struct arena *arena, unsigned language, struct str key) {
    return str_printf(arena, "%u %.*s", language, STR_FMT(key));
}

/* What run_files.c and the questions below build on: by source, those without a file last. */
static bool is_sorted(const struct site *site) {
    for (size_t i = 1; i < site->page_count; i++) {
        struct str before = site->pages[i - 1].source, source = site->pages[i].source;
        if (before.ptr ? source.ptr && str_cmp(before, source) > 0 : source.ptr != NULL) return false;
    }
    return true;
}

static void index_pages(struct site *site) {
    assert(is_sorted(site));
    map_expect(site->arena, &site->by_source, site->page_count);
    map_expect(site->arena, &site->by_key, site->page_count);
    for (size_t i = 0; i < site->page_count; i++) {
        struct site_page *page = &site->pages[i];
        if (page->source.ptr) *map_slot(site->arena, &site->by_source, page->source) = page;
        if (page->bundle == BUNDLE_RESOURCE) continue;
        void **slot =
            map_slot(site->arena, &site->by_key, key_of_page(site->arena, page->language, page->key));
        const struct site_page *have = *slot;
        bool better = have == NULL || ((have->flags & PAGE_DROPPED) && !(page->flags & PAGE_DROPPED));
        if (better) *slot = page;
    }
}

void site_index(struct site *site) {
    assert(!site->by_file.len && !site->by_source.len);
    if (site->url_count) qsort(site->urls, site->url_count, sizeof(site->urls[0]), by_link);
    index_pages(site);
    collision_settle(site);
    link_claims(site);
    map_expect(site->arena, &site->by_file_nocase, site->by_file.len);
    for (size_t i = 0; i < site->by_file.len; i++)
        add_nocase(site->arena, &site->by_file_nocase, site->by_file.entries[i].value);
}

/* ---- questions ---- */

const struct site_page *site_page_of(const struct site *site, struct str source) {
    return map_get(&site->by_source, source);
}

struct str site_page_text(struct arena *arena, const struct site *site, const struct site_page *page) {
    struct str text = {0};
    struct error error = {0};
    bool read = page->source.len && site->tree.read(site->tree.state, arena, page->source, &text, &error);
    return read ? text : (struct str){0};
}

const struct site_page *site_page_at(const struct site *site, unsigned language, struct str key) {
    struct arena scratch = {0};
    const struct site_page *page = map_get(&site->by_key, key_of_page(&scratch, language, key));
    arena_free(&scratch);
    return page;
}

const struct site_url *site_claims(const struct site *site, struct str file) {
    return map_get(&site->by_file, file);
}

const struct site_url *site_claims_nocase(const struct site *site, struct str file) {
    struct arena scratch = {0};
    const struct site_url *url = map_get(&site->by_file_nocase, unicode_lower_str(&scratch, file));
    arena_free(&scratch);
    return url;
}

struct str site_file_of_link(struct arena *arena, const struct site *site, unsigned language,
                             struct str link) {
    const struct site_language *l = &site->languages[language == SITE_NO_LANGUAGE ? 0 : language];
    struct str path = str_sub(link, 0, str_find_char(link, '#'));
    path = str_sub(path, 0, str_find_char(path, '?'));
    struct str base = str_sub(l->base_path, 0, l->base_path.len - 1);
    bool below = str_starts(path, base) && (path.len == base.len || path.ptr[base.len] == '/');
    if (!below) return (struct str){0};
    path = url_decode(arena, str_sub(path, base.len, path.len));
    bool folder = path.len == 0 || str_ends(path, STR("/"));
    struct str file =
        path_clean(arena, str_printf(arena, "/%.*s%s", STR_FMT(path), folder ? "/index.html" : ""));
    return path_join(arena, l->file_root, str_sub(file, 1, file.len));
}

bool site_is_noted(const struct site *site, const char *code) {
    for (size_t i = 0; i < site->notes.len; i++)
        if (strcmp(site->notes.items[i].code, code) == 0) return true;
    return false;
}
