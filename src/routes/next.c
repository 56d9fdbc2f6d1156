/* next.c: Next.js with pages in MDX or JSX: app/ and pages/, public/. Links are left as written, but those of its Link. */
#include "routes/model.h"

static const char *const names[] = {"next.config.mjs", "next.config.js",  "next.config.ts",
                                    "next.config.cjs", "next.config.mts", NULL};

struct next {
    struct routes r; /* first: generator_state points at it */
    const struct script *config;
    struct str app, pages; /* folders; absent: there is none */
    bool slash;            /* trailingSlash */
    bool ids;              /* rehype-slug or the like */
};

static bool next_is_here(const struct spot *spot, bool guess) {
    return !guess && spot_first(spot, names);
}

static bool is_within(struct str path, struct str folder) {
    return folder.ptr && str_starts(path, folder) && path.len > folder.len && path.ptr[folder.len] == '/';
}

static bool wanted(const struct routes *r, struct str path, struct page_options *options) {
    const struct next *n = (const void *)r;
    bool program = has_extension(path, ".jsx .tsx"), page = is_markdown_path(path);
    options->id_style = n->ids ? ID_GITHUB_SITE : ID_NOTHING;
    options->mdx = program ? MDX_PROGRAM : MDX_2;
    options->no_front = true;
    if (is_within(path, n->app)) {
        struct str stem = without_extension(path_base(path));
        return (program || page) && str_eq(stem, STR("page"));
    }
    return (program || page) && is_within(path, n->pages);
}

static void add(struct next *n, struct str source, struct str url) {
    struct arena *arena = n->r.arena;
    struct str file = file_of_url(arena, url, !n->slash);
    struct str shown = n->slash && url.len ? str_printf(arena, "%.*s/", STR_FMT(url)) : url;
    if (map_get(&n->r.pages, source))
        routes_page(&n->r, source, shown, file);
    else
        routes_output(&n->r, URL_PAGE, shown, file)->source = source;
}

/* The address of a folder of app/: groups vanish, what is private or for a slot is none. False: there is none, or a program
 * decides. */
static bool app_url(struct next *n, struct str folder, struct str *url) {
    struct buf out = {.arena = n->r.arena};
    for (struct str rest = folder; rest.ptr && folder.len;) {
        struct str part = str_cut(&rest, '/');
        if (str_starts(part, STR("_"))) return false;
        bool dynamic = str_find_char(part, '[') < part.len || str_starts(part, STR("(."));
        if (dynamic) {
            routes_unknown(&n->r, str_copy(n->r.arena, buf_str(&out)));
            return false;
        }
        if (str_starts(part, STR("(")) || str_starts(part, STR("@"))) continue;
        if (out.len) buf_add_char(&out, '/');
        buf_add(&out, part);
    }
    *url = buf_str(&out);
    return true;
}

static void add_app(struct next *n, struct str source) {
    struct str path = routes_within(n->app, source), stem = without_extension(path_base(path)), url;
    bool code = has_extension(path, ".js .jsx .ts .tsx");
    bool page = str_eq(stem, STR("page")) && (code || is_markdown_path(path)),
         route = str_eq(stem, STR("route")) && code;
    if (page && app_url(n, path_dir(path), &url)) add(n, source, url);
    if (route && app_url(n, path_dir(path), &url))
        routes_output(&n->r, URL_OUTPUT, url, url)->source = source;
    static const char *const made[] = {"sitemap",    "robots",          "manifest",      "icon",
                                       "apple-icon", "opengraph-image", "twitter-image", "favicon"};
    for (size_t i = 0; i < ARRAY_LEN(made); i++)
        if (str_eq(stem, str_from(made[i])))
            routes_unknown(&n->r, path_join(n->r.arena, path_dir(path), stem));
}

static void add_pages(struct next *n, struct str source) {
    struct str path = routes_within(n->pages, source), stem = without_extension(path);
    if (!has_extension(path, ".js .jsx .ts .tsx .md .mdx") || str_starts(path_base(stem), STR("_"))) return;
    if (str_starts(path, STR("api/"))) {
        routes_unknown(&n->r, STR("api"));
        return;
    }
    if (str_find_char(path, '[') < path.len) {
        struct str known = str_sub(path, 0, str_find_char(path, '['));
        if (known.len) known.len--;
        routes_unknown(&n->r, known);
        return;
    }
    if (str_eq(stem, STR("index"))) stem = STR("");
    if (str_ends(stem, STR("/index"))) stem.len -= 6;
    add(n, source, stem);
}

static bool says(struct str text, const char *word) {
    return str_find(text, str_from(word)) < text.len;
}

static void read_settings(struct next *n, struct str text) {
    struct str base = STR("");
    package_tells_version(&n->r, STR("package.json"), "next");
    if (script_text(n->config, "basePath", &base) == SCRIPT_DOUBT) routes_unknown(&n->r, STR(""));
    if (script_bool(n->config, "trailingSlash", &n->slash) == SCRIPT_DOUBT) routes_unknown(&n->r, STR(""));
    if (script_get(n->config, "redirects") || script_get(n->config, "i18n")) n->r.redirects_unknown = true;
    if (script_get(n->config, "rewrites") || !n->config || n->config->open) routes_unknown(&n->r, STR(""));
    n->ids = says(text, "slug") || says(text, "rehype") || says(text, "nextra") || says(text, "fumadocs");
    if (says(text, "nextra") || says(text, "fumadocs") || says(text, "contentlayer"))
        routes_unknown(&n->r, STR(""));
    routes_base(&n->r, (struct str){0}, base);
}

static void find_folders(struct next *n) {
    static const char *const apps[] = {"app", "src/app"}, *const pages[] = {"pages", "src/pages"};
    size_t count;
    for (size_t i = 0; i < 2; i++) {
        routes_below(&n->r, str_from(apps[i]), &count);
        if (count && !n->app.ptr) n->app = str_from(apps[i]);
        routes_below(&n->r, str_from(pages[i]), &count);
        if (count && !n->pages.ptr) n->pages = str_from(pages[i]);
    }
}

static bool next_load(struct site *site, const struct site_options *options, struct error *error) {
    struct next *n = ARENA_NEW(site->arena, struct next);
    struct str path;
    if (!routes_begin(&n->r, site, options, error)) return false;
    struct str text = program_text(&n->r, STR(""), names, &path);
    n->config = script_read(site->arena, text);
    find_folders(n);
    read_settings(n, text);
    routes_read(&n->r, wanted);
    for (size_t i = 0; i < n->r.files.len; i++) {
        if (is_within(n->r.files.items[i], n->app)) add_app(n, n->r.files.items[i]);
        if (is_within(n->r.files.items[i], n->pages)) add_pages(n, n->r.files.items[i]);
    }
    routes_folder(&n->r, STR("public"), STR(""));
    routes_output(&n->r, URL_404, STR("404.html"), STR("404.html"));
    routes_unknown(&n->r, STR("_next"));
    routes_unknown(&n->r, STR("api"));
    if (!n->app.ptr && !n->pages.ptr) routes_unknown(&n->r, STR(""));
    return routes_end(&n->r, error);
}

/* `Link` adds the base path; a component of another name may do anything. */
static struct destination next_destination(const struct site *site, struct arena *arena,
                                           const struct site_page *page, const struct link *link,
                                           struct str text) {
    struct destination as_written = {.kind = DESTINATION_AS_WRITTEN}, unknown = {.kind = DESTINATION_UNKNOWN};
    struct str path = url_split(text).path, base = site->languages[0].base_path;
    bool component = link->kind == LINK_HTML && link->element.len && char_is_upper(link->element.ptr[0]);
    (void)page;
    if (is_external(text) || !path.len) return as_written;
    if (link->kind == LINK_FRONT_MATTER || (component && path.ptr[0] != '/')) return unknown;
    if (!component || base.len < 2) return as_written;
    return destination_text(
        arena, str_printf(arena, "%.*s%.*s", STR_FMT(base), STR_FMT(str_sub(path, 1, path.len))), text);
}

static void next_outlook(const struct site *site, struct arena *arena, struct outlook *out) {
    routes_outlook(site, arena, out);
    out->raw_html = true;
}

static const char *const marks[] = {"next.config", NULL};
const struct generator next_generator = {
    .name = "next",
    .title = "Next.js",
    .marks = marks,
    .traits = SITE_TOLD,
    .is_here = next_is_here,
    .load = next_load,
    .outlook = next_outlook,
    .destination = next_destination,
    .yaml_1_2 = "YAML 1.2",
    .outputs = (const char *const[]){"out", NULL},
};
