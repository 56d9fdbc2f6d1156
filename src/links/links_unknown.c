/* What the model can't know about a site: content and files that come from elsewhere when it is built. */
#include "jekyll/jekyll.h"
#include "links/graph.h"

static bool has_folder(const struct links *links, struct str folder) {
    str_array files = {0};
    struct error error = {0};
    const struct tree *tree = &links->site->tree;
    return tree->list(tree->state, links->arena, folder, &files, &error) && files.len > 0;
}

static bool exists(const struct links *links, struct str path) {
    return tree_has(&links->site->tree, links->arena, path) || has_folder(links, path);
}

static void add_prefix(struct links *links, struct str prefix) {
    while (prefix.len && prefix.ptr[prefix.len - 1] == '/') prefix.len--;
    *ARRAY_PUSH(links->arena, &links->unknown) = prefix;
}

/* A content folder as FILEs spell it: lower case, '-' for spaces. */
static struct str content_path(const struct links *links, struct str target) {
    struct str lower = unicode_lower_str(links->arena, target);
    char *copy = str_c(links->arena, lower);
    for (size_t i = 0; i < lower.len; i++)
        if (copy[i] == ' ') copy[i] = '-';
    return (struct str){copy, lower.len};
}

/* A content folder of one language; absent code: the default one. A language that isn't enabled has no pages. */
static void add_content(struct links *links, struct str target, struct str code) {
    const struct site *site = links->site;
    struct str prefix = site->language_count ? site->languages[0].prefix : STR("");
    bool enabled = !code.len;
    for (size_t i = 0; code.len && i < site->language_count; i++) {
        if (!str_eq_nocase(site->languages[i].code, code)) continue;
        prefix = site->languages[i].prefix;
        enabled = true;
    }
    struct str path = content_path(links, target);
    if (prefix.len) path = str_printf(links->arena, "%.*s/%.*s", STR_FMT(prefix), STR_FMT(path));
    if (enabled) add_prefix(links, path);
}

static void add_content_mount(struct links *links, const struct node *mount, struct str target) {
    const struct node *language = node_get_nocase(mount, STR("lang"));
    const struct node *list = node_path(mount, STR("sites.matrix.languages"));
    if (!list || list->kind != NODE_ARRAY) {
        add_content(links, target, node_text(language ? language : list, STR("")));
        return;
    }
    for (const struct node *code = list->child; code; code = code->next)
        add_content(links, target, node_text(code, STR("")));
}

/* Where files below a mount's target are published, if they are. */
static void add_target(struct links *links, const struct node *mount) {
    struct str target = node_text(node_get_nocase(mount, STR("target")), STR(""));
    struct str component = str_cut(&target, '/');
    if (!target.ptr) target = STR("");
    target.len -= path_ext(target).len;
    if (str_eq(path_base(target), STR("_index")) || str_eq(path_base(target), STR("index")))
        target = path_dir(target);
    if (str_eq(component, STR("content")))
        add_content_mount(links, mount, target);
    else if (str_eq(component, STR("static")) && target.len)
        add_prefix(links, target);
    else if (str_eq(component, STR("static")))
        links->unknown_assets = true;
}

/* Mounts whose source isn't there: `folder` is where they are relative to. */
static void read_mounts(struct links *links, const struct node *mounts, struct str folder) {
    for (const struct node *mount = mounts ? mounts->child : NULL; mount; mount = mount->next) {
        struct str source = node_text(node_get_nocase(mount, STR("source")), STR(""));
        if (folder.len) source = path_join(links->arena, folder, source);
        if (!exists(links, source)) add_target(links, mount);
    }
}

/* A theme or module by its path: themes/NAME, or vendored. Absent when it isn't here. */
static struct str module_folder(const struct links *links, struct str name) {
    struct str themes =
        node_text(site_config(links->site, SITE_NO_LANGUAGE, STR("themesDir")), STR("themes"));
    struct str folder = path_join(links->arena, themes, name);
    if (has_folder(links, folder)) return folder;
    folder = path_join(links->arena, STR("_vendor"), name);
    return has_folder(links, folder) ? folder : (struct str){0};
}

static void read_module(struct links *links, struct str name, const struct node *mounts) {
    struct str folder = module_folder(links, name);
    if (folder.ptr) {
        read_mounts(links, mounts, folder);
        return;
    }
    links->unknown_assets = links->custom_link_hook = links->custom_image_hook = true;
    for (const struct node *mount = mounts ? mounts->child : NULL; mount; mount = mount->next)
        add_target(links, mount);
}

static void read_modules(struct links *links) {
    const struct site *site = links->site;
    const struct node *theme = site_config(site, SITE_NO_LANGUAGE, STR("theme"));
    if (theme && theme->kind == NODE_STRING) read_module(links, theme->text, NULL);
    for (const struct node *name = theme && theme->kind == NODE_ARRAY ? theme->child : NULL; name;
         name = name->next)
        read_module(links, node_text(name, STR("")), NULL);
    const struct node *imports = site_config(site, SITE_NO_LANGUAGE, STR("module.imports"));
    for (const struct node *import = imports ? imports->child : NULL; import; import = import->next) {
        bool disabled = node_is_true(node_get_nocase(import, STR("disable")));
        struct str path = node_text(node_get_nocase(import, STR("path")), STR(""));
        if (!disabled && path.len) read_module(links, path, node_get_nocase(import, STR("mounts")));
    }
    read_mounts(links, site_config(site, SITE_NO_LANGUAGE, STR("module.mounts")), STR(""));
}

/* Sites of roles and versions lie below their names; all of them when the default one does. */
static void read_dimensions(struct links *links) {
    static const struct str keys[] = {{"roles", 5}, {"versions", 8}};
    static const struct str inside[] = {{"defaultContentRoleInSubdir", 26},
                                        {"defaultContentVersionInSubdir", 29}};
    if (!site_is_noted(links->site, SITE_NOTE_DIMENSIONS)) return;
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        const struct node *all = site_config(links->site, SITE_NO_LANGUAGE, keys[i]);
        for (const struct node *one = all ? all->child : NULL; one; one = one->next)
            add_prefix(links, unicode_lower_str(links->arena, one->key));
        links->unmounted |= node_is_true(site_config(links->site, SITE_NO_LANGUAGE, inside[i]));
    }
}

static void read_adapters(struct links *links) {
    for (size_t i = 0; i < links->site->notes.len; i++) {
        const struct site_note *note = &links->site->notes.items[i];
        if (!str_eq(str_from(note->code), STR("content-adapter"))) continue;
        struct str folder = path_dir(note->path);
        if (str_starts(folder, STR("content"))) folder = str_sub(folder, folder.len > 8 ? 8 : 7, folder.len);
        add_content(links, folder, STR(""));
    }
}

/* Jekyll: a theme's assets, and plugins that write pages of their own. */
static void read_jekyll(struct links *links) {
    const struct site *site = links->site;
    bool theme = site_config(site, SITE_NO_LANGUAGE, STR("theme")) ||
                 site_config(site, SITE_NO_LANGUAGE, STR("remote_theme"));
    if (theme) add_prefix(links, STR("assets"));
    const struct node *plugins = site_config(site, SITE_NO_LANGUAGE, STR("plugins"));
    for (const struct node *plugin = plugins ? plugins->child : NULL; plugin; plugin = plugin->next) {
        struct str name = node_text(plugin, STR(""));
        if (str_eq(name, STR("jekyll-archives"))) links->redirects_generated = true;
    }
    links->relative_md = jekyll_has_plugin(site, STR("jekyll-relative-links"));
}

void links_read_unknown(struct links *links) {
    links->unmounted = site_is_noted(links->site, SITE_NOTE_LANGUAGE_FOLDER);
    read_dimensions(links);
    if (links->unmounted) add_prefix(links, STR(""));
    if (links->site->generator == GENERATOR_HUGO) {
        read_modules(links);
        read_adapters(links);
    }
    if (links->site->generator == GENERATOR_JEKYLL) read_jekyll(links);
}

static bool is_pager(const struct links *links, struct str file) {
    struct str word =
        node_text(site_config(links->site, SITE_NO_LANGUAGE, STR("pagination.path")), (struct str){0});
    if (!word.ptr)
        word = node_text(site_config(links->site, SITE_NO_LANGUAGE, STR("paginatePath")), STR("page"));
    if (str_ends(file, STR("/index.html"))) file.len -= 11;
    struct str number = path_base(file);
    for (size_t i = 0; i < number.len; i++)
        if (number.ptr[i] < '0' || number.ptr[i] > '9') return false;
    return number.len && str_eq(path_base(path_dir(file)), word);
}

bool links_is_unknown(const struct links *links, struct str file) {
    for (size_t i = 0; i < links->unknown.len; i++) {
        struct str prefix = links->unknown.items[i];
        if (!str_starts(file, prefix)) continue;
        if (!prefix.len || file.len == prefix.len || file.ptr[prefix.len] == '/' ||
            file.ptr[prefix.len] == '.')
            return true;
    }
    struct str extension = path_ext(file);
    bool asset =
        extension.len > 1 && !str_eq_nocase(extension, STR(".html")) && !str_eq_nocase(extension, STR(".md"));
    if (links->unknown_assets && asset) return true;
    return links->site->generator == GENERATOR_HUGO && is_pager(links, file);
}
