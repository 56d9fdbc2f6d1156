/* nested.c: the contentlint.yml files in sub-folders of a site. */
#include <stdlib.h>

#include "lint/lint.h"

/* Of what others wrote, and of what is no part of the site. */
static bool in_foreign_folder(struct str path) {
    static const struct str names[] = {
        {"themes", 6}, {"node_modules", 12}, {"vendor", 6}, {"_vendor", 7}, {"public", 6}};
    for (struct str rest = path_dir(path); rest.ptr;) {
        struct str part = str_cut(&rest, '/');
        if (str_starts(part, STR("."))) return true;
        for (size_t i = 0; i < ARRAY_LEN(names); i++)
            if (str_eq(part, names[i])) return true;
    }
    return false;
}

/* A site of its own in a folder of this one, and all that lies in it. */
static bool is_other_site(struct arena *arena, const struct site *site, struct str path) {
    struct site_root root = site_detect(arena, path_join(arena, site->root, path_dir(path)));
    return !site_is_plain(root.generator) &&
           !str_eq(path_real(arena, root.path), path_real(arena, site->root));
}

static int by_folder(const void *left, const void *right) {
    const struct lint_nested *a = left, *b = right;
    return str_cmp(path_dir(a->path), path_dir(b->path));
}

bool lint_find_nested(struct arena *arena, const struct site *site, struct lint_nested **nested,
                      size_t *count, struct error *error) {
    ARRAY_OF(struct lint_nested) found = {0};
    str_array files = {0};
    const struct tree *tree = &site->tree;
    struct ignores *ignores = tree->root ? ignores_open(arena, tree->root) : NULL;
    if (!tree->list(tree->state, arena, STR(""), &files, error)) return false;
    for (size_t i = 0; i < files.len; i++) {
        struct str path = files.items[i], text;
        if (!str_eq(path_base(path), STR(CONFIG_NAME)) || !path_dir(path).len || in_foreign_folder(path))
            continue;
        if (ignores && ignores_has(ignores, path)) continue;
        if (tree->root && is_other_site(arena, site, path)) continue;
        if (!tree->read(tree->state, arena, path, &text, error)) return false;
        if (text.len > CONFIG_MAX_BYTES)
            return error_set(error, path_join(arena, site->root, path), 0,
                             "is larger than %u bytes, the limit", CONFIG_MAX_BYTES);
        *ARRAY_PUSH(arena, &found) = (struct lint_nested){path, text};
    }
    if (found.len) qsort(found.items, found.len, sizeof *found.items, by_folder);
    *nested = found.items;
    *count = found.len;
    return true;
}
