/* surroundings.c: what a page's findings depend on beside its own text, as a number. Two runs that agree on it, on the text
 * and on the rules find the same. A check that looks at more of the site than is told here makes it known by
 * subject->asks. */
#include "lint/facts.h"
#include "lint/kept.h"
#include "lint/trademark.h"
#include "lint/uniques.h"

enum { CLAIMS_MAX = 1024 /* as in check_alias.c */ };

static void add(uint64_t *sum, uint64_t value) {
    *sum = (*sum ^ value) * UINT64_C(0xD6E8FEB86659FD93);
    *sum ^= *sum >> 32;
}

static void add_str(uint64_t *sum, struct str text) {
    add(sum, text.ptr ? str_hash(text) : 1);
}

static void add_span(uint64_t *sum, struct span span) {
    add(sum, (uint64_t)span.start << 32 | span.end);
}

/* The places of a page that findings of others name. */
static void add_places(uint64_t *sum, const struct page *page) {
    static const struct str keys[] = {{"url", 3}, {"permalink", 9}, {"slug", 4}};
    add_span(sum, page->fence);
    for (size_t i = 0; page->front && i < ARRAY_LEN(keys); i++) {
        const struct node *node = node_get_nocase(page->front, keys[i]);
        add_span(sum, node ? node->span : (struct span){0});
    }
}

static void add_page(uint64_t *sum, const struct site_page *page) {
    add(sum, page != NULL);
    if (!page) return;
    add_str(sum, page->source);
    add_str(sum, page->path);
    add_str(sum, page->key);
    add_str(sum, page->link);
    add_str(sum, page->file);
    add_str(sum, page->title);
    add(sum, (uint64_t)page->flags << 32 | page->language);
    add(sum, (uint64_t)page->kind << 8 | page->bundle);
    add(sum, page->alias_count);
    if (page->page) add_places(sum, page->page);
}

static void add_claim(uint64_t *sum, const struct site_url *url) {
    add(sum, url != NULL);
    if (!url) return;
    add_str(sum, url->link);
    add_str(sum, url->file);
    add_str(sum, url->source);
    add_str(sum, url->target);
    add(sum, (uint64_t)url->kind << 32 | url->language);
    add(sum, (uint64_t)url->racing << 2 | (uint64_t)url->overwritten << 1 | url->uncertain);
    add_page(sum, url->page);
    if (!url->alias) return;
    add(sum, url->alias->live);
    add_str(sum, url->alias->text);
    add_str(sum, url->alias->source ? url->alias->source->path : STR(""));
    if (url->alias->node) add_span(sum, url->alias->node->span);
}

static void add_claims(uint64_t *sum, const struct site *site, struct str file) {
    size_t n = 0;
    for (const struct site_url *c = site_claims(site, file); c && n < CLAIMS_MAX; c = c->next_claim, n++)
        add_claim(sum, c);
    n = 0;
    for (const struct site_url *c = site_claims_nocase(site, file); c && n < CLAIMS_MAX;
         c = c->next_case, n++)
        for (const struct site_url *other = c; other && n < CLAIMS_MAX; other = other->next_other, n++)
            if (!str_eq(c->file, file)) add_claim(sum, other);
}

static void add_alias(uint64_t *sum, const struct site *site, const struct site_alias *alias) {
    add_str(sum, alias->text);
    add_str(sum, alias->source ? alias->source->path : STR(""));
    if (alias->node) add_span(sum, alias->node->span);
    add_str(sum, alias->file);
    add_str(sum, alias->link);
    add(sum, alias->live);
    add_str(sum, alias->failure ? str_from(alias->failure) : STR(""));
    if (alias->file.len) add_claims(sum, site, alias->file);
}

/* What the sections above hand down. */
static void add_cascade(uint64_t *sum, const struct page *page) {
    const struct node *cascade = page ? node_get_nocase(page->front, STR("cascade")) : NULL;
    if (cascade) add_str(sum, span_str(&page->source, cascade->span));
}

static void add_clashes(uint64_t *sum, const struct clash_list *clashes) {
    for (size_t i = 0; clashes && i < clashes->len; i++) {
        const struct term_clash *clash = clashes->items[i];
        add_span(sum, clash->node->span);
        add_str(sum, clash->text);
        add_str(sum, clash->other_text);
        add_str(sum, clash->link);
        add(sum, clash->lost);
        add_str(sum, clash->other_source->path);
        add_span(sum, clash->other->span);
    }
}

static void add_own(uint64_t *sum, const struct run *run, const struct site_page *page) {
    add_page(sum, page);
    add_page(sum, page->parent);
    add_page(sum, page->shadowed_by);
    add_str(sum, page->section);
    add_str(sum, page->slug);
    add_str(sum, page->term);
    for (const struct site_page *p = page->parent; p; p = p->parent) add_cascade(sum, p->page);
    for (size_t i = 0; i < page->alias_count; i++) add_alias(sum, run->request->site, &page->aliases[i]);
    if (run->lint->needs & NEED_INBOUND) add(sum, links_is_linked(run->links, page));
}

static void add_facts(uint64_t *sum, const struct run *run, const struct subject *subject) {
    const struct collision_list *collisions = map_get(&run->facts.collisions, subject->source->path);
    const struct failure_list *failures = map_get(&run->facts.failures, subject->source->path);
    for (size_t i = 0; collisions && i < collisions->len; i++) {
        const struct collision *c = collisions->items[i];
        add(sum, (uint64_t)c->kind << 8 | c->outcome);
        add_claim(sum, c->a);
        add_claim(sum, c->b);
        add_page(sum, c->page_a);
        add_page(sum, c->page_b);
    }
    for (size_t i = 0; failures && i < failures->len; i++) {
        const struct site_failure *failure = failures->items[i];
        add_str(sum, failure->message);
        add(sum, failure->since);
        add_str(sum, failure->source ? failure->source->path : STR(""));
        add_span(sum, failure->span);
    }
    add_clashes(sum, map_get(&run->facts.clashes, subject->source->path));
    /* How many pages have a field is told to those that lack it. */
    const struct node *front = subject->page->front;
    bool lacks = !node_get_nocase(front, STR("title")) || !node_get_nocase(front, STR("description"));
    if (!lacks) return;
    add(sum, run->facts.pages);
    add(sum, run->facts.with_title);
    add(sum, run->facts.with_description);
}

static void add_resolution(uint64_t *sum, const struct resolution *r) {
    add(sum, (uint64_t)r->status << 32 | r->flags);
    add(sum, r->evidence.weight);
    add_str(sum, str_from(r->evidence.reason ? r->evidence.reason : ""));
    add_str(sum, str_from(r->doubt ? r->doubt : ""));
    add_str(sum, r->url);
    add_str(sum, r->fragment);
    add_str(sum, r->final);
    add_str(sum, r->rewrite);
    add_str(sum, r->suggestion);
    add_page(sum, r->target);
    add_page(sum, r->other);
    add_claim(sum, r->claim);
    if (!r->redirect) return;
    add_str(sum, r->redirect->source->path);
    add_span(sum, r->redirect->span);
    add_str(sum, r->redirect->from);
    add_str(sum, r->redirect->to);
    add(sum, (uint64_t)r->redirect->status);
}

uint64_t surroundings_of(const struct run *run, const struct subject *subject) {
    uint64_t sum = run->kept->surroundings;
    add_str(&sum, subject->source->text);
    for (size_t i = 0; i < subject->site_page_count; i++) add_own(&sum, run, &subject->site_pages[i]);
    add_facts(&sum, run, subject);
    for (size_t i = 0; subject->resolutions && i < subject->page->links.len; i++)
        add_resolution(&sum, &subject->resolutions[i]);
    return sum;
}

uint64_t surroundings_of_site(const struct run *run) {
    const struct site *site = run->request->site;
    uint64_t sum = site->traits;
    add(&sum, (uint64_t)site->version << 2 | (uint64_t)site->version_assumed << 1 | site->yaml_1_1);
    add(&sum, (uint64_t)site->multilingual << 1 | site->multihost);
    for (size_t i = 0; i < site->language_count; i++) {
        const struct site_language *language = &site->languages[i];
        add_str(&sum, language->code);
        add_str(&sum, language->base_url);
        add_str(&sum, language->prefix);
        add_str(&sum, language->file_root);
        add(&sum, (uint64_t)language->drops_base << 1 | language->lenient_refs);
    }
    for (size_t i = 0; i < site->notes.len; i++) {
        add_str(&sum, str_from(site->notes.items[i].code));
        add_str(&sum, site->notes.items[i].path);
    }
    add(&sum, run->request->as);
    add(&sum, (uint64_t)trademark_site_count(&run->facts) << 1 | run->facts.raw_html);
    if (run->facts.uniques) add(&sum, uniques_shared(run->facts.uniques));
    return sum;
}
