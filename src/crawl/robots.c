#include "crawl/parts.h"

#include <stdlib.h>
#include <string.h>

enum { RULES_MAX = 10000, DELAY_MAX_MS = 10000 };

struct reader {
    struct arena *arena;
    struct str agent;
    ARRAY_OF(struct robots_rule) ours, others;
    uint32_t our_delay, other_delay;
    bool named, in_ours, in_others, after_rule;
};

/* A group is for us when its product token is the start of ours, without case (RFC 9309, 2.2.1). */
static void read_agent(struct reader *reader, struct str value) {
    if (reader->after_rule) reader->in_ours = reader->in_others = reader->after_rule = false;
    size_t end = 0;
    while (end < value.len && char_is_letter(value.ptr[end])) end++;
    struct str token = str_sub(value, 0, end);
    if (str_eq(value, STR("*")))
        reader->in_others = true;
    else if (token.len && str_eq_nocase(token, reader->agent))
        reader->named = reader->in_ours = true;
}

static void read_rule(struct reader *reader, struct str value, bool allow) {
    reader->after_rule = true;
    if (value.len == 0) return; /* "Disallow:" forbids nothing */
    struct robots_rule rule = {value, allow};
    if (reader->in_ours && reader->ours.len < RULES_MAX) *ARRAY_PUSH(reader->arena, &reader->ours) = rule;
    if (reader->in_others && reader->others.len < RULES_MAX)
        *ARRAY_PUSH(reader->arena, &reader->others) = rule;
}

static void read_delay(struct reader *reader, struct str value) {
    int64_t wait = header_retry_after(value, 0);
    uint32_t delay = wait < 0 ? 0 : wait > DELAY_MAX_MS ? DELAY_MAX_MS : (uint32_t)wait;
    reader->after_rule = true;
    if (reader->in_ours) reader->our_delay = delay;
    if (reader->in_others) reader->other_delay = delay;
}

static void read_line(struct reader *reader, struct str line) {
    line = str_sub(line, 0, str_find_char(line, '#'));
    size_t colon = str_find_char(line, ':');
    if (colon == line.len) return;
    struct str name = str_trim(str_sub(line, 0, colon)), value = str_trim(str_sub(line, colon + 1, line.len));
    if (str_eq_nocase(name, STR("user-agent")))
        read_agent(reader, value);
    else if (str_eq_nocase(name, STR("allow")))
        read_rule(reader, value, true);
    else if (str_eq_nocase(name, STR("disallow")))
        read_rule(reader, value, false);
    else if (str_eq_nocase(name, STR("crawl-delay")))
        read_delay(reader, value);
}

/* The longest pattern first, and of two equally long ones the one that allows (RFC 9309, 2.2.2). */
static int rule_order(const void *a, const void *b) {
    const struct robots_rule *x = a, *y = b;
    if (x->pattern.len != y->pattern.len) return x->pattern.len < y->pattern.len ? 1 : -1;
    return (int)y->allow - (int)x->allow;
}

struct robots *robots_parse(struct arena *arena, struct str text, struct str agent) {
    struct reader reader = {.arena = arena, .agent = agent};
    text = str_sub(str_copy(arena, text), 0, ROBOTS_MAX_BYTES);
    while (text.len) {
        size_t end = 0;
        while (end < text.len && text.ptr[end] != '\n' && text.ptr[end] != '\r') end++;
        read_line(&reader, str_sub(text, 0, end));
        text = str_sub(text, end + 1, text.len);
    }
    struct robots *robots = ARENA_NEW(arena, struct robots);
    robots->rules = reader.named ? reader.ours.items : reader.others.items;
    robots->count = reader.named ? reader.ours.len : reader.others.len;
    robots->delay_ms = reader.named ? reader.our_delay : reader.other_delay;
    if (robots->count) qsort(robots->rules, robots->count, sizeof robots->rules[0], rule_order);
    return robots;
}

/* '*' stands for any bytes, '$' at the end for the end. Going back only to the last '*' is enough, so the
 * cost is at most pattern times path. */
static bool matches(struct str pattern, struct str path) {
    size_t p = 0, s = 0, star = SIZE_MAX, star_at = 0;
    bool anchored = pattern.len && pattern.ptr[pattern.len - 1] == '$';
    size_t end = pattern.len - anchored;
    for (;;) {
        if (p == end && (!anchored || s == path.len)) return true;
        if (p < end && pattern.ptr[p] == '*') {
            star = ++p;
            star_at = s;
        } else if (p < end && s < path.len && pattern.ptr[p] == path.ptr[s]) {
            p++;
            s++;
        } else if (star != SIZE_MAX && star_at < path.len) {
            p = star;
            s = ++star_at;
        } else
            return false;
    }
}

bool robots_allows(const struct robots *robots, struct str path) {
    for (size_t i = 0; robots && i < robots->count; i++)
        if (matches(robots->rules[i].pattern, path)) return robots->rules[i].allow;
    return true;
}
