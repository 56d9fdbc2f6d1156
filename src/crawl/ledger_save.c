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
    size_t len = 0;
    if (fstat(fd, &status) != 0) return false;
    for (ssize_t got = 1; got != 0 && len<sizeof start; len += got> 0 ? (size_t)got : 0) {
        got = pread(fd, start + len, sizeof start - len, (off_t)len);
        if (got < 0 && errno != EINTR) return false;
    }
    errno = 0;
    if (!S_ISREG(status.st_mode)) return false;
    return status.st_size == 0 || (len == sizeof start && memcmp(start, LEDGER_HEADING, len) == 0);
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
    int number = ours ? 0 : errno;
    close(fd);
    if (number) return error_set(error, str_from(path), 0, "cannot be read: %s", strerror(number));
    return ours || error_set(error, str_from(path), 0,
                             "is no ledger and stays as it is: its first line is not \"" LEDGER_HEADING "\"");
}

static bool read_text(struct arena *arena, const char *path, struct str *text, struct error *error) {
    *text = (struct str){0};
    return !file_exists(path) || file_read(arena, path, LEDGER_MAX_BYTES, text, error);
}

/* Does it still hold what this run read? The text is not kept: it may be large. */
static bool is_as_seen(const char *path, uint64_t seen, bool *same, struct error *error) {
    struct arena scratch = {0};
    struct str text;
    bool read = read_text(&scratch, path, &text, error);
    if (read) *same = str_hash(text) == seen;
    arena_free(&scratch);
    return read;
}

static bool join_theirs(struct arena *arena, const char *path, const struct ledger_change *change,
                        struct ledger *joined, struct error *error) {
    struct ledger theirs;
    struct str text;
    ledger_faults faults = {0};
    if (!read_text(arena, path, &text, error)) return false;
    ledger_parse(arena, text, &theirs, &faults);
    if (faults.len)
        return error_set(error, str_from(path), faults.items[0].line,
                         "was changed during the run and stays as it is: %.*s",
                         STR_FMT(faults.items[0].message));
    ledger_believe(&theirs, change->today);
    ledger_merge3(arena, change->base, change->ours, &theirs, joined);
    return true;
}

static bool save(struct arena *arena, const char *path, const struct ledger_change *change,
                 struct error *error) {
    struct ledger joined;
    bool same = false;
    if (!ledger_may_write(path, error) || !is_as_seen(path, change->seen, &same, error)) return false;
    if (same) return ledger_write(path, change->ours, error);
    return join_theirs(arena, path, change, &joined, error) && ledger_write(path, &joined, error);
}

bool ledger_save(const char *path, const struct ledger_change *change, struct error *error) {
    struct arena arena = {0};
    int lock = ledger_lock(&arena, path, error);
    bool saved = lock >= 0 && save(&arena, path, change, error);
    if (lock >= 0) ledger_unlock(&arena, path, lock);
    arena_free(&arena);
    return saved;
}
