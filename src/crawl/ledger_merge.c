#include "crawl/crawl.h"

#include <stdlib.h>
#include <string.h>

/* Any total order that prefers newer knowledge makes the join commutative and associative. */
static int newer(const struct ledger_row *a, const struct ledger_row *b) {
    if (a->manual != b->manual) return a->manual ? 1 : -1;
    if (a->checked != b->checked) return a->checked > b->checked ? 1 : -1;
    /* Asked on one day with two answers: it did work once. */
    if (a->kind != b->kind) return a->kind < b->kind ? 1 : -1;
    if (a->expires != b->expires) return a->expires > b->expires ? 1 : -1;
    if (a->runs != b->runs) return a->runs > b->runs ? 1 : -1;
    if (a->status != b->status) return a->status > b->status ? 1 : -1;
    if (a->reason != b->reason) return a->reason > b->reason ? 1 : -1;
    int order = str_cmp(a->final_url, b->final_url);
    return order ? order : str_cmp(a->validator, b->validator);
}

static int32_t earlier(int32_t a, int32_t b) {
    return !a || (b && b < a) ? b : a;
}

/* What two rows of one URL say together. */
static struct ledger_row join(const struct ledger_row *a, const struct ledger_row *b) {
    bool first = newer(a, b) >= 0;
    struct ledger_row row = first ? *a : *b;
    const struct ledger_row *other = first ? b : a;
    if (other->good > row.good) row.good = other->good;
    if (row.kind == other->kind && row.failed) row.failed = earlier(row.failed, other->failed);
    return row;
}

static int row_order(const void *a, const void *b) {
    const struct ledger_row *x = a, *y = b;
    int order = str_cmp(x->url, y->url);
    return order ? order : newer(y, x);
}

void ledger_merge(struct arena *arena, const struct ledger *ledgers, size_t n, struct ledger *merged) {
    size_t total = 0, count = 0;
    for (size_t i = 0; i < n; i++) total += ledgers[i].count;
    struct ledger_row *rows = ARENA_ARRAY(arena, struct ledger_row, total);
    for (size_t i = 0, at = 0; i < n; at += ledgers[i++].count)
        if (ledgers[i].count) memcpy(rows + at, ledgers[i].rows, ledgers[i].count * sizeof rows[0]);
    if (total) qsort(rows, total, sizeof rows[0], row_order);
    for (size_t i = 0; i < total; i++) {
        if (count && str_eq(rows[count - 1].url, rows[i].url))
            rows[count - 1] = join(&rows[count - 1], &rows[i]);
        else
            rows[count++] = rows[i];
    }
    *merged = (struct ledger){rows, count};
}

static bool same_row(const struct ledger_row *a, const struct ledger_row *b) {
    const struct ledger one = {(struct ledger_row *)(uintptr_t)a, 1},
                        two = {(struct ledger_row *)(uintptr_t)b, 1};
    return ledger_equal(&one, &two);
}

/* Deleted on the other side since base, and not touched on this one. */
static bool is_deleted(const struct ledger *base, const struct ledger *other, const struct ledger_row *row) {
    const struct ledger_row *old = ledger_find(base, row->url);
    return old && !ledger_find(other, row->url) && same_row(old, row);
}

static struct ledger without_deleted(struct arena *arena, const struct ledger *base,
                                     const struct ledger *side, const struct ledger *other) {
    struct ledger kept = {ARENA_ARRAY(arena, struct ledger_row, side->count), 0};
    for (size_t i = 0; i < side->count; i++)
        if (!is_deleted(base, other, &side->rows[i])) kept.rows[kept.count++] = side->rows[i];
    return kept;
}

void ledger_merge3(struct arena *arena, const struct ledger *base, const struct ledger *ours,
                   const struct ledger *theirs, struct ledger *merged) {
    const struct ledger sides[] = {without_deleted(arena, base, ours, theirs),
                                   without_deleted(arena, base, theirs, ours)};
    ledger_merge(arena, sides, 2, merged);
}
