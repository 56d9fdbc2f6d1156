/* targets.h (private to cmd): which sites a run is about, and how it goes. */
#ifndef CONTENTLINT_CMD_TARGETS_H
#define CONTENTLINT_CMD_TARGETS_H

#include "cmd/cmd.h"
#include "lint/lint.h"
#include "report/report.h"
#include "session/session.h"

/* ---- targets.c: the paths of the command line, grouped by the site they lie in ------------------------------ */

struct target {
    struct str root;     /* the site's folder, from the working directory: ".", "docs/site", "../.." */
    struct str absolute; /* the same without symbolic links: what tells sites apart */
    const struct generator *generator;
    str_array files; /* as lint_request.files */
    bool whole;
    bool built; /* what a generator made, checked for itself */
};
typedef ARRAY_OF(struct target) target_list;
/* Without a path: the site that the working directory lies in, else all sites below it. False for a path that is
 * not there. */
bool targets_find(struct arena *arena, const struct arguments *arguments, target_list *out,
                  struct error *error);

/* Is the path itself, not a folder on its way, a symbolic link to something that is there? */
bool targets_is_link(struct arena *arena, struct str path);
/* A path that need not be there as the site names it, "content/a.md"; a slash at its end stays. False: it lies outside. */
bool targets_within(struct arena *arena, const struct target *target, struct str path, struct str *within,
                    struct error *error);

/* ---- paths.c ------------------------------------------------------------------------------------------- */

/* Gives the findings of one site paths as the working directory sees them, so that those of several sites can be
 * joined; git_prefix becomes the working directory seen from the git root (without git: from what holds all). */
void paths_rebase(struct arena *arena, const struct target *target, const struct site *site,
                  struct lint_results *results);

/* What a patch's paths begin at: the git root; without git the working directory, when the site lies below it. */
struct str paths_patch(struct arena *arena, const struct target *target);

/* ---- open.c: from options to a site and its rules ------------------------------------------------------------- */

/* A session of one target. tree: NULL for the disk; it must outlive the session, as the arguments must. again: for fixes,
 * it will be changed and asked again. */
bool open_session(struct arena *arena, const struct arguments *arguments, const struct target *target,
                  const struct tree *tree, bool again, struct session **session, struct error *error);
/* Was all of the site read that it was asked for so far? False: a file of it could not be, and why. */
bool open_complete(struct arena *arena, const struct site *site, struct error *error);
/* Seconds since 1970 of --now, else of the clock. */
bool open_now(const struct arguments *arguments, int64_t *now, struct error *error);
/* Options of lint_open from the command line; start is where contentlint.yml is looked for. */
bool open_lint_options(struct arena *arena, const struct arguments *arguments, struct str start,
                       struct lint_options *options, struct error *error);

/* ---- reports.c: --report ------------------------------------------------------------------------------------- */

/* False for a format that is not known, for two reports that cannot share standard output, and for a path where no report
 * may be written. Older reports at these paths are removed. */
bool reports_check(struct arena *arena, const struct arguments *arguments, struct error *error);
/* Prints all that were asked for; "full" on standard output when none of them goes there. */
bool reports_print(struct arena *arena, const struct arguments *arguments, const struct lint_results *results,
                   struct error *error);
/* STATUS_FINDINGS when something is as severe as --fail-on says. */
int reports_status(const struct arguments *arguments, const struct lint_results *results);

#endif
