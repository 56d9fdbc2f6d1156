/* progress.c: "Work Done Progress" of LSP 3.17, for the first look at a site. */
#include "lsp/parts.h"

static struct str token(struct lsp *lsp, struct arena *arena) {
    return str_printf(arena, "contentlint-%llu", (unsigned long long)lsp->work);
}

static void report(struct lsp *lsp, struct arena *arena, const char *kind, struct str title) {
    struct message message;
    message_begin(&message, arena, "$/progress", 0);
    json_open(&message.json, "params", '{');
    json_str(&message.json, "token", token(lsp, arena));
    json_open(&message.json, "value", '{');
    json_str(&message.json, "kind", str_from(kind));
    if (title.len) json_str(&message.json, "title", title);
    json_close(&message.json, '}');
    json_close(&message.json, '}');
    message_send(lsp, &message);
}

/* Asks for a token; the client's answer says whether it may be used. */
void progress_ask(struct lsp *lsp, struct arena *arena) {
    struct message message;
    if (!lsp->client.progress || lsp->progress != PROGRESS_NONE) return;
    lsp->work++;
    lsp->progress_id = ++lsp->next_id;
    lsp->progress = PROGRESS_ASKED;
    message_begin(&message, arena, "window/workDoneProgress/create", lsp->progress_id);
    json_open(&message.json, "params", '{');
    json_str(&message.json, "token", token(lsp, arena));
    json_close(&message.json, '}');
    message_send(lsp, &message);
}

void progress_answered(struct lsp *lsp, bool granted) {
    if (lsp->progress == PROGRESS_ASKED) lsp->progress = granted ? PROGRESS_GRANTED : PROGRESS_NONE;
}

bool progress_begin(struct lsp *lsp, struct arena *arena, const struct opened *site) {
    if (site->known || site->single || lsp->progress != PROGRESS_GRANTED) return false;
    struct str name = path_base(site->root);
    report(lsp, arena, "begin", str_printf(arena, "contentlint reads %.*s", STR_FMT(name)));
    return true;
}

void progress_end(struct lsp *lsp, struct arena *arena) {
    report(lsp, arena, "end", STR(""));
    lsp->progress = PROGRESS_NONE; /* a token is used once */
}
