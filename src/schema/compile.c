/* Compiles subschemas one by one from a list, so that references may form cycles. */
#include "schema/internal.h"

/* ---- vocabularies: $schema and, when it names a meta-schema of one's own, its $vocabulary -------------------- */

static bool read_vocabulary(const struct node *list, struct resource *resource, const struct node *node,
                            struct error *error) {
    unsigned bits = VOCABULARY_CORE | VOCABULARY_OURS;
    for (const struct node *item = list->child; item != NULL; item = item->next) {
        unsigned bit = keyword_vocabulary(item->key);
        if (bit == 0 && node_is_true(item))
            return registry_refuse(error, resource, node, "the vocabulary \"%.*s\" is not supported",
                                   STR_FMT(item->key));
        bits |= bit;
    }
    resource->vocabularies = bits;
    return true;
}

static bool find_vocabularies(struct schema_registry *registry, struct resource *resource,
                              struct error *error) {
    if (resource->vocabularies != 0) return true;
    const struct node *node = resource->root->node;
    const struct node *named = node->kind == NODE_OBJECT ? node_get(node, STR("$schema")) : NULL;
    if (named == NULL) named = node_get(resource->document->root, STR("$schema"));
    resource->vocabularies = VOCABULARY_DEFAULT;
    if (named == NULL || named->kind != NODE_STRING) return true;
    struct str fragment, uri = url_cut_fragment(named->text, &fragment);
    if (str_eq(uri, STR("https://json-schema.org/draft/2020-12/schema"))) return true;
    const struct resource *meta = registry_find(registry, registry_uri(registry, uri));
    if (meta == NULL)
        return registry_refuse(error, resource, named,
                               "$schema \"%.*s\" is not known; contentlint reads JSON "
                               "Schema 2020-12",
                               STR_FMT(named->text));
    const struct node *list = node_get(meta->root->node, STR("$vocabulary"));
    return list == NULL || list->kind != NODE_OBJECT || read_vocabulary(list, resource, named, error);
}

/* ---- one subschema, then all ---------------------------------------------------------------------------------- */

/* What only $defs reach is compiled too: a mistake there should not wait for the first reference. */
static void queue_definitions(struct builder *builder) {
    if (builder->registry->options.lenient) return;
    const struct node *definitions = build_get(builder, "$defs");
    const struct node *item = definitions != NULL ? definitions->child : NULL;
    for (; item != NULL; item = item->next) build_schema(builder, item);
}

static bool compile_one(struct schema_registry *registry, struct subschema *schema, struct error *error) {
    if (schema->node->kind == NODE_BOOL) {
        schema->accepts = schema->node->boolean ? ACCEPTS_ALL : ACCEPTS_NONE;
        return true;
    }
    if (!find_vocabularies(registry, schema->resource, error)) return false;
    struct builder builder = {.registry = registry, .schema = schema, .error = error};
    schema->nocase = node_is_true(node_get(schema->node, STR("x-nocase")));
    queue_definitions(&builder);
    if (!scalar_build(&builder) || !reference_build(&builder) || !object_build(&builder) ||
        !array_build(&builder) || !logic_build(&builder) || !ours_build(&builder) ||
        !unevaluated_build(&builder) || !override_build(&builder))
        return false;
    schema->checks = builder.checks.items;
    schema->check_count = (uint32_t)builder.checks.len;
    return true;
}

/* Puts back everything this compilation has touched, so that a later one starts afresh. */
static void forget(struct schema_registry *registry) {
    struct subschema *lists[] = {registry->pending, registry->compiled};
    for (struct subschema *s = lists[0]; s != NULL; s = s->next_pending) s->queued = false;
    for (struct subschema *s = lists[1]; s != NULL; s = s->next_compiled) {
        s->queued = false;
        s->overrides = (struct map){0};
    }
    registry->pending = registry->compiled = NULL;
}

static bool compile_pending(struct schema_registry *registry, struct error *error) {
    registry->compiled = NULL;
    while (registry->pending != NULL) {
        struct subschema *schema = registry->pending;
        registry->pending = schema->next_pending;
        schema->next_compiled = registry->compiled;
        registry->compiled = schema;
        if (!compile_one(registry, schema, error)) {
            forget(registry);
            return false;
        }
    }
    return true;
}

/* A check that names the nearest key needs the keys that may stand beside it; so does a schema's root. */
static void collect_known(struct schema_registry *registry, struct subschema *root) {
    root->known = known_keys_of(registry, root);
    for (struct subschema *s = registry->compiled; s != NULL; s = s->next_compiled) {
        if (s->known != NULL || s->node->kind != NODE_OBJECT) continue;
        bool closed = s->unevaluated || node_get(s->node, STR("additionalProperties")) != NULL ||
                      node_get(s->node, STR("x-typos")) != NULL;
        if (closed) s->known = known_keys_of(registry, s);
    }
}

const struct schema *schema_compile(struct schema_registry *registry, struct str name, struct error *error) {
    struct str uri = registry_uri(registry, name);
    const struct resource *resource = registry_find(registry, uri);
    if (resource == NULL || resource->root == NULL) {
        error_set(error, name, 0, "there is no such schema");
        return NULL;
    }
    void **slot = map_slot(registry->arena, &registry->schemas, resource->uri);
    const struct schema *known = *slot;
    if (known != NULL && known->root == resource->root) return known;
    build_queue(registry, resource->root);
    if (!compile_pending(registry, error)) return NULL;
    struct schema *schema = ARENA_NEW(registry->arena, struct schema);
    *schema = (struct schema){.registry = registry, .root = resource->root};
    collect_known(registry, resource->root);
    known_uniques(schema);
    *slot = schema;
    return schema;
}

const struct schema *schema_load(struct schema_registry *registry, struct str name,
                                 const struct source *source, const struct node *root, struct error *error) {
    if (!schema_registry_add(registry, name, source, root, error)) return NULL;
    return schema_compile(registry, name, error);
}

const str_array *schema_known_keys(const struct schema *schema) {
    return &schema->root->known->names;
}

const struct schema_unique *schema_uniques(const struct schema *schema, size_t *count) {
    *count = schema->unique_count;
    return schema->uniques;
}
