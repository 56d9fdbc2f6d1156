#include "base/base.h"

#include <string.h>

struct str path_join(struct arena *arena, struct str a, struct str b) {
    if (a.len == 0 || str_starts(b, STR("/"))) return str_copy(arena, b);
    if (b.len == 0) return str_copy(arena, a);
    const char *slash = str_ends(a, STR("/")) ? "" : "/";
    return str_printf(arena, "%.*s%s%.*s", STR_FMT(a), slash, STR_FMT(b));
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

struct str path_clean(struct arena *arena, struct str path) {
    struct str root = str_starts(path, STR("/")) ? STR("/") : STR(""), rest = path;
    char *out = ARENA_ARRAY(arena, char, path.len + 2);
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
