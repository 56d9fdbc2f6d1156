/* actions.c: what can be done about a finding: its fix, all of its kind, a word that it is wanted. */
#include "lsp/actions.h"

/* ---- fixes ------------------------------------------------------------------------------------------------------------------ */

static void write_edits(struct actions *actions, const struct diagnostic *items, size_t count) {
    struct workspace_edit edit = {actions->lsp, actions->arena, actions->site, actions->json};
    fix_edit_list files = fix_edits(actions->arena, items, count, NULL);
    workspace_edit_begin(&edit, "edit");
    for (size_t i = 0; i < files.len; i++)
        workspace_edit_file(&edit, files.items[i].source->path, files.items[i].list.items,
                            files.items[i].list.len);
    workspace_edit_end(&edit);
}

static void add_fix(struct actions *actions, const struct diagnostic *finding) {
    if (!finding->edit_count) return;
    actions_begin(actions, "quickfix", finding->fix, finding, !finding->suggested);
    write_edits(actions, finding, 1);
    actions_end(actions);
}

/* Safe ones of the file; of one rule, or of all. */
static diagnostics safe_of(struct actions *actions, const struct lint_results *results, struct str within,
                           const struct rule *rule) {
    diagnostics list = {0};
    for (size_t i = 0; i < results->count; i++) {
        const struct diagnostic *d = &results->items[i];
        bool here = !within.ptr || str_eq(d->source->path, within);
        if (here && d->edit_count && !d->suggested && (!rule || str_eq(d->rule->id, rule->id)))
            *ARRAY_PUSH(actions->arena, &list) = *d;
    }
    return list;
}

static void add_all_here(struct actions *actions, const struct diagnostic *finding) {
    diagnostics list = safe_of(actions, actions->results, actions->document->within, finding->rule);
    if (list.len < 2) return;
    actions_begin(
        actions, "quickfix",
        str_printf(actions->arena, "Fix all %zu of %.*s in this file", list.len, STR_FMT(finding->rule->id)),
        NULL, false);
    write_edits(actions, list.items, list.len);
    actions_end(actions);
}

static void add_all_in_site(struct actions *actions, const struct diagnostic *finding) {
    const struct lint_results *whole = actions->site->answer.results;
    struct str file = actions->document->within;
    if (!whole || whole == actions->results) return;
    diagnostics list = safe_of(actions, whole, (struct str){0}, finding->rule);
    size_t others = 0;
    for (size_t i = 0; i < list.len; i++) others += !str_eq(list.items[i].source->path, file);
    if (!others) return;
    actions_begin(
        actions, "quickfix",
        str_printf(actions->arena, "Fix all %zu of %.*s in the site", list.len, STR_FMT(finding->rule->id)),
        NULL, false);
    write_edits(actions, list.items, list.len);
    actions_end(actions);
}

static void add_fix_all(struct actions *actions) {
    diagnostics list = safe_of(actions, actions->results, actions->document->within, NULL);
    if (!list.len) return;
    actions_begin(actions, "source.fixAll.contentlint", STR("Fix all that contentlint can fix safely"), NULL,
                  false);
    write_edits(actions, list.items, list.len);
    actions_end(actions);
}

/* ---- the request --------------------------------------------------------------------------------------------------------------- */

static bool is_at(const struct actions *actions, const struct diagnostic *finding) {
    struct span span = finding->span;
    return str_eq(finding->source->path, actions->document->within) && span.start <= actions->range.end &&
           span.end >= actions->range.start;
}

static void add_for(struct actions *actions, const struct diagnostic *finding, bool first) {
    add_fix(actions, finding);
    if (first && finding->edit_count && !finding->suggested) {
        add_all_here(actions, finding);
        add_all_in_site(actions, finding);
    }
    actions_create(actions, finding);
    actions_suppress(actions, finding);
    actions_allow(actions, finding);
}

/* Rules that came already: what is done for all of a kind is offered once. */
static bool is_first(struct actions *actions, struct map *seen, const struct diagnostic *finding) {
    void **slot = map_slot(actions->arena, seen, finding->rule->id);
    bool first = !*slot;
    *slot = actions;
    return first;
}

/* Findings at one place are few; a selection of all of a page is no reason to offer thousands. */
enum { ACTIONS_MAX = 20 };

static bool findings_now(struct actions *actions, struct lint_results *results, struct error *error) {
    struct opened *site = actions->site;
    if (!diagnostics_of(actions->lsp, actions->arena, site, actions->document->within, results, error))
        return false;
    if (!results->count && site->answer.results) *results = *site->answer.results;
    return true;
}

bool request_code_action(struct lsp *lsp, struct arena *arena, const struct node *params,
                         struct json_writer *json, struct error *error) {
    struct document *document = document_named(lsp, params);
    struct lint_results results;
    struct map seen = {0};
    size_t count = 0;
    json_open(json, "result", '[');
    if (document && document->site && lsp->client.literals) {
        struct actions actions = {.lsp = lsp,
                                  .arena = arena,
                                  .site = document->site,
                                  .document = document,
                                  .json = json,
                                  .params = params,
                                  .regions = {.arena = arena},
                                  .results = &results};
        actions.range = place_span(&document->source, node_get(params, STR("range")), lsp->client.unit);
        if (!findings_now(&actions, &results, error)) return false;
        for (size_t i = 0; i < results.count && actions_wanted(&actions, "quickfix") && count < ACTIONS_MAX;
             i++)
            if (is_at(&actions, &results.items[i])) {
                add_for(&actions, &results.items[i], is_first(&actions, &seen, &results.items[i]));
                count++;
            }
        if (actions_wanted(&actions, "source.fixAll.contentlint")) add_fix_all(&actions);
    }
    json_close(json, ']');
    return true;
}
