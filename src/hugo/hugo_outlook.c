/* hugo_outlook.c: how the links of a Hugo site are read, and what this checkout cannot tell of them: render hooks (3.2),
 * modules that are not here, what is mounted from elsewhere, content that code makes. */
#include "hugo/model.h"

struct looking {
    const struct hugo *hugo;
    const struct site *site;
    struct arena *arena;
    struct outlook *out;
};

static const struct node *setting(const struct looking *looking, const char *key) {
    return site_config(looking->site, SITE_NO_LANGUAGE, str_from(key));
}

static bool flag_of(const struct looking *looking, const char *key) {
    const struct node *node = setting(looking, key);
    return node && node->kind == NODE_BOOL && node->boolean;
}

/* ---- addresses whose content cannot be seen ---- */

static bool has_folder(const struct looking *looking, struct str folder) {
    str_array files = {0};
    struct error error = {0};
    const struct tree *tree = &looking->site->tree;
    return tree->list(tree->state, looking->arena, folder, &files, &error) && files.len > 0;
}

static bool exists(const struct looking *looking, struct str path) {
    return tree_has(&looking->site->tree, looking->arena, path) || has_folder(looking, path);
}

static void add_prefix(const struct looking *looking, struct str prefix) {
    while (prefix.len && prefix.ptr[prefix.len - 1] == '/') prefix.len--;
    *ARRAY_PUSH(looking->arena, &looking->out->unknown) = prefix;
}

/* A content folder as FILEs spell it: lower case, '-' for spaces. */
static struct str content_path(const struct looking *looking, struct str target) {
    struct str lower = unicode_lower_str(looking->arena, target);
    char *copy = str_c(looking->arena, lower);
    for (size_t i = 0; i < lower.len; i++)
        if (copy[i] == ' ') copy[i] = '-';
    return (struct str){copy, lower.len};
}

/* A content folder of one language; absent code: the default one. A language that isn't enabled has no pages. */
static void add_content(const struct looking *looking, struct str target, struct str code) {
    const struct site *site = looking->site;
    struct str prefix = site->language_count ? site->languages[0].prefix : STR("");
    bool enabled = !code.len;
    for (size_t i = 0; code.len && i < site->language_count; i++) {
        if (!str_eq_nocase(site->languages[i].code, code)) continue;
        prefix = site->languages[i].prefix;
        enabled = true;
    }
    struct str path = content_path(looking, target);
    if (prefix.len) path = str_printf(looking->arena, "%.*s/%.*s", STR_FMT(prefix), STR_FMT(path));
    if (enabled) add_prefix(looking, path);
}

static void add_content_mount(const struct looking *looking, const struct node *mount, struct str target) {
    const struct node *language = node_get_nocase(mount, STR("lang"));
    const struct node *list = node_path(mount, STR("sites.matrix.languages"));
    if (!list || list->kind != NODE_ARRAY) {
        add_content(looking, target, node_text(language ? language : list, STR("")));
        return;
    }
    for (const struct node *code = list->child; code; code = code->next)
        add_content(looking, target, node_text(code, STR("")));
}

/* Where files below a mount's target are published, if they are. */
static void add_target(const struct looking *looking, const struct node *mount) {
    struct str target = node_text(node_get_nocase(mount, STR("target")), STR(""));
    struct str component = str_cut(&target, '/');
    if (!target.ptr) target = STR("");
    target.len -= path_ext(target).len;
    if (str_eq(path_base(target), STR("_index")) || str_eq(path_base(target), STR("index")))
        target = path_dir(target);
    if (str_eq(component, STR("content")))
        add_content_mount(looking, mount, target);
    else if (str_eq(component, STR("static")) && target.len)
        add_prefix(looking, target);
    else if (str_eq(component, STR("static")))
        looking->out->unknown_assets = true;
}

/* Of mounts whose source isn't there; `folder` is where they are relative to. */
static void read_mounts(const struct looking *looking, const struct node *mounts, struct str folder) {
    for (const struct node *mount = mounts ? mounts->child : NULL; mount; mount = mount->next) {
        struct str source = node_text(node_get_nocase(mount, STR("source")), STR(""));
        if (folder.len) source = path_join(looking->arena, folder, source);
        if (!exists(looking, source)) add_target(looking, mount);
    }
}

static void read_modules(const struct looking *looking) {
    const struct hugo *hugo = looking->hugo;
    for (size_t i = 0; i < hugo->module_count; i++)
        read_mounts(looking, hugo_module_mounts(&hugo->modules[i]), hugo->modules[i].dir);
    for (size_t i = 0; i < hugo->absent.len; i++) {
        const struct node *mounts = hugo->absent.items[i].mounts;
        looking->out->unknown_assets = looking->out->custom_link_hook = looking->out->custom_image_hook =
            true;
        for (const struct node *mount = mounts ? mounts->child : NULL; mount; mount = mount->next)
            add_target(looking, mount);
    }
}

/* Sites of roles and versions lie below their names; all of them when the default one does. */
static void read_dimensions(const struct looking *looking) {
    static const struct str keys[] = {{"roles", 5}, {"versions", 8}};
    static const struct str inside[] = {{"defaultContentRoleInSubdir", 26},
                                        {"defaultContentVersionInSubdir", 29}};
    if (!site_is_noted(looking->site, SITE_NOTE_DIMENSIONS)) return;
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        const struct node *all = site_config(looking->site, SITE_NO_LANGUAGE, keys[i]);
        for (const struct node *one = all ? all->child : NULL; one; one = one->next)
            add_prefix(looking, unicode_lower_str(looking->arena, one->key));
        looking->out->unmounted |= node_is_true(site_config(looking->site, SITE_NO_LANGUAGE, inside[i]));
    }
}

static void read_adapters(const struct looking *looking) {
    for (size_t i = 0; i < looking->site->notes.len; i++) {
        const struct site_note *note = &looking->site->notes.items[i];
        if (!str_eq(str_from(note->code), STR("content-adapter"))) continue;
        struct str folder = path_dir(note->path);
        if (str_starts(folder, STR("content"))) folder = str_sub(folder, folder.len > 8 ? 8 : 7, folder.len);
        add_content(looking, folder, STR(""));
    }
}

/* Of each mount the folder, below each language's prefix. */
static void read_origins(const struct looking *looking) {
    const struct hugo *hugo = looking->hugo;
    for (size_t i = 0; i < hugo->mounts.len; i++) {
        const struct hugo_mount *mount = &hugo->mounts.items[i];
        struct str below = mount->target, component = str_cut(&below, '/');
        struct str file = below.ptr ? below : STR("");
        bool pages = str_eq(component, STR("content"));
        *ARRAY_PUSH(looking->arena, &looking->out->origins) = (struct origin){file, mount->source, pages};
        for (size_t l = 0; pages && l < looking->site->language_count; l++) {
            struct str prefix = looking->site->languages[l].prefix;
            if (prefix.len)
                *ARRAY_PUSH(looking->arena, &looking->out->origins) =
                    (struct origin){path_join(looking->arena, prefix, file), mount->source, pages};
        }
    }
}

/* ---- render hooks ---- */

static void find_hook(const struct looking *looking, struct str path) {
    struct str base = path_base(path);
    if (!str_eq(path_base(path_dir(path)), STR("_markup"))) return;
    if (str_starts(base, STR("render-link.")))
        looking->out->custom_link_hook = looking->out->own_hooks = true;
    if (str_starts(base, STR("render-image.")))
        looking->out->custom_image_hook = looking->out->own_hooks = true;
}

/* Whether Hugo's own hook of that kind ("link", "image") is on. */
static bool is_embedded(const struct looking *looking, const char *kind) {
    const struct site *site = looking->site;
    struct str key = str_printf(looking->arena, "markup.goldmark.renderHooks.%s.", kind);
    struct str old = str_printf(looking->arena, "%.*senableDefault", STR_FMT(key));
    struct str new = str_printf(looking->arena, "%.*suseEmbedded", STR_FMT(key));
    bool automatic =
        site->multilingual && !site->multihost && !flag_of(looking, "markup.goldmark.duplicateResourceFiles");
    if (!hugo_since(site->version, HUGO_PAGE_TREE)) return false;
    const struct node *enabled = site_config(site, SITE_NO_LANGUAGE, old);
    const struct node *use = site_config(site, SITE_NO_LANGUAGE, new);
    if (enabled) return node_is_true(enabled);
    if (!hugo_since(site->version, HUGO_HOOK_USE_EMBEDDED)) return automatic;
    struct str word = node_text(use, STR("auto"));
    if (str_eq_nocase(word, STR("never"))) return false;
    return !str_eq_nocase(word, STR("auto")) || automatic;
}

/* ---- templates and menus ---- */

/* Where templates lie, those of shortcodes too: since 0.146 their folder may be called _shortcodes. */
static void find_templates(const struct looking *looking, const struct hugo_module *module) {
    *ARRAY_PUSH(looking->arena, &looking->out->templates) =
        path_join(looking->arena, module->dir, STR("layouts"));
    static const char *const folders[] = {"layouts/shortcodes", "layouts/_shortcodes"};
    for (size_t i = 0; i < ARRAY_LEN(folders); i++)
        *ARRAY_PUSH(looking->arena, &looking->out->shortcodes) =
            path_join(looking->arena, module->dir, str_from(folders[i]));
}

static void read_menus(const struct looking *looking, unsigned language, const char *key) {
    const struct node *menus = site_config(looking->site, language, str_from(key));
    for (const struct node *menu = menus ? menus->child : NULL; menu; menu = menu->next)
        for (const struct node *entry = menu->child; entry; entry = entry->next)
            *ARRAY_PUSH(looking->arena, &looking->out->menus) =
                (struct menu_entry){language, node_text(node_get_nocase(entry, STR("url")), (struct str){0}),
                                    node_text(node_get_nocase(entry, STR("pageRef")), (struct str){0})};
}

/* A `_redirects` that a template writes: an output format with that base name. */
static bool writes_redirects(const struct looking *looking) {
    const struct node *formats = setting(looking, "outputFormats");
    for (const struct node *format = formats ? formats->child : NULL; format; format = format->next)
        if (str_eq(node_text(node_get_nocase(format, STR("baseName")), STR("")), STR("_redirects")))
            return true;
    return false;
}

static void read_settings(const struct looking *looking) {
    struct outlook *out = looking->out;
    struct str none = {0}, pager = node_text(setting(looking, "pagination.path"), none);
    out->embedded_link_hook = is_embedded(looking, "link");
    out->embedded_image_hook = is_embedded(looking, "image");
    out->rooted = flag_of(looking, "canonifyURLs") || flag_of(looking, "relativeURLs");
    out->raw_html = flag_of(looking, "markup.goldmark.renderer.unsafe");
    out->redirects_generated = writes_redirects(looking);
    out->pager = pager.ptr ? pager : node_text(setting(looking, "paginatePath"), STR("page"));
    out->repository = node_text(setting(looking, "params.github_repo"), none);
    out->branch = node_text(setting(looking, "params.github_branch"), none);
}

void hugo_outlook(const struct site *site, struct arena *arena, struct outlook *out) {
    const struct looking looking = {site->generator_state, site, arena, out};
    const struct hugo *hugo = looking.hugo;
    read_settings(&looking);
    for (size_t i = 0; i < hugo->layouts.len; i++) find_hook(&looking, hugo->layouts.items[i].path);
    for (size_t i = 0; i < hugo->module_count; i++) find_templates(&looking, &hugo->modules[i]);
    out->no_templates = !hugo->layouts.len;
    hugo_templates_look(hugo, arena, out);
    out->unmounted = site_is_noted(site, SITE_NOTE_LANGUAGE_FOLDER);
    read_dimensions(&looking);
    if (out->unmounted) add_prefix(&looking, STR(""));
    read_modules(&looking);
    read_adapters(&looking);
    read_origins(&looking);
    for (unsigned i = 0; i < site->language_count; i++) {
        read_menus(&looking, i, "menu");
        read_menus(&looking, i, "menus");
    }
}
