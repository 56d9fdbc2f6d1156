/* since.c: --since, the URLs that an older revision serves and this tree does not; --changed, what is found since. */
#include "cmd/past.h"

/* `gone:` of a file of the configuration: globs, or maps with url. */
static void read_gone(struct arena *arena, const struct config_file *file, str_array *gone) {
    const struct node *list = file->below.len ? NULL : node_get(file->tree, STR("gone"));
    for (const struct node *item = list ? list->child : NULL; item; item = item->next) {
        const struct node *url = item->kind == NODE_OBJECT ? node_get(item, STR("url")) : item;
        *ARRAY_PUSH(arena, gone) = node_text(url, STR(""));
    }
}

/* A page that was never on the branch that is published loses nothing. */
static bool keep_published(struct past *past, struct str ref, const struct config *config,
                           struct lost_urls *lost, struct error *error) {
    struct str branch = node_text(config_node(config, STR("published"), NULL), (struct str){0}), commit;
    const struct site *published;
    if (!lost->items.len) return true;
    if (!revision_published(past->arena, past->target->root, ref, branch, &commit, error)) return false;
    if (!commit.ptr) return true;
    if (!past_site(past, commit, NULL, &published, error)) return false;
    lost_keep_published(lost, published);
    return true;
}

bool since_lost(struct past *past, struct lost_urls **lost, struct error *error) {
    struct str revision = arguments_value(past->arguments, OPTION_SINCE, (struct str){0});
    const struct lint *lint;
    const struct site *now, *before;
    struct links *links;
    str_array gone = {0};
    if (!revision.ptr) return true;
    if (!past_site(past, revision, "since", &before, error)) return false;
    if (!before) return true;
    if (!session_lint(past->session, &lint, error) || !session_site(past->session, &now, error) ||
        !links_open(past->arena, now, &links, error))
        return false;
    const struct config *config = lint_config(lint);
    for (size_t i = 0; i < config->files.len; i++) read_gone(past->arena, config->files.items[i], &gone);
    *lost = lost_find(past->arena, before, now, links_redirects(links), &gone);
    return keep_published(past, revision, lint_config(lint), *lost, error);
}

/* ---- --changed ---- */

static bool load_changed(void *state, const struct site **site, struct error *error) {
    struct past *past = state;
    struct str revision = arguments_value(past->arguments, OPTION_CHANGED, (struct str){0});
    return past_site(past, revision, "changed", site, error);
}

bool since_changed(struct past *past, const struct lint_past **changed, struct error *error) {
    struct str revision = arguments_value(past->arguments, OPTION_CHANGED, (struct str){0});
    if (!revision.ptr) return true;
    past->changed = (struct lint_past){load_changed, past};
    *changed = &past->changed;
    /* One that is not there is said, whatever is found. */
    return revision_find(past->arena, past->target->root, revision, error);
}
