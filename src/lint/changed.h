/* changed.h: which lines changed since a revision (--changed REF). */
#ifndef CONTENTLINT_LINT_CHANGED_H
#define CONTENTLINT_LINT_CHANGED_H

#include "base/base.h"

struct line_range {
    uint32_t first, count; /* 1-based */
};
struct changed_file {
    struct line_range *items;
    size_t len, cap;
};
struct changed {
    struct map
        files; /* path below the folder -> struct changed_file; a new file has one range of all lines */
};
/* Asks git, without hooks, monitors, external diff or textconv programs, in `folder`. Untracked files count as new.
 * False when git fails or `revision` is none. */
bool changed_read(struct arena *arena, struct str folder, struct str revision, struct changed *changed,
                  struct error *error);
/* Reads the text of a `git diff --unified=0`. */
void changed_parse(struct arena *arena, struct str diff, struct changed *changed);
/* Did one of the lines first..last of the file change? */
bool changed_has(const struct changed *changed, struct str path, uint32_t first, uint32_t last);

#endif
