/* reports.c: one run, as many reports as were asked for. */
#include "cmd/targets.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* More findings than these print as a table. Sites that are looked after have fewer (eleven of thirteen that were tried have
 * 0 to 232), those that never saw a linter many more (1,360 and 1,484): a list helps the first, a table the others. */
enum { WALL = 500 };

struct wanted { /* one --report */
    const struct report_format *format;
    struct str path; /* absent = standard output */
};

static bool parse_wanted(struct arena *arena, struct str text, struct wanted *wanted, struct error *error) {
    struct str path = text;
    struct str name = str_cut(&path, '=');
    wanted->format = report_format_named(name);
    if (!wanted->format)
        return error_set(error, (struct str){0}, 0, "--report takes %.*s, not \"%.*s\"",
                         STR_FMT(report_format_names(arena)), STR_FMT(name));
    if (path.ptr && !path.len)
        return error_set(error, (struct str){0}, 0, "--report %.*s= needs a path", STR_FMT(name));
    wanted->path = path;
    return true;
}

/* ---- files that are there already ------------------------------------------------------------------------- */

/* Could the site have a page, a configuration or the like by that name? */
static bool may_be_content(struct str path) {
    static const char *const suffixes[] = {".md",   ".markdown", ".mdown",    ".html",  ".htm",   ".org",
                                           ".adoc", ".ad",       ".asciidoc", ".rst",   ".pdc",   ".toml",
                                           ".yaml", ".yml",      ".json",     ".jsonc", ".pandoc"};
    static const char *const names[] = {"CNAME", "Gemfile"};
    struct str name = path_base(path);
    bool may = name.len && (name.ptr[0] == '.' || name.ptr[0] == '_');
    for (size_t i = 0; i < ARRAY_LEN(suffixes); i++)
        may |= str_eq_nocase(path_ext(name), str_from(suffixes[i]));
    for (size_t i = 0; i < ARRAY_LEN(names); i++) may |= str_eq_nocase(name, str_from(names[i]));
    return may;
}

static bool is_report(struct str text) {
    enum { HEAD = 4096 };
    struct str head = str_sub(text, 0, HEAD), tool = STR("\"name\": \"contentlint\"");
    return str_starts(text, STR("## contentlint\n")) || str_starts(text, STR("{\"rule\":\"")) ||
           str_starts(text, STR("{\"severity\":\"error\"")) || str_find(head, tool) < head.len;
}

/* An older report makes room: should this run fail, it must not be taken for this run's. What may be a page, a
 * configuration, a rule or the ledger of the site is neither replaced nor removed. */
static bool make_room(struct arena *arena, struct str path, struct error *error) {
    const char *name = str_c(arena, path);
    struct str text = {0};
    struct error unread;
    if (!file_may_write(name, error)) return false;
    if (str_eq(path_base(path), STR(CONFIG_NAME)))
        return error_set(error, path, 0, "is the name of a configuration; no report is written there");
    if (!file_exists(name)) return true;
    bool read = file_read(arena, name, 0, &text, &unread);
    bool ledger = str_starts(text, STR("# contentlint links"));
    if ((!read && may_be_content(path)) || ledger || (text.len && may_be_content(path) && !is_report(text)))
        return error_set(error, path, 0, "is there already and is no report; it will not be replaced");
    return (read && !text.len) || file_remove(name, error);
}

bool reports_check(struct arena *arena, const struct arguments *arguments, struct error *error) {
    const str_array *values = &arguments->values[OPTION_REPORT];
    size_t shown = 0, machine = 0;
    for (size_t i = 0; i < values->len; i++) {
        struct wanted wanted;
        if (!parse_wanted(arena, values->items[i], &wanted, error)) return false;
        if (wanted.path.ptr && !make_room(arena, wanted.path, error)) return false;
        if (wanted.path.ptr) continue;
        shown++;
        machine += wanted.format->for_machines;
    }
    if (machine && shown > 1)
        return error_set(
            error, (struct str){0}, 0,
            "sarif and json-lines cannot share standard output with another report; give a path");
    return true;
}

/* 128 bits that content cannot guess. */
static bool random_token(char token[33]) {
    static const char device[] = "/dev/urandom";
    struct error error = {.path = str_from(device)};
    unsigned char bytes[16];
    int fd = open(device, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read(fd, bytes, sizeof bytes);
    while (fd >= 0 && got < 0 && errno == EINTR) got = read(fd, bytes, sizeof bytes);
    if (got < 0) error_set(&error, error.path, 0, "cannot be read: %s", strerror(errno));
    if (fd >= 0) close(fd);
    if (got == sizeof bytes) {
        for (size_t i = 0; i < sizeof bytes; i++) snprintf(token + 2 * i, 3, "%02x", bytes[i]);
        return true;
    }
    if (got >= 0) error_set(&error, error.path, 0, "gives no random bytes");
    output_error(&error);
    return false;
}

/* Text between these lines is not searched for workflow commands. False, and said, when that cannot be had. */
static bool guard(struct arena *arena, struct buf *text) {
    char token[33];
    struct buf guarded = {.arena = arena};
    if (!text->len) return true;
    if (!random_token(token)) return false;
    buf_printf(&guarded, "::stop-commands::%s\n", token);
    buf_add(&guarded, buf_str(text));
    buf_printf(&guarded, "::%s::\n", token);
    *text = guarded;
    return true;
}

static bool print_shown(struct arena *arena, const struct arguments *arguments,
                        const struct lint_results *results, const struct report_format *format) {
    struct buf out = {.arena = arena};
    struct report_options options = {
        .color = output_color(arguments), .quiet = arguments_has(arguments, OPTION_QUIET), .wall = WALL};
    report_print(arena, &out, results, format, &options);
    if (format->guarded && output_is_workflow() && !guard(arena, &out)) return false;
    return output_text(buf_str(&out));
}

static bool write_file(struct arena *arena, const struct lint_results *results, const struct wanted *wanted,
                       struct error *error) {
    struct buf out = {.arena = arena};
    report_print(arena, &out, results, wanted->format, NULL);
    return file_write(str_c(arena, wanted->path), buf_str(&out), error);
}

bool reports_print(struct arena *arena, const struct arguments *arguments, const struct lint_results *results,
                   struct error *error) {
    const str_array *values = &arguments->values[OPTION_REPORT];
    bool shown = false, good = true;
    size_t count;
    for (size_t i = 0; i < values->len && good; i++) {
        struct wanted wanted;
        if (!parse_wanted(arena, values->items[i], &wanted, error)) return false;
        shown |= !wanted.path.ptr;
        good = wanted.path.ptr ? write_file(arena, results, &wanted, error)
                               : print_shown(arena, arguments, results, wanted.format);
    }
    return good && (shown || print_shown(arena, arguments, results, report_formats(&count)));
}

int reports_status(const struct arguments *arguments, const struct lint_results *results) {
    struct str from = arguments_value(arguments, OPTION_FAIL_ON, STR("error"));
    size_t count = results->errors;
    if (str_eq(from, STR("never"))) return STATUS_CLEAN;
    if (!str_eq(from, STR("error"))) count += results->warnings;
    if (str_eq(from, STR("note"))) count += results->notes;
    return count ? STATUS_FINDINGS : STATUS_CLEAN;
}
