#define _XOPEN_SOURCE 700 /* realpath */
#include "base/file_open.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

/* Characters that HFS+ ignores in names. */
static bool is_ignorable(uint32_t c) {
    return (c >= 0x200C && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x206A && c <= 0x206F) ||
           c == 0xFEFF;
}

bool file_is_git(struct str name) {
    char plain[5];
    struct str known = {plain, 0};
    name = str_sub(name, 0, str_find_char(name, ':')); /* a stream of an NTFS file */
    while (str_ends(name, STR(".")) || str_ends(name, STR(" "))) name.len--;
    for (size_t at = 0; at < name.len;) {
        uint32_t c = unicode_next(name, &at);
        if (is_ignorable(c)) continue;
        if (c > 0x7F || known.len == sizeof plain) return false;
        plain[known.len++] = (char)c;
    }
    return str_eq_nocase(known, STR(".git")) || str_eq_nocase(known, STR("git~1"));
}

struct str path_real(struct arena *arena, struct str path) {
    const char *name = path.len ? str_c(arena, path) : ".";
    char real[PATH_MAX];
    if (!file_is_there(realpath(name, real) != NULL, name)) return (struct str){0};
    return str_copy(arena, str_from(real));
}

/* ---- reading ---------------------------------------------------------------------------------------------- */

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

static bool too_large(struct error *error, struct str path, size_t max) {
    bool whole = max % (1u << 20) == 0;
    return error_set(error, path, 0, "is larger than %zu %s, the limit", whole ? max >> 20 : max >> 10,
                     whole ? "MiB" : "KiB");
}

static bool is_same(const struct stat *a, const struct stat *b) {
    return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
           a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

bool file_read_open(struct arena *arena, int fd, const struct stat *status, struct str path, size_t max,
                    size_t head, struct str *text, struct error *error) {
    struct stat after;
    if (!max) max = FILE_MAX_BYTES;
    if (S_ISDIR(status->st_mode)) return error_set(error, path, 0, "is a folder, not a file");
    if (!S_ISREG(status->st_mode)) return error_set(error, path, 0, "is not a regular file");
    size_t size = (size_t)status->st_size;
    if (size > max) return too_large(error, path, max);
    bool whole = !head || size <= head;
    if (!whole) size = head;
    char *bytes = arena_bytes(arena, size + 1);
    ssize_t len = read_all(fd, bytes, size);
    if (len < 0 || (whole && fstat(fd, &after) < 0)) return file_failed(error, path, "cannot be read");
    if ((size_t)len < size || (whole && !is_same(status, &after)))
        return error_set(error, path, 0, "changed while it was read");
    bytes[len] = '\0';
    *text = (struct str){bytes, (size_t)len};
    return true;
}

bool file_read(struct arena *arena, const char *path, size_t max, struct str *text, struct error *error) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY); /* a FIFO must not make us wait */
    if (fd < 0) return file_failed(error, str_from(path), "cannot be opened");
    struct stat status;
    bool ok = fstat(fd, &status) == 0
                  ? file_read_open(arena, fd, &status, str_from(path), max, 0, text, error)
                  : file_failed(error, str_from(path), "cannot be read");
    close(fd);
    return ok;
}

bool file_exists(const char *path) {
    struct stat status;
    return file_is_there(stat(path, &status) == 0, path) && S_ISREG(status.st_mode);
}

bool dir_exists(const char *path) {
    struct stat status;
    return file_is_there(stat(path, &status) == 0, path) && S_ISDIR(status.st_mode);
}

bool file_is_taken(const char *path) {
    struct stat status;
    return file_is_there(lstat(path, &status) == 0, path);
}
