/* diagnose.c: answers, and what is new in them. */
#include "session/parts.h"

#include <stdlib.h>
#include <string.h>

/* ---- the findings of a page as a number ------------------------------------------------------------------------ */

struct numbers {
    struct arena *arena;
    /* Path -> uint64_t, and -> struct source with its lines. */
    struct map pages, sources;
};

static void add(uint64_t *sum, uint64_t value) {
    *sum = (*sum ^ value) * UINT64_C(0xD6E8FEB86659FD93);
    *sum ^= *sum >> 32;
}

static const struct source *lined(struct numbers *numbers, const struct source *source) {
    void **slot = map_slot(numbers->arena, &numbers->sources, source->path);
    const struct source *known = *slot;
    if (known && known->text.len >= source->text.len) return known;
    struct source *copy = ARENA_NEW(numbers->arena, struct source);
    *copy = *source;
    source_lines(numbers->arena, copy);
    *slot = copy;
    return copy;
}

/* Where people see it: what comes before it in the file may be longer or shorter. */
static void add_place(struct numbers *numbers, uint64_t *sum, const struct source *source, struct span span) {
    const struct source *own = lined(numbers, source);
    struct place start = source_place(own, span.start, UNIT_UTF16),
                 end = source_place(own, span.end, UNIT_UTF16);
    bool at_end = span.start >= own->text.len || own->text.ptr[span.start] == '\n';
    add(sum, (uint64_t)start.line << 32 | start.column);
    add(sum, (uint64_t)end.line << 32 | end.column);
    add(sum, span.start == span.end && at_end);
}

static void add_places(struct numbers *numbers, uint64_t *sum, const struct related *places, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        add(sum, str_hash(places[i].source->path));
        add_place(numbers, sum, places[i].source, places[i].span);
        add(sum, str_hash(places[i].message));
    }
}

static void add_finding(struct numbers *numbers, uint64_t *sum, const struct diagnostic *d) {
    add(sum, str_hash(d->rule->id));
    add(sum, d->severity);
    add_place(numbers, sum, d->source, d->span);
    add(sum, str_hash(d->message));
    add(sum, str_hash(d->fix));
    for (uint32_t i = 0; i < d->property_count; i++) add(sum, str_hash(d->properties[i].value));
    for (uint32_t i = 0; i < d->edit_count; i++) {
        add(sum, str_hash(edit_source(d, &d->edits[i])->path));
        add_place(numbers, sum, edit_source(d, &d->edits[i]), d->edits[i].span);
        add(sum, str_hash(d->edits[i].text));
    }
    add_places(numbers, sum, d->related, d->related_count);
    add_places(numbers, sum, d->flow, d->flow_count);
}

/* ---- what is new ---------------------------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static uint64_t *number_of(struct numbers *numbers, struct str path) {
    void **slot = map_slot(numbers->arena, &numbers->pages, path);
    if (!*slot) *slot = ARENA_NEW(numbers->arena, uint64_t);
    return *slot;
}

/* Compares with what was told before; that becomes this. `asked`: pages without findings that were asked for. */
static void tell(struct session *session, const str_array *asked, struct session_answer *answer) {
    struct arena *arena = &session->answer_memory, memory = {0};
    struct numbers numbers = {.arena = arena};
    struct map now, told = {0};
    for (size_t i = 0; i < session->results.count; i++) {
        const struct diagnostic *d = &session->results.items[i];
        add_finding(&numbers, number_of(&numbers, d->source->path), d);
    }
    for (size_t i = 0; asked && i < asked->len; i++) number_of(&numbers, asked->items[i]);
    now = numbers.pages;
    for (size_t i = 0; i < now.len; i++) {
        const struct map_entry *entry = &now.entries[i];
        const uint64_t *number = entry->value, *before = map_get(&session->told, entry->key);
        if (*number != (before ? *before : 0)) *ARRAY_PUSH(arena, &answer->changed) = entry->key;
        uint64_t *copy = ARENA_NEW(&memory, uint64_t);
        *copy = *number;
        *map_slot(&memory, &told, str_copy(&memory, entry->key)) = copy;
    }
    for (size_t i = 0; i < session->told.len; i++) {
        const struct map_entry *entry = &session->told.entries[i];
        if (*(const uint64_t *)entry->value && !map_get(&now, entry->key))
            *ARRAY_PUSH(arena, &answer->changed) = str_copy(arena, entry->key);
    }
    if (answer->changed.len)
        qsort(answer->changed.items, answer->changed.len, sizeof answer->changed.items[0], by_text);
    arena_free(&session->told_memory);
    session->told_memory = memory;
    session->told = told;
}

/* ---- questions ------------------------------------------------------------------------------------------------ */

static void add_page(struct session *session, struct str path, struct map *seen, str_array *files) {
    struct arena *arena = &session->answer_memory;
    void **slot = map_slot(arena, seen, path);
    if (*slot || !tree_has(&session->site->tree, arena, path)) return;
    *slot = files;
    *ARRAY_PUSH(arena, files) = str_copy(arena, path);
}

/* These pages and those that were asked for before, as far as they are there. */
static str_array pages_asked(struct session *session, const str_array *pages) {
    struct map seen = {0};
    str_array files = {0};
    for (size_t i = 0; i < pages->len; i++) add_page(session, pages->items[i], &seen, &files);
    for (size_t i = 0; i < session->told.len; i++)
        add_page(session, session->told.entries[i].key, &seen, &files);
    return files;
}

bool session_diagnose(struct session *session, const str_array *pages, struct session_answer *answer,
                      struct error *error) {
    struct lint_request request = {.whole = pages == NULL};
    *answer = (struct session_answer){.results = &session->results};
    arena_free(&session->answer_memory);
    session->results = (struct lint_results){0};
    if (!session_renew(session, error)) return false;
    if (pages) request.files = pages_asked(session, pages);
    if (!session_run(session, &session->answer_memory, &request, &session->results, error)) return false;
    tell(session, pages ? &request.files : NULL, answer);
    return true;
}
