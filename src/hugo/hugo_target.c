/* hugo_target.c: FILE and LINK of one page in one output format (1.4, 1.6, 1.11). */
#include "hugo/model.h"

#define MAX_PARTS 8

struct parts { /* elements of the path, any of which may hold slashes itself */
    struct str items[MAX_PARTS];
    size_t len;
};

static void add(struct parts *parts, struct str s) {
    bool empty = s.len == 0 || str_eq(s, STR("/"));
    if (!empty && parts->len < MAX_PARTS) parts->items[parts->len++] = s;
}

static struct str last(const struct parts *parts) {
    return parts->len ? parts->items[parts->len - 1] : STR("");
}

/* Appends the suffix to the last element: "p/a" becomes "p/a.html". */
static void concat(struct arena *arena, struct parts *parts, struct str suffix) {
    if (parts->len == 0) add(parts, STR("/index"));
    struct str *end = &parts->items[parts->len - 1];
    while (end->len > 0 && end->ptr[end->len - 1] == '/') end->len--;
    *end = str_printf(arena, "%.*s%.*s", STR_FMT(*end), STR_FMT(suffix));
}

static struct str no_double_slash(struct arena *arena, struct str s) {
    struct buf out = {.arena = arena};
    if (str_find(s, STR("//")) == s.len) return s;
    buf_expect(&out, s.len);
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != '/' || out.len == 0 || out.ptr[out.len - 1] != '/') buf_add_char(&out, s.ptr[i]);
    return buf_str(&out);
}

/* The first n elements as a clean absolute path; since 0.153 the link that url or slug makes keeps "." elements. */
static struct str joined(struct arena *arena, const struct parts *parts, size_t n, bool clean) {
    struct buf out = {.arena = arena};
    size_t length = 0;
    for (size_t i = 0; i < n; i++) length += parts->items[i].len + 1;
    buf_expect(&out, length);
    for (size_t i = 0; i < n; i++) {
        bool slash = str_starts(parts->items[i], STR("/")), has = out.len && out.ptr[out.len - 1] == '/';
        if (!slash && !has) buf_add_char(&out, '/');
        if (slash && has) out.len--;
        buf_add(&out, parts->items[i]);
    }
    if (out.len == 0) return STR("/");
    return clean ? path_clean(arena, buf_str(&out)) : no_double_slash(arena, buf_str(&out));
}

static struct str index_name(const struct hugo *hugo, const struct hugo_format *format) {
    return str_printf(hugo->arena, "%.*s%.*s", STR_FMT(format->base), STR_FMT(format->suffix));
}

/* url in front matter: a '.' anywhere and no '/' at the end make it a file. */
static void add_url(const struct hugo *hugo, const struct target_input *in, struct parts *parts) {
    struct str url = in->url;
    bool dots = str_find(url, STR("..")) < url.len;
    if (!hugo->old && dots) url = hugo_name_join(hugo->arena, STR("/"), url);
    add(parts, hugo_since(hugo->version, HUGO_URL_NOT_CLEANED) ? no_double_slash(hugo->arena, url)
                                                               : path_clean(hugo->arena, url));
    add(parts, in->addends);
    bool slash = str_ends(url, STR("/")), dot = str_find_char(url, '.') < url.len;
    if (slash || !dot) add(parts, index_name(hugo, in->format));
}

static void add_page(const struct hugo *hugo, const struct target_input *in, struct parts *parts) {
    bool index = in->base.len && str_eq(in->base, in->format->base);
    bool ugly = (in->ugly && !in->format->no_ugly) || (in->permalink.len == 0 && index);
    if (in->permalink.len) {
        add(parts, in->permalink);
    } else {
        add(parts, in->dir);
        add(parts, in->base);
    }
    add(parts, in->addends);
    if (ugly)
        concat(hugo->arena, parts, in->format->suffix);
    else
        add(parts, index_name(hugo, in->format));
}

/* Since 0.148 ugly URLs leave home, sections and taxonomies in folders of their own, but link to index.html. */
static void add_branch(const struct hugo *hugo, const struct target_input *in, struct parts *parts) {
    bool ugly = in->ugly && !in->format->no_ugly;
    bool pretty_kind = hugo_since(hugo->version, HUGO_UGLY_BRANCH) && in->kind != KIND_TERM;
    bool home = in->dir.len == 0 && in->permalink.len == 0;
    add(parts, in->addends);
    if (!ugly || pretty_kind || (home && in->addends.len == 0))
        add(parts, index_name(hugo, in->format));
    else
        concat(hugo->arena, parts, in->format->suffix);
}

static void sanitize(const struct hugo *hugo, struct parts *parts) {
    if (hugo->old) { /* the joined path at once: white space at an element's end becomes a dash there */
        parts->items[0] = hugo_name_normal(hugo, hugo->arena, joined(hugo->arena, parts, parts->len, true));
        parts->len = 1;
        return;
    }
    for (size_t i = 0; i < parts->len; i++)
        parts->items[i] = hugo_name_normal(hugo, hugo->arena, parts->items[i]);
}

static struct str with_prefix(struct arena *arena, struct str prefix, struct str path) {
    return prefix.len ? str_printf(arena, "/%.*s%.*s", STR_FMT(prefix), STR_FMT(path)) : path;
}

/* A leading '/' in url keeps the language prefix away, except on a site per host. */
static bool takes_prefix(const struct target_input *in, struct str prefix) {
    if (in->url.len == 0 || in->kind == KIND_HOME) return true;
    if (!str_starts(in->url, STR("/"))) return true;
    struct str rest = str_sub(in->url, 1, in->url.len);
    return in->multihost && !str_starts(rest, prefix);
}

static struct str resource_folder(const struct hugo *hugo, const struct target_input *in, struct str file,
                                  bool url) {
    struct str base = path_base(file);
    bool index = str_starts(base, in->format->base) &&
                 str_starts(str_sub(base, in->format->base.len, base.len), STR("."));
    if (index || (hugo->old && url)) return path_dir(file);
    struct str ext = path_ext(base);
    return str_sub(file, 0, file.len - ext.len);
}

static struct str link_of(const struct hugo *hugo, const struct target_input *in, struct parts *parts,
                          bool url) {
    struct arena *arena = hugo->arena;
    bool index = str_eq(last(parts), STR("index.html")) || str_ends(last(parts), STR("/index.html"));
    bool ugly = in->ugly && !in->format->no_ugly && !url;
    bool ugly_index = ugly && hugo_since(hugo->version, HUGO_UGLY_BRANCH) &&
                      (in->kind == KIND_HOME || in->kind == KIND_SECTION || in->kind == KIND_TAXONOMY);
    bool clean = in->permalink.len || !hugo_since(hugo->version, HUGO_URL_NOT_CLEANED);
    struct str link = joined(arena, parts, parts->len, clean);
    if (!index || ugly_index) return link;
    if (hugo->old && url && str_ends(in->url, STR("/index.html")))
        return hugo_name_join(arena, link, STR("/"));
    link = str_sub(link, 0, link.len - STR("index.html").len);
    return link;
}

struct ref_target hugo_target_make(const struct hugo *hugo, const struct target_input *in) {
    struct arena *arena = hugo->arena;
    struct parts parts = {0};
    bool url = in->url.len > 0 && in->kind != KIND_HOME;
    if (in->kind != KIND_PAGE && !url) add(&parts, in->permalink.len ? in->permalink : in->dir);
    add(&parts, in->format->path);
    if (url)
        add_url(hugo, in, &parts);
    else if (in->kind == KIND_PAGE)
        add_page(hugo, in, &parts);
    else
        add_branch(hugo, in, &parts);
    bool raw = url && (in->kind == KIND_PAGE || hugo_since(hugo->version, HUGO_BRANCH_URL_RAW));
    if (!raw && parts.len > 0) sanitize(hugo, &parts);

    struct ref_target out = {0};
    struct str file = joined(arena, &parts, parts.len, true);
    struct str link = link_of(hugo, in, &parts, url);
    if (takes_prefix(in, in->prefix_file)) file = with_prefix(arena, in->prefix_file, file);
    if (takes_prefix(in, in->prefix_link)) link = with_prefix(arena, in->prefix_link, link);
    out.file = str_sub(file, 1, file.len);
    out.resources = resource_folder(hugo, in, out.file, url);
    out.link = hugo_name_escape(hugo, arena, link);
    return out;
}
