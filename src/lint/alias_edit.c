/* alias_edit.c: adds aliases to a page's front matter and takes them out. */
#include "lint/drop_edit.h"

static uint32_t line_end(struct str text, uint32_t at) {
    while (at < text.len && text.ptr[at] != '\n' && text.ptr[at] != '\r') at++;
    return at;
}

/* The line end of the line that ends at or behind `at`. */
static struct str newline_at(struct str text, uint32_t at) {
    at = line_end(text, at);
    return at < text.len && text.ptr[at] == '\r' ? STR("\r\n") : STR("\n");
}

static const struct node *last_item(const struct node *list) {
    const struct node *item = list->child;
    while (item && item->next) item = item->next;
    return item;
}

/* "- a" lines: more of them below the last one. */
static bool add_lines(struct buf *out, const struct page *page, const struct node *list,
                      const struct str *aliases, size_t count, struct edit *edit) {
    struct str text = page->source.text;
    const struct node *last = last_item(list);
    uint32_t start = list->span.start;
    while (start > 0 && text.ptr[start - 1] != '\n') start--;
    struct str indent = str_sub(text, start, list->span.start);
    if (str_trim(indent).len || last->kind != NODE_STRING || last->style > STYLE_DOUBLE) return false;
    for (size_t i = 0; i < count; i++) {
        buf_add(out, newline_at(text, last->span.end));
        buf_add(out, indent);
        buf_add(out, STR("- "));
        scalar_add(out, aliases[i], list->format, last->style);
    }
    uint32_t at = line_end(text, last->span.end);
    edit->span = (struct span){at, at};
    return true;
}

/* "[a, b]": more behind the last one. */
static bool add_items(struct buf *out, const struct page *page, const struct node *list,
                      const struct str *aliases, size_t count, struct edit *edit) {
    const struct node *last = last_item(list);
    if (last && (last->kind != NODE_STRING || last->shared)) return false;
    bool closed = list->span.end && page->source.text.ptr[list->span.end - 1] == ']';
    uint32_t at = last ? last->span.end : list->span.end - 1;
    if (!last && !closed) return false;
    for (size_t i = 0; i < count; i++) {
        if (last || i) buf_add(out, STR(", "));
        scalar_add(out, aliases[i], list->format, last ? last->style : STYLE_DOUBLE);
    }
    edit->span = (struct span){at, at};
    return true;
}

/* One alias as a plain string: a list with it and the others. */
static bool add_to_string(struct buf *out, const struct node *value, const struct str *aliases, size_t count,
                          struct edit *edit) {
    bool one = str_starts(value->text, STR("/")) && str_find_char(value->text, ' ') == value->text.len &&
               scalar_is_plain(value->text); /* Hugo takes a string with blanks for several */
    if (!one || value->style > STYLE_DOUBLE) return false;
    buf_add_char(out, '[');
    scalar_add(out, value->text, value->format, value->style);
    for (size_t i = 0; i < count; i++) {
        buf_add(out, STR(", "));
        scalar_add(out, aliases[i], value->format, value->style);
    }
    buf_add_char(out, ']');
    edit->span = value->span;
    return true;
}

/* "aliases:" without a value. */
static bool add_to_nothing(struct buf *out, const struct page *page, const struct node *value,
                           const struct str *aliases, size_t count, struct edit *edit) {
    struct str text = page->source.text;
    uint32_t at = value->key_span.end;
    if (value->format != FORMAT_YAML || at >= text.len || text.ptr[at] != ':') return false;
    if (value->span.end > at + 1) return false; /* "null", "~" */
    buf_add(out, STR(" ["));
    for (size_t i = 0; i < count; i++) {
        if (i) buf_add(out, STR(", "));
        scalar_add(out, aliases[i], FORMAT_YAML, STYLE_PLAIN);
    }
    buf_add_char(out, ']');
    edit->span = (struct span){at + 1, at + 1};
    return true;
}

/* The last member of an object in JSON, on a line of its own if the one before is. */
static bool add_member(struct buf *out, const struct page *page, struct str key, const struct str *aliases,
                       size_t count, struct edit *edit) {
    const struct node *last = page->front ? last_item(page->front) : NULL;
    struct str text = page->source.text;
    if (!last || page->front_format != FORMAT_JSON) return false;
    uint32_t start = last->key_span.start;
    while (start > 0 && char_is_blank(text.ptr[start - 1])) start--;
    bool line = start > 0 && text.ptr[start - 1] == '\n';
    buf_add_char(out, ',');
    buf_add(out, line ? newline_at(text, page->fence.start) : STR(" "));
    if (line) buf_add(out, str_sub(text, start, last->key_span.start));
    scalar_quote(out, key);
    buf_add(out, STR(": ["));
    for (size_t i = 0; i < count; i++) {
        if (i) buf_add(out, STR(", "));
        scalar_quote(out, aliases[i]);
    }
    buf_add_char(out, ']');
    edit->span = (struct span){last->span.end, last->span.end};
    return true;
}

/* A new key: the last of YAML, the first of TOML (behind a table it would be that table's). */
static bool add_key(struct buf *out, const struct page *page, struct str key, const struct str *aliases,
                    size_t count, struct edit *edit) {
    struct str text = page->source.text, line = newline_at(text, page->fence.start);
    bool yaml = page->front_format == FORMAT_YAML, toml = page->front_format == FORMAT_TOML;
    bool flow = page->front && text.ptr[page->front->span.start] == '{';
    if (!page->has_front || flow || (!yaml && !toml)) return false;
    uint32_t at = yaml ? page->front_span.end : page->front_span.start;
    if (at == 0 || at > text.len) return false;
    if (text.ptr[at - 1] != '\n') buf_add(out, line);
    buf_printf(out, toml ? "%.*s = [" : "%.*s:", STR_FMT(key));
    for (size_t i = 0; i < count; i++) {
        if (yaml)
            buf_printf(out, "%.*s  - ", STR_FMT(line));
        else if (i)
            buf_add(out, STR(", "));
        scalar_add(out, aliases[i], page->front_format, STYLE_PLAIN);
    }
    if (toml) buf_add_char(out, ']');
    buf_add(out, line);
    edit->span = (struct span){at, at};
    return true;
}

bool alias_edit(struct arena *arena, const struct page *page, struct str key, const struct str *aliases,
                size_t count, struct edit *edit) {
    struct buf out = {.arena = arena};
    const struct node *value = page->front ? node_get_nocase(page->front, key) : NULL;
    bool done = false;
    if (page->faults.len || (value && value->shared)) return false;
    if (!value && page->front_format == FORMAT_JSON)
        done = add_member(&out, page, key, aliases, count, edit);
    else if (!value)
        done = add_key(&out, page, key, aliases, count, edit);
    else if (value->kind == NODE_NULL)
        done = add_to_nothing(&out, page, value, aliases, count, edit);
    else if (value->kind == NODE_STRING)
        done = add_to_string(&out, value, aliases, count, edit);
    else if (value->kind == NODE_ARRAY && page->source.text.ptr[value->span.start] == '[')
        done = add_items(&out, page, value, aliases, count, edit);
    else if (value->kind == NODE_ARRAY && value->child)
        done = add_lines(&out, page, value, aliases, count, edit);
    edit->text = buf_str(&out);
    return done;
}

/* ---- taking one out ---- */

/* The only one of a list in brackets: what add_key, add_member and add_to_nothing made goes, other lists stay empty. */
static bool drop_only_item(const struct page *page, const struct node *list, struct edit *edit) {
    struct str text = page->source.text;
    const struct node *item = list->child;
    uint32_t colon = list->key_span.end;
    bool first = list->format == FORMAT_TOML && list->key_span.start == page->front_span.start;
    bool last = list->format == FORMAT_JSON && !list->next;
    bool bare = list->format == FORMAT_YAML && item->style == STYLE_PLAIN && colon + 2 == list->span.start &&
                text.ptr[colon] == ':' && text.ptr[colon + 1] == ' ';
    if ((first || last) && drop_member(text, page->front, list, edit)) return true;
    if (!bare) return drop_item(text, list, item, edit);
    *edit = (struct edit){.span = {colon + 1, list->span.end}, .text = STR("")};
    return true;
}

bool alias_edit_remove(const struct page *page, const struct node *value, const struct node *item,
                       struct edit *edit) {
    struct str text = page->source.text;
    if (page->faults.len || value->shared || item->shared) return false;
    if (value->kind == NODE_STRING) return drop_member(text, page->front, value, edit);
    if (value->kind != NODE_ARRAY) return false;
    if (value->child->next) return drop_item(text, value, item, edit);
    bool flow = text.ptr[value->span.start] == '[';
    return flow ? drop_only_item(page, value, edit) : drop_member(text, page->front, value, edit);
}
