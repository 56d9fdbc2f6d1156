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
static struct str no_site(struct arena *arena, struct str revision) {
    return str_printf(arena, "--since %.*s: that revision has no site in this folder to compare with",
                      STR_FMT(revision));
}

/* Which generator made the site then? Without one it was no site, unless it is none today either. */
static bool was_site(struct arena *arena, const struct tree *tree, const struct target *now,
                     const struct generator **generator) {
    *generator = site_generator(arena, tree);
    return !site_is_plain(*generator) || site_is_plain(now->generator);
}

bool since_lost(struct arena *arena, const struct arguments *arguments, const struct target *target,
                struct session *session, struct lost_urls **lost, struct str *note, struct error *error) {
    struct str revision = arguments_value(arguments, OPTION_SINCE, (struct str){0});
    struct tree *tree = ARENA_NEW(arena, struct tree);
    const struct generator *generator;
    const struct lint *lint;
    const struct site *now;
    struct site *before;
    struct links *links;
    str_array gone = {0};
    if (!revision.ptr) return true;
    if (!revision_open(arena, target->root, revision, tree, error)) return false;
    if (!was_site(arena, tree, target, &generator)) {
        *note = no_site(arena, revision);
        return true;
    }
    if (!session_load(session, arena, tree, generator, &before, error) ||
        !session_lint(session, &lint, error) || !session_site(session, &now, error) ||
        !links_open(arena, now, &links, error))
        return false;
    read_gone(arena, lint_config(lint), &gone);
    *lost = lost_find(arena, before, now, links_redirects(links), &gone);
    return true;
}
