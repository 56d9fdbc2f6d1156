/* check_liquid.c: tags of Jekyll's template language in a page whose generator does not run them. */
#include "lint/checks.h"

void check_liquid(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    const struct page *page = subject->page;
    if (!site_has(subject->site, SITE_LIQUID_TEXT)) return;
    for (size_t i = 0; i < page->liquids.len; i++) {
        const struct liquid *liquid = &page->liquids.items[i];
        if (liquid->in_code || !liquid->name.ptr) continue;
        char *name = str_c(findings->arena, liquid->name);
        if (!option_has(rule, "tags", name)) continue;
        finding_set(findings, finding_add(findings, liquid->span), "tag", liquid->name);
    }
}
