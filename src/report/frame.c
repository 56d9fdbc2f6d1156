/* frame.c: the source line of a finding with carets under it. */
#include "report/text.h"

enum {
    FRAME_BEFORE = 50, /* columns kept before the finding on a line that is too long */
    FRAME_MAX = 110,   /* columns of a source line that are shown */
};

struct line_view {     /* byte offsets into a line */
    size_t from, to;   /* shown */
    size_t start, end; /* underlined */
};

static unsigned columns_between(struct str line, size_t from, size_t to) {
    unsigned columns = 0;
    struct glyph glyph;
    while (from < to) {
        escape_next(line, &from, &glyph);
        columns += glyph.columns;
    }
    return columns;
}

/* Offset in line after at most `columns` columns from `at`. */
static size_t advance(struct str line, size_t at, unsigned columns) {
    struct glyph glyph;
    for (unsigned used = 0; at < line.len;) {
        size_t next = at;
        escape_next(line, &next, &glyph);
        used += glyph.columns;
        if (used > columns) break;
        at = next;
    }
    return at;
}

/* A line that fits is shown whole; another one from a little before the finding. */
static struct line_view view_line(struct str line, size_t start, size_t end) {
    struct line_view view = {0, line.len, start, end};
    unsigned before = columns_between(line, 0, start);
    if (before > FRAME_MAX - 20) view.from = advance(line, 0, before - FRAME_BEFORE);
    view.to = advance(line, view.from, FRAME_MAX);
    if (view.start > view.to) view.start = view.to;
    if (view.end > view.to) view.end = view.to;
    return view;
}

static void print_line(struct buf *out, struct str line, const struct line_view *view) {
    struct glyph glyph;
    if (view->from) buf_add(out, STR("…"));
    for (size_t at = view->from; at < view->to;) {
        escape_next(line, &at, &glyph);
        buf_add(out, glyph.text);
    }
    if (view->to < line.len) buf_add(out, STR("…"));
    buf_add_char(out, '\n');
}

static void print_carets(struct buf *out, struct str line, const struct line_view *view) {
    struct glyph glyph;
    unsigned carets = columns_between(line, view->start, view->end);
    if (view->from) buf_add_char(out, ' ');
    for (size_t at = view->from; at < view->start;) {
        escape_next(line, &at, &glyph);
        bool tab = str_eq(glyph.text, STR("\t"));
        for (unsigned i = 0; i < glyph.columns && !tab; i++) buf_add_char(out, ' ');
        if (tab) buf_add_char(out, '\t');
    }
    do buf_add_char(out, '^');
    while (carets-- > 1);
}

void frame_print(struct buf *out, const struct source *source, struct span span, const char *color) {
    struct place place = source_place(source, span.start, UNIT_BYTE);
    struct str line = redact_line(out->arena, source_line(source, place.line));
    size_t start = place.column - 1;
    size_t end = start + (span.end - span.start);
    if (start > line.len) start = line.len;
    if (end > line.len) end = line.len;
    struct line_view view = view_line(line, start, end);
    buf_printf(out, "%5u | ", place.line);
    print_line(out, line, &view);
    buf_add(out, STR("      | "));
    buf_add(out, str_from(color));
    print_carets(out, line, &view);
    if (*color) buf_add(out, STR("\033[0m"));
    buf_add_char(out, '\n');
}
