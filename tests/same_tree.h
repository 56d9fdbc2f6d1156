/* same_tree.h: whether two readers made the same tree of the same text. */
#ifndef CONTENTLINT_SAME_TREE_H
#define CONTENTLINT_SAME_TREE_H

#include <string.h>

#include "base/base.h"

static inline bool same_span(struct span a, struct span b) {
    return a.start == b.start && a.end == b.end;
}

static inline bool same_node(const struct node *a, const struct node *b) {
    return a->kind == b->kind && a->style == b->style && a->format == b->format &&
           same_span(a->span, b->span) && str_eq(a->text, b->text) && !a->text.ptr == !b->text.ptr &&
           memcmp(&a->number, &b->number, sizeof a->number) == 0 && a->boolean == b->boolean &&
           a->shared == b->shared && str_eq(a->key, b->key) && same_span(a->key_span, b->key_span) &&
           a->count == b->count && a->size == b->size;
}

static inline bool same_tree(const struct node *a, const struct node *b) {
    if (!a || !b) return a == b;
    const struct node *x = a->child, *y = b->child;
    for (; x && y; x = x->next, y = y->next)
        if (!same_tree(x, y)) return false;
    return x == y && same_node(a, b);
}

#endif
