/* x-date: a value that Hugo can read as a date, within limits: other keys of the page, dates, the clock. */
#include <time.h>

#include "schema/internal.h"

static const struct node *sibling_date(const struct at *at, struct str key, int64_t *seconds) {
    const struct where *up = at->where->up;
    struct date date;
    const struct node *other =
        up != NULL && up->value->kind == NODE_OBJECT ? node_get_nocase(up->value, key) : NULL;
    if (other == NULL || !value_is_string(other) || !date_parse(other->text, &date)) return NULL;
    *seconds = date_seconds(&date);
    return other;
}

/* ---- limits: "2024-01-31", "now", "+P1Y", "-P2W" --------------------------------------------------------------- */

struct period {
    int years, months, days;
};

static bool parse_period(struct str text, struct period *period) {
    *period = (struct period){0};
    if (text.len < 3 || text.ptr[0] != 'P') return false;
    for (size_t i = 1; i < text.len; i++) {
        int number = 0, digits = 0;
        for (; i < text.len && char_is_digit(text.ptr[i]); i++, digits++)
            number = number < 100000 ? number * 10 + (text.ptr[i] - '0') : number;
        if (i == text.len || digits == 0) return false;
        if (text.ptr[i] == 'Y')
            period->years = number;
        else if (text.ptr[i] == 'M')
            period->months = number;
        else if (text.ptr[i] == 'W')
            period->days += number * 7;
        else if (text.ptr[i] == 'D')
            period->days += number;
        else
            return false;
    }
    return true;
}

static int64_t move(int64_t now, const struct period *period, int sign) {
    struct date date = date_at(now);
    int months = date.year * 12 + date.month - 1 + sign * (period->years * 12 + period->months);
    date.year = months / 12;
    date.month = months % 12 + 1;
    return date_seconds(&date) + (int64_t)sign * period->days * 86400;
}

/* False: the limit needs the clock and there is none, or it can't be read. */
static bool limit_seconds(struct str limit, const int64_t *now, int64_t *seconds) {
    struct date date;
    struct period period = {0};
    bool sign = limit.len > 0 && (limit.ptr[0] == '-' || limit.ptr[0] == '+');
    struct str text = sign ? str_sub(limit, 1, limit.len) : limit;
    if (str_eq(text, STR("now")) || parse_period(text, &period)) {
        if (now == NULL) return false;
        *seconds = move(*now, &period, limit.ptr[0] == '-' ? -1 : 1);
        return true;
    }
    if (!date_parse(limit, &date)) return false;
    *seconds = date_seconds(&date);
    return true;
}

/* ---- the check ----------------------------------------------------------------------------------------------------- */

static bool compare_sibling(struct validation *run, const struct at *at, const struct assertion *check,
                            int64_t value, struct str key, bool after) {
    struct cause cause = {SCHEMA_BAD_DATE, check->name, check->node};
    int64_t other = 0;
    const struct node *node = key.ptr != NULL ? sibling_date(at, key, &other) : NULL;
    if (node == NULL || (after ? value >= other : value <= other)) return true;
    return fault_expected(run, at, cause, "a date %s %.*s (%.*s)", after ? "not before" : "not after",
                          STR_FMT(node->key), STR_FMT(node->text));
}

static bool compare_limit(struct validation *run, const struct at *at, const struct assertion *check,
                          int64_t value, struct str limit, bool least) {
    const int64_t *now = run->site != NULL ? run->site->now : NULL;
    struct cause cause = {SCHEMA_BAD_DATE, check->name, check->node};
    int64_t bound = 0;
    if (limit.ptr == NULL || !limit_seconds(limit, now, &bound)) return true;
    if (least ? value >= bound : value <= bound) return true;
    struct date date = date_at(bound);
    return fault_expected(run, at, cause, "a date not %s %04d-%02d-%02d", least ? "before" : "after",
                          date.year, date.month, date.day);
}

static bool has_limits(const struct date_limits *limits) {
    return limits->after.ptr != NULL || limits->before.ptr != NULL || limits->min.ptr != NULL ||
           limits->max.ptr != NULL;
}

static bool check_date(struct validation *run, const struct at *at, const struct assertion *check) {
    const struct node *value = at->where->value;
    if (run->findings == NULL || !value_is_string(value) || value->text.len == 0) return true;
    struct cause cause = {SCHEMA_BAD_DATE, check->name, check->node};
    struct date date;
    const struct date_limits *limits = check->of.dates;
    bool plain = format_is_date(run->arena, value->text) || format_is_date_time(run->arena, value->text);
    if (plain && !has_limits(limits)) return true; /* nearly all dates: no need to try Hugo's other layouts */
    if (!date_parse(value->text, &date))
        return fault_expected(run, at, cause, "a date such as 2024-01-31 or 2024-01-31T09:00:00Z");
    int64_t seconds = date_seconds(&date);
    return compare_sibling(run, at, check, seconds, limits->after, true) &&
           compare_sibling(run, at, check, seconds, limits->before, false) &&
           compare_limit(run, at, check, seconds, limits->min, true) &&
           compare_limit(run, at, check, seconds, limits->max, false);
}

static bool refuse(struct builder *builder, const struct node *node, const char *why) {
    return registry_refuse(builder->error, builder->schema->resource, node, "x-date: \"%.*s\" %s",
                           STR_FMT(node->key), why);
}

bool dates_build(struct builder *builder) {
    const struct node *node = build_get(builder, "x-date");
    if (node == NULL) return true;
    struct date_limits *limits = ARENA_NEW(builder->registry->arena, struct date_limits);
    const int64_t clock = 0;
    for (const struct node *item = node->child; item != NULL; item = item->next) {
        struct str *into = str_eq(item->key, STR("after"))    ? &limits->after
                           : str_eq(item->key, STR("before")) ? &limits->before
                           : str_eq(item->key, STR("min"))    ? &limits->min
                           : str_eq(item->key, STR("max"))    ? &limits->max
                                                              : NULL;
        int64_t seconds = 0;
        if (into == NULL) return refuse(builder, item, "is none of after, before, min, max");
        if (!value_is_string(item)) return refuse(builder, item, "must be a string");
        bool limit = into == &limits->min || into == &limits->max;
        if (limit && !limit_seconds(item->text, &clock, &seconds))
            return refuse(builder, item, "must be a date, now, or a period from now such as -P5Y");
        *into = item->text;
    }
    build_add(builder, "x-date", node, check_date)->of.dates = limits;
    return true;
}
