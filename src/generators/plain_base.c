/* plain_base.c: the path below which a folder of built HTML is published: its files lie without it, its links have it. */
#include <stdlib.h>

#include "generators/parts.h"
#include "page/page.h"

enum {
    LOOKED_AT = 40, /* pages */
    LINKS_MIN = 10  /* that must tell the same when no page names its own address */
};

struct votes {
    const struct site *site;
    struct arena arena; /* of the page at hand */
    struct map files;   /* of the folder */
    struct str base;    /* the one that is told; absent: none yet */
    unsigned for_base, for_root, others;
    struct str host;         /* "https://host" of the first that tells one */
    unsigned hosts, foreign; /* that tell it, and others */
};

static void vote(struct votes *votes, struct str base) {
    if (base.len <= 1)
        votes->for_root++;
    else if (!votes->base.ptr || str_eq(votes->base, base)) {
        votes->base = str_copy(votes->site->arena, base);
        votes->for_base++;
    } else
        votes->others++;
}

/* "https://host/course/a/" of the page at "/a/": the base is "/course/". */
static void vote_canonical(struct votes *votes, const struct site_page *from, struct str target) {
    struct url url = url_split(str_trim(target));
    struct str path = url.path, own = from->link;
    if (!url.authority.ptr || !path.len) return;
    if (!str_ends(path, STR("/")) && str_ends(own, STR("/"))) own.len--; /* hosts that cut the slash */
    if (!str_ends(own, STR("/")) && str_ends(own, STR(".html")) && !str_ends(path, STR(".html")))
        own.len -= 5;
    if (!str_ends(path, own)) return;
    vote(votes, str_sub(path, 0, path.len - own.len + 1));
    struct str host = str_printf(&votes->arena, "%.*s://%.*s", STR_FMT(url.scheme), STR_FMT(url.authority));
    if (!votes->host.ptr) votes->host = str_copy(votes->site->arena, host);
    if (str_eq(votes->host, host))
        votes->hosts++;
    else
        votes->foreign++;
}

static bool has_file(struct votes *votes, struct str path) {
    struct str file = url_decode(&votes->arena, path);
    if (map_get(&votes->files, file)) return true;
    if (file.len && !str_ends(file, STR("/"))) file = str_printf(&votes->arena, "%.*s/", STR_FMT(file));
    return map_get(&votes->files, str_printf(&votes->arena, "%.*sindex.html", STR_FMT(file))) != NULL;
}

/* "/course/a/", which is there as "a/index.html" and not as it is written. */
static void vote_link(struct votes *votes, struct str target) {
    struct url url = url_split(str_trim(target));
    if (url.scheme.ptr || url.authority.ptr || !str_starts(url.path, STR("/"))) return;
    struct str rest = str_sub(url.path, 1, url.path.len), first = str_cut(&rest, '/');
    if (!first.len || !rest.ptr) return;
    if (has_file(votes, str_sub(url.path, 1, url.path.len)))
        vote(votes, STR("/"));
    else if (has_file(votes, rest))
        vote(votes, str_sub(url.path, 0, first.len + 2));
}

static void look_at(struct votes *votes, const struct site_page *from, bool canonical) {
    const struct tree *tree = &votes->site->tree;
    struct error error = {0};
    struct page page;
    struct str text;
    votes->arena = arena_within(votes->site->arena);
    if (tree->read(tree->state, &votes->arena, from->source, &text, &error) && !page_is_heavy(text)) {
        page_parse(&votes->arena, &page, from->source, text, &from->page->options);
        bool leaves = false; /* what it names as its own is the page that it sends the reader to */
        for (size_t i = 0; i < page.links.len; i++) leaves |= str_eq(page.links.items[i].rel, STR("refresh"));
        for (size_t i = 0; i < page.links.len && !leaves; i++) {
            const struct link *link = &page.links.items[i];
            bool own = str_eq_nocase(link->rel, STR("canonical"));
            if (own && canonical) vote_canonical(votes, from, link->target);
            if (!own && !canonical) vote_link(votes, link->target);
        }
    }
    arena_free(&votes->arena);
}

static void look_at_pages(struct votes *votes, bool canonical) {
    const struct site *site = votes->site;
    for (size_t i = 0, seen = 0; i < site->page_count && seen < LOOKED_AT; i++) {
        if (!str_ends(site->pages[i].source, STR(".html"))) continue;
        look_at(votes, &site->pages[i], canonical);
        seen++;
    }
}

bool plain_is_built(const struct site *site, const str_array *files) {
    enum { LOOKED_AT_BYTES = 1024 };
    struct arena memory = arena_within(site->arena);
    struct error error = {0};
    struct str text = {0};
    bool there = false, document = false;
    for (size_t i = 0; i < files->len && !there; i++) there = str_eq(files->items[i], STR("index.html"));
    if (there && site->tree.read(site->tree.state, &memory, STR("index.html"), &text, &error)) {
        struct str head = str_lower(&memory, str_sub(text, 0, LOOKED_AT_BYTES));
        document =
            str_find(head, STR("<!doctype html")) < head.len || str_find(head, STR("<html")) < head.len;
    }
    arena_free(&memory);
    return document;
}

struct str plain_base(const struct site *site, const str_array *files, struct str *host) {
    enum { HOSTS_MIN = 3 }; /* pages that name it: a copy of one page does not make the host's site */
    struct votes votes = {.site = site};
    struct arena memory = arena_within(site->arena);
    for (size_t i = 0; i < files->len; i++) map_put(&memory, &votes.files, files->items[i], files);
    bool root =
        map_get(&votes.files, STR("index.html")) != NULL; /* what is not a site's root has no base path */
    if (root) look_at_pages(&votes, true);
    unsigned told = votes.for_base + votes.for_root + votes.others;
    if (root && !told) look_at_pages(&votes, false);
    arena_free(&memory);
    bool enough = told ? votes.for_base > 0 : votes.for_base >= LINKS_MIN;
    bool agreed = votes.for_base > 9 * (votes.for_root + votes.others);
    if (votes.hosts >= HOSTS_MIN && !votes.foreign) *host = votes.host;
    return enough && agreed ? votes.base : STR("/");
}
