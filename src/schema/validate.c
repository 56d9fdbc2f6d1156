/* One evaluation of a value: subschemas applied in place or to a child, under limits. */
#include "schema/internal.h"

bool validate_step(struct validation *run, uint64_t steps) {
    run->steps += steps;
    if (run->steps > run->max_steps && run->limit == NULL) run->limit = "takes too many steps to check";
    return run->limit == NULL;
}

enum regex_result validate_search(struct validation *run, const struct regex *regex, struct str text) {
    enum regex_result result = regex_search(regex, text, 0, NULL, 0, &run->pattern_steps);
    if (run->pattern_steps > SCHEMA_MAX_PATTERN_STEPS && run->limit == NULL)
        run->limit = "takes too many steps of patterns to check";
    return result;
}

static bool run_checks(struct validation *run, const struct at *at) {
    const struct subschema *schema = at->schema;
    bool valid = true;
    for (uint32_t i = 0; i < schema->check_count; i++) {
        if (!validate_step(run, 1)) return false;
        const struct assertion *check = &schema->checks[i];
        if (check->run(run, at, check)) continue;
        valid = false;
        /* A wrong kind of value is said once; what else does not fit it follows from that. */
        if (run->findings == NULL || str_eq(str_from(check->name), STR("type"))) return false;
    }
    return valid;
}

static bool not_allowed(struct validation *run, const struct at *at) {
    if (run->findings == NULL) return false;
    struct buf message = {.arena = run->arena};
    words_name(&message, run, at->where);
    buf_add(&message, STR(" is not allowed here"));
    struct cause cause = {SCHEMA_NOT_ALLOWED, "false", at->schema->node};
    fault_new(run, at, cause, buf_str(&message));
    return false;
}

/* Unevaluated* asks what this schema, and all it applies in place, have evaluated. */
static bool run_collecting(struct validation *run, const struct at *at) {
    struct evaluated evaluated;
    evaluated_init(run->arena, &evaluated, at->where->value);
    struct at inner = *at;
    inner.evaluated = &evaluated;
    bool valid = run_checks(run, &inner);
    evaluated_merge(at->evaluated, &evaluated, at->where->value);
    return valid;
}

static bool run_scoped(struct validation *run, const struct at *at) {
    const struct subschema *schema = at->schema;
    bool enters = at->scope == NULL || at->scope->resource != schema->resource || schema->overrides.len > 0;
    struct dynamic_scope scope = {
        .up = at->scope, .resource = schema->resource, .schema = schema, .where = at->where};
    struct at inner = *at;
    if (enters) inner.scope = &scope;
    bool container = at->where->value->kind == NODE_OBJECT || at->where->value->kind == NODE_ARRAY;
    return schema->unevaluated && container ? run_collecting(run, &inner) : run_checks(run, &inner);
}

static bool apply(struct validation *run, const struct at *at) {
    if (at->schema->accepts == ACCEPTS_ALL) return true;
    if (at->schema->accepts == ACCEPTS_NONE) return not_allowed(run, at);
    if (run->depth >= SCHEMA_MAX_DEPTH && run->limit == NULL)
        run->limit = "applies its schemas too deep within one another (a $ref to itself?)";
    if (run->limit != NULL) return false;
    run->depth++;
    bool valid = run_scoped(run, at);
    run->depth--;
    return valid;
}

bool validate_in_place(struct validation *run, const struct at *at, const struct subschema *schema) {
    struct at inner = *at;
    inner.schema = schema;
    return apply(run, &inner);
}

bool validate_aside(struct validation *run, const struct at *at, const struct subschema *schema,
                    schema_findings *findings) {
    schema_findings *outer = run->findings;
    run->findings = findings;
    struct at inner = *at;
    inner.schema = schema;
    inner.evaluated = NULL;
    bool valid = apply(run, &inner);
    run->findings = outer;
    return valid;
}

bool validate_quietly(struct validation *run, const struct at *at, const struct subschema *schema,
                      struct evaluated *evaluated) {
    schema_findings *outer = run->findings;
    run->findings = NULL;
    struct at inner = *at;
    inner.schema = schema;
    inner.evaluated = evaluated;
    bool valid = apply(run, &inner);
    run->findings = outer;
    return valid;
}

bool validate_child(struct validation *run, const struct at *at, const struct subschema *schema,
                    const struct node *child, uint32_t index) {
    struct where where = {.up = at->where, .value = child, .index = index, .outer = schema};
    struct at inner = {.schema = schema, .where = &where, .scope = at->scope};
    return apply(run, &inner);
}

static struct validation start(struct arena *arena, const struct node *value) {
    return (struct validation){.arena = arena,
                               .max_steps = SCHEMA_MAX_STEPS + (uint64_t)SCHEMA_STEPS_PER_NODE * value->size};
}

static bool apply_root(struct validation *run, const struct schema *schema, const struct node *value) {
    struct where where = {.value = value, .outer = schema->root};
    struct at at = {.schema = schema->root, .where = &where};
    bool valid = apply(run, &at) && run->limit == NULL;
    if (run->limit != NULL) fault_limit(run, &at);
    return valid;
}

bool schema_is_valid(struct arena *arena, const struct schema *schema, const struct node *value) {
    struct validation run = start(arena, value);
    return apply_root(&run, schema, value);
}

bool schema_validate(struct arena *arena, const struct schema *const *schemas, size_t count,
                     const struct node *value, const struct schema_site *site, schema_findings *findings) {
    struct validation run = start(arena, value);
    run.findings = findings;
    run.site = site;
    run.schemas = schemas;
    run.schema_count = count;
    for (size_t i = 0; i < count && run.limit == NULL; i++) apply_root(&run, schemas[i], value);
    if (site && site->pattern_steps) *site->pattern_steps += run.pattern_steps;
    fault_sort(findings);
    return findings->len == 0;
}
