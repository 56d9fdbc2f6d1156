/* schemas.c: `contentlint schema check`: schemas against their own examples and tests. */
#include "lint/check.h"

#define SCHEMA_FILE_MAX (16u << 20)

struct schema_check {
    struct arena *arena;
    struct schema_registry *registry;
    struct buf *out;
    size_t *passed, *failed;
    struct error *error;
};

static bool check_one(struct schema_check *check, struct str name) {
    const struct schema *schema = schema_compile(check->registry, name, check->error);
    if (!schema) return false;
    struct schema_selftest result = schema_selftest(check->arena, schema);
    *check->passed += result.passed;
    *check->failed += result.failed;
    buf_add(check->out, result.report);
    return true;
}

static bool add_file(struct schema_check *check, struct str path) {
    struct arena *arena = check->arena;
    struct source *source = ARENA_NEW(arena, struct source);
    node_errors errors = {0};
    struct node_options options = {.format = str_ends(path, STR(".json")) ? FORMAT_JSON : FORMAT_YAML,
                                   .max_nodes = 4000000};
    source->path = path;
    if (!file_read(arena, str_c(arena, path), SCHEMA_FILE_MAX, &source->text, check->error)) return false;
    struct span all = {0, (uint32_t)source->text.len};
    const struct node *root = node_read(arena, source->text, all, &options, &errors);
    if (errors.len)
        return error_at(check->error, source, errors.items[0].span, "%.*s", STR_FMT(errors.items[0].message));
    if (!root) return error_set(check->error, path, 1, "the schema is empty");
    return schema_registry_add(check->registry, path_base(path), source, root, check->error);
}

bool lint_check_schemas(struct arena *arena, const struct lint *lint, const str_array *files, struct buf *out,
                        size_t *passed, size_t *failed, struct error *error) {
    struct schema_check check = {arena, lint->registry, out, passed, failed, error};
    for (size_t i = 0; i < files->len; i++)
        if (!add_file(&check, files->items[i])) return false;
    str_array names = {0};
    for (size_t i = 0; i < files->len; i++) *ARRAY_PUSH(arena, &names) = path_base(files->items[i]);
    if (files->len == 0) names = schema_registry_names(arena, lint->registry);
    for (size_t i = 0; i < names.len; i++)
        if (!check_one(&check, names.items[i])) return false;
    return true;
}
