#include "crawl/ledger_file.h"

#include <assert.h>
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
    if (a->failed != b->failed) return a->failed > b->failed ? 1 : -1;
    if (a->good != b->good) return a->good > b->good ? 1 : -1;
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

/* Most ledgers come in order. */
static bool in_order(const struct ledger *ledger) {
    for (size_t i = 1; i < ledger->count; i++)
        if (row_order(&ledger->rows[i - 1], &ledger->rows[i]) > 0) return false;
    return true;
}

void ledger_sort(struct ledger *ledger) {
    size_t count = 0;
    if (!in_order(ledger)) qsort(ledger->rows, ledger->count, sizeof ledger->rows[0], row_order);
    for (size_t i = 0; i < ledger->count; i++) {
        struct ledger_row *last = count ? &ledger->rows[count - 1] : NULL;
        if (last && str_eq(last->url, ledger->rows[i].url))
            *last = join(last, &ledger->rows[i]);
        else
            ledger->rows[count++] = ledger->rows[i];
    }
    ledger->count = count;
}

struct side { /* one of the ledgers that are joined */
    const struct ledger *ledger;
    const bool *stale; /* rows that do not count; NULL: all do */
    size_t at;
};

static const struct ledger_row *row_of(struct side *side) {
    while (side->stale && side->at < side->ledger->count && side->stale[side->at]) side->at++;
    return side->at < side->ledger->count ? &side->ledger->rows[side->at] : NULL;
}

/* The next URL in order: what its rows say together. False: there is none. */
static bool next_row(struct side *sides, size_t n, struct ledger_row *row) {
    const struct ledger_row *least = NULL;
    for (size_t i = 0; i < n; i++) {
        const struct ledger_row *here = row_of(&sides[i]);
        if (here && (!least || str_cmp(here->url, least->url) < 0)) least = here;
    }
    if (!least) return false;
    *row = *least;
    for (size_t i = 0; i < n; i++) {
        const struct ledger_row *here = row_of(&sides[i]);
        if (!here || !str_eq(here->url, row->url)) continue;
        *row = join(row, here);
        sides[i].at++;
    }
    return true;
}

static void merge(struct arena *arena, struct side *sides, size_t n, struct ledger *merged) {
    size_t count = 0;
    struct ledger_row row;
    while (next_row(sides, n, &row)) count++; /* so that no more room is taken than they need */
    if (count > LEDGER_MAX_ROWS) count = LEDGER_MAX_ROWS + 1; /* it cannot be written */
    for (size_t i = 0; i < n; i++) sides[i].at = 0;
    *merged = (struct ledger){ARENA_ARRAY(arena, struct ledger_row, count), count};
    for (size_t i = 0; i < count; i++) next_row(sides, n, &merged->rows[i]);
}

void ledger_merge(struct arena *arena, const struct ledger *ledgers, size_t n, struct ledger *merged) {
    struct side *sides = ARENA_ARRAY(arena, struct side, n);
    for (size_t i = 0; i < n; i++) sides[i].ledger = &ledgers[i];
    merge(arena, sides, n, merged);
}

static void own(struct arena *arena, struct str *text) {
    if (text->len) *text = str_copy(arena, *text);
}

void ledger_own(struct arena *arena, struct ledger *ledger) {
    for (size_t i = 0; i < ledger->count; i++) {
        own(arena, &ledger->rows[i].url);
        own(arena, &ledger->rows[i].final_url);
        own(arena, &ledger->rows[i].validator);
    }
}

static bool same_row(const struct ledger_row *a, const struct ledger_row *b) {
    return str_eq(a->url, b->url) && newer(a, b) == 0;
}

bool ledger_equal(const struct ledger *a, const struct ledger *b) {
    bool equal = a->count == b->count;
    for (size_t i = 0; equal && i < a->count; i++) equal = same_row(&a->rows[i], &b->rows[i]);
    return equal;
}

static bool has_row(const struct ledger *ledger, const struct ledger_row *row) {
    const struct ledger_row *there = ledger_find(ledger, row->url);
    return there && same_row(there, row);
}

bool *ledger_unchanged(struct arena *arena, const struct ledger *base, const struct ledger *side) {
    bool *unchanged = ARENA_ARRAY(arena, bool, side->count);
    for (size_t i = 0; i < side->count; i++) unchanged[i] = has_row(base, &side->rows[i]);
    return unchanged;
}

/* What one side left as it was does not speak against the other, which changed or deleted it. */
static struct side side_of(const struct ledger *side, bool *unchanged, const struct ledger *other) {
    for (size_t i = 0; i < side->count; i++) unchanged[i] = unchanged[i] && !has_row(other, &side->rows[i]);
    return (struct side){side, unchanged, 0};
}

void ledger_merge_changes(struct arena *arena, const struct ledger *ours, bool *ours_unchanged,
                          const struct ledger *theirs, bool *theirs_unchanged, struct ledger *merged) {
    struct side sides[] = {side_of(ours, ours_unchanged, theirs), side_of(theirs, theirs_unchanged, ours)};
    merge(arena, sides, ARRAY_LEN(sides), merged);
}

void ledger_merge3(struct arena *arena, const struct ledger *base, const struct ledger *ours,
                   const struct ledger *theirs, struct ledger *merged) {
    ledger_merge_changes(arena, ours, ledger_unchanged(arena, base, ours), theirs,
                         ledger_unchanged(arena, base, theirs), merged);
}

static int by_url(const void *a, const void *b) {
    const struct ledger_row *x = a, *y = b;
    return str_cmp(x->url, y->url);
}

const struct ledger_row *ledger_find(const struct ledger *ledger, struct str url) {
    const struct ledger_row key = {.url = url};
    /* ledger_sort came before. */
    assert(ledger->count < 2 || str_cmp(ledger->rows[0].url, ledger->rows[ledger->count - 1].url) < 0);
    return ledger->count ? bsearch(&key, ledger->rows, ledger->count, sizeof key, by_url) : NULL;
}
