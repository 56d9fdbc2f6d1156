/* cmd_ledger.c: `contentlint ledger merge`. */
#include "cmd/targets.h"

/* Damaged rows are said and left out. A part of a matrix that had nothing to ask wrote no ledger. */
static bool read_one(struct arena *arena, struct str path, struct ledger *ledger, size_t *found,
                     struct error *error) {
    ledger_faults faults = {0};
    bool there = file_exists(str_c(arena, path));
    if (!there) output_remark("warning", path, 0, STR("there is no such ledger"));
    *found += there;
    if (!ledger_read(arena, str_c(arena, path), ledger, &faults, error)) return false;
    for (size_t i = 0; i < faults.len; i++)
        output_remark("warning", path, faults.items[i].line, faults.items[i].message);
    return true;
}

static bool read_all(struct arena *arena, const struct arguments *arguments, struct ledger *ledgers,
                     struct error *error) {
    size_t found = 0;
    int64_t now;
    if (!open_now(arguments, &now, error)) return false;
    for (size_t i = 1; i < arguments->operands.len; i++)
        if (!read_one(arena, arguments->operands.items[i], &ledgers[i - 1], &found, error)) return false;
    if (!file_certain(error)) return false;
    for (size_t i = 1; i < arguments->operands.len; i++) ledger_believe(&ledgers[i - 1], ledger_date(now));
    return found || error_set(error, (struct str){0}, 0, "there is nothing to merge");
}

static int merge(struct arena *arena, const struct arguments *arguments) {
    struct error error = {0};
    size_t count = arguments->operands.len - 1;
    struct ledger merged = {0}, *ledgers = ARENA_ARRAY(arena, struct ledger, count + 1);
    bool driver = arguments_has(arguments, OPTION_DRIVER);
    struct str output = arguments_value(arguments, OPTION_OUTPUT, (struct str){0});
    if (driver && count != 3) {
        error_set(&error, (struct str){0}, 0, "--driver takes three ledgers: BASE OURS THEIRS");
        return output_error(&error);
    }
    if (!read_all(arena, arguments, ledgers, &error)) return output_error(&error);
    if (driver)
        ledger_merge3(arena, &ledgers[0], &ledgers[1], &ledgers[2], &merged);
    else
        ledger_merge(arena, ledgers, count, &merged);
    if (driver && !output.ptr) output = arguments->operands.items[2];
    if (!output.ptr) return output_text(ledger_format(arena, &merged)) ? STATUS_CLEAN : STATUS_TROUBLE;
    return ledger_write(str_c(arena, output), &merged, &error) ? STATUS_CLEAN : output_error(&error);
}

int cmd_ledger(struct arena *arena, const struct arguments *arguments) {
    struct error error = {0};
    if (arguments->operands.len >= 2 && str_eq(arguments->operands.items[0], STR("merge")))
        return merge(arena, arguments);
    error_set(&error, (struct str){0}, 0,
              "ledger takes `merge` and the ledgers; see `contentlint ledger --help`");
    return output_error(&error);
}
