/* repair.c: fixes are made in buffers and checked again until none is left; what does not do what it promised is undone. */
#include "session/session.h"

#include <stdlib.h>

enum {
    ROUNDS_MAX = 60, /* of making fixes */
    TRIES_MAX = 6    /* of undoing some of a round before all of it is undone */
};

struct mended { /* a file that fixes change */
    struct str path;
    struct str before, now, last; /* as it was read, as it is, and as it was before this round */
    struct str reason;            /* why nothing can be done to it; absent: it can */
    size_t taken;                 /* of its fixes, in this round */
    size_t take;                  /* at most so many a round: fewer once some went wrong */
    uint32_t group;               /* changed all or not at all */
    uint32_t
        veiled; /* its front matter, so many bytes, cannot be read: what else is wrong is not known; 0: it can */
    bool changed; /* in this round */
};

struct applied { /* the fix of one finding */
    struct str key;
    struct mended **files;
    size_t file_count;
    bool made; /* its edits met no others */
};

struct sighting {               /* a finding, for as long as another is looked for */
    struct str key, rule, path; /* rule: with the path before it */
    str_array related;          /* paths */
    bool rest;
};

struct look { /* what is found at one time */
    struct arena memory;
    struct lint_results asked; /* until the next change */
    ARRAY_OF(struct sighting) all;
    struct map tally; /* key -> number: of the whole site, and of what was asked about besides */
    struct map rests; /* rules of which not all findings in a file are listed */
};

struct repair {
    struct arena *arena;
    struct session *session;
    const struct session_fix_options *options;
    struct session_fixes *out;
    struct map files;                 /* path -> struct mended */
    struct map refused;               /* key_of -> itself: what did not do what it promised */
    struct map done;                  /* key_of -> struct mended: a file of the fix that was made */
    ARRAY_OF(struct applied) applied; /* in this round */
    struct look looks[2];
    unsigned at;    /* the one that was before the round */
    bool unveiling; /* front matter is made readable: what is found then was there before */
    bool narrowed;  /* fewer fixes are made at a time, or one is refused */
    uint32_t groups;
};

/* ---- findings, whatever line they stand in --------------------------------------------------------------------------- */

static struct str key_of(struct arena *arena, const struct diagnostic *d) {
    struct buf out = {.arena = arena};
    buf_printf(&out, "%.*s\t%.*s\t", STR_FMT(d->source->path), STR_FMT(d->rule->id));
    for (size_t i = 0; i < d->message.len; i++) /* "also in line 12" */
        buf_add_char(&out, char_is_digit(d->message.ptr[i]) ? '#' : d->message.ptr[i]);
    return buf_str(&out);
}

static void add_one(struct arena *arena, struct map *tally, struct str key) {
    void **slot = map_slot(arena, tally, key);
    *slot = (void *)((uintptr_t)*slot + 1);
}

static size_t count_of(const struct map *tally, struct str key) {
    return (size_t)(uintptr_t)map_get(tally, key);
}

static void see(struct look *look, const struct lint_results *results) {
    struct arena *memory = &look->memory;
    for (size_t i = 0; i < results->count; i++) {
        const struct diagnostic *d = &results->items[i];
        struct sighting *sighting = ARRAY_PUSH(memory, &look->all);
        *sighting = (struct sighting){.path = str_copy(memory, d->source->path), .rest = d->rest > 0};
        sighting->key = key_of(memory, d);
        sighting->rule = str_printf(memory, "%.*s\t%.*s", STR_FMT(d->source->path), STR_FMT(d->rule->id));
        for (uint32_t k = 0; k < d->related_count; k++)
            *ARRAY_PUSH(memory, &sighting->related) = str_copy(memory, d->related[k].source->path);
        if (sighting->rest)
            map_put(memory, &look->rests, sighting->rule, look);
        else
            add_one(memory, &look->tally, sighting->key);
    }
}

static void note_failure(struct repair *r, const struct lint_results *results) {
    for (size_t i = 0; i < results->notification_count && !r->out->incomplete.ptr; i++)
        if (results->incomplete && results->notifications[i].severity == SEVERITY_ERROR)
            r->out->incomplete = str_copy(r->arena, results->notifications[i].message);
}

/* The whole site, where a fix may do harm, and what was asked about. */
static bool look_again(struct repair *r, struct look *look, struct error *error) {
    struct lint_request request = {0}, whole;
    struct lint_results results;
    arena_free(&look->memory);
    *look = (struct look){.memory = look->memory};
    if (!r->options->request(r->options->data, &look->memory, r->session, &request, error)) return false;
    whole = request;
    whole.whole = true;
    if (!request.whole && !session_run(r->session, &look->memory, &whole, &results, error)) return false;
    if (!request.whole) see(look, &results);
    if (!request.whole) note_failure(r, &results);
    if (!session_run(r->session, &look->memory, &request, &look->asked, error)) return false;
    see(look, &look->asked);
    note_failure(r, &look->asked);
    return true;
}

/* ---- files ----------------------------------------------------------------------------------------------------------- */

static void leave(struct repair *r, struct str path, struct str rule, struct str reason) {
    *ARRAY_PUSH(r->arena, &r->out->left) = (struct session_fix_left){
        .path = str_copy(r->arena, path), .rule = str_copy(r->arena, rule), .reason = reason};
}

/* The page, of which the front matter alone is read; false: the file is none. */
static bool read_front(struct repair *r, struct arena *arena, const struct mended *file, struct page *page) {
    const struct site *site;
    struct error ignored;
    const struct site_page *known =
        session_site(r->session, &site, &ignored) ? site_page_of(site, file->path) : NULL;
    if (!known || !known->page) return false;
    page_read_front(arena, page, file->path, file->now, false, &known->page->options);
    return true;
}

static void lift_veil(struct repair *r, struct mended *file) {
    struct arena scratch = {0};
    struct page page;
    bool dark = read_front(r, &scratch, file, &page) && !page_front_whole(&page);
    file->veiled = dark ? page.body.start : 0;
    arena_free(&scratch);
}

static void open_file(struct repair *r, struct mended *file) {
    const struct site *site;
    struct error error = {0};
    struct fix_change change = {.act = FIX_WRITE, .path = file->path};
    enum root_done done = ROOT_BROKEN;
    if (session_site(r->session, &site, &error) &&
        site->tree.read(site->tree.state, r->arena, file->path, &file->before, &error))
        done = r->options->root ? fix_may_write(r->arena, r->options->root, &change, &error) : ROOT_DONE;
    file->now = file->last = file->before;
    if (done == ROOT_DONE) {
        lift_veil(r, file);
        return;
    }
    file->reason = error.message[0] ? str_printf(r->arena, "it %s", error.message) : STR("it is not there");
    leave(r, file->path, STR(""), file->reason);
    r->out->left.items[r->out->left.len - 1].failed = done != ROOT_REFUSED;
}

static struct mended *file_of(struct repair *r, struct str path) {
    struct mended *file = map_get(&r->files, path);
    if (file) return file;
    file = ARENA_NEW(r->arena, struct mended);
    *file = (struct mended){.path = str_copy(r->arena, path), .take = SIZE_MAX, .group = r->groups++};
    map_put(r->arena, &r->files, file->path, file);
    open_file(r, file);
    return file;
}

static void put(struct repair *r, struct mended *file, struct str text) {
    file->now = text;
    if (str_eq(text, file->before))
        session_drop(r->session, file->path);
    else
        session_put(r->session, file->path, text);
}

/* The fix is made. The files that it changes are written together. */
static void settle(struct repair *r, const struct applied *fix) {
    map_put(r->arena, &r->done, fix->key, fix->files[0]);
    for (size_t i = 1; i < fix->file_count; i++) {
        uint32_t from = fix->files[i]->group, to = fix->files[0]->group;
        for (size_t k = 0; k < r->files.len && from != to; k++) {
            struct mended *file = r->files.entries[k].value;
            if (file->group == from) file->group = to;
        }
    }
}

/* ---- making fixes ------------------------------------------------------------------------------------------------------ */

static bool is_wanted(const struct repair *r, struct arena *scratch, const struct diagnostic *d) {
    bool kind = d->edit_count && !d->rest && (r->options->suggestions || !d->suggested);
    return kind && !map_get(&r->refused, key_of(scratch, d));
}

static bool has_file(const struct applied *fix, const struct mended *file) {
    for (size_t i = 0; i < fix->file_count; i++)
        if (fix->files[i] == file) return true;
    return false;
}

/* The files of the finding's edits; false when one of them cannot be changed now. */
static bool find_files(struct repair *r, const struct diagnostic *d, struct applied *fix) {
    fix->files = ARENA_ARRAY(r->arena, struct mended *, d->edit_count);
    bool good = true;
    for (uint32_t i = 0; i < d->edit_count; i++) {
        const struct source *source = edit_source(d, &d->edits[i]);
        struct mended *file = file_of(r, source->path);
        bool same = str_starts(file->now, source->text) && d->edits[i].span.end <= file->now.len;
        good &= !file->reason.ptr && file->taken < file->take && same;
        if (!has_file(fix, file)) fix->files[fix->file_count++] = file;
    }
    for (size_t i = 0; i < fix->file_count && good; i++) fix->files[i]->taken++;
    return good;
}

/* Does the fix make front matter readable? Such are made before others. */
static bool is_veil(struct repair *r, const struct diagnostic *d) {
    struct mended *file = file_of(r, d->source->path);
    return !file->reason.ptr && d->edits[0].span.start < file->veiled;
}

/* The findings whose fixes are to be made. */
static void choose(struct repair *r, struct look *look, diagnostics *chosen) {
    for (size_t i = 0; i < r->files.len; i++) {
        struct mended *file = r->files.entries[i].value;
        file->taken = 0;
        file->changed = false;
        file->last = file->now;
    }
    r->applied.len = 0;
    r->unveiling = false;
    for (size_t i = 0; i < look->asked.count && !r->unveiling; i++)
        r->unveiling =
            is_wanted(r, &look->memory, &look->asked.items[i]) && is_veil(r, &look->asked.items[i]);
    for (size_t i = 0; i < look->asked.count; i++) {
        const struct diagnostic *d = &look->asked.items[i];
        struct applied fix = {0};
        if (!is_wanted(r, &look->memory, d) || (r->unveiling && !is_veil(r, d))) continue;
        if (!find_files(r, d, &fix)) continue;
        fix.key = str_copy(r->arena, key_of(&look->memory, d));
        *ARRAY_PUSH(r->arena, &r->applied) = fix;
        *ARRAY_PUSH(&look->memory, chosen) = *d;
    }
}

/* Do all edits of a file together leave its front matter, or its data, what it was but for what they touch? */
static bool keeps_meaning(struct repair *r, struct look *look, struct mended *file,
                          const struct fix_edits *edits) {
    struct page page;
    struct arena *memory = &look->memory;
    struct str suffix = path_ext(file->path);
    bool data = str_eq_nocase(suffix, STR(".yml")) || str_eq_nocase(suffix, STR(".yaml"));
    if (!read_front(r, memory, file, &page)) {
        if (!data) return true;
        page_read_data(memory, &page, file->path, file->now, FORMAT_YAML, &(struct page_options){0});
    }
    return edits_keep_meaning(memory, &page, edits->list.items, edits->list.len);
}

/* A fix of this file went wrong: from now on fewer at a time, and the last one alone is refused. */
static void blame(struct repair *r, struct mended *file) {
    r->narrowed = true;
    if (file->taken > 1) {
        file->take = file->taken / 2;
        return;
    }
    for (size_t i = 0; i < r->applied.len; i++) {
        const struct applied *fix = &r->applied.items[i];
        if (!has_file(fix, file) || map_get(&r->refused, fix->key)) continue;
        struct str rest = fix->key, path = str_cut(&rest, '\t'), rule = str_cut(&rest, '\t');
        map_put(r->arena, &r->refused, fix->key, file);
        leave(r, path, rule, STR("its fix was taken back: the finding stayed, or another one came"));
    }
}

/* Makes the edits in buffers; none in a file whose front matter would mean something else. What edits point into lives
 * until the first change. */
static void make(struct repair *r, struct look *look, const diagnostics *chosen) {
    bool *made = ARENA_ARRAY(&look->memory, bool, chosen->len + 1);
    fix_edit_list list = fix_edits(&look->memory, chosen->items, chosen->len, made);
    struct str *texts = ARENA_ARRAY(&look->memory, struct str, list.len + 1);
    struct mended **files = ARENA_ARRAY(&look->memory, struct mended *, list.len + 1);
    for (size_t i = 0; i < chosen->len; i++) r->applied.items[i].made = made[i];
    for (size_t i = 0; i < list.len; i++) {
        struct mended *file = files[i] = file_of(r, list.items[i].source->path);
        if (!list.items[i].list.len) continue;
        if (keeps_meaning(r, look, file, &list.items[i]))
            texts[i] = fix_edited(r->arena, &list.items[i], file->now);
        else
            blame(r, file);
    }
    for (size_t i = 0; i < list.len; i++) {
        files[i]->changed = texts[i].ptr && !str_eq(texts[i], files[i]->now);
        if (files[i]->changed) put(r, files[i], texts[i]);
    }
}

/* ---- what became of it --------------------------------------------------------------------------------------------------- */

static bool mark_file(struct repair *r, struct map *bad, struct str path) {
    struct mended *file = map_get(&r->files, path);
    if (file && file->changed) map_put(r->arena, bad, file->path, file);
    return file && file->changed;
}

/* Those that met others' edits are left for the next round. */
static bool is_made(const struct applied *fix) {
    for (size_t i = 0; i < fix->file_count; i++)
        if (!fix->files[i]->changed) return false;
    return fix->made;
}

/* The files of fixes that were made in some of their files alone. */
static void find_halves(struct repair *r, struct map *bad) {
    for (size_t i = 0; i < r->applied.len; i++) {
        const struct applied *fix = &r->applied.items[i];
        if (!fix->made || is_made(fix)) continue;
        for (size_t k = 0; k < fix->file_count; k++) mark_file(r, bad, fix->files[k]->path);
    }
}

/* A new finding is laid to the changed file it stands in, or points to; else to all that were changed. */
static void blame_for(struct repair *r, const struct sighting *seen, struct map *bad) {
    bool found = mark_file(r, bad, seen->path);
    for (size_t i = 0; i < seen->related.len && !found; i++)
        found = mark_file(r, bad, seen->related.items[i]);
    for (size_t i = 0; i < r->files.len && !found; i++) mark_file(r, bad, r->files.entries[i].key);
}

static void find_new(struct repair *r, const struct look *before, struct look *now, struct map *bad) {
    struct map done = {0};
    for (size_t i = 0; i < now->all.len; i++) {
        const struct sighting *seen = &now->all.items[i];
        if (seen->rest || map_get(&before->rests, seen->rule) || map_get(&done, seen->key)) continue;
        map_put(&now->memory, &done, seen->key, seen);
        if (count_of(&now->tally, seen->key) > count_of(&before->tally, seen->key)) blame_for(r, seen, bad);
    }
}

/* Of findings told alike as many must be gone as were fixed; of those whose edits met others' none need be. */
static void find_stayed(struct repair *r, const struct look *before, struct look *now, struct map *bad) {
    for (size_t i = 0; i < r->applied.len; i++) {
        const struct applied *fix = &r->applied.items[i];
        bool stayed = is_made(fix) && count_of(&now->tally, fix->key) >= count_of(&before->tally, fix->key);
        for (size_t k = 0; k < fix->file_count && stayed; k++) mark_file(r, bad, fix->files[k]->path);
    }
}

/* What one fix changed in several files is undone in all of them. */
static void widen(struct repair *r, struct map *bad) {
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < r->applied.len; i++) {
            const struct applied *fix = &r->applied.items[i];
            bool any = false;
            for (size_t k = 0; k < fix->file_count; k++) any |= map_get(bad, fix->files[k]->path) != NULL;
            for (size_t k = 0; k < fix->file_count && any; k++)
                if (fix->files[k]->changed && !map_get(bad, fix->files[k]->path))
                    more |= mark_file(r, bad, fix->files[k]->path);
        }
    }
}

static bool undo(struct repair *r, struct map *bad) {
    widen(r, bad);
    for (size_t i = 0; i < bad->len; i++) {
        struct mended *file = bad->entries[i].value;
        blame(r, file);
        file->changed = false;
        put(r, file, file->last);
    }
    return bad->len > 0;
}

static bool any_changed(const struct repair *r) {
    for (size_t i = 0; i < r->files.len; i++)
        if (((const struct mended *)r->files.entries[i].value)->changed) return true;
    return false;
}

/* Checks what the round made, and undoes what it should not have. */
static bool judge(struct repair *r, struct look *before, struct look *now, struct error *error) {
    for (unsigned i = 0;; i++) {
        struct map bad = {0};
        if (!look_again(r, now, error)) return false;
        if (r->out->incomplete.ptr) return true; /* of what was found nothing counts */
        if (i < TRIES_MAX) {
            if (!r->unveiling) find_new(r, before, now, &bad);
            find_stayed(r, before, now, &bad);
            find_halves(r, &bad);
        } else if (i == TRIES_MAX) {
            for (size_t k = 0; k < r->files.len; k++) mark_file(r, &bad, r->files.entries[k].key);
        }
        if (!undo(r, &bad)) return true;
    }
}

static void relax(struct repair *r) {
    for (size_t i = 0; i < r->files.len; i++) {
        struct mended *file = r->files.entries[i].value;
        if (file->changed && file->take < SIZE_MAX / 2) file->take *= 2;
        if (file->changed) lift_veil(r, file);
    }
}

/* ---- all of it ------------------------------------------------------------------------------------------------------------ */

static int by_path(const void *a, const void *b) {
    return str_cmp(((const struct fix_change *)a)->path, ((const struct fix_change *)b)->path);
}

static void report(struct repair *r, const struct map *first, const struct look *last) {
    struct session_fixes *out = r->out;
    struct map still = {0};
    for (size_t i = 0; i < last->asked.count; i++) {
        const struct diagnostic *d = &last->asked.items[i];
        add_one(r->arena, &still, key_of(r->arena, d));
        out->suggestions += d->edit_count && d->suggested;
    }
    out->fixed = ARENA_ARRAY(r->arena, size_t, r->groups + 1u);
    for (size_t i = 0; i < first->len; i++) {
        struct str key = first->entries[i].key;
        const struct mended *file = map_get(&r->done, key);
        size_t now = count_of(&still, key), was = count_of(first, key);
        out->fixed[file ? file->group : r->groups] += was > now ? was - now : 0;
    }
    out->groups = r->groups;
    for (size_t i = 0; i < r->files.len; i++) {
        const struct mended *file = r->files.entries[i].value;
        if (str_eq(file->now, file->before)) continue;
        *ARRAY_PUSH(r->arena, &out->changes) = (struct fix_change){.act = FIX_WRITE,
                                                                   .path = file->path,
                                                                   .before = file->before,
                                                                   .after = file->now,
                                                                   .group = file->group};
    }
    if (out->changes.len) qsort(out->changes.items, out->changes.len, sizeof out->changes.items[0], by_path);
}

static bool go_round(struct repair *r, struct error *error) {
    bool again = true;
    for (unsigned round = 0; round < ROUNDS_MAX && again; round++) {
        struct look *before = &r->looks[r->at], *now = &r->looks[1 - r->at];
        diagnostics chosen = {0};
        choose(r, before, &chosen);
        if (!chosen.len) break;
        r->narrowed = false;
        make(r, before, &chosen);
        bool changed = any_changed(r);
        if (changed && !judge(r, before, now, error)) return false;
        if (r->out->incomplete.ptr) break;
        if (changed) r->at = 1 - r->at;
        for (size_t i = 0; i < r->applied.len; i++)
            if (is_made(&r->applied.items[i])) settle(r, &r->applied.items[i]);
        relax(r);
        again = changed || r->narrowed;
    }
    return true;
}

bool session_fix(struct session *session, struct arena *arena, const struct session_fix_options *options,
                 struct session_fixes *out, struct error *error) {
    struct repair r = {.arena = arena, .session = session, .options = options, .out = out};
    struct map first = {0};
    *out = (struct session_fixes){0};
    bool good = look_again(&r, &r.looks[0], error);
    if (good && !out->incomplete.ptr) {
        out->found = r.looks[0].asked.count;
        for (size_t i = 0; i < r.looks[0].asked.count; i++)
            add_one(arena, &first, key_of(arena, &r.looks[0].asked.items[i]));
        good = go_round(&r, error);
    }
    if (good && !out->incomplete.ptr) report(&r, &first, &r.looks[r.at]);
    if (!good) error_keep(error);
    for (size_t i = 0; i < ARRAY_LEN(r.looks); i++) arena_free(&r.looks[i].memory);
    return good;
}
