/* docsify.c: docsify 4 and 5, which make pages in the browser: "#/guide/start" shows guide/start.md. Links by file count
 * from the root, images from the page (src/core/render/compiler). */
#include "routes/model.h"

static const char *const names[] = {"index.html", "docs/index.html", NULL};

struct docsify {
    struct routes r; /* first: generator_state points at it */
    struct str root; /* the folder with index.html */
    struct str home; /* homepage */
    bool relative;   /* relativePath: true */
    bool doubtful;   /* aliases, another basePath, a configuration that is not literal */
};

static bool docsify_is_here(const struct spot *spot, bool guess) {
    struct str text;
    for (size_t i = 0; !guess && names[i]; i++)
        if (spot_read(spot, names[i], &text) && str_find(text, STR("$docsify")) < text.len) return true;
    return false;
}

static bool is_within(struct str path, struct str folder) {
    return !folder.len || (str_starts(path, folder) && path.len > folder.len && path.ptr[folder.len] == '/');
}

static bool wanted(const struct routes *r, struct str path, struct page_options *options) {
    const struct docsify *d = (const void *)r;
    options->id_style = ID_DOCSIFY;
    options->inclusions = true;
    return has_extension(path, ".md") && is_within(path, d->root) &&
           str_find(path, STR("node_modules/")) == path.len;
}

static void add_page(struct docsify *d, struct str source) {
    struct arena *arena = d->r.arena;
    struct str path = routes_within(d->root, source), stem = without_extension(path);
    bool index = str_eq(path_base(path), STR("README.md")) || str_eq(path, d->home);
    struct str folder = path_dir(path);
    struct str route = !index ? stem : folder.len ? str_printf(arena, "%.*s/", STR_FMT(folder)) : STR("");
    routes_page(&d->r, source, str_printf(arena, "#/%.*s", STR_FMT(route)), path)->path = path;
}

static void read_settings(struct docsify *d, struct str text) {
    const struct script *config = script_assigned(d->r.arena, text, STR("$docsify"));
    d->home = STR("README.md");
    script_text(config, "homepage", &d->home);
    script_bool(config, "relativePath", &d->relative);
    d->doubtful = !config || config->open || script_get(config, "alias") || script_get(config, "basePath") ||
                  script_get(config, "ext") || script_get(config, "nameLink") || script_get(config, "routes");
}

static bool docsify_load(struct site *site, const struct site_options *options, struct error *error) {
    struct docsify *d = ARENA_NEW(site->arena, struct docsify);
    struct str path = STR("");
    if (!routes_begin(&d->r, site, options, error)) return false;
    struct str text = program_text(&d->r, STR(""), names, &path);
    if (str_find(text, STR("$docsify")) == text.len) text = program_text(&d->r, STR(""), names + 1, &path);
    d->root = path_dir(path);
    read_settings(d, text);
    routes_read(&d->r, wanted);
    size_t count, first = routes_below(&d->r, d->root, &count);
    for (size_t i = first; i < first + count; i++) {
        struct str source = d->r.files.items[i];
        if (map_get(&d->r.pages, source))
            add_page(d, source);
        else
            routes_file(&d->r, source, routes_within(d->root, source));
    }
    routes_output(&d->r, URL_OUTPUT, STR(""), STR("index.html")); /* the shell around all pages */
    return routes_end(&d->r, error);
}

/* ---- links ---- */

static struct str id_of(struct str query) {
    while (query.ptr) {
        struct str pair = str_cut(&query, '&');
        if (str_starts(pair, STR("id="))) return str_sub(pair, 3, pair.len);
    }
    return (struct str){0};
}

static const struct site_page *page_of(const struct docsify *d, struct arena *arena, struct str folder,
                                       struct str path) {
    struct str full = path_clean(arena, path_join(arena, folder, path.len ? path : STR(".")));
    bool is_folder = !path.len || str_ends(path, STR("/"));
    if (str_eq(full, STR("."))) full = STR("");
    if (is_folder && str_eq(full, d->root))
        return routes_find(&d->r, NULL, path_join(arena, d->root, d->home));
    if (is_folder) return routes_find(&d->r, NULL, path_join(arena, full, STR("README.md")));
    if (has_extension(path, ".md")) return routes_find(&d->r, NULL, full);
    return routes_find(&d->r, NULL, str_printf(arena, "%.*s.md", STR_FMT(full)));
}

static struct destination to_image(const struct docsify *d, struct arena *arena, const struct site_page *page,
                                   struct str path) {
    bool rooted = str_starts(path, STR("/"));
    struct str folder = rooted ? d->root : path_dir(page->source);
    if (rooted) path = str_sub(path, 1, path.len);
    bool there = routes_has(&d->r, path_clean(arena, path_join(arena, folder, path)));
    return (struct destination){.kind = there         ? DESTINATION_FILE
                                        : d->doubtful ? DESTINATION_UNKNOWN
                                                      : DESTINATION_GONE};
}

static struct destination docsify_destination(const struct site *site, struct arena *arena,
                                              const struct site_page *page, const struct link *link,
                                              struct str text) {
    const struct docsify *d = site->generator_state;
    struct destination as_written = {.kind = DESTINATION_AS_WRITTEN}, unknown = {.kind = DESTINATION_UNKNOWN};
    struct url url = url_split(text);
    struct str path = url_decode(arena, url.path);
    if (is_external(text) || str_find(link->title, STR(":ignore")) < link->title.len) return as_written;
    if (link->kind == LINK_IMAGE) return path.len ? to_image(d, arena, page, path) : unknown;
    if (!is_markdown_destination(link)) {
        bool rooted = !path.len || path.ptr[0] == '/';
        return rooted ? as_written : destination_text(arena, str_printf(arena, "/%.*s", STR_FMT(path)), text);
    }
    struct str id = id_of(url.query);
    /* "#/guide/start" in Markdown is taken for an id of the page at hand. */
    bool route = str_starts(url.fragment, STR("/"));
    if (!path.len && !id.ptr && route)
        return d->doubtful ? unknown : (struct destination){.kind = DESTINATION_GONE};
    if (!path.len && !id.ptr) return as_written;
    bool rooted = str_starts(path, STR("/"));
    struct str folder = d->relative && !rooted ? path_dir(page->source) : d->root;
    if (rooted) path = str_sub(path, 1, path.len);
    const struct site_page *found = page_of(d, arena, folder, path);
    if (found) return (struct destination){.kind = DESTINATION_PAGE, .page = found, .fragment = id};
    bool other = path_ext(path).len && !has_extension(path, ".md");
    return d->doubtful || other ? unknown : (struct destination){.kind = DESTINATION_GONE};
}

static void docsify_outlook(const struct site *site, struct arena *arena, struct outlook *out) {
    routes_outlook(site, arena, out);
    out->raw_html = true;
}

static const char *const marks[] = {NULL}; /* any page may be an index.html */
const struct generator docsify_generator = {
    .name = "docsify",
    .title = "docsify",
    .marks = marks,
    .traits = SITE_TOLD,
    .is_here = docsify_is_here,
    .load = docsify_load,
    .outlook = docsify_outlook,
    .destination = docsify_destination,
    .yaml_1_2 = "YAML 1.2",
};
