/* check_orphan.c: pages that no other page's text links to. */
#include "lint/checks.h"

void check_orphan(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    bool found = false;
    (void)rule;
    if (!subject->links || site_is_noted(subject->site, SITE_NOTE_LANGUAGE_FOLDER)) return;
    for (size_t i = 0; i < subject->site_page_count; i++) {
        const struct site_page *page = &subject->site_pages[i];
        bool judged = page->kind == KIND_PAGE && site_page_served(page);
        if (judged && links_is_linked(subject->links, page)) return;
        found |= judged;
    }
    if (!found) return;
    struct diagnostic *d = finding_add(findings, subject->page->fence);
    finding_set(findings, d, "url", subject->site_pages[0].link);
}
