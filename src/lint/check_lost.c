/* check_lost.c: URLs that an older revision serves and this tree does not (--since). */
#include "lint/checks.h"

#include <assert.h>

static const char *kind_name(enum site_url_kind kind) {
    switch (kind) {
    case URL_HOME:
    case URL_SECTION:
    case URL_PAGE: return "page";
    case URL_TAXONOMY:
    case URL_TERM: return "term";
    case URL_ALIAS: return "alias";
    default: return "file";
    }
}

/* Where losses of pages without a file are reported: the configuration, else the site's first page. */
static struct str fallback_of(const struct site *site) {
    if (site->config_source_count) return site->config_sources[0]->path;
    for (size_t i = 0; i < site->page_count; i++)
        if (site->pages[i].source.len) return site->pages[i].source;
    return (struct str){0};
}

static struct str page_of(const struct lost_url *lost) {
    return lost->page && lost->page->source.len ? lost->page->source : STR("");
}

/* The first loss whose page's source is not before `source`: they are sorted by it. */
static size_t lower_bound(const struct lost_urls *lost, struct str source) {
    size_t low = 0, high = lost->items.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(page_of(&lost->items.items[middle]), source) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    assert(low < 2 ||
           str_cmp(page_of(&lost->items.items[low - 2]), page_of(&lost->items.items[low - 1])) <= 0);
    return low;
}

static struct str key_of(const struct site *site) {
    return site->generator->alias_key;
}

static struct str source_of(const struct site_url *url) {
    if (url->kind <= URL_ALIAS && url->page && url->page->source.len) return url->page->source;
    return url->source.ptr ? url->source : STR("");
}

static struct str advice_of(struct arena *arena, const struct site *site, const struct lost_url *lost) {
    if (!lost->alias.ptr) return lost->reason == LOST_MOVED ? STR("; redirect it there") : STR("");
    return str_printf(arena, "; add %.*s to %.*s", STR_FMT(lost->alias), STR_FMT(key_of(site)));
}

static struct str problem_of(struct arena *arena, const struct site *site, const struct lost_url *lost) {
    struct str source = source_of(lost->url), advice = advice_of(arena, site, lost);
    switch (lost->reason) {
    case LOST_MOVED:
        return str_printf(arena, "its page is served at %.*s now%.*s", STR_FMT(lost->page->link),
                          STR_FMT(advice));
    case LOST_ALIAS: return str_printf(arena, "the alias was taken away%.*s", STR_FMT(advice));
    case LOST_DROPPED: return STR("its page is not published any more");
    case LOST_DELETED: break;
    }
    const char *what = source.len ? " is gone" : "no page is in it any more";
    return str_printf(arena, "%.*s%s; redirect it, or list it under gone: in contentlint.yml",
                      STR_FMT(source), what);
}

/* Where the front matter says aliases or the URL; else its first line. */
static struct span span_of(const struct page *page, const struct site *site) {
    const struct str keys[] = {key_of(site), STR("url"), STR("permalink"), STR("slug")};
    for (size_t i = 0; page->front && i < ARRAY_LEN(keys); i++) {
        const struct node *node = node_get_nocase(page->front, keys[i]);
        if (node && node->key_span.end > node->key_span.start) return node->key_span;
    }
    return page->fence;
}

/* One edit with the aliases of all the page's losses, on the first of them: edits of one place can't be combined. */
static void add_fix(const struct subject *subject, const struct str *aliases, size_t count,
                    struct findings *findings, size_t first) {
    struct edit edit;
    const struct site *site = subject->site;
    if (!count || first == findings->list.len || !subject->site_page_count) return;
    if (!alias_edit(findings->arena, subject->page, key_of(site), aliases, count, &edit)) return;
    finding_edit(findings, &findings->list.items[first], edit.span, edit.text,
                 count > 1 ? "add the aliases of this page's old addresses" : "add the alias");
}

static void add_loss(const struct rule *rule, const struct subject *subject, const struct lost_url *lost,
                     struct findings *findings) {
    if (!option_has(rule, "kinds", kind_name(lost->url->kind))) return;
    struct diagnostic *d = finding_add(findings, span_of(subject->page, subject->site));
    finding_set(findings, d, "url", lost->url->link);
    finding_set(findings, d, "alias", lost->alias);
    finding_set(findings, d, "source", source_of(lost->url));
    finding_set(findings, d, "problem", problem_of(findings->arena, subject->site, lost));
}

/* Adds the losses of pages that have this source, and a fix with the aliases that bring them back. */
static void add_losses(const struct rule *rule, const struct subject *subject, struct str source,
                       struct findings *findings) {
    const struct lost_urls *all = subject->lost;
    size_t first = lower_bound(all, source), end = first, count = 0, before = findings->list.len;
    while (end < all->items.len && str_eq(page_of(&all->items.items[end]), source)) end++;
    if (end == first) return;
    struct str *aliases = ARENA_ARRAY(findings->arena, struct str, end - first);
    for (size_t i = first; i < end; i++) {
        size_t had = findings->list.len;
        add_loss(rule, subject, &all->items.items[i], findings);
        struct str alias = all->items.items[i].alias;
        if (alias.ptr && findings->list.len > had) aliases[count++] = alias;
    }
    add_fix(subject, aliases, count, findings, before);
}

void check_lost(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    struct str path = subject->source->path;
    if (!subject->lost || !subject->lost->items.len) return;
    add_losses(rule, subject, path, findings);
    if (str_eq(path, fallback_of(subject->site))) add_losses(rule, subject, STR(""), findings);
}
