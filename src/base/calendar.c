/* calendar.c: the proleptic Gregorian calendar. */
#include "base/base.h"

const char *date_month_name(int month) {
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
    return month >= 1 && month <= 12 ? names[month - 1] : "";
}

const char *date_weekday_name(int weekday) {
    static const char *const names[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                        "Thursday", "Friday", "Saturday"};
    return weekday >= 0 && weekday <= 6 ? names[weekday] : "";
}

int date_month_number(struct str name) {
    for (int month = 1; month <= 12 && name.len >= 3; month++)
        if (str_eq_nocase(str_sub(name, 0, 3), (struct str){date_month_name(month), 3})) return month;
    return 0;
}

/* Years begin in March, eras have 400 of them (Howard Hinnant, chrono-compatible low-level date algorithms). */
int64_t date_days(int year, int month, int day) {
    int64_t y = year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

int64_t date_seconds(const struct date *date) {
    int64_t clock = date->hour * 3600 + date->minute * 60 + date->second;
    int64_t offset_seconds = date->has_offset ? date->offset_minutes * 60 : 0;
    return date_days(date->year, date->month, date->day) * 86400 + clock - offset_seconds;
}

struct date date_at(int64_t seconds) {
    int64_t days = seconds / 86400, clock = seconds % 86400;
    if (clock < 0) clock += 86400, days--;
    int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097, of_era = z - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
    struct date date = {.has_time = true};
    date.day = (int)(of_year - (153 * month + 2) / 5 + 1);
    date.month = (int)(month < 10 ? month + 3 : month - 9);
    date.year = (int)(year + era * 400 + (date.month <= 2));
    date.hour = (int)(clock / 3600);
    date.minute = (int)(clock / 60 % 60);
    date.second = (int)(clock % 60);
    return date;
}

int date_weekday(int year, int month, int day) {
    int64_t weekday = (date_days(year, month, day) + 4) % 7; /* the first day was a Thursday */
    return (int)(weekday < 0 ? weekday + 7 : weekday);
}

int date_yearday(int year, int month, int day) {
    return (int)(date_days(year, month, day) - date_days(year, 1, 1)) + 1;
}
