/* cmd: what a person types and sees: the table of commands, the table of options, and one file per command.
 * Only this folder prints and exits. */
#ifndef CONTENTLINT_CMD_H
#define CONTENTLINT_CMD_H

#include "base/base.h"

enum status { STATUS_CLEAN = 0, STATUS_FINDINGS = 1, STATUS_TROUBLE = 2 }; /* 2 beats 1 */

enum option_id {
    OPTION_ALL,
    OPTION_ALLOW_ADDRESS,
    OPTION_ALLOW_PRIVATE,
    OPTION_AS,
    OPTION_BASELINE,
    OPTION_BUDGET,
    OPTION_BUILT,
    OPTION_CHANGED,
    OPTION_CHANGED_ONLY,
    OPTION_COLOR,
    OPTION_CONFIG,
    OPTION_DIFF,
    OPTION_DISABLE,
    OPTION_DRIVER,
    OPTION_EACH,
    OPTION_EXCLUDE,
    OPTION_EXTERNAL,
    OPTION_FAIL_ON,
    OPTION_FILE,
    OPTION_FIX,
    OPTION_FORCE_EXCLUDE,
    OPTION_FORMAT,
    OPTION_GENERATOR,
    OPTION_HELP,
    OPTION_HUGO_VERSION,
    OPTION_JOBS,
    OPTION_JSON,
    OPTION_LEDGER,
    OPTION_LIST,
    OPTION_NEW_ONLY,
    OPTION_NO_ALIAS,
    OPTION_NO_NETWORK,
    OPTION_NOW,
    OPTION_ONLY,
    OPTION_OUTPUT,
    OPTION_PRINT,
    OPTION_QUIET,
    OPTION_README,
    OPTION_REFRESH,
    OPTION_REPORT,
    OPTION_ROOT,
    OPTION_RULES,
    OPTION_SECRET,
    OPTION_SHARD,
    OPTION_SINCE,
    OPTION_STAGED,
    OPTION_STDIN_FILENAME,
    OPTION_STDIO,
    OPTION_TEST,
    OPTION_VERSION,
    OPTION_WRITE_LEDGER,
    OPTION_COUNT
};
enum { /* command.bit */
       IN_CHECK = 1,
       IN_LINKS = 2,
       IN_URLS = 4,
       IN_RULES = 8,
       IN_EXPLAIN = 16,
       IN_SCHEMA = 32,
       IN_LEDGER = 64,
       IN_MOVE = 128,
       IN_RENAME_HEADING = 256,
       IN_RENAME_TERM = 512,
       IN_BASELINE = 1024,
       IN_INIT = 2048,
       IN_LSP = 8192,
       IN_ALL = 16383
};
enum value_kind {
    VALUE_NONE,
    VALUE_WORD,
    VALUE_FILE,
    VALUE_FOLDER,
    VALUE_RULE,
    VALUE_CHOICE,
    VALUE_FORMAT,
    VALUE_ATTACHED /* a choice behind '=', or none: then the first */
};

struct option {
    const char *name; /* without "--" */
    char letter;      /* 0 = none */
    enum value_kind kind;
    const char *value; /* "FILE"; the choices, separated by '|', of VALUE_CHOICE and VALUE_ATTACHED */
    unsigned commands; /* IN_CHECK | … */
    const char *help;  /* a phrase; NULL = not shown */
};
extern const struct option option_table[OPTION_COUNT];

struct command {
    const char *name, *operands, *summary; /* operands: "[PATH…]" */
    const char *details;                   /* a paragraph for --help and the manual */
    unsigned bit;                          /* IN_CHECK … */
};
extern const struct command command_table[]; /* ends with a NULL name; the first is the default */

struct arguments {
    const struct command *command;
    str_array values[OPTION_COUNT]; /* as given, in order; one empty string per mention of a flag */
    str_array operands;
};

/* ---- arguments.c ------------------------------------------------------------------------------------------ */

/* Fills arguments from the command line. False with a message (and a "did you mean") for what is not known. */
bool arguments_parse(struct arena *arena, int argc, char **argv, struct arguments *arguments,
                     struct error *error);
bool arguments_has(const struct arguments *arguments, enum option_id id);
/* The value given last, or fallback. */
struct str arguments_value(const struct arguments *arguments, enum option_id id, struct str fallback);
/* All values, each cut at its commas: --only a,b --only c */
str_array arguments_list(struct arena *arena, const struct arguments *arguments, enum option_id id);
/* A whole number of at least `least`, or fallback when not given; false with error otherwise. */
bool arguments_number(const struct arguments *arguments, enum option_id id, unsigned least, unsigned *value,
                      struct error *error);

/* ---- help.c, manual.c, completion.c: all three from the two tables ----------------------------------------- */

void help_print(struct buf *out, const struct command *command); /* NULL = the program */
void manual_print(struct buf *out);                              /* contentlint.1, mdoc */
/* False when there is no such shell. */
bool completion_print(struct buf *out, struct str shell);

/* ---- output.c ------------------------------------------------------------------------------------------- */

/* Puts /dev/null where standard input, output or error is closed, so that no file we open takes its number and is
 * written into. False: that could not be done. */
bool output_open(void);
/* Writes to standard output; a reader that went away is no trouble. False: it failed, as on a full
 * disk; that has been said. */
bool output_text(struct str text);
/* "contentlint: severity: path:line: message" on standard error, made harmless; severity "", an absent path and line 0
 * are left out. */
void output_remark(const char *severity, struct str path, unsigned line, struct str message);
/* The same of an error; returns STATUS_TROUBLE. */
int output_error(const struct error *error);
/* Colours on standard output? --color, then NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE, TERM, the terminal. */
bool output_color(const struct arguments *arguments);
/* True under GitHub Actions: text must not be taken for workflow commands. */
bool output_is_workflow(void);
/* All of standard input, at most FILE_MAX_BYTES; false when it is longer or cannot be read. */
bool output_stdin(struct arena *arena, struct str *text, struct error *error);

/* ---- the commands: each returns an enum status ------------------------------------------------------------- */

int cmd_check(struct arena *arena, const struct arguments *arguments);
/* move, rename-heading, rename-term */
int cmd_init(struct arena *arena, const struct arguments *arguments);
int cmd_lsp(struct arena *arena, const struct arguments *arguments);
int cmd_move(struct arena *arena, const struct arguments *arguments);
int cmd_links(struct arena *arena, const struct arguments *arguments);
int cmd_ledger(struct arena *arena, const struct arguments *arguments);
int cmd_baseline(struct arena *arena, const struct arguments *arguments);
int cmd_urls(struct arena *arena, const struct arguments *arguments);
int cmd_rules(struct arena *arena, const struct arguments *arguments);
int cmd_explain(struct arena *arena, const struct arguments *arguments);
int cmd_schema(struct arena *arena, const struct arguments *arguments);

#endif
