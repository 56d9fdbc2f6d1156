/* manual.c: contentlint.1 in mdoc. */
#include "cmd/cmd.h"

/* Text for mdoc: backslashes and leading dots are markup. */
static void add_text(struct buf *out, const char *text) {
    for (const char *c = text; *c; c++) {
        if (*c == '\\')
            buf_add(out, STR("\\e"));
        else if (*c == '-')
            buf_add(out, STR("\\-"));
        else if ((*c == '.' || *c == '\'') && c == text)
            buf_printf(out, "\\&%c", *c);
        else if (*c == ' ' && c > text && c[-1] == '.')
            buf_add_char(out, '\n'); /* mdoc: a sentence starts a line */
        else
            buf_add_char(out, *c);
    }
    buf_add_char(out, '\n');
}

static void print_option(struct buf *out, const struct option *option) {
    buf_add(out, STR(".It"));
    if (option->letter) buf_printf(out, " Fl %c ,", option->letter);
    buf_printf(out, " Fl \\-%s", option->name);
    if (option->value && option->kind == VALUE_ATTACHED)
        buf_printf(out, " Ns Op = Ns Ar %s", option->value);
    else if (option->value)
        buf_printf(out, " Ar %s", option->value);
    buf_add_char(out, '\n');
    add_text(out, option->help);
}

static void print_command(struct buf *out, const struct command *command) {
    buf_printf(out, ".Ss contentlint %s %s\n", command->name, command->operands);
    add_text(out, command->details);
    buf_add(out, STR(".Bl -tag -width Ds\n"));
    for (int id = 0; id < OPTION_COUNT; id++)
        if (option_table[id].help && (option_table[id].commands & command->bit))
            print_option(out, &option_table[id]);
    buf_add(out, STR(".El\n"));
}

static void print_synopsis(struct buf *out) {
    buf_add(out, STR(".Sh SYNOPSIS\n"));
    for (const struct command *command = command_table; command->name; command++)
        buf_printf(out, ".Nm\n.Cm %s\n.Op Ar option ...\n.Ar %s\n", command->name, command->operands);
}

void manual_print(struct buf *out) {
    buf_add(out, STR(".Dd $Mdocdate$\n.Dt CONTENTLINT 1\n.Os\n.Sh NAME\n.Nm contentlint\n"
                     ".Nd find what is wrong with the pages of a web site\n"));
    print_synopsis(out);
    buf_add(out, STR(".Sh DESCRIPTION\n.Nm\nreads Markdown and HTML pages with their front matter, computes "
                     "the URLs that the\nsite's generator gives them, and prints what is wrong at its exact "
                     "place.\nWithout a command it checks.\n.Sh COMMANDS\n"));
    for (const struct command *command = command_table; command->name; command++) print_command(out, command);
    buf_add(out,
            STR(".Sh FILES\n.Bl -tag -width Ds\n.It Pa contentlint.yml\nthe configuration, found upwards "
                "from the files checked\n.It Pa .contentlint/rules/\nrules of the site's own\n.El\n"
                ".Sh EXIT STATUS\n0 nothing was found, 1 something at or above\n.Fl \\-fail\\-on\nwas "
                "found, 2 the run could not be done.\n.Sh EXAMPLES\n.Dl contentlint\n.Dl contentlint check "
                "\\-\\-report sarif=contentlint.sarif content/courses\n.Dl contentlint explain "
                "duplicate\\-alias\n"));
}
