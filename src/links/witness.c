/* witness.c: what the build says of the links of a page. A link is what it became there: hooks, macros and components have
 * done what they do. */
#include "built/built.h"
#include "links/graph.h"

struct witness {
    const struct built *built;
    const struct built_page *to;
    struct asking asking;
};

/* What a model says of a link that is not in the built page, or that the build contradicts. */
static bool is_judged(enum resolution_status status) {
    return status != RESOLUTION_OK && status != RESOLUTION_EXTERNAL && status != RESOLUTION_SKIPPED &&
           status != RESOLUTION_MALFORMED;
}

static bool is_detour(enum resolution_status status) {
    return status == RESOLUTION_ALIAS || status == RESOLUTION_REDIRECT || status == RESOLUTION_SLASH;
}

/* It gets there. How, the model may know better. */
static void take_served(struct resolution *r, const struct built_answer *answer) {
    bool by_slash = r->status == RESOLUTION_SLASH && !str_ends(answer->path, STR("/"));
    bool keeps = answer->verdict == BUILT_MOVED ? is_detour(r->status) : by_slash;
    bool fails = is_judged(r->status) && !keeps;
    if (!fails) return;
    r->status = RESOLUTION_OK;
    r->url = answer->path;
    r->suggestion = r->rewrite = r->final = (struct str){0};
}

/* No file is there; a rule of the host, or what the owner says is served, may answer all the same. */
static void take_nothing(const struct witness *w, struct resolution *r, const struct built_answer *answer) {
    const struct links *links = w->asking.links;
    const struct redirect *rule = redirects_find(&links->redirects, answer->path, 0);
    if (r->status == RESOLUTION_DROPPED || r->status == RESOLUTION_CASE) return;
    bool known = r->status == RESOLUTION_BROKEN, other_case = answer->verdict == BUILT_CASE;
    r->url = answer->path;
    r->status = other_case ? RESOLUTION_CASE : RESOLUTION_BROKEN;
    if (rule) {
        r->redirect = rule;
        r->status = redirect_moves(rule) && !rule->conditional ? RESOLUTION_REDIRECT : RESOLUTION_UNKNOWN;
        r->final = redirects_target(w->asking.arena, rule, answer->path);
        return;
    }
    if (links->redirects.incomplete || links_is_said(&w->asking, answer->path))
        r->status = RESOLUTION_UNKNOWN;
    r->doubt = links->outlook.redirects_generated
                   ? "redirects are written when the site is built, and may answer there"
                   : NULL;
    r->rewrite = (struct str){0};
    r->final = answer->other;
    if (!known && !other_case) r->suggestion = suggest_url(w->asking.arena, links, answer->path);
    if (str_eq(r->suggestion, r->url)) r->suggestion = (struct str){0};
}

/* Below the host, and not below the path that the site is published at. */
static void take_outside(const struct witness *w, struct resolution *r, const struct built_answer *answer) {
    struct str base = built_base(w->built);
    bool certain = r->status == RESOLUTION_BROKEN && !r->doubt;
    r->status = answer->rebased ? RESOLUTION_BROKEN : RESOLUTION_UNKNOWN;
    r->url = answer->path;
    r->suggestion = answer->rebased ? str_printf(w->asking.arena, "%.*s%.*s", STR_FMT(base),
                                                 STR_FMT(str_sub(answer->path, 1, answer->path.len)))
                                    : (struct str){0};
    if (!certain) r->doubt = "a server may well redirect its root to the path that the site lies below";
}

static void take_anchor(const struct witness *w, struct resolution *r, const struct built_answer *answer) {
    const struct site_url *claim = site_claims(w->asking.links->site, answer->page->file);
    if (!r->target && claim) r->target = claim->page;
    bool known = r->status == RESOLUTION_MISSING_ANCHOR;
    r->status = RESOLUTION_MISSING_ANCHOR;
    r->url = answer->path;
    r->fragment = answer->fragment;
    r->doubt = NULL;
    r->rewrite = (struct str){0};
    if (!known) r->suggestion = (struct str){0};
}

static void take_answer(const struct witness *w, struct resolution *r, const struct built_answer *answer) {
    switch (answer->verdict) {
    case BUILT_SERVED:
    case BUILT_MOVED: take_served(r, answer); return;
    case BUILT_EXTERNAL:
        if (is_judged(r->status)) r->status = RESOLUTION_EXTERNAL;
        return;
    case BUILT_SLASH:
        if (is_judged(r->status)) r->status = RESOLUTION_UNKNOWN;
        return;
    case BUILT_OUTSIDE: take_outside(w, r, answer); break;
    case BUILT_NO_ANCHOR: take_anchor(w, r, answer); break;
    case BUILT_CASE:
    case BUILT_NOTHING: take_nothing(w, r, answer); break;
    }
    r->evidence = evidence_as_built(&w->asking, r);
}

/* It became nothing, or something that is no address: a generator's reference that found no page does. */
static void take_absence(struct resolution *r, const struct built_link *became) {
    bool reference = r->status == RESOLUTION_MISSING_REF || r->status == RESOLUTION_AMBIGUOUS_REF;
    if (became && reference) return;
    if (is_judged(r->status)) r->status = RESOLUTION_UNKNOWN;
}

/* A definition is judged by the links that use it: by one that fails, if any does. */
static void take_definitions(struct arena *arena, const struct page *page, struct resolution *list) {
    const struct resolution **uses = ARENA_ARRAY(arena, const struct resolution *, page->definitions.len + 1);
    for (size_t i = 0; i < page->links.len; i++) {
        const struct link *use = &page->links.items[i];
        bool used = use->kind != LINK_DEFINITION && use->definition < page->definitions.len && list[i].became;
        if (!used) continue;
        const struct resolution **known = &uses[use->definition];
        if (!*known || (*known)->status == RESOLUTION_OK) *known = &list[i];
    }
    for (size_t i = 0; i < page->links.len; i++) {
        const struct link *own = &page->links.items[i];
        bool judged = own->kind == LINK_DEFINITION && own->definition < page->definitions.len;
        if (judged && uses[own->definition]) list[i] = *uses[own->definition];
    }
}

const struct resolution *links_as_built(const struct links *links, struct arena *arena,
                                        const struct site_page *site_page, const struct page *page,
                                        const struct built *built, const struct built_page *to,
                                        const struct resolution *list) {
    struct resolution *own = ARENA_ARRAY(arena, struct resolution, page->links.len + 1);
    const struct built_link **became = built_align(arena, page, to);
    struct witness w = {.built = built, .to = to};
    w.asking = (struct asking){.links = links, .arena = arena, .site_page = site_page, .page = page};
    for (size_t i = 0; i < page->links.len; i++) {
        struct resolution *r = &own[i];
        *r = list[i];
        w.asking.link = &page->links.items[i];
        if (r->flags & RESOLUTION_REPOSITORY) continue;
        r->became = became[i];
        if (!became[i] || !became[i]->target->text.len) {
            take_absence(r, became[i]);
            continue;
        }
        struct built_answer answer = built_ask(built, arena, to, became[i]->target->text);
        take_answer(&w, r, &answer);
    }
    take_definitions(arena, page, own);
    return own;
}
