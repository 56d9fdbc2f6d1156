/* schema_files.c: the built-in schemas and the site's own, and those of them that pages may have, compiled. */
#include "lint/own.h"
#include "lint/types.h"

#define SCHEMA_FOLDER   "rules/schemas"
#define SCHEMA_FILE_MAX (1u << 20)

bool lint_add_schema(struct arena *arena, struct lint *lint, struct str path, struct str text,
                     struct error *error) {
    struct source *source = ARENA_NEW(arena, struct source);
    node_errors errors = {0};
    struct span all = {0, (uint32_t)text.len};
    struct node_options options = {.format = str_ends(path, STR(".json")) ? FORMAT_JSON : FORMAT_YAML};
    *source = (struct source){.path = path, .text = text};
    const struct node *root = node_read(arena, text, all, &options, &errors);
    if (errors.len)
        return error_at(error, source, errors.items[0].span, "%.*s", STR_FMT(errors.items[0].message));
    if (!root) return error_set(error, path, 1, "the schema is empty");
    return schema_registry_add(lint->registry, path_base(path), source, root, error);
}

static bool is_schema(struct str path, struct str folder) {
    return str_eq(path_dir(path), folder) && (str_ends(path, STR(".yaml")) || str_ends(path, STR(".json")));
}

bool lint_add_schemas(struct arena *arena, struct lint *lint, struct error *error) {
    for (size_t i = 0; i < embedded_count; i++) {
        struct str path = str_from(embedded_files[i].path);
        if (!is_schema(path, STR(SCHEMA_FOLDER))) continue;
        struct str text = {(const char *)embedded_files[i].bytes, embedded_files[i].len};
        if (!lint_add_schema(arena, lint, path, text, error)) return false;
    }
    return true;
}

bool own_schemas_add(struct arena *arena, struct lint *lint, const struct own_folder *folder,
                     struct error *error) {
    static const char *const suffixes[] = {".yaml", ".json", NULL};
    own_files files = {0};
    if (!own_read(arena, folder, suffixes, SCHEMA_FILE_MAX, &files, error)) return false;
    for (size_t i = 0; i < files.len; i++)
        if (!lint_add_schema(arena, lint, files.items[i].shown, files.items[i].text, error)) return false;
    return true;
}

struct str lint_schema_nearest(struct arena *arena, const struct lint *lint, struct str name) {
    str_array names = schema_registry_names(arena, lint->registry);
    for (size_t i = 0; i < names.len; i++)
        names.items[i] = str_sub(names.items[i], 0, names.items[i].len - path_ext(names.items[i]).len);
    return str_nearest(name, names.items, names.len);
}

static bool unknown_schema(struct arena *arena, const struct lint *lint, const struct type_entry *type,
                           struct error *error) {
    struct str near = lint_schema_nearest(arena, lint, type->schema);
    return error_at(error, &type->file->source, type->source, "there is no schema '%.*s'%s%.*s%s",
                    STR_FMT(type->schema), near.ptr ? ", did you mean '" : "", STR_FMT(near),
                    near.ptr ? "'?" : "");
}

struct str lint_schema_file(struct arena *arena, const struct lint *lint, struct str name) {
    static const char *const suffixes[] = {".yaml", ".json"};
    str_array names = schema_registry_names(arena, lint->registry);
    for (size_t k = 0; k < ARRAY_LEN(suffixes); k++) {
        struct str file = str_printf(arena, "%.*s%s", STR_FMT(name), suffixes[k]);
        for (size_t i = 0; i < names.len; i++)
            if (str_eq(names.items[i], file)) return file;
    }
    return (struct str){0};
}

/* One that the configuration names has a place. */
static bool compile_schema(struct arena *arena, struct lint *lint, const struct type_entry *type,
                           struct error *error) {
    if (!type->schema.len || map_get(&lint->schemas, type->schema)) return true;
    struct str file = lint_schema_file(arena, lint, type->schema);
    if (!file.ptr && type->file) return unknown_schema(arena, lint, type, error);
    const struct schema *schema = schema_compile(lint->registry, file.ptr ? file : type->schema, error);
    if (schema) map_put(arena, &lint->schemas, type->schema, schema);
    return schema != NULL;
}

/* What a page may name: all that the registry holds, "course.yaml" under the name "course" too. */
static bool compile_page_types(struct arena *arena, struct lint *lint, struct error *error) {
    str_array names = {0};
    if (types_may_be_named(lint)) names = schema_registry_names(arena, lint->registry);
    for (size_t i = 0; i < names.len; i++) {
        struct str file = names.items[i], name = str_sub(file, 0, file.len - path_ext(file).len);
        struct type_entry *type = ARENA_NEW(arena, struct type_entry);
        *type = (struct type_entry){.schema = name};
        if (!compile_schema(arena, lint, type, error)) return false;
        *map_slot(arena, &lint->page_types, name) = type;
        *map_slot(arena, &lint->page_types, file) = type;
    }
    return true;
}

bool lint_compile_schemas(struct arena *arena, struct lint *lint, struct error *error) {
    lint->default_types[TYPES_PAGE] = (struct type_entry){.schema = STR("page")};
    lint->default_types[TYPES_COURSE] = (struct type_entry){.schema = STR("course")};
    lint->default_types[TYPES_SYLLABUS] = (struct type_entry){.schema = STR("syllabus")};
    for (size_t i = 0; i < lint->config.types.len; i++)
        if (!compile_schema(arena, lint, &lint->config.types.items[i], error)) return false;
    for (size_t i = 0; !types_configured(lint, STR("")) && i < ARRAY_LEN(lint->default_types); i++)
        if (!compile_schema(arena, lint, &lint->default_types[i], error)) return false;
    return compile_page_types(arena, lint, error);
}
