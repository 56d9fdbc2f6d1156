/* key_edit.h: another name for a key of front matter or a data file. */
#ifndef CONTENTLINT_LINT_KEY_EDIT_H
#define CONTENTLINT_LINT_KEY_EDIT_H

#include "lint/check.h"

/* Offers to write the key that a schema names in place of one it does not know, or that was replaced: where the page then
 * has one finding of its schemas less and no other. A value becomes a list of one where a list is asked for. */
void key_edit_add(const struct subject *subject, const struct schema_finding *finding,
                  struct findings *findings, struct diagnostic *d);

#endif
