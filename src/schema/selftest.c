/* `contentlint schema check`: a schema against its own examples and tests. */
#include "schema/internal.h"

struct selftest {
    struct arena *arena;
    const struct schema *schema;
    struct schema_selftest result;
    struct buf report;
};

static bool fail(struct selftest *test, const struct node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static bool fail(struct selftest *test, const struct node *node, const char *format, ...) {
    const struct source *source = test->schema->root->resource->document->source;
    buf_printf(&test->report, "%.*s:%u: ", STR_FMT(source->path), text_line(source->text, node->span.start));
    va_list args;
    va_start(args, format);
    buf_vprintf(&test->report, format, args);
    va_end(args);
    buf_add_char(&test->report, '\n');
    test->result.failed++;
    return false;
}

static void expect_none(struct selftest *test, const struct schema *schema, const struct node *value) {
    schema_findings findings = {0};
    if (schema_validate(test->arena, &schema, 1, value, NULL, &findings))
        test->result.passed++;
    else
        fail(test, value, "a valid example has findings: %.*s", STR_FMT(findings.items[0].message));
}

/* ---- examples ---------------------------------------------------------------------------------------------------- */

static void run_examples(struct selftest *test, const struct subschema *subschema) {
    const struct node *examples = node_get(subschema->node, STR("examples"));
    const struct node *value = examples != NULL && examples->kind == NODE_ARRAY ? examples->child : NULL;
    struct schema schema = {.registry = test->schema->registry, .root = subschema};
    for (; value != NULL; value = value->next) expect_none(test, &schema, value);
}

/* Every compiled subschema of the document may have examples. */
static void walk(struct selftest *test, const struct node *node, int depth) {
    if (depth > 64) return;
    const struct subschema *subschema = registry_subschema(test->schema->registry, node);
    bool compiled = subschema != NULL && subschema->queued && node->kind == NODE_OBJECT;
    if (compiled) run_examples(test, subschema);
    for (const struct node *child = node->child; child != NULL; child = child->next) {
        bool data = compiled && (str_eq(child->key, STR("examples")) || str_eq(child->key, STR("tests")) ||
                                 str_eq(child->key, STR("enum")) || str_eq(child->key, STR("const")));
        if (!data) walk(test, child, depth + 1);
    }
}

/* ---- tests --------------------------------------------------------------------------------------------------------- */

static bool matches(const struct schema_finding *finding, const struct node *entry) {
    struct str at = node_text(node_get(entry, STR("at")), finding->key);
    struct str keyword = node_text(node_get(entry, STR("keyword")), finding->keyword);
    struct str rule = node_text(node_get(entry, STR("rule")), finding->rule);
    struct str message = node_text(node_get(entry, STR("message")), STR(""));
    return str_eq(at, finding->key) && str_eq(keyword, finding->keyword) && str_eq(rule, finding->rule) &&
           str_find(finding->message, message) + message.len <= finding->message.len;
}

static bool expect_finding(struct selftest *test, const struct node *entry, const struct node *value) {
    schema_findings findings = {0};
    if (schema_validate(test->arena, &test->schema, 1, value, NULL, &findings))
        return fail(test, value, "an invalid example has no finding");
    for (size_t i = 0; i < findings.len; i++) {
        if (!matches(&findings.items[i], entry)) continue;
        test->result.passed++;
        return true;
    }
    const struct schema_finding *first = &findings.items[0];
    return fail(test, value, "no finding is as the test says; the first is at \"%.*s\" (%.*s): %.*s",
                STR_FMT(first->key), STR_FMT(first->keyword), STR_FMT(first->message));
}

static bool check_fields(struct selftest *test, const struct node *entry) {
    static const char *const fields[] = {"valid", "invalid", "at", "keyword", "rule", "message"};
    for (const struct node *field = entry->child; field != NULL; field = field->next) {
        size_t i = 0;
        while (i < ARRAY_LEN(fields) && !str_eq(field->key, str_from(fields[i]))) i++;
        if (i == ARRAY_LEN(fields))
            return fail(test, field, "a test has valid or invalid, at, keyword, rule, message; not \"%.*s\"",
                        STR_FMT(field->key));
    }
    return true;
}

static void run_test(struct selftest *test, const struct node *entry) {
    const struct node *valid = entry->kind == NODE_OBJECT ? node_get(entry, STR("valid")) : NULL;
    const struct node *invalid = entry->kind == NODE_OBJECT ? node_get(entry, STR("invalid")) : NULL;
    if ((valid == NULL) == (invalid == NULL))
        fail(test, entry, "a test needs either valid or invalid");
    else if (!check_fields(test, entry))
        return;
    else if (valid != NULL)
        expect_none(test, test->schema, valid);
    else
        expect_finding(test, entry, invalid);
}

struct schema_selftest schema_selftest(struct arena *arena, const struct schema *schema) {
    struct selftest test = {.arena = arena, .schema = schema, .report = {.arena = arena}};
    const struct node *root = schema->root->node;
    if (root->kind != NODE_OBJECT) return test.result;
    walk(&test, root, 0);
    const struct node *tests = node_get(root, STR("tests"));
    const struct node *entry = tests != NULL && tests->kind == NODE_ARRAY ? tests->child : NULL;
    for (; entry != NULL; entry = entry->next) run_test(&test, entry);
    test.result.report = buf_str(&test.report);
    return test.result;
}
