/* schema: what callers lean on besides findings: several schemas at once, unique keys, self-tests, the ready schemas. */
#include "schema/schema.h"
#include "unit.h"

static struct arena arena;

static const struct node *read_yaml(struct source *source, const char *path, struct str text) {
    *source = (struct source){.path = str_from(path), .text = text};
    struct node_options options = {.format = FORMAT_YAML};
    node_errors errors = {0};
    const struct node *root =
        node_read(&arena, text, (struct span){0, (uint32_t)text.len}, &options, &errors);
    CHECK(errors.len == 0);
    return root;
}

static const struct node *value_of(const char *text) {
    return read_yaml(ARENA_NEW(&arena, struct source), "value", str_from(text));
}

static const struct schema *load(struct schema_registry *registry, const char *name, const char *text) {
    struct source *source = ARENA_NEW(&arena, struct source);
    struct error error = {0};
    const struct node *root = read_yaml(source, name, str_from(text));
    const struct schema *schema = schema_load(registry, str_from(name), source, root, &error);
    if (schema == NULL) printf("%s:%u: %s\n", name, error.line, error.message);
    return schema;
}

static void several_schemas(void) {
    struct schema_registry *registry = schema_registry_new(&arena, NULL);
    const struct schema *schemas[2];
    schemas[0] = load(registry, "page.yaml", "x-typos: true\nproperties: {description: {type: string}}\n");
    schemas[1] =
        load(registry, "course.yaml", "$ref: page.yaml\nproperties: {descriptions: {type: array}}\n");
    schema_findings findings = {0};
    /* A key that one of them knows is no typo to the other; and both say only once what both see. */
    CHECK(schema_validate(&arena, schemas, 2, value_of("descriptions: [a]\n"), NULL, &findings));
    CHECK(!schema_validate(&arena, schemas, 1, value_of("descriptionn: [a]\n"), NULL, &findings));
    findings = (schema_findings){0};
    CHECK(!schema_validate(&arena, schemas, 2, value_of("description: 5\n"), NULL, &findings));
    CHECK(findings.len == 1);
    CHECK_STR(findings.items[0].schema_source->path, "page.yaml");
    CHECK(findings.items[0].schema_span.start == 41); /* `type: string` */
    CHECK(schema_known_keys(schemas[1])->len == 2);
    schema_registry_free(registry);
}

static void a_name_again_replaces(void) {
    struct schema_registry *registry = schema_registry_new(&arena, NULL);
    const struct schema *first = load(registry, "page.yaml", "required: [title]\n");
    const struct schema *second = load(registry, "page.yaml", "required: [date]\n");
    CHECK(!schema_is_valid(&arena, first, value_of("date: x\n")));
    CHECK(schema_is_valid(&arena, second, value_of("date: x\n")));
    CHECK(schema_compile(registry, STR("page.yaml"), NULL) == second);
    schema_registry_free(registry);
}

static void a_failure_leaves_nothing(void) {
    struct schema_registry *registry = schema_registry_new(&arena, NULL);
    struct source source;
    struct error error = {0};
    const struct node *root =
        read_yaml(&source, "a.yaml", STR("$ref: b.yaml\nx-rules: {type: {level: note}}\n"));
    CHECK(schema_load(registry, STR("a.yaml"), &source, root, &error) == NULL);
    CHECK(error.line == 1);
    CHECK(load(registry, "b.yaml", "type: string\n") != NULL);
    const struct schema *schema = schema_compile(registry, STR("a.yaml"), &error);
    CHECK(schema != NULL && !schema_is_valid(&arena, schema, value_of("[1]\n")));
    schema_registry_free(registry);
}

static void unique_keys(void) {
    struct schema_registry *registry = schema_registry_new(&arena, NULL);
    load(registry, "page.yaml", "properties: {title: {x-unique: language}}\n");
    const struct schema *schema = load(registry, "course.yaml",
                                       "$ref: page.yaml\n"
                                       "properties:\n"
                                       "  code: {$ref: '#/$defs/code'}\n"
                                       "  course_code: {$ref: '#/$defs/code'}\n"
                                       "  card: {properties: {id: {x-unique: section}}}\n"
                                       "$defs: {code: {x-unique: {scope: site, name: course_code}}}\n");
    size_t count = 0;
    const struct schema_unique *uniques = schema_uniques(schema, &count);
    CHECK(count == 4);
    struct buf out = {.arena = &arena};
    for (size_t i = 0; i < count; i++)
        buf_printf(&out, "%.*s=%.*s/%d ", STR_FMT(uniques[i].path), STR_FMT(uniques[i].name),
                   (int)uniques[i].scope);
    CHECK_STR(buf_str(&out), "title=title/2 code=course_code/0 course_code=course_code/0 card.id=card.id/1 ");
    schema_registry_free(registry);
}

static void yaml_1_2_words(void) {
    struct schema_registry *registry = schema_registry_new(&arena, NULL);
    const struct schema *schema = load(registry, "page.yaml", "properties: {draft: {type: boolean}}\n");
    struct schema_site site = {.yaml_1_2 = "YAML 1.2 (Hugo 0.152)"};
    schema_findings findings = {0};
    CHECK(!schema_validate(&arena, &schema, 1, value_of("draft: yes\n"), &site, &findings));
    CHECK_STR(findings.items[0].message,
              "draft is \"yes\" (string); expected true or false: this is text since "
              "YAML 1.2 (Hugo 0.152), write true or false");
    schema_registry_free(registry);
}

static void self_test(void) {
    struct schema_registry *registry = schema_registry_new(&arena, NULL);
    const struct schema *schema =
        load(registry, "a.yaml",
             "properties:\n"
             "  n: {type: number, examples: [1, x]}\n"
             "examples: [{n: 1}]\n"
             "tests:\n"
             "  - {valid: {n: 2}}\n"
             "  - {valid: {n: y}}\n"
             "  - {invalid: {n: y}, at: n, keyword: type, message: expected a number}\n"
             "  - {invalid: {n: y}, at: m}\n"
             "  - {invalid: {n: 1}}\n"
             "  - {invalid: {n: y}, where: n}\n");
    struct schema_selftest result = schema_selftest(&arena, schema);
    CHECK(result.passed == 4);
    CHECK(result.failed == 5);
    CHECK_STR(result.report,
              "a.yaml:2: a valid example has findings: front matter is \"x\" (string); expected a number\n"
              "a.yaml:6: a valid example has findings: n is \"y\" (string); expected a number\n"
              "a.yaml:8: no finding is as the test says; the first is at \"n\" (type): n is \"y\" (string); "
              "expected a number\n"
              "a.yaml:9: an invalid example has no finding\n"
              "a.yaml:10: a test has valid or invalid, at, keyword, rule, message; not \"where\"\n");
    schema_registry_free(registry);
}

/* In one piece, without the registry's other documents, it says the same of its own examples. */
static void bundle_is_whole(struct schema_registry *registry, const char *name) {
    struct error error = {0};
    const struct node *bundle = schema_bundle(&arena, registry, str_from(name), &error);
    struct schema_registry *alone = schema_registry_new(&arena, NULL);
    struct source *source = ARENA_NEW(&arena, struct source);
    *source = (struct source){.path = str_from(name)};
    CHECK(bundle != NULL);
    const struct schema *schema = bundle ? schema_load(alone, str_from(name), source, bundle, &error) : NULL;
    CHECK_STR(str_from(error.message), "");
    CHECK(schema != NULL && schema_selftest(&arena, schema).failed == 0);
    schema_registry_free(alone);
}

static void bundles(void) {
    struct schema_registry *registry = schema_registry_new(&arena, NULL);
    struct error error = {0};
    CHECK(schema_bundle(&arena, registry, STR("none.yaml"), &error) == NULL);
    CHECK_STR(str_from(error.message), "there is no schema of that name");
    load(registry, "other.yaml", "$defs: {a: {$dynamicAnchor: x}}\n$ref: '#/$defs/a'\n");
    load(registry, "dynamic.yaml", "items: {$dynamicRef: 'other.yaml#x'}\n");
    CHECK(schema_bundle(&arena, registry, STR("other.yaml"), &error) != NULL);
    CHECK(schema_bundle(&arena, registry, STR("dynamic.yaml"), &error) == NULL);
    CHECK(error.line == 1);
    load(registry, "all.yaml", "true\n");
    const struct node *all = schema_bundle(&arena, registry, STR("all.yaml"), &error);
    CHECK(all != NULL && all->kind == NODE_BOOL && all->boolean);
    schema_registry_free(registry);
}

static void ready_schemas(void) {
    static const char *const names[] = {"page.yaml", "course.yaml", "syllabus.yaml", "person.yaml",
                                        "blog.yaml"};
    struct schema_registry *registry = schema_registry_new(&arena, NULL);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct error error = {0};
        struct str path = path_join(&arena, STR("rules/schemas"), str_from(names[i])), text;
        if (!file_read(&arena, str_c(&arena, path), FILE_MAX_BYTES, &text, &error))
            printf("%s\n", error.message);
        const struct schema *schema = load(registry, names[i], str_c(&arena, text));
        CHECK(schema != NULL);
        if (schema == NULL) continue;
        struct schema_selftest result = schema_selftest(&arena, schema);
        CHECK(result.passed > 2);
        CHECK_STR(result.report, "");
        bundle_is_whole(registry, names[i]);
    }
    schema_registry_free(registry);
}

int main(void) {
    several_schemas();
    a_name_again_replaces();
    a_failure_leaves_nothing();
    unique_keys();
    yaml_1_2_words();
    self_test();
    bundles();
    ready_schemas();
    arena_free(&arena);
    return unit_report();
}
