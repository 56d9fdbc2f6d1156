/* RFC 3986: splitting and resolving references. No normalisation beyond section 5.2. */
#include "schema/internal.h"

struct parts { /* absent = not there at all */
    struct str scheme, authority, path, query, fragment;
};

static bool is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t scheme_length(struct str uri) {
    if (uri.len == 0 || !is_alpha(uri.ptr[0])) return 0;
    for (size_t i = 1; i < uri.len; i++) {
        char c = uri.ptr[i];
        if (c == ':') return i;
        if (!is_alpha(c) && !(c >= '0' && c <= '9') && c != '+' && c != '-' && c != '.') return 0;
    }
    return 0;
}

bool uri_is_absolute(struct str uri) {
    return scheme_length(uri) > 0;
}

struct str uri_cut_fragment(struct str uri, struct str *fragment) {
    size_t at = str_find_char(uri, '#');
    *fragment = at < uri.len ? str_sub(uri, at + 1, uri.len) : (struct str){0};
    return str_sub(uri, 0, at);
}

static struct parts split(struct str uri) {
    struct parts parts = {0};
    uri = uri_cut_fragment(uri, &parts.fragment);
    size_t scheme = scheme_length(uri);
    if (scheme > 0) {
        parts.scheme = str_sub(uri, 0, scheme);
        uri = str_sub(uri, scheme + 1, uri.len);
    }
    size_t query = str_find_char(uri, '?');
    if (query < uri.len) parts.query = str_sub(uri, query + 1, uri.len);
    uri = str_sub(uri, 0, query);
    if (str_starts(uri, STR("//"))) {
        uri = str_sub(uri, 2, uri.len);
        size_t slash = str_find_char(uri, '/');
        parts.authority = slash > 0 ? str_sub(uri, 0, slash) : STR("");
        uri = str_sub(uri, slash, uri.len);
    }
    parts.path = uri;
    return parts;
}

static void drop_segment(struct buf *out) {
    size_t slash = str_rfind_char(buf_str(out), '/');
    out->len = slash < out->len ? slash : 0;
}

/* Section 5.2.4: one output segment per input segment, ".." takes the last one back. */
static struct str remove_dots(struct arena *arena, struct str path) {
    struct buf out = {.arena = arena};
    bool rooted = str_starts(path, STR("/"));
    while (path.len > 0) {
        size_t end = str_find_char(str_sub(path, 1, path.len), '/') + 1;
        struct str segment = str_sub(path, 0, end);
        struct str name = segment.ptr[0] == '/' ? str_sub(segment, 1, segment.len) : segment;
        bool last = end >= path.len;
        bool dots = str_eq(name, STR("..")), dot = str_eq(name, STR("."));
        if (dots) drop_segment(&out);
        if (!dots && !dot)
            buf_add(&out, segment);
        else if (last)
            buf_add_char(&out, '/');
        path = str_sub(path, end, path.len);
    }
    struct str result = buf_str(&out);
    return !rooted && str_starts(result, STR("/")) ? str_sub(result, 1, result.len) : result;
}

/* Section 5.2.3. */
static struct str merge_paths(struct arena *arena, const struct parts *base, struct str path) {
    if (base->authority.ptr != NULL && base->path.len == 0) return str_printf(arena, "/%.*s", STR_FMT(path));
    size_t slash = str_rfind_char(base->path, '/');
    struct str folder = slash < base->path.len ? str_sub(base->path, 0, slash + 1) : STR("");
    return str_printf(arena, "%.*s%.*s", STR_FMT(folder), STR_FMT(path));
}

static struct str join(struct arena *arena, const struct parts *parts) {
    struct buf out = {.arena = arena};
    if (parts->scheme.ptr != NULL) buf_printf(&out, "%.*s:", STR_FMT(parts->scheme));
    if (parts->authority.ptr != NULL) buf_printf(&out, "//%.*s", STR_FMT(parts->authority));
    buf_add(&out, parts->path);
    if (parts->query.ptr != NULL) buf_printf(&out, "?%.*s", STR_FMT(parts->query));
    if (parts->fragment.ptr != NULL) buf_printf(&out, "#%.*s", STR_FMT(parts->fragment));
    return buf_str(&out);
}

struct str uri_resolve(struct arena *arena, struct str base_text, struct str reference) {
    struct parts base = split(base_text), ref = split(reference);
    if (ref.scheme.ptr != NULL) {
        if (str_starts(ref.path, STR("/"))) ref.path = remove_dots(arena, ref.path);
        return join(arena, &ref);
    }
    ref.scheme = base.scheme;
    if (ref.authority.ptr != NULL) return join(arena, &ref);
    ref.authority = base.authority;
    if (ref.path.len == 0) {
        ref.path = base.path;
        if (ref.query.ptr == NULL) ref.query = base.query;
    } else if (ref.path.ptr[0] == '/') {
        ref.path = remove_dots(arena, ref.path);
    } else {
        ref.path = remove_dots(arena, merge_paths(arena, &base, ref.path));
    }
    return join(arena, &ref);
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct str uri_percent_decode(struct arena *arena, struct str s) {
    if (str_find_char(s, '%') == s.len) return s;
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < s.len; i++) {
        int high = s.ptr[i] == '%' && i + 2 < s.len ? hex_digit(s.ptr[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(s.ptr[i + 2]) : -1;
        buf_add_char(&out, low >= 0 ? (char)(high * 16 + low) : s.ptr[i]);
        if (low >= 0) i += 2;
    }
    return buf_str(&out);
}
