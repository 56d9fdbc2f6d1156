/* ledger_journal.c: what a run learns is kept at once, in a file beside the ledger that is a ledger but for its order, so
 * that a run which is killed loses nothing that was answered. The next one joins it to the ledger. It is not forced to the
 * disk: it is for processes that end, not for machines that do. */
#include "crawl/ledger_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

struct ledger_journal {
    char *name;
    int fd;
};

static bool failed(const char *path, struct error *error) {
    return error_set(error, str_from(path), 0, "cannot be written: %s", strerror(errno));
}

static bool write_all(int fd, struct str text) {
    while (text.len) {
        ssize_t put = write(fd, text.ptr, text.len);
        if (put < 0 && errno != EINTR) return false;
        if (put > 0) text = str_sub(text, (size_t)put, text.len);
    }
    return true;
}

/* The first free name; the process's number keeps them apart on one machine, the exclusive opening on others. */
static int open_new(struct arena *arena, const char *path, char **name) {
    for (int attempt = 0; attempt < 100; attempt++) {
        *name = str_c(arena, str_printf(arena, "%s.%ld-%d.part", path, (long)getpid(), attempt));
        int fd = open(*name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        if (fd < 0 && errno != EEXIST) return -1;
        if (fd >= 0 && ledger_hold(fd) && ledger_is_there(fd, *name)) return fd;
        if (fd >= 0) close(fd); /* another run took it for one that was left, before it was held */
    }
    return -1;
}

bool ledger_journal_open(struct arena *arena, const char *path, struct ledger_journal **journal,
                         struct error *error) {
    struct ledger_journal *opened = ARENA_NEW(arena, struct ledger_journal);
    if (!ledger_may_write(path, error)) return false;
    opened->fd = open_new(arena, path, &opened->name);
    if (opened->fd < 0) return failed(path, error);
    if (write_all(opened->fd, STR(LEDGER_HEADING "\n"))) {
        *journal = opened;
        return true;
    }
    int failure = errno;
    ledger_journal_end(opened);
    errno = failure;
    return failed(path, error);
}

bool ledger_journal_add(struct ledger_journal *journal, const struct ledger_row *row, struct error *error) {
    struct arena arena = {0};
    struct buf line = {.arena = &arena};
    ledger_add_row(&line, row);
    bool written = write_all(journal->fd, buf_str(&line));
    arena_free(&arena);
    return written || failed(journal->name, error);
}

void ledger_journal_end(struct ledger_journal *journal) {
    unlink(journal->name);
    close(journal->fd);
}

void ledger_journal_leave(struct ledger_journal *journal) {
    close(journal->fd);
}
