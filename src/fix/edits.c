/* edits.c: the edits of findings, file by file, and a text with its edits made. */
#include "fix/fix.h"

#include <assert.h>
#include <stdlib.h>

static int by_path(const void *a, const void *b) {
    const struct fix_edits *x = a, *y = b;
    return str_cmp(x->source->path, y->source->path);
}

static struct fix_edits *edits_of(struct arena *arena, struct map *index, fix_edit_list *files,
                                  const struct source *source) {
    size_t at = (size_t)(uintptr_t)map_get(index, source->path);
    if (at) return &files->items[at - 1];
    struct fix_edits *made = ARRAY_PUSH(arena, files);
    made->source = source;
    *map_slot(arena, index, source->path) = (void *)(uintptr_t)files->len;
    return made;
}

/* Sorted, so that what may meet an edit stands around its place. */
static size_t place_of(const struct fix_edits *edits, struct span span) {
    size_t low = 0, high = edits->list.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (edits->list.items[middle].span.start < span.start)
            low = middle + 1;
        else
            high = middle;
    }
    assert(low < 2 || edits->list.items[low - 2].span.start <= edits->list.items[low - 1].span.start);
    return low;
}

/* Do they share a byte, or insert at one place? */
static bool meets(struct span a, struct span b) {
    return a.start == b.start || (a.start < b.end && b.start < a.end);
}

static bool is_free(const struct fix_edits *edits, struct span span) {
    size_t at = place_of(edits, span);
    bool before = at > 0 && meets(edits->list.items[at - 1].span, span);
    return !before && !(at < edits->list.len && meets(edits->list.items[at].span, span));
}

static bool all_free(struct arena *arena, struct map *index, fix_edit_list *files,
                     const struct diagnostic *d) {
    for (uint32_t i = 0; i < d->edit_count; i++) {
        const struct source *source = edit_source(d, &d->edits[i]);
        if (!is_free(edits_of(arena, index, files, source), d->edits[i].span)) return false;
        for (uint32_t k = 0; k < i; k++)
            if (str_eq(edit_source(d, &d->edits[k])->path, source->path) &&
                meets(d->edits[i].span, d->edits[k].span))
                return false;
    }
    return true;
}

static void insert(struct arena *arena, struct fix_edits *edits, const struct edit *edit) {
    size_t at = place_of(edits, edit->span);
    *ARRAY_PUSH(arena, &edits->list) = *edit;
    for (size_t m = edits->list.len - 1; m > at; m--) edits->list.items[m] = edits->list.items[m - 1];
    edits->list.items[at] = *edit;
}

fix_edit_list fix_edits(struct arena *arena, const struct diagnostic *items, size_t count, bool *made) {
    struct map index = {0};
    fix_edit_list files = {0};
    for (size_t i = 0; i < count; i++) {
        const struct diagnostic *d = &items[i];
        bool may = all_free(arena, &index, &files, d);
        if (made) made[i] = may && d->edit_count;
        for (uint32_t k = 0; may && k < d->edit_count; k++)
            insert(arena, edits_of(arena, &index, &files, edit_source(d, &d->edits[k])), &d->edits[k]);
    }
    if (files.len) qsort(files.items, files.len, sizeof files.items[0], by_path);
    return files;
}

struct str fix_edited(struct arena *arena, const struct fix_edits *edits, struct str text) {
    return edits_apply(arena, text, edits->list.items, edits->list.len);
}
