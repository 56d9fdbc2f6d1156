/* compare.c: what a change brought. A file is compared with the one it was, under whatever name; of a file in which nothing
 * is found, nothing has to be known. */
#include "lint/compare.h"

#include <assert.h>

#include "lint/changed.h"
#include "lint/external.h"
#include "lint/known.h"

/* ---- whose file was it? ---------------------------------------------------------------------------------------- */

static str_array *array_in(struct arena *arena, struct map *map, struct str key) {
    void **slot = map_slot(arena, map, key);
    if (!*slot) *slot = ARENA_NEW(arena, str_array);
    return *slot;
}

static void find_renamed(struct comparison *comparison) {
    const struct site *then = comparison->then;
    const struct site_page **matches = lost_match(comparison->arena, then, comparison->run->request->site);
    for (size_t i = 0; i < then->page_count; i++) {
        const struct site_page *page = &then->pages[i], *now = matches[i];
        if (!now || !now->source.len || str_eq(page->source, now->source)) continue;
        str_array *names = array_in(comparison->arena, &comparison->renamed, now->source);
        if (names->len && str_eq(names->items[names->len - 1], page->source)) continue;
        *ARRAY_PUSH(comparison->arena, names) = page->source;
        struct str *folder = ARENA_NEW(comparison->arena, struct str);
        *folder = path_dir(page->source);
        *map_slot(comparison->arena, &comparison->folders, path_dir(now->source)) = folder;
    }
}

/* The file that lay in the same place beside, or below, a page that was renamed with its folder; absent: none. */
static struct str moved_along(const struct comparison *comparison, struct str path) {
    struct arena *arena = comparison->arena;
    for (struct str dir = path_dir(path); dir.len; dir = path_dir(dir)) {
        const struct str *old = map_get(&comparison->folders, dir);
        if (!old) continue;
        struct str rest = str_sub(path, dir.len + 1, path.len), before = path_join(arena, *old, rest);
        bool gone = !tree_has(&comparison->run->request->site->tree, arena, before);
        if (gone && tree_has(&comparison->then->tree, arena, before)) return before;
    }
    return (struct str){0};
}

static void add_origin(struct comparison *comparison, str_array *origins, struct str path, struct str then) {
    struct arena *arena = comparison->arena;
    *ARRAY_PUSH(arena, origins) = then;
    void **slot = map_slot(arena, &comparison->heirs, then);
    if (*slot) return;
    struct str *heir = ARENA_NEW(arena, struct str);
    *heir = path;
    *slot = heir;
    *ARRAY_PUSH(arena, &comparison->files) = then;
}

static void add_file(struct comparison *comparison, struct str path) {
    if (map_get(&comparison->origins, path)) return;
    str_array *origins = array_in(comparison->arena, &comparison->origins, path);
    const str_array *renamed = map_get(&comparison->renamed, path);
    if (tree_has(&comparison->then->tree, comparison->arena, path))
        add_origin(comparison, origins, path, path);
    for (size_t i = 0; renamed && i < renamed->len; i++)
        add_origin(comparison, origins, path, renamed->items[i]);
    struct str along = origins->len ? (struct str){0} : moved_along(comparison, path);
    if (along.ptr) add_origin(comparison, origins, path, along);
}

static bool is_check(const struct diagnostic *d, const char *name) {
    return str_eq(str_from(d->rule->check->name), str_from(name));
}

/* Links to hosts that are dead: one of them speaks for all. */
static void add_dead(struct comparison *comparison) {
    const struct run *run = comparison->run;
    for (size_t i = 0; run->external && run->external->dead_hosts.len && i < run->file_count; i++)
        for (size_t k = 0; k < run->files[i].external.len; k++)
            if (map_get(&run->external->dead_hosts, external_host(run->files[i].external.items[k].url)))
                add_file(comparison, run->files[i].path);
}

void compare_open(struct arena *arena, const struct run *run, const struct site *then,
                  const diagnostics *list, struct comparison *comparison) {
    *comparison = (struct comparison){.arena = arena, .run = run, .then = then};
    if (!then) return;
    find_renamed(comparison);
    for (size_t i = 0; i < list->len; i++)
        if (!is_check(&list->items[i], "lost") && !is_check(&list->items[i], "allowance"))
            add_file(comparison, list->items[i].source->path);
    add_dead(comparison);
}

/* ---- is it new? ------------------------------------------------------------------------------------------------ */

static struct str heir_of(const struct comparison *comparison, struct str then) {
    const struct str *heir = map_get(&comparison->heirs, then);
    return heir ? *heir : then;
}

static void add_found(const struct comparison *comparison, struct known *known, const diagnostics *found) {
    for (size_t i = 0; i < found->len; i++) {
        const struct diagnostic *d = &found->items[i];
        known_add(known, d->rule->id, heir_of(comparison, d->source->path),
                  known_number(comparison->arena, d), str_hash(d->message));
    }
}

/* Every external link then, as what any rule finds of it; `rule` absent: as a link. */
static void add_links(const struct comparison *comparison, const struct run *before, struct str rule,
                      struct known *known) {
    for (size_t i = 0; i < before->file_count; i++) {
        const struct run_file *file = &before->files[i];
        for (size_t k = 0; k < file->external.len; k++)
            known_add(known, rule, heir_of(comparison, file->path),
                      known_number_of_url(file->external.items[k].url), 0);
    }
}

static void add_external(const struct comparison *comparison, const struct run *before, struct known *known) {
    const struct lint *lint = comparison->run->lint;
    for (size_t i = 0; i < lint->rule_count; i++)
        if (lint->rules[i].external && lint->rules[i].severity != SEVERITY_OFF)
            add_links(comparison, before, lint->rules[i].id, known);
}

static bool has_new_link(const struct comparison *comparison, const struct known *links, struct str host) {
    const struct run *run = comparison->run;
    for (size_t i = 0; i < run->file_count; i++)
        for (size_t k = 0; k < run->files[i].external.len; k++) {
            struct str url = run->files[i].external.items[k].url;
            if (str_eq(external_host(url), host) &&
                !known_spend(links, STR(""), run->files[i].path, known_number_of_url(url)))
                return true;
        }
    return false;
}

/* A dead host is found once: it is new when one of the links to it is. */
static void look_at_hosts(const struct comparison *comparison, const struct run *before,
                          const diagnostics *list, bool *is_known) {
    struct known links = {.arena = comparison->arena};
    for (size_t i = 0; i < list->len; i++) {
        const struct diagnostic *d = &list->items[i];
        if (!is_known[i] || !d->rule->external || !option_is(d->rule, "problem", "host")) continue;
        if (!links.entries.len) add_links(comparison, before, STR(""), &links);
        is_known[i] = !has_new_link(comparison, &links, finding_property(d, STR("host")));
    }
}

/* One that stands for those that are not listed is known when there were as many. */
static void look_at_rests(const struct comparison *comparison, const diagnostics *found,
                          const diagnostics *list, bool *is_known) {
    for (size_t i = 0; i < list->len; i++) {
        const struct diagnostic *d = &list->items[i];
        for (size_t k = 0; d->rest && is_known[i] && k < found->len; k++) {
            const struct diagnostic *old = &found->items[k];
            if (old->rest && old->rule == d->rule &&
                str_eq(heir_of(comparison, old->source->path), d->source->path))
                is_known[i] = old->rest >= d->rest;
        }
    }
}

/* ---- lines ----------------------------------------------------------------------------------------------------- */

static struct str text_then(const struct comparison *comparison, struct str path) {
    const str_array *origins = map_get(&comparison->origins, path);
    struct str text = {0}, from = origins && origins->len ? origins->items[0] : path;
    struct error ignored = {0};
    const struct tree *tree = comparison->then ? &comparison->then->tree : NULL;
    if (!tree || !tree->read(tree->state, comparison->arena, from, &text, &ignored)) return (struct str){0};
    return text.ptr ? text : STR("");
}

/* The file with its lines, which are compared when it is asked for first. */
static const struct source *lined(const struct comparison *comparison, struct map *sources,
                                  struct changed *changed, const struct source *source) {
    void **slot = map_slot(comparison->arena, sources, source->path);
    if (*slot) return *slot;
    struct source *copy = ARENA_NEW(comparison->arena, struct source);
    *copy = *source;
    *slot = copy;
    source_lines(comparison->arena, copy);
    changed_add(comparison->arena, changed, copy, text_then(comparison, copy->path));
    return copy;
}

static void mark_lines(const struct comparison *comparison, diagnostics *list) {
    struct changed changed = {0};
    struct map sources = {0};
    for (size_t i = 0; i < list->len; i++) {
        struct diagnostic *d = &list->items[i];
        const struct source *source = lined(comparison, &sources, &changed, d->source);
        assert(source->text.len == d->source->text.len); /* one text of a path in one run */
        uint32_t first = source_place(source, d->span.start, UNIT_BYTE).line;
        uint32_t last = source_place(source, d->span.end, UNIT_BYTE).line;
        d->changed = changed_has(&changed, source->path, first, last);
    }
}

void compare_mark(struct comparison *comparison, const struct run *before, const diagnostics *found,
                  diagnostics *list) {
    struct known known = {.arena = comparison->arena};
    bool *is_known = ARENA_ARRAY(comparison->arena, bool, list->len + 1);
    add_found(comparison, &known, found);
    add_external(comparison, before, &known);
    known_take(&known, list, is_known);
    look_at_hosts(comparison, before, list, is_known);
    look_at_rests(comparison, found, list, is_known);
    mark_lines(comparison, list);
    for (size_t i = 0; i < list->len; i++) {
        struct diagnostic *d = &list->items[i];
        d->fresh = !is_known[i];
        if (d->fresh && d->rule->external) external_is_new(d);
    }
}
