/* check_heading.c: the order of a page's headings, and the headings a type of page must have. */
#include "lint/checks.h"

static void repeated_top(const struct page *page, struct findings *findings) {
    const struct heading *first = NULL;
    for (size_t i = 0; i < page->headings.len; i++) {
        const struct heading *h = &page->headings.items[i];
        if (h->level != 1 || h->field) continue;
        if (!first) {
            first = h;
            continue;
        }
        struct diagnostic *d = finding_add(findings, h->text_span);
        finding_set(findings, d, "heading", h->text);
        finding_relate(findings, d, &page->source, first->text_span, STR("the first one is here"));
    }
}

static void skipped_level(const struct page *page, struct findings *findings) {
    const struct heading *before = NULL;
    for (size_t i = 0; i < page->headings.len; i++) {
        const struct heading *h = &page->headings.items[i];
        if (h->field) continue;
        if (before && h->level > before->level + 1) {
            struct diagnostic *d = finding_add(findings, h->text_span);
            finding_set(findings, d, "heading", h->text);
            finding_set(findings, d, "level", str_printf(findings->arena, "%u", h->level));
            finding_set(findings, d, "expected", str_printf(findings->arena, "%u", before->level + 1));
        }
        before = h;
    }
}

static void empty_heading(const struct page *page, struct findings *findings) {
    for (size_t i = 0; i < page->headings.len; i++) {
        const struct heading *h = &page->headings.items[i];
        if (h->text.len || h->html || h->text_span.end > h->text_span.start) continue;
        finding_add(findings, h->span);
    }
}

/* Required headings, in their order: each is looked for behind the one before it. */
static void required(const struct page *page, const struct type_entry *type, struct findings *findings) {
    size_t next = 0;
    for (size_t r = 0; r < type->headings.len; r++) {
        struct str want = type->headings.items[r];
        size_t behind = next, anywhere = page->headings.len;
        for (size_t i = 0; i < page->headings.len; i++)
            if (str_eq_nocase(str_trim(page->headings.items[i].text), want)) anywhere = i;
        while (behind < page->headings.len &&
               !str_eq_nocase(str_trim(page->headings.items[behind].text), want))
            behind++;
        if (behind < page->headings.len) {
            next = behind + 1;
            continue;
        }
        bool misplaced = anywhere < page->headings.len;
        struct span top = page->has_front ? page->fence : (struct span){0, 0};
        struct diagnostic *d =
            finding_add(findings, misplaced ? page->headings.items[anywhere].text_span : top);
        finding_set(findings, d, "heading", want);
        finding_set(findings, d, "problem", misplaced ? STR("stands too early") : STR("is missing"));
    }
}

void check_heading(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    if (!subject->page->headings.len && !subject->type_count) return;
    if (option_is(rule, "problem", "repeated-top"))
        repeated_top(subject->page, findings);
    else if (option_is(rule, "problem", "skipped-level"))
        skipped_level(subject->page, findings);
    else if (option_is(rule, "problem", "empty"))
        empty_heading(subject->page, findings);
    else
        for (size_t i = 0; i < subject->type_count; i++) required(subject->page, subject->types[i], findings);
}
