/* regex.h: part of base.h, which includes it: which patterns a text matches: regular expressions (pcre2), globs, many fixed texts at once. */
#ifndef CONTENTLINT_BASE_REGEX_H
#define CONTENTLINT_BASE_REGEX_H

#include "base/source.h"

enum regex_flag {
    REGEX_NOCASE = 1,
    REGEX_ECMA = 2, /* as ECMA-262 reads it: UTF, no UCP, DOLLAR_ENDONLY, ALT_BSUX, MATCH_UNSET_BACKREF */
    REGEX_MULTILINE = 4,
    REGEX_EXTENDED = 8,
};
enum regex_result {
    REGEX_NO_MATCH,
    REGEX_MATCH,
    REGEX_LIMIT /* it takes too many steps: neither is known, and it must be said */
};
/* Without REGEX_ECMA: PCRE2's own syntax with UTF and UCP. error->message ends "... at character N of the pattern". */
/* Immutable once compiled, shareable between threads; freed by regex_free. */
struct regex;
struct regex *regex_compile(struct arena *arena, struct str pattern, unsigned flags, struct error *error);
void regex_free(struct regex *regex); /* NULL is fine */
/* Searches s from offset start. groups[0] is the whole match; unset groups are {UINT32_MAX, UINT32_MAX}. Invalid
 * UTF-8 in s never matches across the bad byte. Limits are fixed in regex.c: a few hundred steps a byte are free, what it
 * takes beyond them is added to *steps (NULL: nobody asks), the same on every run. */
enum regex_result regex_search(const struct regex *regex, struct str s, size_t start, struct span *groups,
                               size_t group_count, uint64_t *steps);
/* .gitignore-like: '*' and '?' stay within an element, '**' crosses, [..], {a,b}; without '/' for the last element; a
 * leading '/' counts for nothing. glob_check: false, with the reason, for a glob too long for glob_match to read. */
bool glob_match(struct str pattern, struct str path);
bool glob_check(struct str pattern, struct error *error);

/* ---- needles.c: which of many fixed texts occur, in one pass ---- */

enum { NEEDLES_MAX = 256, NEEDLE_MAX_BYTES = 64, NEEDLE_NONE = NEEDLES_MAX };
typedef struct {
    uint64_t bits[NEEDLES_MAX / 64]; /* one per needle; zero-initialise */
} needle_set;
struct needles; /* add, then build, then scan; immutable once built */
struct needles *needles_new(struct arena *arena);
/* The number of a text (borrowed); NEEDLE_NONE when it is empty, too long or one too many. Bytes, case counts. */
unsigned needles_add(struct needles *needles, struct str text);
void needles_build(struct needles *needles);
/* Adds to *found the needles that occur in text. */
void needles_scan(const struct needles *needles, struct str text, needle_set *found);
/* Do the two have a needle in common? True when set is NULL: nothing is asked for. */
bool needles_common(const needle_set *found, const needle_set *set);
bool needle_found(const needle_set *found, unsigned id); /* true for NEEDLE_NONE: nobody has looked */

#endif
