/* mdbook.c: mdBook 0.4 and 0.5: chapters are what SUMMARY.md names, ".md" becomes ".html" in every link. */
#include "routes/mdbook.h"

static bool mdbook_is_here(const struct spot *spot, bool guess) {
    return !guess && spot_has(spot, MDBOOK_CONFIG);
}

static bool wanted(const struct routes *r, struct str path, struct page_options *options) {
    const struct mdbook *m = (const void *)r;
    options->id_style = ID_MDBOOK;
    options->no_front = options->inclusions = true;
    return map_get(&m->chapters, path) != NULL;
}

/* The file a link of the summary names, from the site's root; absent: a draft, or a file that is no Markdown. */
static struct str chapter_of(const struct mdbook *m, const struct link *link) {
    struct str path = url_decode(m->r.arena, url_split(link->target).path);
    if (!path.len || !has_extension(path, ".md .markdown") || is_external(link->target))
        return (struct str){0};
    return path_clean(m->r.arena, path_join(m->r.arena, m->source, path));
}

static struct str summary_of(const struct site *site, struct arena *arena) {
    const struct mdbook *m = site->generator_state;
    return path_clean(arena, path_join(arena, m->source, STR("SUMMARY.md")));
}

static void read_summary(struct mdbook *m) {
    struct str text, path = summary_of(m->r.site, m->r.arena);
    struct error error = {0};
    const struct tree *tree = &m->r.site->tree;
    if (!tree->read(tree->state, m->r.arena, path, &text, &error)) return;
    page_parse(m->r.arena, &m->summary, path, text, &(struct page_options){.no_front = true});
    for (size_t i = 0; i < m->summary.links.len; i++) {
        struct str chapter = chapter_of(m, &m->summary.links.items[i]);
        if (chapter.len) map_put(m->r.arena, &m->chapters, chapter, m);
    }
}

static bool is_index(struct str stem) {
    return str_eq_nocase(path_base(stem), STR("readme")) || str_eq(path_base(stem), STR("index"));
}

/* A chapter that is not there is made, empty. */
static void add_chapter(struct mdbook *m, struct str source) {
    struct arena *arena = m->r.arena;
    struct str path = routes_within(str_eq(m->source, STR(".")) ? STR("") : m->source, source),
               stem = without_extension(path);
    struct str folder = path_dir(stem);
    struct str file = is_index(stem) ? path_join(arena, folder, STR("index.html"))
                                     : str_printf(arena, "%.*s.html", STR_FMT(stem));
    struct str url = !is_index(stem) ? file
                     : folder.len    ? str_printf(arena, "%.*s/", STR_FMT(folder))
                                     : STR("");
    if (map_get(&m->r.pages, source))
        routes_page(&m->r, source, url, file)->path = path;
    else
        routes_output(&m->r, URL_PAGE, url, file);
}

static void add_chapters(struct mdbook *m) {
    for (size_t i = 0; i < m->chapters.len; i++) add_chapter(m, m->chapters.entries[i].key);
    if (!m->chapters.len || str_eq(m->r.urls.len ? m->r.urls.items[0].file : STR(""), STR("index.html")))
        return;
    bool first = m->r.items.len && str_eq(m->r.items.items[0].file, STR("index.html"));
    if (first) return;
    struct site_url *index =
        routes_output(&m->r, URL_PAGE, STR(""), STR("index.html")); /* the first chapter again */
    index->source = m->chapters.entries[0].key;
}

static void add_files(struct mdbook *m) {
    static const char *const outputs[] = {"404.html", "print.html", "toc.html"};
    struct str folder = str_eq(m->source, STR(".")) ? STR("") : m->source;
    size_t count, first = routes_below(&m->r, folder, &count);
    for (size_t i = first; i < first + count; i++)
        if (!has_extension(m->r.files.items[i], ".md"))
            routes_file(&m->r, m->r.files.items[i], routes_within(folder, m->r.files.items[i]));
    for (size_t i = 0; i < ARRAY_LEN(outputs); i++)
        routes_output(&m->r, i ? URL_OUTPUT : URL_404, str_from(outputs[i]), str_from(outputs[i]));
    static const char *const theme[] = {"css",         "fonts",       "FontAwesome",    "book.js",
                                        "favicon.svg", "favicon.png", "searchindex.js", "searchindex.json"};
    for (size_t i = 0; i < ARRAY_LEN(theme); i++) routes_unknown(&m->r, str_from(theme[i]));
}

static void add_redirects(struct mdbook *m) {
    const struct node *map = node_path(m->config, STR("output.html.redirect"));
    for (const struct node *n = map && map->kind == NODE_OBJECT ? map->child : NULL; n; n = n->next) {
        struct str from = str_starts(n->key, STR("/")) ? str_sub(n->key, 1, n->key.len) : n->key;
        from = str_sub(from, 0, str_find_char(from, '#'));
        routes_redirect(&m->r, from, from, node_text(n, STR("")));
    }
}

/* Preprocessors may change text and links; those of mdBook itself do what is done here. */
static void doubt_preprocessors(struct mdbook *m) {
    const struct node *list = node_get(m->config, STR("preprocessor"));
    for (const struct node *n = list && list->kind == NODE_OBJECT ? list->child : NULL; n; n = n->next)
        if (!str_eq(n->key, STR("links")) && !str_eq(n->key, STR("index"))) m->r.redirects_unknown = true;
}

static bool mdbook_load(struct site *site, const struct site_options *options, struct error *error) {
    struct mdbook *m = ARENA_NEW(site->arena, struct mdbook);
    struct str text;
    node_errors errors = {0};
    struct node_options toml = {.format = FORMAT_TOML};
    if (!routes_begin(&m->r, site, options, error)) return false;
    if (site->tree.read(site->tree.state, site->arena, STR(MDBOOK_CONFIG), &text, &(struct error){0}))
        m->config = node_read(site->arena, text, (struct span){0, (uint32_t)text.len}, &toml, &errors);
    if (m->config && m->config->kind != NODE_OBJECT) m->config = NULL;
    m->source = path_clean(site->arena, node_text(node_path(m->config, STR("book.src")), STR("src")));
    routes_base(&m->r, (struct str){0},
                node_text(node_path(m->config, STR("output.html.site-url")), STR("/")));
    read_summary(m);
    routes_read(&m->r, wanted);
    add_chapters(m);
    add_files(m);
    add_redirects(m);
    doubt_preprocessors(m);
    return routes_end(&m->r, error);
}

/* Where the last ".md" stands; text.len: nowhere. */
static size_t last_mark(struct str text) {
    for (size_t at = text.len; at > 0; at--)
        if (str_starts(str_sub(text, at - 1, text.len), STR(".md"))) return at - 1;
    return text.len;
}

static struct destination mdbook_destination(const struct site *site, struct arena *arena,
                                             const struct site_page *page, const struct link *link,
                                             struct str text) {
    struct destination as_written = {.kind = DESTINATION_AS_WRITTEN};
    size_t at = last_mark(text);
    (void)site, (void)page, (void)link;
    if (is_external(text) || at == text.len) return as_written;
    struct str rest =
        str_sub(text, at + 3, text.len); /* all of it but an anchor is dropped (utils/links.rs) */
    if (!str_starts(rest, STR("#"))) rest = STR("");
    return (struct destination){
        .kind = DESTINATION_TEXT,
        .text = str_printf(arena, "%.*s.html%.*s", STR_FMT(str_sub(text, 0, at)), STR_FMT(rest))};
}

static void mdbook_outlook(const struct site *site, struct arena *arena, struct outlook *out) {
    routes_outlook(site, arena, out);
    out->raw_html = true;
}

static const char *const marks[] = {"book", NULL};
const struct generator mdbook_generator = {
    .name = "mdbook",
    .title = "mdBook",
    .marks = marks,
    .traits = SITE_TOLD | SITE_BODIES, /* SUMMARY.md says which pages there are */
    .is_here = mdbook_is_here,
    .load = mdbook_load,
    .outlook = mdbook_outlook,
    .destination = mdbook_destination,
    .contents = summary_of,
    .redirect = mdbook_redirect,
    .unredirect = mdbook_unredirect,
    .yaml_1_2 = "YAML 1.2",
    .outputs = (const char *const[]){"book", NULL},
};
