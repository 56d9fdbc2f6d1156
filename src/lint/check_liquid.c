/* check_liquid.c: tags of Jekyll's template language in a page whose generator does not run them. */
#include "lint/checks.h"
#include "lint/drop_edit.h"

void check_liquid(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    const struct page *page = subject->page;
    if (!site_has(subject->site, SITE_LIQUID_TEXT)) return;
    for (size_t i = 0; i < page->liquids.len; i++) {
        const struct liquid *liquid = &page->liquids.items[i];
        if (liquid->in_code || !liquid->name.ptr) continue;
        char *name = str_c(findings->arena, liquid->name);
        if (!option_has(rule, "tags", name)) continue;
        struct diagnostic *d = finding_add(findings, liquid->span);
        struct edit edit;
        finding_set(findings, d, "tag", liquid->name);
        drop_text(findings->source->text, liquid->span, &edit);
        finding_suggest(findings, d, edit.span, edit.text, "take the tag out");
    }
}
