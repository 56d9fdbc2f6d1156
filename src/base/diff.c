/* diff.c: what two texts have in common, by Myers' O(ND) algorithm in linear space: the middle of a shortest edit is
 * searched from both ends, and each half is compared in turn. */
#include "base/base.h"

#include <assert.h>

enum {
    DISTANCE_MAX = 4096,   /* edits looked for in one search: beyond, the texts have little in common */
    STEPS_A_LINE = 64,     /* and steps of all searches, for each line of both texts, */
    STEPS_ALWAYS = 1 << 20 /* in addition to these */
};

struct lines {
    const struct str *items;
    const uint32_t *hashes;
    size_t count;
};

/* Lines first..last of both texts, last excluded. */
struct box {
    size_t a, a_end, b, b_end;
};

struct diff {
    struct arena *arena;
    struct lines before, after;
    uint32_t *from_start, *from_end; /* the furthest line on each diagonal, -limit - 1 to limit + 1 */
    long limit;                      /* edits looked for */
    size_t steps;                    /* that are left */
    diff_hunks *out;
};

static struct lines lines_of(struct arena *arena, const struct str *items, size_t count) {
    uint32_t *hashes = ARENA_ARRAY(arena, uint32_t, count + 1);
    for (size_t i = 0; i < count; i++) hashes[i] = (uint32_t)str_hash(items[i]);
    return (struct lines){items, hashes, count};
}

static bool is_same(const struct diff *diff, size_t a, size_t b) {
    return diff->before.hashes[a] == diff->after.hashes[b] &&
           str_eq(diff->before.items[a], diff->after.items[b]);
}

/* Boxes come in order; what touches is one hunk. */
static void add(struct diff *diff, const struct box *box) {
    struct diff_hunk *last = diff->out->len ? &diff->out->items[diff->out->len - 1] : NULL;
    uint32_t a = (uint32_t)box->a, b = (uint32_t)box->b, a_count = (uint32_t)(box->a_end - box->a),
             b_count = (uint32_t)(box->b_end - box->b);
    if (!a_count && !b_count) return;
    assert(!last || (last->before + last->before_count <= a && last->after + last->after_count <= b));
    if (last && last->before + last->before_count == a && last->after + last->after_count == b) {
        last->before_count += a_count;
        last->after_count += b_count;
    } else {
        *ARRAY_PUSH(diff->arena, diff->out) = (struct diff_hunk){a, a_count, b, b_count};
    }
}

/* The line of `before` that a way with one edit more reaches on a diagonal. */
static long advance(const uint32_t *furthest, long diagonal, long edits) {
    bool down = diagonal == -edits || (diagonal != edits && furthest[-1] < furthest[1]);
    return down ? (long)furthest[1] : (long)furthest[-1] + 1;
}

/* Equal lines from (x, y) on, counted from the box's start, or back from its end. */
static long run_of_same(struct diff *diff, const struct box *box, bool back, long x, long y) {
    long n = (long)(box->a_end - box->a), m = (long)(box->b_end - box->b), run = 0;
    for (; x + run < n && y + run < m; run++) {
        size_t i = (size_t)(x + run), k = (size_t)(y + run);
        if (!(back ? is_same(diff, box->a_end - i - 1, box->b_end - k - 1)
                   : is_same(diff, box->a + i, box->b + k)))
            break;
    }
    diff->steps -= (size_t)run + 1 < diff->steps ? (size_t)run + 1 : diff->steps;
    return run;
}

/* One edit more on every diagonal, from the box's start, or back from its end. True when a way meets one of the other
 * end: on one diagonal, they have passed all lines of `before`. */
static bool step(struct diff *diff, const struct box *box, bool back, long edits, struct box *first) {
    long n = (long)(box->a_end - box->a), m = (long)(box->b_end - box->b), delta = n - m;
    uint32_t *own = back ? diff->from_end : diff->from_start;
    const uint32_t *other = back ? diff->from_start : diff->from_end;
    long reached = back ? edits : edits - 1; /* by the other end */
    bool can_meet = (delta % 2 == 0) == back;
    for (long k = edits; k >= -edits; k -= 2) {
        long begin = advance(own + k, k, edits), x = begin + run_of_same(diff, box, back, begin, begin - k);
        own[k] = (uint32_t)x;
        if (!can_meet || k - delta > reached || delta - k > reached || x + (long)other[delta - k] < n)
            continue;
        *first = *box;
        first->a_end = back ? box->a_end - (size_t)x : box->a + (size_t)begin;
        first->b_end = back ? box->b_end - (size_t)(x - k) : box->b + (size_t)(begin - k);
        return true;
    }
    return false;
}

/* The part of the box before the middle of a shortest edit; false when the search is too long. */
static bool find_middle(struct diff *diff, const struct box *box, struct box *first) {
    long most = (long)(box->a_end - box->a + box->b_end - box->b + 1) / 2;
    diff->from_start[1] = diff->from_end[1] = 0;
    for (long edits = 0; edits <= diff->limit && edits <= most && diff->steps; edits++)
        if (step(diff, box, false, edits, first) || step(diff, box, true, edits, first)) return true;
    return false;
}

/* Leaves out the equal lines at both ends. */
static void trim(const struct diff *diff, struct box *box) {
    while (box->a < box->a_end && box->b < box->b_end && is_same(diff, box->a, box->b)) box->a++, box->b++;
    while (box->a < box->a_end && box->b < box->b_end && is_same(diff, box->a_end - 1, box->b_end - 1))
        box->a_end--, box->b_end--;
}

static void compare(struct diff *diff, struct box box) {
    struct box first;
    trim(diff, &box);
    if (box.a == box.a_end || box.b == box.b_end || !find_middle(diff, &box, &first)) {
        add(diff, &box);
        return;
    }
    assert(first.a_end <= box.a_end && first.b_end <= box.b_end);
    compare(diff, first);
    compare(diff, (struct box){first.a_end, box.a_end, first.b_end, box.b_end});
}

void diff_lines(struct arena *arena, const struct str *before, size_t before_count, const struct str *after,
                size_t after_count, diff_hunks *hunks) {
    struct diff diff = {.arena = arena, .out = hunks};
    diff.before = lines_of(arena, before, before_count);
    diff.after = lines_of(arena, after, after_count);
    size_t lines = before_count + after_count;
    diff.limit = lines / 2 + 1 < DISTANCE_MAX ? (long)lines / 2 + 1 : DISTANCE_MAX;
    size_t diagonals = 2 * (size_t)diff.limit + 3;
    diff.from_start = ARENA_ARRAY(arena, uint32_t, diagonals) + diff.limit + 1;
    diff.from_end = ARENA_ARRAY(arena, uint32_t, diagonals) + diff.limit + 1;
    diff.steps = STEPS_ALWAYS + STEPS_A_LINE * lines;
    compare(&diff, (struct box){0, before_count, 0, after_count});
}
