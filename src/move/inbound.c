/* inbound.c: the links of all pages, rewritten where they would lead elsewhere than before. */
#include "move/parts.h"

struct rewriting { /* of one page */
    const struct site_page *before, *after;
    struct str text; /* as it is after the moves, with the edits so far */
    edit_array edits;
    ARRAY_OF(struct remark {
        uint32_t at;
        struct str message;
    })
    remarks;
    size_t links;
};

/* ---- one link ---- */

static struct resolution resolve_one(const struct links *links, struct arena *arena,
                                     const struct site_page *from, const struct page *page,
                                     const struct link *link, struct str target) {
    struct page asked = *page;
    struct link one = *link;
    one.target = target;
    asked.links.items = &one;
    asked.links.len = 1;
    return links_resolve(links, arena, from, &asked)[0];
}

static bool leads_nowhere(const struct resolution *r) {
    return r->status == RESOLUTION_EXTERNAL || r->status == RESOLUTION_SKIPPED ||
           r->status == RESOLUTION_BROKEN || r->status == RESOLUTION_MALFORMED ||
           r->status == RESOLUTION_MISSING_REF || r->status == RESOLUTION_AMBIGUOUS_REF;
}

struct str inbound_target(const struct moving *moving, struct arena *arena,
                          const struct site_page *from_before, const struct site_page *from,
                          const struct page *page, const struct link *link, const struct resolution *before,
                          const struct resolution *now, bool *same) {
    struct str none = {0};
    struct wanted wanted = match_wanted(moving, arena, from_before, before);
    *same = leads_nowhere(before) || match_is(arena, &wanted, from, now);
    if (*same) return none;
    struct spellings list;
    struct str target = str_trim(link->target);
    spellings_of(moving, arena, from_before, from, &wanted, target, &list);
    for (size_t i = 0; i < list.count; i++) {
        struct resolution r = resolve_one(moving->links_after, arena, from, page, link, list.items[i]);
        if (match_is(arena, &wanted, from, &r)) return list.items[i];
    }
    return none;
}

/* ---- one page ---- */

/* The bytes of the text that hold a target, if they hold it as it is: all of them, or its path. */
static bool edit_of(struct str text, const struct link *link, struct str old, struct str new,
                    struct edit *edit) {
    struct str raw = str_sub(text, link->target_span.start, link->target_span.end);
    size_t at = str_find(raw, old), head = 0;
    if (!link->exact || link->target_span.end <= link->target_span.start) return false;
    if (at < raw.len || str_eq(raw, old)) {
        uint32_t start = link->target_span.start + (uint32_t)at;
        *edit = (struct edit){.span = {start, start + (uint32_t)old.len}, .text = new};
        return true;
    }
    /* Entities and escapes stand in what stays: only what changes, up to a common tail, is replaced. */
    size_t tail = 0;
    while (tail < old.len && tail < new.len &&old.ptr[old.len - tail - 1] == new.ptr[new.len - tail - 1])
        tail++;
    head = old.len - tail;
    if (!str_starts(raw, str_sub(old, 0, head)) || !head) return false;
    edit->span = (struct span){link->target_span.start, link->target_span.start + (uint32_t)head};
    edit->text = str_sub(new, 0, new.len - tail);
    return true;
}

static void cannot(struct rewriting *r, struct arena *arena, const struct link *link,
                   const struct resolution *before) {
    struct remark *remark = ARRAY_PUSH(arena, &r->remarks);
    const struct site_page *target = before->target;
    struct str what = target && target->source.len ? target->source : before->url;
    remark->at = link->target_span.start;
    remark->message = str_printf(arena, "`%.*s` led to %.*s, and was not rewritten",
                                 STR_FMT(str_trim(link->target)), STR_FMT(what));
}

static void rewrite_link(const struct moving *moving, struct arena *arena, struct rewriting *r,
                         const struct page *page, const struct link *link, const struct resolution *before,
                         const struct resolution *now) {
    bool same, image = link->kind == LINK_IMAGE && link->definition != PAGE_NONE;
    bool reference = link->kind == LINK_REFERENCE || image;
    if (reference) return; /* its definition is a link too */
    struct str target = inbound_target(moving, arena, r->before, r->after, page, link, before, now, &same);
    if (same) return;
    struct edit edit;
    if (target.ptr && edit_of(r->text, link, str_trim(link->target), target, &edit)) {
        *ARRAY_PUSH(arena, &r->edits) = edit;
        r->links++;
    } else {
        cannot(r, arena, link, before);
    }
}

/* Tags of template language that are no link's target: `{% link a.md %}` in running text. */
static void add_tags(struct arena *arena, struct page *page) {
    size_t count = page->links.len;
    for (size_t i = 0; i < page->liquids.len; i++) {
        const struct liquid *liquid = &page->liquids.items[i];
        bool covered = liquid->in_code || !liquid->name.len || liquid->field;
        for (size_t k = 0; k < count && !covered; k++) {
            const struct span *span = &page->links.items[k].target_span;
            covered = span->start <= liquid->span.start && liquid->span.end <= span->end;
        }
        if (covered) continue;
        struct link *link = ARRAY_PUSH(arena, &page->links);
        *link = (struct link){.kind = LINK_INLINE, .exact = true, .target_span = liquid->span};
        link->target = span_str(&page->source, liquid->span);
        link->span = liquid->span;
        link->definition = link->shortcode = PAGE_NONE;
    }
}

/* What the page has of links in the text, as the generator of the site reads it. */
static struct page *parse(const struct moving *moving, struct arena *arena, const struct site_page *page,
                          struct str text) {
    struct page *made = ARENA_NEW(arena, struct page);
    page_parse(arena, made, page->source, text, &page->page->options);
    if (site_has(moving->before, SITE_LIQUID)) add_tags(arena, made);
    value_add_fields(moving, arena, made);
    return made;
}

/* The targets are those that were meant, and nothing else of the page's links has changed. */
static bool holds(const struct moving *moving, struct arena *arena, const struct rewriting *r,
                  const struct page *page, struct str text) {
    const struct page *made = parse(moving, arena, r->after, text);
    size_t changed = 0;
    if (made->links.len != page->links.len || made->headings.len != page->headings.len) return false;
    for (size_t i = 0; i < made->links.len; i++)
        changed += !str_eq(made->links.items[i].target, page->links.items[i].target);
    return changed >= 1 && made->faults.len == page->faults.len;
}

static void rewrite_page(const struct moving *moving, struct arena *arena, struct rewriting *r) {
    struct str old_text = site_page_text(arena, moving->before, r->before);
    r->text = moving_read(moving, arena, r->after->source);
    if (!r->text.ptr || !old_text.ptr) return;
    struct page *page = parse(moving, arena, r->after, r->text);
    struct page old = *page;
    if (!str_eq(old_text, r->text)) old = *parse(moving, arena, r->before, old_text);
    old.source.path = r->before->source;
    if (old.links.len != page->links.len) return;
    const struct resolution *before = links_resolve(moving->links_before, arena, r->before, &old),
                            *now = links_resolve(moving->links_after, arena, r->after, page);
    for (size_t i = 0; i < page->links.len; i++)
        rewrite_link(moving, arena, r, page, &page->links.items[i], &before[i], &now[i]);
    if (!r->edits.len || holds(moving, arena, r, page, moving_edited(arena, r->text, &r->edits))) return;
    edit_array all = r->edits;
    r->edits = (edit_array){0};
    r->links = 0;
    for (size_t i = 0; i < all.len; i++) {
        edit_array one = {&all.items[i], 1, 1};
        if (holds(moving, arena, r, page, moving_edited(arena, r->text, &one))) {
            *ARRAY_PUSH(arena, &r->edits) = all.items[i];
            r->links++;
            continue;
        }
        struct remark *remark = ARRAY_PUSH(arena, &r->remarks);
        remark->at = all.items[i].span.start;
        remark->message = str_printf(arena, "a link was not rewritten: `%.*s` has no safe place in it",
                                     STR_FMT(all.items[i].text));
    }
}

/* ---- all of them ---- */

struct walk {
    struct moving *moving;
    struct arena *workers;
    struct rewriting *pages;
};

/* Once for each file, however many pages are made of it. */
static bool is_first(const struct moving *moving, size_t i) {
    const struct site_page *page = &moving->before->pages[i];
    return page->source.len && page->page &&
           (i == 0 || !str_eq(moving->before->pages[i - 1].source, page->source));
}

static void keep(struct arena *arena, struct rewriting *r, const struct rewriting *found) {
    for (size_t i = 0; i < found->edits.len; i++) {
        struct edit *edit = ARRAY_PUSH(arena, &r->edits);
        *edit = found->edits.items[i];
        edit->text = str_copy(arena, edit->text);
    }
    for (size_t i = 0; i < found->remarks.len; i++) {
        struct remark *remark = ARRAY_PUSH(arena, &r->remarks);
        *remark = found->remarks.items[i];
        remark->message = str_copy(arena, remark->message);
    }
    r->links = found->links;
}

static void walk_page(void *context, size_t i, unsigned worker) {
    const struct walk *walk = context;
    struct rewriting *r = &walk->pages[i];
    const struct site_page *after = walk->moving->matches[i];
    if (!is_first(walk->moving, i) || !after || !after->page) return;
    struct arena scratch = {0};
    struct rewriting found = {.before = &walk->moving->before->pages[i], .after = after};
    rewrite_page(walk->moving, &scratch, &found);
    r->after = after;
    keep(&walk->workers[worker], r, &found);
    arena_free(&scratch);
}

static void take(struct moving *moving, struct rewriting *r) {
    struct str text = r->remarks.len ? moving_read(moving, moving->arena, r->after->source) : (struct str){0};
    for (size_t i = 0; i < r->remarks.len; i++)
        moving_remark(moving, r->after->source, text, r->remarks.items[i].at, r->remarks.items[i].message);
    moving_edit(moving, r->after->source, &r->edits);
    moving->plan->links += r->links;
}

void inbound_rewrite(struct moving *moving) {
    unsigned threads = moving->options->threads ? moving->options->threads : 1;
    size_t count = moving->before->page_count;
    struct walk walk = {moving, ARENA_ARRAY(moving->arena, struct arena, threads),
                        ARENA_ARRAY(moving->arena, struct rewriting, count + 1)};
    parallel_for(count, threads, walk_page, &walk);
    for (size_t i = 0; i < count; i++)
        if (walk.pages[i].after) take(moving, &walk.pages[i]);
    for (unsigned i = 0; i < threads; i++) arena_adopt(moving->arena, &walk.workers[i]);
}
