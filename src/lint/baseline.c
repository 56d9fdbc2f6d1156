/* baseline.c: the file of a baseline. A line is PATH, RULE, NUMBER[:NTH] and DATE, with tabs between; for a page PATH, "-" and
 * the hashes of some of its lines. */
#include "lint/baseline.h"

#include <inttypes.h>
#include <stdlib.h>

#define HEADING "# contentlint baseline 1: findings that are known; `contentlint baseline write` makes it"

/* ---- reading --------------------------------------------------------------------------------------------------- */

static bool read_hex(struct str text, size_t digits, uint64_t *value) {
    *value = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (!char_is_digit(c) && (c < 'a' || c > 'f')) return false;
        *value = *value << 4 | (uint64_t)(char_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return text.len == digits;
}

static bool read_nth(struct str text, uint32_t *nth) {
    *nth = 1;
    if (!text.ptr) return true;
    *nth = 0;
    for (size_t i = 0; i < text.len && text.len <= 7; i++) {
        if (!char_is_digit(text.ptr[i])) return false;
        *nth = *nth * 10 + (uint32_t)(text.ptr[i] - '0');
    }
    return *nth > 1;
}

static bool is_date(struct str text) {
    struct date date;
    return text.len == 10 && text.ptr[4] == '-' && date_parse(text, &date);
}

/* "%09" is a tab. */
static struct str read_path(struct arena *arena, struct str text) {
    if (str_find_char(text, '%') == text.len) return text;
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < text.len; i++) {
        uint64_t value = 0;
        bool escape = text.ptr[i] == '%' && read_hex(str_sub(text, i + 1, i + 3), 2, &value);
        buf_add_char(&out, escape ? (char)value : text.ptr[i]);
        i += escape ? 2 : 0;
    }
    return buf_str(&out);
}

static bool read_page(struct str path, struct str text, struct baseline_page *page) {
    *page = (struct baseline_page){.path = path};
    while (text.len) {
        uint64_t value;
        if (page->count == BASELINE_SKETCH || !read_hex(str_sub(text, 0, 8), 8, &value)) return false;
        page->lines[page->count++] = (uint32_t)value;
        if (page->count > 1 && page->lines[page->count - 2] >= value) return false;
        text = str_sub(text, 8, text.len);
    }
    return true;
}

static bool read_line(struct arena *arena, struct str line, struct baseline *baseline) {
    struct str rest = line, path = read_path(arena, str_cut(&rest, '\t')), rule = str_cut(&rest, '\t');
    if (!path.len || !rest.ptr) return false;
    if (str_eq(rule, STR("-"))) return read_page(path, rest, ARRAY_PUSH(arena, &baseline->pages));
    struct baseline_row row = {.path = path, .rule = rule};
    struct str nth = str_cut(&rest, '\t'), number = str_cut(&nth, ':');
    row.date = rest;
    if (!rule.len || !read_hex(number, 16, &row.number) || !read_nth(nth, &row.nth) || !is_date(row.date))
        return false;
    *ARRAY_PUSH(arena, &baseline->rows) = row;
    return true;
}

bool baseline_read(struct arena *arena, struct str name, struct str text, struct baseline *baseline,
                   struct error *error) {
    uint32_t number = 0;
    while (text.ptr && text.len) {
        struct str line = str_cut(&text, '\n');
        number++;
        if (str_ends(line, STR("\r"))) line.len--;
        if (!line.len || line.ptr[0] == '#') continue;
        if (str_starts(line, STR("<<<<<<<")) || str_starts(line, STR("=======")) ||
            str_starts(line, STR(">>>>>>>")))
            return error_set(error, name, number,
                             "a merge was not finished: keep the lines of both sides, without the marks");
        if (!read_line(arena, line, baseline))
            return error_set(error, name, number, "this is no row of a baseline");
        if (baseline->rows.len + baseline->pages.len > BASELINE_MAX_ROWS)
            return error_set(error, name, number, "a baseline has at most %u rows", BASELINE_MAX_ROWS);
    }
    return true;
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

static int by_row(const void *left, const void *right) {
    const struct baseline_row *a = left, *b = right;
    int order = str_cmp(a->path, b->path);
    if (!order) order = str_cmp(a->rule, b->rule);
    if (!order) order = (a->number > b->number) - (a->number < b->number);
    return order ? order : str_cmp(a->date, b->date);
}

static int by_page(const void *left, const void *right) {
    return str_cmp(((const struct baseline_page *)left)->path, ((const struct baseline_page *)right)->path);
}

static void print_path(struct buf *out, struct str path) {
    for (size_t i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.ptr[i];
        bool odd = c < ' ' || c == 0x7f || c == '%' || (i == 0 && c == '#');
        if (odd)
            buf_printf(out, "%%%02x", c);
        else
            buf_add_char(out, (char)c);
    }
    buf_add_char(out, '\t');
}

static void print_row(struct buf *out, const struct baseline_row *row) {
    print_path(out, row->path);
    buf_printf(out, "%.*s\t%016" PRIx64, STR_FMT(row->rule), row->number);
    if (row->nth > 1) buf_printf(out, ":%u", (unsigned)row->nth);
    buf_printf(out, "\t%.*s\n", STR_FMT(row->date));
}

static void print_page(struct buf *out, const struct baseline_page *page) {
    print_path(out, page->path);
    buf_add(out, STR("-\t"));
    for (size_t i = 0; i < page->count; i++) buf_printf(out, "%08" PRIx32, page->lines[i]);
    buf_add_char(out, '\n');
}

static bool is_same(const struct baseline_row *a, const struct baseline_row *b) {
    return a->number == b->number && str_eq(a->path, b->path) && str_eq(a->rule, b->rule);
}

void baseline_print(struct baseline *baseline, struct buf *out) {
    struct baseline_row *rows = baseline->rows.items;
    struct baseline_page *pages = baseline->pages.items;
    size_t page = 0, page_count = baseline->pages.len;
    if (baseline->rows.len) qsort(rows, baseline->rows.len, sizeof *rows, by_row);
    if (page_count) qsort(pages, page_count, sizeof *pages, by_page);
    buf_add(out, STR(HEADING "\n"));
    for (size_t i = 0; i < baseline->rows.len; i++) {
        rows[i].nth = i && is_same(&rows[i - 1], &rows[i]) ? rows[i - 1].nth + 1 : 1;
        bool first = !i || !str_eq(rows[i - 1].path, rows[i].path);
        while (first && page < page_count && str_cmp(pages[page].path, rows[i].path) < 0) page++;
        for (; first && page < page_count && str_eq(pages[page].path, rows[i].path); page++)
            print_page(out, &pages[page]);
        print_row(out, &rows[i]);
    }
}

struct str baseline_key(struct arena *arena, const struct baseline_row *row) {
    struct buf out = {.arena = arena};
    buf_add(&out, (struct str){(const char *)&row->number, sizeof row->number});
    buf_printf(&out, "%u %.*s ", (unsigned)row->nth, STR_FMT(row->rule));
    buf_add(&out, row->path);
    return buf_str(&out);
}
