/* anchor_ids.c: what fragments of a page can point at. */
#include "links/graph.h"

#include <assert.h>

size_t links_page_index(const struct links *links, const struct site_page *page) {
    size_t index = (size_t)(page - links->site->pages);
    assert(index < links->site->page_count); /* of this site, not of the one before */
    return index;
}

/* Liquid that puts text into the page: an include or a variable may hold headings. */
static bool inserts_text(const struct liquid *liquid) {
    if (liquid->in_code) return false;
    return str_starts(liquid->name, STR("include")) || str_eq(liquid->name, STR("for"));
}

static bool is_complete(const struct site *site, const struct page *page) {
    if (page->inserts) return false;
    for (size_t i = 0; i < page->faults.len; i++)
        if (page->faults.items[i].kind == PAGE_FAULT_LIMIT) return false; /* its rest was not read */
    for (size_t i = 0; i < page->shortcodes.len; i++) {
        const struct shortcode *shortcode = &page->shortcodes.items[i];
        if (!shortcode->escaped && !site_built_in(site, shortcode->name)) return false;
    }
    for (size_t i = 0; page->options.liquid && i < page->liquids.len; i++)
        if (inserts_text(&page->liquids.items[i])) return false;
    for (size_t i = 0; i < page->headings.len; i++)
        if (!page->headings.items[i].id.ptr && !page->headings.items[i].html) return false;
    return true;
}

/* Does the layout show another body: of a page that says whose, or of any that has none of its own? */
static bool is_from_elsewhere(const struct outlook *outlook, const struct page *page) {
    if (!outlook->bodies_elsewhere) return false;
    for (size_t i = 0; i < outlook->body_keys.len; i++)
        if (node_get_nocase(page->front, outlook->body_keys.items[i])) return true;
    return page->headings.len == 0;
}

enum { FEW_IDS = 16 /* up to here comparing all is faster than hashing, and takes less memory */ };

bool ids_have(const struct target_ids *ids, struct str id) {
    if (ids->map.len) return map_get(&ids->map, id);
    for (size_t i = 0; i < ids->count; i++)
        if (str_eq(ids->ids[i], id)) return true;
    return false;
}

static bool is_served(const struct links *links, const struct anchor_id *id) {
    bool raw = id->origin == ID_FROM_HTML_ID || id->origin == ID_FROM_HTML_NAME;
    return !raw || links->outlook.raw_html;
}

/* A copy of the id, unless the page has it already. */
static void add_id(struct target_ids *target, struct str id) {
    if (ids_have(target, id)) return;
    struct str copy = str_copy(&target->arena, id);
    target->ids[target->count++] = copy;
    if (target->count <= FEW_IDS) return;
    for (size_t i = target->map.len; i < target->count; i++)
        *map_slot(&target->arena, &target->map, target->ids[i]) = target;
}

/* Most pages have few ids: the memory is as large as they are. */
struct target_ids *ids_make(const struct links *links, const struct page *page) {
    enum { PADDING = 16 };
    size_t room = sizeof(struct target_ids) + 2 * PADDING;
    for (size_t i = 0; i < page->ids.len; i++)
        room += sizeof(struct str) + page->ids.items[i].id.len + PADDING;
    struct arena arena = arena_sized(room);
    struct target_ids *made = ARENA_NEW(&arena, struct target_ids);
    made->arena = arena;
    made->complete = is_complete(links->site, page) && !is_from_elsewhere(&links->outlook, page);
    made->ids = ARENA_ARRAY(&made->arena, struct str, page->ids.len);
    for (size_t i = 0; i < page->ids.len; i++)
        if (is_served(links, &page->ids.items[i])) add_id(made, page->ids.items[i].id);
    return made;
}

void ids_free(struct target_ids *ids) {
    struct arena arena = ids->arena; /* it lies in there itself */
    arena_free(&arena);
}

const struct target_ids *ids_publish(_Atomic(struct target_ids *) *slot, struct target_ids *made) {
    struct target_ids *known = NULL;
    if (atomic_compare_exchange_strong(slot, &known, made)) return made;
    ids_free(made);
    return known;
}

size_t ids_of_checked(const struct links *links, const struct site_page *site_page, const struct page *page) {
    _Atomic(struct target_ids *) *slot = &links->ids[links_page_index(links, site_page)];
    return atomic_load(slot) ? 0 : ids_publish(slot, ids_make(links, page))->arena.used;
}
