/* unevaluatedItems, unevaluatedProperties (core 11) and x-typos: they run last, on what nothing else has seen. */
#include "schema/internal.h"

static bool check_items(struct validation *run, const struct at *at, const struct assertion *check) {
    if (at->where->value->kind != NODE_ARRAY) return true;
    bool valid = true;
    uint32_t index = 0;
    for (const struct node *item = at->where->value->child; item != NULL; item = item->next, index++) {
        if (evaluated_has(at->evaluated, index)) continue;
        evaluated_mark(at->evaluated, index);
        valid &= validate_child(run, at, check->of.schema, item, index);
        if (!validate_step(run, 1)) return false;
    }
    return valid;
}

/* "unknown key …, did you mean …?" about a member, among the keys known where it stands. */
static bool unknown_key(struct validation *run, const struct at *at, const struct node *member,
                        const struct assertion *check, struct str near) {
    if (run->findings == NULL) return false;
    struct buf message = {.arena = run->arena};
    buf_add(&message, STR("unknown key "));
    words_quoted(&message, member->key);
    if (at->where->up != NULL) {
        buf_add(&message, STR(" in "));
        words_path(&message, at->where);
    }
    if (near.ptr != NULL) buf_printf(&message, ", did you mean \"%.*s\"?", STR_FMT(near));
    struct cause cause = {SCHEMA_UNKNOWN_KEY, check->name, check->node};
    struct schema_finding *finding = fault_key(run, at, member, cause, buf_str(&message));
    if (finding != NULL) finding->suggestion = near;
    return false;
}

static bool check_properties(struct validation *run, const struct at *at, const struct assertion *check) {
    if (at->where->value->kind != NODE_OBJECT) return true;
    bool valid = true, closed = check->of.schema->accepts == ACCEPTS_NONE;
    uint32_t index = 0;
    for (const struct node *member = at->where->value->child; member != NULL;
         member = member->next, index++) {
        if (evaluated_has(at->evaluated, index)) continue;
        evaluated_mark(at->evaluated, index);
        struct str near =
            run->findings && closed ? known_nearest(at->schema->known, member->key, false) : STR("");
        valid &= closed ? unknown_key(run, at, member, check, near)
                        : validate_child(run, at, check->of.schema, member, index);
        if ((!valid && run->findings == NULL) || !validate_step(run, 1)) return false;
    }
    return valid;
}

/* ---- x-typos: unknown keys are allowed, unless they look like a known one ---------------------------------------- */

static bool is_known(const struct validation *run, const struct at *at, struct str key) {
    bool nocase = at->schema->nocase;
    const struct known_keys *own = at->schema->known, *outer = at->where->outer->known;
    if (known_has(own, key, nocase) || (outer != own && known_has(outer, key, nocase))) return true;
    for (size_t i = 0; at->where->up == NULL && i < run->schema_count; i++) {
        const struct known_keys *other = run->schemas[i]->root->known;
        if (other != own && other != outer && known_has(other, key, nocase)) return true;
    }
    return false;
}

static bool is_let_be(const struct node *options, struct str key) {
    const struct node *list = options->kind == NODE_OBJECT ? node_get(options, STR("allow")) : NULL;
    const struct node *item = list != NULL ? list->child : NULL;
    for (; item != NULL; item = item->next)
        if (value_is_string(item) && str_eq_nocase(item->text, key)) return true;
    return false;
}

#define FEW_KEYS 20 /* among more, an accidental likeness is likely */

/* Advice about what the author wrote: it decides nothing in quiet runs. */
static bool check_typos(struct validation *run, const struct at *at, const struct assertion *check) {
    if (run->findings == NULL || at->where->value->kind != NODE_OBJECT) return true;
    bool valid = true;
    uint32_t index = 0;
    for (const struct node *member = at->where->value->child; member != NULL;
         member = member->next, index++) {
        if (!validate_step(run, 1)) return false;
        if (is_known(run, at, member->key)) continue;
        bool strict = at->schema->known->names.len > FEW_KEYS;
        struct str near = known_nearest(at->schema->known, member->key, strict);
        if (near.ptr == NULL || is_let_be(check->node, member->key)) continue;
        valid = unknown_key(run, at, member, check, near);
    }
    return valid;
}

static void build_check(struct builder *builder, const char *name, check_run *run) {
    const struct node *node = build_get(builder, name);
    if (node == NULL) return;
    builder->schema->unevaluated = true;
    build_add(builder, name, node, run)->of.schema = build_schema(builder, node);
}

bool unevaluated_build(struct builder *builder) {
    const struct node *typos = build_get(builder, "x-typos");
    if (typos != NULL && (typos->kind == NODE_OBJECT || node_is_true(typos)))
        build_add(builder, "x-typos", typos, check_typos);
    build_check(builder, "unevaluatedItems", check_items);
    build_check(builder, "unevaluatedProperties", check_properties);
    return true;
}
