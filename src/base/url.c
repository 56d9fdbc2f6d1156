#include "base/base.h"

#include <string.h>

static bool is_scheme_char(char c) {
    return char_is_alnum(c) || c == '+' || c == '-' || c == '.';
}

size_t url_scheme_length(struct str text) {
    size_t i = 0;
    while (i < text.len && is_scheme_char(text.ptr[i])) i++;
    bool scheme = i > 0 && i < text.len && text.ptr[i] == ':' && char_is_letter(text.ptr[0]);
    return scheme ? i : 0;
}

/* Cuts *rest at the first `mark`; what follows is returned, absent without one. */
static struct str cut_tail(struct str *rest, char mark) {
    size_t at = str_find_char(*rest, mark);
    if (at == rest->len) return (struct str){0};
    struct str tail = {rest->ptr + at + 1, rest->len - at - 1};
    rest->len = at;
    return tail;
}

struct str url_cut_fragment(struct str text, struct str *fragment) {
    *fragment = cut_tail(&text, '#');
    return text;
}

struct url url_split(struct str text) {
    struct url url = {0};
    struct str rest = text;
    size_t scheme = url_scheme_length(rest);
    if (scheme) {
        url.scheme = str_sub(rest, 0, scheme);
        rest = str_sub(rest, scheme + 1, rest.len);
    }
    url.fragment = cut_tail(&rest, '#');
    url.query = cut_tail(&rest, '?');
    if (str_starts(rest, STR("//"))) {
        rest = str_sub(rest, 2, rest.len);
        size_t end = str_find_char(rest, '/');
        url.authority = str_sub(rest, 0, end);
        rest = str_sub(rest, end, rest.len);
    }
    url.path = rest;
    return url;
}

/* ---- what browsers make of an address (URL Standard, 4.4 and 3.5) ---- */

static bool port_opens(struct str port) {
    unsigned number = 0;
    for (size_t i = 0; i < port.len; i++) {
        if (port.ptr[i] < '0' || port.ptr[i] > '9' || number > 65535) return false;
        number = number * 10 + (unsigned)(port.ptr[i] - '0');
    }
    return number <= 65535;
}

bool url_authority_opens(struct str authority) {
    size_t user = str_rfind_char(authority, '@');
    struct str host =
        str_trim(user < authority.len ? str_sub(authority, user + 1, authority.len) : authority);
    bool literal = str_starts(host, STR("["));
    size_t close = literal ? str_find_char(host, ']') : 0;
    if (literal && close == host.len) return false;
    struct str rest = str_sub(host, close, host.len);
    size_t colon = str_find_char(rest, ':');
    if (!port_opens(str_sub(rest, colon + 1, rest.len))) return false;
    for (size_t i = literal ? 1 : 0; i < colon; i++)
        if (strchr(" <>^|[]", rest.ptr[i])) return false;
    return true;
}

struct str url_as_browsers_read(struct arena *arena, struct str text) {
    struct url url = url_split(text);
    bool web =
        !url.scheme.ptr || str_eq_nocase(url.scheme, STR("http")) || str_eq_nocase(url.scheme, STR("https"));
    size_t backslash = str_find_char(text, '\\');
    size_t breaks = str_find_char(text, '\t');
    breaks += str_find_char(text, '\n') + str_find_char(text, '\r');
    if (!web || (backslash == text.len && breaks == 3 * text.len)) return text;
    struct buf out = {.arena = arena};
    bool path = true;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        path = path && c != '?' && c != '#';
        if (c != '\t' && c != '\n' && c != '\r') buf_add_char(&out, path && c == '\\' ? '/' : c);
    }
    return buf_str(&out);
}

struct str url_decode(struct arena *arena, struct str s) {
    if (str_find_char(s, '%') == s.len) return s;
    char *out = arena_alloc(arena, s.len + 1, 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        int high = s.ptr[i] == '%' && i + 2 < s.len ? char_hex(s.ptr[i + 1]) : -1;
        int low = high >= 0 ? char_hex(s.ptr[i + 2]) : -1;
        if (low >= 0) i += 2;
        out[len++] = low >= 0 ? (char)(high * 16 + low) : s.ptr[i];
    }
    return (struct str){out, len};
}

void url_add_encoded(struct buf *out, struct str path, const char *kept) {
    for (size_t i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.ptr[i];
        if (char_is_alnum(c) || (c && strchr(kept, c)))
            buf_add_char(out, (char)c);
        else
            buf_printf(out, "%%%02X", c);
    }
}

/* Appends the elements of path to out, which always holds a clean absolute path; "." and ".." act. */
static void append_elements(struct buf *out, struct str path) {
    while (path.ptr) {
        struct str element = str_cut(&path, '/');
        bool last = !path.ptr;
        if (str_eq(element, STR("."))) element.len = 0;
        if (str_eq(element, STR(".."))) {
            while (out->len > 1 && out->ptr[out->len - 1] == '/') out->len--;
            while (out->len > 1 && out->ptr[out->len - 1] != '/') out->len--;
            element.len = 0;
        }
        buf_add(out, element);
        if (!last && element.len && out->ptr[out->len - 1] != '/') buf_add_char(out, '/');
    }
}

struct str url_join(struct arena *arena, struct str base, struct str path) {
    struct buf out = {.arena = arena};
    buf_add_char(&out, '/');
    if (!str_starts(path, STR("/"))) {
        size_t slash = str_rfind_char(base, '/');
        if (slash < base.len) append_elements(&out, str_sub(base, 0, slash + 1));
    }
    append_elements(&out, path);
    return buf_str(&out);
}

/* ---- references (RFC 3986, section 5.2) ---- */

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
static struct str merge_paths(struct arena *arena, const struct url *base, struct str path) {
    if (base->authority.ptr && base->path.len == 0) return str_printf(arena, "/%.*s", STR_FMT(path));
    size_t slash = str_rfind_char(base->path, '/');
    struct str folder = slash < base->path.len ? str_sub(base->path, 0, slash + 1) : STR("");
    return str_printf(arena, "%.*s%.*s", STR_FMT(folder), STR_FMT(path));
}

static struct str whole(struct arena *arena, const struct url *parts) {
    struct buf out = {.arena = arena};
    if (parts->scheme.ptr) buf_printf(&out, "%.*s:", STR_FMT(parts->scheme));
    if (parts->authority.ptr) buf_printf(&out, "//%.*s", STR_FMT(parts->authority));
    buf_add(&out, parts->path);
    if (parts->query.ptr) buf_printf(&out, "?%.*s", STR_FMT(parts->query));
    if (parts->fragment.ptr) buf_printf(&out, "#%.*s", STR_FMT(parts->fragment));
    return buf_str(&out);
}

struct str url_resolve(struct arena *arena, struct str base_text, struct str reference) {
    struct url base = url_split(base_text), ref = url_split(reference);
    if (ref.scheme.ptr) {
        if (str_starts(ref.path, STR("/"))) ref.path = remove_dots(arena, ref.path);
        return whole(arena, &ref);
    }
    ref.scheme = base.scheme;
    if (ref.authority.ptr) return whole(arena, &ref);
    ref.authority = base.authority;
    if (ref.path.len == 0) {
        ref.path = base.path;
        if (!ref.query.ptr) ref.query = base.query;
    } else if (ref.path.ptr[0] == '/') {
        ref.path = remove_dots(arena, ref.path);
    } else {
        ref.path = remove_dots(arena, merge_paths(arena, &base, ref.path));
    }
    return whole(arena, &ref);
}
