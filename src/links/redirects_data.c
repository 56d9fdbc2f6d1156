/* Redirect rules in TOML and JSON: netlify.toml, vercel.json, staticwebapp.config.json. */
#include "links/redirects_private.h"

/* Span of a scalar's text without its quotes. */
static struct span inner_span(const struct node *node) {
    if (!node) return (struct span){0, 0};
    struct span span = node->span;
    bool quoted = node->kind == NODE_STRING && node->style != STYLE_PLAIN && span.end - span.start >= 2;
    if (quoted) {
        span.start++;
        span.end--;
    }
    return span;
}

static struct node *read_tree(struct arena *arena, struct redirects *set, const struct source *source,
                              enum format format) {
    node_errors errors = {0};
    struct span all = {0, (uint32_t)source->text.len};
    struct node_options options = {.format = format};
    struct node *tree = node_read(arena, source->text, all, &options, &errors);
    for (size_t i = 0; i < errors.len; i++)
        redirects_fault(arena, set, source, errors.items[i].span, errors.items[i].message);
    return tree;
}

/* A rule from the two members that name its addresses; from is absent when the entry has none. */
static struct redirect start_rule(const struct source *source, const struct node *entry,
                                  const struct node *from, const struct node *to) {
    return (struct redirect){
        .source = source,
        .span = entry->span,
        .from_span = inner_span(from),
        .to_span = inner_span(to),
        .from = node_text(from, (struct str){0}),
        .to = node_text(to, (struct str){0}),
        .status = 301,
    };
}

static int read_status(const struct node *node, int fallback) {
    bool valid = node && node->kind == NODE_INTEGER && node->number >= 100 && node->number <= 599;
    return valid ? (int)node->number : fallback;
}

static void read_toml_entry(struct arena *arena, struct redirects *set, const struct source *source,
                            const struct node *entry) {
    const struct node *from = node_get(entry, STR("from")), *to = node_get(entry, STR("to"));
    struct redirect rule = start_rule(source, entry, from ? from : node_get(entry, STR("path")), to);
    rule.dialect = REDIRECT_TOML;
    rule.status = read_status(node_get(entry, STR("status")), 301);
    if (!rule.from.ptr) {
        redirects_fault(arena, set, source, entry->span, STR("the redirect has no \"from\""));
        return;
    }
    if (!rule.to.ptr && redirect_moves(&rule)) {
        redirects_fault(arena, set, source, entry->span, STR("the redirect has no \"to\""));
        return;
    }
    rule.force = node_is_true(node_get(entry, STR("force")));
    const struct node *query = node_get(entry, STR("query"));
    if (!query) query = node_get(entry, STR("params"));
    rule.conditional = (query && query->count) || node_get(entry, STR("conditions")) ||
                       node_get(entry, STR("headers")) || node_get(entry, STR("signed"));
    redirects_add(arena, set, rule);
}

void redirects_read_toml(struct arena *arena, struct redirects *set, const struct source *source) {
    const struct node *tree = read_tree(arena, set, source, FORMAT_TOML);
    const struct node *list = node_get(tree, STR("redirects"));
    set->base = node_text(tree ? node_path(tree, STR("build.base")) : NULL, (struct str){0});
    if (!list || list->kind != NODE_ARRAY) return;
    for (const struct node *entry = list->child; entry; entry = entry->next)
        read_toml_entry(arena, set, source, entry);
}

static void read_vercel_entry(struct arena *arena, struct redirects *set, const struct source *source,
                              const struct node *entry, bool rewrite) {
    const struct node *permanent = node_get(entry, STR("permanent"));
    struct redirect rule =
        start_rule(source, entry, node_get(entry, STR("source")), node_get(entry, STR("destination")));
    rule.dialect = REDIRECT_VERCEL;
    rule.status = rewrite ? 200 : permanent && !node_is_true(permanent) ? 307 : 308;
    rule.status = read_status(node_get(entry, STR("statusCode")), rule.status);
    rule.conditional = node_get(entry, STR("has")) || node_get(entry, STR("missing"));
    if (rule.from.ptr && rule.to.ptr)
        redirects_add(arena, set, rule);
    else
        redirects_fault(arena, set, source, entry->span,
                        STR("the rule needs \"source\" and \"destination\""));
}

void redirects_read_vercel(struct arena *arena, struct redirects *set, const struct source *source) {
    const struct node *tree = read_tree(arena, set, source, FORMAT_JSON);
    const struct node *redirects = node_get(tree, STR("redirects")),
                      *rewrites = node_get(tree, STR("rewrites"));
    const struct node *slash = node_get(tree, STR("trailingSlash"));
    set->cuts_slash |= slash && slash->kind == NODE_BOOL && !slash->boolean;
    bool lists = redirects && redirects->kind == NODE_ARRAY;
    for (const struct node *entry = lists ? redirects->child : NULL; entry; entry = entry->next)
        read_vercel_entry(arena, set, source, entry, false);
    lists = rewrites && rewrites->kind == NODE_ARRAY;
    for (const struct node *entry = lists ? rewrites->child : NULL; entry; entry = entry->next)
        read_vercel_entry(arena, set, source, entry, true);
}

/* Is the route open to everybody? */
static bool is_for_all(const struct node *roles) {
    for (const struct node *role = roles ? roles->child : NULL; role; role = role->next)
        if (str_eq(node_text(role, STR("")), STR("anonymous"))) return true;
    return !roles;
}

static void read_azure_entry(struct arena *arena, struct redirects *set, const struct source *source,
                             const struct node *entry) {
    const struct node *redirect = node_get(entry, STR("redirect")),
                      *rewrite = node_get(entry, STR("rewrite"));
    struct redirect rule =
        start_rule(source, entry, node_get(entry, STR("route")), redirect ? redirect : rewrite);
    if (!rule.from.ptr) {
        redirects_fault(arena, set, source, entry->span, STR("the route has no \"route\""));
        return;
    }
    rule.dialect = REDIRECT_AZURE;
    rule.status = read_status(node_get(entry, STR("statusCode")), redirect ? 302 : 200);
    rule.conditional = node_get(entry, STR("methods")) || !is_for_all(node_get(entry, STR("allowedRoles")));
    bool acts = rule.to.ptr || rule.status >= 400;
    if (acts) redirects_add(arena, set, rule); /* others only set headers or roles */
}

void redirects_read_azure(struct arena *arena, struct redirects *set, const struct source *source) {
    const struct node *tree = read_tree(arena, set, source, FORMAT_JSON);
    const struct node *routes = node_get(tree, STR("routes"));
    set->cuts_slash |= str_eq(node_text(node_get(tree, STR("trailingSlash")), STR("")), STR("never"));
    if (!routes || routes->kind != NODE_ARRAY) return;
    for (const struct node *entry = routes->child; entry; entry = entry->next)
        read_azure_entry(arena, set, source, entry);
}
