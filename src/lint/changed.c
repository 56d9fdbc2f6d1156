/* changed.c: the lines of files that changed. */
#include "lint/changed.h"

#include <assert.h>

void changed_add(struct arena *arena, struct changed *changed, struct source *source, struct str before) {
    struct changed_file *file = ARENA_NEW(arena, struct changed_file);
    struct source old = {.path = source->path, .text = before};
    if (before.ptr)
        changed_lines(arena, &old, source, file);
    else
        *ARRAY_PUSH(arena, file) = (struct line_range){1, UINT32_MAX};
    *map_slot(arena, &changed->files, source->path) = file;
}

bool changed_has(const struct changed *changed, struct str path, uint32_t first, uint32_t last) {
    const struct changed_file *file = map_get(&changed->files, path);
    size_t low = 0,
           high = file ? file->len : 0; /* ranges are in order: find the last that starts by `last` */
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (file->items[middle].first <= last)
            low = middle + 1;
        else
            high = middle;
    }
    assert(low < 2 || file->items[low - 2].first <= file->items[low - 1].first);
    if (low == 0) return false;
    const struct line_range *r = &file->items[low - 1];
    return first < (uint64_t)r->first + r->count;
}
