/* report: prints results. One function per format; every one escapes what a hostile page or file name could
 * do to a terminal, a workflow log, a Markdown summary or a JSON reader. Nothing here opens files or decides
 * exit codes. */
#ifndef CONTENTLINT_REPORT_H
#define CONTENTLINT_REPORT_H

#include "lint/lint.h"

enum report_format {
    REPORT_FULL,       /* default: finding, source line, carets, related places, summary line */
    REPORT_CONCISE,    /* path:line:column: severity: message [rule] */
    REPORT_SARIF,      /* SARIF 2.1.0 as GitHub code scanning reads it */
    REPORT_JSON_LINES, /* one object per finding */
    REPORT_GITHUB,     /* workflow commands */
    REPORT_SUMMARY     /* Markdown for a job summary */
};
struct report_options {
    enum report_format format;
    bool color;    /* ANSI colours in REPORT_FULL and REPORT_CONCISE */
    bool quiet;    /* no summary line */
    bool workflow; /* text goes to a GitHub Actions log: neutralise workflow commands */
    size_t wall;   /* more findings than this (0 = never) print as a table per rule in REPORT_FULL */
};
/* The format named by "full", "sarif" …; false when there is none. */
bool report_format_named(struct str name, enum report_format *format);
/* Appends the report to out. Columns: characters in text, UTF-16 units in SARIF. Builds line tables in arena,
 * only for sources that have findings. */
void report_print(struct arena *arena, struct buf *out, const struct lint_results *results,
                  const struct report_options *options);

/* Appends untrusted text made harmless and without secrets, as every format does. */
void report_text(struct buf *out, struct str text);

/* ---- json.c: JSON text, written as it goes -------------------------------------------------------------- */

struct json { /* zero-initialise but for out and indent; one value at the top */
    struct buf *out;
    bool indent; /* one space per level, a value per line; otherwise no white space at all */
    bool filled; /* the open object or array has a value already */
    unsigned depth;
};
/* Opens '{' or '['; key is NULL within an array and at the top. */
void json_open(struct json *json, const char *key, char bracket);
void json_close(struct json *json, char bracket); /* '}' or ']' */
/* Bytes that are not UTF-8 become U+FFFD, so the text is valid whatever the content. */
void json_str(struct json *json, const char *key, struct str value);
void json_member(struct json *json, struct str key, struct str value); /* a key that comes from content */
void json_number(struct json *json, const char *key, int64_t value);
void json_bool(struct json *json, const char *key, bool value);

#endif
