#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* A child never inherits our descriptors (all are close-on-exec) and gets its input from a socket, so that a child which
 * does not read it costs an EPIPE and no signal. */

struct child {
    pid_t pid;
    int in, out, failure; /* our ends; failure brings the errno of a failed exec */
};

static void close_all(const int *fds, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (fds[i] >= 0) close(fds[i]);
}

static void cloexec(int fd) {
    fcntl(fd, F_SETFD, FD_CLOEXEC);
}

/* In the child, between fork and exec: only what is safe after a fork of a program with threads. */
static _Noreturn void become(const char *const *argv, const char *directory, int in, int out, int failure) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int status = dup2(in, 0) < 0 || dup2(out, 1) < 0 || (directory && chdir(directory) != 0);
    /* execvp does not write to its arguments; its type is older than const. */
    union {
        const char *const *from;
        char *const *to;
    } arguments = {argv};
    if (status == 0) execvp(argv[0], arguments.to);
    int saved = errno;
    ssize_t ignored = write(failure, &saved, sizeof saved);
    (void)ignored;
    _exit(127);
}

static bool start(const char *const *argv, const char *directory, struct child *child) {
    int fds[6] = {-1, -1, -1, -1, -1, -1}; /* in, out, failure: theirs and ours */
    bool ok = socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0 && pipe(fds + 2) == 0 && pipe(fds + 4) == 0;
    for (size_t i = 0; i < 6 && ok; i++) cloexec(fds[i]);
    child->pid = ok ? fork() : -1;
    if (child->pid == 0) become(argv, directory, fds[0], fds[3], fds[5]);
    if (child->pid < 0) {
        int saved = errno;
        close_all(fds, 6);
        errno = saved;
        return false;
    }
    *child = (struct child){child->pid, fds[1], fds[2], fds[4]};
    close_all((int[]){fds[0], fds[3], fds[5]}, 3);
    return true;
}

/* Sends what the child takes now; closes our end when all is sent or the child is not listening. */
static void feed(struct child *child, struct str *input) {
    ssize_t sent = input->len ? send(child->in, input->ptr, input->len, MSG_NOSIGNAL | MSG_DONTWAIT) : 0;
    if (sent > 0) *input = str_sub(*input, (size_t)sent, input->len);
    bool later = sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
    if (input->len > 0 && (sent > 0 || later)) return;
    close(child->in);
    child->in = -1;
}

/* Reads and writes until the child closes its output; false when it has more than max bytes to say. */
static bool converse(struct child *child, struct str input, size_t max, struct buf *output) {
    char bytes[16384];
    for (;;) {
        struct pollfd wait[2] = {{.fd = child->out, .events = POLLIN}, {.fd = child->in, .events = POLLOUT}};
        if (poll(wait, child->in >= 0 ? 2 : 1, -1) < 0 && errno != EINTR) return false;
        if (child->in >= 0 && wait[1].revents) feed(child, &input);
        if (!wait[0].revents) continue;
        ssize_t got = read(child->out, bytes, sizeof bytes);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return got == 0;
        if ((size_t)got > max - output->len) return false;
        buf_add(output, (struct str){bytes, (size_t)got});
    }
}

static int exec_errno(struct child *child) {
    int code = 0;
    while (read(child->failure, &code, sizeof code) < 0 && errno == EINTR) continue;
    return code;
}

bool process_run(struct arena *arena, const char *const *argv, const char *directory, struct str input,
                 size_t max, struct str *output, int *status, struct error *error) {
    struct child child;
    struct str name = str_from(argv[0]);
    if (!start(argv, directory, &child))
        return error_set(error, name, 0, "cannot be run: %s", strerror(errno));
    struct buf collected = {.arena = arena};
    int code = exec_errno(&child), wait_status = 0;
    bool complete = code == 0 && converse(&child, input, max, &collected);
    if (!complete) kill(child.pid, SIGKILL);
    close_all((int[]){child.in, child.out, child.failure}, 3);
    while (waitpid(child.pid, &wait_status, 0) < 0 && errno == EINTR) continue;
    if (code != 0) return error_set(error, name, 0, "cannot be run: %s", strerror(code));
    if (!complete)
        return error_set(error, name, 0, "wrote more than %zu bytes, the limit, and was stopped", max);
    *output = buf_str(&collected);
    *status = WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status);
    return true;
}
