/* table.c: the generators there are. A new one is a folder that fills a struct generator, and a row here. */
#include "generators/parts.h"
#include "hugo/hugo.h"
#include "jekyll/jekyll.h"
#include "routes/routes.h"

const struct generator *const generators[] = {&workbench_generator,  &hugo_generator,
                                              &docusaurus_generator, &mkdocs_generator,
                                              &vitepress_generator,  &astro_generator,
                                              &mdbook_generator,     &next_generator,
                                              &eleventy_generator,   &docsify_generator,
                                              &docfx_generator,      &other_generator,
                                              &jekyll_generator,     NULL};

const struct generator *generators_versioned(void) {
    for (size_t i = 0; generators[i]; i++)
        if (generators[i]->version) return generators[i];
    return NULL;
}

bool generators_named(struct str name, const struct generator **generator, struct error *error) {
    struct arena scratch = {0};
    struct buf names = {.arena = &scratch};
    *generator = str_eq(name, STR("none")) ? &plain_generator : NULL;
    for (size_t i = 0; generators[i]; i++) {
        if (str_eq(name, str_from(generators[i]->name))) *generator = generators[i];
        buf_printf(&names, "%s, ", generators[i]->name);
    }
    if (!*generator)
        error_set(error, (struct str){0}, 0, "there is no generator \"%.*s\"; known are %.*snone",
                  STR_FMT(name), STR_FMT(buf_str(&names)));
    arena_free(&scratch);
    return *generator != NULL;
}
