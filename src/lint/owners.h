/* owners.h: the owners of trademarks that contentlint ships (rules/trademarks/) and the site's own. */
#ifndef CONTENTLINT_LINT_OWNERS_H
#define CONTENTLINT_LINT_OWNERS_H

#include "lint/check.h"
#include "marks/marks.h"

struct own_folder;
/* A site's file replaces the built-in one of the same name. What the folder holds is held against
 * rules/trademarks.schema.yaml. */
bool owners_load(struct arena *arena, const struct own_folder *folder, struct registry *registry,
                 struct error *error);

#endif
