/* help.c: --help. */
#include "cmd/cmd.h"

enum { HELP_COLUMN = 30, HELP_WIDTH = 100 };

/* Spaces up to `column` of the line that starts at `from`; on a new line when that is passed. */
static void fill(struct buf *out, size_t from, size_t column) {
    size_t used = unicode_length(str_sub(buf_str(out), from, out->len), UNIT_CHARACTER);
    if (used >= column) {
        buf_add_char(out, '\n');
        used = 0;
    }
    while (used++ < column) buf_add_char(out, ' ');
}

/* Words of text in lines of at most HELP_WIDTH, later ones indented. */
static void wrap(struct buf *out, struct str text, size_t indent) {
    size_t column = indent;
    bool first = true;
    while (text.ptr) {
        struct str word = str_cut(&text, ' ');
        if (!first && column + 1 + word.len > HELP_WIDTH) {
            buf_add_char(out, '\n');
            for (size_t i = 0; i < indent; i++) buf_add_char(out, ' ');
            column = indent;
        } else if (!first) {
            buf_add_char(out, ' ');
            column++;
        }
        buf_add(out, word);
        column += word.len;
        first = false;
    }
    buf_add_char(out, '\n');
}

static void print_option(struct buf *out, const struct option *option) {
    size_t start = out->len;
    if (option->letter)
        buf_printf(out, "  -%c, --%s", option->letter, option->name);
    else
        buf_printf(out, "      --%s", option->name);
    if (option->value) buf_printf(out, option->kind == VALUE_ATTACHED ? "[=%s]" : " %s", option->value);
    fill(out, start, HELP_COLUMN);
    wrap(out, str_from(option->help), HELP_COLUMN);
}

static void print_options(struct buf *out, unsigned commands) {
    buf_add(out, STR("\nOptions:\n"));
    for (int id = 0; id < OPTION_COUNT; id++)
        if (option_table[id].help && (option_table[id].commands & commands))
            print_option(out, &option_table[id]);
}

static void print_command(struct buf *out, const struct command *command) {
    size_t start = out->len;
    buf_printf(out, "  %s %s", command->name, command->operands);
    fill(out, start, HELP_COLUMN);
    wrap(out, str_from(command->summary), HELP_COLUMN);
}

static void print_program(struct buf *out) {
    buf_add(out, STR("Usage: contentlint [COMMAND] [OPTION…] [PATH…]\n\n"
                     "Finds what is wrong with the Markdown and HTML pages of a web site.\n\nCommands:\n"));
    for (const struct command *command = command_table; command->name; command++) print_command(out, command);
    buf_add(out, STR("\nWithout a command: check. `contentlint COMMAND --help` lists a command's options.\n"
                     "Exit status: 0 nothing found, 1 findings, 2 could not run.\n"));
}

void help_print(struct buf *out, const struct command *command) {
    if (!command) {
        print_program(out);
        return;
    }
    buf_printf(out, "Usage: contentlint %s [OPTION…] %s\n\n", command->name, command->operands);
    wrap(out, str_from(command->details), 0);
    print_options(out, command->bit);
}
