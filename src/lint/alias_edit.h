/* alias_edit.h: adds aliases to a page's front matter, in the style it is written in, and takes them out. */
#ifndef CONTENTLINT_LINT_ALIAS_EDIT_H
#define CONTENTLINT_LINT_ALIAS_EDIT_H

#include "lint/check.h"

/* The edit that adds the aliases to `key` ("aliases", "redirect_from"): into its list, or with a new key. false when
 * the front matter has no safe place for it: none at all, a flow map, an anchor's value, a value of another kind. */
bool alias_edit(struct arena *arena, const struct page *page, struct str key, const struct str *aliases,
                size_t count, struct edit *edit);
/* The edit that takes the line of one item out of a YAML list of lines. false when the item shares its line, or is the
 * list's only one. */
bool alias_edit_drop(struct str text, struct span item, struct edit *edit);

#endif
