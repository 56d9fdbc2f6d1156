/* cmd_rules.c: `contentlint rules`. */
#include "cmd/targets.h"

#include <stdio.h>

static struct str severity_text(enum severity severity) {
    static const char *const names[] = {"off", "note", "warning", "error"};
    return str_from(names[severity]);
}

static void print_json(struct buf *out, const struct rule *rules, size_t count) {
    struct json_writer json = {.out = out, .indent = true};
    json_open(&json, NULL, '[');
    for (size_t i = 0; i < count; i++) {
        json_open(&json, NULL, '{');
        json_str(&json, "id", rules[i].id);
        json_str(&json, "severity", severity_text(rules[i].severity));
        json_str(&json, "title", rules[i].title);
        json_str(&json, "description", rules[i].description);
        json_str(&json, "fix", str_from(rule_fix_name(rules[i].fix)));
        json_bool(&json, "builtIn", rules[i].built_in);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    buf_add_char(out, '\n');
}

static void print_table(struct buf *out, const struct rule *rules, size_t count) {
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "%-34.*s %-8.*s %.*s\n", STR_FMT(rules[i].id),
                   STR_FMT(severity_text(rules[i].severity)), STR_FMT(rules[i].title));
}

/* The examples of the built-in rules, or with a folder of the rules in it. */
static int run_examples(struct arena *arena, const struct lint *lint, bool built_in) {
    struct error error = {0};
    struct buf out = {.arena = arena};
    size_t count = 0, failed = 0;
    bool held = lint_examples(arena, lint, built_in, &out, &count, &error);
    if (!held && error.message[0]) return output_error(&error);
    for (size_t i = 0; i < out.len; i++) failed += out.ptr[i] == '\n';
    buf_printf(&out, "%zu passed, %zu failed\n", count - failed, failed);
    if (!output_text(buf_str(&out))) return STATUS_TROUBLE;
    return held ? STATUS_CLEAN : STATUS_FINDINGS;
}

static int print_rules(struct arena *arena, const struct arguments *arguments, const struct lint *lint) {
    struct buf out = {.arena = arena};
    size_t count;
    const struct rule *rules = lint_rules(lint, &count);
    if (arguments_has(arguments, OPTION_TEST)) return run_examples(arena, lint, !arguments->operands.len);
    if (arguments_has(arguments, OPTION_README))
        lint_readme(lint, &out);
    else if (arguments_has(arguments, OPTION_JSON))
        print_json(&out, rules, count);
    else
        print_table(&out, rules, count);
    return output_text(buf_str(&out)) ? STATUS_CLEAN : STATUS_TROUBLE;
}

int cmd_rules(struct arena *arena, const struct arguments *arguments) {
    struct error error = {0};
    struct lint_options options;
    struct lint *lint = NULL;
    bool good = open_lint_options(arena, arguments, STR("."), &options, &error);
    options.no_config = arguments_has(arguments, OPTION_README);
    if (arguments->operands.len) options.rules_dir = arguments->operands.items[0];
    int status = good && lint_open(arena, &options, &lint, &error) ? print_rules(arena, arguments, lint)
                                                                   : output_error(&error);
    lint_close(lint);
    return status;
}
