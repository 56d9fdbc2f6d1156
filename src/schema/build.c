/* What compiling one subschema needs, whatever its keywords. */
#include "schema/internal.h"

/* Most schemas have few of the keywords: what is not there needs no look at its vocabulary. */
const struct node *build_get(const struct builder *builder, const char *name) {
    const struct subschema *schema = builder->schema;
    const struct node *value = node_get(schema->node, str_from(name));
    if (!value) return NULL;
    const struct keyword *keyword = keyword_find(value->key);
    return keyword->vocabulary & schema->resource->vocabularies ? value : NULL;
}

struct assertion *build_add(struct builder *builder, const char *name, const struct node *node,
                            check_run *run) {
    struct assertion *check = ARRAY_PUSH(builder->registry->arena, &builder->checks);
    *check = (struct assertion){.run = run, .name = name, .node = node};
    return check;
}

void build_queue(struct schema_registry *registry, struct subschema *schema) {
    if (schema->queued) return;
    schema->queued = true;
    schema->next_pending = registry->pending;
    registry->pending = schema;
}

struct subschema *build_schema(struct builder *builder, const struct node *node) {
    struct subschema *schema = node != NULL ? registry_subschema(builder->registry, node) : NULL;
    if (schema != NULL) build_queue(builder->registry, schema);
    return schema;
}

struct regex *build_pattern(struct builder *builder, struct str pattern, const struct node *node) {
    struct schema_registry *registry = builder->registry;
    void **slot = map_slot(registry->arena, &registry->patterns, pattern);
    struct error error = {0};
    if (*slot == NULL) *slot = regex_compile(registry->arena, pattern, REGEX_ECMA, &error);
    if (*slot == NULL)
        registry_refuse(builder->error, builder->schema->resource, node,
                        "the pattern \"%.*s\" is not valid: %s", STR_FMT(pattern), error.message);
    return *slot;
}

struct subschemas build_list(struct builder *builder, const struct node *list) {
    struct subschemas schemas = {0};
    const struct node *item = list != NULL ? list->child : NULL;
    for (; item != NULL; item = item->next)
        *ARRAY_PUSH(builder->registry->arena, &schemas) = build_schema(builder, item);
    return schemas;
}

struct str build_key(struct builder *builder, struct str key) {
    return builder->schema->nocase ? str_lower(builder->registry->arena, key) : key;
}
