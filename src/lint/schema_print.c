/* schema_print.c: `contentlint schema print`: schemas for editors and other validators. */
#include "lint/check.h"

#define CONFIG_SCHEMA "rules/contentlint.schema.yaml"

/* ---- rules in the schema of contentlint.yml: JSON text, which is read as a schema is -------------------------------- */

static void add_member(struct buf *out, const char *name, struct str text) {
    buf_printf(out, "\"%s\":", name);
    scalar_quote(out, text);
}

/* "enum":["body","raw"] */
static void add_words(struct buf *out, const char *words) {
    buf_add(out, STR("\"enum\":["));
    for (struct str rest = str_from(words); rest.ptr;) {
        scalar_quote(out, str_cut(&rest, '|'));
        if (rest.ptr) buf_add_char(out, ',');
    }
    buf_add_char(out, ']');
}

/* What one value of the option is; a text may be written as a number, a boolean or a date, as options.c takes them. */
static void add_single(struct buf *out, const struct rule_option *option) {
    buf_add_char(out, '{');
    switch (option->kind) {
    case RULE_OPTION_TEXT:
    case RULE_OPTION_TEXTS: buf_add(out, STR("\"type\":[\"string\",\"number\",\"boolean\"]")); break;
    case RULE_OPTION_REGEX: add_member(out, "type", STR("string")); break;
    case RULE_OPTION_WORD:
    case RULE_OPTION_WORDS: add_words(out, option->words); break;
    case RULE_OPTION_NUMBER: add_member(out, "type", STR("number")); break;
    case RULE_OPTION_FLAG: add_member(out, "type", STR("boolean")); break;
    }
    buf_add_char(out, '}');
}

static void add_option(struct buf *out, const struct rule_option *option) {
    bool list = option->kind == RULE_OPTION_TEXTS || option->kind == RULE_OPTION_WORDS;
    buf_printf(out, ",\"%s\":", option->name);
    if (list) buf_add(out, STR("{\"anyOf\":["));
    add_single(out, option);
    if (!list) return;
    buf_add(out, STR(",{\"type\":\"array\",\"items\":"));
    add_single(out, option);
    buf_add(out, STR("}]}"));
}

/* A severity, or a map of severity, allow and the options of the rule's check and no others. By `if`, since editors tell of
 * an anyOf what the first of its schemas lacks. */
static void add_rule(struct buf *out, const struct rule *rule) {
    scalar_quote(out, rule->id);
    buf_add(out, STR(":{"));
    add_member(out, "description", rule->title);
    buf_add(out, STR(",\"if\":{\"type\":\"object\"},\"else\":{\"$ref\":\"#/$defs/severity\"},"
                     "\"then\":{\"additionalProperties\":false,\"properties\":{"
                     "\"severity\":{\"$ref\":\"#/$defs/severity\"},\"allow\":{\"$ref\":\"#/$defs/allow\"}"));
    for (size_t i = 0; i < CHECK_MAX_OPTIONS && rule->check->options[i].name; i++)
        add_option(out, &rule->check->options[i]);
    buf_add(out, STR("}}}"));
}

static const struct node *rules_schema(struct arena *arena, const struct lint *lint) {
    struct buf out = {.arena = arena};
    node_errors errors = {0};
    struct node_options options = {.format = FORMAT_JSON};
    buf_add(&out, STR("{\"properties\":{"));
    for (size_t i = 0; i < lint->rule_count; i++) {
        if (i) buf_add_char(&out, ',');
        add_rule(&out, &lint->rules[i]);
    }
    buf_add(&out, STR("}}"));
    struct str text = buf_str(&out);
    return node_read(arena, text, (struct span){0, (uint32_t)text.len}, &options, &errors);
}

/* ---- whole schemas ------------------------------------------------------------------------------------------------ */

/* Other rules than those that are known now are left to `rule`: a site's own come and go. */
static const struct node *print_config(struct arena *arena, const struct lint *lint, struct error *error) {
    struct schema_registry *registry = schema_registry_new(arena, NULL);
    struct source *source = ARENA_NEW(arena, struct source);
    node_errors errors = {0};
    *source = (struct source){.path = STR(CONFIG_SCHEMA), .text = lint_embedded(STR(CONFIG_SCHEMA))};
    struct span all = {0, (uint32_t)source->text.len};
    const struct node *root = node_read(arena, source->text, all, &(struct node_options){0}, &errors);
    if (!schema_registry_add(registry, source->path, source, root, error)) return NULL;
    struct node *schema = schema_bundle(arena, registry, source->path, error);
    if (!schema) return NULL;
    for (struct node *n = schema->child; n; n = n->next)
        for (struct node *rules = str_eq(n->key, STR("$defs")) ? n->child : NULL; rules;
             rules = rules->next) {
            if (!str_eq(rules->key, STR("rules"))) continue;
            struct node *properties = rules_schema(arena, lint)->child;
            properties->next = rules->child;
            rules->child = properties;
        }
    return schema;
}

const struct node *lint_print_schema(struct arena *arena, const struct lint *lint, struct str type,
                                     struct error *error) {
    if (!type.ptr) return print_config(arena, lint, error);
    struct str file = lint_schema_file(arena, lint, type);
    if (file.ptr) return schema_bundle(arena, lint->registry, file, error);
    struct str near = lint_schema_nearest(arena, lint, type);
    error_set(error, (struct str){0}, 0, "there is no schema '%.*s'%s%.*s%s", STR_FMT(type),
              near.ptr ? ", did you mean '" : "", STR_FMT(near), near.ptr ? "'?" : "");
    return NULL;
}
