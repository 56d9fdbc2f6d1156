/* workbench.c: lessons of the Carpentries Workbench (sandpaper): every page at the root, links by any spelling of its file,
 * which its lesson.lua turns into "name.html". */
#include "routes/model.h"

static const char *const folders[] = {"episodes", "learners", "instructors", "profiles", NULL};

struct workbench {
    struct routes r; /* first: generator_state points at it */
    const struct node *config;
};

static bool workbench_is_here(const struct spot *spot, bool guess) {
    struct str text;
    if (guess || !spot_has(spot, "config.yaml") || !spot_has_folder(spot, "episodes")) return false;
    if (!spot_read(spot, "config.yaml", &text)) return false;
    return str_starts(text, STR("carpentry:")) || str_find(text, STR("\ncarpentry:")) < text.len;
}

/* The folder of the lesson that a path lies in; absent: the root, or none of them. */
static struct str folder_of(struct str path) {
    struct str top = str_sub(path, 0, str_find_char(path, '/'));
    for (size_t i = 0; folders[i] && top.len < path.len; i++)
        if (str_eq(top, str_from(folders[i]))) return top;
    return (struct str){0};
}

static bool is_source(struct str path) {
    return has_extension(path, ".md .rmd");
}

static bool wanted(const struct routes *r, struct str path, struct page_options *options) {
    struct str folder = folder_of(path);
    bool direct = folder.len && str_find_char(routes_within(folder, path), '/') == path.len - folder.len - 1;
    bool top = str_find_char(path, '/') == path.len;
    (void)r;
    options->id_style = ID_PANDOC;
    options->callouts = options->id_marks = true;
    return is_source(path) && (direct || top);
}

static bool is_listed(const struct workbench *w, struct str folder, struct str name) {
    const struct node *list = node_get(w->config, folder);
    for (const struct node *n = list && list->kind == NODE_ARRAY ? list->child : NULL; n; n = n->next)
        if (str_eq(node_text(n, STR("")), name)) return true;
    return !list || list->kind != NODE_ARRAY; /* without a list: all of them */
}

static bool is_for_host(struct str name) {
    static const char *const list[] = {"README.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "LICENSE.md",
                                       "NEWS.md",   "CITATION.md"};
    for (size_t i = 0; i < ARRAY_LEN(list); i++)
        if (str_eq(name, str_from(list[i]))) return true;
    return false;
}

static void add_page(struct workbench *w, struct str source) {
    struct arena *arena = w->r.arena;
    struct str folder = folder_of(source), name = path_base(source);
    bool setup = str_eq(source, STR("learners/setup.md")), home = str_eq(source, STR("index.md"));
    bool conduct = str_eq(name, STR("CODE_OF_CONDUCT.md")) || str_eq(name, STR("LICENSE.md"));
    if (!folder.len && is_for_host(name) && !conduct) return;
    struct str file =
        setup || home ? STR("index.html") : str_printf(arena, "%.*s.html", STR_FMT(without_extension(name)));
    struct str url = setup ? STR("#setup") : home ? STR("") : file;
    struct route *route = routes_page(&w->r, source, url, file);
    if (folder.len && !is_listed(w, folder, name) && str_eq(folder, STR("episodes")))
        route->flags |= PAGE_DRAFT;
    route->part = setup; /* a section of the home page */
}

static void add_file(struct workbench *w, struct str source) {
    static const char *const copied[] = {"fig/", "files/", "data/"};
    struct str folder = folder_of(source), rest = folder.len ? routes_within(folder, source) : STR("");
    for (size_t i = 0; i < ARRAY_LEN(copied); i++)
        if (str_starts(rest, str_from(copied[i]))) routes_file(&w->r, source, rest);
}

static bool workbench_load(struct site *site, const struct site_options *options, struct error *error) {
    struct workbench *w = ARENA_NEW(site->arena, struct workbench);
    static const char *const made[] = {"aio.html",      "key-points.html", "instructor-notes.html",
                                       "profiles.html", "images.html",     "404.html",
                                       "discuss.html",  "reference.html"};
    struct str text = STR("");
    node_errors errors = {0};
    if (!routes_begin(&w->r, site, options, error)) return false;
    site->tree.read(site->tree.state, site->arena, STR("config.yaml"), &text, &(struct error){0});
    w->config = node_read(site->arena, text, (struct span){0, (uint32_t)text.len}, &(struct node_options){0},
                          &errors);
    if (w->config && w->config->kind != NODE_OBJECT) w->config = NULL;
    routes_read(&w->r, wanted);
    for (size_t i = 0; i < w->r.files.len; i++) {
        struct str source = w->r.files.items[i];
        if (map_get(&w->r.pages, source))
            add_page(w, source);
        else
            add_file(w, source);
    }
    for (size_t i = 0; i < ARRAY_LEN(made); i++) routes_unknown(&w->r, str_from(made[i]));
    routes_unknown(&w->r, STR("instructor"));
    routes_unknown(&w->r, STR("assets"));
    return routes_end(&w->r, error);
}

/* ---- links ---- */

/* One "../", then the folder, are taken off; ".md" becomes ".html". */
static struct str filtered(struct str path) {
    if (str_starts(path, STR("./"))) path = str_sub(path, 2, path.len);
    if (str_starts(path, STR("../"))) path = str_sub(path, 3, path.len);
    struct str folder = folder_of(path);
    return folder.len ? routes_within(folder, path) : path;
}

static struct destination workbench_destination(const struct site *site, struct arena *arena,
                                                const struct site_page *page, const struct link *link,
                                                struct str text) {
    const struct workbench *w = site->generator_state;
    struct destination as_written = {.kind = DESTINATION_AS_WRITTEN}, unknown = {.kind = DESTINATION_UNKNOWN};
    struct str path = url_split(text).path;
    (void)page;
    if (is_external(text) || !path.len || path.ptr[0] == '/') return as_written;
    if (link->kind == LINK_FRONT_MATTER) return unknown;
    path = filtered(path);
    if (str_eq(path, STR("setup.md")) || str_eq(path, STR("setup.html"))) {
        const struct site_page *setup = routes_find(&w->r, NULL, STR("learners/setup.md"));
        if (setup) return (struct destination){.kind = DESTINATION_PAGE, .page = setup};
    }
    if (is_source(path)) path = str_printf(arena, "%.*s.html", STR_FMT(without_extension(path)));
    return destination_text(
        arena, str_printf(arena, "%.*s%.*s", STR_FMT(site->languages[0].base_path), STR_FMT(path)), text);
}

static void workbench_outlook(const struct site *site, struct arena *arena, struct outlook *out) {
    routes_outlook(site, arena, out);
    out->raw_html = true;
}

static const char *const marks[] = {"config", NULL};
const struct generator workbench_generator = {
    .name = "workbench",
    .title = "the Carpentries Workbench",
    .marks = marks,
    .traits = SITE_TOLD,
    .is_here = workbench_is_here,
    .load = workbench_load,
    .outlook = workbench_outlook,
    .destination = workbench_destination,
    .yaml_1_2 = "YAML 1.2",
    .outputs = (const char *const[]){"site/docs", NULL},
};
