/* tree.c: the files of a site on the disk. */
#include <errno.h>
#include <string.h>

#include "site/site.h"

struct disk {
    struct str root;
};

static char *full_path(const struct disk *disk, struct arena *arena, struct str path) {
    struct str joined = path.len ? path_join(arena, disk->root, path) : disk->root;
    return str_c(arena, joined.len ? joined : STR("."));
}

static bool disk_list(void *state, struct arena *arena, struct str dir, str_array *files,
                      struct error *error) {
    static const struct str skip[] = {{".git", 4}, {"node_modules", 12}};
    const struct walk_options options = {
        .skip_dirs = skip, .skip_dir_count = dir.len ? 1 : 2, .dot_folders = true};
    const char *root = full_path(state, arena, dir);
    return !dir_exists(root) || walk_tree(arena, root, &options, files, error);
}

static bool disk_read(void *state, struct arena *arena, struct str path, struct str *text,
                      struct error *error) {
    const char *name = full_path(state, arena, path);
    if (file_read(arena, name, 0, text, error)) return true;
    if (error && !file_exists(name)) *error = (struct error){.path = path};
    return false;
}

struct tree tree_disk(struct arena *arena, struct str root) {
    struct disk *disk = ARENA_NEW(arena, struct disk);
    disk->root = str_copy(arena, root);
    return (struct tree){.state = disk, .list = disk_list, .read = disk_read};
}

bool tree_has(const struct tree *tree, struct arena *arena, struct str path) {
    struct str text;
    struct error error = {0};
    return path.len && tree->read(tree->state, arena, path, &text, &error);
}
