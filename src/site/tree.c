/* tree.c: the files of a site on the disk. */
#include <errno.h>
#include <string.h>

#include "site/load.h"

struct disk {
    struct str root;
    struct str repository; /* absent outside of any */
};

static char *full_path(const struct disk *disk, struct arena *arena, struct str path) {
    struct str joined = path.len ? path_join(arena, disk->root, path) : disk->root;
    return str_c(arena, joined.len ? joined : STR("."));
}

/* A stranger's configuration or link may lead anywhere: within a repository, nothing outside of it is there. */
static bool is_outside(const struct disk *disk, struct arena *arena, struct str path) {
    if (!disk->repository.ptr) return false;
    return !file_is_within(arena, disk->repository, str_from(full_path(disk, arena, path)));
}

/* Files below the root were listed, which follows no link out of it; only these paths can be elsewhere. */
static bool may_be_outside(struct str path) {
    return str_starts(path, STR("/")) || str_starts(path, STR(".."));
}

static bool disk_list(void *state, struct arena *arena, struct str dir, str_array *files,
                      struct error *error) {
    static const struct str skip[] = {{".git", 4}, {"node_modules", 12}};
    const struct walk_options options = {
        .skip_dirs = skip, .skip_dir_count = dir.len ? 1 : 2, .dot_folders = true};
    const char *root = full_path(state, arena, dir);
    files->len = 0;
    return !dir_exists(root) || is_outside(state, arena, dir) ||
           walk_tree(arena, root, &options, files, error);
}

/* An error without a message where there is no such file. */
static bool failed(const char *name, struct str path, struct error *error) {
    if (error && !file_exists(name)) *error = (struct error){.path = path};
    return false;
}

static bool out_of_reach(const struct disk *disk, struct arena *arena, struct str path, struct error *error) {
    if (!may_be_outside(path) || !is_outside(disk, arena, path)) return false;
    if (error) *error = (struct error){.path = path};
    return true;
}

static bool disk_read_large(void *state, struct arena *arena, struct str path, size_t max, struct str *text,
                            struct error *error) {
    const char *name = full_path(state, arena, path);
    if (out_of_reach(state, arena, path, error)) return false;
    return file_read(arena, name, max, text, error) || failed(name, path, error);
}

static bool disk_read(void *state, struct arena *arena, struct str path, struct str *text,
                      struct error *error) {
    return disk_read_large(state, arena, path, 0, text, error);
}

static bool disk_read_head(void *state, struct arena *arena, struct str path, size_t head, struct str *text,
                           struct error *error) {
    const char *name = full_path(state, arena, path);
    if (out_of_reach(state, arena, path, error)) return false;
    return file_read_head(arena, name, head, text, error) || failed(name, path, error);
}

static bool disk_has(void *state, struct arena *arena, struct str path) {
    const char *name = full_path(state, arena, path);
    return file_exists(name) && !(may_be_outside(path) && is_outside(state, arena, path));
}

struct tree tree_disk(struct arena *arena, struct str root) {
    struct disk *disk = ARENA_NEW(arena, struct disk);
    unsigned levels;
    disk->root = str_copy(arena, root);
    disk->repository = detect_git_root(arena, root, &levels);
    return (struct tree){.state = disk,
                         .list = disk_list,
                         .read = disk_read,
                         .read_large = disk_read_large,
                         .read_head = disk_read_head,
                         .has = disk_has};
}

bool tree_has(const struct tree *tree, struct arena *arena, struct str path) {
    struct str text;
    struct error error = {0};
    if (!path.len) return false;
    if (tree->has) return tree->has(tree->state, arena, path);
    return tree->read(tree->state, arena, path, &text, &error);
}
