/* watch.c: files that change, looked for now and then where the client does not say so. */
#include "lsp/parts.h"

#include <time.h>

/* Milliseconds from one look to the next, and so many times what it costs at least. */
enum { WATCH_PAUSE = 2000, WATCH_SHARE = 50 };

static int64_t now_in(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void touch(struct lsp *lsp, struct arena *arena, const struct opened *site, struct str within) {
    sites_touch(lsp, arena, path_join(arena, site->root, within));
}

/* A file that was changed in the second of the last look may have been changed after it, too. */
static bool is_other(const struct opened *site, const int64_t *before, int64_t time) {
    return !before || *before != time || time >= site->times_at / 1000;
}

static bool compare(struct lsp *lsp, struct arena *arena, struct opened *site, struct root *root,
                    const str_array *files) {
    struct arena memory = {0};
    struct map times = {0};
    bool first = !site->times_at, comes = false;
    int64_t at = now_in(CLOCK_REALTIME);
    for (size_t i = 0; i < files->len; i++) {
        int64_t *time = ARENA_NEW(&memory, int64_t), *before = map_get(&site->times, files->items[i]);
        if (!root_time(root, arena, files->items[i], time)) continue;
        map_put(&memory, &times, str_copy(&memory, files->items[i]), time);
        if (first || !is_other(site, before, *time)) continue;
        touch(lsp, arena, site, files->items[i]);
        comes |= !before;
    }
    for (size_t i = 0; i < site->times.len; i++)
        if (!map_get(&times, site->times.entries[i].key)) {
            touch(lsp, arena, site, site->times.entries[i].key);
            comes = true;
        }
    arena_free(&site->times_memory);
    site->times_memory = memory;
    site->times = times;
    site->times_at = at;
    return comes;
}

static bool look(struct lsp *lsp, struct opened *site) {
    static const struct str skip[] = {{".git", 4}, {"node_modules", 12}};
    const struct walk_options options = {
        .gitignore = true, .skip_dirs = skip, .skip_dir_count = ARRAY_LEN(skip), .dot_folders = true};
    struct arena arena = {0};
    struct error error = {0};
    str_array files = {0};
    struct root *root = site->single ? NULL : root_open(&arena, site->real, &error);
    bool comes = root && root_list(root, &arena, STR(""), &options, &files, &error) == ROOT_FOLDER &&
                 compare(lsp, &arena, site, root, &files);
    arena_free(&arena);
    return comes;
}

void watch_look(struct lsp *lsp) {
    int64_t begun = now_in(CLOCK_MONOTONIC);
    bool comes = false;
    for (struct opened *site = lsp->sites; site; site = site->next) comes |= look(lsp, site);
    if (comes) sites_sort(lsp); /* it may be the sign of a site */
    lsp->watched = now_in(CLOCK_MONOTONIC);
    lsp->watch_cost = lsp->watched - begun;
}

int watch_wait(struct lsp *lsp) {
    int64_t pause = WATCH_SHARE * lsp->watch_cost;
    if (pause < WATCH_PAUSE) pause = WATCH_PAUSE;
    if (!lsp->sites) return WATCH_PAUSE;
    if (now_in(CLOCK_MONOTONIC) - lsp->watched >= pause) watch_look(lsp);
    int64_t left = lsp->watched + pause - now_in(CLOCK_MONOTONIC);
    return left < 1 ? 1 : (int)left;
}
