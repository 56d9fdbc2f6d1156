/* The x- keywords that look beyond the value: at its siblings, at the site, at the clock. They find; they never
 * decide whether a value is valid, so that other tools may read them as annotations. rules/schemas/README.md is
 * their description. */
#include <math.h>

#include "schema/internal.h"

static bool asks(const struct validation *run, const struct at *at) {
    const struct node *value = at->where->value;
    return run->findings != NULL && value_is_string(value) && value->text.len > 0;
}

static const struct node *sibling(const struct at *at, struct str key) {
    const struct where *up = at->where->up;
    return up != NULL && up->value->kind == NODE_OBJECT ? node_get_nocase(up->value, key) : NULL;
}

static bool refuse(struct builder *builder, const struct node *node, const char *expected) {
    return registry_refuse(builder->error, builder->schema->resource, node, "\"%.*s\" must be %s",
                           STR_FMT(node->key), expected);
}

/* ---- x-unique ------------------------------------------------------------------------------------------------ */

static bool check_unique(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct node *value = at->where->value;
    bool empty =
        value->kind == NODE_NULL || value->text.len == 0; /* null and empty never equal one another */
    bool named = check->of.unique->name.ptr != NULL; /* else in a list or another place that has no path */
    if (run->findings == NULL || run->site == NULL || run->site->unique == NULL || empty || !named)
        return true;
    struct str path = {0};
    struct span span = {0, 0};
    if (run->site->unique(run->site->data, check->of.unique, value->text, &path, &span) != SCHEMA_NO)
        return true;
    struct buf message = {.arena = run->arena};
    words_path(&message, at->where);
    buf_add(&message, STR(" "));
    words_value(&message, value);
    buf_printf(&message, " is also used by %.*s", STR_FMT(path));
    struct cause cause = {SCHEMA_NOT_UNIQUE, check->name, check->node};
    struct schema_finding *finding = fault_new(run, at, cause, buf_str(&message));
    if (finding != NULL) finding->other_path = path, finding->other_span = span;
    return false;
}

static bool parse_scope(struct str name, enum schema_scope *scope) {
    static const char *const names[] = {"site", "section", "language"};
    for (int i = 0; i < 3; i++) {
        if (!str_eq(name, str_from(names[i]))) continue;
        *scope = (enum schema_scope)i;
        return true;
    }
    return false;
}

static bool build_unique(struct builder *builder) {
    const struct node *node = build_get(builder, "x-unique");
    if (node == NULL) return true;
    bool map = node->kind == NODE_OBJECT;
    struct schema_unique *unique = ARENA_NEW(builder->registry->arena, struct schema_unique);
    struct str scope = node_text(map ? node_get(node, STR("scope")) : node, STR(""));
    if (!parse_scope(scope, &unique->scope))
        return refuse(builder, node, "site, section, language or {scope, name}");
    if (map) unique->name = node_text(node_get(node, STR("name")), (struct str){0});
    build_add(builder, "x-unique", node, check_unique)->of.unique = unique;
    return true;
}

/* ---- x-ref ------------------------------------------------------------------------------------------------------- */

static const struct reference_kind {
    const char *name, *message;
    enum schema_ref ref;
    enum schema_fault fault;
} reference_kinds[] = {
    {"taxonomy", "names no term", SCHEMA_REF_TAXONOMY, SCHEMA_NO_TERM},
    {"file", "names no file beside the page", SCHEMA_REF_FILE, SCHEMA_NO_FILE},
    {"static", "names no file under static", SCHEMA_REF_STATIC, SCHEMA_NO_FILE},
    {"asset", "names no file under assets", SCHEMA_REF_ASSET, SCHEMA_NO_FILE},
    {"image", "names no file beside the page, under static or assets", SCHEMA_REF_IMAGE, SCHEMA_NO_FILE},
    {"page", "names no page", SCHEMA_REF_PAGE, SCHEMA_NO_PAGE},
};

static bool check_reference(struct validation *run, const struct at *at, const struct assertion *check) {
    if (!asks(run, at) || run->site == NULL || run->site->ref == NULL) return true;
    const struct reference_kind *kind = &reference_kinds[check->of.reference.ref];
    struct str near = {0}, value = at->where->value->text;
    if (run->site->ref(run->site->data, kind->ref, check->of.reference.name, value, &near) != SCHEMA_NO)
        return true;
    struct buf message = {.arena = run->arena};
    words_path(&message, at->where);
    buf_add(&message, STR(" "));
    words_quoted(&message, value);
    buf_printf(&message, " %s", kind->message);
    if (kind->ref == SCHEMA_REF_TAXONOMY) buf_printf(&message, " of %.*s", STR_FMT(check->of.reference.name));
    if (near.ptr != NULL) buf_printf(&message, ", did you mean \"%.*s\"?", STR_FMT(near));
    struct cause cause = {kind->fault, check->name, check->node};
    struct schema_finding *finding = fault_new(run, at, cause, buf_str(&message));
    if (finding != NULL) finding->suggestion = near;
    return false;
}

static bool build_reference(struct builder *builder) {
    const struct node *node = build_get(builder, "x-ref");
    if (node == NULL) return true;
    struct str name = node->text, kind = str_cut(&name, ':');
    for (size_t i = 0; i < ARRAY_LEN(reference_kinds); i++) {
        if (!str_eq(kind, str_from(reference_kinds[i].name))) continue;
        bool taxonomy = reference_kinds[i].ref == SCHEMA_REF_TAXONOMY;
        if (taxonomy != (name.ptr != NULL && name.len > 0)) break;
        struct assertion *check = build_add(builder, "x-ref", node, check_reference);
        check->of.reference.ref = (enum schema_ref)i;
        check->of.reference.name = name;
        return true;
    }
    return refuse(builder, node, "taxonomy:NAME, file, static, asset, image or page");
}

/* ---- deprecated, x-replaced-by -------------------------------------------------------------------------------------- */

static bool check_deprecated(struct validation *run, const struct at *at, const struct assertion *check) {
    if (run->findings == NULL || at->where->up == NULL) return true;
    struct at up = *at;
    up.where = at->where->up;
    struct str instead = check->of.replacement;
    struct buf message = {.arena = run->arena};
    buf_add(&message, STR("the key "));
    words_quoted(&message, at->where->value->key);
    buf_add(&message, STR(" is deprecated"));
    if (instead.ptr != NULL) buf_printf(&message, "; write \"%.*s\"", STR_FMT(instead));
    struct cause cause = {SCHEMA_DEPRECATED_KEY, check->name, check->node};
    struct schema_finding *finding = fault_key(run, &up, at->where->value, cause, buf_str(&message));
    if (finding != NULL) finding->suggestion = instead;
    return false;
}

static void build_deprecated(struct builder *builder) {
    const struct node *deprecated = build_get(builder, "deprecated");
    const struct node *replaced = build_get(builder, "x-replaced-by");
    if (!node_is_true(deprecated) && replaced == NULL) return;
    const struct node *node = replaced != NULL ? replaced : deprecated;
    struct assertion *check =
        build_add(builder, replaced ? "x-replaced-by" : "deprecated", node, check_deprecated);
    check->of.replacement = node_text(replaced, (struct str){0});
}

/* ---- x-ratio, x-sum ---------------------------------------------------------------------------------------------------- */

static bool say_number(struct validation *run, const struct at *at, const struct assertion *check,
                       double expected, const char *of) {
    if (fabs(at->where->value->number - expected) <= 1e-9 * fmax(1, fabs(expected))) return true;
    struct cause cause = {SCHEMA_BAD_NUMBERS, check->name, check->node};
    return fault_expected(run, at, cause, "%.12g, %s", expected, of);
}

static bool check_ratio(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct number_relation *relation = check->of.numbers;
    if (run->findings == NULL || !value_is_number(at->where->value)) return true;
    const struct node *other = sibling(at, relation->of.items[0]);
    if (other == NULL || !value_is_number(other)) return true;
    struct str of = str_printf(run->arena, "%.12g times %.*s (%.12g)", relation->ratio,
                               STR_FMT(relation->of.items[0]), other->number);
    if (relation->ratio == 0.5)
        of = str_printf(run->arena, "half of %.*s (%.12g)", STR_FMT(relation->of.items[0]), other->number);
    return say_number(run, at, check, other->number * relation->ratio, str_c(run->arena, of));
}

/* Adds the number at "a.b", or at "a" and below in each item of a list ("sessions[].hours"). False: no number. */
static bool add_path(const struct node *from, struct str path, double *sum) {
    while (path.len > 0 && from != NULL) {
        struct str key = str_cut(&path, '.');
        bool each = str_ends(key, STR("[]"));
        from = node_get_nocase(from, each ? str_sub(key, 0, key.len - 2) : key);
        if (!each) continue;
        if (from == NULL || from->kind != NODE_ARRAY) return false;
        bool all = true;
        for (const struct node *item = from->child; item != NULL; item = item->next)
            all = all && (item->kind == NODE_OBJECT || path.len == 0) && add_path(item, path, sum);
        return all;
    }
    if (from == NULL || !value_is_number(from)) return false;
    *sum += from->number;
    return true;
}

static bool check_sum(struct validation *run, const struct at *at, const struct assertion *check) {
    if (run->findings == NULL || !value_is_number(at->where->value) || at->where->up == NULL) return true;
    double sum = 0;
    struct buf names = {.arena = run->arena};
    const str_array *of = &check->of.numbers->of;
    for (size_t i = 0; i < of->len; i++) {
        if (!add_path(at->where->up->value, of->items[i], &sum))
            return true; /* not all there: nothing to add up */
        buf_printf(&names, "%s%.*s", i == 0 ? "the sum of " : " and ", STR_FMT(of->items[i]));
    }
    return say_number(run, at, check, sum, str_c(run->arena, buf_str(&names)));
}

static bool build_numbers(struct builder *builder) {
    struct arena *arena = builder->registry->arena;
    const struct node *sum = build_get(builder, "x-sum"), *ratio = build_get(builder, "x-ratio");
    if (sum != NULL) {
        struct number_relation *relation = ARENA_NEW(arena, struct number_relation);
        for (const struct node *item = sum->child; item != NULL; item = item->next)
            *ARRAY_PUSH(arena, &relation->of) = item->text;
        build_add(builder, "x-sum", sum, check_sum)->of.numbers = relation;
    }
    if (ratio == NULL) return true;
    const struct node *of = node_get(ratio, STR("of")), *factor = node_get(ratio, STR("ratio"));
    if (of == NULL || !value_is_string(of) || factor == NULL || !value_is_number(factor) || ratio->count != 2)
        return refuse(builder, ratio, "{of: KEY, ratio: NUMBER}");
    struct number_relation *relation = ARENA_NEW(arena, struct number_relation);
    *ARRAY_PUSH(arena, &relation->of) = of->text;
    relation->ratio = factor->number;
    build_add(builder, "x-ratio", ratio, check_ratio)->of.numbers = relation;
    return true;
}

bool ours_build(struct builder *builder) {
    build_deprecated(builder);
    return dates_build(builder) && build_unique(builder) && build_reference(builder) &&
           build_numbers(builder) && filled_build(builder);
}
