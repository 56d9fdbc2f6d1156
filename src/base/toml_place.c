#include "base/toml_place.h"

#include <string.h>

enum { STEP = 64 };

void toml_lines_init(struct arena *arena, struct toml_lines *lines, struct str text, uint32_t base) {
    /* toml++ does not count a byte order mark. */
    size_t mark = str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0;
    *lines = (struct toml_lines){.text = str_sub(text, mark, text.len), .base = base + (uint32_t)mark};
    lines->ascii = true;
    uint32_t index = 0;
    *ARRAY_PUSH(arena, &lines->lines) = 0;
    for (size_t at = 0; at < lines->text.len; at++) {
        unsigned char c = (unsigned char)lines->text.ptr[at];
        if (c >= 0x80) lines->ascii = false;
        if ((c & 0xC0) == 0x80) continue;
        if (index++ % STEP == 0) *ARRAY_PUSH(arena, &lines->marks) = (uint32_t)at;
        if (c == '\n') *ARRAY_PUSH(arena, &lines->lines) = index;
    }
}

uint32_t toml_lines_at(const struct toml_lines *lines, uint32_t line, uint32_t column) {
    size_t last = lines->lines.len - 1, row = line ? line - 1 : 0;
    size_t index = lines->lines.items[row < last ? row : last] + (column ? column - 1 : 0), at = index;
    if (!lines->ascii && lines->marks.len > 0) {
        size_t mark = index / STEP;
        if (mark >= lines->marks.len) mark = lines->marks.len - 1;
        at = lines->marks.items[mark];
        for (size_t left = index - mark * STEP; left > 0 && at < lines->text.len; left--) {
            at++;
            while (at < lines->text.len && ((unsigned char)lines->text.ptr[at] & 0xC0) == 0x80) at++;
        }
    }
    return lines->base + (uint32_t)(at < lines->text.len ? at : lines->text.len);
}

/* ---- strings ---------------------------------------------------------------------------------------------- */

enum node_style toml_style(struct str text, size_t at) {
    struct str rest = str_sub(text, at, text.len);
    if (str_starts(rest, STR("\"\"\""))) return STYLE_TOML_MULTI;
    if (str_starts(rest, STR("'''"))) return STYLE_TOML_MULTI_LITERAL;
    if (str_starts(rest, STR("\""))) return STYLE_DOUBLE;
    return str_starts(rest, STR("'")) ? STYLE_SINGLE : STYLE_PLAIN;
}

static size_t quotes_of(enum node_style style) {
    return style == STYLE_TOML_MULTI || style == STYLE_TOML_MULTI_LITERAL ? 3 : 1;
}

static uint32_t hex_of(struct str digits) {
    uint32_t value = 0;
    for (size_t i = 0; i < digits.len; i++) {
        char c = digits.ptr[i];
        value = value << 4 | (uint32_t)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
    }
    return value;
}

static size_t skip_white(struct str s, size_t at) {
    while (at < s.len && strchr(" \t\r\n", s.ptr[at]) && s.ptr[at]) at++;
    return at;
}

/* Bytes of the escape at `at` and of what it stands for; a line-ending backslash stands for nothing. */
static size_t escape_length(struct str s, size_t at, size_t *decoded) {
    char c = at + 1 < s.len ? s.ptr[at + 1] : '\0';
    size_t digits = c == 'u' ? 4 : c == 'U' ? 8 : c == 'x' ? 2 : 0;
    *decoded = 1;
    if (digits) {
        uint32_t point = hex_of(str_sub(s, at + 2, at + 2 + digits));
        *decoded = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        *decoded = 0;
        return skip_white(s, at + 1) - at;
    }
    return 2 + digits;
}

void toml_segments(struct arena *arena, const struct node *node, struct str text, segments *out) {
    size_t quotes = quotes_of(node->style), from = 0, at = node->span.start + quotes;
    struct str s = str_sub(text, 0, node->span.end > at + quotes ? node->span.end - quotes : at);
    if (quotes == 3 && str_starts(str_sub(s, at, s.len), STR("\r\n")))
        at += 2;
    else if (quotes == 3 && str_starts(str_sub(s, at, s.len), STR("\n")))
        at += 1;
    bool escapes = node->style == STYLE_DOUBLE || node->style == STYLE_TOML_MULTI;
    while (at < s.len && from < node->text.len) {
        size_t bytes = 1, decoded = 1;
        if (escapes && s.ptr[at] == '\\')
            bytes = escape_length(s, at, &decoded);
        else if (s.ptr[at] == '\r' && at + 1 < s.len && s.ptr[at + 1] == '\n')
            bytes = 2;
        if (decoded) segments_add(arena, out, from, at);
        from += decoded;
        at += bytes;
    }
    segments_end(arena, out, node->text.len, at < text.len ? at : text.len);
}

/* ---- depth ------------------------------------------------------------------------------------------------ */

/* Offset past the string that begins at `at`. A string that is not closed ends with its line or the text. */
static size_t skip_string(struct str s, size_t at) {
    enum node_style style = toml_style(s, at);
    char quote = s.ptr[at];
    size_t quotes = quotes_of(style);
    bool escapes = quote == '"';
    for (at += quotes; at < s.len; at++) {
        if (escapes && s.ptr[at] == '\\')
            at++;
        else if (quotes == 1 && (s.ptr[at] == quote || s.ptr[at] == '\n'))
            return at + 1;
        else if (quotes == 3 && s.ptr[at] == quote && toml_style(s, at) == style)
            break;
    }
    if (quotes == 1) return s.len;
    at += 3;
    /* Up to two quotes more belong to the text. */
    while (at < s.len && s.ptr[at] == quote) at++;
    return at;
}

static bool is_key_start(char c) {
    bool letter = char_is_letter(c), digit = char_is_digit(c);
    return letter || digit || c == '_' || c == '-' || c == '"' || c == '\'';
}

/* "[" or "[[" at the start of a statement must be followed by a key; toml++ is not prepared for anything else. */
static bool check_header(struct node_builder *builder, struct str s, size_t at) {
    size_t name = at + 1;
    if (name < s.len && s.ptr[name] == '[') name++;
    while (name < s.len && (s.ptr[name] == ' ' || s.ptr[name] == '\t')) name++;
    if (name < s.len && is_key_start(s.ptr[name])) return true;
    node_add_fault(builder, FAULT_SYNTAX, (struct span){(uint32_t)at, (uint32_t)name},
                   "the name of a table was to follow the bracket");
    return false;
}

bool toml_check_depth(struct node_builder *builder) {
    struct str s = str_sub(builder->text, 0, builder->span.end);
    uint32_t brackets = 0, dots = 0, marks = 0;
    bool start = true; /* of a statement */
    for (size_t at = builder->span.start; at < s.len;) {
        char c = s.ptr[at];
        if (c == '"' || c == '\'') {
            at = skip_string(s, at);
            continue;
        }
        if (c == '[' && start && brackets == 0 && !check_header(builder, s, at)) return false;
        start = c == '\n' || (start && (c == ' ' || c == '\t' || c == '\r'));
        if (c == '#') at += str_find_char(str_sub(s, at, s.len), '\n');
        if (c == '[' || c == '{') brackets++;
        if ((c == ']' || c == '}') && brackets > 0) brackets--;
        marks += c == ',' || c == '=' || c == '[' || c == '.';
        if (marks / 2 > builder->max_nodes) { /* no value has more than two of them, but for dotted keys */
            node_add_fault(builder, FAULT_DEPTH, (struct span){(uint32_t)at, (uint32_t)at + 1},
                           "there are more than %u values here, the limit", builder->max_nodes);
            return false;
        }
        if (c == '.')
            dots++;
        else if (c && strchr("[]{},=\n", c))
            dots = 0;
        if (brackets > builder->max_depth || dots >= builder->max_depth) {
            node_add_fault(builder, FAULT_DEPTH, (struct span){(uint32_t)at, (uint32_t)at + 1},
                           "lists and tables are nested more than %u deep", builder->max_depth);
            return false;
        }
        at++;
    }
    return true;
}
