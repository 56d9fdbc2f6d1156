/* check_entity.c: HTML entities in fields that templates print as plain text, where readers see them as written. */
#include "lint/checks.h"

enum { NAME_MAX = 12 };

/* Of named ones those that exports write. */
static bool is_named(struct str name) {
    static const char *const names[] = {
        "amp",    "lt",    "gt",     "quot",   "apos",   "nbsp",   "ndash",  "mdash",  "lsquo",
        "rsquo",  "ldquo", "rdquo",  "sbquo",  "bdquo",  "laquo",  "raquo",  "hellip", "bull",
        "middot", "copy",  "reg",    "trade",  "deg",    "times",  "euro",   "pound",  "cent",
        "sect",   "shy",   "eacute", "egrave", "agrave", "ccedil", "auml",   "ouml",   "uuml",
        "Auml",   "Ouml",  "Uuml",   "szlig",  "ntilde", "aacute", "iacute", "oacute", "uacute"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eq(name, str_from(names[i]))) return true;
    return false;
}

static bool is_number(struct str name) {
    bool hex = name.len > 2 && (name.ptr[1] == 'x' || name.ptr[1] == 'X');
    if (name.len < 2 || name.ptr[0] != '#') return false;
    for (size_t i = hex ? 2 : 1; i < name.len; i++) {
        char c = name.ptr[i];
        bool digit = char_is_digit(c), letter = char_is_hex(c) && !digit;
        if (!digit && !(hex && letter)) return false;
    }
    return true;
}

/* The next entity from `from` on; false: there is none. */
static bool next_entity(struct str text, size_t from, struct span *entity) {
    for (size_t at = from; (at += str_find_char(str_sub(text, at, text.len), '&')) < text.len; at++) {
        struct str rest = str_sub(text, at + 1, at + 2 + NAME_MAX);
        size_t end = str_find_char(rest, ';');
        struct str name = str_sub(rest, 0, end);
        if (end == rest.len || (!is_named(name) && !is_number(name))) continue;
        *entity = (struct span){(uint32_t)at, (uint32_t)(at + end + 2)};
        return true;
    }
    return false;
}

static void look(struct findings *findings, const struct node *node, bool certain) {
    struct span entity;
    if (node->kind != NODE_STRING || node->shared || !next_entity(node->text, 0, &entity)) return;
    segments map = {0};
    node_segments(findings->arena, node, findings->source->text, &map);
    struct span place = {segments_at(&map, entity.start), segments_at(&map, entity.end - 1) + 1};
    struct diagnostic *d = finding_add(findings, place);
    if (!certain && d->severity > SEVERITY_NOTE) d->severity = SEVERITY_NOTE;
    finding_set(findings, d, "key", node->key);
    finding_set(findings, d, "outcome",
                certain ? STR("is shown as it is written: a template prints the field as plain text")
                        : STR("is shown as it is written where a template prints the field as plain text"));
    finding_set(findings, d, "entity", str_sub(node->text, entity.start, entity.end));
}

void check_entity(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    enum links_fields fields = subject->links ? links_fields(subject->links) : LINKS_FIELDS_MARKUP;
    const struct node *front = subject->page->front;
    if (!front || !subject->site_page_count || fields == LINKS_FIELDS_MARKUP) return;
    str_array keys = {0};
    option_texts(findings->arena, rule, "keys", &keys);
    for (size_t i = 0; i < keys.len; i++) {
        const struct node *node = node_get_nocase(front, keys.items[i]);
        if (node) look(findings, node, fields == LINKS_FIELDS_PLAIN);
    }
}
