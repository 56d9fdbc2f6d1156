/* output.c: standard output and standard error. */
#include "cmd/cmd.h"
#include "report/report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool output_text(struct str text) {
    if (!text.len) return true;
    errno = 0;
    bool written = fwrite(text.ptr, 1, text.len, stdout) == text.len && fflush(stdout) == 0;
    if (written || errno == EPIPE) return true;
    fprintf(stderr, "contentlint: standard output: %s\n", strerror(errno));
    return false;
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
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, stdin)) > 0;) {
        buf_add(&all, (struct str){chunk, n});
        if (all.len > FILE_MAX_BYTES)
            return error_set(error, STR("standard input"), 0, "is larger than %u bytes", FILE_MAX_BYTES);
    }
    *text = buf_str(&all);
    return true;
}
