/* open.c: rules, schemas, trademark files and configuration become one `struct lint`. */
#include "lint/allow.h"
#include "lint/check.h"
#include "lint/own.h"
#include "lint/owners.h"
#include "lint/rules.h"
#include "lint/trademark.h"

#define SCHEMA_FOLDER   "rules/schemas"
#define SCHEMA_FILE_MAX (1u << 20)

/* ---- schemas --------------------------------------------------------------------------------------------- */

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

static bool add_own_schemas(struct arena *arena, struct lint *lint, const struct own_folder *folder,
                            struct error *error) {
    static const char *const suffixes[] = {".yaml", ".json", NULL};
    own_files files = {0};
    if (!own_read(arena, folder, suffixes, SCHEMA_FILE_MAX, &files, error)) return false;
    for (size_t i = 0; i < files.len; i++)
        if (!lint_add_schema(arena, lint, files.items[i].shown, files.items[i].text, error)) return false;
    return true;
}

static bool compile_schema(struct arena *arena, struct lint *lint, const struct type_entry *type,
                           bool configured, struct error *error) {
    if (!type->schema.len) return true;
    struct error inner = {0};
    const struct schema *schema =
        schema_compile(lint->registry, str_printf(arena, "%.*s.yaml", STR_FMT(type->schema)), &inner);
    if (!schema)
        schema = schema_compile(lint->registry, str_printf(arena, "%.*s.json", STR_FMT(type->schema)), NULL);
    if (schema) {
        map_put(arena, &lint->schemas, type->schema, schema);
        return true;
    }
    if (!configured || inner.path.len) return error_set(error, inner.path, inner.line, "%s", inner.message);
    return error_at(error, &lint->config.source, type->source, "schema '%.*s': %s", STR_FMT(type->schema),
                    inner.message);
}

/* What a page may name: all that the registry holds, "course.yaml" under the name "course" too. */
static bool compile_page_types(struct arena *arena, struct lint *lint, struct error *error) {
    str_array names = {0};
    if (lint->config.allow_page_schema) names = schema_registry_names(arena, lint->registry);
    for (size_t i = 0; i < names.len; i++) {
        struct str file = names.items[i], name = str_sub(file, 0, file.len - path_ext(file).len);
        struct type_entry *type = ARENA_NEW(arena, struct type_entry);
        *type = (struct type_entry){.schema = name};
        if (!compile_schema(arena, lint, type, false, error)) return false;
        *map_slot(arena, &lint->page_types, name) = type;
        *map_slot(arena, &lint->page_types, file) = type;
    }
    return true;
}

static bool compile_schemas(struct arena *arena, struct lint *lint, struct error *error) {
    lint->default_types[TYPES_PAGE] = (struct type_entry){.schema = STR("page")};
    lint->default_types[TYPES_COURSE] = (struct type_entry){.schema = STR("course")};
    lint->default_types[TYPES_SYLLABUS] = (struct type_entry){.schema = STR("syllabus")};
    for (size_t i = 0; i < lint->config.types.len; i++)
        if (!compile_schema(arena, lint, &lint->config.types.items[i], true, error)) return false;
    for (size_t i = 0; lint->config.types.len == 0 && i < ARRAY_LEN(lint->default_types); i++)
        if (!compile_schema(arena, lint, &lint->default_types[i], false, error)) return false;
    return compile_page_types(arena, lint, error);
}

/* ---- configuration of rules ------------------------------------------------------------------------------ */

static bool unknown_rule(const struct lint *lint, struct str id, const struct source *source,
                         struct span span, struct error *error) {
    struct str near = rules_nearest(lint->rules, lint->rule_count, id);
    const char *mean = near.ptr ? ", did you mean '" : "", *end = near.ptr ? "'?" : "";
    if (source)
        return error_at(error, source, span, "there is no rule '%.*s'%s%.*s%s", STR_FMT(id), mean,
                        STR_FMT(near), end);
    return error_set(error, (struct str){0}, 0, "there is no rule '%.*s'%s%.*s%s", STR_FMT(id), mean,
                     STR_FMT(near), end);
}

static bool apply_setting(struct lint *lint, const struct node *setting, struct error *error) {
    static const struct str own[] = {{"severity", 8}, {"allow", 5}};
    const struct source *source = &lint->config.source;
    struct rule *rule = rules_find(lint->rules, lint->rule_count, setting->key);
    if (!rule) return unknown_rule(lint, setting->key, source, setting->key_span, error);
    const struct node *severity = setting;
    if (setting->kind == NODE_OBJECT) {
        rule->settings = setting;
        if (!options_check(rule->check, setting, own, ARRAY_LEN(own), source, error)) return false;
        severity = node_get(setting, STR("severity"));
    }
    if (severity && !severity_parse(node_text(severity, STR("")), &rule->severity))
        return error_at(error, source, severity->span, "a severity is error, warning, note or off");
    return true;
}

static bool contains(const str_array *list, struct str id) {
    for (size_t i = 0; i < list->len; i++)
        if (str_eq(list->items[i], id)) return true;
    return false;
}

/* --only switches a rule on that is off by default; --disable wins over everything. */
static bool select_rules(struct lint *lint, struct error *error) {
    const struct lint_options *o = &lint->options;
    for (size_t i = 0; i < o->only.len + o->disable.len; i++) {
        struct str id = i < o->only.len ? o->only.items[i] : o->disable.items[i - o->only.len];
        if (!rules_find(lint->rules, lint->rule_count, id))
            return unknown_rule(lint, id, NULL, (struct span){0}, error);
    }
    for (size_t i = 0; i < lint->rule_count; i++) {
        struct rule *rule = &lint->rules[i];
        if (o->external_only && !rule->external && !(rule->check->needs & NEED_LEDGER))
            rule->severity = SEVERITY_OFF;
        else if (o->only.len && !contains(&o->only, rule->id))
            rule->severity = SEVERITY_OFF;
        else if (o->only.len && rule->severity == SEVERITY_OFF)
            rule->severity = SEVERITY_WARNING;
        if (contains(&o->disable, rule->id)) rule->severity = SEVERITY_OFF;
    }
    return true;
}

static bool prepare_rules(struct arena *arena, struct lint *lint, struct error *error) {
    struct str mark = STR("contentlint"); /* of comments and of the front-matter key */
    str_array suppressions = {.items = &mark, .len = 1};
    struct allowances allowances = {0};
    lint->needs = 0;
    lint->needles = needles_new(arena);
    trademark_add_needles(arena, lint);
    lint->suppression_needles = lint_needles(arena, lint, &suppressions);
    for (size_t i = 0; i < lint->rule_count; i++) {
        struct rule *rule = &lint->rules[i];
        if (rule->severity != SEVERITY_OFF) lint->needs |= rule->check->needs;
        if (rule->severity != SEVERITY_OFF && rule->check->prepare &&
            !rule->check->prepare(arena, rule, lint, error))
            return false;
        if (!allow_read(arena, rule, &lint->config.source, lint->options.now, &allowances, error))
            return false;
    }
    needles_build(lint->needles);
    lint->allowances = allowances.items;
    lint->allowance_count = allowances.len;
    return true;
}

static bool check_owners(const struct lint *lint, struct error *error) {
    for (size_t i = 0; i < lint->config.types.len; i++) {
        const struct type_entry *type = &lint->config.types.items[i];
        for (size_t k = 0; k < type->trademarks.len; k++)
            if (!registry_owner(&lint->marks, type->trademarks.items[k]))
                return error_at(error, &lint->config.source, type->source,
                                "there is no trademark owner '%.*s'", STR_FMT(type->trademarks.items[k]));
    }
    return true;
}

bool lint_configure(struct arena *arena, struct lint *lint, struct error *error) {
    const struct node *rules = lint->config.tree ? node_get(lint->config.tree, STR("rules")) : NULL;
    for (const struct node *n = rules ? rules->child : NULL; n; n = n->next)
        if (!apply_setting(lint, n, error)) return false;
    return select_rules(lint, error) && prepare_rules(arena, lint, error) && check_owners(lint, error) &&
           (!(lint->needs & NEED_SCHEMA) || compile_schemas(arena, lint, error));
}

/* ---- opening --------------------------------------------------------------------------------------------- */

static bool open_all(struct arena *arena, struct lint *lint, struct error *error) {
    struct own_folder rules, base;
    if (!own_open(arena, lint, &rules, &base, error)) return false;
    struct own_folder marks = own_below(arena, &base, "trademarks"),
                      schemas = own_below(arena, &base, "schemas");
    if (!rules_load(arena, &rules, &lint->rules, &lint->rule_count, error)) return false;
    if (!owners_load(arena, &marks, &lint->marks, error)) return false;
    lint->registry = schema_registry_new(arena, NULL);
    return lint_add_schemas(arena, lint, error) && add_own_schemas(arena, lint, &schemas, error) &&
           lint_configure(arena, lint, error);
}

bool lint_open(struct arena *arena, const struct lint_options *options, struct lint **lint,
               struct error *error) {
    *lint = ARENA_NEW(arena, struct lint);
    (*lint)->options = *options;
    if (open_all(arena, *lint, error)) return true;
    lint_close(*lint);
    *lint = NULL;
    return false;
}

void lint_release_rules(struct lint *lint) {
    for (size_t i = 0; i < lint->rule_count; i++) {
        if (lint->rules[i].check && lint->rules[i].check->release)
            lint->rules[i].check->release(lint->rules[i].data);
        lint->rules[i].data = NULL;
    }
}

void lint_close(struct lint *lint) {
    if (!lint) return;
    lint_release_rules(lint);
    schema_registry_free(lint->registry);
}

const struct config *lint_config(const struct lint *lint) {
    return &lint->config;
}

const struct rule *lint_rules(const struct lint *lint, size_t *count) {
    *count = lint->rule_count;
    return lint->rules;
}

bool lint_needs_body(const struct lint *lint) {
    return lint->needs & (NEED_BODY | NEED_TEXT);
}
