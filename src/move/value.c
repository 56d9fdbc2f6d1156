/* value.c: which strings of front matter, configuration and data are addresses, and how they are read. */
#include "move/parts.h"

#include <assert.h>

static bool is_among(struct str key, const char *const *keys, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (str_eq_nocase(key, str_from(keys[i]))) return true;
    return false;
}

/* Keys whose values name a page, by the conventions of generators. */
static bool is_page_key(struct str key) {
    static const char *const keys[] = {"url",  "link",   "href",     "pageRef",   "page",
                                       "path", "ref",    "to",       "permalink", "doc",
                                       "file", "target", "redirect", "src",       "image"};
    return is_among(key, keys, ARRAY_LEN(keys));
}

/* Keys that say where the page itself is, or was. */
static bool is_own_key(struct str key) {
    static const char *const keys[] = {"aliases", "alias", "redirect_from", "url",   "slug", "permalink",
                                       "path",    "id",    "from",          "layout"};
    struct str start = str_sub(key, 0, 5); /* aliasesArchive, redirects, redirect_to … */
    return is_among(key, keys, ARRAY_LEN(keys)) || str_eq_nocase(start, STR("alias")) ||
           str_eq_nocase(start, STR("redir"));
}

bool value_is_old(struct str key) {
    static const char *const keys[] = {"from", "aliases", "alias", "redirect_from", "permalink"};
    return is_among(key, keys, ARRAY_LEN(keys));
}

static bool is_word(struct str text) {
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] <= ' ') return false;
    return text.len > 0 && text.len <= 2048;
}

/* Words alone are names of things, unless the key says that they are a page's. */
static bool is_address(struct str key, bool data, struct str text) {
    struct url url = url_split(text);
    if (!is_word(text)) return false;
    if (url.authority.ptr) return true;
    if (url.scheme.ptr || !url.path.len) return false;
    if (str_starts(text, STR("/"))) return text.len > 1;
    struct str extension = path_ext(url.path);
    bool page = str_eq(extension, STR(".md")) || str_eq(extension, STR(".mdx")) ||
                str_eq(extension, STR(".html")) || str_eq(extension, STR(".markdown"));
    return page || (is_page_key(key) && !data) || str_find_char(url.path, '/') < url.path.len;
}

/* A shortcode that names a page by its content path, as the key does. */
static const char *reference_of(const struct moving *moving) {
    const struct built_in *one = moving->before->generator->built_ins;
    for (; one && one->name; one++)
        if (one->refers) return one->name;
    return NULL;
}

bool value_link(const struct moving *moving, struct str key, bool data, struct str text, struct link *link) {
    const char *reference = str_eq_nocase(key, STR("pageRef")) ? reference_of(moving) : NULL;
    *link = (struct link){.kind = LINK_FRONT_MATTER, .target = text, .element = STR("link"), .exact = true};
    link->definition = link->shortcode = PAGE_NONE;
    if (reference) {
        link->kind = LINK_SHORTCODE;
        link->element = str_from(reference);
        link->name = STR("path");
    }
    return is_address(key, data, text);
}

bool value_place(struct str text, struct span span, struct str decoded, struct span *out) {
    struct str raw = str_sub(text, span.start, span.end);
    bool quoted = raw.len >= 2 && (raw.ptr[0] == '"' || raw.ptr[0] == '\'' || raw.ptr[0] == '`') &&
                  raw.ptr[raw.len - 1] == raw.ptr[0];
    *out = quoted ? (struct span){span.start + 1, span.end - 1} : span;
    return str_eq(str_sub(text, out->start, out->end), decoded);
}

/* ---- front matter ---- */

struct fields {
    const struct moving *moving;
    struct arena *arena;
    struct page *page;
    size_t links; /* the page's own */
};

static bool is_link(const struct fields *f, struct span span) {
    size_t low = 0, high = f->links; /* sorted by span */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (f->page->links.items[middle].span.start < span.start)
            low = middle + 1;
        else
            high = middle;
    }
    assert(low < 2 || f->page->links.items[low - 2].span.start <= f->page->links.items[low - 1].span.start);
    return low < f->links && f->page->links.items[low].span.start < span.end;
}

static void read_field(struct fields *f, const struct node *node, struct str key, bool menu) {
    struct link link;
    struct str text = node->text;
    bool rooted = str_starts(text, STR("/")) && !is_own_key(key);
    bool known = menu && (str_eq_nocase(key, STR("url")) || str_eq_nocase(key, STR("pageRef")));
    if ((!rooted && !known) || !value_link(f->moving, key, false, text, &link)) return;
    bool skipped = str_eq_nocase(key, STR("url")); /* for links: it may be the page's own */
    if (!skipped && is_link(f, node->span)) return;
    link.exact = value_place(f->page->source.text, node->span, text, &link.target_span);
    link.span = node->span;
    link.field = node;
    *ARRAY_PUSH(f->arena, &f->page->links) = link;
}

static void read_node(struct fields *f, const struct node *node, struct str key, bool menu, unsigned depth) {
    if (depth > 64 || node->shared) return;
    if (node->kind == NODE_STRING) read_field(f, node, key, menu);
    if (node->kind != NODE_ARRAY && node->kind != NODE_OBJECT) return;
    bool within = menu || str_eq_nocase(key, STR("menu")) || str_eq_nocase(key, STR("menus"));
    for (const struct node *child = node->child; child; child = child->next)
        read_node(f, child, node->kind == NODE_OBJECT ? child->key : key, within, depth + 1);
}

void value_add_fields(const struct moving *moving, struct arena *arena, struct page *page) {
    struct fields fields = {moving, arena, page, page->links.len};
    if (page->front) read_node(&fields, page->front, STR(""), false, 0);
}
