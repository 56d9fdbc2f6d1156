/* ignore.h: .gitignore files. Private to base. */
#ifndef CONTENTLINT_IGNORE_H
#define CONTENTLINT_IGNORE_H

#include "base/base.h"

struct ignore; /* the patterns of one file, linked to those of the folders above */

/* The patterns of a file's text; `folder` is where they apply, relative to the git root ("" or "a/b"). Borrows both;
 * returns parent when the text has no pattern. */
const struct ignore *ignore_parse(struct arena *arena, struct str text, struct str folder,
                                  const struct ignore *parent);
/* Whether the path (relative to the git root) is left out. The nearest file decides, in it the last pattern that
 * matches (gitignore(5)). Callers don't ask for what lies below a folder that is left out. */
bool ignore_match(const struct ignore *ignore, struct str path, bool is_folder);

/* glob.c: as glob_match on the whole path, but braces are braces. */
bool glob_plain(struct str pattern, struct str path);

#endif
