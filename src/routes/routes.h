/* routes: the generators of documentation and course sites. Each is a file that fills a struct generator; what they share,
 * from reading the pages to making the tables of a site, is routes.c's.
 *
 * What each does was found by building sites with it; the versions are in tests/generators/README.md.
 */
#ifndef CONTENTLINT_ROUTES_H
#define CONTENTLINT_ROUTES_H

#include "site/site.h"

extern const struct generator docusaurus_generator, mkdocs_generator, vitepress_generator, astro_generator,
    mdbook_generator, docsify_generator, eleventy_generator, next_generator, workbench_generator,
    docfx_generator;
/* A site made by something that is not known here: nothing is judged that depends on addresses. */
extern const struct generator other_generator;

#endif
