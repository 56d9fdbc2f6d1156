/* outside.c: folders that a configuration names outside of what may be read. */
#include "site/generator.h"

/* By its name alone; links are the business of the tree. */
static bool leads_out(const struct site *site, struct str path) {
    struct arena scratch = {0};
    bool out = false;
    if (str_starts(path, STR("/"))) {
        out = !site->tree.root || !root_holds(site->tree.root, &scratch, path);
    } else {
        struct str rest = path_clean(&scratch, path);
        unsigned ups = 0;
        for (; rest.ptr;) {
            struct str element = str_cut(&rest, '/');
            ups += str_eq(element, STR(".."));
            out |= str_eq_nocase(element, STR(".git"));
        }
        out |= ups > site->levels;
    }
    arena_free(&scratch);
    return out;
}

bool outside_is(const struct site *site, const struct node *node) {
    return node && node->kind == NODE_STRING && leads_out(site, node->text);
}

struct str outside_border(const struct site *site) {
    return site->git_root.ptr ? STR("repository")
                              : STR("site's folder, and there is no git repository around it");
}

/* An export without git may lack the folders beside the site's: what lies there is unknown, which is said once a key. */
static void note(struct site *site, const struct source *source, uint32_t line, const char *key) {
    struct str border = outside_border(site);
    struct str message =
        str_printf(site->arena, "%s leads out of the %.*s: what lies there is unknown", key, STR_FMT(border));
    for (size_t i = 0; i < site->notes.len; i++)
        if (str_eq(site->notes.items[i].message, message)) return;
    struct site_note *made = ARRAY_PUSH(site->arena, &site->notes);
    *made = (struct site_note){.code = "outside", .message = message};
    if (source) made->path = str_printf(site->arena, "%.*s:%u", STR_FMT(source->path), line);
}

static bool check_one(struct site *site, const struct node *node, const char *key, struct error *error) {
    struct str border = outside_border(site), none = {0};
    const struct source *source = config_source(node);
    uint32_t line = source ? text_line(source->text, node->span.start) : 0;
    if (!outside_is(site, node)) return true;
    if (!site->git_root.ptr && str_starts(node->text, STR(".."))) {
        note(site, source, line, key);
        return true;
    }
    return error_set(error, source ? source->path : none, line, "%s leads out of the %.*s", key,
                     STR_FMT(border));
}

bool outside_check(struct site *site, const struct node *node, const char *key, struct error *error) {
    bool list = node && node->kind == NODE_ARRAY;
    for (const struct node *item = list ? node->child : NULL; item; item = item->next)
        if (!check_one(site, item, key, error)) return false;
    return list || check_one(site, node, key, error);
}
