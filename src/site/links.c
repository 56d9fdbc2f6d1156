/* The graph of a site's links: opened once, filled by links_resolve, const afterwards. */
#include "site/links.h"

#define MAX_SUGGESTIONS 200 /* broken links of one page that get a "did you mean" */

size_t links_page_index(const struct links *links, const struct site_page *page) {
    return (size_t)(page - links->site->pages);
}

static bool flag_of(const struct site *site, const char *key, bool fallback) {
    const struct node *node = site_config(site, SITE_NO_LANGUAGE, str_from(key));
    return node && node->kind == NODE_BOOL ? node->boolean : fallback;
}

/* ---- pages and aliases that are not served ---- */

static void add_absent(struct links *links, const struct site_page *page) {
    bool dropped = page->flags & (PAGE_DRAFT | PAGE_FUTURE | PAGE_EXPIRED);
    if (dropped && page->file.len)
        *map_slot(links->arena, &links->dropped, page->file) = (void *)(uintptr_t)page;
    for (size_t i = 0; i < page->alias_count; i++) {
        const struct site_alias *alias = &page->aliases[i];
        if (alias->live || !alias->file.len) continue;
        bool idle = !(page->flags & PAGE_DROPPED) && page->link.len;
        struct map *map = idle ? &links->idle_aliases : dropped ? &links->dropped : NULL;
        if (map) *map_slot(links->arena, map, alias->file) = (void *)(uintptr_t)page;
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

/* ---- render hooks (notes 3.2) ---- */

static void find_hook(struct links *links, struct str path) {
    struct str base = path_base(path);
    if (!str_eq(path_base(path_dir(path)), STR("_markup"))) return;
    if (str_starts(base, STR("render-link."))) links->custom_link_hook = true;
    if (str_starts(base, STR("render-image."))) links->custom_image_hook = true;
}

static void find_hooks_below(struct links *links, struct str folder) {
    str_array files = {0};
    struct error error = {0};
    const struct tree *tree = &links->site->tree;
    if (!tree->list(tree->state, links->arena, folder, &files, &error)) return;
    for (size_t i = 0; i < files.len; i++) find_hook(links, files.items[i]);
}

static void find_mounted_hooks(struct links *links) {
    const struct node *mounts = site_config(links->site, SITE_NO_LANGUAGE, STR("module.mounts"));
    for (const struct node *mount = mounts ? mounts->child : NULL; mount; mount = mount->next) {
        struct str target = node_text(node_get_nocase(mount, STR("target")), STR(""));
        struct str source = node_text(node_get_nocase(mount, STR("source")), STR(""));
        bool layouts = str_eq(str_cut(&target, '/'), STR("layouts"));
        if (layouts && !str_eq(source, STR("layouts"))) find_hooks_below(links, source);
    }
}

/* Whether Hugo's own hook of that kind ("link", "image") is on. */
static bool is_embedded(const struct site *site, const char *kind) {
    struct str key = str_printf(site->arena, "markup.goldmark.renderHooks.%s.", kind);
    struct str old = str_printf(site->arena, "%.*senableDefault", STR_FMT(key));
    struct str new = str_printf(site->arena, "%.*suseEmbedded", STR_FMT(key));
    bool automatic = site->multilingual && !site->multihost &&
                     !flag_of(site, "markup.goldmark.duplicateResourceFiles", false);
    if (site->hugo_version < HUGO_VERSION(0, 123, 0)) return false;
    const struct node *enabled = site_config(site, SITE_NO_LANGUAGE, old);
    const struct node *use = site_config(site, SITE_NO_LANGUAGE, new);
    if (site->hugo_version < HUGO_VERSION(0, 148, 0)) return enabled ? node_is_true(enabled) : automatic;
    struct str word = node_text(use, STR("auto"));
    if (str_eq_nocase(word, STR("never"))) return false;
    return !str_eq_nocase(word, STR("auto")) || automatic;
}

static void find_hooks(struct links *links) {
    const struct site *site = links->site;
    find_hooks_below(links, STR("layouts"));
    find_mounted_hooks(links);
    struct str themes = node_text(site_config(site, SITE_NO_LANGUAGE, STR("themesDir")), STR("themes"));
    find_hooks_below(links, themes);
    links->embedded_link_hook = is_embedded(site, "link");
    links->embedded_image_hook = is_embedded(site, "image");
    links->rooted = flag_of(site, "canonifyURLs", false) || flag_of(site, "relativeURLs", false);
    links->raw_html = flag_of(site, "markup.goldmark.renderer.unsafe", false);
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
    links->raw_html = true;
    links->resolutions = ARENA_ARRAY(arena, struct resolution *, site->page_count + 1);
    links->ids = ARENA_ARRAY(arena, struct target_ids *, site->page_count + 1);
    for (size_t i = 0; i < site->page_count; i++) add_absent(links, &site->pages[i]);
    if (site->generator == GENERATOR_HUGO) find_hooks(links);
    if (site->generator == GENERATOR_NONE && !list_folders(links, error)) return false;
    links_read_hosts(links);
    links_read_unknown(links);
    links_read_redirects(links);
    resolve_ref_index(links);
    *out = links;
    return true;
}

/* ---- resolving ---- */

struct resolve_run {
    struct links *links;
    const struct link_source *sources;
    size_t *targets; /* site_page indexes whose bodies have to be read */
};

static void resolve_source(void *context, size_t i, unsigned worker) {
    const struct resolve_run *run = context;
    const struct link_source *source = &run->sources[i];
    struct arena *arena = &run->links->workers[worker];
    size_t count = source->page->links.len;
    struct resolution *list = ARENA_ARRAY(arena, struct resolution, count + 1);
    for (size_t at = 0; at < count; at++) {
        struct asking asking = {run->links, arena, source->site_page, source->page,
                                &source->page->links.items[at]};
        list[at] = resolve_link(&asking);
    }
    size_t index = links_page_index(run->links, source->site_page);
    run->links->resolutions[index] = list;
    run->links->ids[index] = anchor_ids(arena, run->links, source->page);
}

static bool wants_anchor(const struct resolution *r) {
    bool reached = r->status == RESOLUTION_OK || r->status == RESOLUTION_SLASH;
    return reached && r->fragment.len;
}

static bool wants_page(const struct resolution *r) {
    return wants_anchor(r) && r->target && r->target->page;
}

/* The pages that fragments lead to and whose bodies nobody has read yet. */
static size_t find_targets(struct resolve_run *run, size_t count) {
    struct links *links = run->links;
    unsigned char *seen = arena_alloc(links->arena, links->site->page_count + 1, 1);
    size_t found = 0;
    run->targets = ARENA_ARRAY(links->arena, size_t, links->site->page_count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct resolution *list = links_of(links, run->sources[i].site_page);
        for (size_t at = 0; at < run->sources[i].page->links.len; at++) {
            if (!wants_page(&list[at])) continue;
            size_t index = links_page_index(links, list[at].target);
            if (seen[index] || links->ids[index]) continue;
            seen[index] = 1;
            run->targets[found++] = index;
        }
    }
    return found;
}

static void read_target(void *context, size_t i, unsigned worker) {
    const struct resolve_run *run = context;
    struct links *links = run->links;
    struct arena *arena = &links->workers[worker];
    const struct site_page *target = &links->site->pages[run->targets[i]];
    const struct tree *tree = &links->site->tree;
    struct str text;
    struct error error = {0};
    if (!tree->read(tree->state, arena, target->source, &text, &error)) return;
    struct page *page = ARENA_NEW(arena, struct page);
    page_parse(arena, page, target->source, text, &target->page->options);
    links->ids[run->targets[i]] = anchor_ids(arena, links, page);
}

/* Anchors and suggestions, when all bodies are at hand. */
static void finish_source(void *context, size_t i, unsigned worker) {
    const struct resolve_run *run = context;
    struct links *links = run->links;
    const struct link_source *source = &run->sources[i];
    struct resolution *list = links->resolutions[links_page_index(links, source->site_page)];
    unsigned suggestions = 0;
    for (size_t at = 0; at < source->page->links.len; at++) {
        struct resolution *r = &list[at];
        const struct target_ids *ids = wants_page(r) ? links->ids[links_page_index(links, r->target)] : NULL;
        if (ids) resolve_anchor(&links->workers[worker], ids, &source->page->links.items[at], r);
        bool folder = links->site->generator == GENERATOR_NONE && wants_anchor(r) && !r->target && !r->claim;
        if (folder && r->status == RESOLUTION_OK) r->status = RESOLUTION_MISSING_ANCHOR;
        bool lost = r->status == RESOLUTION_BROKEN && !r->suggestion.ptr && r->url.len;
        if (lost && suggestions++ < MAX_SUGGESTIONS)
            r->suggestion = suggest_url(&links->workers[worker], links, r->url);
    }
}

void links_resolve(struct links *links, const struct link_source *sources, size_t count, unsigned threads) {
    struct resolve_run run = {.links = links, .sources = sources};
    links->worker_count = threads ? threads : 1;
    links->workers = ARENA_ARRAY(links->arena, struct arena, links->worker_count);
    parallel_for(count, links->worker_count, resolve_source, &run);
    size_t targets = find_targets(&run, count);
    parallel_for(targets, links->worker_count, read_target, &run);
    suggest_index(links);
    parallel_for(count, links->worker_count, finish_source, &run);
}

const struct resolution *links_of(const struct links *links, const struct site_page *site_page) {
    return links->resolutions[links_page_index(links, site_page)];
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
    for (unsigned i = 0; i < links->worker_count; i++) arena_free(&links->workers[i]);
    links->worker_count = 0;
}
