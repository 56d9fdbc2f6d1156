/* The JSON view of nodes: types, equality, hashing. A date (TOML, YAML) is the string it is written as. */
#include <math.h>
#include <string.h>

#include "schema/internal.h"

bool value_is_string(const struct node *value) {
    return value->kind == NODE_STRING || value->kind == NODE_DATE;
}

bool value_is_number(const struct node *value) {
    return value->kind == NODE_INTEGER || value->kind == NODE_FLOAT;
}

static const char *const type_names[JSON_TYPE_COUNT] = {"null",   "boolean", "object", "array",
                                                        "number", "string",  "integer"};

int value_type_of_name(struct str name) {
    for (int i = 0; i < JSON_TYPE_COUNT; i++)
        if (str_eq(name, str_from(type_names[i]))) return i;
    return -1;
}

unsigned value_types(const struct node *value) {
    switch (value->kind) {
    case NODE_NULL: return 1u << JSON_NULL;
    case NODE_BOOL: return 1u << JSON_BOOLEAN;
    case NODE_OBJECT: return 1u << JSON_OBJECT;
    case NODE_ARRAY: return 1u << JSON_ARRAY;
    case NODE_DATE:
    case NODE_STRING: return 1u << JSON_STRING;
    case NODE_INTEGER:
    case NODE_FLOAT: break;
    }
    bool whole = isfinite(value->number) && floor(value->number) == value->number;
    return 1u << JSON_NUMBER | (whole ? 1u << JSON_INTEGER : 0);
}

#define MANY_MEMBERS 64

/* Members in the same order cost one comparison each; only others are looked up, which is quadratic: for maps of many
 * members equal hashes are taken for equality. */
static bool objects_equal(const struct node *a, const struct node *b) {
    if (a->count > MANY_MEMBERS) return value_hash(a) == value_hash(b);
    const struct node *other = b->child;
    for (const struct node *member = a->child; member != NULL; member = member->next) {
        bool same = other != NULL && str_eq(member->key, other->key);
        const struct node *found = same ? other : node_get(b, member->key);
        if (found == NULL || !value_equal(member, found)) return false;
        if (other != NULL) other = other->next;
    }
    return true;
}

static bool arrays_equal(const struct node *a, const struct node *b) {
    const struct node *y = b->child;
    for (const struct node *x = a->child; x != NULL; x = x->next, y = y->next)
        if (!value_equal(x, y)) return false;
    return true;
}

bool value_equal(const struct node *a, const struct node *b) {
    if (value_is_string(a) && value_is_string(b)) return str_eq(a->text, b->text);
    if (value_is_number(a) && value_is_number(b)) return a->number == b->number;
    if (a->kind != b->kind) return false;
    if (a->kind == NODE_BOOL) return a->boolean == b->boolean;
    if (a->kind == NODE_NULL) return true;
    if (a->count != b->count) return false;
    return a->kind == NODE_ARRAY ? arrays_equal(a, b) : objects_equal(a, b);
}

static uint64_t mix(uint64_t hash, uint64_t more) {
    hash = (hash ^ more) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

static uint64_t number_hash(double number) {
    uint64_t bits = 0;
    double plain = number == 0 ? 0 : number; /* -0 equals 0 */
    memcpy(&bits, &plain, sizeof bits);
    return mix(4, bits);
}

uint64_t value_hash(const struct node *value) {
    uint64_t hash = 0;
    switch (value->kind) {
    case NODE_NULL: return 1;
    case NODE_BOOL: return value->boolean ? 2 : 3;
    case NODE_INTEGER:
    case NODE_FLOAT: return number_hash(value->number);
    case NODE_DATE:
    case NODE_STRING: return mix(5, str_hash(value->text));
    case NODE_ARRAY:
        hash = 6;
        for (const struct node *item = value->child; item != NULL; item = item->next)
            hash = mix(hash, value_hash(item));
        return hash;
    case NODE_OBJECT:
        for (const struct node *item = value->child; item != NULL; item = item->next)
            hash += mix(str_hash(item->key), value_hash(item)); /* order counts for nothing */
        return mix(7, hash);
    }
    return hash;
}
