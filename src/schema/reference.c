/* $ref and $dynamicRef (core 8.2.3). */
#include "schema/internal.h"

static bool check_reference(struct validation *run, const struct at *at, const struct assertion *check) {
    return validate_in_place(run, at, check->of.schema);
}

/* The outermost resource of the dynamic scope that has the dynamic anchor decides. */
static bool check_dynamic(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct subschema *target = check->of.dynamic.target;
    for (const struct dynamic_scope *scope = at->scope; scope != NULL; scope = scope->up) {
        const struct subschema *found = map_get(&scope->resource->dynamic, check->of.dynamic.anchor);
        if (found != NULL) target = found;
    }
    return validate_in_place(run, at, target);
}

/* Any resource may be the one that decides: all subschemas with that anchor must be compiled. */
static void queue_anchored(struct builder *builder, struct str anchor) {
    const struct map *resources = &builder->registry->resources;
    for (size_t i = 0; i < resources->len; i++) {
        const struct resource *resource = resources->entries[i].value;
        struct subschema *found = resource != NULL ? map_get(&resource->dynamic, anchor) : NULL;
        if (found != NULL) build_queue(builder->registry, found);
    }
}

static bool build_dynamic(struct builder *builder, const struct node *node) {
    struct resource *resource = NULL;
    struct str anchor;
    struct subschema *target = registry_resolve(builder->registry, builder->schema->resource, node, &resource,
                                                &anchor, builder->error);
    if (target == NULL) return false;
    build_queue(builder->registry, target);
    /* Without a $dynamicAnchor of that name at the first target it is a plain reference. */
    bool dynamic = anchor.ptr != NULL && map_get(&resource->dynamic, anchor) != NULL;
    struct assertion *check =
        build_add(builder, "$dynamicRef", node, dynamic ? check_dynamic : check_reference);
    if (!dynamic)
        check->of.schema = target;
    else
        check->of.dynamic.target = target, check->of.dynamic.anchor = anchor;
    if (dynamic) queue_anchored(builder, anchor);
    return true;
}

bool reference_build(struct builder *builder) {
    const struct node *node = build_get(builder, "$ref");
    if (node != NULL) {
        struct subschema *target =
            registry_resolve(builder->registry, builder->schema->resource, node, NULL, NULL, builder->error);
        if (target == NULL) return false;
        build_queue(builder->registry, target);
        build_add(builder, "$ref", node, check_reference)->of.schema = target;
    }
    node = build_get(builder, "$dynamicRef");
    return node == NULL || build_dynamic(builder, node);
}
