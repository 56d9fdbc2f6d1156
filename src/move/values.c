/* values.c: addresses outside of links: menus of the configuration and of pages, data files, and where redirect rules lead. */
#include "move/parts.h"

#define VALUES_MAX_BYTES (4u << 20) /* of a file of data that is looked through */

struct values { /* of one file */
    struct moving *moving;
    struct str path; /* after the moves */
    struct str text;
    const struct site_page *from_before, *from; /* relative ones are read from it: the home page */
    edit_array edits;
    struct map ids; /* of pages, where this file has them -> struct str, the new ones */
    bool data;      /* a file of data, where a value is an address only if it looks like one */
};

/* ---- one value ---- */

static struct resolution resolve(const struct links *links, struct arena *arena, const struct site_page *from,
                                 const struct link *link) {
    struct page page = {.format = PAGE_MARKDOWN, .front_format = FORMAT_YAML, .body_parsed = true};
    page.links.items = (struct link *)(uintptr_t)link;
    page.links.len = 1;
    return links_resolve(links, arena, from, &page)[0];
}

/* Where the site is, which a configuration says: no link to its home page. */
static bool is_base(const struct values *values, struct str text, const struct resolution *before) {
    const struct site *site = values->moving->before;
    struct str base = url_split(site->base_url).path;
    bool home = str_eq(before->url, STR("/")) || str_eq(path_clean(values->moving->arena, before->url),
                                                        path_clean(values->moving->arena, base));
    return !values->data && home && str_find(text, STR("://")) < text.len;
}

static void rewrite_value(struct values *values, struct str key, struct str text, struct span span) {
    struct moving *moving = values->moving;
    struct link link;
    bool same;
    if (value_is_old(key) || !value_link(moving, key, values->data, text, &link)) return;
    struct resolution before = resolve(moving->links_before, moving->arena, values->from_before, &link);
    if ((!before.target && !before.claim) || is_base(values, text, &before)) return;
    struct resolution now = resolve(moving->links_after, moving->arena, values->from, &link);
    const struct page page = {.format = PAGE_MARKDOWN, .body_parsed = true};
    struct str target = inbound_target(moving, moving->arena, values->from_before, values->from, &page, &link,
                                       &before, &now, &same);
    struct span place;
    if (same) return;
    if (target.ptr && value_place(values->text, span, text, &place)) {
        *ARRAY_PUSH(moving->arena, &values->edits) = (struct edit){.span = place, .text = target};
        moving->plan->links++;
        return;
    }
    moving_remark(
        moving, values->path, values->text, span.start,
        str_printf(moving->arena, "`%.*s` led to %.*s, and was not rewritten", STR_FMT(text),
                   STR_FMT(before.target && before.target->source.len ? before.target->source : before.url)));
}

/* ---- ids of pages ---- */

static bool lists_pages(const struct moving *moving, struct str path) {
    const char *lists = moving->before->generator->lists;
    return lists && str_find(path_base(path), str_from(lists)) < path_base(path).len;
}

/* Ids of pages, as the file lists them; absent: it cannot list that page any more. */
static void index_ids(struct moving *moving, struct str path, struct map *ids) {
    const struct generator *generator = moving->before->generator;
    for (size_t i = 0; generator->page_id && i < moving->before->page_count; i++) {
        const struct site_page *page = &moving->before->pages[i], *now = moving->matches[i];
        if (!now || !page->source.len || !map_get(&moving->to, page->source)) continue;
        if (!generator->lists_page(path, page)) continue;
        struct str *id = ARENA_NEW(moving->arena, struct str);
        struct str old = generator->page_id(moving->before, moving->arena, page);
        bool stays = generator->lists_page(path, now);
        *id = stays ? generator->page_id(moving->after, moving->arena, now) : (struct str){0};
        if (old.len && (id->len || !stays) && !str_eq(old, *id)) map_put(moving->arena, ids, old, id);
    }
}

/* An id, in a file that lists pages by theirs, or behind a key that says so. */
static bool rewrite_id(struct values *values, struct str key, struct str text, struct span span) {
    static const char *const words[] = {"label",     "title",   "description", "type",
                                        "className", "dirName", "slug"};
    const struct str *id = map_get(&values->ids, text);
    bool listed = lists_pages(values->moving, values->path), word = false;
    for (size_t i = 0; i < ARRAY_LEN(words); i++) word |= str_eq(key, str_from(words[i]));
    bool quoted = id && span.end > span.start + 1 && strchr("'\"", values->text.ptr[span.start]);
    if (!quoted || word || (!listed && !str_eq(key, STR("docId")))) return false;
    if (!id->len) {
        moving_remark(
            values->moving, values->path, values->text, span.start,
            str_printf(values->moving->arena, "lists %.*s, which goes to another version", STR_FMT(text)));
        return true;
    }
    *ARRAY_PUSH(values->moving->arena, &values->edits) =
        (struct edit){.span = {span.start + 1, span.end - 1}, .text = *id};
    values->moving->plan->links++;
    return true;
}

/* ---- files of data ---- */

static void read_node(struct values *values, const struct node *node, struct str key, unsigned depth) {
    if (depth > 64 || node->shared) return;
    if (node->kind == NODE_STRING && !rewrite_id(values, key, node->text, node->span))
        rewrite_value(values, key, node->text, node->span);
    if (node->kind != NODE_ARRAY && node->kind != NODE_OBJECT) return;
    for (const struct node *child = node->child; child; child = child->next)
        read_node(values, child, node->kind == NODE_OBJECT ? child->key : key, depth + 1);
}

static bool format_of(struct str path, enum format *format) {
    struct str extension = path_ext(path);
    if (str_eq(extension, STR(".yaml")) || str_eq(extension, STR(".yml")))
        *format = FORMAT_YAML;
    else if (str_eq(extension, STR(".toml")))
        *format = FORMAT_TOML;
    else if (str_eq(extension, STR(".json")))
        *format = FORMAT_JSON;
    else
        return false;
    return true;
}

static void rewrite_tree(struct values *values, enum format format) {
    struct node_options options = {.format = format, .yaml_1_1 = values->moving->before->yaml_1_1};
    node_errors errors = {0};
    struct span all = {0, (uint32_t)values->text.len};
    const struct node *root = node_read(values->moving->arena, values->text, all, &options, &errors);
    if (root && !errors.len) read_node(values, root, STR(""), 0);
}

/* ---- configurations that are programs: their string literals ---- */

/* "from" of `from: '/a'` and `"from": '/a'`, where the value begins at `at`; empty: there is no key. */
static struct str key_before(struct str text, size_t at) {
    while (at > 0 && char_is_space(text.ptr[at - 1])) at--;
    if (at == 0 || text.ptr[--at] != ':') return STR("");
    while (at > 0 && (char_is_space(text.ptr[at - 1]) || strchr("\"'", text.ptr[at - 1]))) at--;
    size_t end = at;
    while (at > 0 && (char_is_alnum(text.ptr[at - 1]) || text.ptr[at - 1] == '_')) at--;
    return str_sub(text, at, end);
}

/* "/a" of `'/a': '/b'`, where the literal ends at `at`: an entry of redirects, whose key is an address that was. */
static bool leads_on(struct str text, size_t at) {
    while (at < text.len && char_is_space(text.ptr[at])) at++;
    if (at >= text.len || text.ptr[at++] != ':') return false;
    while (at < text.len && char_is_space(text.ptr[at])) at++;
    return at < text.len && strchr("\"'`", text.ptr[at]);
}

static void rewrite_script(struct values *values) {
    struct str text = values->text;
    for (uint32_t at = 0; at < text.len; at++) {
        char quote = text.ptr[at];
        bool comment = quote == '/' && at + 1 < text.len && text.ptr[at + 1] == '/' &&
                       (at == 0 || text.ptr[at - 1] != ':');
        if (comment) {
            while (at < text.len && text.ptr[at] != '\n') at++;
            continue;
        }
        if (quote != '"' && quote != '\'') continue;
        uint32_t end = at + 1;
        while (end < text.len && text.ptr[end] != quote && text.ptr[end] != '\n' && text.ptr[end] != '\\')
            end++;
        struct str literal = str_sub(text, at + 1, end);
        bool closed = end < text.len && text.ptr[end] == quote;
        struct str key = closed ? key_before(text, at) : STR("");
        if (closed && !rewrite_id(values, key, literal, (struct span){at, end + 1}) &&
            !leads_on(text, end + 1))
            rewrite_value(values, key, literal, (struct span){at, end + 1});
        at = end;
    }
}

/* ---- all of them ---- */

static bool is_script(struct str path) {
    static const char *const known[] = {".js", ".ts", ".mjs", ".mts", ".cjs", ".cts"};
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (str_eq(path_ext(path), str_from(known[i]))) return true;
    return false;
}

/* Files that programs made, and those of tools that know no pages. */
static bool is_foreign(struct str path) {
    static const char *const names[] = {"package.json",       "package-lock.json", "yarn.lock",
                                        "tsconfig.json",      "pnpm-lock.yaml",    "composer.json",
                                        "pnpm-workspace.yaml"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eq(path_base(path), str_from(names[i]))) return true;
    return str_starts(path, STR(".")) || str_find(path, STR("/.")) < path.len;
}

static bool is_config(const struct moving *moving, struct str path) {
    for (size_t i = 0; i < moving->before->config_source_count; i++)
        if (str_eq(moving->before->config_sources[i]->path, path)) return true;
    return false;
}

static bool is_data(const struct moving *moving, struct str path) {
    struct str first = path;
    first = str_cut(&first, '/');
    bool beside = str_find_char(path, '/') == path.len; /* mkdocs.yml, _config.yml */
    return beside || str_eq(first, STR("data")) || str_eq(first, STR("_data")) || is_config(moving, path);
}

static bool holds_rules(const struct moving *moving, struct str path) {
    size_t first;
    return links_rules_of(moving->links_after, path, &first) > 0;
}

/* A page that stays where it is, in the folder where the home page lies: what is relative in data begins there. */
static const struct site_page *standpoint(const struct moving *moving) {
    const struct site *site = moving->before;
    const struct site_page *home = site_page_at(site, 0, STR("")), *found = NULL;
    for (size_t i = 0; i < site->page_count && !home; i++)
        if (site->pages[i].kind == KIND_HOME) home = &site->pages[i];
    if (!home || !map_get(&moving->to, home->source)) return home;
    for (size_t i = 0; i < site->page_count && !found; i++) {
        const struct site_page *page = &site->pages[i];
        bool beside = page->source.len && str_eq(path_dir(page->source), path_dir(home->source));
        if (beside && page->language == home->language && !map_get(&moving->to, page->source)) found = page;
    }
    return found;
}

static void rewrite_file(struct values *values) {
    struct moving *moving = values->moving;
    enum format format;
    values->text = moving_read(moving, moving->arena, values->path);
    if (!values->text.len || values->text.len > VALUES_MAX_BYTES) return;
    values->data = str_find_char(values->path, '/') < values->path.len && !is_config(moving, values->path);
    if (format_of(values->path, &format))
        rewrite_tree(values, format);
    else
        rewrite_script(values);
    moving_edit(moving, values->path, &values->edits);
}

/* A program at the root of the site, or in a folder of its generator, such as its configuration. */
static bool is_program(const struct moving *moving, struct str path) {
    bool folder = str_find_char(path, '/') == path.len || str_starts(path_base(path_dir(path)), STR("."));
    return is_script(path) && folder && !site_has(moving->before, SITE_AS_IS);
}

void values_rewrite(struct moving *moving) {
    const struct tree *tree = &moving->before->tree;
    str_array files = {0};
    struct error error = {0};
    if (!tree->list(tree->state, moving->arena, STR(""), &files, &error)) return;
    const struct site_page *before = standpoint(moving), *after = match_of(moving, before);
    for (size_t i = 0; i < files.len; i++) {
        enum format format;
        struct str path = files.items[i];
        bool page = site_page_of(moving->before, path);
        bool data = format_of(path, &format) && (is_data(moving, path) || lists_pages(moving, path));
        bool wanted = data || is_program(moving, path);
        if (page || !wanted || (is_foreign(path) && !is_config(moving, path)) || holds_rules(moving, path))
            continue;
        struct values values = {
            .moving = moving, .path = moving_renamed(moving, path), .from_before = before, .from = after};
        if (lists_pages(moving, path) || is_program(moving, path)) index_ids(moving, path, &values.ids);
        rewrite_file(&values);
    }
    rules_rewrite(moving);
}
