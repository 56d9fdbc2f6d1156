/* hugo_mount.c: which folders lie below content/ and static/: the project's, its mounts, its themes' (4.4, 4.5). */
#include "hugo/model.h"

#define MAX_MODULES 100

struct loading {
    struct hugo *hugo;
    struct hugo_loader loader;
    ARRAY_OF(struct hugo_module) modules;
    struct str themes_dir;
};

/* ---- mounts of one module ---- */

static const struct node *get(const struct node *object, struct str key) {
    return object && object->kind == NODE_OBJECT ? node_get_nocase(object, key) : NULL;
}

static bool in_component(struct str target, struct str component) {
    return str_eq(target, component) || (str_starts(target, component) && target.ptr[component.len] == '/');
}

static uint64_t languages_of(const struct hugo *hugo, const struct node *mount) {
    uint64_t bits = 0;
    struct str lang = node_text(get(mount, STR("lang")), STR(""));
    unsigned one = lang.len ? hugo_language_find(hugo, lang, true) : SITE_NO_LANGUAGE;
    if (one < 64) bits |= 1ull << one;
    if (lang.len && one == SITE_NO_LANGUAGE) bits |= 1ull << 63;
    if (!hugo_since(hugo->version, HUGO_MOUNT_MATRIX)) return bits;
    const struct node *matrix = get(get(get(mount, STR("sites")), STR("matrix")), STR("languages"));
    for (unsigned i = 0; matrix && i < hugo->site->language_count && i < 63; i++) {
        struct str code = hugo->site->languages[i].code;
        for (const struct node *item = matrix->child; item; item = item->next)
            if (hugo_glob(item->text, code)) bits |= 1ull << i;
        if (matrix->kind == NODE_STRING && hugo_glob(matrix->text, code)) bits |= 1ull << i;
    }
    return bits;
}

static void refuse_old_keys(struct hugo *hugo, const struct node *mount) {
    static const char *const old[] = {"lang", "includeFiles", "excludeFiles"};
    if (!hugo_since(hugo->version, HUGO_MOUNT_KEY)) return;
    for (size_t i = 0; i < ARRAY_LEN(old); i++) {
        const struct node *node = get(mount, str_from(old[i]));
        if (!node) continue;
        hugo_failure_add(hugo, node, "module.mounts.%s was removed from Hugo; use \"%s\"", old[i],
                         i == 0 ? "sites.matrix" : "files");
        hugo_failure_since(hugo, HUGO_MOUNT_KEY);
    }
}

static struct hugo_mount *add_mount(struct hugo *hugo, struct str dir, struct str source, struct str target,
                                    unsigned order) {
    if (!hugo_limit_mounts(hugo)) return &hugo->mounts.items[hugo->mounts.len - 1];
    struct hugo_mount *mount = ARRAY_PUSH(hugo->arena, &hugo->mounts);
    struct str joined = path_clean(hugo->arena, path_join(hugo->arena, dir, source));
    mount->source = str_eq(joined, STR(".")) ? STR("") : joined;
    mount->target = path_clean(hugo->arena, target);
    mount->order = order;
    return mount;
}

/* Reads a list of mounts; tells which components they replace. */
static void read_mounts(struct hugo *hugo, const struct hugo_module *module, const struct node *list,
                        unsigned order, bool *content, bool *statics) {
    for (const struct node *item = list ? list->child : NULL; item; item = item->next) {
        struct str source = node_text(get(item, STR("source")), STR(""));
        struct str target = node_text(get(item, STR("target")), STR(""));
        bool is_content = in_component(target, STR("content")),
             is_static = in_component(target, STR("static"));
        if (source.len == 0 || (!is_content && !is_static)) continue;
        if (order == 0) refuse_old_keys(hugo, item);
        *content |= is_content;
        *statics |= is_static;
        struct hugo_mount *mount = add_mount(hugo, module->dir, source, target, order);
        mount->languages = languages_of(hugo, item);
        mount->include = get(item, STR("includeFiles"));
        mount->exclude = get(item, STR("excludeFiles"));
        if (hugo_since(hugo->version, HUGO_MOUNT_MATRIX)) mount->files = get(item, STR("files"));
        hugo_glob_check(hugo, item);
    }
}

/* staticDir is a string or a list; a language may have its own, and staticDir0 to staticDir10 add to it. */
static void add_static_one(struct hugo *hugo, const struct hugo_module *module, struct str dir,
                           unsigned order, unsigned language) {
    struct hugo_mount *mount = add_mount(hugo, module->dir, dir, STR("static"), order);
    if (language != SITE_NO_LANGUAGE) mount->languages = 1ull << language;
}

/* A later folder of the list wins: the last one is mounted first. */
static void add_static(struct hugo *hugo, const struct hugo_module *module, const struct node *dirs,
                       unsigned order, unsigned language) {
    if (dirs && dirs->kind == NODE_STRING) add_static_one(hugo, module, dirs->text, order, language);
    if (!dirs || dirs->kind != NODE_ARRAY) return;
    const struct node **items = ARENA_ARRAY(hugo->arena, const struct node *, dirs->count + 1);
    size_t n = 0;
    for (const struct node *item = dirs->child; item; item = item->next) items[n++] = item;
    while (n > 0) add_static_one(hugo, module, node_text(items[--n], STR("static")), order, language);
}

static void default_static(struct hugo *hugo, const struct hugo_module *module, unsigned order) {
    size_t before = hugo->mounts.len;
    bool per_language =
        order == 0 && (hugo->site->multihost || hugo_since(hugo->version, HUGO_STATIC_LANGUAGE));
    for (unsigned i = 0; per_language && i < hugo->site->language_count; i++)
        add_static(hugo, module, get(hugo->site->languages[i].config, STR("staticDir")), order,
                   hugo->site->multihost ? i : SITE_NO_LANGUAGE);
    add_static(hugo, module, get(module->config, STR("staticDir")), order, SITE_NO_LANGUAGE);
    for (int i = 0; i <= 10; i++)
        add_static(hugo, module, get(module->config, str_printf(hugo->arena, "staticDir%d", i)), order,
                   SITE_NO_LANGUAGE);
    if (hugo->mounts.len == before) add_mount(hugo, module->dir, STR("static"), STR("static"), order);
}

static void default_content(struct hugo *hugo, const struct hugo_module *module, unsigned order) {
    struct str dir = node_text(get(module->config, STR("contentDir")), STR("content"));
    bool per_language = false;
    for (unsigned i = 0; order == 0 && i < hugo->site->language_count; i++) {
        struct str own = node_text(get(hugo->site->languages[i].config, STR("contentDir")), STR(""));
        if (own.len) per_language = true;
    }
    if (!per_language) {
        add_mount(hugo, module->dir, dir, STR("content"), order);
        return;
    }
    for (unsigned i = 0; i < hugo->site->language_count; i++) {
        struct str own = node_text(get(hugo->site->languages[i].config, STR("contentDir")), dir);
        add_mount(hugo, module->dir, own, STR("content"), order)->languages = 1ull << i;
    }
}

static void mount_module(struct hugo *hugo, const struct hugo_module *module, unsigned order) {
    bool content = false, statics = false;
    if (module->no_mounts) return;
    if (module->mounts && module->mounts->child) {
        read_mounts(hugo, module, module->mounts, order, &content, &statics);
        return;
    }
    read_mounts(hugo, module, get(get(module->config, STR("module")), STR("mounts")), order, &content,
                &statics);
    bool own = get(get(module->config, STR("module")), STR("mounts")) != NULL;
    if (!content && !(order > 0 && own)) default_content(hugo, module, order);
    if (!statics && !(order > 0 && own)) default_static(hugo, module, order);
}

/* ---- themes and imports ---- */

static bool has_files(struct loading *loading, struct str dir) {
    str_array files = {0};
    struct error ignored;
    const struct tree *tree = loading->loader.files.tree;
    return tree->list(tree->state, loading->hugo->arena, dir, &files, &ignored) && files.len > 0;
}

/* module.replacements: "path -> dir", one string with commas or a list; dir is relative to themesDir. */
static struct str replacement(struct loading *loading, struct str path) {
    const struct node *list = get(get(loading->modules.items[0].config, STR("module")), STR("replacements"));
    struct str rest = list && list->kind == NODE_STRING ? list->text : (struct str){0};
    for (const struct node *item = list ? list->child : NULL; item || rest.ptr;
         item = item ? item->next : NULL) {
        struct str entry = item ? item->text : str_cut(&rest, ',');
        size_t arrow = str_find(entry, STR("->"));
        if (arrow < entry.len && str_eq(str_trim(str_sub(entry, 0, arrow)), path))
            return str_trim(str_sub(entry, arrow + 2, entry.len));
    }
    return (struct str){0};
}

/* _vendor/PATH, the replacement, themesDir/PATH; absent when none is there. */
static struct str find_module(struct loading *loading, struct str path) {
    struct arena *arena = loading->hugo->arena;
    struct str dir = path_join(arena, STR("_vendor"), path), other = replacement(loading, path);
    if (has_files(loading, dir)) return dir;
    dir = path_clean(arena, path_join(arena, loading->themes_dir, other.ptr ? other : path));
    if (has_files(loading, dir)) return dir;
    dir = other.ptr ? path_clean(arena, other) : (struct str){0};
    return dir.ptr && has_files(loading, dir) ? dir : (struct str){0};
}

/* themes_dir of a theme's example site is often "../..", where the theme itself would lie. */
static bool note_themes_outside(struct loading *loading, struct str path) {
    struct hugo *hugo = loading->hugo;
    const struct node *themes = site_config(hugo->site, SITE_NO_LANGUAGE, STR("themesDir"));
    const struct source *source = config_source(themes);
    struct str border = outside_border(hugo->site);
    if (!outside_is(hugo->site, themes) || !source) return false;
    hugo_note_add(
        hugo, "missing-module",
        str_printf(hugo->arena, "%.*s:%u", STR_FMT(source->path),
                   text_line(source->text, themes->span.start)),
        themes,
        "themesDir leads out of the %.*s: the module \"%.*s\" is not here, pages and files it brings are "
        "unknown",
        STR_FMT(border), STR_FMT(path));
    return true;
}

static bool known_module(const struct loading *loading, struct str dir) {
    for (size_t i = 0; i < loading->modules.len; i++)
        if (str_eq(loading->modules.items[i].dir, dir)) return true;
    return false;
}

static bool read_module(struct loading *loading, struct hugo_module *module, struct error *error) {
    struct node *root = config_object(loading->hugo->arena, NULL);
    if (!hugo_config_read_root(&loading->loader, module->dir, root, error)) return false;
    if (!hugo_config_read_dir(&loading->loader, module->dir, STR("_default"), root, error)) return false;
    module->config = root;
    return true;
}

static bool add_module(struct loading *loading, struct str path, const struct node *node,
                       const struct node *import, struct error *error) {
    struct hugo *hugo = loading->hugo;
    if (path.len == 0 || node_is_true(get(import, STR("disable"))) || loading->modules.len >= MAX_MODULES)
        return true;
    struct str dir = find_module(loading, path);
    if (dir.ptr == NULL) {
        *ARRAY_PUSH(hugo->arena, &hugo->absent) = (struct hugo_module){.mounts = get(import, STR("mounts"))};
        if (note_themes_outside(loading, path)) return true;
        hugo_note_add(hugo, "missing-module", (struct str){0}, node,
                      "the module \"%.*s\" is not here: pages and files it brings are unknown",
                      STR_FMT(path));
        return true;
    }
    if (known_module(loading, dir)) return true;
    struct hugo_module module = {.dir = dir, .mounts = get(import, STR("mounts"))};
    module.no_mounts = node_is_true(get(import, STR("noMounts")));
    if (!node_is_true(get(import, STR("ignoreConfig"))) && !read_module(loading, &module, error))
        return false;
    *ARRAY_PUSH(hugo->arena, &loading->modules) = module;
    return true;
}

/* `theme` (a string or a list), then module.imports. */
static bool add_imports(struct loading *loading, const struct node *config, struct error *error) {
    const struct node *theme = get(config, STR("theme"));
    const struct node *imports = get(get(config, STR("module")), STR("imports"));
    if (theme && theme->kind == NODE_STRING && !add_module(loading, theme->text, theme, NULL, error))
        return false;
    for (const struct node *item = theme ? theme->child : NULL; item; item = item->next)
        if (!add_module(loading, node_text(item, STR("")), item, NULL, error)) return false;
    for (const struct node *item = imports ? imports->child : NULL; item; item = item->next) {
        struct str path = node_text(get(item, STR("path")), STR(""));
        if (!add_module(loading, path, item, item, error)) return false;
    }
    return true;
}

/* ---- what a theme's configuration adds to the site's ---- */

static struct str merge_mode(const struct node *root, struct str key) {
    const struct node *own = get(root, key), *mode = get(own, STR("_merge"));
    if (mode == NULL) mode = get(root, STR("_merge"));
    if (mode) return mode->text;
    if (str_eq_nocase(key, STR("params"))) return STR("deep");
    bool shallow = str_eq_nocase(key, STR("menus")) || str_eq_nocase(key, STR("menu")) ||
                   str_eq_nocase(key, STR("outputFormats")) || str_eq_nocase(key, STR("mediaTypes"));
    return shallow ? STR("shallow") : STR("none");
}

static void merge_shallow(struct arena *arena, struct node *root, const struct node *child) {
    struct str keys[2] = {child->key};
    for (const struct node *item = child->child; item; item = item->next) {
        if (get(get(root, child->key), item->key)) continue;
        struct node *one = config_object(arena, config_source(item)), *holder = config_object(arena, NULL);
        keys[1] = item->key;
        config_merge(arena, holder, child, true);
        *one = *node_get_nocase(holder, item->key);
        config_put(arena, root, keys, 2, one);
    }
}

static void merge_theme(struct hugo *hugo, struct node *root, const struct node *theme) {
    for (const struct node *child = theme->child; child; child = child->next) {
        struct str mode = merge_mode(root, child->key);
        if (child->kind != NODE_OBJECT || str_eq(mode, STR("none"))) continue;
        if (str_eq(mode, STR("shallow"))) {
            merge_shallow(hugo->arena, root, child);
            continue;
        }
        struct node *only = config_object(hugo->arena, NULL), *all = config_object(hugo->arena, NULL);
        struct node *one = config_object(hugo->arena, NULL);
        config_merge(hugo->arena, all, theme, true);
        *one = *node_get_nocase(all, child->key);
        config_put(hugo->arena, only, &child->key, 1, one);
        config_merge(hugo->arena, root, only, true);
    }
}

bool hugo_mount_load(struct hugo *hugo, struct hugo_loader *loader, struct node *root, struct error *error) {
    struct loading loading = {.hugo = hugo, .loader = *loader};
    loading.themes_dir =
        node_text(site_config(hugo->site, SITE_NO_LANGUAGE, STR("themesDir")), STR("themes"));
    *ARRAY_PUSH(hugo->arena, &loading.modules) =
        (struct hugo_module){.dir = STR(""), .config = hugo->site->config};
    for (size_t i = 0; i < loading.modules.len; i++)
        if (!add_imports(&loading, loading.modules.items[i].config, error)) return false;
    for (size_t i = 1; i < loading.modules.len; i++)
        if (loading.modules.items[i].config) merge_theme(hugo, root, loading.modules.items[i].config);
    *loader = loading.loader;
    hugo->module_count = loading.modules.len;
    hugo->modules = loading.modules.items;
    return true;
}

/* ---- what lies outside of the border, of which the tree shows nothing ---- */

static bool check_folders(struct hugo *hugo, const struct node *config, struct error *error) {
    static const char *const keys[] = {"contentDir", "layoutDir",    "dataDir",  "i18nDir",
                                       "assetDir",   "archetypeDir", "staticDir"};
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        if (!outside_check(hugo->site, get(config, str_from(keys[i])), keys[i], error)) return false;
    for (int i = 0; i <= 10; i++) {
        struct str key = str_printf(hugo->arena, "staticDir%d", i);
        if (!outside_check(hugo->site, get(config, key), key.ptr, error)) return false;
    }
    const struct node *mounts = get(get(config, STR("module")), STR("mounts"));
    for (const struct node *item = mounts ? mounts->child : NULL; item; item = item->next)
        if (!outside_check(hugo->site, get(item, STR("source")), "module.mounts.source", error)) return false;
    return true;
}

/* What a theme mounts is seen from the theme. */
static void note_outside(struct hugo *hugo) {
    const struct site *site = hugo->site;
    for (size_t i = 0; i < hugo->mounts.len; i++) {
        struct node folder = {.kind = NODE_STRING, .text = hugo->mounts.items[i].source};
        struct str border = outside_border(site);
        if (hugo->mounts.items[i].order > 0 && outside_is(site, &folder))
            hugo_note_add(
                hugo, "outside", folder.text, NULL,
                "this folder is outside of the %.*s and is not read: its pages and files are unknown",
                STR_FMT(border));
    }
}

bool hugo_mount_all(struct hugo *hugo, struct error *error) {
    const struct hugo_module *modules = hugo->modules;
    if (!check_folders(hugo, hugo->site->config, error)) return false;
    for (size_t i = 0; i < hugo->site->language_count; i++)
        if (!check_folders(hugo, hugo->site->languages[i].config, error)) return false;
    for (size_t i = 0; i < hugo->module_count; i++) mount_module(hugo, &modules[i], (unsigned)i);
    note_outside(hugo);
    return true;
}
