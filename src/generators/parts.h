/* parts.h: private to generators/. */
#ifndef CONTENTLINT_GENERATORS_PARTS_H
#define CONTENTLINT_GENERATORS_PARTS_H

#include "generators/generators.h"
#include "site/generator.h"

/* table.c: those that are looked for, in this order; ends in NULL. */
extern const struct generator *const generators[];
/* plain.c: a site of files that are served as they are. */
extern const struct generator plain_generator;
/* plain_base.c: below which path of a host the folder is published, "/course/", as its pages tell; "/" when they do not. */
struct str plain_base(const struct site *site, const str_array *files, struct str *host);
/* Is the folder a site that was built: does its index.html hold a document? */
bool plain_is_built(const struct site *site, const str_array *files);
/* detect.c: the folder that holds .git, and how many levels up; absent outside a repository. */
struct str detect_git_root(struct arena *arena, struct str folder, unsigned *levels);

#endif
