/* mkdocs.c: MkDocs 1.6 with Material (structure/files.py, structure/pages.py, plugins redirects, static-i18n, Material's
 * blog). */
#include "routes/mkdocs.h"

static const char *const names[] = {"mkdocs.yml", "mkdocs.yaml", NULL};

static bool mkdocs_is_here(const struct spot *spot, bool guess) {
    return !guess && spot_first(spot, names);
}

/* ---- extensions and plugins ---- */

static bool has_extension_named(const struct mkdocs *m, const char *name) {
    const struct node *options;
    return mkdocs_entry(node_get(m->config, STR("markdown_extensions")), str_from(name), &options) != NULL;
}

/* They make no page and publish no file. */
static const char *const harmless[] = {"search",
                                       "tags",
                                       "redirects",
                                       "i18n",
                                       "macros",
                                       "git-",
                                       "minify",
                                       "awesome",
                                       "literate-nav",
                                       "section-index",
                                       "glightbox",
                                       "privacy",
                                       "social",
                                       "offline",
                                       "meta",
                                       "optimize",
                                       "info",
                                       "typeset",
                                       "mermaid",
                                       "table-reader",
                                       "charts",
                                       "rss",
                                       "pdf",
                                       "print-site",
                                       "exclude",
                                       "autorefs",
                                       "autolinks",
                                       "mkdocstrings",
                                       "markdownextradata",
                                       "img2fig",
                                       "drawio",
                                       "swagger",
                                       "enumerate-headings",
                                       "neoteroi",
                                       "termynal",
                                       "llmstxt",
                                       "panzoom",
                                       "new-tab",
                                       "statistics",
                                       "video",
                                       "caption",
                                       "markmap",
                                       "kroki",
                                       "plantuml",
                                       "spellcheck",
                                       "htmlproofer",
                                       "link",
                                       "blog",
                                       "include-markdown",
                                       "snippet",
                                       "mike",
                                       "group",
                                       "encryptcontent",
                                       "image",
                                       "todo",
                                       "abbr",
                                       "badges",
                                       "macro"};

static bool is_harmless(struct str name) {
    for (size_t i = 0; i < ARRAY_LEN(harmless); i++)
        if (str_find(name, str_from(harmless[i])) < name.len) return true;
    return false;
}

static void doubt_plugins(struct mkdocs *m) {
    const struct node *list = node_get(m->config, STR("plugins"));
    for (const struct node *n = list ? list->child : NULL; n; n = n->next) {
        struct str name = list->kind == NODE_OBJECT            ? n->key
                          : n->kind == NODE_OBJECT && n->child ? n->child->key
                                                               : node_text(n, STR(""));
        if (is_harmless(name)) continue;
        if (!m->doubtful)
            routes_note(&m->r, "plugins", m->path,
                        "plugin %.*s is not known here and may make pages: what is not found is not judged",
                        STR_FMT(name));
        m->doubtful = true;
    }
    if (node_get(m->config, STR("hooks"))) m->r.redirects_unknown = true;
    if (node_get(m->config, STR("INHERIT"))) m->doubtful = true;
    if (m->doubtful) routes_unknown(&m->r, STR(""));
}

/* How toc makes ids: the functions of pymdownx.slugs are named by a tag, of which the value tree knows nothing. */
static enum id_style style_of(const struct mkdocs *m, struct str text) {
    const struct node *options;
    mkdocs_entry(node_get(m->config, STR("markdown_extensions")), STR("toc"), &options);
    bool own = options && options->kind == NODE_OBJECT;
    if (own && (node_get(options, STR("separator")) || m->doubtful)) return ID_UNKNOWN;
    if (!own || !node_get(options, STR("slugify"))) return ID_TOC;
    bool pymdown = str_find(text, STR("pymdownx.slugs.slugify")) < text.len;
    return pymdown && str_find(text, STR("case: lower")) < text.len ? ID_TOC_UNICODE : ID_UNKNOWN;
}

/* ---- which files ---- */

static bool wanted(const struct routes *r, struct str path, struct page_options *options) {
    const struct mkdocs *m = (const void *)r;
    size_t below = m->docs.len;
    bool inside = str_starts(path, m->docs) && path.len > below && path.ptr[below] == '/';
    if (!inside || !has_extension(path, ".md .markdown .mdown .mkdn .mkd")) return false;
    options->id_style = m->style;
    options->no_linkify = !m->linkify;
    options->no_attributes = !m->attributes;
    options->attribute_lists = m->attributes;
    options->indented_blocks = options->inclusions = true;
    return true;
}

static bool is_excluded(const struct mkdocs *m, struct str path) {
    bool hidden = str_starts(path, STR("templates/"));
    for (struct str rest = path; rest.ptr;) hidden |= str_starts(str_cut(&rest, '/'), STR("."));
    return mkdocs_lists(m, "exclude_docs", path, hidden);
}

/* README.md makes way for an index.md beside it. */
static bool makes_way(const struct mkdocs *m, struct str source) {
    struct str index = path_join(m->r.arena, path_dir(source), STR("index.md"));
    return str_eq(without_extension(path_base(source)), STR("README")) && routes_has(&m->r, index);
}

static void add_files(struct mkdocs *m) {
    size_t count, first = routes_below(&m->r, m->docs, &count);
    for (size_t i = first; i < first + count; i++) {
        struct str source = m->r.files.items[i], path = routes_within(m->docs, source);
        if (is_excluded(m, path)) continue;
        if (!map_get(&m->r.pages, source))
            routes_file(&m->r, source, path);
        else if (makes_way(m, source))
            continue;
        else if (m->languages.len)
            mkdocs_translated(m, source, path);
        else if (m->blog.len && str_starts(path, m->posts))
            mkdocs_post(m, source, path);
        else
            mkdocs_page(m, source, path, mkdocs_url(m, path), 0);
    }
    if (m->languages.len) mkdocs_fall_back(m);
}

/* Is there a file of the site at that path below the folder of content? */
static bool is_file_of(const struct mkdocs *m, struct str path) {
    return routes_has(&m->r, path_join(m->r.arena, m->docs, path)) && !is_excluded(m, path);
}

static void add_redirects(struct mkdocs *m) {
    const struct node *options, *map = NULL;
    if (mkdocs_entry(node_get(m->config, STR("plugins")), STR("redirects"), &options))
        map = options && options->kind == NODE_OBJECT ? node_get(options, STR("redirect_maps")) : NULL;
    for (const struct node *n = map && map->kind == NODE_OBJECT ? map->child : NULL; n; n = n->next) {
        struct str to = node_text(n, STR("")), url = mkdocs_url(m, n->key);
        struct str path = str_sub(to, 0, str_find_char(to, '#'));
        bool external = is_external(to);
        if (!external && !is_file_of(m, path)) continue; /* the plugin makes no redirect */
        if (!external) to = str_printf(m->r.arena, "/%.*s", STR_FMT(mkdocs_url(m, path)));
        bool folder = !url.len || url.ptr[url.len - 1] == '/';
        routes_redirect(&m->r, url, folder ? str_printf(m->r.arena, "%.*sindex.html", STR_FMT(url)) : url,
                        to);
    }
}

/* What themes bring along. */
static void add_outputs(struct mkdocs *m) {
    static const char *const files[] = {"assets/stylesheets",
                                        "assets/javascripts",
                                        "assets/external",
                                        "assets/_mkdocstrings",
                                        "search",
                                        "img/favicon",
                                        "css/base",
                                        "css/theme",
                                        "js/base",
                                        "js/theme",
                                        "feed"};
    for (size_t i = 0; i < ARRAY_LEN(files); i++) routes_unknown(&m->r, str_from(files[i]));
    routes_output(&m->r, URL_404, STR("404.html"), STR("404.html"));
    routes_output(&m->r, URL_SITEMAP, STR("sitemap.xml"), STR("sitemap.xml"));
}

/* ---- configuration ---- */

static void read_settings(struct mkdocs *m, struct str text) {
    struct str none = {0}, docs = node_text(node_get(m->config, STR("docs_dir")), STR("docs"));
    const struct node *directories = node_get(m->config, STR("use_directory_urls"));
    const struct node *absolute = node_path(m->config, STR("validation.links.absolute_links"));
    if (!absolute) absolute = node_path(m->config, STR("validation.absolute_links"));
    m->absolute = str_eq(node_text(absolute, STR("")), STR("relative_to_docs"));
    m->docs = path_clean(m->r.arena, docs);
    m->flat = directories && directories->kind == NODE_BOOL && !node_is_true(directories);
    if (directories && directories->kind != NODE_BOOL) m->doubtful = true;
    m->attributes = has_extension_named(m, "attr_list") || has_extension_named(m, "extra");
    m->linkify = has_extension_named(m, "pymdownx.magiclink");
    doubt_plugins(m);
    m->style = style_of(m, text);
    struct url url = url_split(node_text(node_get(m->config, STR("site_url")), none));
    struct str origin =
        url.authority.len ? str_printf(m->r.arena, "%.*s://%.*s", STR_FMT(url.scheme), STR_FMT(url.authority))
                          : none;
    routes_base(&m->r, origin, url.authority.len ? url.path : STR("/"));
}

static bool mkdocs_load(struct site *site, const struct site_options *options, struct error *error) {
    struct mkdocs *m = ARENA_NEW(site->arena, struct mkdocs);
    node_errors errors = {0};
    if (!routes_begin(&m->r, site, options, error)) return false;
    struct str text = program_text(&m->r, STR(""), names, &m->path);
    if (!text.ptr) text = STR("");
    m->config = node_read(site->arena, text, (struct span){0, (uint32_t)text.len}, &(struct node_options){0},
                          &errors);
    if (!m->config || m->config->kind != NODE_OBJECT) m->config = NULL;
    read_settings(m, text);
    mkdocs_read_plugins(m);
    routes_read(&m->r, wanted);
    add_files(m);
    add_redirects(m);
    add_outputs(m);
    return routes_end(&m->r, error);
}

static void mkdocs_outlook(const struct site *site, struct arena *arena, struct outlook *out) {
    routes_outlook(site, arena, out);
    out->raw_html = true;
}

static const char *const marks[] = {"mkdocs", NULL};
const struct generator mkdocs_generator = {
    .name = "mkdocs",
    .title = "MkDocs",
    .marks = marks,
    .traits = SITE_TOLD,
    .is_here = mkdocs_is_here,
    .load = mkdocs_load,
    .outlook = mkdocs_outlook,
    .destination = mkdocs_destination,
    .redirect = mkdocs_redirect,
    .unredirect = mkdocs_unredirect,
    .yaml_1_2 = "YAML 1.2",
    .outputs = (const char *const[]){"site", NULL},
};
