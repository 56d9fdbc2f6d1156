#include "base/node_build.h"

#include <string.h>

/* YAML as most front matter is written: a map of "key: value" lines with values of one line, plain ones of several,
 * and lists of them. What libyaml would make of such text needs no scanner. Whatever else the text holds, it is left
 * to libyaml as a whole: nothing is guessed here, and nothing is refused. */

enum { LONGEST_TEXT = 64 << 10, LONGEST_KEY = 200 };

struct plain {
    struct node_builder *builder;
    struct str text;   /* the source up to the end of the part that is read */
    size_t start, end; /* of the line at hand, without spaces around it */
    size_t indent;     /* spaces before it */
    size_t next;       /* where the line after it begins */
    bool apart;        /* blank lines or comments stand before it */
    struct node *root, *last;
};

/* ---- characters ------------------------------------------------------------------------------------------- */

static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Those libyaml takes in any text and breaks no line at. */
static bool is_common(uint32_t c) {
    if (c < 0x7F) return c >= ' ' || c == '\n';
    return c >= 0xA0 && c != 0x2028 && c != 0x2029 && c != 0xFEFF && (c & 0xFFFE) != 0xFFFE &&
           c != UNICODE_BAD;
}

static bool all_common(struct str text) {
    for (size_t at = 0; at < text.len;) {
        unsigned char c = (unsigned char)text.ptr[at];
        if (c < 0x7F ? !is_common(c) : !is_common(unicode_next(text, &at))) return false;
        at += c < 0x7F;
    }
    return true;
}

/* What a plain scalar may begin with, less than YAML allows. */
static bool begins_plain(char c) {
    return is_word(c) || (c & 0x80) || (c && strchr("/.+~($<=", c));
}

/* ---- lines ------------------------------------------------------------------------------------------------ */

/* Moves to the next line that is neither blank nor a comment; at the end, end == start. */
static void next_line(struct plain *p) {
    const char *text = p->text.ptr;
    for (p->apart = false; p->next < p->text.len; p->apart = true) {
        size_t line = p->next, at = line;
        size_t end = line + str_find_char(str_sub(p->text, line, p->text.len), '\n');
        p->next = end < p->text.len ? end + 1 : end;
        while (at < end && text[at] == ' ') at++;
        if (at == end || text[at] == '#') continue;
        while (text[end - 1] == ' ') end--;
        p->start = at;
        p->end = end;
        p->indent = at - line;
        return;
    }
    p->start = p->end = p->text.len;
    p->indent = 0;
}

static bool at_end(const struct plain *p) {
    return p->start == p->end;
}

/* Whether nothing in a line of a plain scalar ends it: ": ", " #", a colon at the end. */
static bool goes_on(const struct plain *p, size_t start, size_t end) {
    const char *text = p->text.ptr;
    for (size_t at = start; at < end; at++) {
        if (text[at] == ':' && (at + 1 == end || text[at + 1] == ' ')) return false;
        if (text[at] == '#' && text[at - 1] == ' ') return false;
    }
    return true;
}

/* ---- values ----------------------------------------------------------------------------------------------- */

static struct node *add_scalar(struct plain *p, struct str text, struct span span, enum node_style style) {
    struct node *node = build_node(p->builder, NODE_STRING, span);
    node->style = style;
    node->text = text;
    if (style == STYLE_PLAIN) yaml_resolve(node, p->builder->yaml_1_1);
    return node;
}

static struct node *borrow_scalar(struct plain *p, size_t start, size_t end, enum node_style style) {
    size_t quote = style != STYLE_PLAIN;
    return add_scalar(p, str_sub(p->text, start + quote, end - quote),
                      (struct span){(uint32_t)start, (uint32_t)end}, style);
}

/* The end of the quoted text that begins at `start`, behind its quote; 0 when it is not so simple. */
static size_t quoted_end(const struct plain *p, size_t start, size_t end) {
    char quote = p->text.ptr[start];
    struct str rest = str_sub(p->text, start + 1, end);
    size_t length = str_find_char(rest, quote);
    if (length == rest.len) return 0;
    if (quote == '"' && str_find_char(str_sub(rest, 0, length), '\\') < length) return 0;
    return start + length + 2;
}

static enum node_style style_of(char first) {
    return first == '"' ? STYLE_DOUBLE : first == '\'' ? STYLE_SINGLE : STYLE_PLAIN;
}

/* A plain scalar from `start` that the lines after it go on with, as long as they are indented deeper than `indent`:
 * each line break and the white space around it is one space. */
static struct node *read_folded(struct plain *p, size_t start, size_t indent) {
    struct buf text = {.arena = p->builder->arena};
    size_t end = p->end;
    buf_add(&text, str_sub(p->text, start, end));
    for (next_line(p); !at_end(p) && p->indent > indent; next_line(p)) {
        if (p->apart || !begins_plain(p->text.ptr[p->start]) || !goes_on(p, p->start, p->end)) return NULL;
        end = p->end;
        buf_add_char(&text, ' ');
        buf_add(&text, str_sub(p->text, p->start, end));
    }
    struct span span = {(uint32_t)start, (uint32_t)end};
    return add_scalar(p, buf_str(&text), span, STYLE_PLAIN);
}

/* The rest of the line at hand from `start` on; moves to the line behind the scalar. */
static struct node *read_scalar(struct plain *p, size_t start, size_t indent) {
    enum node_style style = style_of(p->text.ptr[start]);
    size_t end = p->end;
    if (style != STYLE_PLAIN && quoted_end(p, start, end) != end) return NULL;
    if (style == STYLE_PLAIN && (!begins_plain(p->text.ptr[start]) || !goes_on(p, start, end))) return NULL;
    struct plain ahead = *p;
    next_line(&ahead);
    bool more = !at_end(&ahead) && ahead.indent > indent;
    if (more) return style == STYLE_PLAIN && !ahead.apart ? read_folded(p, start, indent) : NULL;
    *p = ahead;
    return borrow_scalar(p, start, end, style);
}

static struct node *read_list(struct plain *p) {
    size_t indent = p->indent;
    struct node *list = build_node(p->builder, NODE_ARRAY, (struct span){(uint32_t)p->start, 0});
    struct node *last = NULL;
    while (!at_end(p) && p->indent == indent && p->text.ptr[p->start] == '-') {
        size_t at = p->start + 1;
        if (at == p->end || p->text.ptr[at] != ' ') return NULL;
        while (p->text.ptr[at] == ' ') at++;
        struct node *item = read_scalar(p, at, indent);
        if (!item) return NULL;
        build_append(list, &last, item);
    }
    list->span.end = last->span.end;
    return at_end(p) || p->indent == 0 ? list : NULL;
}

/* ---- [a, "b"] --------------------------------------------------------------------------------------------- */

/* One element of a list in brackets; *at moves behind it. NULL when it is not so simple. */
static struct node *read_element(struct plain *p, size_t *at) {
    const char *text = p->text.ptr;
    size_t start = *at, end = start;
    enum node_style style = style_of(text[start]);
    if (style != STYLE_PLAIN) {
        end = quoted_end(p, start, p->end);
        if (!end) return NULL;
        *at = end;
        return borrow_scalar(p, start, end, style);
    }
    if (!begins_plain(text[start])) return NULL;
    while (end < p->end && !strchr(",]", text[end])) {
        if (strchr("[{}:?#\"'&*!|>%@`", text[end])) return NULL;
        end++;
    }
    *at = end;
    while (text[end - 1] == ' ') end--;
    return borrow_scalar(p, start, end, style);
}

static size_t skip_spaces(const struct plain *p, size_t at) {
    while (at < p->end && p->text.ptr[at] == ' ') at++;
    return at;
}

/* A list in brackets that makes up the rest of the line. */
static struct node *read_flow(struct plain *p, size_t start) {
    struct node *list = build_node(p->builder, NODE_ARRAY, (struct span){(uint32_t)start, (uint32_t)p->end});
    struct node *last = NULL;
    size_t at = skip_spaces(p, start + 1), end = p->end;
    bool more = at < end && p->text.ptr[at] != ']';
    while (more) {
        struct node *element = at < end ? read_element(p, &at) : NULL;
        if (!element) return NULL;
        build_append(list, &last, element);
        at = skip_spaces(p, at);
        more = at < end && p->text.ptr[at] == ',';
        if (more) at = skip_spaces(p, at + 1);
    }
    if (at + 1 != end || p->text.ptr[at] != ']') return NULL;
    next_line(p);
    return at_end(p) || p->indent == 0 ? list : NULL;
}

/* ---- members ---------------------------------------------------------------------------------------------- */

/* The value of a key whose colon stands before `colon`, the end of a line: a list, or nothing. */
static struct node *read_below(struct plain *p, size_t colon) {
    next_line(p);
    if (!at_end(p) && p->text.ptr[p->start] == '-') return read_list(p);
    return at_end(p) || p->indent == 0 ? borrow_scalar(p, colon, colon, STYLE_PLAIN) : NULL;
}

static struct node *read_value(struct plain *p, size_t colon) {
    size_t at = skip_spaces(p, colon);
    if (at == p->end) return read_below(p, colon);
    if (at == colon) return NULL;
    return p->text.ptr[at] == '[' ? read_flow(p, at) : read_scalar(p, at, 0);
}

static bool read_member(struct plain *p) {
    size_t start = p->start, at = start;
    char first = p->text.ptr[start];
    if (p->indent || !is_word(first) || (first >= '0' && first <= '9')) return false;
    while (at < p->end && (is_word(p->text.ptr[at]) || p->text.ptr[at] == '-')) at++;
    if (at == p->end || p->text.ptr[at] != ':' || at - start > LONGEST_KEY) return false;
    struct node *value = read_value(p, at + 1);
    if (!value) return false;
    value->key = str_sub(p->text, start, at);
    value->key_span = (struct span){(uint32_t)start, (uint32_t)at};
    build_append(p->root, &p->last, value);
    return true;
}

static bool read_members(struct plain *p) {
    next_line(p);
    if (at_end(p)) return false;
    p->root = build_node(p->builder, NODE_OBJECT, (struct span){(uint32_t)p->start, 0});
    while (!at_end(p))
        if (!read_member(p)) return false;
    p->root->span.end = p->last->span.end;
    return true;
}

struct node *yaml_read_plain(struct node_builder *builder) {
    struct str part = str_sub(builder->text, builder->span.start, builder->span.end);
    struct plain p = {.builder = builder,
                      .text = str_sub(builder->text, 0, builder->span.end),
                      .next = builder->span.start};
    bool small = part.len <= LONGEST_TEXT && builder->max_nodes > part.len && builder->max_depth >= 2;
    if (!small || !all_common(part)) return NULL;
    if (read_members(&p)) {
        build_check_keys(builder, p.root);
        return p.root;
    }
    builder->made = 0;
    return NULL;
}
