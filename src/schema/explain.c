/* A failed anyOf or oneOf: what the branch that came nearest finds wrong, else "none of N". */
#include "schema/internal.h"

enum {                       /* how far a branch is from fitting; smaller is nearer */
       DISTANCE_FINDING = 1, /* each thing that is wrong within it */
       DISTANCE_OTHER_KIND =
           100,              /* a direct member has another fixed value: the branch is about something else */
       DISTANCE_ROOT = 10000 /* the value itself is of the wrong kind */
};

static size_t distance(const struct at *at, const schema_findings *findings) {
    size_t sum = 0;
    for (size_t i = 0; i < findings->len; i++) {
        const struct schema_finding *finding = &findings->items[i];
        bool root = finding->node == at->where->value;
        bool fixed = str_eq(finding->keyword, STR("const")) || str_eq(finding->keyword, STR("enum"));
        if (root && (finding->fault == SCHEMA_WRONG_TYPE || finding->fault == SCHEMA_NOT_ALLOWED))
            sum += DISTANCE_ROOT;
        else
            sum += fixed ? DISTANCE_OTHER_KIND : DISTANCE_FINDING;
    }
    return sum;
}

static bool none_fits(struct validation *run, const struct at *at, const struct assertion *check) {
    struct buf message = {.arena = run->arena};
    words_name(&message, run, at->where);
    buf_add(&message, STR(" is "));
    words_value(&message, at->where->value);
    const struct subschemas *branches = &check->of.list;
    buf_printf(&message, ", which fits none of the %zu forms it may have: ", branches->len);
    for (size_t i = 0; i < branches->len && i < 6; i++) {
        if (i > 0) buf_add(&message, STR("; "));
        words_expected(&message, branches->items[i]);
    }
    if (branches->len > 6) buf_add(&message, STR("; …"));
    struct cause cause = {SCHEMA_NO_ALTERNATIVE, check->name, check->node};
    fault_new(run, at, cause, buf_str(&message));
    return false;
}

/* All branches want another kind of value: one message names the kinds. */
static bool merge_types(struct validation *run, const struct at *at, const struct assertion *check) {
    unsigned types = 0;
    for (size_t i = 0; i < check->of.list.len; i++) {
        const struct subschema *branch = check->of.list.items[i];
        if (branch->check_count == 0 || !str_eq(str_from(branch->checks[0].name), STR("type"))) return false;
        types |= branch->checks[0].of.types;
    }
    if (value_types(at->where->value) & types) return false;
    struct buf expected = {.arena = run->arena};
    words_types(&expected, types);
    struct cause cause = {SCHEMA_WRONG_TYPE, check->name, check->node};
    fault_expected(run, at, cause, "%.*s", STR_FMT(buf_str(&expected)));
    return true;
}

/* Each branch lacks just one key: any of them would do. */
static bool any_key(struct validation *run, const struct at *at, const struct assertion *check) {
    if (at->where->value->kind != NODE_OBJECT) return false;
    struct buf others = {.arena = run->arena};
    struct str first = {0};
    for (size_t i = 0; i < check->of.list.len; i++) {
        schema_findings findings = {0};
        validate_aside(run, at, check->of.list.items[i], &findings);
        bool one = findings.len == 1 && findings.items[0].fault == SCHEMA_MISSING_KEY &&
                   findings.items[0].node == at->where->value;
        if (!one) return false;
        struct str key = findings.items[0].key;
        size_t dot = str_rfind_char(key, '.');
        if (dot < key.len) key = str_sub(key, dot + 1, key.len);
        if (i == 0)
            first = key;
        else
            buf_printf(&others, "%s\"%.*s\"", i == 1 ? "instead of it " : ", ", STR_FMT(key));
    }
    buf_add(&others, STR(" would do"));
    struct cause cause = {SCHEMA_MISSING_KEY, check->name, check->node};
    fault_missing(run, at, first, str_c(run->arena, buf_str(&others)), cause);
    return true;
}

bool explain_branches(struct validation *run, const struct at *at, const struct assertion *check) {
    if (run->findings == NULL || merge_types(run, at, check) || any_key(run, at, check)) return false;
    schema_findings nearest = {0};
    size_t best = DISTANCE_ROOT, ties = 0;
    for (size_t i = 0; i < check->of.list.len && run->limit == NULL; i++) {
        schema_findings findings = {0};
        validate_aside(run, at, check->of.list.items[i], &findings);
        size_t far = distance(at, &findings);
        if (far > best) continue;
        ties = far == best ? ties + 1 : 1;
        best = far;
        nearest = findings;
    }
    if (best >= DISTANCE_ROOT || ties != 1 || nearest.len == 0) return none_fits(run, at, check);
    for (size_t i = 0; i < nearest.len; i++) *ARRAY_PUSH(run->arena, run->findings) = nearest.items[i];
    return false;
}
