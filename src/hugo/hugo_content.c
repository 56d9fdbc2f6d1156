/* hugo_content.c: the files below content/ and static/ after mounts, and what each one is (1.1, 1.2). */
#include <stdlib.h>
#include <string.h>

#include "hugo/model.h"

/* ---- names ---- */

static const char *const page_extensions[] = {"md",  "markdown", "mdown",    "html", "htm",    "org",
                                              "rst", "adoc",     "asciidoc", "ad",   "pandoc", "pdc"};

/* Before 0.123 only in lower case. */
static bool is_page_extension(const struct hugo *hugo, struct str ext) {
    for (size_t i = 0; i < ARRAY_LEN(page_extensions); i++) {
        struct str known = str_from(page_extensions[i]);
        if (hugo->old ? str_eq(ext, known) : str_eq_nocase(ext, known)) return true;
    }
    return false;
}

static bool skipped_name(struct str name) {
    return str_starts(name, STR(".")) || str_starts(name, STR("#")) || str_ends(name, STR("~"));
}

static bool skipped(struct str path) {
    while (path.ptr)
        if (skipped_name(str_cut(&path, '/'))) return true;
    return false;
}

/* Cuts the language off a name without extension; only the last dot part counts. */
static void cut_language(const struct hugo *hugo, struct hugo_file *file) {
    size_t dot = str_rfind_char(file->name, '.');
    if (dot == file->name.len) return;
    struct str code = str_sub(file->name, dot + 1, file->name.len);
    unsigned language = hugo_language_find(hugo, code, !hugo->old);
    if (language == SITE_NO_LANGUAGE && !hugo_language_disabled(hugo, code)) return;
    file->language = language;
    file->lang_suffix = true;
    file->name = str_sub(file->name, 0, dot);
}

static void classify(const struct hugo *hugo, struct hugo_file *file) {
    struct str base = path_base(file->path), ext = path_ext(base);
    file->dir = path_dir(file->path);
    file->ext = ext.len ? str_sub(ext, 1, ext.len) : STR("");
    file->name = str_sub(base, 0, base.len - ext.len);
    file->page = is_page_extension(hugo, file->ext);
    file->adapter = str_eq(base, STR("_content.gotmpl")) && hugo_since(hugo->version, HUGO_CONTENT_ADAPTER);
    cut_language(hugo, file);
    if (!file->page) return;
    file->leaf = str_eq(file->name, STR("index"));
    file->branch = str_eq(file->name, STR("_index"));
    if (hugo->old && str_starts(file->name, STR("index."))) file->leaf = true;
    if (hugo->old && str_starts(file->name, STR("_index."))) file->branch = true;
}

/* ---- filters ---- */

static bool listed(const struct node *list, struct str path) {
    for (const struct node *item = list ? list->child : NULL; item; item = item->next) {
        struct str glob = item->text;
        if (str_starts(glob, STR("/"))) glob = str_sub(glob, 1, glob.len);
        if (hugo_glob(glob, path)) return true;
    }
    return list && list->kind == NODE_STRING && hugo_glob(list->text, path);
}

/* `files` since 0.153: the first glob that matches decides; '!' excludes; only exclusions mean: all others. */
static bool in_files(const struct node *files, struct str path) {
    bool only_excludes = true;
    for (const struct node *item = files ? files->child : NULL; item; item = item->next) {
        struct str glob = item->text;
        bool negated = str_starts(glob, STR("!"));
        if (negated)
            glob = str_trim(str_sub(glob, 1, glob.len));
        else
            only_excludes = false;
        if (str_starts(glob, STR("/"))) glob = str_sub(glob, 1, glob.len);
        if (hugo_glob(glob, path)) return !negated;
    }
    return only_excludes;
}

static bool mounted(const struct hugo_mount *mount, struct str path) {
    if (mount->include && !listed(mount->include, path)) return false;
    return !listed(mount->exclude, path) && in_files(mount->files, path);
}

enum { IGNORE_STEPS = 400000000 }; /* of all patterns on all files: a second or two */

/* False when it cannot be told whether the file is left out. */
static bool find_ignored(struct hugo *hugo, struct hugo_file *file, struct error *error) {
    struct str path = str_printf(hugo->arena, "/%.*s", STR_FMT(file->source));
    for (size_t i = 0; i < hugo->ignore_count && !file->ignored; i++) {
        const struct node *node = hugo->ignore[i].node;
        enum regex_result result = regex_search(hugo->ignore[i].regex, path, 0, NULL, 0, &hugo->ignore_steps);
        if (result == REGEX_LIMIT || hugo->ignore_steps > IGNORE_STEPS)
            return error_at(error, config_source(node), node->span,
                            "the %s of ignoreFiles take%s too many steps on %.*s: whether the file is left "
                            "out is unknown",
                            result == REGEX_LIMIT ? "pattern" : "patterns",
                            result == REGEX_LIMIT ? "s" : " together", STR_FMT(file->source));
        file->ignored = result == REGEX_MATCH;
    }
    return true;
}

static bool load_ignore(struct hugo *hugo, struct error *error) {
    const struct node *list = site_config(hugo->site, SITE_NO_LANGUAGE, STR("ignoreFiles"));
    hugo->ignore = ARENA_ARRAY(hugo->arena, struct hugo_ignore, list ? list->count + 1 : 1);
    for (const struct node *item = list ? list->child : NULL; item; item = item->next) {
        struct regex *regex = regex_compile(hugo->arena, item->text, 0, error);
        if (regex == NULL) return false;
        hugo->ignore[hugo->ignore_count++] = (struct hugo_ignore){regex, item};
    }
    return true;
}

/* ---- collecting ---- */

static bool content_file(struct hugo *hugo, const struct hugo_mount *mount, struct hugo_file *file) {
    bool hidden = skipped(file->path);
    if ((hidden && !hugo->old) || file->ignored) return false;
    /* Since 0.123 what lies behind a symbolic link is left out of content. */
    if (!hugo->old && tree_is_linked(&hugo->site->tree, hugo->arena, file->source)) return false;
    file->language = 0;
    for (unsigned i = 0; i < hugo->site->language_count && mount->languages; i++)
        if (mount->languages & 1ull << i) {
            file->language = i;
            break;
        }
    if (mount->languages == 1ull << 63) file->language = SITE_NO_LANGUAGE;
    classify(hugo, file);
    file->hidden = hidden;
    if (!hidden) return true;
    bool page = file->page;
    file->page = file->leaf = file->branch = file->adapter = false;
    return !page;
}

/* An earlier mount hides a later one's file of the same path and language. */
static void add_file(struct hugo *hugo, struct map *seen, hugo_files *files, const struct hugo_file *file) {
    struct str key = str_printf(hugo->arena, "%u %.*s", file->language, STR_FMT(file->path));
    void **slot = map_slot(hugo->arena, seen, key);
    struct hugo_file *made = ARRAY_PUSH(hugo->arena, files);
    *made = *file;
    made->shadowed = *slot != NULL;
    *slot = hugo;
}

static bool collect(struct hugo *hugo, const struct hugo_mount *mount, struct str component, struct map *seen,
                    hugo_files *files, struct error *error) {
    struct str below = str_sub(mount->target, component.len + 1, mount->target.len);
    bool content = str_eq(component, STR("content"));
    const struct tree *tree = &hugo->site->tree;
    str_array found = {0};
    if (!tree->list(tree->state, hugo->arena, mount->source, &found, error)) return false;
    ARRAY_EXPECT(hugo->arena, files, found.len);
    map_expect(hugo->arena, seen, found.len);
    bool single = found.len == 0 && tree_has(tree, hugo->arena, mount->source);
    if (single) *ARRAY_PUSH(hugo->arena, &found) = STR("");
    for (size_t i = 0; i < found.len; i++) {
        struct hugo_file file = {.mount = mount, .language = SITE_NO_LANGUAGE};
        if (!single && !mounted(mount, found.items[i])) continue;
        file.source = single ? mount->source : path_join(hugo->arena, mount->source, found.items[i]);
        file.path = single ? below : path_join(hugo->arena, below, found.items[i]);
        if (!content && hugo->site->multihost && mount->languages)
            file.language = (unsigned)__builtin_ctzll(mount->languages);
        if (content && !find_ignored(hugo, &file, error)) return false;
        if (!content || content_file(hugo, mount, &file)) add_file(hugo, seen, files, &file);
    }
    return true;
}

static int by_path(const void *a, const void *b) {
    const struct hugo_file *x = a, *y = b;
    int order = str_cmp(x->path, y->path);
    return order ? order : (x->language > y->language) - (x->language < y->language);
}

static bool below(struct str target, struct str component) {
    return str_starts(target, component) && (target.len == component.len || target.ptr[component.len] == '/');
}

static bool collect_mounts(struct hugo *hugo, struct error *error) {
    struct map content = {0}, statics = {0};
    for (size_t i = 0; i < hugo->mounts.len; i++) {
        const struct hugo_mount *mount = &hugo->mounts.items[i];
        bool done = below(mount->target, STR("content"))
                        ? collect(hugo, mount, STR("content"), &content, &hugo->content, error)
                        : collect(hugo, mount, STR("static"), &statics, &hugo->statics, error);
        if (!done) return false;
    }
    return true;
}

bool hugo_content_load(struct hugo *hugo, struct error *error) {
    bool done = load_ignore(hugo, error) && collect_mounts(hugo, error);
    for (size_t i = 0; i < hugo->ignore_count; i++) regex_free(hugo->ignore[i].regex);
    hugo->ignore_count = 0;
    if (done && hugo->content.len)
        qsort(hugo->content.items, hugo->content.len, sizeof(struct hugo_file), by_path);
    return done;
}

/* ---- bundles ---- */

#define DIR_LEAF   1
#define DIR_BRANCH 2

static void mark_folders(struct hugo *hugo, struct map *dirs) {
    for (size_t i = 0; i < hugo->content.len; i++) {
        const struct hugo_file *file = &hugo->content.items[i];
        if (file->shadowed || (!file->leaf && !file->branch)) continue;
        void **slot = map_slot(hugo->arena, dirs, file->dir);
        *slot = (void *)((uintptr_t)*slot | (file->leaf ? DIR_LEAF : DIR_BRANCH));
    }
}

static bool is_leaf_dir(const struct hugo *hugo, const struct map *dirs, struct str dir) {
    uintptr_t marks = (uintptr_t)map_get(dirs, dir);
    if (marks != (DIR_LEAF | DIR_BRANCH)) return marks == DIR_LEAF;
    return hugo_since(hugo->version, HUGO_LEAF_OVER_BRANCH);
}

/* The topmost folder above path that is a leaf bundle; absent when there is none. */
static struct str leaf_above(const struct hugo *hugo, const struct map *dirs, struct str path) {
    if (is_leaf_dir(hugo, dirs, STR(""))) return STR("");
    for (size_t i = 0; i < path.len; i++) {
        if (path.ptr[i] != '/') continue;
        if (is_leaf_dir(hugo, dirs, str_sub(path, 0, i))) return str_sub(path, 0, i);
    }
    return (struct str){0};
}

/* index.* and _index.* in one folder: before 0.123 both are rendered, then one of them hides the other. */
static void settle_both(const struct hugo *hugo, const struct map *dirs, struct hugo_file *file) {
    bool both = (uintptr_t)map_get(dirs, file->dir) == (DIR_LEAF | DIR_BRANCH);
    if (!both || hugo->old) return;
    bool leaf_wins = is_leaf_dir(hugo, dirs, file->dir);
    if (leaf_wins ? file->branch : file->leaf) file->shadowed = true;
}

/* Before 0.123 names were looked at down to a bundle's own entries; its subfolders were copied whole. */
static bool stays_hidden(const struct hugo_file *file) {
    if (!file->hidden || file->bundle.ptr == NULL) return file->hidden;
    size_t start = file->bundle.len ? file->bundle.len + 1 : 0;
    struct str below = str_sub(file->path, start, file->path.len);
    return skipped(str_sub(file->path, 0, start + str_find_char(below, '/')));
}

void hugo_content_bundles(struct hugo *hugo) {
    struct map dirs = {0};
    mark_folders(hugo, &dirs);
    for (size_t i = 0; i < hugo->content.len; i++) {
        struct hugo_file *file = &hugo->content.items[i];
        if (file->leaf || file->branch) settle_both(hugo, &dirs, file);
        file->bundle = leaf_above(hugo, &dirs, file->path);
        bool own = file->leaf && file->bundle.ptr && str_eq(file->bundle, file->dir);
        file->bundled = file->bundle.ptr && !own;
        if (stays_hidden(file)) file->shadowed = true;
        bool home = file->leaf && file->dir.len == 0;
        if (home && !hugo->old) file->home_leaf = true;
    }
}
