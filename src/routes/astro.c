/* astro.c: Astro's pages and Starlight's docs (astro/src/content, starlight/utils/routing.ts). Links are left as written. */
#include "routes/astro.h"

static const char *const names[] = {"astro.config.mjs", "astro.config.js",  "astro.config.ts",
                                    "astro.config.mts", "astro.config.cjs", NULL};
#define DOCS  "src/content/docs"
#define PAGES "src/pages"

static bool astro_is_here(const struct spot *spot, bool guess) {
    return !guess && spot_first(spot, names);
}

static bool wanted(const struct routes *r, struct str path, struct page_options *options) {
    const struct astro *a = (const void *)r;
    bool docs = a->starlight && str_starts(path, STR(DOCS "/"));
    if (!is_markdown_path(path) || !(docs || str_starts(path, STR(PAGES "/")))) return false;
    options->id_style = ID_GITHUB_SITE;
    options->callouts = docs;
    return true;
}

static bool is_private(struct str path) {
    for (struct str rest = path; rest.ptr;)
        if (str_starts(str_cut(&rest, '/'), STR("_"))) return true;
    return false;
}

/* ---- addresses ---- */

/* "a/" and "a/index.html", or "a" and "a.html"; `stem` has no "index" at its end. */
static struct route *add_route(struct astro *a, struct str source, struct str stem) {
    struct str file = file_of_url(a->r.arena, stem, a->flat);
    struct str url = !stem.len || a->flat ? stem : str_printf(a->r.arena, "%.*s/", STR_FMT(stem));
    return routes_page(&a->r, source, url, file);
}

static struct str without_index(struct str stem) {
    if (str_eq(stem, STR("index"))) return STR("");
    if (str_ends(stem, STR("/index"))) stem.len -= 6;
    return stem;
}

static struct str trimmed(struct str url) {
    while (url.len && url.ptr[0] == '/') url = str_sub(url, 1, url.len);
    while (url.len && url.ptr[url.len - 1] == '/') url.len--;
    return url;
}

static void add_doc(struct astro *a, struct str source) {
    struct str path = routes_within(STR(DOCS), source);
    const struct page *page = map_get(&a->r.pages, source);
    if (!page || is_private(path)) return;
    struct str slug = front_text(page, "slug");
    struct str stem =
        slug.ptr ? trimmed(slug) : without_index(slug_path(a->r.arena, without_extension(path)));
    struct route *route = add_route(a, source, str_eq(stem, STR("index")) ? STR("") : stem);
    route->path = path;
    if (front_true(page, "draft")) route->flags |= PAGE_DRAFT;
}

static bool is_dynamic(struct str path) {
    return str_find_char(path, '[') < path.len;
}

static void add_file(struct astro *a, struct str source) {
    struct str path = routes_within(STR(PAGES), source), stem = without_extension(path);
    bool program = has_extension(path, ".js .ts"), page = has_extension(path, ".astro .html .md .mdx");
    if (is_private(path) || (!program && !page)) return;
    if (is_dynamic(path)) {
        routes_unknown(&a->r, trimmed(str_sub(path, 0, str_find_char(path, '['))));
        return;
    }
    struct str url = without_index(stem);
    if (program)
        routes_output(&a->r, URL_OUTPUT, stem, stem)->source = source;
    else if (map_get(&a->r.pages, source))
        add_route(a, source, url)->path = path;
    else
        routes_output(&a->r, URL_PAGE, url, file_of_url(a->r.arena, url, a->flat))->source = source;
}

/* Starlight publishes every page of the default language in every other one. */
static void add_fallbacks(struct astro *a) {
    struct map have = {0};
    size_t count = a->r.items.len;
    for (size_t i = 0; i < count; i++) map_put(a->r.arena, &have, a->r.items.items[i].file, a);
    for (size_t i = 0; i < count && a->locales.len && !routes_full(&a->r); i++) {
        struct str url = trimmed(a->r.items.items[i].url), own = url;
        bool below = a->main.len && str_starts(url, a->main) &&
                     (url.len == a->main.len || url.ptr[a->main.len] == '/');
        if (below) own = str_sub(url, a->main.len + (url.len > a->main.len), url.len);
        bool doc = str_starts(a->r.items.items[i].source, STR(DOCS "/"));
        bool other = (a->main.len && !below) || !doc || a->r.items.items[i].flags & PAGE_DROPPED;
        for (size_t l = 0; l < a->locales.len; l++) {
            struct str locale = a->locales.items[l];
            other |= str_starts(url, locale) && (url.len == locale.len || url.ptr[locale.len] == '/');
        }
        for (size_t l = 0; !other && l < a->locales.len && !routes_full(&a->r); l++) {
            struct str there =
                own.len ? path_join(a->r.arena, a->locales.items[l], own) : a->locales.items[l];
            struct str file = file_of_url(a->r.arena, there, a->flat);
            if (!map_get(&have, file)) routes_output(&a->r, URL_PAGE, there, file);
        }
    }
}

/* ---- configuration ---- */

static const struct script *find_call(const struct script *value, struct str name, int depth) {
    if (!value || depth > 4) return NULL;
    if (value->kind == SCRIPT_CALL && str_eq(value->text, name)) return value;
    for (const struct script *child = value->kind == SCRIPT_ARRAY ? value->child : NULL; child;
         child = child->next) {
        const struct script *found = find_call(child, name, depth + 1);
        if (found) return found;
    }
    return NULL;
}

static void read_locales(struct astro *a, const struct script *options) {
    struct str first = STR("root");
    const struct script *locales = script_get(options, "locales");
    bool root = false;
    if (locales && locales->open) routes_unknown(&a->r, STR(""));
    script_text(options, "defaultLocale", &first);
    for (const struct script *l = locales ? locales->child : NULL; l; l = l->next)
        if (str_eq(l->key, STR("root"))) root = true;
    for (const struct script *l = locales ? locales->child : NULL; l; l = l->next)
        if (!str_eq(l->key, STR("root")) && (root || !str_eq(l->key, first)))
            *ARRAY_PUSH(a->r.arena, &a->locales) = l->key;
    a->main = locales && !root ? first : STR("");
}

static void read_starlight(struct astro *a) {
    const struct script *call = find_call(script_get(a->config, "integrations"), STR("starlight"), 0);
    static const struct script none;
    size_t count;
    bool has;
    routes_below(&a->r, STR(DOCS), &count);
    package_major(&a->r, STR("package.json"), "@astrojs/starlight", &has);
    if (!call && !(has && count)) return;
    const struct script *options = call && call->child ? call->child : &none;
    a->starlight = options;
    read_locales(a, options);
    const struct script *plugins = script_get(options, "plugins");
    if (plugins && plugins->child)
        routes_unknown(&a->r, STR("")); /* of APIs, blogs, versions: pages of their own */
}

static void add_redirects(struct astro *a) {
    const struct script *list = script_get(a->config, "redirects");
    if (list && (list->open || list->kind != SCRIPT_OBJECT)) a->r.redirects_unknown = true;
    for (const struct script *one = list && list->kind == SCRIPT_OBJECT ? list->child : NULL; one;
         one = one->next) {
        struct str to = one->kind == SCRIPT_STRING ? one->text : STR(""), from = trimmed(one->key);
        script_text(one, "destination", &to);
        if (is_dynamic(from))
            routes_unknown(&a->r, trimmed(str_sub(from, 0, str_find_char(from, '['))));
        else
            routes_redirect(&a->r, from, file_of_url(a->r.arena, from, a->flat), to);
    }
}

static void read_settings(struct astro *a) {
    static const char *const doubted[] = {"srcDir", "publicDir", "outDir", "root"};
    struct str site = STR(""), base = STR("/"), format = STR("directory");
    package_tells_version(&a->r, STR("package.json"), "astro");
    script_text(a->config, "site", &site);
    if (script_text(a->config, "base", &base) == SCRIPT_DOUBT) routes_unknown(&a->r, STR(""));
    if (script_text(a->config, "build.format", &format) == SCRIPT_DOUBT) routes_unknown(&a->r, STR(""));
    if (!a->config) routes_unknown(&a->r, STR(""));
    for (size_t i = 0; i < ARRAY_LEN(doubted); i++)
        if (script_get(a->config, doubted[i]) && i != 2) routes_unknown(&a->r, STR(""));
    a->flat = str_eq(format, STR("file"));
    routes_base(&a->r, site, base);
    read_starlight(a);
}

static bool astro_load(struct site *site, const struct site_options *options, struct error *error) {
    struct astro *a = ARENA_NEW(site->arena, struct astro);
    if (!routes_begin(&a->r, site, options, error)) return false;
    struct str text = program_text(&a->r, STR(""), names, &a->path);
    a->config = text.ptr ? script_read(site->arena, text) : NULL;
    read_settings(a);
    routes_read(&a->r, wanted);
    for (size_t i = 0; i < a->r.files.len; i++) {
        struct str source = a->r.files.items[i];
        if (a->starlight && str_starts(source, STR(DOCS "/"))) add_doc(a, source);
        if (str_starts(source, STR(PAGES "/"))) add_file(a, source);
    }
    if (a->starlight) add_fallbacks(a);
    add_redirects(a);
    routes_folder(&a->r, STR("public"), STR(""));
    if (a->starlight) routes_output(&a->r, URL_404, STR("404.html"), STR("404.html"));
    static const char *const unknown[] = {"_astro",        "pagefind", "sitemap-index.xml",
                                          "sitemap-0.xml", "404",      "rss.xml"};
    for (size_t i = 0; i < ARRAY_LEN(unknown); i++) routes_unknown(&a->r, str_from(unknown[i]));
    return routes_end(&a->r, error);
}

/* ---- links ---- */

static struct destination astro_destination(const struct site *site, struct arena *arena,
                                            const struct site_page *page, const struct link *link,
                                            struct str text) {
    const struct astro *a = site->generator_state;
    struct url url = url_split(text);
    struct destination as_written = {.kind = DESTINATION_AS_WRITTEN};
    if (is_external(text)) return as_written;
    if (str_eq(url.fragment, STR("_top"))) { /* the title */
        struct str whole = str_sub(text, 0, str_find_char(text, '#'));
        return (struct destination){.kind = DESTINATION_TEXT, .text = whole.len ? whole : page->link};
    }
    bool alias = str_starts(url.path, STR("@")) || str_starts(url.path, STR("~"));
    if (alias) return (struct destination){.kind = DESTINATION_UNKNOWN};
    bool image = link->kind == LINK_IMAGE || link->kind == LINK_FRONT_MATTER;
    if (!image || !url.path.len || url.path.ptr[0] == '/') return as_written;
    struct str file =
        path_clean(arena, path_join(arena, path_dir(page->source), url_decode(arena, url.path)));
    return routes_has(&a->r, file) ? (struct destination){.kind = DESTINATION_FILE} : as_written;
}

static void astro_outlook(const struct site *site, struct arena *arena, struct outlook *out) {
    routes_outlook(site, arena, out);
    out->raw_html = true;
}

static const char *const marks[] = {"astro.config", NULL};
const struct generator astro_generator = {
    .name = "astro",
    .title = "Astro",
    .marks = marks,
    .traits = SITE_TOLD,
    .is_here = astro_is_here,
    .load = astro_load,
    .outlook = astro_outlook,
    .destination = astro_destination,
    .redirect = astro_redirect,
    .unredirect = astro_unredirect,
    .yaml_1_2 = "YAML 1.2",
    .outputs = (const char *const[]){"dist", NULL},
};
