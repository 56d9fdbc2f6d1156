/* hugo_alias.c: where the redirect files of `aliases` land (2). */
#include "hugo/model.h"

typedef ARRAY_OF(struct site_alias) alias_array;

/* ---- the list in front matter ---- */

static void add_alias(struct hugo *hugo, alias_array *out, const struct node *node,
                      const struct source *source, struct str text) {
    struct site_alias *alias = ARRAY_PUSH(hugo->arena, out);
    *alias = (struct site_alias){.text = text, .node = node, .source = source};
}

/* A string is split at white space. */
static void add_fields(struct hugo *hugo, alias_array *out, const struct node *node,
                       const struct source *source) {
    struct str rest = hugo_front_text(hugo->arena, node);
    while (rest.len > 0) {
        rest = str_trim(rest);
        size_t end = 0;
        while (end < rest.len && !unicode_is_space((unsigned char)rest.ptr[end])) end++;
        if (end > 0) add_alias(hugo, out, node, source, str_sub(rest, 0, end));
        rest = str_sub(rest, end, rest.len);
    }
}

static void read_aliases(struct hugo *hugo, struct hugo_page *page) {
    alias_array out = {0};
    const struct source *source = NULL;
    const struct node *node = hugo_front_get(hugo, page, STR("aliases"), &source);
    if (node == NULL || node->kind == NODE_OBJECT || !hugo_limit_urls(hugo)) return;
    ARRAY_EXPECT(hugo->arena, &out, node->count);
    if (node->kind != NODE_ARRAY) add_fields(hugo, &out, node, source);
    for (const struct node *item = node->child; item; item = item->next)
        add_alias(hugo, &out, item, source, hugo_front_text(hugo->arena, item));
    page->p.aliases = out.items;
    page->p.alias_count = out.len;
    hugo->alias_count += out.len;
}

/* ---- where one lands ---- */

/* The page's own URL directory, with the language prefix; relative aliases start at its parent. Since 0.155 each
 * format has its own. */
static struct str base_of(const struct hugo *hugo, const struct hugo_page *page,
                          const struct hugo_format *format) {
    bool own = hugo_since(hugo->version, HUGO_ALIAS_FORMAT);
    struct str folder = own ? hugo_output_folder(hugo, page, format) : page->resource_file,
               root = hugo->site->languages[page->p.language].file_root;
    if (root.len && str_starts(folder, root)) folder = str_sub(folder, root.len, folder.len);
    if (page->p.kind == KIND_HOME) folder = hugo->site->languages[page->p.language].prefix;
    return folder;
}

static struct str add_prefix(const struct hugo *hugo, unsigned language, struct str path) {
    const struct site_language *l = &hugo->site->languages[language];
    if (!hugo->site->multihost) return path;
    struct str own = str_printf(hugo->arena, "/%.*s", STR_FMT(l->code));
    bool doubled = !hugo_since(hugo->version, HUGO_ALIAS_LANGUAGE) && str_starts(path, own);
    return doubled ? path
                   : str_printf(hugo->arena, "%.*s%s%.*s", STR_FMT(own),
                                path.len && path.ptr[0] == '/' ? "" : "/", STR_FMT(path));
}

static struct str joined_path(const struct hugo *hugo, const struct hugo_page *page,
                              const struct hugo_format *format, struct str text) {
    struct arena *arena = hugo->arena;
    struct str prefix = hugo_since(hugo->version, HUGO_ALIAS_LANGUAGE)
                            ? hugo->site->languages[page->p.language].prefix
                            : STR("");
    if (!str_starts(text, STR("/"))) {
        struct str base = base_of(hugo, page, format);
        /* The home page has no folder to start from: its parent is outside the site. */
        if (base.len == 0) return path_clean(arena, str_printf(arena, "../%.*s", STR_FMT(text)));
        return path_clean(arena, str_printf(arena, "/%.*s/../%.*s", STR_FMT(base), STR_FMT(text)));
    }
    return path_clean(
        arena, str_printf(arena, "/%.*s/%.*s/%.*s", STR_FMT(prefix), STR_FMT(format->path), STR_FMT(text)));
}

static bool ends_as_file(const struct hugo *hugo, struct str path) {
    return str_ends(path, STR(".html")) ||
           (hugo_since(hugo->version, HUGO_ALIAS_HTM) && str_ends(path, STR(".htm")));
}

static bool alias_ugly(const struct hugo *hugo, const struct hugo_page *page) {
    const struct hugo_settings *settings = &hugo->settings[page->p.language];
    return hugo_since(hugo->version, HUGO_UGLY_MAP_AGAIN) ? hugo_settings_ugly(settings, page)
                                                          : settings->ugly;
}

static const char *land(const struct hugo *hugo, const struct hugo_page *page,
                        const struct hugo_format *format, struct str text, struct str *file) {
    if (str_starts(text, STR("http://")) || str_starts(text, STR("https://")))
        return "http* aliases not supported";
    struct str path = joined_path(hugo, page, format, text);
    bool plain = !ends_as_file(hugo, path);
    if (plain && alias_ugly(hugo, page)) path = str_printf(hugo->arena, "%.*s.html", STR_FMT(path));
    path = path_clean(hugo->arena, add_prefix(hugo, page->p.language, path));
    if (str_eq(path, STR("/"))) return "it resolves to the website's root directory";
    if (str_starts(path, STR(".."))) return "it traverses outside the website's root directory";
    if (str_starts(path, STR("/"))) path = str_sub(path, 1, path.len);
    *file = ends_as_file(hugo, path) ? path : str_printf(hugo->arena, "%.*s/index.html", STR_FMT(path));
    return NULL;
}

/* LINK of a redirect file: what a browser asks for to get it. */
struct str hugo_alias_link(const struct hugo *hugo, unsigned language, struct str file) {
    struct str root = hugo->site->languages[language].file_root, path = file;
    if (root.len && str_starts(path, root)) path = str_sub(path, root.len + 1, path.len);
    if (str_eq(path, STR("index.html")))
        path = STR("");
    else if (str_ends(path, STR("/index.html")))
        path = str_sub(path, 0, path.len - 10);
    struct buf out = {.arena = hugo->arena};
    buf_expect(&out, path.len + 1);
    buf_add(&out, STR("/"));
    for (size_t start = 0, at = 0; at <= path.len; at++) {
        char c = at < path.len ? path.ptr[at] : '#';
        if (c != '%' && c != '?' && c != '#') continue;
        buf_add(&out, str_sub(path, start, at));
        if (at < path.len) buf_printf(&out, "%%%02X", (unsigned)(unsigned char)c);
        start = at + 1;
    }
    return hugo_url_link(hugo, language, hugo_name_escape(hugo, hugo->arena, buf_str(&out)));
}

/* ---- all of a page's ---- */

static bool written(const struct hugo *hugo, const struct hugo_page *page) {
    bool link_only = (page->p.flags & PAGE_LINK_ONLY) && !hugo_since(hugo->version, HUGO_ALIAS_LINK_ONLY);
    bool served = page->rendered || (link_only && hugo_build_there(page));
    return served && (!hugo->settings[page->p.language].disable_aliases || hugo->alias_writer);
}

/* By a template, when the aliases of the language are off. */
static bool by_template(const struct hugo *hugo, const struct hugo_page *page) {
    return hugo->alias_writer && hugo->settings[page->p.language].disable_aliases;
}

static void land_all(struct hugo *hugo, struct hugo_page *page, const struct hugo_format *format,
                     bool first) {
    struct str target = hugo_url_absolute(hugo, page->p.language, hugo_output_link(hugo, page, format));
    for (size_t i = 0; i < page->p.alias_count && hugo_limit_urls(hugo); i++) {
        struct site_alias *alias = &page->p.aliases[i];
        struct str file = {0};
        const char *failure = land(hugo, page, format, alias->text, &file);
        bool live = failure == NULL && written(hugo, page), template = by_template(hugo, page);
        if (live && template) live = hugo_alias_writer_land(hugo, page->p.language, alias->text, &file);
        struct str link = {0};
        if (failure == NULL && (first || live)) link = hugo_alias_link(hugo, page->p.language, file);
        if (first) {
            alias->failure = failure;
            alias->file = file;
            alias->link = link;
            alias->live = live;
            alias->likely = live && template && hugo->alias_writer == ALIAS_WRITER_LIKELY;
            if (failure && !template && written(hugo, page))
                hugo_failure_page(hugo, page, alias->node, "alias \"%.*s\": %s", STR_FMT(alias->text),
                                  failure);
        }
        if (!live) continue;
        struct site_url *url = ARRAY_PUSH(hugo->arena, &hugo->urls);
        *url = (struct site_url){.kind = URL_ALIAS,
                                 .file = file,
                                 .language = page->p.language,
                                 .page = &page->p,
                                 .source = page->p.source,
                                 .alias = alias};
        url->link = link;
        url->target = target;
    }
}

/* One set for each HTML format; since 0.155 only for those that are permalinkable. */
void hugo_alias_page(struct hugo *hugo, struct hugo_page *page) {
    const struct hugo_format **formats;
    size_t n = hugo_output_formats(hugo, page, &formats);
    read_aliases(hugo, page);
    if (page->p.alias_count == 0) return;
    bool first = true;
    for (size_t i = 0; i < n; i++) {
        if (!formats[i]->html || (hugo_since(hugo->version, HUGO_ALIAS_FORMAT) && !formats[i]->permalinkable))
            continue;
        land_all(hugo, page, formats[i], first);
        first = false;
    }
    if (first) {
        bool was = page->rendered;
        page->rendered = false; /* nothing is written, but where they would land is still known */
        land_all(hugo, page, hugo_format_find(hugo, STR("html")), true);
        page->rendered = was;
    }
}
