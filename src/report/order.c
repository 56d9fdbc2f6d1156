/* order.c: findings in the order a reader wants them, and how many there are of each rule. */
#include "report/text.h"

#include <stdlib.h>

const char *order_severity(enum severity severity) {
    switch (severity) {
    case SEVERITY_ERROR: return "error";
    case SEVERITY_WARNING: return "warning";
    case SEVERITY_NOTE: return "note";
    case SEVERITY_OFF: break;
    }
    return "off";
}

enum { RANKS = 3 * (SEVERITY_ERROR + 1) };

static unsigned rank(const struct diagnostic *item, enum order order) {
    unsigned rank = 0;
    if ((order & ORDER_SEVERITY)) rank += SEVERITY_ERROR - item->severity;
    if (order & ORDER_CHANGED) rank += diagnostic_turn(item) * (SEVERITY_ERROR + 1);
    return rank;
}

const struct diagnostic **order_items(struct arena *arena, const struct lint_results *results,
                                      enum order order) {
    const struct diagnostic **items = ARENA_ARRAY(arena, const struct diagnostic *, results->count + 1);
    size_t n = 0;
    for (unsigned r = 0; r < RANKS; r++) {
        for (size_t i = 0; i < results->count; i++)
            if (rank(&results->items[i], order) == r) items[n++] = &results->items[i];
    }
    return items;
}

static int compare_tallies(const void *a, const void *b) {
    const struct tally *x = a, *y = b;
    if (x->severity != y->severity) return x->severity > y->severity ? -1 : 1;
    if (x->count != y->count) return x->count > y->count ? -1 : 1;
    return str_cmp(x->rule->id, y->rule->id);
}

/* Results are sorted by path, so a rule's finding is in a new file when the path differs from its last one. */
static void tally_add(struct tally *tally, const struct diagnostic *item, const struct source **last) {
    if (!tally->count++) tally->first = item;
    if (item->severity > tally->severity) tally->severity = item->severity;
    if (!*last || !str_eq((*last)->path, item->source->path)) tally->files++;
    *last = item->source;
    tally->rule = item->rule;
}

size_t order_tallies(struct arena *arena, const struct lint_results *results, struct tally **tallies) {
    struct map by_rule = {0};
    struct tally *list = ARENA_ARRAY(arena, struct tally, results->count + 1);
    const struct source **last = ARENA_ARRAY(arena, const struct source *, results->count + 1);
    size_t n = 0;
    for (size_t i = 0; i < results->count; i++) {
        const struct diagnostic *item = &results->items[i];
        void **slot = map_slot(arena, &by_rule, item->rule->id);
        if (!*slot) *slot = &list[n++];
        struct tally *tally = *slot;
        tally_add(tally, item, &last[tally - list]);
    }
    qsort(list, n, sizeof *list, compare_tallies);
    *tallies = list;
    return n;
}

static void add_count(struct buf *out, size_t n, const char *noun, const char **separator) {
    if (!n) return;
    buf_printf(out, "%s%zu %s%s", *separator, n, noun, n == 1 ? "" : "s");
    *separator = ", ";
}

/* Files with findings; with --changed those on changed lines come first, so that a file may come twice. */
static size_t count_files(struct arena *arena, const struct lint_results *results) {
    struct map seen = {0};
    for (size_t i = 0; i < results->count; i++)
        *map_slot(arena, &seen, results->items[i].source->path) = &seen;
    return seen.len;
}

static size_t count_fixable(const struct lint_results *results, bool suggested) {
    size_t n = 0;
    for (size_t i = 0; i < results->count; i++)
        n += results->items[i].edit_count > 0 && results->items[i].suggested == suggested;
    return n;
}

void order_totals(struct buf *out, const struct lint_results *results) {
    const char *separator = "";
    size_t fixable = count_fixable(results, false), suggested = count_fixable(results, true);
    bool read = results->unknown < results->files_checked || !results->unknown;
    if (!results->count)
        buf_add(out, read ? STR("No problems") : STR("Nothing is known to be wrong"));
    else {
        buf_printf(out, "%zu problem%s (", results->count, results->count == 1 ? "" : "s");
        add_count(out, results->errors, "error", &separator);
        add_count(out, results->warnings, "warning", &separator);
        add_count(out, results->notes, "note", &separator);
        buf_printf(out, ") in %zu", count_files(out->arena, results));
        buf_add(out, STR(" of"));
    }
    buf_printf(out, "%s %zu file%s", results->count ? "" : " in", results->files_checked,
               results->files_checked == 1 ? "" : "s");
    if (fixable) buf_printf(out, ", %zu fixable", fixable);
    if (suggested) buf_printf(out, ", %zu with a suggestion (--fix=all)", suggested);
    if (results->suppressed) buf_printf(out, ", %zu suppressed", results->suppressed);
    if (results->baselined) buf_printf(out, ", %zu in the baseline", results->baselined);
    if (results->seconds > 0) buf_printf(out, ", %.2f s", results->seconds);
}
