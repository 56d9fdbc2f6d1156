/* allow.h: allow-lists of contentlint.yml: findings of a rule that are wanted, with a reason and an end. */
#ifndef CONTENTLINT_LINT_ALLOW_H
#define CONTENTLINT_LINT_ALLOW_H

#include "lint/check.h"

struct allowance {
    const struct rule *rule;
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

/* Checks one rule's allow: list and adds its entries. `now` is in seconds since 1970. */
bool allow_read(struct arena *arena, const struct rule *rule, const struct source *config, int64_t now,
                struct allowances *allowances, struct error *error);
/* Hides the finding when an entry allows it. */
void allow_apply(struct allowances *allowances, struct diagnostic *finding);

#endif
