/* output.c: standard output and standard error. */
#include "cmd/cmd.h"
#include "report/report.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Read from where writing is due and the other way round: who uses such a descriptor is told that it is bad, as if it
 * were closed still. */
bool output_open(void) {
    static const int modes[] = {O_WRONLY, O_RDONLY, O_RDONLY};
    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", modes[fd]) != fd) return false;
    return true;
}

/* After a read or write that failed: interrupted, or waited until a descriptor opened for non-blocking use is ready. */
static bool may_go_on(int fd) {
    struct pollfd wait = {.fd = fd, .events = fd == STDIN_FILENO ? POLLIN : POLLOUT};
    if (errno == EINTR) return true;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return false;
    return poll(&wait, 1, -1) >= 0 || errno == EINTR;
}

bool output_text(struct str text) {
    while (text.len) {
        ssize_t put = write(STDOUT_FILENO, text.ptr, text.len);
        if (put >= 0) {
            text = str_sub(text, (size_t)put, text.len);
        } else if (errno == EPIPE) {
            return true;
        } else if (!may_go_on(STDOUT_FILENO)) {
            fprintf(stderr, "contentlint: standard output: %s\n", strerror(errno));
            return false;
        }
    }
    return true;
}

void output_remark(const char *severity, struct str path, unsigned line, struct str message) {
    struct arena arena = {0};
    struct buf out = {.arena = &arena};
    buf_printf(&out, "contentlint: %s%s", severity, *severity ? ": " : "");
    report_text(&out, path);
    if (path.len) buf_add(&out, STR(":"));
    if (path.len && line) buf_printf(&out, "%u:", line);
    if (path.len) buf_add(&out, STR(" "));
    report_text(&out, message);
    buf_add(&out, STR("\n"));
    fwrite(out.ptr, 1, out.len, stderr);
    arena_free(&arena);
}

int output_error(const struct error *error) {
    struct error first;
    if (!file_certain(&first)) error = &first; /* the error follows from it */
    output_remark("", error->path, error->line, str_from(error->message));
    return STATUS_TROUBLE;
}

static bool is_set(const char *name) {
    const char *value = getenv(name);
    return value && *value;
}

bool output_color(const struct arguments *arguments) {
    struct str choice = arguments_value(arguments, OPTION_COLOR, STR("auto"));
    const char *term = getenv("TERM");
    if (!str_eq(choice, STR("auto"))) return str_eq(choice, STR("always"));
    if (is_set("NO_COLOR")) return false;
    if (is_set("FORCE_COLOR") || is_set("CLICOLOR_FORCE")) return true;
    if (!term || strcmp(term, "dumb") == 0) return false;
    return isatty(STDOUT_FILENO);
}

bool output_is_workflow(void) {
    const char *value = getenv("GITHUB_ACTIONS");
    return value && strcmp(value, "true") == 0;
}

bool output_stdin(struct arena *arena, struct str *text, struct error *error) {
    struct buf all = {.arena = arena};
    char chunk[65536];
    for (ssize_t n; (n = read(STDIN_FILENO, chunk, sizeof chunk)) != 0;) {
        if (n < 0 && may_go_on(STDIN_FILENO)) continue;
        if (n < 0) return error_set(error, STR("standard input"), 0, "cannot be read: %s", strerror(errno));
        buf_add(&all, (struct str){chunk, (size_t)n});
        if (all.len > FILE_MAX_BYTES)
            return error_set(error, STR("standard input"), 0, "is larger than %u bytes", FILE_MAX_BYTES);
    }
    *text = buf_str(&all);
    return true;
}
