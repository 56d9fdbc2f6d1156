/* completion.c: completions for bash, zsh and fish. */
#include "cmd/cmd.h"
#include "report/report.h"

static bool is_shown(const struct option *option, const struct command *command) {
    return option->help && (option->commands & command->bit);
}

/* Can its values be named? */
static bool has_choices(const struct option *option) {
    return option->kind == VALUE_CHOICE || option->kind == VALUE_FORMAT;
}

static void add_choices(struct buf *out, const struct option *option) {
    size_t count = 0;
    const struct report_format *formats = report_formats(&count);
    for (size_t i = 0; option->kind == VALUE_FORMAT && i < count; i++)
        buf_printf(out, "%s%s", i ? " " : "", formats[i].name);
    bool choice = option->kind == VALUE_CHOICE || option->kind == VALUE_ATTACHED;
    for (const char *c = option->value; choice && *c; c++) buf_add_char(out, *c == '|' ? ' ' : *c);
}

/* For single quotes of a shell. */
static void add_quoted(struct buf *out, const char *text) {
    for (const char *c = text; *c; c++) {
        if (*c == '\'')
            buf_add(out, STR("'\\''"));
        else
            buf_add_char(out, *c);
    }
}

static void bash_values(struct buf *out) {
    for (int id = 0; id < OPTION_COUNT; id++) {
        if (!has_choices(&option_table[id])) continue;
        buf_printf(out, "    --%s) words='", option_table[id].name);
        add_choices(out, &option_table[id]);
        buf_add(out, STR("' ;;\n"));
    }
    buf_add(out,
            STR("    --only | --disable | explain) words=$(contentlint rules --color never 2>/dev/null | "
                "cut -d' ' -f1) ;;\n"));
}

static void bash_options(struct buf *out, const struct command *command, const char *pattern) {
    buf_printf(out, "        %s) words='", pattern);
    for (int id = 0; id < OPTION_COUNT; id++)
        if (is_shown(&option_table[id], command)) buf_printf(out, "--%s ", option_table[id].name);
    buf_add(out, STR("' ;;\n"));
}

static void print_bash(struct buf *out) {
    const struct command *command = command_table;
    buf_add(out, STR("_contentlint() {\n    local word=${COMP_WORDS[COMP_CWORD]} words=\n"
                     "    case ${COMP_WORDS[COMP_CWORD - 1]} in\n"));
    bash_values(out);
    buf_add(out, STR("    *)\n        [[ $word == -* ]] && case ${COMP_WORDS[1]} in\n"));
    while ((++command)->name) bash_options(out, command, command->name);
    bash_options(out, command_table, "*");
    buf_add(out, STR("        esac\n        [ \"$COMP_CWORD\" = 1 ] && [[ $word != -* ]] && words='"));
    for (command = command_table; command->name; command++) buf_printf(out, "%s ", command->name);
    buf_add(out,
            STR("'\n        ;;\n    esac\n    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
                "}\ncomplete -o default -F _contentlint contentlint\n"));
}

static void zsh_option(struct buf *out, const struct option *option) {
    bool attached = option->kind == VALUE_ATTACHED;
    buf_printf(out, " \\\n            '*--%s%s[", option->name, attached ? "=-" : option->value ? "=" : "");
    add_quoted(out, option->help);
    buf_add_char(out, ']');
    if (has_choices(option) || attached) {
        buf_printf(out, "%s:%s:(", attached ? ":" : "", option->name);
        add_choices(out, option);
        buf_add_char(out, ')');
    } else if (option->value) {
        buf_printf(out, ":%s:%s", option->name, option->kind == VALUE_WORD ? "" : "_files");
    }
    buf_add_char(out, '\'');
}

static void zsh_command(struct buf *out, const struct command *command, const char *pattern) {
    buf_printf(out, "    %s)\n        _arguments", pattern);
    for (int id = 0; id < OPTION_COUNT; id++)
        if (is_shown(&option_table[id], command)) zsh_option(out, &option_table[id]);
    buf_add(out, STR(" \\\n            '*:path:_files'\n        ;;\n"));
}

static void print_zsh(struct buf *out) {
    const struct command *command = command_table;
    buf_add(out,
            STR("#compdef contentlint\nif (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n    local -a "
                "commands=(\n"));
    for (; command->name; command++) {
        buf_printf(out, "        '%s:", command->name);
        add_quoted(out, command->summary);
        buf_add(out, STR("'\n"));
    }
    buf_add(out,
            STR("    )\n    _describe command commands\n    _files\n    return\nfi\ncase $words[2] in\n"));
    for (command = command_table + 1; command->name; command++) zsh_command(out, command, command->name);
    zsh_command(out, command_table, "*");
    buf_add(out, STR("esac\n"));
}

static void fish_option(struct buf *out, const struct command *command, const struct option *option) {
    buf_printf(out, "complete -c contentlint -n '__fish_seen_subcommand_from %s' -l %s", command->name,
               option->name);
    if (option->letter) buf_printf(out, " -s %c", option->letter);
    if (has_choices(option)) {
        buf_add(out, STR(" -x -a '"));
        add_choices(out, option);
        buf_add_char(out, '\'');
    } else if (option->value && option->kind != VALUE_ATTACHED) {
        buf_add(out, option->kind == VALUE_WORD ? STR(" -x") : STR(" -r"));
    }
    buf_add(out, STR(" -d '"));
    add_quoted(out, option->help);
    buf_add(out, STR("'\n"));
}

static void print_fish(struct buf *out) {
    for (const struct command *command = command_table; command->name; command++) {
        buf_printf(out, "complete -c contentlint -n __fish_use_subcommand -a %s -d '", command->name);
        add_quoted(out, command->summary);
        buf_add(out, STR("'\n"));
        for (int id = 0; id < OPTION_COUNT; id++)
            if (is_shown(&option_table[id], command)) fish_option(out, command, &option_table[id]);
    }
}

bool completion_print(struct buf *out, struct str shell) {
    if (str_eq(shell, STR("bash")))
        print_bash(out);
    else if (str_eq(shell, STR("zsh")))
        print_zsh(out);
    else if (str_eq(shell, STR("fish")))
        print_fish(out);
    else
        return false;
    return true;
}
