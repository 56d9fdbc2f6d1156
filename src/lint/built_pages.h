/* built_pages.h: what is found in the pages of a build while they are read. */
#ifndef CONTENTLINT_LINT_BUILT_PAGES_H
#define CONTENTLINT_LINT_BUILT_PAGES_H

#include "built/built.h"
#include "lint/check.h"

#define BUILT_FAULTS_MAX 2000 /* different ones of a build; the rest is not told */

struct built_fault { /* the same on `pages` pages is one */
    const struct rule *rule;
    enum severity severity;
    size_t page;                 /* number of the first of them, as built_pages has them */
    struct span span;            /* there */
    struct str message, snippet; /* the snippet is the text that has it, as its source may; absent: none */
    struct str target;           /* of a dead link: where it leads; absent: it is something else */
    bool doubted;                /* another deployment may serve it */
    struct property *properties;
    uint32_t property_count;
    size_t pages;
};
typedef ARRAY_OF(struct built_fault) built_faults;

struct built_notices { /* of a page, by its blocks */
    const notice_array **items;
    size_t len, cap;
};
const struct built_notices *lint_built_notices(const struct lint_built *built, const struct built_page *page);
const struct built *lint_built_pages(const struct lint_built *built);
bool lint_built_by_itself(const struct lint_built *built); /* it lay there, and nobody named it */
bool lint_built_redirects(const struct lint_built *built); /* does a page of it send its reader on? */
/* Sorted by page, span and rule. */
const built_faults *lint_built_faults(const struct lint_built *built);

/* built_links.c: maps from pages or links of a build, by their addresses in memory. NULL: it is not there. */
void built_claim(struct arena *arena, struct map *map, const void *pointer, void *value);
void *built_claimed(const struct map *map, const void *pointer);
/* built_links.c: links that lead nowhere and that no page's source has: `claimed` has the addresses of struct built_link that are
 * found in sources. Each target once. */
void built_dead_links(struct arena *arena, const struct built *built, const struct rule *rule,
                      const struct map *claimed, const struct links *links, built_faults *out);

#endif
