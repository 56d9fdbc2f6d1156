/* ledger_lock.c: one writer of a ledger at a time. The lock is a record lock on a file beside the ledger, since the ledger
 * itself is replaced whenever it is written; record locks end with their process and hold over NFS. */
#include "crawl/ledger_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { WAIT_MAX_MS = 120000, WAIT_STEP_MS = 20 };

bool ledger_hold(int fd) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(fd, F_SETLK, &lock) == 0;
}

static char *lock_path(struct arena *arena, const char *path) {
    return str_c(arena, str_printf(arena, "%s.lock", path));
}

bool ledger_is_there(int fd, const char *name) {
    struct stat ours, there;
    return fstat(fd, &ours) == 0 && lstat(name, &there) == 0 && ours.st_ino == there.st_ino &&
           ours.st_dev == there.st_dev;
}

/* A lock is an empty file: whatever else has its name is somebody's and stays as it is. */
static bool is_lock(int fd, bool *seen) {
    struct stat status;
    *seen = fstat(fd, &status) == 0;
    return *seen && S_ISREG(status.st_mode) && status.st_size == 0;
}

enum outcome { LOCK_HELD, LOCK_BUSY, LOCK_FAILED };

static enum outcome try_lock(const char *name, int *lock, struct error *error) {
    int fd = open(name, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
    int failure = errno;
    bool seen = false, ours = fd >= 0 && is_lock(fd, &seen);
    if (fd >= 0 && !seen) failure = errno;
    bool held = ours && ledger_hold(fd);
    /* Its holder may have removed it while this one waited. */
    if (held && ledger_is_there(fd, name)) {
        *lock = fd;
        return LOCK_HELD;
    }
    if (ours) failure = errno;
    bool there = ours && ledger_is_there(fd, name);
    bool busy = ours && (failure == EAGAIN || failure == EACCES || !there);
    bool unseen = fd >= 0 && !seen && ledger_hold(fd) && is_lock(fd, &seen) && ledger_is_there(fd, name);
    if ((held && there) || unseen)
        unlink(name); /* it could not be looked at, and now it can: none stays behind */
    if (fd >= 0) close(fd);
    if (busy) return LOCK_BUSY;
    if (fd >= 0 && !ours && !unseen)
        error_set(error, str_from(name), 0, "is in the way: the ledger's lock, an empty file, goes there");
    else
        error_set(error, str_from(name), 0, "cannot be locked: %s", strerror(failure));
    return LOCK_FAILED;
}

int ledger_lock(struct arena *arena, const char *path, struct error *error) {
    const struct timespec pause = {.tv_nsec = WAIT_STEP_MS * 1000000L};
    const char *name = lock_path(arena, path);
    int lock = -1;
    for (int waited = 0; waited < WAIT_MAX_MS; waited += WAIT_STEP_MS) {
        enum outcome outcome = try_lock(name, &lock, error);
        if (outcome != LOCK_BUSY) return lock;
        nanosleep(&pause, NULL);
    }
    error_set(error, str_from(path), 0, "another run has been writing it for two minutes");
    return -1;
}

void ledger_unlock(struct arena *arena, const char *path, int lock) {
    unlink(lock_path(arena, path)); /* while it is held: nobody else's */
    close(lock);
}
