#include "base/script_token.h"

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_word(char c) {
    return char_is_alnum(c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

/* Behind the comment at `at`, or `at`. */
static size_t comment_end(struct str text, size_t at) {
    struct str rest = str_sub(text, at, text.len);
    if (str_starts(rest, STR("//"))) return at + str_find_char(rest, '\n');
    if (!str_starts(rest, STR("/*"))) return at;
    size_t close = at + 2 + str_find(str_sub(rest, 2, rest.len), STR("*/")) + 2;
    return close < text.len ? close : text.len;
}

size_t script_spaces(struct str text, size_t at) {
    for (;;) {
        while (at < text.len && is_space(text.ptr[at])) at++;
        if (at >= text.len || text.ptr[at] != '/') return at;
        size_t end = comment_end(text, at);
        if (end == at) return at;
        at = end;
    }
}

size_t script_word(struct str text, size_t at) {
    while (at < text.len && is_word(text.ptr[at])) at++;
    return at;
}

/* Behind the quote that closes the one at `at`; a line's end closes it too. */
static size_t string_end(struct str text, size_t at) {
    char quote = text.ptr[at++];
    while (at < text.len && text.ptr[at] != quote && text.ptr[at] != '\n')
        at += text.ptr[at] == '\\' && at + 1 < text.len ? 2 : 1;
    return at < text.len && text.ptr[at] == quote ? at + 1 : at < text.len ? at : text.len;
}

/* Behind the template at `at`: what is put in may hold templates in its turn, whose depth is counted. */
static size_t template_end(struct str text, size_t at) {
    enum { MAX_INNER = 32 };
    size_t braces[MAX_INNER] = {0};
    unsigned inner = 0;
    bool in_text = true;
    for (at++; at < text.len; at++) {
        char c = text.ptr[at];
        if (c == '\\') {
            at++;
        } else if (in_text && c == '`') {
            if (inner == 0) return at + 1;
            in_text = false;
        } else if (in_text && c == '$' && at + 1 < text.len && text.ptr[at + 1] == '{') {
            if (inner == MAX_INNER) return text.len;
            braces[inner++] = 0;
            in_text = false;
            at++;
        } else if (!in_text && c == '{') {
            braces[inner - 1]++;
        } else if (!in_text && c == '}') {
            if (braces[inner - 1]-- == 0) inner--, in_text = true;
        } else if (!in_text && c == '`') {
            size_t close = at + 1; /* a template within: without anything put in, or not read */
            while (close < text.len && text.ptr[close] != '`') close += text.ptr[close] == '\\' ? 2 : 1;
            at = close;
        }
    }
    return text.len;
}

/* A '/' behind an operator, a bracket or nothing begins a regular expression. */
static size_t regex_end(struct str text, size_t at, char before) {
    bool in_class = false;
    if (before && !strchr("(,=:[!&|?{};>", before)) return at;
    for (size_t end = at + 1; end < text.len && text.ptr[end] != '\n'; end++) {
        char c = text.ptr[end];
        if (c == '\\')
            end++;
        else if (c == '[')
            in_class = true;
        else if (c == ']')
            in_class = false;
        else if (c == '/' && !in_class)
            return script_word(text, end + 1);
    }
    return at;
}

/* Behind whatever must not be looked into at `at`: text, a comment, a regular expression; `at` when there is none. */
static size_t opaque_end(struct str text, size_t at, char before) {
    char c = text.ptr[at];
    if (c == '"' || c == '\'') return string_end(text, at);
    if (c == '`') return template_end(text, at);
    if (c != '/') return at;
    size_t end = comment_end(text, at);
    return end > at ? end : regex_end(text, at, before);
}

size_t script_bracket(struct str text, size_t at) {
    size_t depth = 0;
    char before = '\0';
    while (at < text.len) {
        size_t end = opaque_end(text, at, before);
        char c = text.ptr[at];
        if (end > at) {
            before = '"';
            at = end;
            continue;
        }
        at++;
        if (c == '(' || c == '[' || c == '{') depth++;
        if ((c == ')' || c == ']' || c == '}') && --depth == 0) return at;
        if (!is_space(c)) before = c;
    }
    return text.len;
}

/* Does an expression whose last character is `before` go on behind the line's end at `at`? */
static bool goes_on(struct str text, size_t at, char before) {
    if (before && strchr("=+-*/%&|^?:,.(<", before)) return true;
    size_t next = script_spaces(text, at);
    return next < text.len && strchr(".?:&|+-*=%)]},", text.ptr[next]) != NULL;
}

size_t script_skip(struct str text, size_t at, bool lines) {
    char before = '\0';
    while (at < text.len) {
        char c = text.ptr[at];
        if (c == ',' || c == ';' || c == ')' || c == ']' || c == '}') return at;
        if (c == '\n' && lines && before && !goes_on(text, at, before)) return at;
        size_t end = opaque_end(text, at, before);
        if (end == at && (c == '(' || c == '[' || c == '{')) end = script_bracket(text, at);
        if (end > at) {
            before = c == '/' && end < text.len && text.ptr[end] == '\n' ? before : ')';
            at = end;
            continue;
        }
        if (!is_space(c)) before = c;
        at++;
    }
    return at;
}

/* ---- texts --------------------------------------------------------------------------------------------------- */

/* "41" or "0041" or "{1F600}" at `at`; how long it is, 0 when it is none. */
static size_t read_code(struct str text, size_t at, size_t digits, uint32_t *code) {
    bool braces = digits == 4 && at < text.len && text.ptr[at] == '{';
    size_t start = at + braces, n = 0;
    *code = 0;
    while (start + n < text.len && n < (braces ? 6 : digits) && char_is_hex(text.ptr[start + n]))
        *code = *code * 16 + (uint32_t)char_hex(text.ptr[start + n++]);
    bool closed = !braces || (start + n < text.len && text.ptr[start + n] == '}');
    bool whole = braces ? n > 0 : n == digits;
    bool valid = *code && *code < 0x110000 && (*code < 0xD800 || *code > 0xDFFF);
    return whole && closed && valid ? n + 2u * braces : 0;
}

/* Adds what the escape at `at`, behind the backslash, stands for; returns the offset behind. */
static size_t add_escape(struct buf *out, struct str text, size_t at) {
    char c = text.ptr[at];
    uint32_t code = 0;
    size_t digits = c == 'u'   ? read_code(text, at + 1, 4, &code)
                    : c == 'x' ? read_code(text, at + 1, 2, &code)
                               : 0;
    if (digits) {
        buf_add_utf8(out, code);
        return at + 1 + digits;
    }
    if (c == 'n')
        buf_add_char(out, '\n');
    else if (c == 't')
        buf_add_char(out, '\t');
    else if (c != '\n')
        buf_add_char(out, c);
    return at + 1;
}

static struct str decoded(struct arena *arena, struct str text) {
    if (str_find_char(text, '\\') == text.len) return text;
    struct buf out = {.arena = arena};
    for (size_t at = 0; at < text.len;) {
        if (text.ptr[at] == '\\' && at + 1 < text.len)
            at = add_escape(&out, text, at + 1);
        else
            buf_add_char(&out, text.ptr[at++]);
    }
    return buf_str(&out);
}

struct str script_string(struct arena *arena, struct str text, size_t *at) {
    size_t start = *at + 1, end = string_end(text, *at);
    bool closed = end > start && text.ptr[end - 1] == text.ptr[*at];
    *at = end;
    return decoded(arena, str_sub(text, start, closed ? end - 1 : end));
}

struct str script_template(struct arena *arena, struct str text, size_t *at, bool *literal) {
    size_t start = *at + 1, end = template_end(text, *at);
    bool closed = end > start && text.ptr[end - 1] == '`';
    struct str inner = str_sub(text, start, closed ? end - 1 : end);
    *at = end;
    *literal = str_find(inner, STR("${")) == inner.len;
    return *literal ? decoded(arena, inner) : (struct str){0};
}
