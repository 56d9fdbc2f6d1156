/* about.c: what rules know of a page besides its findings, for an editor. */
#include "lint/trademark.h"
#include "lint/types.h"

size_t lint_schemas_of(const struct lint *lint, const struct site *site, struct str path,
                       const struct node *front, struct str names[TYPES_MAX]) {
    const struct type_entry *types[TYPES_MAX];
    size_t count = types_find(lint, path, front, site_has(site, SITE_PAGES_TYPED), types), n = 0;
    for (size_t i = 0; i < count; i++)
        if (types[i]->schema.len) names[n++] = types[i]->schema;
    return n;
}

static bool mark_in(const struct lint *lint, const struct text_block *block, uint32_t offset, struct hit *hit,
                    const struct term **term) {
    for (size_t at = 0; terms_next(lint->marks.terms, block->text, &at, hit);) {
        struct span span = page_text_span(block, hit->start, hit->end);
        if (span.start > offset || offset > span.end) continue;
        *term = hit->term;
        if (!hit->term->mark) *term = hit_term(hit, TERM_MARK);
        return *term && (*term)->mark;
    }
    return false;
}

/* An accepted sentence, else one made of the mark's and the owner's names; absent: none is owed. */
static struct str notice_of(struct arena *arena, const struct mark *mark) {
    const struct owner *owner = mark->owner;
    enum notice_status status = mark->kind == MARK_REGISTERED ? NOTICE_REGISTERED : NOTICE_TRADEMARK;
    str_array marks = {0};
    if (mark->optional) return (struct str){0};
    if (owner->notices.len) return owner->notices.items[0].text;
    *ARRAY_PUSH(arena, &marks) = mark->text;
    return language_notice(arena, STR("en"), status, &marks, owner->name);
}

bool lint_mark_at(struct arena *arena, const struct lint *lint, const struct page *page, uint32_t offset,
                  struct lint_mark *mark) {
    for (size_t i = 0; i < page->blocks.len; i++) {
        const struct text_block *block = &page->blocks.items[i];
        const struct term *term = NULL;
        struct hit hit;
        if (block->span.start > offset || offset > block->span.end) continue;
        if (!mark_in(lint, block, offset, &hit, &term)) continue;
        *mark = (struct lint_mark){.text = term->mark->text,
                                   .symbol = term->mark->symbol,
                                   .owner = term->mark->owner->name,
                                   .source = term->mark->owner->source,
                                   .notice = notice_of(arena, term->mark)};
        return true;
    }
    return false;
}

static void add_once(struct arena *arena, str_array *list, struct str text) {
    for (size_t i = 0; i < list->len; i++)
        if (str_eq(list->items[i], text)) return;
    if (text.len) *ARRAY_PUSH(arena, list) = text;
}

void lint_notices_of(struct arena *arena, const struct lint *lint, const struct page *page,
                     str_array *notices) {
    struct hit hit;
    for (size_t i = 0; i < page->blocks.len; i++)
        for (size_t at = 0; terms_next(lint->marks.terms, page->blocks.items[i].text, &at, &hit);)
            if (hit.term->kind == TERM_MARK && hit.written == WRITTEN_EXACT)
                add_once(arena, notices, notice_of(arena, hit.term->mark));
}
