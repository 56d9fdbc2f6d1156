/* left_out.h: what git ignores is not checked, unless it is named. */
#ifndef CONTENTLINT_LINT_LEFT_OUT_H
#define CONTENTLINT_LINT_LEFT_OUT_H

#include "site/site.h"

struct left_out;
/* NULL without git: nothing is left out. */
struct left_out *left_out_open(struct arena *arena, const struct site *site);
/* Does git ignore the file, from the site's root, and not keep it all the same? */
bool left_out_has(struct left_out *out, struct str path);

#endif
