/* check_external.c: external links that are dead, have moved or cannot be told. */
#include "lint/checks.h"
#include "lint/external.h"
#include "lint/run.h"

struct link_state { /* one external link of the subject */
    const struct run_link *link;
    const struct external_entry *entry;
    const struct crawl_result *result;
    const struct verdict *verdict;
};

static struct link_state state_of(const struct subject *subject, size_t i) {
    struct link_state state = {.link = &subject->file->external.items[i]};
    state.entry = map_get(&subject->external->by_url, state.link->url);
    state.result = &subject->external->results[state.entry->index];
    state.verdict = state.result->verdict;
    return state;
}

/* The first link to a dead host speaks for all of them. */
static bool speaks_for_host(const struct subject *subject, const struct link_state *state) {
    const struct external_host *host =
        map_get(&subject->external->dead_hosts, external_host(state->link->url));
    return host && host->first == state->entry->index &&
           str_eq(state->entry->first_file->path, subject->source->path) &&
           state->entry->first.start == state->link->span.start;
}

static bool is_problem(const struct rule *rule, const struct subject *subject,
                       const struct link_state *state) {
    const struct verdict *v = state->verdict;
    if (option_is(rule, "problem", "fragment")) return state->result->fragment == FRAGMENT_MISSING;
    if (option_is(rule, "problem", "moved")) return v->kind == VERDICT_MOVED && v->suggestion.ptr;
    if (option_is(rule, "problem", "unverifiable")) return v->kind == VERDICT_UNVERIFIABLE;
    if (option_is(rule, "problem", "soft"))
        return v->kind == VERDICT_OK && (v->reason == REASON_SOFT_404 || v->reason == REASON_SOFT_PAGE ||
                                         v->reason == REASON_SOFT_SAME || v->reason == REASON_HOME);
    if (v->kind != VERDICT_BROKEN) return false;
    bool host = external_host_is_dead(v);
    return option_is(rule, "problem", "host") ? host && speaks_for_host(subject, state) : !host;
}

static enum severity as_severity(enum ledger_severity severity) {
    switch (severity) {
    case LEDGER_FINE: return SEVERITY_OFF;
    case LEDGER_NOTE: return SEVERITY_NOTE;
    case LEDGER_WARNING: return SEVERITY_WARNING;
    case LEDGER_ERROR: break;
    }
    return SEVERITY_ERROR;
}

/* Does it lead to the same address by https? */
static bool is_scheme_alone(struct str from, struct str to) {
    struct str http = STR("http://"), https = STR("https://");
    return str_starts(from, http) && str_starts(to, https) &&
           str_starts(str_sub(from, http.len, from.len), str_sub(to, https.len, to.len));
}

/* A new address takes the place of the old one where that stands literally; the fragment stays. */
static void add_fix(struct findings *findings, struct diagnostic *d, const struct link_state *state) {
    struct str written = state->link->url;
    if (!state->link->literal) return;
    struct str fragment = str_sub(written, str_find_char(written, '#'), written.len);
    struct str suggestion = state->verdict->suggestion;
    if (str_find_char(suggestion, '#') < suggestion.len)
        fragment = (struct str){0}; /* the redirect has its own */
    struct str text = str_printf(findings->arena, "%.*s%.*s", STR_FMT(suggestion), STR_FMT(fragment));
    finding_edit(findings, d, state->link->span, text, "write the new address");
    d->suggested = is_scheme_alone(written, suggestion);
}

static void add_hops(struct findings *findings, struct diagnostic *d, const struct verdict *verdict) {
    if (!verdict->hop_count) return;
    d->flow = ARENA_ARRAY(findings->arena, struct related, verdict->hop_count);
    for (uint32_t i = 0; i < verdict->hop_count; i++)
        d->flow[d->flow_count++] =
            (struct related){findings->source, d->span,
                             str_printf(findings->arena, "%.*s answers %u", STR_FMT(verdict->hops[i].url),
                                        verdict->hops[i].status)};
}

/* "it answers 403 …", "the host refuses …"; for a sentence about the URL: "answers 404 …", "cannot be opened: the host …". */
static struct str problem_of(struct arena *arena, const struct rule *rule, const struct verdict *verdict) {
    struct str sentence = verdict_sentence(arena, verdict);
    bool names = verdict_names_subject(sentence);
    if (option_is(rule, "problem", "unverifiable"))
        return names ? sentence : str_printf(arena, "it %.*s", STR_FMT(sentence));
    if (option_is(rule, "problem", "host") || !names) return sentence;
    return str_printf(arena, "cannot be opened: %.*s", STR_FMT(sentence));
}

static void add(const struct rule *rule, const struct subject *subject, struct findings *findings,
                const struct link_state *state) {
    const struct verdict *v = state->verdict;
    bool fragment = option_is(rule, "problem", "fragment");
    enum severity severity =
        fragment ? rule->severity : as_severity(ledger_severity(v, false, subject->external->today));
    if (severity == SEVERITY_OFF) return;
    struct diagnostic *d = finding_add(findings, state->link->span);
    if (severity < d->severity) d->severity = severity;
    finding_set(findings, d, "url", state->link->url);
    finding_set(findings, d, "problem", problem_of(findings->arena, rule, v));
    finding_set(findings, d, "verdict", str_from(verdict_reason_id(v->reason)));
    if (v->final_url.ptr) finding_set(findings, d, "final", v->suggestion.ptr ? v->suggestion : v->final_url);
    const struct external_host *host =
        map_get(&subject->external->dead_hosts, external_host(state->link->url));
    finding_set(findings, d, "host", external_host(state->link->url));
    finding_set(findings, d, "links",
                str_printf(findings->arena, "%u", host ? host->links : state->entry->count));
    if (option_is(rule, "problem", "moved")) add_fix(findings, d, state);
    for (uint32_t i = 0; option_is(rule, "problem", "host") && i < host->other_count; i++)
        finding_relate(findings, d, host->others[i].source, host->others[i].span, host->others[i].message);
    add_hops(findings, d, v);
}

void external_is_new(struct diagnostic *diagnostic) {
    const struct rule *rule = diagnostic->rule;
    if (option_is(rule, "problem", "broken") || option_is(rule, "problem", "host"))
        diagnostic->severity = rule->severity;
}

void check_external(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    if (!subject->external) return;
    for (size_t i = 0; i < subject->file->external.len; i++) {
        struct link_state state = state_of(subject, i);
        if (is_problem(rule, subject, &state)) add(rule, subject, findings, &state);
    }
}
