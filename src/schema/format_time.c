/* date, time, date-time and duration: RFC 3339, its appendix A for durations. */
#include "schema/internal.h"

/* Reads count digits at *at; -1 when there are fewer. */
static int read_digits(struct str s, size_t *at, int count) {
    int value = 0;
    for (int i = 0; i < count; i++, (*at)++) {
        if (*at >= s.len || s.ptr[*at] < '0' || s.ptr[*at] > '9') return -1;
        value = value * 10 + (s.ptr[*at] - '0');
    }
    return value;
}

static bool read_char(struct str s, size_t *at, char c) {
    if (*at >= s.len || s.ptr[*at] != c) return false;
    (*at)++;
    return true;
}

static int days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool format_is_date(struct arena *arena, struct str s) {
    (void)arena;
    size_t at = 0;
    int year = read_digits(s, &at, 4);
    if (year < 0 || !read_char(s, &at, '-')) return false;
    int month = read_digits(s, &at, 2);
    if (month < 1 || month > 12 || !read_char(s, &at, '-')) return false;
    int day = read_digits(s, &at, 2);
    return day >= 1 && day <= days_in_month(year, month) && at == s.len;
}

/* Minutes east of UTC; false when there is no offset or it is not one. */
static bool read_offset(struct str s, size_t *at, int *minutes) {
    *minutes = 0;
    if (read_char(s, at, 'Z') || read_char(s, at, 'z')) return true;
    int sign = read_char(s, at, '+') ? 1 : read_char(s, at, '-') ? -1 : 0;
    int hour = sign != 0 ? read_digits(s, at, 2) : -1;
    if (hour < 0 || hour > 23 || !read_char(s, at, ':')) return false;
    int minute = read_digits(s, at, 2);
    *minutes = sign * (hour * 60 + minute);
    return minute >= 0 && minute <= 59;
}

bool format_is_time(struct arena *arena, struct str s) {
    (void)arena;
    size_t at = 0;
    int hour = read_digits(s, &at, 2);
    if (hour < 0 || hour > 23 || !read_char(s, &at, ':')) return false;
    int minute = read_digits(s, &at, 2);
    if (minute < 0 || minute > 59 || !read_char(s, &at, ':')) return false;
    int second = read_digits(s, &at, 2), offset = 0;
    if (second < 0 || second > 60) return false;
    if (read_char(s, &at, '.')) {
        if (read_digits(s, &at, 1) < 0) return false;
        while (at < s.len && char_is_digit(s.ptr[at])) at++;
    }
    if (!read_offset(s, &at, &offset) || at != s.len) return false;
    /* A leap second is the last one of a day in UTC. */
    return second < 60 || (hour * 60 + minute - offset + 1440) % 1440 == 23 * 60 + 59;
}

bool format_is_date_time(struct arena *arena, struct str s) {
    if (s.len < 11 || (s.ptr[10] != 'T' && s.ptr[10] != 't')) return false;
    return format_is_date(arena, str_sub(s, 0, 10)) && format_is_time(arena, str_sub(s, 11, s.len));
}

/* One or more "12U" with the units in order, none left out between two ("1Y2D" is not one). */
static bool read_units(struct str s, size_t *at, const char *units) {
    int last = -1, seen = 0;
    while (*at < s.len && s.ptr[*at] != 'T') {
        size_t start = *at;
        while (*at < s.len && char_is_digit(s.ptr[*at])) (*at)++;
        if (*at == start || *at == s.len) return false;
        int unit = 0;
        while (units[unit] != '\0' && units[unit] != s.ptr[*at]) unit++;
        if (units[unit] == '\0' || (seen > 0 && unit != last + 1)) return false;
        last = unit;
        seen++;
        (*at)++;
    }
    return seen > 0;
}

bool format_is_duration(struct arena *arena, struct str s) {
    (void)arena;
    size_t at = 0;
    if (!read_char(s, &at, 'P')) return false;
    if (s.len > 1 && s.ptr[s.len - 1] == 'W') return read_units(s, &at, "W") && at == s.len;
    bool date = at < s.len && s.ptr[at] != 'T';
    if (date && !read_units(s, &at, "YMD")) return false;
    if (at == s.len) return date;
    return read_char(s, &at, 'T') && read_units(s, &at, "HMS") && at == s.len;
}
