/* request.c: what the command line asks of a site's session. */
#include "cmd/baseline.h"
#include "cmd/check.h"

static enum page_format page_format(const struct arguments *arguments) {
    struct str as = arguments_value(arguments, OPTION_AS, STR(""));
    if (str_eq(as, STR("markdown"))) return PAGE_MARKDOWN;
    return str_eq(as, STR("html")) ? PAGE_HTML : PAGE_BY_SUFFIX;
}

static bool check_exclude(const str_array *globs, struct error *error) {
    struct error reason = {0};
    for (size_t i = 0; i < globs->len; i++)
        if (!glob_check(globs->items[i], &reason))
            return error_set(error, STR("--exclude"), 0, "%s", reason.message);
    return true;
}

bool request_make(struct past *past, struct lint_request *request, struct error *error) {
    const struct arguments *arguments = past->arguments;
    struct lost_urls *lost = NULL;
    *request = (struct lint_request){.files = past->target->files,
                                     .whole = past->target->whole,
                                     .exclude = arguments->values[OPTION_EXCLUDE],
                                     .fresh_only = arguments_has(arguments, OPTION_CHANGED_ONLY),
                                     .as = page_format(arguments)};
    bool good = check_exclude(&request->exclude, error) && since_lost(past, &lost, error) &&
                since_changed(past, &request->past, error) &&
                baseline_for_run(past, &request->baseline, error);
    request->lost = lost;
    return good;
}

/* The index for --staged, else NULL for the disk. */
bool request_tree(struct arena *arena, const struct arguments *arguments, const struct target *target,
                  const struct tree **tree, struct error *error) {
    *tree = NULL;
    if (!arguments_has(arguments, OPTION_STAGED)) return true;
    struct tree *index = ARENA_NEW(arena, struct tree);
    *tree = index;
    return revision_open(arena, target->root, (struct str){0}, index, error);
}
