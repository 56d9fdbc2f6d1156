/* actions_write.c: what all code actions begin and end with. */
#include "lsp/actions.h"

bool actions_wanted(const struct actions *actions, const char *kind) {
    const struct node *only = node_path(actions->params, STR("context.only"));
    if (!only || only->kind != NODE_ARRAY) return true;
    for (const struct node *n = only->child; n; n = n->next) {
        bool below = str_starts(str_from(kind), n->text) &&
                     (n->text.len == strlen(kind) || kind[n->text.len] == '.' || !n->text.len);
        if (below) return true;
    }
    return false;
}

void actions_begin(struct actions *actions, const char *kind, struct str title,
                   const struct diagnostic *finding, bool preferred) {
    struct json_writer *json = actions->json;
    struct buf shown = {.arena = actions->arena};
    report_text(&shown, title);
    json_open(json, NULL, '{');
    json_str(json, "title", buf_str(&shown));
    json_str(json, "kind", str_from(kind));
    if (preferred) json_bool(json, "isPreferred", true);
    if (!finding) return;
    json_open(json, "diagnostics", '[');
    diagnostics_write(json, actions->lsp, &actions->regions, actions->site, finding);
    json_close(json, ']');
}

void actions_end(struct actions *actions) {
    json_close(actions->json, '}');
}
