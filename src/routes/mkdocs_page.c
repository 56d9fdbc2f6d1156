/* mkdocs_page.c: lists of the configuration, and the address of a page. */
#include "routes/mkdocs.h"

/* An entry of a list of names, or of maps from a name to its options; of a map too. */
const struct node *mkdocs_entry(const struct node *list, struct str name, const struct node **options) {
    *options = NULL;
    for (const struct node *n = list ? list->child : NULL; n; n = n->next) {
        const struct node *named = list->kind == NODE_OBJECT ? n : n->kind == NODE_OBJECT ? n->child : NULL;
        if (named && str_eq(named->key, name)) {
            *options = named;
            return named;
        }
        if (!named && str_eq(node_text(n, STR("")), name)) return n;
    }
    return NULL;
}

/* One line of gitignore's syntax against a path and the folders above it. */
static bool line_matches(struct str line, struct str path) {
    bool rooted = str_starts(line, STR("/"));
    if (rooted) line = str_sub(line, 1, line.len);
    bool folder = str_ends(line, STR("/"));
    if (folder) line.len--;
    rooted |= str_find_char(line, '/') < line.len;
    for (size_t at = 0; at < path.len;) {
        at += str_find_char(str_sub(path, at, path.len), '/');
        struct str part = str_sub(path, 0, at);
        bool top = str_find_char(part, '/') == part.len;
        bool level = !rooted || top || str_find_char(line, '/') < line.len;
        if (level && (!folder || at < path.len) && glob_match(line, part)) return true;
        at++;
    }
    return false;
}

bool mkdocs_lists(const struct mkdocs *m, const char *key, struct str path, bool before) {
    struct str rest = node_text(node_get(m->config, str_from(key)), (struct str){0});
    while (rest.ptr) {
        struct str line = str_trim(str_cut(&rest, '\n'));
        bool negated = str_starts(line, STR("!"));
        if (negated) line = str_sub(line, 1, line.len);
        if (line.len && line.ptr[0] != '#' && line_matches(line, path)) before = !negated;
    }
    return before;
}

static bool is_index(struct str stem) {
    return str_eq(path_base(stem), STR("index")) || str_eq(path_base(stem), STR("README"));
}

struct str mkdocs_url(const struct mkdocs *m, struct str path) {
    struct str stem = without_extension(path);
    if (is_index(stem)) {
        struct str folder = path_dir(stem);
        if (!m->flat) return folder.len ? str_printf(m->r.arena, "%.*s/", STR_FMT(folder)) : STR("");
        return path_join(m->r.arena, folder, STR("index.html"));
    }
    return str_printf(m->r.arena, m->flat ? "%.*s.html" : "%.*s/", STR_FMT(stem));
}

void mkdocs_page(struct mkdocs *m, struct str source, struct str path, struct str url, unsigned language) {
    bool folder = !url.len || url.ptr[url.len - 1] == '/';
    struct str file = folder ? str_printf(m->r.arena, "%.*sindex.html", STR_FMT(url)) : url;
    struct route *route = routes_page(&m->r, source, url, file);
    route->path = path;
    route->language = language;
    if (mkdocs_lists(m, "draft_docs", path, false)) route->flags |= PAGE_DRAFT;
}
