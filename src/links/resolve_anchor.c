/* Fragments: does the page a link leads to have such an id, or such a text? */
#include "links/graph.h"

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

static void add_ids(struct target_ids *target, const struct links *links, const struct page *page) {
    target->complete = is_complete(links->site, page) && !is_from_elsewhere(&links->outlook, page);
    for (size_t i = 0; i < page->ids.len; i++) {
        const struct anchor_id *id = &page->ids.items[i];
        bool raw = id->origin == ID_FROM_HTML_ID || id->origin == ID_FROM_HTML_NAME;
        if (raw && !links->outlook.raw_html) continue;
        *map_slot(&target->arena, &target->ids, str_copy(&target->arena, id->id)) = target;
    }
}

/* The target's body. The page that asks is at hand. */
static const struct page *read_body(const struct asking *asking, const struct site_page *target,
                                    struct arena *arena, bool *alone) {
    if (target == asking->site_page) return asking->page;
    return links_read_page(asking->links, arena, target, alone);
}

/* The ids of a page, read once: the first thread to finish publishes them, another's work is thrown away. */
static const struct target_ids *ids_of(const struct asking *asking, const struct site_page *target) {
    const struct links *links = asking->links;
    _Atomic(struct target_ids *) *slot = &links->ids[links_page_index(links, target)];
    struct target_ids *known = atomic_load(slot);
    if (known) return known;
    struct target_ids made = {0};
    struct arena scratch = arena_within(asking->arena);
    bool alone = false;
    const struct page *page = read_body(asking, target, &scratch, &alone);
    if (page) add_ids(&made, links, page);
    arena_free(&scratch);
    if (alone) alone_end();
    struct target_ids *fresh = ARENA_NEW(&made.arena, struct target_ids);
    *fresh = made;
    if (atomic_compare_exchange_strong(slot, &known, fresh)) return fresh;
    arena_free(&made.arena);
    return known;
}

void links_forget(struct links *links, const struct site_page *page) {
    _Atomic(struct target_ids *) *slot = &links->ids[links_page_index(links, page)];
    struct target_ids *ids = atomic_load(slot);
    struct arena arena = ids ? ids->arena : (struct arena){0};
    atomic_store(slot, NULL);
    arena_free(&arena);
}

void anchor_close(struct links *links) {
    for (size_t i = 0; i < links->site->page_count; i++) links_forget(links, &links->site->pages[i]);
}

/* White space collapsed and case folded, as text fragments are compared. */
static struct str folded(struct arena *arena, struct str text) {
    struct str lower = unicode_lower_str(arena, text);
    struct buf out = {.arena = arena};
    for (size_t at = 0; at < lower.len;) {
        size_t start = at;
        uint32_t c = unicode_next(lower, &at);
        if (c != UNICODE_BAD && unicode_is_space(c)) {
            if (out.len && out.ptr[out.len - 1] != ' ') buf_add_char(&out, ' ');
        } else {
            buf_add(&out, str_sub(lower, start, at));
        }
    }
    return str_trim(buf_str(&out));
}

static bool has_text(struct arena *arena, const struct page *page, struct str wanted) {
    wanted = folded(arena, wanted);
    for (size_t i = 0; wanted.len && i < page->blocks.len; i++) {
        if (page->blocks.items[i].kind == BLOCK_FIELD) continue;
        struct str text = folded(arena, page->blocks.items[i].text);
        if (str_find(text, wanted) < text.len) return true;
    }
    return !wanted.len;
}

/* "[prefix-,]start[,end][,-suffix]", percent-encoded: every part must be there. */
static bool has_directive(struct arena *arena, const struct page *page, struct str directive) {
    while (directive.ptr) {
        struct str part = str_cut(&directive, ',');
        if (str_ends(part, STR("-")))
            part.len--;
        else if (str_starts(part, STR("-")))
            part = str_sub(part, 1, part.len);
        if (!has_text(arena, page, url_decode(arena, part))) return false;
    }
    return true;
}

static struct str raw_fragment(const struct link *link) {
    return url_split(str_trim(link->target)).fragment;
}

static bool has_id(const struct target_ids *ids, struct str decoded, struct str raw) {
    return map_get(&ids->ids, decoded) || (raw.ptr && map_get(&ids->ids, raw));
}

/* Fragments the page's scripts, the browser or a viewer give a meaning to. */
static bool is_special(struct str fragment) {
    return !fragment.len || str_eq_nocase(fragment, STR("top")) || str_starts(fragment, STR("/")) ||
           str_starts(fragment, STR("!")) || str_find_char(fragment, '=') < fragment.len;
}

/* A text fragment: the words must be in the page. false: they aren't. */
static bool text_found(const struct asking *asking, const struct site_page *target, struct str directive) {
    struct arena scratch = arena_within(asking->arena);
    bool alone = false;
    const struct page *page = read_body(asking, target, &scratch, &alone);
    bool found = !page || has_directive(&scratch, page, str_cut(&directive, '&'));
    arena_free(&scratch);
    if (alone) alone_end();
    return found;
}

static bool may_search(const struct asking *asking) {
    if (!asking->searches || *asking->searches == 0) return false;
    --*asking->searches;
    return true;
}

/* Judges and cuts off ":~:text=…"; false when nothing is left to judge. */
static bool judge_text(const struct asking *asking, struct resolution *resolution, struct str *fragment) {
    size_t at = str_find(*fragment, STR(":~:text="));
    if (at == fragment->len) return true;
    if (!may_search(asking)) {
        resolution->status = RESOLUTION_UNKNOWN;
        return false;
    }
    bool found = text_found(asking, resolution->target, str_sub(*fragment, at + 8, fragment->len));
    if (!found) resolution->status = RESOLUTION_MISSING_ANCHOR;
    if (!found || at == 0) return false;
    fragment->len = at;
    resolution->fragment = url_decode(asking->arena, *fragment);
    return true;
}

/* Written in another case, or with a '#' too many, than an id that is there: no shortcode makes the id then. */
static bool is_slip(struct arena *arena, const struct target_ids *ids, struct str fragment) {
    struct str lower = unicode_lower_str(arena, fragment);
    while (str_starts(lower, STR("#"))) lower = str_sub(lower, 1, lower.len);
    return lower.len && map_get(&ids->ids, lower);
}

void resolve_anchor(const struct asking *asking, struct resolution *resolution) {
    struct str fragment = raw_fragment(asking->link);
    if (!judge_text(asking, resolution, &fragment) || is_special(resolution->fragment)) return;
    const struct target_ids *ids = ids_of(asking, resolution->target);
    if (has_id(ids, resolution->fragment, fragment)) return;
    if (!ids->complete && !is_slip(asking->arena, ids, resolution->fragment)) {
        if (resolution->status == RESOLUTION_OK) resolution->status = RESOLUTION_UNKNOWN;
        return;
    }
    resolution->status = RESOLUTION_MISSING_ANCHOR;
    if (may_search(asking)) resolution->suggestion = suggest_id(asking->arena, ids, resolution->fragment);
    if (resolution->target->bundle == BUNDLE_BRANCH)
        resolution->doubt = "the page is a list, whose template may show headings of other pages";
}
