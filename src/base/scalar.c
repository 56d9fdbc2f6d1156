/* scalar.c: writes strings; yaml_scalar.c reads them. */
#include "base/base.h"

#include <string.h>

static void add_escaped(struct buf *out, uint32_t c) {
    switch (c) {
    case '"': buf_add(out, STR("\\\"")); return;
    case '\\': buf_add(out, STR("\\\\")); return;
    case '\n': buf_add(out, STR("\\n")); return;
    case '\t': buf_add(out, STR("\\t")); return;
    case '\r': buf_add(out, STR("\\r")); return;
    default: break;
    }
    /* Line separators are legal in JSON, but not to JavaScript. Beyond U+FFFF JSON and TOML escape differently. */
    if (c <= 0xFFFF && (c < 0x20 || c == 0x2028 || c == 0x2029 || unicode_is_unsafe(c)))
        buf_printf(out, "\\u%04x", c);
    else
        buf_add_utf8(out, c);
}

static bool is_literal(char c) {
    return c >= ' ' && c < 0x7F && c != '"' && c != '\\';
}

void scalar_quote(struct buf *out, struct str text) {
    buf_add_char(out, '"');
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        while (at < text.len && is_literal(text.ptr[at])) at++;
        buf_add(out, str_sub(text, start, at));
        if (at == text.len) break;
        uint32_t c = unicode_next(text, &at);
        add_escaped(out, c == UNICODE_BAD ? 0xFFFD : c);
    }
    buf_add_char(out, '"');
}

bool scalar_is_plain(struct str text) {
    static const char *const words[] = {"true", "false", "yes", "no", "on", "off", "y", "n", "null"};
    if (!text.len || text.ptr[text.len - 1] == ' ') return false;
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_eq_nocase(text, str_from(words[i]))) return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool first = char_is_letter(c) || c == '_' || c == '/';
        bool later = i > 0 && (char_is_digit(c) || (c && strchr(" -.~+@%", c)));
        if (!first && !later) return false;
    }
    return true;
}

void scalar_add(struct buf *out, struct str text, enum format format, enum node_style style) {
    bool plain = scalar_is_plain(text);
    if (plain && format == FORMAT_YAML && style == STYLE_PLAIN)
        buf_add(out, text);
    else if (plain && format != FORMAT_JSON && style == STYLE_SINGLE)
        buf_printf(out, "'%.*s'", STR_FMT(text));
    else
        scalar_quote(out, text);
}
