#include "base/yaml_plain.h"

#include <string.h>

/* ---- plain ---------------------------------------------------------------------------------------------------- */

/* yaml_resolve wants a NUL behind the text. False: a number of that length is for yaml.c. */
static bool resolve(struct plain *p, struct node *node, struct str text) {
    char copy[64];
    char first = text.ptr[0];
    node->text = text;
    if (!char_is_digit(first) && !strchr("+-.~nNtTfFyYoO", first)) return true;
    if (text.len >= sizeof copy) return !char_is_digit(first) && !strchr("+-.", first);
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    node->text.ptr = copy;
    yaml_resolve(node, p->builder->yaml_1_1);
    node->text = text;
    return true;
}

static bool begins_plain(const struct plain *p, size_t at) {
    char c = plain_byte(p, at), next = plain_byte(p, at + 1);
    if (c == '-') return next != ' ' && next != '\n';
    return (unsigned char)c >= 0x80 || char_is_alnum(c) || (c && strchr("/._($+~<=^;\\)", c));
}

/* `end`: behind it, white space included. */
static struct node *new_plain(struct plain *p, size_t start, size_t end) {
    while (end > start && p->text.ptr[end - 1] == ' ') end--;
    struct node *node = plain_node(p, NODE_STRING, start, end);
    return node && resolve(p, node, str_sub(p->text, start, end)) ? node : NULL;
}

/* To the end of the line or its comment. */
static struct node *read_plain(struct plain *p) {
    size_t start = p->at, at = start, end = plain_line_end(p);
    if (!begins_plain(p, start)) return NULL;
    for (; at < end; at++) {
        char c = p->text.ptr[at];
        if (c == ':' && (plain_byte(p, at + 1) == ' ' || plain_byte(p, at + 1) == '\n')) return NULL;
        if (c == '#' && p->text.ptr[at - 1] == ' ') break;
    }
    p->at = at == end ? at : at - 1; /* a space stands before the comment */
    return new_plain(p, start, at);
}

/* ---- quoted --------------------------------------------------------------------------------------------------- */

static bool is_quote(char c) {
    return c == '"' || c == '\'';
}

/* The few escapes that people write. False: another one. */
static bool unescape(struct buf *out, char c) {
    static const char written[] = "n\"\\t", meant[] = "\n\"\\\t";
    const char *known = c ? strchr(written, c) : NULL;
    if (known) buf_add_char(out, meant[known - written]);
    return known;
}

/* Where the text that begins at `at` ends, on its line; *written: it is not what it says. SIZE_MAX: it cannot be read. */
static size_t find_quote(const struct plain *p, size_t at, char quote, bool *written) {
    size_t end = plain_line_end(p);
    for (; at < end && p->text.ptr[at] != quote; at++) {
        if (p->text.ptr[at] != '\\' || quote == '\'') continue;
        *written = true;
        at++;
    }
    bool doubled = quote == '\'' && plain_byte(p, at + 1) == quote;
    return at < end && !doubled ? at : SIZE_MAX;
}

static bool decode(struct plain *p, struct node *node, size_t start, size_t end) {
    struct buf out = {.arena = &p->builder->scratch};
    for (size_t at = start; at < end; at++) {
        char c = p->text.ptr[at];
        if (c != '\\')
            buf_add_char(&out, c);
        else if (!unescape(&out, p->text.ptr[++at]))
            return false;
    }
    node->text = node_keep_text(p->builder, out.ptr, out.len, start);
    return true;
}

static struct node *read_quoted(struct plain *p) {
    size_t start = p->at + 1;
    char quote = p->text.ptr[p->at];
    bool written = false;
    size_t end = find_quote(p, start, quote, &written);
    struct node *node = end == SIZE_MAX ? NULL : plain_node(p, NODE_STRING, p->at, end + 1);
    if (!node) return NULL;
    node->style = quote == '"' ? STYLE_DOUBLE : STYLE_SINGLE;
    node->text = str_sub(p->text, start, end);
    p->at = end + 1;
    return !written || decode(p, node, start, end) ? node : NULL;
}

/* ---- in brackets, on one line --------------------------------------------------------------------------------- */

static struct node *read_flow(struct plain *p);

static struct node *read_element(struct plain *p) {
    size_t start = p->at;
    char c = plain_byte(p, start);
    if (is_quote(c)) return read_quoted(p);
    if (c == '[' || c == '{') return read_flow(p);
    if (!begins_plain(p, start)) return NULL;
    while (plain_byte(p, p->at) != '\n' && !strchr(",[]{}:#\"'&*!|>%@`?\\", plain_byte(p, p->at))) p->at++;
    return new_plain(p, start, p->at);
}

static struct node *read_member(struct plain *p) {
    struct span key;
    if (!plain_key(p, &key)) return NULL;
    p->builder->made++;
    plain_skip_spaces(p);
    struct node *value = read_element(p);
    if (!value) return NULL;
    value->key = str_sub(p->text, key.start, key.end);
    value->key_span = key;
    return value;
}

/* "[a, b]", "{a: b}". */
static struct node *read_flow(struct plain *p) {
    size_t start = p->at++;
    bool map = p->text.ptr[start] == '{';
    char close = map ? '}' : ']';
    struct node *node = plain_collection(p, map ? NODE_OBJECT : NODE_ARRAY, start, start + 1), *last = NULL;
    if (!node) return NULL;
    p->depth++;
    plain_skip_spaces(p);
    for (bool more = plain_byte(p, p->at) != close; more;) {
        struct node *element = map ? read_member(p) : read_element(p);
        if (!element) return NULL;
        node_append(node, &last, element);
        plain_skip_spaces(p);
        more = plain_byte(p, p->at) == ',';
        if (!more && plain_byte(p, p->at) != close) return NULL;
        p->at += more;
        plain_skip_spaces(p);
    }
    p->depth--;
    node->span.end = (uint32_t)++p->at;
    if (map) node_check_keys(p->builder, node);
    return node;
}

/* ---- literal and folded --------------------------------------------------------------------------------------- */

struct block {
    struct buf text;
    size_t indent, end;  /* of its lines; behind its last character that is not white space */
    size_t breaks;       /* line breaks behind the last line that was added */
    bool folded, spaced; /* that line began with a space */
};

/* The breaks between two lines: of a folded scalar the first is a space, or nothing where more follow. */
static void add_breaks(struct block *block, bool spaced) {
    bool fold = block->folded && block->text.len && !block->spaced && !spaced;
    if (fold && block->breaks == 1) buf_add_char(&block->text, ' ');
    for (size_t i = fold; i < block->breaks; i++) buf_add_char(&block->text, '\n');
    block->breaks = 0;
}

/* One line of it, or a blank one. False: the scalar ends before this line. */
static bool add_line(struct plain *p, struct block *block) {
    size_t start = p->at, end = plain_line_end(p);
    while (p->at < end && p->text.ptr[p->at] == ' ') p->at++;
    size_t indent = p->at - start;
    if (!block->indent && p->at < end) block->indent = indent;
    if (p->at < end && indent < block->indent) {
        p->at = start;
        return false;
    }
    if (p->at < end) {
        add_breaks(block, indent > block->indent);
        buf_add(&block->text, str_sub(p->text, start + block->indent, end));
        block->spaced = indent > block->indent;
        block->end = end;
    }
    block->breaks += end < p->text.len;
    p->at = end + (end < p->text.len);
    return true;
}

/* White space alone on a line, or at the end of one, is for libyaml. */
static bool blank_at(const struct plain *p) {
    size_t end = plain_line_end(p);
    return end > p->at && p->text.ptr[end - 1] == ' ';
}

/* "|" and ">", and those with a "-" behind. */
static struct node *read_block_scalar(struct plain *p, size_t indent) {
    struct block block = {.text = {.arena = &p->builder->scratch}, .folded = p->text.ptr[p->at] == '>'};
    size_t start = p->at++;
    bool strip = plain_byte(p, p->at) == '-';
    p->at += strip;
    if (plain_byte(p, p->at) != '\n' || p->at >= p->text.len) return NULL;
    p->at++;
    while (p->at < p->text.len) {
        if (blank_at(p)) return NULL;
        if (block.indent == 0 && plain_byte(p, p->at) == '\n') return NULL; /* blank lines come first */
        if (!add_line(p, &block)) break;
        if (block.indent <= indent) return NULL;
    }
    if (!block.end) return NULL;
    if (!strip && block.breaks) buf_add_char(&block.text, '\n');
    struct node *node = plain_node(p, NODE_STRING, start, block.end);
    if (!node) return NULL;
    node->style = block.folded ? STYLE_FOLDED : STYLE_LITERAL;
    node->text = node_keep_text(p->builder, block.text.ptr, block.text.len, start);
    plain_find_line(p);
    return node;
}

struct node *plain_scalar(struct plain *p, size_t indent) {
    char c = plain_byte(p, p->at);
    if (c == '|' || c == '>') return read_block_scalar(p, indent);
    bool flow = c == '[' || c == '{';
    struct node *node = flow ? read_flow(p) : is_quote(c) ? read_quoted(p) : read_plain(p);
    return node && plain_end_line(p) ? node : NULL;
}
