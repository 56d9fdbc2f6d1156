/* spot.c: looking whether a site of some generator is here, before there is one. */
#include "site/generator.h"

static struct str below(const struct spot *spot, const char *name) {
    return path_join(spot->arena, spot->path, str_from(name));
}

bool spot_has(const struct spot *spot, const char *name) {
    if (spot->tree) return tree_has(spot->tree, spot->arena, str_from(name));
    return root_look(spot->root, spot->arena, below(spot, name)) == ROOT_FILE;
}

bool spot_has_folder(const struct spot *spot, const char *name) {
    str_array files = {0};
    const struct tree *tree = spot->tree;
    if (tree)
        return tree->list(tree->state, spot->arena, str_from(name), &files, &(struct error){0}) && files.len;
    return root_look(spot->root, spot->arena, below(spot, name)) == ROOT_FOLDER;
}

bool spot_read(const struct spot *spot, const char *name, struct str *text) {
    const struct tree *tree = spot->tree;
    if (tree) return tree->read(tree->state, spot->arena, str_from(name), text, &(struct error){0});
    return root_read(spot->root, spot->arena, below(spot, name), 0, 0, text, NULL) == ROOT_FILE;
}
