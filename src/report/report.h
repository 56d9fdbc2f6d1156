/* report: prints results, and a site's table of URLs. A format is one row (report.c) and one file; every one escapes what a hostile page or file name could
 * do to a terminal, a workflow log, a Markdown summary or a JSON reader. Nothing here opens files or decides
 * exit codes. */
#ifndef CONTENTLINT_REPORT_H
#define CONTENTLINT_REPORT_H

#include "lint/diagnostic.h"
#include "site/site.h"

struct report_options {
    /* ANSI colours, where a format has some. */
    bool color;
    /* No summary line. */
    bool quiet;
    /* "full" prints more findings than this as a table per rule; 0: never. */
    size_t wall;
};
struct report_format {
    const char *name;
    void (*print)(struct arena *arena, struct buf *out, const struct lint_results *results,
                  const struct report_options *options);
    /* A program reads it to the end: nothing else may stand in the same stream. */
    bool for_machines;
    /* A workflow's log that shows it must be kept from reading it for commands; those of machines need no guard, and
     * workflow commands must have none. */
    bool guarded;
};
/* All formats; the first, "full", is the default. */
const struct report_format *report_formats(size_t *count);
/* The format of that name; NULL: there is none. */
const struct report_format *report_format_named(struct str name);
/* "full, concise … or summary", for messages. */
struct str report_format_names(struct arena *arena);
/* Appends the report to out. Columns: characters in text, UTF-16 units in SARIF. Builds line tables in arena,
 * only for sources that have findings. options NULL: none is set. */
void report_print(struct arena *arena, struct buf *out, const struct lint_results *results,
                  const struct report_format *format, const struct report_options *options);

/* Every URL of a site, sorted, as TSV (kind, url, source, target) or as JSON lines (with the published file too). Sources
 * are told as the working directory sees them, from which `root` leads to the site. */
void report_urls(const struct site *site, struct str root, bool json, struct buf *out);

/* Appends untrusted text made harmless and without secrets, as every format does. */
void report_text(struct buf *out, struct str text);

/* ---- region.c: places of spans ---------------------------------------------------------------------------- */

struct regions { /* line tables of the sources that have findings; zero-initialise but for arena */
    struct arena *arena;
    struct map sources;
    struct large_source {
        const struct source *source, *lined;
        struct arena *arena;
    } large[4];
    size_t large_count;
    const struct source *last, *last_lined; /* what region_source was asked last, and its answer */
};
struct place_range { /* 1-based; end is the column after the last character, on end.line */
    struct place start, end;
};
/* The source with its line table, until the next ones are asked for. */
const struct source *region_source(struct regions *regions, const struct source *source);
/* The places of a finding's span: an empty span widened to the character at its start (not past the line's
 * end), a line end that it covers at its end left out. */
struct place_range region_of(struct regions *regions, const struct source *source, struct span span,
                             enum unit unit);
/* Its start alone. */
struct place region_start(struct regions *regions, const struct source *source, struct span span,
                          enum unit unit);
/* The same for an edit: the span exactly as it is. */
struct place_range region_exact(struct regions *regions, const struct source *source, struct span span,
                                enum unit unit);

/* ---- json.c: JSON text, written as it goes -------------------------------------------------------------- */

struct json_writer { /* zero-initialise but for out and indent; one value at the top */
    struct buf *out;
    bool indent; /* one space per level, a value per line; otherwise no white space at all */
    bool filled; /* the open object or array has a value already */
    unsigned depth;
};
/* Opens '{' or '['; key is NULL within an array and at the top. */
void json_open(struct json_writer *json, const char *key, char bracket);
void json_close(struct json_writer *json, char bracket); /* '}' or ']' */
/* Bytes that are not UTF-8 become U+FFFD, so the text is valid whatever the content. */
void json_str(struct json_writer *json, const char *key, struct str value);
void json_member(struct json_writer *json, struct str key,
                 struct str value); /* a key that comes from content */
void json_number(struct json_writer *json, const char *key, int64_t value);
void json_bool(struct json_writer *json, const char *key, bool value);
void json_null(struct json_writer *json, const char *key);
void json_raw(struct json_writer *json, const char *key, struct str value); /* JSON text of one value */
/* A whole value; a number that JSON cannot write as it stands is written anew, a date is a string. */
void json_node(struct json_writer *json, const char *key, const struct node *node);

#endif
