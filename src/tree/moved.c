/* moved.c: the files of another tree, some of them under other names or gone. */
#include "tree/tree.h"

#include <stdlib.h>

struct moved {
    const struct tree *below;
    const struct tree_move *moves;
    size_t count;
    struct map from; /* path below -> its move */
    struct map to;   /* path here -> its move */
};

/* What a path is called below; absent: nothing here has that name. */
static struct str name_below(const struct moved *moved, struct str path) {
    const struct tree_move *move = map_get(&moved->to, path);
    if (move) return move->from;
    return map_get(&moved->from, path) ? (struct str){0} : path;
}

static int by_bytes(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static bool moved_list(void *state, struct arena *arena, struct str dir, str_array *files,
                       struct error *error) {
    const struct moved *moved = state;
    str_array all = {0};
    if (!moved->below->list(moved->below->state, arena, dir, &all, error)) return false;
    bool slash = !dir.len || str_ends(dir, STR("/"));
    struct str prefix = slash ? dir : str_printf(arena, "%.*s/", STR_FMT(dir));
    size_t first = files->len;
    for (size_t i = 0; i < all.len; i++) {
        struct str whole = str_printf(arena, "%.*s%.*s", STR_FMT(prefix), STR_FMT(all.items[i]));
        if (!map_get(&moved->from, whole) && !map_get(&moved->to, whole))
            *ARRAY_PUSH(arena, files) = all.items[i];
    }
    for (size_t i = 0; i < moved->count; i++) {
        struct str to = moved->moves[i].to; /* absent: gone */
        if (to.len > prefix.len && str_starts(to, prefix))
            *ARRAY_PUSH(arena, files) = str_sub(to, prefix.len, to.len);
    }
    if (files->len > first) qsort(files->items + first, files->len - first, sizeof files->items[0], by_bytes);
    return true;
}

static bool absent(struct error *error) {
    if (error) error->message[0] = '\0';
    return false;
}

static bool moved_read(void *state, struct arena *arena, struct str path, struct str *text,
                       struct error *error) {
    const struct moved *moved = state;
    struct str name = name_below(moved, path);
    return name.ptr ? moved->below->read(moved->below->state, arena, name, text, error) : absent(error);
}

static bool moved_read_large(void *state, struct arena *arena, struct str path, size_t max, struct str *text,
                             struct error *error) {
    const struct moved *moved = state;
    struct str name = name_below(moved, path);
    if (!name.ptr) return absent(error);
    return moved->below->read_large(moved->below->state, arena, name, max, text, error);
}

static bool moved_read_head(void *state, struct arena *arena, struct str path, size_t max, struct str *text,
                            struct error *error) {
    const struct moved *moved = state;
    struct str name = name_below(moved, path);
    if (!name.ptr) return absent(error);
    return moved->below->read_head(moved->below->state, arena, name, max, text, error);
}

static bool moved_has(void *state, struct arena *arena, struct str path) {
    const struct moved *moved = state;
    struct str name = name_below(moved, path);
    return name.ptr && tree_has(moved->below, arena, name);
}

static bool moved_linked(void *state, struct arena *arena, struct str path) {
    const struct moved *moved = state;
    struct str name = name_below(moved, path);
    return name.ptr && tree_is_linked(moved->below, arena, name);
}

struct tree moved_tree(struct arena *arena, const struct tree *below, const struct tree_move *moves,
                       size_t count) {
    struct moved *moved = ARENA_NEW(arena, struct moved);
    *moved = (struct moved){.below = below, .moves = moves, .count = count};
    for (size_t i = 0; i < count; i++) {
        map_put(arena, &moved->from, moves[i].from, &moves[i]);
        if (moves[i].to.ptr) map_put(arena, &moved->to, moves[i].to, &moves[i]);
    }
    struct tree tree = {.state = moved, .list = moved_list, .read = moved_read, .has = moved_has};
    if (below->read_large) tree.read_large = moved_read_large;
    if (below->read_head) tree.read_head = moved_read_head;
    if (below->linked) tree.linked = moved_linked;
    tree.root = below->root;
    return tree;
}
