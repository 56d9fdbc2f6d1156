/* urls.c: the table of a site's URLs as text: kind, url, source, target. */
#include "report/report.h"

#include <stdlib.h>

struct row {
    struct str kind, url, source, target, file;
};
typedef ARRAY_OF(struct row) rows;

static bool is_page(const struct site_url *url) {
    return url->kind <= URL_TERM || url->kind == URL_404;
}

/* On a site per host URLs are absolute; where the base path is put in at the end, pages lack it. */
static struct str page_url(const struct site *site, const struct site_url *url) {
    const struct site_language *language =
        &site->languages[url->language == SITE_NO_LANGUAGE ? 0 : url->language];
    struct str below = str_sub(url->link, language->base_path.len, url->link.len);
    if (site->multihost)
        return str_printf(site->arena, "%.*s%.*s", STR_FMT(language->base_url), STR_FMT(below));
    bool drops = url->language == SITE_NO_LANGUAGE ? site->drops_base : language->drops_base;
    if (!drops) return url->link;
    return str_printf(site->arena, "/%.*s", STR_FMT(below));
}

/* Of everything else the URL is the file's path, raw. */
static struct str file_url(const struct site *site, const struct site_url *url) {
    const struct site_language *language =
        &site->languages[url->language == SITE_NO_LANGUAGE ? 0 : url->language];
    struct str path = url->file, base = site->multihost ? language->base_url : language->base_path;
    if (site->multihost && url->language != SITE_NO_LANGUAGE)
        path = str_sub(path, language->file_root.len + 1, path.len);
    if (str_eq(path, STR("index.html")))
        path = STR("");
    else if (str_ends(path, STR("/index.html")))
        path = str_sub(path, 0, path.len - 10);
    return str_printf(site->arena, "%.*s%.*s", STR_FMT(base), STR_FMT(path));
}

static struct str marked(const struct site *site, const char *kind, bool racing) {
    return racing ? str_printf(site->arena, "%s?", kind) : str_from(kind);
}

static void add_row(const struct site *site, struct str root, rows *out, const struct site_url *url) {
    bool alias = url->kind == URL_ALIAS || url->kind == URL_REDIRECT;
    struct row row = {.url = is_page(url) ? page_url(site, url) : file_url(site, url), .source = url->source};
    if (url->source.len && root.len && !str_eq(root, STR(".")))
        row.source = path_clean(site->arena, path_join(site->arena, root, url->source));
    row.kind = marked(site, site_url_name(url->kind), url->racing);
    row.target = alias ? url->target : url->file;
    row.file = url->file;
    if (!url->overwritten) *ARRAY_PUSH(site->arena, out) = row;
    if (url->kind > URL_TERM || !(url->overwritten || url->racing)) return;
    struct row lost = {marked(site, "lost", url->racing), row.url, row.source,
                       str_from(site_url_name(url->kind)), url->file};
    *ARRAY_PUSH(site->arena, out) = lost;
}

static int by_columns(const void *a, const void *b) {
    const struct row *x = a, *y = b;
    int order = str_cmp(x->kind, y->kind);
    if (order == 0) order = str_cmp(x->url, y->url);
    if (order == 0) order = str_cmp(x->source, y->source);
    return order ? order : str_cmp(x->target, y->target);
}

/* ---- two forms ---- */

static bool is_plain(char c) {
    return c >= ' ' && c < 0x7F && c != '"' && c != '\\';
}

/* Would a backslash before this offset be read with what follows as an escape? */
static bool begins_escape(struct str field, size_t at) {
    char c = at < field.len ? field.ptr[at] : ' ';
    return c == 'n' || c == 't' || c == 'x' || (c != '"' && !is_plain(c));
}

/* File names hold any byte but zero and the slash: neither a terminal nor a reader of lines may stumble over them. A
 * backslash is doubled where it would be read as an escape. What is only invisible stays: it is part of the URL. */
static void add_tsv(struct buf *out, struct str field) {
    for (size_t at = 0; at < field.len;) {
        size_t start = at;
        while (at < field.len && is_plain(field.ptr[at])) at++;
        buf_add(out, str_sub(field, start, at));
        if (at == field.len) return;
        start = at;
        uint32_t c = unicode_next(field, &at);
        if (c == '\n' || c == '\t')
            buf_add(out, c == '\n' ? STR("\\n") : STR("\\t"));
        else if (c == '\\' && begins_escape(field, at))
            buf_add(out, STR("\\\\"));
        else if (c == UNICODE_BAD || (c < 0x100 && unicode_is_unsafe(c)))
            buf_printf(out, "\\x%02x", c == UNICODE_BAD ? (unsigned char)field.ptr[start] : c);
        else
            buf_add(out, str_sub(field, start, at));
    }
}

static void print_row(const struct row *row, bool json, struct buf *out) {
    const struct str fields[] = {row->kind, row->url, row->source, row->target, row->file};
    static const char *const names[] = {"kind", "url", "source", "target", "file"};
    if (json) {
        struct json_writer writer = {.out = out};
        json_open(&writer, NULL, '{');
        for (size_t i = 0; i < ARRAY_LEN(fields); i++) json_str(&writer, names[i], fields[i]);
        json_close(&writer, '}');
    }
    for (size_t i = 0; !json && i + 1 < ARRAY_LEN(fields); i++) {
        if (i > 0) buf_add_char(out, '\t');
        add_tsv(out, fields[i]);
    }
    buf_add_char(out, '\n');
}

/* Bytes of the row as it is printed, but for escapes. */
static size_t row_length(const struct row *row, bool json) {
    enum { TSV_MARKS = 4, JSON_MARKS = 56 };
    size_t fields = row->kind.len + row->url.len + row->source.len + row->target.len;
    return json ? fields + row->file.len + JSON_MARKS : fields + TSV_MARKS;
}

void report_urls(const struct site *site, struct str root, bool json, struct buf *out) {
    rows all = {0};
    size_t length = 0;
    ARRAY_EXPECT(site->arena, &all, site->url_count);
    for (size_t i = 0; i < site->url_count; i++) add_row(site, root, &all, &site->urls[i]);
    if (all.len) qsort(all.items, all.len, sizeof(all.items[0]), by_columns);
    for (size_t i = 0; i < all.len; i++) length += row_length(&all.items[i], json);
    buf_expect(out, length);
    for (size_t i = 0; i < all.len; i++) print_row(&all.items[i], json, out);
}
