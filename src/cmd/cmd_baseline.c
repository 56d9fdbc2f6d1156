/* cmd_baseline.c: `contentlint baseline write`, `show` and `prune`. */
#include "cmd/baseline.h"
#include "cmd/check.h"

#include <stdio.h>
#include <stdlib.h>

enum verb { WRITE, SHOW, PRUNE, VERBS };
struct keeping {
    struct arena *arena;
    const struct arguments *arguments;
    enum verb verb;
    str_array shown; /* files that were shown already: several sites may have one */
};

static bool write_file(struct arena *arena, const struct target *target, const struct baseline_file *file,
                       struct baseline *rows, struct error *error) {
    return file_write(str_c(arena, file->path), baseline_text(arena, target, file, rows), error);
}

static void say(const struct keeping *keeping, struct str message) {
    if (!arguments_has(keeping->arguments, OPTION_QUIET)) output_remark("", (struct str){0}, 0, message);
}

/* ---- write -------------------------------------------------------------------------------------------------------- */

static bool was_checked(const struct target *target, struct str path) {
    for (size_t i = 0; i < target->files.len && !target->whole; i++) {
        struct str file = target->files.items[i];
        if (str_ends(file, STR("/")) ? str_starts(path, file) : str_eq(path, file)) return true;
    }
    return target->whole && !str_starts(path, STR("../"));
}

static bool has_run(const struct lint *lint, const struct baseline_row *row,
                    const struct lint_results *results) {
    const struct rule *rule = lint_rule(lint, row->rule);
    return !rule || (rule->severity != SEVERITY_OFF && (!rule->external || results->crawl.links));
}

/* What was known before keeps its date. Both are sorted and numbered, as the file is. */
static void keep_dates(struct arena *arena, const struct baseline *old, struct baseline *found) {
    struct map dates = {0};
    struct buf sorted = {.arena = arena};
    baseline_print(found, &sorted);
    for (size_t i = 0; i < old->rows.len; i++)
        map_put(arena, &dates, baseline_key(arena, &old->rows.items[i]), &old->rows.items[i].date);
    for (size_t i = 0; i < found->rows.len; i++) {
        const struct str *date = map_get(&dates, baseline_key(arena, &found->rows.items[i]));
        if (date) found->rows.items[i].date = *date;
    }
}

/* Rows of pages and rules that this run did not look at stay. */
static void keep_others(struct arena *arena, const struct lint *lint, const struct target *target,
                        const struct lint_results *results, const struct baseline *old,
                        struct baseline *found) {
    struct map kept = {0};
    for (size_t i = 0; i < found->pages.len; i++) map_put(arena, &kept, found->pages.items[i].path, found);
    for (size_t i = 0; i < old->rows.len; i++) {
        const struct baseline_row *row = &old->rows.items[i];
        if (was_checked(target, row->path) && has_run(lint, row, results)) continue;
        *ARRAY_PUSH(arena, &found->rows) = *row;
    }
    for (size_t i = 0; i < old->pages.len; i++)
        if (!map_get(&kept, old->pages.items[i].path))
            *ARRAY_PUSH(arena, &found->pages) = old->pages.items[i];
}

static bool run_site(struct keeping *keeping, const struct target *target, struct session *session,
                     struct baseline_file *file, struct baseline *collected, struct lint_results *results,
                     struct error *error) {
    struct lint_request request = {.files = target->files,
                                   .whole = target->whole,
                                   .exclude = keeping->arguments->values[OPTION_EXCLUDE],
                                   .baseline = collected ? NULL : &file->baseline,
                                   .collected = collected};
    if (!session_run(session, keeping->arena, &request, results, error) || !file_certain(error)) return false;
    for (size_t i = 0; i < results->notification_count && results->incomplete; i++)
        if (results->notifications[i].severity == SEVERITY_ERROR)
            return error_set(error, (struct str){0}, 0, "%.*s; the baseline stays as it is",
                             STR_FMT(results->notifications[i].message));
    return !results->incomplete ||
           error_set(error, (struct str){0}, 0, "not all could be checked; the baseline stays as it is");
}

static bool write_rows(struct keeping *keeping, const struct target *target, struct session *session,
                       struct baseline_file *file, struct error *error) {
    struct arena *arena = keeping->arena;
    struct baseline found = {0};
    struct lint_results results = {0};
    const struct lint *lint;
    if (!run_site(keeping, target, session, file, &found, &results, error) ||
        !session_lint(session, &lint, error))
        return false;
    size_t now = found.rows.len;
    keep_dates(arena, &file->baseline, &found);
    keep_others(arena, lint, target, &results, &file->baseline, &found);
    if (!write_file(arena, target, file, &found, error)) return false;
    say(keeping, str_printf(arena, "%.*s: %zu finding%s of %zu file%s; it had %zu row%s, and has %zu",
                            STR_FMT(file->path), now, now == 1 ? "" : "s", results.files_checked,
                            results.files_checked == 1 ? "" : "s", file->baseline.rows.len,
                            file->baseline.rows.len == 1 ? "" : "s", found.rows.len));
    if (!file->given) say(keeping, STR("to use it, write into contentlint.yml: baseline: " BASELINE_NAME));
    return true;
}

/* ---- prune -------------------------------------------------------------------------------------------------------- */

static bool prune(struct keeping *keeping, const struct target *target, struct session *session,
                  struct baseline_file *file, struct error *error) {
    struct lint_results results = {0};
    struct baseline *rows = &file->baseline;
    if (!target->whole)
        return error_set(error, target->root, 0,
                         "whether a row is needed is told by the whole site: name no pages");
    if (!run_site(keeping, target, session, file, NULL, &results, error)) return false;
    size_t kept = 0, had = rows->rows.len;
    for (size_t i = 0; i < had; i++)
        if (!rows->rows.items[i].stale) rows->rows.items[kept++] = rows->rows.items[i];
    rows->rows.len = kept;
    if (kept < had && !write_file(keeping->arena, target, file, rows, error)) return false;
    say(keeping, str_printf(keeping->arena, "%.*s: %zu of %zu row%s taken out", STR_FMT(file->path),
                            had - kept, had, had == 1 ? "" : "s"));
    return true;
}

/* ---- show --------------------------------------------------------------------------------------------------------- */

struct tally {
    struct str rule, oldest, newest, last; /* last: the page that was counted last */
    size_t rows, pages;
};

static int by_count(const void *left, const void *right) {
    const struct tally *a = left, *b = right;
    int order = (a->rows < b->rows) - (a->rows > b->rows);
    return order ? order : str_cmp(a->rule, b->rule);
}

static void count_row(struct tally *tally, const struct baseline_row *row) {
    bool first = !tally->rows++;
    tally->rule = row->rule;
    tally->pages += first || !str_eq(tally->last, row->path);
    tally->last = row->path;
    if (first || str_cmp(row->date, tally->oldest) < 0) tally->oldest = row->date;
    if (first || str_cmp(row->date, tally->newest) > 0) tally->newest = row->date;
}

static void print_tally(struct buf *out, const struct tally *tally) {
    buf_printf(out, "%8zu %6zu  %.*s  %.*s  ", tally->rows, tally->pages, STR_FMT(tally->oldest),
               STR_FMT(tally->newest));
    report_text(out, tally->rule);
    buf_add_char(out, '\n');
}

/* By rule, and how old its rows are. */
static bool show(struct keeping *keeping, const struct baseline_file *file) {
    struct arena *arena = keeping->arena;
    struct buf out = {.arena = arena}, sorted = {.arena = arena};
    struct baseline rows = file->baseline;
    struct map by_rule = {0};
    struct tally *tallies = ARENA_ARRAY(arena, struct tally, rows.rows.len + 1);
    size_t count = 0;
    for (size_t i = 0; i < keeping->shown.len; i++)
        if (str_eq(keeping->shown.items[i], file->path)) return true;
    *ARRAY_PUSH(arena, &keeping->shown) = file->path;
    baseline_print(&rows, &sorted);
    for (size_t i = 0; i < rows.rows.len; i++) {
        void **slot = map_slot(arena, &by_rule, rows.rows.items[i].rule);
        if (!*slot) *slot = &tallies[count++];
        count_row(*slot, &rows.rows.items[i]);
    }
    if (count) qsort(tallies, count, sizeof *tallies, by_count);
    report_text(&out, file->path);
    buf_printf(&out, ": %zu row%s%s", rows.rows.len, rows.rows.len == 1 ? "" : "s",
               count ? "\n    rows  pages  oldest      newest      rule\n" : "\n");
    for (size_t i = 0; i < count; i++) print_tally(&out, &tallies[i]);
    return output_text(buf_str(&out));
}

/* ---- the command -------------------------------------------------------------------------------------------------- */

static bool keep_site(struct keeping *keeping, const struct target *target, struct session *session,
                      struct error *error) {
    struct baseline_file file;
    if (!baseline_open(keeping->arena, keeping->arguments, target, session, &file, error)) return false;
    if (keeping->verb == WRITE) return write_rows(keeping, target, session, &file, error);
    if (!file.there)
        return error_set(error, file.path, 0,
                         "there is no such baseline; `contentlint baseline write` makes it");
    return keeping->verb == PRUNE ? prune(keeping, target, session, &file, error) : show(keeping, &file);
}

static bool find_verb(struct str word, enum verb *verb, struct error *error) {
    static const struct str words[VERBS] = {{"write", 5}, {"show", 4}, {"prune", 5}};
    for (int i = 0; i < VERBS; i++) {
        *verb = (enum verb)i;
        if (str_eq(word, words[i])) return true;
    }
    struct str near = word.ptr ? str_nearest(word, words, VERBS) : (struct str){0};
    if (near.ptr)
        return error_set(error, (struct str){0}, 0, "did you mean `contentlint baseline %.*s`?",
                         STR_FMT(near));
    return error_set(error, (struct str){0}, 0,
                     "say what to do: `contentlint baseline write`, `baseline show` or `baseline prune`");
}

int cmd_baseline(struct arena *arena, const struct arguments *arguments) {
    struct arguments own = *arguments;
    struct keeping keeping = {.arena = arena, .arguments = &own};
    struct error error = {0};
    target_list targets = {0};
    struct str word = own.operands.len ? own.operands.items[0] : (struct str){0};
    if (!find_verb(word, &keeping.verb, &error)) return output_error(&error);
    own.operands.items++;
    own.operands.len--;
    if (!targets_find(arena, &own, &targets, &error)) return output_error(&error);
    for (size_t i = 0; i < targets.len; i++) {
        struct session *session = NULL;
        bool done = open_session(arena, &own, &targets.items[i], NULL, false, &session, &error) &&
                    keep_site(&keeping, &targets.items[i], session, &error);
        if (!done) error_keep(&error);
        session_close(session);
        if (!done) return error.message[0] ? output_error(&error) : STATUS_TROUBLE;
    }
    return STATUS_CLEAN;
}
