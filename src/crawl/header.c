#include "crawl/parts.h"

#include <string.h>

void header_start(struct header *header) {
    size_t bytes = header->bytes;
    memset(header, 0, sizeof *header);
    header->bytes = bytes;
    header->html = true;
    header->wait_ms = header->remaining = header->reset_ms = -1;
}

/* Digits at the start of s, at most 10^12; returns how many. */
static size_t read_number(struct str s, int64_t *number) {
    size_t i = 0;
    *number = 0;
    for (; i < s.len && char_is_digit(s.ptr[i]); i++)
        if (*number < 1000000000000) *number = *number * 10 + (s.ptr[i] - '0');
    return i;
}

static bool read_time(struct str word, int64_t *seconds) {
    int64_t parts[3];
    for (size_t i = 0; i < 3; i++) {
        size_t digits = read_number(word, &parts[i]);
        if (digits == 0 || digits > 2 || parts[i] > 60) return false;
        word = str_sub(word, digits, word.len);
        if (i < 2 && (word.len == 0 || word.ptr[0] != ':')) return false;
        if (i < 2) word = str_sub(word, 1, word.len);
    }
    *seconds = parts[0] * 3600 + parts[1] * 60 + parts[2];
    return parts[0] < 24;
}

/* The three forms of RFC 9110 have the same parts in different orders: two numbers (day, then year), a
 * month's name and a time. */
bool header_date(struct str value, int64_t *seconds) {
    int64_t day = 0, year = -1, time = -1;
    int month = 0;
    char spaced[64];
    if (value.len >= sizeof spaced) return false;
    for (size_t i = 0; i < value.len; i++)
        spaced[i] = value.ptr[i] == '-' || value.ptr[i] == ',' || value.ptr[i] == '\t' ? ' ' : value.ptr[i];
    for (struct str rest = {spaced, value.len}; rest.len;) {
        struct str word = str_cut(&rest, ' ');
        int64_t number;
        size_t digits = read_number(word, &number);
        if (digits && digits < word.len) {
            if (!read_time(word, &time)) return false;
        } else if (digits && !day)
            day = number;
        else if (digits)
            year = number;
        else if (!month)
            month = date_month_number(word);
    }
    if (year >= 0 && year < 100) year += year < 70 ? 2000 : 1900;
    if (!month || day < 1 || day > 31 || year < 1970 || year > 9999 || time < 0) return false;
    *seconds = date_days((int)year, month, (int)day) * 86400 + time;
    return true;
}

/* "1m30s", "2h": what some proxies send. */
static int64_t read_duration(struct str value) {
    int64_t total = 0;
    while (value.len) {
        int64_t number;
        size_t digits = read_number(value, &number);
        if (!digits || digits == value.len || number > 1000000) return -1;
        char unit = value.ptr[digits];
        int64_t factor = unit == 'h' ? 3600 : unit == 'm' ? 60 : unit == 's' ? 1 : 0;
        if (!factor) return -1;
        total += number * factor;
        value = str_sub(value, digits + 1, value.len);
    }
    return total * 1000;
}

int64_t header_retry_after(struct str value, int64_t now) {
    int64_t number;
    value = str_trim(value);
    size_t digits = read_number(value, &number);
    if (!value.len) return -1;
    if (digits == value.len) return number * 1000;
    if (digits && value.ptr[digits] == '.') return number * 1000 + 1000;
    if (digits && value.len < 16) return read_duration(value);
    if (!header_date(value, &number)) return -1;
    return number > now ? (number - now) * 1000 : 0;
}

/* Seconds from now, or, as GitHub and GitLab send it, a time since 1970. */
static int64_t read_reset(struct str value, int64_t now) {
    int64_t number;
    if (!read_number(value, &number)) return -1;
    if (number > 1000000000) number = number > now ? number - now : 0;
    return number * 1000;
}

/* RateLimit: limit=100, remaining=0, reset=5 (drafts to 07); RateLimit: "default";r=0;t=5 (from 08). */
static void read_ratelimit(struct header *header, struct str value, int64_t now) {
    static const char *const remaining[] = {"remaining=", "r="}, *const reset[] = {"reset=", "t="};
    while (value.len) {
        size_t end = 0;
        while (end < value.len && !strchr(",;", value.ptr[end])) end++;
        struct str part = str_trim(str_sub(value, 0, end));
        value = str_sub(value, end + 1, value.len);
        for (size_t i = 0; i < 2; i++) {
            struct str name = str_from(remaining[i]);
            if (str_starts(part, name)) read_number(str_sub(part, name.len, part.len), &header->remaining);
            name = str_from(reset[i]);
            if (str_starts(part, name)) header->reset_ms = read_reset(str_sub(part, name.len, part.len), now);
        }
    }
}

static void keep(char *to, size_t size, struct str value) {
    if (value.len >= size) return;
    if (value.len) memcpy(to, value.ptr, value.len);
    to[value.len] = 0;
}

static bool is_html(struct str type) {
    type = str_trim(str_sub(type, 0, str_find_char(type, ';')));
    return type.len == 0 || str_eq_nocase(type, STR("text/html")) ||
           str_eq_nocase(type, STR("application/xhtml+xml"));
}

/* The charset parameter of a Content-Type, without quotes. */
static struct str charset_of(struct str type) {
    str_cut(&type, ';');
    while (type.ptr) {
        struct str value = str_cut(&type, ';'), name = str_trim(str_cut(&value, '='));
        if (!value.ptr || !str_eq_nocase(name, STR("charset"))) continue;
        value = str_trim(value);
        bool quoted = value.len >= 2 && value.ptr[0] == '"';
        return quoted ? str_sub(value, 1, value.len - 1) : value;
    }
    return (struct str){0};
}

static bool ends_nocase(struct str name, const char *end) {
    struct str tail = str_from(end);
    return name.len >= tail.len && str_eq_nocase(str_sub(name, name.len - tail.len, name.len), tail);
}

static void read_field(struct header *header, struct str name, struct str value, int64_t now) {
    int64_t number;
    if (str_eq_nocase(name, STR("location")))
        keep(header->location, sizeof header->location, value);
    else if (str_eq_nocase(name, STR("etag")))
        keep(header->etag, sizeof header->etag, value);
    else if (str_eq_nocase(name, STR("last-modified")))
        keep(header->last_modified, sizeof header->last_modified, value);
    else if (str_eq_nocase(name, STR("set-cookie")))
        header->set_cookie = true;
    else if (str_eq_nocase(name, STR("content-type"))) {
        header->html = is_html(value);
        header->charset[0] = 0;
        keep(header->charset, sizeof header->charset, charset_of(value));
    } else if (str_eq_nocase(name, STR("retry-after")))
        header->wait_ms = header_retry_after(value, now);
    else if (str_eq_nocase(name, STR("cf-mitigated")) || str_eq_nocase(name, STR("x-amzn-waf-action")) ||
             str_eq_nocase(name, STR("x-datadome")))
        header->bot_wall = true;
    else if (str_eq_nocase(name, STR("ratelimit")))
        read_ratelimit(header, value, now);
    else if (ends_nocase(name, "ratelimit-remaining") || ends_nocase(name, "rate-limit-remaining")) {
        if (read_number(value, &number)) header->remaining = number;
    } else if (ends_nocase(name, "ratelimit-reset") || ends_nocase(name, "rate-limit-reset"))
        header->reset_ms = read_reset(value, now);
}

/* "HTTP/1.1 200 OK", "HTTP/2 200". */
static uint16_t read_status(struct str line) {
    size_t space = str_find_char(line, ' ');
    int64_t status;
    size_t digits = read_number(str_sub(line, space + 1, line.len), &status);
    return digits == 3 ? (uint16_t)status : 0;
}

bool header_line(struct header *header, struct str line, size_t max, int64_t now) {
    header->bytes += line.len;
    if (header->bytes > max) return false;
    line = str_trim(line);
    if (str_starts(line, STR("HTTP/"))) {
        header_start(header);
        header->status = read_status(line);
    } else if (line.len == 0)
        header->done = header->status >= 200;
    else {
        size_t colon = str_find_char(line, ':');
        if (colon < line.len)
            read_field(header, str_trim(str_sub(line, 0, colon)),
                       str_trim(str_sub(line, colon + 1, line.len)), now);
    }
    return true;
}

int64_t header_pause(const struct header *header) {
    if (header->wait_ms >= 0) return header->wait_ms;
    return header->remaining == 0 && header->reset_ms > 0 ? header->reset_ms : 0;
}

bool header_is_text(struct str text) {
    for (size_t i = 0; i < text.len; i++)
        if (((unsigned char)text.ptr[i] < ' ' && text.ptr[i] != '\t') || text.ptr[i] == 0x7F) return false;
    return true;
}
