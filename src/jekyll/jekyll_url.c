/* Permalink templates and the files they lead to (Jekyll::URL, Jekyll::Drops::UrlDrop, Jekyll::Page#template). */
#include <string.h>

#include "jekyll/model.h"

struct str jekyll_style(struct str permalink) {
    static const char *const styles[][2] = {
        {"pretty", "/:categories/:year/:month/:day/:title/"},
        {"none", "/:categories/:title:output_ext"},
        {"date", "/:categories/:year/:month/:day/:title:output_ext"},
        {"ordinal", "/:categories/:year/:y_day/:title:output_ext"},
        {"weekdate", "/:categories/:year/W:week/:short_day/:title:output_ext"},
    };
    for (size_t i = 0; i < ARRAY_LEN(styles); i++)
        if (str_eq(permalink, str_from(styles[i][0]))) return str_from(styles[i][1]);
    return permalink;
}

/* ---- templates ---- */

static bool is_key_char(char c) {
    return char_is_lower(c) || c == '_';
}

/* The end of the key behind the colon at `at`, and its value. A document's key is all its letters, but for one '_' at the
 * end; a page's or copy's only has to begin there. Absent: there is no such key. */
static struct str key_value(const struct jekyll *jekyll, const struct jekyll_item *item, struct str template,
                            size_t at, size_t *end) {
    size_t last = at + 1;
    struct str value = {0};
    while (last < template.len && is_key_char(template.ptr[last])) last++;
    bool whole = item->collection && item->page;
    for (*end = last; *end > at + 1 && !value.ptr; *end -= !value.ptr) {
        bool tried = !whole || *end == last || (*end == last - 1 && template.ptr[*end] == '_');
        if (tried) value = jekyll_token(jekyll, item, str_sub(template, at + 1, *end));
    }
    return value;
}

/* Replaces the placeholders of a template; an unknown one stays as it is. */
static struct str expand(const struct jekyll *jekyll, const struct jekyll_item *item, struct str template) {
    struct buf out = {.arena = jekyll->arena};
    if (template.len > LIMIT_ADDRESS) return str_sub(template, 0, LIMIT_ADDRESS + 1);
    for (size_t at = 0; at < template.len && out.len <= LIMIT_ADDRESS;) {
        size_t end = at + 1;
        struct str value = {0};
        if (template.ptr[at] == ':') value = key_value(jekyll, item, template, at, &end);
        buf_add(&out, value.ptr ? value : str_sub(template, at, at + 1));
        at = value.ptr ? end : at + 1;
    }
    return buf_str(&out);
}

/* URL.sanitize_url: one leading slash, no doubled ones, no dot segments. */
static struct str sanitize(struct arena *arena, struct str url) {
    struct buf out = {.arena = arena};
    buf_add_char(&out, '/');
    for (size_t i = 0; i < url.len; i++) {
        bool dots = url.ptr[i] == '.' && i + 1 < url.len && url.ptr[i + 1] == '.';
        bool here = url.ptr[i] == '.' && i + 1 < url.len && url.ptr[i + 1] == '/';
        char c = dots ? '/' : url.ptr[i];
        if (dots || here) i++;
        if (here || (c == '/' && out.ptr[out.len - 1] == '/')) continue;
        buf_add_char(&out, c);
    }
    return buf_str(&out);
}

/* Page#template */
static struct str page_template(const struct jekyll *jekyll, const struct jekyll_item *item) {
    struct str style = jekyll->permalink, base = jekyll_stem(path_base(item->relative));
    if (!str_eq(jekyll_output_ext(item->source), STR(".html"))) return STR("/:path/:basename:output_ext");
    if (str_eq(base, STR("index")) || item->index) return STR("/:path/");
    if (str_eq(style, STR("pretty")) || str_ends(style, STR("/"))) return STR("/:path/:basename/");
    bool named = !str_eq(jekyll_style(style).ptr == style.ptr ? STR("") : style, STR(""));
    bool extension = (named && !str_eq(style, STR("weekdate"))) || str_ends(style, STR(":output_ext"));
    return extension ? STR("/:path/:basename:output_ext") : STR("/:path/:basename");
}

struct str jekyll_url(const struct jekyll *jekyll, const struct jekyll_item *item) {
    struct str template = item->collection ? item->collection->permalink : page_template(jekyll, item);
    const struct node *own = jekyll_value(jekyll, item, "permalink");
    template = node_text(own, template);
    return sanitize(jekyll->arena, expand(jekyll, item, template));
}

struct str jekyll_copy(const struct jekyll *jekyll, const struct jekyll_item *item) {
    struct str url = sanitize(jekyll->arena, expand(jekyll, item, item->collection->permalink));
    struct str rendered = jekyll_output_ext(item->source); /* a copy has no :output_ext */
    if (url.len > 1 && url.ptr[url.len - 1] == '/') url.len--;
    if (!str_eq(rendered, path_ext(item->source)) && str_ends(url, rendered)) url.len -= rendered.len;
    return str_printf(jekyll->arena, "%.*s%.*s", STR_FMT(str_sub(url, 1, url.len)),
                      STR_FMT(path_ext(item->source)));
}

struct str jekyll_file(struct arena *arena, struct str url, struct str output_ext) {
    struct str path = str_sub(url, 1, url.len);
    if (!path.len || str_ends(path, STR("/")))
        return str_printf(arena, "%.*sindex%.*s", STR_FMT(path), STR_FMT(output_ext));
    if (str_ends(path, output_ext)) return path;
    return str_printf(arena, "%.*s%.*s", STR_FMT(path), STR_FMT(output_ext));
}

struct str jekyll_link(const struct jekyll *jekyll, struct str url) {
    struct buf out = {.arena = jekyll->arena};
    buf_add(&out, jekyll->base);
    url_add_encoded(&out, url, "-._~!$&'()*+,;=:@/%");
    return buf_str(&out);
}
