#include "base/base.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* Offset just past the line that holds `at`: after its LF, CR LF or lone CR, or the end of the text. *lf (0 at first)
 * keeps the next LF between calls: without it a text of lone CRs would be searched to its end for each line. */
static size_t line_after(struct str text, size_t at, size_t *lf) {
    if (*lf < at || at == 0) *lf = at + str_find_char(str_sub(text, at, text.len), '\n');
    size_t cr = at + str_find_char(str_sub(text, at, *lf), '\r');
    if (cr < *lf && cr + 1 != *lf) return cr + 1;
    return *lf < text.len ? *lf + 1 : text.len;
}

/* The same where there is no CR. */
static size_t line_feed_after(struct str text, size_t at) {
    const char *found = memchr(text.ptr + at, '\n', text.len - at);
    return found ? (size_t)(found - text.ptr) + 1 : text.len;
}

static bool ends_line(struct str text) {
    return text.len > 0 && (text.ptr[text.len - 1] == '\n' || text.ptr[text.len - 1] == '\r');
}

/* ---- columns: marks let a walk begin near the offset, not at the start of its line ------------------------- */

enum { STEP = 1024 };

struct source_mark {                    /* at a character's first byte */
    uint32_t offset, characters, utf16; /* the last two counted from the start of the text */
};

static void add_marks(struct arena *arena, struct source *source) {
    ARRAY_OF(struct source_mark) marks = {0};
    struct source_mark at = {0};
    for (size_t next = 0; next < source->text.len;) {
        if (next >= marks.len * STEP) *ARRAY_PUSH(arena, &marks) = at;
        uint32_t c = unicode_next(source->text, &next);
        at.offset = (uint32_t)next;
        at.characters++;
        at.utf16 += c != UNICODE_BAD && c > 0xFFFF ? 2 : 1;
    }
    source->marks = marks.items;
    source->mark_count = (uint32_t)marks.len;
}

/* Units before offset, from the start of the text. */
static uint32_t units_before(const struct source *source, uint32_t offset, enum unit unit) {
    size_t i = offset / STEP < source->mark_count ? offset / STEP : source->mark_count - 1;
    while (source->marks[i].offset > offset) i--;
    const struct source_mark *mark = &source->marks[i];
    assert(offset - mark->offset <= STEP + 4); /* a walk is short: marks are a step and a character apart */
    size_t rest = unicode_length(str_sub(source->text, mark->offset, offset), unit);
    return (unit == UNIT_UTF16 ? mark->utf16 : mark->characters) + (uint32_t)rest;
}

static uint32_t units_between(const struct source *source, uint32_t start, uint32_t end, enum unit unit) {
    if (unit != UNIT_BYTE && end - start > 4 * STEP && source->marks)
        return units_before(source, end, unit) - units_before(source, start, unit);
    return (uint32_t)unicode_length(str_sub(source->text, start, end), unit);
}

void source_lines(struct arena *arena, struct source *source) {
    enum { COMMON_LENGTH = 24 };
    if (source->lines) return;
    assert(source->text.len < UINT32_MAX); /* spans have 32 bits */
    ARRAY_OF(uint32_t) lines = {.cap = source->text.len / COMMON_LENGTH + 4};
    bool plain = str_find_char(source->text, '\r') == source->text.len;
    size_t longest = 0, lf = 0;
    lines.items = ARENA_ARRAY(arena, uint32_t, lines.cap);
    *ARRAY_PUSH(arena, &lines) = 0;
    for (size_t at = 0; at < source->text.len;) {
        size_t next = plain ? line_feed_after(source->text, at) : line_after(source->text, at, &lf);
        if (next - at > longest) longest = next - at;
        at = next;
        if (at < source->text.len) *ARRAY_PUSH(arena, &lines) = (uint32_t)at;
    }
    if (ends_line(source->text)) *ARRAY_PUSH(arena, &lines) = (uint32_t)source->text.len;
    source->lines = lines.items;
    source->line_count = (uint32_t)lines.len;
    if (longest > 4 * STEP) add_marks(arena, source);
}

/* Index of the last line that starts at or before offset. */
static uint32_t line_index(const struct source *source, uint32_t offset) {
    uint32_t low = 0, high = source->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (source->lines[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

struct place source_place(const struct source *source, uint32_t offset, enum unit unit) {
    assert(source->line_count); /* source_lines came before */
    if (offset > source->text.len) offset = (uint32_t)source->text.len;
    uint32_t line = line_index(source, offset), start = source->lines[line];
    bool marked = start == 0 && offset >= 3 && str_starts(source->text, STR("\xEF\xBB\xBF"));
    if (unit != UNIT_BYTE && marked) start = 3;
    return (struct place){line + 1, units_between(source, start, offset, unit) + 1};
}

struct str source_line(const struct source *source, uint32_t line) {
    assert(source->line_count);
    if (line == 0 || line > source->line_count) return (struct str){0};
    size_t start = source->lines[line - 1], end = source->text.len;
    if (line < source->line_count) end = source->lines[line];
    while (end > start && (source->text.ptr[end - 1] == '\n' || source->text.ptr[end - 1] == '\r')) end--;
    return str_sub(source->text, start, end);
}

uint32_t text_line(struct str text, uint32_t offset) {
    if (offset > text.len) offset = (uint32_t)text.len;
    uint32_t line = 1;
    size_t lf = 0, at = line_after(text, 0, &lf);
    while (at <= offset && at > 0) {
        if (at == text.len && !ends_line(text)) break;
        line++;
        if (at == text.len) break;
        at = line_after(text, at, &lf);
    }
    return line;
}

struct str span_str(const struct source *source, struct span span) {
    return str_sub(source->text, span.start, span.end);
}
