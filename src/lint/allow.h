/* allow.h: allow-lists of contentlint.yml: findings of a rule that are wanted, with a reason and an end. */
#ifndef CONTENTLINT_LINT_ALLOW_H
#define CONTENTLINT_LINT_ALLOW_H

#include "lint/check.h"

struct allowance {
    const struct rule *rule;
    const struct override *override; /* that it stands in: it allows nothing where that does not hold */
    const struct node *node; /* the entry: its members other than reason and until must all match a finding */
    str_array files;
    struct str until; /* as written; absent = for good */
    bool expired;     /* its last day is over: it allows nothing */
    bool used;
};
struct allowances {
    struct allowance *items;
    size_t len, cap;
};

/* Checks the allow: lists of an override's rules and adds their entries. */
bool allow_read(struct arena *arena, const struct lint *lint, const struct override *override,
                struct allowances *allowances, struct error *error);
/* Hides the finding when an entry allows it. */
void allow_apply(struct allowances *allowances, struct diagnostic *finding);

#endif
