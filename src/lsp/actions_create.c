/* actions_create.c */
#include "lsp/actions.h"
void actions_create(struct actions *actions, const struct diagnostic *finding) {
    (void)actions;
    (void)finding;
}
