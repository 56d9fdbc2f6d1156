/* open.c: the folder, and what its files are. */
#include "built/parts.h"

static bool is_page(struct str file) {
    struct str suffix = path_ext(file);
    return str_eq_nocase(suffix, STR(".html")) || str_eq_nocase(suffix, STR(".htm")) ||
           str_eq_nocase(suffix, STR(".xhtml"));
}

static bool list(struct built *built, struct error *error) {
    str_array files = {0};
    struct arena *arena = built->arena;
    if (!built->tree.list(built->tree.state, arena, built->within, &files, error)) return false;
    for (size_t i = 0; i < files.len; i++) built->page_count += is_page(files.items[i]);
    if (!built->page_count)
        return error_set(error, built->folder, 0, "holds no page: the built site is a folder of HTML");
    if (built->page_count > BUILT_MAX_PAGES)
        return error_set(error, built->folder, 0, "holds more than %d pages", BUILT_MAX_PAGES);
    built->pages = ARENA_ARRAY(arena, struct built_page, built->page_count + 1);
    map_expect(arena, &built->files, files.len);
    size_t count = 0;
    for (size_t i = 0; i < files.len; i++) {
        struct built_page *page = is_page(files.items[i]) ? &built->pages[count++] : NULL;
        if (page) page->file = files.items[i];
        map_put(arena, &built->files, files.items[i], page ? (void *)page : (void *)&built->files);
        map_put(arena, &built->nocase, unicode_lower_str(arena, files.items[i]), &files.items[i]);
    }
    return true;
}

bool built_open(struct arena *arena, const struct built_options *options, struct built **out,
                struct error *error) {
    struct built *built = ARENA_NEW(arena, struct built);
    built->arena = arena;
    built->folder = path_clean(arena, options->folder);
    built->within = options->tree ? built->folder : STR("");
    built->visit = options->visit;
    built->context = options->context;
    if (options->tree) built->tree = *options->tree;
    if (!options->tree && !tree_disk(arena, built->folder, false, &built->tree, error)) return false;
    if (!list(built, error)) return false;
    if (options->begin) options->begin(options->context, arena, built->page_count);
    built_read_all(built, options->threads ? options->threads : 1);
    built->base = options->base;
    if (!built->base.len) built_find_base(built);
    built_index(built);
    *out = built;
    return true;
}
