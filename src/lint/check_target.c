/* check_target.c: where the links of a page lead, as links_resolve found it. */
#include "lint/checks.h"

/* ---- which links count ---- */

/* A reference and its definition are one link: it is judged where the target is written. */
bool target_is_written_here(const struct page *page, const struct link *link) {
    if (link->kind == LINK_REFERENCE) return false;
    if (link->kind == LINK_IMAGE && link->definition != PAGE_NONE) return false;
    if (link->kind != LINK_DEFINITION) return true;
    if (link->definition >= page->definitions.len) return true;
    const struct definition *definition = &page->definitions.items[link->definition];
    return definition->used && !definition->repeated;
}

/* The words of the option `problem`. */
static const char *const problems[] = {
    [RESOLUTION_BROKEN] = "broken",
    [RESOLUTION_ALIAS] = "alias",
    [RESOLUTION_REDIRECT] = "redirect",
    [RESOLUTION_DROPPED] = "unpublished",
    [RESOLUTION_MISSING_ANCHOR] = "anchor",
    [RESOLUTION_MISSING_REF] = "ref",
    [RESOLUTION_AMBIGUOUS_REF] = "ambiguous",
    [RESOLUTION_SLASH] = "slash",
    [RESOLUTION_CASE] = "case",
    [RESOLUTION_MALFORMED] = NULL, /* a rule of its own looks for them */
};

/* Is the text of a link the address it leads to, or the start of it: "[Example.org](https://example.org/)"? */
static bool names_address(const struct link *link) {
    size_t host = str_find(link->target, STR("://"));
    if (host == link->target.len || !link->text.len) return false;
    struct str from_host = str_sub(link->target, host + 3, host + 3 + link->text.len);
    return str_eq_nocase(link->text, from_host) || str_eq_nocase(link->text, link->target);
}

/* Is the address itself what readers see, or a value whose use only a template knows? Then it may need its host. */
static bool is_shown(const struct link *link) {
    return link->kind == LINK_AUTOLINK || link->kind == LINK_BARE || link->kind == LINK_FRONT_MATTER ||
           names_address(link);
}

/* An alias such as "/guide/latest" is an address to link to: what it leads to changes, and readers want the newest. */
static bool is_moving(const struct site *site, const struct resolution *r) {
    static const char *const names[] = {"latest", "current", "stable", "newest"};
    struct str path = r->url, base = site->language_count ? site->languages[0].base_path : STR("/");
    if (str_starts(path, base)) path = str_sub(path, base.len, path.len);
    while (path.ptr) {
        struct str element = str_cut(&path, '/');
        for (size_t i = 0; i < ARRAY_LEN(names); i++)
            if (str_eq_nocase(element, str_from(names[i]))) return true;
    }
    return false;
}

static bool is_expired(const struct subject *subject) {
    return subject->site_page_count && subject->site_pages->flags & PAGE_EXPIRED;
}

static bool is_temporary(const struct resolution *r) {
    return r->redirect && r->redirect->status != 301 && r->redirect->status != 308;
}

/* What is wrong with a link, in the words of the option `problem`; NULL: nothing. */
static const char *problem_of(const struct site *site, const struct link *link, const struct resolution *r) {
    bool repository = r->flags & RESOLUTION_REPOSITORY, own = r->flags & RESOLUTION_OWN_HOST;
    if (repository) return r->status == RESOLUTION_BROKEN ? "repository" : NULL;
    bool built = link->kind == LINK_HTML && site_has(site, SITE_AS_IS); /* a program wrote it so */
    if (own && r->status == RESOLUTION_OK) return built || is_shown(link) ? NULL : "own-host";
    bool detour = r->status == RESOLUTION_ALIAS || r->status == RESOLUTION_REDIRECT;
    if (detour && is_moving(site, r)) return NULL;
    return problems[r->status];
}

/* Does the link get there, if by a detour? */
static bool gets_there(const struct resolution *r) {
    return r->status == RESOLUTION_OK || r->status == RESOLUTION_ALIAS || r->status == RESOLUTION_REDIRECT ||
           r->status == RESOLUTION_SLASH;
}

/* On a page that isn't published itself: it may be published together with its target, or is no longer read. */
static bool is_moot(const struct subject *subject, const struct resolution *r) {
    const struct site_page *from = subject->site_pages, *to = r->target;
    if (is_expired(subject) && gets_there(r)) return true;
    if (r->status != RESOLUTION_DROPPED || !from || !to) return false;
    if (from->flags & PAGE_EXPIRED) return true;
    if (from->flags & PAGE_DRAFT) return !(to->flags & PAGE_EXPIRED);
    return from->flags & PAGE_FUTURE && to->flags & PAGE_FUTURE;
}

static bool is_problem(struct str wanted, const struct subject *subject, const struct link *link,
                       const struct resolution *r) {
    const char *problem = problem_of(subject->site, link, r);
    return problem && str_eq(wanted, str_from(problem));
}

/* ---- words ---- */

static const char *reason_of(const struct site_page *page) {
    if (!page) return "is not published";
    if (page->flags & PAGE_DRAFT) return "is a draft";
    if (page->flags & PAGE_FUTURE) return "is not published yet";
    if (page->flags & PAGE_EXPIRED) return "has expired";
    return "is not published";
}

static struct str name_of(const struct site_page *page) {
    if (!page) return STR("");
    return page->source.len ? page->source : page->link;
}

/* Where the link leads, as its author would write it. */
static struct str final_of(const struct resolution *r) {
    bool alias = r->status == RESOLUTION_CASE && r->claim && r->claim->kind == URL_ALIAS;
    if (alias) return r->claim->link; /* what it differs from; the fix goes on to the page */
    if (r->rewrite.len) return r->rewrite;
    return r->final.ptr ? r->final : STR("another address");
}

enum { COLLECTED_MIN = 50 }; /* more aliases than a page ever had addresses of its own */

/* An alias of a page that collects the addresses of pages that are gone: what was meant isn't there. */
static bool is_collected(const struct resolution *r) {
    return r->status == RESOLUTION_ALIAS && r->target && r->target->alias_count > COLLECTED_MIN;
}

static struct str hint_of(struct arena *arena, const struct resolution *r) {
    if (is_collected(r)) return STR(", where many old addresses lead; find what was meant");
    if (r->flags & RESOLUTION_NO_ANCHOR)
        return str_printf(arena, ", which has no anchor #%.*s", STR_FMT(r->fragment));
    if (!r->suggestion.len) return STR("");
    const char *mark = r->status == RESOLUTION_MISSING_ANCHOR ? "#" : "";
    return str_printf(arena, "; did you mean %s%.*s?", mark, STR_FMT(r->suggestion));
}

/* ---- fixes ---- */

/* Replaces the address by where it leads, when it is written plainly and there is one place to lead to. */
static void add_fix(const struct subject *subject, const struct link *link, const struct resolution *r,
                    struct findings *findings, struct diagnostic *d) {
    bool written = link->exact && str_eq(span_str(subject->source, link->target_span), link->target);
    bool guessed = r->doubt || is_temporary(r);
    if (!written || guessed || is_collected(r) || !r->rewrite.len) return;
    bool own = r->status == RESOLUTION_OK;
    finding_edit(findings, d, link->target_span, r->rewrite,
                 own ? "link to the path" : "link to where it leads");
    /* Feeds and mails may need the host that is left out. */
    d->suggested =
        own || (str_find(link->target, STR("://")) < link->target.len && str_starts(r->rewrite, STR("/")));
}

/* ---- the check ---- */

/* As the configuration has it in every language the file is a page of: the build goes on without the link. */
static bool warns_only(const struct subject *subject) {
    for (size_t i = 0; i < subject->site_page_count; i++) {
        unsigned language = subject->site_pages[i].language;
        bool known = language < subject->site->language_count;
        if (!known || !subject->site->languages[language].lenient_refs) return false;
    }
    return subject->site_page_count > 0;
}

static void add_target(const struct rule *rule, const struct subject *subject, const struct link *link,
                       const struct resolution *r, struct findings *findings) {
    struct arena *arena = findings->arena;
    struct diagnostic *d = finding_add(findings, link->target_span);
    (void)rule;
    finding_set(findings, d, "url", link->target);
    finding_set(findings, d, "target", r->url.len ? r->url : link->target);
    finding_set(findings, d, "final", final_of(r));
    finding_set(findings, d, "hint", hint_of(arena, r));
    finding_set(findings, d, "fragment", r->fragment);
    finding_set(findings, d, "page", r->target || !r->became ? name_of(r->target) : r->url);
    finding_set(findings, d, "other", name_of(r->other));
    finding_set(findings, d, "reason", str_from(reason_of(r->target)));
    bool lenient = r->flags & RESOLUTION_BY_NAME && warns_only(subject);
    if (lenient && d->severity > SEVERITY_WARNING) d->severity = SEVERITY_WARNING;
    bool redirect = r->status == RESOLUTION_REDIRECT;
    bool meant = redirect && (is_temporary(r) || str_find(r->final, STR("://")) < r->final.len);
    d->evidence = str_from(r->evidence.reason);
    d->causes = links_causes(subject->links, arena, subject->site_pages, link, r);
    bool note = r->evidence.weight == EVIDENCE_DOUBT || meant;
    if (note && d->severity > SEVERITY_NOTE) d->severity = SEVERITY_NOTE;
    if (r->redirect)
        finding_relate(findings, d, r->redirect->source, r->redirect->span, STR("the redirect is here"));
    add_fix(subject, link, r, findings, d);
}

/* The first of the links whose words were not looked for. */
static void add_unsearched(const struct link *link, struct findings *findings) {
    struct diagnostic *d = finding_add(findings, link->target_span);
    d->severity = SEVERITY_NOTE;
    d->message = STR(
        "too many links of this page ask for words (\":~:text=\"): from here on they were not looked for");
}

void check_target(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    struct str wanted = option_text(rule, "problem", STR(""));
    bool said = !str_eq(wanted, STR("anchor"));
    for (size_t i = 0; subject->resolutions && i < subject->page->links.len; i++) {
        const struct link *link = &subject->page->links.items[i];
        const struct resolution *r = &subject->resolutions[i];
        if (!said && r->flags & RESOLUTION_UNSEARCHED) add_unsearched(link, findings), said = true;
        if (!is_problem(wanted, subject, link, r) || is_moot(subject, r)) continue;
        if (!target_is_written_here(subject->page, link)) continue;
        add_target(rule, subject, link, r, findings);
    }
}
