/* external.c: the external links of a run, each URL once, and what the ledger or the network says about it. */
#include "lint/external.h"

#include "lint/checks.h"
#include <string.h>

/* The absolute URL that links[i] of the subject's page asks another host for; absent when it does not, or when a
 * template decides. */
static struct str external_url(struct arena *arena, const struct subject *subject, size_t i) {
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

void external_collect(struct arena *keep, const struct subject *subject, struct run_file *file, bool places) {
    struct source source = *subject->source; /* with a line table of our own */
    struct arena scratch = {0};
    if (places) source_lines(&scratch, &source);
    for (size_t i = 0; i < subject->page->links.len; i++) {
        const struct link *from = &subject->page->links.items[i];
        struct str url = external_url(keep, subject, i);
        if (!url.ptr) continue;
        struct run_link *link = ARRAY_PUSH(keep, &file->external);
        link->url = str_copy(keep, url);
        link->span = from->target_span;
        link->literal = from->exact && str_eq(span_str(&source, link->span), from->target);
        if (places) link->place = source_place(&source, link->span.start, UNIT_CHARACTER);
    }
    arena_free(&scratch);
}

/* ---- the ledger ------------------------------------------------------------------------------------------- */

static bool is_given(const struct lint_external *external) {
    return external && external->ledger.ptr;
}

/* Of --ledger from the working directory, else from the site's root. */
static struct str ledger_name(const struct lint *lint, const struct lint_external *external) {
    const struct node *node = config_node(&lint->config, STR("links.external.ledger"), NULL);
    return is_given(external) ? external->ledger : node_text(node, STR(LEDGER_NAME));
}

struct str external_ledger(const struct run *run) {
    return ledger_name(run->lint, run->request->external);
}

/* By the configuration, which has a place, or a link of the usual name. */
static bool ledger_outside(const struct lint *lint, const struct site *site, struct str name,
                           struct error *error) {
    const struct config_file *file;
    const struct node *node = config_node(&lint->config, STR("links.external.ledger"), &file);
    const char *border = site->git_root.ptr ? "repository" : "site's folder";
    if (!node) return error_set(error, name, 0, "the ledger leads out of the %s", border);
    return error_at(error, &file->source, node->span, "the ledger leads out of the %s", border);
}

bool lint_ledger(struct arena *arena, const struct lint *lint, const struct site *site,
                 const struct lint_external *external, struct str *path, struct error *error) {
    struct str name = ledger_name(lint, external);
    *path = is_given(external) ? name : path_clean(arena, path_join(arena, site->root, name));
    if (is_given(external) || !site->tree.root || root_look(site->tree.root, arena, name) != ROOT_OUTSIDE)
        return true;
    return ledger_outside(lint, site, name, error);
}

/* Absent when there is none. */
static bool read_ledger_text(struct arena *arena, struct run *run, struct error *error) {
    const struct tree *tree = &run->request->site->tree;
    struct str path, name = external_ledger(run);
    struct error failure = {0};
    if (!lint_ledger(arena, run->lint, run->request->site, run->request->external, &path, error))
        return false;
    if (is_given(run->request->external))
        return !file_exists(str_c(arena, path)) ||
               file_read(arena, str_c(arena, path), LEDGER_MAX_BYTES, &run->ledger_text, error);
    bool there = tree->read_large ? tree->read_large(tree->state, arena, name, LEDGER_MAX_BYTES,
                                                     &run->ledger_text, &failure)
                                  : tree->read(tree->state, arena, name, &run->ledger_text, &failure);
    if (!there && failure.message[0]) *error = failure;
    return there || !failure.message[0];
}

const struct source *external_ledger_source(struct arena *arena, const struct run *run) {
    struct source *source = ARENA_NEW(arena, struct source);
    *source = (struct source){.path = external_ledger(run), .text = run->ledger_text};
    return !is_given(run->request->external) && run->ledger_text.ptr ? source : NULL;
}

/* ---- links.external.exclude ---- */

enum { EXCLUDE_STEPS = 1000000000 }; /* of a run */

struct regex_list {
    struct regex **items;
    size_t len, cap;
    uint64_t steps; /* beyond those that are free */
    bool
        limited; /* one took too many steps on an address, or all together: what cannot be told was left out */
};

static bool is_excluded(void *data, struct str url) {
    struct regex_list *patterns = data;
    for (size_t i = 0; i < patterns->len; i++) {
        if (patterns->steps > EXCLUDE_STEPS) return patterns->limited = true;
        enum regex_result result = regex_search(patterns->items[i], url, 0, NULL, 0, &patterns->steps);
        patterns->limited |= result == REGEX_LIMIT;
        if (result != REGEX_NO_MATCH) return true;
    }
    return false;
}

/* links.external.exclude: regular expressions on URLs. */
static bool read_excluded(struct arena *arena, const struct run *run, struct regex_list *patterns,
                          struct error *error) {
    const struct config_file *file;
    const struct node *list = config_node(&run->lint->config, STR("links.external.exclude"), &file);
    bool single = list && list->kind == NODE_STRING;
    for (const struct node *item = single ? list
                                   : list ? list->child
                                          : NULL;
         item; item = single ? NULL : item->next) {
        struct regex *regex = regex_compile(arena, node_text(item, STR("")), 0, error);
        if (!regex) return error_at(error, &file->source, item->span, "%s", error->message);
        *ARRAY_PUSH(arena, patterns) = regex;
    }
    return true;
}

static void free_excluded(struct regex_list *patterns) {
    for (size_t i = 0; i < patterns->len; i++) regex_free(patterns->items[i]);
}

bool external_open(struct arena *arena, struct run *run, struct error *error) {
    bool external = run->lint->needs & NEED_EXTERNAL;
    if (!external && !(run->lint->needs & NEED_LEDGER)) return true;
    struct regex_list patterns = {0}; /* a wrong one is said even where nothing is asked */
    bool valid = read_excluded(arena, run, &patterns, error);
    free_excluded(&patterns);
    if (!valid || !read_ledger_text(arena, run, error)) return false;
    ledger_parse(arena, run->ledger_text, &run->known.rows, &run->known.faults);
    ledger_believe(&run->known.rows, ledger_date(run->lint->options.now));
    run->asks = external && (run->request->external || run->ledger_text.ptr);
    return true;
}

/* Damaged rows count for nothing. In a run over the whole site a rule says so. */
static void notify_damage(struct arena *arena, const struct run *run, struct lint_results *results) {
    const ledger_faults *faults = &run->known.faults;
    for (size_t i = 0; i < faults->len && (is_given(run->request->external) || !run->request->whole); i++)
        run_notify(arena, results, SEVERITY_WARNING,
                   str_printf(arena, "%.*s:%u: %.*s", STR_FMT(external_ledger(run)), faults->items[i].line,
                              STR_FMT(faults->items[i].message)));
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
    external->limited = patterns.limited;
    free_excluded(&patterns);
    external->today = ledger_date(options.now);
    return done;
}

struct str external_host(struct str url) {
    size_t start = str_find(url, STR("//")) + 2, end = start;
    while (end < url.len && !strchr("/\\?#", url.ptr[end])) end++;
    struct str authority = str_sub(url, start, end);
    size_t at = str_rfind_char(authority, '@');
    return at < authority.len ? str_sub(authority, at + 1, authority.len) : authority;
}

bool external_host_is_dead(const struct verdict *verdict) {
    bool reason = verdict->reason == REASON_NO_SUCH_HOST || verdict->reason == REASON_CERT_NAME ||
                  verdict->reason == REASON_CERT_EXPIRED;
    /* A row with a status is about a page that answered with a redirect: its own host lives. */
    return verdict->kind == VERDICT_BROKEN &&
           (verdict->host_down || (verdict->from_ledger && reason && !verdict->status));
}

/* ---- dead hosts --------------------------------------------------------------------------------------------- */

enum { OTHERS_MAX = 10 /* related places of a dead host */ };

static void count_hosts(struct arena *arena, struct external *external, const link_list *links) {
    for (size_t i = 0; i < links->len; i++) {
        if (!external_host_is_dead(external->results[i].verdict)) continue;
        void **slot = map_slot(arena, &external->dead_hosts, external_host(links->items[i].url));
        struct external_host *host = *slot;
        if (!host) {
            host = *slot = ARENA_NEW(arena, struct external_host);
            host->first = i;
            host->others = ARENA_ARRAY(arena, struct related, OTHERS_MAX);
        }
        host->links += links->items[i].weight;
    }
}

const struct source *external_source(struct arena *arena, const struct run *run,
                                     const struct run_file *file) {
    struct source *source = ARENA_NEW(arena, struct source);
    const struct tree *tree = &run->request->site->tree;
    struct error ignored;
    if (file->list.len) return file->list.items[0].source;
    source->path = file->path;
    bool same = tree->read(tree->state, arena, file->path, &source->text, &ignored) &&
                str_hash(source->text) == file->text_hash;
    return same ? source : NULL;
}

static bool is_entry(const struct external_entry *entry, const struct run_file *file,
                     const struct run_link *link) {
    return entry->first_file == file && entry->first.start == link->span.start;
}

/* The places of links to dead hosts, but for the one that speaks for the host. */
static void relate_hosts(struct arena *arena, const struct run *run, struct external *external) {
    for (size_t i = 0; external->dead_hosts.len && i < run->file_count; i++) {
        const struct run_file *file = &run->files[i];
        const struct source *source = NULL;
        for (size_t k = 0; k < file->external.len; k++) {
            const struct run_link *link = &file->external.items[k];
            struct external_host *host = map_get(&external->dead_hosts, external_host(link->url));
            const struct external_entry *entry = host ? map_get(&external->by_url, link->url) : NULL;
            if (!host || host->other_count == OTHERS_MAX) continue;
            if (entry->index == host->first && is_entry(entry, file, link)) continue;
            if (!external_host_is_dead(external->results[entry->index].verdict))
                continue; /* its other scheme */
            if (!source && !(source = external_source(arena, run, file))) break;
            host->others[host->other_count++] = (struct related){
                source, link->span, str_printf(arena, "%.*s stands here", STR_FMT(link->url))};
        }
    }
}

/* ---- places ------------------------------------------------------------------------------------------------- */

static void list_places(struct arena *arena, const struct run *run, const struct external *external,
                        struct lint_crawl *crawl) {
    ARRAY_OF(struct lint_place) places = {0};
    for (size_t i = 0; i < run->file_count; i++)
        for (size_t k = 0; k < run->files[i].external.len; k++) {
            const struct run_link *link = &run->files[i].external.items[k];
            const struct external_entry *entry = map_get(&external->by_url, link->url);
            *ARRAY_PUSH(arena, &places) = (struct lint_place){run->files[i].path, link->place, entry->index};
        }
    crawl->places = places.items;
    crawl->place_count = places.len;
}

static struct str why_left(const struct crawl_report *report) {
    if (report->interruption.ptr) return report->interruption;
    return report->interrupted ? STR("the run was interrupted") : STR("the time was over");
}

enum { WITHHELD_MAX = 10 /* hosts that are named */ };

/* What the configuration asks for and the command line has not allowed, where it asks for it. */
static void notify_withheld(struct arena *arena, const struct run *run, const struct crawl_report *report,
                            struct lint_results *results) {
    const struct config_file *config = config_main(&run->lint->config);
    const struct crawl_options *crawl = &run->request->external->crawl;
    const struct node *addresses =
        config_node(&run->lint->config, STR("links.external.allow_addresses"), &config);
    if (crawl->site_address_count && !crawl->allow_private && !crawl->allow_address_count)
        run_notify(
            arena, results, SEVERITY_WARNING,
            str_printf(arena,
                       "%.*s:%u: no private address is asked: what may be is said by --allow-address or "
                       "CONTENTLINT_ALLOW_ADDRESSES, and allow_addresses can only narrow that",
                       STR_FMT(config->source.path), text_line(config->source.text, addresses->span.start)));
    for (size_t i = 0, named = 0; i < report->host_count && named < WITHHELD_MAX; i++) {
        const struct crawl_host *host = &report->hosts[i];
        if (!host->withheld) continue;
        named++;
        run_notify(
            arena, results, SEVERITY_WARNING,
            str_printf(arena,
                       "%.*s:%u: %u URL%s of %.*s %s not asked for want of %s, which is not set or not bound "
                       "to that host: --secret %s=HOST or CONTENTLINT_SECRETS binds it",
                       STR_FMT(config->source.path), text_line(config->source.text, host->rule->place.start),
                       host->withheld, host->withheld == 1 ? "" : "s", STR_FMT(host->name),
                       host->withheld == 1 ? "was" : "were", host->secret, host->secret));
    }
}

/* A slim container has no certificates; then nothing about HTTPS hosts can be told, which one sentence must say. */
static void notify_authorities(struct arena *arena, const struct crawl_options *options,
                               const struct crawl_report *report, struct lint_results *results) {
    if (!options->ca_file && crawl_verified_none(report))
        run_notify(arena, results, SEVERITY_WARNING,
                   STR("no HTTPS host could be verified: this system has no certificates of authorities "
                       "where systems "
                       "keep them; install ca-certificates, or let SSL_CERT_FILE name a bundle"));
}

/* What the run could not do. Without an answer from anybody the verdicts say nothing about the links. */
static void notify(struct arena *arena, const struct crawl_report *report, struct lint_results *results) {
    if (report->no_network)
        run_notify(arena, results, SEVERITY_ERROR,
                   STR("no network: no host answered, so external links were not checked"));
    else if (report->interrupted || report->over_budget)
        run_notify(
            arena, results, report->interrupted ? SEVERITY_ERROR : SEVERITY_WARNING,
            str_printf(arena, "%u external URL%s not checked: %.*s; the ledger speaks for those it knows",
                       report->left, report->left == 1 ? " was" : "s were", STR_FMT(why_left(report))));
    if (report->journal_error.message[0])
        run_notify(arena, results, SEVERITY_WARNING,
                   str_printf(arena, "%.*s: %s; answers were only kept when the run ended",
                              STR_FMT(report->journal_error.path), report->journal_error.message));
    results->incomplete |= report->no_network || report->interrupted;
}

bool external_ask(struct arena *arena, struct run *run, struct lint_results *results, struct error *error) {
    struct external *external = ARENA_NEW(arena, struct external);
    struct crawl_report *report = ARENA_NEW(arena, struct crawl_report);
    struct ledger *ledger = ARENA_NEW(arena, struct ledger);
    link_list links = {0};
    *ledger = run->known.rows;
    notify_damage(arena, run, results);
    gather(arena, run, external, &links);
    if (!crawl(arena, run, external, &links, ledger, report, error)) return false;
    external->links = links.items;
    external->report = report;
    external->results = report->results;
    count_hosts(arena, external, &links);
    relate_hosts(arena, run, external);
    run->external = external;
    bool online = run->request->external && run->request->external->crawl.lane != LANE_OFFLINE;
    results->crawl = (struct lint_crawl){.links = links.items, .count = links.len, .report = report};
    results->crawl.ledger = ledger;
    results->crawl.damaged = run->known.faults.len > 0;
    if (run->request->external) results->crawl.shard = run->request->external->crawl.shard;
    if (run->request->external) results->crawl.shards = run->request->external->crawl.shards;
    results->crawl.online = online && !report->no_network && !report->interrupted;
    notify(arena, report, results);
    if (external->limited)
        run_notify(arena, results, SEVERITY_ERROR,
                   STR("links.external.exclude: a pattern takes too many steps on some URLs, which were not "
                       "checked"));
    results->incomplete |= external->limited;
    results->crawl.ledger_seen = str_hash(run->ledger_text);
    if (online) {
        notify_withheld(arena, run, report, results);
        notify_authorities(arena, &run->request->external->crawl, report, results);
    }
    if (run->request->external && run->request->external->places)
        list_places(arena, run, external, &results->crawl);
    return true;
}
