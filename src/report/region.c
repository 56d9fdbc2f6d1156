/* region.c: the places of spans, with one line table per source whatever the number of findings. */
#include "report/text.h"

const struct source *region_source(struct regions *regions, const struct source *source) {
    if (source->lines) return source;
    if (source == regions->last) return regions->last_lined;
    void **slot = map_slot(regions->arena, &regions->sources, source->path);
    const struct source *known = *slot;
    if (!known ||
        known->text.len < source->text.len) { /* of another page only the front matter may be at hand */
        struct source *copy = ARENA_NEW(regions->arena, struct source);
        *copy = *source;
        source_lines(regions->arena, copy);
        *slot = copy;
    }
    regions->last = source;
    return regions->last_lined = *slot;
}

static bool is_line_end(struct str text, uint32_t at) {
    return at >= text.len || text.ptr[at] == '\n' || text.ptr[at] == '\r';
}

static struct span clamp(struct str text, struct span span) {
    uint32_t len = (uint32_t)text.len;
    if (span.start > len) span.start = len;
    if (span.end > len) span.end = len;
    if (span.end < span.start) span.end = span.start;
    return span;
}

static struct span widen(struct str text, struct span span) {
    span = clamp(text, span);
    while (span.end > span.start && is_line_end(text, span.end - 1)) span.end--;
    if (span.end == span.start && !is_line_end(text, span.start)) {
        size_t at = span.start;
        unicode_next(text, &at);
        span.end = (uint32_t)at;
    }
    return span;
}

struct place region_start(struct regions *regions, const struct source *source, struct span span,
                          enum unit unit) {
    const struct source *lined = region_source(regions, source);
    return source_place(lined, widen(lined->text, span).start, unit);
}

struct region region_exact(struct regions *regions, const struct source *source, struct span span,
                           enum unit unit) {
    const struct source *lined = region_source(regions, source);
    span = clamp(lined->text, span);
    return (struct region){source_place(lined, span.start, unit), source_place(lined, span.end, unit)};
}

struct region region_of(struct regions *regions, const struct source *source, struct span span,
                        enum unit unit) {
    return region_exact(regions, source, widen(source->text, span), unit);
}
