/* check_redirect.c: redirect rules that never run, or lead nowhere. */
#include "lint/checks.h"

enum course_problem { PROBLEM_CHAIN, PROBLEM_LOOP, PROBLEM_TARGET };

static struct diagnostic *add_rule(struct findings *findings, const struct redirect *r, struct span span) {
    struct diagnostic *d = finding_add(findings, span);
    finding_set(findings, d, "from", r->from);
    finding_set(findings, d, "to", r->to);
    return d;
}

static bool same_rule(const struct redirect *a, const struct redirect *b) {
    return !a->dynamic && !b->dynamic && str_eq(a->path, b->path);
}

/* duplicate: an earlier rule has the very same path. hidden: an earlier wildcard takes all its requests. */
static void find_hidden(const struct subject *subject, const struct redirect *r, struct findings *findings,
                        bool duplicate) {
    const struct redirect *by = redirects_hidden_by(links_redirects(subject->links), r);
    if (!by || same_rule(by, r) != duplicate) return;
    struct diagnostic *d = add_rule(findings, r, r->from_span);
    finding_set(findings, d, "other", by->from);
    bool unordered = r->dialect == REDIRECT_PAGE; /* a template puts pages' rules in order */
    if (unordered && !duplicate && d->severity > SEVERITY_NOTE) d->severity = SEVERITY_NOTE;
    finding_relate(findings, d, by->source, by->from_span, STR("the earlier rule is here"));
}

static void find_duplicate(const struct subject *subject, const struct redirect *r,
                           struct findings *findings) {
    find_hidden(subject, r, findings, true);
}

static void find_covered(const struct subject *subject, const struct redirect *r, struct findings *findings) {
    find_hidden(subject, r, findings, false);
}

static const struct site_url *served_at(const struct subject *subject, const struct redirect *r) {
    struct arena scratch = {0};
    struct str folder = str_printf(&scratch, "%.*s/", STR_FMT(str_eq(r->path, STR("/")) ? STR("") : r->path));
    const struct site_url *claim = NULL;
    const struct str spellings[] = {r->path, folder};
    for (size_t i = 0; i < ARRAY_LEN(spellings) && !claim; i++) {
        struct str file = site_file_of_link(&scratch, subject->site, SITE_NO_LANGUAGE, spellings[i]);
        claim = file.ptr ? site_claims(subject->site, file) : NULL;
        while (claim && (claim->overwritten || claim->uncertain)) claim = claim->next_claim;
    }
    arena_free(&scratch);
    return claim;
}

/* shadowed: a file is served at the rule's path, or the rule hides it. */
static void find_shadowed(const struct subject *subject, const struct redirect *r,
                          struct findings *findings) {
    if (r->dynamic || r->host.ptr || r->conditional) return;
    const struct site_url *claim = served_at(subject, r);
    if (!claim || (claim->kind == URL_REDIRECT && str_eq(claim->source, r->source->path))) return;
    bool wins = redirect_beats_file(r);
    if (wins && claim->kind == URL_ALIAS) return; /* both redirect; the rule does it properly */
    struct diagnostic *d = add_rule(findings, r, r->from_span);
    struct str name = claim->source.len ? claim->source : claim->link;
    finding_set(findings, d, "page", name);
    finding_set(findings, d, "problem",
                wins ? str_printf(findings->arena, "hides %.*s, which is published there", STR_FMT(name))
                     : str_printf(findings->arena, "never runs: %.*s is published there", STR_FMT(name)));
    if (claim->alias && claim->alias->node)
        finding_relate(findings, d, claim->alias->source, claim->alias->node->span, STR("the alias is here"));
    else if (claim->page && claim->page->page)
        finding_relate(findings, d, &claim->page->page->source, claim->page->page->fence,
                       STR("the page is here"));
}

/* Copies of what the course says, which lies in memory of its own: there may be hundreds of thousands of rules. */
static void add_flow(struct findings *findings, struct diagnostic *d, const struct course *course) {
    if (d == &findings->extra) return;
    struct related *flow = ARENA_ARRAY(findings->arena, struct related, course->count + 1);
    for (size_t i = 0; i < course->count; i++) {
        const struct course_step *step = &course->steps[i];
        struct str path = str_copy(findings->arena, step->path);
        if (step->redirect)
            flow[d->flow_count++] = (struct related){step->redirect->source, step->redirect->span, path};
        else if (step->alias && step->alias->page)
            flow[d->flow_count++] =
                (struct related){&step->alias->page->source, step->alias->page->fence, path};
    }
    d->flow = flow;
}

static void add_final(struct findings *findings, struct diagnostic *d, const struct course *course) {
    if (d != &findings->extra) finding_set(findings, d, "final", str_copy(findings->arena, course->path));
}

static void add_chain(struct findings *findings, const struct redirect *r, const struct course *course) {
    struct diagnostic *d = add_rule(findings, r, r->to_span);
    add_final(findings, d, course);
    add_flow(findings, d, course);
    bool plain = !r->dynamic && str_eq(span_str(r->source, r->to_span), r->to) &&
                 str_find_char(r->to, '#') == r->to.len && str_find_char(r->to, '?') == r->to.len;
    if (plain)
        finding_edit(findings, d, r->to_span, str_copy(findings->arena, course->path),
                     "redirect to the end of the chain");
}

static void add_target(const struct subject *subject, const struct redirect *r, struct findings *findings,
                       const struct course *course) {
    struct diagnostic *d = add_rule(findings, r, r->to_span);
    d->everywhere = true;
    add_final(findings, d, course);
    if (course->last.doubt && d->severity > SEVERITY_NOTE) d->severity = SEVERITY_NOTE;
    if (d == &findings->extra) return;
    struct str near = links_nearest(subject->links, findings->arena, course->path);
    finding_set(findings, d, "hint",
                near.ptr ? str_printf(findings->arena, "; did you mean %.*s?", STR_FMT(near)) : STR(""));
}

/* Where the rule leads: on and on, around, or to nothing, by the finding that is asked for. */
static void find_course(const struct subject *subject, const struct redirect *r, struct findings *findings,
                        enum course_problem problem) {
    struct arena scratch = {0};
    struct course course;
    if (!redirect_moves(r) || (r->opaque && problem != PROBLEM_CHAIN)) return;
    links_follow(subject->links, &scratch, r, &course);
    bool ends = course.end == COURSE_SERVED || course.end == COURSE_EXTERNAL;
    if (problem == PROBLEM_CHAIN && ends && course.count) add_chain(findings, r, &course);
    if (problem == PROBLEM_LOOP && course.end == COURSE_LOOP)
        add_flow(findings, add_rule(findings, r, r->from_span), &course);
    if (problem == PROBLEM_TARGET && course.end == COURSE_NOTHING) add_target(subject, r, findings, &course);
    arena_free(&scratch);
}

static void find_chain(const struct subject *subject, const struct redirect *r, struct findings *findings) {
    find_course(subject, r, findings, PROBLEM_CHAIN);
}

static void find_loop(const struct subject *subject, const struct redirect *r, struct findings *findings) {
    find_course(subject, r, findings, PROBLEM_LOOP);
}

static void find_target(const struct subject *subject, const struct redirect *r, struct findings *findings) {
    find_course(subject, r, findings, PROBLEM_TARGET);
}

static void find_faults(const struct subject *subject, struct findings *findings) {
    const struct redirects *redirects = links_redirects(subject->links);
    for (size_t i = 0; i < redirects->faults.len; i++) {
        const struct redirect_fault *fault = &redirects->faults.items[i];
        if (!str_eq(fault->source->path, subject->source->path)) continue;
        finding_set(findings, finding_add(findings, fault->span), "problem", fault->message);
    }
}

static const struct {
    const char *problem;
    void (*find)(const struct subject *subject, const struct redirect *redirect, struct findings *findings);
} finders[] = {{"duplicate", find_duplicate}, {"hidden", find_covered}, {"shadowed", find_shadowed},
               {"chain", find_chain},         {"loop", find_loop},      {"target", find_target}};

void check_redirect(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    if (!subject->links) return;
    const struct redirects *redirects = links_redirects(subject->links);
    size_t first = 0, count = links_rules_of(subject->links, subject->source->path, &first);
    if (!count && !redirects->faults.len) return;
    if (option_is(rule, "problem", "syntax")) {
        find_faults(subject, findings);
        return;
    }
    for (size_t f = 0; f < ARRAY_LEN(finders); f++) {
        if (!option_is(rule, "problem", finders[f].problem)) continue;
        for (size_t i = first; i < first + count; i++)
            finders[f].find(subject, &redirects->rules.items[i], findings);
    }
}
