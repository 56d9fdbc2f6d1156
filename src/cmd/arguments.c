/* arguments.c: the command line, read by the two tables. */
#include "cmd/cmd.h"

#include <string.h>
#include <sys/stat.h>

struct reader {
    struct arena *arena;
    int argc, at;
    char **argv;
    bool separated; /* "--" stands among the arguments: what comes before it are no files */
    struct arguments *arguments;
    struct error *error;
};

static const struct command *command_named(const char *name) {
    for (const struct command *command = command_table; command->name; command++)
        if (strcmp(command->name, name) == 0) return command;
    return NULL;
}

static int option_named(struct str name) {
    for (int id = 0; id < OPTION_COUNT; id++)
        if (str_eq(name, str_from(option_table[id].name))) return id;
    return -1;
}

static int option_lettered(char letter) {
    for (int id = 0; id < OPTION_COUNT; id++)
        if (option_table[id].letter == letter) return id;
    return -1;
}

/* The nearest option that this command takes. */
static struct str nearest_option(const struct command *command, struct str name) {
    struct str names[OPTION_COUNT];
    size_t n = 0;
    for (int id = 0; id < OPTION_COUNT; id++) {
        const struct option *option = &option_table[id];
        if (option->help && (option->commands & command->bit)) names[n++] = str_from(option->name);
    }
    return str_nearest(name, names, n);
}

static bool unknown_option(struct reader *reader, struct str name) {
    const char *command = reader->arguments->command->name;
    struct str near = nearest_option(reader->arguments->command, name);
    if (near.ptr)
        return error_set(reader->error, (struct str){0}, 0, "unknown option --%.*s, did you mean --%.*s?",
                         STR_FMT(name), STR_FMT(near));
    return error_set(reader->error, (struct str){0}, 0,
                     "unknown option --%.*s; `contentlint %s --help` lists the options", STR_FMT(name),
                     command);
}

static bool is_choice(const char *choices, struct str value) {
    struct str rest = str_from(choices);
    while (rest.ptr)
        if (str_eq(str_cut(&rest, '|'), value)) return true;
    return false;
}

static bool add_value(struct reader *reader, int id, struct str value) {
    const struct option *option = &option_table[id];
    if (!(option->commands & reader->arguments->command->bit))
        return error_set(reader->error, (struct str){0}, 0, "--%s is not an option of `contentlint %s`",
                         option->name, reader->arguments->command->name);
    bool choice = option->kind == VALUE_CHOICE || option->kind == VALUE_ATTACHED;
    if (choice && !is_choice(option->value, value))
        return error_set(reader->error, (struct str){0}, 0, "--%s takes one of %s, not \"%.*s\"",
                         option->name, option->value, STR_FMT(value));
    *ARRAY_PUSH(reader->arena, &reader->arguments->values[id]) = value;
    return true;
}

/* `attached` is what follows '=' or the letter, absent when nothing does. */
static bool read_option(struct reader *reader, int id, struct str attached) {
    const struct option *option = &option_table[id];
    if (option->kind == VALUE_NONE) {
        if (attached.ptr)
            return error_set(reader->error, (struct str){0}, 0, "--%s takes no value", option->name);
        return add_value(reader, id, STR(""));
    }
    if (attached.ptr) return add_value(reader, id, attached);
    if (option->kind == VALUE_ATTACHED) {
        struct str choices = str_from(option->value);
        return add_value(reader, id, str_cut(&choices, '|'));
    }
    if (reader->at == reader->argc)
        return error_set(reader->error, (struct str){0}, 0, "--%s needs a value: %s", option->name,
                         option->value);
    return add_value(reader, id, str_from(reader->argv[reader->at++]));
}

static bool read_long(struct reader *reader, struct str text) {
    struct str rest = text;
    struct str name = str_cut(&rest, '=');
    int id = option_named(name);
    return id < 0 ? unknown_option(reader, name) : read_option(reader, id, rest);
}

static bool read_short(struct reader *reader, struct str letters) {
    while (letters.len) {
        int id = option_lettered(letters.ptr[0]);
        if (id < 0)
            return error_set(reader->error, (struct str){0}, 0,
                             "unknown option -%c; `contentlint %s --help` lists the options", letters.ptr[0],
                             reader->arguments->command->name);
        letters = str_sub(letters, 1, letters.len);
        bool value = option_table[id].kind != VALUE_NONE;
        struct str attached = value && letters.len ? letters : (struct str){0};
        if (!read_option(reader, id, attached)) return false;
        if (value) return true;
    }
    return true;
}

/* A hook, or `contentlint *` in a shell, passes the names of files as they are, and a stranger may have named them: none is
 * obeyed for an option. */
static bool is_file_too(const struct reader *reader, const char *option) {
    struct stat status;
    return !reader->separated && lstat(option, &status) == 0;
}

static bool read_one(struct reader *reader, bool *options_end) {
    struct str text = str_from(reader->argv[reader->at++]);
    if (*options_end || text.len < 2 || text.ptr[0] != '-') {
        *ARRAY_PUSH(reader->arena, &reader->arguments->operands) = text;
        return true;
    }
    if (str_eq(text, STR("--"))) {
        *options_end = true;
        return true;
    }
    if (is_file_too(reader, text.ptr))
        return error_set(
            reader->error, text, 0,
            "is an option and a file here; for the file write ./ before it, or -- before the names of all "
            "files (pre-commit: as the last of args), for the option -- behind all options");
    if (str_starts(text, STR("--"))) return read_long(reader, str_sub(text, 2, text.len));
    return read_short(reader, str_sub(text, 1, text.len));
}

bool arguments_parse(struct arena *arena, int argc, char **argv, struct arguments *arguments,
                     struct error *error) {
    struct reader reader = {
        .arena = arena, .argc = argc, .at = 1, .argv = argv, .arguments = arguments, .error = error};
    bool options_end = false;
    for (int i = 1; i < argc; i++) reader.separated |= strcmp(argv[i], "--") == 0;
    memset(arguments, 0, sizeof *arguments);
    arguments->command = command_table;
    const struct command *named = argc > 1 ? command_named(argv[1]) : NULL;
    if (named) {
        arguments->command = named;
        reader.at = 2;
    }
    while (reader.at < argc)
        if (!read_one(&reader, &options_end)) return false;
    return true;
}

bool arguments_has(const struct arguments *arguments, enum option_id id) {
    return arguments->values[id].len > 0;
}

struct str arguments_value(const struct arguments *arguments, enum option_id id, struct str fallback) {
    const str_array *values = &arguments->values[id];
    return values->len ? values->items[values->len - 1] : fallback;
}

str_array arguments_list(struct arena *arena, const struct arguments *arguments, enum option_id id) {
    str_array list = {0};
    for (size_t i = 0; i < arguments->values[id].len; i++) {
        struct str rest = arguments->values[id].items[i];
        while (rest.ptr) {
            struct str item = str_trim(str_cut(&rest, ','));
            if (item.len) *ARRAY_PUSH(arena, &list) = item;
        }
    }
    return list;
}

bool arguments_number(const struct arguments *arguments, enum option_id id, unsigned least, unsigned *value,
                      struct error *error) {
    struct str text = arguments_value(arguments, id, (struct str){0});
    unsigned number = 0;
    bool good = text.len > 0 && text.len <= 9;
    if (!text.ptr) return true;
    for (size_t i = 0; i < text.len && good; i++) {
        good = char_is_digit(text.ptr[i]);
        number = number * 10 + (unsigned)(text.ptr[i] - '0');
    }
    if (!good || number < least)
        return error_set(error, (struct str){0}, 0, "--%s takes a whole number from %u on, not \"%.*s\"",
                         option_table[id].name, least, STR_FMT(text));
    *value = number;
    return true;
}
