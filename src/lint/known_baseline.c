/* known_baseline.c: which findings a baseline knows. */
#include "lint/known_baseline.h"

#include "lint/known.h"

enum {
    MIN_LINE = 12,    /* bytes of a line that tells one page from another */
    LIKE = 6,         /* lines in common, of BASELINE_SKETCH, that make one page another */
    LIKE_BY_NAME = 2, /* the same of two files of one name */
    MAX_SHARED = 16,  /* pages that have a line: one in more of them tells nothing */
};

bool baseline_takes(const struct rule *rule) {
    return !str_eq(str_from(rule->check->name), STR("lost"));
}

/* ---- a page, whatever its name ---------------------------------------------------------------------------------- */

static void add_line(struct baseline_page *page, uint32_t line) {
    size_t at = 0;
    while (at < page->count && page->lines[at] < line) at++;
    if (at == BASELINE_SKETCH || (at < page->count && page->lines[at] == line)) return;
    size_t moved = page->count < BASELINE_SKETCH ? page->count++ - at : BASELINE_SKETCH - 1 - at;
    memmove(&page->lines[at + 1], &page->lines[at], moved * sizeof page->lines[0]);
    page->lines[at] = line;
}

static struct baseline_page sketch_of(struct str path, struct str text) {
    struct baseline_page page = {.path = path};
    while (text.ptr) {
        struct str line = str_trim(str_cut(&text, '\n'));
        uint64_t digest = str_digest(STR_DIGEST_START, line);
        if (line.len >= MIN_LINE) add_line(&page, (uint32_t)(digest ^ digest >> 32));
    }
    return page;
}

/* How many of the smallest lines of both together are in both, as of BASELINE_SKETCH of them. */
static size_t likeness(const struct baseline_page *a, const struct baseline_page *b) {
    size_t i = 0, k = 0, both = 0, all = 0;
    for (; all < BASELINE_SKETCH && (i < a->count || k < b->count); all++) {
        bool left = k == b->count || (i < a->count && a->lines[i] <= b->lines[k]);
        bool right = i == a->count || (k < b->count && b->lines[k] <= a->lines[i]);
        both += left && right;
        i += left;
        k += right;
    }
    return all ? both * BASELINE_SKETCH / all : 0;
}

/* "a" of "x/a/index.md", "b" of "x/b.md". */
static struct str name_of(struct str path) {
    struct str base = path_base(path);
    struct str stem = str_sub(base, 0, base.len - path_ext(base).len);
    bool bundle = str_eq(stem, STR("index")) || str_eq(stem, STR("_index"));
    return bundle && path_dir(path).len ? path_base(path_dir(path)) : stem;
}

struct homes {
    struct arena *arena;
    const struct site *site;
    ARRAY_OF(struct baseline_page) pages; /* without rows of their own */
    struct map lines;                     /* a line's bytes -> str_array's worth of indices: struct sharers */
};
struct sharers {
    size_t items[MAX_SHARED];
    size_t count;
};

static struct sharers *sharers_of(struct homes *homes, const uint32_t *line, bool make) {
    struct str key = {(const char *)line, sizeof *line};
    if (!make) return map_get(&homes->lines, key);
    void **slot = map_slot(homes->arena, &homes->lines, key);
    if (!*slot) *slot = ARENA_NEW(homes->arena, struct sharers);
    return *slot;
}

static void read_homes(struct homes *homes, const struct map *with_rows) {
    const struct site *site = homes->site;
    for (size_t i = 0; i < site->page_count; i++) {
        const struct site_page *page = &site->pages[i];
        bool again = i && str_eq(page->source, page[-1].source);
        if (!page->source.len || again || map_get(with_rows, page->source)) continue;
        struct arena scratch = {0};
        struct baseline_page sketch = sketch_of(page->source, site_page_text(&scratch, site, page));
        arena_free(&scratch);
        *ARRAY_PUSH(homes->arena, &homes->pages) = sketch;
    }
    for (size_t i = 0; i < homes->pages.len; i++)
        for (size_t k = 0; k < homes->pages.items[i].count; k++) {
            struct sharers *sharers = sharers_of(homes, &homes->pages.items[i].lines[k], true);
            if (sharers->count < MAX_SHARED) sharers->items[sharers->count] = i;
            sharers->count++;
        }
}

/* The page that this one became; NULL: none. */
static const struct baseline_page *home_of(struct homes *homes, const struct baseline_page *gone) {
    const struct baseline_page *best = NULL;
    size_t most = 0;
    for (size_t k = 0; k < gone->count; k++) {
        const struct sharers *sharers = sharers_of(homes, &gone->lines[k], false);
        for (size_t i = 0; sharers && sharers->count <= MAX_SHARED && i < sharers->count; i++) {
            const struct baseline_page *page = &homes->pages.items[sharers->items[i]];
            bool named = str_eq(name_of(page->path), name_of(gone->path));
            size_t like = likeness(gone, page);
            if (like < (named ? (size_t)LIKE_BY_NAME : (size_t)LIKE)) continue;
            like = 2 * like + named;
            if (like > most || (like == most && best && str_cmp(page->path, best->path) < 0)) best = page;
            if (like > most) most = like;
        }
    }
    return best;
}

/* ---- which findings have rows ------------------------------------------------------------------------------------ */

static const struct rule *rule_of(const struct run *run, struct str id) {
    const struct rule *rule = lint_rule(run->lint, id);
    return rule && baseline_takes(rule) ? rule : NULL;
}

/* What is left in the set are the last of the rows that are the same. */
static void mark_used(const struct known *known, struct baseline *baseline, const struct str *paths) {
    for (size_t i = baseline->rows.len; i-- > 0;) {
        struct baseline_row *row = &baseline->rows.items[i];
        if (row->used || !paths[i].ptr) continue;
        row->used = !known_spend(known, row->rule, paths[i], row->number);
    }
}

/* paths: the page that each row stands for; absent: it is left out. */
static void take(struct arena *arena, struct baseline *baseline, const struct str *paths,
                 const diagnostics *list, bool *is_known) {
    struct known known = {.arena = arena};
    for (size_t i = 0; i < baseline->rows.len; i++) {
        const struct baseline_row *row = &baseline->rows.items[i];
        if (paths[i].ptr && !row->used) known_add(&known, row->rule, paths[i], row->number, 0);
    }
    known_take(&known, list, is_known);
    mark_used(&known, baseline, paths);
}

static struct str number_key(struct arena *arena, struct str rule, uint64_t number) {
    struct buf out = {.arena = arena};
    buf_add(&out, (struct str){(const char *)&number, sizeof number});
    buf_add(&out, rule);
    return buf_str(&out);
}

/* Is there a finding that is not known, and that a row of a page that is gone would fit? Only then pages are read. */
static bool any_fits(struct arena *arena, const struct baseline *baseline, const bool *gone,
                     const diagnostics *list, const bool *is_known) {
    struct map numbers = {0};
    for (size_t i = 0; i < baseline->rows.len; i++)
        if (gone[i])
            map_put(arena, &numbers,
                    number_key(arena, baseline->rows.items[i].rule, baseline->rows.items[i].number),
                    baseline);
    for (size_t i = 0; i < list->len && numbers.len; i++) {
        const struct diagnostic *d = &list->items[i];
        if (!is_known[i] && map_get(&numbers, number_key(arena, d->rule->id, known_number(arena, d))))
            return true;
    }
    return false;
}

/* The pages that those which are gone became, by their old names. */
static struct map find_homes(struct arena *arena, const struct run *run, const struct baseline *baseline) {
    struct homes homes = {.arena = arena, .site = run->request->site};
    struct map with_rows = {0}, found = {0};
    for (size_t i = 0; i < baseline->rows.len; i++)
        map_put(arena, &with_rows, baseline->rows.items[i].path, baseline);
    read_homes(&homes, &with_rows);
    for (size_t i = 0; i < baseline->pages.len; i++) {
        const struct baseline_page *page = &baseline->pages.items[i];
        if (tree_has(&run->request->site->tree, arena, page->path)) continue;
        const struct baseline_page *home = home_of(&homes, page);
        if (home) map_put(arena, &found, page->path, &home->path);
    }
    return found;
}

static void take_moved(struct arena *arena, const struct run *run, struct baseline *baseline,
                       struct str *paths, const diagnostics *list, bool *is_known) {
    bool *gone = ARENA_ARRAY(arena, bool, baseline->rows.len + 1);
    for (size_t i = 0; i < baseline->rows.len; i++) {
        const struct baseline_row *row = &baseline->rows.items[i];
        bool again = i && str_eq(row->path, row[-1].path);
        bool there = str_starts(row->path, STR("../")) ||
                     (again ? !gone[i - 1] : tree_has(&run->request->site->tree, arena, row->path));
        gone[i] = !there;
    }
    if (!any_fits(arena, baseline, gone, list, is_known)) return;
    struct map homes = find_homes(arena, run, baseline);
    for (size_t i = 0; i < baseline->rows.len; i++) {
        const struct str *home =
            gone[i] && paths[i].ptr ? map_get(&homes, baseline->rows.items[i].path) : NULL;
        paths[i] = home ? *home : (struct str){0};
    }
    take(arena, baseline, paths, list, is_known);
}

void baseline_apply(const struct run *run, struct baseline *baseline, diagnostics *list) {
    struct arena memory = {0};
    bool *is_known = ARENA_ARRAY(&memory, bool, list->len + 1);
    struct str *paths = ARENA_ARRAY(&memory, struct str, baseline->rows.len + 1);

    for (size_t i = 0; i < baseline->rows.len; i++)
        if (rule_of(run, baseline->rows.items[i].rule)) paths[i] = baseline->rows.items[i].path;
    take(&memory, baseline, paths, list, is_known);
    take_moved(&memory, run, baseline, paths, list, is_known);
    for (size_t i = 0; i < list->len; i++) list->items[i].baselined = is_known[i];
    arena_free(&memory);
}

size_t baseline_stale(const struct run *run, struct baseline *baseline) {
    size_t count = 0;
    for (size_t i = 0; i < baseline->rows.len; i++) {
        struct baseline_row *row = &baseline->rows.items[i];
        const struct rule *rule = lint_rule(run->lint, row->rule);
        bool looked = !rule || !baseline_takes(rule) ||
                      (rule->severity != SEVERITY_OFF && (!rule->external || run->asks));
        row->stale = !row->used && looked && !str_starts(row->path, STR("../"));
        count += row->stale;
    }
    return count;
}

/* ---- a new one ---------------------------------------------------------------------------------------------------- */

void baseline_collect(struct arena *arena, const struct run *run, const diagnostics *list,
                      struct baseline *out) {
    struct date today = date_at(run->lint->options.now);
    struct str date = str_printf(arena, "%04d-%02d-%02d", today.year, today.month, today.day);
    struct map seen = {0};
    for (size_t i = 0; i < list->len; i++) {
        const struct diagnostic *d = &list->items[i];
        if (!baseline_takes(d->rule)) continue;
        *ARRAY_PUSH(arena, &out->rows) = (struct baseline_row){
            .path = d->source->path, .rule = d->rule->id, .number = known_number(arena, d), .date = date};
        if (map_get(&seen, d->source->path)) continue;
        map_put(arena, &seen, d->source->path, d);
        *ARRAY_PUSH(arena, &out->pages) = sketch_of(d->source->path, d->source->text);
    }
}

/* ---- in a run ------------------------------------------------------------------------------------------------------- */

void known_drop(const struct lint_request *request, diagnostics *list) {
    size_t kept = 0;
    bool fresh_only = request->past && request->fresh_only;
    for (size_t i = 0; i < list->len; i++) {
        const struct diagnostic *d = &list->items[i];
        if (!d->baselined && (d->fresh || !fresh_only)) list->items[kept++] = *d;
    }
    list->len = kept;
}

void known_apply(const struct run *run, diagnostics *list, struct lint_results *results) {
    struct baseline *baseline = run->request->baseline;
    if (!baseline) return;
    baseline_apply(run, baseline, list);
    for (size_t i = 0; i < list->len; i++) results->baselined += list->items[i].baselined;
    if (run->request->whole) results->stale = baseline_stale(run, baseline);
}
