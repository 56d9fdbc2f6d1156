/* schemas.c: what schemas say of a key, whatever they are joined by. */
#include "lsp/under.h"

enum { SCHEMAS_MAX = 200, SCHEMAS_DEPTH = 20 };

static void add(struct arena *arena, struct schemas *list, const struct node *schema) {
    if (schema && schema->kind == NODE_OBJECT && list->len < SCHEMAS_MAX) *ARRAY_PUSH(arena, list) = schema;
}

/* "#/$defs/name" of a schema in one piece, as lint_print_schema makes it. */
static const struct node *referred(const struct node *root, struct str ref) {
    const struct node *node = root;
    if (!str_starts(ref, STR("#"))) return NULL;
    struct str rest = str_sub(ref, 1, ref.len);
    str_cut(&rest, '/');
    while (rest.ptr && node) node = node_get(node, str_cut(&rest, '/'));
    return node;
}

/* The schema and those that hold where it holds, or may. */
static void spread(struct arena *arena, const struct node *root, const struct node *schema, unsigned depth,
                   struct schemas *out) {
    static const char *const lists[] = {"allOf", "anyOf", "oneOf"}, *const parts[] = {"then", "else"};
    if (!schema || schema->kind != NODE_OBJECT || depth > SCHEMAS_DEPTH || out->len >= SCHEMAS_MAX) return;
    add(arena, out, schema);
    struct str ref = node_text(node_get(schema, STR("$ref")), STR(""));
    if (ref.len) spread(arena, root, referred(root, ref), depth + 1, out);
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        const struct node *list = node_get(schema, str_from(lists[i]));
        for (const struct node *n = list ? list->child : NULL; n; n = n->next)
            spread(arena, root, n, depth + 1, out);
    }
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        spread(arena, root, node_get(schema, str_from(parts[i])), depth + 1, out);
}

/* Of each schema what it says of the key; an element of a list has none. */
static struct schemas step(struct arena *arena, const struct node *root, const struct schemas *from,
                           struct str key) {
    struct schemas out = {0};
    for (size_t i = 0; i < from->len; i++) {
        const struct node *schema = from->items[i];
        const struct node *next = node_get(schema, STR("items"));
        if (key.ptr) {
            const struct node *properties = node_get(schema, STR("properties"));
            next = properties ? node_get_nocase(properties, key) : NULL;
            if (!next) next = node_get(schema, STR("additionalProperties"));
        }
        spread(arena, root, next, 0, &out);
    }
    return out;
}

struct schemas schemas_at(struct arena *arena, const struct schemas *roots, const struct str *keys,
                          size_t count) {
    struct schemas all = {0};
    for (size_t i = 0; i < roots->len; i++) {
        struct schemas here = {0};
        spread(arena, roots->items[i], roots->items[i], 0, &here);
        for (size_t k = 0; k < count; k++) here = step(arena, roots->items[i], &here, keys[k]);
        for (size_t k = 0; k < here.len; k++) add(arena, &all, here.items[k]);
    }
    return all;
}

void schemas_of_page(struct arena *arena, const struct under *under, struct schemas *out) {
    const struct lint *lint;
    struct error error = {0};
    struct str names[TYPES_MAX];
    if (!under->site_page || !session_lint(under->site->session, &lint, &error)) return;
    size_t count = lint_schemas_of(lint, under->loaded, under->site_page->source, under->page->front, names);
    for (size_t i = 0; i < count; i++) add(arena, out, lint_print_schema(arena, lint, names[i], &error));
}
