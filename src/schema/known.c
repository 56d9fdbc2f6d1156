/* The names a map may have, gathered through $ref and the in-place applicators: for "did you mean", x-typos and
 * x-unique. Gathering is bounded: a schema's references may form any graph. */
#include <string.h>

#include "schema/internal.h"

#define MAX_KNOWN   10000
#define MAX_MEMBERS 1000 /* keys of a page looked at for a missing one */
#define MAX_NESTING 16
#define MAX_VISITS  2000000u /* per registry */

struct gather {
    struct schema_registry *registry;
    struct known_keys *known;
    struct map seen; /* address of the node → subschema */
};

static void add_name(struct gather *gather, struct str name) {
    struct arena *arena = gather->registry->arena;
    struct str folded = str_lower(arena, name);
    void **slot = map_slot(arena, &gather->known->set, folded);
    if (*slot != NULL) return;
    struct str *copy = ARENA_NEW(arena, struct str);
    *copy = name;
    *slot = copy;
    *ARRAY_PUSH(arena, &gather->known->names) = name;
}

static void gather_keys(struct gather *gather, const struct subschema *schema, int depth);

static void gather_check(struct gather *gather, const struct assertion *check, int depth) {
    struct str name = str_from(check->name);
    if (str_eq(name, STR("$ref"))) gather_keys(gather, check->of.schema, depth);
    if (str_eq(name, STR("if"))) {
        gather_keys(gather, check->of.branch.condition, depth);
        gather_keys(gather, check->of.branch.then, depth);
        gather_keys(gather, check->of.branch.otherwise, depth);
    }
    bool list = str_eq(name, STR("allOf")) || str_eq(name, STR("anyOf")) || str_eq(name, STR("oneOf")) ||
                str_eq(name, STR("dependentSchemas"));
    for (size_t i = 0; list && i < check->of.list.len; i++)
        gather_keys(gather, check->of.list.items[i], depth);
}

static void gather_keys(struct gather *gather, const struct subschema *schema, int depth) {
    if (schema == NULL || depth >= MAX_NESTING || schema->node->kind != NODE_OBJECT) return;
    struct arena *arena = gather->registry->arena;
    void **seen =
        map_slot(arena, &gather->seen, (struct str){(const char *)&schema->node, sizeof schema->node});
    if (*seen != NULL) return;
    *seen = (void *)(uintptr_t)1;
    const struct node *properties = node_get(schema->node, STR("properties"));
    const struct node *item =
        properties != NULL && properties->kind == NODE_OBJECT ? properties->child : NULL;
    for (; item != NULL && gather->known->names.len < MAX_KNOWN; item = item->next) {
        if (++gather->registry->known_budget > MAX_VISITS) return;
        add_name(gather, item->key);
    }
    for (uint32_t i = 0; i < schema->check_count; i++) gather_check(gather, &schema->checks[i], depth + 1);
}

const struct known_keys *known_keys_of(struct schema_registry *registry, struct subschema *schema) {
    struct known_keys *known = ARENA_NEW(registry->arena, struct known_keys);
    struct gather gather = {.registry = registry, .known = known};
    gather_keys(&gather, schema, 0);
    known_prepare(registry->arena, known);
    return known;
}

bool known_has(const struct known_keys *known, struct str key, bool nocase) {
    char lower[128];
    if (known == NULL || key.len > sizeof lower) return false;
    for (size_t i = 0; i < key.len; i++) {
        char c = key.ptr[i];
        lower[i] = char_lower(c);
    }
    const struct str *name = map_get(&known->set, (struct str){lower, key.len});
    return name != NULL && (nocase || str_eq(*name, key));
}

/* ---- nearest ------------------------------------------------------------------------------------------------------- */

/* Letters and digits alone, lower-cased: `delivery-audiences` is `delivery_audiences` is `deliveryAudiences`. */
static struct str fold(struct str key, char *room, size_t size) {
    size_t len = 0;
    for (size_t i = 0; i < key.len && len < size; i++) {
        char c = key.ptr[i];
        if (c == '-' || c == '_' || c == ' ' || c == '.') continue;
        room[len++] = char_lower(c);
    }
    return (struct str){room, len};
}

static uint32_t letters(struct str s) {
    uint32_t bits = 0;
    for (size_t i = 0; i < s.len; i++) bits |= UINT32_C(1) << ((unsigned char)s.ptr[i] % 32);
    return bits;
}

static unsigned bit_count(uint32_t bits) {
    unsigned count = 0;
    for (; bits != 0; bits &= bits - 1) count++;
    return count;
}

/* How many slips a key of this length may have and still be taken for a known one. */
static size_t allowed_slips(size_t length, bool strict) {
    if (length < (strict ? 6u : 4u)) return 0;
    return length < 12 ? 1 : 2;
}

/* A plural for a singular, or the other way: as likely another key as a slip. */
static bool differs_by_s(struct str a, struct str b) {
    if (a.len < b.len) return differs_by_s(b, a);
    return a.len == b.len + 1 && a.ptr[b.len] == 's' && memcmp(a.ptr, b.ptr, b.len) == 0;
}

void known_prepare(struct arena *arena, struct known_keys *known) {
    known->folded = ARENA_ARRAY(arena, struct folded_key, known->names.len);
    for (size_t i = 0; i < known->names.len; i++) {
        struct str name = known->names.items[i];
        char *room = arena_alloc(arena, name.len + 1, 1);
        known->folded[i].text = fold(name, room, name.len);
        known->folded[i].letters = letters(known->folded[i].text);
    }
}

/* Slips between two folded keys, or `best` when there are as many or more. Each slip changes two letters at most,
 * which spares the count for nearly all pairs. */
static size_t slips_between(const struct folded_key *a, const struct folded_key *b, size_t best) {
    size_t longer = a->text.len > b->text.len ? a->text.len - b->text.len : b->text.len - a->text.len;
    if (longer >= best || bit_count(a->letters ^ b->letters) > 2 * (best - 1)) return best;
    size_t slips = str_distance(a->text, b->text, best - 1);
    return slips < best ? slips : best;
}

struct str known_nearest(const struct known_keys *known, struct str key, bool strict) {
    char room[64];
    if (known == NULL || key.len == 0 || key.len > sizeof room) return (struct str){0};
    struct folded_key wanted = {.text = fold(key, room, sizeof room)};
    wanted.letters = letters(wanted.text);
    size_t best = allowed_slips(wanted.text.len, strict) + 1;
    struct str nearest = {0};
    for (size_t i = 0; i < known->names.len && best > 0; i++) {
        size_t slips = slips_between(&wanted, &known->folded[i], best);
        if (slips >= best || (strict && differs_by_s(wanted.text, known->folded[i].text))) continue;
        best = slips;
        nearest = known->names.items[i];
    }
    return nearest;
}

struct str known_nearest_member(const struct node *object, struct str key) {
    char room[64], other_room[64];
    struct str nearest = {0};
    if (key.len == 0 || key.len > sizeof room) return nearest;
    struct folded_key wanted = {.text = fold(key, room, sizeof room)};
    wanted.letters = letters(wanted.text);
    size_t best = allowed_slips(wanted.text.len, false) + 1, seen = 0;
    for (const struct node *member = object->child; member != NULL && seen++ < MAX_MEMBERS;
         member = member->next) {
        if (member->key.len > sizeof other_room) continue;
        struct folded_key other = {.text = fold(member->key, other_room, sizeof other_room)};
        other.letters = letters(other.text);
        size_t slips = slips_between(&wanted, &other, best);
        if (slips >= best) continue;
        best = slips;
        nearest = member->key;
    }
    return nearest;
}

/* ---- x-unique --------------------------------------------------------------------------------------------------------- */

struct schema_uniques {
    struct arena *arena;
    ARRAY_OF(struct schema_unique) found;
    size_t visits;
};

static void gather_uniques(struct schema_uniques *uniques, const struct subschema *schema, struct str path,
                           int depth);

/* A key without a name of its own is compared under its path; the check learns it here. */
static void add_unique(struct schema_uniques *uniques, struct schema_unique *unique, struct str path) {
    if (unique->name.ptr == NULL) unique->name = path;
    if (unique->path.ptr == NULL) unique->path = path;
    for (size_t i = 0; i < uniques->found.len; i++)
        if (str_eq(uniques->found.items[i].path, path)) return;
    struct schema_unique *added = ARRAY_PUSH(uniques->arena, &uniques->found);
    *added = *unique;
    added->path = path;
}

static void gather_properties(struct schema_uniques *uniques, const struct members *members, struct str path,
                              int depth) {
    for (size_t i = 0; i < members->properties.len; i++) {
        const struct map_entry *entry = &members->properties.entries[i];
        const char *dot = path.len > 0 ? "." : "";
        struct str inner = str_printf(uniques->arena, "%.*s%s%.*s", STR_FMT(path), dot, STR_FMT(entry->key));
        gather_uniques(uniques, entry->value, inner, depth);
    }
}

static void gather_uniques(struct schema_uniques *uniques, const struct subschema *schema, struct str path,
                           int depth) {
    if (depth >= MAX_NESTING || ++uniques->visits > MAX_KNOWN) return;
    for (uint32_t i = 0; i < schema->check_count; i++) {
        const struct assertion *check = &schema->checks[i];
        struct str name = str_from(check->name);
        if (str_eq(name, STR("x-unique"))) add_unique(uniques, check->of.unique, path);
        if (str_eq(name, STR("$ref"))) gather_uniques(uniques, check->of.schema, path, depth + 1);
        if (str_eq(name, STR("properties"))) gather_properties(uniques, check->of.members, path, depth + 1);
        for (size_t j = 0; str_eq(name, STR("allOf")) && j < check->of.list.len; j++)
            gather_uniques(uniques, check->of.list.items[j], path, depth + 1);
    }
}

void known_uniques(struct schema *schema) {
    struct schema_uniques uniques = {.arena = schema->registry->arena};
    gather_uniques(&uniques, schema->root, STR(""), 0);
    schema->uniques = uniques.found.items;
    schema->unique_count = uniques.found.len;
}
