/* docfx.c: docfx 2, and the sites of Microsoft Learn that share its layout; by its documentation and sources, not by sites
 * that were built. Content is what docfx.json names, ".md" and ".yml" become ".html" at the same path, links by file count
 * from the page or, with "~/", from docfx.json. Of other links, and of ids, nothing is said. */
#include "routes/model.h"

static const char config_name[] = "docfx.json", redirections_name[] = ".openpublishing.redirection.json";

struct docfx {
    struct routes r;          /* first: generator_state points at it */
    const struct node *build; /* "build" of docfx.json; NULL: none */
    struct map redirected;    /* source -> itself: files that were moved, with an address left behind */
};

static bool docfx_is_here(const struct spot *spot, bool guess) {
    return !guess && spot_has(spot, config_name);
}

static const struct node *read_json(struct docfx *d, const char *name) {
    struct str text;
    node_errors errors = {0};
    struct node_options json = {.format = FORMAT_JSON};
    const struct tree *tree = &d->r.site->tree;
    if (!tree->read(tree->state, d->r.arena, str_from(name), &text, &(struct error){0})) return NULL;
    const struct node *root =
        node_read(d->r.arena, text, (struct span){0, (uint32_t)text.len}, &json, &errors);
    return root && root->kind == NODE_OBJECT ? root : NULL;
}

/* ---- what docfx.json names ---------------------------------------------------------------------------------------- */

/* A glob, or a list of them. */
static bool names_path(const struct node *globs, struct str path) {
    if (globs && globs->kind == NODE_STRING) return glob_match(globs->text, path);
    for (const struct node *n = globs && globs->kind == NODE_ARRAY ? globs->child : NULL; n; n = n->next)
        if (n->kind == NODE_STRING && glob_match(n->text, path)) return true;
    return false;
}

/* Where the entry, {files, exclude, src, dest} or a glob, publishes a file; absent: it does not. */
static struct str published_by(const struct docfx *d, const struct node *entry, struct str source) {
    bool object = entry->kind == NODE_OBJECT;
    struct str from = object ? node_text(node_get(entry, STR("src")), STR("")) : STR(""), path = source;
    struct str to = object ? node_text(node_get(entry, STR("dest")), STR("")) : STR(""), none = {0};
    from = from.len ? path_clean(d->r.arena, from) : from;
    if (str_eq(from, STR("."))) from = STR("");
    if (from.len && !(str_starts(source, from) && source.len > from.len && source.ptr[from.len] == '/'))
        return none;
    path = routes_within(from, source);
    bool named = names_path(object ? node_get(entry, STR("files")) : entry, path);
    if (!named || (object && names_path(node_get(entry, STR("exclude")), path))) return none;
    return to.len ? path_clean(d->r.arena, path_join(d->r.arena, to, path)) : path;
}

static struct str published(const struct docfx *d, const char *key, struct str source) {
    const struct node *list = d->build ? node_get(d->build, str_from(key)) : NULL;
    for (const struct node *n = list && list->kind == NODE_ARRAY ? list->child : NULL; n; n = n->next) {
        struct str path = published_by(d, n, source);
        if (path.ptr) return path;
    }
    return list && list->kind == NODE_OBJECT ? published_by(d, list, source) : (struct str){0};
}

static bool wanted(const struct routes *r, struct str path, struct page_options *options) {
    const struct docfx *d = (const void *)r;
    options->id_style = ID_UNKNOWN;
    options->callouts = options->inclusions = true;
    return has_extension(path, ".md") && published(d, "content", path).ptr;
}

static void add_file(struct docfx *d, struct str source) {
    struct str path = published(d, "content", source);
    bool made = path.ptr && has_extension(path, ".md .yml .yaml");
    if (made) {
        struct str file = str_printf(d->r.arena, "%.*s.html", STR_FMT(without_extension(path)));
        bool index = str_eq(path_base(file), STR("index.html"));
        struct str url = index ? str_sub(file, 0, file.len - 10) : file;
        if (map_get(&d->r.pages, source))
            routes_page(&d->r, source, url, file)->path = path;
        else
            routes_output(&d->r, URL_PAGE, url, file)->source = source;
        return;
    }
    if (!path.ptr) path = published(d, "resource", source);
    if (path.ptr) routes_file(&d->r, source, path);
}

/* {"redirections": [{"source_path": "docs/a.md", "redirect_url": "/b"}]}: paths from the root of the repository. */
static void add_redirections(struct docfx *d) {
    const struct node *root = read_json(d, redirections_name);
    const struct node *list = root ? node_get(root, STR("redirections")) : NULL;
    for (const struct node *n = list && list->kind == NODE_ARRAY ? list->child : NULL; n; n = n->next) {
        if (n->kind != NODE_OBJECT) continue;
        struct str source = node_text(node_get(n, STR("source_path")), STR("")),
                   to = node_text(node_get(n, STR("redirect_url")), STR(""));
        if (!source.len) source = node_text(node_get(n, STR("source_path_from_root")), STR(""));
        while (str_starts(source, STR("/"))) source = str_sub(source, 1, source.len);
        if (!source.len || routes_has(&d->r, source)) continue;
        map_put(d->r.arena, &d->redirected, source, d);
        struct str path = published(d, "content", source);
        if (!path.ptr) continue;
        struct str file = str_printf(d->r.arena, "%.*s.html", STR_FMT(without_extension(path)));
        routes_redirect(&d->r, file, file, to);
    }
}

static bool docfx_load(struct site *site, const struct site_options *options, struct error *error) {
    struct docfx *d = ARENA_NEW(site->arena, struct docfx);
    if (!routes_begin(&d->r, site, options, error)) return false;
    const struct node *config = read_json(d, config_name);
    const struct node *build = config ? node_get(config, STR("build")) : NULL;
    d->build = build && build->kind == NODE_OBJECT ? build : NULL;
    routes_read(&d->r, wanted);
    for (size_t i = 0; i < d->r.files.len; i++) add_file(d, d->r.files.items[i]);
    add_redirections(d);
    routes_unknown(&d->r, STR("")); /* API pages, templates, other docsets of the host */
    return routes_end(&d->r, error);
}

/* ---- links --------------------------------------------------------------------------------------------------------- */

/* A page by its file, which is there, was moved, or is surely missing. What another repository brings is not here. */
static struct destination docfx_destination(const struct site *site, struct arena *arena,
                                            const struct site_page *page, const struct link *link,
                                            struct str text) {
    const struct docfx *d = site->generator_state;
    struct destination unknown = {.kind = DESTINATION_UNKNOWN};
    struct url url = url_split(text);
    struct str path = url_decode(arena, url.path), folder = path_dir(page->source);
    if (is_external(text)) return (struct destination){.kind = DESTINATION_AS_WRITTEN};
    if (!path.len || link->kind == LINK_FRONT_MATTER || str_starts(path, STR("/"))) return unknown;
    bool home = str_starts(path, STR("~/"));
    if (home) path = str_sub(path, 2, path.len), folder = STR("");
    struct str file = path_clean(arena, path_join(arena, folder, path));
    if (str_starts(file, STR(".."))) return unknown;
    const struct site_page *found = routes_find(&d->r, page, file);
    if (found) return (struct destination){.kind = DESTINATION_PAGE, .page = found};
    size_t count;
    routes_below(&d->r, str_sub(file, 0, str_find_char(file, '/')), &count);
    bool elsewhere = home && str_find_char(file, '/') < file.len && !count;
    bool judged = has_extension(path, ".md .png .jpg .jpeg .gif .svg") && is_markdown_destination(link);
    if (routes_has(&d->r, file) || map_get(&d->redirected, file) || elsewhere || !judged || !d->build)
        return unknown;
    return (struct destination){.kind = DESTINATION_GONE};
}

static void docfx_outlook(const struct site *site, struct arena *arena, struct outlook *out) {
    routes_outlook(site, arena, out);
    out->raw_html = true;
}

static const char *const marks[] = {"docfx", NULL};
const struct generator docfx_generator = {
    .name = "docfx",
    .title = "docfx",
    .marks = marks,
    .traits = SITE_TOLD,
    .is_here = docfx_is_here,
    .load = docfx_load,
    .outlook = docfx_outlook,
    .destination = docfx_destination,
    .yaml_1_2 = "YAML 1.2",
};
