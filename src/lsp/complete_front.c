/* complete_front.c: keys and values of front matter, by schema and by what other pages have. */
#include "lsp/complete.h"

#include <stdlib.h>

/* ---- where the place is: by indentation, since what is being typed may be no YAML yet -------------------------------------- */

static size_t indent_of(struct str line) {
    size_t at = 0;
    while (at < line.len && line.ptr[at] == ' ') at++;
    return at;
}

/* "key" of "key: value", "- key: value" and "key = value"; absent: there is none. */
static struct str key_of(struct str line) {
    struct str text = str_trim(line);
    while (str_starts(text, STR("- "))) text = str_trim(str_sub(text, 2, text.len));
    size_t end = 0;
    while (end < text.len && (char_is_alnum(text.ptr[end]) || strchr("_-.$", text.ptr[end]))) end++;
    struct str key = str_sub(text, 0, end), rest = str_trim(str_sub(text, end, text.len));
    bool is_key = end && rest.len && (rest.ptr[0] == ':' || rest.ptr[0] == '=');
    return is_key ? key : (struct str){0};
}

struct spot_path {
    struct str keys[UNDER_DEPTH];
    size_t count;
};

static void put_first(struct spot_path *path, struct str key) {
    if (path->count == UNDER_DEPTH) return;
    memmove(path->keys + 1, path->keys, path->count * sizeof path->keys[0]);
    path->keys[0] = key;
    path->count++;
}

/* The keys that the line is below: of lines before it that are less indented. */
static void find_parents(const struct completing *completing, struct spot_path *path) {
    const struct under *under = completing->under;
    const struct source *source = &under->document->source;
    uint32_t line = source_place(source, under->offset, UNIT_BYTE).line;
    uint32_t first = source_place(source, under->page->front_span.start, UNIT_BYTE).line;
    struct str own = completing->before;
    size_t indent = indent_of(own);
    bool item = str_starts(str_sub(own, indent, own.len), STR("-"));
    if (item && str_starts(str_sub(own, indent, own.len), STR("- "))) put_first(path, (struct str){0});
    if (item) indent++; /* a list may stand as far left as its key */
    while (line > first && indent) {
        struct str above = source_line(source, --line);
        size_t left = indent_of(above);
        if (!str_trim(above).len || left >= indent) continue;
        bool dash = str_starts(str_sub(above, left, above.len), STR("- "));
        struct str key = key_of(above);
        if (dash && left + 2 < indent + 1 && key.ptr && left + 2 <= indent) {
            /* The key within an element is beside us, or above us. */
            if (left + 2 < indent) put_first(path, key);
            put_first(path, (struct str){0});
            indent = left + 1;
            continue;
        }
        if (!key.ptr) continue;
        put_first(path, key);
        indent = left;
    }
}

/* ---- keys ------------------------------------------------------------------------------------------------------------------- */

static struct str separator(const struct completing *completing) {
    return completing->under->page->front_format == FORMAT_TOML ? STR(" = ") : STR(": ");
}

static bool has_key(const struct completing *completing, struct str key) {
    const struct node *front = completing->under->page->front;
    return front && node_get_nocase(front, key) != NULL;
}

static void add_key(struct completing *completing, struct str key, struct str detail, bool top) {
    if (!complete_matches(completing, key, (struct str){0}) || (top && has_key(completing, key))) return;
    struct str rest = separator(completing);
    complete_add(completing, key, detail,
                 str_printf(completing->arena, "%.*s%.*s", STR_FMT(key), STR_FMT(rest)), COMPLETE_PROPERTY);
}

static void add_schema_keys(struct completing *completing, const struct schemas *found, bool top) {
    for (size_t i = 0; i < found->len; i++) {
        const struct node *properties = node_get(found->items[i], STR("properties"));
        for (const struct node *n = properties ? properties->child : NULL; n; n = n->next) {
            struct str text = node_text(node_get(n, STR("title")), (struct str){0});
            if (!text.len) text = node_text(node_get(n, STR("description")), STR(""));
            add_key(completing, n->key, text, top);
        }
    }
}

struct used {
    struct str text;
    size_t count;
};

static int by_use(const void *a, const void *b) {
    const struct used *x = a, *y = b;
    if (x->count != y->count) return x->count < y->count ? 1 : -1;
    return str_cmp(x->text, y->text);
}

static void count_use(struct arena *arena, struct map *uses, struct str text) {
    void **slot = map_slot(arena, uses, text);
    struct used *used = *slot;
    if (!used) used = *slot = ARENA_NEW(arena, struct used);
    used->text = text;
    used->count++;
}

/* What others of the site have, the most used first. */
static struct used *sorted(struct arena *arena, const struct map *uses) {
    struct used *list = ARENA_ARRAY(arena, struct used, uses->len + 1);
    for (size_t i = 0; i < uses->len; i++) list[i] = *(const struct used *)uses->entries[i].value;
    qsort(list, uses->len, sizeof list[0], by_use);
    return list;
}

static void add_used_keys(struct completing *completing) {
    const struct site *site = completing->under->loaded;
    struct map uses = {0};
    for (size_t i = 0; i < site->page_count; i++) {
        const struct page *page = site->pages[i].page;
        for (const struct node *n = page && page->front ? page->front->child : NULL; n; n = n->next)
            count_use(completing->arena, &uses, n->key);
    }
    struct used *list = sorted(completing->arena, &uses);
    for (size_t i = 0; i < uses.len && i < COMPLETE_MAX; i++)
        add_key(completing, list[i].text, str_printf(completing->arena, "on %zu pages", list[i].count), true);
}

static void complete_key(struct completing *completing, const struct spot_path *path) {
    struct schemas roots = {0};
    schemas_of_page(completing->arena, completing->under, &roots);
    struct schemas found = schemas_at(completing->arena, &roots, path->keys, path->count);
    add_schema_keys(completing, &found, !path->count);
    if (!path->count) add_used_keys(completing);
}

/* ---- values ----------------------------------------------------------------------------------------------------------------- */

static void add_value(struct completing *completing, struct str text, struct str detail) {
    if (!complete_matches(completing, text, (struct str){0})) return;
    struct buf out = {.arena = completing->arena};
    bool quoted = completing->under->page->front_format != FORMAT_YAML ||
                  str_find_char(text, ':') < text.len || str_find_char(text, '#') < text.len ||
                  str_find_char(text, '\'') < text.len;
    if (quoted)
        scalar_quote(&out, text);
    else
        buf_add(&out, text);
    complete_add(completing, text, detail, buf_str(&out), COMPLETE_VALUE);
}

static void add_schema_values(struct completing *completing, const struct schemas *found) {
    for (size_t i = 0; i < found->len; i++) {
        const struct node *list = node_get(found->items[i], STR("enum"));
        for (const struct node *n = list ? list->child : NULL; n; n = n->next)
            add_value(completing, node_text(n, STR("")), STR(""));
        const struct node *only = node_get(found->items[i], STR("const"));
        if (only) add_value(completing, node_text(only, STR("")), STR(""));
        if (str_eq(node_text(node_get(found->items[i], STR("type")), STR("")), STR("boolean"))) {
            complete_add(completing, STR("true"), STR(""), STR("true"), COMPLETE_VALUE);
            complete_add(completing, STR("false"), STR(""), STR("false"), COMPLETE_VALUE);
        }
    }
}

static void count_values(struct arena *arena, struct map *uses, const struct node *value) {
    if (value->kind == NODE_STRING && value->text.len && value->text.len <= 80)
        count_use(arena, uses, value->text);
    for (const struct node *n = value->kind == NODE_ARRAY ? value->child : NULL; n; n = n->next)
        if (n->kind == NODE_STRING && n->text.len && n->text.len <= 80) count_use(arena, uses, n->text);
}

/* Values that other pages have for the key, where they are few for the pages there are: terms, types, layouts; not titles. */
static void add_used_values(struct completing *completing, struct str key) {
    const struct site *site = completing->under->loaded;
    struct map uses = {0};
    size_t pages = 0;
    for (size_t i = 0; i < site->page_count; i++) {
        const struct page *page = site->pages[i].page;
        const struct node *value = page && page->front ? node_get_nocase(page->front, key) : NULL;
        if (!value || &site->pages[i] == completing->under->site_page) continue;
        pages++;
        count_values(completing->arena, &uses, value);
    }
    struct used *list = sorted(completing->arena, &uses);
    bool repeats = uses.len && list[0].count > 1;
    for (size_t i = 0; repeats && i < uses.len && i < COMPLETE_MAX; i++)
        add_value(
            completing, list[i].text,
            str_printf(completing->arena, "on %zu %s", list[i].count, list[i].count == 1 ? "page" : "pages"));
    (void)pages;
}

static void complete_value(struct completing *completing, const struct spot_path *path) {
    struct schemas roots = {0};
    schemas_of_page(completing->arena, completing->under, &roots);
    struct schemas found = schemas_at(completing->arena, &roots, path->keys, path->count);
    add_schema_values(completing, &found);
    size_t named = path->count;
    while (named && !path->keys[named - 1].ptr) named--;
    if (named == 1 && !str_eq_nocase(path->keys[0], STR("aliases")) &&
        !str_eq_nocase(path->keys[0], STR("title")) && !str_eq_nocase(path->keys[0], STR("slug")) &&
        !str_eq_nocase(path->keys[0], STR("url")))
        add_used_values(completing, path->keys[0]);
}

/* Where the value that is being typed begins in the line: behind "key:", "- ", "[" or ","; SIZE_MAX: it is a key. */
static size_t value_start(struct str line) {
    size_t at = indent_of(line);
    bool item = false;
    while (str_starts(str_sub(line, at, line.len), STR("- "))) at += 2, item = true;
    struct str rest = str_sub(line, at, line.len), key = key_of(rest);
    if (key.ptr) {
        at += (size_t)(key.ptr - rest.ptr) + key.len;
        while (at < line.len && char_is_blank(line.ptr[at])) at++;
        at++;
    } else if (!item) {
        return SIZE_MAX;
    }
    size_t mark = str_rfind_char(line, ',');
    if (mark < line.len && mark >= at) at = mark + 1;
    while (at < line.len && (char_is_blank(line.ptr[at]) || strchr("[\"'", line.ptr[at]))) at++;
    return at > line.len ? line.len : at;
}

void complete_front(struct completing *completing) {
    struct spot_path path = {0};
    struct str line = completing->before, key = key_of(line);
    size_t start = value_start(line);
    uint32_t line_start = completing->under->offset - (uint32_t)line.len;
    find_parents(completing, &path);
    if (start == SIZE_MAX) {
        complete_from(completing, line_start + (uint32_t)indent_of(line));
        complete_key(completing, &path);
        return;
    }
    complete_from(completing, line_start + (uint32_t)start);
    if (key.ptr && path.count < UNDER_DEPTH) path.keys[path.count++] = key;
    bool listed = str_find_char(str_sub(line, 0, start), '[') < start;
    if (key.ptr && listed && path.count < UNDER_DEPTH) path.keys[path.count++] = (struct str){0};
    complete_value(completing, &path);
}
