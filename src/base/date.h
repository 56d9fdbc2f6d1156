/* date.h: part of base.h, which includes it: dates, and time zones of the system's database. */
#ifndef CONTENTLINT_BASE_DATE_H
#define CONTENTLINT_BASE_DATE_H

#include "base/str.h"

struct date { /* civil date and time; see date.c for the layouts that Hugo's cast.ToTime reads */
    int year, month, day, hour, minute, second;
    int offset_minutes; /* of UTC; meaningful when has_offset */
    bool has_time, has_offset;
};
bool date_parse(struct str s, struct date *date); /* RFC 3339 and the layouts Hugo accepts for a string */
/* A timestamp that YAML or TOML reads as a date without quotes: "2024-1-2", "2024-01-02 10:11:12.5 +2". */
bool date_timestamp(struct str s, struct date *date);

/* ---- calendar.c ---- */

int64_t date_days(int year, int month, int day); /* since 1970-01-01 */
int64_t date_seconds(const struct date *date);   /* since 1970-01-01T00:00Z; without offset: UTC */
struct date date_at(int64_t seconds);            /* the other way round, in UTC, without offset */
int date_weekday(int year, int month, int day);  /* 0 = Sunday */
int date_yearday(int year, int month, int day);  /* 1..366 */
const char *date_month_name(int month);          /* "January" of 1; "" when there is no such month */
const char *date_weekday_name(int weekday);      /* "Sunday" of 0 */
/* The month whose name, in any case, begins with the same three letters; 0: none. */
int date_month_number(struct str name);

/* ---- zone.c ---- */

struct zone;
/* By name ("Europe/Berlin"). NULL: there is no such zone, or no database; one that cannot be read is a file_doubt. After
 * the last change that the file lists (2037) its offset stays. Below, a NULL zone is UTC. */
const struct zone *zone_load(struct arena *arena, struct str name);
/* Is it the name of a zone with an offset of its own that this system cannot tell, for want of the whole database? */
bool zone_unknowable(struct str name);
/* Seconds east of UTC at that moment. */
int zone_offset(const struct zone *zone, int64_t seconds);
/* date_seconds; a date without offset is one in the zone. */
int64_t zone_seconds(const struct zone *zone, const struct date *date);
/* What a clock in the zone shows at that moment. */
void zone_convert(const struct zone *zone, struct date *date);

#endif
