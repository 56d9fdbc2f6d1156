#include "base/yaml_plain.h"

/* Lines, nodes and keys of YAML that is read without libyaml. */
enum { DEEPEST = 16, KEY_MAX = 256 /* bytes; libyaml reads keys of up to 1,024 characters */ };

/* ---- lines ---------------------------------------------------------------------------------------------------- */

void plain_skip_spaces(struct plain *p) {
    while (plain_byte(p, p->at) == ' ') p->at++;
}

size_t plain_line_end(const struct plain *p) {
    return p->at + str_find_char(str_sub(p->text, p->at, p->text.len), '\n');
}

/* To the next line with more than white space and a comment on it, from the start of a line. */
void plain_find_line(struct plain *p) {
    for (;;) {
        size_t start = p->at;
        plain_skip_spaces(p);
        p->indent = p->at - start;
        p->ended = p->at >= p->text.len;
        if (p->ended || (plain_byte(p, p->at) != '\n' && plain_byte(p, p->at) != '#')) return;
        p->at = plain_line_end(p) + 1;
        if (p->at > p->text.len) p->at = p->text.len;
    }
}

/* Behind a value only white space and a comment may follow on its line. */
bool plain_end_line(struct plain *p) {
    size_t start = p->at;
    plain_skip_spaces(p);
    char c = plain_byte(p, p->at);
    if (c != '\n' && !(c == '#' && p->at > start)) return false;
    p->at = plain_line_end(p);
    p->at += p->at < p->text.len;
    plain_find_line(p);
    return true;
}

/* ---- nodes ---------------------------------------------------------------------------------------------------- */

/* NULL, and the reading ends, where a limit is near: what is said of it is yaml.c's. */
struct node *plain_node(struct plain *p, enum node_kind kind, size_t start, size_t end) {
    if (p->builder->made + 2 >= p->builder->max_nodes) return NULL;
    return node_new(p->builder, kind, (struct span){(uint32_t)start, (uint32_t)end});
}

struct node *plain_collection(struct plain *p, enum node_kind kind, size_t start, size_t end) {
    bool deep = p->depth >= p->builder->max_depth || p->depth >= DEEPEST;
    return deep ? NULL : plain_node(p, kind, start, end);
}

/* ---- keys ----------------------------------------------------------------------------------------------------- */

static bool is_key_byte(char c) {
    return char_is_alnum(c) || c == '_' || c == '-' || c == '.' || c == '/' || c == '$';
}

/* "key:" and what separates it from its value; p->at moves behind the colon. False: there is none. */
bool plain_key(struct plain *p, struct span *key) {
    size_t at = p->at;
    if (!char_is_alnum(plain_byte(p, at)) && plain_byte(p, at) != '_') return false;
    while (is_key_byte(plain_byte(p, at)) ||
           ((plain_byte(p, at) == ' ' || plain_byte(p, at) == ':') && is_key_byte(plain_byte(p, at + 1))))
        at++;
    char next = plain_byte(p, at + 1);
    if (plain_byte(p, at) != ':' || (next != ' ' && next != '\n') || at - p->at > KEY_MAX) return false;
    *key = (struct span){(uint32_t)p->at, (uint32_t)at};
    p->at = at + 1;
    return true;
}
