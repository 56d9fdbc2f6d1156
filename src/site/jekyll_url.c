/* Permalink templates and the files they lead to (Jekyll::URL, Jekyll::Drops::UrlDrop, Jekyll::Page#template). */
#include <string.h>

#include "site/jekyll.h"

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

static bool is_markdown(struct str extension) {
    static const char *const list[] = {".md", ".markdown", ".mkdown", ".mkdn", ".mkd"};
    for (size_t i = 0; i < ARRAY_LEN(list); i++)
        if (str_eq_nocase(extension, str_from(list[i]))) return true;
    return false;
}

struct str jekyll_output_ext(struct str path) {
    struct str extension = path_ext(path);
    if (is_markdown(extension)) return STR(".html");
    if (str_eq(extension, STR(".scss")) || str_eq(extension, STR(".sass"))) return STR(".css");
    return str_eq(extension, STR(".coffee")) ? STR(".js") : extension;
}

/* ---- slugs (Utils.slugify) ---- */

static bool stays(uint32_t c, bool pretty) {
    if (unicode_is_letter(c) || unicode_is_digit(c) || unicode_is_mark(c)) return true;
    return pretty && c < 0x80 && strchr("._~!$&'()+,;=@", (int)c);
}

/* pretty keeps URL punctuation; others become '-', none at the ends. */
static struct str slugify(struct arena *arena, struct str text, bool pretty, bool cased) {
    struct buf out = {.arena = arena};
    for (size_t at = 0; at < text.len;) {
        uint32_t c = unicode_next(text, &at);
        if (c != UNICODE_BAD && c != 0 && stays(c, pretty))
            buf_add_utf8(&out, cased ? c : unicode_lower(c));
        else if (out.len && out.ptr[out.len - 1] != '-')
            buf_add_char(&out, '-');
    }
    while (out.len && out.ptr[out.len - 1] == '-') out.len--;
    return buf_str(&out);
}

/* ---- placeholders ---- */

static void add_category(struct arena *arena, struct buf *out, struct map *seen, struct str category) {
    category = unicode_lower_str(arena, category);
    void **slot = map_slot(arena, seen, category);
    if (!category.len || *slot) return;
    *slot = seen;
    if (out->len) buf_add_char(out, '/');
    buf_add(out, category);
}

static void add_words(struct arena *arena, struct buf *out, struct map *seen, struct str text,
                      char separator) {
    while (text.ptr) add_category(arena, out, seen, str_trim(str_cut(&text, separator)));
}

/* "a/b": folders above _posts, `category`, `categories` (a list, or words). */
static struct str categories(const struct jekyll *jekyll, const struct jekyll_item *item) {
    struct arena *arena = jekyll->arena;
    struct buf out = {.arena = arena};
    struct map seen = {0};
    const struct node *list = jekyll_value(jekyll, item, "categories");
    if (item->posts_above.len) add_words(arena, &out, &seen, item->posts_above, '/');
    add_category(arena, &out, &seen, node_text(jekyll_value(jekyll, item, "category"), STR("")));
    if (list && list->kind == NODE_STRING) add_words(arena, &out, &seen, list->text, ' ');
    for (const struct node *one = list && list->kind == NODE_ARRAY ? list->child : NULL; one; one = one->next)
        add_category(arena, &out, &seen, node_text(one, STR("")));
    return buf_str(&out);
}

static struct str date_value(const struct jekyll *jekyll, const struct date *date, struct str key) {
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    struct arena *arena = jekyll->arena;
    const char *month = date->month >= 1 && date->month <= 12 ? months[date->month - 1] : "";
    if (str_eq(key, STR("year"))) return str_printf(arena, "%04d", date->year);
    if (str_eq(key, STR("short_year"))) return str_printf(arena, "%02d", date->year % 100);
    if (str_eq(key, STR("month"))) return str_printf(arena, "%02d", date->month);
    if (str_eq(key, STR("i_month"))) return str_printf(arena, "%d", date->month);
    if (str_eq(key, STR("short_month"))) return str_printf(arena, "%.3s", month);
    if (str_eq(key, STR("long_month"))) return str_from(month);
    if (str_eq(key, STR("day"))) return str_printf(arena, "%02d", date->day);
    if (str_eq(key, STR("i_day"))) return str_printf(arena, "%d", date->day);
    if (str_eq(key, STR("y_day")))
        return str_printf(arena, "%03d", date_yearday(date->year, date->month, date->day));
    if (str_eq(key, STR("hour"))) return str_printf(arena, "%02d", date->hour);
    if (str_eq(key, STR("minute"))) return str_printf(arena, "%02d", date->minute);
    if (str_eq(key, STR("second"))) return str_printf(arena, "%02d", date->second);
    return (struct str){0};
}

static struct str without_ext(struct str path) {
    path.len -= path_ext(path).len;
    while (path.len && path.ptr[path.len - 1] == '.') path.len--;
    return path;
}

static struct str placeholder(const struct jekyll *jekyll, const struct jekyll_item *item, struct str key) {
    struct arena *arena = jekyll->arena;
    bool document = item->collection != NULL;
    struct str base = without_ext(path_base(item->relative));
    struct str slug = node_text(jekyll_value(jekyll, item, "slug"), item->slug);
    if (str_eq(key, STR("path"))) return document ? without_ext(item->relative) : path_dir(item->relative);
    if (str_eq(key, STR("basename"))) return base;
    if (str_eq(key, STR("output_ext"))) return jekyll_output_ext(item->source);
    if (!document) return (struct str){0};
    if (str_eq(key, STR("collection"))) return item->collection->label;
    if (str_eq(key, STR("name"))) return slugify(arena, base, false, false);
    if (str_eq(key, STR("title"))) return slugify(arena, slug, true, true);
    if (str_eq(key, STR("slug"))) return slugify(arena, slug, false, false);
    if (str_eq(key, STR("categories"))) return categories(jekyll, item);
    return date_value(jekyll, &item->date, key);
}

static bool is_key_char(char c) {
    return (c >= 'a' && c <= 'z') || c == '_';
}

/* Replaces the placeholders of a template; an unknown one stays as it is. */
static struct str expand(const struct jekyll *jekyll, const struct jekyll_item *item, struct str template) {
    struct buf out = {.arena = jekyll->arena};
    for (size_t at = 0; at < template.len;) {
        size_t end = at + 1;
        while (template.ptr[at] == ':' && end < template.len && is_key_char(template.ptr[end])) end++;
        struct str value = {0};
        while (end > at + 1 && !value.ptr) { /* ":title_x": the longest known key */
            value = placeholder(jekyll, item, str_sub(template, at + 1, end));
            if (!value.ptr) end--;
        }
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
    struct str style = jekyll->permalink, base = without_ext(path_base(item->relative));
    if (!str_eq(jekyll_output_ext(item->source), STR(".html"))) return STR("/:path/:basename:output_ext");
    bool readme = jekyll->readme_index && str_eq_nocase(base, STR("readme"));
    if (str_eq(base, STR("index")) || readme) return STR("/:path/");
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
    struct str template = item->collection->permalink;
    if (str_ends(template, STR(":output_ext"))) template.len -= sizeof(":output_ext") - 1;
    struct str url = sanitize(jekyll->arena, expand(jekyll, item, template));
    while (url.len > 1 && url.ptr[url.len - 1] == '/') url.len--;
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
    static const char kept[] = "-._~!$&'()*+,;=:@/%";
    struct buf out = {.arena = jekyll->arena};
    buf_add(&out, jekyll->base);
    for (size_t i = 0; i < url.len; i++) {
        unsigned char c = (unsigned char)url.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     (c && strchr(kept, c));
        if (plain)
            buf_add_char(&out, (char)c);
        else
            buf_printf(&out, "%%%02X", c);
    }
    return buf_str(&out);
}
