/* docusaurus_docs.c: the routes of docs with versions and translations, of blog posts, and of pages. */
#include "routes/docusaurus.h"

/* ---- names ---- */

static bool is_mark(char c) {
    return c == '-' || c == '_' || c == '.';
}

/* "2024-01-release" and "3.1-notes" are dates and versions, no numbers in front of a name. */
struct str docusaurus_unnumbered(struct str name) {
    size_t digits = 0;
    while (digits < name.len && char_is_digit(name.ptr[digits])) digits++;
    size_t at = digits, marks = 0;
    bool counts = digits && digits + 1 < name.len;
    if (!counts || (is_mark(name.ptr[digits]) && char_is_digit(name.ptr[digits + 1]))) return name;
    while (at < name.len && name.ptr[at] == ' ') at++;
    while (at + marks < name.len && is_mark(name.ptr[at + marks])) marks++;
    at += marks;
    while (at < name.len && name.ptr[at] == ' ') at++;
    return marks && at < name.len && !is_mark(name.ptr[at]) ? str_sub(name, at, name.len) : name;
}

static struct str unnumbered_path(struct arena *arena, struct str path) {
    struct buf out = {.arena = arena};
    for (struct str rest = path; rest.ptr && path.len;) {
        buf_add(&out, docusaurus_unnumbered(str_cut(&rest, '/')));
        if (rest.ptr) buf_add_char(&out, '/');
    }
    return buf_str(&out);
}

/* Left out: "_x.md", anything below "_folder/" or "__tests__/". */
static bool is_private(struct str path) {
    for (struct str rest = path; rest.ptr;)
        if (str_starts(str_cut(&rest, '/'), STR("_"))) return true;
    return false;
}

/* ---- adding a page ---- */

/* `url`: below the base path, with a slash at the end where it is the page of a folder. */
static struct route *add_route(struct docusaurus *d, struct str source, struct str url, unsigned language) {
    struct arena *arena = d->r.arena;
    struct str plain = url;
    while (plain.len && plain.ptr[plain.len - 1] == '/') plain.len--;
    struct str file = file_of_url(arena, plain, d->slash == SLASH_NEVER);
    if (d->slash == SLASH_NEVER) url = plain;
    if (d->slash == SLASH_ALWAYS && plain.len) url = str_printf(arena, "%.*s/", STR_FMT(plain));
    struct route *route = routes_page(&d->r, source, url, file);
    route->language = language;
    if (front_true(route->page, "draft")) route->flags |= PAGE_DRAFT;
    return route;
}

static struct str in_locale(const struct docusaurus *d, unsigned language, struct str url) {
    return language ? path_join(d->r.arena, d->locales.items[language], url) : url;
}

/* A folder's translation: "i18n/fr/docusaurus-plugin-content-docs/current". */
static struct str translated(const struct docusaurus *d, const struct instance *instance, unsigned language,
                             const char *plugin, const char *version) {
    bool other = !str_eq(instance->id, STR("default"));
    struct str folder =
        str_printf(d->r.arena, "i18n/%.*s/docusaurus-plugin-content-%s%s%.*s%s%s",
                   STR_FMT(d->locales.items[language]), plugin, other ? "-" : "",
                   other ? (int)instance->id.len : 0, instance->id.ptr, *version ? "/" : "", version);
    return path_join(d->r.arena, d->dir, folder);
}

/* ---- docs ---- */

struct version {
    const struct instance *instance;
    struct str folder, route; /* of this version */
    struct str group;
    const char *name; /* "current", "version-1.0" */
    bool numbers;     /* number prefixes are taken off */
};

static bool is_folder_page(struct str name, struct str folder) {
    return str_eq_nocase(name, STR("index")) || str_eq_nocase(name, STR("readme")) ||
           (folder.len && str_eq_nocase(name, path_base(folder)));
}

/* The address of a doc below its version's route; "a/" for the page of a folder. */
static struct str doc_url(const struct docusaurus *d, const struct version *version, const struct page *page,
                          struct str path) {
    struct arena *arena = d->r.arena;
    struct str folder = path_dir(path), name = without_extension(path_base(path));
    struct str slug = front_text(page, "slug"), id = front_text(page, "id");
    struct str shown = version->numbers ? unnumbered_path(arena, folder) : folder;
    if (str_starts(slug, STR("/"))) {
        struct str clean = path_clean(arena, slug);
        bool slash = clean.len > 1 && str_ends(slug, STR("/"));
        return str_printf(arena, "%.*s%s", STR_FMT(str_sub(clean, 1, clean.len)), slash ? "/" : "");
    }
    if (!slug.len && is_folder_page(name, folder))
        return shown.len ? str_printf(arena, "%.*s/", STR_FMT(shown)) : STR("");
    struct str last = slug.len ? slug : id.len ? id : version->numbers ? docusaurus_unnumbered(name) : name;
    struct str whole = path_clean(arena, str_printf(arena, "/%.*s/%.*s", STR_FMT(shown), STR_FMT(last)));
    bool slash = str_ends(last, STR("/"));
    return str_printf(arena, "%.*s%s", STR_FMT(str_sub(whole, 1, whole.len)), slash ? "/" : "");
}

static void add_doc(struct docusaurus *d, const struct version *version, struct str source, struct str path,
                    unsigned language) {
    const struct page *page = map_get(&d->r.pages, source);
    if (!page || is_private(path)) return;
    struct arena *arena = d->r.arena;
    struct str url = doc_url(d, version, page, path);
    struct str whole =
        version->route.len ? str_printf(arena, "%.*s/%.*s", STR_FMT(version->route), STR_FMT(url)) : url;
    if (!url.len && version->route.len && !str_eq(front_text(page, "slug"), STR("/")))
        whole = str_printf(arena, "%.*s/", STR_FMT(version->route));
    struct route *route = add_route(d, source, in_locale(d, language, whole), language);
    route->path = path;
    route->root = version->folder;
    route->group = version->group;
}

/* "_category_.json" with a generated index. */
static void add_category(struct docusaurus *d, const struct version *version, struct str source) {
    struct arena *arena = d->r.arena;
    struct error error = {0};
    struct str text;
    node_errors errors = {0};
    if (!d->r.site->tree.read(d->r.site->tree.state, arena, source, &text, &error)) return;
    struct node_options options = {.format = has_extension(source, ".json") ? FORMAT_JSON : FORMAT_YAML};
    const struct node *root = node_read(arena, text, (struct span){0, (uint32_t)text.len}, &options, &errors);
    const struct node *link = root && root->kind == NODE_OBJECT ? node_get(root, STR("link")) : NULL;
    if (!link || link->kind != NODE_OBJECT) return;
    if (!str_eq(node_text(node_get(link, STR("type")), STR("")), STR("generated-index"))) return;
    struct str label =
        node_text(node_get(root, STR("label")), docusaurus_unnumbered(path_base(path_dir(source))));
    struct str slug = node_text(node_get(link, STR("slug")), (struct str){0});
    if (!slug.len)
        slug = str_printf(arena, "category/%.*s", STR_FMT(anchor_from_text(arena, label, ID_GITHUB_SITE)));
    struct str url =
        path_clean(arena, str_printf(arena, "/%.*s/%.*s", STR_FMT(version->route), STR_FMT(slug)));
    url = str_sub(url, 1, url.len);
    routes_output(&d->r, URL_SECTION, url, file_of_url(arena, url, d->slash == SLASH_NEVER));
}

static bool is_category(struct str path) {
    return str_eq(without_extension(path_base(path)), STR("_category_"));
}

/* Every locale has every doc: its own translation, else the default's. */
static void add_version(struct docusaurus *d, const struct version *version) {
    struct arena *arena = d->r.arena;
    unsigned languages = d->locales.len ? (unsigned)d->locales.len : 1;
    size_t count, first = routes_below(&d->r, version->folder, &count);
    for (unsigned l = 0; l < languages && !routes_full(&d->r); l++) {
        struct str own = l ? translated(d, version->instance, l, "docs", version->name) : version->folder;
        for (size_t i = first; i < first + count; i++) {
            struct str source = d->r.files.items[i], path = routes_within(version->folder, source);
            if (l && routes_has(&d->r, path_join(arena, own, path))) continue;
            if (is_category(path) && !l) add_category(d, version, source);
            add_doc(d, version, source, path, l);
        }
        size_t more, start = l ? routes_below(&d->r, own, &more) : 0;
        for (size_t i = start; l && i < start + more; i++)
            add_doc(d, version, d->r.files.items[i], routes_within(own, d->r.files.items[i]), l);
    }
    routes_unknown(&d->r, path_join(arena, version->route, STR("tags")));
    if (script_get(version->instance->options, "sidebarPath")) /* a program may name categories */
        routes_unknown(&d->r, path_join(arena, version->route, STR("category")));
}

/* Generated indexes that the sidebars name. */
static void read_sidebars(struct docusaurus *d, const struct version *version, const struct script *value) {
    struct str type = STR(""), slug;
    if (value->kind == SCRIPT_OBJECT && script_text(value, "type", &type) == SCRIPT_KNOWN &&
        str_eq(type, STR("generated-index")) && script_text(value, "slug", &slug) == SCRIPT_KNOWN) {
        struct str url = path_clean(
            d->r.arena, str_printf(d->r.arena, "/%.*s/%.*s", STR_FMT(version->route), STR_FMT(slug)));
        url = str_sub(url, 1, url.len);
        routes_output(&d->r, URL_SECTION, url, file_of_url(d->r.arena, url, d->slash == SLASH_NEVER));
    }
    for (const struct script *child = value->child; child; child = child->next)
        read_sidebars(d, version, child);
}

static void add_sidebars(struct docusaurus *d, const struct version *version) {
    static const char *const names[] = {"sidebars.js",  "sidebars.ts",  "sidebars.json",
                                        "sidebars.mjs", "sidebars.cjs", NULL};
    struct str path, text = program_text(&d->r, d->dir, names, &path);
    if (has_extension(path, ".json")) text = str_printf(d->r.arena, "export default %.*s", STR_FMT(text));
    const struct script *sidebars = text.ptr ? script_read(d->r.arena, text) : NULL;
    if (sidebars) read_sidebars(d, version, sidebars);
}

static const struct script *version_option(const struct instance *instance, struct str name) {
    const struct script *list = script_get(instance->options, "versions");
    for (const struct script *one = list ? list->child : NULL; one; one = one->next)
        if (str_eq(one->key, name)) return one;
    return NULL;
}

/* versions.json: the newest first. */
static void read_versions(const struct docusaurus *d, const struct instance *instance, str_array *names) {
    bool other = !str_eq(instance->id, STR("default"));
    struct str name =
        other ? str_printf(d->r.arena, "%.*s_versions.json", STR_FMT(instance->id)) : STR("versions.json");
    struct str text, path = path_join(d->r.arena, d->dir, name);
    struct error error = {0};
    node_errors errors = {0};
    struct node_options options = {.format = FORMAT_JSON};
    bool disabled = false;
    script_bool(instance->options, "disableVersioning", &disabled);
    if (disabled || !routes_has(&d->r, path)) return;
    if (!d->r.site->tree.read(d->r.site->tree.state, d->r.arena, path, &text, &error)) return;
    const struct node *list =
        node_read(d->r.arena, text, (struct span){0, (uint32_t)text.len}, &options, &errors);
    for (const struct node *one = list && list->kind == NODE_ARRAY ? list->child : NULL; one; one = one->next)
        if (one->kind == NODE_STRING) *ARRAY_PUSH(d->r.arena, names) = one->text;
}

static void make_version(struct docusaurus *d, struct version version, struct str name, struct str fallback) {
    struct str path = fallback;
    const struct instance *instance = version.instance;
    if (script_text(version_option(instance, name), "path", &path) == SCRIPT_DOUBT)
        routes_unknown(&d->r, STR(""));
    while (path.len && path.ptr[0] == '/') path = str_sub(path, 1, path.len);
    version.route = path.len ? path_join(d->r.arena, instance->route, path) : instance->route;
    add_version(d, &version);
    if (str_eq(name, STR("current"))) add_sidebars(d, &version);
}

void docusaurus_docs(struct docusaurus *d, const struct instance *instance) {
    struct arena *arena = d->r.arena;
    str_array names = {0};
    bool other = !str_eq(instance->id, STR("default")), current = true, numbers = true;
    read_versions(d, instance, &names);
    struct str last = names.len ? names.items[0] : STR("current");
    if (script_text(instance->options, "lastVersion", &last) == SCRIPT_DOUBT) routes_unknown(&d->r, STR(""));
    if (script_get(instance->options, "onlyIncludeVersions")) routes_unknown(&d->r, instance->route);
    script_bool(instance->options, "includeCurrentVersion", &current);
    script_bool(instance->options, "numberPrefixParser", &numbers);
    if (script_get(instance->options, "exclude") || script_get(instance->options, "include"))
        routes_unknown(&d->r, instance->route);
    struct version version = {
        .instance = instance, .folder = instance->path, .name = "current", .numbers = numbers};
    version.group = str_printf(arena, "docs %.*s", STR_FMT(instance->id));
    struct str next = str_eq(last, STR("current")) ? STR("") : STR("next");
    if (current) make_version(d, version, STR("current"), next);
    for (size_t i = 0; i < names.len; i++) {
        struct str name = names.items[i];
        struct str folder =
            str_printf(arena, "%.*s%sversioned_docs/version-%.*s", other ? (int)instance->id.len : 0,
                       instance->id.ptr, other ? "_" : "", STR_FMT(name));
        version.folder = path_join(arena, d->dir, folder);
        version.name = str_c(arena, str_printf(arena, "version-%.*s", STR_FMT(name)));
        make_version(d, version, name, str_eq(name, last) ? STR("") : name);
    }
}

/* ---- blog ---- */

/* How long the date "2026-01-05" or "2026/1/5" at the start of text is; 0: there is none. */
static size_t date_length(struct str text) {
    static const size_t least[] = {4, 1, 1}, most[] = {4, 2, 2};
    size_t at = 0;
    for (size_t part = 0; part < 3; part++) {
        size_t n = 0;
        while (at + n < text.len && n < most[part] && char_is_digit(text.ptr[at + n])) n++;
        if (n < least[part]) return 0;
        at += n;
        bool divided = at < text.len && (text.ptr[at] == '-' || text.ptr[at] == '/');
        if (part < 2 && !divided) return 0;
        if (part < 2) at++;
    }
    return at;
}

/* "folder/2026-01-05-name": the date becomes folders; the last date that begins an element counts. */
static struct str post_url(struct arena *arena, struct str path) {
    struct str stem = without_extension(path);
    if (str_ends(stem, STR("/index"))) stem.len -= 6;
    for (size_t at = 0; at < stem.len; at++) {
        if (at && stem.ptr[at - 1] != '/') continue;
        size_t n = date_length(str_sub(stem, at, stem.len));
        if (!n) continue;
        struct buf out = {.arena = arena};
        buf_add(&out, str_sub(stem, 0, at));
        for (size_t i = at; i < at + n; i++) buf_add_char(&out, stem.ptr[i] == '-' ? '/' : stem.ptr[i]);
        struct str name = str_sub(stem, at + n, stem.len);
        if (name.len && (name.ptr[0] == '-' || name.ptr[0] == '/')) name = str_sub(name, 1, name.len);
        if (name.len) buf_printf(&out, "/%.*s", STR_FMT(name));
        return buf_str(&out);
    }
    return stem;
}

static void add_post(struct docusaurus *d, const struct instance *instance, struct str source,
                     struct str path, unsigned language) {
    struct arena *arena = d->r.arena;
    const struct page *page = map_get(&d->r.pages, source);
    if (!page || is_private(path)) return;
    struct str slug = front_text(page, "slug");
    struct str url = slug.len ? path_clean(arena, path_join(arena, STR("/"), slug)) : post_url(arena, path);
    if (str_starts(url, STR("/"))) url = str_sub(url, 1, url.len);
    url = in_locale(d, language, instance->route.len ? path_join(arena, instance->route, url) : url);
    struct route *route = add_route(d, source, url, language);
    route->path = path;
    route->root = instance->path;
    route->group = str_printf(arena, "blog %.*s", STR_FMT(instance->id));
}

void docusaurus_blog(struct docusaurus *d, const struct instance *instance) {
    static const char *const lists[] = {"tags", "page", "archive", "authors"};
    struct arena *arena = d->r.arena;
    unsigned languages = d->locales.len ? (unsigned)d->locales.len : 1;
    size_t count, first = routes_below(&d->r, instance->path, &count);
    for (unsigned l = 0; l < languages && count && !routes_full(&d->r); l++) {
        struct str own = l ? translated(d, instance, l, "blog", "") : instance->path,
                   root = in_locale(d, l, instance->route);
        for (size_t i = first; i < first + count; i++) {
            struct str path = routes_within(instance->path, d->r.files.items[i]);
            if (l && routes_has(&d->r, path_join(arena, own, path))) continue;
            add_post(d, instance, d->r.files.items[i], path, l);
        }
        size_t more, start = l ? routes_below(&d->r, own, &more) : 0;
        for (size_t i = start; l && i < start + more; i++)
            add_post(d, instance, d->r.files.items[i], routes_within(own, d->r.files.items[i]), l);
        routes_output(&d->r, URL_SECTION, root, file_of_url(arena, root, d->slash == SLASH_NEVER));
        for (size_t i = 0; i < ARRAY_LEN(lists); i++)
            routes_unknown(&d->r, path_join(arena, root, str_from(lists[i])));
        routes_output(&d->r, URL_OUTPUT, path_join(arena, root, STR("rss.xml")),
                      path_join(arena, root, STR("rss.xml")));
        routes_output(&d->r, URL_OUTPUT, path_join(arena, root, STR("atom.xml")),
                      path_join(arena, root, STR("atom.xml")));
    }
}

/* ---- pages ---- */

void docusaurus_pages(struct docusaurus *d, const struct instance *instance) {
    struct arena *arena = d->r.arena;
    unsigned languages = d->locales.len ? (unsigned)d->locales.len : 1;
    size_t count, first = routes_below(&d->r, instance->path, &count);
    for (unsigned l = 0; l < languages; l++)
        for (size_t i = first; i < first + count && !routes_full(&d->r); i++) {
            struct str source = d->r.files.items[i], path = routes_within(instance->path, source);
            struct str stem = without_extension(path), name = path_base(stem);
            bool program = has_extension(path, ".js .jsx .ts .tsx");
            if (is_private(path) || (!program && !is_markdown_path(path)) ||
                str_find(path, STR(".test.")) < path.len || str_ends(stem, STR(".d")))
                continue;
            struct str url = str_eq(name, STR("index")) ? str_sub(stem, 0, stem.len - 5) : stem;
            url = in_locale(d, l, instance->route.len ? path_join(arena, instance->route, url) : url);
            if (program) {
                routes_output(&d->r, URL_PAGE, url, file_of_url(arena, url, d->slash == SLASH_NEVER))
                    ->source = source;
                continue;
            }
            struct route *route = add_route(d, source, url, l);
            route->path = path;
            route->root = instance->path;
            route->group = STR("pages");
        }
}
