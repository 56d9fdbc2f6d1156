/* structured.h: what a page says of itself to programs (JSON-LD), held against what it says to readers. */
#ifndef CONTENTLINT_LINT_STRUCTURED_H
#define CONTENTLINT_LINT_STRUCTURED_H

#include "lint/check.h"

extern const char *const structured_types[]; /* of schema.org, names between blanks; NULL behind */
bool structured_is_type(struct str name);
struct str structured_nearest_type(struct str name); /* absent: none is near */
/* Visible text as it is searched: words in lower case, everything between them one blank. */
struct structured_text {
    struct str words;
};
struct structured_text structured_read(struct arena *arena, const struct page *page);
/* Do the words of the value stand in the text, one after the other? */
bool structured_has(struct arena *arena, const struct structured_text *text, struct str value);
/* Has the page an amount of money equal to it, whatever marks its thousands and cents? *others: it has other ones. */
bool structured_has_amount(const struct page *page, struct str amount, bool *others);
/* Does the page name that day ("2027-03-14…"), by numbers or with a month's name? *others: it names other days. */
bool structured_has_day(const struct structured_text *text, struct str date, bool *others);

#endif
