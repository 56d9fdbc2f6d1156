/* Values of a page: its front matter, else the configuration's defaults; and what its name says. */
#include <stdio.h>

#include "jekyll/model.h"

static struct str type_of(const struct jekyll_item *item) {
    return item->collection ? item->collection->label : STR("pages");
}

static bool has_star(struct str path) {
    return str_find_char(path, '*') < path.len;
}

static struct str without_folder(struct str path, struct str folder) {
    bool inside =
        folder.len && str_starts(path, folder) && path.len > folder.len && path.ptr[folder.len] == '/';
    return inside ? str_sub(path, folder.len + 1, path.len) : path;
}

static void add_matches(struct jekyll *jekyll, struct jekyll_default *entry, struct str path) {
    for (; path.len; path = path_dir(path))
        if (glob_match(entry->path, path))
            *map_slot(jekyll->arena, &entry->globbed, without_folder(path, jekyll->collections_dir)) = entry;
}

void jekyll_read_globs(struct jekyll *jekyll, const str_array *files) {
    for (size_t d = 0; d < jekyll->defaults.len; d++) {
        struct jekyll_default *entry = &jekyll->defaults.items[d];
        for (size_t i = 0; has_star(entry->path) && i < files->len; i++)
            add_matches(jekyll, entry, files->items[i]);
    }
}

/* Does the entry apply? Paths, and what a glob matches, are prefixes, of any length. */
static bool applies(const struct jekyll *jekyll, const struct jekyll_default *entry,
                    const struct jekyll_item *item) {
    if (entry->type.len && !str_eq(entry->type, type_of(item))) return false;
    if (!has_star(entry->path))
        return str_starts(item->scope, without_folder(entry->path, jekyll->collections_dir));
    for (size_t n = item->scope.len; n > 0; n--)
        if (map_get(&entry->globbed, str_sub(item->scope, 0, n))) return true;
    return false;
}

/* The longer path wins, then an entry with a type, then the later one. */
static bool beats(const struct jekyll_default *entry, const struct jekyll_default *best) {
    if (!best || entry->path.len != best->path.len) return !best || entry->path.len > best->path.len;
    return entry->type.len || !best->type.len;
}

const struct node *jekyll_value(const struct jekyll *jekyll, const struct jekyll_item *item,
                                const char *key) {
    const struct node *own = item->page ? node_get(item->page->front, str_from(key)) : NULL;
    if (own && own->kind != NODE_NULL) return own;
    const struct jekyll_default *best = NULL;
    const struct node *value = NULL;
    for (size_t i = 0; i < jekyll->defaults.len; i++) {
        const struct jekyll_default *entry = &jekyll->defaults.items[i];
        const struct node *found = node_get(entry->values, str_from(key));
        if (!found || !applies(jekyll, entry, item) || !beats(entry, best)) continue;
        best = entry;
        value = found;
    }
    return value;
}

/* Length of "2020-1-31-" (two or four digits, one or two, one or two), or 0. */
static size_t date_prefix(struct str name, struct date *date) {
    int parts[3] = {0};
    size_t at = 0;
    for (int part = 0; part < 3; part++) {
        size_t start = at;
        while (at < name.len && char_is_digit(name.ptr[at]) && at - start < 4)
            parts[part] = parts[part] * 10 + (name.ptr[at++] - '0');
        if (at == start || at == name.len || name.ptr[at] != '-' || (part && at - start > 2)) return 0;
        at++;
    }
    *date = (struct date){.year = parts[0], .month = parts[1], .day = parts[2]};
    return at;
}

void jekyll_read_name(struct jekyll_item *item) {
    struct str name = path_base(item->source);
    name.len -= path_ext(name).len;
    struct date date;
    size_t prefix = date_prefix(name, &date);
    if (prefix) {
        item->date = date;
        item->has_date = true;
    }
    item->slug = str_sub(name, prefix, name.len);
}

/* "2018-03-05 23:30 +0100", which only Ruby's Time.parse reads: seconds are put in. */
static bool without_seconds(struct str text, struct date *date) {
    size_t colon = str_find_char(text, ':');
    char full[64];
    if (colon + 3 > text.len || text.len > 40) return false;
    int n = snprintf(full, sizeof full, "%.*s:00%.*s", (int)(colon + 3), text.ptr,
                     (int)(text.len - colon - 3), text.ptr + colon + 3);
    return date_timestamp((struct str){full, (size_t)n}, date);
}

/* A time of day as YAML's timestamps have it, with seconds. */
static bool text_has_seconds(struct str text) {
    struct date date;
    return date_timestamp(text, &date);
}

void jekyll_read_date(const struct jekyll *jekyll, struct jekyll_item *item) {
    const struct node *node = jekyll_value(jekyll, item, "date");
    struct date date;
    struct str text = str_trim(node_text(node, (struct str){0}));
    if (!text.len ||
        (!date_timestamp(text, &date) && !date_parse(text, &date) && !without_seconds(text, &date)))
        return;
    bool utc = node->style == STYLE_PLAIN && date.has_time && text_has_seconds(text);
    if (utc) date.has_offset = true; /* Ruby's YAML takes it for UTC, and its text says so */
    if (date.has_offset) zone_convert(jekyll->zone, &date);
    item->date = date;
    item->has_date = true;
}

static bool is_false(const struct node *node) {
    return node && node->kind == NODE_BOOL && !node->boolean;
}

unsigned jekyll_flags(const struct jekyll *jekyll, const struct jekyll_item *item) {
    unsigned flags = 0;
    if (item->draft && !jekyll->drafts) flags |= PAGE_DRAFT;
    const struct node *own = item->page ? node_get(item->page->front, STR("published")) : NULL;
    const struct node *published = item->collection ? jekyll_value(jekyll, item, "published") : own;
    if (is_false(published) && !jekyll->unpublished) flags |= PAGE_DRAFT;
    bool future = item->has_date && zone_seconds(jekyll->zone, &item->date) > jekyll->options->now;
    if (item->collection && future && !jekyll->future) flags |= PAGE_FUTURE;
    return flags;
}
