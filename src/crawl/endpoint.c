#include "crawl/engine.h"

/* So many URLs of a host that stay silent, and none that answered, make it suspect. */
enum { SILENT_MAX = 3 };

struct endpoint *endpoint_of(const struct job *job) {
    return &job->host->ends[job->https];
}

static void unpark(struct crawl *run, struct endpoint *end) {
    for (struct job *job; (job = list_pop(&end->parked));) queue_add(run, job);
}

void endpoint_alive(struct crawl *run, struct job *job) {
    struct endpoint *end = endpoint_of(job);
    job->probe = false;
    end->silent = 0;
    if (end->state == ENDPOINT_ALIVE) return;
    end->state = ENDPOINT_ALIVE;
    unpark(run, end);
}

void endpoint_down(struct crawl *run, struct host *host, struct endpoint *end, enum verdict_kind kind,
                   enum verdict_reason reason) {
    end->state = ENDPOINT_DOWN;
    end->kind = kind;
    end->reason = reason;
    unpark(run, end); /* step_before ends them */
    queue_wake(run, host);
}

/* Asks the same again, late in the run. False: that was the last time. */
static bool try_later(struct crawl *run, struct job *job) {
    if (job->tries++ >= run->options->retries) return false;
    queue_later(run, job, job->started_ms + run->options->retry_ms);
    return true;
}

static void down_by(struct crawl *run, struct job *job, enum net_error error) {
    struct judgement judgement = judge_error(error);
    endpoint_down(run, job->host, endpoint_of(job), judgement.kind, judgement.reason);
    queue_add_first(run, job);
}

static bool is_final(enum net_error error) {
    return error == NET_CERT_NAME || error == NET_CERT_EXPIRED || error == NET_CERT_UNKNOWN ||
           error == NET_PRIVATE;
}

static bool is_silence(enum net_error error) {
    return error == NET_TIMEOUT || error == NET_RESET;
}

static bool is_unreachable(enum net_error error) {
    return error == NET_RESOLVE || error == NET_REFUSED || error == NET_UNREACHABLE ||
           error == NET_CONNECT_TIMEOUT || error == NET_TLS;
}

/* The first failure: this job becomes the probe that decides for all of the endpoint. */
static void suspect(struct crawl *run, struct job *job, enum net_error error) {
    struct endpoint *end = endpoint_of(job);
    end->state = ENDPOINT_SUSPECT;
    if (error == NET_RESOLVE && !job->host->looked_up) {
        list_push(&end->parked, job);
        lookup_host(run, job->host);
        return;
    }
    job->probe = true;
    if (!try_later(run, job)) down_by(run, job, error);
}

/* Of a job that is not the probe while the endpoint is suspect: it began before that was known. */
static void park(struct job *job) {
    list_push(&endpoint_of(job)->parked, job);
}

bool endpoint_failed(struct crawl *run, struct job *job, enum net_error error) {
    struct endpoint *end = endpoint_of(job);
    if (end->state == ENDPOINT_DOWN) {
        queue_add_first(run, job);
        return true;
    }
    if (end->state == ENDPOINT_ALIVE) {
        bool again = is_silence(error) || (is_unreachable(error) && error != NET_TLS);
        return again && try_later(run, job);
    }
    if (is_final(error))
        down_by(run, job, error);
    else if (end->state == ENDPOINT_SUSPECT && !job->probe)
        park(job);
    else if (end->state == ENDPOINT_SUSPECT) {
        if (!try_later(run, job)) down_by(run, job, error);
    } else if (is_unreachable(error) || (is_silence(error) && ++end->silent >= SILENT_MAX))
        suspect(run, job, error);
    else
        return is_silence(error) && try_later(run, job);
    return true;
}

/* Not "no such host" after all, or nobody knows: one of those that wait asks again. */
static void probe_parked(struct crawl *run, struct endpoint *end) {
    struct job *job = list_pop(&end->parked);
    if (!job) return;
    job->probe = true;
    if (!try_later(run, job)) down_by(run, job, NET_RESOLVE);
}

void endpoint_looked_up(struct crawl *run, struct host *host, enum crawl_lookup found, bool is_private) {
    host->hold = false;
    for (int i = 0; i < 2; i++) {
        struct endpoint *end = &host->ends[i];
        if (is_private)
            endpoint_down(run, host, end, VERDICT_UNVERIFIABLE, REASON_PRIVATE_ADDRESS);
        else if (end->state != ENDPOINT_SUSPECT)
            continue;
        else if (found == LOOKUP_NO_SUCH_HOST)
            endpoint_down(run, host, end, VERDICT_BROKEN, REASON_NO_SUCH_HOST);
        else
            probe_parked(run, end);
    }
    queue_wake(run, host);
}
