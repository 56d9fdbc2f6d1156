/* under.c: what stands at a place of a document. */
#include "lsp/under.h"

bool under_read(struct lsp *lsp, struct arena *arena, const struct node *params, struct under *under,
                struct error *error) {
    struct document *document = document_named(lsp, params);
    const struct node *position = node_get(params, STR("position"));
    *under = (struct under){.lsp = lsp, .document = document};
    if (!document || !document->site || !sites_ready(lsp, document->site, error)) return false;
    under->site = document->site;
    if (position) under->offset = place_offset(&document->source, position, lsp->client.unit);
    if (!session_site(under->site->session, &under->loaded, error)) return false;
    const struct site_page *page = site_page_of(under->loaded, document->within);
    if (!page || !page->page) return true;
    if (!session_links(under->site->session, &under->links, error)) return false;
    under->page = session_page(under->site->session, arena, page);
    if (!under->page) return true;
    under->site_page = page;
    under->resolutions = links_resolve(under->links, arena, page, under->page);
    return true;
}

static bool holds(struct span span, uint32_t offset) {
    return span.start <= offset && offset <= span.end && span.start < span.end;
}

uint32_t under_link(const struct under *under) {
    uint32_t found = PAGE_NONE, width = UINT32_MAX;
    for (size_t i = 0; under->site_page && i < under->page->links.len; i++) {
        const struct link *link = &under->page->links.items[i];
        bool within = holds(link->target_span, under->offset) ||
                      (link->kind != LINK_SHORTCODE && holds(link->span, under->offset));
        uint32_t own = link->span.end - link->span.start;
        if (holds(link->target_span, under->offset)) own = link->target_span.end - link->target_span.start;
        if (!within || own >= width) continue;
        found = (uint32_t)i;
        width = own;
    }
    return found;
}

const struct site_alias *under_alias(const struct under *under) {
    for (size_t i = 0; under->site_page && i < under->site_page->alias_count; i++) {
        const struct site_alias *alias = &under->site_page->aliases[i];
        bool own = alias->node && alias->source == &under->site_page->page->source;
        if (own && holds(alias->node->span, under->offset)) return alias;
    }
    return NULL;
}

const struct heading *under_heading(const struct under *under) {
    for (size_t i = 0; under->site_page && i < under->page->headings.len; i++)
        if (holds(under->page->headings.items[i].span, under->offset)) return &under->page->headings.items[i];
    return NULL;
}

static bool covers(const struct node *node, uint32_t offset) {
    return holds(node->key_span, offset) || holds(node->span, offset);
}

bool under_front(const struct under *under, struct under_path *path) {
    *path = (struct under_path){0};
    const struct node *node = under->site_page ? under->page->front : NULL;
    while (node && path->count < UNDER_DEPTH) {
        const struct node *child = node->child;
        while (child && (child->shared || !covers(child, under->offset))) child = child->next;
        if (!child) break;
        path->nodes[path->count++] = child;
        path->on_key = holds(child->key_span, under->offset);
        if (path->on_key) break;
        node = child->kind == NODE_OBJECT || child->kind == NODE_ARRAY ? child : NULL;
    }
    return path->count > 0;
}

struct str under_title(const struct site_page *page) {
    return page->title.len ? page->title : page->link.len ? page->link : page->source;
}

void under_location(struct json_writer *json, const char *key, const struct under *under, struct arena *arena,
                    struct str within, struct span span) {
    struct source source;
    bool known = document_source(arena, under->lsp, under->site, within, &source);
    if (!known) source = (struct source){.text = STR("")};
    if (!known) source_lines(arena, &source);
    json_open(json, key, '{');
    json_str(json, "uri", document_uri(arena, under->lsp, under->site, within));
    place_write(json, "range", &source, span, under->lsp->client.unit);
    json_close(json, '}');
}
