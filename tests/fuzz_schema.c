/* libFuzzer entry for schemas. An even first byte: the rest is a schema in YAML, a NUL, a value in YAML. An odd one: the
 * rest drives a grammar that makes a schema and a value in JSON. Whatever the two, findings are made exactly when the
 * value is not valid, and every span lies in its text. */
#include "schema/schema.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds) abort();
}

/* ---- the grammar ----------------------------------------------------------------------------------------------- */

struct maker {
    const uint8_t *data;
    size_t size, at;
    struct buf out;
};

static unsigned choose(struct maker *m, unsigned n) {
    return m->at < m->size ? m->data[m->at++] % n : 0;
}

static void make_value(struct maker *m, int depth) {
    static const char *const scalars[] = {
        "null",      "true",           "0",     "1",    "-1.5",      "7", "1e3", "\"\"", "\"a\"", "\"b\"",
        "\"title\"", "\"2024-01-31\"", "\"Ä\"", "0.01", "\"a@b.ch\""};
    unsigned kind = depth > 4 ? 0 : choose(m, 4), count = kind < 2 ? 0 : choose(m, 4);
    if (kind < 2) buf_add(&m->out, str_from(scalars[choose(m, ARRAY_LEN(scalars))]));
    for (unsigned i = 0; i < count; i++) {
        buf_add_char(&m->out, i > 0 ? ',' : kind == 2 ? '[' : '{');
        if (kind == 3) buf_printf(&m->out, "\"%c%u\":", "abt"[choose(m, 3)], i);
        make_value(m, depth + 1);
    }
    if (kind >= 2) buf_printf(&m->out, count > 0 ? "%c" : kind == 2 ? "[%c" : "{%c", kind == 2 ? ']' : '}');
}

static void make_schema(struct maker *m, int depth);

static void make_list(struct maker *m, int depth) {
    unsigned count = 1 + choose(m, 3);
    for (unsigned i = 0; i < count; i++) {
        buf_add_char(&m->out, i == 0 ? '[' : ',');
        make_schema(m, depth + 1);
    }
    buf_add_char(&m->out, ']');
}

static void make_map(struct maker *m, const char *form, int depth) {
    unsigned count = choose(m, 4);
    buf_add_char(&m->out, '{');
    for (unsigned i = 0; i < count; i++) {
        buf_add(&m->out, i == 0 ? STR("\"") : STR(",\""));
        buf_printf(&m->out, "%s%c%u\":", form, "abt"[choose(m, 3)], i);
        make_schema(m, depth + 1);
    }
    buf_add_char(&m->out, '}');
}

static void make_keyword(struct maker *m, int depth) {
    static const char *const schemas[] = {
        "items", "contains",         "additionalProperties",  "not",          "if", "then",
        "else",  "unevaluatedItems", "unevaluatedProperties", "propertyNames"};
    static const char *const lists[] = {"allOf", "anyOf", "oneOf", "prefixItems"};
    static const char *const plain[] = {"\"type\":\"string\"",
                                        "\"type\":[\"integer\",\"null\",\"array\"]",
                                        "\"required\":[\"a0\",\"b1\"]",
                                        "\"minLength\":1",
                                        "\"maximum\":5",
                                        "\"uniqueItems\":true",
                                        "\"pattern\":\"^a|b+$\"",
                                        "\"format\":\"date\"",
                                        "\"multipleOf\":0.01",
                                        "\"$ref\":\"#\"",
                                        "\"$ref\":\"#/$defs/a0\"",
                                        "\"$dynamicRef\":\"#n\"",
                                        "\"x-typos\":true",
                                        "\"x-nocase\":true",
                                        "\"minContains\":0",
                                        "\"maxItems\":2",
                                        "\"dependentRequired\":{\"a0\":[\"b0\"]}",
                                        "\"deprecated\":true",
                                        "\"x-date\":{\"min\":\"2020-01-01\"}",
                                        "\"x-ratio\":{\"of\":\"a0\",\"ratio\":0.5}",
                                        "\"x-sum\":[\"a0[].b0\"]",
                                        "\"minProperties\":2",
                                        "\"format\":\"email\""};
    unsigned kind = choose(m, 8);
    if (kind == 0 || kind == 1) {
        buf_printf(&m->out, "\"%s\":", schemas[choose(m, ARRAY_LEN(schemas))]);
        make_schema(m, depth + 1);
    } else if (kind == 2) {
        buf_printf(&m->out, "\"%s\":", lists[choose(m, ARRAY_LEN(lists))]);
        make_list(m, depth);
    } else if (kind == 3) {
        buf_add(&m->out, choose(m, 2) ? STR("\"properties\":") : STR("\"$defs\":"));
        make_map(m, "", depth);
    } else if (kind == 4) {
        buf_add(&m->out, STR("\"patternProperties\":"));
        make_map(m, "^", depth);
    } else if (kind == 5) {
        buf_add(&m->out, choose(m, 2) ? STR("\"enum\":[") : STR("\"examples\":["));
        make_value(m, 3);
        buf_add_char(&m->out, ']');
    } else {
        buf_add(&m->out, str_from(plain[choose(m, ARRAY_LEN(plain))]));
    }
}

static void make_schema(struct maker *m, int depth) {
    unsigned count = depth > 5 ? 0 : choose(m, 5);
    if (count == 0) {
        buf_add(&m->out, choose(m, 3) ? STR("true") : STR("false"));
        return;
    }
    for (unsigned i = 0; i < count; i++) {
        buf_add_char(&m->out, i == 0 ? '{' : ',');
        if (depth == 0 && i == 0) buf_add(&m->out, STR("\"$dynamicAnchor\":\"n\","));
        make_keyword(m, depth);
    }
    buf_add_char(&m->out, '}');
}

/* ---- the run ------------------------------------------------------------------------------------------------------ */

static struct node *read_text(struct arena *arena, struct str text, enum format format) {
    struct node_options options = {.format = format, .max_nodes = 20000};
    node_errors errors = {0};
    return node_read(arena, text, (struct span){0, (uint32_t)text.len}, &options, &errors);
}

/* Findings of the x- keywords are made about valid values too. */
static bool is_advice(const struct schema_finding *finding) {
    return str_starts(finding->keyword, STR("x-")) || str_eq(finding->keyword, STR("deprecated"));
}

static void check_findings(const schema_findings *findings, bool valid, struct str value, struct str schema) {
    bool limit = false, fault = false;
    for (size_t i = 0; i < findings->len; i++) {
        const struct schema_finding *finding = &findings->items[i];
        limit = limit || finding->fault == SCHEMA_LIMIT;
        fault = fault || !is_advice(finding);
        require(finding->missing || finding->span.end <= value.len);
        require(finding->span.start <= finding->span.end && finding->message.len > 0);
        require(finding->schema_span.start <= finding->schema_span.end);
        bool own = finding->schema_source->text.ptr == schema.ptr;
        require(!own || finding->schema_span.end <= schema.len);
    }
    if (limit || str_find(schema, STR("x-rules")) < schema.len) return; /* `level: off` makes no finding */
    require(valid == !fault);
}

static void run(struct arena *arena, struct str schema_text, struct str value_text, enum format format) {
    struct schema_registry *registry = schema_registry_new(arena, NULL);
    struct source source = {.path = STR("s"), .text = schema_text};
    struct error error = {0};
    const struct node *root = read_text(arena, schema_text, format);
    const struct node *value = read_text(arena, value_text, format);
    const struct schema *schema = root ? schema_load(registry, STR("s"), &source, root, &error) : NULL;
    if (root && !schema) require(error.message[0] != '\0');
    if (schema && value) {
        schema_findings findings = {0};
        bool valid = schema_is_valid(arena, schema, value);
        bool clean = schema_validate(arena, &schema, 1, value, NULL, &findings);
        require(clean == (findings.len == 0));
        check_findings(&findings, valid, value_text, schema_text);
        schema_selftest(arena, schema);
        struct schema_sample sample = {STR("p"), value};
        schema_infer(arena, &sample, 1, NULL);
    }
    schema_registry_free(registry);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena = {0};
    struct str text = {(const char *)data + (size > 0), size > 0 ? size - 1 : 0};
    if (size > 0 && data[0] % 2) {
        struct maker m = {.data = data, .size = size, .at = 1, .out = {.arena = &arena}};
        make_schema(&m, 0);
        struct str schema = str_copy(&arena, buf_str(&m.out));
        m.out.len = 0;
        make_value(&m, 0);
        run(&arena, schema, buf_str(&m.out), FORMAT_JSON);
    } else if (size > 0 && size < 65536) {
        size_t end = str_find_char(text, '\0');
        run(&arena, str_sub(text, 0, end), str_sub(text, end + 1, text.len), FORMAT_YAML);
    }
    arena_free(&arena);
    return 0;
}
