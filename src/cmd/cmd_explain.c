/* cmd_explain.c: `contentlint explain`. */
#include "cmd/targets.h"

#include <stdio.h>

static void print_rule(struct buf *out, const struct rule *rule) {
    buf_printf(out, "# %.*s\n\n%.*s", STR_FMT(rule->id), STR_FMT(rule->markdown));
    if (!str_ends(buf_str(out), STR("\n"))) buf_add_char(out, '\n');
    if (rule->fix == RULE_FIX_NONE) return;
    buf_printf(out, "\n## Fix\n\n%s.\n",
               rule->fix == RULE_FIX_SAFE ? "Safe: `contentlint check --fix` makes it"
               : rule->fix == RULE_FIX_SUGGESTION
                   ? "A suggestion: `contentlint check --fix=all` makes it"
                   : "`contentlint check --fix` makes those that are safe, `--fix=all` "
                     "those that are suggestions too");
}

static void print_json(struct buf *out, const struct rule *rule) {
    struct json_writer json = {.out = out, .indent = true};
    json_open(&json, NULL, '{');
    json_str(&json, "id", rule->id);
    json_str(&json, "title", rule->title);
    json_str(&json, "description", rule->description);
    json_str(&json, "message", rule->message);
    json_str(&json, "fix", str_from(rule_fix_name(rule->fix)));
    json_str(&json, "markdown", rule->markdown);
    json_close(&json, '}');
    buf_add_char(out, '\n');
}

static void print_line(struct buf *out, const char *what, struct str text) {
    if (!text.len) return;
    buf_printf(out, "      = %s ", what);
    report_text(out, text);
    buf_add_char(out, '\n');
}

/* What the rule knows of a finding: its properties, such as the schema's line. */
static void print_properties(struct buf *out, const struct diagnostic *item) {
    for (uint32_t i = 0; i < item->property_count; i++) {
        buf_printf(out, "      = %.*s: ", STR_FMT(item->properties[i].name));
        report_text(out, item->properties[i].value);
        buf_add_char(out, '\n');
    }
    print_line(out, "asked for by", item->origin);
    print_line(out, "because", item->evidence);
}

/* Each finding of the rule on --file PAGE, with its properties below. */
static void print_findings(struct arena *arena, struct buf *out, const struct lint_results *results) {
    for (size_t i = 0; i < results->count; i++) {
        struct lint_results one = *results;
        one.items = &results->items[i];
        one.count = 1;
        report_print(arena, out, &one, report_format_named(STR("full")),
                     &(struct report_options){.quiet = true});
        out->len -= out->len > 0; /* the empty line after the finding */
        print_properties(out, &results->items[i]);
        buf_add_char(out, '\n');
    }
    if (!results->count) buf_add(out, STR("Nothing is found there.\n"));
}

static bool explain_file(struct arena *arena, struct arguments *arguments, struct session **session,
                         struct buf *out, struct error *error) {
    target_list targets = {0};
    struct lint_results results = {0};
    const struct site *site;
    const struct lint *lint;
    arguments->values[OPTION_ONLY] = arguments->operands;
    arguments->operands = arguments->values[OPTION_FILE];
    if (!targets_find(arena, arguments, &targets, error)) return false;
    const struct target *target = &targets.items[0];
    struct lint_request request = {.files = target->files, .whole = target->whole};
    if (!open_session(arena, arguments, target, NULL, false, session, error) ||
        !session_run(*session, arena, &request, &results, error) || !session_site(*session, &site, error))
        return false;
    if (!session_lint(*session, &lint, error)) return false;
    paths_rebase(arena, target, site, &results);
    print_findings(arena, out, &results);
    const struct rule *rule = lint_rule(lint, arguments->values[OPTION_ONLY].items[0]);
    for (size_t i = 0; i < target->files.len; i++)
        lint_explain_settings(arena, lint, rule, site, target->files.items[i], out);
    return true;
}

static bool unknown_rule(const struct lint *lint, struct str id, struct error *error) {
    struct str near = lint_nearest(lint, id);
    if (near.ptr)
        return error_set(error, (struct str){0}, 0, "no rule is called %.*s, did you mean %.*s?", STR_FMT(id),
                         STR_FMT(near));
    return error_set(error, (struct str){0}, 0, "no rule is called %.*s; `contentlint rules` lists them",
                     STR_FMT(id));
}

static bool explain_rule(struct arena *arena, const struct arguments *arguments, struct buf *out,
                         struct error *error) {
    struct lint_options options;
    struct lint *lint;
    if (!open_lint_options(arena, arguments, STR("."), &options, error)) return false;
    if (!lint_open(arena, &options, &lint, error)) return false;
    struct str id = arguments->operands.items[0];
    const struct rule *rule = lint_rule(lint, id);
    if (!rule)
        unknown_rule(lint, id, error);
    else if (arguments_has(arguments, OPTION_JSON))
        print_json(out, rule);
    else
        print_rule(out, rule);
    lint_close(lint);
    return rule != NULL;
}

int cmd_explain(struct arena *arena, const struct arguments *arguments) {
    struct error error = {0};
    struct session *session = NULL;
    struct buf out = {.arena = arena};
    struct arguments own = *arguments;
    if (arguments->operands.len != 1) {
        error_set(&error, (struct str){0}, 0, "explain takes one rule; `contentlint rules` lists them");
        return output_error(&error);
    }
    bool file = arguments_has(arguments, OPTION_FILE);
    bool good = file ? explain_file(arena, &own, &session, &out, &error)
                     : explain_rule(arena, arguments, &out, &error);
    if (!good) output_error(&error);
    session_close(session);
    if (!good) return STATUS_TROUBLE;
    return output_text(buf_str(&out)) ? STATUS_CLEAN : STATUS_TROUBLE;
}
