#include "base/base.h"

#include <string.h>

struct str path_join(struct arena *arena, struct str a, struct str b) {
    if (a.len == 0 || str_starts(b, STR("/"))) return str_copy(arena, b);
    if (b.len == 0) return str_copy(arena, a);
    size_t slash = a.ptr[a.len - 1] != '/';
    char *out = arena_bytes(arena, a.len + slash + b.len + 1);
    memcpy(out, a.ptr, a.len);
    if (slash) out[a.len] = '/';
    memcpy(out + a.len + slash, b.ptr, b.len);
    out[a.len + slash + b.len] = '\0';
    return (struct str){out, a.len + slash + b.len};
}

/* Takes the last element off the cleaned path in out; false when there is none that ".." could undo. */
static bool drop_element(struct str root, char *out, size_t *len) {
    struct str rest = {out + root.len, *len - root.len};
    size_t slash = str_rfind_char(rest, '/');
    struct str last = slash < rest.len ? str_sub(rest, slash + 1, rest.len) : rest;
    if (last.len == 0 || str_eq(last, STR(".."))) return false;
    *len = root.len + (slash < rest.len ? slash : 0);
    return true;
}

/* Whether Go's path.Clean leaves it as it is. */
static bool is_clean(struct str path) {
    struct str rest = str_starts(path, STR("/")) ? str_sub(path, 1, path.len) : path;
    if (rest.len == 0) return path.len > 0;
    for (size_t start = 0, end; start <= rest.len; start = end + 1) {
        end = start + str_find_char(str_sub(rest, start, rest.len), '/');
        const char *element = rest.ptr + start;
        if (end == start) return false;
        bool dots = end - start <= 2 && element[0] == '.' && element[end - start - 1] == '.';
        if (dots) return false;
    }
    return true;
}

struct str path_clean(struct arena *arena, struct str path) {
    if (is_clean(path)) return path;
    struct str root = str_starts(path, STR("/")) ? STR("/") : STR(""), rest = path;
    char *out = arena_bytes(arena, path.len + 2);
    size_t len = root.len;
    memcpy(out, root.ptr, root.len);
    while (rest.ptr) {
        struct str element = str_cut(&rest, '/');
        if (element.len == 0 || str_eq(element, STR("."))) continue;
        if (str_eq(element, STR("..")) && (drop_element(root, out, &len) || root.len)) continue;
        if (len > root.len) out[len++] = '/';
        memcpy(out + len, element.ptr, element.len);
        len += element.len;
    }
    if (len == 0) out[len++] = '.';
    out[len] = '\0';
    return (struct str){out, len};
}

struct str path_dir(struct str path) {
    size_t slash = str_rfind_char(path, '/');
    return slash < path.len ? str_sub(path, 0, slash) : STR("");
}

struct str path_base(struct str path) {
    size_t slash = str_rfind_char(path, '/');
    return slash < path.len ? str_sub(path, slash + 1, path.len) : path;
}

struct str path_ext(struct str path) {
    struct str base = path_base(path);
    size_t dot = str_rfind_char(base, '.');
    return dot < base.len ? str_sub(base, dot, base.len) : STR("");
}

struct str path_above(struct arena *arena, struct str folder) {
    struct str base = path_base(folder), above = path_dir(folder);
    if (!folder.len || str_eq(folder, STR("."))) return STR("..");
    if (str_eq(base, STR(".")) || str_eq(base, STR(".."))) return path_join(arena, folder, STR(".."));
    if (above.len) return above;
    return folder.ptr[0] == '/' ? STR("/") : STR(".");
}

/* Length of the folders that two absolute paths share. */
static size_t shared_folders(struct str a, struct str b) {
    size_t shared = 0;
    for (size_t at = 0; at <= a.len && at <= b.len; at++) {
        bool a_ends = at == a.len || a.ptr[at] == '/', b_ends = at == b.len || b.ptr[at] == '/';
        if (a_ends && b_ends) shared = at;
        if (at == a.len || at == b.len || a.ptr[at] != b.ptr[at]) break;
    }
    return shared;
}

struct str path_relative(struct arena *arena, struct str from, struct str to) {
    struct buf out = {.arena = arena};
    size_t shared = shared_folders(from, to);
    struct str up = str_sub(from, shared, from.len), down = str_sub(to, shared, to.len);
    for (size_t i = 0; i < up.len; i++)
        if (up.ptr[i] == '/' && i + 1 < up.len) buf_add(&out, STR("../"));
    while (down.len && down.ptr[0] == '/') down = str_sub(down, 1, down.len);
    buf_add(&out, down);
    return path_clean(arena, buf_str(&out));
}

bool path_holds(struct str folder, struct str path) {
    return shared_folders(folder, path) == folder.len;
}
