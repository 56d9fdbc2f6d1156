/* memory_tree.c: a tree whose files are in memory. */
#include "tree/tree.h"

#include <stdlib.h>

static int by_path(const void *a, const void *b) {
    return str_cmp(((const struct memory_file *)a)->path, ((const struct memory_file *)b)->path);
}

static bool list(void *state, struct arena *arena, struct str dir, str_array *files, struct error *error) {
    const struct memory_tree *tree = state;
    (void)error;
    if (str_ends(dir, STR("/"))) dir.len--;
    for (size_t i = 0; i < tree->count; i++) {
        struct str path = tree->files[i].path;
        if (dir.len == 0)
            *ARRAY_PUSH(arena, files) = path;
        else if (str_starts(path, dir) && path.len > dir.len && path.ptr[dir.len] == '/')
            *ARRAY_PUSH(arena, files) = str_sub(path, dir.len + 1, path.len);
    }
    return true;
}

static bool read(void *state, struct arena *arena, struct str path, struct str *text, struct error *error) {
    const struct memory_tree *tree = state;
    (void)arena;
    for (size_t i = 0; i < tree->count; i++) {
        if (!str_eq(tree->files[i].path, path)) continue;
        *text = tree->files[i].text;
        return true;
    }
    if (error) error->message[0] = '\0';
    return false;
}

struct tree memory_tree(struct memory_tree *state) {
    if (state->count) qsort(state->files, state->count, sizeof *state->files, by_path);
    return (struct tree){.state = state, .list = list, .read = read};
}
