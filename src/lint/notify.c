/* notify.c: what belongs to a run, not to a file. */
#include "lint/run.h"

void run_notify(struct arena *arena, struct lint_results *results, enum severity severity,
                struct str message) {
    size_t n = results->notification_count++;
    if (!(n & (n - 1))) { /* full: room for twice as many */
        struct notification *all = ARENA_ARRAY(arena, struct notification, n ? 2 * n : 1);
        for (size_t i = 0; i < n; i++) all[i] = results->notifications[i];
        results->notifications = all;
    }
    results->notifications[n] = (struct notification){severity, message};
}

void lint_fail(struct arena *arena, struct lint_results *results, const struct error *error) {
    run_notify(arena, results, SEVERITY_ERROR,
               str_printf(arena, "%.*s: %s", STR_FMT(error->path), error->message));
    results->incomplete = true;
}

void lint_note(struct arena *arena, struct lint_results *results, struct str message) {
    run_notify(arena, results, SEVERITY_NOTE, message);
}

void run_remark(struct arena *arena, const struct root_remark *remark, struct lint_results *results) {
    if (!remark->failed) {
        run_notify(
            arena, results, SEVERITY_NOTE,
            str_printf(arena, "%.*s: %.*s and is not read", STR_FMT(remark->path), STR_FMT(remark->reason)));
        return;
    }
    results->incomplete = true;
    run_notify(arena, results, SEVERITY_ERROR,
               str_printf(arena, "%.*s: %.*s; what it says is unknown", STR_FMT(remark->path),
                          STR_FMT(remark->reason)));
}
