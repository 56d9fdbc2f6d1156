/* diagnostics.c: what is wrong, told when it is due: of what is being written at once, and of the rest of the site when
 * nothing else is to be done. */
#include "lsp/parts.h"

#include <assert.h>

/* ---- one finding --------------------------------------------------------------------------------------------------- */

static int severity_number(enum severity severity) {
    switch (severity) {
    case SEVERITY_ERROR: return 1;
    case SEVERITY_WARNING: return 2;
    case SEVERITY_NOTE: return 3;
    case SEVERITY_OFF: break;
    }
    return 4;
}

static void write_related(struct json_writer *json, const struct lsp *lsp, struct regions *regions,
                          const struct opened *site, const struct diagnostic *item) {
    const struct related *lists[] = {item->related, item->flow};
    uint32_t counts[] = {item->related_count, item->flow_count};
    json_open(json, "relatedInformation", '[');
    for (size_t k = 0; k < ARRAY_LEN(lists); k++)
        for (uint32_t i = 0; i < counts[k]; i++) {
            const struct related *related = &lists[k][i];
            json_open(json, NULL, '{');
            json_open(json, "location", '{');
            json_str(json, "uri", document_uri(regions->arena, lsp, site, related->source->path));
            place_write_range(json, "range",
                              region_of(regions, related->source, related->span, lsp->client.unit));
            json_close(json, '}');
            json_str(json, "message", related->message);
            json_close(json, '}');
        }
    json_close(json, ']');
}

void diagnostics_write(struct json_writer *json, const struct lsp *lsp, struct regions *regions,
                       const struct opened *site, const struct diagnostic *item) {
    struct buf message = {.arena = regions->arena};
    report_text(&message, item->message);
    json_open(json, NULL, '{');
    place_write_range(json, "range", region_of(regions, item->source, item->span, lsp->client.unit));
    json_number(json, "severity", severity_number(item->severity));
    json_str(json, "code", item->rule->id);
    json_str(json, "source", STR("contentlint"));
    json_str(json, "message", buf_str(&message));
    if (lsp->client.related && item->related_count + item->flow_count)
        write_related(json, lsp, regions, site, item);
    json_close(json, '}');
}

/* Those of one file, as an array. *count: how many. */
static void write_items(struct json_writer *json, const char *key, const struct lsp *lsp,
                        struct regions *regions, const struct opened *site,
                        const struct lint_results *results, struct str within, size_t *count) {
    size_t low = 0, high = results->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(results->items[middle].source->path, within) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *count = 0;
    json_open(json, key, '[');
    for (; low < results->count && str_eq(results->items[low].source->path, within); low++, ++*count)
        diagnostics_write(json, lsp, regions, site, &results->items[low]);
    json_close(json, ']');
}

bool diagnostics_of(struct lsp *lsp, struct arena *arena, struct opened *site, struct str within,
                    struct lint_results *results, struct error *error) {
    struct lint_request request = {.files = {&within, 1, 1}};
    const struct site *loaded;
    *results = (struct lint_results){0};
    if (!sites_ready(lsp, site, error) || !session_site(site->session, &loaded, error)) return false;
    if (!tree_has(&loaded->tree, arena, within)) return true;
    return session_run(site->session, arena, &request, results, error);
}

/* ---- what is shown -------------------------------------------------------------------------------------------------- */

static struct shown *shown_of(struct opened *site, struct str within) {
    struct shown *shown = map_get(&site->shown, within);
    if (shown) return shown;
    shown = ARENA_NEW(&site->shown_memory, struct shown);
    *map_slot(&site->shown_memory, &site->shown, str_copy(&site->shown_memory, within)) = shown;
    return shown;
}

static bool is_visible(const struct lsp *lsp, const struct opened *site, struct str within,
                       const struct shown *shown) {
    if (document_at(lsp, site, within) || lsp->scope == SCOPE_SITE) return true;
    return lsp->scope == SCOPE_CHANGED && shown->last != shown->first;
}

/* The diagnostics of a file as text, and their number in the map. */
static struct str written(const struct lsp *lsp, struct regions *regions, struct opened *site,
                          const struct lint_results *results, struct str within, struct shown *shown) {
    struct buf out = {.arena = regions->arena};
    struct json_writer json = {.out = &out};
    size_t count;
    write_items(&json, NULL, lsp, regions, site, results, within, &count);
    shown->last = count ? str_hash(buf_str(&out)) | 1 : 0;
    return buf_str(&out);
}

static void publish(struct lsp *lsp, struct arena *arena, const struct opened *site, struct str within,
                    struct str items) {
    const struct document *document = document_at(lsp, site, within);
    struct message message;
    message_begin(&message, arena, "textDocument/publishDiagnostics", 0);
    json_open(&message.json, "params", '{');
    json_str(&message.json, "uri", document_uri(arena, lsp, site, within));
    if (document && lsp->client.versioned) json_number(&message.json, "version", document->version);
    json_raw(&message.json, "diagnostics", items);
    json_close(&message.json, '}');
    message_send(lsp, &message);
}

/* Is the client to hear of the file? What it has then is as of now. */
static bool is_due(struct lsp *lsp, struct opened *site, struct str within, struct shown *shown) {
    uint64_t wanted = is_visible(lsp, site, within, shown) ? shown->last : 0;
    if (shown->sent == wanted) return false;
    shown->sent = wanted;
    return true;
}

static void refresh(struct lsp *lsp, struct arena *arena) {
    struct message message;
    if (!lsp->client.refresh) return;
    message_begin(&message, arena, "workspace/diagnostic/refresh", ++lsp->next_id);
    message_send(lsp, &message);
}

void diagnostics_forget(struct lsp *lsp, struct document *document) {
    struct arena arena = {0};
    struct opened *site = document->site;
    struct shown *shown = site ? map_get(&site->shown, document->within) : NULL;
    struct str within = document->within;
    document->site = NULL; /* it is closed */
    if (shown && !lsp->client.pull && !is_visible(lsp, site, within, shown) &&
        is_due(lsp, site, within, shown))
        publish(lsp, &arena, site, within, STR("[]"));
    arena_free(&arena);
}

/* ---- what cannot be looked at ----------------------------------------------------------------------------------------- */

/* The line of an open document; else its start alone. */
static struct place_range line_range(const struct lsp *lsp, struct str uri, uint32_t line) {
    const struct document *document = document_of(lsp, uri);
    struct place_range range = {{line, 1}, {line, 1}};
    if (!document) return range;
    if (line > document->source.line_count) line = document->source.line_count;
    struct str text = source_line(&document->source, line);
    uint32_t end = document->source.lines[line - 1] + (uint32_t)text.len;
    range.start.line = line;
    range.end = source_place(&document->source, end, lsp->client.unit);
    return range;
}

/* message absent: nothing is wrong there any more. */
static void publish_trouble(struct lsp *lsp, struct arena *arena, struct str uri, uint32_t line,
                            struct str message_text) {
    struct message message;
    message_begin(&message, arena, "textDocument/publishDiagnostics", 0);
    json_open(&message.json, "params", '{');
    json_str(&message.json, "uri", uri);
    json_open(&message.json, "diagnostics", '[');
    if (message_text.ptr) {
        json_open(&message.json, NULL, '{');
        place_write_range(&message.json, "range", line_range(lsp, uri, line));
        json_number(&message.json, "severity", 1);
        json_str(&message.json, "source", STR("contentlint"));
        json_str(&message.json, "message", message_text);
        json_close(&message.json, '}');
    }
    json_close(&message.json, ']');
    json_close(&message.json, '}');
    message_send(lsp, &message);
}

/* What the client had of the file before it has no longer. */
static void forget_trouble(struct lsp *lsp, struct arena *arena, struct opened *site) {
    if (site->trouble_uri.ptr) {
        publish_trouble(lsp, arena, site->trouble_uri, 0, (struct str){0});
        shown_of(site, site->trouble_within)->sent = 0;
        site->untold = true;
    }
    arena_free(&site->trouble_memory);
    site->trouble = site->trouble_uri = site->trouble_within = (struct str){0};
}

static void show_trouble(struct lsp *lsp, struct arena *arena, struct opened *site,
                         const struct error *error) {
    struct str text = str_from(error->message), path = path_join(arena, site->root, error->path);
    struct str whole = str_printf(arena, "%.*s:%u: %.*s", STR_FMT(path), error->line, STR_FMT(text));
    if (str_eq(site->trouble, whole)) return;
    forget_trouble(lsp, arena, site);
    site->trouble = str_copy(&site->trouble_memory, whole);
    message_show(lsp, arena, true, 1,
                 str_printf(arena, "contentlint: %.*s%s%s", STR_FMT(error->path), error->path.len ? ": " : "",
                            error->message));
    if (!error->path.len || lsp->client.pull) return;
    site->trouble_uri = uri_of(&site->trouble_memory, path);
    site->trouble_within = str_copy(&site->trouble_memory, path_relative(arena, site->root, path));
    publish_trouble(lsp, arena, site->trouble_uri, error->line ? error->line : 1, text);
}

/* ---- an open document --------------------------------------------------------------------------------------------------- */

/* Is it one that the site has, whoever names it? Else its findings are a matter of the whole site. */
static bool is_page(struct opened *site, struct str within) {
    const struct site *loaded;
    struct error error = {0};
    if (site->single) return true;
    const struct site_page *page =
        session_site(site->session, &loaded, &error) ? site_page_of(loaded, within) : NULL;
    return page && page->page;
}

static void tell_document(struct lsp *lsp, struct document *document) {
    struct arena arena = {0};
    struct lint_results results;
    struct error error = {0};
    struct opened *site = document->site;
    document->stale = false;
    if (!sites_ready(lsp, site, &error)) {
        show_trouble(lsp, &arena, site, &error);
    } else if (is_page(site, document->within)) {
        if (diagnostics_of(lsp, &arena, site, document->within, &results, &error)) {
            struct regions regions = {.arena = &arena};
            struct shown *shown = shown_of(site, document->within);
            struct str items = written(lsp, &regions, site, &results, document->within, shown);
            shown->sent = shown->last;
            publish(lsp, &arena, site, document->within, items);
        } else {
            show_trouble(lsp, &arena, site, &error);
        }
    }
    arena_free(&arena);
}

/* ---- a whole site --------------------------------------------------------------------------------------------------------- */

static str_array documents_in(const struct lsp *lsp, struct arena *arena, const struct opened *site) {
    str_array list = {0};
    for (const struct document *d = lsp->documents; d; d = d->next)
        if (d->site == site) *ARRAY_PUSH(arena, &list) = d->within;
    return list;
}

static bool look(struct lsp *lsp, struct arena *arena, struct opened *site, struct error *error) {
    bool part = site->single || site->parts || lsp->scope == SCOPE_OPEN;
    str_array pages = {0};
    if (!sites_ready(lsp, site, error)) return false;
    if (part) pages = documents_in(lsp, arena, site);
    return session_diagnose(site->session, part ? &pages : NULL, &site->answer, error);
}

static void tell_file(struct lsp *lsp, struct regions *regions, struct opened *site, struct str within,
                      bool *refreshes) {
    struct shown *shown = shown_of(site, within);
    struct str items = written(lsp, regions, site, site->answer.results, within, shown);
    if (!site->known) shown->first = shown->last;
    if (lsp->client.pull) {
        const struct document *document = document_at(lsp, site, within);
        uint64_t wanted = is_visible(lsp, site, within, shown) ? shown->last : 0;
        /* What was just changed the client asks about by itself. */
        *refreshes |= wanted != shown->sent && !(document && document->stale);
    } else if (is_due(lsp, site, within, shown)) {
        publish(lsp, regions->arena, site, within, shown->sent ? items : STR("[]"));
    }
}

/* What is shown of the files is that of today's files, and their findings are told again. */
static void tell_all(struct lsp *lsp, struct regions *regions, struct opened *site, bool *refreshes) {
    const struct lint_results *results = site->answer.results;
    for (size_t i = 0; i < results->count; i++)
        if (!i || !str_eq(results->items[i].source->path, results->items[i - 1].source->path))
            tell_file(lsp, regions, site, results->items[i].source->path, refreshes);
    for (size_t i = 0; i < site->shown.len; i++)
        tell_file(lsp, regions, site, site->shown.entries[i].key, refreshes);
}

/* What the run could not do, where nobody looks for a report. */
static void log_failures(struct lsp *lsp, struct arena *arena, const struct lint_results *results) {
    for (size_t i = 0; i < results->notification_count; i++)
        if (results->notifications[i].severity == SEVERITY_ERROR)
            message_show(lsp, arena, false, 1, results->notifications[i].message);
}

static void tell_site(struct lsp *lsp, struct opened *site) {
    struct arena arena = {0};
    struct error error = {0};
    struct regions regions = {.arena = &arena};
    bool refreshes = false, begun = progress_begin(lsp, &arena, site);
    site->stale = false;
    if (look(lsp, &arena, site, &error)) {
        forget_trouble(lsp, &arena, site);
        if (!site->known || site->untold)
            tell_all(lsp, &regions, site, &refreshes);
        else
            for (size_t i = 0; i < site->answer.changed.len; i++)
                tell_file(lsp, &regions, site, site->answer.changed.items[i], &refreshes);
        site->known = true;
        site->untold = false;
        log_failures(lsp, &arena, site->answer.results);
    } else {
        show_trouble(lsp, &arena, site, &error);
        site->answer = (struct session_answer){0};
    }
    if (begun) progress_end(lsp, &arena);
    if (refreshes) refresh(lsp, &arena);
    arena_free(&arena);
}

bool diagnostics_step(struct lsp *lsp) {
    for (struct document *d = lsp->documents; d; d = d->next)
        if (d->stale && d->site && !lsp->client.pull) {
            tell_document(lsp, d);
            return true;
        }
    for (struct opened *site = lsp->sites; site; site = site->next)
        if (site->stale) {
            tell_site(lsp, site);
            return true;
        }
    return false;
}

/* ---- asked for by the client ------------------------------------------------------------------------------------------------ */

static void write_report(struct json_writer *json, struct arena *arena, const struct shown *shown,
                         struct str items, struct str previous) {
    struct str id = str_printf(arena, "%llx", (unsigned long long)shown->sent);
    bool same = str_eq(id, previous);
    json_str(json, "kind", same ? STR("unchanged") : STR("full"));
    json_str(json, "resultId", id);
    if (!same) json_raw(json, "items", shown->sent ? items : STR("[]"));
}

bool request_diagnostic(struct lsp *lsp, struct arena *arena, const struct node *params,
                        struct json_writer *json, struct error *error) {
    struct document *document = document_named(lsp, params);
    struct regions regions = {.arena = arena};
    struct lint_results results = {0};
    struct shown none = {0}, *shown = &none;
    struct str items = STR("[]");
    if (document && document->site) {
        struct opened *site = document->site;
        if (!sites_ready(lsp, site, error)) return false;
        if (is_page(site, document->within)) {
            if (!diagnostics_of(lsp, arena, site, document->within, &results, error)) return false;
        } else {
            if (!site->answer.results && !look(lsp, arena, site, error)) return false;
            results = *site->answer.results;
        }
        document->stale = false;
        shown = shown_of(site, document->within);
        items = written(lsp, &regions, site, &results, document->within, shown);
        shown->sent = shown->last;
    }
    json_open(json, "result", '{');
    write_report(json, arena, shown, items, node_text(node_get(params, STR("previousResultId")), STR("")));
    json_close(json, '}');
    return true;
}

static struct str previous_id(const struct node *params, struct str uri) {
    const struct node *list = node_get(params, STR("previousResultIds"));
    for (const struct node *n = list ? list->child : NULL; n; n = n->next)
        if (str_eq(node_text(node_get(n, STR("uri")), STR("")), uri))
            return node_text(node_get(n, STR("value")), STR(""));
    return STR("");
}

static bool report_site(struct lsp *lsp, struct regions *regions, const struct node *params,
                        struct json_writer *json, struct opened *site, struct error *error) {
    struct arena *arena = regions->arena;
    if (!site->answer.results && !look(lsp, arena, site, error)) return false;
    const struct lint_results *results = site->answer.results;
    for (size_t i = 0; i < results->count; i++) shown_of(site, results->items[i].source->path);
    for (size_t i = 0; i < site->shown.len; i++) {
        struct str within = site->shown.entries[i].key;
        struct shown *shown = site->shown.entries[i].value;
        struct str items = written(lsp, regions, site, results, within, shown);
        struct str uri = document_uri(arena, lsp, site, within), previous = previous_id(params, uri);
        const struct document *document = document_at(lsp, site, within);
        if (!site->known) shown->first = shown->last;
        shown->sent = is_visible(lsp, site, within, shown) ? shown->last : 0;
        if (!shown->sent && !previous.len) continue;
        json_open(json, NULL, '{');
        json_str(json, "uri", uri);
        if (document)
            json_number(json, "version", document->version);
        else
            json_null(json, "version");
        write_report(json, arena, shown, items, previous);
        json_close(json, '}');
    }
    site->known = true;
    return true;
}

bool request_workspace_diagnostic(struct lsp *lsp, struct arena *arena, const struct node *params,
                                  struct json_writer *json, struct error *error) {
    struct regions regions = {.arena = arena};
    json_open(json, "result", '{');
    json_open(json, "items", '[');
    for (struct opened *site = lsp->sites; site; site = site->next)
        if (!report_site(lsp, &regions, params, json, site, error)) return false;
    json_close(json, ']');
    json_close(json, '}');
    return true;
}
