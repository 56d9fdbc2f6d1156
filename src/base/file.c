#define _XOPEN_SOURCE 700 /* realpath */
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool failed(struct error *error, const char *path, const char *what) {
    return error_set(error, str_from(path), 0, "%s: %s", what, strerror(errno));
}

/* Bytes read, fewer than size when the file ends earlier; -1 with errno. */
static ssize_t read_all(int fd, char *bytes, size_t size) {
    size_t len = 0;
    while (len < size) {
        ssize_t got = read(fd, bytes + len, size - len);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return -1;
        if (got == 0) break;
        len += (size_t)got;
    }
    return (ssize_t)len;
}

static bool too_large(struct error *error, const char *path, size_t max) {
    bool whole = max % (1u << 20) == 0;
    return error_set(error, str_from(path), 0, "is larger than %zu %s, the limit",
                     whole ? max >> 20 : max >> 10, whole ? "MiB" : "KiB");
}

/* What is read: all of a file that has at most max bytes, or its first head bytes. */
struct extent {
    size_t max, head;
};

static bool read_open(struct arena *arena, int fd, const char *path, struct extent extent, struct str *text,
                      struct error *error) {
    struct stat status;
    if (fstat(fd, &status) < 0) return failed(error, path, "cannot be read");
    if (S_ISDIR(status.st_mode)) return error_set(error, str_from(path), 0, "is a folder, not a file");
    if (!S_ISREG(status.st_mode)) return error_set(error, str_from(path), 0, "is not a regular file");
    size_t size = (size_t)status.st_size;
    if (size > extent.max) return too_large(error, path, extent.max);
    if (size > extent.head) size = extent.head;
    char *bytes = arena_bytes(arena, size + 1);
    ssize_t len = read_all(fd, bytes, size);
    if (len < 0) return failed(error, path, "cannot be read");
    bytes[len] = '\0';
    *text = (struct str){bytes, (size_t)len};
    return true;
}

static bool read_extent(struct arena *arena, const char *path, struct extent extent, struct str *text,
                        struct error *error) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a FIFO must not make us wait */
    if (fd < 0) return failed(error, path, "cannot be opened");
    bool ok = read_open(arena, fd, path, extent, text, error);
    close(fd);
    return ok;
}

bool file_read(struct arena *arena, const char *path, size_t max, struct str *text, struct error *error) {
    struct extent extent = {max ? max : FILE_MAX_BYTES, SIZE_MAX};
    return read_extent(arena, path, extent, text, error);
}

bool file_read_head(struct arena *arena, const char *path, size_t head, struct str *text,
                    struct error *error) {
    return read_extent(arena, path, (struct extent){FILE_MAX_BYTES, head}, text, error);
}

static bool write_all(int fd, struct str text) {
    for (size_t done = 0; done < text.len;) {
        ssize_t put = write(fd, text.ptr + done, text.len - done);
        if (put < 0 && errno != EINTR) return false;
        if (put > 0) done += (size_t)put;
    }
    return fsync(fd) == 0;
}

/* A new file beside path; its name goes to temporary. The mode is that of the file it will replace. */
static int open_beside(const char *path, const struct stat *old, char *temporary, size_t size) {
    for (int attempt = 0; attempt < 100; attempt++) {
        int length = snprintf(temporary, size, "%s.%ld-%d.tmp", path, (long)getpid(), attempt);
        if (length < 0 || (size_t)length >= size) {
            errno = ENAMETOOLONG;
            return -1;
        }
        int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        if (fd >= 0 && old) (void)fchmod(fd, old->st_mode & 07777);
        if (fd >= 0 || errno != EEXIST) return fd;
    }
    return -1;
}

bool file_write(const char *path, struct str text, struct error *error) {
    struct stat old;
    bool exists = lstat(path, &old) == 0;
    if (exists && S_ISLNK(old.st_mode))
        return error_set(error, str_from(path), 0, "is a symbolic link; it will not be written through");
    if (exists && !S_ISREG(old.st_mode)) return error_set(error, str_from(path), 0, "is not a regular file");
    char temporary[4096];
    int fd = open_beside(path, exists ? &old : NULL, temporary, sizeof temporary);
    if (fd < 0) return failed(error, path, "cannot be written");
    bool written = write_all(fd, text);
    int saved = errno;
    if (close(fd) == 0 && written && rename(temporary, path) == 0) return true;
    if (written) saved = errno;
    unlink(temporary);
    errno = saved;
    return failed(error, path, "cannot be written");
}

bool file_exists(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

bool dir_exists(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static struct str real_path(struct arena *arena, struct str path) {
    char *real = realpath(path.len ? str_c(arena, path) : ".", NULL);
    struct str out = real ? str_copy(arena, str_from(real)) : (struct str){0};
    free(real);
    return out;
}

bool file_is_within(struct arena *arena, struct str root, struct str path) {
    struct str top = real_path(arena, root), real = real_path(arena, path);
    path = real.ptr ? path : path_clean(arena, path);
    while (!real.ptr && path.len) {
        path = path_dir(path);
        real = real_path(arena, path);
    }
    if (!top.ptr || !real.ptr || !str_starts(real, top)) return false;
    return str_eq(top, STR("/")) || real.len == top.len || real.ptr[top.len] == '/';
}
