/* cause.c: what links that get nowhere may have in common: then it is one fault, or what is known of the site is wrong. */
#include <string.h>

#include "links/graph.h"

/* The word that something is to replace, with its marks; absent without. */
static struct str placeholder_of(struct str text) {
    static const struct {
        struct str open, close;
    } marks[] = {{{"{{", 2}, {"}}", 2}},
                 {{"<", 1}, {">", 1}},
                 {{"{", 1}, {"}", 1}},
                 {{"%3C", 3}, {"%3E", 3}},
                 {{"%7B", 3}, {"%7D", 3}}};
    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        size_t open = str_find(text, marks[i].open);
        struct str rest = str_sub(text, open, text.len);
        size_t close = str_find(rest, marks[i].close);
        if (rest.len && close < rest.len) return str_sub(rest, 0, close + marks[i].close.len);
    }
    size_t dollar = str_find_char(text, '$'), end = dollar + 1;
    while (end < text.len && (char_is_alnum(text.ptr[end]) || text.ptr[end] == '_')) end++;
    return end > dollar + 1 ? str_sub(text, dollar, end) : (struct str){0};
}

/* "/shop/" of "/shop/a/b", when the site serves nothing below it; absent otherwise. */
static struct str unserved_folder(const struct links *links, struct str path) {
    const struct site *site = links->site;
    struct str base = site->language_count ? site->languages[0].base_path : STR("/");
    size_t start = str_starts(path, base) ? base.len : 1;
    struct str rest = str_sub(path, start, path.len), first = str_cut(&rest, '/');
    bool below = first.len && rest.len && str_starts(path, STR("/"));
    if (!below || map_get(&links->served_folders, first)) return (struct str){0};
    return str_sub(path, 0, start + first.len + 1);
}

static void add(struct link_causes *causes, enum link_cause_kind kind, struct str text) {
    if (text.len && causes->count < LINK_CAUSES_MAX)
        causes->items[causes->count++] = (struct link_cause){kind, text};
}

static void add_anchor(struct arena *arena, const struct site_page *from, const struct resolution *r,
                       struct link_causes *causes) {
    struct str page = r->target ? r->target->link : r->url;
    if (r->target && r->target == from)
        add(causes, LINK_CAUSE_CONTENTS, page);
    else
        add(causes, LINK_CAUSE_PAGE, page);
    add(causes, LINK_CAUSE_ADDRESS, str_printf(arena, "%.*s#%.*s", STR_FMT(page), STR_FMT(r->fragment)));
}

struct link_causes links_causes(const struct links *links, struct arena *arena, const struct site_page *from,
                                const struct link *link, const struct resolution *r) {
    struct link_causes causes = {0};
    if (r->status == RESOLUTION_MISSING_ANCHOR) {
        add_anchor(arena, from, r, &causes);
        return causes;
    }
    if (r->status != RESOLUTION_BROKEN && r->status != RESOLUTION_MISSING_REF &&
        r->status != RESOLUTION_DROPPED)
        return causes;
    bool file = r->flags & RESOLUTION_REPOSITORY;
    add(&causes, LINK_CAUSE_PLACEHOLDER, placeholder_of(link->target));
    if (r->status == RESOLUTION_BROKEN && !file)
        add(&causes, LINK_CAUSE_FOLDER, unserved_folder(links, r->url));
    bool written = link->kind <= LINK_BARE || link->kind == LINK_DEFINITION;
    if (links->outlook.no_templates && written && !str_starts(link->target, STR("/")))
        add(&causes, LINK_CAUSE_RELATIVE, STR("relative addresses"));
    add(&causes, LINK_CAUSE_ADDRESS, r->url.len ? r->url : link->target);
    return causes;
}
