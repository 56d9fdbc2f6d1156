/* server.c: one client, from its first message to its last. */
#include "lsp/parts.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>

/* How long a client may take to say whether it shows progress before the work begins without, and how often a look is taken
 * at whether the client still runs; milliseconds. */
enum { PROGRESS_WAIT = 100, PARENT_WAIT = 5000 };
/* Requests that wait; what comes beyond is refused. */
enum { WAITING_MAX = 100000 };

/* ---- messages that come in ------------------------------------------------------------------------------------------- */

static void free_request(struct request *request) {
    struct arena arena = request->arena; /* it lies in there itself */
    arena_free(&arena);
}

static bool same_id(const struct node *a, const struct node *b) {
    return a && b && a->kind == b->kind && str_eq(a->text, b->text);
}

/* $/cancelRequest overtakes what waits. */
static void cancel(struct lsp *lsp, const struct node *params) {
    const struct node *id = node_get(params, STR("id"));
    for (struct request *r = lsp->first; r; r = r->next) r->cancelled |= r->id && same_id(r->id, id);
}

static void enqueue(struct lsp *lsp, struct request *request) {
    request->next = NULL;
    *lsp->last = request;
    lsp->last = &request->next;
    lsp->waiting++;
}

/* An answer to a request of ours: of one alone it matters what it says. */
static void take_answer(struct lsp *lsp, const struct request *request) {
    const struct node *error = node_get(request->tree, STR("error"));
    if (request->id && request->id->kind == NODE_INTEGER && (int64_t)request->id->number == lsp->progress_id)
        progress_answered(lsp, !error || error->kind == NODE_NULL);
}

static bool is_id(const struct node *id) {
    return id && (id->kind == NODE_INTEGER || id->kind == NODE_STRING);
}

/* One message. What is no request and no notification is answered at once. */
static void receive(struct lsp *lsp, struct frame *frame) {
    struct arena arena = frame->arena;
    struct request *request = ARENA_NEW(&arena, struct request);
    node_errors errors = {0};
    const struct node_options options = {.format = FORMAT_JSON, .max_depth = 200, .max_nodes = 1 << 22};
    struct span all = {0, (uint32_t)frame->text.len};
    request->text = frame->text;
    request->tree = node_read(&arena, frame->text, all, &options, &errors);
    bool readable = request->tree != NULL;
    for (size_t i = 0; i < errors.len; i++)
        readable &= errors.items[i].fault == FAULT_DUPLICATE_KEY || errors.items[i].fault == FAULT_CONTROL ||
                    errors.items[i].fault == FAULT_EMPTY_KEY;
    request->id = node_get(request->tree, STR("id"));
    request->method = node_text(node_get(request->tree, STR("method")), (struct str){0});
    request->params = node_get(request->tree, STR("params"));
    request->arena = arena;
    if (!readable) {
        message_error(lsp, &request->arena, NULL, CODE_PARSE,
                      errors.len ? errors.items[0].message : STR("this is no JSON"));
    } else if (request->tree->kind != NODE_OBJECT ||
               (request->method.ptr && request->id && !is_id(request->id)) ||
               (!request->method.ptr && !request->id)) {
        message_error(lsp, &request->arena, NULL, CODE_REQUEST, STR("this is no request"));
    } else if (!request->method.ptr) {
        take_answer(lsp, request);
    } else if (str_eq(request->method, STR("$/cancelRequest"))) {
        cancel(lsp, request->params);
    } else if (lsp->waiting >= WAITING_MAX && request->id) {
        message_error(lsp, &request->arena, request->id, CODE_FAILED, STR("too many requests wait"));
    } else {
        enqueue(lsp, request);
        return;
    }
    free_request(request);
}

/* ---- notifications --------------------------------------------------------------------------------------------------------- */

static void did_initialize(struct lsp *lsp, const struct node *params) {
    (void)params;
    struct arena arena = {0};
    capabilities_register(lsp, &arena);
    if (lsp->scope == SCOPE_SITE) sites_open_folders(lsp);
    progress_ask(lsp, &arena);
    arena_free(&arena);
}

static void did_save(struct lsp *lsp, const struct node *params) {
    struct document *document = document_named(lsp, params);
    if (!document || !document->path.ptr) return;
    /* Where nobody watches files, a document that was saved is the sign that more of them may have changed. */
    if (!lsp->client.watches) watch_look(lsp);
}

static void did_change_files(struct lsp *lsp, const struct node *params) {
    struct arena arena = {0};
    bool sort = false;
    const struct node *changes = node_get(params, STR("changes"));
    for (const struct node *n = changes ? changes->child : NULL; n; n = n->next) {
        struct str path, uri = node_text(node_get(n, STR("uri")), STR(""));
        const struct node *type = node_get(n, STR("type"));
        if (!uri_path(&arena, uri, &path)) continue;
        sites_touch(lsp, &arena, path);
        sort |= !type || type->number != 2; /* what comes and goes may be the sign of a site */
    }
    if (sort) sites_sort(lsp);
    arena_free(&arena);
}

static void did_change_folders(struct lsp *lsp, const struct node *params) {
    const struct node *removed = node_path(params, STR("event.removed"));
    const struct node *added = node_path(params, STR("event.added"));
    for (const struct node *n = removed ? removed->child : NULL; n; n = n->next)
        capabilities_folder(lsp, n, false);
    for (const struct node *n = added ? added->child : NULL; n; n = n->next)
        capabilities_folder(lsp, n, true);
    sites_sort(lsp);
    sites_close_unused(lsp);
}

static void did_change_settings(struct lsp *lsp, const struct node *params) {
    const struct node *settings = node_get(params, STR("settings"));
    const struct node *own = node_get(settings, STR("contentlint"));
    capabilities_settings(lsp, own ? own : settings);
}

static void ignore(struct lsp *lsp, const struct node *params) {
    (void)lsp;
    (void)params;
}

static const struct {
    const char *method;
    void (*handle)(struct lsp *lsp, const struct node *params);
} notifications[] = {
    {"initialized", did_initialize},
    {"textDocument/didOpen", document_open},
    {"textDocument/didChange", document_change},
    {"textDocument/didClose", document_close},
    {"textDocument/didSave", did_save},
    {"textDocument/willSave", ignore},
    {"workspace/didChangeWatchedFiles", did_change_files},
    {"workspace/didChangeWorkspaceFolders", did_change_folders},
    {"workspace/didChangeConfiguration", did_change_settings},
    {"workspace/didRenameFiles", ignore}, /* the files' own changes say it */
};

static void notify(struct lsp *lsp, const struct request *request) {
    if (str_eq(request->method, STR("exit"))) {
        lsp->status = lsp->state == LSP_SHUT ? 0 : 1;
        lsp->state = LSP_GONE;
        return;
    }
    if (lsp->state != LSP_READY) return;
    for (size_t i = 0; i < ARRAY_LEN(notifications); i++)
        if (str_eq(request->method, str_from(notifications[i].method)))
            notifications[i].handle(lsp, request->params);
}

/* ---- requests ---------------------------------------------------------------------------------------------------------------- */

static bool request_shutdown(struct lsp *lsp, struct arena *arena, const struct node *params,
                             struct json_writer *json, struct error *error) {
    (void)arena;
    (void)params;
    (void)error;
    lsp->state = LSP_SHUT;
    json_null(json, "result");
    return true;
}

static const struct {
    const char *method;
    request_handler *handle;
} requests[] = {
    {"shutdown", request_shutdown},
    {"textDocument/diagnostic", request_diagnostic},
    {"workspace/diagnostic", request_workspace_diagnostic},
    {"textDocument/codeAction", request_code_action},
    {"textDocument/hover", request_hover},
    {"textDocument/definition", request_definition},
    {"textDocument/references", request_references},
    {"textDocument/documentLink", request_document_link},
    {"textDocument/documentSymbol", request_symbols},
    {"workspace/symbol", request_workspace_symbols},
    {"textDocument/foldingRange", request_folding},
    {"textDocument/codeLens", request_lenses},
    {"textDocument/completion", request_completion},
    {"textDocument/prepareRename", request_prepare_rename},
    {"textDocument/rename", request_rename},
    {"workspace/willRenameFiles", request_will_rename},
};

static void answer(struct lsp *lsp, const struct request *request, request_handler *handle) {
    struct arena arena = {0};
    struct error error = {0};
    struct message message;
    message_answer(&message, &arena, request->id);
    if (handle(lsp, &arena, request->params, &message.json, &error))
        message_send(lsp, &message);
    else
        message_error(lsp, &arena, request->id, CODE_FAILED,
                      error.path.len ? str_printf(&arena, "%.*s: %s", STR_FMT(error.path), error.message)
                                     : str_from(error.message));
    arena_free(&arena);
}

static void respond(struct lsp *lsp, const struct request *request) {
    struct arena arena = {0};
    bool first = str_eq(request->method, STR("initialize"));
    if (request->cancelled) {
        message_error(lsp, &arena, request->id, CODE_CANCELLED, STR("cancelled"));
    } else if (lsp->state == LSP_NEW && !first) {
        message_error(lsp, &arena, request->id, CODE_UNREADY, STR("initialize comes first"));
    } else if (first && lsp->state == LSP_NEW) {
        answer(lsp, request, request_initialize);
        lsp->state = LSP_READY;
    } else if (first || lsp->state == LSP_SHUT) {
        message_error(lsp, &arena, request->id, CODE_REQUEST,
                      first ? STR("initialize comes once") : STR("the server was shut down"));
    } else {
        size_t i = 0;
        while (i < ARRAY_LEN(requests) && !str_eq(request->method, str_from(requests[i].method))) i++;
        if (i < ARRAY_LEN(requests))
            answer(lsp, request, requests[i].handle);
        else
            message_error(lsp, &arena, request->id, CODE_METHOD,
                          str_printf(&arena, "there is no method %.*s", STR_FMT(request->method)));
    }
    arena_free(&arena);
}

/* ---- the loop ------------------------------------------------------------------------------------------------------------------ */

static void handle_first(struct lsp *lsp) {
    struct request *request = lsp->first;
    lsp->first = request->next;
    if (!lsp->first) lsp->last = &lsp->first;
    lsp->waiting--;
    if (request->id)
        respond(lsp, request);
    else
        notify(lsp, request);
    free_request(request);
}

/* Takes what has come; waits for it, unless there is something to do. False: no more will come. */
static bool take(struct lsp *lsp, int wait, struct error *error) {
    for (;; wait = 0) {
        struct frame frame = {0};
        switch (inbox_take(lsp->inbox, lsp->first ? 0 : wait, &frame, error)) {
        case INBOX_FRAME: receive(lsp, &frame); break;
        case INBOX_QUIET: return true;
        case INBOX_END: return false;
        case INBOX_BROKEN: lsp->status = 2; return false;
        }
    }
}

static bool client_is_gone(const struct lsp *lsp) {
    return lsp->broken || (lsp->parent > 0 && kill((pid_t)lsp->parent, 0) < 0 && errno == ESRCH);
}

static void serve(struct lsp *lsp, struct error *error) {
    int wait = 0;
    bool more = true;
    while (lsp->state != LSP_GONE && !lsp->broken) {
        if (more) more = take(lsp, wait, error);
        wait = 0;
        if (lsp->first) {
            handle_first(lsp);
        } else if (!more) {
            break;
        } else if (lsp->progress == PROGRESS_ASKED && lsp->progress_waits++ < 1) {
            wait = PROGRESS_WAIT;
        } else if (lsp->state != LSP_READY || !diagnostics_step(lsp)) {
            wait = lsp->client.watches ? PARENT_WAIT : watch_wait(lsp);
            if (client_is_gone(lsp)) break;
        }
    }
}

int lsp_serve(const struct lsp_options *options, int in, int out, struct error *error) {
    struct lsp *lsp = memory_needed(calloc(1, sizeof *lsp));
    lsp->options = options;
    lsp->out = out;
    lsp->last = &lsp->first;
    lsp->status = 1; /* unless it says that it goes */
    lsp->inbox = inbox_open(in, error);
    if (lsp->inbox)
        serve(lsp, error);
    else
        lsp->status = 2;
    int status = lsp->status;
    inbox_close(lsp->inbox);
    while (lsp->first) {
        struct request *request = lsp->first;
        lsp->first = request->next;
        free_request(request);
    }
    while (lsp->documents) {
        struct document *document = lsp->documents;
        lsp->documents = document->next;
        document_free(document);
    }
    while (lsp->sites) {
        struct opened *site = lsp->sites;
        lsp->sites = site->next;
        sites_free(site);
    }
    arena_free(&lsp->arena);
    free(lsp);
    return status;
}
