/* routes.c: files become pages, pages and addresses the tables of a site. */
#include "routes/model.h"

#include <assert.h>
#include <stdlib.h>

/* ---- reading ---- */

bool routes_begin(struct routes *r, struct site *site, const struct site_options *options,
                  struct error *error) {
    *r = (struct routes){.site = site, .arena = site->arena, .options = options};
    site->generator_state = r;
    if (!site->tree.list(site->tree.state, site->arena, STR(""), &r->files, error)) return false;
    map_expect(r->arena, &r->has, r->files.len);
    for (size_t i = 0; i < r->files.len; i++) *map_slot(r->arena, &r->has, r->files.items[i]) = r;
    site->languages = ARENA_NEW(site->arena, struct site_language);
    site->language_count = 1;
    site->languages[0] = (struct site_language){.code = STR("en"), .name = STR("en")};
    site->languages[0].prefix = site->languages[0].file_root = STR("");
    routes_base(r, (struct str){0}, STR("/"));
    return true;
}

enum { LANGUAGES_MAX = 1000 };

void routes_languages(struct routes *r, const str_array *codes) {
    struct site *site = r->site;
    struct site_language *made = ARENA_ARRAY(r->arena, struct site_language, codes->len);
    for (size_t i = 0; i < codes->len; i++) {
        made[i] = site->languages[0];
        made[i].code = str_lower(r->arena, codes->items[i]);
        made[i].name = codes->items[i];
        if (i) made[i].prefix = codes->items[i];
    }
    limit_keep(&r->limit, codes->len <= LANGUAGES_MAX, NULL, "there are more than 1,000 languages");
    site->languages = made;
    site->language_count = codes->len;
    site->multilingual = codes->len > 1;
}

static struct str with_slashes(struct arena *arena, struct str base) {
    while (base.len && base.ptr[0] == '/') base = str_sub(base, 1, base.len);
    while (base.len && base.ptr[base.len - 1] == '/') base.len--;
    return base.len ? str_printf(arena, "/%.*s/", STR_FMT(base)) : STR("/");
}

void routes_base(struct routes *r, struct str origin, struct str base) {
    struct url url = url_split(origin);
    base = with_slashes(r->arena, base);
    struct str whole = base;
    if (url.scheme.len && url.authority.len)
        whole = str_printf(r->arena, "%.*s://%.*s%.*s", STR_FMT(url.scheme), STR_FMT(url.authority),
                           STR_FMT(base));
    r->site->base_url = whole;
    for (size_t i = 0; i < r->site->language_count; i++) {
        r->site->languages[i].base_url = whole;
        r->site->languages[i].base_path = base;
    }
}

struct reading {
    struct routes *r;
    str_array paths;
    struct page **pages;
    struct page_options *options;
    struct arena *arenas; /* per worker */
};

static void read_one(void *context, size_t i, unsigned worker) {
    struct reading *reading = context;
    const struct tree *tree = &reading->r->site->tree;
    struct arena *arena = &reading->arenas[worker];
    struct str text;
    struct error error = {0};
    if (!tree->read(tree->state, arena, reading->paths.items[i], &text, &error)) return;
    reading->pages[i] = ARENA_NEW(arena, struct page);
    page_read_front(arena, reading->pages[i], reading->paths.items[i], text, false, &reading->options[i]);
}

void routes_read(struct routes *r,
                 bool (*wanted)(const struct routes *r, struct str path, struct page_options *options)) {
    unsigned threads = r->options->threads ? r->options->threads : 1;
    struct reading reading = {.r = r, .arenas = ARENA_ARRAY(r->arena, struct arena, threads)};
    reading.options = ARENA_ARRAY(r->arena, struct page_options, r->files.len + 1);
    for (size_t i = 0; i < r->files.len; i++) {
        struct page_options options = {.no_typographer = true};
        if (!wanted(r, r->files.items[i], &options)) continue;
        reading.options[reading.paths.len] = options;
        *ARRAY_PUSH(r->arena, &reading.paths) = r->files.items[i];
    }
    reading.pages = ARENA_ARRAY(r->arena, struct page *, reading.paths.len + 1);
    parallel_for(reading.paths.len, threads, read_one, &reading);
    for (unsigned i = 0; i < threads; i++) arena_adopt(r->arena, &reading.arenas[i]);
    for (size_t i = 0; i < reading.paths.len; i++)
        if (reading.pages[i]) map_put(r->arena, &r->pages, reading.paths.items[i], reading.pages[i]);
}

/* ---- files ---- */

bool routes_has(const struct routes *r, struct str path) {
    return map_get(&r->has, path) != NULL;
}

size_t routes_below(const struct routes *r, struct str folder, size_t *count) {
    size_t low = 0, high = r->files.len;
    *count = folder.len ? 0 : r->files.len;
    if (!folder.len) return 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(r->files.items[middle], folder) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    assert(low < 2 || str_cmp(r->files.items[low - 2], r->files.items[low - 1]) <= 0);
    /* "a.md" and "a-b/c" stand before "a/b" though they begin alike */
    while (low < r->files.len && str_starts(r->files.items[low], folder) &&
           !(r->files.items[low].len > folder.len && r->files.items[low].ptr[folder.len] == '/'))
        low++;
    while (low + *count < r->files.len && str_starts(r->files.items[low + *count], folder) &&
           r->files.items[low + *count].len > folder.len &&
           r->files.items[low + *count].ptr[folder.len] == '/')
        (*count)++;
    return low;
}

struct str routes_within(struct str folder, struct str path) {
    return folder.len ? str_sub(path, folder.len + 1, path.len) : path;
}

/* ---- addresses ---- */

/* As it stands in a link: below the base path, percent-encoded where it must be. */
static struct str link_of(struct routes *r, struct str url) {
    struct buf out = {.arena = r->arena};
    buf_add(&out, r->site->languages[0].base_path);
    url_add_encoded(&out, url, "-._~!$&'()*+,;=:@/#");
    return buf_str(&out);
}

bool routes_full(const struct routes *r) {
    return r->limit.full;
}

struct route *routes_page(struct routes *r, struct str source, struct str url, struct str file) {
    limit_address(&r->limit, r->files.len, r->site->languages[0].base_path.len + url.len, NULL);
    if (routes_full(r)) r->items.len -= r->items.len > 0; /* in the place of the last */
    struct route *route = ARRAY_PUSH(r->arena, &r->items);
    *route = (struct route){.source = source, .path = source, .url = url, .file = file};
    route->page = map_get(&r->pages, source);
    route->group = STR("");
    return route;
}

struct site_url *routes_output(struct routes *r, enum site_url_kind kind, struct str url, struct str file) {
    struct str link = link_of(r, url);
    limit_address(&r->limit, r->files.len, link.len, NULL);
    if (routes_full(r)) r->urls.len -= r->urls.len > 0;
    struct site_url *made = ARRAY_PUSH(r->arena, &r->urls);
    *made = (struct site_url){.kind = kind, .link = link, .file = file, .language = SITE_NO_LANGUAGE};
    return made;
}

void routes_file(struct routes *r, struct str source, struct str file) {
    routes_output(r, URL_STATIC, file, file)->source = source;
}

void routes_folder(struct routes *r, struct str folder, struct str to) {
    size_t count, first = routes_below(r, folder, &count);
    for (size_t i = first; i < first + count && !routes_full(r); i++) {
        struct str path = routes_within(folder, r->files.items[i]);
        routes_file(r, r->files.items[i], to.len ? path_join(r->arena, to, path) : path);
    }
}

void routes_redirect(struct routes *r, struct str from, struct str file, struct str target) {
    routes_output(r, URL_REDIRECT, from, file)->target = target;
}

void routes_unknown(struct routes *r, struct str prefix) {
    *ARRAY_PUSH(r->arena, &r->unknown) = prefix;
}

void routes_note(struct routes *r, const char *code, struct str path, const char *format, ...) {
    struct buf message = {.arena = r->arena};
    va_list args;
    va_start(args, format);
    buf_vprintf(&message, format, args);
    va_end(args);
    *ARRAY_PUSH(r->arena, &r->site->notes) =
        (struct site_note){.code = code, .message = buf_str(&message), .path = path};
}

/* ---- the tables ---- */

static int by_source(const void *a, const void *b) {
    const struct route *left = a, *right = b;
    int order = str_cmp(left->source, right->source);
    if (order == 0) order = (left->language > right->language) - (left->language < right->language);
    return order ? order : str_cmp(left->file, right->file);
}

static struct str key_of(struct arena *arena, unsigned language, struct str source) {
    return str_printf(arena, "%u %.*s", language, STR_FMT(source));
}

static void fill_page(struct routes *r, const struct route *route, struct site_page *page) {
    struct str none = {0};
    *page = (struct site_page){.page = route->page, .source = route->source, .path = route->path};
    page->key = str_printf(r->arena, "/%.*s", STR_FMT(without_extension(route->path)));
    page->name = path_base(page->key);
    page->language = route->language;
    page->flags = route->flags;
    page->kind = str_eq(route->file, STR("index.html")) ? KIND_HOME : KIND_PAGE;
    page->title = route->page ? node_text(node_get(route->page->front, STR("title")), none) : none;
    page->link = link_of(r, route->url);
    page->file = route->file;
    *map_slot(r->arena, &r->by_source, key_of(r->arena, route->language, route->source)) = page;
    map_put(r->arena, &r->routes, route->source, route);
}

static void add_page_url(struct routes *r, const struct route *route, const struct site_page *page) {
    if (route->flags & PAGE_DROPPED) return;
    if (route->part) { /* it has an address and no file of its own */
        struct str file = str_printf(r->arena, "%.*s%.*s", STR_FMT(route->file), STR_FMT(route->url));
        routes_output(r, URL_PAGE, route->url, file)->source = route->source;
        return;
    }
    struct site_url *url = ARRAY_PUSH(r->arena, &r->urls);
    *url = (struct site_url){.kind = page->kind == KIND_HOME ? URL_HOME : URL_PAGE, .link = page->link};
    if (route->lost) url->kind = URL_LOST;
    url->file = page->file;
    url->language = page->language;
    url->page = page;
    url->source = page->source;
}

bool routes_end(struct routes *r, struct error *error) {
    struct site *site = r->site;
    if (!limit_kept(&r->limit, NULL, error)) return false;
    if (r->items.len) qsort(r->items.items, r->items.len, sizeof r->items.items[0], by_source);
    site->pages = ARENA_ARRAY(r->arena, struct site_page, r->items.len + 1);
    for (size_t i = 0; i < r->items.len; i++) {
        struct site_page *page = &site->pages[site->page_count++];
        fill_page(r, &r->items.items[i], page);
        add_page_url(r, &r->items.items[i], page);
    }
    site->urls = r->urls.items;
    site->url_count = r->urls.len;
    return true;
}

/* ---- questions ---- */

const struct site_page *routes_find(const struct routes *r, const struct site_page *from, struct str source) {
    struct arena scratch = {0};
    const struct site_page *page =
        map_get(&r->by_source, key_of(&scratch, from ? from->language : 0, source));
    if (!page && from && from->language) page = map_get(&r->by_source, key_of(&scratch, 0, source));
    arena_free(&scratch);
    return page ? page : site_page_of(r->site, source);
}

const struct site_page *routes_at(const struct routes *r, struct arena *arena, const struct site_page *from,
                                  struct str folder, struct str path) {
    while (path.len && path.ptr[0] == '/') path = str_sub(path, 1, path.len);
    struct str full = path_clean(arena, path_join(arena, folder, url_decode(arena, path)));
    return str_starts(full, STR("..")) ? NULL : routes_find(r, from, full);
}

void routes_outlook(const struct site *site, struct arena *arena, struct outlook *outlook) {
    const struct routes *r = site->generator_state;
    for (size_t i = 0; i < r->unknown.len; i++) *ARRAY_PUSH(arena, &outlook->unknown) = r->unknown.items[i];
    outlook->redirects_generated = r->redirects_unknown;
}
