/* read.c: what is kept of the pages: each is read once, and forgotten but for that. */
#include "built/parts.h"

struct reading {
    struct built *built;
    struct arena *keep, *scratch; /* per worker */
    struct map *targets;          /* per worker: targets are written once, however many pages have them */
    bool *failed;                 /* per page */
};

/* ---- one page ------------------------------------------------------------------------------------------------------ */

static const struct built_target *kept_target(struct arena *keep, struct map *targets, struct str text) {
    struct built_target *known = map_get(targets, text);
    if (known) return known;
    known = ARENA_NEW(keep, struct built_target);
    *known = built_target_of(keep, str_copy(keep, text));
    map_put(keep, targets, known->text, known);
    return known;
}

static enum built_class class_of(const struct link *link) {
    if (str_eq(link->element, STR("a")) || str_eq(link->element, STR("area"))) return BUILT_ANCHOR;
    if (str_eq(link->element, STR("link")) || str_eq(link->element, STR("meta"))) return BUILT_HEAD;
    bool image = str_eq(link->element, STR("img")) || str_eq(link->name, STR("srcset"));
    return image ? BUILT_IMAGE : BUILT_OTHER;
}

static void keep_head(struct arena *keep, const struct page *page, struct built_page *out) {
    out->title = page->title.len ? str_copy(keep, page->title) : (struct str){0};
    out->described = page->description.len > 0;
    out->base_href = page->base_href.ptr ? str_copy(keep, page->base_href) : (struct str){0};
    for (size_t i = 0; i < page->links.len; i++) {
        const struct link *link = &page->links.items[i];
        struct str target = str_trim(link->target);
        if (class_of(link) != BUILT_HEAD || !target.len) continue;
        if (!out->canonical.ptr && str_eq_nocase(link->rel, STR("canonical")))
            out->canonical = str_copy(keep, target);
        if (!out->refresh.ptr && str_eq_nocase(link->rel, STR("refresh")))
            out->refresh = str_copy(keep, target);
    }
}

static void keep_links(struct arena *keep, struct map *targets, const struct page *page,
                       struct built_page *out) {
    out->links = ARENA_ARRAY(keep, struct built_link, page->links.len + 1);
    for (size_t i = 0; i < page->links.len; i++) {
        const struct link *link = &page->links.items[i];
        struct built_link *made = &out->links[out->link_count++];
        made->target = kept_target(keep, targets, str_trim(link->target));
        made->text = built_text_hash(link->text);
        made->at = link->target_span.start;
        made->kind = class_of(link);
    }
}

static void keep_ids(struct arena *keep, const struct page *page, struct built_page *out) {
    uint32_t count = 0;
    out->ids = ARENA_ARRAY(keep, uint64_t, page->ids.len + 1);
    for (size_t i = 0; i < page->ids.len; i++) out->ids[count++] = str_hash(page->ids.items[i].id);
    out->id_count = built_sort(out->ids, count);
    out->scripted = count == 0 && str_find(page->source.text, STR("<script")) < page->source.text.len;
}

static void keep_texts(struct arena *keep, const struct page *page, struct built_page *out) {
    uint32_t count = 0;
    out->texts = ARENA_ARRAY(keep, uint64_t, page->headings.len + page->blocks.len + 1);
    for (size_t i = 0; i < page->headings.len; i++)
        out->texts[count++] = built_text_hash(page->headings.items[i].text);
    for (size_t i = 0; i < page->blocks.len; i++)
        out->texts[count++] = built_text_hash(page->blocks.items[i].text);
    out->text_count = built_sort(out->texts, count);
}

static bool read_page(struct reading *reading, struct built_page *out, unsigned worker) {
    const struct built *built = reading->built;
    struct arena *scratch = &reading->scratch[worker], *keep = &reading->keep[worker];
    struct map *targets = &reading->targets[worker];
    struct page_options options = {.format = PAGE_HTML};
    struct page page;
    struct str text;
    if (!built_text(built, scratch, out->file, &text)) return false;
    bool alone = page_is_heavy(text);
    if (alone) alone_begin();
    page_parse(scratch, &page, out->file, text, &options);
    keep_head(keep, &page, out);
    keep_links(keep, targets, &page, out);
    keep_ids(keep, &page, out);
    keep_texts(keep, &page, out);
    if (built->visit) built->visit(built->context, &page, (size_t)(out - built->pages), worker);
    if (alone) arena_free(scratch);
    if (alone) alone_end();
    return true;
}

/* ---- all of them ---------------------------------------------------------------------------------------------------- */

static void read_one(void *context, size_t i, unsigned worker) {
    struct reading *reading = context;
    reading->failed[i] = !read_page(reading, &reading->built->pages[i], worker);
    arena_reset(&reading->scratch[worker]);
}

void built_read_all(struct built *built, unsigned threads) {
    struct arena *arena = built->arena;
    struct reading reading = {
        built, ARENA_ARRAY(arena, struct arena, threads), ARENA_ARRAY(arena, struct arena, threads),
        ARENA_ARRAY(arena, struct map, threads), ARENA_ARRAY(arena, bool, built->page_count + 1)};
    parallel_for(built->page_count, threads, read_one, &reading);
    for (unsigned i = 0; i < threads; i++) {
        arena_adopt(arena, &reading.keep[i]);
        arena_free(&reading.scratch[i]);
    }
    for (size_t i = 0; i < built->page_count; i++)
        if (reading.failed[i]) built->pages[i].scripted = true; /* it is served, and its ids are not known */
}
