/* capabilities.c: what client and server agree on ("Initialize Request", LSP 3.17), folders of the workspace, settings. */
#include "lsp/parts.h"

/* ---- what the client can do ---------------------------------------------------------------------------------------- */

static bool can(const struct node *capabilities, const char *dotted) {
    return node_is_true(node_path(capabilities, str_from(dotted)));
}

static bool lists(const struct node *capabilities, const char *dotted, const char *value) {
    const struct node *list = node_path(capabilities, str_from(dotted));
    for (const struct node *n = list ? list->child : NULL; n; n = n->next)
        if (str_eq(n->text, str_from(value))) return true;
    return false;
}

static void read_client(struct client *client, const struct node *c) {
    *client = (struct client){
        .unit = lists(c, "general.positionEncodings", "utf-8") ? UNIT_BYTE : UNIT_UTF16,
        .pull = node_path(c, STR("textDocument.diagnostic")) != NULL,
        .refresh = can(c, "workspace.diagnostics.refreshSupport"),
        .related = can(c, "textDocument.publishDiagnostics.relatedInformation"),
        .tags = node_path(c, STR("textDocument.publishDiagnostics.tagSupport")) != NULL,
        .versioned = can(c, "textDocument.publishDiagnostics.versionSupport"),
        .data = can(c, "textDocument.publishDiagnostics.dataSupport"),
        .progress = can(c, "window.workDoneProgress"),
        .watches = can(c, "workspace.didChangeWatchedFiles.dynamicRegistration"),
        .literals = node_path(c, STR("textDocument.codeAction.codeActionLiteralSupport")) != NULL,
        .edits = can(c, "workspace.workspaceEdit.documentChanges"),
        .creates = lists(c, "workspace.workspaceEdit.resourceOperations", "create"),
        .renames = lists(c, "workspace.workspaceEdit.resourceOperations", "rename"),
        .removes = lists(c, "workspace.workspaceEdit.resourceOperations", "delete"),
        .apply = can(c, "workspace.applyEdit"),
        .snippets = can(c, "textDocument.completion.completionItem.snippetSupport"),
        .links = can(c, "textDocument.definition.linkSupport"),
        .tree = can(c, "textDocument.documentSymbol.hierarchicalDocumentSymbolSupport"),
    };
    /* Related places of pulled diagnostics are a client's affair without a word of its own. */
    client->related |= client->pull;
}

/* ---- what the server can do ------------------------------------------------------------------------------------------ */

static void write_list(struct json_writer *json, const char *key, const char *const *items) {
    json_open(json, key, '[');
    for (; *items; items++) json_str(json, NULL, str_from(*items));
    json_close(json, ']');
}

static void write_texts(struct json_writer *json, const struct client *client) {
    static const char *const kinds[] = {"quickfix", "source.fixAll.contentlint", NULL};
    static const char *const triggers[] = {"(", "#", "/", "\"", "<", "%", ":", NULL};
    static const char *const plain[] = {"hoverProvider",
                                        "definitionProvider",
                                        "referencesProvider",
                                        "documentSymbolProvider",
                                        "workspaceSymbolProvider",
                                        "foldingRangeProvider",
                                        NULL};
    json_open(json, "textDocumentSync", '{');
    json_bool(json, "openClose", true);
    json_number(json, "change", 2); /* incremental */
    json_bool(json, "save", true);
    json_close(json, '}');
    if (client->pull) {
        json_open(json, "diagnosticProvider", '{');
        json_str(json, "identifier", STR("contentlint"));
        json_bool(json, "interFileDependencies", true);
        json_bool(json, "workspaceDiagnostics", true);
        json_close(json, '}');
    }
    json_open(json, "codeActionProvider", '{');
    write_list(json, "codeActionKinds", kinds);
    json_close(json, '}');
    for (const char *const *name = plain; *name; name++) json_bool(json, *name, true);
    json_open(json, "documentLinkProvider", '{');
    json_close(json, '}');
    json_open(json, "codeLensProvider", '{');
    json_close(json, '}');
    json_open(json, "completionProvider", '{');
    write_list(json, "triggerCharacters", triggers);
    json_close(json, '}');
    json_open(json, "renameProvider", '{');
    json_bool(json, "prepareProvider", true);
    json_close(json, '}');
}

static void write_workspace(struct json_writer *json) {
    json_open(json, "workspace", '{');
    json_open(json, "workspaceFolders", '{');
    json_bool(json, "supported", true);
    json_bool(json, "changeNotifications", true);
    json_close(json, '}');
    json_open(json, "fileOperations", '{');
    json_open(json, "willRename", '{');
    json_open(json, "filters", '[');
    json_open(json, NULL, '{');
    json_str(json, "scheme", STR("file"));
    json_open(json, "pattern", '{');
    json_str(json, "glob", STR("**/*"));
    json_close(json, '}');
    json_close(json, '}');
    json_close(json, ']');
    json_close(json, '}');
    json_close(json, '}');
    json_close(json, '}');
}

bool request_initialize(struct lsp *lsp, struct arena *arena, const struct node *params,
                        struct json_writer *json, struct error *error) {
    (void)arena;
    (void)error;
    const struct node *parent = node_get(params, STR("processId"));
    const struct node *folders = node_get(params, STR("workspaceFolders"));
    struct str root = node_text(node_get(params, STR("rootUri")), (struct str){0}), path;
    if (parent && parent->kind == NODE_INTEGER) lsp->parent = (long)parent->number;
    read_client(&lsp->client, node_get(params, STR("capabilities")));
    capabilities_settings(lsp, node_get(params, STR("initializationOptions")));
    for (const struct node *n = folders ? folders->child : NULL; n; n = n->next)
        capabilities_folder(lsp, n, true);
    if (!lsp->folders.len && root.ptr && uri_path(&lsp->arena, root, &path))
        *ARRAY_PUSH(&lsp->arena, &lsp->folders) = path;
    json_open(json, "result", '{');
    json_open(json, "capabilities", '{');
    json_str(json, "positionEncoding", lsp->client.unit == UNIT_BYTE ? STR("utf-8") : STR("utf-16"));
    write_texts(json, &lsp->client);
    write_workspace(json);
    json_close(json, '}');
    json_open(json, "serverInfo", '{');
    json_str(json, "name", STR("contentlint"));
    json_str(json, "version", STR(VERSION));
    json_close(json, '}');
    json_close(json, '}');
    return true;
}

void capabilities_register(struct lsp *lsp, struct arena *arena) {
    struct message message;
    if (!lsp->client.watches) return;
    message_begin(&message, arena, "client/registerCapability", ++lsp->next_id);
    struct json_writer *json = &message.json;
    json_open(json, "params", '{');
    json_open(json, "registrations", '[');
    json_open(json, NULL, '{');
    json_str(json, "id", STR("files"));
    json_str(json, "method", STR("workspace/didChangeWatchedFiles"));
    json_open(json, "registerOptions", '{');
    json_open(json, "watchers", '[');
    json_open(json, NULL, '{');
    json_str(json, "globPattern", STR("**/*"));
    json_close(json, '}');
    json_close(json, ']');
    json_close(json, '}');
    json_close(json, '}');
    json_close(json, ']');
    json_close(json, '}');
    message_send(lsp, &message);
}

/* ---- folders and settings ---------------------------------------------------------------------------------------------- */

void capabilities_folder(struct lsp *lsp, const struct node *folder, bool add) {
    struct str path;
    if (!uri_path(&lsp->arena, node_text(node_get(folder, STR("uri")), STR("")), &path)) return;
    size_t i = 0;
    while (i < lsp->folders.len && !str_eq(lsp->folders.items[i], path)) i++;
    if (add && i == lsp->folders.len) *ARRAY_PUSH(&lsp->arena, &lsp->folders) = path;
    if (!add && i < lsp->folders.len) lsp->folders.items[i] = lsp->folders.items[--lsp->folders.len];
}

void capabilities_settings(struct lsp *lsp, const struct node *settings) {
    static const char *const names[] = {
        [SCOPE_CHANGED] = "changed", [SCOPE_OPEN] = "open", [SCOPE_SITE] = "site"};
    struct str scope = node_text(node_get(settings, STR("diagnostics")), STR(""));
    struct str mode = node_text(node_get(settings, STR("diagnosticMode")), STR(""));
    if (lsp->state == LSP_NEW && str_eq(mode, STR("push"))) lsp->client.pull = false;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (!str_eq(scope, str_from(names[i])) || lsp->scope == i) continue;
        lsp->scope = (enum scope)i;
        for (struct opened *site = lsp->sites; site; site = site->next) site->stale = site->untold = true;
    }
}
