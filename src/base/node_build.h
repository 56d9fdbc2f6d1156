/* node_build.h: what the readers of YAML, JSON and TOML share. Private to base. */
#ifndef CONTENTLINT_NODE_BUILD_H
#define CONTENTLINT_NODE_BUILD_H

#include "base/base.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { NODE_DEPTH_DEFAULT = 64, NODE_DEPTH_MAX = 512, NODE_COUNT_DEFAULT = 1 << 18 };

struct node_builder {
    struct arena *arena;  /* the tree and the messages */
    struct arena scratch; /* freed when the reader is done */
    struct str text;      /* of the whole source */
    struct span span;     /* the part that is read */
    enum format format;
    bool yaml_1_1;
    uint32_t max_depth, max_nodes;
    uint32_t made; /* nodes allocated so far; past max_nodes the reader stops */
    node_errors *errors;
};

/* Appends an error. The message is copied to the tree's arena. */
void node_add_fault(struct node_builder *builder, enum node_fault fault, struct span span, const char *format,
                    ...) __attribute__((format(printf, 4, 5)));
/* A new node of size 1; NULL, with a fault at span, when there are too many already. */
struct node *node_new(struct node_builder *builder, enum node_kind kind, struct span span);
/* Appends child to parent behind *last and updates counts and (saturating) sizes. */
void node_append(struct node *parent, struct node **last, struct node *child);
/* Reports every member whose key an earlier member has; both stay. Linear. */
void node_check_keys(struct node_builder *builder, const struct node *object);
/* The decoded text: borrowed from the source at `at` when the same bytes stand there, else copied. */
struct str node_keep_text(struct node_builder *builder, const char *bytes, size_t len, size_t at);

struct node *yaml_read(struct node_builder *builder);
/* The same by libyaml alone; yaml_read asks it where yaml_read_plain says false: that it cannot read the text. */
struct node *yaml_read_events(struct node_builder *builder);
bool yaml_read_plain(struct node_builder *builder, struct node **root);
struct node *json_read(struct node_builder *builder);
struct node *toml_read(struct node_builder *builder);

/* yaml_scalar.c: what a plain scalar means; text is NUL-terminated behind its length. Sets kind, number,
 * boolean. */
void yaml_resolve(struct node *node, bool yaml_1_1);
/* yaml_merge.c: replaces the members whose key is a plain `<<` by what they merge. */
struct node *yaml_merge(struct node_builder *builder, struct node *object);
/* yaml_error.c: what libyaml found, in the author's words. Offsets are into builder->text. */
struct yaml_problem {
    const char *problem, *context; /* libyaml's own constants; context may be NULL */
    uint32_t problem_at, context_at;
};
void yaml_explain(struct node_builder *builder, const struct yaml_problem *problem);

/* segments.c and yaml_segments.c. `at` is where decoded offset `from` begins; what goes on linearly is
 * merged, except for the end of the list. */
void segments_add(struct arena *arena, segments *out, size_t from, size_t at);
void segments_end(struct arena *arena, segments *out, size_t from, size_t at);
void yaml_segments(struct arena *arena, const struct node *node, struct str text, segments *out);
void json_segments(struct arena *arena, const struct node *node, struct str text, segments *out);
void toml_segments(struct arena *arena, const struct node *node, struct str text, segments *out);

#ifdef __cplusplus
}
#endif
#endif
