/* write.c: makes changes of files group by group, and undoes them. */
#include "fix/fix.h"

#include <assert.h>
#include <stdlib.h>

/* One of the steps that a change consists of, in the order in which they are made: what is new first, so that whoever ends
 * the run leaves a text twice rather than nowhere. */
enum step_kind { STEP_PLACE, STEP_EXCHANGE, STEP_RENAME, STEP_SET_ASIDE };

struct step {
    const struct fix_change *change;
    enum step_kind kind;
    struct str path; /* that it is about */
    struct root_draft draft;
    unsigned number; /* of its draft */
    bool done;
};

struct writing {
    struct arena *arena; /* of the results */
    struct arena scratch;
    struct root *root;
    ARRAY_OF(struct step) steps; /* in their order, group by group */
    str_array made;              /* folders */
    fix_refusals *refused;
    struct error *error;
};

/* ---- steps -------------------------------------------------------------------------------------------------------- */

static void add_step(struct writing *w, const struct fix_change *change, enum step_kind kind,
                     struct str path) {
    *ARRAY_PUSH(&w->scratch, &w->steps) =
        (struct step){.change = change, .kind = kind, .path = path, .number = (unsigned)w->steps.len * 2};
}

static void add_steps(struct writing *w, const struct fix_change *change) {
    bool carried = change->act == FIX_MOVE && change->after.ptr;
    if (change->act == FIX_CREATE) add_step(w, change, STEP_PLACE, change->path);
    if (carried) add_step(w, change, STEP_PLACE, change->to);
    if (change->act == FIX_WRITE) add_step(w, change, STEP_EXCHANGE, change->path);
    if (change->act == FIX_MOVE && !carried) add_step(w, change, STEP_RENAME, change->path);
    if (change->act == FIX_REMOVE || carried) add_step(w, change, STEP_SET_ASIDE, change->path);
}

/* Checks what can be, and has the draft ready. */
static enum root_done prepare(struct writing *w, struct step *step, struct error *error) {
    struct arena *scratch = &w->scratch;
    const struct fix_change *change = step->change;
    bool carried = change->act == FIX_MOVE && step->kind == STEP_PLACE;
    struct str place = change->act == FIX_MOVE ? change->to : step->path, like = {0};
    enum root_done done = ROOT_DONE;
    if (step->kind == STEP_PLACE || step->kind == STEP_RENAME) {
        done = root_is_free(w->root, scratch, place, error);
        if (done == ROOT_DONE) done = root_make_folder(w->root, scratch, path_dir(place), &w->made, error);
    }
    if (step->kind != STEP_PLACE && done == ROOT_DONE)
        done = change->before.ptr ? root_holds_text(w->root, scratch, step->path, change->before, error)
                                  : root_may_write(w->root, scratch, step->path, error);
    if (done != ROOT_DONE || step->kind == STEP_RENAME || step->kind == STEP_SET_ASIDE) return done;
    if (carried || step->kind == STEP_EXCHANGE) like = change->path;
    return root_make_draft(w->root, scratch, step->path, change->after, like, step->number, &step->draft,
                           error);
}

static enum root_done make(struct writing *w, struct step *step, struct error *error) {
    struct arena *scratch = &w->scratch;
    const struct fix_change *change = step->change;
    enum root_done done = ROOT_DONE;
    switch (step->kind) {
    case STEP_PLACE: done = root_place(w->root, scratch, &step->draft, step->path, error); break;
    case STEP_EXCHANGE:
        done = root_exchange(w->root, scratch, step->path, change->before, &step->draft, error);
        break;
    case STEP_RENAME: done = root_rename(w->root, scratch, step->path, change->to, error); break;
    case STEP_SET_ASIDE:
        done =
            root_set_aside(w->root, scratch, step->path, change->before, step->number, &step->draft, error);
        break;
    }
    step->done = done == ROOT_DONE;
    return done;
}

/* What others wrote meanwhile is not taken back. */
static enum root_done unmake(struct writing *w, struct step *step, struct error *error) {
    struct arena *scratch = &w->scratch;
    const struct fix_change *change = step->change;
    struct root_draft *draft = &step->draft;
    assert(step->done);
    step->done = false;
    switch (step->kind) {
    case STEP_PLACE:
        return root_set_aside(w->root, scratch, step->path, change->after, step->number, draft, error);
    case STEP_RENAME: return root_rename(w->root, scratch, change->to, step->path, error);
    case STEP_SET_ASIDE: return root_place(w->root, scratch, draft, step->path, error);
    case STEP_EXCHANGE: break;
    }
    enum root_done done = ROOT_DONE;
    if (!draft->name[0])
        done = root_make_draft(w->root, scratch, step->path, change->before, step->path, step->number + 1,
                               draft, error);
    if (done != ROOT_DONE) return done;
    return root_exchange(w->root, scratch, step->path, change->after, draft, error);
}

/* ---- groups ------------------------------------------------------------------------------------------------------- */

static size_t group_end(const struct writing *w, size_t at) {
    uint32_t group = w->steps.items[at].change->group;
    while (at < w->steps.len && w->steps.items[at].change->group == group) at++;
    return at;
}

/* What a file was that cannot be put back is kept beside it. */
static void keep(struct writing *w, struct step *step, const struct error *reason, struct error *error) {
    struct error ignored;
    struct str beside = str_printf(&w->scratch, "%.*s.orig", STR_FMT(step->path));
    bool kept =
        step->draft.name[0] && root_place(w->root, &w->scratch, &step->draft, beside, &ignored) == ROOT_DONE;
    error_set(error, step->path, 0, "could not be put back (%s)%s", reason->message,
              kept ? "; what it was is beside it, with .orig behind its name" : "");
}

static bool undo(struct writing *w, size_t first, size_t end, struct error *error) {
    bool good = true;
    for (size_t i = end; i-- > first;) {
        struct step *step = &w->steps.items[i];
        struct error reason = {0};
        enum root_done done = step->done ? unmake(w, step, &reason) : ROOT_DONE;
        if (done != ROOT_DONE) keep(w, step, &reason, error);
        root_discard(w->root, &w->scratch, &step->draft);
        good &= done == ROOT_DONE;
    }
    return good;
}

static void refuse(struct writing *w, const struct step *step, const struct error *error) {
    struct fix_refusal *refusal = ARRAY_PUSH(w->arena, w->refused);
    *refusal = (struct fix_refusal){step->change, *error};
    refusal->error.path = str_copy(w->arena, error->path);
}

/* Takes the steps of one group through `act`. */
static bool each_step(struct writing *w, size_t first, size_t end,
                      enum root_done (*act)(struct writing *, struct step *, struct error *), bool *whole) {
    *whole = true;
    for (size_t i = first; i < end; i++) {
        struct error reason = {0};
        enum root_done done = act(w, &w->steps.items[i], &reason);
        if (done == ROOT_DONE) continue;
        *whole = false;
        if (done == ROOT_BROKEN) return error_set(w->error, reason.path, 0, "%s", reason.message);
        refuse(w, &w->steps.items[i], &reason);
        return undo(w, first, end, w->error);
    }
    return true;
}

static bool each_group(struct writing *w, bool *left_out,
                       enum root_done (*act)(struct writing *, struct step *, struct error *)) {
    for (size_t at = 0, end; at < w->steps.len; at = end) {
        bool whole = true;
        end = group_end(w, at);
        if (!left_out[at] && !each_step(w, at, end, act, &whole)) return false;
        left_out[at] |= !whole;
    }
    return true;
}

/* ---- all of it ------------------------------------------------------------------------------------------------------ */

static void sync_folders(struct writing *w) {
    struct map seen = {0};
    for (size_t i = 0; i < w->steps.len; i++) {
        const struct step *step = &w->steps.items[i];
        struct str folders[] = {path_dir(step->path), path_dir(step->change->to)};
        for (size_t k = 0; step->done && k < ARRAY_LEN(folders); k++) {
            void **slot = folders[k].ptr ? map_slot(&w->scratch, &seen, folders[k]) : NULL;
            if (slot && !*slot) root_sync(w->root, &w->scratch, folders[k]);
            if (slot) *slot = w;
        }
    }
}

static void prune_folders(struct writing *w) {
    for (size_t i = 0; i < w->steps.len; i++) {
        const struct step *step = &w->steps.items[i];
        if (step->done && (step->kind == STEP_RENAME || step->kind == STEP_SET_ASIDE))
            root_prune(w->root, &w->scratch, path_dir(step->path));
    }
    for (size_t i = w->made.len; i-- > 0;) root_prune(w->root, &w->scratch, w->made.items[i]);
}

static int by_turn(const void *a, const void *b) {
    const struct step *x = a, *y = b;
    if (x->change->group != y->change->group) return x->change->group < y->change->group ? -1 : 1;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

bool fix_write(struct arena *arena, struct root *root, const fix_changes *changes, fix_refusals *refused,
               struct error *error) {
    struct writing w = {.arena = arena, .root = root, .refused = refused, .error = error};
    for (size_t i = 0; i < changes->len; i++) add_steps(&w, &changes->items[i]);
    if (w.steps.len) qsort(w.steps.items, w.steps.len, sizeof w.steps.items[0], by_turn);
    bool *left_out = ARENA_ARRAY(&w.scratch, bool, w.steps.len + 1);
    bool good = each_group(&w, left_out, prepare) && each_group(&w, left_out, make);
    if (!good) undo(&w, 0, w.steps.len, error);
    for (size_t i = 0; i < w.steps.len; i++) root_discard(root, &w.scratch, &w.steps.items[i].draft);
    sync_folders(&w);
    prune_folders(&w);
    if (!good) error_keep(error);
    arena_free(&w.scratch);
    return good;
}

enum root_done fix_may_write(struct arena *arena, struct root *root, const struct fix_change *change,
                             struct error *error) {
    bool there = change->act != FIX_CREATE, new = change->act == FIX_MOVE || change->act == FIX_CREATE;
    struct str place = change->act == FIX_MOVE ? change->to : change->path;
    enum root_done done = there ? root_may_write(root, arena, change->path, error) : ROOT_DONE;
    return done == ROOT_DONE && new ? root_is_free(root, arena, place, error) : done;
}

size_t fix_clean(struct arena *arena, struct root *root, const str_array *files) {
    size_t removed = 0;
    for (size_t i = 0; i < files->len; i++) removed += root_clean(root, arena, files->items[i]);
    return removed;
}
