/* The official JSON Schema test suite, draft 2020-12: `conformance_schema DIR`, where DIR holds tests/ and remotes/.
 * Required tests run as the specification's default has it (format asserts nothing), optional/format with formats
 * asserted. Counts are asserted: a suite that shrank, or a loop that skips, is a failure. */
#include <stdlib.h>

#include "schema/schema.h"
#include "unit.h"

#define REQUIRED_TESTS 1299
#define FORMAT_TESTS   764
#define HOST           "http://localhost:1234/"

struct file {
    struct str uri;
    struct source source;
    const struct node *root;
};
struct suite {
    struct arena arena;
    const char *folder;
    ARRAY_OF(struct file) remotes;
    size_t passed, total;
    bool verbose;
};

static struct file read_json(struct suite *suite, const char *folder, struct str path) {
    struct error error = {0};
    struct file file = {.source = {.path = path}};
    struct str full = path_join(&suite->arena, str_from(folder), path);
    if (!file_read(&suite->arena, str_c(&suite->arena, full), FILE_MAX_BYTES, &file.source.text, &error)) {
        printf("%.*s: %s\n", STR_FMT(full), error.message);
        exit(2);
    }
    struct node_options options = {.format = FORMAT_JSON};
    node_errors errors = {0};
    struct span whole = {0, (uint32_t)file.source.text.len};
    file.root = node_read(&suite->arena, file.source.text, whole, &options, &errors);
    return file;
}

static str_array list_files(struct suite *suite, const char *folder) {
    str_array files = {0};
    struct error error = {0};
    struct walk_options options = {0};
    struct root *root = root_open(&suite->arena, str_from(folder), &error);
    if (!root || root_list(root, &suite->arena, STR(""), &options, &files, &error) != ROOT_FOLDER) {
        printf("%s: %s\n", folder, error.message);
        exit(2);
    }
    return files;
}

static void read_remotes(struct suite *suite) {
    char folder[4096];
    snprintf(folder, sizeof folder, "%s/remotes", suite->folder);
    str_array files = list_files(suite, folder);
    for (size_t i = 0; i < files.len; i++) {
        bool other =
            str_starts(files.items[i], STR("draft")) && !str_starts(files.items[i], STR("draft2020-12/"));
        if (other || str_starts(files.items[i], STR("v1/"))) continue;
        struct file *file = ARRAY_PUSH(&suite->arena, &suite->remotes);
        *file = read_json(suite, folder, files.items[i]);
        file->uri = str_printf(&suite->arena, HOST "%.*s", STR_FMT(files.items[i]));
    }
}

static void run_test(struct suite *suite, const struct file *file, const struct node *group,
                     const struct schema *schema, const struct node *test) {
    struct arena arena = {0};
    schema_findings findings = {0};
    const struct node *data = node_get(test, STR("data"));
    bool want = node_is_true(node_get(test, STR("valid")));
    bool quick = schema != NULL && schema_is_valid(&arena, schema, data);
    bool full = schema != NULL && schema_validate(&arena, &schema, 1, data, NULL, &findings);
    suite->total++;
    if (schema != NULL && quick == want && full == want)
        suite->passed++;
    else if (suite->verbose)
        printf("%.*s: %.*s: %.*s: want %s%s\n", STR_FMT(file->source.path),
               STR_FMT(node_text(node_get(group, STR("description")), STR(""))),
               STR_FMT(node_text(node_get(test, STR("description")), STR(""))), want ? "valid" : "invalid",
               schema == NULL  ? " (not compiled)"
               : quick != full ? " (quick and full differ)"
                               : "");
    arena_free(&arena);
}

static void run_group(struct suite *suite, const struct file *file, const struct node *group, bool formats) {
    struct arena arena = {0};
    struct error error = {0};
    struct schema_options options = {.lenient = true, .format_annotation = !formats};
    struct schema_registry *registry = schema_registry_new(&arena, &options);
    for (size_t i = 0; i < suite->remotes.len; i++) {
        const struct file *remote = &suite->remotes.items[i];
        schema_registry_add(registry, remote->uri, &remote->source, remote->root, &error);
    }
    const struct schema *schema =
        schema_load(registry, STR("test.json"), &file->source, node_get(group, STR("schema")), &error);
    if (schema == NULL && suite->verbose) printf("%.*s: %s\n", STR_FMT(file->source.path), error.message);
    const struct node *test = node_get(group, STR("tests"))->child;
    for (; test != NULL; test = test->next) run_test(suite, file, group, schema, test);
    schema_registry_free(registry);
    arena_free(&arena);
}

static void run_folder(struct suite *suite, const char *below, bool formats) {
    char folder[4096];
    snprintf(folder, sizeof folder, "%s/tests/draft2020-12%s", suite->folder, below);
    str_array files = list_files(suite, folder);
    suite->passed = suite->total = 0;
    for (size_t i = 0; i < files.len; i++) {
        if (!formats && str_find_char(files.items[i], '/') < files.items[i].len) continue; /* optional/ */
        struct file file = read_json(suite, folder, files.items[i]);
        for (const struct node *group = file.root->child; group != NULL; group = group->next)
            run_group(suite, &file, group, formats);
    }
}

int main(int argc, char **argv) {
    if (argc < 2) {
        printf("usage: conformance_schema DIR [-v]\n");
        return 2;
    }
    struct suite suite = {.folder = argv[1], .verbose = argc > 2};
    read_remotes(&suite);
    run_folder(&suite, "", false);
    printf("JSON Schema 2020-12, required: %zu passed of %zu\n", suite.passed, suite.total);
    CHECK(suite.passed == REQUIRED_TESTS);
    CHECK(suite.total == REQUIRED_TESTS);
    size_t passed = suite.passed, total = suite.total;
    run_folder(&suite, "/optional/format", true);
    printf("JSON Schema 2020-12, optional formats: %zu passed of %zu\n", suite.passed, suite.total);
    CHECK(suite.passed == FORMAT_TESTS);
    CHECK(suite.total == FORMAT_TESTS);
    passed += suite.passed;
    total += suite.total;
    arena_free(&suite.arena);
    printf("%zu passed, %zu failed\n", passed, total - passed);
    return unit_failed != 0;
}
