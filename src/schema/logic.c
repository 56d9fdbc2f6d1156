/* allOf, anyOf, oneOf, not, if/then/else (core 10.2.1 and 10.2.2.1). */
#include "schema/internal.h"

static bool check_all(struct validation *run, const struct at *at, const struct assertion *check) {
    bool valid = true;
    for (size_t i = 0; i < check->of.list.len; i++) {
        valid &= validate_in_place(run, at, check->of.list.items[i]);
        if (!valid && run->findings == NULL) return false;
    }
    return valid;
}

/* One branch; what it has evaluated counts only when it holds. */
static bool branch_holds(struct validation *run, const struct at *at, const struct subschema *branch) {
    if (at->evaluated == NULL) return validate_quietly(run, at, branch, NULL);
    struct evaluated evaluated;
    evaluated_init(run->arena, &evaluated, at->where->value);
    if (!validate_quietly(run, at, branch, &evaluated)) return false;
    evaluated_merge(at->evaluated, &evaluated, at->where->value);
    return true;
}

static bool check_any(struct validation *run, const struct at *at, const struct assertion *check) {
    bool valid = false;
    for (size_t i = 0; i < check->of.list.len; i++) {
        valid |= branch_holds(run, at, check->of.list.items[i]);
        if (valid && at->evaluated == NULL) return true;
    }
    return valid || explain_branches(run, at, check);
}

static bool too_many(struct validation *run, const struct at *at, const struct assertion *check,
                     const size_t held[2]) {
    if (run->findings == NULL) return false;
    struct buf message = {.arena = run->arena};
    words_name(&message, run, at->where);
    buf_printf(&message, " fits more than one of the %zu forms it may have: ", check->of.list.len);
    words_expected(&message, check->of.list.items[held[0]]);
    buf_add(&message, STR(", and "));
    words_expected(&message, check->of.list.items[held[1]]);
    struct cause cause = {SCHEMA_NO_ALTERNATIVE, check->name, check->node};
    fault_new(run, at, cause, buf_str(&message));
    return false;
}

static bool check_one(struct validation *run, const struct at *at, const struct assertion *check) {
    size_t held[2] = {0}, count = 0;
    for (size_t i = 0; i < check->of.list.len && count < 2; i++)
        if (branch_holds(run, at, check->of.list.items[i])) held[count++] = i;
    if (count == 1) return true;
    return count == 0 ? explain_branches(run, at, check) : too_many(run, at, check, held);
}

static bool check_not(struct validation *run, const struct at *at, const struct assertion *check) {
    if (!validate_quietly(run, at, check->of.schema, NULL) && run->limit == NULL) return true;
    if (run->findings == NULL) return false;
    struct buf message = {.arena = run->arena};
    words_name(&message, run, at->where);
    if (check->of.schema->node->kind == NODE_OBJECT &&
        node_get(check->of.schema->node, STR("required")) != NULL) {
        buf_add(&message, STR(" may not be "));
    } else {
        buf_add(&message, STR(" is "));
        words_value(&message, at->where->value);
        buf_add(&message, STR("; expected anything but "));
    }
    words_expected(&message, check->of.schema);
    struct cause cause = {SCHEMA_NOT_ALLOWED, check->name, check->node};
    fault_new(run, at, cause, buf_str(&message));
    return false;
}

static bool check_if(struct validation *run, const struct at *at, const struct assertion *check) {
    bool holds = branch_holds(run, at, check->of.branch.condition);
    const struct subschema *next = holds ? check->of.branch.then : check->of.branch.otherwise;
    if (next == NULL) return true;
    struct because because = {
        .up = run->because, .condition = check->of.branch.condition, .where = at->where, .negative = !holds};
    run->because = &because;
    bool valid = validate_in_place(run, at, next);
    run->because = because.up;
    return valid;
}

static void build_if(struct builder *builder) {
    const struct node *node = build_get(builder, "if");
    if (node == NULL) return;
    struct assertion *check = build_add(builder, "if", node, check_if);
    check->of.branch.condition = build_schema(builder, node);
    check->of.branch.then = build_schema(builder, build_get(builder, "then"));
    check->of.branch.otherwise = build_schema(builder, build_get(builder, "else"));
}

bool logic_build(struct builder *builder) {
    static const struct {
        const char *name;
        check_run *run;
    } lists[] = {{"allOf", check_all}, {"anyOf", check_any}, {"oneOf", check_one}};
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        const struct node *node = build_get(builder, lists[i].name);
        if (node != NULL)
            build_add(builder, lists[i].name, node, lists[i].run)->of.list = build_list(builder, node);
    }
    const struct node *node = build_get(builder, "not");
    if (node != NULL) build_add(builder, "not", node, check_not)->of.schema = build_schema(builder, node);
    build_if(builder);
    return true;
}
