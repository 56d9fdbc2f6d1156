/* known_baseline.h: the findings of a run and the rows of a baseline. */
#ifndef CONTENTLINT_LINT_KNOWN_BASELINE_H
#define CONTENTLINT_LINT_KNOWN_BASELINE_H

#include "lint/baseline.h"
#include "lint/run.h"

/* Sets `baselined` of each finding that has a row, and `used` of that. Rows of a page that is gone are those of the page that
 * it became: the one without rows of its own that has most of its lines. */
void baseline_apply(const struct run *run, struct baseline *baseline, diagnostics *list);
/* Adds a row for each finding, and the pages they stand in. */
void baseline_collect(struct arena *arena, const struct run *run, const diagnostics *list,
                      struct baseline *out);
/* Marks the rows of the site that nothing was found for, though it was looked for, and counts them; after a run over the whole
 * site. */
size_t baseline_stale(const struct run *run, struct baseline *baseline);
/* Can a finding of this rule have a row? What is told of a change alone can not. */
bool baseline_takes(const struct rule *rule);

/* Applies the request's baseline, if there is one, and counts what it has. */
void known_apply(const struct run *run, diagnostics *list, struct lint_results *results);
/* Leaves out what the baseline has and, when only that is asked for, what is not new. */
void known_drop(const struct lint_request *request, diagnostics *list);

#endif
