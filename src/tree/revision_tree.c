/* revision_tree.c: the files of a revision as a tree, with those of the disk that git does not keep. */
#include <stdlib.h>

#include "tree/revision.h"

struct str revision_path(struct arena *arena, const struct revision *revision, struct str path) {
    struct str full =
        path_clean(arena, str_printf(arena, "%.*s%.*s", STR_FMT(revision->git.prefix), STR_FMT(path)));
    return str_eq(full, STR(".")) ? STR("") : full;
}

static bool is_file(struct arena *arena, const struct revision *revision, struct str full) {
    return root_look(revision->door, arena, full) == ROOT_FILE;
}

/* ---- listing ------------------------------------------------------------------------------------------------ */

/* What lies in a folder of the disk, as paths below `base`, which the folder is in. */
static bool add_folder(struct arena *arena, const struct revision *revision, struct str folder,
                       struct str base, str_array *files, struct error *error) {
    static const struct str skip[] = {{".git", 4}, {"node_modules", 12}};
    const struct walk_options options = {
        .skip_dirs = skip, .skip_dir_count = base.len ? 1 : 2, .dot_folders = true};
    struct str before = str_sub(folder, base.len, folder.len);
    str_array found = {0};
    if (root_list(revision->door, arena, folder, &options, &found, error) == ROOT_FAILED) return false;
    for (size_t i = 0; i < found.len; i++)
        *ARRAY_PUSH(arena, files) = str_printf(arena, "%.*s%.*s", STR_FMT(before), STR_FMT(found.items[i]));
    return true;
}

static bool is_module_folder(struct str path) {
    return str_find(path, STR("node_modules/")) < path.len;
}

/* The files of the disk below `folder` ("" or with a slash behind). */
static bool add_disk(struct arena *arena, const struct revision *revision, struct str folder,
                     str_array *files, struct error *error) {
    bool good = true;
    for (size_t i = 0; i < revision->disk.len && good; i++) {
        struct str path = revision->disk.items[i];
        bool is_folder = str_ends(path, STR("/"));
        if (!folder.len && is_module_folder(path)) continue;
        if (is_folder && str_starts(folder, path))
            good = add_folder(arena, revision, folder, folder, files, error);
        else if (is_folder && str_starts(path, folder))
            good = add_folder(arena, revision, path, folder, files, error);
        else if (str_starts(path, folder) && is_file(arena, revision, path))
            *ARRAY_PUSH(arena, files) = str_sub(path, folder.len, path.len);
    }
    return good;
}

static int by_bytes(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void sort_files(str_array *files) {
    size_t kept = 0;
    if (files->len) qsort(files->items, files->len, sizeof files->items[0], by_bytes);
    for (size_t i = 0; i < files->len; i++)
        if (!i || !str_eq(files->items[i], files->items[i - 1])) files->items[kept++] = files->items[i];
    files->len = kept;
}

static bool list(void *state, struct arena *arena, struct str dir, str_array *files, struct error *error) {
    const struct revision *revision = state;
    struct str folder = revision_path(arena, revision, dir);
    str_array found = {0};
    if (folder.len) folder = str_printf(arena, "%.*s/", STR_FMT(folder));
    for (size_t i = revision_lower_bound(revision, folder); i < revision->blobs.len; i++) {
        struct str path = revision->blobs.items[i].path;
        if (!str_starts(path, folder)) break;
        *ARRAY_PUSH(arena, &found) = str_sub(path, folder.len, path.len);
    }
    size_t kept = found.len;
    if (!add_disk(arena, revision, folder, &found, error)) return false;
    if (found.len > kept) sort_files(&found);
    for (size_t i = 0; i < found.len; i++) *ARRAY_PUSH(arena, files) = found.items[i];
    return true;
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

static bool is_on_disk(struct arena *arena, const struct revision *revision, struct str full) {
    for (size_t i = 0; i < revision->disk.len; i++) {
        struct str path = revision->disk.items[i];
        bool below = str_ends(path, STR("/")) ? str_starts(full, path) : str_eq(full, path);
        if (below) return is_file(arena, revision, full);
    }
    return false;
}

static bool has(void *state, struct arena *arena, struct str path) {
    const struct revision *revision = state;
    struct str full = revision_path(arena, revision, path);
    return revision_blob(revision, full) || is_on_disk(arena, revision, full);
}

static bool read_large(void *state, struct arena *arena, struct str path, size_t max, struct str *text,
                       struct error *error) {
    const struct revision *revision = state;
    struct str full = revision_path(arena, revision, path);
    const struct blob *blob = revision_blob(revision, full);
    if (error) *error = (struct error){.path = path};
    if (!blob && is_on_disk(arena, revision, full))
        return root_read(revision->door, arena, full, max, 0, text, error) == ROOT_FILE;
    if (!blob) return false;
    *text = blob->text;
    if (blob->text.ptr) return true;
    const char *const arguments[] = {"cat-file", "blob", str_c(arena, blob->id), NULL};
    return revision_git(arena, revision, arguments, STR(""), max, text, error);
}

static bool read(void *state, struct arena *arena, struct str path, struct str *text, struct error *error) {
    return read_large(state, arena, path, FILE_MAX_BYTES, text, error);
}

static bool linked(void *state, struct arena *arena, struct str path) {
    const struct revision *revision = state;
    struct str full = revision_path(arena, revision, path);
    const struct blob *blob = revision_blob(revision, full);
    return blob ? blob->link : root_is_linked(revision->door, arena, full);
}

struct tree revision_tree(struct revision *revision) {
    return (struct tree){.state = revision,
                         .list = list,
                         .read = read,
                         .read_large = read_large,
                         .has = has,
                         .linked = linked};
}
