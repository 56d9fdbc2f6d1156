/* check_link.c: faults of a link that show in the link alone. */
#include "lint/checks.h"

static bool is_written_link(const struct link *link) {
    return link->kind == LINK_INLINE || link->kind == LINK_REFERENCE;
}

static void empty_text(const struct link *link, struct findings *findings) {
    if (!is_written_link(link) || !link->empty_text || link->shortcode != PAGE_NONE) return;
    struct diagnostic *d = finding_add(findings, link->span);
    finding_set(findings, d, "url", link->target);
}

/* `src=""`: the browser asks for the page itself, or for nothing; an empty href is the page, which may be meant. */
static bool is_empty_source(const struct link *link) {
    return link->kind == LINK_HTML && str_eq(link->name, STR("src")) && !link->target.len;
}

static void empty_target(const struct link *link, struct findings *findings) {
    if (is_empty_source(link)) {
        struct diagnostic *d = finding_add(findings, link->span);
        finding_set(findings, d, "text", link->element);
        return;
    }
    bool image = link->kind == LINK_IMAGE && link->definition == PAGE_NONE;
    if ((link->kind != LINK_INLINE && !image) || str_trim(link->target).len || link->empty_text) return;
    struct diagnostic *d = finding_add(findings, link->span);
    finding_set(findings, d, "text", link->text);
}

/* What a template makes of its own tags is not known here. */
static bool is_written_out(const struct link *link) {
    return str_find(link->target, STR("{{")) == link->target.len && link->shortcode == PAGE_NONE &&
           str_find(link->target, STR("{%")) == link->target.len &&
           str_find(link->target, STR("<%")) == link->target.len;
}

static void missing_alt(const struct subject *subject, const struct link *link, struct findings *findings) {
    bool source = link->unnamed && str_eq(link->name, STR("src"));
    if (!source || !is_written_out(link) || !subject->site_page_count) return;
    struct diagnostic *d = finding_add(findings, link->span);
    finding_set(findings, d, "url", link->target);
}

void check_link(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    bool text = option_is(rule, "problem", "empty-text"), alt = option_is(rule, "problem", "missing-alt");
    for (size_t i = 0; i < subject->page->links.len; i++) {
        if (alt)
            missing_alt(subject, &subject->page->links.items[i], findings);
        else if (text)
            empty_text(&subject->page->links.items[i], findings);
        else
            empty_target(&subject->page->links.items[i], findings);
    }
}
