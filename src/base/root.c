/* root.c: opens what is read on behalf of a site, and nothing outside of its border. */
#define _GNU_SOURCE /* syscall, O_PATH: Linux has a call that opens a path without following any link */
#include "base/file_open.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#if defined(__linux__) && defined(__has_include)
#if __has_include(<linux/openat2.h>)
#include <linux/openat2.h>
#include <sys/syscall.h>
#endif
#endif

enum { LINKS_MAX = 40 /* followed on the way to one file */, REMARKS_MAX = 1000 };

#ifdef O_PATH
enum { PASS = O_PATH }; /* a folder that is only gone through need not be readable */
#else
enum { PASS = O_RDONLY | O_NONBLOCK };
#endif

struct root {
    struct str border; /* absolute, without links; "/" has no slash of its own behind it: "" */
    struct str folder; /* that paths begin at, from the border; "" at it */
    bool git;
    atomic_bool walks; /* the system does not open a path without links for us: it is walked */
    pthread_mutex_t lock;
    struct arena *memory; /* of what follows; under the lock */
    struct map known;     /* paths with a remark */
    ARRAY_OF(struct root_remark) remarks;
};

struct root *root_open(struct arena *arena, struct str folder, struct error *error) {
    struct str real = path_real(arena, folder);
    if (!real.ptr) return file_failed(error, folder.len ? folder : STR("."), "cannot be opened"), NULL;
    struct root *root = ARENA_NEW(arena, struct root);
    struct str top = git_root(arena, real);
    root->git = top.ptr != NULL;
    root->border = top.ptr ? top : real;
    if (str_eq(root->border, STR("/"))) root->border.len = 0;
    root->folder = str_sub(real, root->border.len + 1, real.len);
    root->memory = arena_child(arena);
    pthread_mutex_init(&root->lock, NULL);
    return root;
}

bool root_has_git(const struct root *root) {
    return root->git;
}

struct str root_border(const struct root *root) {
    return root->border.len ? root->border : STR("/");
}

void root_walk_always(struct root *root) {
    atomic_store(&root->walks, true);
}

/* ---- remarks ---------------------------------------------------------------------------------------------- */

static void remark_on(struct root *root, struct str path, const char *reason, bool failed, bool large) {
    pthread_mutex_lock(&root->lock);
    if (!map_get(&root->known, path) && root->remarks.len < REMARKS_MAX) {
        struct str kept = str_copy(root->memory, path);
        *map_slot(root->memory, &root->known, kept) = root;
        *ARRAY_PUSH(root->memory, &root->remarks) =
            (struct root_remark){kept, str_copy(root->memory, str_from(reason)), failed, large};
    }
    pthread_mutex_unlock(&root->lock);
}

void root_remark(struct root *root, struct str path, const char *reason, bool failed) {
    remark_on(root, path, reason, failed, false);
}

static int by_path(const void *a, const void *b) {
    return str_cmp(((const struct root_remark *)a)->path, ((const struct root_remark *)b)->path);
}

const struct root_remark *root_remarks(struct root *root, struct arena *arena, size_t *count) {
    pthread_mutex_lock(&root->lock);
    *count = root->remarks.len;
    struct root_remark *all = ARENA_ARRAY(arena, struct root_remark, *count + 1);
    for (size_t i = 0; i < *count; i++) all[i] = root->remarks.items[i];
    pthread_mutex_unlock(&root->lock);
    qsort(all, *count, sizeof *all, by_path);
    return all;
}

enum root_answer root_answer_of(struct root *root, struct str path, const struct root_found *found,
                                struct error *error) {
    struct error own;
    switch (found->answer) {
    case ROOT_ABSENT: errno = found->number, file_failed(error, path, "cannot be opened"); break;
    case ROOT_OUTSIDE:
        error_set(&own, path, 0, "leads out of the %s", root->git ? "repository" : "site's folder");
        if (found->resolved.ptr)
            root_remark(root, path, own.message, false); /* a link; not a name that content made up */
        if (error) *error = own;
        break;
    case ROOT_FAILED:
        errno = found->number;
        file_failed(&own, path, "cannot be opened");
        root_remark(root, path, own.message, true);
        if (error) *error = own;
        break;
    case ROOT_FILE: break;
    case ROOT_FOLDER: error_set(error, path, 0, "is a folder, not a file"); break;
    case ROOT_OTHER: error_set(error, path, 0, "is not a regular file"); break;
    }
    return found->answer;
}

/* ---- names ------------------------------------------------------------------------------------------------ */

static bool enters_git(struct str path) {
    while (path.ptr)
        if (file_is_git(str_cut(&path, '/'))) return true;
    return false;
}

bool root_within(const struct root *root, struct arena *arena, struct str path, struct str *within) {
    bool absolute = str_starts(path, STR("/"));
    struct str clean = path_clean(arena, absolute ? path : path_join(arena, root->folder, path));
    if (absolute) {
        bool below = str_starts(clean, root->border) &&
                     (clean.len == root->border.len || clean.ptr[root->border.len] == '/');
        if (!below) return false;
        clean = str_sub(clean, root->border.len + 1, clean.len);
    }
    *within = str_eq(clean, STR(".")) ? STR("") : clean;
    return !str_eq(clean, STR("..")) && !str_starts(clean, STR("../")) && !enters_git(clean);
}

bool root_holds(const struct root *root, struct arena *arena, struct str path) {
    struct str within;
    return root_within(root, arena, path, &within);
}

/* ---- the way to a file ------------------------------------------------------------------------------------- */

struct way {
    const struct root *root;
    struct arena *arena;
    struct str done; /* gone, from the border: no links */
    struct str rest; /* to go */
    int fd;          /* the folder `done` */
    unsigned links;
};

static const int open_flags[] = {[WANT_LOOK] = PASS,
                                 [WANT_FILE] =
                                     O_RDONLY | O_NONBLOCK | O_NOCTTY, /* a FIFO must not make us wait */
                                 [WANT_FOLDER] = O_RDONLY | O_DIRECTORY};

static int open_border(const struct way *way) {
    return open(str_c(way->arena, root_border(way->root)), PASS | O_DIRECTORY | O_CLOEXEC);
}

static bool move(struct way *way, int fd) {
    int saved = errno;
    if (way->fd >= 0) close(way->fd);
    way->fd = fd;
    errno = saved;
    return fd >= 0;
}

static int open_element(const struct way *way, struct str name, int flags) {
    return openat(way->fd, str_c(way->arena, name), flags | O_NOFOLLOW | O_CLOEXEC);
}

/* Goes to the folder `done` anew, from the border. */
static bool restart(struct way *way, struct str done) {
    way->done = done;
    if (!move(way, open_border(way))) return false;
    for (struct str rest = done; rest.ptr && done.len;)
        if (!move(way, open_element(way, str_cut(&rest, '/'), PASS | O_DIRECTORY))) return false;
    return true;
}

static enum root_answer failure(int number) {
    return file_is_absent(number) ? ROOT_ABSENT : ROOT_FAILED;
}

/* Is `name` a link? Then `rest` begins with where it leads. ROOT_FILE when it is none, and what it is stays to be seen. */
static enum root_answer follow(struct way *way, struct str name) {
    char text[PATH_MAX];
    ssize_t len = readlinkat(way->fd, str_c(way->arena, name), text, sizeof text);
    if (len < 0) return ROOT_FILE;
    errno = ELOOP;
    if (++way->links > LINKS_MAX || (size_t)len == sizeof text) return ROOT_ABSENT;
    struct str target = {text, (size_t)len};
    if (str_starts(target, STR("/"))) {
        struct str border = way->root->border;
        bool below = str_starts(target, border) && (target.len == border.len || text[border.len] == '/');
        if (!below) return ROOT_OUTSIDE;
        target = str_sub(target, border.len, target.len);
        if (!restart(way, STR(""))) return failure(errno);
    }
    way->rest = str_printf(way->arena, "%.*s/%.*s", STR_FMT(target), STR_FMT(way->rest));
    return ROOT_FOLDER;
}

/* The next element of the way; "" when there is none. *last: nothing but slashes and dots follows. */
static struct str next_element(struct way *way, bool *last) {
    struct str name = STR("");
    while (way->rest.ptr && (!name.len || str_eq(name, STR(".")))) name = str_cut(&way->rest, '/');
    if (str_eq(name, STR("."))) name = STR("");
    struct str rest = way->rest, element = STR("");
    while (rest.ptr && (!element.len || str_eq(element, STR(".")))) element = str_cut(&rest, '/');
    *last = !element.len || str_eq(element, STR("."));
    return name;
}

static enum root_answer kind_of(const struct stat *status) {
    if (S_ISREG(status->st_mode)) return ROOT_FILE;
    return S_ISDIR(status->st_mode) ? ROOT_FOLDER : ROOT_OTHER;
}

/* What is open becomes the answer, and is closed unless it is what was wanted. */
static void take(struct root_found *found, int fd, enum root_want want) {
    found->fd = fd;
    found->answer = ROOT_FOLDER;
    if (want == WANT_FOLDER) return; /* it was opened as one */
    found->answer = fstat(fd, &found->status) == 0 ? kind_of(&found->status) : ROOT_FAILED;
    found->number = errno;
    if (want == WANT_FILE && found->answer == ROOT_FILE) return;
    close(fd);
    found->fd = -1;
}

/* One element further; true when the end, good or bad, is in *found. */
static bool step(struct way *way, enum root_want want, bool git, struct root_found *found) {
    bool last;
    struct str name = next_element(way, &last);
    found->answer = ROOT_OUTSIDE;
    if (!name.len) name = STR("."), last = true;
    if (str_eq(name, STR(".."))) {
        if (!way->done.len) return true;
        found->answer = ROOT_FAILED;
        if (restart(way, path_dir(way->done))) return false;
        found->answer = failure(found->number = errno);
        return true;
    }
    if (file_is_git(name) && !git) return true;
    int fd = open_element(way, name, last ? open_flags[want] : PASS | O_DIRECTORY);
    struct stat status;
    bool link = fd >= 0 && last && want == WANT_LOOK && fstat(fd, &status) == 0 && S_ISLNK(status.st_mode);
    if (link) close(fd); /* O_PATH opens the link itself */
    if (fd < 0 || link) {
        found->number = errno;
        enum root_answer led = follow(way, name);
        if (led == ROOT_FOLDER) return false;
        found->answer = led == ROOT_FILE ? failure(found->number) : led;
        return true;
    }
    if (!str_eq(name, STR("."))) way->done = path_join(way->arena, way->done, name);
    if (last) take(found, fd, want);
    return last || !move(way, fd);
}

static struct root_found walk(const struct root *root, struct arena *arena, struct str within,
                              enum root_want want, bool git) {
    struct way way = {.root = root, .arena = arena, .rest = within, .fd = -1};
    struct root_found found = {.fd = -1};
    if (!restart(&way, STR("")))
        found.answer = failure(found.number = errno);
    else
        while (!step(&way, want, git, &found)) continue;
    if (way.fd >= 0) close(way.fd);
    /* What is not there leads nowhere, as long as no link was followed. */
    bool is_found = found.answer != ROOT_ABSENT && found.answer != ROOT_FAILED;
    found.resolved = is_found || way.links ? way.done : within;
    return found;
}

/* In one call, as long as there is no link on the way; -1 with errno. */
static int open_at_once(struct root *root, struct arena *arena, struct str within, enum root_want want) {
#ifdef RESOLVE_NO_SYMLINKS
    struct open_how how = {.flags = (unsigned)(open_flags[want] | O_CLOEXEC), .resolve = RESOLVE_NO_SYMLINKS};
    if (!atomic_load_explicit(&root->walks, memory_order_relaxed)) {
        struct str full = within.len ? str_printf(arena, "%.*s/%.*s", STR_FMT(root->border), STR_FMT(within))
                                     : root_border(root);
        long fd = syscall(SYS_openat2, AT_FDCWD, str_c(arena, full), &how, sizeof how);
        if (fd < 0 && errno == ENOSYS) atomic_store(&root->walks, true);
        return (int)fd;
    }
#endif
    (void)root, (void)arena, (void)within, (void)want;
    errno = ENOSYS;
    return -1;
}

struct root_found root_find(struct root *root, struct arena *arena, struct str within, enum root_want want) {
    struct root_found found = {.fd = -1, .answer = ROOT_ABSENT, .number = ENOENT, .resolved = within};
    if (memchr(within.ptr, '\0', within.len)) return found;
    int fd = open_at_once(root, arena, within, want);
    bool unsure = errno == ELOOP || errno == ENOSYS || errno == EPERM || errno == EINVAL || errno == EAGAIN;
    if (fd < 0 && unsure) return walk(root, arena, within, want, false);
    if (fd < 0)
        found.answer = failure(found.number = errno);
    else
        take(&found, fd, want);
    return found;
}

/* ---- answers ------------------------------------------------------------------------------------------------ */

static struct root_found find(struct root *root, struct arena *arena, struct str path, enum root_want want) {
    struct str within;
    if (root_within(root, arena, path, &within)) return root_find(root, arena, within, want);
    return (struct root_found){.fd = -1, .answer = ROOT_OUTSIDE};
}

enum root_answer root_look(struct root *root, struct arena *arena, struct str path) {
    struct root_found found = find(root, arena, path, WANT_LOOK);
    return root_answer_of(root, path, &found, NULL);
}

bool root_time(struct root *root, struct arena *arena, struct str path, int64_t *seconds) {
    struct root_found found = find(root, arena, path, WANT_LOOK);
    if (found.answer == ROOT_FILE) *seconds = (int64_t)found.status.st_mtime;
    return found.answer == ROOT_FILE;
}

bool root_is_linked(struct root *root, struct arena *arena, struct str path) {
    struct str within;
    if (!root_within(root, arena, path, &within)) return false;
    struct root_found found = root_find(root, arena, within, WANT_LOOK);
    return found.answer == ROOT_FILE && !str_eq(found.resolved, within);
}

static bool read_found(struct arena *arena, const struct root_found *found, struct str path, size_t max,
                       size_t head, struct str *text, struct error *error) {
    bool read = file_read_open(arena, found->fd, &found->status, path, max, head, text, error);
    close(found->fd);
    return read;
}

enum root_answer root_read(struct root *root, struct arena *arena, struct str path, size_t max, size_t head,
                           struct str *text, struct error *error) {
    struct root_found found = find(root, arena, path, WANT_FILE);
    struct error own;
    if (found.answer != ROOT_FILE) return root_answer_of(root, path, &found, error);
    if (read_found(arena, &found, path, max, head, text, &own)) return ROOT_FILE;
    remark_on(root, path, own.message, true, (size_t)found.status.st_size > (max ? max : FILE_MAX_BYTES));
    if (error) *error = own;
    return ROOT_FAILED;
}

bool root_read_git(struct root *root, struct arena *arena, const char *name, size_t max, struct str *text) {
    if (!root->git) return false;
    struct str within = str_printf(arena, ".git/%s", name);
    struct root_found found = walk(root, arena, within, WANT_FILE, true);
    return found.answer == ROOT_FILE && read_found(arena, &found, within, max, 0, text, NULL);
}
