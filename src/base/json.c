#include "base/node_build.h"

#include <stdlib.h>
#include <string.h>

/* RFC 8259, with a place for everything. */

struct json {
    struct node_builder *builder;
    struct str text; /* up to the end of the part that is read */
    size_t at;
    uint32_t depth;
    bool failed; /* a collection is incomplete: keep it, read no further */
};

static struct node *read_value(struct json *j);

static char peek(const struct json *j) {
    return j->at < j->text.len ? j->text.ptr[j->at] : '\0';
}

static void skip_space(struct json *j) {
    while (j->at < j->text.len && strchr(" \t\r\n", j->text.ptr[j->at]) && j->text.ptr[j->at]) j->at++;
}

static struct span here(const struct json *j, size_t start) {
    return (struct span){(uint32_t)start, (uint32_t)j->at};
}

/* The character at the cursor. */
static struct span character(const struct json *j) {
    size_t end = j->at;
    if (end < j->text.len) unicode_next(j->text, &end);
    return (struct span){(uint32_t)j->at, (uint32_t)end};
}

static struct node *syntax(struct json *j, const char *message) {
    node_add_fault(j->builder, FAULT_SYNTAX, character(j), "%s", message);
    return NULL;
}

/* ---- strings
 * ----------------------------------------------------------------------------------------------- */

struct escape {
    uint32_t code_point;
    size_t len; /* source bytes; 0 when it is no escape */
    bool lone;  /* half of a surrogate pair */
};

static bool hex4(struct str s, size_t at, uint32_t *value) {
    return at + 4 <= s.len && hex_read(str_sub(s, at, at + 4), value);
}

static struct escape unicode_escape(struct str s, size_t at) {
    uint32_t high, low;
    if (!hex4(s, at + 2, &high)) return (struct escape){0};
    if (high < 0xD800 || high > 0xDFFF) return (struct escape){high, 6, false};
    bool pair = high < 0xDC00 && str_starts(str_sub(s, at + 6, s.len), STR("\\u")) && hex4(s, at + 8, &low) &&
                low >= 0xDC00 && low <= 0xDFFF;
    if (!pair) return (struct escape){0xFFFD, 6, true};
    return (struct escape){0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00), 12, false};
}

/* The escape whose backslash is at `at`. */
static struct escape escape_at(struct str s, size_t at) {
    static const char names[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    char c = at + 1 < s.len ? s.ptr[at + 1] : '\0';
    if (c == 'u') return unicode_escape(s, at);
    const char *name = c ? strchr(names, c) : NULL;
    if (!name) return (struct escape){0};
    return (struct escape){(uint32_t)(unsigned char)meanings[name - names], 2, false};
}

/* Offset of the closing quote, or of the line's end when there is none. */
static size_t string_end(struct str s, size_t at, bool *escapes) {
    *escapes = false;
    for (; at < s.len && s.ptr[at] != '"' && s.ptr[at] != '\n'; at++) {
        if (s.ptr[at] != '\\') continue;
        *escapes = true;
        at++;
    }
    return at < s.len ? at : s.len;
}

static bool decode(struct json *j, struct str inner, size_t start, struct buf *out) {
    for (size_t at = 0; at < inner.len;) {
        size_t next = at + str_find_char(str_sub(inner, at, inner.len), '\\');
        buf_add(out, str_sub(inner, at, next));
        at = next;
        if (at == inner.len) break;
        struct escape escape = escape_at(inner, at);
        struct span span = {(uint32_t)(start + at), (uint32_t)(start + at + (escape.len ? escape.len : 2))};
        if (escape.len == 0)
            node_add_fault(j->builder, FAULT_SYNTAX, span,
                           "this is no escape of JSON: write \\\\ for a backslash");
        if (escape.len == 0) return false;
        if (escape.lone)
            node_add_fault(j->builder, FAULT_SYNTAX, span,
                           "this is half of a surrogate pair, not a character");
        buf_add_utf8(out, escape.code_point);
        at += escape.len;
    }
    return true;
}

static void check_bytes(struct json *j, struct str inner, size_t start) {
    for (size_t at = 0; at < inner.len;) {
        size_t before = at;
        uint32_t c = unicode_next(inner, &at);
        if (c >= 0x20 && c != UNICODE_BAD) continue;
        struct span span = {(uint32_t)(start + before), (uint32_t)(start + at)};
        unsigned byte = (unsigned char)inner.ptr[before];
        if (c == UNICODE_BAD)
            node_add_fault(j->builder, FAULT_CONTROL, span, "byte 0x%02X is not valid UTF-8", byte);
        else
            node_add_fault(j->builder, FAULT_CONTROL, span,
                           "a control character (byte 0x%02X) in a text is written as an escape", byte);
        return; /* one is enough to say it */
    }
}

static bool read_string(struct json *j, struct str *text, struct span *span) {
    size_t start = j->at;
    bool escapes;
    size_t end = string_end(j->text, start + 1, &escapes);
    struct str inner = str_sub(j->text, start + 1, end);
    j->at = end;
    if (end >= j->text.len || j->text.ptr[end] != '"') {
        node_add_fault(j->builder, FAULT_SYNTAX, here(j, start),
                       "the quote opened here is not closed on this line");
        return false;
    }
    j->at++;
    *span = here(j, start);
    check_bytes(j, inner, start + 1);
    struct buf out = {.arena = j->builder->arena};
    if (escapes && !decode(j, inner, start + 1, &out)) return false;
    *text = escapes ? buf_str(&out) : inner;
    return true;
}

/* ---- numbers and words
 * -------------------------------------------------------------------------------------- */

static size_t digits(const struct json *j, size_t at) {
    size_t start = at;
    while (at < j->text.len && char_is_digit(j->text.ptr[at])) at++;
    return at - start;
}

static bool is_at(const struct json *j, size_t at, char a, char b) {
    return at < j->text.len && (j->text.ptr[at] == a || j->text.ptr[at] == b);
}

/* Length of the number at `at` by RFC 8259's grammar, 0 when it is none. */
static size_t number_length(const struct json *j, size_t at, bool *integer) {
    size_t start = at;
    *integer = true;
    at += is_at(j, at, '-', '-');
    size_t whole = digits(j, at);
    if (whole == 0 || (whole > 1 && j->text.ptr[at] == '0')) return 0;
    at += whole;
    if (is_at(j, at, '.', '.')) {
        *integer = false;
        size_t fraction = digits(j, at + 1);
        if (fraction == 0) return 0;
        at += 1 + fraction;
    }
    if (is_at(j, at, 'e', 'E')) {
        *integer = false;
        at += 1 + is_at(j, at + 1, '+', '-');
        size_t exponent = digits(j, at);
        if (exponent == 0) return 0;
        at += exponent;
    }
    return at - start;
}

static size_t word_end(const struct json *j) {
    size_t at = j->at;
    while (at < j->text.len && j->text.ptr[at] && !strchr(" \t\r\n,:[]{}\"", j->text.ptr[at])) at++;
    return at;
}

static struct node *read_number(struct json *j) {
    size_t start = j->at, end = word_end(j);
    bool integer;
    if (start + number_length(j, start, &integer) != end) {
        j->at = end;
        node_add_fault(j->builder, FAULT_SYNTAX, here(j, start), "this is no number of JSON");
        return NULL;
    }
    j->at = end;
    struct node *node = node_new(j->builder, integer ? NODE_INTEGER : NODE_FLOAT, here(j, start));
    if (!node) return NULL;
    node->text = str_sub(j->text, start, end);
    char small[64];
    bool fits = node->text.len < sizeof small;
    char *copy = fits ? small : str_c(&j->builder->scratch, node->text);
    if (fits) memcpy(copy, node->text.ptr, node->text.len);
    copy[node->text.len] = '\0';
    node->number = strtod(copy, NULL);
    return node;
}

static struct node *unknown_word(struct json *j, struct str word) {
    static const struct str names[] = {{"true", 4}, {"false", 5}, {"null", 4}};
    struct span span = here(j, j->at);
    span.end += (uint32_t)word.len;
    struct str nearest = str_nearest(word, names, ARRAY_LEN(names));
    const char *message = "text needs double quotes";
    if (str_starts(word, STR("'")))
        message = "JSON text stands in double quotes, not single ones";
    else if (str_starts(word, STR("//")) || str_starts(word, STR("#")) || str_starts(word, STR("/*")))
        message = "JSON has no comments";
    if (nearest.ptr)
        node_add_fault(j->builder, FAULT_SYNTAX, span, "did you mean %.*s?", STR_FMT(nearest));
    else
        node_add_fault(j->builder, FAULT_SYNTAX, span, "%s", message);
    return NULL;
}

static struct node *read_word(struct json *j) {
    struct str word = str_sub(j->text, j->at, word_end(j));
    bool is_true = str_eq(word, STR("true")), is_bool = is_true || str_eq(word, STR("false"));
    if (word.len == 0) return syntax(j, "a value was to follow here");
    if (!is_bool && !str_eq(word, STR("null"))) return unknown_word(j, word);
    size_t start = j->at;
    j->at += word.len;
    struct node *node = node_new(j->builder, is_bool ? NODE_BOOL : NODE_NULL, here(j, start));
    if (!node) return NULL;
    node->text = word;
    node->boolean = is_true;
    return node;
}

/* ---- collections
 * -------------------------------------------------------------------------------------------- */

/* After an element: true when another follows, false at the end or after a fault, which *ok tells. */
static bool another(struct json *j, char close, bool *ok) {
    skip_space(j);
    char c = peek(j);
    if (c == close) {
        j->at++;
        return false;
    }
    *ok = c == ',';
    if (!*ok)
        syntax(j,
               close == ']' ? "a \",\" or \"]\" was to follow here" : "a \",\" or \"}\" was to follow here");
    if (!*ok) return false;
    size_t comma = j->at++;
    skip_space(j);
    if (peek(j) != close) return true;
    node_add_fault(j->builder, FAULT_SYNTAX, (struct span){(uint32_t)comma, (uint32_t)comma + 1},
                   "JSON has no comma after the last value");
    *ok = false;
    return false;
}

static bool read_key(struct json *j, struct str *key, struct span *span) {
    if (peek(j) != '"') return syntax(j, "a key in double quotes was to follow here") != NULL;
    if (!read_string(j, key, span)) return false;
    skip_space(j);
    if (peek(j) != ':') return syntax(j, "a \":\" was to follow the key") != NULL;
    j->at++;
    skip_space(j);
    return true;
}

static bool read_elements(struct json *j, struct node *node, char close) {
    struct node *last = NULL;
    bool ok = true;
    j->at++;
    skip_space(j);
    if (peek(j) == close) {
        j->at++;
        return true;
    }
    do {
        struct str key = {0};
        struct span key_span = {0};
        skip_space(j);
        if (node->kind == NODE_OBJECT && !read_key(j, &key, &key_span)) return false;
        struct node *value = read_value(j);
        if (!value) return false;
        value->key = key;
        value->key_span = key_span;
        node_append(node, &last, value);
        if (j->failed) return false;
    } while (another(j, close, &ok));
    return ok;
}

static struct node *read_collection(struct json *j) {
    size_t start = j->at;
    bool object = peek(j) == '{';
    if (j->depth >= j->builder->max_depth) {
        node_add_fault(j->builder, FAULT_DEPTH, character(j), "lists and maps are nested more than %u deep",
                       j->builder->max_depth);
        return NULL;
    }
    struct node *node = node_new(j->builder, object ? NODE_OBJECT : NODE_ARRAY, character(j));
    if (!node) return NULL;
    j->depth++;
    bool complete = read_elements(j, node, object ? '}' : ']');
    j->depth--;
    j->failed |= !complete;
    node->span = here(j, start);
    if (object) node_check_keys(j->builder, node);
    return node;
}

static struct node *read_value(struct json *j) {
    char c = peek(j);
    if (c == '{' || c == '[') return read_collection(j);
    if (c == '-' || char_is_digit(c)) return read_number(j);
    if (c != '"') return read_word(j);
    struct str text;
    struct span span;
    if (!read_string(j, &text, &span)) return NULL;
    struct node *node = node_new(j->builder, NODE_STRING, span);
    if (!node) return NULL;
    node->style = STYLE_DOUBLE;
    node->text = text;
    return node;
}

struct node *json_read(struct node_builder *builder) {
    struct json j = {
        .builder = builder, .text = str_sub(builder->text, 0, builder->span.end), .at = builder->span.start};
    if (str_starts(str_sub(j.text, j.at, j.text.len), STR("\xEF\xBB\xBF"))) j.at += 3;
    skip_space(&j);
    if (j.at == j.text.len) return NULL;
    struct node *root = read_value(&j);
    skip_space(&j);
    if (root && !j.failed && j.at < j.text.len) syntax(&j, "nothing may follow the closing bracket or value");
    return root;
}

void json_segments(struct arena *arena, const struct node *node, struct str text, segments *out) {
    struct str inner = str_sub(text, 0, node->span.end ? node->span.end - 1 : 0);
    size_t from = 0, at = node->span.start + 1;
    while (at < inner.len && from < node->text.len) {
        struct escape escape = inner.ptr[at] == '\\' ? escape_at(inner, at) : (struct escape){0};
        segments_add(arena, out, from, at);
        uint32_t c = escape.code_point;
        from += escape.len == 0 ? 1 : c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        at += escape.len ? escape.len : 1;
    }
    segments_end(arena, out, node->text.len, at);
}
