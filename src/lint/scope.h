/* scope.h: the rules as they hold for single files, where overrides: or a contentlint.yml in a sub-folder say otherwise than
 * for the whole site. */
#ifndef CONTENTLINT_LINT_SCOPE_H
#define CONTENTLINT_LINT_SCOPE_H

#include "lint/check.h"

struct scope {
    /* rules[i] stands for lint->rules[i]. */
    const struct rule **rules;
    /* Those of them that are not the site's. */
    struct rule *own;
    size_t own_count;
};
/* The scopes of one run, in arena, for one thread at a time. */
struct scopes *scopes_new(struct arena *arena, const struct lint *lint);
/* The one of the file at path; NULL: what holds for the whole site. False: the options of several overrides do not go
 * together. */
bool scope_of(struct scopes *scopes, struct str path, const struct scope **scope, struct error *error);
/* Frees what does not live in the arena. NULL is fine. */
void scopes_release(struct scopes *scopes);

/* Does the rule run on some file? *severity: the site's, else that of the first override that switches it on. */
bool rule_may_run(const struct lint *lint, const struct rule *rule, enum severity *severity);

#endif
