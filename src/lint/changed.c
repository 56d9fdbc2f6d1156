/* changed.c: the lines of files that changed since a revision. */
#include "lint/changed.h"

#include "site/site.h"

static void add_file(struct arena *arena, struct changed *changed, struct source *source,
                     const struct revision_file *old) {
    struct changed_file *file = ARENA_NEW(arena, struct changed_file);
    struct source before = {.path = source->path, .text = old->text};
    if (old->text.ptr)
        changed_lines(arena, &before, source, file);
    else if (old->added)
        *ARRAY_PUSH(arena, file) = (struct line_range){1, UINT32_MAX};
    *map_slot(arena, &changed->files, source->path) = file;
}

bool changed_read(struct arena *arena, struct str folder, struct str revision, struct source *const *sources,
                  size_t count, struct changed *changed, struct error *error) {
    struct revision_file *files = ARENA_ARRAY(arena, struct revision_file, count + 1);
    for (size_t i = 0; i < count; i++) files[i].path = sources[i]->path;
    if (!revision_files(arena, folder, revision, files, count, error)) return false;
    for (size_t i = 0; i < count; i++) add_file(arena, changed, sources[i], &files[i]);
    return true;
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
    if (low == 0) return false;
    const struct line_range *r = &file->items[low - 1];
    return first < (uint64_t)r->first + r->count;
}
