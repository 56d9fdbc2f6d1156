/* Every keyword of 2020-12, ours, and those of older drafts that would do nothing if they were let through. */
#include <math.h>

#include "schema/internal.h"

static const struct keyword keywords[] = {
    {"$schema", VOCABULARY_CORE, SHAPE_STRING, NULL},
    {"$id", VOCABULARY_CORE, SHAPE_STRING, NULL},
    {"$anchor", VOCABULARY_CORE, SHAPE_STRING, NULL},
    {"$dynamicAnchor", VOCABULARY_CORE, SHAPE_STRING, NULL},
    {"$ref", VOCABULARY_CORE, SHAPE_STRING, NULL},
    {"$dynamicRef", VOCABULARY_CORE, SHAPE_STRING, NULL},
    {"$vocabulary", VOCABULARY_CORE, SHAPE_MAP, NULL},
    {"$comment", VOCABULARY_CORE, SHAPE_STRING, NULL},
    {"$defs", VOCABULARY_CORE, SHAPE_SCHEMA_MAP, NULL},
    {"prefixItems", VOCABULARY_APPLICATOR, SHAPE_SCHEMA_LIST, NULL},
    {"items", VOCABULARY_APPLICATOR, SHAPE_SCHEMA, NULL},
    {"contains", VOCABULARY_APPLICATOR, SHAPE_SCHEMA, NULL},
    {"properties", VOCABULARY_APPLICATOR, SHAPE_SCHEMA_MAP, NULL},
    {"patternProperties", VOCABULARY_APPLICATOR, SHAPE_SCHEMA_MAP, NULL},
    {"additionalProperties", VOCABULARY_APPLICATOR, SHAPE_SCHEMA, NULL},
    {"propertyNames", VOCABULARY_APPLICATOR, SHAPE_SCHEMA, NULL},
    {"dependentSchemas", VOCABULARY_APPLICATOR, SHAPE_SCHEMA_MAP, NULL},
    {"allOf", VOCABULARY_APPLICATOR, SHAPE_SCHEMA_LIST, NULL},
    {"anyOf", VOCABULARY_APPLICATOR, SHAPE_SCHEMA_LIST, NULL},
    {"oneOf", VOCABULARY_APPLICATOR, SHAPE_SCHEMA_LIST, NULL},
    {"not", VOCABULARY_APPLICATOR, SHAPE_SCHEMA, NULL},
    {"if", VOCABULARY_APPLICATOR, SHAPE_SCHEMA, NULL},
    {"then", VOCABULARY_APPLICATOR, SHAPE_SCHEMA, NULL},
    {"else", VOCABULARY_APPLICATOR, SHAPE_SCHEMA, NULL},
    {"unevaluatedItems", VOCABULARY_UNEVALUATED, SHAPE_SCHEMA, NULL},
    {"unevaluatedProperties", VOCABULARY_UNEVALUATED, SHAPE_SCHEMA, NULL},
    {"type", VOCABULARY_VALIDATION, SHAPE_TYPE, NULL},
    {"enum", VOCABULARY_VALIDATION, SHAPE_LIST, NULL},
    {"const", VOCABULARY_VALIDATION, SHAPE_ANY, NULL},
    {"multipleOf", VOCABULARY_VALIDATION, SHAPE_POSITIVE, NULL},
    {"maximum", VOCABULARY_VALIDATION, SHAPE_NUMBER, NULL},
    {"exclusiveMaximum", VOCABULARY_VALIDATION, SHAPE_NUMBER, NULL},
    {"minimum", VOCABULARY_VALIDATION, SHAPE_NUMBER, NULL},
    {"exclusiveMinimum", VOCABULARY_VALIDATION, SHAPE_NUMBER, NULL},
    {"maxLength", VOCABULARY_VALIDATION, SHAPE_COUNT, NULL},
    {"minLength", VOCABULARY_VALIDATION, SHAPE_COUNT, NULL},
    {"pattern", VOCABULARY_VALIDATION, SHAPE_STRING, NULL},
    {"maxItems", VOCABULARY_VALIDATION, SHAPE_COUNT, NULL},
    {"minItems", VOCABULARY_VALIDATION, SHAPE_COUNT, NULL},
    {"uniqueItems", VOCABULARY_VALIDATION, SHAPE_BOOL, NULL},
    {"maxContains", VOCABULARY_VALIDATION, SHAPE_COUNT, NULL},
    {"minContains", VOCABULARY_VALIDATION, SHAPE_COUNT, NULL},
    {"maxProperties", VOCABULARY_VALIDATION, SHAPE_COUNT, NULL},
    {"minProperties", VOCABULARY_VALIDATION, SHAPE_COUNT, NULL},
    {"required", VOCABULARY_VALIDATION, SHAPE_STRING_LIST, NULL},
    {"dependentRequired", VOCABULARY_VALIDATION, SHAPE_STRING_LIST_MAP, NULL},
    {"title", VOCABULARY_METADATA, SHAPE_STRING, NULL},
    {"description", VOCABULARY_METADATA, SHAPE_STRING, NULL},
    {"default", VOCABULARY_METADATA, SHAPE_ANY, NULL},
    {"deprecated", VOCABULARY_METADATA, SHAPE_BOOL, NULL},
    {"readOnly", VOCABULARY_METADATA, SHAPE_BOOL, NULL},
    {"writeOnly", VOCABULARY_METADATA, SHAPE_BOOL, NULL},
    {"examples", VOCABULARY_METADATA, SHAPE_LIST, NULL},
    {"format", VOCABULARY_FORMAT_ANNOTATION | VOCABULARY_FORMAT_ASSERTION, SHAPE_STRING, NULL},
    {"contentEncoding", VOCABULARY_CONTENT, SHAPE_STRING, NULL},
    {"contentMediaType", VOCABULARY_CONTENT, SHAPE_STRING, NULL},
    {"contentSchema", VOCABULARY_CONTENT, SHAPE_SCHEMA, NULL},
    {"x-nocase", VOCABULARY_OURS, SHAPE_BOOL, NULL},
    {"x-typos", VOCABULARY_OURS, SHAPE_ANY, NULL},
    {"x-unique", VOCABULARY_OURS, SHAPE_ANY, NULL},
    {"x-ref", VOCABULARY_OURS, SHAPE_STRING, NULL},
    {"x-date", VOCABULARY_OURS, SHAPE_MAP, NULL},
    {"x-replaced-by", VOCABULARY_OURS, SHAPE_STRING, NULL},
    {"x-ratio", VOCABULARY_OURS, SHAPE_MAP, NULL},
    {"x-filled", VOCABULARY_OURS, SHAPE_BOOL, NULL},
    {"x-price", VOCABULARY_OURS, SHAPE_MAP, NULL},
    {"x-sum", VOCABULARY_OURS, SHAPE_STRING_LIST, NULL},
    {"x-rules", VOCABULARY_OURS, SHAPE_MAP, NULL},
    {"tests", VOCABULARY_OURS, SHAPE_LIST, NULL},
    {"id", VOCABULARY_CORE, SHAPE_OLD, "$id"},
    {"definitions", VOCABULARY_CORE, SHAPE_SCHEMA_MAP, NULL}, /* read as $defs, as its authors mean it */
    {"dependencies", VOCABULARY_CORE, SHAPE_OLD, "dependentRequired or dependentSchemas"},
    {"additionalItems", VOCABULARY_CORE, SHAPE_OLD, "prefixItems and items"},
    {"$recursiveRef", VOCABULARY_CORE, SHAPE_OLD, "$dynamicRef"},
    {"$recursiveAnchor", VOCABULARY_CORE, SHAPE_OLD, "$dynamicAnchor"},
    {"nullable", VOCABULARY_CORE, SHAPE_OLD, "type: [..., \"null\"]"},
};

const struct keyword *keyword_find(struct str name) {
    for (size_t i = 0; i < ARRAY_LEN(keywords); i++)
        if (name.len && name.ptr[0] == keywords[i].name[0] && str_eq(name, str_from(keywords[i].name)))
            return &keywords[i];
    return NULL;
}

struct str keyword_nearest(struct str name) {
    struct str names[ARRAY_LEN(keywords)];
    for (size_t i = 0; i < ARRAY_LEN(keywords); i++) names[i] = str_from(keywords[i].name);
    return str_nearest(name, names, ARRAY_LEN(names));
}

unsigned keyword_vocabulary(struct str uri) {
    static const char *const names[] = {"core",      "applicator",        "unevaluated",      "validation",
                                        "meta-data", "format-annotation", "format-assertion", "content"};
    static const char base[] = "https://json-schema.org/draft/2020-12/vocab/";
    if (!str_starts(uri, STR(base))) return 0;
    uri = str_sub(uri, sizeof base - 1, uri.len);
    for (unsigned i = 0; i < ARRAY_LEN(names); i++)
        if (str_eq(uri, str_from(names[i]))) return 1u << i;
    return 0;
}

static bool all_strings(const struct node *list) {
    if (list->kind != NODE_ARRAY) return false;
    for (const struct node *item = list->child; item != NULL; item = item->next)
        if (!value_is_string(item)) return false;
    return true;
}

static bool all_string_lists(const struct node *map) {
    if (map->kind != NODE_OBJECT) return false;
    for (const struct node *item = map->child; item != NULL; item = item->next)
        if (!all_strings(item)) return false;
    return true;
}

static bool is_type(const struct node *value) {
    if (value->kind == NODE_NULL) return true; /* `type: null` in YAML: meant as the type's name */
    if (value->kind == NODE_STRING) return value_type_of_name(value->text) >= 0;
    if (value->kind != NODE_ARRAY || value->count == 0) return false;
    for (const struct node *item = value->child; item != NULL; item = item->next)
        if (item->kind == NODE_ARRAY || !is_type(item)) return false;
    return true;
}

static bool is_count(const struct node *value) {
    return value_is_number(value) && value->number >= 0 && floor(value->number) == value->number;
}

const char *keyword_shape_fault(enum shape shape, const struct node *value) {
    bool map = value->kind == NODE_OBJECT, list = value->kind == NODE_ARRAY;
    switch (shape) {
    case SHAPE_SCHEMA: return map || value->kind == NODE_BOOL ? NULL : "a schema (a map, true or false)";
    case SHAPE_SCHEMA_LIST: return list && value->count > 0 ? NULL : "a list of at least one schema";
    case SHAPE_SCHEMA_MAP: return map ? NULL : "a map of schemas";
    case SHAPE_STRING: return value_is_string(value) ? NULL : "a string";
    case SHAPE_STRING_LIST: return all_strings(value) ? NULL : "a list of strings";
    case SHAPE_STRING_LIST_MAP: return all_string_lists(value) ? NULL : "a map of lists of strings";
    case SHAPE_NUMBER: return value_is_number(value) ? NULL : "a number";
    case SHAPE_POSITIVE: return value_is_number(value) && value->number > 0 ? NULL : "a number above 0";
    case SHAPE_COUNT: return is_count(value) ? NULL : "a whole number, 0 or more";
    case SHAPE_BOOL: return value->kind == NODE_BOOL ? NULL : "true or false";
    case SHAPE_LIST: return list ? NULL : "a list";
    case SHAPE_MAP: return map ? NULL : "a map";
    case SHAPE_TYPE:
        return is_type(value)
                   ? NULL
                   : "one of string, number, integer, boolean, array, object, \"null\", or a list of them";
    case SHAPE_ANY:
    case SHAPE_OLD: break;
    }
    return NULL;
}
