/* compare.h: a site and the site as it was: which files its files were, what was found in both, and which lines changed. */
#ifndef CONTENTLINT_LINT_COMPARE_H
#define CONTENTLINT_LINT_COMPARE_H

#include "lint/run.h"

struct comparison {
    struct arena *arena;
    const struct run *run;   /* of the site as it is */
    const struct site *then; /* as it was; NULL: there was none */
    str_array files;         /* of then, that have to be known: those that files with findings now were */
    struct map origins;      /* file of now -> str_array: the files that it was; none: it is new */
    struct map heirs;        /* file of then -> struct str: the file it is now */
    struct map renamed;      /* file of now -> str_array: files then with another name */
    struct map folders;      /* folder of now -> struct str: the folder that its renamed pages were in */
};

/* Finds the files that have to be known: nothing is new in a file without findings. */
void compare_open(struct arena *arena, const struct run *run, const struct site *then,
                  const diagnostics *list, struct comparison *comparison);
/* Sets `fresh` of each finding that was not found then, and `changed` of each on a line that was not there. before: the run
 * over the files of then; found: what it found. */
void compare_mark(struct comparison *comparison, const struct run *before, const diagnostics *found,
                  diagnostics *list);

#endif
