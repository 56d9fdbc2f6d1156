#include "base/base.h"

#include <assert.h>
#include <string.h>

enum { LONGEST = 128 }; /* names longer than this are never mistyped, they are pasted */

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* One row of the table of optimal string alignment; returns the row's least value. */
static size_t fill_row(struct str a, struct str b, size_t i, uint8_t rows[3][LONGEST + 1]) {
    assert(i <= LONGEST && b.len <= LONGEST && LONGEST <= UINT8_MAX);
    uint8_t *before = rows[(i + 1) % 3], *above = rows[(i + 2) % 3], *row = rows[i % 3];
    size_t smallest = row[0] = (uint8_t)i;
    for (size_t j = 1; j <= b.len; j++) {
        size_t cost = a.ptr[i - 1] != b.ptr[j - 1];
        size_t value = least(least(above[j] + 1u, row[j - 1] + 1u), above[j - 1] + cost);
        if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1])
            value = least(value, before[j - 2] + 1u);
        row[j] = (uint8_t)value;
        smallest = least(smallest, value);
    }
    return smallest;
}

/* Addresses of one folder begin alike, and many end alike: that costs nothing. */
static void cut_common(struct str *a, struct str *b) {
    size_t start = 0, most = least(a->len, b->len);
    while (start < most && a->ptr[start] == b->ptr[start]) start++;
    *a = str_sub(*a, start, a->len);
    *b = str_sub(*b, start, b->len);
    while (a->len && b->len && a->ptr[a->len - 1] == b->ptr[b->len - 1]) a->len--, b->len--;
}

size_t str_distance(struct str a, struct str b, size_t limit) {
    size_t gap = a.len > b.len ? a.len - b.len : b.len - a.len;
    if (gap > limit) return limit + 1;
    if (a.len > LONGEST || b.len > LONGEST) return str_eq(a, b) ? 0 : limit + 1;
    cut_common(&a, &b);
    uint8_t rows[3][LONGEST + 1];
    for (size_t j = 0; j <= b.len; j++) rows[0][j] = (uint8_t)j;
    size_t previous = 0;
    for (size_t i = 1; i <= a.len; i++) {
        size_t smallest = fill_row(a, b, i, rows);
        /* A transposition reaches back two rows: both must be past the limit. */
        if (smallest > limit && previous > limit) return limit + 1;
        previous = smallest;
    }
    return least(rows[a.len % 3][b.len], limit + 1);
}

/* Without what counts for nothing, into out; absent when it has more than `most` bytes. */
static struct str bare(struct str s, char *out, size_t most) {
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '-' || c == '_' || c == ' ') continue;
        if (len == most) return (struct str){0};
        out[len++] = char_lower(c);
    }
    return (struct str){out, len};
}

static size_t tolerance(size_t length) {
    return length < 3 ? 0 : length < 6 ? 1 : length < 10 ? 2 : 3;
}

struct str str_nearest(struct str wanted, const struct str *candidates, size_t n) {
    char wanted_bytes[LONGEST], candidate_bytes[LONGEST];
    struct str from = bare(wanted, wanted_bytes, LONGEST), nearest = {0};
    if (from.len == 0) return nearest;
    size_t best = tolerance(from.len) + 1;
    for (size_t i = 0; i < n && best > 0; i++) {
        if (candidates[i].len + best <= from.len) continue;
        struct str to = bare(candidates[i], candidate_bytes, least(from.len + best - 1, LONGEST));
        if (to.len == 0) continue;
        size_t distance = str_distance(from, to, best - 1);
        if (distance >= best) continue;
        best = distance;
        nearest = candidates[i];
    }
    return nearest;
}
