/* overlay.c: buffers over another tree. */
#include "tree/tree.h"

#include <assert.h>

struct overlay {
    const struct tree *below;
    const struct memory_tree *files;
};

/* The first buffer whose path is not before `path`. */
static size_t lower_bound(const struct memory_tree *files, struct str path) {
    size_t low = 0, high = files->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(files->files[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const struct memory_file *buffer_of(const struct overlay *overlay, struct str path) {
    size_t at = lower_bound(overlay->files, path);
    bool found = at < overlay->files->count && str_eq(overlay->files->files[at].path, path);
    return found ? &overlay->files->files[at] : NULL;
}

/* Puts a name where it belongs among the files of its folder, which come sorted from `first` on. */
static void insert(struct arena *arena, str_array *files, size_t first, struct str name) {
    size_t at = files->len;
    while (at > first && str_cmp(files->items[at - 1], name) > 0) at--;
    if (at > first && str_eq(files->items[at - 1], name)) return;
    *ARRAY_PUSH(arena, files) = name;
    for (size_t i = files->len - 1; i > at; i--) files->items[i] = files->items[i - 1];
    files->items[at] = name;
}

static bool overlay_list(void *state, struct arena *arena, struct str dir, str_array *files,
                         struct error *error) {
    const struct overlay *overlay = state;
    size_t first = files->len;
    if (!overlay->below->list(overlay->below->state, arena, dir, files, error)) return false;
    struct str prefix = dir;
    if (dir.len && !str_ends(dir, STR("/"))) prefix = str_printf(arena, "%.*s/", STR_FMT(dir));
    for (size_t i = lower_bound(overlay->files, prefix); i < overlay->files->count; i++) {
        struct str path = overlay->files->files[i].path;
        if (!str_starts(path, prefix)) break;
        insert(arena, files, first, str_copy(arena, str_sub(path, prefix.len, path.len)));
    }
    return true;
}

static bool overlay_read(void *state, struct arena *arena, struct str path, struct str *text,
                         struct error *error) {
    const struct overlay *overlay = state;
    const struct memory_file *buffer = buffer_of(overlay, path);
    if (!buffer) return overlay->below->read(overlay->below->state, arena, path, text, error);
    *text = str_copy(arena, buffer->text);
    return true;
}

static bool overlay_read_head(void *state, struct arena *arena, struct str path, size_t head,
                              struct str *text, struct error *error) {
    const struct overlay *overlay = state;
    const struct memory_file *buffer = buffer_of(overlay, path);
    if (!buffer) return overlay->below->read_head(overlay->below->state, arena, path, head, text, error);
    *text = str_copy(arena, str_sub(buffer->text, 0, head));
    return true;
}

static bool overlay_read_large(void *state, struct arena *arena, struct str path, size_t max,
                               struct str *text, struct error *error) {
    const struct overlay *overlay = state;
    if (buffer_of(overlay, path)) return overlay_read(state, arena, path, text, error);
    return overlay->below->read_large(overlay->below->state, arena, path, max, text, error);
}

static bool overlay_has(void *state, struct arena *arena, struct str path) {
    const struct overlay *overlay = state;
    return buffer_of(overlay, path) || tree_has(overlay->below, arena, path);
}

static bool overlay_linked(void *state, struct arena *arena, struct str path) {
    const struct overlay *overlay = state;
    return tree_is_linked(overlay->below, arena, path);
}

struct tree overlay_tree(struct arena *arena, const struct tree *below, const struct memory_tree *files) {
    struct overlay *overlay = ARENA_NEW(arena, struct overlay);
    *overlay = (struct overlay){below, files};
    for (size_t i = 1; i < files->count; i++)
        assert(str_cmp(files->files[i - 1].path, files->files[i].path) < 0);
    struct tree tree = {.state = overlay, .list = overlay_list, .read = overlay_read, .has = overlay_has};
    if (below->read_large) tree.read_large = overlay_read_large;
    if (below->read_head) tree.read_head = overlay_read_head;
    if (below->linked) tree.linked = overlay_linked;
    tree.root = below->root;
    return tree;
}
