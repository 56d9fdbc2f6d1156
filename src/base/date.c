#include "base/base.h"

#include <string.h>

/* Dates as Go reads them: a layout is the reference time written the way the text is written. These are the layouts of
 * cast.ToTime (github.com/spf13/cast), which Hugo applies to dates that are strings, without those that have no day. */
static const char *const layouts[] = {
    "2006-01-02",
    "2006-01-02T15:04:05Z07:00",
    "2006-01-02T15:04:05",
    "Mon, 02 Jan 2006 15:04:05 -0700",
    "Mon, 02 Jan 2006 15:04:05 MST",
    "02 Jan 06 15:04 -0700",
    "02 Jan 06 15:04 MST",
    "Monday, 02-Jan-06 15:04:05 MST",
    "2006-01-02 15:04:05 -0700 MST",
    "2006-01-02T15:04:05-0700",
    "2006-01-02 15:04:05Z0700",
    "2006-01-02 15:04:05",
    "Mon Jan _2 15:04:05 2006",
    "Mon Jan _2 15:04:05 MST 2006",
    "Mon Jan 02 15:04:05 -0700 2006",
    "2006-01-02 15:04:05Z07:00",
    "02 Jan 2006",
    "2006-01-02 15:04:05 -07:00",
    "2006-01-02 15:04:05 -0700",
};

struct cursor {
    struct str s;
    size_t at;
};

static char peek(const struct cursor *c) {
    return c->at < c->s.len ? c->s.ptr[c->at] : '\0';
}

/* A number of least to most digits. */
static bool number(struct cursor *c, int least, int most, int *value) {
    int digits = 0;
    for (*value = 0; digits < most && char_is_digit(peek(c)); digits++)
        *value = *value * 10 + (c->s.ptr[c->at++] - '0');
    return digits >= least;
}

static bool one_of(struct cursor *c, const char *set) {
    char have = peek(c);
    if (have == '\0' || !strchr(set, have)) return false;
    c->at++;
    return true;
}

static void skip_digits(struct cursor *c) {
    while (char_is_digit(peek(c))) c->at++;
}

/* Moves past a month's or a day's name, or its first three letters; its index, or -1. */
static int name_at(struct cursor *c, const char *(*name_of)(int), int first, int last, bool whole) {
    for (int i = first; i <= last; i++) {
        struct str name = str_from(name_of(i));
        if (!whole) name.len = 3;
        if (!str_eq_nocase(str_sub(c->s, c->at, c->at + name.len), name)) continue;
        c->at += name.len;
        return i;
    }
    return -1;
}

/* "+0200" or "+02:00", as `colon` says. */
static bool offset(struct cursor *c, bool colon, struct date *date) {
    int hours, minutes;
    bool negative = peek(c) == '-';
    if (!one_of(c, "+-") || !number(c, 2, 2, &hours)) return false;
    if (colon && !one_of(c, ":")) return false;
    if (!number(c, 2, 2, &minutes) || hours > 24 || minutes > 59) return false;
    date->offset_minutes = (hours * 60 + minutes) * (negative ? -1 : 1);
    date->has_offset = true;
    return true;
}

/* Three to five capital letters. Go knows no offset for them unless they are the machine's own: UTC then. */
static bool zone_name(struct cursor *c, struct date *date) {
    size_t start = c->at;
    while (char_is_upper(peek(c))) c->at++;
    date->has_offset = true;
    return c->at - start >= 3 && c->at - start <= 5;
}

static bool seconds(struct cursor *c, struct date *date) {
    if (!number(c, 2, 2, &date->second)) return false;
    struct cursor fraction = *c;
    if (one_of(&fraction, ".,") && char_is_digit(peek(&fraction))) {
        skip_digits(&fraction);
        *c = fraction;
    }
    return true;
}

static bool short_year(struct cursor *c, int *year) {
    if (!number(c, 2, 2, year)) return false;
    *year += *year >= 69 ? 1900 : 2000;
    return true;
}

static bool hour(struct cursor *c, struct date *date) {
    date->has_time = true;
    return number(c, 1, 2, &date->hour);
}

static bool is_literal(const char *layout) {
    return strchr(" ,:T", *layout) || (*layout == '-' && strncmp(layout, "-07", 3) != 0);
}

/* One element of the layout; *layout moves past it. */
static bool element(const char **layout, struct cursor *c, struct date *date) {
    static const struct str elements[] = {{"2006", 4},  {"01", 2},    {"02", 2},     {"06", 2},
                                          {"15", 2},    {"04", 2},    {"05", 2},     {"Z07:00", 6},
                                          {"Z0700", 5}, {"-0700", 5}, {"-07:00", 6}, {"Monday", 6},
                                          {"Mon", 3},   {"MST", 3},   {"Jan", 3},    {"_2", 2}};
    if (is_literal(*layout)) return one_of(c, (char[]){*(*layout)++, '\0'});
    size_t i = 0;
    while (elements[i].ptr[0] != **layout || strncmp(*layout, elements[i].ptr, elements[i].len) != 0) i++;
    *layout += elements[i].len;
    switch (i) {
    case 0: return number(c, 4, 4, &date->year);
    case 1: return number(c, 2, 2, &date->month);
    case 2: return number(c, 2, 2, &date->day);
    case 3: return short_year(c, &date->year);
    case 4: return hour(c, date);
    case 5: return number(c, 2, 2, &date->minute);
    case 6: return seconds(c, date);
    case 7:
    case 8: return one_of(c, "Z") ? (date->has_offset = true) : offset(c, i == 7, date);
    case 9: return offset(c, false, date);
    case 10: return offset(c, true, date);
    case 11:
    case 12: return name_at(c, date_weekday_name, 0, 6, i == 11) >= 0;
    case 13: return zone_name(c, date);
    case 14: return (date->month = name_at(c, date_month_name, 1, 12, false)) > 0;
    case 15: return one_of(c, " "), number(c, 1, 2, &date->day);
    default: return false;
    }
}

static bool is_leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static bool is_valid(const struct date *date) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (date->month < 1 || date->month > 12 || date->day < 1) return false;
    if (date->day > days[date->month - 1] + (date->month == 2 && is_leap(date->year))) return false;
    return date->hour < 24 && date->minute < 60 && date->second < 60;
}

static bool parse_layout(const char *layout, struct str s, struct date *date) {
    struct cursor c = {s, 0};
    *date = (struct date){0};
    while (*layout)
        if (!element(&layout, &c, date)) return false;
    return c.at == s.len && is_valid(date);
}

/* Whether s can begin as the layout does: most texts are refused here. */
static bool may_fit(const char *layout, struct str s) {
    if (*layout == 'M') return !char_is_digit(s.ptr[0]);
    return char_is_digit(s.ptr[0]) && (*layout == '2' ? s.ptr[4] == '-' : s.ptr[2] == ' ');
}

bool date_parse(struct str s, struct date *date) {
    enum { LONGEST = 64 };
    if (s.len < 8 || s.len > LONGEST) return false;
    for (size_t i = 0; i < ARRAY_LEN(layouts); i++)
        if (may_fit(layouts[i], s) && parse_layout(layouts[i], s, date)) return true;
    return false;
}

/* ---- YAML and TOML ---------------------------------------------------------------------------------------- */

static bool clock_part(struct cursor *c, struct date *date) {
    date->has_time = true;
    if (!number(c, 1, 2, &date->hour) || !one_of(c, ":") || !number(c, 1, 2, &date->minute)) return false;
    if (!one_of(c, ":") || !number(c, 1, 2, &date->second)) return false;
    if (one_of(c, ".")) skip_digits(c);
    while (one_of(c, " \t")) continue;
    if (c->at == c->s.len) return true;
    date->has_offset = true;
    if (one_of(c, "Zz")) return true;
    int minutes = 0, hours;
    bool negative = peek(c) == '-';
    if (!one_of(c, "+-") || !number(c, 1, 2, &hours)) return false;
    if ((one_of(c, ":") || char_is_digit(peek(c))) && !number(c, 2, 2, &minutes)) return false;
    date->offset_minutes = (hours * 60 + minutes) * (negative ? -1 : 1);
    return true;
}

bool date_timestamp(struct str s, struct date *date) {
    struct cursor c = {s, 0};
    *date = (struct date){0};
    if (!number(&c, 4, 4, &date->year) || !one_of(&c, "-") || !number(&c, 1, 2, &date->month)) return false;
    if (!one_of(&c, "-") || !number(&c, 1, 2, &date->day)) return false;
    if (c.at == s.len) return is_valid(date);
    if (!one_of(&c, "Tt \t")) return false;
    while (one_of(&c, " \t")) continue;
    return clock_part(&c, date) && c.at == s.len && is_valid(date);
}
