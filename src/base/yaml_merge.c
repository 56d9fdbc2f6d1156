#include "base/node_build.h"

/* Merge keys (yaml.org/type/merge.html): members of the object itself win over merged ones, and of several
 * merged maps the earlier wins. The members that are left stand where the `<<` stood. */

struct merge {
    struct node_builder *builder;
    struct map keys; /* taken already */
    struct node *object, *last;
};

static bool is_merge(const struct node_builder *builder, const struct node *member) {
    return str_eq(member->key, STR("<<")) && builder->text.ptr[member->key_span.start] == '<';
}

static bool take_member(struct merge *merge, const struct node *member, const struct node *from) {
    void **slot = map_slot(&merge->builder->scratch, &merge->keys, member->key);
    if (*slot) return true;
    struct node *copy = node_new(merge->builder, member->kind, member->span);
    if (!copy) return false;
    *copy = *member;
    copy->next = NULL;
    if (from->shared) {
        copy->shared = true;
        copy->span = copy->key_span = from->span;
    }
    *slot = copy;
    node_append(merge->object, &merge->last, copy);
    return true;
}

static bool take_members(struct merge *merge, const struct node *from) {
    if (from->kind != NODE_OBJECT) {
        node_add_fault(merge->builder, FAULT_SYNTAX, from->span,
                       "\"<<\" merges a map or a list of maps, this is a %s", node_kind_name(from->kind));
        return true;
    }
    for (const struct node *m = from->child; m; m = m->next)
        if (!take_member(merge, m, from)) return false;
    return true;
}

static bool take_value(struct merge *merge, const struct node *value) {
    if (value->kind != NODE_ARRAY) return take_members(merge, value);
    for (const struct node *element = value->child; element; element = element->next)
        if (!take_members(merge, element)) return false;
    return true;
}

struct node *yaml_merge(struct node_builder *builder, struct node *object) {
    struct merge merge = {.builder = builder, .object = object};
    struct node *members = object->child;
    for (struct node *m = members; m; m = m->next)
        if (!is_merge(builder, m)) *map_slot(&builder->scratch, &merge.keys, m->key) = m;
    object->child = NULL;
    object->count = 0;
    object->size = 1;
    bool within = true;
    for (struct node *m = members, *next; m; m = next) {
        next = m->next;
        m->next = NULL;
        if (!is_merge(builder, m))
            node_append(object, &merge.last, m);
        else if (within)
            within = take_value(&merge, m);
    }
    return within ? object : NULL;
}
