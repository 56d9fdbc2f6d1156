/* node.h: part of base.h, which includes it: one value tree whatever the format (node.c, yaml.c, json.c, toml.cpp). */
#ifndef CONTENTLINT_BASE_NODE_H
#define CONTENTLINT_BASE_NODE_H

#include "base/date.h"
#include "base/source.h"

enum node_kind {
    NODE_NULL,
    NODE_BOOL,
    NODE_INTEGER,
    NODE_FLOAT,
    NODE_DATE,
    NODE_STRING,
    NODE_ARRAY,
    NODE_OBJECT
};
/* How a scalar was written: needed to map decoded text back to places. */
enum node_style {
    STYLE_PLAIN,
    STYLE_SINGLE,
    STYLE_DOUBLE,
    STYLE_LITERAL,
    STYLE_FOLDED,
    STYLE_TOML_MULTI,
    STYLE_TOML_MULTI_LITERAL
};
enum format { FORMAT_YAML, FORMAT_TOML, FORMAT_JSON };

struct node {       /* what a search for a key touches comes first */
    struct str key; /* decoded key when this is a member of an object */
    struct node *next;
    struct node *child; /* first element or member, in source order; shared between aliases: never modify */
    struct str text;    /* scalar: decoded text (strings) or as written (numbers, dates, booleans) */
    enum node_kind kind;
    enum node_style style;
    enum format format;
    bool boolean; /* NODE_BOOL */
    bool shared;  /* reached through a YAML alias or merge: place is the alias's */
    /* The value in the source; quotes included; a block collection from its first key or dash. */
    struct span span;
    struct span key_span; /* the key as written */
    double number;        /* NODE_INTEGER, NODE_FLOAT */
    uint32_t count;       /* number of elements or members */
    uint32_t size;        /* nodes in the expanded tree, this one included */
};
enum node_fault {
    FAULT_SYNTAX,
    FAULT_DUPLICATE_KEY,
    FAULT_TAB,
    FAULT_DEPTH,
    FAULT_ALIAS,
    FAULT_CONTROL,
    FAULT_EMPTY_KEY
};
struct node_error { /* content is wrong: becomes a diagnostic */
    enum node_fault fault;
    struct span span;   /* in the source */
    struct span other;  /* the first of duplicate keys; empty otherwise */
    struct str message; /* a sentence in the author's words, no final dot */
};
typedef ARRAY_OF(struct node_error) node_errors;

struct node_options {
    enum format format;
    bool yaml_1_1;      /* yes/no/on/off/y/n are booleans, 0o and sexagesimal rules: Hugo up to 0.151 */
    uint32_t max_depth; /* 0 = 64 */
    uint32_t max_nodes; /* expanded; 0 = 262,144 */
};
/* The most that node_read appends. */
#define NODE_ERRORS_MAX 1000
/* Reads text[span] of a source; all spans are offsets into the whole text. Errors are appended; what could be read
 * before (YAML, JSON) is returned, NULL when there is nothing. Duplicate keys: both members are kept, the later
 * one is what node_get finds. Keys and texts may point into `text`, which must live as long as the tree. */
struct node *node_read(struct arena *arena, struct str text, struct span span,
                       const struct node_options *options, node_errors *errors);
/* The last member of that name; _nocase: ASCII case ignored, as Hugo does. */
const struct node *node_get(const struct node *object, struct str key);
const struct node *node_get_nocase(const struct node *object, struct str key);
/* Do they mean the same, wherever they stand and however they are written? */
bool node_equal(const struct node *a, const struct node *b);
/* Follows "a.b.c" (keys) from object; NULL when something is missing. */
const struct node *node_path(const struct node *object, struct str dotted);
/* A scalar's text; fallback for others and NULL. */
struct str node_text(const struct node *node, struct str fallback);
/* The date Hugo makes of the value: TOML's own dates as they are; all else, a YAML date without quotes too, is a string
 * to Hugo and must have one of date_parse's layouts. False for other kinds and NULL. */
bool node_date(const struct node *node, struct date *date);
bool node_is_true(const struct node *node);      /* NODE_BOOL and true */
const char *node_kind_name(enum node_kind kind); /* "string", "list", "map": the author's words */

/* Where decoded text lies in the source: piecewise linear. segments[i].from is an offset into node->text (or into any
 * text derived from one scalar), .at the source offset; the last one ends the list. */
struct segment {
    uint32_t from, at;
};
typedef ARRAY_OF(struct segment) segments;
/* The text of an alias maps to the alias. segments_at never lies outside the scalar, whatever the offset. */
void node_segments(struct arena *arena, const struct node *node, struct str source_text, segments *out);
uint32_t segments_at(const segments *list, uint32_t offset); /* source offset of a decoded offset */

#endif
