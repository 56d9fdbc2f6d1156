/* main.c: picks the command. */
#include <signal.h>
#include <string.h>

#include "cmd/cmd.h"
#include "crawl/crawl.h"

/* `contentlint --manual`, `contentlint --completion SHELL`: for `make install`. */
static bool print_generated(struct buf *out, int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "--manual") == 0) {
        manual_print(out);
        return true;
    }
    return argc == 3 && strcmp(argv[1], "--completion") == 0 && completion_print(out, str_from(argv[2]));
}

#ifdef __clang__ /* its version names it */
#define COMPILER __VERSION__
#else
#define COMPILER "gcc " __VERSION__
#endif

/* The first line is for programs, the rest for reports of faults. */
static void print_version(struct buf *out) {
    buf_add(out, STR("contentlint " VERSION "\n"));
    buf_add(out, STR("built for " BUILD_TARGET " by " COMPILER "\nwith"));
    struct str built_with = STR(LIBRARIES); /* "libcmark 0.30.2 yaml-0.1 0.2.5" */
    for (struct str rest = built_with; rest.ptr;) {
        struct str name = str_cut(&rest, ' ');
        struct str version = str_cut(&rest, ' ');
        buf_printf(out, " %.*s %.*s%s", STR_FMT(name), STR_FMT(version), rest.ptr ? "," : "\n");
    }
    /* Shared libraries may be others than those that it was built with. */
    const char *before = "crawls by";
    struct str libraries = crawl_libraries(); /* "libcurl/7.88.1 OpenSSL/3.0.22 (GnuTLS/3.7.9)" */
    for (struct str rest = libraries; rest.ptr;) {
        struct str version = str_cut(&rest, ' '), name = str_cut(&version, '/');
        if (name.len == 0 || name.ptr[0] == '(') continue; /* of another library, or not in use */
        buf_printf(out, "%s %.*s %.*s", before, STR_FMT(name), STR_FMT(version));
        before = ",";
    }
    buf_add_char(out, '\n');
}

/* --help of the program, not of a command. */
static bool asks_for_program(int argc, char **argv) {
    return argc > 1 &&
           (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0);
}

/* The table of commands is data, which every command reads; so it does not know them. */
static int pick(struct arena *arena, const struct arguments *arguments) {
    switch (arguments->command->bit) {
    case IN_LINKS: return cmd_links(arena, arguments);
    case IN_URLS: return cmd_urls(arena, arguments);
    case IN_RULES: return cmd_rules(arena, arguments);
    case IN_EXPLAIN: return cmd_explain(arena, arguments);
    case IN_SCHEMA: return cmd_schema(arena, arguments);
    case IN_LEDGER: return cmd_ledger(arena, arguments);
    case IN_MOVE:
    case IN_RENAME_HEADING:
    case IN_RENAME_TERM: return cmd_move(arena, arguments);
    case IN_LSP: return cmd_lsp(arena, arguments);
    case IN_INIT: return cmd_init(arena, arguments);
    case IN_BASELINE: return cmd_baseline(arena, arguments);
    default: return cmd_check(arena, arguments);
    }
}

/* A result that may rest on a wrong answer of the system is none. */
static int run_command(struct arena *arena, const struct arguments *arguments) {
    struct error error;
    int status = pick(arena, arguments);
    return status == STATUS_TROUBLE || file_certain(&error) ? status : output_error(&error);
}

static int run(struct arena *arena, int argc, char **argv) {
    struct arguments arguments;
    struct error error = {0};
    struct buf out = {.arena = arena};
    if (print_generated(&out, argc, argv)) return output_text(buf_str(&out)) ? STATUS_CLEAN : STATUS_TROUBLE;
    bool program = asks_for_program(argc, argv);
    if (!program && !arguments_parse(arena, argc, argv, &arguments, &error)) return output_error(&error);
    if (program || arguments_has(&arguments, OPTION_HELP))
        help_print(&out, program ? NULL : arguments.command);
    else if (arguments_has(&arguments, OPTION_VERSION))
        print_version(&out);
    else
        return run_command(arena, &arguments);
    return output_text(buf_str(&out)) ? STATUS_CLEAN : STATUS_TROUBLE;
}

int main(int argc, char **argv) {
    struct arena arena = {0};
    if (!output_open()) return STATUS_TROUBLE;
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error like a full disk */
    int status = run(&arena, argc, argv);
    arena_free(&arena);
    return status;
}
