/* check_period.c: two dates of one map that belong together, the second before the first. */
#include "lint/checks.h"

enum { DEPTH_MAX = 64, MEMBERS_MAX = 200 /* of one map */ };

static const struct {
    struct str start, end;
} pairs[] = {{{"start", 5}, {"end", 3}},   {{"starts", 6}, {"ends", 4}}, {{"begin", 5}, {"end", 3}},
             {{"begins", 6}, {"ends", 4}}, {{"from", 4}, {"to", 2}},     {{"from", 4}, {"until", 5}}};

/* The length of a word that a key begins or ends with, as a word of its own: "start_date", "startDate", "date-start". */
static bool splits(struct str key, struct str word, bool first, struct str *rest) {
    if (key.len < word.len) return false;
    size_t at = first ? 0 : key.len - word.len;
    if (!str_eq_nocase(str_sub(key, at, at + word.len), word)) return false;
    *rest = first ? str_sub(key, word.len, key.len) : str_sub(key, 0, at);
    if (!rest->len) return true;
    char beside = first ? rest->ptr[0] : rest->ptr[rest->len - 1], own = key.ptr[at];
    bool upper = first ? char_is_upper(beside) : char_is_upper(own);
    return upper || beside == '_' || beside == '-' || beside == ' ';
}

/* The member that ends what `start` begins; NULL: none. */
static const struct node *end_of(const struct node *map, const struct node *start) {
    for (size_t p = 0; p < ARRAY_LEN(pairs); p++) {
        for (unsigned first = 0; first < 2; first++) {
            struct str own, other;
            if (!splits(start->key, pairs[p].start, first, &own)) continue;
            for (const struct node *end = map->child; end; end = end->next)
                if (splits(end->key, pairs[p].end, first, &other) && str_eq_nocase(own, other)) return end;
        }
    }
    return NULL;
}

static bool date_of(const struct node *node, struct date *date) {
    if (node->kind == NODE_ARRAY || node->kind == NODE_OBJECT) return false;
    struct str text = node_text(node, STR(""));
    return node_date(node, date) || date_parse(text, date) || date_timestamp(text, date);
}

/* Days where one of them is no more than a day; local times where one of them has no offset. */
static bool is_before(struct date end, struct date start) {
    int64_t days = date_days(end.year, end.month, end.day) - date_days(start.year, start.month, start.day);
    if (!end.has_time || !start.has_time) return days < 0;
    if (!end.has_offset || !start.has_offset) end.has_offset = start.has_offset = false;
    if (!end.has_offset) end.offset_minutes = start.offset_minutes = 0;
    return date_seconds(&end) < date_seconds(&start);
}

static void look(struct findings *findings, const struct node *node, unsigned depth) {
    if (depth > DEPTH_MAX || node->shared) return;
    bool map = node->kind == NODE_OBJECT && node->count <= MEMBERS_MAX;
    for (const struct node *child = node->child; child; child = child->next) {
        struct date start, end;
        const struct node *to = map ? end_of(node, child) : NULL;
        if (to && date_of(child, &start) && date_of(to, &end) && is_before(end, start)) {
            struct diagnostic *d = finding_add(findings, to->span);
            finding_set(findings, d, "start", span_str(findings->source, child->span));
            finding_set(findings, d, "end", span_str(findings->source, to->span));
            finding_relate(findings, d, findings->source, child->span, STR("it begins here"));
        }
        if (child->kind == NODE_OBJECT || child->kind == NODE_ARRAY) look(findings, child, depth + 1);
    }
}

void check_period(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    (void)rule;
    if (subject->page->front && page_front_whole(subject->page)) look(findings, subject->page->front, 0);
}
