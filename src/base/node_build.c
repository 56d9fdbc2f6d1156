#include "base/node_build.h"

#include <string.h>

void node_add_fault(struct node_builder *builder, enum node_fault fault, struct span span, const char *format,
                    ...) {
    if (builder->errors->len >= NODE_ERRORS_MAX) return;
    struct buf message = {.arena = builder->arena};
    va_list args;
    va_start(args, format);
    buf_vprintf(&message, format, args);
    va_end(args);
    struct node_error *error = ARRAY_PUSH(builder->arena, builder->errors);
    *error = (struct node_error){.fault = fault, .span = span, .message = buf_str(&message)};
}

struct node *node_new(struct node_builder *builder, enum node_kind kind, struct span span) {
    if (builder->made >= builder->max_nodes) {
        node_add_fault(builder, FAULT_DEPTH, span, "there are more than %u values here, the limit",
                       builder->max_nodes);
        return NULL;
    }
    builder->made++;
    struct node *node = ARENA_NEW(builder->arena, struct node);
    node->kind = kind;
    node->format = builder->format;
    node->span = span;
    node->size = 1;
    return node;
}

void node_append(struct node *parent, struct node **last, struct node *child) {
    if (*last)
        (*last)->next = child;
    else
        parent->child = child;
    *last = child;
    parent->count++;
    if (__builtin_add_overflow(parent->size, child->size, &parent->size)) parent->size = UINT32_MAX;
}

static void duplicate(struct node_builder *builder, const struct node *member, const struct node *first) {
    node_add_fault(builder, FAULT_DUPLICATE_KEY, member->key_span, "the key \"%.*s\" is here twice",
                   (int)(member->key.len < 100 ? member->key.len : 100), member->key.ptr);
    struct node_error *error = &builder->errors->items[builder->errors->len - 1];
    if (error->span.start == member->key_span.start) error->other = first->key_span;
}

static const struct node *earlier_member(const struct node *object, const struct node *member) {
    for (const struct node *m = object->child; m != member; m = m->next)
        if (str_eq(m->key, member->key)) return m;
    return NULL;
}

void node_check_keys(struct node_builder *builder, const struct node *object) {
    enum { FEW = 16 }; /* up to here comparing all is faster than hashing */
    struct map seen = {0};
    for (struct node *m = object->child; m; m = m->next) {
        const struct node *first = NULL;
        if (object->count <= FEW) {
            first = earlier_member(object, m);
        } else {
            void **slot = map_slot(&builder->scratch, &seen, m->key);
            first = *slot;
            if (!first) *slot = m;
        }
        if (first && !m->shared && !first->shared) duplicate(builder, m, first);
    }
}

struct str node_keep_text(struct node_builder *builder, const char *bytes, size_t len, size_t at) {
    const struct str *text = &builder->text;
    if (at + len <= text->len && memcmp(text->ptr + at, bytes, len) == 0)
        return (struct str){text->ptr + at, len};
    return str_copy(builder->arena, (struct str){bytes, len});
}

const char *node_kind_name(enum node_kind kind) {
    switch (kind) {
    case NODE_NULL: return "empty";
    case NODE_BOOL: return "boolean";
    case NODE_INTEGER: return "whole number";
    case NODE_FLOAT: return "number";
    case NODE_DATE: return "date";
    case NODE_STRING: return "string";
    case NODE_ARRAY: return "list";
    case NODE_OBJECT: return "map";
    }
    return "value";
}

void segments_add(struct arena *arena, segments *out, size_t from, size_t at) {
    struct segment segment = {(uint32_t)from, (uint32_t)at};
    struct segment *last = out->len ? &out->items[out->len - 1] : NULL;
    if (last && last->from == segment.from)
        *last = segment;
    else if (!last || segment.at - last->at != segment.from - last->from)
        *ARRAY_PUSH(arena, out) = segment;
}

void segments_end(struct arena *arena, segments *out, size_t from, size_t at) {
    struct segment segment = {(uint32_t)from, (uint32_t)at};
    if (out->len && out->items[out->len - 1].from == segment.from)
        out->items[out->len - 1] = segment;
    else
        *ARRAY_PUSH(arena, out) = segment;
}
