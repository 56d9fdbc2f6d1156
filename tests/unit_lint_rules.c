/* unit_lint_rules.c: every built-in rule loads, and finds what its Bad examples hold and nothing in its Good ones. */
#include "lint/rules.h"
#include "unit.h"

/* A built-in rule's prose is read without its Markdown being parsed, a site's own with. */
static void test_prose(struct arena *arena, const struct rule *rules, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct rule parsed;
        struct error error = {0};
        CHECK(rules_parse(arena, rules[i].source.path, rules[i].source.text, false, &parsed, &error));
        CHECK(str_eq(rules[i].description, parsed.description));
        CHECK(str_eq(rules[i].title, parsed.title));
    }
}

int main(void) {
    struct arena arena = {0};
    struct lint *lint = NULL;
    struct error error = {0};
    struct buf out = {.arena = &arena};
    size_t count = 0, examples = 0;
    struct lint_options options = {.no_config = true, .now = 1790000000};
    bool opened = lint_open(&arena, &options, &lint, &error);
    if (!opened) printf("%.*s:%u: %s\n", STR_FMT(error.path), error.line, error.message);
    CHECK(opened);
    if (!opened) return unit_report();
    bool held = lint_examples(&arena, lint, true, &out, &examples, &error);
    printf("%.*s", STR_FMT(buf_str(&out)));
    CHECK(held);
    const struct rule *rules = lint_rules(lint, &count);
    test_prose(&arena, rules, count);
    CHECK(count > 40);
    CHECK(examples >= 2 * count);
    lint_close(lint);
    arena_free(&arena);
    return unit_report();
}
