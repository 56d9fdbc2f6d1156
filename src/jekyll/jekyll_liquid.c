/* jekyll_liquid.c: destinations with Liquid in them. The few forms sites use for links are expanded, others are left. */
#include "jekyll/model.h"

struct expanding {
    const struct site *site;
    struct arena *arena;
    const struct site_page *page; /* that the text is on; NULL: none */
    struct buf out;
    struct expansion result; /* of {% link %} and {% post_url %} */
    bool unknown;
};

static struct str unquoted(struct str text) {
    text = str_trim(text);
    bool quoted =
        text.len >= 2 && (text.ptr[0] == '"' || text.ptr[0] == '\'') && text.ptr[text.len - 1] == text.ptr[0];
    return quoted ? str_sub(text, 1, text.len - 1) : (struct str){0};
}

/* A scalar of _config.yml; the host is dropped, since links are judged below it. */
static struct str variable(const struct expanding *expanding, struct str name) {
    const struct site *site = expanding->site;
    if (!str_starts(name, STR("site."))) return (struct str){0};
    name = str_sub(name, 5, name.len);
    if (str_eq(name, STR("url"))) return STR("");
    const struct node *node = site_config(site, SITE_NO_LANGUAGE, name);
    if (!node && str_eq(name, STR("baseurl"))) return STR("");
    return node && node->kind == NODE_NULL ? STR("") : node_text(node, (struct str){0});
}

static struct str trim_slashes(struct str s) {
    while (s.len && s.ptr[s.len - 1] == '/') s.len--;
    return s;
}

/* {{ expression }} */
static void expand_object(struct expanding *expanding, struct str expression) {
    struct str filters = expression;
    struct str value = str_trim(str_cut(&filters, '|'));
    struct str text = unquoted(value);
    if (!text.ptr) text = variable(expanding, value);
    if (!text.ptr && str_eq(value, STR("page.url")) && expanding->page) text = expanding->page->link;
    expanding->unknown |= !text.ptr;
    while (filters.ptr) {
        struct str filter = str_trim(str_cut(&filters, '|'));
        bool url = str_eq(filter, STR("relative_url")) || str_eq(filter, STR("absolute_url"));
        bool harmless = str_eq(filter, STR("strip")) || str_eq(filter, STR("escape"));
        if (url) {
            buf_add(&expanding->out, trim_slashes(variable(expanding, STR("site.baseurl"))));
            if (!str_starts(text, STR("/"))) buf_add_char(&expanding->out, '/');
        }
        expanding->unknown |= !url && !harmless;
    }
    buf_add(&expanding->out, text);
}

static bool is_post_of(struct str source, struct str ending) {
    bool whole = source.len == ending.len;
    return str_ends(source, ending) && (whole || source.ptr[source.len - ending.len - 1] == '/');
}

/* "2020-01-01-x", or with folders: those above _posts, or below it. */
static const struct site_page *find_post(const struct expanding *expanding, struct str name) {
    const struct site *site = expanding->site;
    struct str folder = path_dir(name), base = path_base(name);
    struct str above = str_printf(expanding->arena, "%.*s/_posts/%.*s", STR_FMT(folder), STR_FMT(base));
    struct str below = str_printf(expanding->arena, "_posts/%.*s", STR_FMT(name));
    for (size_t i = 0; i < site->page_count; i++) {
        struct str source = site->pages[i].source;
        source.len -= path_ext(source).len;
        if (str_find(source, STR("_posts/")) == source.len) continue;
        bool found =
            folder.len ? is_post_of(source, above) || is_post_of(source, below) : is_post_of(source, base);
        if (found) return &site->pages[i];
    }
    return NULL;
}

static struct str text_of(const struct site *site, const char *key) {
    return node_text(site_config(site, SITE_NO_LANGUAGE, str_from(key)), STR(""));
}

/* A file by its path from the source folder, a collection's from collections_dir: that from the site's root. Absent:
 * there is none. */
static struct str find_file(const struct expanding *expanding, struct str path) {
    const struct site *site = expanding->site;
    struct str source = text_of(site, "source"), inside = text_of(site, "collections_dir");
    struct str below = path_clean(expanding->arena, path_join(expanding->arena, source, path));
    struct str collected = path_join(expanding->arena, path_join(expanding->arena, source, inside), path);
    const struct str tries[] = {below, path_clean(expanding->arena, collected)};
    for (size_t i = 0; i < ARRAY_LEN(tries); i++)
        if (site_page_of(site, tries[i]) || tree_has(&site->tree, expanding->arena, tries[i]))
            return tries[i];
    return (struct str){0};
}

/* {% link _posts/2020-01-01-x.md %}, {% post_url 2020-01-01-x %} */
static void expand_tag(struct expanding *expanding, struct str tag) {
    struct str path = tag;
    struct str name = str_cut(&path, ' ');
    path = str_trim(path);
    bool link = str_eq(name, STR("link")), post = str_eq(name, STR("post_url"));
    expanding->unknown |= (!link && !post) || str_find(path, STR("{{")) < path.len;
    if (expanding->unknown) return;
    if (str_starts(path, STR("/"))) path = str_sub(path, 1, path.len);
    struct str source = link ? find_file(expanding, path) : (struct str){0};
    const struct site_page *page = link ? site_page_of(expanding->site, source) : find_post(expanding, path);
    expanding->result.named = true;
    expanding->result.page = page;
    expanding->result.file = link && !page && source.ptr;
}

/* Expands what starts at target[at] when that is Liquid; returns the offset behind it. */
static size_t expand_one(struct expanding *expanding, struct str target, size_t at) {
    struct str rest = str_sub(target, at, target.len);
    bool object = str_starts(rest, STR("{{")), tag = str_starts(rest, STR("{%"));
    size_t end = str_find(rest, object ? STR("}}") : STR("%}"));
    if ((!object && !tag) || end == rest.len) {
        buf_add_char(&expanding->out, *rest.ptr);
        return at + 1;
    }
    struct str inside = str_sub(rest, 2, end);
    if (str_starts(inside, STR("-"))) inside = str_sub(inside, 1, inside.len);
    if (str_ends(inside, STR("-"))) inside.len--;
    if (object)
        expand_object(expanding, str_trim(inside));
    else
        expand_tag(expanding, str_trim(inside));
    return at + end + 2;
}

struct expansion jekyll_expand(const struct site *site, struct arena *arena, const struct site_page *page,
                               struct str text) {
    struct expanding expanding = {.site = site, .arena = arena, .page = page, .out = {.arena = arena}};
    for (size_t at = 0; at < text.len;) at = expand_one(&expanding, text, at);
    if (expanding.unknown) return (struct expansion){0};
    expanding.result.known = true;
    expanding.result.text = buf_str(&expanding.out);
    return expanding.result;
}
