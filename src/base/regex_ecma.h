/* regex_ecma.h: from the regular expressions of ECMA-262 to those of PCRE2. Private to base. */
#ifndef CONTENTLINT_REGEX_ECMA_H
#define CONTENTLINT_REGEX_ECMA_H

#include "base/base.h"

/* Rewrites what the two read differently and refuses what ECMA-262 with its `u` flag refuses, except that punctuation
 * may be escaped needlessly. What is not understood here is left for PCRE2 to judge. */
bool regex_ecma(struct arena *arena, struct str pattern, struct str *translated, struct error *error);

#endif
