/* facts.h: what is counted and gathered over a whole site before a run. */
#ifndef CONTENTLINT_LINT_FACTS_H
#define CONTENTLINT_LINT_FACTS_H

#include "lint/check.h"

struct collision_list { /* of one source file */
    const struct collision **items;
    size_t len, cap;
};
struct failure_list {
    const struct site_failure **items;
    size_t len, cap;
};

struct clash_list { /* of names that stand in one file */
    const struct term_clash **items;
    size_t len, cap;
};

void facts_gather(struct arena *arena, const struct site *site, struct site_facts *facts);

#endif
