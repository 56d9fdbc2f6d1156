/* table.c: the generators there are. A new one is a folder that fills a struct generator, and a row here. */
#include "generators/parts.h"
#include "hugo/hugo.h"
#include "jekyll/jekyll.h"
#include "routes/routes.h"

const struct generator *const generators[] = {&workbench_generator,
                                              &hugo_generator,
                                              &docusaurus_generator,
                                              &mkdocs_generator,
                                              &vitepress_generator,
                                              &astro_generator,
                                              &mdbook_generator,
                                              &next_generator,
                                              &eleventy_generator,
                                              &docsify_generator,
                                              &other_generator,
                                              &jekyll_generator,
                                              NULL};

const struct generator *generators_versioned(void) {
    for (size_t i = 0; generators[i]; i++)
        if (generators[i]->version) return generators[i];
    return NULL;
}
