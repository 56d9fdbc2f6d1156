/* Documents and resources by URI, and what a reference refers to (core sections 8.2 and 9). */
#include <stdio.h>

#include "schema/internal.h"

#define FOLDER "schema:///" /* the virtual folder of documents added under a file name */

struct schema_registry *schema_registry_new(struct arena *arena, const struct schema_options *options) {
    struct schema_registry *registry = ARENA_NEW(arena, struct schema_registry);
    registry->arena = arena;
    if (options != NULL) registry->options = *options;
    return registry;
}

void schema_registry_free(struct schema_registry *registry) {
    if (registry == NULL) return;
    for (size_t i = 0; i < registry->patterns.len; i++) regex_free(registry->patterns.entries[i].value);
}

struct str registry_uri(struct schema_registry *registry, struct str name) {
    struct str fragment;
    name = url_cut_fragment(name, &fragment);
    return url_scheme_length(name) > 0 ? name : url_resolve(registry->arena, STR(FOLDER), name);
}

bool schema_registry_add(struct schema_registry *registry, struct str name, const struct source *source,
                         const struct node *root, struct error *error) {
    struct document *document = ARENA_NEW(registry->arena, struct document);
    struct resource *resource = ARENA_NEW(registry->arena, struct resource);
    *document = (struct document){.source = source, .root = root};
    *resource = (struct resource){.uri = registry_uri(registry, name), .document = document};
    *map_slot(registry->arena, &registry->resources, resource->uri) = resource;
    resource->root = scan_schema(registry, resource, root, error);
    if (resource->root == NULL) return false;
    /* With an $id the document answers to both: the name it was added under, and its own. */
    *map_slot(registry->arena, &registry->resources, resource->uri) = resource->root->resource;
    return true;
}

static struct resource *add_metaschema(struct schema_registry *registry, struct str uri, struct str text) {
    struct source *source = ARENA_NEW(registry->arena, struct source);
    *source = (struct source){.path = uri, .text = text};
    struct node_options options = {.format = FORMAT_JSON};
    node_errors errors = {0};
    struct node *root =
        node_read(registry->arena, text, (struct span){0, (uint32_t)text.len}, &options, &errors);
    if (root == NULL || !schema_registry_add(registry, uri, source, root, NULL)) return NULL;
    return map_get(&registry->resources, uri);
}

struct resource *registry_find(struct schema_registry *registry, struct str uri) {
    struct resource *found = map_get(&registry->resources, uri);
    if (found != NULL) return found;
    struct str text = metaschema_text(uri);
    return text.ptr != NULL ? add_metaschema(registry, uri, text) : NULL;
}

/* RFC 6901: "~1" is '/', "~0" is '~'. */
static struct str unescape_token(struct arena *arena, struct str token) {
    if (str_find_char(token, '~') == token.len) return token;
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < token.len; i++) {
        bool escape = token.ptr[i] == '~' && i + 1 < token.len;
        buf_add_char(&out, escape ? (token.ptr[i + 1] == '1' ? '/' : '~') : token.ptr[i]);
        if (escape) i++;
    }
    return buf_str(&out);
}

static const struct node *array_item(const struct node *array, struct str token) {
    size_t index = 0;
    if (token.len == 0 || token.len > 9) return NULL;
    for (size_t i = 0; i < token.len; i++) {
        if (token.ptr[i] < '0' || token.ptr[i] > '9') return NULL;
        index = index * 10 + (size_t)(token.ptr[i] - '0');
    }
    const struct node *item = array->child;
    while (item != NULL && index-- > 0) item = item->next;
    return item;
}

/* Walks a JSON pointer from a resource's root. What it ends at need not be where the scan looked for schemas
 * (an unknown keyword): it is scanned then, in the resource last passed on the way. */
static struct subschema *resolve_pointer(struct schema_registry *registry, struct resource *resource,
                                         struct str pointer, struct error *error) {
    const struct node *node = resource->root->node;
    while (pointer.len > 0 && node != NULL) {
        pointer = str_sub(pointer, 1, pointer.len);
        size_t end = str_find_char(pointer, '/');
        struct str token = unescape_token(registry->arena, str_sub(pointer, 0, end));
        pointer = str_sub(pointer, end, pointer.len);
        if (node->kind == NODE_OBJECT)
            node = node_get(node, token);
        else
            node = node->kind == NODE_ARRAY ? array_item(node, token) : NULL;
        const struct subschema *passed = node != NULL ? registry_subschema(registry, node) : NULL;
        if (passed != NULL) resource = passed->resource;
    }
    return node != NULL ? scan_schema(registry, resource, node, error) : NULL;
}

str_array schema_registry_names(struct arena *arena, const struct schema_registry *registry) {
    str_array names = {0};
    for (size_t i = 0; i < registry->resources.len; i++) {
        struct str uri = registry->resources.entries[i].key;
        if (str_starts(uri, STR(FOLDER)))
            *ARRAY_PUSH(arena, &names) = str_sub(uri, sizeof FOLDER - 1, uri.len);
    }
    return names;
}

static bool refuse_document(struct schema_registry *registry, struct resource *resource,
                            const struct node *reference, struct error *error) {
    str_array names = schema_registry_names(registry->arena, registry);
    struct str near = str_nearest(reference->text, names.items, names.len);
    return registry_refuse(error, resource, reference, "there is no schema \"%.*s\"%s%.*s%s",
                           STR_FMT(reference->text), near.ptr ? ", did you mean \"" : "", STR_FMT(near),
                           near.ptr ? "\"?" : "");
}

struct subschema *registry_resolve(struct schema_registry *registry, struct resource *resource,
                                   const struct node *reference, struct resource **target_resource,
                                   struct str *anchor, struct error *error) {
    struct str fragment;
    struct str uri =
        url_cut_fragment(url_resolve(registry->arena, resource->uri, reference->text), &fragment);
    struct resource *target = registry_find(registry, uri);
    if (anchor != NULL) *anchor = (struct str){0};
    if (target == NULL) {
        refuse_document(registry, resource, reference, error);
        return NULL;
    }
    if (target_resource != NULL) *target_resource = target;
    fragment = url_decode(registry->arena, fragment);
    struct subschema *found = target->root;
    if (fragment.len > 0 && fragment.ptr[0] == '/') {
        if (error != NULL) error->message[0] = '\0';
        found = resolve_pointer(registry, target, fragment, error);
        if (found == NULL && error != NULL && error->message[0] != '\0') return NULL;
    } else if (fragment.len > 0) {
        found = map_get(&target->anchors, fragment);
        if (anchor != NULL) *anchor = fragment;
    }
    if (found == NULL)
        registry_refuse(error, resource, reference, "\"%.*s\" refers to nothing", STR_FMT(reference->text));
    return found;
}
