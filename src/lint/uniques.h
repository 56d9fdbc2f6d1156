/* uniques.h: what the site answers to the x- keywords of schemas. */
#ifndef CONTENTLINT_LINT_UNIQUES_H
#define CONTENTLINT_LINT_UNIQUES_H

#include "lint/check.h"

struct uniques_query { /* schema_site.data while one page is validated */
    const struct uniques *uniques;
    const struct site *site;
    const struct site_page *page;
    bool asked; /* out: references_answer had to look for something */
};
/* Gathers the values of all keys that a schema in use wants unique, from all pages that are served and indexed. NULL
 * when there is no such key. */
const struct uniques *uniques_gather(struct arena *arena, const struct lint *lint, const struct site *site);
/* The values that several pages have, and where, as a number. */
uint64_t uniques_shared(const struct uniques *uniques);
enum schema_answer uniques_answer(void *query, const struct schema_unique *unique, struct str value,
                                  struct str *path, struct span *span);

#endif
