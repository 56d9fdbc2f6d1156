/* mkdocs_plugin.c: what plugins change of addresses, and links: by file from the page's folder, all else as written. */
#include "routes/mkdocs.h"

static const struct node *plugin(const struct mkdocs *m, const char *name, const struct node **options) {
    return mkdocs_entry(node_get(m->config, STR("plugins")), str_from(name), options);
}

static void read_languages(struct mkdocs *m, const struct node *options) {
    const struct node *list = node_get(options, STR("languages"));
    struct arena *arena = m->r.arena;
    bool old = list && list->kind == NODE_OBJECT; /* before 1.0 */
    for (int pass = 0; pass < 2; pass++)
        for (const struct node *n = list && !old ? list->child : NULL; n; n = n->next) {
            const struct node *build = n->kind == NODE_OBJECT ? node_get(n, STR("build")) : NULL;
            struct str locale =
                n->kind == NODE_OBJECT ? node_text(node_get(n, STR("locale")), STR("")) : STR("");
            bool first = n->kind == NODE_OBJECT && node_is_true(node_get(n, STR("default")));
            if (locale.len && first == (pass == 0) && !(build && !node_is_true(build)))
                *ARRAY_PUSH(arena, &m->languages) = locale;
        }
    const struct node *falls = node_get(options, STR("fallback_to_default"));
    m->falls_back = !falls || node_is_true(falls);
    m->folders = str_eq(node_text(node_get(options, STR("docs_structure")), STR("")), STR("folder"));
    if (!m->languages.len) routes_unknown(&m->r, STR(""));
}

void mkdocs_read_plugins(struct mkdocs *m) {
    const struct node *options, *format;
    if (plugin(m, "i18n", &options) && options && options->kind == NODE_OBJECT) read_languages(m, options);
    if (m->languages.len) routes_languages(&m->r, &m->languages);
    bool blog = plugin(m, "blog", &options) || plugin(m, "material/blog", &options);
    if (!blog) return;
    bool own = options && options->kind == NODE_OBJECT;
    m->blog = own ? node_text(node_get(options, STR("blog_dir")), STR("blog")) : STR("blog");
    if (str_eq(m->blog, STR("."))) m->blog = STR("");
    format = own ? node_get(options, STR("post_dir")) : NULL;
    m->posts = str_printf(m->r.arena, "%.*s%sposts/", STR_FMT(m->blog), m->blog.len ? "/" : "");
    if (format || !m->blog.len) routes_unknown(&m->r, STR(""));
    routes_unknown(&m->r, m->blog); /* addresses of posts are made of dates and titles */
}

/* The post can be linked to by its file; its own address is not computed. */
void mkdocs_post(struct mkdocs *m, struct str source, struct str path) {
    struct str url = str_printf(m->r.arena, "%.*s/", STR_FMT(without_extension(path)));
    mkdocs_page(m, source, path, url, 0);
    struct route *route = &m->r.items.items[m->r.items.len - 1];
    route->group = STR("posts");
    if (front_true(route->page, "draft")) route->flags |= PAGE_DRAFT;
}

/* ---- languages ---- */

/* The language a path is of, and the path without its mark: "topic.fr.md", "fr/topic.md". */
static unsigned language_of(const struct mkdocs *m, struct str path, struct str *bare) {
    *bare = path;
    for (unsigned i = 0; i < m->languages.len; i++) {
        struct str code = m->languages.items[i], extension = path_ext(path), stem = without_extension(path);
        bool below = str_starts(path, code) && path.len > code.len && path.ptr[code.len] == '/';
        if (m->folders && below) {
            *bare = str_sub(path, code.len + 1, path.len);
            return i;
        }
        struct str suffix = path_ext(stem);
        if (m->folders || suffix.len < 2 || !str_eq(str_sub(suffix, 1, suffix.len), code)) continue;
        *bare = str_printf(m->r.arena, "%.*s%.*s", STR_FMT(without_extension(stem)), STR_FMT(extension));
        return i;
    }
    return 0;
}

static struct str url_in(const struct mkdocs *m, unsigned language, struct str bare) {
    struct str url = mkdocs_url(m, bare);
    return language ? str_printf(m->r.arena, "%.*s/%.*s", STR_FMT(m->languages.items[language]), STR_FMT(url))
                    : url;
}

void mkdocs_translated(struct mkdocs *m, struct str source, struct str path) {
    struct str bare;
    unsigned language = language_of(m, path, &bare);
    mkdocs_page(m, source, bare, url_in(m, language, bare), language);
}

void mkdocs_fall_back(struct mkdocs *m) {
    struct map have = {0};
    size_t count = m->r.items.len;
    for (size_t i = 0; i < count; i++) map_put(m->r.arena, &have, m->r.items.items[i].file, m);
    for (size_t i = 0; m->falls_back && i < count; i++) {
        struct route route = m->r.items.items[i];
        for (unsigned l = 1; route.language == 0 && l < m->languages.len && !routes_full(&m->r); l++) {
            struct str url = url_in(m, l, route.path),
                       file = str_printf(m->r.arena, "%.*s/%.*s", STR_FMT(m->languages.items[l]),
                                         STR_FMT(route.file));
            if (!map_get(&have, file)) mkdocs_page(m, route.source, route.path, url, l);
        }
    }
}

/* ---- links ---- */

/* "topic.md" on a French page is topic.fr.md, where there is one. */
static const struct site_page *in_language(const struct mkdocs *m, struct arena *arena,
                                           const struct site_page *page, struct str file) {
    if (m->languages.len && !m->folders && page->language) {
        struct str own = str_printf(arena, "%.*s.%.*s%.*s", STR_FMT(without_extension(file)),
                                    STR_FMT(m->languages.items[page->language]), STR_FMT(path_ext(file)));
        const struct site_page *found = routes_find(&m->r, page, own);
        if (found) return found;
    }
    const struct site_page *found = routes_find(&m->r, page, file);
    bool other = found && m->folders && found->language != page->language;
    return other ? NULL : found;
}

static bool is_published(const struct mkdocs *m, struct str source) {
    const struct site_url *claim = site_claims(m->r.site, routes_within(m->docs, source));
    return claim && str_eq(claim->source, source);
}

struct destination mkdocs_destination(const struct site *site, struct arena *arena,
                                      const struct site_page *page, const struct link *link,
                                      struct str text) {
    const struct mkdocs *m = site->generator_state;
    struct destination as_written = {.kind = DESTINATION_AS_WRITTEN};
    struct str path = url_split(text).path, folder = path_dir(page->source);
    const struct route *route = map_get(&m->r.routes, page->source);
    bool post = route && str_eq(route->group, STR("posts"));
    struct destination elsewhere = post ? (struct destination){.kind = DESTINATION_UNKNOWN} : as_written;
    if (is_external(text) || !path.len) return as_written;
    bool rooted = str_starts(path, STR("/"));
    if (!is_markdown_destination(link)) return rooted ? as_written : elsewhere;
    if (rooted && !m->absolute) return as_written;
    if (rooted) {
        folder = m->docs;
        path = str_sub(path, 1, path.len);
    }
    struct str file = path_clean(arena, path_join(arena, folder, url_decode(arena, path)));
    const struct site_page *found = in_language(m, arena, page, file);
    if (found) return (struct destination){.kind = DESTINATION_PAGE, .page = found};
    if (path.len && is_published(m, file)) return (struct destination){.kind = DESTINATION_FILE};
    bool page_file = has_extension(path, ".md .markdown .mdown .mkdn .mkd");
    if (page_file) return (struct destination){.kind = m->doubtful ? DESTINATION_UNKNOWN : DESTINATION_GONE};
    return elsewhere;
}

/* ---- redirects ---- */

static struct str quoted_like(struct arena *arena, struct str raw, struct str text) {
    bool quoted = raw.len > 1 && (raw.ptr[0] == '\'' || raw.ptr[0] == '"');
    return quoted ? str_printf(arena, "%c%.*s%c", raw.ptr[0], STR_FMT(text), raw.ptr[0]) : text;
}

static const struct node *first_redirect(const struct mkdocs *m) {
    const struct node *options, *map = NULL;
    if (plugin(m, "redirects", &options) && options && options->kind == NODE_OBJECT)
        map = node_get(options, STR("redirect_maps"));
    return map && map->kind == NODE_OBJECT ? map->child : NULL;
}

bool mkdocs_unredirect(const struct site *site, struct arena *arena, const struct site_page *page,
                       struct config_edit *out) {
    const struct mkdocs *m = site->generator_state;
    const struct node *first = first_redirect(m), *entry = first;
    struct str text;
    struct error error = {0};
    while (entry && !str_eq(entry->key, page->path)) entry = entry->next;
    bool only = entry == first && entry && !entry->next; /* an empty map is none */
    if (!entry || only || entry->shared || !site->tree.read(site->tree.state, arena, m->path, &text, &error))
        return false;
    uint32_t start = entry->key_span.start, end = entry->span.end;
    while (start > 0 && char_is_blank(text.ptr[start - 1])) start--;
    while (end < text.len && text.ptr[end] != '\n') end++;
    if (end >= text.len || (start > 0 && text.ptr[start - 1] != '\n')) return false;
    *out = (struct config_edit){.path = m->path, .text = STR(""), .span = {start, end + 1}};
    return true;
}

/* redirect_maps: {old.md: new.md}, paths below the folder of content. */
bool mkdocs_redirect(const struct site *site, struct arena *arena, const struct site_page *old,
                     const struct site_page *page, struct config_edit *out) {
    const struct mkdocs *m = site->generator_state;
    struct str text;
    struct error error = {0};
    const struct node *last = first_redirect(m);
    while (last && last->next) last = last->next;
    if (!last || last->shared || !site->tree.read(site->tree.state, arena, m->path, &text, &error))
        return false;
    uint32_t start = last->key_span.start, end = last->span.end;
    while (start > 0 && text.ptr[start - 1] != '\n') start--;
    struct str indent = str_sub(text, start, last->key_span.start);
    if (end > text.len || str_trim(indent).len) return false; /* a map in braces */
    while (end < text.len && text.ptr[end] != '\n' && text.ptr[end] != '\r') end++;
    struct str key = str_sub(text, last->key_span.start, last->key_span.end);
    struct str value = str_sub(text, last->span.start, last->span.end);
    *out = (struct config_edit){.path = m->path, .span = {end, end}};
    struct str from = quoted_like(arena, key, old->path), to = quoted_like(arena, value, page->path);
    out->text = str_printf(arena, "%s%.*s%.*s: %.*s", end < text.len && text.ptr[end] == '\r' ? "\r\n" : "\n",
                           STR_FMT(indent), STR_FMT(from), STR_FMT(to));
    return true;
}
