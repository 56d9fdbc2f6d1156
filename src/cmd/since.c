/* since.c: --since, the URLs that an older revision serves and this tree does not. */
#include "cmd/targets.h"

/* `gone:` of contentlint.yml: globs, or maps with url. */
static void read_gone(struct arena *arena, const struct config *config, str_array *gone) {
    const struct node *list = node_get(config->tree, STR("gone"));
    for (const struct node *item = list ? list->child : NULL; item; item = item->next) {
        const struct node *url = item->kind == NODE_OBJECT ? node_get(item, STR("url")) : item;
        *ARRAY_PUSH(arena, gone) = node_text(url, STR(""));
    }
}

/* Of a site that is new, or was in another folder, nothing is known to be lost: said, lest silence be taken for an answer. */
static void add_note(struct arena *arena, struct site *site, struct str revision) {
    *ARRAY_PUSH(arena, &site->notes) = (struct site_note){
        .code = "no-earlier-site",
        .message = str_printf(arena, "--since %.*s: that revision has no site in this folder to compare with",
                              STR_FMT(revision))};
}

/* Which generator made the site then? Without one it was no site, unless it is none today either. */
static bool was_site(struct arena *arena, const struct tree *tree, const struct target *now,
                     struct target *then) {
    *then = *now;
    then->generator = site_generator(arena, tree);
    return !site_is_plain(then->generator) || site_is_plain(now->generator);
}

bool since_lost(struct arena *arena, const struct arguments *arguments, const struct target *target,
                const struct session *session, struct lost_urls **lost, struct error *error) {
    struct str revision = arguments_value(arguments, OPTION_SINCE, (struct str){0});
    struct tree *tree = ARENA_NEW(arena, struct tree);
    struct target then;
    struct site *before;
    struct links *links;
    str_array gone = {0};
    if (!revision.ptr) return true;
    if (!revision_open(arena, target->root, revision, tree, error)) return false;
    if (!was_site(arena, tree, target, &then)) {
        add_note(arena, session->site, revision);
        return true;
    }
    if (!session_site(arena, arguments, session->lint, &then, tree, &before, error) ||
        !links_open(arena, session->site, &links, error))
        return false;
    read_gone(arena, lint_config(session->lint), &gone);
    *lost = lost_find(arena, before, session->site, links_redirects(links), &gone);
    return true;
}
