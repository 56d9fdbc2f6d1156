/* check_url.c: two files that want one URL, and what makes the generator's build fail. */
#include "lint/checks.h"
#include "lint/facts.h"

enum { RELATED_MAX = 8 };

static const char *kind_name(enum collision_kind kind) {
    switch (kind) {
    case COLLISION_PAGE_PAGE: return "page";
    case COLLISION_PAGE_STATIC: return "static";
    case COLLISION_RESOURCE: return "resource";
    case COLLISION_CASE: return "case";
    case COLLISION_SOURCE: return "source";
    case COLLISION_ALIAS_PAGE:
    case COLLISION_ALIAS_ALIAS:
    case COLLISION_ALIAS_STATIC:
    case COLLISION_ALIAS_SELF:
    case COLLISION_ALIAS_TWICE: break;
    }
    return "alias"; /* those are the alias check's */
}

static struct str outcome_of(enum collision_outcome outcome) {
    switch (outcome) {
    case OUTCOME_PAGE_WINS: return STR("the page wins");
    case OUTCOME_ALIAS_WINS: return STR("the alias wins");
    case OUTCOME_LAST_WINS: return STR("the one written last wins");
    case OUTCOME_RACE: return STR("which one wins differs between builds");
    case OUTCOME_DROPPED: return STR("one of them is left out of the site");
    case OUTCOME_HARMLESS: break;
    }
    return STR("both lead to the same page");
}

/* Where a page says its URL: the key that sets it, or the front matter's first line, or the file's first byte. */
static struct span url_place(const struct page *page) {
    static const struct str keys[] = {{"url", 3}, {"permalink", 9}, {"slug", 4}};
    for (size_t i = 0; page->front && i < ARRAY_LEN(keys); i++) {
        const struct node *node = node_get_nocase(page->front, keys[i]);
        if (node) return node->span;
    }
    return page->fence;
}

static struct str other_name(const struct collision *c, bool is_a) {
    const struct site_page *page = is_a ? c->page_b : c->page_a;
    const struct site_url *url = is_a ? c->b : c->a;
    if (page && page->source.len) return page->source;
    if (url && url->source.len) return url->source;
    return url ? url->link : STR("another page");
}

/* One page may claim an address several times (outputs of its own): a collision has another source file. */
static bool is_between_files(const struct collision *c, bool is_a, struct str path) {
    const struct site_page *page = is_a ? c->page_b : c->page_a;
    const struct site_url *url = is_a ? c->b : c->a;
    struct str other = page && page->source.len ? page->source : url ? url->source : (struct str){0};
    return other.len && !str_eq(other, path) && !(url && url->uncertain);
}

static bool is_reported(const struct findings *findings, size_t first, struct str other) {
    for (size_t i = first; i < findings->list.len; i++) {
        const struct diagnostic *d = &findings->list.items[i];
        if (str_eq(finding_property(d, STR("other")), other)) return true;
        for (size_t r = 0; r < d->related_count; r++)
            if (str_eq(d->related[r].source->path, other)) return true;
    }
    return false;
}

/* The finding about the same URL and outcome: three pages on one URL are one finding on each, not two. */
static struct diagnostic *finding_of_url(const struct findings *findings, size_t first, struct str url,
                                         struct str outcome) {
    for (size_t i = first; i < findings->list.len; i++) {
        struct diagnostic *d = &findings->list.items[i];
        if (str_eq(finding_property(d, STR("url")), url) &&
            str_eq(finding_property(d, STR("outcome")), outcome))
            return d;
    }
    return NULL;
}

static void add_collision(const struct subject *subject, const struct collision *c, size_t first,
                          struct findings *findings) {
    bool is_a = c->page_a && str_eq(c->page_a->source, subject->source->path);
    if (!is_between_files(c, is_a, subject->source->path) ||
        is_reported(findings, first, other_name(c, is_a)))
        return;
    const struct site_page *own = is_a ? c->page_a : c->page_b, *other = is_a ? c->page_b : c->page_a;
    const struct site_url *claim = is_a ? c->a : c->b;
    struct str address = claim ? claim->link : own->link; /* an output of the page may be what collides */
    struct diagnostic *d = finding_of_url(findings, first, address, outcome_of(c->outcome));
    if (!d) {
        d = finding_add(findings, url_place(subject->page));
        finding_set(findings, d, "url", address);
        finding_set(findings, d, "other", other_name(c, is_a));
        finding_set(findings, d, "outcome", outcome_of(c->outcome));
    }
    if (other && other->page && d->related_count < RELATED_MAX)
        finding_relate(findings, d, &other->page->source, url_place(other->page),
                       STR("the other page is here"));
}

void check_url(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    const struct collision_list *list = map_get(&subject->facts->collisions, subject->source->path);
    size_t first = findings->list.len;
    if (site_is_noted(subject->site, SITE_NOTE_DIMENSIONS)) return;
    for (size_t i = 0; list && i < list->len; i++)
        if (option_has(rule, "collision", kind_name(list->items[i]->kind)))
            add_collision(subject, list->items[i], first, findings);
}

/* Aliases that the build refuses are the alias check's: the same place is not reported twice. */
static bool is_alias_place(const struct subject *subject, struct span span) {
    for (size_t p = 0; p < subject->site_page_count; p++)
        for (size_t a = 0; a < subject->site_pages[p].alias_count; a++) {
            const struct site_alias *alias = &subject->site_pages[p].aliases[a];
            if (alias->node && alias->node->span.start <= span.start && span.start <= alias->node->span.end)
                return true;
        }
    return false;
}

static bool is_repeated(const struct site_failure *before, const struct site_failure *failure) {
    return before->span.start == failure->span.start && str_eq(before->message, failure->message);
}

/* A site that an older release builds may well be right: then the newest is only assumed. */
static void add_failure(const struct subject *subject, const struct site_failure *failure,
                        struct diagnostic *d, struct findings *findings) {
    bool assumed = failure->since && subject->site->version_assumed;
    struct str problem = failure->message;
    if (assumed && d->severity > SEVERITY_WARNING) d->severity = SEVERITY_WARNING;
    if (assumed)
        problem =
            str_printf(findings->arena, "%.*s (since %s %u.%u; nothing says which version builds this site)",
                       STR_FMT(problem), subject->site->generator->title,
                       (unsigned)(failure->since / 1000000), (unsigned)(failure->since / 1000 % 1000));
    finding_set(findings, d, "problem", problem);
}

void check_build(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    const struct failure_list *list = map_get(&subject->facts->failures, subject->source->path);
    (void)rule;
    for (size_t i = 0; list && i < list->len; i++) {
        const struct site_failure *failure = list->items[i];
        struct span span = failure->source ? failure->span : subject->page->fence;
        if (failure->source && is_alias_place(subject, span)) continue;
        if (str_starts(failure->message, STR("front matter"))) continue; /* a rule of its own says so */
        if (i > 0 && is_repeated(list->items[i - 1], failure)) continue;
        add_failure(subject, failure, finding_add(findings, span), findings);
    }
}
