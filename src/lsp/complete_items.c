/* complete_items.c: the items of a completion. */
#include "lsp/complete.h"

void complete_from(struct completing *completing, uint32_t start) {
    const struct under *under = completing->under;
    completing->typed = (struct span){start, under->offset};
    struct str typed = str_sub(under->document->source.text, start, under->offset);
    completing->filter = unicode_lower_str(completing->arena, typed);
}

static bool has(struct arena *arena, struct str text, struct str part) {
    struct str lower = unicode_lower_str(arena, text);
    return str_find(lower, part) < lower.len || str_eq(lower, part);
}

bool complete_matches(struct completing *completing, struct str a, struct str b) {
    struct arena scratch = {0};
    bool found = !completing->filter.len || has(&scratch, a, completing->filter) ||
                 (b.len && has(&scratch, b, completing->filter));
    arena_free(&scratch);
    return found;
}

void complete_add(struct completing *completing, struct str label, struct str detail, struct str text,
                  int kind) {
    struct json_writer *json = completing->json;
    void **slot = map_slot(completing->arena, &completing->seen, label);
    struct buf shown = {.arena = completing->arena};
    if (*slot) return;
    *slot = completing;
    if (completing->count >= COMPLETE_MAX) {
        completing->cut = true;
        return;
    }
    completing->count++;
    json_open(json, NULL, '{');
    json_str(json, "label", label);
    json_number(json, "kind", kind);
    if (detail.len) report_text(&shown, detail);
    if (detail.len) json_str(json, "detail", buf_str(&shown));
    /* Clients compare what is typed with this text, which it must be a part of. */
    json_str(json, "filterText",
             completing->filter.len ? str_sub(completing->under->document->source.text,
                                              completing->typed.start, completing->typed.end)
                                    : label);
    json_str(json, "sortText", str_printf(completing->arena, "%04zu", completing->count));
    json_open(json, "textEdit", '{');
    place_write(json, "range", &completing->under->document->source, completing->typed,
                completing->under->lsp->client.unit);
    json_str(json, "newText", text);
    json_close(json, '}');
    json_close(json, '}');
}
