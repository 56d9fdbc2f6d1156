/* Which files Jekyll reads (EntryFilter, Reader#read_directories, Collection#filtered_entries). */
#include <fnmatch.h>
#include <string.h>

#include "jekyll/model.h"

static bool has_glob(struct str pattern) {
    for (size_t i = 0; i < pattern.len; i++)
        if (strchr("*?[\\", pattern.ptr[i])) return true;
    return false;
}

/* Ruby's File.fnmatch?: a star matches slashes too. */
static bool glob_includes(struct str pattern, struct str path) {
    struct arena scratch = {0};
    bool match = fnmatch(str_c(&scratch, pattern), str_c(&scratch, path), 0) == 0;
    arena_free(&scratch);
    return match;
}

static bool in_list(const str_array *list, struct str path, bool folder) {
    for (size_t i = 0; i < list->len; i++) {
        struct str pattern = list->items[i];
        if (str_starts(pattern, STR("/"))) pattern = str_sub(pattern, 1, pattern.len);
        if (str_starts(path, pattern) || (has_glob(pattern) && glob_includes(pattern, path))) return true;
        bool slash = folder && pattern.len == path.len + 1 && pattern.ptr[path.len] == '/';
        if (slash && str_starts(pattern, path)) return true;
    }
    return false;
}

static bool is_special(struct str name) {
    return name.len && strchr("._#~", name.ptr[0]);
}

/* One entry of a folder: `path` from the source folder, `entry` as the folder's reader names it. */
static bool is_taken(const struct jekyll *jekyll, struct str path, struct str entry, bool folder) {
    struct str name = path_base(entry);
    bool included = in_list(&jekyll->include, entry, folder) || in_list(&jekyll->include, name, folder);
    if (str_ends(entry, STR("."))) return false;
    if (included) return true;
    if (in_list(&jekyll->exclude, path, folder)) return false;
    return !is_special(entry) && !is_special(name) && !str_ends(entry, STR("~"));
}

bool jekyll_filter_walk(const struct jekyll *jekyll, struct str path) {
    for (size_t start = 0, end; start <= path.len; start = end + 1) {
        for (end = start; end < path.len && path.ptr[end] != '/';) end++;
        struct str upto = str_sub(path, 0, end);
        bool folder = end < path.len;
        if (folder && str_eq(upto, jekyll->destination)) return false;
        if (!is_taken(jekyll, upto, str_sub(path, start, end), folder)) return false;
    }
    return true;
}

bool jekyll_filter_file(const struct jekyll *jekyll, struct str path) {
    for (size_t i = 0; i < jekyll->include.len; i++)
        if (str_eq(jekyll->include.items[i], path)) return true;
    return jekyll_filter_walk(jekyll, path);
}

bool jekyll_filter_entry(const struct jekyll *jekyll, struct str folder, struct str entry) {
    return is_taken(jekyll, str_printf(jekyll->arena, "%.*s/%.*s", STR_FMT(folder), STR_FMT(entry)), entry,
                    false);
}
