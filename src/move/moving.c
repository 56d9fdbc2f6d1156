/* moving.c: names and texts on their way, and the plan that comes of them. */
#include "move/parts.h"

#include <stdlib.h>

struct str moving_renamed(const struct moving *moving, struct str path) {
    const struct tree_move *move = map_get(&moving->to, path);
    return move ? move->to : path;
}

struct str moving_name_before(const struct moving *moving, struct str path) {
    const struct tree_move *move = map_get(&moving->from, path);
    return move ? move->from : path;
}

bool moving_index(struct moving *moving) {
    moving->to = moving->from = (struct map){0};
    for (size_t i = 0; i < moving->moves.len; i++) {
        struct tree_move *move = &moving->moves.items[i];
        map_put(moving->arena, &moving->to, move->from, move);
        if (move->to.ptr) map_put(moving->arena, &moving->from, move->to, move);
    }
    moving->moved = moved_tree(moving->arena, &moving->before->tree, moving->moves.items, moving->moves.len);
    return true;
}

/* ---- texts ---- */

static struct str read_moved(const struct moving *moving, struct arena *arena, struct str path) {
    struct str text = {0};
    struct error error = {0};
    bool read = moving->moved.read(moving->moved.state, arena, path, &text, &error);
    return read ? text : (struct str){0};
}

struct str moving_read(const struct moving *moving, struct arena *arena, struct str path) {
    const struct moving_text *text = map_get(&moving->text_of, path);
    return text ? text->now : read_moved(moving, arena, path);
}

void moving_put(struct moving *moving, struct str path, struct str now) {
    struct moving_text *text = map_get(&moving->text_of, path);
    if (!text) {
        text = ARENA_NEW(moving->arena, struct moving_text);
        path = text->path = str_copy(moving->arena, path);
        map_put(moving->arena, &moving->text_of, path, text);
        text->before = read_moved(moving, moving->arena, path);
        *ARRAY_PUSH(moving->arena, &moving->texts) = text;
    }
    text->now = now;
}

void moving_drop(struct moving *moving, struct str path) {
    struct tree_move *move = (struct tree_move *)(uintptr_t)map_get(&moving->from, path);
    if (move)
        move->to = (struct str){0};
    else
        *ARRAY_PUSH(moving->arena, &moving->moves) = (struct tree_move){.from = path};
    size_t kept = 0;
    for (size_t i = 0; i < moving->texts.len; i++)
        if (!str_eq(moving->texts.items[i]->path, path)) moving->texts.items[kept++] = moving->texts.items[i];
    moving->texts.len = kept;
}

static int by_place(const void *a, const void *b) {
    const struct edit *x = a, *y = b;
    if (x->span.start != y->span.start) return x->span.start < y->span.start ? -1 : 1;
    return x->span.end < y->span.end ? -1 : x->span.end > y->span.end;
}

struct str moving_edited(struct arena *arena, struct str text, edit_array *edits) {
    uint32_t at = 0;
    size_t kept = 0;
    if (edits->len) qsort(edits->items, edits->len, sizeof edits->items[0], by_place);
    for (size_t i = 0; i < edits->len; i++) {
        const struct edit edit = edits->items[i];
        if (edit.span.start < at || edit.span.end > text.len) continue;
        edits->items[kept++] = edit;
        at = edit.span.end;
    }
    edits->len = kept;
    return edits_apply(arena, text, edits->items, edits->len);
}

void moving_edit(struct moving *moving, struct str path, edit_array *edits) {
    struct str text = moving_read(moving, moving->arena, path);
    if (edits->len) moving_put(moving, path, moving_edited(moving->arena, text, edits));
}

/* ---- the plan ---- */

void moving_remark(struct moving *moving, struct str path, struct str text, uint32_t offset,
                   struct str message) {
    *ARRAY_PUSH(moving->arena, &moving->plan->remarks) =
        (struct move_remark){str_copy(moving->arena, path), text.ptr ? text_line(text, offset) : 0,
                             str_copy(moving->arena, message)};
}

static int by_change(const void *a, const void *b) {
    return str_cmp(((const struct fix_change *)a)->path, ((const struct fix_change *)b)->path);
}

static void add_text_change(struct moving *moving, const struct moving_text *text) {
    if (map_get(&moving->from, text->path) || str_eq(text->before, text->now)) return;
    *ARRAY_PUSH(moving->arena, &moving->plan->changes) =
        (struct fix_change){.act = text->before.ptr ? FIX_WRITE : FIX_CREATE,
                            .path = text->path,
                            .before = text->before,
                            .after = text->now};
}

static struct str read_below(const struct moving *moving, struct str path) {
    const struct tree *tree = &moving->before->tree;
    struct str text = {0};
    struct error error = {0};
    return tree->read(tree->state, moving->arena, path, &text, &error) ? text : (struct str){0};
}

bool moving_end(struct moving *moving) {
    for (size_t i = 0; i < moving->moves.len; i++) {
        const struct tree_move *move = &moving->moves.items[i];
        const struct moving_text *text = map_get(&moving->text_of, move->to);
        struct fix_change change = {.act = FIX_MOVE, .path = move->from, .to = move->to};
        if (!move->to.ptr) {
            change.act = FIX_REMOVE;
            change.before = read_below(moving, move->from);
        } else if (text && !str_eq(text->before, text->now)) {
            change.before = text->before;
            change.after = text->now;
        }
        *ARRAY_PUSH(moving->arena, &moving->plan->changes) = change;
    }
    for (size_t i = 0; i < moving->texts.len; i++) add_text_change(moving, moving->texts.items[i]);
    fix_changes *changes = &moving->plan->changes;
    if (changes->len) qsort(changes->items, changes->len, sizeof changes->items[0], by_change);
    return true;
}
