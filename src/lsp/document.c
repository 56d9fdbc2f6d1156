/* document.c: the texts that the client has open. */
#include "lsp/parts.h"

#include <assert.h>

/* ---- texts --------------------------------------------------------------------------------------------------------- */

/* text lives in memory, which becomes the document's. */
static void take_text(struct document *document, struct arena memory, struct str text) {
    struct arena old = document->text_memory;
    document->text_memory = memory;
    document->source =
        (struct source){.path = document->path.ptr ? document->path : document->uri, .text = text};
    source_lines(&document->text_memory, &document->source);
    arena_free(&old);
}

static void replace(struct document *document, struct span span, struct str text) {
    struct arena memory = {0};
    struct str old = document->source.text;
    struct buf out = {.arena = &memory};
    buf_expect(&out, old.len - (span.end - span.start) + text.len);
    buf_add(&out, str_sub(old, 0, span.start));
    buf_add(&out, text);
    buf_add(&out, str_sub(old, span.end, old.len));
    take_text(document, memory, buf_str(&out));
}

/* The session learns of the text once all changes of a message are made. */
static void tell_session(struct document *document) {
    document->stale = true;
    if (!document->site) return;
    sites_changed(document->site);
    if (document->site->session)
        session_put(document->site->session, document->within, document->source.text);
}

void document_open(struct lsp *lsp, const struct node *params) {
    const struct node *item = node_get(params, STR("textDocument"));
    struct str uri = node_text(node_get(item, STR("uri")), (struct str){0});
    struct str text = node_text(node_get(item, STR("text")), STR(""));
    struct document *document = document_of(lsp, uri);
    if (!uri.ptr) return;
    if (!document) {
        struct arena arena = {0};
        document = ARENA_NEW(&arena, struct document);
        document->arena = arena;
        document->uri = str_copy(&document->arena, uri);
        document->next = lsp->documents;
        lsp->documents = document;
        if (uri_path(&document->arena, document->uri, &document->path))
            document->site = sites_of(lsp, &document->arena, document->path, &document->within);
    }
    document->language = str_copy(&document->arena, node_text(node_get(item, STR("languageId")), STR("")));
    const struct node *version = node_get(item, STR("version"));
    document->version = version ? (int64_t)version->number : 0;
    struct arena memory = {0};
    struct str copy = text.len <= FILE_MAX_BYTES ? str_copy(&memory, text) : STR("");
    take_text(document, memory, copy.ptr ? copy : STR(""));
    tell_session(document);
}

void document_change(struct lsp *lsp, const struct node *params) {
    struct document *document = document_named(lsp, params);
    const struct node *changes = node_get(params, STR("contentChanges"));
    const struct node *version = node_path(params, STR("textDocument.version"));
    if (!document) return;
    for (const struct node *change = changes ? changes->child : NULL; change; change = change->next) {
        const struct node *range = node_get(change, STR("range"));
        struct str text = node_text(node_get(change, STR("text")), STR(""));
        struct span all = {0, (uint32_t)document->source.text.len};
        struct span span = range ? place_span(&document->source, range, lsp->client.unit) : all;
        size_t rest = document->source.text.len - (span.end - span.start);
        if (rest + text.len <= FILE_MAX_BYTES) replace(document, span, text);
    }
    if (version && version->kind == NODE_INTEGER) document->version = (int64_t)version->number;
    tell_session(document);
}

void document_free(struct document *document) {
    arena_free(&document->text_memory);
    struct arena arena = document->arena; /* it lies in there itself */
    arena_free(&arena);
}

void document_close(struct lsp *lsp, const struct node *params) {
    struct document *document = document_named(lsp, params), **at = &lsp->documents;
    if (!document) return;
    while (*at != document) at = &(*at)->next;
    *at = document->next;
    if (document->site && document->site->session) {
        session_drop(document->site->session, document->within);
        sites_changed(document->site);
    }
    diagnostics_forget(lsp, document);
    document_free(document);
}
