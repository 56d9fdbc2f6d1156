/* external.c: the external links of a run, each URL once, and what the ledger or the network says about it. */
#include "lint/external.h"

#include "lint/checks.h"
#include <string.h>

struct str external_url(struct arena *arena, const struct subject *subject, size_t i) {
    const struct link *link = &subject->page->links.items[i];
    struct str target = str_trim(link->target);
    if (!target_is_written_here(subject->page, link)) return (struct str){0};
    if (subject->resolutions && subject->resolutions[i].status != RESOLUTION_EXTERNAL) return (struct str){0};
    if (link->kind == LINK_HTML &&
        (str_eq(link->rel, STR("preconnect")) || str_eq(link->rel, STR("dns-prefetch"))))
        return (struct str){0};
    if (str_find(target, STR("{{")) < target.len || str_find(target, STR("{%")) < target.len)
        return (struct str){0};
    if (str_starts(target, STR("//"))) return str_printf(arena, "https:%.*s", STR_FMT(target));
    bool http = str_eq_nocase(str_sub(target, 0, 7), STR("http://")) ||
                str_eq_nocase(str_sub(target, 0, 8), STR("https://"));
    return http ? target : (struct str){0};
}

void external_collect(struct arena *keep, const struct subject *subject, struct run_file *file) {
    for (size_t i = 0; i < subject->page->links.len; i++) {
        struct str url = external_url(keep, subject, i);
        if (!url.ptr) continue;
        struct run_link *link = ARRAY_PUSH(keep, &file->external);
        link->url = str_copy(keep, url);
        link->span = subject->page->links.items[i].target_span;
    }
}

/* ---- the ledger ------------------------------------------------------------------------------------------- */

static struct str ledger_path(const struct run *run) {
    const struct node *node = node_path(run->lint->config.tree, STR("links.external.ledger"));
    struct str given = run->request->external ? run->request->external->ledger : (struct str){0};
    return given.ptr ? given : node_text(node, STR(LEDGER_NAME));
}

static bool read_ledger_text(struct arena *arena, const struct run *run, struct str *text) {
    struct error ignored = {0};
    const struct tree *tree = &run->request->site->tree;
    struct str path = ledger_path(run);
    if (run->request->external && run->request->external->ledger.ptr)
        return file_exists(str_c(arena, path)) && file_read(arena, str_c(arena, path), 0, text, &ignored);
    return tree_has(tree, arena, path) && tree->read(tree->state, arena, path, text, &ignored);
}

bool external_wanted(struct arena *arena, const struct run *run) {
    struct str text;
    if (!(run->lint->needs & NEED_EXTERNAL)) return false;
    return run->request->external || read_ledger_text(arena, run, &text);
}

/* Damaged rows are said once each; the others count. */
static void read_ledger(struct arena *arena, const struct run *run, struct ledger *ledger,
                        struct lint_results *results) {
    struct str text;
    ledger_faults faults = {0};
    if (!read_ledger_text(arena, run, &text)) return;
    ledger_parse(arena, text, ledger, &faults);
    for (size_t i = 0; i < faults.len; i++)
        run_notify(arena, results, SEVERITY_WARNING,
                   str_printf(arena, "%.*s:%u: %.*s", STR_FMT(ledger_path(run)), faults.items[i].line,
                              STR_FMT(faults.items[i].message)));
}

/* ---- asking ------------------------------------------------------------------------------------------------ */

typedef ARRAY_OF(struct crawl_link) link_list;

static void add_link(struct arena *arena, struct external *external, link_list *links,
                     const struct run_file *file, const struct run_link *link) {
    void **slot = map_slot(arena, &external->by_url, link->url);
    struct external_entry *entry = *slot;
    if (!entry) {
        entry = *slot = ARENA_NEW(arena, struct external_entry);
        *entry = (struct external_entry){.index = links->len, .first_file = file, .first = link->span};
        ARRAY_PUSH(arena, links)->url = link->url;
    }
    links->items[entry->index].weight = ++entry->count;
}

/* In the order of the files, so that the same run asks the same. */
static void gather(struct arena *arena, const struct run *run, struct external *external, link_list *links) {
    for (size_t i = 0; i < run->file_count; i++)
        for (size_t k = 0; k < run->files[i].external.len; k++)
            add_link(arena, external, links, &run->files[i], &run->files[i].external.items[k]);
}

struct regex_list {
    struct regex **items;
    size_t len, cap;
};

static bool is_excluded(void *data, struct str url) {
    const struct regex_list *patterns = data;
    for (size_t i = 0; i < patterns->len; i++)
        if (regex_search(patterns->items[i], url, 0, NULL, 0) == REGEX_MATCH) return true;
    return false;
}

/* links.external.exclude: regular expressions on URLs. */
static bool read_excluded(struct arena *arena, const struct run *run, struct regex_list *patterns,
                          struct error *error) {
    const struct config *config = &run->lint->config;
    const struct node *list = node_path(config->tree, STR("links.external.exclude"));
    bool single = list && list->kind == NODE_STRING;
    for (const struct node *item = single ? list
                                   : list ? list->child
                                          : NULL;
         item; item = single ? NULL : item->next) {
        struct regex *regex = regex_compile(arena, node_text(item, STR("")), 0, error);
        if (!regex) return error_at(error, &config->source, item->span, "%s", error->message);
        *ARRAY_PUSH(arena, patterns) = regex;
    }
    return true;
}

static bool crawl(struct arena *arena, const struct run *run, struct external *external,
                  const link_list *links, const struct ledger *ledger, struct crawl_report *report,
                  struct error *error) {
    struct crawl_options options = run->request->external ? run->request->external->crawl : crawl_defaults();
    struct regex_list patterns = {0};
    if (!run->request->external) options.lane = LANE_OFFLINE;
    options.now = run->lint->options.now;
    bool done = read_excluded(arena, run, &patterns, error);
    if (patterns.len) {
        options.excluded = is_excluded;
        options.excluded_data = &patterns;
    }
    done = done && crawl_run(arena, links->items, links->len, &options, ledger, report, error);
    for (size_t i = 0; i < patterns.len; i++) regex_free(patterns.items[i]);
    external->today = ledger_date(options.now);
    return done;
}

struct str external_host(struct str url) {
    size_t start = str_find(url, STR("//")) + 2, end = start;
    while (end < url.len && !strchr("/?#:", url.ptr[end])) end++;
    return str_sub(url, start, end);
}

bool external_host_is_dead(const struct verdict *verdict) {
    bool reason = verdict->reason == REASON_NO_SUCH_HOST || verdict->reason == REASON_CERT_NAME ||
                  verdict->reason == REASON_CERT_EXPIRED;
    return verdict->kind == VERDICT_BROKEN && (verdict->host_down || (verdict->from_ledger && reason));
}

static void count_hosts(struct arena *arena, struct external *external, const link_list *links) {
    for (size_t i = 0; i < links->len; i++) {
        if (!external_host_is_dead(external->results[i].verdict)) continue;
        void **slot = map_slot(arena, &external->dead_hosts, external_host(links->items[i].url));
        struct external_host *host = *slot;
        if (!host) {
            host = *slot = ARENA_NEW(arena, struct external_host);
            host->first = i;
        }
        host->links += links->items[i].weight;
    }
}

bool external_ask(struct arena *arena, struct run *run, struct lint_results *results, struct error *error) {
    struct external *external = ARENA_NEW(arena, struct external);
    struct crawl_report *report = ARENA_NEW(arena, struct crawl_report);
    struct ledger *ledger = ARENA_NEW(arena, struct ledger);
    link_list links = {0};
    read_ledger(arena, run, ledger, results);
    gather(arena, run, external, &links);
    if (!crawl(arena, run, external, &links, ledger, report, error)) return false;
    external->links = links.items;
    external->report = report;
    external->results = report->results;
    count_hosts(arena, external, &links);
    run->external = external;
    bool online = run->request->external && run->request->external->crawl.lane != LANE_OFFLINE;
    results->crawl = (struct lint_crawl){links.items, links.len, report, ledger, online, ledger_path(run)};
    return true;
}
