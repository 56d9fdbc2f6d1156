/* A schema in one piece, for those who know nothing of the registry: `contentlint schema print`. */
#include <string.h>

#include "schema/internal.h"

struct definition { /* a subschema that something refers to */
    const struct subschema *schema;
    struct str name;
};
struct bundle {
    struct arena *arena;
    struct schema_registry *registry;
    const struct subschema *root;
    ARRAY_OF(struct definition) definitions; /* in the order in which they were met */
    struct map taken;                        /* names of definitions */
    struct map known;                        /* address of a subschema → its name (a struct str) */
    struct error *error;
};

/* A map or list that is filled. */
struct filled {
    struct node *node, **end;
};

static struct filled fill(struct node *node) {
    return (struct filled){node, &node->child};
}

/* A copy of the value alone, without what is in it. */
static struct node *append(struct bundle *bundle, struct filled *parent, const struct node *from) {
    struct node *node = ARENA_NEW(bundle->arena, struct node);
    *node = *from;
    node->next = node->child = NULL;
    node->count = 0;
    *parent->end = node;
    parent->end = &node->next;
    parent->node->count++;
    return node;
}

/* What stands in it is no schema and is shared. */
static void append_whole(struct bundle *bundle, struct filled *parent, const struct node *from) {
    struct node *node = append(bundle, parent, from);
    node->child = from->child;
    node->count = from->count;
}

/* The last word of the path to it, else of its document, of letters that a JSON pointer in a URI does not escape. */
static struct str definition_name(struct bundle *bundle, const struct subschema *schema) {
    struct str word = schema->node->key;
    struct buf name = {.arena = bundle->arena};
    if (word.len == 0) {
        word = path_base(schema->resource->uri);
        word = str_sub(word, 0, word.len - path_ext(word).len);
    }
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];
        bool plain = char_is_alnum(c) || c == '_' || c == '.' || c == '-';
        buf_add_char(&name, plain ? c : '-');
    }
    struct str first = name.len > 0 ? buf_str(&name) : STR("schema"), unique = first;
    for (unsigned n = 2; map_get(&bundle->taken, unique) != NULL; n++)
        unique = str_printf(bundle->arena, "%.*s-%u", STR_FMT(first), n);
    *map_slot(bundle->arena, &bundle->taken, unique) = bundle;
    return unique;
}

/* "#/$defs/text" */
static struct str reference_to(struct bundle *bundle, const struct subschema *schema) {
    if (schema == bundle->root) return STR("#");
    struct str key = {(const char *)&schema->node, sizeof schema->node};
    void **slot = map_slot(bundle->arena, &bundle->known, key);
    if (*slot == NULL) {
        struct definition *definition = ARRAY_PUSH(bundle->arena, &bundle->definitions);
        *definition = (struct definition){.schema = schema, .name = definition_name(bundle, schema)};
        struct str *name = ARENA_NEW(bundle->arena, struct str);
        *name = definition->name;
        *map_slot(bundle->arena, &bundle->known, key) = name;
    }
    const struct str *name = map_get(&bundle->known, key);
    return str_printf(bundle->arena, "#/$defs/%.*s", STR_FMT(*name));
}

/* A meta-schema is known to whoever reads the result. */
static bool add_reference(struct bundle *bundle, struct filled *parent, const struct node *from,
                          struct resource *resource) {
    struct resource *target = NULL;
    const struct subschema *schema =
        registry_resolve(bundle->registry, resource, from, &target, NULL, bundle->error);
    if (schema == NULL) return false;
    struct node *node = append(bundle, parent, from);
    if (metaschema_text(target->uri).ptr == NULL) node->text = reference_to(bundle, schema);
    return true;
}

/* What only contentlint reads, and what lends names to references that have others now. */
static bool is_left_out(const struct node *member, const struct keyword *keyword) {
    static const char *const names[] = {"$defs", "$id", "$anchor", "$dynamicAnchor", "$vocabulary"};
    if (str_starts(member->key, STR("x-"))) return true;
    if (keyword == NULL) return false;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (strcmp(keyword->name, names[i]) == 0) return true;
    return keyword->vocabulary == VOCABULARY_OURS;
}

static bool add_schema(struct bundle *bundle, struct filled *parent, const struct node *from,
                       struct resource *resource);

static bool add_keyword(struct bundle *bundle, struct filled *parent, const struct node *member,
                        struct resource *resource) {
    const struct keyword *keyword = keyword_find(member->key);
    if (is_left_out(member, keyword)) return true;
    if (str_eq(member->key, STR("$ref"))) return add_reference(bundle, parent, member, resource);
    if (str_eq(member->key, STR("$dynamicRef")))
        return registry_refuse(bundle->error, resource, member,
                               "$dynamicRef refers to what depends on the way there: it cannot be printed");
    enum shape shape = keyword != NULL ? keyword->shape : SHAPE_ANY;
    if (shape == SHAPE_SCHEMA) return add_schema(bundle, parent, member, resource);
    if (shape != SHAPE_SCHEMA_LIST && shape != SHAPE_SCHEMA_MAP) {
        append_whole(bundle, parent, member);
        return true;
    }
    struct filled list = fill(append(bundle, parent, member));
    for (const struct node *n = member->child; n != NULL; n = n->next)
        if (!add_schema(bundle, &list, n, resource)) return false;
    return true;
}

static bool add_schema(struct bundle *bundle, struct filled *parent, const struct node *from,
                       struct resource *resource) {
    const struct subschema *own = registry_subschema(bundle->registry, from);
    struct filled schema = fill(append(bundle, parent, from));
    if (own != NULL) resource = own->resource;
    for (const struct node *n = from->kind == NODE_OBJECT ? from->child : NULL; n != NULL; n = n->next)
        if (!add_keyword(bundle, &schema, n, resource)) return false;
    return true;
}

/* Those that definitions refer to are definitions too. */
static bool add_definitions(struct bundle *bundle, struct node *root) {
    const struct node empty = {.kind = NODE_OBJECT, .key = STR("$defs")};
    struct filled top = fill(root), list;
    while (*top.end != NULL) top.end = &(*top.end)->next;
    if (bundle->definitions.len == 0) return true;
    list = fill(append(bundle, &top, &empty));
    for (size_t i = 0; i < bundle->definitions.len; i++) {
        struct definition definition = bundle->definitions.items[i];
        struct node named = *definition.schema->node;
        named.key = definition.name;
        if (!add_schema(bundle, &list, &named, definition.schema->resource)) return false;
    }
    return true;
}

struct node *schema_bundle(struct arena *arena, struct schema_registry *registry, struct str name,
                           struct error *error) {
    struct resource *resource = registry_find(registry, registry_uri(registry, name));
    if (resource == NULL) {
        error_set(error, name, 0, "there is no schema of that name");
        return NULL;
    }
    struct bundle bundle = {.arena = arena, .registry = registry, .root = resource->root, .error = error};
    struct node whole = {0};
    struct filled top = fill(&whole);
    if (!add_schema(&bundle, &top, bundle.root->node, resource) || !add_definitions(&bundle, whole.child))
        return NULL;
    return whole.child;
}
