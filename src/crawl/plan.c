#include "crawl/engine.h"

#include <stdlib.h>
#include <string.h>

const struct crawl_host_rule *plan_rule(const struct crawl_options *options, struct str host) {
    for (size_t i = 0; i < options->host_count; i++)
        if (target_host_matches(options->hosts[i].host, host)) return &options->hosts[i];
    return NULL;
}

struct host *plan_host(struct crawl *run, const struct canonical_url *target) {
    struct host *host = map_get(&run->host_names, target->name);
    if (host) return host;
    host = ARENA_NEW(run->arena, struct host);
    host->stats.name = str_copy(run->arena, target->name);
    host->number = (uint32_t)run->hosts.len;
    host->rule = host->stats.rule = plan_rule(run->options, target->host);
    /* Complaints about GitHub's limits fill the trackers of link checkers: it gets half of what others get.
     */
    bool github = str_eq(target->host, STR("github.com"));
    host->gap_ms = host->rule && host->rule->gap_ms                            ? host->rule->gap_ms
                   : github && run->options->gap_ms == crawl_defaults().gap_ms ? 250
                                                                               : run->options->gap_ms;
    host->base_gap_ms = host->gap_ms;
    *map_slot(run->arena, &run->host_names, host->stats.name) = host;
    *ARRAY_PUSH(run->arena, &run->hosts) = host;
    return host;
}

static struct job *new_job(struct crawl *run, struct str url) {
    struct job *job = ARENA_NEW(run->arena, struct job);
    job->url = job->verdict.url = str_copy(run->arena, url);
    job->verdict.host = UINT32_MAX;
    *ARRAY_PUSH(run->arena, &run->jobs) = job;
    return job;
}

static void settle(struct job *job, enum verdict_kind kind, enum verdict_reason reason) {
    job->verdict.kind = kind;
    job->verdict.reason = reason;
    job->state = JOB_SETTLED;
}

bool plan_by_row(const struct crawl *run, struct job *job) {
    const struct ledger_row *row = job->row;
    bool good = row->kind == VERDICT_OK || row->kind == VERDICT_MOVED;
    const struct crawl_host_rule *rule = job->first->rule;
    if (good && row->status && !verdict_accepts(run->options, rule, row->status)) return false;
    settle(job, row->kind, row->reason);
    job->verdict.from_ledger = true;
    job->verdict.status = row->status;
    job->verdict.runs = row->runs;
    if (row->kind == VERDICT_MOVED) job->verdict.suggestion = job->verdict.final_url = row->final_url;
    return true;
}

static bool is_good(const struct ledger_row *row) {
    return row->kind == VERDICT_OK || row->kind == VERDICT_MOVED;
}

/* Which of the lanes asks? True: the job was settled without the network. */
static bool settle_by_lane(const struct crawl *run, struct job *job) {
    const struct ledger_row *row = job->row;
    enum crawl_lane lane = run->options->lane;
    if (!row) {
        if (lane == LANE_OFFLINE) settle(job, VERDICT_NOT_CHECKED, REASON_LANE);
        return job_is_over(job);
    }
    bool fresh = row->expires > run->report->today;
    bool known = row->checked != LEDGER_LONG_AGO; /* a date that nobody can believe is no knowledge */
    bool use = lane == LANE_OFFLINE || (lane == LANE_NEW_ONLY && known) ||
               (row->manual && (fresh || !row->expires)) || (lane == LANE_ALL && is_good(row) && fresh);
    if (use && plan_by_row(run, job)) return true;
    if (lane == LANE_OFFLINE) settle(job, VERDICT_NOT_CHECKED, REASON_LANE); /* a row that no longer counts */
    return job_is_over(job);
}

static bool in_shard(const struct crawl_options *options, struct str host) {
    return options->shards < 2 || str_hash(host) % options->shards == options->shard - 1;
}

static bool is_excluded(const struct crawl_options *options, struct str url) {
    return options->excluded && options->excluded(options->excluded_data, url);
}

/* Without its secret a page that is there may answer 404: it is not asked, and the ledger goes on speaking. */
static void withhold(struct crawl *run, struct job *job, const struct canonical_url *target) {
    const char *secret = secret_wanting(run->options, job->host->rule, target);
    struct crawl_host *stats = &job->host->stats;
    if (!secret) return;
    stats->withheld++;
    if (!stats->secret) stats->secret = secret;
    if (!job->row || !plan_by_row(run, job)) settle(job, VERDICT_NOT_CHECKED, REASON_SECRET);
}

static void plan_job(struct crawl *run, struct job *job, const struct canonical_url *target) {
    enum verdict_reason skip = skip_reason(target, run->options);
    const struct crawl_options *options = run->options;
    job->https = target->https;
    if (is_excluded(options, job->verdict.url)) skip = REASON_EXCLUDED;
    if (skip != REASON_NONE) {
        settle(job, VERDICT_SKIPPED, skip);
        return;
    }
    job->host = job->first = plan_host(run, target);
    job->host->stats.urls++;
    bool secret = redact_needed(job->verdict.url); /* has no row, whatever a ledger says */
    job->row = run->ledger && !secret ? ledger_find(run->ledger, job->verdict.url) : NULL;
    if (job->row) {
        job->verdict.in_ledger = true;
        job->verdict.good = job->row->good;
        job->verdict.failed = job->row->failed;
    }
    if (settle_by_lane(run, job)) return;
    if (in_shard(options, job->host->stats.name))
        withhold(run, job, target);
    else
        settle(job, VERDICT_NOT_CHECKED, REASON_OTHER_SHARD);
}

static int oldest_first(const void *a, const void *b) {
    const struct job *x = *(struct job *const *)a, *y = *(struct job *const *)b;
    if (x->row->checked != y->row->checked) return x->row->checked < y->row->checked ? -1 : 1;
    return str_cmp(x->verdict.url, y->verdict.url);
}

/* LANE_REFRESH: of the good rows only the oldest are asked. */
static void plan_refresh(struct crawl *run) {
    struct job **good = ARENA_ARRAY(&run->scratch, struct job *, run->jobs.len);
    size_t count = 0;
    for (size_t i = 0; i < run->jobs.len; i++) {
        struct job *job = run->jobs.items[i];
        if (!job_is_over(job) && job->row && is_good(job->row)) good[count++] = job;
    }
    if (count) qsort(good, count, sizeof good[0], oldest_first);
    for (size_t i = run->options->refresh; i < count; i++) plan_by_row(run, good[i]);
}

static bool fragment_wanted(const struct crawl *run, const struct job *job, struct str fragment) {
    if (!run->options->fragments || !fragment.ptr || job_is_over(job) || !job->host) return false;
    struct canonical_url target = target_split(job->verdict.url);
    if (job->host->rule && job->host->rule->no_fragments) return false;
    return fragment_need(target.host, fragment) == FRAGMENT_ASK;
}

/* The link's place in the job's list of wanted fragments, 1-based; the map keeps it linear. */
static uint32_t add_fragment(struct crawl *run, struct map *seen, struct job *job, struct str fragment) {
    struct str key = str_printf(run->arena, "%.*s#%.*s", STR_FMT(job->verdict.url), STR_FMT(fragment));
    void **slot = map_slot(&run->scratch, seen, key);
    if (*slot) return (uint32_t)(uintptr_t)*slot;
    if (job->wanted_count == job->wanted_cap)
        job->wanted = arena_grow(run->arena, job->wanted, &job->wanted_cap, sizeof job->wanted[0]);
    struct str raw = str_sub(key, job->verdict.url.len + 1, key.len);
    job->wanted[job->wanted_count++] = (struct fragment_wanted){.raw = raw, .verdict = FRAGMENT_UNKNOWN};
    *slot = (void *)(uintptr_t)job->wanted_count;
    return (uint32_t)job->wanted_count;
}

static struct job *find_job(struct crawl *run, struct map *seen, enum target_result result, struct str key,
                            const struct canonical_url *target) {
    struct job *job = map_get(seen, key);
    if (job) return job;
    job = new_job(run, key);
    *map_slot(&run->scratch, seen, job->verdict.url) = job;
    if (result == TARGET_OK)
        plan_job(run, job, target);
    else if (is_excluded(run->options, key))
        settle(job, VERDICT_SKIPPED, REASON_EXCLUDED);
    else if (result == TARGET_SCHEME)
        settle(job, VERDICT_SKIPPED, REASON_SCHEME);
    else
        settle(job, VERDICT_BROKEN, REASON_MALFORMED);
    return job;
}

void plan_jobs(struct crawl *run, const struct crawl_link *links, size_t count) {
    struct map seen = {0}, own = {0}, fragments = {0};
    for (size_t i = 0; i < count; i++) {
        struct canonical_url target;
        enum target_result result = target_parse(&run->step, links[i].url, &target);
        struct str key = result == TARGET_OK ? target.url : str_sub(links[i].url, 0, CRAWL_URL_MAX);
        struct job *job = find_job(run, links[i].own ? &own : &seen, result, key, &target);
        uint32_t weight = links[i].weight ? links[i].weight : 1;
        job->links += weight;
        if (links[i].own && job->verdict.reason != REASON_EXCLUDED)
            settle(job, VERDICT_SKIPPED, REASON_EXCLUDED);
        if (job->host) job->host->stats.links += weight;
        struct crawl_result *answer = &run->report->results[i];
        answer->verdict = &job->verdict;
        if (result == TARGET_OK && fragment_wanted(run, job, target.fragment))
            run->wanted_of[i] = add_fragment(run, &fragments, job, target.fragment);
        else if (run->options->fragments && result == TARGET_OK && target.fragment.len) {
            bool never = fragment_need(target.host, target.fragment) == FRAGMENT_NEVER;
            answer->fragment = never ? FRAGMENT_FOUND : FRAGMENT_UNKNOWN;
        }
        arena_free(&run->step);
    }
    if (run->options->lane == LANE_REFRESH) plan_refresh(run);
    for (size_t i = 0; i < run->jobs.len; i++) {
        struct job *job = run->jobs.items[i];
        if (job_is_over(job)) continue;
        job->state = JOB_DUE;
        run->asked++;
        list_push(&job->host->queue, job);
    }
    for (size_t i = 0; i < run->hosts.len; i++) queue_wake(run, run->hosts.items[i]);
    run->left = run->asked;
    arena_free(&run->scratch);
}
