/* Jekyll: destinations with Liquid in them. The few forms sites use for links are expanded, others are left. */
#include "links/graph.h"

struct expansion {
    const struct asking *asking;
    struct buf out;
    struct resolution by_name; /* of {% link %} and {% post_url %} */
    bool named, unknown;
};

static struct str unquoted(struct str text) {
    text = str_trim(text);
    bool quoted =
        text.len >= 2 && (text.ptr[0] == '"' || text.ptr[0] == '\'') && text.ptr[text.len - 1] == text.ptr[0];
    return quoted ? str_sub(text, 1, text.len - 1) : (struct str){0};
}

/* A scalar of _config.yml; the host is dropped, since links are judged below it. */
static struct str variable(const struct expansion *expansion, struct str name) {
    const struct site *site = expansion->asking->links->site;
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
static void expand_object(struct expansion *expansion, struct str expression) {
    struct str filters = expression;
    struct str value = str_trim(str_cut(&filters, '|'));
    struct str text = unquoted(value);
    if (!text.ptr) text = variable(expansion, value);
    if (!text.ptr && str_eq(value, STR("page.url")) && expansion->asking->site_page)
        text = expansion->asking->site_page->link;
    expansion->unknown |= !text.ptr;
    while (filters.ptr) {
        struct str filter = str_trim(str_cut(&filters, '|'));
        bool url = str_eq(filter, STR("relative_url")) || str_eq(filter, STR("absolute_url"));
        bool harmless = str_eq(filter, STR("strip")) || str_eq(filter, STR("escape"));
        if (url) {
            buf_add(&expansion->out, trim_slashes(variable(expansion, STR("site.baseurl"))));
            if (!str_starts(text, STR("/"))) buf_add_char(&expansion->out, '/');
        }
        expansion->unknown |= !url && !harmless;
    }
    buf_add(&expansion->out, text);
}

static bool is_post_of(struct str source, struct str ending) {
    bool whole = source.len == ending.len;
    return str_ends(source, ending) && (whole || source.ptr[source.len - ending.len - 1] == '/');
}

/* "2020-01-01-x", or with folders: those above _posts, or below it. */
static const struct site_page *find_post(const struct asking *asking, struct str name) {
    const struct site *site = asking->links->site;
    struct str folder = path_dir(name), base = path_base(name);
    struct str above = str_printf(asking->arena, "%.*s/_posts/%.*s", STR_FMT(folder), STR_FMT(base));
    struct str below = str_printf(asking->arena, "_posts/%.*s", STR_FMT(name));
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
static struct str find_file(const struct asking *asking, struct str path) {
    const struct site *site = asking->links->site;
    struct str source = text_of(site, "source"), inside = text_of(site, "collections_dir");
    struct str below = path_clean(asking->arena, path_join(asking->arena, source, path));
    struct str collected = path_join(asking->arena, path_join(asking->arena, source, inside), path);
    const struct str tries[] = {below, path_clean(asking->arena, collected)};
    for (size_t i = 0; i < ARRAY_LEN(tries); i++)
        if (site_page_of(site, tries[i]) || tree_has(&site->tree, asking->arena, tries[i])) return tries[i];
    return (struct str){0};
}

/* {% link _posts/2020-01-01-x.md %}, {% post_url 2020-01-01-x %} */
static void expand_tag(struct expansion *expansion, struct str tag) {
    const struct links *links = expansion->asking->links;
    struct str path = tag;
    struct str name = str_cut(&path, ' ');
    path = str_trim(path);
    bool link = str_eq(name, STR("link")), post = str_eq(name, STR("post_url"));
    expansion->unknown |= (!link && !post) || str_find(path, STR("{{")) < path.len;
    if (expansion->unknown) return;
    if (str_starts(path, STR("/"))) path = str_sub(path, 1, path.len);
    struct str source = link ? find_file(expansion->asking, path) : (struct str){0};
    const struct site_page *page =
        link ? site_page_of(links->site, source) : find_post(expansion->asking, path);
    bool file = link && !page && source.ptr;
    expansion->named = true;
    expansion->by_name = (struct resolution){.flags = RESOLUTION_BY_NAME, .target = page};
    expansion->by_name.status = !page                        ? RESOLUTION_MISSING_REF
                                : page->flags & PAGE_DROPPED ? RESOLUTION_DROPPED
                                                             : RESOLUTION_OK;
    if (file) expansion->by_name.status = RESOLUTION_OK;
}

/* Expands what starts at target[at] when that is Liquid; returns the offset behind it. */
static size_t expand_one(struct expansion *expansion, struct str target, size_t at) {
    struct str rest = str_sub(target, at, target.len);
    bool object = str_starts(rest, STR("{{")), tag = str_starts(rest, STR("{%"));
    size_t end = str_find(rest, object ? STR("}}") : STR("%}"));
    if ((!object && !tag) || end == rest.len) {
        buf_add_char(&expansion->out, *rest.ptr);
        return at + 1;
    }
    struct str inside = str_sub(rest, 2, end);
    if (str_starts(inside, STR("-"))) inside = str_sub(inside, 1, inside.len);
    if (str_ends(inside, STR("-"))) inside.len--;
    if (object)
        expand_object(expansion, str_trim(inside));
    else
        expand_tag(expansion, str_trim(inside));
    return at + end + 2;
}

struct str liquid_expand(const struct asking *asking, struct str text) {
    struct expansion expansion = {.asking = asking, .out = {.arena = asking->arena}};
    for (size_t at = 0; at < text.len;) at = expand_one(&expansion, text, at);
    return expansion.unknown || expansion.named ? (struct str){0} : buf_str(&expansion.out);
}

struct resolution resolve_liquid(const struct asking *asking, struct str target) {
    struct expansion expansion = {.asking = asking, .out = {.arena = asking->arena}};
    for (size_t at = 0; at < target.len;) at = expand_one(&expansion, target, at);
    struct resolution skipped = {.status = RESOLUTION_SKIPPED};
    if (expansion.unknown) return skipped;
    struct str text = buf_str(&expansion.out);
    if (!expansion.named) return resolve_text(asking, text.len ? text : STR("/"));
    struct url url = url_split(text);
    if (url.fragment.ptr) expansion.by_name.fragment = url_decode(asking->arena, url.fragment);
    return expansion.by_name;
}
