/* source.h: part of base.h, which includes it: text with places, and why an operation failed. */
#ifndef CONTENTLINT_BASE_SOURCE_H
#define CONTENTLINT_BASE_SOURCE_H

#include "base/str.h"

struct span { /* byte range in a source's text */
    uint32_t start, end;
};
struct source {      /* a page, a data file, a redirect file, a configuration, a ledger */
    struct str path; /* relative to the site's root ("content/a.md"), '/' separated */
    struct str text; /* as read, BOM included */
    uint32_t *lines; /* offset of each line's first byte; NULL until source_lines */
    uint32_t line_count;
    struct source_mark *marks; /* private to source.c: keeps columns cheap on very long lines */
    uint32_t mark_count;
};
enum unit { UNIT_BYTE, UNIT_CHARACTER, UNIT_UTF16 };
struct place { /* 1-based */
    uint32_t line, column;
};
/* Builds the line table if it is not there. Lines end at LF, CR LF or a lone CR. */
void source_lines(struct arena *arena, struct source *source);
/* Place of a byte offset, at most the text's end; needs the line table. Invalid UTF-8 counts one column per byte, a
 * byte order mark none (but three in UNIT_BYTE). The cost does not grow with the length of the line. */
struct place source_place(const struct source *source, uint32_t offset, enum unit unit);
struct str source_line(const struct source *source, uint32_t line); /* 1-based, without its line end */
/* 1-based line of an offset without a line table (walks from the start). */
uint32_t text_line(struct str text, uint32_t offset);
struct str span_str(const struct source *source, struct span span);

struct error {         /* why an operation failed: printed by a command, exit 2 */
    struct str path;   /* may be absent; as the user named it */
    uint32_t line;     /* 1-based; 0 = none */
    char message[512]; /* a sentence without the path */
    char kept[512];    /* private to error_keep */
};
/* The path outlives what it was borrowed from; a very long one is cut. The error must not be moved. Returns false. */
bool error_keep(struct error *error);
/* Fills error, returns false so that `return error_set(…)` reads well. error may be NULL. */
bool error_set(struct error *error, struct str path, uint32_t line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The same with the line at which span begins. */
bool error_at(struct error *error, const struct source *source, struct span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
