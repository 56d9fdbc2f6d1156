#include "lint/drop_edit.h"

static bool is_space(char c) {
    return c == ' ' || c == '\t';
}

static uint32_t line_start(struct str text, uint32_t at) {
    while (at > 0 && text.ptr[at - 1] != '\n') at--;
    return at;
}

/* Behind the line's end; the text's where there is none. */
static uint32_t next_line(struct str text, uint32_t at) {
    while (at < text.len && text.ptr[at] != '\n') at++;
    return at < text.len ? at + 1 : at;
}

static bool is_blank(struct str text, uint32_t start, uint32_t end) {
    return str_trim(str_sub(text, start, end)).len == 0;
}

bool drop_lines(struct str text, struct span span, struct edit *edit) {
    uint32_t start = line_start(text, span.start), end = next_line(text, span.end);
    if (span.end > span.start && text.ptr[span.end - 1] == '\n') end = span.end;
    if (!is_blank(text, start, span.start) || !is_blank(text, span.end, end)) return false;
    *edit = (struct edit){.span = {start, end}, .text = STR("")};
    return true;
}

/* ---- lists and maps ------------------------------------------------------------------------------------------------ */

static const struct node *before(const struct node *parent, const struct node *child) {
    const struct node *found = NULL;
    for (const struct node *n = parent->child; n && n != child; n = n->next) found = n;
    return found;
}

static uint32_t start_of(const struct node *node) {
    return node->key_span.end > node->key_span.start ? node->key_span.start : node->span.start;
}

static bool any_shared(const struct node *parent) {
    for (const struct node *n = parent->child; n; n = n->next)
        if (n->shared) return true;
    return parent->shared;
}

/* Between brackets: with the comma behind it, else the one before it. */
static bool drop_between(const struct node *parent, const struct node *child, struct edit *edit) {
    const struct node *last = before(parent, child);
    if (child->next)
        edit->span = (struct span){start_of(child), start_of(child->next)};
    else if (last)
        edit->span = (struct span){last->span.end, child->span.end};
    return child->next || last;
}

/* Where a block ends that may hold lines of text: no line of what follows is part of it. */
static uint32_t end_of(struct str text, const struct node *node) {
    uint32_t end = node->span.end;
    while (end > node->span.start && (text.ptr[end - 1] == '\n' || text.ptr[end - 1] == '\r')) end--;
    return end;
}

/* "- item" and the lines that belong to it; a comment behind it goes too. */
static bool drop_dash(struct str text, const struct node *item, struct edit *edit) {
    uint32_t dash = item->span.start, start, end = next_line(text, end_of(text, item));
    while (dash > 0 && is_space(text.ptr[dash - 1])) dash--;
    if (dash == 0 || text.ptr[dash - 1] != '-') return false;
    start = line_start(text, --dash);
    struct str rest = str_trim(str_sub(text, end_of(text, item), end));
    if (!is_blank(text, start, dash) || (rest.len && rest.ptr[0] != '#')) return false;
    edit->span = (struct span){start, end};
    return true;
}

bool drop_items(struct str text, const struct node *list, struct edit *edit) {
    uint32_t colon = list->key_span.end;
    *edit = (struct edit){.span = list->span, .text = STR("[]")};
    if (list->shared || list->span.end > text.len) return false;
    if (text.ptr[list->span.start] == '[') return true;
    while (colon < list->span.start && is_space(text.ptr[colon])) colon++;
    if (colon >= list->span.start || text.ptr[colon] != ':') return false;
    *edit = (struct edit){.span = {colon + 1, end_of(text, list)}, .text = STR(" []")};
    return true;
}

bool drop_item(struct str text, const struct node *list, const struct node *item, struct edit *edit) {
    *edit = (struct edit){.text = STR("")};
    if (list->kind != NODE_ARRAY || any_shared(list) || item->span.end > text.len) return false;
    if (list->count == 1) return drop_items(text, list, edit);
    return text.ptr[list->span.start] == '[' ? drop_between(list, item, edit) : drop_dash(text, item, edit);
}

bool drop_member(struct str text, const struct node *map, const struct node *member, struct edit *edit) {
    *edit = (struct edit){.text = STR("")};
    if (map->kind != NODE_OBJECT || any_shared(map) || member->span.end > text.len) return false;
    bool toml = member->format == FORMAT_TOML;
    if (!toml && map->span.end > map->span.start && text.ptr[map->span.start] == '{')
        return drop_between(map, member, edit);
    uint32_t start = line_start(text, member->key_span.start), from = member->key_span.end, end = from;
    if (toml &&
        (member->kind == NODE_OBJECT || str_find_char(str_sub(text, start, from), '[') < from - start))
        return false; /* a table, or a key of one in braces */
    if (member->span.end > from) end = end_of(text, member);
    uint32_t line = next_line(text, end);
    struct str rest = str_trim(str_sub(text, end, line));
    if (rest.len && rest.ptr[0] == ':' && end == from)
        rest = str_trim(str_sub(rest, 1, rest.len)); /* no value */
    if (!is_blank(text, start, member->key_span.start) || (rest.len && rest.ptr[0] != '#')) return false;
    edit->span = (struct span){start, line};
    return true;
}

/* ---- prose --------------------------------------------------------------------------------------------------------- */

void drop_text(struct str text, struct span span, struct edit *edit) {
    if (drop_lines(text, span, edit)) {
        uint32_t start = edit->span.start, end = edit->span.end;
        bool above = start > 0 && !is_blank(text, line_start(text, start - 1), start),
             below = end < text.len && !is_blank(text, end, next_line(text, end));
        bool apart = above && below; /* two paragraphs must not become one */
        if (apart) edit->span.start = span.start;
        if (apart) edit->span.end = span.end;
        return;
    }
    if (span.start > 0 && is_space(text.ptr[span.start - 1]))
        span.start--;
    else if (span.end < text.len && is_space(text.ptr[span.end]))
        span.end++;
    *edit = (struct edit){.span = span, .text = STR("")};
}
