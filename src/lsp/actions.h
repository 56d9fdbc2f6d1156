/* actions.h (private to lsp): code actions in the making. */
#ifndef CONTENTLINT_LSP_ACTIONS_H
#define CONTENTLINT_LSP_ACTIONS_H

#include "lsp/parts.h"

struct actions {
    struct lsp *lsp;
    struct arena *arena;
    struct opened *site;
    struct document *document;
    struct json_writer *json;
    const struct node *params;
    struct regions regions;
    /* Of the document as it is now. */
    const struct lint_results *results;
    struct span range;
};
/* Did the client ask for that kind, or for any? */
bool actions_wanted(const struct actions *actions, const char *kind);
/* An action; its edit or command is written in between. finding NULL: it is for none in particular. */
void actions_begin(struct actions *actions, const char *kind, struct str title,
                   const struct diagnostic *finding, bool preferred);
void actions_end(struct actions *actions);

/* ---- actions_suppress.c: a comment that says that the finding is wanted; only where the page stays the same otherwise ---- */
void actions_suppress(struct actions *actions, const struct diagnostic *finding);
/* ---- actions_config.c: an entry of the configuration that says so ---- */
void actions_allow(struct actions *actions, const struct diagnostic *finding);
/* ---- actions_create.c: the page that a link misses ---- */
void actions_create(struct actions *actions, const struct diagnostic *finding);

#endif
