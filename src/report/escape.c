/* escape.c: untrusted text made harmless for a terminal, a workflow log, Markdown and URIs. */
#include "report/text.h"

#include <stdio.h>
#include <string.h>

/* The runner obeys ##[command] anywhere in a line, Azure's ##vso[command] likewise. */
static bool is_command(struct str rest) {
    return str_starts(rest, STR("##[")) || str_starts(rest, STR("##vso["));
}

static void set_escape(struct glyph *glyph, uint32_t value) {
    int n;
    if (value <= 0xFF)
        n = snprintf(glyph->escaped, sizeof glyph->escaped, "\\x%02x", value);
    else if (value <= 0xFFFF)
        n = snprintf(glyph->escaped, sizeof glyph->escaped, "\\u%04x", value);
    else
        n = snprintf(glyph->escaped, sizeof glyph->escaped, "\\U%08x", value);
    glyph->text = (struct str){glyph->escaped, (size_t)n};
    glyph->columns = (unsigned)n;
}

void escape_next(struct str s, size_t *at, struct glyph *glyph) {
    size_t start = *at;
    uint32_t c = unicode_next(s, at);
    if (c == UNICODE_BAD)
        set_escape(glyph, (unsigned char)s.ptr[start]);
    else if (unicode_is_unsafe(c))
        set_escape(glyph, c);
    else if (c == '#' && is_command(str_sub(s, start, s.len)))
        set_escape(glyph, c);
    else {
        glyph->text = str_sub(s, start, *at);
        glyph->columns = c < 0x80 && c != '\t' ? 1 : unicode_width(c);
    }
}

/* Length of the printable ASCII at the start of s that stands for itself. */
static size_t plain_length(struct str s) {
    size_t n = 0;
    while (n < s.len && s.ptr[n] >= ' ' && s.ptr[n] < 0x7F && s.ptr[n] != '#') n++;
    return n;
}

void escape_text(struct buf *out, struct str s, size_t max) {
    struct glyph glyph;
    for (size_t at = 0, n = 0; at < s.len; n++) {
        size_t plain = plain_length(str_sub(s, at, max ? at + (max - n) : s.len));
        buf_add(out, str_sub(s, at, at + plain));
        at += plain;
        n += plain;
        if (at == s.len) return;
        if (max && n == max) {
            buf_add(out, STR("…"));
            return;
        }
        escape_next(s, &at, &glyph);
        if (str_eq(glyph.text, STR("\t"))) set_escape(&glyph, '\t');
        buf_add(out, glyph.text);
    }
}

struct str result_path(struct arena *arena, struct str prefix, struct str path) {
    return path_clean(arena, path_join(arena, prefix, path));
}

void escape_path(struct buf *out, struct str path) {
    if (str_starts(str_trim(path), STR("::"))) buf_add(out, STR("./"));
    escape_text(out, path, 0);
}

void escape_sentence(struct buf *out, struct str message) {
    escape_text(out, message, MESSAGE_MAX);
    if (!message.len || !strchr(".!?", message.ptr[message.len - 1])) buf_add_char(out, '.');
}

/* A mention and a reference (@name, #9, GH-9) are found in rendered text, so only a character between breaks them up. */
static bool is_reference(struct str s, size_t at) {
    char c = s.ptr[at];
    if (at + 1 == s.len) return false;
    bool digit = char_is_digit(s.ptr[at + 1]);
    bool hyphen = c == '-' && at >= 2 && str_eq_nocase(str_sub(s, at - 2, at), STR("GH"));
    return c == '@' || ((c == '#' || hyphen) && digit);
}

void escape_markdown(struct buf *out, struct str s, size_t max) {
    struct glyph glyph;
    for (size_t at = 0, n = 0; at < s.len; n++) {
        if (max && n == max) {
            buf_add(out, STR("…"));
            return;
        }
        size_t start = at;
        escape_next(s, &at, &glyph);
        char c = glyph.text.ptr[0];
        if (c == '<')
            buf_add(out, STR("&lt;"));
        else if (c == '&')
            buf_add(out, STR("&amp;"));
        else {
            if (c && strchr("\\`*_{}[]()>#|~!$", c)) buf_add_char(out, '\\');
            buf_add(out, glyph.text);
        }
        if (is_reference(s, start)) buf_add(out, STR("&#8203;"));
    }
}

void escape_uri(struct buf *out, struct str s) {
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool plain = char_is_alnum(c) || (c && strchr("-._~/", c));
        if (plain)
            buf_add_char(out, c);
        else
            buf_printf(out, "%%%02X", (unsigned char)c);
    }
}
