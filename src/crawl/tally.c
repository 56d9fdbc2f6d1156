#include "crawl/engine.h"

#include <stdlib.h>
#include <string.h>

static void count_runs(const struct crawl *run, struct job *job) {
    struct verdict *verdict = &job->verdict;
    const struct ledger_row *row = job->row;
    if (verdict->from_ledger || !job_is_asked(job) || verdict->kind == VERDICT_OK) return;
    if (verdict->kind == VERDICT_NOT_CHECKED || verdict->kind == VERDICT_SKIPPED) {
        verdict->runs = row ? row->runs : 0;
        return;
    }
    bool again = row && row->kind == verdict->kind &&
                 (verdict->kind != VERDICT_MOVED || str_eq(row->final_url, verdict->suggestion));
    /* A second run on one day is not a second piece of evidence. */
    bool same_day = again && row->checked == run->report->today;
    verdict->runs = (uint16_t)(!again ? 1 : row->runs < UINT16_MAX ? row->runs + !same_day : row->runs);
    if (row && row->kind != verdict->kind) verdict->failed = 0;
}

/* The run ended first: the ledger goes on speaking, so that what it knows to be dead does not look mended. */
static void settle_unasked(struct crawl *run, struct job *job) {
    struct verdict *verdict = &job->verdict;
    run->report->left++;
    *verdict = (struct verdict){.kind = VERDICT_NOT_CHECKED,
                                .reason = run->stop,
                                .url = verdict->url,
                                .in_ledger = verdict->in_ledger,
                                .requests = verdict->requests,
                                .elapsed_ms = verdict->elapsed_ms,
                                .good = verdict->good,
                                .failed = verdict->failed};
    if (job->row) plan_by_row(run, job);
}

static void settle_left(struct crawl *run, struct job *job) {
    if (!job_is_asked(job)) return;
    if (run->report->no_network) {
        run->report->left++;
        job->verdict.kind = VERDICT_NOT_CHECKED;
        job->verdict.reason = REASON_NO_NETWORK;
        job->verdict.host_down = false;
    } else if (job->state == JOB_DUE) {
        settle_unasked(run, job);
    }
}

static void count_host(struct job *job) {
    if (!job->first) return;
    struct crawl_host *stats = &job->first->stats;
    const struct verdict *verdict = &job->verdict;
    stats->ok += verdict->kind == VERDICT_OK;
    stats->moved += verdict->kind == VERDICT_MOVED;
    stats->broken += verdict->kind == VERDICT_BROKEN;
    stats->unverifiable += verdict->kind == VERDICT_UNVERIFIABLE;
    if (verdict->host_down && stats->down == REASON_NONE) {
        stats->down = verdict->reason;
        stats->down_kind = verdict->kind;
    }
}

void tally_keep(struct crawl *run, struct job *job) {
    struct crawl_report *report = run->report;
    const struct ledger_policy policy = ledger_policy_defaults();
    struct ledger_row row;
    if (!report->journal || report->journal_error.message[0] || job->kind != JOB_LINK || !job_is_asked(job) ||
        !job->verdict.status)
        return;
    count_runs(run, job);
    if (ledger_answer(&job->verdict, job->row, report->today, &policy, &row))
        ledger_journal_add(report->journal, &row, &report->journal_error);
}

static int host_order(const void *a, const void *b) {
    return str_cmp((*(struct host *const *)a)->stats.name, (*(struct host *const *)b)->stats.name);
}

static void list_hosts(struct crawl *run) {
    struct crawl_report *report = run->report;
    report->host_count = run->hosts.len;
    report->hosts = ARENA_ARRAY(run->arena, struct crawl_host, run->hosts.len);
    if (run->hosts.len) qsort(run->hosts.items, run->hosts.len, sizeof(struct host *), host_order);
    for (size_t i = 0; i < run->hosts.len; i++) {
        run->hosts.items[i]->number = (uint32_t)i;
        report->hosts[i] = run->hosts.items[i]->stats;
    }
}

static int verdict_order(const void *a, const void *b) {
    return str_cmp((*(const struct verdict *const *)a)->url, (*(const struct verdict *const *)b)->url);
}

static void list_verdicts(struct crawl *run) {
    struct crawl_report *report = run->report;
    report->verdicts = ARENA_ARRAY(run->arena, const struct verdict *, run->jobs.len);
    report->verdict_count = run->jobs.len;
    for (size_t i = 0; i < run->jobs.len; i++) {
        struct job *job = run->jobs.items[i];
        if (job->first) job->verdict.host = job->first->number;
        report->verdicts[i] = &job->verdict;
        report->totals[job->verdict.kind]++;
    }
    if (run->jobs.len) qsort(report->verdicts, run->jobs.len, sizeof report->verdicts[0], verdict_order);
}

void tally(struct crawl *run) {
    struct crawl_report *report = run->report;
    report->no_network = run->missed && !run->heard && run->stop != REASON_INTERRUPTED;
    for (size_t i = 0; i < run->jobs.len; i++) {
        struct job *job = run->jobs.items[i];
        settle_left(run, job);
        stray_judge(job);
        count_runs(run, job);
        count_host(job);
    }
    list_hosts(run);
    list_verdicts(run);
    report->requests = run->requests;
    report->wall_ms = run->now_ms - run->start_ms;
    report->interrupted = run->stop == REASON_INTERRUPTED;
    report->over_budget = run->stop == REASON_BUDGET;
}

/* The first `max` of the asked hosts in the order of `before`, by insertion: max is small. */
static size_t pick(const struct crawl_report *report, const struct crawl_host **hosts, size_t max,
                   bool (*before)(const struct crawl_host *a, const struct crawl_host *b)) {
    size_t count = 0;
    for (size_t i = 0; i < report->host_count && max; i++) {
        const struct crawl_host *host = &report->hosts[i];
        if (!host->asked || (count == max && !before(host, hosts[count - 1]))) continue;
        size_t at = count < max ? count++ : count - 1;
        for (; at > 0 && before(host, hosts[at - 1]); at--) hosts[at] = hosts[at - 1];
        hosts[at] = host;
    }
    return count;
}

static bool slower(const struct crawl_host *a, const struct crawl_host *b) {
    return a->slowest_ms > b->slowest_ms;
}

static bool worse(const struct crawl_host *a, const struct crawl_host *b) {
    return a->broken != b->broken ? a->broken > b->broken : a->unverifiable > b->unverifiable;
}

size_t crawl_slowest(const struct crawl_report *report, const struct crawl_host **hosts, size_t max) {
    return pick(report, hosts, max, slower);
}

size_t crawl_worst(const struct crawl_report *report, const struct crawl_host **hosts, size_t max) {
    size_t count = pick(report, hosts, max, worse);
    while (count && !hosts[count - 1]->broken && !hosts[count - 1]->unverifiable) count--;
    return count;
}
