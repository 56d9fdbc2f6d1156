/* type, enum, const, numbers and strings (validation sections 6.1 to 6.3, 7). */
#include <math.h>

#include "schema/internal.h"

/* ---- type --------------------------------------------------------------------------------------------------- */

static bool looks_boolean(struct str text) {
    static const char *const words[] = {"true", "false", "yes", "no", "on", "off", "y", "n"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_eq_nocase(text, str_from(words[i]))) return true;
    return false;
}

static bool looks_numeric(struct str text) {
    bool digit = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (char_is_digit(c))
            digit = true;
        else if (c != '.' && !(i == 0 && (c == '-' || c == '+')))
            return false;
    }
    return digit;
}

/* What to do about a value that is of the right kind but for how it is written. */
static const char *type_hint(const struct validation *run, const struct node *value, unsigned expected) {
    bool number = expected & (1u << JSON_NUMBER | 1u << JSON_INTEGER);
    if (value->kind == NODE_STRING && number && looks_numeric(value->text)) return ": remove the quotes";
    if (value->kind == NODE_STRING && expected == 1u << JSON_BOOLEAN && looks_boolean(value->text))
        return run->site != NULL && run->site->yaml_1_2 != NULL && value->style == STYLE_PLAIN
                   ? str_printf(run->arena, ": this is text since %s, write true or false",
                                run->site->yaml_1_2)
                         .ptr
                   : ": write true or false without quotes";
    if ((value_is_number(value) || value->kind == NODE_BOOL) && expected == 1u << JSON_STRING)
        return ": put it in quotes";
    if (value_is_string(value) && expected == 1u << JSON_ARRAY) return ": write it as a list, even of one";
    return "";
}

static const char *kind_in_words(const struct node *value) {
    if (value_is_string(value)) return " (string)";
    if (value_is_number(value)) return " (number)";
    return value->kind == NODE_BOOL ? " (true or false)" : "";
}

static bool check_type(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct node *value = at->where->value;
    if (value_types(value) & check->of.types) return true;
    if (run->findings == NULL) return false;
    struct buf message = {.arena = run->arena};
    words_name(&message, run, at->where);
    buf_add(&message, STR(" is "));
    words_value(&message, value);
    buf_printf(&message, "%s; expected ", kind_in_words(value));
    words_types(&message, check->of.types);
    buf_add(&message, str_from(type_hint(run, value, check->of.types)));
    struct cause cause = {SCHEMA_WRONG_TYPE, check->name, check->node};
    fault_new(run, at, cause, buf_str(&message));
    return false;
}

static unsigned type_bit(const struct node *name) {
    return 1u << (name->kind == NODE_NULL ? JSON_NULL : value_type_of_name(name->text));
}

static void build_type(struct builder *builder) {
    const struct node *node = build_get(builder, "type");
    if (node == NULL) return;
    struct assertion *check = build_add(builder, "type", node, check_type);
    if (node->kind != NODE_ARRAY)
        check->of.types = type_bit(node);
    else
        for (const struct node *item = node->child; item != NULL; item = item->next)
            check->of.types |= type_bit(item);
}

/* ---- enum, const ---------------------------------------------------------------------------------------------- */

#define SHORT_LIST 8
#define LISTED     12 /* allowed values told in a message; of more, only the nearest */

static bool set_has(const struct value_set *set, const struct node *value) {
    if (set->slots == NULL) {
        for (const struct node *item = set->values->child; item != NULL; item = item->next)
            if (value_equal(item, value)) return true;
        return false;
    }
    size_t mask = set->slot_count - 1;
    for (size_t i = value_hash(value) & mask; set->slots[i] != NULL; i = (i + 1) & mask)
        if (value_equal(set->slots[i], value)) return true;
    return false;
}

static struct value_set *build_set(struct builder *builder, const struct node *values) {
    struct arena *arena = builder->registry->arena;
    struct value_set *set = ARENA_NEW(arena, struct value_set);
    *set = (struct value_set){.values = values};
    if (values->count <= SHORT_LIST) return set;
    for (set->slot_count = 16; set->slot_count < (size_t)values->count * 2;) set->slot_count *= 2;
    set->slots = ARENA_ARRAY(arena, const struct node *, set->slot_count);
    size_t mask = set->slot_count - 1;
    for (const struct node *item = values->child; item != NULL; item = item->next) {
        size_t i = value_hash(item) & mask;
        while (set->slots[i] != NULL && !value_equal(set->slots[i], item)) i = (i + 1) & mask;
        set->slots[i] = item;
    }
    return set;
}

static struct str nearest_value(struct arena *arena, const struct node *values, const struct node *value) {
    if (value->kind != NODE_STRING || values->count > 10000) return (struct str){0};
    str_array strings = {0};
    for (const struct node *item = values->child; item != NULL; item = item->next)
        if (item->kind == NODE_STRING) *ARRAY_PUSH(arena, &strings) = item->text;
    return str_nearest(value->text, strings.items, strings.len);
}

static bool check_enum(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct node *value = at->where->value;
    if (set_has(check->of.set, value)) return true;
    if (run->findings == NULL) return false;
    struct buf message = {.arena = run->arena};
    words_name(&message, run, at->where);
    buf_add(&message, STR(" is "));
    words_value(&message, value);
    buf_add(&message, STR("; expected "));
    if (check->node->count > LISTED)
        buf_printf(&message, "one of %u allowed values", check->node->count);
    else
        words_list(&message, check->node);
    struct str near = nearest_value(run->arena, check->node, value);
    if (near.ptr != NULL) buf_printf(&message, ", did you mean \"%.*s\"?", STR_FMT(near));
    struct cause cause = {SCHEMA_NOT_ALLOWED, check->name, check->node};
    struct schema_finding *finding = fault_new(run, at, cause, buf_str(&message));
    if (finding != NULL) finding->suggestion = near;
    return false;
}

static bool check_const(struct validation *run, const struct at *at, const struct assertion *check) {
    if (value_equal(check->node, at->where->value)) return true;
    if (run->findings == NULL) return false;
    struct buf expected = {.arena = run->arena};
    words_value(&expected, check->node);
    struct cause cause = {SCHEMA_NOT_ALLOWED, check->name, check->node};
    return fault_expected(run, at, cause, "%.*s", STR_FMT(buf_str(&expected)));
}

static void build_values(struct builder *builder) {
    const struct node *values = build_get(builder, "enum"), *constant = build_get(builder, "const");
    if (values != NULL) build_add(builder, "enum", values, check_enum)->of.set = build_set(builder, values);
    if (constant != NULL) build_add(builder, "const", constant, check_const);
}

/* ---- numbers ------------------------------------------------------------------------------------------------------ */

static bool out_of_range(struct validation *run, const struct at *at, const struct assertion *check,
                         const char *relation) {
    struct cause cause = {SCHEMA_OUT_OF_RANGE, check->name, check->node};
    return fault_expected(run, at, cause, "%s %.*s", relation, STR_FMT(check->node->text));
}

static bool check_maximum(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct node *value = at->where->value;
    return !value_is_number(value) || value->number <= check->of.number ||
           out_of_range(run, at, check, "at most");
}

static bool check_minimum(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct node *value = at->where->value;
    return !value_is_number(value) || value->number >= check->of.number ||
           out_of_range(run, at, check, "at least");
}

static bool check_below(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct node *value = at->where->value;
    return !value_is_number(value) || value->number < check->of.number ||
           out_of_range(run, at, check, "less than");
}

static bool check_above(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct node *value = at->where->value;
    return !value_is_number(value) || value->number > check->of.number ||
           out_of_range(run, at, check, "more than");
}

static bool check_multiple(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct node *value = at->where->value;
    return !value_is_number(value) || number_is_multiple(value, check->node) ||
           out_of_range(run, at, check, "a multiple of");
}

/* ---- strings -------------------------------------------------------------------------------------------------------- */

static const struct counted character_count = {"character", "empty"};

static bool check_max_length(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct node *value = at->where->value;
    if (!value_is_string(value) || (double)value->text.len <= check->of.number) return true;
    size_t length = unicode_length(value->text, UNIT_CHARACTER);
    return (double)length <= check->of.number ||
           fault_count(run, at, check, &character_count, length, "at most");
}

static bool check_min_length(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct node *value = at->where->value;
    if (!value_is_string(value) || (double)value->text.len >= check->of.number * 4) return true;
    size_t length = unicode_length(value->text, UNIT_CHARACTER);
    return (double)length >= check->of.number ||
           fault_count(run, at, check, &character_count, length, "at least");
}

/* The schema's first example, to show what a pattern asks for. */
static struct str first_example(const struct subschema *schema) {
    const struct node *examples = node_get(schema->node, STR("examples"));
    const struct node *first = examples != NULL && examples->kind == NODE_ARRAY ? examples->child : NULL;
    return node_text(first, (struct str){0});
}

static bool check_pattern(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct node *value = at->where->value;
    if (!value_is_string(value)) return true;
    enum regex_result result = validate_search(run, check->of.regex, value->text);
    if (result == REGEX_MATCH) return true;
    if (result == REGEX_LIMIT && run->findings == NULL && run->limit == NULL)
        run->limit = "has a value on which a pattern takes too many steps";
    if (result == REGEX_LIMIT) {
        struct cause limit = {SCHEMA_LIMIT, check->name, check->node};
        return fault_expected(run, at, limit, "a match of %.*s, which takes too many steps to find here",
                              STR_FMT(check->node->text));
    }
    struct cause cause = {SCHEMA_BAD_PATTERN, check->name, check->node};
    struct str example = first_example(at->schema);
    return fault_expected(run, at, cause, "text that matches %.*s%s%.*s%s", STR_FMT(check->node->text),
                          example.ptr ? ", such as \"" : "", STR_FMT(example), example.ptr ? "\"" : "");
}

static bool check_format(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct node *value = at->where->value;
    if (!value_is_string(value) || check->of.format->check(run->arena, value->text)) return true;
    struct cause cause = {SCHEMA_BAD_FORMAT, check->name, check->node};
    return fault_expected(run, at, cause, "%s", check->of.format->expected);
}

static bool build_format(struct builder *builder) {
    const struct node *node = build_get(builder, "format");
    bool asserts = builder->schema->resource->vocabularies & VOCABULARY_FORMAT_ASSERTION;
    if (node == NULL || (builder->registry->options.format_annotation && !asserts)) return true;
    const struct format_type *format = format_find(node->text);
    if (format != NULL) {
        build_add(builder, "format", node, check_format)->of.format = format;
        return true;
    }
    struct str near = format_nearest(node->text);
    if (near.ptr == NULL || builder->registry->options.lenient) return true;
    return registry_refuse(builder->error, builder->schema->resource, node,
                           "unknown format \"%.*s\", did you mean \"%.*s\"?", STR_FMT(node->text),
                           STR_FMT(near));
}

static bool build_pattern_check(struct builder *builder) {
    const struct node *node = build_get(builder, "pattern");
    if (node == NULL) return true;
    struct regex *regex = build_pattern(builder, node->text, node);
    if (regex == NULL) return false;
    build_add(builder, "pattern", node, check_pattern)->of.regex = regex;
    return true;
}

bool scalar_build(struct builder *builder) {
    static const struct {
        const char *name;
        check_run *run;
    } limits[] = {
        {"maximum", check_maximum},        {"minimum", check_minimum},     {"exclusiveMaximum", check_below},
        {"exclusiveMinimum", check_above}, {"multipleOf", check_multiple}, {"maxLength", check_max_length},
        {"minLength", check_min_length},
    };
    build_type(builder);
    build_values(builder);
    for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
        const struct node *node = build_get(builder, limits[i].name);
        if (node != NULL) build_add(builder, limits[i].name, node, limits[i].run)->of.number = node->number;
    }
    return build_pattern_check(builder) && build_format(builder);
}
