/* ledger_save.c: what a run learnt is written, joined with what others have written meanwhile. */
#include "crawl/ledger_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool ledger_is_ours(int fd) {
    char start[sizeof LEDGER_HEADING - 1];
    struct stat status;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return false;
    return status.st_size == 0 || (pread(fd, start, sizeof start, 0) == (ssize_t)sizeof start &&
                                   memcmp(start, LEDGER_HEADING, sizeof start) == 0);
}

bool ledger_may_write(const char *path, struct error *error) {
    struct stat status;
    if (lstat(path, &status) != 0)
        return errno == ENOENT ||
               error_set(error, str_from(path), 0, "cannot be written: %s", strerror(errno));
    if (S_ISLNK(status.st_mode))
        return error_set(error, str_from(path), 0, "is a symbolic link; it will not be written through");
    if (!S_ISREG(status.st_mode)) return error_set(error, str_from(path), 0, "is not a regular file");
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return error_set(error, str_from(path), 0, "cannot be opened: %s", strerror(errno));
    bool ours = ledger_is_ours(fd);
    close(fd);
    return ours || error_set(error, str_from(path), 0,
                             "is no ledger and stays as it is: its first line is not \"" LEDGER_HEADING "\"");
}

/* Theirs is what others have written there since `seen` was read; *changed: they have. */
static bool read_theirs(struct arena *arena, const char *path, uint64_t seen, struct ledger *theirs,
                        bool *changed, struct error *error) {
    struct str text = {0};
    ledger_faults faults = {0};
    if (file_exists(path) && !file_read(arena, path, LEDGER_MAX_BYTES, &text, error)) return false;
    *changed = str_hash(text) != seen;
    if (*changed) ledger_parse(arena, text, theirs, &faults);
    return !faults.len ||
           error_set(error, str_from(path), faults.items[0].line,
                     "was changed during the run and stays as it is: %.*s", STR_FMT(faults.items[0].message));
}

static bool save(struct arena *arena, const char *path, const struct ledger_change *change,
                 struct error *error) {
    struct ledger theirs = {0}, joined;
    bool changed = false;
    if (!ledger_may_write(path, error) || !read_theirs(arena, path, change->seen, &theirs, &changed, error))
        return false;
    if (!changed) return ledger_write(path, change->ours, error);
    ledger_believe(&theirs, change->today);
    ledger_merge3(arena, change->base, change->ours, &theirs, &joined);
    return ledger_write(path, &joined, error);
}

bool ledger_save(const char *path, const struct ledger_change *change, struct error *error) {
    struct arena arena = {0};
    int lock = ledger_lock(&arena, path, error);
    bool saved = lock >= 0 && save(&arena, path, change, error);
    if (lock >= 0) ledger_unlock(&arena, path, lock);
    arena_free(&arena);
    return saved;
}
