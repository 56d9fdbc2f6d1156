/* cmd_lsp.c: `contentlint lsp`. */
#include "cmd/targets.h"
#include "lsp/lsp.h"

#include <unistd.h>

extern char **environ;

int cmd_lsp(struct arena *arena, const struct arguments *arguments) {
    struct error error = {0};
    struct lint_options lint;
    struct str here = path_real(arena, STR("."));
    if (arguments->operands.len) {
        error_set(&error, arguments->operands.items[0], 0, "lsp takes no path: the editor names the files");
        return output_error(&error);
    }
    if (!open_lint_options(arena, arguments, STR("."), &lint, &error)) return output_error(&error);
    const struct lsp_options options = {
        .config = lint.config.ptr ? path_join(arena, here, lint.config) : lint.config,
        .rules_dir = lint.rules_dir.ptr ? path_join(arena, here, lint.rules_dir) : lint.rules_dir,
        .maker = arguments_value(arguments, OPTION_GENERATOR, (struct str){0}),
        .version = arguments_value(arguments, OPTION_HUGO_VERSION, (struct str){0}),
        .built = arguments_value(arguments, OPTION_BUILT, (struct str){0}),
        .env = (const char *const *)environ,
        .now = arguments_has(arguments, OPTION_NOW) ? lint.now : 0,
        .threads = lint.threads,
    };
    int status = lsp_serve(&options, STDIN_FILENO, STDOUT_FILENO, &error);
    return error.message[0] ? output_error(&error) : status;
}
