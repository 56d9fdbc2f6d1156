/* properties and its kin, required, dependent*, min- and maxProperties (core 10.2.2 and 10.3.2, validation 6.5). */
#include "schema/internal.h"

/* What map has for key, whose case counts for nothing when nocase (the map's keys are lower-cased then). */
static void *find_key(struct arena *arena, const struct map *map, struct str key, bool nocase) {
    if (!nocase) return map_get(map, key);
    char lower[128];
    if (key.len > sizeof lower) return map_get(map, str_lower(arena, key));
    for (size_t i = 0; i < key.len; i++) {
        char c = key.ptr[i];
        lower[i] = char_lower(c);
    }
    return map_get(map, (struct str){lower, key.len});
}

static bool unknown_key(struct validation *run, const struct at *at, const struct node *member,
                        const struct members *members) {
    if (run->findings == NULL) return false;
    struct buf message = {.arena = run->arena};
    buf_printf(&message, "unknown key ");
    words_quoted(&message, member->key);
    if (at->where->up != NULL) {
        buf_add(&message, STR(" in "));
        words_path(&message, at->where);
    }
    const struct known_keys *known = at->where->outer->known ? at->where->outer->known : at->schema->known;
    struct str near = known_nearest(known, member->key, false);
    if (near.ptr != NULL) buf_printf(&message, ", did you mean \"%.*s\"?", STR_FMT(near));
    struct cause cause = {SCHEMA_UNKNOWN_KEY, "additionalProperties", members->additional_node};
    struct schema_finding *finding = fault_key(run, at, member, cause, buf_str(&message));
    if (finding != NULL) finding->suggestion = near;
    return false;
}

static bool check_additional(struct validation *run, const struct at *at, const struct node *member,
                             uint32_t index, const struct members *members) {
    if (members->additional->accepts == ACCEPTS_NONE) return unknown_key(run, at, member, members);
    evaluated_mark(at->evaluated, index);
    return validate_child(run, at, members->additional, member, index);
}

static bool check_patterns(struct validation *run, const struct at *at, const struct node *member,
                           uint32_t index, const struct members *members, bool *matched) {
    bool valid = true;
    for (size_t i = 0; i < members->patterns.len; i++) {
        const struct pattern_member *pattern = &members->patterns.items[i];
        if (!validate_step(run, 1)) return false;
        enum regex_result result = validate_search(run, pattern->regex, member->key);
        if (result == REGEX_LIMIT && run->limit == NULL)
            run->limit = "has a key on which a pattern takes too many steps";
        if (run->limit != NULL) return false;
        if (result != REGEX_MATCH) continue;
        *matched = true;
        valid &= validate_child(run, at, pattern->schema, member, index);
    }
    return valid;
}

static bool check_name(struct validation *run, const struct at *at, const struct node *member,
                       const struct members *members) {
    struct node name = {.kind = NODE_STRING, .text = member->key, .span = member->key_span, .size = 1};
    struct where where = {.up = at->where, .value = &name, .outer = members->names};
    struct at name_at = {.schema = members->names, .where = &where, .scope = at->scope};
    if (validate_quietly(run, &name_at, members->names, NULL)) return true;
    if (run->findings == NULL) return false;
    struct buf message = {.arena = run->arena};
    buf_add(&message, STR("the key "));
    words_quoted(&message, member->key);
    buf_add(&message, STR(" is not allowed; expected "));
    words_expected(&message, members->names);
    struct cause cause = {SCHEMA_UNKNOWN_KEY, "propertyNames", members->names_node};
    fault_key(run, at, member, cause, buf_str(&message));
    return false;
}

static bool check_member(struct validation *run, const struct at *at, const struct members *members,
                         const struct node *member, uint32_t index) {
    bool valid = true, matched = false;
    const struct subschema *property = NULL;
    if (member->key.len <= members->longest)
        property = find_key(run->arena, &members->properties, member->key, at->schema->nocase);
    if (property != NULL) {
        matched = true;
        valid &= validate_child(run, at, property, member, index);
    }
    valid &= check_patterns(run, at, member, index, members, &matched);
    if (matched)
        evaluated_mark(at->evaluated, index);
    else if (members->additional != NULL)
        valid &= check_additional(run, at, member, index, members);
    if (members->names != NULL) valid &= check_name(run, at, member, members);
    return valid;
}

static bool check_members(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct node *value = at->where->value;
    if (value->kind != NODE_OBJECT) return true;
    bool valid = true;
    uint32_t index = 0;
    for (const struct node *member = value->child; member != NULL; member = member->next) {
        valid &= check_member(run, at, check->of.members, member, index++);
        if ((!valid && run->findings == NULL) || !validate_step(run, 1)) return false;
    }
    return valid;
}

static bool build_patterns(struct builder *builder, struct members *members, const struct node *patterns) {
    const struct node *item = patterns != NULL ? patterns->child : NULL;
    for (; item != NULL; item = item->next) {
        struct regex *regex = build_pattern(builder, item->key, item);
        if (regex == NULL) return false;
        *ARRAY_PUSH(builder->registry->arena, &members->patterns) =
            (struct pattern_member){.text = item->key, .regex = regex, .schema = build_schema(builder, item)};
    }
    return true;
}

static bool build_members(struct builder *builder) {
    const struct node *properties = build_get(builder, "properties");
    const struct node *patterns = build_get(builder, "patternProperties");
    const struct node *additional = build_get(builder, "additionalProperties");
    const struct node *names = build_get(builder, "propertyNames");
    if (!properties && !patterns && !additional && !names) return true;
    struct arena *arena = builder->registry->arena;
    struct members *members = ARENA_NEW(arena, struct members);
    const struct node *item = properties != NULL ? properties->child : NULL;
    for (; item != NULL; item = item->next) {
        struct str key = build_key(builder, item->key);
        if (key.len > members->longest) members->longest = key.len;
        *map_slot(arena, &members->properties, key) = build_schema(builder, item);
    }
    members->additional = build_schema(builder, additional);
    members->additional_node = additional;
    members->names = build_schema(builder, names);
    members->names_node = names;
    if (!build_patterns(builder, members, patterns)) return false;
    build_add(builder, "properties", properties, check_members)->of.members = members;
    return true;
}

/* ---- required, dependentRequired, dependentSchemas --------------------------------------------------------------- */

static uint64_t length_bit(struct str s) {
    return UINT64_C(1) << (s.len < 63 ? s.len : 63);
}

/* Marks the positions of the names that value has. Most keys are as long as none of the names and are not looked up. */
static void mark_present(struct validation *run, const struct at *at, const struct map *names,
                         struct evaluated *present) {
    uint64_t lengths = 0;
    for (size_t i = 0; i < names->len; i++) lengths |= length_bit(names->entries[i].key);
    for (const struct node *member = at->where->value->child; member != NULL; member = member->next) {
        if (!(lengths & length_bit(member->key))) continue;
        uintptr_t position = (uintptr_t)find_key(run->arena, names, member->key, at->schema->nocase);
        if (position > 0) evaluated_mark(present, (uint32_t)(position - 1));
    }
}

static bool check_required(struct validation *run, const struct at *at, const struct assertion *check) {
    if (at->where->value->kind != NODE_OBJECT || check->node->count == 0) return true;
    struct evaluated present;
    evaluated_init(run->arena, &present, check->node);
    mark_present(run, at, check->of.required, &present);
    bool valid = true;
    uint32_t index = 0;
    for (const struct node *name = check->node->child; name != NULL; name = name->next) {
        if (evaluated_has(&present, index++)) continue;
        /* A name that is listed twice counts at its last position. */
        if ((uintptr_t)find_key(run->arena, check->of.required, name->text, at->schema->nocase) != index)
            continue;
        struct cause cause = {SCHEMA_MISSING_KEY, check->name, name};
        valid = fault_missing(run, at, name->text, NULL, cause);
        if (run->findings == NULL) return false;
    }
    return valid;
}

static const struct node *find_member(const struct at *at, struct str key) {
    const struct node *value = at->where->value;
    return at->schema->nocase ? node_get_nocase(value, key) : node_get(value, key);
}

static bool check_needs(struct validation *run, const struct at *at, const struct assertion *check,
                        const struct node *member, const struct node *names) {
    bool valid = true;
    for (const struct node *name = names->child; name != NULL; name = name->next) {
        struct cause cause = {SCHEMA_MISSING_KEY, check->name, name};
        if (!validate_step(run, 1 + at->where->value->count / 8)) return false;
        if (find_member(at, name->text) != NULL) continue;
        const char *reason = NULL;
        if (run->findings != NULL)
            reason = str_c(run->arena, str_printf(run->arena, "\"%.*s\" needs it", STR_FMT(member->key)));
        valid = fault_missing(run, at, name->text, reason, cause);
    }
    return valid;
}

static bool check_dependent_required(struct validation *run, const struct at *at,
                                     const struct assertion *check) {
    if (at->where->value->kind != NODE_OBJECT) return true;
    bool valid = true;
    for (const struct node *names = check->node->child; names != NULL; names = names->next) {
        const struct node *member = find_member(at, names->key);
        if (!validate_step(run, 1 + at->where->value->count / 8)) return false;
        if (member != NULL) valid &= check_needs(run, at, check, member, names);
    }
    return valid;
}

static bool check_dependent_schemas(struct validation *run, const struct at *at,
                                    const struct assertion *check) {
    if (at->where->value->kind != NODE_OBJECT) return true;
    bool valid = true;
    const struct node *entry = check->node->child;
    for (size_t i = 0; i < check->of.list.len; i++, entry = entry->next) {
        if (!validate_step(run, 1 + at->where->value->count / 8)) return false;
        if (find_member(at, entry->key) != NULL) valid &= validate_in_place(run, at, check->of.list.items[i]);
    }
    return valid;
}

static void build_required(struct builder *builder) {
    const struct node *names = build_get(builder, "required");
    if (names == NULL) return;
    struct arena *arena = builder->registry->arena;
    struct map *map = ARENA_NEW(arena, struct map);
    uintptr_t position = 0;
    for (const struct node *name = names->child; name != NULL; name = name->next)
        *map_slot(arena, map, build_key(builder, name->text)) = (void *)++position;
    build_add(builder, "required", names, check_required)->of.required = map;
}

/* ---- minProperties, maxProperties ---------------------------------------------------------------------------------- */

static const struct counted key_count = {"key", "an empty map"};

static bool check_max_properties(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct node *value = at->where->value;
    return value->kind != NODE_OBJECT || value->count <= check->node->number ||
           fault_count(run, at, check, &key_count, value->count, "at most");
}

static bool check_min_properties(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct node *value = at->where->value;
    return value->kind != NODE_OBJECT || value->count >= check->node->number ||
           fault_count(run, at, check, &key_count, value->count, "at least");
}

bool object_build(struct builder *builder) {
    build_required(builder);
    const struct node *node = build_get(builder, "dependentRequired");
    if (node != NULL) build_add(builder, "dependentRequired", node, check_dependent_required);
    node = build_get(builder, "dependentSchemas");
    if (node != NULL)
        build_add(builder, "dependentSchemas", node, check_dependent_schemas)->of.list =
            build_list(builder, node);
    node = build_get(builder, "maxProperties");
    if (node != NULL) build_add(builder, "maxProperties", node, check_max_properties);
    node = build_get(builder, "minProperties");
    if (node != NULL) build_add(builder, "minProperties", node, check_min_properties);
    return build_members(builder);
}
