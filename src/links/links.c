/* The graph of a site's links: opened once, filled by links_resolve, const afterwards. */
#include "links/graph.h"

#define MAX_SUGGESTIONS 200 /* broken links of one page that get a "did you mean" */

/* ---- pages and aliases that are not served ---- */

/* build.render: link. Something else is to answer at the page's address: a redirect, another site. */
static void add_elsewhere(struct links *links, const struct site_page *page) {
    struct str file = site_file_of_link(links->arena, links->site, page->language, page->link);
    if (file.ptr) map_put(links->arena, &links->elsewhere, file, page);
}

static void add_absent(struct links *links, const struct site_page *page) {
    bool dropped = page->flags & (PAGE_DRAFT | PAGE_FUTURE | PAGE_EXPIRED);
    if (dropped && page->file.len) map_put(links->arena, &links->dropped, page->file, page);
    if (page->flags & PAGE_LINK_ONLY && !(page->flags & PAGE_DROPPED) && page->link.len)
        add_elsewhere(links, page);
    for (size_t i = 0; i < page->alias_count; i++) {
        const struct site_alias *alias = &page->aliases[i];
        if (alias->live || !alias->file.len) continue;
        bool idle = !(page->flags & PAGE_DROPPED) && page->link.len;
        struct map *map = idle ? &links->idle_aliases : dropped ? &links->dropped : NULL;
        if (map) map_put(links->arena, map, alias->file, page);
    }
}

/* ---- sites without a generator: which folders exist ---- */

static void add_folders(struct links *links, struct str path) {
    for (struct str folder = path_dir(path);; folder = path_dir(folder)) {
        void **slot = map_slot(links->arena, &links->folders, folder);
        if (*slot) return;
        *slot = links;
        if (!folder.len) return;
    }
}

static bool list_folders(struct links *links, struct error *error) {
    str_array files = {0};
    const struct tree *tree = &links->site->tree;
    if (!tree->list(tree->state, links->arena, STR(""), &files, error)) return false;
    for (size_t i = 0; i < files.len; i++) add_folders(links, files.items[i]);
    return true;
}

bool links_open(struct arena *arena, const struct site *site, struct links **out, struct error *error) {
    struct links *links = ARENA_NEW(arena, struct links);
    links->arena = arena;
    links->site = site;
    links->outlook.raw_html = true;
    if (site->git_root.ptr && site->tree.root) links->folder = path_real(arena, site->root);
    if (links->folder.ptr) links->ignores = ignores_open(arena, site->tree.root);
    links->ids = arena_alloc(arena, site->page_count + 1, sizeof links->ids[0]);
    links->file_kinds = arena_alloc(arena, LINKS_FILE_KINDS, sizeof links->file_kinds[0]);
    for (size_t i = 0; i < site->page_count; i++) add_absent(links, &site->pages[i]);
    if (site->generator->outlook) site->generator->outlook(site, arena, &links->outlook);
    if (site_has(site, SITE_AS_IS) && !list_folders(links, error)) return false;
    links_read_hosts(links);
    links_read_bases(links);
    links_read_redirects(links);
    resolve_ref_index(links);
    suggest_index(links);
    *out = links;
    return true;
}

const struct outlook *links_outlook(const struct links *links) {
    return &links->outlook;
}

/* ---- resolving ---- */

static void judge_fragment(const struct asking *asking, struct resolution *r) {
    bool reached = r->status == RESOLUTION_OK || r->status == RESOLUTION_SLASH;
    if (!reached || !r->fragment.len) return;
    if (r->target && r->target->page) resolve_anchor(asking, r);
    bool folder = site_has(asking->links->site, SITE_AS_IS) && !r->target && !r->claim;
    if (folder && r->status == RESOLUTION_OK) r->status = RESOLUTION_MISSING_ANCHOR;
}

/* Where every page may be served elsewhere, the address a finding would name is not the live one. */
static bool names_address(enum resolution_status status) {
    return status == RESOLUTION_SLASH || status == RESOLUTION_ALIAS || status == RESOLUTION_CASE ||
           status == RESOLUTION_REDIRECT;
}

static struct str suggest(const struct asking *asking, struct str url) {
    struct str address = suggest_address(asking->arena, str_trim(asking->link->target));
    return address.ptr ? address : suggest_url(asking->arena, asking->links, url);
}

const struct resolution *links_resolve(const struct links *links, struct arena *arena,
                                       const struct site_page *site_page, const struct page *page) {
    struct resolution *list = ARENA_ARRAY(arena, struct resolution, page->links.len + 1);
    unsigned suggestions = 0, searches = MAX_SUGGESTIONS;
    bool piece = site_has(links->site, SITE_AS_IS) && page->links.len && evidence_is_piece(page);
    for (size_t i = 0; i < page->links.len; i++) {
        struct asking asking = {.links = links,
                                .arena = arena,
                                .site_page = site_page,
                                .page = page,
                                .link = &page->links.items[i],
                                .searches = &searches,
                                .piece = piece};
        list[i] = resolve_link(&asking);
        judge_fragment(&asking, &list[i]);
        if (links->outlook.unmounted && names_address(list[i].status)) list[i].status = RESOLUTION_UNKNOWN;
        if (list[i].status == RESOLUTION_BROKEN && links_is_absent(links, list[i].url))
            list[i].status = RESOLUTION_UNKNOWN;
        bool lost = list[i].status == RESOLUTION_BROKEN && !list[i].suggestion.ptr && list[i].url.len;
        if (lost && suggestions++ < MAX_SUGGESTIONS) list[i].suggestion = suggest(&asking, list[i].url);
        if (str_eq(list[i].suggestion, list[i].url))
            list[i].suggestion = (struct str){0}; /* on another host */
        resolve_rewrite(&asking, &list[i]);
        list[i].evidence = evidence_of(&asking, &list[i]);
    }
    return list;
}

enum links_fields links_fields(const struct links *links) {
    const struct outlook *outlook = &links->outlook;
    if (!outlook->fields_escaped || outlook->fields_rendered) return LINKS_FIELDS_MARKUP;
    return outlook->fields_printed ? LINKS_FIELDS_PLAIN : LINKS_FIELDS_UNKNOWN;
}

const struct redirects *links_redirects(const struct links *links) {
    return &links->redirects;
}

const struct source *const *links_sources(const struct links *links, size_t *count) {
    *count = links->sources.len;
    return links->sources.items;
}

void links_close(struct links *links) {
    if (!links) return;
    links_drop_kept(links);
    anchor_close(links);
}
