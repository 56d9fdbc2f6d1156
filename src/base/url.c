#include "base/base.h"

#include <string.h>

static bool is_scheme_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '-' || c == '.';
}

/* Length of "scheme" when text starts with "scheme:", else 0. */
static size_t scheme_length(struct str text) {
    size_t i = 0;
    while (i < text.len && is_scheme_char(text.ptr[i])) i++;
    if (i == 0 || i == text.len || text.ptr[i] != ':') return 0;
    char c = text.ptr[0];
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? i : 0;
}

/* Cuts *rest at the first `mark`; what follows is returned, absent without one. */
static struct str cut_tail(struct str *rest, char mark) {
    size_t at = str_find_char(*rest, mark);
    if (at == rest->len) return (struct str){0};
    struct str tail = {rest->ptr + at + 1, rest->len - at - 1};
    rest->len = at;
    return tail;
}

struct url url_split(struct str text) {
    struct url url = {0};
    struct str rest = text;
    size_t scheme = scheme_length(rest);
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

static int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

struct str url_decode(struct arena *arena, struct str s) {
    if (str_find_char(s, '%') == s.len) return s;
    char *out = arena_alloc(arena, s.len + 1, 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        int high = s.ptr[i] == '%' && i + 2 < s.len ? hex_value(s.ptr[i + 1]) : -1;
        int low = high >= 0 ? hex_value(s.ptr[i + 2]) : -1;
        if (low >= 0) i += 2;
        out[len++] = low >= 0 ? (char)(high * 16 + low) : s.ptr[i];
    }
    return (struct str){out, len};
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
