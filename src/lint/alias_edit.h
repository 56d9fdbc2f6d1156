/* alias_edit.h: adds aliases to a page's front matter, in the style it is written in. */
#ifndef CONTENTLINT_LINT_ALIAS_EDIT_H
#define CONTENTLINT_LINT_ALIAS_EDIT_H

#include "lint/check.h"

/* The edit that adds the aliases to `key` ("aliases", "redirect_from"): into its list, or with a new key. false when
 * the front matter has no safe place for it: none at all, a flow map, an anchor's value, a value of another kind. */
bool alias_edit(struct arena *arena, const struct page *page, struct str key, const struct str *aliases,
                size_t count, struct edit *edit);

#endif
