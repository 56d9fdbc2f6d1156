/* join.c: the findings of several sites of one repository in one list. */
#include "lint/run.h"

#include <assert.h>

static bool has(const str_array *paths, struct str path) {
    for (size_t i = 0; i < paths->len; i++)
        if (str_eq(paths->items[i], path)) return true;
    return false;
}

static bool is_same(const struct diagnostic *a, const struct diagnostic *b) {
    return a->span.start == b->span.start && a->span.end == b->span.end &&
           str_eq(a->source->path, b->source->path) && str_eq(a->rule->id, b->rule->id);
}

/* Asked only of findings in files above the sites, which are few. */
static bool is_among(const struct lint_results *results, const struct diagnostic *finding) {
    for (size_t i = 0; i < results->count; i++)
        if (is_same(&results->items[i], finding)) return true;
    return false;
}

/* What one site alone finds in a file that both read: does it hold? */
static bool holds(const struct diagnostic *finding, const struct lint_results *other) {
    return !finding->everywhere || !has(&other->shared, finding->source->path) || is_among(other, finding);
}

static void join_items(struct arena *arena, struct lint_results *results, const struct lint_results *more) {
    diagnostics all = {0};
    for (size_t i = 0; i < results->count; i++)
        if (holds(&results->items[i], more)) *ARRAY_PUSH(arena, &all) = results->items[i];
    for (size_t i = 0; i < more->count; i++) {
        const struct diagnostic *finding = &more->items[i];
        bool again = has(&results->shared, finding->source->path) && is_among(results, finding);
        if (!again && holds(finding, results)) *ARRAY_PUSH(arena, &all) = *finding;
    }
    results->items = all.items;
    results->count = all.len;
}

/* Rules that ran on either: sites may be configured differently. Both lists are sorted by id. */
static void join_rules(struct arena *arena, struct lint_results *results, const struct lint_results *more) {
    struct rule *all = ARENA_ARRAY(arena, struct rule, results->rule_count + more->rule_count + 1);
    size_t n = 0, a = 0, b = 0;
    while (a < results->rule_count || b < more->rule_count) {
        int order = a == results->rule_count ? 1
                    : b == more->rule_count  ? -1
                                             : str_cmp(results->rules[a].id, more->rules[b].id);
        all[n++] = order <= 0 ? results->rules[a] : more->rules[b];
        assert(n < 2 || str_cmp(all[n - 2].id, all[n - 1].id) < 0);
        a += order <= 0;
        b += order >= 0;
    }
    results->rules = all;
    results->rule_count = n;
}

void lint_join(struct arena *arena, struct lint_results *results, const struct lint_results *more) {
    if (!results->rules) {
        *results = *more;
        return;
    }
    join_items(arena, results, more);
    join_rules(arena, results, more);
    for (size_t i = 0; i < more->shared.len; i++)
        if (!has(&results->shared, more->shared.items[i]))
            *ARRAY_PUSH(arena, &results->shared) = more->shared.items[i];
    for (size_t i = 0; i < more->notification_count; i++)
        run_notify(arena, results, more->notifications[i].severity, more->notifications[i].message);
    results->files_checked += more->files_checked;
    results->unknown += more->unknown;
    for (size_t i = 0; i < more->makers.len; i++)
        *ARRAY_PUSH(arena, &results->makers) = more->makers.items[i];
    results->incomplete |= more->incomplete;
    results->crawl.online &= more->crawl.online;
    results->suppressed += more->suppressed;
    results->baselined += more->baselined;
    results->stale += more->stale;
    results->compared |= more->compared;
    results->with_past |= more->with_past;
    results->seconds += more->seconds;
    run_sort(results);
}
