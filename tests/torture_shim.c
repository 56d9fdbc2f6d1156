/* torture_shim.c: LD_PRELOAD for tests/torture.py. Counts, by name, the calls that may fail from main() on, and makes one
 * of them fail. For glibc. By environment:
 *   TORTURE_LOG=FILE    append one line a call: name, number among those of the name, hash of the stack, detail
 *   TORTURE_FAIL=NAME   whose call fails,
 *   TORTURE_AT=NUMBER   which, from 1 on; with TORTURE_STAYS=1 all that follow too
 *   TORTURE_PATH=PATH   instead: each call that opens, lists or looks at a path that ends so
 *   TORTURE_HOW=ERRNO   with what; 0: a read or write that does only part of what was asked for */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* One row a function that is replaced: result, name, parameters, their names. NEXT_x is the real one. */
#define CALLS(X)                                                                                             \
    X(int, posix_memalign, (void **out, size_t align, size_t size), (out, align, size))                      \
    X(void *, aligned_alloc, (size_t align, size_t size), (align, size))                                     \
    X(FILE *, fopen, (const char *path, const char *mode), (path, mode))                                     \
    X(ssize_t, read, (int fd, void *to, size_t size), (fd, to, size))                                        \
    X(ssize_t, pread, (int fd, void *to, size_t size, off_t at), (fd, to, size, at))                         \
    X(ssize_t, recv, (int fd, void *to, size_t size, int flags), (fd, to, size, flags))                      \
    X(ssize_t, write, (int fd, const void *from, size_t size), (fd, from, size))                             \
    X(ssize_t, send, (int fd, const void *from, size_t size, int flags), (fd, from, size, flags))            \
    X(int, fstat, (int fd, struct stat *to), (fd, to))                                                       \
    X(int, stat, (const char *path, struct stat *to), (path, to))                                            \
    X(int, lstat, (const char *path, struct stat *to), (path, to))                                           \
    X(int, fstatat, (int fd, const char *path, struct stat *to, int flags), (fd, path, to, flags))           \
    X(DIR *, opendir, (const char *path), (path))                                                            \
    X(DIR *, fdopendir, (int fd), (fd))                                                                      \
    X(struct dirent *, readdir, (DIR * dir), (dir))                                                          \
    X(int, close, (int fd), (fd))                                                                            \
    X(int, fsync, (int fd), (fd))                                                                            \
    X(int, rename, (const char *from, const char *to), (from, to))                                           \
    X(int, renameat, (int fd, const char *from, int to_fd, const char *to), (fd, from, to_fd, to))           \
    X(int, unlink, (const char *path), (path))                                                               \
    X(int, unlinkat, (int fd, const char *path, int flags), (fd, path, flags))                               \
    X(int, access, (const char *path, int mode), (path, mode))                                               \
    X(int, faccessat, (int fd, const char *path, int mode, int flags), (fd, path, mode, flags))              \
    X(char *, realpath, (const char *path, char *to), (path, to))                                            \
    X(ssize_t, readlink, (const char *path, char *to, size_t size), (path, to, size))                        \
    X(ssize_t, readlinkat, (int fd, const char *path, char *to, size_t size), (fd, path, to, size))          \
    X(char *, getcwd, (char *to, size_t size), (to, size))                                                   \
    X(int, pipe, (int *fds), (fds))                                                                          \
    X(int, socketpair, (int domain, int type, int protocol, int *fds), (domain, type, protocol, fds))        \
    X(int, socket, (int domain, int type, int protocol), (domain, type, protocol))                           \
    X(int, poll, (struct pollfd * fds, nfds_t count, int wait), (fds, count, wait))                          \
    X(pid_t, waitpid, (pid_t pid, int *status, int flags), (pid, status, flags))                             \
    X(void *, mmap, (void *at, size_t size, int use, int flags, int fd, off_t from),                         \
      (at, size, use, flags, fd, from))                                                                      \
    X(int, pthread_create,                                                                                   \
      (pthread_t * thread, const pthread_attr_t *how, void *(*run)(void *), void *argument),                 \
      (thread, how, run, argument))                                                                          \
    X(int, getaddrinfo,                                                                                      \
      (const char *host, const char *port, const struct addrinfo *hints, struct addrinfo **list),            \
      (host, port, hints, list))                                                                             \
    X(int, ftruncate, (int fd, off_t size), (fd, size))                                                      \
    X(int, flock, (int fd, int operation), (fd, operation))

enum {
#define X(result, name, parameters, names) CALL_##name,
    CALLS(X)
#undef X
        CALL_malloc,
    CALL_calloc,
    CALL_realloc,
    CALL_open,
    CALL_openat,
    CALL_fork,
    CALL_exec,
    CALL_openat2,
    CALL_COUNT
};
static const char *const call_names[] = {
#define X(result, name, parameters, names) #name,
    CALLS(X)
#undef X
        "malloc",
    "calloc",
    "realloc",
    "open",
    "openat",
    "fork",
    "exec",
    "openat2"};
#define X(result, name, parameters, names) static result(*next_##name) parameters;
CALLS(X)
#undef X
static int (*next_open)(const char *, int, ...);
static int (*next_openat)(int, const char *, int, ...);
static pid_t (*next_fork)(void);
static long (*next_syscall)(long, ...);
static int (*next_execvp)(const char *, char *const *);
int flock(int fd, int operation);
extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);

static atomic_ulong counts[CALL_COUNT];
static atomic_bool on;
static int log_fd = -1, failing = -1, how, exec_errno;
static unsigned long at;
static bool stays;
static const char *path_end;
static _Thread_local bool inside; /* what the shim itself calls is not counted */

static void find_next(void) {
#define X(result, name, parameters, names) *(void **)&next_##name = dlsym(RTLD_NEXT, #name);
    CALLS(X)
#undef X
    *(void **)&next_open = dlsym(RTLD_NEXT, "open");
    *(void **)&next_openat = dlsym(RTLD_NEXT, "openat");
    *(void **)&next_fork = dlsym(RTLD_NEXT, "fork");
    *(void **)&next_syscall = dlsym(RTLD_NEXT, "syscall");
    *(void **)&next_execvp = dlsym(RTLD_NEXT, "execvp");
}

static long number(const char *name) {
    const char *text = getenv(name);
    return text ? atol(text) : 0;
}

__attribute__((constructor)) static void begin(void) {
    void *frames[4];
    const char *name = getenv("TORTURE_FAIL"), *path = getenv("TORTURE_LOG");
    inside = true;
    find_next();
    backtrace(frames, 4); /* loads what it needs now */
    for (int i = 0; i < CALL_COUNT; i++)
        if (name && strcmp(name, call_names[i]) == 0) failing = i;
    at = (unsigned long)number("TORTURE_AT");
    how = (int)number("TORTURE_HOW");
    stays = number("TORTURE_STAYS") != 0;
    path_end = getenv("TORTURE_PATH");
    if (path) {
        int fd = next_open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        log_fd = fcntl(fd, F_DUPFD_CLOEXEC, 900);
        next_close(fd);
    }
    unsetenv("LD_PRELOAD"); /* what the program starts is left alone */
    inside = false;
}

/* Where the call came from, the same for the same way through the program. */
static uint64_t stack_hash(void) {
    enum { DEPTH = 12, OWN = 3 };
    void *frames[DEPTH];
    uint64_t hash = 14695981039346656037u;
    int count = backtrace(frames, DEPTH);
    for (int i = OWN; i < count; i++) hash = (hash ^ (uint64_t)(uintptr_t)frames[i]) * 1099511628211u;
    return hash;
}

static void record(int call, unsigned long count, const char *detail) {
    char line[512];
    int saved = errno;
    int length = snprintf(line, sizeof line, "%s %lu %016llx %.400s\n", call_names[call], count,
                          (unsigned long long)stack_hash(), detail ? detail : "");
    for (int i = 0; i < length - 1; i++)
        if (line[i] == '\n') line[i] = '?';
    if (length > 0) next_write(log_fd, line, (size_t)length);
    errno = saved;
}

/* Whether the call names the path whose every call fails. */
static bool is_about_path(int call, const char *detail) {
    bool names = call == CALL_open || call == CALL_openat || call == CALL_openat2 || call == CALL_stat ||
                 call == CALL_lstat || call == CALL_fstatat || call == CALL_opendir || call == CALL_realpath;
    if (!path_end || !names || !detail) return false;
    size_t length = strlen(detail), end = strlen(path_end);
    bool ends = length >= end && strcmp(detail + length - end, path_end) == 0;
    return ends && (length == end || detail[length - end - 1] == '/');
}

/* Whether this call fails; errno is set then. */
static bool fails(int call, const char *detail) {
    if (!atomic_load(&on) || inside) return false;
    inside = true;
    unsigned long count = atomic_fetch_add(&counts[call], 1) + 1;
    bool hit = call == failing && (count == at || (stays && count > at));
    hit |= is_about_path(call, detail);
    if (log_fd >= 0 && (failing < 0 || count == at)) record(call, count, detail);
    inside = false;
    if (hit) errno = how;
    return hit;
}

/* In decimal, for the log. */
static const char *of_fd(int fd) {
    static _Thread_local char text[24];
    snprintf(text, sizeof text, "%d", fd);
    return text;
}

#define REPLACE(result, name, parameters, names, detail, failed)                                             \
    result name parameters {                                                                                 \
        if (!next_##name) find_next();                                                                       \
        if (fails(CALL_##name, detail)) return failed;                                                       \
        return next_##name names;                                                                            \
    }

#pragma GCC diagnostic ignored "-Wnonnull-compare"
REPLACE(int, posix_memalign, (void **out, size_t align, size_t size), (out, align, size), "", how)
REPLACE(void *, aligned_alloc, (size_t align, size_t size), (align, size), "", NULL)
REPLACE(FILE *, fopen, (const char *path, const char *mode), (path, mode), path, NULL)
REPLACE(int, fstat, (int fd, struct stat *to), (fd, to), of_fd(fd), -1)
REPLACE(int, stat, (const char *path, struct stat *to), (path, to), path, -1)
REPLACE(int, lstat, (const char *path, struct stat *to), (path, to), path, -1)
REPLACE(int, fstatat, (int fd, const char *path, struct stat *to, int flags), (fd, path, to, flags), path, -1)
REPLACE(DIR *, opendir, (const char *path), (path), path, NULL)
REPLACE(DIR *, fdopendir, (int fd), (fd), of_fd(fd), NULL)
REPLACE(struct dirent *, readdir, (DIR * dir), (dir), "", NULL)
REPLACE(int, fsync, (int fd), (fd), of_fd(fd), -1)
REPLACE(int, rename, (const char *from, const char *to), (from, to), to, -1)
REPLACE(int, renameat, (int fd, const char *from, int to_fd, const char *to), (fd, from, to_fd, to), to, -1)
REPLACE(int, unlink, (const char *path), (path), path, -1)
REPLACE(int, unlinkat, (int fd, const char *path, int flags), (fd, path, flags), path, -1)
REPLACE(int, access, (const char *path, int mode), (path, mode), path, -1)
REPLACE(int, faccessat, (int fd, const char *path, int mode, int flags), (fd, path, mode, flags), path, -1)
REPLACE(char *, realpath, (const char *path, char *to), (path, to), path, NULL)
REPLACE(ssize_t, readlink, (const char *path, char *to, size_t size), (path, to, size), path, -1)
REPLACE(ssize_t, readlinkat, (int fd, const char *path, char *to, size_t size), (fd, path, to, size), path,
        -1)
REPLACE(char *, getcwd, (char *to, size_t size), (to, size), "", NULL)
REPLACE(int, pipe, (int *fds), (fds), "", -1)
REPLACE(int, socketpair, (int domain, int type, int protocol, int *fds), (domain, type, protocol, fds), "",
        -1)
REPLACE(int, socket, (int domain, int type, int protocol), (domain, type, protocol), "", -1)
REPLACE(int, poll, (struct pollfd * fds, nfds_t count, int wait), (fds, count, wait), "", -1)
REPLACE(pid_t, waitpid, (pid_t pid, int *status, int flags), (pid, status, flags), "", -1)
REPLACE(void *, mmap, (void *where, size_t size, int use, int flags, int fd, off_t from),
        (where, size, use, flags, fd, from), "", MAP_FAILED)
REPLACE(int, pthread_create,
        (pthread_t * thread, const pthread_attr_t *with, void *(*run)(void *), void *argument),
        (thread, with, run, argument), "", how)
REPLACE(int, getaddrinfo,
        (const char *host, const char *port, const struct addrinfo *hints, struct addrinfo **list),
        (host, port, hints, list), host, how == ENOMEM ? EAI_MEMORY : EAI_SYSTEM)
REPLACE(int, ftruncate, (int fd, off_t size), (fd, size), of_fd(fd), -1)
REPLACE(int, flock, (int fd, int operation), (fd, operation), of_fd(fd), -1)

/* Only part of what was asked for: half, at least a byte. */
#define PARTLY(name, parameters, names, partly)                                                              \
    ssize_t name parameters {                                                                                \
        if (!next_##name) find_next();                                                                       \
        if (!fails(CALL_##name, of_fd(fd))) return next_##name names;                                        \
        if (how) return -1;                                                                                  \
        size_t half = size / 2 ? size / 2 : size;                                                            \
        return next_##name partly;                                                                           \
    }
PARTLY(read, (int fd, void *to, size_t size), (fd, to, size), (fd, to, half))
PARTLY(pread, (int fd, void *to, size_t size, off_t from), (fd, to, size, from), (fd, to, half, from))
PARTLY(recv, (int fd, void *to, size_t size, int flags), (fd, to, size, flags), (fd, to, half, flags))
PARTLY(write, (int fd, const void *from, size_t size), (fd, from, size), (fd, from, half))
PARTLY(send, (int fd, const void *from, size_t size, int flags), (fd, from, size, flags),
       (fd, from, half, flags))

/* Closed all the same, as Linux does. */
int close(int fd) {
    if (fd == log_fd && fd >= 0) return 0;
    bool hit = fails(CALL_close, of_fd(fd));
    int result = next_close(fd);
    if (hit) errno = how;
    return hit ? -1 : result;
}

void *malloc(size_t size) {
    return fails(CALL_malloc, "") ? NULL : __libc_malloc(size);
}
void *calloc(size_t count, size_t size) {
    return fails(CALL_calloc, "") ? NULL : __libc_calloc(count, size);
}
void *realloc(void *ptr, size_t size) {
    return fails(CALL_realloc, "") ? NULL : __libc_realloc(ptr, size);
}

static mode_t mode_of(int flags, va_list rest) {
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
}
#define OPENS(name, parameters, names)                                                                       \
    int name parameters {                                                                                    \
        va_list rest;                                                                                        \
        va_start(rest, flags);                                                                               \
        mode_t mode = mode_of(flags, rest);                                                                  \
        va_end(rest);                                                                                        \
        if (!next_open) find_next();                                                                         \
        if (fails(CALL_##name, path)) return -1;                                                             \
        return next_##name names;                                                                            \
    }
OPENS(open, (const char *path, int flags, ...), (path, flags, mode))
OPENS(openat, (int fd, const char *path, int flags, ...), (fd, path, flags, mode))

/* What the C library has no function for: paths that are opened without following links. */
long syscall(long which, ...) {
    long words[6];
    va_list rest;
    va_start(rest, which);
    for (int i = 0; i < 6; i++) words[i] = va_arg(rest, long);
    va_end(rest);
    if (!next_syscall) find_next();
    if (which == SYS_openat2 && fails(CALL_openat2, (const char *)words[1])) return -1;
    if (which == SYS_renameat2 && fails(CALL_renameat, (const char *)words[3])) return -1;
    return next_syscall(which, words[0], words[1], words[2], words[3], words[4], words[5]);
}

/* The child goes on unharmed, but for an exec whose turn it is. */
pid_t fork(void) {
    if (fails(CALL_fork, "")) return -1;
    exec_errno = fails(CALL_exec, "") ? how : 0;
    pid_t pid = next_fork();
    if (pid == 0) atomic_store(&on, false);
    return pid;
}
int execvp(const char *path, char *const *argv) {
    errno = exec_errno;
    return exec_errno ? -1 : next_execvp(path, argv);
}

/* What libraries do before main() is not the program's. */
static int (*real_main)(int, char **, char **);
static int counted_main(int argc, char **argv, char **environment) {
    atomic_store(&on, true);
    int status = real_main(argc, argv, environment);
    atomic_store(&on, false);
    return status;
}
int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*rtld_fini)(void), void *stack) {
    int (*next)(int (*)(int, char **, char **), int, char **, void (*)(void), void (*)(void), void (*)(void),
                void *);
    *(void **)&next = dlsym(RTLD_NEXT, "__libc_start_main");
    real_main = main;
    return next(counted_main, argc, argv, init, fini, rtld_fini, stack);
}
