/* parts.h (private to session): what its files share. */
#ifndef CONTENTLINT_SESSION_PARTS_H
#define CONTENTLINT_SESSION_PARTS_H

#include "session/session.h"

struct buffer {
    struct arena arena;
    struct str path, text;
};
struct session {
    /* Of the session itself. */
    struct arena arena;
    struct session_options options;
    /* NULL: has to be opened. */
    struct lint *lint;
    struct arena lint_memory;
    /* Of options.lint.nested. */
    struct arena nested_memory;
    /* The one that the last answer was about; NULL: none was loaded. */
    struct site *site;
    /* As it was built; NULL: that is not asked. */
    struct lint_built *built;
    /* Of that one, and of the one to come. */
    struct arena site_memory[2];
    unsigned site_at;
    /* It is not what the files say now. */
    bool site_stale;
    /* More than pages have changed: nothing that was found counts. */
    bool all_stale;
    /* Changed files that the old site knows no page of. */
    struct arena strange_memory;
    str_array strange;
    /* Sorted by path. */
    struct arena buffers_memory;
    ARRAY_OF(struct buffer) buffers;
    struct memory_tree files;
    struct lint_kept *kept;
    /* The last answer. */
    struct arena answer_memory;
    struct lint_results results;
    /* Path -> number that stands for the findings told last. */
    struct arena told_memory;
    struct map told;
};

/* The next answer opens rules and configuration anew. */
void session_close_lint(struct session *session);
/* And looks for the configuration of sub-folders. */
void session_forget_nested(struct session *session);
/* Brings lint and site up to date. */
bool session_renew(struct session *session, struct error *error);
/* Opens the build that is named, or that lies there; *built stays NULL without one. */
bool session_built(struct session *session, struct arena *arena, const struct site *site,
                   struct lint_built **built, struct error *error);
/* The tree below the buffers, as it is now. */
bool session_below(struct session *session, struct arena *arena, struct tree *tree, struct error *error);

#endif
