/* place.c: positions of the protocol, and its names of files. */
#include "lsp/parts.h"

#include <math.h>

static uint32_t number(const struct node *node) {
    if (!node || node->kind != NODE_INTEGER || !(node->number > 0)) return 0;
    return node->number > UINT32_MAX - 1 ? UINT32_MAX - 1 : (uint32_t)node->number;
}

static bool is_marked(struct str text) {
    return str_starts(text, STR("\xEF\xBB\xBF"));
}

/* Units from the line's start on; a position within a character is its start. */
static uint32_t walk(struct str text, size_t at, size_t end, uint32_t units, enum unit unit) {
    if (unit == UNIT_BYTE) {
        size_t to = end - at < units ? end : at + units;
        while (to > at && to < end && ((unsigned char)text.ptr[to] & 0xC0) == 0x80) to--;
        return (uint32_t)to;
    }
    while (at < end && units) {
        size_t next = at;
        uint32_t width = unicode_next(str_sub(text, 0, end), &next) > 0xFFFF ? 2 : 1;
        if (next - at == 1) width = 1; /* a byte that is no character counts as one */
        if (width > units) break;
        units -= width;
        at = next;
    }
    return (uint32_t)at;
}

uint32_t place_offset(const struct source *source, const struct node *position, enum unit unit) {
    uint32_t line = number(node_get(position, STR("line")));
    if (line >= source->line_count) return (uint32_t)source->text.len;
    struct str text = source_line(source, line + 1);
    uint32_t start = source->lines[line], end = start + (uint32_t)text.len;
    if (!line && is_marked(source->text)) start += 3; /* the client does not see it */
    return walk(source->text, start, end, number(node_get(position, STR("character"))), unit);
}

struct span place_span(const struct source *source, const struct node *range, enum unit unit) {
    struct span span = {place_offset(source, node_get(range, STR("start")), unit),
                        place_offset(source, node_get(range, STR("end")), unit)};
    if (span.end < span.start) span.end = span.start;
    return span;
}

static void write_place(struct json_writer *json, const char *key, struct place place) {
    json_open(json, key, '{');
    json_number(json, "line", place.line - 1);
    json_number(json, "character", place.column - 1);
    json_close(json, '}');
}

void place_write_range(struct json_writer *json, const char *key, struct place_range range) {
    json_open(json, key, '{');
    write_place(json, "start", range.start);
    write_place(json, "end", range.end);
    json_close(json, '}');
}

void place_write(struct json_writer *json, const char *key, const struct source *source, struct span span,
                 enum unit unit) {
    struct place_range range = {source_place(source, span.start, unit), source_place(source, span.end, unit)};
    place_write_range(json, key, range);
}

/* ---- names of files --------------------------------------------------------------------------------------------- */

bool uri_path(struct arena *arena, struct str uri, struct str *path) {
    struct url url = url_split(uri);
    bool here = !url.authority.len || str_eq_nocase(url.authority, STR("localhost"));
    if (!str_eq_nocase(url.scheme, STR("file")) || !here) return false;
    struct str decoded = url_decode(arena, url.path);
    if (!str_starts(decoded, STR("/")) || str_find_char(decoded, '\0') < decoded.len) return false;
    *path = str_copy(arena, path_clean(arena, decoded)); /* what is decoded may be the message's own */
    return true;
}

struct str uri_of(struct arena *arena, struct str path) {
    struct buf out = {.arena = arena};
    buf_add(&out, STR("file://"));
    url_add_encoded(&out, path, "-._~/");
    return buf_str(&out);
}
