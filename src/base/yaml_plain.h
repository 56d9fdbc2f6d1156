/* yaml_plain.h (private to base): the YAML that is read without libyaml: yaml_plain_line.c has lines and keys,
 * yaml_plain_scalar.c what stands behind a key, yaml_plain.c maps and lists by indentation. NULL and false: something
 * else stands there. */
#ifndef CONTENTLINT_YAML_PLAIN_H
#define CONTENTLINT_YAML_PLAIN_H

#include "base/node_build.h"

struct plain {
    struct node_builder *builder;
    struct str text; /* of the source, to the end of the part that is read */
    size_t at;       /* the first byte of the line that is not a space, or where the value is read */
    size_t indent;   /* of that byte in its line */
    bool ended;      /* there is no such line */
    unsigned depth;
};

/* A line break at the end of the text. */
static inline char plain_byte(const struct plain *p, size_t at) {
    return at < p->text.len ? p->text.ptr[at] : '\n';
}
size_t plain_line_end(const struct plain *p);
void plain_skip_spaces(struct plain *p);
/* Behind a value only white space and a comment may follow on its line; p goes to the next line that has more. */
bool plain_end_line(struct plain *p);
/* From the start of a line to the first that has more than white space and a comment. */
void plain_find_line(struct plain *p);
/* NULL where a limit is near: what is said of it is yaml.c's. */
struct node *plain_node(struct plain *p, enum node_kind kind, size_t start, size_t end);
struct node *plain_collection(struct plain *p, enum node_kind kind, size_t start, size_t end);
/* The key before a ":" that white space follows; p->at moves behind the colon. */
bool plain_key(struct plain *p, struct span *key);

/* The value that begins at p->at, and the rest of its lines; `indent` is that of its key's or "-"'s line. */
struct node *plain_scalar(struct plain *p, size_t indent);

#endif
