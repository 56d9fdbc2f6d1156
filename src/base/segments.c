#include "base/node_build.h"

/* The text stands in the source byte for byte, or it stands elsewhere altogether (an alias): two segments do.
 */
static bool add_simple(struct arena *arena, const struct node *node, struct str source_text, segments *out) {
    uintptr_t text = (uintptr_t)node->text.ptr, source = (uintptr_t)source_text.ptr;
    bool borrowed = text >= source + node->span.start && text + node->text.len <= source + node->span.end;
    if (!borrowed && !node->shared && node->kind == NODE_STRING) return false;
    uint32_t at = borrowed ? (uint32_t)(text - source) : node->span.start;
    uint32_t end = borrowed ? at + (uint32_t)node->text.len : node->span.end;
    *ARRAY_PUSH(arena, out) = (struct segment){0, at};
    if (node->text.len) *ARRAY_PUSH(arena, out) = (struct segment){(uint32_t)node->text.len, end};
    return true;
}

void node_segments(struct arena *arena, const struct node *node, struct str source_text, segments *out) {
    out->len = 0;
    if (add_simple(arena, node, source_text, out)) return;
    switch (node->format) {
    case FORMAT_YAML: yaml_segments(arena, node, source_text, out); break;
    case FORMAT_TOML: toml_segments(arena, node, source_text, out); break;
    case FORMAT_JSON: json_segments(arena, node, source_text, out); break;
    }
}

uint32_t segments_at(const segments *list, uint32_t offset) {
    if (list->len == 0) return 0;
    size_t low = 0, high = list->len;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (list->items[middle].from <= offset)
            low = middle;
        else
            high = middle;
    }
    const struct segment *segment = &list->items[low];
    if (low + 1 == list->len) return segment->at;
    uint32_t at = segment->at + (offset - segment->from), next = segment[1].at;
    return at < next ? at : next;
}
