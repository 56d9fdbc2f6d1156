#include "base/node_build.h"

static uint32_t or_default(uint32_t value, uint32_t fallback, uint32_t most) {
    return value == 0 ? fallback : value < most ? value : most;
}

struct node *node_read(struct arena *arena, struct str text, struct span span,
                       const struct node_options *options, node_errors *errors) {
    struct node_builder builder = {
        .arena = arena,
        .text = text,
        .span = span,
        .format = options->format,
        .yaml_1_1 = options->yaml_1_1,
        .max_depth = or_default(options->max_depth, NODE_DEPTH_DEFAULT, NODE_DEPTH_MAX),
        .max_nodes = or_default(options->max_nodes, NODE_COUNT_DEFAULT, UINT32_MAX),
        .errors = errors,
    };
    struct node *root = NULL;
    switch (options->format) {
    case FORMAT_YAML: root = yaml_read(&builder); break;
    case FORMAT_TOML: root = toml_read(&builder); break;
    case FORMAT_JSON: root = json_read(&builder); break;
    }
    arena_free(&builder.scratch);
    return root;
}

const struct node *node_get(const struct node *object, struct str key) {
    const struct node *found = NULL;
    if (!object || object->kind != NODE_OBJECT) return NULL;
    for (const struct node *m = object->child; m; m = m->next)
        if (str_eq(m->key, key)) found = m;
    return found;
}

const struct node *node_get_nocase(const struct node *object, struct str key) {
    const struct node *found = NULL;
    if (!object || object->kind != NODE_OBJECT) return NULL;
    for (const struct node *m = object->child; m; m = m->next)
        if (m->key.len == key.len && str_eq_nocase(m->key, key)) found = m;
    return found;
}

const struct node *node_path(const struct node *object, struct str dotted) {
    while (object && dotted.ptr) object = node_get(object, str_cut(&dotted, '.'));
    return object;
}

struct str node_text(const struct node *node, struct str fallback) {
    bool scalar = node && node->kind != NODE_ARRAY && node->kind != NODE_OBJECT;
    return scalar && node->kind != NODE_NULL ? node->text : fallback;
}

bool node_date(const struct node *node, struct date *date) {
    if (!node || (node->kind != NODE_DATE && node->kind != NODE_STRING)) return false;
    bool native = node->kind == NODE_DATE && node->format == FORMAT_TOML;
    return native ? date_timestamp(node->text, date) : date_parse(node->text, date);
}

bool node_is_true(const struct node *node) {
    return node && node->kind == NODE_BOOL && node->boolean;
}

bool node_equal(const struct node *a, const struct node *b) {
    if (a->kind != b->kind || a->count != b->count || a->boolean != b->boolean) return false;
    if (a->kind != NODE_ARRAY && a->kind != NODE_OBJECT) return str_eq(a->text, b->text);
    for (a = a->child, b = b->child; a && b; a = a->next, b = b->next)
        if (!str_eq(a->key, b->key) || !node_equal(a, b)) return false;
    return !a && !b;
}
