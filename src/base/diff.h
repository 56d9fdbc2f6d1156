/* diff.h: part of base.h, which includes it: the lines in which two texts differ. */
#ifndef CONTENTLINT_BASE_DIFF_H
#define CONTENTLINT_BASE_DIFF_H

#include "base/str.h"

struct diff_hunk { /* lines of the one that became lines of the other; 0-based */
    uint32_t before, before_count, after, after_count;
};
typedef ARRAY_OF(struct diff_hunk) diff_hunks;
/* Adds the hunks between two lists of lines, in order and apart from one another, as few lines as a shortest edit has; in
 * texts with little in common a hunk may hold equal lines too. Time and memory are linear in the lines. */
void diff_lines(struct arena *arena, const struct str *before, size_t before_count, const struct str *after,
                size_t after_count, diff_hunks *hunks);

#endif
