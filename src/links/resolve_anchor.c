/* Fragments: does the page a link leads to have such an id, or such a text? */
#include "links/graph.h"

/* The target's body. The page that asks is at hand. */
static const struct page *read_body(const struct asking *asking, const struct site_page *target,
                                    struct reading *reading) {
    *reading = (struct reading){.page = asking->page};
    if (target != asking->site_page) links_read_page(asking->links, asking->arena, target, reading);
    return reading->page;
}

/* The ids of a page, read once. */
static const struct target_ids *ids_of(const struct asking *asking, const struct site_page *target) {
    static const struct page none;
    const struct links *links = asking->links;
    _Atomic(struct target_ids *) *slot = &links->ids[links_page_index(links, target)];
    struct target_ids *known = atomic_load(slot);
    if (known) return known;
    struct reading reading;
    const struct page *page = read_body(asking, target, &reading);
    struct target_ids *made = ids_make(links, page ? page : &none);
    made->complete &= page != NULL;
    links_end_reading(links, &reading);
    return ids_publish(slot, made);
}

void links_forget(struct links *links, const struct site_page *page) {
    _Atomic(struct target_ids *) *slot = &links->ids[links_page_index(links, page)];
    struct target_ids *ids = atomic_exchange(slot, NULL);
    if (ids) ids_free(ids);
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
    return ids_have(ids, decoded) || (raw.ptr && ids_have(ids, raw));
}

/* Fragments the page's scripts, the browser or a viewer give a meaning to. */
static bool is_special(struct str fragment) {
    return !fragment.len || str_eq_nocase(fragment, STR("top")) || str_starts(fragment, STR("/")) ||
           str_starts(fragment, STR("!")) || str_find_char(fragment, '=') < fragment.len;
}

/* A text fragment: the words must be in the page. false: they aren't. */
static bool text_found(const struct asking *asking, const struct site_page *target, struct str directive) {
    struct reading reading;
    struct arena scratch = arena_within(asking->arena);
    const struct page *page = read_body(asking, target, &reading);
    bool found = !page || has_directive(&scratch, page, str_cut(&directive, '&'));
    arena_free(&scratch);
    links_end_reading(asking->links, &reading);
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
        resolution->flags |= RESOLUTION_UNSEARCHED;
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
    return lower.len && ids_have(ids, lower);
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
