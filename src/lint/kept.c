/* kept.c: what was found on the files of a site, kept from one run to the next, and when it counts no longer. */
#include "lint/kept.h"

#include <assert.h>
#include <string.h>

#include "lint/facts.h"
#include "lint/trademark.h"
#include "lint/uniques.h"

struct lint_kept *lint_kept_new(struct arena *arena) {
    struct lint_kept *kept = ARENA_NEW(arena, struct lint_kept);
    kept->pages = page_store_new(arena);
    kept->stale = kept->links_stale = true;
    return kept;
}

static void free_files(struct map *files) {
    for (size_t i = 0; i < files->len; i++) arena_free(&((struct kept_file *)files->entries[i].value)->arena);
    *files = (struct map){0};
}

static void free_bodies(struct lint_kept *kept) {
    for (size_t i = 0; i < kept->bodies.len; i++)
        arena_free(&((struct kept_body *)kept->bodies.entries[i].value)->arena);
    kept->bodies = (struct map){0};
    arena_free(&kept->bodies_memory);
}

static void drop_model(struct lint_kept *kept) {
    links_close(kept->links);
    kept->links = NULL;
    kept->facts = (struct site_facts){0};
    arena_free(&kept->model);
    kept->links_stale = true;
}

void lint_kept_renew(struct lint_kept *kept, bool all) {
    drop_model(kept);
    free_bodies(kept);
    kept->stale = true;
    if (!all) return;
    free_files(&kept->files);
    free_files(&kept->data);
    arena_free(&kept->names);
}

void lint_kept_free(struct lint_kept *kept) {
    if (!kept) return;
    lint_kept_renew(kept, true);
    page_store_free(kept->pages);
}

/* ---- the model ------------------------------------------------------------------------------------------------ */

bool lint_kept_links(struct lint_kept *kept, const struct lint *lint, const struct site *site,
                     struct links **links, struct error *error) {
    if (kept->links_stale) {
        if (kept->stale) drop_model(kept);
        if (!links_open(&kept->model, site, &kept->links, error)) return false;
        links_use_pages(kept->links, kept->pages);
        links_assume(kept->links, &lint->config.served, &lint->config.generated);
        kept->links_stale = false;
    }
    *links = kept->links;
    return true;
}

const struct page *lint_kept_page(struct lint_kept *kept, struct arena *arena, const struct site *site,
                                  const struct site_page *page) {
    if (!page->page) return NULL;
    struct str text = site_page_text(arena, site, page);
    if (!text.ptr) return NULL;
    const struct page *known = page_store_get(kept->pages, page->source, text, &page->page->options);
    if (known) return known;
    struct page *made = ARENA_NEW(arena, struct page);
    page_parse(arena, made, page->source, text, &page->page->options);
    return made;
}

static bool make_links(struct run *run, unsigned threads, struct error *error) {
    struct lint_kept *kept = run->kept;
    struct links *links;
    if (!(run->lint->needs & NEED_LINKS)) return true;
    if (!lint_kept_links(kept, run->lint, run->request->site, &links, error)) return false;
    if (run->lint->needs & NEED_INBOUND) links_read_inbound(links, threads);
    return true;
}

static void expect_pages(struct lint_kept *kept, const struct site *site) {
    for (size_t i = 0; i < site->page_count; i++)
        if (site->pages[i].page)
            page_store_expect(kept->pages, site->pages[i].source, &site->pages[i].page->options);
}

bool kept_open(struct run *run, unsigned threads, struct error *error) {
    struct lint_kept *kept = run->kept;
    page_store_settle(kept->pages, run->request->site->page_count);
    if (kept->stale) {
        if (kept->links_stale) drop_model(kept);
        expect_pages(kept, run->request->site);
        if (!make_links(run, threads, error)) return false;
        facts_gather(&kept->model, run->request->site, &kept->facts);
        if (run->lint->needs & NEED_SCHEMA)
            kept->facts.uniques = uniques_gather(&kept->model, run->lint, run->request->site);
        if (run->lint->needs & NEED_MARKS)
            trademark_site(&kept->model, run->lint, run->request->site,
                           kept->links ? links_outlook(kept->links) : NULL, &kept->facts);
    }
    run->links = kept->links;
    run->facts = kept->facts;
    if (kept->stale) kept->generation++;
    kept->surroundings = surroundings_of_site(run);
    kept->stale = false;
    return true;
}

/* ---- files ---------------------------------------------------------------------------------------------------- */

/* Files come and go: what is kept of those that are gone is dropped now and then. */
static void forget_gone(struct map *files, struct arena *names, const struct run *run, bool data) {
    struct map left = {0};
    for (size_t i = 0; i < run->file_count; i++) {
        struct kept_file *known = map_get(files, run->files[i].path);
        if (!known || (run->files[i].data != NULL) != data) continue;
        struct kept_file *moved = ARENA_NEW(names, struct kept_file);
        *moved = *known;
        known->arena = (struct arena){0};
        *map_slot(names, &left, str_copy(names, run->files[i].path)) = moved;
    }
    free_files(files);
    *files = left;
}

static void prune(struct run *run) {
    struct lint_kept *kept = run->kept;
    struct arena names = {0};
    if (!run->request->whole || kept->files.len + kept->data.len <= 2 * run->file_count + 64) return;
    forget_gone(&kept->files, &names, run, false);
    forget_gone(&kept->data, &names, run, true);
    arena_free(&kept->names);
    kept->names = names;
}

void kept_prepare(struct run *run) {
    struct lint_kept *kept = run->kept;
    prune(run);
    for (size_t i = 0; i < run->file_count; i++) {
        struct run_file *file = &run->files[i];
        struct map *files = file->data ? &kept->data : &kept->files;
        if (file->has_schema && file->data) continue; /* found in it in two ways: each time */
        file->kept = map_get(files, file->path);
        if (file->kept) continue;
        file->kept = ARENA_NEW(&kept->names, struct kept_file);
        *map_slot(&kept->names, files, str_copy(&kept->names, file->path)) = file->kept;
    }
}

void kept_begin(struct run_file *file) {
    arena_free(&file->kept->arena);
    *file->kept = (struct kept_file){0};
}

void kept_spend(struct kept_file *kept, size_t spender, uint64_t steps) {
    if (steps && !kept->generation)
        *ARRAY_PUSH(&kept->arena, &kept->costs) = (struct kept_cost){spender, steps};
}

bool kept_suffices(const struct run *run) {
    for (size_t i = 0; i <= run->lint->rule_count; i++)
        if (budget_end(run->budget, i) < run->file_count) return false;
    return true;
}

void kept_forget(struct run *run) {
    for (size_t i = 0; i < run->file_count; i++) {
        struct run_file *file = &run->files[i];
        if (!file->kept) continue;
        kept_begin(file);
        file->kept = NULL;
        file->list = (diagnostics){0};
        file->external = (run_links){0};
        file->suppressions = NULL;
        file->links = 0;
        file->assumed = 0;
        file->failure = (struct str){0};
    }
}

/* ---- places in other files ---- */

/* As the site has it now; NULL: it is none of the site. */
static const struct source *source_now(const struct run *run, struct str path) {
    size_t count = 0;
    const struct site *site = run->request->site;
    const struct site_page *page = site_page_of(site, path);
    const struct kept_body *body = map_get(&run->kept->bodies, path);
    if (body) return &body->source;
    if (page && page->page) return &page->page->source;
    const struct source *const *sources = run->links ? links_sources(run->links, &count) : NULL;
    for (size_t i = 0; i < count; i++)
        if (str_eq(sources[i]->path, path)) return sources[i];
    for (size_t i = 0; i < site->config_source_count; i++)
        if (str_eq(site->config_sources[i]->path, path)) return site->config_sources[i];
    return NULL;
}

static bool are_known(const struct run *run, const struct source *own, const struct related *places,
                      uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (places[i].source != own && !source_now(run, places[i].source->path)) return false;
    return true;
}

static bool all_known(const struct run *run, const diagnostics *list) {
    for (size_t i = 0; i < list->len; i++) {
        const struct diagnostic *d = &list->items[i];
        if (!are_known(run, d->source, d->related, d->related_count) ||
            !are_known(run, d->source, d->flow, d->flow_count))
            return false;
    }
    return true;
}

static void name_sources(struct arena *arena, const struct source *own, struct related *places,
                         uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (places[i].source == own) continue;
        struct source *named = ARENA_NEW(arena, struct source);
        named->path = str_copy(arena, places[i].source->path);
        places[i].source = named;
    }
}

static struct related *places_now(struct arena *arena, const struct run *run, const struct source *own,
                                  const struct related *places, uint32_t count) {
    struct related *now = ARENA_ARRAY(arena, struct related, count);
    for (uint32_t i = 0; i < count; i++) {
        now[i] = places[i];
        if (places[i].source != own) now[i].source = source_now(run, places[i].source->path);
    }
    return now;
}

/* ---- taking and giving ---- */

/* The run changes what it gets: its own copies. */
static void give(const struct run *run, struct arena *arena, struct run_file *file) {
    const struct kept_file *kept = file->kept;
    file->list = (diagnostics){0};
    file->external = kept->external;
    file->external.cap = kept->external.len;
    file->text_hash = kept->text_hash;
    file->suppressions = kept->suppressions;
    file->bytes = kept->bytes;
    file->links = kept->links;
    file->assumed = kept->assumed;
    if (!kept->list.len) return;
    file->list.items = arena_alloc(arena, kept->list.len, sizeof *file->list.items);
    file->list.len = file->list.cap = kept->list.len;
    for (size_t i = 0; i < kept->list.len; i++) {
        struct diagnostic *d = &file->list.items[i];
        *d = kept->list.items[i];
        d->related = places_now(arena, run, d->source, d->related, d->related_count);
        d->flow = places_now(arena, run, d->source, d->flow, d->flow_count);
    }
}

static void give_again(const struct run *run, struct arena *arena, struct run_file *file) {
    const struct kept_file *kept = file->kept;
    for (size_t i = 0; i < kept->costs.len; i++)
        budget_spend(run->budget, kept->costs.items[i].spender, (size_t)(file - run->files),
                     kept->costs.items[i].steps);
    give(run, arena, file);
}

bool kept_holds(const struct run *run, struct arena *arena, struct run_file *file) {
    bool holds =
        file->kept && file->kept->generation == run->kept->generation && all_known(run, &file->kept->list);
    if (holds) give_again(run, arena, file);
    return holds;
}

bool kept_holds_for(const struct run *run, struct arena *arena, struct run_file *file,
                    const struct subject *subject) {
    struct kept_file *kept = file->kept;
    file->surroundings = surroundings_of(run, subject);
    bool holds = kept->generation && !kept->asks && !file->has_schema && file->page_count &&
                 kept->surroundings == file->surroundings && all_known(run, &kept->list);
    if (!holds) return false;
    kept->generation = run->kept->generation;
    give_again(run, arena, file);
    return true;
}

/* Which pages' anchors the file's links ask for. */
static void take_targets(struct kept_file *kept, const struct subject *subject) {
    for (size_t i = 0; subject->resolutions && i < subject->page->links.len; i++) {
        const struct resolution *r = &subject->resolutions[i];
        if (!r->fragment.len || !r->target) continue;
        *ARRAY_PUSH(&kept->arena, &kept->anchored) = str_hash(r->target->source);
        struct str target = subject->page->links.items[i].target;
        kept->quotes |= str_find(target, STR(":~:text=")) < target.len;
    }
}

void kept_take(const struct run *run, struct arena *arena, struct run_file *file,
               const struct subject *subject) {
    struct kept_file *kept = file->kept;
    if (!all_known(run, &file->list)) return;
    for (size_t i = 0; i < file->list.len; i++) {
        struct diagnostic *d = &file->list.items[i];
        name_sources(&kept->arena, d->source, d->related, d->related_count);
        name_sources(&kept->arena, d->source, d->flow, d->flow_count);
    }
    kept->list = file->list;
    kept->external = file->external;
    kept->text_hash = file->text_hash;
    kept->suppressions = file->suppressions;
    kept->bytes = file->bytes;
    kept->links = file->links;
    kept->assumed = file->assumed;
    kept->surroundings = file->surroundings;
    kept->generation = run->kept->generation;
    kept->asks = subject && subject->asks;
    if (subject) take_targets(kept, subject);
    give(run, arena, file);
}

/* ---- another body --------------------------------------------------------------------------------------------- */

bool kept_same_front(const struct page *a, const struct page *b) {
    bool same = a->has_front == b->has_front && a->front_format == b->front_format &&
                a->format == b->format && a->body.start == b->body.start && !a->front == !b->front;
    struct span fences[] = {a->fence, a->front_span}, others[] = {b->fence, b->front_span};
    same = same && memcmp(fences, others, sizeof fences) == 0;
    return same && (!a->front || (a->front->size == b->front->size && a->front->count == b->front->count &&
                                  a->front->span.end == b->front->span.end));
}

/* All that the site knows of the page is its front matter, and whether it begins as HTML does. */
static bool is_same_to_site(const struct site *site, const struct page *known, struct str path,
                            struct str text) {
    struct arena scratch = {0};
    struct page page;
    struct str before = known->source.text, head = str_sub(before, 0, known->body.start);
    if (site_has(site, SITE_BODIES) || !str_starts(text, head)) return false;
    page_read_front(&scratch, &page, path, text, false, &known->options);
    bool same = kept_same_front(known, &page);
    arena_free(&scratch);
    bool html = str_starts(str_trim(before), STR("<"));
    return same && html == str_starts(str_trim(text), STR("<"));
}

struct face { /* what other pages can see of a body, as numbers */
    uint64_t ids, links, files;
};

static void add(uint64_t *sum, uint64_t value) {
    *sum = (*sum ^ value) * UINT64_C(0xD6E8FEB86659FD93);
    *sum ^= *sum >> 32;
}

/* A file's address, of which links_absent.c counts some kinds. */
static bool names_file(struct str target) {
    struct str extension = path_ext(url_split(str_trim(target)).path);
    return extension.len > 2 && !str_eq(extension, STR(".md")) && !str_eq(extension, STR(".html"));
}

static struct face face_of(const struct page *page) {
    struct face face = {0};
    for (size_t i = 0; i < page->ids.len; i++) {
        add(&face.ids, str_hash(page->ids.items[i].id));
        add(&face.ids, page->ids.items[i].origin);
    }
    for (size_t i = 0; i < page->shortcodes.len; i++) {
        add(&face.ids, str_hash(page->shortcodes.items[i].name));
        add(&face.ids, page->shortcodes.items[i].escaped);
    }
    for (size_t i = 0; i < page->liquids.len; i++) {
        add(&face.ids, str_hash(page->liquids.items[i].name));
        add(&face.ids, page->liquids.items[i].in_code);
    }
    for (size_t i = 0; i < page->headings.len; i++)
        add(&face.ids, page->headings.items[i].id.ptr || page->headings.items[i].html);
    for (size_t i = 0; i < page->faults.len; i++) add(&face.ids, page->faults.items[i].kind);
    for (size_t i = 0; i < page->links.len; i++) {
        const struct link *link = &page->links.items[i];
        add(&face.links, str_hash(link->target));
        add(&face.links, (uint64_t)link->kind);
        add(&face.links, str_hash(link->element));
        if (names_file(link->target)) add(&face.files, str_hash(link->target));
    }
    return face;
}

/* The pages that link into the page are looked at again. */
static void forget_anchors(struct lint_kept *kept, const struct site *site, struct str path) {
    uint64_t hash = str_hash(path);
    for (size_t i = 0; kept->links && i < site->page_count; i++)
        if (str_eq(site->pages[i].source, path)) links_forget(kept->links, &site->pages[i]);
    for (size_t i = 0; i < kept->files.len; i++) {
        struct kept_file *file = kept->files.entries[i].value;
        for (size_t k = 0; k < file->anchored.len && file->generation; k++)
            if (file->anchored.items[k] == hash) file->generation = 0;
    }
}

static bool any_quotes(const struct lint_kept *kept) {
    for (size_t i = 0; i < kept->files.len; i++)
        if (((const struct kept_file *)kept->files.entries[i].value)->quotes) return true;
    return false;
}

static void keep_body(struct lint_kept *kept, struct str path, struct str text) {
    struct kept_body *body = map_get(&kept->bodies, path);
    if (!body) {
        body = ARENA_NEW(&kept->bodies_memory, struct kept_body);
        *map_slot(&kept->bodies_memory, &kept->bodies, str_copy(&kept->bodies_memory, path)) = body;
    }
    arena_free(&body->arena);
    body->source = (struct source){str_copy(&body->arena, path), .text = str_copy(&body->arena, text)};
}

/* Whatever the others see of the body. */
static void compare_faces(struct lint_kept *kept, const struct lint *lint, const struct site *site,
                          const struct page *old, const struct page *now) {
    struct face before = face_of(old), after = face_of(now);
    bool inbound = lint->needs & NEED_INBOUND && before.links != after.links;
    if (inbound || before.files != after.files || any_quotes(kept)) kept->stale = kept->links_stale = true;
    if (before.ids != after.ids) forget_anchors(kept, site, now->source.path);
}

bool lint_kept_body(struct lint_kept *kept, const struct lint *lint, const struct site *site, struct str path,
                    struct str text) {
    const struct site_page *page = site_page_of(site, path);
    if (!page || !page->page || !is_same_to_site(site, page->page, path, text)) return false;
    struct kept_file *file = map_get(&kept->files, path);
    if (file) file->generation = 0;
    keep_body(kept, path, text);
    const struct page *old = page_store_known(kept->pages, path);
    const struct page *now = old ? page_store_get(kept->pages, path, text, &page->page->options) : NULL;
    if (now)
        compare_faces(kept, lint, site, old, now);
    else
        kept->stale = kept->links_stale = true; /* nobody knows what the others saw */
    return true;
}
