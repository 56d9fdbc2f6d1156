/* Placeholders of permalink templates (Jekyll::Drops::UrlDrop, Page#url_placeholders, StaticFile#placeholders). */
#include <string.h>

#include "jekyll/model.h"

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

struct categories { /* being joined */
    struct arena *arena;
    struct buf *out;
    struct map *seen;
    bool slugified;
};

static void add_category(const struct categories *to, struct str category) {
    category =
        to->slugified ? slugify(to->arena, category, false, false) : unicode_lower_str(to->arena, category);
    void **slot = map_slot(to->arena, to->seen, category);
    if (!category.len || *slot) return;
    *slot = to->seen;
    if (to->out->len) buf_add_char(to->out, '/');
    buf_add(to->out, category);
}

static void add_words(const struct categories *to, struct str text, char separator) {
    while (text.ptr) add_category(to, str_trim(str_cut(&text, separator)));
}

static void add_list(const struct categories *to, const struct node *list) {
    for (const struct node *one = list && list->kind == NODE_ARRAY ? list->child : NULL; one; one = one->next)
        add_category(to, node_text(one, STR("")));
}

/* "a/b": folders above _posts, `categories` (a list, or words), `category` (one, or a list). */
static struct str categories(const struct jekyll *jekyll, const struct jekyll_item *item, bool slugified) {
    struct buf out = {.arena = jekyll->arena};
    struct map seen = {0};
    const struct categories to = {jekyll->arena, &out, &seen, slugified};
    const struct node *all = jekyll_value(jekyll, item, "categories");
    const struct node *one = jekyll_value(jekyll, item, "category");
    add_words(&to, item->posts_above, '/');
    if (all && all->kind == NODE_STRING) add_words(&to, all->text, ' ');
    add_list(&to, all);
    if (one && one->kind != NODE_ARRAY) add_category(&to, node_text(one, STR("")));
    add_list(&to, one);
    return buf_str(&out);
}

/* ISO 8601: week 1 is that of the year's first Thursday. */
static int week_of(const struct date *date, int *year) {
    int weekday = (date_weekday(date->year, date->month, date->day) + 6) % 7; /* 0 = Monday */
    struct date thursday = *date;
    thursday.hour = thursday.minute = thursday.second = 0;
    thursday.has_offset = false;
    thursday = date_at(date_seconds(&thursday) + (3 - weekday) * 86400);
    *year = thursday.year;
    return (date_yearday(thursday.year, thursday.month, thursday.day) - 1) / 7 + 1;
}

static struct str week_value(struct arena *arena, const struct date *date, struct str key) {
    int year, week = week_of(date, &year), day = date_weekday(date->year, date->month, date->day);
    if (str_eq(key, STR("week"))) return str_printf(arena, "%02d", week);
    if (str_eq(key, STR("w_year"))) return str_printf(arena, "%04d", year);
    if (str_eq(key, STR("w_day"))) return str_printf(arena, "%d", day ? day : 7);
    if (str_eq(key, STR("short_day"))) return str_printf(arena, "%.3s", date_weekday_name(day));
    return str_eq(key, STR("long_day")) ? str_from(date_weekday_name(day)) : (struct str){0};
}

static struct str date_value(struct arena *arena, const struct date *date, struct str key) {
    const char *month = date_month_name(date->month);
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
    return week_value(arena, date, key);
}

struct str jekyll_stem(struct str path) {
    path.len -= path_ext(path).len;
    while (path.len && path.ptr[path.len - 1] == '.') path.len--;
    return path;
}

static struct str page_token(const struct jekyll_item *item, struct str key) {
    if (str_eq(key, STR("path"))) return path_dir(item->relative);
    if (str_eq(key, STR("basename"))) return jekyll_stem(path_base(item->relative));
    return str_eq(key, STR("output_ext")) ? jekyll_output_ext(item->source) : (struct str){0};
}

/* A file of a collection that is no document (StaticFile#placeholders). */
static struct str copy_token(const struct jekyll_item *item, struct str key) {
    if (str_eq(key, STR("collection"))) return item->collection->label;
    if (str_eq(key, STR("path"))) return jekyll_stem(item->relative);
    if (str_eq(key, STR("name"))) return jekyll_stem(path_base(item->relative));
    bool empty = str_eq(key, STR("title")) || str_eq(key, STR("output_ext"));
    return empty ? STR("") : (struct str){0};
}

struct str jekyll_token(const struct jekyll *jekyll, const struct jekyll_item *item, struct str key) {
    struct arena *arena = jekyll->arena;
    if (!item->collection) return page_token(item, key);
    if (!item->page) return copy_token(item, key);
    struct str base = jekyll_stem(path_base(item->relative));
    struct str slug = node_text(jekyll_value(jekyll, item, "slug"), item->slug);
    if (str_eq(key, STR("path"))) return jekyll_stem(item->relative);
    if (str_eq(key, STR("output_ext"))) return jekyll_output_ext(item->source);
    if (str_eq(key, STR("collection"))) return item->collection->label;
    if (str_eq(key, STR("name"))) return slugify(arena, base, false, false);
    if (str_eq(key, STR("title"))) return slugify(arena, slug, true, true);
    if (str_eq(key, STR("slug"))) return slugify(arena, slug, false, false);
    if (str_eq(key, STR("categories"))) return categories(jekyll, item, false);
    if (str_eq(key, STR("slugified_categories"))) return categories(jekyll, item, true);
    return date_value(arena, &item->date, key);
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
