/* known.h: what makes two findings of two states of a site the same one, and sets of findings that are known already: those
 * of an older revision (compare.h), those of a baseline. */
#ifndef CONTENTLINT_LINT_KNOWN_H
#define CONTENTLINT_LINT_KNOWN_H

#include "lint/diagnostic.h"

/* What a finding is about, as a number that stays the same for good: the text that it marks, white space folded, or what
 * the rule knows where that text does not tell. Neither the place, nor what else stands around, nor the words of the
 * message count, and nothing that another page can change. Two findings of one rule in one page with one number are two
 * of the same. */
uint64_t known_number(struct arena *arena, const struct diagnostic *finding);
/* The same of anything that the rules about external links find of a link to this URL. */
uint64_t known_number_of_url(struct str url);

struct known { /* zero-initialise but for arena */
    struct arena *arena;
    struct map entries; /* key -> struct known_entry */
};
/* Adds a finding of this rule in this file. message: str_hash of its words, 0 when they are not known; of several that are
 * the same otherwise, the one with the same words is preferred. */
void known_add(struct known *known, struct str rule, struct str path, uint64_t number, uint64_t message);
/* Takes one out of the set; false: there is none, or none that is left. */
bool known_spend(const struct known *known, struct str rule, struct str path, uint64_t number);
/* Takes each finding that is not known yet out of the set, if it is in there, and sets its place in `is_known`. */
void known_take(struct known *known, const diagnostics *list, bool *is_known);

#endif
