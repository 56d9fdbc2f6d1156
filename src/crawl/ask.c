#include "crawl/engine.h"

#include <string.h>

typedef ARRAY_OF(struct str) fields;

static void add_field(struct crawl *run, fields *list, const char *name, struct str value) {
    if (value.len == 0 || !header_is_text(value)) return;
    *ARRAY_PUSH(&run->step, list) = str_printf(&run->step, "%s: %.*s", name, STR_FMT(value));
}

/* A rule's headers and secrets go to its host alone; headers not over plain HTTP unless the link itself is that,
 * secrets only where they are bound. */
static void add_rule(struct crawl *run, const struct job *job, const struct canonical_url *target,
                     fields *list) {
    const struct crawl_host_rule *rule = job->host->rule;
    bool plain_link = str_starts(job->verdict.url, STR("http:"));
    if (!rule) return;
    for (size_t i = 0; i < rule->header_count && (job->https || plain_link); i++)
        *ARRAY_PUSH(&run->step, list) = rule->headers[i];
    add_field(run, list, "Authorization",
              str_from(secret_value(run->options, rule->authorization_env, target)));
    add_field(run, list, "Cookie", str_from(secret_value(run->options, rule->cookie_env, target)));
}

static void add_condition(struct crawl *run, struct job *job, fields *list) {
    const struct ledger_row *row = job->row;
    job->sent.conditional = row && row->kind == VERDICT_OK && row->validator.len &&
                            job->verdict.hop_count == 0 && job->wanted_count == 0;
    if (!job->sent.conditional) return;
    bool etag = str_ends(row->validator, STR("\""));
    add_field(run, list, etag ? "If-None-Match" : "If-Modified-Since", row->validator);
}

/* Never lets the system resolve a name that the override knows. */
static bool add_resolution(struct crawl *run, const struct canonical_url *target,
                           struct net_request *request) {
    struct sockaddr_storage *numeric = arena_alloc(&run->step, 1, 256);
    if (!run->options->lookup || request->proxy || address_parse(target->host, numeric)) return true;
    char address[256] = "";
    const char *host = str_c(&run->step, target->host);
    enum crawl_lookup found = run->options->lookup(run->options->lookup_data, host, address);
    if (found == LOOKUP_FOUND) {
        struct str entry = str_printf(&run->step, "+%s:%u:%s", host, target->port, address);
        request->resolve = entry.ptr;
    }
    return found == LOOKUP_FOUND || found == LOOKUP_SYSTEM;
}

static void choose_method(const struct crawl *run, const struct job *job, struct net_request *request) {
    struct host *host = job->host;
    bool never_head = host->no_head || (host->rule && host->rule->get);
    request->body = job->kind == JOB_ROBOTS ? NET_TEXT : job->wanted_count ? NET_FRAGMENTS : NET_LIVE;
    request->head = request->body == NET_LIVE && job->way == WAY_HEAD && !never_head;
    if (!request->head || !run->options->titles) return;
    request->head = !host->soft && host->read >= run->options->titles;
    host->read += !request->head;
}

void ask(struct crawl *run, struct job *job) {
    struct host *host = job->host;
    struct canonical_url target = target_split(job->url);
    fields list = {0};
    *ARRAY_PUSH(&run->step, &list) = STR("Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
    *ARRAY_PUSH(&run->step, &list) = STR("Accept-Language: en,*;q=0.5");
    add_rule(run, job, &target, &list);
    add_condition(run, job, &list);
    struct net_request request = {.url = str_c(&run->step, job->url), .job = job};
    choose_method(run, job, &request);
    request.range = request.body == NET_LIVE && !request.head && job->way != WAY_WHOLE;
    request.http1 = job->http1 || host->http1 || (host->rule && host->rule->http1);
    request.share = job->https && host->http2 && !request.http1;
    request.headers = list.items;
    request.header_count = list.len;
    request.proxy = proxy_for(run->proxies, &target);
    job->sent.head = request.head;
    job->sent.ranged = request.range;
    job->started_ms = run->now_ms;
    job->flying++;
    /* A second try that is silent, too, need not be waited for as long. */
    request.header_ms = job->tries ? run->options->header_ms * 2 / 3 : run->options->header_ms;
    host->active++;
    host->stats.asked = true;
    host->next_start = run->now_ms + host->gap_ms;
    if (!add_resolution(run, &target, &request)) {
        struct header none = {0};
        step_answer(run, &(struct net_answer){.job = job, .error = NET_RESOLVE, .header = &none});
        return;
    }
    host->stats.requests++;
    run->requests++;
    if (job->verdict.requests < UINT8_MAX) job->verdict.requests++;
    net_start(run->net, &request, run->now_ms);
}

void ask_beside(struct crawl *run, struct job *job) {
    job->tries++;
    if (job->way == WAY_HEAD) job->way = WAY_GET;
    ask(run, job);
}
