/* open.c: from the command line to an open session. */
#include "cmd/targets.h"

#include <time.h>

extern char **environ;

bool open_now(const struct arguments *arguments, int64_t *now, struct error *error) {
    struct str text = arguments_value(arguments, OPTION_NOW, (struct str){0});
    struct date date;
    *now = (int64_t)time(NULL);
    if (!text.ptr) return true;
    if (!date_parse(text, &date))
        return error_set(error, (struct str){0}, 0, "--now takes a date such as 2026-01-31, not \"%.*s\"",
                         STR_FMT(text));
    *now = date_seconds(&date);
    return true;
}

static bool read_jobs(const struct arguments *arguments, unsigned *threads, struct error *error) {
    *threads = parallel_cpus();
    return arguments_number(arguments, OPTION_JOBS, 1, threads, error);
}

bool open_lint_options(struct arena *arena, const struct arguments *arguments, struct str start,
                       struct lint_options *options, struct error *error) {
    struct str none = {0};
    *options = (struct lint_options){
        .config = arguments_value(arguments, OPTION_CONFIG, none),
        .start = start,
        .rules_dir = arguments_value(arguments, OPTION_RULES, none),
        .only = arguments_list(arena, arguments, OPTION_ONLY),
        .disable = arguments_list(arena, arguments, OPTION_DISABLE),
        .each = arguments_has(arguments, OPTION_EACH) || arguments->command->bit == IN_EXPLAIN,
        .external_only = arguments->command->bit == IN_LINKS,
    };
    if (arguments_has(arguments, OPTION_CHANGED_ONLY) && !arguments_has(arguments, OPTION_CHANGED))
        return error_set(error, none, 0, "--changed-only needs --changed REF");
    return open_now(arguments, &options->now, error) && read_jobs(arguments, &options->threads, error);
}

bool open_session(struct arena *arena, const struct arguments *arguments, const struct target *target,
                  const struct tree *tree, bool again, struct session **session, struct error *error) {
    struct session_options options = {
        .root = target->root,
        .generator = target->generator,
        .version = arguments_value(arguments, OPTION_HUGO_VERSION, (struct str){0}),
        .maker = arguments_value(arguments, OPTION_GENERATOR, (struct str){0}),
        .built = arguments_value(arguments, OPTION_BUILT, (struct str){0}),
        .env = (const char *const *)environ,
        .tree = tree,
        .once = target->whole && !again,
        .brief = !again,
        .itself_built = target->built,
    };
    if (!open_lint_options(arena, arguments, target->root, &options.lint, error)) return false;
    options.lint.each |= again;
    return session_open(&options, session, error);
}

bool open_complete(struct arena *arena, const struct site *site, struct error *error) {
    size_t count = 0;
    const struct root_remark *remarks = site->tree.root ? root_remarks(site->tree.root, arena, &count) : NULL;
    for (size_t i = 0; i < count; i++)
        if (remarks[i].failed)
            return error_set(error, remarks[i].path, 0, "%.*s", STR_FMT(remarks[i].reason));
    return true;
}
