/* run_data.c: data files that a schema is for, and the pages they stand beside. */
#include "lint/run.h"
#include "lint/types.h"

/* The first page of each folder; courses: of those that are courses. */
static void find_owners(struct arena *arena, const struct site *site, bool courses, struct map *owners) {
    for (size_t i = 0; i < site->page_count; i++) {
        const struct site_page *page = &site->pages[i];
        if (!page->page || !page->source.len || (courses && !types_is_course(page->page->front))) continue;
        struct str folder = path_dir(page->source);
        if (!map_get(owners, folder)) map_put(arena, owners, folder, page);
    }
}

/* Where no type is configured. */
static void find_syllabuses(struct arena *arena, const struct run *run, const struct map *owners,
                            data_files *files) {
    for (size_t i = 0; i < owners->len; i++) {
        struct str folder = owners->entries[i].key, name = STR("syllabus.yaml");
        struct str path = folder.len ? path_join(arena, folder, name) : name;
        if (types_configured(run->lint, path)) continue;
        struct arena scratch = {0};
        if (tree_has(&run->request->site->tree, &scratch, path))
            *ARRAY_PUSH(arena, files) = (struct data_file){path, owners->entries[i].value};
        arena_free(&scratch);
    }
}

static bool find_configured(struct arena *arena, const struct run *run, const struct map *owners,
                            data_files *files, struct error *error) {
    const struct tree *tree = &run->request->site->tree;
    str_array all = {0};
    if (!tree->list(tree->state, arena, STR(""), &all, error)) return false;
    for (size_t i = 0; i < all.len; i++) {
        struct str path = all.items[i];
        if (types_is_data(path) && types_name_data(run->lint, path))
            *ARRAY_PUSH(arena, files) = (struct data_file){path, map_get(owners, path_dir(path))};
    }
    return true;
}

/* A request that names pages alone has no data file among them. */
static bool may_have_data(const struct lint_request *request) {
    for (size_t i = 0; !request->whole && i < request->files.len; i++) {
        struct str file = request->files.items[i];
        if (file.len == 0 || str_ends(file, STR("/")) || types_is_data(file)) return true;
    }
    return request->whole;
}

bool run_data_find(struct arena *arena, const struct run *run, data_files *files, struct error *error) {
    const struct site *site = run->request->site;
    struct map owners = {0}, courses = {0};
    if (!(run->lint->needs & NEED_SCHEMA) || !may_have_data(run->request)) return true;
    if (types_want_data(run->lint)) {
        find_owners(arena, site, false, &owners);
        if (!find_configured(arena, run, &owners, files, error)) return false;
    }
    if (types_configured(run->lint, STR(""))) return true;
    find_owners(arena, site, true, &courses);
    find_syllabuses(arena, run, &courses, files);
    return true;
}
