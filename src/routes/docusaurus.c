/* docusaurus.c: what the configuration says, and which folders become which routes. */
#include "routes/docusaurus.h"

static const char *const config_names[] = {"docusaurus.config.js",
                                           "docusaurus.config.ts",
                                           "docusaurus.config.mjs",
                                           "docusaurus.config.cjs",
                                           "docusaurus.config.mts",
                                           "docusaurus.config.cts",
                                           NULL};
/* Where the usual repository has the site, with `docs/` beside it. */
static const char *const folders[] = {"website", "site",       "docs-site", "documentation",
                                      "www",     "docusaurus", NULL};

/* ---- where it is ---- */

/* Does the program name a folder above its own? */
static bool leads_out(struct str text) {
    static const char *const keys[] = {"path: '../", "path: \"../", "path:'../", "path:\"../", "path: `../"};
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        if (str_find(text, str_from(keys[i])) < text.len) return true;
    return false;
}

static unsigned docusaurus_above(const struct spot *spot) {
    struct str text;
    const char *name = spot_first(spot, config_names);
    return name && spot_read(spot, name, &text) && leads_out(text) ? 1 : 0;
}

static bool docusaurus_is_here(const struct spot *spot, bool guess) {
    if (guess) return false;
    if (spot_first(spot, config_names)) return true;
    for (size_t i = 0; folders[i]; i++) {
        struct spot below = *spot;
        struct str folder = str_from(folders[i]);
        if (!spot_has_folder(spot, folders[i])) continue;
        below.path = spot->path.len ? path_join(spot->arena, spot->path, folder) : folder;
        if (!spot->tree && docusaurus_above(&below)) return true;
    }
    return false;
}

/* ---- plugins ---- */

/* Makes no pages that are linked to, or none whose address is not known here. */
static bool makes_no_routes(struct str name) {
    static const char *const known[] = {"client-redirects",
                                        "sitemap",
                                        "pwa",
                                        "ideal-image",
                                        "gtag",
                                        "google",
                                        "debug",
                                        "svgr",
                                        "mermaid",
                                        "sass",
                                        "search",
                                        "lunr",
                                        "tailwind",
                                        "css",
                                        "live-codeblock",
                                        "analytics",
                                        "zoom",
                                        "webpack",
                                        "hotjar",
                                        "posthog",
                                        "gtm",
                                        "rsdoctor"};
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (str_find(name, str_from(known[i])) < name.len) return true;
    return false;
}

static struct str trimmed_route(struct str route) {
    while (route.len && route.ptr[0] == '/') route = str_sub(route, 1, route.len);
    while (route.len && route.ptr[route.len - 1] == '/') route.len--;
    return route;
}

/* A content plugin with these options, which may be NULL. */
static void add_instance(struct docusaurus *d, const struct script *options, const char *path,
                         const char *route, bool docs, bool blog) {
    struct instance *made = ARRAY_PUSH(d->r.arena, &d->instances);
    struct str folder = str_from(path), base = str_from(route), id = STR("default");
    bool doubt = script_text(options, "path", &folder) == SCRIPT_DOUBT;
    doubt |= script_text(options, "routeBasePath", &base) == SCRIPT_DOUBT;
    doubt |= script_text(options, "id", &id) == SCRIPT_DOUBT;
    if (doubt) routes_unknown(&d->r, STR(""));
    *made = (struct instance){
        .id = id, .route = trimmed_route(base), .options = options, .docs = docs, .blog = blog};
    made->path = path_clean(d->r.arena, path_join(d->r.arena, d->dir, folder));
    if (str_starts(made->path, STR(".."))) {
        routes_unknown(&d->r, STR("")); /* outside of what is read */
        d->instances.len--;
    }
}

/* `docs`, `blog`, `pages` of the classic preset: false leaves them out. */
static void add_preset_part(struct docusaurus *d, const struct script *preset, const char *key,
                            const char *path, const char *route) {
    const struct script *options = script_get(preset, key);
    bool off = options && options->kind == SCRIPT_BOOL && !options->boolean;
    if (options && options->kind == SCRIPT_UNKNOWN) {
        routes_unknown(&d->r, STR(""));
        return;
    }
    bool docs = str_eq(str_from(key), STR("docs")), blog = str_eq(str_from(key), STR("blog"));
    if (!off) add_instance(d, options, path, route, docs, blog);
}

static void add_redirects(struct docusaurus *d, const struct script *options);

static void add_plugin(struct docusaurus *d, struct str name, const struct script *options) {
    bool docs = str_ends(name, STR("content-docs")), blog = str_ends(name, STR("content-blog"));
    if (docs)
        add_instance(d, options, "docs", "docs", true, false);
    else if (blog)
        add_instance(d, options, "blog", "blog", false, true);
    else if (str_ends(name, STR("content-pages")))
        add_instance(d, options, "src/pages", "/", false, false);
    else if (str_ends(name, STR("client-redirects")))
        add_redirects(d, options);
    else if (!makes_no_routes(name))
        d->open = true;
}

/* A plugin or preset: a name, a call that resolves one, or a list of that and its options. */
static struct str name_of(const struct script *entry, const struct script **options) {
    *options = NULL;
    if (entry->kind == SCRIPT_ARRAY && entry->child) {
        *options = entry->child->next;
        entry = entry->child;
    }
    if (entry->kind == SCRIPT_CALL && entry->child) entry = entry->child;
    return entry->kind == SCRIPT_STRING ? entry->text : (struct str){0};
}

static void read_presets(struct docusaurus *d) {
    const struct script *presets = script_get(d->config, "presets"), *options;
    if (presets && presets->open) d->open = true;
    if (!presets && !script_get(d->config, "plugins") && d->config &&
        !d->config->open) { /* as a new site has it */
        add_preset_part(d, NULL, "docs", "docs", "docs");
        add_preset_part(d, NULL, "blog", "blog", "blog");
        add_preset_part(d, NULL, "pages", "src/pages", "/");
    }
    for (const struct script *p = presets ? presets->child : NULL; p; p = p->next) {
        struct str name = name_of(p, &options);
        bool classic = str_ends(name, STR("classic"));
        if (!classic) {
            routes_unknown(&d->r, STR("")); /* a preset of which nothing is known */
            continue;
        }
        if (options && options->open) d->open = true;
        add_preset_part(d, options, "docs", "docs", "docs");
        add_preset_part(d, options, "blog", "blog", "blog");
        add_preset_part(d, options, "pages", "src/pages", "/");
    }
}

static void read_plugins(struct docusaurus *d) {
    const struct script *plugins = script_get(d->config, "plugins"), *options;
    if (plugins && (plugins->kind != SCRIPT_ARRAY || plugins->open)) d->open = true;
    for (const struct script *p = plugins && plugins->kind == SCRIPT_ARRAY ? plugins->child : NULL; p;
         p = p->next) {
        if (p->kind == SCRIPT_NULL || p->kind == SCRIPT_BOOL) continue;
        struct str name = name_of(p, &options);
        if (name.len)
            add_plugin(d, name, options);
        else
            d->open = true;
    }
}

/* ---- redirects ---- */

static void add_redirect(struct docusaurus *d, const struct script *from, struct str to) {
    if (!from || from->kind != SCRIPT_STRING) return;
    struct str url = trimmed_route(from->text);
    routes_redirect(&d->r, url, file_of_url(d->r.arena, url, false), to);
    for (size_t i = 1; i < d->locales.len; i++) {
        struct str own = path_join(d->r.arena, d->locales.items[i], url);
        struct str there = str_printf(d->r.arena, "/%.*s%s%.*s", STR_FMT(d->locales.items[i]),
                                      str_starts(to, STR("/")) ? "" : "/", STR_FMT(to));
        routes_redirect(&d->r, own, file_of_url(d->r.arena, own, false), is_external(to) ? to : there);
    }
}

static void add_redirects(struct docusaurus *d, const struct script *options) {
    const struct script *list = script_get(options, "redirects"),
                        *extensions = script_get(options, "fromExtensions");
    if (!options || script_is_doubtful(options) || script_get(options, "createRedirects"))
        d->r.redirects_unknown = true;
    for (const struct script *one = list ? list->child : NULL; one; one = one->next) {
        const struct script *from = script_get(one, "from");
        struct str to = STR("");
        script_text(one, "to", &to);
        bool several = from && from->kind == SCRIPT_ARRAY;
        for (const struct script *f = several ? from->child : from; f; f = several ? f->next : NULL)
            add_redirect(d, f, to);
    }
    for (const struct script *e = extensions ? extensions->child : NULL; e; e = e->next)
        *ARRAY_PUSH(d->r.arena, &d->r.from_extensions) = e->text;
}

/* "a.html" leads to "a", once the pages are known. */
static void add_extensions(struct docusaurus *d) {
    struct arena *arena = d->r.arena;
    for (size_t e = 0; e < d->r.from_extensions.len; e++)
        for (size_t i = 0; i < d->r.items.len; i++) {
            const struct route *route = &d->r.items.items[i];
            struct str url = trimmed_route(route->url);
            if (!url.len || route->lost) continue;
            struct str from =
                str_printf(arena, "%.*s.%.*s", STR_FMT(url), STR_FMT(d->r.from_extensions.items[e]));
            routes_redirect(&d->r, from, file_of_url(arena, from, false),
                            str_printf(arena, "/%.*s", STR_FMT(url)));
        }
}

/* ---- the site ---- */

/* Which of two pages has a route: the one of src/pages. */
static void settle_routes(struct docusaurus *d) {
    struct map files = {0};
    for (size_t i = 0; i < d->r.items.len; i++)
        if (str_eq(d->r.items.items[i].group, STR("pages")))
            map_put(d->r.arena, &files, d->r.items.items[i].file, d);
    for (size_t i = 0; i < d->r.items.len; i++) {
        struct route *route = &d->r.items.items[i];
        bool pages = str_eq(route->group, STR("pages"));
        if (!pages && map_get(&files, route->file)) route->lost = true;
    }
}

static bool wanted(const struct routes *r, struct str path, struct page_options *options) {
    const struct docusaurus *d = (const void *)r;
    if (!is_markdown_path(path) || str_find(path, STR("node_modules/")) < path.len) return false;
    options->id_style = ID_GITHUB_SITE;
    options->no_title_id = true;
    options->callouts = true;
    options->mdx = d->major < 3 ? MDX_1 : MDX_2;
    return true;
}

static void read_locales(struct docusaurus *d) {
    struct str first = STR("");
    const struct script *locales = script_get(d->config, "i18n.locales");
    script_text(d->config, "i18n.defaultLocale", &first);
    if (!locales || locales->kind != SCRIPT_ARRAY || !first.len) return;
    *ARRAY_PUSH(d->r.arena, &d->locales) = first;
    for (const struct script *l = locales->child; l; l = l->next)
        if (l->kind == SCRIPT_STRING && !str_eq(l->text, first))
            *ARRAY_PUSH(d->r.arena, &d->locales) = l->text;
    routes_languages(&d->r, &d->locales);
}

static void read_settings(struct docusaurus *d) {
    struct str url = STR(""), base = STR("/"), package = path_join(d->r.arena, d->dir, STR("package.json"));
    bool slash = false, has;
    d->major = package_major(&d->r, package, "@docusaurus/core", &has);
    package_tells_version(&d->r, package, "@docusaurus/core");
    if (!d->major) d->major = 3;
    script_text(d->config, "url", &url);
    enum script_answer based = script_text(d->config, "baseUrl", &base);
    enum script_answer slashed = script_bool(d->config, "trailingSlash", &slash);
    if (slashed == SCRIPT_KNOWN) d->slash = slash ? SLASH_ALWAYS : SLASH_NEVER;
    if (!d->config || slashed == SCRIPT_DOUBT) routes_unknown(&d->r, STR(""));
    read_locales(d);
    routes_base(&d->r, url, base);
    if (based == SCRIPT_DOUBT)
        routes_note(&d->r, "base-computed", (struct str){0},
                    "the configuration computes baseUrl: addresses are taken to begin at /");
}

static void add_statics(struct docusaurus *d) {
    const struct script *list = script_get(d->config, "staticDirectories");
    struct arena *arena = d->r.arena;
    if (!list) routes_folder(&d->r, path_join(arena, d->dir, STR("static")), STR(""));
    if (list && script_is_doubtful(list)) routes_unknown(&d->r, STR(""));
    for (const struct script *one = list ? list->child : NULL; one && !routes_full(&d->r); one = one->next)
        if (one->kind == SCRIPT_STRING)
            routes_folder(&d->r, path_clean(arena, path_join(arena, d->dir, one->text)), STR(""));
}

/* Written by themes and plugins, or by what visitors type. */
static void add_outputs(struct docusaurus *d) {
    routes_output(&d->r, URL_404, STR("404.html"), STR("404.html"));
    for (size_t i = 1; i < d->locales.len; i++) { /* each is built as a site of its own */
        struct str file = path_join(d->r.arena, d->locales.items[i], STR("404.html"));
        routes_output(&d->r, URL_404, file, file);
    }
    routes_output(&d->r, URL_SITEMAP, STR("sitemap.xml"), STR("sitemap.xml"));
    routes_unknown(&d->r, STR("search"));
    if (d->open)
        routes_note(&d->r, "plugins", (struct str){0},
                    "plugins that are not known here may make pages: addresses outside of the folders of "
                    "docs and blog "
                    "are not judged");
}

static struct str find_config(struct docusaurus *d) {
    struct str path, text = program_text(&d->r, STR(""), config_names, &path);
    for (size_t i = 0; !text.ptr && folders[i]; i++)
        text = program_text(&d->r, str_from(folders[i]), config_names, &path);
    for (size_t i = 0; !text.ptr && i < d->r.files.len; i++) {
        struct str folder = path_dir(d->r.files.items[i]);
        if (str_starts(path_base(d->r.files.items[i]), STR("docusaurus.config.")) &&
            str_find_char(folder, '/') == folder.len)
            text = program_text(&d->r, folder, config_names, &path);
    }
    d->dir = text.ptr ? path_dir(path) : STR("");
    d->path = text.ptr ? path : (struct str){0};
    return text;
}

static bool docusaurus_load(struct site *site, const struct site_options *options, struct error *error) {
    struct docusaurus *d = ARENA_NEW(site->arena, struct docusaurus);
    if (!routes_begin(&d->r, site, options, error)) return false;
    struct str text = find_config(d);
    if (text.ptr) d->config = script_read(site->arena, text);
    read_settings(d);
    read_presets(d);
    read_plugins(d);
    routes_read(&d->r, wanted);
    for (size_t i = 0; i < d->instances.len && !routes_full(&d->r); i++) {
        const struct instance *instance = &d->instances.items[i];
        if (instance->docs)
            docusaurus_docs(d, instance);
        else if (instance->blog)
            docusaurus_blog(d, instance);
        else
            docusaurus_pages(d, instance);
    }
    settle_routes(d);
    add_extensions(d);
    add_statics(d);
    add_outputs(d);
    return routes_end(&d->r, error);
}

static void docusaurus_outlook(const struct site *site, struct arena *arena, struct outlook *out) {
    routes_outlook(site, arena, out);
    out->raw_html = true;
}

static const char *const marks[] = {"docusaurus.config", NULL};
const struct generator docusaurus_generator = {
    .name = "docusaurus",
    .title = "Docusaurus",
    .marks = marks,
    .traits = SITE_TOLD,
    .is_here = docusaurus_is_here,
    .above = docusaurus_above,
    .load = docusaurus_load,
    .outlook = docusaurus_outlook,
    .destination = docusaurus_destination,
    .redirect = docusaurus_redirect,
    .unredirect = docusaurus_unredirect,
    .page_id = docusaurus_id,
    .lists = "sidebars",
    .lists_page = docusaurus_lists_page,
    .yaml_1_2 = "YAML 1.2",
    .static_folder = {"static", 6},
    .asset_folder = {"assets", 6},
    .outputs = (const char *const[]){"build", "website/build", NULL},
};
