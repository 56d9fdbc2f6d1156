/* A Jekyll site: which files become pages, documents and copies, and their URLs. */
#include "site/jekyll.h"
#include "site/url.h"

/* ---- which files (EntryFilter) ---- */

static bool in_list(const str_array *list, struct str path, struct str element) {
    for (size_t i = 0; i < list->len; i++) {
        struct str pattern = list->items[i];
        if (str_starts(pattern, STR("/"))) pattern = str_sub(pattern, 1, pattern.len);
        while (pattern.len && pattern.ptr[pattern.len - 1] == '/') pattern.len--;
        bool inside = str_starts(path, pattern) && (path.len == pattern.len || path.ptr[pattern.len] == '/');
        if (!pattern.len) continue;
        if (inside || str_eq(pattern, element) || glob_match(pattern, path)) return true;
    }
    return false;
}

/* Is any element of the path, from `start` on, one that Jekyll skips? */
static bool is_left_out(const struct jekyll *jekyll, struct str path, size_t start) {
    struct str rest = str_sub(path, start, path.len);
    if (in_list(&jekyll->include, path, path_base(path))) return false;
    if (in_list(&jekyll->exclude, path, path_base(path))) return true;
    while (rest.ptr) {
        struct str element = str_cut(&rest, '/');
        if (!element.len) continue;
        char first = element.ptr[0], last = element.ptr[element.len - 1];
        bool special = first == '_' || first == '.' || first == '#' || first == '~' || last == '~';
        if (special && !in_list(&jekyll->include, element, element)) return true;
    }
    return false;
}

/* Offset behind "_posts/" in a path, anywhere; 0 when it holds none. */
static size_t posts_folder(struct str path, struct str folder) {
    size_t at = str_find(path, folder);
    bool start = at == 0 || (at < path.len && path.ptr[at - 1] == '/');
    return at < path.len && start ? at + folder.len : 0;
}

static bool take_post(struct jekyll *jekyll, struct str path) {
    size_t start = posts_folder(path, STR("_posts/"));
    size_t draft = start ? 0 : posts_folder(path, STR("_drafts/"));
    size_t at = start ? start : draft;
    if (!at) return false;
    struct str above = str_sub(path, 0, at - (start ? 7 : 8));
    if (is_left_out(jekyll, path, at) || is_left_out(jekyll, above, 0)) return true;
    struct jekyll_item *item = ARRAY_PUSH(jekyll->arena, &jekyll->items);
    for (size_t i = 0; i < jekyll->collections.len; i++)
        if (str_eq(jekyll->collections.items[i].label, STR("posts")))
            item->collection = &jekyll->collections.items[i];
    item->source = path;
    item->relative = str_sub(path, at, path.len);
    item->posts_above = str_sub(above, 0, above.len ? above.len - 1 : 0);
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
        if (!collection->output || is_left_out(jekyll, path, folder.len + 1)) return true;
        struct jekyll_item *item = ARRAY_PUSH(jekyll->arena, &jekyll->items);
        item->source = path;
        item->relative = str_sub(path, folder.len + 1, path.len);
        item->collection = collection;
        jekyll_read_name(item);
        return true;
    }
    return false;
}

static void take_file(struct jekyll *jekyll, struct str path) {
    if (take_post(jekyll, path) || take_document(jekyll, path) || is_left_out(jekyll, path, 0)) return;
    struct jekyll_item *item = ARRAY_PUSH(jekyll->arena, &jekyll->items);
    item->source = path;
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

static void read_item(void *context, size_t i, unsigned worker) {
    struct reading *reading = context;
    struct jekyll_item *item = &reading->jekyll->items.items[i];
    struct arena *arena = &reading->arenas[worker];
    const struct tree *tree = &reading->jekyll->site->tree;
    struct page_options options = {
        .id_style = ID_KRAMDOWN, .liquid = true, .no_linkify = true, .yaml_1_1 = true};
    struct str text;
    struct error error = {0};
    if (!may_have_front(item->source)) return;
    if (!tree->read(tree->state, arena, item->source, &text, &error)) return;
    struct page *page = ARENA_NEW(arena, struct page);
    page_read_front(arena, page, item->source, text, false, &options);
    bool optional = reading->jekyll->optional_front && str_eq(jekyll_output_ext(item->source), STR(".html"));
    if (page->has_front || optional) item->page = page;
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
    for (const struct node *one = node->kind == NODE_ARRAY ? node->child : NULL; one; one = one->next)
        add_alias(jekyll, page, one);
}

static void fill_page(struct jekyll *jekyll, struct jekyll_item *item, struct site_page *page) {
    struct str url = jekyll_url(jekyll, item);
    struct str none = {0};
    *page = (struct site_page){.page = item->page, .source = item->source, .path = item->relative};
    page->key = str_printf(jekyll->arena, "/%.*s", (int)(item->source.len - path_ext(item->source).len),
                           item->source.ptr);
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
    struct str path = item->source;
    if (item->collection) path = jekyll_copy(jekyll, item);
    struct site_url *made =
        add_url(jekyll, URL_STATIC, str_printf(jekyll->arena, "/%.*s", STR_FMT(path)), path);
    made->source = item->source;
}

/* Files that plugins write. */
static void add_plugin_files(struct jekyll *jekyll) {
    const struct node *plugins = node_get(jekyll->site->config, STR("plugins"));
    for (const struct node *plugin = plugins ? plugins->child : NULL; plugin; plugin = plugin->next) {
        struct str name = node_text(plugin, STR(""));
        if (str_eq(name, STR("jekyll-feed"))) add_url(jekyll, URL_OUTPUT, STR("/feed.xml"), STR("feed.xml"));
        if (!str_eq(name, STR("jekyll-sitemap"))) continue;
        add_url(jekyll, URL_SITEMAP, STR("/sitemap.xml"), STR("sitemap.xml"));
        add_url(jekyll, URL_ROBOTS, STR("/robots.txt"), STR("robots.txt"))->uncertain = true;
    }
}

static void add_items(struct jekyll *jekyll) {
    struct site *site = jekyll->site;
    site->pages = ARENA_ARRAY(jekyll->arena, struct site_page, jekyll->items.len + 1);
    for (size_t i = 0; i < jekyll->items.len; i++) {
        struct jekyll_item *item = &jekyll->items.items[i];
        if (item->page) {
            jekyll_read_date(jekyll, item);
            fill_page(jekyll, item, &site->pages[site->page_count++]);
        } else if (!item->collection || !str_eq(item->collection->label, STR("posts"))) {
            add_copy(jekyll, item);
        }
    }
    add_plugin_files(jekyll);
    site->urls = jekyll->urls.items;
    site->url_count = jekyll->urls.len;
}

bool jekyll_load(struct site *site, const struct site_options *options, struct error *error) {
    struct jekyll *jekyll = ARENA_NEW(site->arena, struct jekyll);
    str_array files = {0};
    jekyll->site = site;
    jekyll->arena = site->arena;
    jekyll->options = options;
    if (!jekyll_configure(jekyll, error)) return false;
    if (!site->tree.list(site->tree.state, site->arena, STR(""), &files, error)) return false;
    for (size_t i = 0; i < files.len; i++) take_file(jekyll, files.items[i]);
    read_items(jekyll);
    add_items(jekyll);
    return true;
}
