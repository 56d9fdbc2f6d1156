/* cmd_check.c: `contentlint check`. */
#include "cmd/baseline.h"
#include "cmd/check.h"
#include "cmd/network.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

struct check_run {
    struct arena *arena;
    const struct arguments *arguments;
    struct str input; /* standard input, for --stdin-filename */
    struct lint_results results;
    bool joined; /* results holds a site already */
    double started;
    bool links; /* the command is `links` */
};

/* ---- one site ---------------------------------------------------------------------------------------------- */

/* The network is asked by --external and by `links`; --list asks the ledger alone. */
static bool external_request(struct check_run *run, struct session *session, struct lint_external *external,
                             struct lint_request *request, struct error *error) {
    bool asked = run->links || arguments_has(run->arguments, OPTION_EXTERNAL);
    bool offline =
        arguments_has(run->arguments, OPTION_LIST) || arguments_has(run->arguments, OPTION_NO_NETWORK);
    if (!asked) return true;
    request->external = external;
    return network_options(run->arena, run->arguments, session, offline, external, error);
}

static void join(struct check_run *run, const struct lint_results *results) {
    if (run->joined)
        lint_join(run->arena, &run->results, results);
    else
        run->results = *results;
    run->joined = true;
}

/* The table of URLs that stands for the findings, and how the network did. */
static bool print_crawl(struct check_run *run, const struct target *target, const struct lint_crawl *crawl) {
    struct buf out = {.arena = run->arena};
    if (links_table(run->arguments) && !links_print(run->arena, run->arguments, target, crawl)) return false;
    if (!crawl->report->requests || arguments_has(run->arguments, OPTION_QUIET)) return true;
    network_summary(&out, crawl->report);
    fwrite(out.ptr, 1, out.len, stderr);
    return true;
}

static bool run_session(struct check_run *run, const struct target *target, struct session *session,
                        struct error *error) {
    const struct site *site;
    struct lint_results results = {0};
    struct lint_request request;
    struct past *past = past_open(run->arena, run->arguments, target, session);
    struct lint_external external = {.crawl.lane =
                                         LANE_OFFLINE}; /* unless asked: the ledger stays as it is */
    if (!session_site(session, &site, error) || !request_make(past, &request, error) ||
        !external_request(run, session, &external, &request, error) ||
        !session_run(session, run->arena, &request, &results, error) || !file_certain(error))
        return false;
    for (size_t i = 0; i < past->notes.len; i++) lint_note(run->arena, &results, past->notes.items[i]);
    baseline_note(past, &request, &results);
    network_keep(run->arena, run->arguments, target, &external, &results);
    if (results.crawl.links && !print_crawl(run, target, &results.crawl)) return false;
    paths_rebase(run->arena, target, site, &results);
    join(run, &results);
    return true;
}

static bool run_target(struct check_run *run, const struct target *target, struct session **session) {
    struct error error = {0};
    const struct tree *tree;
    bool good = request_tree(run->arena, run->arguments, target, &tree, &error) &&
                open_session(run->arena, run->arguments, target, tree, false, session, &error);
    if (good && run->input.ptr) session_put(*session, target->files.items[0], run->input);
    if (good && run_session(run, target, *session, &error)) return true;
    output_error(&error);
    return false;
}

/* ---- all of them ------------------------------------------------------------------------------------------ */

static double clock_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* What the run could not do, beside a table that stands for the reports. */
static void print_failures(const struct lint_results *results) {
    for (size_t i = 0; i < results->notification_count; i++)
        if (results->notifications[i].severity == SEVERITY_ERROR)
            output_remark("error", (struct str){0}, 0, results->notifications[i].message);
}

static int print_results(struct check_run *run) {
    struct error error = {0};
    struct lint_results *results = &run->results;
    results->seconds = isatty(STDOUT_FILENO) ? clock_seconds() - run->started : 0;
    if (!results->files_checked) fputs("contentlint: warning: no file was checked\n", stderr);
    if (!links_table(run->arguments) && !reports_print(run->arena, run->arguments, results, &error))
        return error.message[0] ? output_error(&error) : STATUS_TROUBLE;
    if (links_table(run->arguments)) print_failures(results);
    if (results->incomplete) return STATUS_TROUBLE;
    return arguments_has(run->arguments, OPTION_LIST) ? STATUS_CLEAN
                                                      : reports_status(run->arguments, results);
}

/* Sessions stay open until the reports are printed: findings point into their rules and sources. */
static int run_targets(struct check_run *run, const target_list *targets) {
    struct session **sessions = ARENA_ARRAY(run->arena, struct session *, targets->len + 1);
    bool good = true;
    for (size_t i = 0; i < targets->len && good; i++)
        good = run_target(run, &targets->items[i], &sessions[i]);
    int status = good ? print_results(run) : STATUS_TROUBLE;
    for (size_t i = 0; i < targets->len; i++) session_close(sessions[i]);
    return status;
}

int check_all(struct arena *arena, const struct arguments *arguments, bool links) {
    struct error error = {0};
    struct check_run run = {
        .arena = arena, .arguments = arguments, .started = clock_seconds(), .links = links};
    target_list targets = {0};
    bool stdin_named = arguments_has(arguments, OPTION_STDIN_FILENAME);
    bool fix = arguments_has(arguments, OPTION_FIX) || arguments_has(arguments, OPTION_DIFF);
    if (!fix_check(arguments, &error) || !reports_check(arena, arguments, &error))
        return output_error(&error);
    if (stdin_named && arguments_has(arguments, OPTION_STAGED)) {
        error_set(&error, (struct str){0}, 0, "--staged and --stdin-filename exclude each other");
        return output_error(&error);
    }
    if (stdin_named && !output_stdin(arena, &run.input, &error)) return output_error(&error);
    if (!targets_find(arena, arguments, &targets, &error)) return output_error(&error);
    int mended = STATUS_CLEAN;
    if (fix && !fix_targets(arena, arguments, &targets, run.input, &mended)) return mended;
    int found = run_targets(&run, &targets);
    return mended == STATUS_TROUBLE ? mended : found;
}

int cmd_check(struct arena *arena, const struct arguments *arguments) {
    return check_all(arena, arguments, false);
}
