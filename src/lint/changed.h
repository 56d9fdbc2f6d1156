/* changed.h: which lines of files changed. */
#ifndef CONTENTLINT_LINT_CHANGED_H
#define CONTENTLINT_LINT_CHANGED_H

#include "base/base.h"

struct line_range {
    uint32_t first, count; /* 1-based */
};
struct changed_file {
    struct line_range *items; /* in order */
    size_t len, cap;
};
struct changed {
    struct map
        files; /* path below the folder -> struct changed_file; a new file has one range of all lines */
};
/* Compares a file with the text it had; absent: there was no such file, and all its lines are new. */
void changed_add(struct arena *arena, struct changed *changed, struct source *source, struct str before);
/* Did one of the lines first..last of the file change? */
bool changed_has(const struct changed *changed, struct str path, uint32_t first, uint32_t last);

/* ---- changed_lines.c ---- */

/* The lines of `after` that are not those of `before`, in as few ranges as a shortest edit has; in texts with little in
 * common a range may hold equal lines too. How a line ends makes no difference: git may convert that in a checkout. Time
 * and memory are linear in the lines. Makes the sources' line tables. */
void changed_lines(struct arena *arena, struct source *before, struct source *after,
                   struct changed_file *file);

#endif
