/* fuzz_lint.c: rule files, contentlint.yml, trademark text, suppressions and git's diff are read from hostile bytes. */
#include <stdlib.h>
#include <string.h>

#include "lint/changed.h"
#include "lint/check.h"
#include "lint/rules.h"
#include "lint/settings.h"
#include "lint/suppress.h"
#include "lint/trademark.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_rule(struct arena *arena, struct str text) {
    struct rule rule;
    struct error error = {0};
    if (!rules_parse(arena, STR("a-rule.md"), text, false, &rule, &error)) return;
    struct lint lint = {.rules = &rule, .rule_count = 1, .needles = needles_new(arena)};
    if (rule.check->prepare && rule.check->prepare(arena, &rule, &lint, &error)) needles_build(lint.needles);
    lint_release_rules(&lint);
}

static void read_suppressions(struct arena *arena, struct str text) {
    struct page page;
    struct suppressions suppressions = {0};
    page_read_front(arena, &page, STR("a.md"), text, false, &(struct page_options){0});
    suppress_read(arena, &page, &page.source, &suppressions);
    for (size_t i = 0; i < suppressions.list.len; i++)
        if (suppressions.list.items[i].span.end > text.len) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena = {0};
    struct config config = {0};
    struct changed changed = {0};
    struct error error = {0};
    struct str text = str_copy(&arena, (struct str){(const char *)data, size});
    read_rule(&arena, text);
    settings_parse(&arena, STR("contentlint.yml"), text, &config, &error);
    read_suppressions(&arena, text);
    changed_parse(&arena, text, &changed);
    trademark_normal(&arena, text);
    arena_free(&arena);
    return 0;
}
