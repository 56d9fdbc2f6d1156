/* operands.c: from what was asked for to moves of files, as mv reads it. */
#include "move/parts.h"

#include <assert.h>

struct operands {
    struct moving *moving;
    str_array files; /* of the site's folder, sorted */
    struct str to;   /* without a slash at its end */
    bool into;       /* it is a folder, to put things in */
};

static bool refuse(const struct operands *o, struct str path, const char *why) {
    return error_set(o->moving->error, str_copy(o->moving->arena, path), 0, "%s", why);
}

static struct str without_slash(struct str path) {
    while (path.len > 1 && path.ptr[path.len - 1] == '/') path.len--;
    return path;
}

/* The first file that is not before `path`. */
static size_t lower_bound(const str_array *files, struct str path) {
    size_t low = 0, high = files->len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(files->items[middle], path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    assert(low < 2 || str_cmp(files->items[low - 2], files->items[low - 1]) < 0);
    return low;
}

static bool is_file(const struct operands *o, struct str path) {
    size_t at = lower_bound(&o->files, path);
    return at < o->files.len && str_eq(o->files.items[at], path);
}

/* Files below a folder, which stand together from *first on; 0: it is none, or empty. */
static size_t below(const struct operands *o, struct str folder, size_t *first) {
    struct str prefix = folder.len ? str_printf(o->moving->arena, "%.*s/", STR_FMT(folder)) : folder;
    size_t end = *first = lower_bound(&o->files, prefix);
    while (end < o->files.len && str_starts(o->files.items[end], prefix)) end++;
    return end - *first;
}

static bool is_folder(const struct operands *o, struct str path) {
    size_t first;
    struct root *root = o->moving->before->tree.root;
    return !path.len || below(o, path, &first) ||
           (root && root_look(root, o->moving->arena, path) == ROOT_FOLDER);
}

static bool add_move(struct operands *o, struct str from, struct str to) {
    struct moving *moving = o->moving;
    if (str_eq(from, to)) return refuse(o, from, "is there already");
    if (is_file(o, to) || is_folder(o, to) || tree_has(&moving->before->tree, moving->arena, to))
        return refuse(o, to, "is there already: nothing is moved over it");
    if (tree_is_linked(&moving->before->tree, moving->arena, from))
        return refuse(o, from, "is reached through a symbolic link, which is not moved");
    for (size_t i = 0; i < moving->moves.len; i++) {
        if (str_eq(moving->moves.items[i].from, from)) return true; /* named twice */
        if (str_eq(moving->moves.items[i].to, to)) return refuse(o, to, "would be two files");
    }
    *ARRAY_PUSH(moving->arena, &moving->moves) = (struct tree_move){from, to};
    return true;
}

static bool move_one_folder(struct operands *o, struct str from, struct str to) {
    size_t first, count = below(o, from, &first);
    struct arena *arena = o->moving->arena;
    if (str_eq(from, to)) return refuse(o, from, "is there already");
    if (str_starts(to, str_printf(arena, "%.*s/", STR_FMT(from))))
        return refuse(o, from, "cannot be moved into itself");
    if (is_folder(o, to) || is_file(o, to))
        return refuse(o, to, "is there already: nothing is moved over it");
    for (size_t i = first; i < first + count; i++) {
        struct str file = o->files.items[i];
        struct str rest = str_sub(file, from.len + 1, file.len);
        if (!add_move(o, file, str_printf(arena, "%.*s/%.*s", STR_FMT(to), STR_FMT(rest)))) return false;
    }
    return true;
}

static bool move_folder(struct operands *o, struct str from, struct str to) {
    parallel_array others = {0};
    if (!move_one_folder(o, from, to)) return false;
    parallel_moves(o->moving, from, to, &others);
    for (size_t i = 0; i < others.len; i++) {
        const struct tree_move *other = &others.items[i];
        if (is_folder(o, other->from) && !move_one_folder(o, other->from, other->to)) return false;
    }
    return true;
}

/* ---- one page ---- */

/* "index.de.md": the part of a file's name before its languages and extensions. */
static struct str stem_of(struct str base) {
    return str_sub(base, 0, str_find_char(base, '.'));
}

static bool is_page(const struct operands *o, struct str file) {
    const struct site_page *page = site_page_of(o->moving->before, file);
    return page && page->page;
}

/* The same page in another language, beside it: pages of one name, told apart by a language's code. */
static bool is_translation(const struct operands *o, struct str file, const struct site_page *page) {
    const struct site_page *other = site_page_of(o->moving->before, file);
    return other && other != page && str_eq(other->key, page->key) && other->language != page->language &&
           str_eq(path_dir(file), path_dir(page->source));
}

/* A file and its translations beside it: what follows the page's name in the file's stays. */
static bool move_one_file(struct operands *o, struct str from, struct str to) {
    const struct site_page *page = site_page_of(o->moving->before, from);
    struct arena *arena = o->moving->arena;
    struct str base = path_base(from), name = stem_of(base), new_base = path_base(to);
    if (page && page->name.len && str_starts(base, page->name)) name = str_sub(base, 0, page->name.len);
    struct str rest = str_sub(base, name.len, base.len);
    if (!add_move(o, from, to)) return false;
    bool named = new_base.len > rest.len && str_ends(new_base, rest);
    if (!page || !named) return true;
    struct str new_name = str_sub(new_base, 0, new_base.len - rest.len);
    struct str folder = path_dir(from);
    size_t first, count = below(o, folder, &first);
    for (size_t i = first; i < first + count; i++) {
        struct str file = o->files.items[i], other = path_base(file);
        if (!str_starts(other, name) || !is_translation(o, file, page)) continue;
        struct str moved =
            str_printf(arena, "%.*s%.*s", STR_FMT(new_name), STR_FMT(str_sub(other, name.len, other.len)));
        if (!add_move(o, file, path_join(arena, path_dir(to), moved))) return false;
    }
    return true;
}

static bool move_file(struct operands *o, struct str from, struct str to) {
    parallel_array others = {0};
    if (!move_one_file(o, from, to)) return false;
    parallel_moves(o->moving, from, to, &others);
    for (size_t i = 0; i < others.len; i++) {
        const struct tree_move *other = &others.items[i];
        if (is_page(o, other->from) && !move_one_file(o, other->from, other->to)) return false;
    }
    return true;
}

/* A leaf bundle by its index file: to another folder, or to a file when nothing else lies in it. */
static bool move_bundle(struct operands *o, struct str from, struct str to) {
    struct str folder = path_dir(from);
    size_t first, count = below(o, folder, &first);
    if (o->into) return move_folder(o, folder, path_join(o->moving->arena, to, path_base(folder)));
    if (str_eq(path_base(to), path_base(from))) return move_folder(o, folder, path_dir(to));
    if (!path_ext(to).len) return move_folder(o, folder, to);
    for (size_t i = first; i < first + count; i++)
        if (!str_eq(stem_of(path_base(o->files.items[i])), STR("index")))
            return refuse(o, from, "has files beside it, which need a folder: name a folder to move it to");
    return move_file(o, from, to);
}

static bool move_one(struct operands *o, struct str from) {
    struct moving *moving = o->moving;
    from = without_slash(from);
    struct str to = o->to;
    bool file = is_file(o, from);
    if (!from.len) return refuse(o, STR("."), "is the site itself");
    if (!file && !is_folder(o, from)) return refuse(o, from, "no such file or folder");
    const struct site_page *page = file ? site_page_of(moving->before, from) : NULL;
    if (file && !is_page(o, from)) return refuse(o, from, "is no page of the site");
    bool bundle = page && page->bundle == BUNDLE_LEAF;
    if (bundle) return move_bundle(o, from, to);
    if (o->into) to = path_join(moving->arena, to, path_base(from));
    return file ? move_file(o, from, to) : move_folder(o, from, to);
}

static bool has_page(const struct operands *o) {
    for (size_t i = 0; i < o->moving->moves.len; i++)
        if (is_page(o, o->moving->moves.items[i].from)) return true;
    return false;
}

bool operands_read(struct moving *moving, const str_array *from, struct str to) {
    struct operands o = {.moving = moving};
    const struct tree *tree = &moving->before->tree;
    if (!tree->list(tree->state, moving->arena, STR(""), &o.files, moving->error)) return false;
    o.to = without_slash(to);
    bool there = is_folder(&o, o.to);
    o.into = from->len > 1 || o.to.len < to.len || there;
    if (is_file(&o, o.to)) return refuse(&o, o.to, "is there already: nothing is moved over it");
    for (size_t i = 0; i < from->len; i++)
        if (!move_one(&o, from->items[i])) return false;
    return has_page(&o) || refuse(&o, from->items[0], "holds no page of the site");
}
