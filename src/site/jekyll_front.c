/* Values of a page: its front matter, else the configuration's defaults; and what its name says. */
#include "site/jekyll.h"

static struct str type_of(const struct jekyll_item *item) {
    if (item->draft) return STR("drafts");
    return item->collection ? item->collection->label : STR("pages");
}

/* Does the entry apply? Paths are prefixes by whole elements, or globs. */
static bool applies(const struct jekyll_default *entry, const struct jekyll_item *item) {
    struct str path = entry->path, source = item->source;
    if (entry->type.len && !str_eq(entry->type, type_of(item))) return false;
    if (!path.len || str_eq(path, source)) return true;
    if (str_find_char(path, '*') < path.len) return glob_match(path, source);
    return str_starts(source, path) && source.len > path.len && source.ptr[path.len] == '/';
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
        if (!found || !applies(entry, item) || !beats(entry, best)) continue;
        best = entry;
        value = found;
    }
    return value;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Length of "2020-1-31-" (two or four digits, one or two, one or two), or 0. */
static size_t date_prefix(struct str name, struct date *date) {
    int parts[3] = {0};
    size_t at = 0;
    for (int part = 0; part < 3; part++) {
        size_t start = at;
        while (at < name.len && is_digit(name.ptr[at]) && at - start < 4)
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

void jekyll_read_date(const struct jekyll *jekyll, struct jekyll_item *item) {
    struct date date;
    struct str text = node_text(jekyll_value(jekyll, item, "date"), (struct str){0});
    if (!text.len || !date_parse(text, &date)) return;
    item->date = date;
    item->has_date = true;
}

static bool is_false(const struct node *node) {
    return node && node->kind == NODE_BOOL && !node->boolean;
}

unsigned jekyll_flags(const struct jekyll *jekyll, const struct jekyll_item *item) {
    unsigned flags = 0;
    if (item->draft && !jekyll->options->drafts) flags |= PAGE_DRAFT;
    if (is_false(jekyll_value(jekyll, item, "published")) && !jekyll->unpublished) flags |= PAGE_DRAFT;
    bool future = item->has_date && date_seconds(&item->date) > jekyll->options->now;
    if (item->collection && future && !jekyll->future) flags |= PAGE_FUTURE;
    return flags;
}
