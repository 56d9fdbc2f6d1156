/* suppress_edit.h: takes suppressions out that nothing needs. */
#ifndef CONTENTLINT_LINT_SUPPRESS_EDIT_H
#define CONTENTLINT_LINT_SUPPRESS_EDIT_H

#include "lint/suppress.h"

/* The edit that takes one out: its id, or `whole`, the comment or key, when nothing needs what stands beside it either.
 * False when that is not written plainly. */
bool suppress_drop(const struct page *page, const struct suppression *suppression, bool whole,
                   struct edit *edit);

#endif
