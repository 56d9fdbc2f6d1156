/* prefixItems, items, contains, uniqueItems, min- and maxItems (core 10.3.1, validation 6.4). */
#include <math.h>

#include "schema/internal.h"

static bool check_elements(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct node *value = at->where->value;
    if (value->kind != NODE_ARRAY) return true;
    const struct subschemas *prefix = &check->of.elements.prefix;
    const struct subschema *rest = check->of.elements.rest;
    bool valid = true;
    uint32_t index = 0;
    for (const struct node *item = value->child; item != NULL; item = item->next, index++) {
        const struct subschema *schema = index < prefix->len ? prefix->items[index] : rest;
        if (schema == NULL) break;
        evaluated_mark(at->evaluated, index);
        valid &= validate_child(run, at, schema, item, index);
        if ((!valid && run->findings == NULL) || !validate_step(run, 1)) return false;
    }
    return valid;
}

/* ---- contains ------------------------------------------------------------------------------------------------ */

static bool wrong_contains(struct validation *run, const struct at *at, const struct assertion *check,
                           uint32_t found) {
    if (run->findings == NULL) return false;
    struct buf message = {.arena = run->arena};
    words_name(&message, run, at->where);
    double min = check->of.contains.min, max = check->of.contains.max;
    if (found == 0)
        buf_add(&message, STR(" has no item that is "));
    else if (found == 1)
        buf_add(&message, STR(" has 1 item that is "));
    else
        buf_printf(&message, " has %u items that are each ", found);
    words_expected(&message, check->of.contains.schema);
    if (found > max)
        buf_printf(&message, "; expected at most %.0f", max);
    else if (min > 1)
        buf_printf(&message, "; expected at least %.0f", min);
    struct cause cause = {SCHEMA_BAD_ITEMS, check->name, check->node};
    fault_new(run, at, cause, buf_str(&message));
    return false;
}

static bool check_contains(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct node *value = at->where->value;
    if (value->kind != NODE_ARRAY) return true;
    uint32_t found = 0, index = 0;
    for (const struct node *item = value->child; item != NULL; item = item->next, index++) {
        struct where where = {
            .up = at->where, .value = item, .index = index, .outer = check->of.contains.schema};
        struct at item_at = {.where = &where, .scope = at->scope};
        if (!validate_quietly(run, &item_at, check->of.contains.schema, NULL)) continue;
        evaluated_mark(at->evaluated, index);
        found++;
    }
    if (found >= check->of.contains.min && found <= check->of.contains.max) return true;
    return wrong_contains(run, at, check, found);
}

static void build_contains(struct builder *builder) {
    const struct node *node = build_get(builder, "contains");
    if (node == NULL) return;
    const struct node *min = build_get(builder, "minContains"), *max = build_get(builder, "maxContains");
    struct assertion *check = build_add(builder, "contains", node, check_contains);
    check->of.contains.schema = build_schema(builder, node);
    check->of.contains.min = min != NULL ? min->number : 1;
    check->of.contains.max = max != NULL ? max->number : HUGE_VAL;
}

/* ---- uniqueItems ---------------------------------------------------------------------------------------------- */

static bool repeated(struct validation *run, const struct at *at, const struct assertion *check,
                     const struct node *item, uint32_t index) {
    if (run->findings == NULL) return false;
    struct buf message = {.arena = run->arena};
    words_name(&message, run, at->where);
    buf_add(&message, STR(" holds "));
    words_value(&message, item);
    buf_add(&message, STR(" twice"));
    struct where where = {.up = at->where, .value = item, .index = index, .outer = at->schema};
    struct at item_at = {.schema = at->schema, .where = &where, .scope = at->scope};
    struct cause cause = {SCHEMA_BAD_ITEMS, check->name, check->node};
    fault_new(run, &item_at, cause, buf_str(&message));
    return false;
}

#define FEW_ITEMS 12

static bool few_unique(struct validation *run, const struct at *at, const struct assertion *check) {
    bool valid = true;
    uint32_t index = 0;
    for (const struct node *item = at->where->value->child; item != NULL; item = item->next, index++) {
        const struct node *before = at->where->value->child;
        while (before != item && !value_equal(before, item)) before = before->next;
        if (before != item) valid = repeated(run, at, check, item, index);
    }
    return valid;
}

static bool many_unique(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct node *list = at->where->value;
    size_t count = 64;
    while (count < (size_t)list->count * 2) count *= 2;
    const struct node **slots = ARENA_ARRAY(run->arena, const struct node *, count);
    bool valid = true;
    uint32_t index = 0;
    for (const struct node *item = list->child; item != NULL; item = item->next, index++) {
        size_t i = value_hash(item) & (count - 1);
        while (slots[i] != NULL && !value_equal(slots[i], item)) i = (i + 1) & (count - 1);
        if (slots[i] != NULL) valid = repeated(run, at, check, item, index);
        slots[i] = item;
    }
    return valid;
}

static bool check_unique(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct node *value = at->where->value;
    if (value->kind != NODE_ARRAY || !validate_step(run, value->size / 4)) return value->kind != NODE_ARRAY;
    return value->count <= FEW_ITEMS ? few_unique(run, at, check) : many_unique(run, at, check);
}

/* ---- minItems, maxItems ------------------------------------------------------------------------------------------ */

static const struct counted item_count = {"item", "an empty list"};

static bool check_max_items(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct node *value = at->where->value;
    return value->kind != NODE_ARRAY || value->count <= check->node->number ||
           fault_count(run, at, check, &item_count, value->count, "at most");
}

static bool check_min_items(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct node *value = at->where->value;
    return value->kind != NODE_ARRAY || value->count >= check->node->number ||
           fault_count(run, at, check, &item_count, value->count, "at least");
}

bool array_build(struct builder *builder) {
    const struct node *node = build_get(builder, "maxItems");
    if (node != NULL) build_add(builder, "maxItems", node, check_max_items);
    node = build_get(builder, "minItems");
    if (node != NULL) build_add(builder, "minItems", node, check_min_items);
    node = build_get(builder, "uniqueItems");
    if (node != NULL && node->boolean) build_add(builder, "uniqueItems", node, check_unique);
    build_contains(builder);
    const struct node *prefix = build_get(builder, "prefixItems"), *items = build_get(builder, "items");
    if (prefix == NULL && items == NULL) return true;
    struct assertion *check = build_add(builder, "items", items, check_elements);
    check->of.elements.prefix = build_list(builder, prefix);
    check->of.elements.rest = build_schema(builder, items);
    return true;
}
