/* run.c: facts, files, checks on all threads, then one sorted list of findings. */
#include "lint/run.h"
#include "lint/external.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lint/allow.h"
#include "lint/cause.h"
#include "lint/checks.h"
#include "lint/compare.h"
#include "lint/facts.h"
#include "lint/kept.h"
#include "lint/known_baseline.h"
#include "lint/scope.h"
#include "lint/trademark.h"
#include "lint/uniques.h"

/* ---- order -------------------------------------------------------------------------------------------------- */

static int compare_numbers(uint32_t a, uint32_t b) {
    return (a > b) - (a < b);
}

static int by_place(const void *left, const void *right) {
    const struct diagnostic *a = left, *b = right;
    int order = compare_numbers(diagnostic_turn(a), diagnostic_turn(b));
    if (!order && a->source != b->source) order = str_cmp(a->source->path, b->source->path);
    if (!order) order = compare_numbers(a->span.start, b->span.start);
    if (!order) order = compare_numbers(a->span.end, b->span.end);
    if (!order) order = str_cmp(a->rule->id, b->rule->id);
    return order ? order : str_cmp(a->message, b->message);
}

static void count(struct lint_results *results) {
    results->errors = results->warnings = results->notes = 0;
    for (size_t i = 0; i < results->count; i++) {
        results->errors += results->items[i].severity == SEVERITY_ERROR;
        results->warnings += results->items[i].severity == SEVERITY_WARNING;
        results->notes += results->items[i].severity == SEVERITY_NOTE;
    }
}

/* Mostly they are in order: gather has sorted those of each file, and files are sorted. */
static void sort_findings(struct diagnostic *items, size_t n) {
    for (size_t i = 1; i < n; i++)
        if (by_place(&items[i - 1], &items[i]) > 0) {
            qsort(items, n, sizeof *items, by_place);
            return;
        }
}

void run_sort(struct lint_results *results) {
    sort_findings(results->items, results->count);
    count(results);
}

/* ---- what belongs to the run, not to a file -------------------------------------------------------------------- */

static void add_notes(struct arena *arena, const struct site *site, struct lint_results *results) {
    for (size_t i = 0; i < site->notes.len; i++) {
        const struct site_note *note = &site->notes.items[i];
        run_notify(arena, results, SEVERITY_NOTE,
                   note->path.len
                       ? str_printf(arena, "%.*s: %.*s", STR_FMT(note->path), STR_FMT(note->message))
                       : note->message);
    }
}

static void add_absent(struct arena *arena, const struct run *run, struct lint_results *results) {
    struct str message = run->links ? links_absent_note(run->links, arena) : (struct str){0};
    if (message.ptr) run_notify(arena, results, SEVERITY_NOTE, message);
}

static void add_unreadable(struct arena *arena, const struct run *run, struct lint_results *results) {
    for (size_t i = 0; i < run->file_count; i++) {
        const struct run_file *file = &run->files[i];
        if (!file->failure.ptr) continue;
        results->incomplete = true;
        run_notify(
            arena, results, SEVERITY_ERROR,
            str_printf(arena, "%.*s was not checked: %.*s", STR_FMT(file->path), STR_FMT(file->failure)));
    }
}

/* Whose patterns took so many steps that files are left which were not searched for them. */
static void add_spent(struct arena *arena, const struct run *run, struct lint_results *results) {
    const struct lint *lint = run->lint;
    for (size_t i = 0; i <= lint->rule_count; i++) {
        size_t end = budget_end(run->budget, i);
        if (end >= run->file_count) continue;
        struct str who = STR("the patterns of the schemas take");
        if (i < lint->rule_count)
            who = str_printf(arena, "the patterns of the rule %.*s take", STR_FMT(lint->rules[i].id));
        results->incomplete = true;
        run_notify(arena, results, SEVERITY_ERROR,
                   str_printf(arena,
                              "%.*s too many steps: %.*s and the files after it were not searched for them",
                              STR_FMT(who), STR_FMT(run->files[end].path)));
    }
}

/* A page that this run is about says itself that it cannot be read, but not when only its front matter failed. A page
 * that is too large says so in the run that it belongs to. What the system refused has to be said of any page: its
 * addresses are missing from the site that the asked ones are compared with. */
static bool is_said(const struct run *run, const struct root_remark *remark) {
    for (size_t i = 0; i < run->file_count; i++)
        if (str_eq(run->files[i].path, remark->path)) return run->files[i].failure.ptr;
    return remark->large && site_page_of(run->request->site, remark->path);
}

/* What was not read of the disk: because of where it leads, or because the system refused. */
static void add_remarks(struct arena *arena, const struct run *run, struct lint_results *results) {
    enum { SHOWN = 20 };
    size_t count = 0, kinds[2] = {0};
    struct root *root = run->request->site->tree.root;
    const struct root_remark *remarks = root ? root_remarks(root, arena, &count) : NULL;
    for (size_t i = 0; i < count; i++) {
        if (remarks[i].failed && is_said(run, &remarks[i])) continue;
        results->incomplete |= remarks[i].failed;
        if (++kinds[remarks[i].failed] <= SHOWN) run_remark(arena, &remarks[i], results);
    }
    for (size_t k = 0; k < ARRAY_LEN(kinds); k++)
        if (kinds[k] > SHOWN)
            run_notify(arena, results, k ? SEVERITY_ERROR : SEVERITY_NOTE,
                       str_printf(arena, "%zu more files %s", kinds[k] - SHOWN,
                                  k ? "could not be read" : "lead out of the repository and are not read"));
}

/* ---- gathering -------------------------------------------------------------------------------------------------- */

static void make_room(struct arena *arena, const struct run *run, diagnostics *out) {
    for (size_t i = 0; i < run->file_count; i++) out->cap += run->files[i].list.len;
    if (out->cap) out->items = arena_alloc(arena, out->cap, sizeof *out->items);
}

/* Moves the visible findings of all files into results; counts the others. */
static void gather(struct arena *arena, const struct run *run, struct allowances *allowances,
                   diagnostics *out, struct lint_results *results) {
    make_room(arena, run, out);
    for (size_t i = 0; i < run->file_count; i++) {
        size_t first = out->len;
        diagnostics *list = &run->files[i].list;
        for (size_t k = 0; k < list->len; k++)
            if (!list->items[k].hidden) allow_apply(allowances, &list->items[k]);
        check_schema_drop_explained(list);
        for (size_t k = 0; k < list->len; k++) {
            if (list->items[k].hidden)
                results->suppressed++;
            else
                *ARRAY_PUSH(arena, out) = list->items[k];
        }
        if (out->len > first) sort_findings(out->items + first, out->len - first);
        results->files_checked += !run->files[i].failure.ptr;
    }
}

/* ---- how many are shown ------------------------------------------------------------------------------------------ */

struct shown { /* of one rule in one file */
    size_t count;
    struct diagnostic *rest; /* the one that stands for those that are not */
};

/* Takes one finding into the list: as it is, or into the number of those that are not shown. */
static void show(struct shown *shown, diagnostics *list, const struct diagnostic *d) {
    bool fits = !d->rest && shown->count < DIAGNOSTICS_SHOWN_MAX;
    if (!fits && shown->rest) {
        shown->rest->rest += d->rest ? d->rest : 1;
        if (d->severity > shown->rest->severity) shown->rest->severity = d->severity;
        return;
    }
    list->items[list->len++] = *d;
    if (fits)
        shown->count++;
    else
        shown->rest = &list->items[list->len - 1];
    if (!fits && !d->rest) shown->rest->rest = 1;
}

/* The findings of a file stand together. */
static void limit_shown(struct arena *arena, const struct lint *lint, diagnostics *list) {
    size_t count = list->len;
    if (count <= DIAGNOSTICS_SHOWN_MAX) return;
    struct shown *shown = ARENA_ARRAY(arena, struct shown, lint->rule_count);
    list->len = 0;
    for (size_t start = 0, end; start < count; start = end) {
        const struct source *source = list->items[start].source;
        for (end = start; end < count && list->items[end].source == source; end++) {
            struct diagnostic d = list->items[end];
            show(&shown[d.rule - lint->rules], list, &d);
        }
        for (size_t r = 0; r < lint->rule_count; r++)
            if (shown[r].rest) finding_stand_for(arena, shown[r].rest, shown[r].rest->rest);
        memset(shown, 0, lint->rule_count * sizeof *shown);
    }
}

static struct str as_prefix(struct arena *arena, struct str path) {
    struct str clean = path.len ? path_clean(arena, path) : STR("");
    if (!clean.len || str_eq(clean, STR("."))) return STR("");
    return str_ends(clean, STR("/")) ? clean : str_printf(arena, "%.*s/", STR_FMT(clean));
}

static struct str git_prefix(struct arena *arena, const struct site *site) {
    struct str root = path_clean(arena, site->root),
               git = site->git_root.ptr ? path_clean(arena, site->git_root) : root;
    if (str_eq(git, STR("."))) return as_prefix(arena, root);
    if (!str_starts(root, git) || root.len == git.len) return STR("");
    return as_prefix(arena, str_sub(root, git.len + (git.ptr[git.len - 1] != '/'), root.len));
}

static struct allowances copy_allowances(struct arena *arena, const struct lint *lint) {
    struct allowances copy = {0};
    for (size_t i = 0; i < lint->allowance_count; i++) *ARRAY_PUSH(arena, &copy) = lint->allowances[i];
    return copy;
}

/* Files above the site, which other sites of the repository may read as well. */
static void add_shared(struct arena *arena, const struct run *run, struct lint_results *results) {
    const struct config *config = &run->lint->config;
    for (size_t i = 0; run->request->whole && i < config->files.len; i++) {
        struct str path = run_config_source(arena, run, config->files.items[i])->path;
        if (str_starts(path, STR("../"))) *ARRAY_PUSH(arena, &results->shared) = path;
    }
    for (size_t i = 0; i < run->file_count; i++)
        if (run->files[i].data && str_starts(run->files[i].path, STR("../")))
            *ARRAY_PUSH(arena, &results->shared) = run->files[i].path;
}

static size_t judged_links(const struct run *run) {
    size_t links = 0;
    for (size_t i = 0; i < run->file_count; i++) links += run->files[i].links;
    return links;
}

static void find_all(struct arena *arena, const struct run *run, diagnostics *list,
                     struct lint_results *results) {
    struct allowances allowances = copy_allowances(arena, run->lint);
    gather(arena, run, &allowances, list, results);
    if (run->request->whole && allowances.len) run_check_allowances(arena, run, &allowances, list);
}

/* ---- the run ----------------------------------------------------------------------------------------------------- */

static void enabled_rules(struct arena *arena, const struct lint *lint, struct lint_results *results) {
    struct rule *rules = ARENA_ARRAY(arena, struct rule, lint->rule_count);
    enum severity severity;
    for (size_t i = 0; i < lint->rule_count; i++)
        if (rule_may_run(lint, &lint->rules[i], &severity)) {
            rules[results->rule_count] = lint->rules[i];
            rules[results->rule_count++].severity = severity;
        }
    results->rules = rules;
}

static double seconds_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static bool open_links(struct arena *arena, struct run *run, unsigned threads, struct error *error) {
    if (!(run->lint->needs & NEED_LINKS)) return true;
    if (!links_open(arena, run->request->site, &run->links, error)) return false;
    links_assume(run->links, &run->lint->config.served, &run->lint->config.generated);
    if (run->lint->needs & NEED_INBOUND) links_read_inbound(run->links, threads);
    return true;
}

static bool open_model(struct arena *arena, struct run *run, unsigned threads, struct error *error) {
    if (run->kept) return kept_open(run, threads, error);
    facts_gather(arena, run->request->site, &run->facts);
    if (run->lint->needs & NEED_SCHEMA)
        run->facts.uniques = uniques_gather(arena, run->lint, run->request->site);
    if (!open_links(arena, run, threads, error)) return false;
    if (run->lint->needs & NEED_MARKS)
        trademark_site(arena, run->lint, run->request->site, run->links ? links_outlook(run->links) : NULL,
                       &run->facts);
    return true;
}

static void check_each(struct arena *arena, struct run *run, unsigned threads) {
    run->budget = budget_open(arena, run->lint->rule_count + 1);
    parallel_for(run->file_count, threads, run_check, run);
    if (!run->kept || kept_suffices(run)) return;
    kept_forget(run);
    budget_close(run->budget);
    run->budget = budget_open(arena, run->lint->rule_count + 1);
    parallel_for(run->file_count, threads, run_check, run);
}

static bool check_files(struct arena *arena, struct run *run, unsigned threads, struct lint_results *results,
                        struct error *error) {
    run_built_open(arena, run);
    if (!open_model(arena, run, threads, error) || !external_open(arena, run, error) ||
        !run_files(arena, run, error))
        return false;
    if (run->now) run->asks = run->now->external != NULL;
    if (run->kept) kept_prepare(run);
    for (size_t i = 0; run->links && !run->kept && i < run->file_count; i++)
        if (run->files[i].page_count) links_expect(run->links, run->files[i].pages);
    run->keep = ARENA_ARRAY(arena, struct arena, threads);
    run->scratch = ARENA_ARRAY(arena, struct arena, threads);
    check_each(arena, run, threads);
    if (run->built && run->request->whole) run_built(arena, run);
    if (!run->asks || run->now) return true; /* of links then it counts that they were there */
    if (!external_ask(arena, run, results, error)) return false;
    parallel_for(run->file_count, threads, run_external, run);
    return true;
}

/* What the findings point into stays, in the arena of the results. */
static void release(struct arena *arena, struct run *run, unsigned threads) {
    for (unsigned t = 0; run->keep && t < threads; t++) {
        arena_adopt(arena, &run->keep[t]);
        arena_free(&run->scratch[t]);
    }
    if (!run->kept) links_close(run->links);
}

/* ---- the site as it was ----------------------------------------------------------------------------------------- */

/* Whether an allowance is needed is told by the whole site alone. */
static bool any_unused(const diagnostics *list) {
    for (size_t i = 0; i < list->len; i++)
        if (str_eq(str_from(list->items[i].rule->check->name), STR("allowance"))) return true;
    return false;
}

/* What was found then, by the rules of today. */
static bool find_before(struct arena *arena, const struct comparison *comparison, bool whole,
                        struct run *before, diagnostics *found, struct error *error) {
    const struct run *now = comparison->run;
    struct lint_request *request = ARENA_NEW(arena, struct lint_request);
    struct lint_results ignored = {0};
    unsigned threads = now->lint->options.threads ? now->lint->options.threads : 1;
    *request = (struct lint_request){.site = comparison->then, .files = comparison->files, .whole = whole};
    request->exclude = now->request->exclude;
    request->built = now->request->built; /* what was dead before is no news */
    request->as = now->request->as;
    *before = (struct run){.lint = now->lint, .request = request, .now = now};
    before->scopes = scopes_new(arena, now->lint);
    bool done = check_files(arena, before, threads, &ignored, error);
    if (done) find_all(arena, before, found, &ignored);
    release(arena, before, threads);
    budget_close(before->budget);
    scopes_release(before->scopes);
    return done;
}

static bool compare(const struct run *run, diagnostics *list, struct error *error) {
    const struct lint_past *past = run->request->past;
    struct arena memory = {0};
    struct comparison comparison;
    struct run before = {0};
    const struct site *then = NULL;
    diagnostics found = {0};
    if (!past->load(past->state, &then, error)) return false;
    compare_open(&memory, run, then, list, &comparison);
    bool whole = then && any_unused(list), asked = whole || comparison.files.len;
    bool done = !asked || find_before(&memory, &comparison, whole, &before, &found, error);
    if (done) compare_mark(&comparison, &before, &found, list);
    if (!done) error_keep(error);
    arena_free(&memory);
    return done;
}

static bool finish(struct arena *arena, struct run *run, struct lint_results *results, struct error *error) {
    diagnostics list = {0};
    find_all(arena, run, &list, results);
    if (run->request->past && list.len && !compare(run, &list, error)) return false;
    for (size_t i = 0; run->request->offers && i < run->file_count; i++)
        for (size_t k = 0; k < run->files[i].offers.len; k++)
            *ARRAY_PUSH(arena, run->request->offers) = run->files[i].offers.items[k];
    if (run->request->collected) baseline_collect(arena, run, &list, run->request->collected);
    known_apply(run, &list, results);
    results->with_past = run->request->past != NULL;
    results->compared = results->with_past || run->request->baseline;
    if (!run->lint->options.each) cause_group(arena, &list, judged_links(run));
    known_drop(run->request, &list);
    limit_shown(arena, run->lint, &list);
    bool globs = run->request->whole && !(run->request->past && run->request->fresh_only);
    if (globs && !run_check_globs(arena, run, &list, error)) return false;
    results->items = list.items;
    results->count = list.len;
    add_shared(arena, run, results);
    add_notes(arena, run->request->site, results);
    run_note_nested(arena, run, results);
    add_unreadable(arena, run, results);
    add_spent(arena, run, results);
    add_remarks(arena, run, results);
    run_add_built(arena, run, results);
    run_add_unknown(arena, run, results);
    struct str old = run->lint->needs & NEED_MARKS ? trademark_old_facts(arena, run->lint) : (struct str){0};
    if (old.ptr) run_notify(arena, results, SEVERITY_NOTE, old);
    run_sort(results);
    return true;
}

bool lint_run(struct arena *arena, const struct lint *lint, const struct lint_request *request,
              struct lint_results *results, struct error *error) {
    double start = seconds_now();
    unsigned threads = lint->options.threads ? lint->options.threads : 1;
    struct run run = {.lint = lint, .request = request, .kept = request->kept};
    run.scopes = scopes_new(arena, lint);
    *results = (struct lint_results){.category = STR("contentlint")};
    if (lint->options.external_only) results->category = STR("contentlint-links");
    bool done = check_files(arena, &run, threads, results, error);
    if (done) {
        enabled_rules(arena, lint, results);
        results->working_prefix = as_prefix(arena, request->site->root);
        results->git_prefix = git_prefix(arena, request->site);
        add_absent(arena, &run, results);
    }
    release(arena, &run, threads);
    done = done && finish(arena, &run, results, error);
    budget_close(run.budget);
    scopes_release(run.scopes);
    results->seconds = seconds_now() - start;
    return done;
}
