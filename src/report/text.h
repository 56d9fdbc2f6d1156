/* text.h (private to report): what the formats share. */
#ifndef CONTENTLINT_REPORT_TEXT_H
#define CONTENTLINT_REPORT_TEXT_H

#include "report/report.h"

/* ---- escape.c ----------------------------------------------------------------------------------------- */

/* One printed piece of untrusted text: a character as it is, or the escape that stands for it. */
struct glyph {
    struct str text;  /* points into the source text or to escaped */
    unsigned columns; /* of a terminal; 0 for combining marks */
    char escaped[12];
};
/* The piece at *at, which moves past it. Control characters, C1, DEL, bidi controls, zero-width characters
 * and bytes that are not UTF-8 become \x1b, \u202e …; the '#' that starts a "##[" runner command becomes
 * \x23. A tab stays. */
void escape_next(struct str s, size_t *at, struct glyph *glyph);
/* Appends s; tabs become \x09. More than `max` characters end in "…" (0 = no limit). */
void escape_text(struct buf *out, struct str s, size_t max);
/* prefix (a folder, "" for none) and path as one path. */
struct str result_path(struct arena *arena, struct str prefix, struct str path);
/* Appends a path at the start of a line: a leading "::" that a runner would obey is broken up. */
void escape_path(struct buf *out, struct str path);
/* Appends s for Markdown: what would be markup, a mention or a reference shows as written. */
void escape_markdown(struct buf *out, struct str s, size_t max);
/* Appends a message as a sentence: the final dot added where it lacks one. */
void escape_sentence(struct buf *out, struct str message);

/* Appends s as a URI path relative to a base: every byte outside RFC 3986 "unreserved" and '/'
 * percent-encoded. */
void escape_uri(struct buf *out, struct str path);

enum { MESSAGE_MAX = 1000 /* characters of a message that any format prints */ };

/* ---- order.c ------------------------------------------------------------------------------------------ */

/* Pointers to all findings: those on changed lines first, then others that are new; errors before warnings before notes; or both in
 * that order. Otherwise as results have them. */
enum order { ORDER_CHANGED = 1, ORDER_SEVERITY = 2, ORDER_CHANGED_SEVERITY = 3 };
const struct diagnostic **order_items(struct arena *arena, const struct lint_results *results,
                                      enum order order);
/* "error", "warning", "note" */
const char *order_severity(enum severity severity);

struct tally { /* how often a rule was found */
    const struct rule *rule;
    const struct diagnostic *first;
    enum severity severity; /* the highest */
    size_t count, files;
};
/* One per rule with findings: errors first, then by falling count, then by id. */
size_t order_tallies(struct arena *arena, const struct lint_results *results, struct tally **tallies);
/* "12 problems (3 errors, 9 warnings) in 4 of 812 files"; tells too what was suppressed and can be fixed. */
void order_totals(struct buf *out, const struct lint_results *results);

/* ---- fingerprint.c ------------------------------------------------------------------------------------ */

/* The hash of every line of text as GitHub code scanning computes its primaryLocationLineHash (codeql-action,
 * src/fingerprints.ts): over UTF-16 units without spaces and tabs, 100 units from each line's start.
 * hashes[n] is of line n + 1; repeated[n] counts equal hashes, 1 for the first. */
struct line_hashes {
    uint64_t *hashes;
    uint32_t *repeated;
    uint32_t count;
};
void fingerprint_lines(struct arena *arena, struct str text, struct line_hashes *out);
/* Ours: the rule, the file (its path from the repository's root) and what the rule found there (its properties; without any, the text found), so
 * that it outlives edits elsewhere in the file. */
uint64_t fingerprint_of(const struct diagnostic *diagnostic, struct str path);

/* ---- one file per format -------------------------------------------------------------------------------- */

typedef void report_printer(struct arena *arena, struct buf *out, const struct lint_results *results,
                            const struct report_options *options);
report_printer full_print, concise_print, sarif_print, lines_print, github_print, summary_print;
void frame_print(struct buf *out, const struct source *source, struct span span, const char *color);

#endif
