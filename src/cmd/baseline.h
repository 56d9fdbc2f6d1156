/* baseline.h (private to cmd): the file with known findings that a site's run is given. */
#ifndef CONTENTLINT_CMD_BASELINE_H
#define CONTENTLINT_CMD_BASELINE_H

#include "cmd/past.h"

/* Finds the file, and reads it when it is there. False: it is no baseline, or the configuration's leads out of the
 * repository. */
bool baseline_open(struct arena *arena, const struct arguments *arguments, const struct target *target,
                   struct session *session, struct baseline_file *file, struct error *error);
/* The baseline of a run: NULL when none is given. False also when one that is given is not there. */
bool baseline_for_run(struct past *past, struct baseline **baseline, struct error *error);
/* What a run has to say of it: rows that are stale, and those that the change beside --changed added. */
void baseline_note(struct past *past, const struct lint_request *request, struct lint_results *results);
/* The text of a file with these rows, which then have the paths that they have in it. */
struct str baseline_text(struct arena *arena, const struct target *target, const struct baseline_file *file,
                         struct baseline *rows);

#endif
