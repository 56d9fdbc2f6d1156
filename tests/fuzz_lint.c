/* fuzz_lint.c: rule files, contentlint.yml, trademark text and suppressions are read, and texts compared from hostile bytes. */
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

/* The ranges lie in the text, in order and apart. */
static void compare_halves(struct arena *arena, struct str text) {
    struct source before = {.text = str_sub(text, 0, text.len / 2)};
    struct source after = {.text = str_sub(text, text.len / 2, text.len)};
    struct changed_file file = {0};
    uint32_t end = 0;
    changed_lines(arena, &before, &after, &file);
    for (size_t i = 0; i < file.len; i++) {
        if (file.items[i].first <= end || !file.items[i].count) abort();
        end = file.items[i].first + file.items[i].count;
    }
    if (end > after.line_count + 1) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena = {0};
    struct config config = {0};
    struct error error = {0};
    struct str text = str_copy(&arena, (struct str){(const char *)data, size});
    read_rule(&arena, text);
    settings_parse(&arena, STR("contentlint.yml"), text, &config, &error);
    read_suppressions(&arena, text);
    compare_halves(&arena, text);
    trademark_normal(&arena, text);
    arena_free(&arena);
    return 0;
}
