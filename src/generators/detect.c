/* detect.c: which site does a file belong to? */
#include <stdlib.h>

#include "generators/parts.h"

#define MAX_LEVELS 64

static const struct generator *find_generator(const struct spot *spot) {
    for (int guess = 0; guess < 2; guess++)
        for (size_t i = 0; generators[i]; i++)
            if (generators[i]->is_here(spot, guess)) return generators[i];
    return &plain_generator;
}

/* What the root could not read may have said which generator it is. */
static void doubt_remarks(struct arena *arena, struct root *root) {
    size_t count;
    const struct root_remark *remarks = root_remarks(root, arena, &count);
    for (size_t i = 0; i < count; i++)
        if (remarks[i].failed) file_doubt(remarks[i].path, remarks[i].reason);
}

/* Of the folder at `path` from the root's; nothing is known of a folder that is not there. */
static const struct generator *generator_at(struct arena *arena, struct root *root, struct str path) {
    if (!root) return &plain_generator;
    const struct generator *generator =
        find_generator(&(struct spot){.arena = arena, .root = root, .path = path});
    doubt_remarks(arena, root);
    return generator;
}

/* Content may lie outside of the folder with the configuration: then the site begins above it. */
static unsigned levels_above(struct arena *arena, struct root *root, struct str path,
                             const struct generator *generator) {
    struct spot spot = {.arena = arena, .root = root, .path = path};
    return root && generator->above ? generator->above(&spot) : 0;
}

bool site_is_plain(const struct generator *generator) {
    return !generator || generator->traits & SITE_AS_IS;
}

const struct generator *site_generator(struct arena *arena, const struct tree *tree) {
    return find_generator(&(struct spot){.arena = arena, .tree = tree});
}

/* The folder itself, or the one a file lies in. */
static struct str folder_of(struct arena *arena, struct str start) {
    struct str clean = path_clean(arena, start);
    return dir_exists(str_c(arena, clean)) ? clean : path_above(arena, clean);
}

struct str detect_git_root(struct arena *arena, struct str folder, unsigned *levels) {
    if (!git_levels(arena, folder, levels)) return (struct str){0};
    struct str real = path_real(arena, folder), root = git_root(arena, real),
               above = path_clean(arena, folder);
    for (unsigned i = 0; i < *levels; i++) above = path_above(arena, above);
    /* By a symbolic link the names do not lead there. */
    return str_eq(path_real(arena, above), root) ? above : root;
}

/* Each folder is read through a root of its own: without git, it is the border of what may be read for it. */
struct site_root site_detect(struct arena *arena, struct str start) {
    struct str folder = folder_of(arena, start), first = folder;
    unsigned levels;
    struct str git = detect_git_root(arena, folder, &levels);
    for (unsigned i = 0; i < MAX_LEVELS; i++) {
        struct root *root = root_open(arena, folder, NULL);
        const struct generator *generator = generator_at(arena, root, STR(""));
        bool top = git.ptr && i == levels;
        for (unsigned up = top ? 0 : levels_above(arena, root, STR(""), generator); up; up--)
            folder = path_above(arena, folder);
        if (!site_is_plain(generator)) return (struct site_root){folder.len ? folder : STR("."), generator};
        if ((git.ptr && i == levels) || str_eq(path_real(arena, folder), STR("/"))) break;
        folder = path_above(arena, folder);
    }
    struct str root = git.ptr ? git : first;
    return (struct site_root){root.len ? root : STR("."), &plain_generator};
}

/* ---- every site below a folder ---- */

static bool in_theme(struct str dir) {
    struct str rest = dir;
    while (rest.ptr) {
        struct str element = str_cut(&rest, '/');
        if (str_eq(element, STR("themes")) || str_eq(element, STR("_vendor")) ||
            str_eq(element, STR("node_modules")))
            return true;
    }
    return false;
}

static bool may_mark_site(struct str base) {
    struct str name = str_sub(base, 0, base.len - path_ext(base).len);
    for (size_t i = 0; generators[i]; i++)
        for (const char *const *mark = generators[i]->marks; *mark; mark++)
            if (str_eq(name, str_from(*mark))) return true;
    return false;
}

static int by_path(const void *a, const void *b) {
    return str_cmp(((const struct site_root *)a)->path, ((const struct site_root *)b)->path);
}

bool site_detect_all(struct arena *arena, struct str folder, struct site_root **roots, size_t *count,
                     struct error *error) {
    static const struct str skip[] = {{".git", 4}, {"node_modules", 12}};
    const struct walk_options options = {
        .gitignore = true, .skip_dirs = skip, .skip_dir_count = ARRAY_LEN(skip)};
    ARRAY_OF(struct site_root) found = {0};
    struct map seen = {0};
    str_array files = {0};
    struct root *root = root_open(arena, folder, error);
    if (!root || root_list(root, arena, STR(""), &options, &files, error) == ROOT_FAILED) return false;
    for (size_t i = 0; i < files.len; i++) {
        struct str dir = path_dir(files.items[i]);
        if (!may_mark_site(path_base(files.items[i]))) continue;
        if (str_ends(dir, STR("config/_default"))) dir = path_dir(path_dir(dir));
        if (in_theme(dir)) continue;
        void **slot = map_slot(arena, &seen, dir);
        const struct generator *generator = *slot ? &plain_generator : generator_at(arena, root, dir);
        *slot = arena;
        if (site_is_plain(generator)) continue;
        struct str path = dir.len ? path_join(arena, folder, dir) : folder.len ? folder : STR(".");
        for (unsigned up = levels_above(arena, root, dir, generator); up; up--)
            path = path_above(arena, path);
        *ARRAY_PUSH(arena, &found) = (struct site_root){path, generator};
    }
    if (found.len) qsort(found.items, found.len, sizeof(found.items[0]), by_path);
    *roots = found.items;
    *count = found.len;
    return true;
}
