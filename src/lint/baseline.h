/* baseline.h: findings that are known and not reported: a file of rows, sorted and fit to be merged line by line. */
#ifndef CONTENTLINT_LINT_BASELINE_H
#define CONTENTLINT_LINT_BASELINE_H

#include "lint/diagnostic.h"

#define BASELINE_NAME      ".contentlint-baseline"
#define BASELINE_MAX_BYTES (64u << 20)
#define BASELINE_MAX_ROWS  1000000u

struct baseline_row {
    struct str
        path; /* of the page, as the file has it: from the file's folder; in a run, from the site's root */
    struct str rule;
    uint64_t number; /* known_number */
    uint32_t nth;    /* of those that are the same otherwise, from 1 */
    struct str date; /* on which it was written, "2026-11-30" */
    bool used;       /* by a finding of the run */
    bool stale;      /* nothing was found for it in a run over the whole site, though it was looked for */
};
/* Some lines of a page, by which it is known again under another name: the smallest of their hashes, sorted. */
#define BASELINE_SKETCH 16
struct baseline_page {
    struct str path;
    uint32_t lines[BASELINE_SKETCH];
    size_t count;
};
struct baseline {
    ARRAY_OF(struct baseline_row) rows;
    ARRAY_OF(struct baseline_page) pages;
};

/* Reads the text of a file called `name`; texts are borrowed. False for a line that is no row, with its place. */
bool baseline_read(struct arena *arena, struct str name, struct str text, struct baseline *baseline,
                   struct error *error);
/* Sorts, numbers those that are the same, and appends the text of the file. */
void baseline_print(struct baseline *baseline, struct buf *out);

/* All of a row but its date and what a run learnt of it, as the key of a map. */
struct str baseline_key(struct arena *arena, const struct baseline_row *row);

#endif
