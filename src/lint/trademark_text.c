/* trademark_text.c: what a reader of a page sees of its texts: no names for machines, no HTML that is left out. */
#include "lint/trademark.h"

#include <assert.h>

/* ---- front matter ---------------------------------------------------------------------------------------------- */

static bool key_is(struct str key, const char *const *names) {
    for (; *names; names++)
        if (str_eq_nocase(key, str_from(*names))) return true;
    return false;
}

static bool key_ends(struct str key, const char *const *ends) {
    for (; *ends; ends++) {
        struct str end = str_from(*ends);
        if (key.len >= end.len && str_eq_nocase(str_sub(key, key.len - end.len, key.len), end)) return true;
    }
    return false;
}

/* Names for machines, and for lists of pages: a mark in them is not a sentence of the page. */
static bool is_hidden(const struct subject *subject, struct str key) {
    static const char *const names[] = {
        "aliases",    "aliasesArchive", "slug",    "url",    "type",    "layout",        "code",
        "image",      "images",         "preview", "author", "authors", "creator",       "creators",
        "trainers",   "trainer",        "cascade", "build",  "outputs", "redirect_from", "permalink",
        "identifier", "contentlint",    "$schema", NULL};
    static const char *const ends[] = {"tags",         "categories", "topics",      "vendors", "vendor",
                                       "keywords",     "audiences",  "_id",         "_ids",    "_url",
                                       "_urls",        "_code",      "_type",       "icon",    "resourceid",
                                       "_experiences", "_slug",      "brandcolour", NULL};
    const str_array *taxonomies = subject->site->taxonomies;
    for (size_t i = 0; taxonomies && i < taxonomies->len; i++)
        if (str_eq_nocase(key, taxonomies->items[i])) return true;
    return key_is(key, names) || key_ends(key, ends);
}

static enum text_place place_of_key(struct str key) {
    static const char *const titles[] = {"title",    "linktitle", "short_title",  "subtitle", "heading",
                                         "headline", "name",      "course_title", NULL};
    static const char *const meta[] = {"description", "summary", "meta_description", "seo_description", NULL};
    return key_is(key, titles) ? TEXT_TITLE : key_is(key, meta) ? TEXT_META : TEXT_BODY;
}

struct fields {
    struct arena *arena;
    const struct subject *subject;
    struct page_marks *page;
    struct map shown; /* a string's text, by address -> its place + 1 */
    unsigned depth;
};

static bool has_space(struct str text) {
    for (size_t i = 0; i < text.len; i++)
        if (char_is_space(text.ptr[i])) return true;
    return false;
}

/* A title of one word is no text block of the page's: it is made one here. */
static void add_word(struct fields *f, const struct node *node, enum text_place place) {
    struct text_block *block = ARENA_NEW(f->arena, struct text_block);
    *block = (struct text_block){.kind = BLOCK_FIELD, .text = node->text, .span = node->span, .field = node};
    block->checked = -1;
    node_segments(f->arena, node, f->subject->source->text, &block->map);
    *ARRAY_PUSH(f->arena, &f->page->texts) = (struct page_text){block, place};
}

static struct str address_of(const struct node *const *node) {
    return (struct str){(const char *)node, sizeof *node};
}

static void read_value(struct fields *f, const struct node *node, struct str key, bool element) {
    enum { DEPTH = 32 };
    if (node->kind == NODE_STRING && node->text.len && !node->shared) {
        enum text_place place = place_of_key(key);
        const struct node **name = ARENA_NEW(f->arena, const struct node *);
        *name = node;
        map_put(f->arena, &f->shown, address_of(name), (void *)(uintptr_t)(place + 1));
        if (!has_space(node->text) && (place != TEXT_BODY || element)) add_word(f, node, place);
    }
    if (f->depth >= DEPTH || node->shared) return;
    f->depth++;
    for (const struct node *child = node->child; child; child = child->next) {
        struct str name = node->kind == NODE_OBJECT ? child->key : key;
        bool whose = node->kind == NODE_OBJECT && is_hidden(f->subject, name);
        if (!whose) read_value(f, child, name, node->kind == NODE_ARRAY);
    }
    f->depth--;
}

/* ---- blocks -------------------------------------------------------------------------------------------------------- */

static enum text_place place_of_block(const struct text_block *block) {
    if (block->kind == BLOCK_TITLE) return TEXT_TITLE;
    return block->kind == BLOCK_HEADING ? TEXT_HEADING : TEXT_BODY;
}

/* In raw HTML and HTML pages a heading's text is a block like others. */
static bool is_in_html_heading(const struct page *page, const struct text_block *block) {
    if (block->kind != BLOCK_HTML) return false;
    size_t low = 0, high = page->headings.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (page->headings.items[middle].span.start <= block->span.start)
            low = middle + 1;
        else
            high = middle;
    }
    assert(low < 2 || page->headings.items[low - 2].span.start <= page->headings.items[low - 1].span.start);
    return low > 0 && page->headings.items[low - 1].html &&
           page->headings.items[low - 1].span.end >= block->span.end;
}

static bool is_left_out(const struct subject *subject, const struct text_block *block) {
    return block->kind == BLOCK_HTML && subject->page->format != PAGE_HTML && !subject->facts->raw_html;
}

void trademark_texts(struct arena *arena, const struct subject *subject, struct page_marks *page) {
    struct fields f = {.arena = arena, .subject = subject, .page = page};
    const struct page *p = subject->page;
    if (p->front) read_value(&f, p->front, STR(""), false);
    for (size_t i = 0; i < p->blocks.len; i++) {
        const struct text_block *block = &p->blocks.items[i];
        enum text_place place = place_of_block(block);
        if (block->field) {
            uintptr_t shown = (uintptr_t)map_get(&f.shown, address_of(&block->field));
            if (!shown) continue;
            if (place == TEXT_BODY) place = (enum text_place)(shown - 1);
        }
        if (is_left_out(subject, block)) continue;
        if (is_in_html_heading(p, block)) place = TEXT_HEADING;
        *ARRAY_PUSH(arena, &page->texts) = (struct page_text){block, place};
    }
}

/* ---- places -------------------------------------------------------------------------------------------------------- */

struct str trademark_text(const struct page_marks *page, size_t text) {
    return page->texts.items[text].block->text;
}

struct span trademark_span(const struct page_marks *page, size_t text, size_t start, size_t end) {
    return page_text_span(page->texts.items[text].block, start, end);
}

struct span trademark_notice_span(const struct page_marks *page, const struct page_notice *notice) {
    struct str source = page->subject->source->text;
    struct span span = trademark_span(page, notice->text, notice->notice.start, notice->notice.end);
    struct span word = trademark_span(page, notice->text, notice->notice.noun, notice->notice.noun + 1);
    uint32_t start = word.start, end = word.start;
    while (start > span.start && source.ptr[start - 1] != '\n') start--;
    while (end < span.end && source.ptr[end] != '\n' && source.ptr[end] != '\r') end++;
    while (start < word.start && char_is_blank(source.ptr[start])) start++;
    return (struct span){start, end};
}
