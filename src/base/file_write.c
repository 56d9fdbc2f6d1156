/* file_write.c: writes a file whole or not at all, and only where it was meant to be. */
#define _XOPEN_SOURCE 700 /* linkat's relatives */
#include "base/file_open.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct writing {
    struct arena arena;
    struct str path; /* as the caller named it */
    struct str name; /* its last element */
    int folder;      /* that it lies in, open */
    struct stat old; /* of the file that is there, if `there` */
    bool there;
    struct error *error;
};

/* ---- where? ------------------------------------------------------------------------------------------------- */

static bool is_below(struct str path, struct str folder) {
    if (str_eq(folder, STR("/"))) return true;
    return str_starts(path, folder) && (path.len == folder.len || path.ptr[folder.len] == '/');
}

/* The part of `folder` that is not a stranger's: down to the repository around it, or the working directory. What
 * lies above has links of the machine's own, as /tmp has on some. */
static struct str trusted_part(struct writing *w, struct str folder, struct str here) {
    for (struct str at = folder; at.len > 1; at = path_dir(at)) {
        struct stat status;
        char *git = str_c(&w->arena, path_join(&w->arena, at, STR(".git")));
        if (lstat(git, &status) == 0 && str_eq(path_real(&w->arena, at), at)) return at;
    }
    return is_below(folder, here) ? here : (struct str){0};
}

/* Opens the folder below `at` element by element, following nothing. */
static bool enter(struct writing *w, struct str at, struct str rest) {
    w->folder = open(str_c(&w->arena, at), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    while (w->folder >= 0 && rest.ptr) {
        struct str name = str_cut(&rest, '/');
        if (!name.len) continue;
        char *element = str_c(&w->arena, name), target[1];
        int next = openat(w->folder, element, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        int saved = errno;
        bool link = next < 0 && readlinkat(w->folder, element, target, sizeof target) >= 0;
        close(w->folder);
        w->folder = next;
        if (link)
            return error_set(w->error, w->path, 0, "%.*s is a symbolic link; it will not be written through",
                             STR_FMT(name));
        errno = saved;
    }
    return w->folder >= 0 || file_failed(w->error, w->path, "cannot be written");
}

static bool is_in_git(struct str path) {
    while (path.ptr)
        if (file_is_git(str_cut(&path, '/'))) return true;
    return false;
}

static bool open_folder(struct writing *w) {
    struct str here = path_real(&w->arena, STR("."));
    if (!here.len && !str_starts(w->path, STR("/")))
        return file_failed(w->error, w->path, "cannot be written");
    struct str full = path_clean(&w->arena, path_join(&w->arena, here, w->path));
    struct str folder = path_dir(full).len ? path_dir(full) : STR("/");
    struct str real = path_real(&w->arena, folder), top = trusted_part(w, folder, here);
    w->name = path_base(full);
    if (is_in_git(full) || is_in_git(real))
        return error_set(w->error, w->path, 0, "lies in git's own folder; nothing is written there");
    if (top.len) return enter(w, top, str_sub(folder, top.len, folder.len));
    top = real.len ? trusted_part(w, real, here) : top;
    if (top.len) return enter(w, top, str_sub(real, top.len, real.len));
    return enter(w, folder, STR(""));
}

static bool look(struct writing *w) {
    w->there = fstatat(w->folder, str_c(&w->arena, w->name), &w->old, AT_SYMLINK_NOFOLLOW) == 0;
    if (!w->there) return errno == ENOENT || file_failed(w->error, w->path, "cannot be written");
    if (S_ISLNK(w->old.st_mode))
        return error_set(w->error, w->path, 0, "is a symbolic link; it will not be written through");
    if (!S_ISREG(w->old.st_mode)) return error_set(w->error, w->path, 0, "is not a regular file");
    return w->old.st_nlink == 1 ||
           error_set(w->error, w->path, 0, "has a second name (a hard link); it will not be written");
}

static bool begin(struct writing *w, const char *path, struct error *error) {
    *w = (struct writing){.path = str_from(path), .folder = -1, .error = error};
    return open_folder(w) && look(w);
}

static void end(struct writing *w) {
    if (w->folder >= 0) close(w->folder);
    arena_free(&w->arena);
}

bool file_may_write(const char *path, struct error *error) {
    struct writing w;
    bool may = begin(&w, path, error);
    end(&w);
    return may;
}

bool file_remove(const char *path, struct error *error) {
    struct writing w;
    bool removed = begin(&w, path, error);
    if (removed && w.there && unlinkat(w.folder, str_c(&w.arena, w.name), 0) != 0 && errno != ENOENT)
        removed = file_failed(error, w.path, "cannot be removed");
    end(&w);
    return removed;
}

/* ---- temporary files: NAME.PID-ATTEMPT.tmp -------------------------------------------------------------------- */

/* Is it one of ours, of a process that is no more? */
static bool is_stale(const struct writing *w, const char *name) {
    char *rest;
    struct stat status;
    if (strncmp(name, w->name.ptr, w->name.len) != 0 || name[w->name.len] != '.') return false;
    const char *digits = name + w->name.len + 1;
    long pid = strtol(digits, &rest, 10);
    if (rest == digits || pid <= 0 || *rest != '-') return false;
    digits = rest + 1;
    (void)strtol(digits, &rest, 10);
    if (rest == digits || strcmp(rest, ".tmp") != 0) return false;
    if (fstatat(w->folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return false;
    return S_ISREG(status.st_mode) && status.st_uid == geteuid() && kill((pid_t)pid, 0) != 0 &&
           errno == ESRCH;
}

static void remove_stale(const struct writing *w) {
    int fd = openat(w->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    const struct dirent *found;
    while (dir && (found = readdir(dir)))
        if (is_stale(w, found->d_name)) (void)unlinkat(w->folder, found->d_name, 0);
    if (dir) closedir(dir);
}

/* A new file beside the one that is written, whose mode it takes. */
static int open_beside(struct writing *w, char **temporary) {
    for (int attempt = 0; attempt < 100; attempt++) {
        *temporary = str_c(
            &w->arena, str_printf(&w->arena, "%.*s.%ld-%d.tmp", STR_FMT(w->name), (long)getpid(), attempt));
        int fd = openat(w->folder, *temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        if (fd >= 0 && w->there) (void)fchmod(fd, w->old.st_mode & 07777);
        if (fd >= 0 || errno != EEXIST) return fd;
    }
    return -1;
}

/* ---- writing -------------------------------------------------------------------------------------------------- */

static bool write_text(int fd, struct str text) {
    for (size_t done = 0; done < text.len;) {
        ssize_t put = write(fd, text.ptr + done, text.len - done);
        if (put < 0 && errno != EINTR) return false;
        if (put > 0) done += (size_t)put;
    }
    return true;
}

static bool write_all(int fd, const struct file_text *text) {
    struct str part;
    while ((part = text->next(text->data)).len)
        if (!write_text(fd, part)) return false;
    return fsync(fd) == 0;
}

static bool replace(struct writing *w, const struct file_text *text) {
    char *temporary, *name = str_c(&w->arena, w->name);
    int fd = open_beside(w, &temporary);
    if (fd < 0) return file_failed(w->error, w->path, "cannot be written");
    bool written = write_all(fd, text);
    int saved = errno;
    if (close(fd) == 0 && written && renameat(w->folder, temporary, w->folder, name) == 0) return true;
    if (written) saved = errno;
    unlinkat(w->folder, temporary, 0);
    errno = saved;
    return file_failed(w->error, w->path, "cannot be written");
}

bool file_write_text(const char *path, const struct file_text *text, struct error *error) {
    struct writing w;
    bool done = begin(&w, path, error);
    if (done) remove_stale(&w);
    done = done && replace(&w, text);
    end(&w);
    return done;
}

static struct str next_once(void *data) {
    struct str *rest = data, all = *rest;
    *rest = (struct str){0};
    return all;
}

bool file_write(const char *path, struct str text, struct error *error) {
    return file_write_text(path, &(struct file_text){next_once, &text}, error);
}
