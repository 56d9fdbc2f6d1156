/* A Jekyll site: which files become pages, documents and copies, and their URLs. */
#include "jekyll/model.h"

/* ---- which files ---- */

/* Offset behind "_posts/" in a path, anywhere; 0 when it holds none. */
static size_t posts_folder(struct str path, struct str folder) {
    size_t at = str_find(path, folder);
    bool start = at == 0 || (at < path.len && path.ptr[at - 1] == '/');
    return at < path.len && start ? at + folder.len : 0;
}

/* A path without the folder that holds all collections; false: it lies outside. */
static bool cut_collections(const struct jekyll *jekyll, struct str *path) {
    struct str dir = jekyll->collections_dir;
    if (!dir.len) return true;
    if (!str_starts(*path, dir) || path->len <= dir.len || path->ptr[dir.len] != '/') return false;
    *path = str_sub(*path, dir.len + 1, path->len);
    return true;
}

/* The source folder's part of an item's path is put before it last. */
static struct jekyll_item *add_item(struct jekyll *jekyll, struct str path) {
    struct jekyll_item *item = ARRAY_PUSH(jekyll->arena, &jekyll->items);
    struct str source = jekyll->source;
    item->inside = item->scope = path;
    item->source = source.len ? path_join(jekyll->arena, source, path) : path;
    return item;
}

static bool take_post(struct jekyll *jekyll, struct str path) {
    size_t start = posts_folder(path, STR("_posts/"));
    size_t draft = start ? 0 : posts_folder(path, STR("_drafts/"));
    size_t at = start ? start : draft;
    if (!at) return false;
    struct str folder = str_sub(path, 0, at - 1), above = str_sub(path, 0, at - (start ? 7 : 8)),
               scope = path;
    if (above.len) above.len--;
    if (!cut_collections(jekyll, &scope) || (above.len && !jekyll_filter_walk(jekyll, above))) return true;
    if (!jekyll_filter_entry(jekyll, folder, str_sub(path, at, path.len))) return true;
    struct jekyll_item *item = add_item(jekyll, path);
    for (size_t i = 0; i < jekyll->collections.len; i++)
        if (str_eq(jekyll->collections.items[i].label, STR("posts")))
            item->collection = &jekyll->collections.items[i];
    item->relative = str_sub(path, at, path.len);
    item->scope = scope;
    item->posts_above = above;
    if (!cut_collections(jekyll, &item->posts_above)) item->posts_above = STR("");
    item->draft = draft > 0;
    jekyll_read_name(item);
    if (!item->has_date && !item->draft) jekyll->items.len--; /* no post without a date in its name */
    return true;
}

static bool take_document(struct jekyll *jekyll, struct str path) {
    for (size_t i = 0; i < jekyll->collections.len; i++) {
        const struct jekyll_collection *collection = &jekyll->collections.items[i];
        struct str folder = collection->folder;
        if (!str_starts(path, folder) || path.len == folder.len || path.ptr[folder.len] != '/') continue;
        struct str entry = str_sub(path, folder.len + 1, path.len);
        struct str own = path_base(folder); /* the filter knows nothing of collections_dir */
        if (!collection->output || !jekyll_filter_entry(jekyll, own, entry)) return true;
        struct jekyll_item *item = add_item(jekyll, path);
        item->relative = entry;
        cut_collections(jekyll, &item->scope);
        item->collection = collection;
        jekyll_read_name(item);
        return true;
    }
    return false;
}

static void take_file(struct jekyll *jekyll, struct str path) {
    if (take_post(jekyll, path) || take_document(jekyll, path) || !jekyll_filter_file(jekyll, path)) return;
    struct jekyll_item *item = add_item(jekyll, path);
    item->relative = path;
    item->slug = path_base(path);
}

/* ---- reading ---- */

struct reading {
    struct jekyll *jekyll;
    struct arena *arenas;
};

static bool may_have_front(struct str path) {
    static const char *const list[] = {
        ".md",   ".markdown", ".mkdown", ".mkdn", ".mkd", ".html", ".htm", ".xml", ".css",    ".scss",
        ".sass", ".js",       ".json",   ".txt",  ".yml", ".yaml", ".svg", ".csv", ".coffee", ".webmanifest"};
    for (size_t i = 0; i < ARRAY_LEN(list); i++)
        if (str_eq_nocase(path_ext(path), str_from(list[i]))) return true;
    return false;
}

/* Files a repository has for its hosting service: no pages without front matter. */
static bool is_for_host(struct str stem) {
    static const char *const list[] = {
        "README",          "LICENSE",      "LICENCE",        "COPYING",
        "CODE_OF_CONDUCT", "CONTRIBUTING", "ISSUE_TEMPLATE", "PULL_REQUEST_TEMPLATE"};
    for (size_t i = 0; i < ARRAY_LEN(list); i++)
        if (str_eq_nocase(stem, str_from(list[i]))) return true;
    return false;
}

static bool has_index(const struct jekyll *jekyll, struct arena *arena, struct str folder) {
    static const char *const names[] = {"index.html", "index.htm", "index.xhtml",
                                        "index.xml",  "index.md",  "index.markdown"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (tree_has(&jekyll->site->tree, arena, path_join(arena, folder, str_from(names[i])))) return true;
    return false;
}

/* Plugins make pages of Markdown files without front matter; a README becomes its folder's index. */
static bool is_optional(const struct jekyll *jekyll, struct arena *arena, struct jekyll_item *item) {
    struct str name = path_base(item->source), stem = jekyll_stem(name);
    if (item->collection || !str_eq(jekyll_output_ext(name), STR(".html"))) return false;
    if (!str_eq(path_ext(name), jekyll_output_ext(name)) && jekyll->readme_index &&
        str_eq_nocase(stem, STR("readme")))
        item->index = !has_index(jekyll, arena, path_dir(item->source));
    bool markdown = !str_eq(path_ext(name), STR(".html")) && !str_eq(path_ext(name), STR(".htm"));
    return item->index || (jekyll->optional_front && markdown && !is_for_host(stem));
}

/* Of posts and drafts a byte-order mark is taken off; of pages and other documents front matter is looked for at the first
 * byte, and without any the file is copied as it is. */
static struct page_options page_options_of(const struct jekyll *jekyll, const struct jekyll_item *item) {
    static const struct math_marks kramdown[] = {{{"$$", 2}, {"$$", 2}}};
    struct page_options options = {
        .id_style = ID_KRAMDOWN, .liquid = true, .no_linkify = true, .yaml_1_1 = true};
    struct str markdown = node_text(node_get(jekyll->site->config, STR("markdown")), STR("kramdown"));
    bool post = item->draft || (item->collection && str_eq(item->collection->label, STR("posts")));
    options.raw_start = !post;
    if (!str_eq_nocase(markdown, STR("kramdown"))) return options;
    options.math = kramdown;
    options.math_count = ARRAY_LEN(kramdown);
    options.math_blocks = true;
    return options;
}

static void read_item(void *context, size_t i, unsigned worker) {
    struct reading *reading = context;
    struct jekyll_item *item = &reading->jekyll->items.items[i];
    struct arena *arena = &reading->arenas[worker];
    const struct tree *tree = &reading->jekyll->site->tree;
    struct page_options options = page_options_of(reading->jekyll, item);
    struct str text;
    struct error error = {0};
    if (!may_have_front(item->source)) return;
    if (!tree->read(tree->state, arena, item->source, &text, &error)) return;
    struct page *page = ARENA_NEW(arena, struct page);
    page_read_front(arena, page, item->source, text, false, &options);
    item->optional = !page->has_front && is_optional(reading->jekyll, arena, item);
    item->copied = !page->has_front && !item->optional && options.raw_start && page_misses_front(text);
    if (page->has_front || item->optional || item->copied) item->page = page;
}

static void read_items(struct jekyll *jekyll) {
    unsigned threads = jekyll->options->threads ? jekyll->options->threads : 1;
    struct reading reading = {jekyll, ARENA_ARRAY(jekyll->arena, struct arena, threads)};
    parallel_for(jekyll->items.len, threads, read_item, &reading);
    for (unsigned i = 0; i < threads; i++) arena_adopt(jekyll->arena, &reading.arenas[i]);
}

/* ---- URLs ---- */

static struct site_url *add_url(struct jekyll *jekyll, enum site_url_kind kind, struct str url,
                                struct str file) {
    struct site_url *made = ARRAY_PUSH(jekyll->arena, &jekyll->urls);
    made->kind = kind;
    made->link = jekyll_link(jekyll, url);
    limit_address(&jekyll->limit, jekyll->file_count, made->link.len, "permalink");
    made->file = file;
    made->language = SITE_NO_LANGUAGE;
    return made;
}

static void add_alias(struct jekyll *jekyll, struct site_page *page, const struct node *node) {
    if (!node || node->kind != NODE_STRING || !node->text.len) return;
    struct arena *arena = jekyll->arena;
    struct str url =
        str_starts(node->text, STR("/")) ? node->text : str_printf(arena, "/%.*s", STR_FMT(node->text));
    struct site_alias *alias = &page->aliases[page->alias_count++];
    *alias = (struct site_alias){.text = node->text, .node = node, .source = &page->page->source};
    alias->file = jekyll_file(arena, url_decode(arena, url), STR(".html"));
    alias->link = jekyll_link(jekyll, url);
    alias->live = !(page->flags & PAGE_DROPPED);
    limit_address(&jekyll->limit, jekyll->file_count, alias->link.len,
                  "permalink"); /* and once more as an address */
    if (!alias->live) return;
    struct site_url *made = add_url(jekyll, URL_ALIAS, url, alias->file);
    made->page = page;
    made->source = page->source;
    made->alias = alias;
    made->language = 0;
    made->target = page->link;
}

/* redirect_from: a string or a list. */
static void add_aliases(struct jekyll *jekyll, const struct jekyll_item *item, struct site_page *page) {
    const struct node *node = node_get(item->page->front, STR("redirect_from"));
    if (!node) return;
    page->aliases = ARENA_ARRAY(jekyll->arena, struct site_alias, node->count + 1);
    add_alias(jekyll, page, node);
    const struct node *one = node->kind == NODE_ARRAY ? node->child : NULL;
    for (; one && !jekyll->limit.full; one = one->next) add_alias(jekyll, page, one);
}

static void fill_page(struct jekyll *jekyll, struct jekyll_item *item, struct site_page *page) {
    struct str url = jekyll_url(jekyll, item);
    struct str none = {0};
    *page = (struct site_page){.page = item->page, .source = item->source, .path = item->relative};
    page->key = str_printf(jekyll->arena, "/%.*s", (int)(item->inside.len - path_ext(item->inside).len),
                           item->inside.ptr);
    page->name = path_base(page->key);
    page->flags = jekyll_flags(jekyll, item);
    page->title = node_text(node_get(item->page->front, STR("title")), none);
    page->slug = node_text(node_get(item->page->front, STR("slug")), none);
    page->date = item->date;
    page->has_date = item->has_date;
    page->link = jekyll_link(jekyll, url);
    page->file = url_decode(jekyll->arena, jekyll_file(jekyll->arena, url, jekyll_output_ext(item->source)));
    page->kind = str_eq(page->file, STR("index.html")) ? KIND_HOME : KIND_PAGE;
    add_aliases(jekyll, item, page);
    if (page->flags & PAGE_DROPPED) return;
    const struct node *moved = node_get(item->page->front, STR("redirect_to"));
    if (moved && moved->kind == NODE_ARRAY) moved = moved->child;
    enum site_url_kind kind = moved ? URL_REDIRECT : page->kind == KIND_HOME ? URL_HOME : URL_PAGE;
    struct site_url *made = add_url(jekyll, kind, url, page->file);
    made->page = page;
    made->source = page->source;
    made->language = 0;
    made->target = node_text(moved, none);
}

static void add_copy(struct jekyll *jekyll, const struct jekyll_item *item) {
    struct str path = item->inside;
    if (item->collection) path = jekyll_copy(jekyll, item);
    struct site_url *made =
        add_url(jekyll, URL_STATIC, str_printf(jekyll->arena, "/%.*s", STR_FMT(path)), path);
    made->source = item->source;
}

/* Files that plugins write. */
static struct site_url *add_output(struct jekyll *jekyll, enum site_url_kind kind, struct str url) {
    return add_url(jekyll, kind, url, str_sub(url, 1, url.len));
}

/* jekyll-feed: one per category, and the collection's. */
static void add_feed(struct jekyll *jekyll, struct str prefix, const struct node *settings) {
    const struct node *categories = node_get(settings, STR("categories"));
    struct str path = node_text(node_get(settings, STR("path")), (struct str){0});
    const struct node *one = categories ? categories->child : NULL;
    for (; one && !jekyll->limit.full; one = one->next)
        add_output(
            jekyll, URL_OUTPUT,
            str_printf(jekyll->arena, "%.*s/%.*s.xml", STR_FMT(prefix), STR_FMT(node_text(one, STR("")))));
    if (!path.len) path = str_printf(jekyll->arena, "%.*s.xml", STR_FMT(prefix));
    if (!str_starts(path, STR("/"))) path = str_printf(jekyll->arena, "/%.*s", STR_FMT(path));
    add_output(jekyll, URL_OUTPUT, path);
}

static void add_feeds(struct jekyll *jekyll) {
    const struct node *feed = node_get(jekyll->site->config, STR("feed"));
    const struct node *collections = node_get(feed, STR("collections"));
    bool map = collections && collections->kind == NODE_OBJECT;
    const struct node *posts = map ? node_get(collections, STR("posts")) : NULL;
    add_feed(jekyll, STR("/feed"), posts ? posts : feed);
    const struct node *one = collections ? collections->child : NULL;
    for (; one && !jekyll->limit.full; one = one->next) {
        struct str label = map ? one->key : node_text(one, STR(""));
        if (str_eq(label, STR("posts"))) continue;
        add_feed(jekyll, str_printf(jekyll->arena, "/feed/%.*s", STR_FMT(label)), map ? one : NULL);
    }
}

static void add_plugin_files(struct jekyll *jekyll) {
    const struct node *redirects = node_get(jekyll->site->config, STR("redirect_from"));
    bool json = !node_get(redirects, STR("json")) || node_is_true(node_get(redirects, STR("json")));
    if (jekyll_has_plugin(jekyll, STR("jekyll-feed"))) add_feeds(jekyll);
    if (jekyll_has_plugin(jekyll, STR("jekyll-redirect-from")) && json)
        add_output(jekyll, URL_OUTPUT, STR("/redirects.json"));
    if (!jekyll_has_plugin(jekyll, STR("jekyll-sitemap"))) return;
    add_output(jekyll, URL_SITEMAP, STR("/sitemap.xml"));
    add_output(jekyll, URL_ROBOTS, STR("/robots.txt"))->uncertain = true;
}

/* Its author takes it for a page: it is looked at, and served as it is. */
static void add_copied(struct jekyll *jekyll, const struct jekyll_item *item, struct site_page *page) {
    *page = (struct site_page){.page = item->page, .source = item->source, .path = item->relative};
    page->key = str_printf(jekyll->arena, "/%.*s", STR_FMT(item->inside));
    page->name = path_base(page->key);
    page->kind = KIND_PAGE;
    page->flags = PAGE_NO_RENDER;
    add_copy(jekyll, item);
}

static void add_items(struct jekyll *jekyll) {
    struct site *site = jekyll->site;
    site->pages = ARENA_ARRAY(jekyll->arena, struct site_page, jekyll->items.len + 1);
    for (size_t i = 0; i < jekyll->items.len && !jekyll->limit.full; i++) {
        struct jekyll_item *item = &jekyll->items.items[i];
        if (item->copied) {
            add_copied(jekyll, item, &site->pages[site->page_count++]);
        } else if (item->page) {
            jekyll_read_date(jekyll, item);
            fill_page(jekyll, item, &site->pages[site->page_count++]);
            if (item->optional) add_copy(jekyll, item); /* the original stays */
        } else if (!item->collection || !str_eq(item->collection->label, STR("posts"))) {
            add_copy(jekyll, item);
        }
    }
    add_plugin_files(jekyll);
    site->urls = jekyll->urls.items;
    site->url_count = jekyll->urls.len;
}

static bool jekyll_load(struct site *site, const struct site_options *options, struct error *error) {
    struct jekyll *jekyll = ARENA_NEW(site->arena, struct jekyll);
    str_array files = {0};
    jekyll->site = site;
    jekyll->arena = site->arena;
    jekyll->options = options;
    site->generator_state = jekyll;
    if (!jekyll_configure(jekyll, error)) return false;
    if (!site->tree.list(site->tree.state, site->arena, jekyll->source, &files, error)) return false;
    jekyll->file_count = files.len;
    jekyll_read_globs(jekyll, &files);
    for (size_t i = 0; i < files.len; i++) take_file(jekyll, files.items[i]);
    read_items(jekyll);
    add_items(jekyll);
    return jekyll_limit_kept(jekyll, error);
}

static bool jekyll_is_here(const struct spot *spot, bool guess) {
    return !guess && (spot_has(spot, "_config.yml") || spot_has(spot, "_config.yaml"));
}

/* A theme's assets, templates, and a plugin that rewrites links. */
static void jekyll_outlook(const struct site *site, struct arena *arena, struct outlook *out) {
    bool theme = site_config(site, SITE_NO_LANGUAGE, STR("theme")) ||
                 site_config(site, SITE_NO_LANGUAGE, STR("remote_theme"));
    if (theme) *ARRAY_PUSH(arena, &out->unknown) = STR("assets");
    *ARRAY_PUSH(arena, &out->templates) = STR("_layouts");
    *ARRAY_PUSH(arena, &out->templates) = STR("_includes");
    out->relative_md = jekyll_has_plugin(site->generator_state, STR("jekyll-relative-links"));
}

/* `layout: null`, or a layout of the site's own in which nothing speaks of a title and nothing is brought in. */
static bool jekyll_untitled(const struct site *site, struct arena *arena, const struct site_page *page) {
    static const char *const kinds[] = {".html", ".md", ".xml", ".txt"};
    static const char *const words[] = {"title", "include", "seo", "layout"};
    const struct jekyll *jekyll = site->generator_state;
    const struct node *layout = page->page ? node_get(page->page->front, STR("layout")) : NULL;
    if (!layout) return false;
    struct str name = node_text(layout, STR("")), text;
    if (layout->kind == NODE_NULL || str_eq(name, STR("null")) || str_eq(name, STR("none"))) return true;
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        struct str path = str_printf(arena, "_layouts/%.*s%s", STR_FMT(name), kinds[i]);
        struct error error = {0};
        if (!site->tree.read(site->tree.state, arena, path_join(arena, jekyll->source, path), &text, &error))
            continue;
        for (size_t w = 0; w < ARRAY_LEN(words); w++)
            if (str_find(text, str_from(words[w])) < text.len) return false;
        return true;
    }
    return false;
}

/* Whoever has some already has the plugin, from the Gemfile or a build of its own. */
static bool keeps_aliases(const struct site *site) {
    for (size_t i = 0; i < site->page_count; i++)
        if (site->pages[i].alias_count) return true;
    return jekyll_has_plugin(site->generator_state, STR("jekyll-redirect-from"));
}

static const char *const marks[] = {"_config", NULL};
const struct generator jekyll_generator = {
    .name = "jekyll",
    .title = "Jekyll",
    .marks = marks,
    .traits = SITE_SLASH | SITE_LIQUID | SITE_UNDERSCORE | SITE_ALIASES_FIRST,
    .is_here = jekyll_is_here,
    .load = jekyll_load,
    .outlook = jekyll_outlook,
    .untitled = jekyll_untitled,
    .expand = jekyll_expand,
    .yaml_1_2 = "YAML 1.2",
    .alias_key = {"redirect_from", 13},
    .keeps_aliases = keeps_aliases,
    .static_folder = {"static", 6},
    .asset_folder = {"assets", 6},
    .outputs = (const char *const[]){"_site", NULL},
};
