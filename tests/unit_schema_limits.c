/* schema: hostile schemas and values end in a finding that says so; large honest ones are checked in full. */
#include "schema/schema.h"
#include "unit.h"

struct fixture {
    struct arena arena;
    struct schema_registry *registry;
    struct source source;
    struct error error;
    schema_findings findings;
};

static const struct node *read_text(struct fixture *f, struct str text, uint32_t nodes) {
    struct node_options options = {.format = FORMAT_JSON, .max_depth = 2000, .max_nodes = nodes};
    node_errors errors = {0};
    return node_read(&f->arena, text, (struct span){0, (uint32_t)text.len}, &options, &errors);
}

static const struct schema *compile(struct fixture *f, struct str text) {
    f->registry = schema_registry_new(&f->arena, NULL);
    f->source = (struct source){.path = STR("s.json"), .text = text};
    const struct node *root = read_text(f, text, 4000000);
    return root != NULL ? schema_load(f->registry, STR("s.json"), &f->source, root, &f->error) : NULL;
}

static bool validate(struct fixture *f, const struct schema *schema, struct str text) {
    const struct node *value = read_text(f, text, 4000000);
    CHECK(value != NULL);
    return value != NULL && schema_validate(&f->arena, &schema, 1, value, NULL, &f->findings);
}

static void end(struct fixture *f) {
    schema_registry_free(f->registry);
    arena_free(&f->arena);
    *f = (struct fixture){0};
}

static bool ends_in_limit(const struct fixture *f, const char *words) {
    for (size_t i = 0; i < f->findings.len; i++) {
        const struct schema_finding *finding = &f->findings.items[i];
        if (finding->fault != SCHEMA_LIMIT) continue;
        return str_find(finding->message, str_from(words)) < finding->message.len;
    }
    return false;
}

static void reference_to_itself(void) {
    struct fixture f = {0};
    const struct schema *schema = compile(&f, STR("{\"$ref\": \"#\"}"));
    CHECK(schema != NULL && !validate(&f, schema, STR("1")));
    CHECK(ends_in_limit(&f, "too deep"));
    end(&f);
}

/* Each level tries the next one twice: 2^40 evaluations without a limit. */
static void exponential_any_of(void) {
    struct fixture f = {0};
    struct buf text = {.arena = &f.arena};
    buf_add(&text, STR("{\"$ref\": \"#/$defs/d0\", \"$defs\": {"));
    for (int i = 0; i < 40; i++)
        buf_printf(&text, "\"d%d\": {\"anyOf\": [{\"$ref\": \"#/$defs/d%d\"}, {\"$ref\": \"#/$defs/d%d\"}]},",
                   i, i + 1, i + 1);
    buf_add(&text, STR("\"d40\": {\"type\": \"number\"}}}"));
    const struct schema *schema = compile(&f, buf_str(&text));
    CHECK(schema != NULL && !validate(&f, schema, STR("\"x\"")));
    CHECK(ends_in_limit(&f, "too many steps"));
    end(&f);
}

static void catastrophic_pattern(void) {
    struct fixture f = {0};
    const struct schema *schema = compile(&f, STR("{\"items\": {\"pattern\": \"^(a|a)*(a|a)*(a|a)*$\"}}"));
    struct buf text = {.arena = &f.arena};
    buf_add(&text, STR("[\""));
    for (int i = 0; i < 5000; i++) buf_add_char(&text, 'a');
    buf_add(&text, STR("b\", \"a\", \"b\"]"));
    CHECK(schema != NULL && !validate(&f, schema, buf_str(&text)));
    CHECK(f.findings.len == 2); /* the one after it is still checked */
    CHECK(f.findings.len == 2 && f.findings.items[0].fault == SCHEMA_LIMIT);
    CHECK(f.findings.len == 2 && f.findings.items[1].fault == SCHEMA_BAD_PATTERN);
    end(&f);
}

static void many_findings(void) {
    struct fixture f = {0};
    const struct schema *schema = compile(&f, STR("{\"items\": {\"type\": \"string\"}}"));
    struct buf text = {.arena = &f.arena};
    for (int i = 0; i < 3000; i++) buf_printf(&text, "%s%d", i == 0 ? "[" : ",", i);
    buf_add(&text, STR("]"));
    CHECK(schema != NULL && !validate(&f, schema, buf_str(&text)));
    CHECK(f.findings.len == SCHEMA_MAX_FINDINGS + 1);
    CHECK(ends_in_limit(&f, "more findings"));
    end(&f);
}

/* 10 MB of allowed values: a lookup each, on 20,000 values. */
static void large_enum(void) {
    struct fixture f = {0};
    struct buf text = {.arena = &f.arena}, values = {.arena = &f.arena};
    buf_add(&text, STR("{\"items\": {\"enum\": ["));
    size_t count = 0;
    for (; text.len < (10u << 20); count++)
        buf_printf(&text, "%s\"an allowed value of some length, number %zu\"", count == 0 ? "" : ",", count);
    buf_add(&text, STR("]}}"));
    for (size_t i = 0; i < 20000; i++)
        buf_printf(&values, "%s\"an allowed value of some length, number %zu\"", i == 0 ? "[" : ",", i * 7);
    buf_add(&values, STR(", \"another\"]"));
    const struct schema *schema = compile(&f, buf_str(&text));
    CHECK(schema != NULL && !validate(&f, schema, buf_str(&values)));
    CHECK(f.findings.len == 1 && f.findings.items[0].fault == SCHEMA_NOT_ALLOWED);
    end(&f);
}

/* Keys, required names and items by the ten thousand: nothing quadratic within the steps allowed. */
static void large_object(void) {
    struct fixture f = {0};
    struct buf text = {.arena = &f.arena}, value = {.arena = &f.arena};
    buf_add(&text,
            STR("{\"uniqueItems\": true, \"items\": {\"additionalProperties\": false, \"required\": ["));
    for (int i = 0; i < 20000; i++) buf_printf(&text, "%s\"key%d\"", i == 0 ? "" : ",", i);
    buf_add(&text, STR("], \"properties\": {"));
    for (int i = 0; i < 20000; i++)
        buf_printf(&text, "%s\"key%d\": {\"type\": \"number\"}", i == 0 ? "" : ",", i);
    buf_add(&text, STR("}}}"));
    buf_add_char(&value, '[');
    for (int list = 0; list < 4; list++) {
        buf_add(&value, list == 0 ? STR("{") : STR(",{"));
        for (int i = 0; i < 20000; i++) {
            int key = list % 2 ? 19999 - i : i;
            buf_printf(&value, "%s\"key%d\": %d", i == 0 ? "" : ",", key, key == 0 ? list / 3 : 1);
        }
        buf_add_char(&value, '}');
    }
    buf_add_char(&value, ']');
    const struct schema *schema = compile(&f, buf_str(&text));
    CHECK(schema != NULL && !validate(&f, schema, buf_str(&value)));
    CHECK(f.findings.len == 2); /* the second and third item equal the first, in whatever order */
    CHECK(f.findings.len > 0 && f.findings.items[0].fault == SCHEMA_BAD_ITEMS);
    end(&f);
}

/* Deeply nested schemas are refused; deeply nested values under a recursive schema end in the limit. */
static void deep_nesting(void) {
    struct fixture f = {0};
    struct buf text = {.arena = &f.arena}, value = {.arena = &f.arena};
    for (int i = 0; i < 300; i++) buf_add(&text, STR("{\"not\":"));
    buf_add(&text, STR("true"));
    for (int i = 0; i < 300; i++) buf_add_char(&text, '}');
    CHECK(compile(&f, buf_str(&text)) == NULL);
    CHECK(strstr(f.error.message, "nested") != NULL);
    end(&f);
    const struct schema *schema = compile(&f, STR("{\"items\": {\"$ref\": \"#\"}}"));
    value = (struct buf){.arena = &f.arena};
    for (int i = 0; i < 1000; i++) buf_add_char(&value, '[');
    for (int i = 0; i < 1000; i++) buf_add_char(&value, ']');
    CHECK(schema != NULL && !validate(&f, schema, buf_str(&value)));
    CHECK(ends_in_limit(&f, "too deep"));
    end(&f);
}

int main(void) {
    reference_to_itself();
    exponential_any_of();
    catastrophic_pattern();
    many_findings();
    large_enum();
    large_object();
    deep_nesting();
    return unit_report();
}
