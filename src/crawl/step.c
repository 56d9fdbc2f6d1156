#include "crawl/engine.h"

#include <assert.h>
#include <string.h>
#include <sys/socket.h>

static void robots_done(struct crawl *run, struct job *job, struct robots *robots) {
    struct host *host = job->first;
    host->robots = robots;
    host->robots_ready = true;
    host->hold = false;
    if (robots && robots->delay_ms > host->base_gap_ms) host->base_gap_ms = host->gap_ms = robots->delay_ms;
    queue_wake(run, host);
}

static struct job *robots_job(struct crawl *run, struct job *job) {
    struct job *fetch = ARENA_NEW(run->arena, struct job);
    struct canonical_url target = target_split(job->url);
    fetch->url =
        str_printf(run->arena, "%s://%.*s/robots.txt", job->https ? "https" : "http", STR_FMT(target.name));
    fetch->verdict.url = fetch->url;
    fetch->https = job->https;
    fetch->host = fetch->first = job->host;
    fetch->kind = JOB_ROBOTS;
    fetch->way = WAY_GET;
    job->host->hold = true;
    return fetch;
}

/* A job of an endpoint that is down: the host's trouble, unless a redirect led here. */
static void end_by_endpoint(struct crawl *run, struct job *job) {
    const struct endpoint *end = endpoint_of(job);
    if (job->kind == JOB_ROBOTS) {
        robots_done(run, job, NULL);
        return;
    }
    job->verdict.host_down = job->verdict.hop_count == 0;
    job_done(run, job, end->kind, end->reason);
}

struct job *step_before(struct crawl *run, struct job *job) {
    struct endpoint *end = endpoint_of(job);
    struct canonical_url target = target_split(job->url);
    struct host *host = job->host;
    if (end->state == ENDPOINT_DOWN)
        end_by_endpoint(run, job);
    else if (end->state == ENDPOINT_SUSPECT && !job->probe)
        list_push(&end->parked, job);
    else if (!host->looked_up && proxy_for(run->proxies, &target)) {
        host->hold = true;
        queue_add_first(run, job);
        lookup_host(run, host);
    } else if (run->options->robots && !host->robots_ready && job->kind != JOB_ROBOTS) {
        queue_add_first(run, job);
        return robots_job(run, job);
    } else if (job->kind != JOB_ROBOTS && !robots_allows(host->robots, target.path))
        job_done(run, job, VERDICT_SKIPPED, REASON_ROBOTS);
    else
        return job;
    queue_wake(run, host);
    return NULL;
}

static void go_on(struct crawl *run, struct job *job, const struct canonical_url *target) {
    job->url = str_copy(run->arena, target->url);
    job->https = target->https;
    job->host = plan_host(run, target);
    job->tries = job->busy = 0;
    job->way = job->chain == CHAIN_AGAIN ? WAY_WHOLE : job->kind == JOB_ROBOTS ? WAY_GET : WAY_HEAD;
    job->http1 = job->head_failed = job->probe = false;
    queue_add_first(run, job);
}

static void add_hop(struct crawl *run, struct job *job, uint16_t status) {
    struct verdict *verdict = &job->verdict;
    if (verdict->hop_count == job->hop_cap)
        verdict->hops = arena_grow(run->arena, verdict->hops, &job->hop_cap, sizeof verdict->hops[0]);
    if ((status == 301 || status == 308) && job->permanent == verdict->hop_count) job->permanent++;
    verdict->hops[verdict->hop_count++] = (struct verdict_hop){job->url, status};
}

/* Since a cookie was set last: a page may lead to itself until it has all of its cookies. */
static uint32_t visits(const struct job *job, struct str url) {
    uint32_t count = 0;
    for (uint32_t i = job->cookie_hop; i < job->verdict.hop_count; i++)
        count += str_eq(job->verdict.hops[i].url, url);
    return count;
}

/* Why the target of a redirect is not asked; REASON_NONE when it is. *kind goes with it. */
static enum verdict_reason refuse_hop(const struct crawl *run, const struct job *job,
                                      enum target_result result, const struct canonical_url *target,
                                      enum verdict_kind *kind) {
    const struct crawl_options *options = run->options;
    *kind = VERDICT_UNVERIFIABLE;
    if (result == TARGET_SCHEME) return REASON_REDIRECT_SCHEME;
    if (result != TARGET_OK) return REASON_REDIRECT_BAD;
    enum verdict_reason skip = skip_reason(target, options);
    if (skip == REASON_LOCAL_ADDRESS || skip == REASON_RESERVED_NAME) return REASON_PRIVATE_ADDRESS;
    *kind = VERDICT_SKIPPED;
    if (options->excluded && options->excluded(options->excluded_data, target->url)) return REASON_EXCLUDED;
    *kind = VERDICT_UNVERIFIABLE;
    if (secret_wanting(options, plan_rule(options, target->host), target)) return REASON_SECRET;
    *kind = VERDICT_BROKEN;
    bool loops = visits(job, target->url) >= 2 || job->verdict.hop_count > options->max_redirects;
    return loops ? REASON_REDIRECT_LOOP : REASON_NONE;
}

static void redirect(struct crawl *run, struct job *job, const struct header *header) {
    struct canonical_url base = target_split(job->url), target;
    enum target_result result = target_resolve(&run->step, &base, str_from(header->location), &target);
    enum verdict_kind kind;
    if (header->set_cookie) job->cookie_hop = job->verdict.hop_count;
    if (job->sent.head && job->chain == CHAIN_FIRST) job->chain = CHAIN_BY_HEAD;
    add_hop(run, job, header->status);
    if (result == TARGET_OK && target.fragment.len) {
        job->refragmented = true;
        if (job->permanent == job->verdict.hop_count) job->fragment = str_copy(run->arena, target.fragment);
    }
    enum verdict_reason refused = refuse_hop(run, job, result, &target, &kind);
    if (refused == REASON_NONE)
        go_on(run, job, &target);
    else if (job->kind == JOB_ROBOTS)
        robots_done(run, job, NULL);
    else
        job_done(run, job, kind, refused);
}

static void keep_validators(struct crawl *run, struct job *job, const struct header *header) {
    if (job->verdict.hop_count || header->status != 200) return;
    if (header->etag[0]) job->verdict.etag = str_copy(run->arena, str_from(header->etag));
    if (header->last_modified[0])
        job->verdict.last_modified = str_copy(run->arena, str_from(header->last_modified));
}

static void judge_fragments(struct crawl *run, struct job *job, const struct fragment_page *page) {
    for (size_t i = 0; i < job->wanted_count; i++) {
        struct fragment_wanted *wanted = &job->wanted[i];
        wanted->verdict =
            job->refragmented ? FRAGMENT_UNKNOWN : fragment_result(&run->step, page, wanted->raw);
    }
}

static void good(struct crawl *run, struct job *job, const struct net_answer *answer) {
    const struct header *header = answer->header;
    bool html = header->status >= 200 && header->status < 300 && header->html && answer->text.len;
    struct canonical_url target = target_split(job->url);
    struct fragment_page page = {0};
    if (job->head_failed) job->host->no_head = true;
    keep_validators(run, job, header);
    if (html) {
        fragment_read(&run->step, answer->text, str_from(header->charset), fragment_is_github(target.host),
                      !answer->whole, &page);
        judge_fragments(run, job, &page);
        stray_page(run, job, &page);
    }
    if (job->verdict.hop_count) add_hop(run, job, header->status);
    judge_chain(run, job, html && soft_title(&run->step, page.title));
}

/* Three good answers make up for a busy one (3/4 three times is less than 1/2, twice is more): a server that answers
 * every second request with 429 is asked more and more slowly, where 1/2 would leave it as it was. */
uint32_t step_gap(uint32_t gap_ms, uint32_t base_ms, uint32_t max_ms, bool busy) {
    uint32_t doubled = gap_ms ? gap_ms * 2 : 100, less = gap_ms - gap_ms / 4;
    if (busy) return doubled < max_ms ? doubled : max_ms;
    return gap_ms <= base_ms ? gap_ms : less > base_ms ? less : base_ms;
}

/* Slower after 429 and 503, back to normal bit by bit after other answers; waits as the headers ask. Returns
 * that wait in milliseconds. */
static int64_t set_pace(struct crawl *run, struct host *host, const struct header *header) {
    const struct crawl_options *options = run->options;
    bool busy = header->status == 429 || header->status == 503;
    int64_t wait = busy ? header_pause(header) : 0;
    if (!busy && header->remaining == 0 && header->reset_ms > 0) wait = header->reset_ms;
    if (wait > options->wait_max_ms) wait = options->wait_max_ms;
    host->stats.busy += busy;
    host->gap_ms = step_gap(host->gap_ms, host->base_gap_ms, options->gap_max_ms, busy);
    if (wait > 0) queue_pause(run, host, run->now_ms + wait);
    return wait;
}

/* 429, 503 and broken gateways get another chance late in the run. */
static bool try_status_later(struct crawl *run, struct job *job, const struct header *header, int64_t wait) {
    const struct crawl_options *options = run->options;
    if (header->bot_wall) return false;
    bool busy = header->status == 429 || header->status == 503;
    if (busy && job->busy < options->retries_busy)
        job->busy++;
    else if ((header->status == 502 || header->status == 504) && job->tries < options->retries)
        job->tries++;
    else
        return false;
    queue_later(run, job, run->now_ms + (wait > 0 ? wait : options->retry_ms));
    return true;
}

/* Some servers refuse a part of a page, or answer HEAD and ranges alone with an error: a plain GET is what a browser
 * sends. True: it will be asked. */
static bool try_plain(struct crawl *run, struct job *job, const struct header *header) {
    static const uint16_t meant[] = {401, 403, 407, 408, 429,
                                     451, 502, 503, 504, 999}; /* whatever is asked */
    if (!job->sent.ranged || job->sent.head || header->bot_wall) return false;
    for (size_t i = 0; i < ARRAY_LEN(meant); i++)
        if (header->status == meant[i]) return false;
    job->way = WAY_WHOLE;
    queue_add_first(run, job);
    return true;
}

static void robots_answer(struct crawl *run, struct job *job, const struct net_answer *answer) {
    uint16_t status = answer->header->status;
    struct robots *robots = NULL;
    if (status >= 200 && status < 300) robots = robots_parse(run->arena, answer->text, STR("contentlint"));
    /* RFC 9309, 2.3.1.4: unreachable by a server error forbids all. */
    if (status >= 500)
        robots = robots_parse(run->arena, STR("User-agent: *\nDisallow: /"), STR("contentlint"));
    robots_done(run, job, robots);
}

static void step_status(struct crawl *run, struct job *job, const struct net_answer *answer) {
    const struct header *header = answer->header;
    uint16_t status = header->status;
    bool busy = status == 429 || status == 503;
    int64_t wait = set_pace(run, job->host, header);
    job->verdict.status = status;
    bool accepted = verdict_accepts(run->options, job->host->rule, status);
    if (judge_is_redirect(status) && header->location[0] && !accepted)
        redirect(run, job, header);
    else if (job->kind == JOB_ROBOTS)
        robots_answer(run, job, answer);
    else if (accepted || (status == 304 && job->sent.conditional))
        good(run, job, answer);
    else if (job->sent.head && !busy && status != 999 && !header->bot_wall) {
        job->way = WAY_WHOLE;
        job->head_failed = true;
        queue_add_first(run, job);
    } else if (try_plain(run, job, header))
        return;
    else if (!try_status_later(run, job, header, wait)) {
        struct judgement judgement = judge_status(header);
        if (job->verdict.hop_count) add_hop(run, job, status);
        job_done(run, job, judgement.kind, judgement.reason);
    }
}

static void step_error(struct crawl *run, struct job *job, enum net_error error) {
    bool by_head = job->sent.head && (error == NET_RESET || error == NET_PROTOCOL);
    /* libcurl calls some broken HTTP/2 connections reset. */
    bool by_http2 = error == NET_HTTP2 || (error == NET_RESET && job->https && !job->host->known);
    bool may_http2 = !job->http1 && !job->host->http1;
    if (by_http2 && may_http2) {
        job->http1 = true;
        queue_add_first(run, job);
        return;
    }
    if (job->sent.head && job->way == WAY_HEAD) job->way = WAY_GET; /* some servers never answer HEAD */
    if (job->kind == JOB_ROBOTS)
        robots_done(run, job, NULL);
    else if (by_head) {
        job->head_failed = true;
        queue_add_first(run, job);
    } else if (!endpoint_failed(run, job, error)) {
        struct judgement judgement = judge_error(error);
        job_done(run, job, judgement.kind, judgement.reason);
    }
}

static void count(struct crawl *run, struct job *job, const struct net_answer *answer) {
    struct crawl_host *stats = &job->host->stats;
    job->verdict.elapsed_ms += answer->elapsed_ms;
    stats->total_ms += answer->elapsed_ms;
    if (answer->elapsed_ms > stats->slowest_ms) stats->slowest_ms = answer->elapsed_ms;
    enum net_error error = answer->error;
    bool none = error == NET_RESOLVE || error == NET_UNREACHABLE || error == NET_CONNECT_TIMEOUT ||
                error == NET_PROXY;
    if (none)
        run->missed = true;
    else if (error != NET_PRIVATE)
        run->heard = true;
    struct sockaddr_storage numeric;
    struct canonical_url target = target_split(job->url);
    bool by_name = !proxy_for(run->proxies, &target) && !address_parse(target.host, &numeric);
    if (by_name && error != NET_RESOLVE) run->canary = job->host;
}

void step_answer(struct crawl *run, const struct net_answer *answer) {
    struct job *job = answer->job;
    struct host *host = job->host; /* a redirect changes the job's */
    assert(host->active > 0 && job->flying > 0 && !job_is_over(job));
    host->active--;
    job->flying--;
    job->sent.head = answer->head;
    count(run, job, answer);
    if (answer->error == NET_OK) {
        uint32_t others = net_cancel(run->net, job);
        assert(others <= host->active);
        host->active -= others;
        job->flying = 0;
        host->stats.answers++;
        if (job->https) {
            host->known = true;
            host->http2 = answer->http2;
            host->http1 = host->http1 || job->http1;
        }
        endpoint_alive(run, job);
        step_status(run, job, answer);
    } else if (job->flying == 0)
        step_error(run, job, answer->error); /* else the other request decides */
    queue_wake(run, host);
}
