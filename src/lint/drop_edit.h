/* drop_edit.h: edits that take something out of a text, and leave the rest as it is written. */
#ifndef CONTENTLINT_LINT_DROP_EDIT_H
#define CONTENTLINT_LINT_DROP_EDIT_H

#include "lint/check.h"

/* An element of a list, in any style of YAML, TOML and JSON; of one that has no other an empty list is left. False when it
 * is not written so that it can be told from its neighbours. */
bool drop_item(struct str text, const struct node *list, const struct node *item, struct edit *edit);
/* All of them: an empty list is left. */
bool drop_items(struct str text, const struct node *list, struct edit *edit);
/* A member of a map with its key. False as above, and for the only one of a map in braces. */
bool drop_member(struct str text, const struct node *map, const struct node *member, struct edit *edit);
/* What lies in prose: with its line when it is alone on it, else with one of the blanks around it. What stood apart because
 * of it still does. */
void drop_text(struct str text, struct span span, struct edit *edit);
/* A span that begins its line, but for blanks, and ends one: with these, and the line end. Else false. */
bool drop_lines(struct str text, struct span span, struct edit *edit);

#endif
