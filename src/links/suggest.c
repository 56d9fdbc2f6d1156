/* "Did you mean": the nearest address or id that exists. */
#include "links/graph.h"

#include <assert.h>
#include <string.h>

#define MAX_SAME_NAME 64  /* addresses looked at that end alike */
#define MAX_SIBLINGS  512 /* addresses looked at in one folder */
#define MAX_IDS       512

static struct str trim_slashes(struct str path) {
    while (path.len && path.ptr[0] == '/') path = str_sub(path, 1, path.len);
    while (path.len && path.ptr[path.len - 1] == '/') path.len--;
    return path;
}

/* "docs/a" of "docs/a/index.html": what differs between addresses people type. */
static struct str plain_file(struct str file) {
    if (str_ends(file, STR("/index.html"))) file.len -= 11;
    return file;
}

static void add_to(struct links *links, struct map *map, struct str key, const struct site_url *url,
                   size_t max) {
    void **slot = map_slot(links->arena, map, key);
    if (!*slot) *slot = ARENA_NEW(links->arena, url_list);
    url_list *list = *slot;
    if (list->len < max) *ARRAY_PUSH(links->arena, list) = url;
}

static void add_folders(struct links *links, struct str folder) {
    for (; folder.len; folder = path_dir(folder)) {
        void **slot = map_slot(links->arena, &links->served_folders, folder);
        if (*slot) return;
        *slot = links;
    }
}

void suggest_index(struct links *links) {
    const struct site *site = links->site;
    for (size_t i = 0; i < site->url_count; i++) {
        const struct site_url *url = &site->urls[i];
        bool served = url->kind <= URL_TERM || url->kind == URL_RESOURCE || url->kind == URL_STATIC;
        if (!served || url->overwritten) continue;
        struct str file = plain_file(url->file);
        add_to(links, &links->by_last, path_base(file), url, MAX_SAME_NAME);
        add_to(links, &links->by_folder, path_dir(file), url, MAX_SIBLINGS);
        add_folders(links, path_dir(file));
    }
}

/* Is `tail` the end of `path`, element by element? */
static bool is_tail(struct str path, struct str tail) {
    if (!str_ends(path, tail)) return false;
    return path.len == tail.len || path.ptr[path.len - tail.len - 1] == '/';
}

static unsigned language_of(const struct site *site, struct str file) {
    struct str first = str_cut(&file, '/');
    for (unsigned i = 0; i < site->language_count; i++)
        if (site->languages[i].prefix.len && str_eq(first, site->languages[i].prefix)) return i;
    return SITE_NO_LANGUAGE;
}

/* "ecosystem", "project-ecosystem". Three letters stand in many words by chance: "api" in "rapids". */
static bool is_alike(struct str a, struct str b) {
    if (a.len < b.len) return is_alike(b, a);
    return str_eq(a, b) || (b.len > 3 && str_find(a, b) < a.len);
}

/* Two addresses that end alike: is it the same page at another place? "overview" and "usage" are in many places:
 * then the folder has to have the same name too, or there is no other such page and its name says something. */
static bool is_moved(struct str there, struct str asked, size_t same_names) {
    if (is_tail(there, asked) || is_tail(asked, there)) return true;
    struct str folder = path_base(path_dir(asked)), name = path_base(asked);
    if (folder.len && is_alike(folder, path_base(path_dir(there)))) return true;
    bool telling = str_find_char(name, '-') < name.len || str_find_char(name, '_') < name.len ||
                   str_find_char(name, '.') < name.len;
    return same_names == 1 && (telling || !path_dir(path_dir(asked)).len);
}

static const struct site_url *same_name(const struct links *links, struct str file) {
    const url_list *list = map_get(&links->by_last, path_base(file));
    unsigned language = language_of(links->site, file);
    const struct site_url *best = NULL;
    size_t least = SIZE_MAX, count = 0;
    for (size_t i = 0; list && i < list->len; i++)
        count += language_of(links->site, list->items[i]->file) == language;
    for (size_t i = 0; list && i < list->len; i++) {
        struct str there = plain_file(list->items[i]->file);
        if (language_of(links->site, there) != language || !is_moved(there, file, count)) continue;
        size_t limit = least < 200 ? least : 200;
        size_t distance = str_distance(there, file, limit);
        if (distance >= least) continue;
        least = distance;
        best = list->items[i];
    }
    return best;
}

static const struct site_url *sibling(const struct links *links, struct str file) {
    struct str
        names[MAX_SIBLINGS]; /* not the arena's: each of a file's many broken addresses may come here */
    const url_list *list = map_get(&links->by_folder, path_dir(file));
    if (!list) return NULL;
    assert(list->len <= MAX_SIBLINGS);
    for (size_t i = 0; i < list->len; i++) names[i] = path_base(plain_file(list->items[i]->file));
    struct str nearest = str_nearest(path_base(file), names, list->len);
    for (size_t i = 0; nearest.ptr && i < list->len; i++)
        if (names[i].ptr == nearest.ptr) return list->items[i];
    return NULL;
}

/* Served, as a page's folder or as a file. */
static const struct site_url *claim_of(struct arena *arena, const struct links *links, struct str file) {
    const struct site_url *claim = site_claims(links->site, file);
    return claim ? claim : site_claims(links->site, str_printf(arena, "%.*s/index.html", STR_FMT(file)));
}

/* The address without what the sentence around it left there: a bracket, a star. */
static const struct site_url *without_marks(struct arena *arena, const struct links *links, struct str file) {
    struct str cut = file;
    while (cut.len && strchr(")]>*.,;:!\"'/", cut.ptr[cut.len - 1])) cut.len--;
    return cut.len && cut.len < file.len ? claim_of(arena, links, cut) : NULL;
}

/* Of "a.md" the page that is made from it. */
static struct str page_of_source(struct arena *arena, const struct links *links, struct str file) {
    if (!str_ends(file, STR(".md"))) return (struct str){0};
    const struct site_page *page = site_page_of(links->site, file);
    if (!page) page = site_page_of(links->site, str_printf(arena, "content/%.*s", STR_FMT(file)));
    return page && !(page->flags & PAGE_DROPPED) ? page->link : (struct str){0};
}

struct str suggest_url(struct arena *arena, const struct links *links, struct str path) {
    const struct site *site = links->site;
    struct str base = site->language_count ? site->languages[0].base_path : STR("/");
    if (base.len > 1 && str_starts(path, base)) path = str_sub(path, base.len, path.len);
    struct str file = plain_file(trim_slashes(path));
    if (!file.len) return (struct str){0};
    struct str source = page_of_source(arena, links, file);
    if (source.ptr) return source;
    const struct site_url *found = without_marks(arena, links, file);
    if (!found) found = sibling(links, file);
    if (!found) found = same_name(links, file);
    return found ? found->link : (struct str){0};
}

/* A host, by its end; "index.html" and "notes.md" are files. */
static bool is_host(struct str target) {
    static const char *const ends[] = {".com", ".org", ".net", ".gov", ".edu", ".mil", ".io", ".dev"};
    for (size_t i = 0; i < ARRAY_LEN(ends); i++)
        if (str_ends(target, str_from(ends[i]))) return true;
    return false;
}

struct str suggest_address(struct arena *arena, struct str target) {
    struct str bare = target;
    while (bare.len && strchr("(<[\"'", bare.ptr[0])) bare = str_sub(bare, 1, bare.len);
    bool web = str_starts(bare, STR("https://")) || str_starts(bare, STR("http://"));
    if (web && bare.len < target.len) {
        while (bare.len && strchr(")>]\"'", bare.ptr[bare.len - 1])) bare.len--;
        return bare;
    }
    if (str_find_char(target, '/') < target.len || !is_host(target)) return (struct str){0};
    bool mail = str_find_char(target, '@') < target.len;
    return str_printf(arena, "%s%.*s", mail ? "mailto:" : "https://", STR_FMT(target));
}

struct str links_nearest(const struct links *links, struct arena *arena, struct str path) {
    return suggest_url(arena, links, path);
}

/* The only id that has the fragment's words in a row, and more: "feature-flag-scenarios" of "scenarios". A word of three
 * letters says too little: "the", "faq", "api". */
static struct str longer_id(const struct str *names, size_t count, struct str fragment) {
    struct str only = {0};
    for (size_t i = 0; fragment.len > 3 && i < count; i++) {
        size_t at = str_find(names[i], fragment), end = at + fragment.len;
        bool whole = at < names[i].len && (at == 0 || names[i].ptr[at - 1] == '-') &&
                     (end == names[i].len || names[i].ptr[end] == '-');
        if (whole && only.ptr) return (struct str){0};
        if (whole) only = names[i];
    }
    return only;
}

struct str suggest_id(struct arena *arena, const struct target_ids *ids, struct str fragment) {
    size_t count = ids->count < MAX_IDS ? ids->count : MAX_IDS;
    struct str nearest = str_nearest(fragment, ids->ids, count);
    return nearest.ptr ? nearest : longer_id(ids->ids, count, unicode_lower_str(arena, fragment));
}
