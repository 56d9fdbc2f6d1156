/* files.c: what is asked of a build that is open. */
#include "built/parts.h"

struct str built_folder(const struct built *built) {
    return built->folder;
}

struct str built_base(const struct built *built) {
    return built->base;
}

bool built_text(const struct built *built, struct arena *arena, struct str file, struct str *text) {
    struct error error = {0};
    struct str path = built->within.len ? path_join(arena, built->within, file) : file;
    return built->tree.read(built->tree.state, arena, path, text, &error);
}

bool built_has_file(const struct built *built, struct str file) {
    return map_get(&built->files, file) != NULL;
}

const struct root_remark *built_remarks(const struct built *built, struct arena *arena, size_t *count) {
    *count = 0;
    return built->tree.root ? root_remarks(built->tree.root, arena, count) : NULL;
}

const struct built_page *built_pages(const struct built *built, size_t *count) {
    *count = built->page_count;
    return built->pages;
}

const struct built_page *built_page_of(const struct built *built, struct str file) {
    const void *page = map_get(&built->files, file);
    return page && page != &built->files ? page : NULL;
}
