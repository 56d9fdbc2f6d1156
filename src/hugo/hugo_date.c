/* hugo_date.c: a page's dates as [frontmatter] says (1.8), and whether they let it be built (1.9). */
#include "hugo/model.h"

enum which { DATE, PUBLISH, EXPIRY, LASTMOD };

static const char *const field_names[] = {"date", "publishDate", "expiryDate", "lastmod"};
static const char *const defaults[][8] = {
    {"date", "publishdate", "pubdate", "published", "lastmod", "modified"},
    {"publishdate", "pubdate", "published", "date"},
    {"expirydate", "unpublishdate"},
    {"lastmod", "modified", "date", "publishdate", "pubdate", "published"},
};
static const char *const aliases[][3] = {
    {"lastmod", "modified"}, {"publishdate", "pubdate", "published"}, {"expirydate", "unpublishdate"}};

/* ---- file names: 2020-01-02-slug, since 0.148 also 2020-01-02T10-20-30-slug ---- */

static bool shaped(struct str s, const char *shape) {
    size_t i = 0;
    for (; shape[i]; i++) {
        if (i >= s.len) return false;
        if (shape[i] == '0' ? !char_is_digit(s.ptr[i]) : shape[i] != '?' && s.ptr[i] != shape[i])
            return false;
    }
    return true;
}

static bool filename_date(const struct hugo *hugo, struct str name, struct date *date, struct str *slug) {
    if (!shaped(name, "0000-00-00") || !date_parse(str_sub(name, 0, 10), date)) return false;
    size_t used = 10;
    if (hugo_since(hugo->version, HUGO_FILENAME_TIME) && shaped(name, "0000-00-00?00-00-00")) {
        const char *t = name.ptr + 11;
        date->hour = (t[0] - '0') * 10 + t[1] - '0';
        date->minute = (t[3] - '0') * 10 + t[4] - '0';
        date->second = (t[6] - '0') * 10 + t[7] - '0';
        date->has_time = true;
        used = 19;
    }
    struct str rest = str_sub(name, used, name.len);
    while (rest.len && (rest.ptr[0] == ' ' || rest.ptr[0] == '-' || rest.ptr[0] == '_'))
        rest = str_sub(rest, 1, rest.len);
    while (rest.len &&
           (rest.ptr[rest.len - 1] == ' ' || rest.ptr[rest.len - 1] == '-' || rest.ptr[rest.len - 1] == '_'))
        rest.len--;
    *slug = rest;
    return true;
}

/* ---- one source of a date ---- */

static bool key_date(struct hugo *hugo, struct hugo_page *page, struct str key, struct date *date) {
    const struct node *node = hugo_front_get(hugo, page, key, NULL);
    if (node == NULL || node->kind == NODE_NULL) return false;
    if (node == page->date_node) { /* several fields fall back on one key */
        *date = page->date_read;
        return true;
    }
    if ((node->kind == NODE_STRING || node->kind == NODE_DATE) && date_parse(node->text, date)) {
        page->date_node = node;
        page->date_read = *date;
        return true;
    }
    bool empty = node->kind == NODE_STRING && node->text.len == 0;
    if (hugo_since(hugo->version, HUGO_DATE_REFUSED) && !empty && node != page->date_refused) {
        page->date_refused = node;
        hugo_failure_page(hugo, page, node, "the \"%.*s\" front matter field is not a parsable date",
                          STR_FMT(key));
    }
    return false;
}

static bool source_date(struct hugo *hugo, struct hugo_page *page, struct str name, struct date *date) {
    struct str slug;
    if (str_eq_nocase(name, STR(":filename"))) {
        if (page->input == NULL || !filename_date(hugo, page->p.name, date, &slug)) return false;
        if (page->p.slug.len == 0) page->p.slug = slug;
        return true;
    }
    if (str_eq_nocase(name, STR(":git")) || str_eq_nocase(name, STR(":fileModTime"))) return false;
    for (size_t i = 0; i < ARRAY_LEN(aliases); i++) {
        if (!str_eq_nocase(name, str_from(aliases[i][0]))) continue;
        for (size_t j = 0; j < ARRAY_LEN(aliases[i]) && aliases[i][j]; j++)
            if (key_date(hugo, page, str_from(aliases[i][j]), date)) return true;
        return false;
    }
    return key_date(hugo, page, name, date);
}

static bool default_date(struct hugo *hugo, struct hugo_page *page, enum which which, struct date *date) {
    for (size_t i = 0; i < ARRAY_LEN(defaults[which]) && defaults[which][i]; i++)
        if (key_date(hugo, page, str_from(defaults[which][i]), date)) return true;
    return false;
}

static bool read_one(struct hugo *hugo, struct hugo_page *page, enum which which, struct date *date) {
    const struct node *list = hugo->date_lists[which];
    if (list == NULL) return default_date(hugo, page, which, date);
    for (const struct node *item = list->kind == NODE_ARRAY ? list->child : list; item; item = item->next) {
        bool is_default = str_eq_nocase(item->text, STR(":default"));
        if (is_default ? default_date(hugo, page, which, date) : source_date(hugo, page, item->text, date))
            return true;
        if (list->kind != NODE_ARRAY) break;
    }
    return false;
}

void hugo_date_read(struct hugo *hugo, struct hugo_page *page) {
    const struct hugo_settings *settings = &hugo->settings[page->p.language];
    struct site_page *p = &page->p;
    p->has_date = read_one(hugo, page, DATE, &p->date);
    p->has_publish_date = read_one(hugo, page, PUBLISH, &p->publish_date);
    p->has_expiry_date = read_one(hugo, page, EXPIRY, &p->expiry_date);
    p->has_lastmod = read_one(hugo, page, LASTMOD, &p->lastmod);
    int64_t now = hugo->options->now;
    if (p->has_publish_date && !settings->future && zone_seconds(settings->zone, &p->publish_date) > now)
        p->flags |= PAGE_FUTURE;
    if (p->has_expiry_date && !settings->expired && zone_seconds(settings->zone, &p->expiry_date) < now)
        p->flags |= PAGE_EXPIRED;
}

void hugo_date_load(struct hugo *hugo) {
    for (size_t i = 0; i < ARRAY_LEN(field_names); i++) {
        struct str key = str_printf(hugo->arena, "frontmatter.%s", field_names[i]);
        hugo->date_lists[i] = site_config(hugo->site, SITE_NO_LANGUAGE, key);
    }
    for (size_t i = 0; i < ARRAY_LEN(field_names); i++) {
        const struct node *list = hugo->date_lists[i];
        for (const struct node *item = list ? list->child : NULL; item; item = item->next) {
            if (!str_eq_nocase(item->text, STR(":git")) && !str_eq_nocase(item->text, STR(":fileModTime")))
                continue;
            hugo_note_add(hugo, "git-date", (struct str){0}, item,
                          "dates may come from %.*s, which is not read: URLs made of dates can differ",
                          STR_FMT(item->text));
            return;
        }
    }
}
