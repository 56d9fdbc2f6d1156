/* hugo_config.c: configuration, merged as Hugo does (4.1 to 4.3). */
#include "hugo/model.h"

bool hugo_config_read_root(struct hugo_loader *loader, struct str dir, struct node *root,
                           struct error *error) {
    static const char *const names[] = {"hugo", "config"};
    for (size_t i = 0; i < ARRAY_LEN(names) * CONFIG_SUFFIXES; i++) {
        struct str name = str_printf(loader->files.arena, "%s%s", names[i / CONFIG_SUFFIXES],
                                     config_suffixes[i % CONFIG_SUFFIXES]);
        struct str path = path_join(loader->files.arena, dir, name);
        size_t before = loader->files.sources.len;
        struct node *read;
        if (!config_read(&loader->files, path, &read, error)) return false;
        if (read) config_merge(loader->files.arena, root, read, false);
        if (loader->files.sources.len > before) return true;
    }
    return true;
}

/* A file of config/ may repeat its own name as its only key since 0.162. */
static struct node *unwrap(const struct hugo_loader *loader, struct node *read, struct str name) {
    bool repeats = loader->repeated_keys && read->count == 1 && str_eq_nocase(read->child->key, name) &&
                   read->child->kind == NODE_OBJECT;
    return repeats ? read->child : read;
}

/* KEY.ext is that key's content, KEY.LANG.ext belongs to a language. */
static void put_file(struct hugo_loader *loader, struct str path, struct node *read, struct node *root) {
    struct str base = path_base(path), name = str_sub(base, 0, base.len - path_ext(base).len);
    if (str_eq(name, STR("hugo")) || str_eq(name, STR("config"))) {
        config_merge(loader->files.arena, root, read, false);
        return;
    }
    struct str lang = path_ext(name), keys[3] = {name};
    size_t n = 1;
    if (lang.len > 1) {
        name = str_sub(name, 0, name.len - lang.len);
        keys[0] = STR("languages");
        keys[n++] = str_sub(lang, 1, lang.len);
        if (str_eq(name, STR("params")))
            keys[n++] = name;
        else if (str_eq(name, STR("menu")) || str_eq(name, STR("menus")))
            keys[n++] = STR("menus");
    }
    config_put(loader->files.arena, root, keys, n, unwrap(loader, read, name));
}

bool hugo_config_read_dir(struct hugo_loader *loader, struct str dir, struct str name, struct node *root,
                          struct error *error) {
    struct str folder =
        path_join(loader->files.arena, dir, str_printf(loader->files.arena, "config/%.*s", STR_FMT(name)));
    str_array files = {0};
    if (!loader->files.tree->list(loader->files.tree->state, loader->files.arena, folder, &files, error))
        return false;
    for (size_t i = 0; i < files.len; i++) {
        if (!config_is_file(files.items[i])) continue;
        struct str path = path_join(loader->files.arena, folder, files.items[i]);
        struct node *read;
        if (!config_read(&loader->files, path, &read, error)) return false;
        if (read) put_file(loader, path, read, root);
    }
    return true;
}

/* ---- flags and variables ---- */

/* The character after HUGO separates keys: HUGO_BASEURL, HUGOxPARAMSxMY_KEY. */
static void put_variable(struct arena *arena, struct node *root, struct str variable) {
    struct str value = variable, name = str_cut(&value, '='), keys[8];
    if (value.ptr == NULL || name.len < 6 || !str_starts(name, STR("HUGO"))) return;
    char separator = name.ptr[4];
    struct str rest = str_sub(name, 5, name.len);
    size_t n = 0;
    while (rest.ptr && n < ARRAY_LEN(keys)) keys[n++] = str_cut(&rest, separator);
    if (n == 1 && str_eq_nocase(keys[0], STR("ENVIRONMENT"))) return;
    config_put(arena, root, keys, n, config_scalar(arena, value));
}

void hugo_config_env(struct arena *arena, struct node *root, const char *const *env) {
    for (; env && *env; env++) put_variable(arena, root, str_from(*env));
}

static void put_flags(struct arena *arena, struct node *root, const struct site_options *options) {
    struct str base = STR("baseURL"), content = STR("contentDir");
    if (options->base_url.ptr) config_put(arena, root, &base, 1, config_scalar(arena, options->base_url));
    if (options->content_dir.ptr)
        config_put(arena, root, &content, 1, config_scalar(arena, options->content_dir));
}

bool hugo_config_load(struct hugo_loader *loader, const struct site_options *options, struct str environment,
                      struct node **root, struct error *error) {
    struct arena *arena = loader->files.arena;
    *root = config_object(arena, NULL);
    for (size_t i = 0; i < options->config_file_count; i++) {
        struct node *read;
        if (!config_read(&loader->files, options->config_files[i], &read, error)) return false;
        if (read) config_merge(arena, *root, read, false);
    }
    if (options->config_file_count == 0 && !hugo_config_read_root(loader, STR(""), *root, error))
        return false;
    if (!hugo_config_read_dir(loader, STR(""), STR("_default"), *root, error)) return false;
    if (!hugo_config_read_dir(loader, STR(""), environment, *root, error)) return false;
    put_flags(arena, *root, options);
    hugo_config_env(arena, *root, options->env);
    return true;
}
