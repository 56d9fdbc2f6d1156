/* fuzz_lint.c: rule files, contentlint.yml, trademark text and suppressions are read, and texts compared from hostile bytes. */
#include <stdlib.h>
#include <string.h>

#include "lint/changed.h"
#include "lint/check.h"
#include "lint/rules.h"
#include "lint/settings.h"
#include "lint/suppress.h"
#include "marks/marks.h"

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

/* Hits and notices lie in the text, in order. */
static void read_notices(struct arena *arena, struct str text) {
    static struct mark marks[] = {{.text = {"SAFe", 4}, .symbol = {"\xC2\xAE", 2}, .bans = ~0u},
                                  {.text = {"M_o_R", 5}}};
    struct owner owner = {.id = STR("a"), .name = STR("Scaled Agile, Inc."), .marks = marks, .mark_count = 2};
    struct registry registry;
    struct hit hit;
    notice_array notices = {0};
    registry_build(arena, &registry, &owner, 1);
    for (size_t at = 0, last = 0; terms_next(registry.terms, text, &at, &hit); last = at)
        if (hit.start < last || hit.end > text.len || hit.start >= hit.end || at <= last) abort();
    notice_find(arena, &registry, text, &notices);
    for (size_t i = 0; i < notices.len; i++)
        if (notices.items[i].end > text.len || notices.items[i].object.end > text.len) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena = {0};
    struct config config = {0};
    struct error error = {0};
    struct str text = str_copy(&arena, (struct str){(const char *)data, size});
    read_rule(&arena, text);
    const struct settings_text file = {STR("contentlint.yml"), STR("contentlint.yml"), STR(""), text};
    settings_parse(&arena, NULL, &file, &config, &error);
    read_suppressions(&arena, text);
    compare_halves(&arena, text);
    read_notices(&arena, text);
    arena_free(&arena);
    return 0;
}
