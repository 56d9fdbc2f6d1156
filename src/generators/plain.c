/* A site of no known generator: files as they are, served from the root of the repository. */
#include "generators/parts.h"
#include "page/page.h"

struct reading {
    struct site *site;
    struct str *paths;
    struct page **pages;
    struct arena *arenas; /* per worker */
    bool built;           /* a site that was built */
};

/* Of a built site: what has addresses too. */
static enum page_format format_of(struct str path) {
    struct str extension = path_ext(path);
    if (str_eq_nocase(extension, STR(".css"))) return PAGE_STYLE;
    return str_eq_nocase(extension, STR(".xml")) ? PAGE_FEED : PAGE_BY_SUFFIX;
}

static bool is_mdx(struct str path) {
    return str_eq_nocase(path_ext(path), STR(".mdx"));
}

static bool is_page(struct str path) {
    struct str extension = path_ext(path);
    return str_eq_nocase(extension, STR(".md")) || str_eq_nocase(extension, STR(".markdown")) ||
           str_eq_nocase(extension, STR(".html")) || str_eq_nocase(extension, STR(".htm")) || is_mdx(path);
}

static void read_page(void *context, size_t i, unsigned worker) {
    struct reading *reading = context;
    const struct tree *tree = &reading->site->tree;
    struct page_options options = {.id_style = ID_GITHUB_SITE, .no_typographer = true};
    struct arena *arena = &reading->arenas[worker];
    struct str text;
    struct error error = {0};
    options.format = reading->built ? format_of(reading->paths[i]) : PAGE_BY_SUFFIX;
    options.no_front = options.format != PAGE_BY_SUFFIX;
    if (!is_page(reading->paths[i]) && options.format == PAGE_BY_SUFFIX) return;
    if (is_mdx(reading->paths[i])) options.mdx = MDX_2, options.callouts = true;
    if (!tree->read(tree->state, arena, reading->paths[i], &text, &error)) return;
    reading->pages[i] = ARENA_NEW(arena, struct page);
    page_read_front(arena, reading->pages[i], reading->paths[i], text, false, &options);
}

/* "/docs/" of "docs/index.html", "/docs/a.md" of "docs/a.md". */
static struct str link_of(struct arena *arena, struct str path) {
    if (str_eq(path_base(path), STR("index.html"))) path.len -= sizeof("index.html") - 1;
    return str_printf(arena, "/%.*s", STR_FMT(path));
}

static void add_file(struct site *site, struct str path, const struct page *page, struct site_url *url) {
    bool shown = page && is_page(path);
    *url = (struct site_url){.kind = shown ? URL_PAGE : URL_STATIC, .file = path, .source = path};
    url->link = link_of(site->arena, path);
    url->language = shown ? 0 : SITE_NO_LANGUAGE;
    if (!page) return;
    struct site_page *made = &site->pages[site->page_count++];
    if (shown) url->page = made;
    *made = (struct site_page){.page = page, .source = path, .path = path, .kind = KIND_PAGE};
    made->key = str_printf(site->arena, "/%.*s", (int)(path.len - path_ext(path).len), path.ptr);
    made->name = path_base(made->key);
    made->title = node_text(node_get_nocase(page->front, STR("title")), (struct str){0});
    made->link = url->link;
    made->file = path;
}

static void add_language(struct site *site) {
    site->base_url = STR("/");
    site->languages = ARENA_NEW(site->arena, struct site_language);
    site->languages[0] = (struct site_language){
        .code = STR("en"), .name = STR("en"), .base_url = STR("/"), .base_path = STR("/")};
    site->languages[0].prefix = site->languages[0].file_root = STR("");
    site->language_count = 1;
}

/* The links get the path that the files lie without. */
static void move_below(struct site *site, struct str base, struct str host) {
    site->base_url = site->languages[0].base_url =
        str_printf(site->arena, "%.*s%.*s", STR_FMT(host), STR_FMT(base));
    site->languages[0].base_path = base;
    if (base.len <= 1) return;
    struct str start = str_sub(base, 0, base.len - 1);
    for (size_t i = 0; i < site->url_count; i++) {
        struct site_url *url = &site->urls[i];
        url->link = str_printf(site->arena, "%.*s%.*s", STR_FMT(start), STR_FMT(url->link));
    }
    for (size_t i = 0; i < site->page_count; i++) {
        struct site_page *page = &site->pages[i];
        page->link = str_printf(site->arena, "%.*s%.*s", STR_FMT(start), STR_FMT(page->link));
    }
}

static bool plain_load(struct site *site, const struct site_options *options, struct error *error) {
    struct arena *arena = site->arena;
    unsigned threads = options->threads ? options->threads : 1;
    str_array files = {0};
    add_language(site);
    if (!site->tree.list(site->tree.state, arena, STR(""), &files, error)) return false;
    struct reading reading = {site, files.items, ARENA_ARRAY(arena, struct page *, files.len + 1),
                              ARENA_ARRAY(arena, struct arena, threads), plain_is_built(site, &files)};
    parallel_for(files.len, threads, read_page, &reading);
    for (unsigned i = 0; i < threads; i++) arena_adopt(arena, &reading.arenas[i]);
    site->pages = ARENA_ARRAY(arena, struct site_page, files.len + 1);
    site->urls = ARENA_ARRAY(arena, struct site_url, files.len + 1);
    for (size_t i = 0; i < files.len; i++) add_file(site, files.items[i], reading.pages[i], &site->urls[i]);
    site->url_count = files.len;
    struct str host = STR(""), base = plain_base(site, &files, &host);
    move_below(site, base, host);
    return true;
}

const struct generator plain_generator = {
    .name = "",
    .title = "",
    .traits = SITE_AS_IS | SITE_BODIES,
    .load = plain_load,
    .yaml_1_2 = "YAML 1.2",
    .static_folder = {"static", 6},
    .asset_folder = {"assets", 6},
};
