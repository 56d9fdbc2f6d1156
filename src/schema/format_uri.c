/* uri and uri-reference (RFC 3986), iri and iri-reference (RFC 3987), uri-template (RFC 6570). */
#include <string.h>

#include "schema/internal.h"

enum { IN_USERINFO = 1, IN_HOST = 2, IN_PATH = 4, IN_QUERY = 8, IN_FRAGMENT = 16 };

static bool is_one_of(const char *set, char c) {
    return c != '\0' && strchr(set, c) != NULL;
}

static bool is_allowed(char c, int part) {
    if (char_is_alnum(c) || is_one_of("-._~!$&'()*+,;=", c)) return true;
    if (c == ':') return part != IN_HOST;
    if (c == '@') return part != IN_HOST && part != IN_USERINFO;
    if (c == '/') return part == IN_PATH || part == IN_QUERY || part == IN_FRAGMENT;
    return c == '?' && (part == IN_QUERY || part == IN_FRAGMENT);
}

/* ucschar, and iprivate in the query. */
static bool is_unicode_allowed(uint32_t c, int part) {
    if (c == UNICODE_BAD || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE) return false;
    bool private_use = (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000;
    if (private_use) return part == IN_QUERY;
    return (c >= 0xA0 && c <= 0xFFEF && (c < 0xFFF0)) || (c >= 0x10000 && c < 0xE0000) || c >= 0xE1000;
}

static bool is_part(struct str s, int part, bool iri) {
    for (size_t i = 0; i < s.len;) {
        if (s.ptr[i] == '%') {
            if (i + 2 >= s.len || !char_is_hex(s.ptr[i + 1]) || !char_is_hex(s.ptr[i + 2])) return false;
            i += 3;
        } else if ((unsigned char)s.ptr[i] < 0x80) {
            if (!is_allowed(s.ptr[i++], part)) return false;
        } else if (!iri || !is_unicode_allowed(unicode_next(s, &i), part)) {
            return false;
        }
    }
    return true;
}

/* "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" ) */
static bool is_future_address(struct str s) {
    size_t dot = str_find_char(s, '.');
    if (s.len < 4 || (s.ptr[0] | 0x20) != 'v' || dot < 2 || dot + 1 >= s.len) return false;
    for (size_t i = 1; i < dot; i++)
        if (!char_is_hex(s.ptr[i])) return false;
    struct str rest = str_sub(s, dot + 1, s.len);
    return str_find_char(rest, '%') == rest.len && is_part(rest, IN_USERINFO, false);
}

static bool is_port(struct str s) {
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9') return false;
    return true;
}

static bool is_authority(struct arena *arena, struct str s, bool iri) {
    size_t at = str_find_char(s, '@');
    if (at < s.len) {
        if (!is_part(str_sub(s, 0, at), IN_USERINFO, iri)) return false;
        s = str_sub(s, at + 1, s.len);
    }
    if (s.len > 0 && s.ptr[0] == '[') {
        size_t end = str_find_char(s, ']');
        struct str address = str_sub(s, 1, end), port = str_sub(s, end + 1, s.len);
        if (end == s.len || (port.len > 0 && port.ptr[0] != ':') || !is_port(str_sub(port, 1, port.len)))
            return false;
        return format_is_ipv6(arena, address) || is_future_address(address);
    }
    size_t colon = str_find_char(s, ':');
    return is_part(str_sub(s, 0, colon), IN_HOST, iri) && is_port(str_sub(s, colon + 1, s.len));
}

static bool is_reference(struct arena *arena, struct str s, bool absolute, bool iri) {
    bool has_scheme = url_scheme_length(s) > 0;
    if (absolute && !has_scheme) return false;
    if (has_scheme) s = str_sub(s, str_find_char(s, ':') + 1, s.len);
    struct str fragment, query = {0};
    s = url_cut_fragment(s, &fragment);
    size_t mark = str_find_char(s, '?');
    if (mark < s.len) query = str_sub(s, mark + 1, s.len);
    s = str_sub(s, 0, mark);
    if (!is_part(fragment, IN_FRAGMENT, iri) || !is_part(query, IN_QUERY, iri)) return false;
    if (str_starts(s, STR("//"))) {
        s = str_sub(s, 2, s.len);
        size_t slash = str_find_char(s, '/');
        return is_authority(arena, str_sub(s, 0, slash), iri) &&
               is_part(str_sub(s, slash, s.len), IN_PATH, iri);
    }
    /* A first segment with a colon would read as a scheme (section 4.2). */
    size_t colon = str_find_char(s, ':'), slash = str_find_char(s, '/');
    if (!has_scheme && colon < s.len && colon < slash) return false;
    return is_part(s, IN_PATH, iri);
}

bool format_is_uri(struct arena *arena, struct str s) {
    return is_reference(arena, s, true, false);
}

bool format_is_uri_reference(struct arena *arena, struct str s) {
    return is_reference(arena, s, false, false);
}

bool format_is_iri(struct arena *arena, struct str s) {
    return is_reference(arena, s, true, true);
}

bool format_is_iri_reference(struct arena *arena, struct str s) {
    return is_reference(arena, s, false, true);
}

/* ---- uri-template --------------------------------------------------------------------------------------------------- */

static bool is_variable_name(struct str s) {
    bool after_dot = true;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '.') {
            if (after_dot) return false;
            after_dot = true;
            continue;
        }
        bool percent =
            s.ptr[i] == '%' && i + 2 < s.len && char_is_hex(s.ptr[i + 1]) && char_is_hex(s.ptr[i + 2]);
        if (percent)
            i += 2;
        else if (!char_is_alnum(s.ptr[i]) && s.ptr[i] != '_')
            return false;
        after_dot = false;
    }
    return !after_dot;
}

static bool is_prefix_length(struct str s) {
    if (s.len == 0 || s.len > 4 || s.ptr[0] == '0') return false;
    return is_port(s);
}

static bool is_expression(struct str s) {
    if (s.len > 0 && is_one_of("+#./;?&=,!@|", s.ptr[0])) s = str_sub(s, 1, s.len);
    if (s.len == 0) return false;
    while (s.ptr != NULL) {
        struct str name = str_cut(&s, ',');
        if (str_ends(name, STR("*"))) name = str_sub(name, 0, name.len - 1);
        size_t colon = str_find_char(name, ':');
        if (colon < name.len && !is_prefix_length(str_sub(name, colon + 1, name.len))) return false;
        if (!is_variable_name(str_sub(name, 0, colon))) return false;
    }
    return true;
}

bool format_is_uri_template(struct arena *arena, struct str s) {
    (void)arena;
    for (size_t i = 0; i < s.len;) {
        if (s.ptr[i] == '{') {
            size_t end = i + str_find_char(str_sub(s, i, s.len), '}');
            if (end >= s.len || !is_expression(str_sub(s, i + 1, end))) return false;
            i = end + 1;
            continue;
        }
        uint32_t c = unicode_next(s, &i);
        if (c <= 0x20 || c == 0x7f || c == UNICODE_BAD || (c < 0x80 && is_one_of("\"<>\\^`|}", (char)c)))
            return false;
        if (c == '%' && (i + 1 >= s.len || !char_is_hex(s.ptr[i]) || !char_is_hex(s.ptr[i + 1])))
            return false;
    }
    return true;
}
