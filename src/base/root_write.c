/* root_write.c: steps that change files of a site, each of which happens or does not. */
#define _DEFAULT_SOURCE /* syscall: Linux has calls that exchange two files, and that rename over nothing */
#include "base/file_open.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/syscall.h>
#endif

static const char draft_head[] = ".contentlint-", draft_tail[] = ".tmp";
enum { TRIES = 2 /* of removing what would be left behind */ };
enum { EXCHANGE = 2, NO_REPLACE = 1 }; /* RENAME_EXCHANGE and RENAME_NOREPLACE of the system's own header */

/* A name in an open folder. */
struct spot {
    struct str path;   /* as it was asked for */
    struct str within; /* its folder, from the border */
    const char *name;
    int folder;         /* -1: none is open */
    struct stat status; /* of what is there */
    bool there;
    int number; /* errno of the failure */
    struct error *error;
};

/* errno as an answer: what concerns one file, or its folder, alone is a refusal. */
static enum root_done failed(struct spot *spot, const char *what) {
    static const int own[] = {EACCES,  EPERM, EROFS,        ENOENT,    ENOTDIR, EISDIR, EEXIST,
                              ETXTBSY, ELOOP, ENAMETOOLONG, ENOTEMPTY, EXDEV,   EMLINK, EILSEQ};
    spot->number = errno;
    file_failed(spot->error, spot->path, what);
    for (size_t i = 0; i < ARRAY_LEN(own); i++)
        if (spot->number == own[i]) return ROOT_DENIED;
    return ROOT_BROKEN;
}

static enum root_done refused(const struct spot *spot, const char *why) {
    error_set(spot->error, spot->path, 0, "%s", why);
    return ROOT_REFUSED;
}

/* ---- where? ------------------------------------------------------------------------------------------------- */

static enum root_done open_folder(struct root *root, struct arena *arena, struct str within,
                                  struct spot *spot) {
    struct root_found found = root_find(root, arena, within, WANT_FOLDER);
    if (found.answer == ROOT_FOLDER && str_eq(found.resolved, within)) {
        spot->folder = found.fd;
        return ROOT_DONE;
    }
    if (found.fd >= 0) close(found.fd);
    if (found.answer == ROOT_OUTSIDE || !str_eq(found.resolved, within))
        return refused(spot, "lies behind a symbolic link; it will not be written through");
    errno = found.number ? found.number : ENOTDIR;
    return failed(spot, "cannot be written");
}

static enum root_done name_spot(struct root *root, struct arena *arena, struct str path, struct spot *spot,
                                struct error *error) {
    struct str within;
    *spot = (struct spot){.path = path, .folder = -1, .error = error};
    if (!root_within(root, arena, path, &within))
        return refused(spot, "lies outside of the repository or the site's folder, or in git's own; "
                             "nothing is written there");
    if (!within.len || memchr(within.ptr, '\0', within.len)) return refused(spot, "is no name of a file");
    spot->within = path_dir(within);
    spot->name = str_c(arena, path_base(within));
    return ROOT_DONE;
}

static enum root_done look(struct spot *spot) {
    spot->there = fstatat(spot->folder, spot->name, &spot->status, AT_SYMLINK_NOFOLLOW) == 0;
    return spot->there || errno == ENOENT ? ROOT_DONE : failed(spot, "cannot be written");
}

static enum root_done open_spot(struct root *root, struct arena *arena, struct str path, struct spot *spot,
                                struct error *error) {
    enum root_done done = name_spot(root, arena, path, spot, error);
    if (done == ROOT_DONE) done = open_folder(root, arena, spot->within, spot);
    return done == ROOT_DONE ? look(spot) : done;
}

static void close_spot(struct spot *spot) {
    if (spot->folder >= 0) close(spot->folder);
    spot->folder = -1;
}

/* A file that may be changed. The system lets a folder's owner replace what is read-only; we do not. */
static enum root_done open_file(struct root *root, struct arena *arena, struct str path, struct spot *spot,
                                struct error *error) {
    enum root_done done = open_spot(root, arena, path, spot, error);
    if (done != ROOT_DONE) return done;
    if (!spot->there) return refused(spot, "is not there any more");
    if (S_ISLNK(spot->status.st_mode))
        return refused(spot, "is a symbolic link; it will not be written through");
    if (!S_ISREG(spot->status.st_mode)) return refused(spot, "is not a regular file");
    if (spot->status.st_nlink > 1)
        return refused(spot, "has a second name (a hard link); it will not be written");
    if (!(spot->status.st_mode & 0222)) return refused(spot, "is read-only; it will not be written");
    bool may = faccessat(spot->folder, spot->name, W_OK, AT_EACCESS) == 0;
    return may ? ROOT_DONE : failed(spot, "cannot be written");
}

enum root_done root_may_write(struct root *root, struct arena *arena, struct str path, struct error *error) {
    struct spot spot;
    enum root_done done = open_file(root, arena, path, &spot, error);
    if (done == ROOT_DONE && faccessat(spot.folder, ".", W_OK | X_OK, AT_EACCESS) != 0)
        done = failed(&spot, "cannot be written");
    close_spot(&spot);
    return done;
}

enum root_done root_is_free(struct root *root, struct arena *arena, struct str path, struct error *error) {
    struct spot spot;
    enum root_done done = name_spot(root, arena, path, &spot, error);
    if (done != ROOT_DONE) return done;
    done = open_folder(root, arena, spot.within, &spot);
    while (done == ROOT_DENIED && spot.number == ENOENT && spot.within.len) {
        spot.number = 0;
        spot.within = path_dir(spot.within);
        spot.name = "";
        done = open_folder(root, arena, spot.within, &spot);
    }
    if (done == ROOT_DONE && *spot.name) done = look(&spot);
    if (done == ROOT_DONE && spot.there) done = refused(&spot, "is there already");
    if (done == ROOT_DONE && faccessat(spot.folder, ".", W_OK | X_OK, AT_EACCESS) != 0)
        done = failed(&spot, "cannot be written");
    close_spot(&spot);
    return done;
}

/* ---- what does it hold? --------------------------------------------------------------------------------------- */

static enum root_done has_text(struct spot *spot, const char *name, struct str text) {
    struct arena scratch = {0};
    struct stat status;
    struct str now = {0};
    struct error unread;
    int fd = openat(spot->folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) return failed(spot, "cannot be read");
    bool known = fstat(fd, &status) == 0;
    bool alike = known && S_ISREG(status.st_mode) && (size_t)status.st_size == text.len;
    if (alike) errno = 0;
    alike = alike && file_read_open(&scratch, fd, &status, spot->path, text.len + 1, 0, &now, &unread);
    enum root_done done = ROOT_DONE;
    if (!known || (!alike && errno && S_ISREG(status.st_mode) && (size_t)status.st_size == text.len))
        done = failed(spot, "cannot be read");
    else if (!alike || !str_eq(now, text))
        done = refused(spot, "changed since it was read; it is left as it is");
    close(fd);
    arena_free(&scratch);
    return done;
}

enum root_done root_holds_text(struct root *root, struct arena *arena, struct str path, struct str text,
                               struct error *error) {
    struct spot spot;
    enum root_done done = open_file(root, arena, path, &spot, error);
    if (done == ROOT_DONE) done = has_text(&spot, spot.name, text);
    close_spot(&spot);
    return done;
}

/* ---- renaming --------------------------------------------------------------------------------------------------- */

/* -1 with errno: ENOSYS when the system, or this file system, has no such call. */
static int rename_flagged(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
#if defined(__linux__) && defined(SYS_renameat2)
    long done = syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
    if (done != 0 && errno == EINVAL) errno = ENOSYS;
    return (int)done;
#else
    (void)from_folder, (void)from, (void)to_folder, (void)to, (void)flags;
    errno = ENOSYS;
    return -1;
#endif
}

static int rename_over_nothing(int from_folder, const char *from, int to_folder, const char *to) {
    struct stat status;
    if (rename_flagged(from_folder, from, to_folder, to, NO_REPLACE) == 0) return 0;
    if (errno != ENOSYS) return -1;
    if (fstatat(to_folder, to, &status, AT_SYMLINK_NOFOLLOW) == 0) return errno = EEXIST, -1;
    return errno == ENOENT ? renameat(from_folder, from, to_folder, to) : -1;
}

/* ---- drafts ------------------------------------------------------------------------------------------------------- */

static void name_draft(struct root_draft *draft, const struct spot *spot, unsigned number) {
    draft->folder = spot->within;
    snprintf(draft->name, sizeof draft->name, "%s%ld-%u%s", draft_head, (long)getpid(), number, draft_tail);
}

static bool write_text(int fd, struct str text) {
    for (size_t done = 0; done < text.len;) {
        ssize_t put = write(fd, text.ptr + done, text.len - done);
        if (put < 0 && errno != EINTR) return false;
        if (put > 0) done += (size_t)put;
    }
    return fsync(fd) == 0;
}

/* The owner first: a change of it takes bits of the mode away. */
static enum root_done dress(struct spot *spot, int fd, const struct stat *like) {
    struct stat now;
    if (fstat(fd, &now) != 0) return failed(spot, "cannot be written");
    bool owned = now.st_uid == like->st_uid && now.st_gid == like->st_gid;
    if (!owned && fchown(fd, like->st_uid, like->st_gid) != 0)
        return refused(spot, "belongs to somebody else and would not any more; it will not be written");
    return fchmod(fd, like->st_mode & 07777) == 0 ? ROOT_DONE : failed(spot, "cannot be written");
}

static enum root_done make_draft(struct spot *spot, struct str text, const struct stat *like,
                                 struct root_draft *draft) {
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    int fd = openat(spot->folder, draft->name, flags, like ? 0600 : 0666);
    if (fd < 0) return draft->name[0] = '\0', failed(spot, "cannot be written");
    enum root_done done = like ? dress(spot, fd, like) : ROOT_DONE;
    if (done == ROOT_DONE && !write_text(fd, text)) done = failed(spot, "cannot be written");
    if (close(fd) != 0 && done == ROOT_DONE) done = failed(spot, "cannot be written");
    if (done == ROOT_DONE) return done;
    unlinkat(spot->folder, draft->name, 0);
    draft->name[0] = '\0';
    return done;
}

enum root_done root_make_draft(struct root *root, struct arena *arena, struct str path, struct str text,
                               struct str like, unsigned number, struct root_draft *draft,
                               struct error *error) {
    struct spot spot, model = {.folder = -1};
    *draft = (struct root_draft){.name = ""};
    enum root_done done = open_spot(root, arena, path, &spot, error);
    if (done == ROOT_DONE && like.ptr) done = open_file(root, arena, like, &model, error);
    if (done == ROOT_DONE) {
        name_draft(draft, &spot, number);
        done = make_draft(&spot, text, like.ptr ? &model.status : NULL, draft);
    }
    close_spot(&spot);
    close_spot(&model);
    return done;
}

/* What the file holds is looked at before and, where the two can be exchanged, after: a text that came in between is put
 * back into its place. */
enum root_done root_exchange(struct root *root, struct arena *arena, struct str path, struct str before,
                             struct root_draft *draft, struct error *error) {
    struct spot spot;
    enum root_done done = open_file(root, arena, path, &spot, error);
    if (done == ROOT_DONE) done = has_text(&spot, spot.name, before);
    if (done != ROOT_DONE) return close_spot(&spot), done;
    if (rename_flagged(spot.folder, draft->name, spot.folder, spot.name, EXCHANGE) == 0) {
        done = has_text(&spot, draft->name, before);
        if (done != ROOT_DONE &&
            rename_flagged(spot.folder, draft->name, spot.folder, spot.name, EXCHANGE) != 0)
            done = failed(&spot, "changed since it was read, and could not be put back");
    } else if (errno == ENOSYS && renameat(spot.folder, draft->name, spot.folder, spot.name) == 0) {
        draft->name[0] = '\0';
    } else {
        done = failed(&spot, "cannot be written");
    }
    close_spot(&spot);
    return done;
}

/* The draft lies in the folder of the path. */
enum root_done root_place(struct root *root, struct arena *arena, struct root_draft *draft, struct str path,
                          struct error *error) {
    struct spot spot;
    enum root_done done = open_spot(root, arena, path, &spot, error);
    if (done == ROOT_DONE && rename_over_nothing(spot.folder, draft->name, spot.folder, spot.name) != 0)
        done = errno == EEXIST ? refused(&spot, "is there already") : failed(&spot, "cannot be written");
    if (done == ROOT_DONE) draft->name[0] = '\0';
    close_spot(&spot);
    return done;
}

enum root_done root_set_aside(struct root *root, struct arena *arena, struct str path, struct str text,
                              unsigned number, struct root_draft *draft, struct error *error) {
    struct spot spot;
    *draft = (struct root_draft){.name = ""};
    enum root_done done = open_file(root, arena, path, &spot, error);
    if (done == ROOT_DONE && text.ptr) done = has_text(&spot, spot.name, text);
    if (done != ROOT_DONE) return close_spot(&spot), done;
    name_draft(draft, &spot, number);
    if (rename_over_nothing(spot.folder, spot.name, spot.folder, draft->name) != 0) {
        draft->name[0] = '\0';
        done = failed(&spot, "cannot be removed");
    } else if (text.ptr && (done = has_text(&spot, draft->name, text)) != ROOT_DONE) {
        if (rename_over_nothing(spot.folder, draft->name, spot.folder, spot.name) == 0)
            draft->name[0] = '\0';
        else
            done = failed(&spot, "changed since it was read, and could not be put back");
    }
    close_spot(&spot);
    return done;
}

enum root_done root_rename(struct root *root, struct arena *arena, struct str from, struct str to,
                           struct error *error) {
    struct spot old, new = {.folder = -1};
    enum root_done done = open_file(root, arena, from, &old, error);
    if (done == ROOT_DONE) done = open_spot(root, arena, to, &new, error);
    if (done == ROOT_DONE && rename_over_nothing(old.folder, old.name, new.folder, new.name) != 0)
        done = errno == EEXIST ? refused(&new, "is there already") : failed(&new, "cannot be written");
    close_spot(&old);
    close_spot(&new);
    return done;
}

void root_discard(struct root *root, struct arena *arena, struct root_draft *draft) {
    struct spot spot = {.folder = -1};
    bool gone = !draft->name[0];
    for (int i = 0; i < TRIES && !gone; i++) {
        gone = open_folder(root, arena, draft->folder, &spot) == ROOT_DONE &&
               (unlinkat(spot.folder, draft->name, 0) == 0 || errno == ENOENT);
        close_spot(&spot);
    }
    draft->name[0] = '\0';
}

/* The process of a draft's name; 0 when it is no such name. */
static long draft_process(const char *name) {
    char *rest;
    size_t head = sizeof draft_head - 1;
    if (strncmp(name, draft_head, head) != 0 || !char_is_digit(name[head])) return 0;
    long process = strtol(name + head, &rest, 10);
    if (*rest != '-' || !char_is_digit(rest[1])) return 0;
    (void)strtol(rest + 1, &rest, 10);
    return strcmp(rest, draft_tail) == 0 ? process : 0;
}

bool root_clean(struct root *root, struct arena *arena, struct str path) {
    struct spot spot = {.folder = -1};
    struct error ignored;
    long process =
        str_starts(path_base(path), STR(".contentlint-")) ? draft_process(str_c(arena, path_base(path))) : 0;
    bool dead = process > 0 && kill((pid_t)process, 0) != 0 && errno == ESRCH;
    bool ours = dead && open_spot(root, arena, path, &spot, &ignored) == ROOT_DONE && spot.there &&
                S_ISREG(spot.status.st_mode) && spot.status.st_uid == geteuid();
    bool removed = ours && unlinkat(spot.folder, spot.name, 0) == 0;
    close_spot(&spot);
    return removed;
}

/* ---- folders ---------------------------------------------------------------------------------------------------- */

enum root_done root_make_folder(struct root *root, struct arena *arena, struct str folder, str_array *made,
                                struct error *error) {
    struct spot spot;
    if (!folder.len || str_eq(folder, STR("."))) return ROOT_DONE;
    enum root_done done = open_spot(root, arena, folder, &spot, error);
    if (done != ROOT_DONE && spot.number == ENOENT && path_dir(folder).len) {
        close_spot(&spot);
        done = root_make_folder(root, arena, path_dir(folder), made, error);
        if (done == ROOT_DONE) done = open_spot(root, arena, folder, &spot, error);
    }
    if (done != ROOT_DONE) return close_spot(&spot), done;
    if (spot.there && !S_ISDIR(spot.status.st_mode))
        done = refused(&spot, "is there already, and is no folder");
    if (!spot.there && mkdirat(spot.folder, spot.name, 0777) != 0)
        done = failed(&spot, "cannot be made");
    else if (!spot.there)
        *ARRAY_PUSH(arena, made) = folder;
    close_spot(&spot);
    return done;
}

void root_prune(struct root *root, struct arena *arena, struct str folder) {
    struct error ignored;
    while (folder.len && !str_eq(folder, STR(".")) && !str_starts(folder, STR("..")) &&
           !str_starts(folder, STR("/"))) {
        struct spot spot;
        bool gone = open_spot(root, arena, folder, &spot, &ignored) == ROOT_DONE && spot.there &&
                    unlinkat(spot.folder, spot.name, AT_REMOVEDIR) == 0;
        close_spot(&spot);
        if (!gone) return;
        folder = path_dir(folder);
    }
}

void root_sync(struct root *root, struct arena *arena, struct str folder) {
    struct spot spot = {.path = folder, .folder = -1};
    struct str within;
    if (root_within(root, arena, folder, &within) && open_folder(root, arena, within, &spot) == ROOT_DONE)
        (void)fsync(spot.folder);
    close_spot(&spot);
}
