/* complete.c: what may be written at a place. */
#include "lsp/complete.h"

static struct str line_before(const struct under *under) {
    const struct source *source = &under->document->source;
    uint32_t line = source_place(source, under->offset, UNIT_BYTE).line;
    return str_sub(source->text, source->lines[line - 1], under->offset);
}

/* Between the fences, as the text is now: while one types it may not be readable. */
static bool in_front(const struct under *under) {
    const struct page *page = under->page;
    return page->has_front && under->offset >= page->fence.end && under->offset < page->body.start &&
           under->offset <= page->front_span.end;
}

bool request_completion(struct lsp *lsp, struct arena *arena, const struct node *params,
                        struct json_writer *json, struct error *error) {
    struct under under;
    if (!under_read(lsp, arena, params, &under, error) && error->message[0]) return false;
    json_open(json, "result", '{');
    json_open(json, "items", '[');
    struct completing completing = {.under = &under, .arena = arena, .json = json};
    if (under.site_page) {
        completing.before = line_before(&under);
        complete_from(&completing, under.offset);
        if (in_front(&under))
            complete_front(&completing);
        else
            complete_body(&completing);
    }
    json_close(json, ']');
    json_bool(json, "isIncomplete", true); /* what fits depends on what is typed */
    json_close(json, '}');
    return true;
}
