/* edits.c: the edits of findings, file by file, and a text with its edits made. */
#include "session/session.h"

#include <stdlib.h>

static int by_path(const void *a, const void *b) {
    const struct session_edits *x = a, *y = b;
    return str_cmp(x->source->path, y->source->path);
}

static struct session_edits *edits_of(struct arena *arena, struct map *index, session_edit_list *files,
                                      const struct source *source) {
    size_t at = (size_t)(uintptr_t)map_get(index, source->path);
    if (at) return &files->items[at - 1];
    struct session_edits *made = ARRAY_PUSH(arena, files);
    made->source = source;
    *map_slot(arena, index, source->path) = (void *)(uintptr_t)files->len;
    return made;
}

/* Sorted, so that what may meet an edit stands around its place. */
static size_t place_of(const struct session_edits *edits, struct span span) {
    size_t low = 0, high = edits->list.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (edits->list.items[middle].span.start < span.start)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Do they share a byte, or insert at one place? */
static bool meets(struct span a, struct span b) {
    return a.start == b.start || (a.start < b.end && b.start < a.end);
}

static bool is_free(const struct session_edits *edits, struct span span) {
    size_t at = place_of(edits, span);
    bool before = at > 0 && meets(edits->list.items[at - 1].span, span);
    return !before && !(at < edits->list.len && meets(edits->list.items[at].span, span));
}

static bool all_free(const struct session_edits *edits, const struct diagnostic *d) {
    for (uint32_t i = 0; i < d->edit_count; i++) {
        if (!is_free(edits, d->edits[i].span)) return false;
        for (uint32_t k = 0; k < i; k++)
            if (meets(d->edits[i].span, d->edits[k].span)) return false;
    }
    return true;
}

session_edit_list session_edits(struct arena *arena, const struct diagnostic *items, size_t count,
                                size_t *left) {
    struct map index = {0};
    session_edit_list files = {0};
    *left = 0;
    for (size_t i = 0; i < count; i++) {
        const struct diagnostic *d = &items[i];
        if (!d->edit_count) continue;
        struct session_edits *edits = edits_of(arena, &index, &files, d->source);
        bool may = all_free(edits, d);
        *left += !may;
        for (uint32_t k = 0; may && k < d->edit_count; k++) {
            size_t at = place_of(edits, d->edits[k].span);
            *ARRAY_PUSH(arena, &edits->list) = d->edits[k];
            for (size_t m = edits->list.len - 1; m > at; m--) edits->list.items[m] = edits->list.items[m - 1];
            edits->list.items[at] = d->edits[k];
        }
    }
    if (files.len) qsort(files.items, files.len, sizeof files.items[0], by_path);
    return files;
}

struct str session_edited(struct arena *arena, const struct session_edits *edits) {
    struct buf out = {.arena = arena};
    struct str text = edits->source->text;
    size_t at = 0;
    for (size_t i = 0; i < edits->list.len; i++) {
        const struct edit *edit = &edits->list.items[i];
        buf_add(&out, str_sub(text, at, edit->span.start));
        buf_add(&out, edit->text);
        at = edit->span.end;
    }
    buf_add(&out, str_sub(text, at, text.len));
    return buf_str(&out);
}
