/* collision.c: several claims on one file: who wins, what that Hugo version does (2.8). */
#include <stdlib.h>

#include "site/parts.h"

typedef ARRAY_OF(struct collision) collisions;
struct group { /* claims on one file, in the order of site->urls */
    ARRAY_OF(struct site_url *) claims;
};

/* ---- the order in which files are written ---- */

/* Languages are written one after the other: by weight, those without one last, then by code. */
static unsigned language_order(const struct site *site, unsigned language) {
    unsigned before = 0;
    const struct site_language *own = &site->languages[language];
    for (size_t i = 0; i < site->language_count; i++) {
        const struct site_language *other = &site->languages[i];
        bool lighter = other->weight && (own->weight == 0 || other->weight < own->weight);
        bool same = other->weight == own->weight && str_cmp(other->code, own->code) < 0;
        if (i != language && (lighter || same)) before++;
    }
    return before;
}

/* Aliases of a language are written before its pages, or by the same workers. */
static unsigned phase(const struct site *site, const struct site_url *url) {
    if (url->kind == URL_REDIRECT) return 2 * (unsigned)site->language_count + 3;
    if (url->language == SITE_NO_LANGUAGE || !site_has(site, SITE_BY_LANGUAGE)) return 0;
    unsigned order = language_order(site, url->language);
    bool first = url->kind == URL_ALIAS && site_has(site, SITE_ALIASES_FIRST);
    return 2 * order + (first ? 1 : 2);
}

static bool is_page(const struct site_url *url) {
    return url->kind <= URL_TERM || url->kind == URL_OUTPUT || url->kind == URL_404;
}

static bool is_file(const struct site_url *url) {
    return url->kind == URL_STATIC || url->kind == URL_FILE;
}

/* ---- settling one file ---- */

/* Is the file an alias claims its own page's? */
static bool is_self(const struct site_url *url) {
    return url->kind == URL_ALIAS && site_page_served(url->page) && str_eq(url->page->file, url->file);
}

/* Claims that harm nobody: an alias that is its own page's file, a page's alias written twice, one source twice. */
static bool is_again(const struct site_url *url, const struct site_url *before) {
    if (url->kind != before->kind || !str_eq(url->source, before->source)) return false;
    return url->kind == URL_RESOURCE || (url->kind == URL_ALIAS && url->page == before->page);
}

/* Of equal claims one is left; they stand together, as URLs are sorted. */
static void drop_harmless(struct group *group) {
    size_t kept = 0;
    for (size_t i = 0; i < group->claims.len; i++) {
        struct site_url *url = group->claims.items[i];
        bool again = kept > 0 && is_again(url, group->claims.items[kept - 1]);
        if (is_self(url) || again)
            url->overwritten = true;
        else
            group->claims.items[kept++] = url;
    }
    group->claims.len = kept;
}

static bool all_aliases(const struct group *group) {
    for (size_t i = 0; i < group->claims.len; i++)
        if (group->claims.items[i]->kind != URL_ALIAS) return false;
    return true;
}

/* The last alias in content-path order. */
static void last_wins(struct group *group) {
    struct site_url *last = group->claims.items[0];
    for (size_t i = 1; i < group->claims.len; i++)
        if (str_cmp(group->claims.items[i]->source, last->source) >= 0) last = group->claims.items[i];
    for (size_t i = 0; i < group->claims.len; i++)
        if (group->claims.items[i] != last) group->claims.items[i]->overwritten = true;
    group->claims.len = 1;
    group->claims.items[0] = last;
}

static void settle(const struct site *site, struct group *group) {
    unsigned last = 0;
    size_t kept = 0;
    bool copied = false;
    for (size_t i = 0; i < group->claims.len; i++) {
        unsigned p = phase(site, group->claims.items[i]);
        if (p > last) last = p;
        copied |= is_file(group->claims.items[i]);
    }
    for (size_t i = 0; i < group->claims.len; i++) {
        struct site_url *url = group->claims.items[i];
        if (!copied && phase(site, url) < last)
            url->overwritten = true;
        else
            group->claims.items[kept++] = url;
    }
    group->claims.len = kept;
    bool ordered = all_aliases(group) && site_has(site, SITE_ALIASES_FIRST);
    if (kept > 1 && ordered) last_wins(group);
    for (size_t i = 0; i < group->claims.len && group->claims.len > 1; i++)
        group->claims.items[i]->racing = true;
}

/* ---- what is said about it ---- */

static enum collision_kind kind_of(const struct site_url *a, const struct site_url *b) {
    bool alias_a = a->kind == URL_ALIAS, alias_b = b->kind == URL_ALIAS;
    if (alias_a && alias_b) return a->page == b->page ? COLLISION_ALIAS_TWICE : COLLISION_ALIAS_ALIAS;
    if (alias_a && is_file(b)) return COLLISION_ALIAS_STATIC;
    if (alias_a && is_page(b)) return a->page == b->page ? COLLISION_ALIAS_SELF : COLLISION_ALIAS_PAGE;
    if (is_page(a) && is_page(b)) return COLLISION_PAGE_PAGE;
    if (is_page(a) && is_file(b)) return COLLISION_PAGE_STATIC;
    return COLLISION_RESOURCE;
}

static enum collision_outcome outcome_of(enum collision_kind kind, const struct site_url *a,
                                         const struct site_url *b) {
    if (kind == COLLISION_ALIAS_SELF || kind == COLLISION_ALIAS_TWICE) return OUTCOME_HARMLESS;
    if (a->racing || b->racing) return OUTCOME_RACE;
    if (kind == COLLISION_ALIAS_PAGE) return a->overwritten ? OUTCOME_PAGE_WINS : OUTCOME_ALIAS_WINS;
    return OUTCOME_LAST_WINS;
}

/* a is the one to report on: the alias, the page rather than the file, else the later source. */
static void say(struct site *site, collisions *out, const struct site_url *a, const struct site_url *b) {
    if (a->kind == URL_RESOURCE && b->kind == URL_RESOURCE && str_eq(a->source, b->source)) return;
    bool swap = str_cmp(a->source, b->source) < 0;
    if ((a->kind == URL_ALIAS) != (b->kind == URL_ALIAS))
        swap = b->kind == URL_ALIAS;
    else if (is_page(a) != is_page(b))
        swap = is_page(b);
    const struct site_url *first = swap ? b : a, *second = swap ? a : b;
    struct collision *made = ARRAY_PUSH(site->arena, out);
    made->kind = kind_of(first, second);
    made->outcome = outcome_of(made->kind, first, second);
    made->a = first;
    made->b = second;
    made->page_a = first->page;
    made->page_b = second->page;
}

#define NEAR 64 /* claims looked through for a page's own, which comes first but for odd spellings */

static const struct site_url *page_claim(const struct group *group, const struct site_page *page) {
    for (size_t i = 0; i < group->claims.len && i < NEAR; i++)
        if (group->claims.items[i]->page == page && is_page(group->claims.items[i]))
            return group->claims.items[i];
    return group->claims.items[0];
}

/* Every claim is told about the one that best explains it: the page there, else the first. */
static void say_group(struct site *site, collisions *out, const struct group *group) {
    const struct site_url *main = group->claims.items[0];
    for (size_t i = 0; i < group->claims.len; i++)
        if (is_page(group->claims.items[i]) && !is_page(main)) main = group->claims.items[i];
    for (size_t i = 0; i < group->claims.len; i++) {
        const struct site_url *url = group->claims.items[i];
        if (url != main) say(site, out, url, is_self(url) ? page_claim(group, url->page) : main);
    }
}

static void say_case(struct site *site, collisions *out, struct map *lower) {
    for (size_t i = 0; i < site->url_count; i++) {
        struct site_url *url = &site->urls[i];
        if (url->overwritten) continue;
        void **slot = map_slot(site->arena, lower, unicode_lower_str(site->arena, url->file));
        const struct site_url *have = *slot;
        if (have == NULL) {
            *slot = url;
            continue;
        }
        if (str_eq(have->file, url->file)) continue;
        size_t n = out->len;
        say(site, out, url, have);
        if (out->len > n) out->items[n].kind = COLLISION_CASE;
    }
}

static void say_sources(struct site *site, collisions *out) {
    for (size_t i = 0; i < site->page_count; i++) {
        const struct site_page *page = &site->pages[i];
        if (page->shadowed_by == NULL) continue;
        struct collision *made = ARRAY_PUSH(site->arena, out);
        made->kind = COLLISION_SOURCE;
        made->outcome = page->flags & PAGE_RACING ? OUTCOME_RACE : OUTCOME_DROPPED;
        made->page_a = page;
        made->page_b = page->shadowed_by;
    }
}

/* Most files have one claim: a group is made when a second one comes. */
static struct group *group_of(struct site *site, struct map *files, struct map *groups,
                              struct site_url *url) {
    struct site_url **first = (struct site_url **)map_slot(site->arena, files, url->file);
    if (*first == NULL) {
        *first = url;
        return NULL;
    }
    struct group **slot = (struct group **)map_slot(site->arena, groups, url->file);
    if (*slot == NULL) {
        *slot = ARENA_NEW(site->arena, struct group);
        *ARRAY_PUSH(site->arena, &(*slot)->claims) = *first;
    }
    return *slot;
}

void collision_settle(struct site *site) {
    struct map files = {0}, groups = {0}, lower = {0};
    collisions out = {0};
    map_expect(site->arena, &files, site->url_count);
    map_expect(site->arena, &lower, site->url_count);
    for (size_t i = 0; i < site->url_count; i++) {
        struct group *group = group_of(site, &files, &groups, &site->urls[i]);
        if (group) *ARRAY_PUSH(site->arena, &group->claims) = &site->urls[i];
    }
    for (size_t i = 0; i < groups.len; i++) {
        const struct group *all = groups.entries[i].value;
        struct group left = {0};
        for (size_t j = 0; j < all->claims.len; j++)
            *ARRAY_PUSH(site->arena, &left.claims) = all->claims.items[j];
        drop_harmless(&left);
        settle(site, &left);
        say_group(site, &out, all);
    }
    say_case(site, &out, &lower);
    say_sources(site, &out);
    site->collisions = out.items;
    site->collision_count = out.len;
}
