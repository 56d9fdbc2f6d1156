#include "crawl/parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char heading[] = "# contentlint links 1";

int32_t ledger_date(int64_t seconds) {
    return (int32_t)((seconds - (seconds % 86400 + 86400) % 86400) / 86400);
}

/* ---- reading ---- */

struct reader {
    struct arena *arena;
    ledger_faults *faults;
    ARRAY_OF(struct ledger_row) rows;
    uint32_t line;
};

static bool fault(struct reader *reader, const char *message) {
    struct ledger_fault *fault = ARRAY_PUSH(reader->arena, reader->faults);
    *fault = (struct ledger_fault){reader->line, str_from(message)};
    return false;
}

/* "-" is 0. */
static bool read_number(struct str s, uint32_t max, uint32_t *number) {
    *number = 0;
    if (str_eq(s, STR("-"))) return true;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') return false;
        *number = *number * 10 + (uint32_t)(s.ptr[i] - '0');
        if (*number > max) return false;
    }
    return s.len > 0;
}

static bool read_date(struct str s, int32_t *date) {
    int64_t seconds;
    uint32_t day;
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    *date = 0;
    if (str_eq(s, STR("-"))) return true;
    uint32_t year, month;
    if (s.len != 10 || s.ptr[4] != '-' || s.ptr[7] != '-') return false;
    if (!read_number(str_sub(s, 0, 4), 9999, &year) || !read_number(str_sub(s, 5, 7), 12, &month) ||
        month < 1 || !read_number(str_sub(s, 8, 10), 31, &day) || day < 1)
        return false;
    char text[64];
    snprintf(text, sizeof text, "%u %s %u 00:00:00", day, months[month - 1], year);
    if (!header_date(str_from(text), &seconds)) return false;
    *date = ledger_date(seconds);
    return true;
}

static struct str optional(struct str s) {
    if (str_eq(s, STR("-"))) s = (struct str){0};
    return s;
}

enum { COLUMNS = 12 };

static bool read_dates(const struct str *columns, struct ledger_row *row) {
    return read_date(columns[3], &row->checked) && row->checked && read_date(columns[4], &row->good) &&
           read_date(columns[5], &row->failed) && read_date(columns[7], &row->expires);
}

static bool read_row(struct reader *reader, const struct str *columns, struct ledger_row *row) {
    struct target target;
    struct arena scratch = {0};
    uint32_t status, runs;
    bool canonical = target_parse(&scratch, columns[0], &target) == TARGET_OK &&
                     str_eq(target.url, columns[0]) && !target.fragment.ptr;
    arena_free(&scratch);
    row->url = columns[0];
    if (!canonical) return fault(reader, "the first column is not a plain http or https URL");
    if (!verdict_kind_read(columns[1], &row->kind) || row->kind > VERDICT_UNVERIFIABLE)
        return fault(reader, "the verdict is none of ok, moved, broken, unverifiable");
    if (!read_dates(columns, row)) return fault(reader, "a date is not of the form YYYY-MM-DD");
    if (!read_number(columns[2], 999, &status) || !read_number(columns[6], 60000, &runs))
        return fault(reader, "the status or the number of runs is not a number");
    row->status = (uint16_t)status;
    row->runs = (uint16_t)runs;
    row->manual = str_eq(columns[8], STR("manual"));
    if (!row->manual && !str_eq(columns[8], STR("crawl")))
        return fault(reader, "who said so is neither crawl nor manual");
    if (!verdict_reason_read(columns[9], &row->reason)) return fault(reader, "the reason is not known");
    row->final_url = optional(columns[10]);
    row->validator = optional(columns[11]);
    return true;
}

static void read_line(struct reader *reader, struct str line) {
    struct str columns[COLUMNS];
    size_t count = 0;
    static const char *const markers[] = {"<<<<<<<", "=======", ">>>>>>>", "|||||||"};
    if (line.len == 0 || line.ptr[0] == '#') return;
    for (size_t i = 0; i < ARRAY_LEN(markers); i++)
        if (str_starts(line, str_from(markers[i]))) {
            fault(reader, "a merge was left unfinished here");
            return;
        }
    for (struct str rest = line; rest.ptr; count++) {
        struct str column = str_cut(&rest, '\t');
        if (count < COLUMNS) columns[count] = column;
    }
    struct ledger_row row = {0};
    if (count != COLUMNS)
        fault(reader, "the row does not have 12 columns");
    else if (unicode_check(line) < line.len)
        fault(reader, "the row is not valid UTF-8");
    else if (read_row(reader, columns, &row))
        *ARRAY_PUSH(reader->arena, &reader->rows) = row;
}

static int row_order(const void *a, const void *b) {
    const struct ledger_row *x = a, *y = b;
    return str_cmp(x->url, y->url);
}

void ledger_parse(struct arena *arena, struct str text, struct ledger *ledger, ledger_faults *faults) {
    struct reader reader = {.arena = arena, .faults = faults};
    for (struct str rest = text; rest.len;) {
        struct str line = str_cut(&rest, '\n');
        bool ended = rest.ptr != NULL;
        if (line.len && line.ptr[line.len - 1] == '\r') line.len--;
        reader.line++;
        if (reader.line == 1 && !str_eq(line, str_from(heading)))
            fault(&reader, "the first line is not \"# contentlint links 1\"");
        if (ended)
            read_line(&reader, line);
        else
            fault(&reader, "the last line has no end: the file may have been cut");
    }
    struct ledger read = {reader.rows.items, reader.rows.len};
    ledger_merge(arena, &read, 1, ledger);
}

bool ledger_read(struct arena *arena, const char *path, struct ledger *ledger, ledger_faults *faults,
                 struct error *error) {
    struct stat status;
    struct str text = {0};
    *ledger = (struct ledger){0};
    if (stat(path, &status) != 0 && errno == ENOENT) return true;
    if (!file_read(arena, path, 0, &text, error)) return false;
    ledger_parse(arena, text, ledger, faults);
    return true;
}

/* ---- writing ---- */

/* Proleptic Gregorian date of a day number, the reverse of header_date's sum. */
static void add_date(struct buf *out, int32_t date) {
    if (!date) {
        buf_add(out, STR("\t-"));
        return;
    }
    time_t seconds = (time_t)date * 86400;
    struct tm parts;
    gmtime_r(&seconds, &parts);
    buf_printf(out, "\t%04d-%02d-%02d", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
}

static void add_text(struct buf *out, struct str s) {
    buf_add_char(out, '\t');
    bool plain = s.len > 0 && unicode_check(s) == s.len;
    for (size_t i = 0; plain && i < s.len; i++) plain = (unsigned char)s.ptr[i] >= ' ';
    buf_add(out, plain ? s : STR("-"));
}

static void add_row(struct buf *out, const struct ledger_row *row) {
    buf_add(out, row->url);
    buf_printf(out, "\t%s\t", verdict_name(row->kind));
    if (row->status)
        buf_printf(out, "%u", row->status);
    else
        buf_add_char(out, '-');
    add_date(out, row->checked);
    add_date(out, row->good);
    add_date(out, row->failed);
    if (row->runs)
        buf_printf(out, "\t%u", row->runs);
    else
        buf_add(out, STR("\t-"));
    add_date(out, row->expires);
    buf_printf(out, "\t%s\t%s", row->manual ? "manual" : "crawl", verdict_reason_id(row->reason));
    add_text(out, row->final_url);
    add_text(out, row->validator);
    buf_add_char(out, '\n');
}

struct str ledger_format(struct arena *arena, const struct ledger *ledger) {
    struct buf out = {.arena = arena};
    buf_printf(&out, "%s\n", heading);
    for (size_t i = 0; i < ledger->count; i++) add_row(&out, &ledger->rows[i]);
    return buf_str(&out);
}

bool ledger_write(const char *path, const struct ledger *ledger, struct error *error) {
    struct arena arena = {0};
    bool ok = file_write(path, ledger_format(&arena, ledger), error);
    arena_free(&arena);
    return ok;
}

const struct ledger_row *ledger_find(const struct ledger *ledger, struct str url) {
    const struct ledger_row key = {.url = url};
    return ledger->count ? bsearch(&key, ledger->rows, ledger->count, sizeof key, row_order) : NULL;
}

bool ledger_equal(const struct ledger *a, const struct ledger *b) {
    struct arena arena = {0};
    bool equal = a->count == b->count && str_eq(ledger_format(&arena, a), ledger_format(&arena, b));
    arena_free(&arena);
    return equal;
}
