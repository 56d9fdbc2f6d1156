#include "base/base.h"

#include <stdio.h>
#include <string.h>

/* Offset just past the line that holds `at`: after its LF, CR LF or lone CR, or the end of the text. */
static size_t line_after(struct str text, size_t at) {
    size_t lf = at + str_find_char(str_sub(text, at, text.len), '\n');
    size_t cr = at + str_find_char(str_sub(text, at, lf), '\r');
    if (cr < lf && cr + 1 != lf) return cr + 1;
    return lf < text.len ? lf + 1 : text.len;
}

static bool ends_line(struct str text) {
    return text.len > 0 && (text.ptr[text.len - 1] == '\n' || text.ptr[text.len - 1] == '\r');
}

void source_lines(struct arena *arena, struct source *source) {
    if (source->lines) return;
    ARRAY_OF(uint32_t) lines = {0};
    *ARRAY_PUSH(arena, &lines) = 0;
    for (size_t at = 0; at < source->text.len;) {
        at = line_after(source->text, at);
        if (at < source->text.len) *ARRAY_PUSH(arena, &lines) = (uint32_t)at;
    }
    if (ends_line(source->text)) *ARRAY_PUSH(arena, &lines) = (uint32_t)source->text.len;
    source->lines = lines.items;
    source->line_count = (uint32_t)lines.len;
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
    if (offset > source->text.len) offset = (uint32_t)source->text.len;
    uint32_t line = line_index(source, offset), start = source->lines[line];
    if (unit != UNIT_BYTE && start == 0 && offset >= 3 && str_starts(source->text, STR("\xEF\xBB\xBF")))
        start = 3;
    size_t column = unicode_length(str_sub(source->text, start, offset), unit);
    return (struct place){line + 1, (uint32_t)column + 1};
}

struct str source_line(const struct source *source, uint32_t line) {
    if (line == 0 || line > source->line_count) return (struct str){0};
    size_t start = source->lines[line - 1], end = source->text.len;
    if (line < source->line_count) end = source->lines[line];
    while (end > start && (source->text.ptr[end - 1] == '\n' || source->text.ptr[end - 1] == '\r')) end--;
    return str_sub(source->text, start, end);
}

uint32_t text_line(struct str text, uint32_t offset) {
    if (offset > text.len) offset = (uint32_t)text.len;
    uint32_t line = 1;
    size_t at = line_after(text, 0);
    while (at <= offset && at > 0) {
        if (at == text.len && !ends_line(text)) break;
        line++;
        if (at == text.len) break;
        at = line_after(text, at);
    }
    return line;
}

struct str span_str(const struct source *source, struct span span) {
    return str_sub(source->text, span.start, span.end);
}
