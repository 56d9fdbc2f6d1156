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

extern char **environ; /* POSIX leaves it to the program to declare it */

struct child {
    pid_t pid;
    int in, out, complaint, failure; /* our ends; failure brings the errno of a failed exec */
};

static void close_all(const int *fds, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (fds[i] >= 0) close(fds[i]);
}

static void cloexec(int fd) {
    fcntl(fd, F_SETFD, FD_CLOEXEC);
}

/* In the child, between fork and exec: only what is safe after a fork of a program with threads. */
static _Noreturn void become(const char *const *argv, const struct process *process, char **environment,
                             const int *streams, int failure) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int status = process->directory && chdir(process->directory) != 0;
    for (int i = 0; i < 3 && status == 0; i++) status = dup2(streams[i], i) < 0;
    /* execvp does not write to its arguments; its type is older than const. */
    union {
        const char *const *from;
        char *const *to;
    } arguments = {argv};
    environ = environment; /* of the child alone: execvp has no argument for it */
    if (status == 0) execvp(argv[0], arguments.to);
    int saved = errno;
    ssize_t ignored = write(failure, &saved, sizeof saved);
    (void)ignored;
    _exit(127);
}

/* Is it the variable that change, "NAME=value" or "NAME", speaks of? */
static bool is_changed(const char *variable, const char *change) {
    size_t name = strcspn(change, "=");
    return strncmp(variable, change, name) == 0 && variable[name] == '=';
}

/* Ours with the changes of process->environment, made before the fork. */
static char **child_environment(struct arena *arena, const struct process *process) {
    const char *const *changes = process->environment;
    size_t ours = 0, more = 0, count = 0;
    if (!changes) return environ;
    while (environ[ours]) ours++;
    while (changes[more]) more++;
    char **out = ARENA_ARRAY(arena, char *, ours + more + 1);
    for (size_t i = 0; i < ours; i++) {
        size_t at = 0;
        while (at < more && !is_changed(environ[i], changes[at])) at++;
        if (at == more) out[count++] = environ[i];
    }
    for (size_t i = 0; i < more; i++)
        if (strchr(changes[i], '=')) out[count++] = str_c(arena, str_from(changes[i]));
    return out;
}

static bool start(struct arena *arena, const char *const *argv, const struct process *process,
                  struct child *child) {
    char **environment = child_environment(arena, process);
    int fds[8] = {-1, -1, -1, -1, -1, -1, -1, -1}; /* in, out, complaint, failure: ours and theirs */
    bool ok = socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0;
    for (size_t i = 2; i < 8 && ok; i += 2) ok = pipe(fds + i) == 0;
    for (size_t i = 0; i < 8 && ok; i++) cloexec(fds[i]);
    const int streams[] = {fds[1], fds[3], fds[5]};
    child->pid = ok ? fork() : -1;
    if (child->pid == 0) become(argv, process, environment, streams, fds[7]);
    if (child->pid < 0) {
        int saved = errno;
        close_all(fds, 8);
        errno = saved;
        return false;
    }
    *child = (struct child){child->pid, fds[0], fds[2], fds[4], fds[6]};
    close_all((int[]){fds[1], fds[3], fds[5], fds[7]}, 4);
    return true;
}

/* Sends what the child takes now; closes our end when all is sent or the child is not listening. False with errno. */
static bool feed(struct child *child, struct str *input) {
    ssize_t sent = input->len ? send(child->in, input->ptr, input->len, MSG_NOSIGNAL | MSG_DONTWAIT) : 0;
    if (sent > 0) *input = str_sub(*input, (size_t)sent, input->len);
    bool later = sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR || errno == ENOBUFS);
    if (input->len > 0 && (sent > 0 || later)) return true;
    if (sent < 0 && errno != EPIPE && errno != ECONNRESET) return false;
    close(child->in);
    child->in = -1;
    return true;
}

/* Reads what is there; keeps up to max bytes, and is content when `rest` says that more may be lost. Closes our end at
 * the end of it. False, with errno, when reading fails or, EFBIG, there is more than max. */
static bool take(int *fd, struct buf *out, size_t max, bool rest) {
    char bytes[16384];
    ssize_t got = read(*fd, bytes, sizeof bytes);
    if (got < 0) return errno == EINTR || errno == EAGAIN;
    if (got == 0) {
        close(*fd);
        *fd = -1;
        return true;
    }
    size_t room = max - out->len, kept = (size_t)got < room ? (size_t)got : room;
    buf_add(out, (struct str){bytes, kept});
    errno = EFBIG;
    return rest || kept == (size_t)got;
}

/* Reads and writes until the child closes its output. False with errno; EFBIG: it has more than max bytes to say,
 * ETIMEDOUT: it says nothing. */
static bool converse(struct child *child, const struct process *process, struct buf *output,
                     struct buf *complaint) {
    struct str input = process->input;
    int patience = process->patience ? (int)process->patience * 1000 : -1;
    while (child->out >= 0 || child->complaint >= 0) {
        struct pollfd wait[3] = {{.fd = child->out, .events = POLLIN},
                                 {.fd = child->complaint, .events = POLLIN},
                                 {.fd = child->in, .events = POLLOUT}};
        int ready = poll(wait, 3, patience);
        if (ready < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (ready == 0) errno = ETIMEDOUT;
        if (ready <= 0) return false;
        if (child->in >= 0 && wait[2].revents && !feed(child, &input)) return false;
        if (child->complaint >= 0 && wait[1].revents &&
            !take(&child->complaint, complaint, PROCESS_COMPLAINT_MAX, true))
            return false;
        if (child->out >= 0 && wait[0].revents && !take(&child->out, output, process->max, false))
            return false;
    }
    return true;
}

static int exec_errno(struct child *child) {
    int code = 0;
    ssize_t got;
    while ((got = read(child->failure, &code, sizeof code)) < 0 && errno == EINTR) continue;
    return got < 0 ? errno : code;
}

bool process_run(struct arena *arena, const char *const *argv, struct process *process, struct error *error) {
    struct child child;
    struct str name = str_from(argv[0]);
    if (!start(arena, argv, process, &child))
        return error_set(error, name, 0, "cannot be run: %s", strerror(errno));
    struct buf output = {.arena = arena}, complaint = {.arena = arena};
    int code = exec_errno(&child), wait_status = 0;
    bool complete = code == 0 && converse(&child, process, &output, &complaint);
    int saved = complete ? 0 : errno;
    if (!complete) kill(child.pid, SIGKILL);
    close_all((int[]){child.in, child.out, child.complaint, child.failure}, 4);
    pid_t ended;
    while ((ended = waitpid(child.pid, &wait_status, 0)) < 0 && errno == EINTR) continue;
    if (code != 0) return error_set(error, name, 0, "cannot be run: %s", strerror(code));
    if (saved == EFBIG)
        return error_set(error, name, 0, "wrote more than %zu bytes, the limit, and was stopped",
                         process->max);
    if (saved == ETIMEDOUT)
        return error_set(error, name, 0, "said nothing for %u seconds and was stopped", process->patience);
    if (!complete) return error_set(error, name, 0, "cannot be spoken with: %s", strerror(saved));
    if (ended < 0) return error_set(error, name, 0, "cannot be waited for: %s", strerror(errno));
    process->output = buf_str(&output);
    process->complaint = buf_str(&complaint);
    process->status = WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status);
    return true;
}
