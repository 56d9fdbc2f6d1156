/* region.c: the places of spans, with one line table per source whatever the number of findings. */
#include "report/text.h"

enum { LARGE = 1 << 20 }; /* bytes of text */

static struct source *with_lines(struct arena *arena, const struct source *source) {
    struct source *copy = ARENA_NEW(arena, struct source);
    *copy = *source;
    source_lines(arena, copy);
    return copy;
}

/* A table may be as large as its text: those of some sources are kept, others are made again. */
static const struct source *large_source(struct regions *regions, const struct source *source) {
    for (size_t i = 0; i < ARRAY_LEN(regions->large); i++)
        if (regions->large[i].source == source) return regions->large[i].lined;
    struct large_source *place = &regions->large[regions->large_count++ % ARRAY_LEN(regions->large)];
    if (!place->arena) place->arena = arena_child(regions->arena);
    arena_free(place->arena);
    place->source = source;
    return place->lined = with_lines(place->arena, source);
}

static const struct source *small_source(struct regions *regions, const struct source *source) {
    void **slot = map_slot(regions->arena, &regions->sources, source->path);
    const struct source *known = *slot;
    if (!known ||
        known->text.len < source->text.len) /* of another page only the front matter may be at hand */
        *slot = with_lines(regions->arena, source);
    return *slot;
}

const struct source *region_source(struct regions *regions, const struct source *source) {
    if (source->lines) return source;
    if (source == regions->last) return regions->last_lined;
    regions->last_lined =
        source->text.len > LARGE ? large_source(regions, source) : small_source(regions, source);
    regions->last = source;
    return regions->last_lined;
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

struct place_range region_exact(struct regions *regions, const struct source *source, struct span span,
                                enum unit unit) {
    const struct source *lined = region_source(regions, source);
    span = clamp(lined->text, span);
    return (struct place_range){source_place(lined, span.start, unit), source_place(lined, span.end, unit)};
}

struct place_range region_of(struct regions *regions, const struct source *source, struct span span,
                             enum unit unit) {
    return region_exact(regions, source, widen(source->text, span), unit);
}
