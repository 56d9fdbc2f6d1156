/* readme.c: rules/README.md, the table of the built-in rules. */
#include "lint/check.h"

static void add_cell(struct buf *out, struct str text) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '|') buf_add_char(out, '\\');
        buf_add_char(out, text.ptr[i]);
    }
}

void lint_readme(const struct lint *lint, struct buf *out) {
    size_t n = 0;
    for (size_t i = 0; i < lint->rule_count; i++) n += lint->rules[i].built_in;
    buf_printf(
        out,
        "# Rules\n\n"
        "Made by `contentlint rules --readme` from the files of this folder; `make check` compares it.\n"
        "`contentlint explain RULE` prints a rule with its examples.\n\n"
        "%zu rules. A safe fix is made by `--fix`, a suggestion by `--fix=all` alone.\n\n"
        "| Rule | Severity | Fix | What goes wrong |\n|---|---|---|---|\n",
        n);
    for (size_t i = 0; i < lint->rule_count; i++) {
        const struct rule *rule = &lint->rules[i];
        if (!rule->built_in) continue;
        buf_printf(out, "| [%.*s](%.*s.md) | %s | %s | ", STR_FMT(rule->id), STR_FMT(rule->id),
                   severity_name(rule->default_severity), rule_fix_name(rule->fix));
        add_cell(out, rule->title);
        buf_add(out, STR(" |\n"));
    }
}
