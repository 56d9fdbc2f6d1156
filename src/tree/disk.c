/* tree.c: the files of a site on the disk. */
#include <pthread.h>

#include "tree/tree.h"

enum { SHELVES = 16, KEPT_MAX = 256 << 20 /* bytes of text; past it files are read again */ };

struct shelf { /* texts that are kept; more than one, so that threads read at the same time */
    pthread_mutex_t lock;
    struct arena *memory;
    struct map texts; /* path -> struct str */
};

struct disk {
    struct root *root;
    struct shelf *shelves; /* NULL: nothing is kept */
    /* What the whole folder holds, once somebody asked: several do. */
    pthread_mutex_t lock;
    struct arena *memory;
    str_array all;
    bool listed;
};

static bool walk(const struct disk *disk, struct arena *arena, struct str dir, str_array *files,
                 struct error *error) {
    static const struct str skip[] = {{".git", 4}, {"node_modules", 12}};
    const struct walk_options options = {
        .skip_dirs = skip, .skip_dir_count = dir.len ? 1 : 2, .dot_folders = true};
    return root_list(disk->root, arena, dir, &options, files, error) != ROOT_FAILED;
}

static bool list_all(struct disk *disk, struct arena *arena, str_array *files, struct error *error) {
    pthread_mutex_lock(&disk->lock);
    if (!disk->listed) disk->all = (str_array){0};
    if (!disk->listed) disk->listed = walk(disk, disk->memory, STR(""), &disk->all, error);
    bool listed = disk->listed;
    pthread_mutex_unlock(&disk->lock);
    for (size_t i = 0; listed && i < disk->all.len; i++) *ARRAY_PUSH(arena, files) = disk->all.items[i];
    return listed;
}

static bool disk_list(void *state, struct arena *arena, struct str dir, str_array *files,
                      struct error *error) {
    struct disk *disk = state;
    return dir.len ? walk(disk, arena, dir, files, error) : list_all(disk, arena, files, error);
}

/* What is not a file, or is out of reach, is not there: an error without a message. */
static bool read_disk(const struct disk *disk, struct arena *arena, struct str path, size_t max, size_t head,
                      struct str *text, struct error *error) {
    enum root_answer answer = root_read(disk->root, arena, path, max, head, text, error);
    if (answer != ROOT_FILE && answer != ROOT_FAILED && error) *error = (struct error){.path = path};
    return answer == ROOT_FILE;
}

/* Under the shelf's lock: two threads that want one file get the bytes of one read. */
static bool read_shelf(struct disk *disk, struct shelf *shelf, struct arena *arena, struct str path,
                       struct str *text, struct error *error) {
    const struct str *kept = map_get(&shelf->texts, path);
    if (kept) {
        *text = *kept;
        return true;
    }
    bool keep = shelf->memory->used < KEPT_MAX / SHELVES;
    if (!read_disk(disk, keep ? shelf->memory : arena, path, 0, 0, text, error)) return false;
    if (!keep) return true;
    struct str *copy = ARENA_NEW(shelf->memory, struct str);
    *copy = *text;
    *map_slot(shelf->memory, &shelf->texts, str_copy(shelf->memory, path)) = copy;
    return true;
}

static bool disk_read_large(void *state, struct arena *arena, struct str path, size_t max, struct str *text,
                            struct error *error) {
    return read_disk(state, arena, path, max, 0, text, error);
}

static bool disk_read(void *state, struct arena *arena, struct str path, struct str *text,
                      struct error *error) {
    struct disk *disk = state;
    if (!disk->shelves) return read_disk(disk, arena, path, 0, 0, text, error);
    struct shelf *shelf = &disk->shelves[str_hash(path) % SHELVES];
    pthread_mutex_lock(&shelf->lock);
    bool read = read_shelf(disk, shelf, arena, path, text, error);
    pthread_mutex_unlock(&shelf->lock);
    return read;
}

static bool disk_read_head(void *state, struct arena *arena, struct str path, size_t head, struct str *text,
                           struct error *error) {
    struct disk *disk = state;
    if (!disk->shelves) return read_disk(disk, arena, path, 0, head, text, error);
    if (!disk_read(state, arena, path, text, error)) return false;
    *text = str_sub(*text, 0, head);
    return true;
}

static bool disk_has(void *state, struct arena *arena, struct str path) {
    struct disk *disk = state;
    return root_look(disk->root, arena, path) == ROOT_FILE;
}

static bool disk_linked(void *state, struct arena *arena, struct str path) {
    struct disk *disk = state;
    return root_is_linked(disk->root, arena, path);
}

static struct shelf *make_shelves(struct arena *arena) {
    struct shelf *shelves = ARENA_ARRAY(arena, struct shelf, SHELVES);
    for (size_t i = 0; i < SHELVES; i++) {
        pthread_mutex_init(&shelves[i].lock, NULL);
        shelves[i].memory = arena_child(arena);
    }
    return shelves;
}

bool tree_disk(struct arena *arena, struct str folder, bool keep, struct tree *tree, struct error *error) {
    struct disk *disk = ARENA_NEW(arena, struct disk);
    disk->root = root_open(arena, folder, error);
    pthread_mutex_init(&disk->lock, NULL);
    disk->memory = arena_child(arena);
    if (disk->root && keep) disk->shelves = make_shelves(arena);
    *tree = (struct tree){.state = disk, .list = disk_list, .read = disk_read, .read_large = disk_read_large};
    tree->read_head = disk_read_head;
    tree->has = disk_has;
    tree->linked = disk_linked;
    tree->root = disk->root;
    return disk->root != NULL;
}

bool tree_has(const struct tree *tree, struct arena *arena, struct str path) {
    struct str text;
    struct error error = {0};
    if (!path.len) return false;
    if (tree->has) return tree->has(tree->state, arena, path);
    return tree->read(tree->state, arena, path, &text, &error);
}

bool tree_is_linked(const struct tree *tree, struct arena *arena, struct str path) {
    return tree->linked && tree->linked(tree->state, arena, path);
}
