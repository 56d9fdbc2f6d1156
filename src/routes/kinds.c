/* kinds.c: words and small questions that several generators share. */
#include "routes/model.h"

bool has_extension(struct str path, const char *list) {
    struct str rest = str_from(list), extension = path_ext(path);
    while (extension.len && rest.ptr)
        if (str_eq_nocase(extension, str_cut(&rest, ' '))) return true;
    return false;
}

bool is_markdown_path(struct str path) {
    return has_extension(path, ".md .mdx");
}

struct str without_extension(struct str path) {
    return str_sub(path, 0, path.len - path_ext(path).len);
}

struct str file_of_url(struct arena *arena, struct str url, bool flat) {
    while (url.len && url.ptr[url.len - 1] == '/') url.len--;
    if (!url.len) return STR("index.html");
    return str_printf(arena, flat ? "%.*s.html" : "%.*s/index.html", STR_FMT(url));
}

bool is_external(struct str text) {
    struct url url = url_split(text);
    return url.scheme.ptr || url.authority.ptr;
}

bool is_markdown_destination(const struct link *link) {
    return link->kind <= LINK_BARE || link->kind == LINK_DEFINITION;
}

struct destination destination_text(struct arena *arena, struct str path, struct str text) {
    struct url url = url_split(text);
    struct str tail =
        str_sub(text, url.path.ptr ? (size_t)(url.path.ptr - text.ptr) + url.path.len : 0, text.len);
    return (struct destination){.kind = DESTINATION_TEXT,
                                .text = str_printf(arena, "%.*s%.*s", STR_FMT(path), STR_FMT(tail))};
}

struct str front_text(const struct page *page, const char *key) {
    const struct node *node = page && page->front ? node_get(page->front, str_from(key)) : NULL;
    return node_text(node, (struct str){0});
}

bool front_true(const struct page *page, const char *key) {
    return page && page->front && node_is_true(node_get(page->front, str_from(key)));
}

struct str slug_path(struct arena *arena, struct str path) {
    struct buf out = {.arena = arena};
    for (struct str rest = path; rest.ptr;) {
        struct str part = str_cut(&rest, '/');
        buf_add(&out, anchor_from_text(arena, part, ID_GITHUB_SITE));
        if (rest.ptr) buf_add_char(&out, '/');
    }
    return buf_str(&out);
}

/* ---- package.json, configuration ---- */

static const struct node *dependency(struct arena *arena, struct str text, const char *package) {
    static const char *const lists[] = {"dependencies", "devDependencies", "peerDependencies"};
    node_errors errors = {0};
    struct node_options options = {.format = FORMAT_JSON};
    const struct node *root = node_read(arena, text, (struct span){0, (uint32_t)text.len}, &options, &errors);
    const struct node *found = NULL;
    for (size_t i = 0; i < ARRAY_LEN(lists) && root && root->kind == NODE_OBJECT && !found; i++) {
        const struct node *list = node_get(root, str_from(lists[i]));
        if (list && list->kind == NODE_OBJECT) found = node_get(list, str_from(package));
    }
    return found;
}

unsigned package_major(const struct routes *r, struct str path, const char *package, bool *has) {
    struct str text;
    struct error error = {0};
    *has = false;
    if (!routes_has(r, path) || !r->site->tree.read(r->site->tree.state, r->arena, path, &text, &error))
        return 0;
    const struct node *range = dependency(r->arena, text, package);
    *has = range != NULL;
    struct str version = node_text(range, STR(""));
    unsigned major = 0;
    size_t at = 0;
    while (at < version.len && (version.ptr[at] < '0' || version.ptr[at] > '9')) at++;
    while (at < version.len && char_is_digit(version.ptr[at]) && major < 1000)
        major = major * 10 + (unsigned)(version.ptr[at++] - '0');
    return major;
}

void package_tells_version(struct routes *r, struct str path, const char *package) {
    bool has;
    unsigned major = package_major(r, path, package, &has);
    if (major) r->site->version_text = str_printf(r->arena, "%u", major);
}

struct str program_text(const struct routes *r, struct str folder, const char *const *names,
                        struct str *path) {
    for (size_t i = 0; names[i]; i++) {
        struct str text;
        struct error error = {0};
        *path = folder.len ? path_join(r->arena, folder, str_from(names[i])) : str_from(names[i]);
        if (routes_has(r, *path) && r->site->tree.read(r->site->tree.state, r->arena, *path, &text, &error))
            return text;
    }
    return (struct str){0};
}

const char *spot_first(const struct spot *spot, const char *const *names) {
    for (size_t i = 0; names[i]; i++)
        if (spot_has(spot, names[i])) return names[i];
    return NULL;
}

bool spot_depends(const struct spot *spot, const char *package) {
    struct str text;
    return spot_read(spot, "package.json", &text) && dependency(spot->arena, text, package);
}
