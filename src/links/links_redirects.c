/* Finds a site's redirect files: published ones, and those of hosting services beside the site or above it. */
#include "links/graph.h"
#include "links/redirects_private.h"

#include <assert.h>

/* The path of a file in the site's folder or the nearest above it, up to the git root; absent without. */
static struct str find_beside(const struct links *links, const char *name) {
    struct str path = str_from(name);
    unsigned levels = links->site->git_root.ptr ? links->site->levels : 0;
    for (unsigned i = 0; i <= levels; i++) {
        if (tree_has(&links->site->tree, links->arena, path)) return path;
        path = str_printf(links->arena, "../%.*s", STR_FMT(path));
    }
    return (struct str){0};
}

static const struct source *read_source(struct links *links, struct str path) {
    struct str text;
    struct error error = {0};
    const struct tree *tree = &links->site->tree;
    if (!tree->read(tree->state, links->arena, path, &text, &error)) return NULL;
    struct source *source = ARENA_NEW(links->arena, struct source);
    source->path = path;
    source->text = text;
    *ARRAY_PUSH(links->arena, &links->sources) = source;
    return source;
}

static const struct source *read_beside(struct links *links, const char *name) {
    struct str path = find_beside(links, name);
    return path.ptr ? read_source(links, path) : NULL;
}

/* The source of a published file, or the file itself in the folder that is served. */
static struct str published(const struct links *links, const char *name) {
    const struct site_url *claim = site_claims(links->site, str_from(name));
    bool copied =
        claim && (claim->kind == URL_STATIC || claim->kind == URL_RESOURCE || claim->kind == URL_FILE);
    if (copied && claim->source.ptr) return claim->source;
    struct str plain = str_from(name);
    struct str fixed = path_join(links->arena, links->site->generator->static_folder, plain);
    if (tree_has(&links->site->tree, links->arena, fixed)) return fixed;
    return tree_has(&links->site->tree, links->arena, plain) ? plain : (struct str){0};
}

static struct span inner_span(const struct node *node) {
    struct span span = node->span;
    bool quoted = node->style == STYLE_SINGLE || node->style == STYLE_DOUBLE;
    if (quoted && span.end - span.start >= 2) {
        span.start++;
        span.end--;
    }
    return span;
}

/* One {from, to} of a page; both are relative to the page. */
static void read_page_rule(struct links *links, const struct site_page *page, const struct node *entry) {
    const struct node *from = node_get_nocase(entry, STR("from")), *to = node_get_nocase(entry, STR("to"));
    struct str from_text = node_text(from, (struct str){0}), to_text = node_text(to, (struct str){0});
    if (!from_text.len || !to_text.ptr) return;
    struct redirect rule = {.source = &page->page->source, .dialect = REDIRECT_PAGE, .status = 301};
    rule.span = entry->span;
    rule.from_span = inner_span(from);
    rule.to_span = inner_span(to);
    rule.from = url_join(links->arena, page->link, from_text);
    struct str path = str_cut(&to_text, ' '); /* "path 302" */
    bool absolute = str_starts(path, STR("/")) || url_split(path).authority.ptr;
    bool plain = absolute || str_starts(path, STR(":"));
    rule.to = absolute ? path
              : plain  ? str_printf(links->arena, "%.*s%.*s", STR_FMT(page->link), STR_FMT(path))
              : path.len && path.ptr[0] != '?' && path.ptr[0] != '#'
                  ? url_join(links->arena, page->link, path)
                  : str_printf(links->arena, "%.*s%.*s", STR_FMT(page->link), STR_FMT(path));
    redirects_add(links->arena, &links->redirects, rule);
}

/* A page that is a redirect itself (jekyll-redirect-from's redirect_to): its file sends readers on. */
static void read_page_redirect(struct links *links, const struct site_page *page) {
    const struct node *to = node_get(page->page->front, STR("redirect_to"));
    const struct site_url *claim = site_claims(links->site, page->file);
    if (!to || !page->file.len || !claim || claim->kind != URL_REDIRECT || claim->page != page) return;
    if (to->kind == NODE_ARRAY) to = to->child;
    struct str target = node_text(to, STR(""));
    struct str base = links->site->language_count ? links->site->languages[0].base_path : STR("/");
    if (!target.len || str_find(target, STR("{{")) < target.len) return;
    struct redirect rule = {
        .source = &page->page->source, .dialect = REDIRECT_PAGE, .status = 301, .force = true};
    rule.span = to->span;
    rule.from_span = rule.to_span = inner_span(to);
    rule.from = page->link;
    bool here = !url_split(target).scheme.ptr && !str_starts(target, STR("//"));
    if (here && str_starts(target, STR("/"))) target = str_sub(target, 1, target.len);
    rule.to = here ? str_printf(links->arena, "%.*s%.*s", STR_FMT(base), STR_FMT(target)) : target;
    redirects_add(links->arena, &links->redirects, rule);
}

/* Only the default language's: other languages' pages are copies of them. */
static void read_page_rules(struct links *links) {
    const struct site *site = links->site;
    bool generated = links->outlook.redirects_generated && !links->outlook.unmounted;
    for (size_t i = 0; i < site->page_count; i++) {
        const struct site_page *page = &site->pages[i];
        bool counts = page->page && page->link.len && !(page->flags & PAGE_DROPPED) && page->language == 0;
        if (!counts) continue;
        read_page_redirect(links, page);
        const struct node *list = generated ? node_get_nocase(page->page->front, STR("redirects")) : NULL;
        if (!list || list->kind != NODE_ARRAY) continue;
        for (const struct node *entry = list->child; entry; entry = entry->next)
            read_page_rule(links, page, entry);
    }
}

static void index_sources(struct links *links) {
    for (size_t i = 0; i < links->redirects.rules.len; i++) {
        struct str path = links->redirects.rules.items[i].source->path;
        void **slot = map_slot(links->arena, &links->rules_of, path);
        struct rule_range *range = *slot;
        if (!range) {
            *slot = range = ARENA_NEW(links->arena, struct rule_range);
            range->first = i;
        }
        assert(range->first + range->count == i); /* a source's rules stand together */
        range->count++;
    }
}

size_t links_rules_of(const struct links *links, struct str path, size_t *first) {
    const struct rule_range *range = map_get(&links->rules_of, path);
    if (range) *first = range->first;
    return range ? range->count : 0;
}

static bool is_below(struct str path, struct str folder) {
    return str_starts(path, folder) && (path.len == folder.len || path.ptr[folder.len] == '/');
}

/* Does a netlify.toml above the site build it? Its base folder is seen from the git root; one that isn't there tells
 * nothing. */
static bool is_built_by(const struct links *links, struct str path, struct str base) {
    const struct site *site = links->site;
    while (str_starts(base, STR("/"))) base = str_sub(base, 1, base.len);
    if (!base.len || !str_starts(path, STR("../"))) return true;
    if (!site->tree.root) return true;
    struct str border = root_border(site->tree.root), real = path_real(links->arena, site->root);
    struct str folder = path_clean(links->arena, path_join(links->arena, border, base));
    return root_look(site->tree.root, links->arena, folder) != ROOT_FOLDER || is_below(real, folder) ||
           is_below(folder, real);
}

/* The rules of another site's netlify.toml, which shares the repository, are put back. */
static void read_netlify(struct links *links) {
    struct redirects before = links->redirects;
    const struct source *source = read_beside(links, "netlify.toml");
    if (!source) return;
    redirects_read_toml(links->arena, &links->redirects, source);
    if (is_built_by(links, source->path, links->redirects.base)) return;
    links->redirects = before;
    links->sources.len--;
}

void links_read_redirects(struct links *links) {
    struct arena *arena = links->arena;
    bool cloudflare = find_beside(links, "wrangler.toml").ptr || find_beside(links, "wrangler.json").ptr ||
                      find_beside(links, "wrangler.jsonc").ptr;
    struct str list = published(links, "_redirects");
    const struct source *source = list.ptr ? read_source(links, list) : NULL;
    if (source)
        redirects_read_list(arena, &links->redirects, source,
                            cloudflare ? REDIRECT_CLOUDFLARE : REDIRECT_NETLIFY);
    read_page_rules(links);
    read_netlify(links);
    if ((source = read_beside(links, "vercel.json"))) redirects_read_vercel(arena, &links->redirects, source);
    list = published(links, "staticwebapp.config.json");
    source = list.ptr ? read_source(links, list) : read_beside(links, "staticwebapp.config.json");
    if (source) redirects_read_azure(arena, &links->redirects, source);
    redirects_index(arena, &links->redirects);
    index_sources(links);
}
