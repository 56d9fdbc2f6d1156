/* suppress.h: comments and keys in a file that hide findings of named rules in it. */
#ifndef CONTENTLINT_LINT_SUPPRESS_H
#define CONTENTLINT_LINT_SUPPRESS_H

#include "lint/check.h"

/* <!-- contentlint-disable-next-line rule-id rule-id: reason -->   anywhere outside code; also -line, -file
 * # contentlint-disable-line rule-id: reason                        in YAML and TOML front matter; also -next-line, -file
 * contentlint: {disable: [rule-id]}                                 a front-matter key: the whole file */
struct suppression {
    struct str id;    /* as written; absent: the comment names no rule */
    struct span span; /* of the id, or of the comment's first word */
    uint32_t line;    /* the line it holds for; 0 = the whole file */
    bool malformed;   /* neither -line, -next-line nor -file */
    bool used;
    struct span comment; /* that it stands in, marks included; empty: it is in the front matter's key */
};
struct suppressions {
    ARRAY_OF(struct suppression) list;
    struct map by_key;    /* id and line -> index + 1 */
    struct source source; /* with its line table when the list is not empty */
};

/* page: with its whole text in `source`; the body of one that was not parsed is parsed for this. */
void suppress_read(struct arena *arena, const struct page *page, const struct source *source,
                   struct suppressions *out);
/* Sets `hidden` on the findings from index `first` on that a suppression covers. */
void suppress_apply(struct arena *arena, struct suppressions *suppressions, diagnostics *list, size_t first);

#endif
