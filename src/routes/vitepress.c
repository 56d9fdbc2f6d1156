/* vitepress.c: VitePress 1 (node/markdown/plugins/link.ts, node/plugins/dynamicRoutesPlugin.ts). */
#include "routes/model.h"

static const char *const names[] = {
    ".vitepress/config.ts",        ".vitepress/config.mts",      ".vitepress/config.js",
    ".vitepress/config.mjs",       ".vitepress/config.cjs",      ".vitepress/config/index.ts",
    ".vitepress/config/index.mts", ".vitepress/config/index.js", NULL};
static const char *const folders[] = {"docs", "doc", "src", "website", "site", "content", NULL};

struct vitepress {
    struct routes r;    /* first: generator_state points at it */
    struct str root;    /* the folder that is built */
    struct str content; /* srcDir within it */
    const struct script *config;
    bool clean; /* cleanUrls */
    enum id_style style;
};

/* ---- where it is ---- */

static const char *config_below(const struct spot *spot, const char *folder) {
    struct spot below = *spot;
    struct str name = str_from(folder);
    if (spot->tree) {
        for (size_t i = 0; names[i]; i++)
            if (spot_has(spot, str_c(spot->arena, path_join(spot->arena, name, str_from(names[i])))))
                return names[i];
        return NULL;
    }
    below.path = spot->path.len ? path_join(spot->arena, spot->path, name) : name;
    return spot_first(&below, names);
}

/* Of docs/.vitepress beside a package.json the site begins there: what builds it is the repository's. */
static unsigned vitepress_above(const struct spot *spot) {
    if (!spot->root || spot_has(spot, "package.json") || !spot_first(spot, names)) return 0;
    struct str up = path_clean(spot->arena, path_join(spot->arena, spot->path, STR("../package.json")));
    return root_holds(spot->root, spot->arena, up) && root_look(spot->root, spot->arena, up) == ROOT_FILE;
}

static bool vitepress_is_here(const struct spot *spot, bool guess) {
    if (guess) return spot_depends(spot, "vitepress");
    if (spot_first(spot, names)) return true;
    for (size_t i = 0; folders[i]; i++) {
        struct str package = path_join(spot->arena, str_from(folders[i]), STR("package.json"));
        if (config_below(spot, folders[i]) && !spot_has(spot, str_c(spot->arena, package))) return true;
    }
    return false;
}

/* The folder that "vitepress build docs" names in package.json. */
static struct str built_folder(const struct routes *r) {
    struct str text;
    struct error error = {0};
    if (!r->site->tree.read(r->site->tree.state, r->arena, STR("package.json"), &text, &error))
        return STR("");
    size_t at = str_find(text, STR("vitepress build "));
    if (at == text.len) return STR("");
    struct str rest = str_sub(text, at + 16, text.len);
    size_t end = 0;
    while (end < rest.len && !strchr(" \"&;|\n", rest.ptr[end])) end++;
    struct str folder = path_clean(r->arena, str_sub(rest, 0, end));
    return str_eq(folder, STR(".")) || str_starts(folder, STR("-")) || str_starts(folder, STR("..")) ? STR("")
                                                                                                     : folder;
}

static struct str find_root(struct vitepress *v, struct str *text) {
    struct str path;
    *text = program_text(&v->r, STR(""), names, &path);
    if (text->ptr) return STR("");
    for (size_t i = 0; folders[i]; i++) {
        *text = program_text(&v->r, str_from(folders[i]), names, &path);
        if (text->ptr) return str_from(folders[i]);
    }
    for (size_t i = 0; i < v->r.files.len; i++) {
        struct str name = v->r.files.items[i], folder = path_dir(path_dir(name));
        bool config =
            str_ends(path_dir(name), STR("/.vitepress")) && str_find_char(folder, '/') == folder.len;
        if (config && str_starts(path_base(name), STR("config.")))
            *text = program_text(&v->r, folder, names, &path);
        if (text->ptr) return folder;
    }
    struct str folder = built_folder(&v->r);
    bool only = !folder.len && !routes_has(&v->r, STR("index.md")) && routes_has(&v->r, STR("docs/index.md"));
    return only ? STR("docs") : folder;
}

/* ---- pages ---- */

static bool is_within(struct str path, struct str folder) {
    return !folder.len || (str_starts(path, folder) && path.len > folder.len && path.ptr[folder.len] == '/');
}

static bool wanted(const struct routes *r, struct str path, struct page_options *options) {
    const struct vitepress *v = (const void *)r;
    bool hidden =
        str_find(path, STR(".vitepress/")) < path.len || str_find(path, STR("node_modules/")) < path.len;
    if (!has_extension(path, ".md") || !is_within(path, v->content) || hidden) return false;
    const struct script *excluded = script_get(v->config, "srcExclude");
    for (const struct script *e = excluded ? excluded->child : NULL; e; e = e->next)
        if (e->kind == SCRIPT_STRING && glob_match(e->text, routes_within(v->content, path))) return false;
    options->id_style = v->style;
    options->callouts = options->inclusions = true;
    return true;
}

/* "packages/a/b.md" of "packages/:name/:rest*" becomes what the rule makes of it; false: it does not match. */
static bool rewrite(struct arena *arena, struct str from, struct str to, struct str path, struct str *out) {
    struct map named = {0};
    while (from.ptr && path.ptr) {
        struct str part = str_cut(&from, '/');
        bool rest = str_starts(part, STR(":")) && str_ends(part, STR("*"));
        struct str have = rest ? path : str_cut(&path, '/');
        if (rest) path = (struct str){0};
        struct str name = str_sub(part, 0, part.len - rest), value = have;
        if (str_ends(name, STR(".md")) && str_ends(value, STR(".md"))) name.len -= 3, value.len -= 3;
        if (!str_starts(name, STR(":")) && !str_eq(part, have)) return false;
        struct str *kept = ARENA_NEW(arena, struct str);
        *kept = value;
        if (str_starts(name, STR(":"))) map_put(arena, &named, name, kept);
    }
    if (from.ptr || path.ptr) return false;
    struct buf made = {.arena = arena};
    while (to.ptr) {
        struct str part = str_cut(&to, '/'), name = part;
        if (str_ends(name, STR("*"))) name.len--;
        bool page = str_ends(name, STR(".md")) && str_starts(name, STR(":"));
        if (page) name.len -= 3;
        const struct str *value = map_get(&named, name);
        buf_add(&made, value ? *value : part);
        if (value && page) buf_add(&made, STR(".md"));
        if (to.ptr) buf_add_char(&made, '/');
    }
    *out = buf_str(&made);
    return true;
}

/* The path a page is built at; absent: a program decides. */
static struct str moved(const struct vitepress *v, struct str path) {
    const struct script *rules = script_get(v->config, "rewrites");
    if (!rules) return path;
    if (rules->kind != SCRIPT_OBJECT || rules->open) return (struct str){0};
    for (const struct script *rule = rules->child; rule; rule = rule->next) {
        struct str out;
        if (rule->kind != SCRIPT_STRING || str_find_char(rule->key, '(') < rule->key.len)
            return (struct str){0};
        if (rewrite(v->r.arena, rule->key, rule->text, path, &out)) return out;
    }
    return path;
}

static void add_page(struct vitepress *v, struct str source, struct str path) {
    struct arena *arena = v->r.arena;
    struct str to = moved(v, path);
    if (!to.ptr) {
        routes_unknown(&v->r, STR(""));
        to = path;
    }
    if (str_find_char(path, '[') < path.len) { /* "[name].md": as many pages as a program says */
        routes_unknown(&v->r, path_dir(path));
        return;
    }
    struct str stem = without_extension(to);
    bool index = str_eq(path_base(stem), STR("index"));
    struct str url = index ? str_sub(stem, 0, stem.len - 5)
                           : str_printf(arena, v->clean ? "%.*s" : "%.*s.html", STR_FMT(stem));
    routes_page(&v->r, source, url, str_printf(arena, "%.*s.html", STR_FMT(stem)))->path = path;
}

static void add_pages(struct vitepress *v) {
    size_t count, first = routes_below(&v->r, v->content, &count);
    for (size_t i = first; i < first + count; i++)
        if (map_get(&v->r.pages, v->r.files.items[i]))
            add_page(v, v->r.files.items[i], routes_within(v->content, v->r.files.items[i]));
    routes_folder(&v->r, path_join(v->r.arena, v->content, STR("public")), STR(""));
    routes_output(&v->r, URL_404, STR("404.html"), STR("404.html"));
    routes_unknown(&v->r, STR("assets"));
    routes_unknown(&v->r, STR("sitemap.xml"));
    routes_unknown(&v->r, STR("hashmap.json"));
}

/* ---- configuration ---- */

/* Are there plugins of Vite, which may change the text of pages, in a file of their own or by a name? */
static bool has_vite(const struct vitepress *v) {
    static const char *const files[] = {"vite.config.ts", "vite.config.js", "vite.config.mts",
                                        "vite.config.mjs", NULL};
    const struct script *vite = script_get(v->config, "vite");
    struct str path;
    return (vite && vite->kind != SCRIPT_OBJECT) || program_text(&v->r, v->root, files, &path).ptr;
}

/* A parenthesis in a pattern begins a group, or an expression, of picomatch's: what it leaves out is not known. */
static bool has_group(const struct script *list) {
    for (const struct script *e = list->child; e; e = e->next)
        if (e->kind == SCRIPT_STRING && str_find_char(e->text, '(') < e->text.len) return true;
    return false;
}

static void read_settings(struct vitepress *v, struct str text) {
    struct str base = STR("/"), source = STR("");
    package_tells_version(&v->r, STR("package.json"), "vitepress");
    bool doubt = script_text(v->config, "base", &base) == SCRIPT_DOUBT;
    if (doubt)
        routes_note(&v->r, "base-computed", (struct str){0},
                    "the configuration computes base: it is taken to be /");
    if (script_text(v->config, "srcDir", &source) == SCRIPT_DOUBT) routes_unknown(&v->r, STR(""));
    if (script_bool(v->config, "cleanUrls", &v->clean) == SCRIPT_DOUBT) routes_unknown(&v->r, STR(""));
    if (text.ptr && !v->config) routes_unknown(&v->r, STR(""));
    const struct script *excluded = script_get(v->config, "srcExclude");
    if (excluded && (script_is_doubtful(excluded) || has_group(excluded))) routes_unknown(&v->r, STR(""));
    bool own = script_get(v->config, "markdown.anchor") || script_get(v->config, "markdown.slugify") ||
               script_get(v->config, "markdown.config") || script_get(v->config, "vite.plugins") ||
               has_vite(v);
    v->style = own ? ID_UNKNOWN : ID_VITEPRESS;
    v->content = path_clean(v->r.arena, path_join(v->r.arena, v->root, source));
    if (str_eq(v->content, STR("."))) v->content = STR("");
    struct str host = STR("");
    script_text(v->config, "sitemap.hostname", &host);
    routes_base(&v->r, host, base);
}

static bool vitepress_load(struct site *site, const struct site_options *options, struct error *error) {
    struct vitepress *v = ARENA_NEW(site->arena, struct vitepress);
    struct str text;
    if (!routes_begin(&v->r, site, options, error)) return false;
    v->root = find_root(v, &text);
    if (text.ptr) v->config = script_read(site->arena, text);
    read_settings(v, text);
    routes_read(&v->r, wanted);
    add_pages(v);
    return routes_end(&v->r, error);
}

/* ---- links ---- */

static bool is_file_extension(struct str path) {
    return has_extension(
        path, ".png .jpg .jpeg .gif .svg .webp .avif .ico .bmp .pdf .zip .gz .tgz .tar .7z .rar .json "
              ".txt .xml .csv .yml .yaml .toml .js .mjs .ts .css .map .mp4 .webm .mov .mp3 .ogg .wav "
              ".doc .docx .xls .xlsx .ppt .pptx .woff .woff2 .ttf .wasm .exe .dmg .apk .jar .py .sh");
}

/* What plugins/link.ts makes of a Markdown link within the site. */
static struct str rewritten(const struct vitepress *v, struct arena *arena, struct str path) {
    if (str_eq_nocase(path_base(path), STR("index.md")))
        return path.len == 8 ? STR("./") : str_sub(path, 0, path.len - 8);
    if (str_ends(path, STR(".md")))
        path.len -= 3;
    else if (str_ends(path, STR(".html")))
        path.len -= 5;
    else if (str_ends(path, STR("/")) || is_file_extension(path))
        return path;
    return str_printf(arena, v->clean ? "%.*s" : "%.*s.html", STR_FMT(path));
}

static struct destination vitepress_destination(const struct site *site, struct arena *arena,
                                                const struct site_page *page, const struct link *link,
                                                struct str text) {
    const struct vitepress *v = site->generator_state;
    struct destination as_written = {.kind = DESTINATION_AS_WRITTEN};
    struct str path = url_split(text).path, base = site->languages[0].base_path;
    bool markdown = is_markdown_destination(link),
         image = link->kind == LINK_IMAGE || str_eq(link->name, STR("src"));
    if (is_external(text) || !path.len) return as_written;
    if (link->kind == LINK_FRONT_MATTER) {
        if (path.ptr[0] != '/') return (struct destination){.kind = DESTINATION_UNKNOWN};
        markdown = true; /* `link` of a hero and the like are treated as Markdown's */
    }
    bool rooted = str_starts(path, STR("/"));
    if (image && !rooted) {
        struct str file =
            path_clean(arena, path_join(arena, path_dir(page->source), url_decode(arena, path)));
        if (routes_has(&v->r, file)) return (struct destination){.kind = DESTINATION_FILE};
        return str_starts(path, STR("@")) || str_starts(path, STR("~"))
                   ? (struct destination){.kind = DESTINATION_UNKNOWN}
                   : as_written;
    }
    if (!markdown && !image) return as_written;
    struct str made = image ? path : rewritten(v, arena, path);
    if (rooted) made = str_printf(arena, "%.*s%.*s", STR_FMT(base), STR_FMT(str_sub(made, 1, made.len)));
    return destination_text(arena, made, text);
}

static void vitepress_outlook(const struct site *site, struct arena *arena, struct outlook *out) {
    routes_outlook(site, arena, out);
    out->raw_html = true;
}

static const char *const marks[] = {"package", NULL};
const struct generator vitepress_generator = {
    .name = "vitepress",
    .title = "VitePress",
    .marks = marks,
    .traits = SITE_TOLD,
    .is_here = vitepress_is_here,
    .above = vitepress_above,
    .load = vitepress_load,
    .outlook = vitepress_outlook,
    .destination = vitepress_destination,
    .yaml_1_2 = "YAML 1.2",
    .outputs = (const char *const[]){".vitepress/dist", "docs/.vitepress/dist", NULL},
};
