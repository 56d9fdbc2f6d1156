/* parts.h: private to generators/. */
#ifndef CONTENTLINT_GENERATORS_PARTS_H
#define CONTENTLINT_GENERATORS_PARTS_H

#include "generators/generators.h"
#include "site/generator.h"

/* plain.c: a site of files that are served as they are. */
bool plain_load(struct site *site, const struct site_options *options, struct error *error);
/* detect.c: the folder that holds .git, and how many levels up; absent outside a repository. */
struct str detect_git_root(struct arena *arena, struct str folder, unsigned *levels);

#endif
