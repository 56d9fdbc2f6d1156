#include "base/yaml_plain.h"

/* The YAML that most front matter is made of, read without libyaml: maps and lists by indentation, scalars of one line,
 * literal and folded ones, maps and lists in brackets on one line. What it makes of a text is what yaml.c makes of it, limits
 * and places included (fuzz_node holds it to that). At the first byte of anything else it gives up, and libyaml reads all of
 * it. */
static struct node *read_block(struct plain *p);

static bool at_item(const struct plain *p) {
    char next = plain_byte(p, p->at + 1);
    return !p->ended && plain_byte(p, p->at) == '-' && (next == ' ' || next == '\n');
}

/* Where nothing stands behind a ":" or "-". */
static struct node *new_null(struct plain *p, size_t at) {
    struct node *node = plain_node(p, NODE_NULL, at, at);
    if (node) node->text = str_sub(p->builder->text, at, at);
    return node;
}

static void add(struct node *parent, struct node **last, struct node *child) {
    node_append(parent, last, child);
    if (child->span.end > parent->span.start) parent->span.end = child->span.end;
    if (child->key_span.end > parent->span.end) parent->span.end = child->key_span.end;
}

/* What stands behind a ":" or "-" of a line that is indented by `indent`: on its line, or indented below it. */
static struct node *read_value(struct plain *p, size_t indent, bool item) {
    size_t start = p->at;
    plain_skip_spaces(p);
    char c = plain_byte(p, p->at);
    if (c != '\n' && c != '#') return plain_scalar(p, indent);
    p->at = start;
    if (!plain_end_line(p)) return NULL;
    bool below = !p->ended && (p->indent > indent || (!item && p->indent == indent && at_item(p)));
    return below ? read_block(p) : new_null(p, start);
}

static struct node *read_map(struct plain *p) {
    struct node *map = plain_collection(p, NODE_OBJECT, p->at, p->at), *last = NULL;
    size_t indent = p->indent;
    if (!map) return NULL;
    p->depth++;
    do {
        struct span key;
        if (!plain_key(p, &key)) return NULL;
        p->builder->made++; /* to libyaml a key is a value of its own */
        struct node *value = read_value(p, indent, false);
        if (!value) return NULL;
        value->key = str_sub(p->text, key.start, key.end);
        value->key_span = key;
        add(map, &last, value);
    } while (!p->ended && p->indent == indent);
    p->depth--;
    if (!p->ended && p->indent > indent) return NULL; /* a scalar that goes on, or a mistake */
    node_check_keys(p->builder, map);
    return map;
}

/* "- key: value" is a map that is indented as its first key is. */
static struct node *read_item(struct plain *p, size_t indent) {
    size_t dash = p->at++;
    struct plain before = *p;
    struct span key;
    plain_skip_spaces(p);
    if (at_item(p)) return NULL;
    size_t content = p->at;
    bool map = plain_key(p, &key);
    *p = before;
    if (!map) return read_value(p, indent, true);
    p->at = content;
    p->indent = indent + (content - dash);
    return read_map(p);
}

static struct node *read_list(struct plain *p) {
    struct node *list = plain_collection(p, NODE_ARRAY, p->at, p->at + 1), *last = NULL;
    size_t indent = p->indent;
    if (!list) return NULL;
    p->depth++;
    do {
        struct node *item = read_item(p, indent);
        if (!item) return NULL;
        add(list, &last, item);
    } while (p->indent == indent && at_item(p));
    p->depth--;
    return p->ended || p->indent <= indent ? list : NULL;
}

static struct node *read_block(struct plain *p) {
    return at_item(p) ? read_list(p) : read_map(p);
}

/* ---- the whole ------------------------------------------------------------------------------------------------ */

/* Characters that libyaml refuses or takes for line breaks, carriage returns and tabs are for it. */
static bool has_odd_character(struct str part) {
    bool odd = false, high = false;
    for (size_t i = 0; i < part.len; i++) {
        unsigned char c = (unsigned char)part.ptr[i];
        odd |= (c < ' ' && c != '\n') || c == 0x7F;
        high |= c >= 0x80;
    }
    for (size_t at = 0; high && !odd && (at = unicode_ascii(part, at)) < part.len;) {
        uint32_t c = unicode_next(part, &at);
        odd = c == UNICODE_BAD || c < 0xA0 || c == 0x2028 || c == 0x2029 || c == 0xFEFF || c == 0xFFFE ||
              c == 0xFFFF;
    }
    return odd;
}

bool yaml_read_plain(struct node_builder *builder, struct node **root) {
    struct plain p = {.builder = builder, .at = builder->span.start};
    p.text = str_sub(builder->text, 0, builder->span.end);
    size_t faults = builder->errors->len;
    if (has_odd_character(str_sub(p.text, p.at, p.text.len))) return false;
    plain_find_line(&p);
    *root = p.ended || p.indent ? NULL : read_block(&p);
    if (*root && p.ended) return true;
    builder->made = 0;
    builder->errors->len = faults; /* of keys that are here twice: they are found again */
    return false;
}
