/* load.c: the site as it is, and as it will be. */
#include "move/parts.h"

#include <stdlib.h>

bool moving_begin(struct moving *moving) {
    if (!session_site(moving->session, &moving->before, moving->error) ||
        !links_open(moving->arena, moving->before, &moving->links_before, moving->error))
        return false;
    moving->after_memory = arena_child(moving->arena);
    return moving_index(moving);
}

static int by_path(const void *a, const void *b) {
    return str_cmp(((const struct memory_file *)a)->path, ((const struct memory_file *)b)->path);
}

static struct tree *tree_after(struct moving *moving) {
    struct arena *arena = moving->after_memory;
    struct memory_tree *files = ARENA_NEW(arena, struct memory_tree);
    files->files = ARENA_ARRAY(arena, struct memory_file, moving->texts.len + 1);
    for (size_t i = 0; i < moving->texts.len; i++)
        files->files[files->count++] =
            (struct memory_file){moving->texts.items[i]->path, moving->texts.items[i]->now};
    if (files->count) qsort(files->files, files->count, sizeof files->files[0], by_path);
    struct tree *tree = ARENA_NEW(arena, struct tree);
    *tree = overlay_tree(arena, &moving->moved, files);
    return tree;
}

static void index_files(struct moving *moving) {
    moving->files_after = (struct map){0};
    for (size_t i = 0; i < moving->after->url_count; i++) {
        const struct site_url *url = &moving->after->urls[i];
        bool file = url->kind == URL_RESOURCE || url->kind == URL_STATIC || url->kind == URL_FILE;
        if (file && url->source.len && !url->overwritten)
            map_put(moving->after_memory, &moving->files_after, url->source, url);
    }
}

bool moving_load(struct moving *moving) {
    if (moving->links_after) links_close(moving->links_after);
    moving->links_after = NULL;
    arena_free(moving->after_memory);
    moving_index(moving);
    if (!session_load(moving->session, moving->after_memory, tree_after(moving), moving->before->generator,
                      &moving->after, moving->error) ||
        !links_open(moving->after_memory, moving->after, &moving->links_after, moving->error))
        return false;
    index_files(moving);
    match_pages(moving);
    return true;
}

void moving_close(struct moving *moving) {
    links_close(moving->links_before);
    links_close(moving->links_after);
}
