/* open.c: rules, schemas, trademark files and configuration become one `struct lint`. */
#include "lint/check.h"
#include "lint/own.h"
#include "lint/owners.h"
#include "lint/rules.h"

/* ---- opening --------------------------------------------------------------------------------------------- */

static bool open_all(struct arena *arena, struct lint *lint, struct error *error) {
    struct own_folder rules, base;
    if (!own_open(arena, lint, &rules, &base, error)) return false;
    struct own_folder marks = own_below(arena, &base, "trademarks"),
                      schemas = own_below(arena, &base, "schemas");
    if (!rules_load(arena, &rules, &lint->rules, &lint->rule_count, error)) return false;
    if (!owners_load(arena, &marks, &lint->marks, error)) return false;
    lint->registry = schema_registry_new(arena, NULL);
    return lint_add_schemas(arena, lint, error) && own_schemas_add(arena, lint, &schemas, error) &&
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
