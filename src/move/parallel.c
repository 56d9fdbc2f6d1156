/* parallel.c: languages with folders of their own, content/en/ and content/de/: translations lie at the same path in each. */
#include "move/parts.h"

struct parallel_folder {
    struct str path; /* with a slash at its end */
    unsigned language;
};
typedef ARRAY_OF(struct parallel_folder) folder_array;

/* Folders that pages are mounted from, each once. */
static void find_folders(const struct moving *moving, folder_array *out) {
    const struct site *site = moving->before;
    struct map seen = {0};
    for (size_t i = 0; i < site->page_count; i++) {
        const struct site_page *page = &site->pages[i];
        bool mounted =
            page->path.len && page->source.len > page->path.len && str_ends(page->source, page->path);
        if (!mounted || page->language >= site->language_count) continue;
        struct str folder = str_sub(page->source, 0, page->source.len - page->path.len);
        void **slot = map_slot(moving->arena, &seen, folder);
        if (*slot || !str_ends(folder, STR("/"))) continue;
        *slot = out;
        *ARRAY_PUSH(moving->arena, out) = (struct parallel_folder){folder, page->language};
    }
}

/* The innermost that the path lies in; NULL: none. */
static const struct parallel_folder *folder_of(const folder_array *folders, struct str path) {
    const struct parallel_folder *found = NULL;
    for (size_t i = 0; i < folders->len; i++) {
        const struct parallel_folder *folder = &folders->items[i];
        if (str_starts(path, folder->path) && (!found || folder->path.len > found->path.len)) found = folder;
    }
    return found;
}

void parallel_moves(const struct moving *moving, struct str from, struct str to, parallel_array *out) {
    folder_array folders = {0};
    if (moving->before->language_count < 2) return;
    find_folders(moving, &folders);
    const struct parallel_folder *own = folder_of(&folders, from);
    if (!own || folder_of(&folders, to) != own) return;
    struct str rest = str_sub(from, own->path.len, from.len), new_rest = str_sub(to, own->path.len, to.len);
    for (size_t i = 0; i < folders.len; i++) {
        const struct parallel_folder *other = &folders.items[i];
        if (other->language == own->language) continue;
        struct tree_move *move = ARRAY_PUSH(moving->arena, out);
        move->from = str_printf(moving->arena, "%.*s%.*s", STR_FMT(other->path), STR_FMT(rest));
        move->to = str_printf(moving->arena, "%.*s%.*s", STR_FMT(other->path), STR_FMT(new_rest));
    }
}
