/* ledger_recover.c: the journals of runs that were killed are joined to the ledger before the next run reads it. */
#include "crawl/ledger_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct left { /* a journal that nobody writes any more */
    char *name;
    int fd;
};
typedef ARRAY_OF(struct left) left_list;

/* "<ledger>.<digits>-<digits>.part" */
static bool is_journal_name(struct str name, struct str ledger) {
    if (!str_starts(name, ledger) || !str_ends(name, STR(".part"))) return false;
    struct str middle = str_sub(name, ledger.len, name.len - 5);
    size_t dash = str_find_char(middle, '-');
    if (middle.len < 4 || middle.ptr[0] != '.' || dash < 2 || dash + 1 >= middle.len) return false;
    for (size_t i = 1; i < middle.len; i++)
        if (i != dash && (middle.ptr[i] < '0' || middle.ptr[i] > '9')) return false;
    return true;
}

static void add_left(struct arena *arena, char *name, left_list *list) {
    int fd = open(name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return;
    if (ledger_is_ours(fd) && ledger_hold(fd))
        *ARRAY_PUSH(arena, list) = (struct left){name, fd};
    else
        close(fd);
}

/* Held, so that no other run takes them too. */
static void find_left(struct arena *arena, const char *path, left_list *list) {
    struct str folder = path_dir(str_from(path)), base = path_base(str_from(path));
    if (!folder.len) folder = path[0] == '/' ? STR("/") : STR(".");
    DIR *dir = opendir(str_c(arena, folder));
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        struct str name = str_from(entry->d_name);
        if (is_journal_name(name, base)) add_left(arena, str_c(arena, path_join(arena, folder, name)), list);
    }
    if (dir) closedir(dir);
}

static bool failed(const char *path, struct error *error) {
    return error_set(error, str_from(path), 0, "cannot be read: %s", strerror(errno));
}

/* A last row without its end was being written when the run was killed; damaged ones were never ours. */
static bool read_left(struct arena *arena, const struct left *left, struct ledger *ledger,
                      struct error *error) {
    struct stat status;
    ledger_faults ignored = {0};
    if (fstat(left->fd, &status) != 0) return failed(left->name, error);
    size_t size = (uint64_t)status.st_size < LEDGER_MAX_BYTES ? (size_t)status.st_size : LEDGER_MAX_BYTES,
           len = 0;
    char *bytes = arena_bytes(arena, size + 1);
    for (ssize_t got = 1; got && len<size; len += got> 0 ? (size_t)got : 0) {
        got = pread(left->fd, bytes + len, size - len, (off_t)len);
        if (got < 0 && errno != EINTR) return failed(left->name, error);
    }
    ledger_parse(arena, (struct str){bytes, len}, ledger, &ignored);
    return true;
}

static bool join_left(struct arena *arena, const char *path, const left_list *list, int32_t today,
                      struct error *error) {
    struct ledger *ledgers = ARENA_ARRAY(arena, struct ledger, list->len + 1), joined;
    ledger_faults faults = {0};
    if (!ledger_read(arena, path, &ledgers[0], &faults, error)) return false;
    if (faults.len) return true; /* first its damage is reported; the journals wait */
    for (size_t i = 0; i < list->len; i++)
        if (!read_left(arena, &list->items[i], &ledgers[i + 1], error)) return false;
    for (size_t i = 0; i <= list->len; i++) ledger_believe(&ledgers[i], today);
    ledger_merge(arena, ledgers, list->len + 1, &joined);
    if (!ledger_equal(&ledgers[0], &joined) && !ledger_write(path, &joined, error)) return false;
    for (size_t i = 0; i < list->len; i++) unlink(list->items[i].name);
    return true;
}

/* What another run joined while this one waited for the lock is gone. */
static void drop_joined(left_list *list) {
    size_t kept = 0;
    for (size_t i = 0; i < list->len; i++) {
        if (ledger_is_there(list->items[i].fd, list->items[i].name))
            list->items[kept++] = list->items[i];
        else
            close(list->items[i].fd);
    }
    list->len = kept;
}

bool ledger_recover(const char *path, int32_t today, struct error *error) {
    struct arena arena = {0};
    left_list list = {0};
    find_left(&arena, path, &list);
    int lock = list.len ? ledger_lock(&arena, path, error) : -1;
    bool done = !list.len;
    if (lock >= 0) {
        drop_joined(&list);
        done = ledger_may_write(path, error) && join_left(&arena, path, &list, today, error);
        ledger_unlock(&arena, path, lock);
    }
    for (size_t i = 0; i < list.len; i++) close(list.items[i].fd);
    arena_free(&arena);
    return done;
}
