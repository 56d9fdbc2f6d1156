/* documents.c: which document is meant, and the text of a file as the client sees it. */
#include "lsp/parts.h"

struct document *document_of(const struct lsp *lsp, struct str uri) {
    struct document *document = lsp->documents;
    while (document && !str_eq(document->uri, uri)) document = document->next;
    return document;
}

struct document *document_named(const struct lsp *lsp, const struct node *params) {
    return document_of(lsp, node_text(node_path(params, STR("textDocument.uri")), STR("")));
}

struct document *document_at(const struct lsp *lsp, const struct opened *site, struct str within) {
    struct document *document = lsp->documents;
    while (document && !(document->site == site && str_eq(document->within, within)))
        document = document->next;
    return document;
}

struct str document_uri(struct arena *arena, const struct lsp *lsp, const struct opened *site,
                        struct str within) {
    const struct document *document = document_at(lsp, site, within);
    if (document) return document->uri;
    return uri_of(arena, path_clean(arena, path_join(arena, site->root, within)));
}

bool document_source(struct arena *arena, const struct lsp *lsp, const struct opened *site, struct str within,
                     struct source *source) {
    const struct document *document = document_at(lsp, site, within);
    const struct site *loaded;
    struct error error = {0};
    *source = (struct source){.path = within};
    if (document) *source = document->source;
    if (document) return true;
    if (!site->session || !session_site(site->session, &loaded, &error) ||
        !loaded->tree.read(loaded->tree.state, arena, within, &source->text, &error))
        return false;
    source_lines(arena, source);
    return true;
}
