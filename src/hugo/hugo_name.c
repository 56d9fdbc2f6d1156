/* hugo_name.c: how Hugo turns file names, slugs and titles into paths, and paths into links (1.3). */
#include <string.h>

#include "hugo/model.h"

static bool escaped_at(struct str s, size_t i) {
    return i + 2 < s.len && s.ptr[i] == '%' && char_is_hex(s.ptr[i + 1]) && char_is_hex(s.ptr[i + 2]);
}

static bool allowed(struct str s, size_t at, uint32_t r) {
    if (r < 128) {
        if (r == '%') return escaped_at(s, at);
        return char_is_alnum((int)r) || (r != 0 && strchr("./\\_#+~-@", (int)r) != NULL);
    }
    return r != UNICODE_BAD && (unicode_is_letter(r) || unicode_is_digit(r) || unicode_is_mark(r));
}

/* A run of dropped characters that contains white space becomes one '-', but never at the ends or next to one. */
struct str hugo_name_sanitize(struct arena *arena, struct str s) {
    struct buf out = {.arena = arena};
    bool pending = false, last = false;
    buf_expect(&out, s.len);
    for (size_t i = 0; i < s.len;) {
        size_t at = i;
        uint32_t r = unicode_next(s, &i);
        if (allowed(s, at, r)) {
            last = r == '-';
            if (pending && !last) buf_add_char(&out, '-');
            pending = false;
            buf_add(&out, str_sub(s, at, i));
        } else if (out.len > 0 && !last && r != UNICODE_BAD && unicode_is_space(r)) {
            pending = true;
        }
    }
    return buf_str(&out);
}

/* Most names are normal already. */
static bool is_normal(struct str s) {
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool plain = char_is_lower(c) || char_is_digit(c) || c == '/' || c == '-' || c == '_';
        if (!plain && c != '.') return false;
    }
    return s.ptr != NULL;
}

struct str hugo_name_normal(const struct hugo *hugo, struct arena *arena, struct str s) {
    if (is_normal(s)) return s;
    struct str out = hugo_name_sanitize(arena, s);
    if (hugo->strip_accents) out = unicode_strip_accents(arena, out);
    return hugo->keep_case ? out : unicode_lower_str(arena, out);
}

struct str hugo_name_element(const struct hugo *hugo, struct arena *arena, struct str s) {
    return hugo_name_normal(hugo, arena, hugo->old ? s : hugo_replace_all(arena, s, STR(" "), STR("-")));
}

struct str hugo_name_unescape(struct arena *arena, struct str s, bool plus) {
    struct buf out = {.arena = arena};
    buf_expect(&out, s.len);
    for (size_t i = 0; i < s.len; i++) {
        if (escaped_at(s, i)) {
            buf_add_char(&out, (char)(char_hex(s.ptr[i + 1]) * 16 + char_hex(s.ptr[i + 2])));
            i += 2;
        } else if (s.ptr[i] == '%') {
            return (struct str){0};
        } else {
            buf_add_char(&out, plus && s.ptr[i] == '+' ? ' ' : s.ptr[i]);
        }
    }
    return buf_str(&out);
}

static bool plain_in_path(char c) {
    return char_is_alnum(c) || (c != '\0' && strchr("-_.~$&+,/:;=@", c) != NULL);
}

/* Go's url.Parse keeps a path that is a valid encoding as it stands; such a path may hold !'()*[] too. */
static bool valid_encoding(struct str s) {
    for (size_t i = 0; i < s.len; i++) {
        if (plain_in_path(s.ptr[i]) || escaped_at(s, i)) continue;
        if (s.ptr[i] == '\0' || strchr("!'()*[]", s.ptr[i]) == NULL) return false;
    }
    return true;
}

struct str hugo_name_escape(const struct hugo *hugo, struct arena *arena, struct str path) {
    if (valid_encoding(path)) return path;
    struct str raw = hugo_name_unescape(arena, path, false);
    if (raw.ptr == NULL) raw = path;
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < raw.len; i++) {
        char c = raw.ptr[i];
        bool fragment = c == '#' && !hugo_since(hugo->version, HUGO_LINK_HASH);
        if (fragment && !hugo->old) break; /* for some releases what follows was lost */
        if (plain_in_path(c) || fragment)
            buf_add_char(&out, c);
        else
            buf_printf(&out, "%%%02X", (unsigned)(unsigned char)c);
    }
    return buf_str(&out);
}

/* Parsing as a URL drops a lone trailing '#'. */
struct str hugo_name_urlize(const struct hugo *hugo, struct arena *arena, struct str s) {
    struct str out = hugo_name_sanitize(arena, s);
    if (hugo->strip_accents) out = unicode_strip_accents(arena, out);
    if (!hugo->keep_case) out = unicode_lower_str(arena, out);
    if (out.len > 0 && str_find_char(out, '#') == out.len - 1) out.len--;
    return hugo_name_escape(hugo, arena, out);
}

struct str hugo_name_join(struct arena *arena, struct str a, struct str b) {
    bool slash = str_ends(b, STR("/")) || (b.len == 0 && str_ends(a, STR("/")));
    struct str out = path_clean(arena, str_printf(arena, "%.*s/%.*s", STR_FMT(a), STR_FMT(b)));
    if (slash && !str_ends(out, STR("/"))) out = str_printf(arena, "%.*s/", STR_FMT(out));
    return out;
}

struct str hugo_replace_first(struct arena *arena, struct str s, struct str old, struct str new_text) {
    size_t at = str_find(s, old);
    if (at == s.len) return s;
    struct str head = str_sub(s, 0, at), tail = str_sub(s, at + old.len, s.len);
    return str_printf(arena, "%.*s%.*s%.*s", STR_FMT(head), STR_FMT(new_text), STR_FMT(tail));
}

struct str hugo_replace_all(struct arena *arena, struct str s, struct str old, struct str new_text) {
    struct buf out = {.arena = arena};
    if (s.ptr && str_find(s, old) == s.len) return s;
    for (size_t at; (at = str_find(s, old)) < s.len; s = str_sub(s, at + old.len, s.len)) {
        buf_add(&out, str_sub(s, 0, at));
        buf_add(&out, new_text);
    }
    buf_add(&out, s);
    return buf_str(&out);
}

struct str hugo_kind_name(enum site_kind kind) {
    static const char *const names[] = {"home", "section", "page", "taxonomy", "term"};
    return str_from(names[kind]);
}
