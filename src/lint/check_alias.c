/* check_alias.c: what aliases claim, decided on the file the redirect is published as (site_claims). */
#include "lint/checks.h"
#include "lint/drop_edit.h"

#include <string.h>

enum {
    RELATED_MAX = 8,
    CLAIMS_MAX = 1024 /* pages with a claim on one file that are looked at: thousands of them stay cheap */
};

static struct str source_of(const struct site_url *claim) {
    return claim->page ? claim->page->source : claim->source;
}

/* How a message names a claim: its file, or what the generator makes. */
static struct str claim_name(struct arena *arena, const struct site_url *claim) {
    struct str source = source_of(claim);
    if (source.len) return source;
    return str_printf(arena, "a page that the generator makes (%s %.*s)", site_url_name(claim->kind),
                      STR_FMT(claim->link));
}

/* Where another claim is written: an alias's value, or the page. */
static void relate_claim(struct findings *findings, struct diagnostic *d, const struct site_url *claim) {
    if (d->related_count >= RELATED_MAX) return;
    if (claim->alias && claim->alias->node)
        finding_relate(findings, d, claim->alias->source, claim->alias->node->span,
                       STR("the other claim is here"));
    else if (claim->page && claim->page->page) {
        const struct page *page = claim->page->page;
        const struct node *url = page->front ? node_get_nocase(page->front, STR("url")) : NULL;
        finding_relate(findings, d, &page->source, url ? url->span : page->fence, STR("the page is here"));
    }
}

static struct diagnostic *add_alias(struct findings *findings, const struct site_alias *alias) {
    struct diagnostic *d = finding_add(findings, alias->node->span);
    finding_set(findings, d, "alias", alias->text);
    if (alias->link.ptr) finding_set(findings, d, "url", alias->link);
    if (alias->likely && d->severity > SEVERITY_WARNING) d->severity = SEVERITY_WARNING;
    return d;
}

static bool is_own(const struct site_url *claim, const struct site_page *page) {
    return claim->page == page || str_eq(source_of(claim), page->source);
}

/* May the two be on different sites? Of roles and versions, or of language folders that nothing in the checkout mounts:
 * aliases of languages are apart since 0.155. */
static bool is_apart(const struct site *site, const struct site_url *claim, const struct site_page *page) {
    if (site_is_noted(site, SITE_NOTE_DIMENSIONS)) return true;
    if (!claim->page || !site_has(site, SITE_ALIAS_PREFIX)) return false;
    struct str other = claim->page->path, own = page->path;
    return !str_eq(str_cut(&other, '/'), str_cut(&own, '/')) &&
           site_is_noted(site, SITE_NOTE_LANGUAGE_FOLDER);
}

/* duplicate: another page's alias is the same file. */
static void find_duplicate(const struct subject *subject, const struct site_page *page,
                           const struct site_alias *alias, struct findings *findings) {
    struct diagnostic *d = NULL;
    const struct site_url *c = site_claims(subject->site, alias->file);
    for (size_t n = 0; c && n < CLAIMS_MAX; c = c->next_other, n++) {
        if (c->kind != URL_ALIAS || !c->alias || !c->alias->live || is_own(c, page)) continue;
        if (is_apart(subject->site, c, page)) continue;
        if (!d) {
            d = add_alias(findings, alias);
            finding_set(findings, d, "other", source_of(c));
        }
        relate_claim(findings, d, c);
        if (d->related_count == RELATED_MAX) return;
    }
}

static bool is_served_kind(const struct site_url *claim) {
    return claim->kind != URL_ALIAS && claim->kind != URL_LOST && claim->kind != URL_REDIRECT;
}

/* page: the alias is the URL of another page or file of the site. */
static void find_page(const struct subject *subject, const struct site_page *page,
                      const struct site_alias *alias, struct findings *findings) {
    const struct site_url *c = site_claims(subject->site, alias->file);
    if (str_eq(alias->file, page->file))
        return; /* its own URL: two pages collide, with or without the alias */
    for (size_t n = 0; c && n < CLAIMS_MAX; c = c->next_other, n++) {
        if (!is_served_kind(c) || is_own(c, page) || c->uncertain || is_apart(subject->site, c, page))
            continue;
        struct diagnostic *d = add_alias(findings, alias);
        finding_set(findings, d, "other", claim_name(findings->arena, c));
        relate_claim(findings, d, c);
        return;
    }
}

/* The alias of the page's front matter, by its place: the key that has it, and the list when there is one. */
static const struct node *key_with(const struct node *front, const struct node *alias,
                                   const struct node **item) {
    for (const struct node *key = front ? front->child : NULL; key; key = key->next) {
        *item = key->kind == NODE_ARRAY ? key->child : key;
        while (*item && (*item)->span.start != alias->span.start) *item = (*item)->next;
        if (*item && (key->kind == NODE_ARRAY || *item == key)) return key;
    }
    return NULL;
}

/* Is each of them the page's own address? */
static bool all_are_own(const struct site_page *page) {
    for (size_t i = 0; i < page->alias_count; i++)
        if (!str_eq(page->aliases[i].file, page->file)) return false;
    return true;
}

/* Aliases of a page that are mended: where each of them lies is looked for among all. */
enum { MENDED_MAX = 500 };

/* An alias that nobody needs: the fix takes it out, and the key where none is left. */
static void add_drop(const struct subject *subject, struct findings *findings, struct diagnostic *d,
                     const struct site_page *page, const struct site_alias *alias) {
    struct edit edit;
    struct str text = findings->source->text;
    if (page->alias_count > MENDED_MAX) return;
    const struct node *front = subject->page->front, *item = NULL, *key = key_with(front, alias->node, &item);
    if (!key || alias->node->shared || !str_eq(item->text, alias->node->text)) return;
    bool only = key == item || key->count == 1 || all_are_own(page);
    if (only ? drop_member(text, front, key, &edit) : drop_item(text, key, item, &edit))
        finding_edit(findings, d, edit.span, edit.text, "remove the alias");
}

/* self: the alias is the page's own URL. */
static void find_self(const struct subject *subject, const struct site_page *page,
                      const struct site_alias *alias, struct findings *findings) {
    if (!page->file.len || !str_eq(alias->file, page->file)) return;
    struct diagnostic *d = add_alias(findings, alias);
    add_drop(subject, findings, d, page, alias);
}

/* twice: an earlier alias of the page is the same file. */
static void find_twice(const struct subject *subject, const struct site_page *page,
                       const struct site_alias *alias, struct findings *findings) {
    const struct site_url *c = site_claims(subject->site, alias->file);
    while (c && (c->kind != URL_ALIAS || c->page != page)) c = c->next_other;
    for (size_t n = 0; c && c->page == page && n < CLAIMS_MAX; c = c->next_claim, n++) {
        const struct site_alias *other = c->alias;
        if (c->kind != URL_ALIAS || !other || other == alias || other->source != alias->source) continue;
        if (other->node->span.start >= alias->node->span.start) continue;
        struct diagnostic *d = add_alias(findings, alias);
        finding_set(findings, d, "other", other->text);
        finding_relate(findings, d, other->source, other->node->span, STR("the first one is here"));
        add_drop(subject, findings, d, page, alias);
        return;
    }
}

/* The first claim of another page on a file, an alias or something served; NULL: there is none. */
static const struct site_url *claim_of_others(const struct site_url *claims, const struct site_page *page) {
    size_t n = 0;
    for (const struct site_url *c = claims; c && n < CLAIMS_MAX; c = c->next_other, n++)
        if (!c->uncertain && !is_own(c, page) && (c->kind == URL_ALIAS || is_served_kind(c))) return c;
    return NULL;
}

/* case: another claim differs in upper and lower case only. */
static void find_case(const struct subject *subject, const struct site_page *page,
                      const struct site_alias *alias, struct findings *findings) {
    const struct site_url *file = site_claims_nocase(subject->site, alias->file);
    for (size_t n = 0; file && n < CLAIMS_MAX; file = file->next_case, n++) {
        const struct site_url *other = str_eq(file->file, alias->file) ? NULL : claim_of_others(file, page);
        if (!other) continue;
        struct diagnostic *d = add_alias(findings, alias);
        finding_set(findings, d, "other", source_of(other).len ? source_of(other) : other->link);
        relate_claim(findings, d, other);
        return;
    }
}

static bool is_source_name(struct str text) {
    static const char *const suffixes[] = {".md", ".markdown", ".md/", ".mdx", ".adoc"};
    for (size_t i = 0; i < ARRAY_LEN(suffixes); i++)
        if (str_ends(text, str_from(suffixes[i]))) return true;
    return false;
}

/* From the root, an alias with a source's name redirects old links to that very name: sites that moved from a system
   which served its sources list them, so it is a note. A relative one, or one below /content/, was meant as a file. */
static const char source_served[] = "ends like a source file; only links to that very name are redirected";
static const char source_named[] = "names a source file, not a URL";

/* odd: an alias no request will ever match, or not the one that was meant. Says why, or NULL. */
static const char *oddity_of(const struct site_alias *alias) {
    struct str t = alias->text;
    if (str_trim(t).len == 0) return "is empty";
    if (str_find(t, STR("://")) < t.len || str_starts(t, STR("//")))
        return "names a host; an alias is a path";
    if (str_find_char(t, '#') < t.len) return "has a fragment, which browsers never send";
    if (str_find_char(t, '?') < t.len) return "has a query, which is not part of a file's name";
    if (str_find_char(t, '\\') < t.len) return "has a backslash; a URL has '/'";
    bool edges = str_trim(t).len < t.len;
    for (size_t i = 0; i < t.len; i++) /* a blank inside is a name like others: a request for %20 finds it */
        if (strchr("\t\r\n", t.ptr[i])) edges = true;
    if (edges) return "has white space in it";
    if (!is_source_name(t)) return NULL;
    return str_starts(t, STR("/")) && !str_starts(t, STR("/content/")) ? source_served : source_named;
}

/* In a list whose others begin with a slash one without it was meant like them; a page that has relative ones alone means
 * what it says. */
static bool is_stray(const struct site_page *page, const struct site_alias *alias) {
    if (!alias->live || !alias->link.ptr || str_starts(alias->text, STR("/"))) return false;
    struct str rooted = alias->text, own = alias->link;
    if (str_starts(rooted, STR("."))) return false; /* "../old": relative, and says so */
    while (str_ends(rooted, STR("/"))) rooted.len--;
    while (str_ends(own, STR("/"))) own.len--;
    if (str_eq(str_sub(own, 1, own.len), rooted))
        return false; /* the page lies at the root: it is the same */
    for (size_t i = 0; i < page->alias_count; i++)
        if (str_starts(page->aliases[i].text, STR("/"))) return true;
    return false;
}

static void find_stray(const struct site_page *page, const struct site_alias *alias,
                       struct findings *findings) {
    if (!is_stray(page, alias)) return;
    struct diagnostic *d = add_alias(findings, alias);
    finding_set(findings, d, "problem",
                str_printf(findings->arena,
                           "has no slash before it, as others here do, and is published as %.*s",
                           STR_FMT(alias->link)));
    if (d->severity > SEVERITY_NOTE) d->severity = SEVERITY_NOTE;
}

static void find_odd(const struct subject *subject, const struct site_page *page,
                     const struct site_alias *alias, struct findings *findings) {
    (void)subject;
    const char *why = oddity_of(alias);
    if (!why && !alias->failure) {
        find_stray(page, alias, findings);
        return;
    }
    struct diagnostic *d = add_alias(findings, alias);
    struct str problem = str_from(why ? why : alias->failure);
    if (str_starts(problem, STR("it "))) problem = str_sub(problem, 3, problem.len); /* Hugo's words */
    finding_set(findings, d, "problem", problem);
    if (why == source_served && !alias->failure && d->severity > SEVERITY_NOTE) d->severity = SEVERITY_NOTE;
}

typedef void alias_finder(const struct subject *subject, const struct site_page *page,
                          const struct site_alias *alias, struct findings *findings);
static const struct {
    const char *problem;
    alias_finder *find;
    bool live_only; /* an alias that is not published claims nothing */
} finders[] = {{"duplicate", find_duplicate, true}, {"page", find_page, true}, {"self", find_self, true},
               {"twice", find_twice, true},         {"case", find_case, true}, {"odd", find_odd, false}};

void check_alias(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    size_t kind = 0, aliases = 0;
    for (size_t p = 0; p < subject->site_page_count; p++) aliases += subject->site_pages[p].alias_count;
    if (!aliases) return;
    while (kind + 1 < ARRAY_LEN(finders) && !option_is(rule, "problem", finders[kind].problem)) kind++;
    for (size_t p = 0; p < subject->site_page_count; p++) {
        const struct site_page *page = &subject->site_pages[p];
        for (size_t a = 0; a < page->alias_count; a++) {
            const struct site_alias *alias = &page->aliases[a];
            if (!alias->node || alias->source->path.ptr == NULL ||
                !str_eq(alias->source->path, subject->source->path))
                continue; /* from a cascade: written in another file */
            if (finders[kind].live_only && (!alias->live || !alias->file.len)) continue;
            finders[kind].find(subject, page, alias, findings);
        }
    }
}
