/* cmd_ledger.c: `contentlint ledger merge`. */
#include "cmd/targets.h"

/* Damaged rows are said and left out, but not what is no ledger, or one of another version. A part of a matrix that had
 * nothing to ask wrote no ledger. */
static bool read_one(struct arena *arena, struct str path, struct ledger *ledger, ledger_faults *faults,
                     size_t *found, struct error *error) {
    bool there = file_exists(str_c(arena, path));
    if (!there) output_remark("warning", path, 0, STR("there is no such ledger"));
    *found += there;
    if (!ledger_read(arena, str_c(arena, path), ledger, faults, error)) return false;
    for (size_t i = 0; i < faults->len; i++)
        output_remark("warning", path, faults->items[i].line, faults->items[i].message);
    bool other = faults->len && faults->items[0].line == 1;
    return !other || error_set(error, path, 1, "is no ledger that this program can read: nothing is merged");
}

/* A ledger with its texts, and room for it that goes when it does. */
struct held {
    struct arena arena;
    struct ledger ledger;
};

static bool read_held(struct held *held, struct str path, int32_t today, size_t *found, struct error *error) {
    ledger_faults faults = {0};
    if (!read_one(&held->arena, path, &held->ledger, &faults, found, error)) return false;
    ledger_believe(&held->ledger, today);
    return true;
}

/* All ledgers into one, one after the other: never more than three of them are in memory. */
static bool join_all(const str_array *paths, int32_t today, struct held *joined, size_t *found,
                     struct error *error) {
    bool done = true;
    for (size_t i = 1; i < paths->len && done; i++) {
        struct held next = {0}, one = {0};
        done = read_held(&one, paths->items[i], today, found, error);
        const struct ledger both[] = {joined->ledger, one.ledger};
        if (done) ledger_merge(&next.arena, both, ARRAY_LEN(both), &next.ledger);
        if (done) ledger_own(&next.arena, &next.ledger);
        arena_free(&one.arena);
        arena_free(&joined->arena);
        *joined = next;
    }
    return done;
}

/* ---- as git's merge driver: BASE OURS THEIRS ---- */

static uint64_t digest(const struct ledger *ledger) {
    uint64_t sum = ledger->count;
    for (size_t i = 0; i < ledger->count; i++) sum = sum * 31 + str_hash(ledger->rows[i].url);
    return sum;
}

/* Of three sides, what is missing in one counts as taken away there: a damaged row must not. */
static bool read_side(struct held *held, struct str path, int32_t today, size_t *found, struct error *error) {
    ledger_faults faults = {0};
    if (!read_one(&held->arena, path, &held->ledger, &faults, found, error)) return false;
    ledger_believe(&held->ledger, today);
    return !faults.len ||
           error_set(error, path, faults.items[0].line,
                     "has rows that cannot be read: nothing is merged, for they would count as "
                     "taken away");
}

/* A side that was let go once more. What is wrong with it was said. */
static bool read_again(struct held *held, struct str path, int32_t today, uint64_t seen,
                       struct error *error) {
    ledger_faults faults = {0};
    if (!ledger_read(&held->arena, str_c(&held->arena, path), &held->ledger, &faults, error)) return false;
    ledger_believe(&held->ledger, today);
    return digest(&held->ledger) == seen || error_set(error, path, 0, "changed while it was read");
}

/* Never more than two of them are in memory: of base only which rows of the sides are as there. */
static bool join_three(const str_array *paths, int32_t today, struct held *joined, size_t *found,
                       struct error *error) {
    struct arena flags = {0};
    struct held base = {0}, ours = {0}, theirs = {0};
    bool *our_flags = NULL, *their_flags = NULL;
    uint64_t seen = 0;
    bool done = read_side(&base, paths->items[1], today, found, error) &&
                read_side(&ours, paths->items[2], today, found, error);
    if (done) our_flags = ledger_unchanged(&flags, &base.ledger, &ours.ledger);
    if (done) seen = digest(&ours.ledger);
    arena_free(&ours.arena);
    done = done && read_side(&theirs, paths->items[3], today, found, error);
    if (done) their_flags = ledger_unchanged(&flags, &base.ledger, &theirs.ledger);
    arena_free(&base.arena);
    done = done && read_again(&ours, paths->items[2], today, seen, error);
    if (done) {
        ledger_merge_changes(&joined->arena, &ours.ledger, our_flags, &theirs.ledger, their_flags,
                             &joined->ledger);
        ledger_own(&joined->arena, &joined->ledger);
    }
    arena_free(&ours.arena);
    arena_free(&theirs.arena);
    arena_free(&flags);
    return done;
}

static bool join(const struct arguments *arguments, struct held *joined, struct error *error) {
    size_t found = 0;
    int64_t now;
    if (!open_now(arguments, &now, error)) return false;
    bool three = arguments_has(arguments, OPTION_DRIVER);
    bool (*join_them)(const str_array *, int32_t, struct held *, size_t *, struct error *) =
        three ? join_three : join_all;
    return join_them(&arguments->operands, ledger_date(now), joined, &found, error) && file_certain(error) &&
           (found || error_set(error, (struct str){0}, 0, "there is nothing to merge")) &&
           (joined->ledger.count <= LEDGER_MAX_ROWS ||
            error_set(error, (struct str){0}, 0, "the ledgers have more rows together than the most, %d",
                      LEDGER_MAX_ROWS));
}

/* The output may be one of the ledgers, which a run is about to write. */
static int merge_into(struct arena *arena, const struct arguments *arguments, const char *output) {
    struct error error = {0};
    struct held joined = {0};
    int lock = ledger_lock(arena, output, &error);
    bool done = lock >= 0 && join(arguments, &joined, &error) && ledger_write(output, &joined.ledger, &error);
    if (lock >= 0) ledger_unlock(arena, output, lock);
    arena_free(&joined.arena);
    return done ? STATUS_CLEAN : output_error(&error);
}

static int merge(struct arena *arena, const struct arguments *arguments) {
    struct error error = {0};
    struct held joined = {0};
    bool driver = arguments_has(arguments, OPTION_DRIVER);
    struct str output = arguments_value(arguments, OPTION_OUTPUT, (struct str){0});
    if (driver && arguments->operands.len != 4) {
        error_set(&error, (struct str){0}, 0, "--driver takes three ledgers: BASE OURS THEIRS");
        return output_error(&error);
    }
    if (driver && !output.ptr) output = arguments->operands.items[2];
    if (output.ptr) return merge_into(arena, arguments, str_c(arena, output));
    struct ledger_text text = {.ledger = &joined.ledger};
    struct str part;
    bool told = join(arguments, &joined, &error);
    if (!told) output_error(&error);
    while (told && (part = ledger_next(&text)).len) told = output_text(part);
    arena_free(&text.arena);
    arena_free(&joined.arena);
    return told ? STATUS_CLEAN : STATUS_TROUBLE;
}

int cmd_ledger(struct arena *arena, const struct arguments *arguments) {
    struct error error = {0};
    if (arguments->operands.len >= 2 && str_eq(arguments->operands.items[0], STR("merge")))
        return merge(arena, arguments);
    error_set(&error, (struct str){0}, 0,
              "ledger takes `merge` and the ledgers; see `contentlint ledger --help`");
    return output_error(&error);
}
