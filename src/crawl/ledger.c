#include "crawl/ledger_file.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "crawl/parts.h"

enum { FAULTS_MAX = 999 };

int32_t ledger_date(int64_t seconds) {
    return (int32_t)((seconds - (seconds % 86400 + 86400) % 86400) / 86400);
}

/* ---- reading ---- */

struct reader {
    struct arena *arena, scratch;
    ledger_faults *faults;
    struct ledger_row *rows;
    size_t count;
    uint32_t line;
};

static bool fault(struct reader *reader, const char *message) {
    if (reader->faults->len > FAULTS_MAX) return false;
    if (reader->faults->len == FAULTS_MAX) message = "this line and perhaps more cannot be read";
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
    uint32_t year, month, day;
    *date = 0;
    if (str_eq(s, STR("-"))) return true;
    if (s.len != 10 || s.ptr[4] != '-' || s.ptr[7] != '-') return false;
    if (!read_number(str_sub(s, 0, 4), 9999, &year) || !read_number(str_sub(s, 5, 7), 12, &month) ||
        !read_number(str_sub(s, 8, 10), 31, &day) || year < 1970 || month < 1 || day < 1)
        return false;
    *date = (int32_t)date_days((int)year, (int)month, (int)day);
    return true;
}

static struct str optional(struct str s) {
    if (str_eq(s, STR("-"))) s = (struct str){0};
    return s;
}

enum { COLUMNS = 12 };

/* A URL as this program writes it. Its credentials, if any, are in no file of ours. */
static bool is_plain_url(struct reader *reader, struct str url) {
    struct canonical_url target;
    arena_reset(&reader->scratch);
    return target_parse(&reader->scratch, url, &target) == TARGET_OK && str_eq(target.url, url) &&
           !target.fragment.ptr;
}

static bool is_control(char c) {
    return ((unsigned char)c < ' ' && c != '\t') || c == 0x7F;
}

static bool has_control(struct str line) {
    for (size_t i = 0; i < line.len; i++)
        if (is_control(line.ptr[i])) return true;
    return false;
}

/* Can it stand in a column? */
static bool is_plain(struct str s) {
    return unicode_check(s) == s.len && !has_control(s) && str_find_char(s, '\t') == s.len;
}

bool ledger_is_validator(struct str s) {
    int64_t seconds;
    struct str tag = str_starts(s, STR("W/")) ? str_sub(s, 2, s.len) : s;
    bool quoted =
        tag.len >= 2 && tag.ptr[0] == '"' && str_find_char(str_sub(tag, 1, tag.len), '"') == tag.len - 2;
    return is_plain(s) && (quoted || header_date(s, &seconds));
}

static bool read_dates(const struct str *columns, struct ledger_row *row) {
    return read_date(columns[3], &row->checked) && row->checked && read_date(columns[4], &row->good) &&
           read_date(columns[5], &row->failed) && read_date(columns[7], &row->expires);
}

static bool read_row(struct reader *reader, const struct str *columns, struct ledger_row *row) {
    uint32_t status, runs;
    row->url = columns[0];
    if (!is_plain_url(reader, columns[0]))
        return fault(reader, "the first column is not a plain http or https URL");
    if (!verdict_kind_read(columns[1], &row->kind) || row->kind > VERDICT_UNVERIFIABLE)
        return fault(reader, "the verdict is none of ok, moved, broken, unverifiable");
    if (!read_dates(columns, row)) return fault(reader, "a date is not of the form YYYY-MM-DD");
    if (!read_number(columns[2], 999, &status) || !read_number(columns[6], LEDGER_MAX_RUNS, &runs))
        return fault(reader, "the status or the number of runs is not a number");
    row->status = (uint16_t)status;
    row->runs = (uint16_t)runs;
    row->manual = str_eq(columns[8], STR("manual"));
    if (!row->manual && !str_eq(columns[8], STR("crawl")))
        return fault(reader, "who said so is neither crawl nor manual");
    if (!verdict_reason_read(columns[9], &row->reason) || row->reason >= REASON_BUDGET)
        return fault(reader, "the reason is not one that an answer can have");
    row->final_url = optional(columns[10]);
    if (row->final_url.len && !is_plain_url(reader, row->final_url))
        return fault(reader, "the final URL is not a plain http or https URL");
    row->validator = ledger_is_validator(columns[11]) ? columns[11] : (struct str){0};
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
    else if (has_control(line))
        fault(reader, "the row holds a control character");
    else if (reader->count == LEDGER_MAX_ROWS)
        fault(reader, "the ledger has more rows than the most, 1,000,000");
    else if (read_row(reader, columns, &row) && !redact_needed(row.url))
        reader->rows[reader->count++] = row;
}

static size_t most_rows(struct str text) {
    size_t lines = 0;
    for (struct str rest = text; rest.len; lines++) str_cut(&rest, '\n');
    return lines < LEDGER_MAX_ROWS ? lines : LEDGER_MAX_ROWS;
}

void ledger_parse(struct arena *arena, struct str text, struct ledger *ledger, ledger_faults *faults) {
    struct reader reader = {.arena = arena, .faults = faults};
    reader.rows = ARENA_ARRAY(arena, struct ledger_row, most_rows(text));
    for (struct str rest = text; rest.len;) {
        struct str line = str_cut(&rest, '\n');
        bool ended = rest.ptr != NULL;
        if (line.len && line.ptr[line.len - 1] == '\r') line.len--;
        reader.line++;
        if (reader.line == 1 && !str_eq(line, STR(LEDGER_HEADING)))
            fault(&reader, "the first line is not \"# contentlint links 1\"");
        if (ended)
            read_line(&reader, line);
        else
            fault(&reader, "the last line has no end: the file may have been cut");
    }
    arena_free(&reader.scratch);
    *ledger = (struct ledger){reader.rows, reader.count};
    ledger_sort(ledger);
}

bool ledger_read(struct arena *arena, const char *path, struct ledger *ledger, ledger_faults *faults,
                 struct error *error) {
    struct stat status;
    struct arena whole = {0}; /* the rows keep half of the text or less */
    struct str text = {0};
    *ledger = (struct ledger){0};
    if (stat(path, &status) != 0 && errno == ENOENT) return true;
    bool read = file_read(&whole, path, LEDGER_MAX_BYTES, &text, error);
    if (read) ledger_parse(arena, text, ledger, faults);
    ledger_own(arena, ledger);
    arena_free(&whole);
    return read;
}

/* ---- writing ---- */

static void add_date(struct buf *out, int32_t date) {
    if (!date) {
        buf_add(out, STR("\t-"));
        return;
    }
    struct date civil = date_at((int64_t)date * 86400);
    buf_printf(out, "\t%04d-%02d-%02d", civil.year, civil.month, civil.day);
}

static void add_text(struct buf *out, struct str s) {
    buf_add_char(out, '\t');
    buf_add(out, s.len && is_plain(s) ? s : STR("-"));
}

void ledger_add_row(struct buf *out, const struct ledger_row *row) {
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

/* More than the bytes of a row; exact in what can be long. */
static size_t room_for(const struct ledger_row *row) {
    return row->url.len + row->final_url.len + row->validator.len + 120;
}

static size_t room_of(const struct ledger *ledger, size_t first, size_t end) {
    size_t room = sizeof LEDGER_HEADING;
    if (end > ledger->count) end = ledger->count;
    for (size_t i = first; i < end; i++) room += room_for(&ledger->rows[i]);
    return room;
}

static void add_rows(struct buf *out, const struct ledger *ledger, size_t first, size_t end) {
    if (end > ledger->count) end = ledger->count;
    buf_expect(out, room_of(ledger, first, end));
    if (!first) buf_add(out, STR(LEDGER_HEADING "\n"));
    for (size_t i = first; i < end; i++) {
        assert(!i ||
               str_cmp(ledger->rows[i - 1].url, ledger->rows[i].url) < 0); /* as ledger_find needs them */
        ledger_add_row(out, &ledger->rows[i]);
    }
}

struct str ledger_format(struct arena *arena, const struct ledger *ledger) {
    struct buf out = {.arena = arena};
    add_rows(&out, ledger, 0, ledger->count);
    return buf_str(&out);
}

/* The memory of the largest part: before there is a file that would stay behind if there were none. */
static void take_room(struct ledger_text *text) {
    size_t most = 0;
    for (size_t i = 0; i <= text->ledger->count; i += LEDGER_PART_ROWS) {
        size_t room = room_of(text->ledger, i, i + LEDGER_PART_ROWS);
        if (room > most) most = room;
    }
    text->part = (struct buf){.arena = &text->arena};
    buf_expect(&text->part, most);
}

struct str ledger_next(void *data) {
    struct ledger_text *text = data;
    if (text->row && text->row >= text->ledger->count) return (struct str){0};
    if (!text->part.cap) take_room(text);
    text->part.len = 0;
    add_rows(&text->part, text->ledger, text->row, text->row + LEDGER_PART_ROWS);
    text->row += LEDGER_PART_ROWS;
    return buf_str(&text->part);
}

static bool fits(const struct ledger *ledger) {
    size_t room = room_of(ledger, 0, ledger->count);
    if (room <= LEDGER_MAX_BYTES) return true;
    struct ledger_text text = {.ledger = ledger};
    struct str part;
    for (room = 0; (part = ledger_next(&text)).len;) room += part.len;
    arena_free(&text.arena);
    return room <= LEDGER_MAX_BYTES;
}

bool ledger_write(const char *path, const struct ledger *ledger, struct error *error) {
    struct ledger_text text = {.ledger = ledger};
    if (ledger->count > LEDGER_MAX_ROWS)
        return error_set(error, str_from(path), 0, "cannot be written: it has more rows than the most, %d",
                         LEDGER_MAX_ROWS);
    if (!fits(ledger))
        return error_set(error, str_from(path), 0,
                         "cannot be written: it would be larger than %d MiB, the limit",
                         LEDGER_MAX_BYTES >> 20);
    take_room(&text);
    bool ok = file_write_text(path, &(struct file_text){ledger_next, &text}, error);
    arena_free(&text.arena);
    return ok;
}
