#include "links/lost.h"

#include <assert.h>
#include <stdlib.h>

#define INDEX "index.html"

struct losing {
    struct arena *arena;
    const struct site *before, *now;
    const struct redirects *redirects;
    const str_array *gone;
    const struct site_page *const *matches; /* per page of before */
    bool given;                             /* they are the caller's, and tell of list pages too */
    const struct site_page **lists;         /* per list page of before without a file: where its pages went */
    struct map idle; /* FILE -> page, of aliases that aren't published (disableAliases) */
    struct lost_urls *found;
};

/* ---- is it still served? ---- */

static bool is_claimed(const struct site *site, struct str file) {
    const struct site_url *claim = site_claims(site, file);
    while (claim && claim->overwritten) claim = claim->next_claim;
    return claim != NULL;
}

static struct str bare(struct arena *arena, struct str address) {
    struct str path = url_decode(arena, address);
    while (path.len > 1 && path.ptr[path.len - 1] == '/') path.len--;
    return path;
}

/* Readers of a page that moves by order are to find it there, and not what a rule has that did nothing while it was here. */
static bool leads_away(const struct losing *losing, const struct redirect *rule, const struct site_url *url) {
    bool page = losing->given && url->kind <= URL_PAGE && url->page && !rule->force && !rule->opaque;
    bool elsewhere =
        !rule->dynamic || !str_starts(rule->to, STR("/")); /* a splat is taken to follow the move */
    const struct site_page *now =
        page && elsewhere ? losing->matches[url->page - losing->before->pages] : NULL;
    return now && now->link.len && !str_eq(bare(losing->arena, rule->to), bare(losing->arena, now->link));
}

static bool is_redirected(const struct losing *losing, const struct site_url *url, struct str path) {
    const struct redirect *rule = redirects_find(losing->redirects, path, 0);
    if (!rule) return losing->redirects->incomplete; /* one that was not read may do it */
    if (leads_away(losing, rule, url)) return false;
    if (rule->conditional) return false;
    return redirect_moves(rule) || rule->opaque || rule->status == 200 || rule->status == 410;
}

/* Globs are anchored at the host's root, with or without the slashes at both ends. */
static bool is_meant(const struct losing *losing, struct str link) {
    struct str path = str_sub(link, 1, link.len), bare = path;
    while (bare.len && bare.ptr[bare.len - 1] == '/') bare.len--;
    for (size_t i = 0; i < losing->gone->len; i++) {
        struct str pattern = losing->gone->items[i];
        if (!str_starts(pattern, STR("/"))) pattern = str_printf(losing->arena, "/%.*s", STR_FMT(pattern));
        if (str_eq(pattern, link) || glob_match(pattern, path) || glob_match(pattern, bare)) return true;
    }
    return false;
}

static unsigned same_language(const struct losing *losing, const struct site_url *url) {
    if (url->language >= losing->before->language_count) return SITE_NO_LANGUAGE;
    struct str code = losing->before->languages[url->language].code;
    for (unsigned i = 0; i < losing->now->language_count; i++)
        if (str_eq(losing->now->languages[i].code, code)) return i;
    return SITE_NO_LANGUAGE;
}

/* The same address of the same file, whatever its name may mean in an address: an alias may have a '#' or '?' in it. */
static bool is_unchanged(const struct losing *losing, const struct site_url *url) {
    const struct site_url *claim = site_claims(losing->now, url->file);
    while (claim && (claim->overwritten || !str_eq(claim->link, url->link))) claim = claim->next_claim;
    return claim != NULL;
}

static bool is_served(const struct losing *losing, const struct site_url *url) {
    if (is_unchanged(losing, url)) return true;
    struct str path = url_decode(losing->arena, url->link);
    struct str file = site_file_of_link(losing->arena, losing->now, same_language(losing, url), url->link);
    if (file.ptr && (is_claimed(losing->now, file) || map_get(&losing->idle, file))) return true;
    return is_redirected(losing, url, path) || is_meant(losing, path) || is_meant(losing, url->link);
}

static bool counts(const struct site_url *url) {
    bool kind = url->kind <= URL_STATIC;
    return kind && !url->overwritten && !url->uncertain && url->link.len;
}

/* ---- whose is it? ---- */

/* A list page without a file goes where the first of its pages went that is in a section with a file now. */
static void match_all(struct losing *losing) {
    const struct site *before = losing->before;
    if (!losing->matches) losing->matches = lost_match(losing->arena, before, losing->now);
    losing->lists = ARENA_ARRAY(losing->arena, const struct site_page *, before->page_count + 1);
    for (size_t i = 0; i < before->page_count; i++) {
        const struct site_page *list = before->pages[i].parent, *now = losing->matches[i];
        if (!list || !now || !now->parent || !now->parent->source.len) continue;
        const struct site_page **slot = &losing->lists[list - before->pages];
        if (!*slot) *slot = now->parent;
    }
}

static const struct site_page *match_page(const struct losing *losing, const struct site_page *page) {
    if (!page) return NULL;
    size_t index = (size_t)(page - losing->before->pages);
    return page->source.len || losing->given ? losing->matches[index] : losing->lists[index];
}

static enum lost_reason reason_of(const struct site_url *url, const struct site_page *page) {
    if (!page) return LOST_DELETED;
    if (!site_page_served(page)) return LOST_DROPPED;
    if (url->kind < URL_ALIAS || !str_eq(url->page->source, page->source)) return LOST_MOVED;
    return url->kind == URL_ALIAS ? LOST_ALIAS : LOST_DELETED;
}

/* ---- what alias brings it back? ---- */

/* FILE of an absolute alias (2.5). */
static struct str alias_file(const struct losing *losing, struct str prefix, struct str text) {
    struct str path = str_sub(text, 1, text.len);
    bool folder = str_ends(path, STR("/")) || !path.len;
    if (folder && path.len) path.len--;
    bool page = str_ends(path, STR(".html"));
    const char *slash = prefix.len ? "/" : "";
    return str_printf(losing->arena, "%.*s%s%.*s%s", STR_FMT(prefix), slash, STR_FMT(path),
                      page && !folder ? "" : "/" INDEX);
}

static struct str alias_of(const struct losing *losing, const struct site_url *url,
                           const struct site_page *page) {
    const struct site *now = losing->now;
    struct str none = {0};
    if (!page || !now->generator->alias_key.ptr || page->language >= now->language_count) return none;
    if (url->kind > URL_ALIAS) return none;
    const struct site_language *language = &now->languages[page->language];
    bool prefixed = site_has(now, SITE_ALIAS_PREFIX);
    struct str prefix = prefixed ? language->prefix : STR(""), text = url_decode(losing->arena, url->link);
    if (!str_starts(text, language->base_path)) return none;
    text = str_sub(text, language->base_path.len - 1, text.len);
    struct str start = str_printf(losing->arena, "/%.*s/", STR_FMT(prefix));
    if (prefix.len && !str_starts(text, start)) return none;
    if (prefix.len) text = str_sub(text, start.len - 1, text.len);
    bool exact = str_eq(alias_file(losing, prefix, text), url->file);
    return exact && text.len > 1 ? text : none;
}

/* ---- all of them ---- */

static void add_lost(const struct losing *losing, const struct site_url *url) {
    const struct site_page *page = url->kind <= URL_RESOURCE ? match_page(losing, url->page) : NULL;
    enum lost_reason reason = reason_of(url, page);
    struct str alias = reason == LOST_DROPPED ? (struct str){0} : alias_of(losing, url, page);
    *ARRAY_PUSH(losing->arena, &losing->found->items) = (struct lost_url){url, page, reason, alias};
}

static void add_idle(struct losing *losing) {
    for (size_t i = 0; i < losing->now->page_count; i++) {
        const struct site_page *page = &losing->now->pages[i];
        bool served = !(page->flags & PAGE_DROPPED) && page->link.len;
        for (size_t a = 0; served && a < page->alias_count; a++)
            if (!page->aliases[a].live && page->aliases[a].file.len)
                *map_slot(losing->arena, &losing->idle, page->aliases[a].file) = losing;
    }
}

static int by_page(const void *left, const void *right) {
    const struct lost_url *a = left, *b = right;
    struct str none = {0};
    int order = str_cmp(a->page ? a->page->source : none, b->page ? b->page->source : none);
    return order ? order : str_cmp(a->url->link, b->url->link);
}

struct lost_urls *lost_between(struct arena *arena, const struct site *before, const struct site *now,
                               const struct redirects *redirects, const str_array *gone,
                               const struct site_page *const *matches) {
    struct losing losing = {.arena = arena,
                            .before = before,
                            .now = now,
                            .redirects = redirects,
                            .gone = gone,
                            .matches = matches,
                            .given = matches != NULL};
    losing.found = ARENA_NEW(arena, struct lost_urls);
    add_idle(&losing);
    struct str last = {0}; /* the other claims on an address that was looked at stand behind it */
    for (size_t i = 0; i < before->url_count; i++) {
        const struct site_url *url = &before->urls[i];
        assert(!i || str_cmp(url[-1].link, url->link) <= 0);
        if (!counts(url) || str_eq(url->link, last)) continue;
        last = url->link;
        if (is_served(&losing, url)) continue;
        if (!losing.lists) match_all(&losing);
        add_lost(&losing, url);
    }
    if (losing.found->items.len)
        qsort(losing.found->items.items, losing.found->items.len, sizeof(struct lost_url), by_page);
    return losing.found;
}

struct lost_urls *lost_find(struct arena *arena, const struct site *before, const struct site *now,
                            const struct redirects *redirects, const str_array *gone) {
    return lost_between(arena, before, now, redirects, gone, NULL);
}

static int by_link(const void *link, const void *url) {
    return str_cmp(*(const struct str *)link, ((const struct site_url *)url)->link);
}

void lost_keep_published(struct lost_urls *lost, const struct site *published) {
    size_t kept = 0;
    for (size_t i = 0; i < lost->items.len; i++) {
        const struct site_url *url = lost->items.items[i].url;
        bool known = published && published->url_count &&
                     bsearch(&url->link, published->urls, published->url_count, sizeof *url, by_link);
        if (known) lost->items.items[kept++] = lost->items.items[i];
    }
    lost->items.len = kept;
}
