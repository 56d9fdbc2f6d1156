/* hugo_layout.c: dates in Go's layouts ("2006", "Jan", "02"), as permalink patterns may name them (1.7.3). */
#include "hugo/model.h"

enum chunk {
    NONE,
    MONTH_NAME,
    MONTH_SHORT,
    WEEKDAY_NAME,
    WEEKDAY_SHORT,
    ZONE,
    MONTH_2,
    DAY_2,
    HOUR12_2,
    MINUTE_2,
    SECOND_2,
    YEAR_2,
    YEARDAY_3,
    MONTH_1,
    DAY_1,
    HOUR12_1,
    MINUTE_1,
    SECOND_1,
    HOUR_2,
    YEAR_4,
    AM_UPPER,
    AM_LOWER
};

/* In the order Go tries them: of two that begin alike the longer one stands first. */
static const struct {
    const char *text;
    enum chunk chunk;
} chunks[] = {
    {"January", MONTH_NAME}, {"Jan", MONTH_SHORT}, {"Monday", WEEKDAY_NAME}, {"Mon", WEEKDAY_SHORT},
    {"MST", ZONE},           {"002", YEARDAY_3},   {"01", MONTH_2},          {"02", DAY_2},
    {"03", HOUR12_2},        {"04", MINUTE_2},     {"05", SECOND_2},         {"06", YEAR_2},
    {"15", HOUR_2},          {"1", MONTH_1},       {"2006", YEAR_4},         {"2", DAY_1},
    {"_2006", YEAR_4},       {"_2", DAY_1},        {"3", HOUR12_1},          {"4", MINUTE_1},
    {"5", SECOND_1},         {"PM", AM_UPPER},     {"pm", AM_LOWER},
};

/* Go reads "Jan" and "Mon" only when no lower-case letter follows. */
static bool name_ends(struct str layout, size_t end) {
    return end >= layout.len || layout.ptr[end] < 'a' || layout.ptr[end] > 'z';
}

static enum chunk chunk_at(struct str layout, size_t at, size_t *len) {
    for (size_t i = 0; i < ARRAY_LEN(chunks); i++) {
        struct str text = str_from(chunks[i].text);
        if (!str_starts(str_sub(layout, at, layout.len), text)) continue;
        bool abbreviation = chunks[i].chunk == MONTH_SHORT || chunks[i].chunk == WEEKDAY_SHORT;
        if (abbreviation && !name_ends(layout, at + text.len)) continue;
        *len = text.len;
        return chunks[i].chunk;
    }
    *len = 1;
    return NONE;
}

static void add_name(struct buf *out, enum chunk chunk, const struct date *date) {
    struct str month = str_from(date_month_name(date->month));
    struct str day = str_from(date_weekday_name(date_weekday(date->year, date->month, date->day)));
    switch (chunk) {
    case MONTH_NAME: buf_add(out, month); break;
    case MONTH_SHORT: buf_add(out, str_sub(month, 0, 3)); break;
    case WEEKDAY_NAME: buf_add(out, day); break;
    case WEEKDAY_SHORT: buf_add(out, str_sub(day, 0, 3)); break;
    case AM_UPPER: buf_add(out, str_from(date->hour < 12 ? "AM" : "PM")); break;
    case AM_LOWER: buf_add(out, str_from(date->hour < 12 ? "am" : "pm")); break;
    default: buf_add(out, STR("UTC")); break;
    }
}

static bool add_number(struct buf *out, enum chunk chunk, const struct date *date) {
    int hour12 = date->hour % 12 == 0 ? 12 : date->hour % 12;
    switch (chunk) {
    case MONTH_2: buf_printf(out, "%02d", date->month); return true;
    case MONTH_1: buf_printf(out, "%d", date->month); return true;
    case DAY_2: buf_printf(out, "%02d", date->day); return true;
    case DAY_1: buf_printf(out, "%d", date->day); return true;
    case HOUR_2: buf_printf(out, "%02d", date->hour); return true;
    case HOUR12_2: buf_printf(out, "%02d", hour12); return true;
    case HOUR12_1: buf_printf(out, "%d", hour12); return true;
    case MINUTE_2: buf_printf(out, "%02d", date->minute); return true;
    case MINUTE_1: buf_printf(out, "%d", date->minute); return true;
    case SECOND_2: buf_printf(out, "%02d", date->second); return true;
    case SECOND_1: buf_printf(out, "%d", date->second); return true;
    case YEAR_2: buf_printf(out, "%02d", date->year % 100); return true;
    case YEAR_4: buf_printf(out, "%04d", date->year); return true;
    case YEARDAY_3: buf_printf(out, "%03d", date_yearday(date->year, date->month, date->day)); return true;
    default: return false;
    }
}

bool hugo_layout_format(struct buf *out, struct str layout, const struct date *date) {
    bool any = false;
    for (size_t at = 0, len; at < layout.len; at += len) {
        enum chunk chunk = chunk_at(layout, at, &len);
        if (chunk == NONE) {
            buf_add_char(out, layout.ptr[at]);
            continue;
        }
        any = true;
        if (!add_number(out, chunk, date)) add_name(out, chunk, date);
    }
    return any;
}

bool hugo_layout_token(struct buf *out, struct str token, const struct date *date) {
    if (str_eq(token, STR("year")))
        buf_printf(out, "%d", date->year);
    else if (str_eq(token, STR("month")))
        buf_printf(out, "%02d", date->month);
    else if (str_eq(token, STR("monthname")))
        add_name(out, MONTH_NAME, date);
    else if (str_eq(token, STR("day")))
        buf_printf(out, "%02d", date->day);
    else if (str_eq(token, STR("weekday")))
        buf_printf(out, "%d", date_weekday(date->year, date->month, date->day));
    else if (str_eq(token, STR("weekdayname")))
        add_name(out, WEEKDAY_NAME, date);
    else if (str_eq(token, STR("yearday")))
        buf_printf(out, "%d", date_yearday(date->year, date->month, date->day));
    else
        return false;
    return true;
}
