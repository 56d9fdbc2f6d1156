/* navigation.c: definitions, references and the links of a document. */
#include "lsp/under.h"

/* ---- definitions ----------------------------------------------------------------------------------------------------------- */

/* Where a fragment's anchor stands in a page; its start without one. */
static struct span anchor_span(const struct under *under, struct arena *arena, const struct site_page *page,
                               struct str fragment) {
    const struct page *body = fragment.len ? session_page(under->site->session, arena, page) : NULL;
    for (size_t i = 0; body && i < body->ids.len; i++)
        if (str_eq(body->ids.items[i].id, fragment)) return body->ids.items[i].span;
    return (struct span){0, 0};
}

static void write_link_definition(struct json_writer *json, const struct under *under, struct arena *arena,
                                  uint32_t at) {
    const struct link *link = &under->page->links.items[at];
    const struct resolution *r = &under->resolutions[at];
    bool label = link->definition != PAGE_NONE && (link->kind == LINK_REFERENCE || link->kind == LINK_IMAGE);
    if (label && link->definition < under->page->definitions.len)
        under_location(json, NULL, under, arena, under->document->within,
                       under->page->definitions.items[link->definition].span);
    else if (r->target && r->target->source.len)
        under_location(json, NULL, under, arena, r->target->source,
                       anchor_span(under, arena, r->target, r->fragment));
    else if (r->redirect)
        under_location(json, NULL, under, arena, r->redirect->source->path, r->redirect->span);
    else if (r->claim && r->claim->source.len)
        under_location(json, NULL, under, arena, r->claim->source, (struct span){0, 0});
}

static void write_shortcode_definition(struct json_writer *json, const struct under *under,
                                       struct arena *arena) {
    const str_array *folders = &links_outlook(under->links)->shortcodes;
    for (size_t i = 0; i < under->page->shortcodes.len; i++) {
        const struct shortcode *code = &under->page->shortcodes.items[i];
        if (code->name_span.start > under->offset || under->offset > code->name_span.end) continue;
        for (size_t k = 0; k < folders->len; k++) {
            struct str file =
                str_printf(arena, "%.*s/%.*s.html", STR_FMT(folders->items[k]), STR_FMT(code->name));
            if (!tree_has(&under->loaded->tree, arena, file)) continue;
            under_location(json, NULL, under, arena, file, (struct span){0, 0});
            return;
        }
    }
}

static bool is_at(struct span span, uint32_t offset) {
    return span.start <= offset && offset <= span.end;
}

static void write_footnote_definition(struct json_writer *json, const struct under *under,
                                      struct arena *arena) {
    for (size_t i = 0; i < under->page->footnotes.len; i++) {
        const struct footnote *note = &under->page->footnotes.items[i];
        if (!is_at(note->span, under->offset) || note->other == PAGE_NONE) continue;
        under_location(json, NULL, under, arena, under->document->within,
                       under->page->footnotes.items[note->other].span);
        return;
    }
}

/* The page that a term of a taxonomy has. */
static const struct site_page *term_page(const struct under *under) {
    struct under_path path;
    if (!under_front(under, &path) || path.on_key || path.count < 1) return NULL;
    const struct node *value = path.nodes[path.count - 1];
    for (size_t i = 0; i < under->loaded->page_count; i++) {
        const struct site_page *page = &under->loaded->pages[i];
        bool term = page->kind == KIND_TERM && value->kind == NODE_STRING && page->term.len;
        if (term && str_eq_nocase(page->term, value->text)) return page;
    }
    return NULL;
}

bool request_definition(struct lsp *lsp, struct arena *arena, const struct node *params,
                        struct json_writer *json, struct error *error) {
    struct under under;
    if (!under_read(lsp, arena, params, &under, error) && error->message[0]) return false;
    json_open(json, "result", '[');
    if (under.site_page) {
        uint32_t link = under_link(&under);
        const struct site_page *term = link == PAGE_NONE ? term_page(&under) : NULL;
        if (link != PAGE_NONE)
            write_link_definition(json, &under, arena, link);
        else if (term && term->source.len)
            under_location(json, NULL, &under, arena, term->source, (struct span){0, 0});
        write_shortcode_definition(json, &under, arena);
        write_footnote_definition(json, &under, arena);
    }
    json_close(json, ']');
    return true;
}

/* ---- references -------------------------------------------------------------------------------------------------------------- */

static bool write_inbound(struct json_writer *json, const struct under *under, struct arena *arena,
                          const struct site_page *page, struct str fragment, struct error *error) {
    const struct inbound *inbound = inbound_of(under->lsp, under->site, error);
    uint64_t wanted = fragment.len ? str_hash(fragment) | 1 : 0;
    size_t first, count;
    if (!inbound) return false;
    count = inbound_to(inbound, under->loaded, page, &first);
    for (size_t i = first; i < first + count; i++) {
        const struct inbound_link *link = &inbound->links.items[i];
        if (fragment.len && link->fragment != wanted) continue;
        under_location(json, NULL, under, arena, under->loaded->pages[link->from].source, link->span);
    }
    return true;
}

/* The definition of a label that is at the place, on its own or on one of its uses. */
static uint32_t definition_at(const struct under *under) {
    for (size_t i = 0; i < under->page->definitions.len; i++)
        if (is_at(under->page->definitions.items[i].label_span, under->offset)) return (uint32_t)i;
    uint32_t at = under_link(under);
    if (at == PAGE_NONE) return PAGE_NONE;
    const struct link *link = &under->page->links.items[at];
    bool label = link->kind == LINK_REFERENCE || link->kind == LINK_IMAGE;
    return label && link->definition < under->page->definitions.len ? link->definition : PAGE_NONE;
}

static void write_label(struct json_writer *json, const struct under *under, struct arena *arena,
                        uint32_t definition) {
    under_location(json, NULL, under, arena, under->document->within,
                   under->page->definitions.items[definition].label_span);
    for (size_t i = 0; i < under->page->links.len; i++) {
        const struct link *link = &under->page->links.items[i];
        bool use = link->kind == LINK_REFERENCE || link->kind == LINK_IMAGE;
        if (use && link->definition == definition)
            under_location(json, NULL, under, arena, under->document->within, link->target_span);
    }
}

static bool write_references(struct json_writer *json, const struct under *under, struct arena *arena,
                             struct error *error) {
    uint32_t definition = definition_at(under), link = under_link(under);
    const struct heading *heading = under_heading(under);
    if (definition != PAGE_NONE) {
        write_label(json, under, arena, definition);
        return true;
    }
    if (link != PAGE_NONE) {
        const struct resolution *r = &under->resolutions[link];
        return !r->target || write_inbound(json, under, arena, r->target, r->fragment, error);
    }
    return write_inbound(json, under, arena, under->site_page,
                         heading && heading->id.len ? heading->id : (struct str){0}, error);
}

bool request_references(struct lsp *lsp, struct arena *arena, const struct node *params,
                        struct json_writer *json, struct error *error) {
    struct under under;
    if (!under_read(lsp, arena, params, &under, error) && error->message[0]) return false;
    json_open(json, "result", '[');
    if (under.site_page && !write_references(json, &under, arena, error)) return false;
    json_close(json, ']');
    return true;
}

/* ---- the links of a document ------------------------------------------------------------------------------------------------------- */

static void write_document_link(struct json_writer *json, const struct under *under, struct arena *arena,
                                size_t i) {
    const struct link *link = &under->page->links.items[i];
    const struct resolution *r = &under->resolutions[i];
    struct str target = {0};
    if (link->kind == LINK_REFERENCE || !link->exact || link->target_span.start >= link->target_span.end)
        return;
    if (r->target && r->target->source.len)
        target = document_uri(arena, under->lsp, under->site, r->target->source);
    else if (r->claim && r->claim->source.len)
        target = document_uri(arena, under->lsp, under->site, r->claim->source);
    else if (r->status == RESOLUTION_EXTERNAL &&
             (str_starts(link->target, STR("http://")) || str_starts(link->target, STR("https://"))))
        target = link->target;
    if (!target.len) return;
    json_open(json, NULL, '{');
    place_write(json, "range", &under->document->source, link->target_span, under->lsp->client.unit);
    json_str(json, "target", target);
    if (r->target) {
        struct buf title = {.arena = arena};
        report_text(&title, under_title(r->target));
        json_str(json, "tooltip", buf_str(&title));
    }
    json_close(json, '}');
}

bool request_document_link(struct lsp *lsp, struct arena *arena, const struct node *params,
                           struct json_writer *json, struct error *error) {
    struct under under;
    if (!under_read(lsp, arena, params, &under, error) && error->message[0]) return false;
    json_open(json, "result", '[');
    for (size_t i = 0; under.site_page && i < under.page->links.len; i++)
        write_document_link(json, &under, arena, i);
    json_close(json, ']');
    return true;
}
