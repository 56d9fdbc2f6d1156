/* check_body.c: what is wrong with a body as a whole. */
#include "lint/checks.h"

void check_body(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    const struct page *page = subject->page;
    (void)rule;
    for (size_t i = 0; i < page->codes.len; i++) {
        const struct code *code = &page->codes.items[i];
        if (!code->whole_body) continue;
        struct str fence = span_str(&page->source, code->span);
        size_t line = str_find_char(fence, '\n');
        struct span span = {code->span.start, code->span.start + (uint32_t)line};
        finding_set(findings, finding_add(findings, span), "info", code->info);
    }
}
