/* Finds every subschema of a document before anything is compiled: a reference may point forward, into another
 * resource, or at an anchor that only the keywords' shapes can tell from an `enum` that looks like one. */
#include "schema/internal.h"

#define MAX_NESTING 256

struct scan {
    struct schema_registry *registry;
    struct error *error;
    uint32_t depth;
};
static struct subschema *scan_node(struct scan *scan, struct resource *resource, const struct node *node);

/* $id starts a resource of its own; one with a fragment besides "#" is not allowed (core 8.2.1). */
static struct resource *enter_resource(struct scan *scan, struct resource *resource,
                                       const struct node *node) {
    const struct node *id = node_get(node, STR("$id"));
    if (id == NULL || id->kind != NODE_STRING) return resource;
    struct arena *arena = scan->registry->arena;
    struct str fragment;
    struct str uri = url_cut_fragment(url_resolve(arena, resource->uri, id->text), &fragment);
    if (fragment.len > 0) {
        registry_refuse(scan->error, resource, id, "$id may not have a fragment; write $anchor");
        return NULL;
    }
    struct resource *inner = ARENA_NEW(arena, struct resource);
    *inner = (struct resource){.uri = uri, .document = resource->document};
    void **slot = map_slot(arena, &scan->registry->resources, uri);
    const struct resource *taken = *slot;
    if (taken != NULL && taken->document == resource->document && taken != resource) {
        registry_refuse(scan->error, resource, id, "$id \"%.*s\" is used twice", STR_FMT(id->text));
        return NULL;
    }
    *slot = inner;
    return inner;
}

static bool add_anchor(struct scan *scan, struct subschema *schema, const char *keyword) {
    struct resource *resource = schema->resource;
    const struct node *anchor = node_get(schema->node, str_from(keyword));
    if (anchor == NULL || anchor->kind != NODE_STRING) return true;
    struct arena *arena = scan->registry->arena;
    void **slot = map_slot(arena, &resource->anchors, anchor->text);
    if (*slot != NULL && *slot != schema)
        return registry_refuse(scan->error, resource, anchor, "the anchor \"%.*s\" is used twice",
                               STR_FMT(anchor->text));
    *slot = schema;
    if (str_eq(str_from(keyword), STR("$dynamicAnchor")))
        *map_slot(arena, &resource->dynamic, anchor->text) = schema;
    return true;
}

static bool scan_list(struct scan *scan, struct resource *resource, const struct node *list) {
    for (const struct node *item = list->child; item != NULL; item = item->next)
        if (scan_node(scan, resource, item) == NULL) return false;
    return true;
}

/* A mistyped keyword asserts nothing and nobody notices: refused, unless the registry is lenient. */
static bool scan_unknown(struct scan *scan, struct resource *resource, const struct node *member) {
    if (scan->registry->options.lenient) return true;
    struct str near = keyword_nearest(member->key);
    if (near.ptr == NULL) return true;
    return registry_refuse(scan->error, resource, member, "unknown keyword \"%.*s\", did you mean \"%.*s\"?",
                           STR_FMT(member->key), STR_FMT(near));
}

static bool scan_member(struct scan *scan, struct resource *resource, const struct node *member) {
    const struct keyword *keyword = keyword_find(member->key);
    if (keyword == NULL) return scan_unknown(scan, resource, member);
    bool lenient = scan->registry->options.lenient;
    if (keyword->shape == SHAPE_OLD)
        return lenient || registry_refuse(scan->error, resource, member,
                                          "\"%s\" means nothing in JSON Schema 2020-12; write %s",
                                          keyword->name, keyword->instead);
    const char *fault = keyword_shape_fault(keyword->shape, member);
    if (keyword->shape == SHAPE_SCHEMA && member->kind == NODE_ARRAY)
        fault = "a schema (a map, true or false); a list of schemas is prefixItems";
    if (fault != NULL)
        return registry_refuse(scan->error, resource, member, "\"%s\" must be %s", keyword->name, fault);
    if (keyword->shape == SHAPE_SCHEMA) return scan_node(scan, resource, member) != NULL;
    if (keyword->shape == SHAPE_SCHEMA_LIST || keyword->shape == SHAPE_SCHEMA_MAP)
        return scan_list(scan, resource, member);
    return true;
}

static bool scan_object(struct scan *scan, struct subschema *schema) {
    struct resource *outer = schema->resource;
    schema->resource = enter_resource(scan, outer, schema->node);
    if (schema->resource == NULL) return false;
    if (schema->resource != outer) schema->resource->root = schema;
    if (!add_anchor(scan, schema, "$anchor") || !add_anchor(scan, schema, "$dynamicAnchor")) return false;
    for (const struct node *member = schema->node->child; member != NULL; member = member->next)
        if (!scan_member(scan, schema->resource, member)) return false;
    return true;
}

static struct subschema *scan_node(struct scan *scan, struct resource *resource, const struct node *node) {
    struct subschema *schema = registry_subschema(scan->registry, node);
    if (schema != NULL) return schema;
    if (keyword_shape_fault(SHAPE_SCHEMA, node) != NULL) {
        registry_refuse(scan->error, resource, node, "a schema must be a map, true or false, not %s",
                        node_kind_name(node->kind));
        return NULL;
    }
    if (++scan->depth > MAX_NESTING) {
        registry_refuse(scan->error, resource, node, "schemas are nested more than %d deep", MAX_NESTING);
        return NULL;
    }
    struct arena *arena = scan->registry->arena;
    schema = ARENA_NEW(arena, struct subschema);
    *schema = (struct subschema){.node = node, .resource = resource};
    /* The key of the map is the address of the node, kept in the subschema itself. */
    struct str key = {(const char *)&schema->node, sizeof schema->node};
    *map_slot(arena, &scan->registry->subschemas, key) = schema;
    if (node->kind == NODE_OBJECT && !scan_object(scan, schema)) return NULL;
    scan->depth--;
    return schema;
}

struct subschema *scan_schema(struct schema_registry *registry, struct resource *resource,
                              const struct node *node, struct error *error) {
    struct scan scan = {.registry = registry, .error = error};
    return scan_node(&scan, resource, node);
}
