/* config.c: what the files of a configuration say together. */
#include "lint/lint.h"

static bool is_whole(const struct config_file *file) {
    return !file->below.len;
}

const struct node *config_node(const struct config *config, struct str dotted,
                               const struct config_file **file) {
    struct str first = str_sub(dotted, 0, str_find_char(dotted, '.'));
    for (size_t i = config->files.len; i > 0; i--) {
        const struct config_file *f = config->files.items[i - 1];
        if (!is_whole(f) || !node_get(f->tree, first)) continue;
        if (file) *file = f;
        return node_path(f->tree, dotted);
    }
    return NULL;
}

struct str config_folder(struct arena *arena, const struct config *config, const char *key,
                         const struct config_file **file) {
    const struct config_file *own;
    struct str folder = node_text(config_node(config, str_from(key), &own), STR(""));
    if (!folder.len) return (struct str){0};
    if (file) *file = own;
    return path_clean(arena, path_join(arena, own->folder, folder));
}

const struct config_file *config_main(const struct config *config) {
    static const struct config_file none = {
        .source = {.path = {CONFIG_NAME, sizeof CONFIG_NAME - 1}, .text = {"", 0}}};
    for (size_t i = config->files.len; i > 0; i--)
        if (is_whole(config->files.items[i - 1])) return config->files.items[i - 1];
    return &none;
}

static bool matches(const str_array *globs, struct str path) {
    for (size_t i = 0; i < globs->len; i++)
        if (glob_match(globs->items[i], path)) return true;
    return false;
}

bool override_holds(const struct override *override, struct str path) {
    return (!override->files.len || matches(&override->files, path)) && !matches(&override->except, path);
}
