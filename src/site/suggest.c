/* "Did you mean": the nearest address or id that exists. */
#include "site/links.h"

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

void suggest_index(struct links *links) {
    const struct site *site = links->site;
    for (size_t i = 0; i < site->url_count; i++) {
        const struct site_url *url = &site->urls[i];
        bool served = url->kind <= URL_TERM || url->kind == URL_RESOURCE || url->kind == URL_STATIC;
        if (!served || url->overwritten) continue;
        struct str file = plain_file(url->file);
        add_to(links, &links->by_last, path_base(file), url, MAX_SAME_NAME);
        add_to(links, &links->by_folder, path_dir(file), url, MAX_SIBLINGS);
    }
}

static const struct site_url *same_name(const struct links *links, struct str file) {
    const url_list *list = map_get(&links->by_last, path_base(file));
    const struct site_url *best = NULL;
    size_t least = SIZE_MAX;
    for (size_t i = 0; list && i < list->len; i++) {
        size_t limit = least < 200 ? least : 200;
        size_t distance = str_distance(plain_file(list->items[i]->file), file, limit);
        if (distance >= least) continue;
        least = distance;
        best = list->items[i];
    }
    return best;
}

static const struct site_url *sibling(struct arena *arena, const struct links *links, struct str file) {
    const url_list *list = map_get(&links->by_folder, path_dir(file));
    if (!list) return NULL;
    struct str *names = ARENA_ARRAY(arena, struct str, list->len);
    for (size_t i = 0; i < list->len; i++) names[i] = path_base(plain_file(list->items[i]->file));
    struct str nearest = str_nearest(path_base(file), names, list->len);
    for (size_t i = 0; nearest.ptr && i < list->len; i++)
        if (names[i].ptr == nearest.ptr) return list->items[i];
    return NULL;
}

struct str suggest_url(struct arena *arena, const struct links *links, struct str path) {
    const struct site *site = links->site;
    struct str base = site->language_count ? site->languages[0].base_path : STR("/");
    if (base.len > 1 && str_starts(path, base)) path = str_sub(path, base.len, path.len);
    struct str file = plain_file(trim_slashes(path));
    if (!file.len) return (struct str){0};
    const struct site_url *found = sibling(arena, links, file);
    if (!found) found = same_name(links, file);
    return found ? found->link : (struct str){0};
}

struct str links_nearest(const struct links *links, struct arena *arena, struct str path) {
    return suggest_url(arena, links, path);
}

struct str suggest_id(struct arena *arena, const struct target_ids *ids, struct str fragment) {
    size_t count = ids->ids.len < MAX_IDS ? ids->ids.len : MAX_IDS;
    struct str *names = ARENA_ARRAY(arena, struct str, count + 1);
    for (size_t i = 0; i < count; i++) names[i] = ids->ids.entries[i].key;
    return str_nearest(fragment, names, count);
}
