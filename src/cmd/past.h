/* past.h (private to cmd): a site as revisions of git have it, each loaded once. */
#ifndef CONTENTLINT_CMD_PAST_H
#define CONTENTLINT_CMD_PAST_H

#include "cmd/targets.h"

struct past_site {
    struct str ref;
    const struct site *site; /* NULL: that revision has no such site */
};
/* The file with known findings that a site's run is given (baseline.h). */
struct baseline_file {
    struct str path;          /* from the working directory */
    struct str folder;        /* that holds it; absolute: what its rows are seen from */
    bool there, given;        /* given: by --baseline or the configuration */
    struct baseline baseline; /* with paths from the site's root */
};
struct past {
    struct arena *arena;
    const struct arguments *arguments;
    const struct target *target;
    struct session *session; /* by whose options they are loaded */
    ARRAY_OF(struct past_site) sites;
    str_array notes; /* about revisions that have no such site */
    struct lint_past changed;
    struct baseline_file baseline;
};

/* Of a site and its session; nothing is loaded yet. */
struct past *past_open(struct arena *arena, const struct arguments *arguments, const struct target *target,
                       struct session *session);
/* The site of a revision, as revision_open takes it; *site stays NULL where it had none in this folder: what is told with
 * the option of that name has nothing to be compared with, which is noted; NULL: it is not. */
bool past_site(struct past *past, struct str ref, const char *option, const struct site **site,
               struct error *error);

/* The site of that option's revision, when it was loaded; else NULL. */
const struct site *past_known(const struct past *past, enum option_id option);

/* ---- since.c: --since, --changed ---------------------------------------------------------------------------- */

/* What the revision of --since serves and the session's site doesn't; *lost stays NULL without the option, and when the
 * revision has no such site. */
bool since_lost(struct past *past, struct lost_urls **lost, struct error *error);
/* The revision of --changed, which is loaded once something was found; *changed stays NULL without the option. */
bool since_changed(struct past *past, const struct lint_past **changed, struct error *error);

#endif
