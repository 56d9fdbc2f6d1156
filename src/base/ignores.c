/* ignores.c: which paths the .gitignore files of a repository leave out, whether or not they are there. */
#include "base/file_open.h"
#include "base/ignore.h"

#include <pthread.h>
#include <unistd.h>

struct ignores {
    pthread_mutex_t lock;
    struct arena *arena;   /* what was read */
    struct arena *scratch; /* of one question */
    struct root *root;
    struct map folders; /* from the border -> struct level */
};
struct level { /* of one folder */
    const struct ignore *ignore;
    bool left_out; /* with all that is in it */
};

struct ignores *ignores_open(struct arena *arena, struct root *root) {
    struct ignores *ignores = ARENA_NEW(arena, struct ignores);
    pthread_mutex_init(&ignores->lock, NULL);
    ignores->arena = arena_child(arena);
    ignores->scratch = arena_child(arena);
    ignores->root = root;
    return ignores;
}

/* An unreadable file ignores nothing here; the walk over the folder says so. */
static const struct ignore *read_file(struct ignores *ignores, struct str folder,
                                      const struct ignore *parent) {
    struct arena *arena = ignores->arena;
    struct str text, name = STR(".gitignore"), path = folder.len ? path_join(arena, folder, name) : name;
    struct error error = {0};
    struct root_found found = root_find(ignores->root, arena, path, WANT_FILE);
    if (found.answer != ROOT_FILE) return parent;
    bool read = file_read_open(arena, found.fd, &found.status, path, 0, 0, &text, &error);
    close(found.fd);
    return read ? ignore_parse(arena, text, folder, parent) : parent;
}

static const struct ignore *read_exclude(struct ignores *ignores) {
    struct str text;
    if (!root_read_git(ignores->root, ignores->arena, "info/exclude", 0, &text)) return NULL;
    return ignore_parse(ignores->arena, text, STR(""), NULL);
}

/* The folders above are known already. */
static const struct level *add_level(struct ignores *ignores, struct str folder, const struct level *above) {
    struct level *level = ARENA_NEW(ignores->arena, struct level);
    const struct ignore *outer = above ? above->ignore : read_exclude(ignores);
    level->left_out = above && (above->left_out || (outer && ignore_match(outer, folder, true)));
    level->ignore = level->left_out ? outer : read_file(ignores, folder, outer);
    map_put(ignores->arena, &ignores->folders, str_copy(ignores->arena, folder), level);
    return level;
}

static const struct level *level_of(struct ignores *ignores, struct str folder) {
    const struct level *level = map_get(&ignores->folders, STR("/"));
    if (!level) {
        level = add_level(ignores, STR(""), NULL);
        map_put(ignores->arena, &ignores->folders, STR("/"), level);
    }
    for (size_t at = 0; at < folder.len;) {
        at += str_find_char(str_sub(folder, at, folder.len), '/');
        struct str part = str_sub(folder, 0, at++);
        const struct level *known = map_get(&ignores->folders, part);
        level = known ? known : add_level(ignores, part, level);
    }
    return level;
}

bool ignores_has(struct ignores *ignores, struct str path) {
    struct str within;
    bool has = false;
    pthread_mutex_lock(&ignores->lock);
    if (root_has_git(ignores->root) && root_within(ignores->root, ignores->scratch, path, &within) &&
        within.len) {
        const struct level *level = level_of(ignores, path_dir(within));
        has = level->left_out || (level->ignore && ignore_match(level->ignore, within, false));
    }
    arena_reset(ignores->scratch);
    pthread_mutex_unlock(&ignores->lock);
    return has;
}
