#include "crawl/engine.h"

#include <assert.h>

void list_push(struct job_list *list, struct job *job) {
    job->next = NULL;
    if (list->tail)
        list->tail->next = job;
    else
        list->head = job;
    list->tail = job;
    list->count++;
}

static void list_push_first(struct job_list *list, struct job *job) {
    job->next = list->head;
    list->head = job;
    if (!list->tail) list->tail = job;
    list->count++;
}

struct job *list_pop(struct job_list *list) {
    struct job *job = list->head;
    if (!job) return NULL;
    list->head = job->next;
    if (!list->head) list->tail = NULL;
    assert(list->count > 0 && (list->count > 1) == (list->head != NULL));
    list->count--;
    job->next = NULL;
    return job;
}

/* Requests to a host at the same time. What a TLS host speaks is learnt from one request before others
 * follow. */
static uint32_t limit_of(const struct crawl *run, const struct host *host) {
    const struct crawl_options *options = run->options;
    if (host->queue.head && host->queue.head->https && !host->known) return 1;
    if (host->rule && host->rule->connections) return host->rule->connections;
    return host->http2 && !host->http1 ? options->per_host_streams : options->per_host;
}

/* ---- the heap of hosts that may start a request: most work left first ---- */

static void swap_ready(struct crawl *run, size_t a, size_t b) {
    struct host *host = run->ready.items[a];
    run->ready.items[a] = run->ready.items[b];
    run->ready.items[b] = host;
}

static void push_ready(struct crawl *run, struct host *host) {
    uint32_t mean = host->stats.answers ? host->stats.total_ms / host->stats.answers : 0;
    uint32_t each = mean / limit_of(run, host) + 1;
    host->rank = (uint64_t)host->queue.count * (each > host->gap_ms ? each : host->gap_ms + 1);
    /* A host that has begun has a connection open: it goes on before another begins. */
    if (host->stats.requests) host->rank |= (uint64_t)1 << 63;
    host->in_ready = true;
    *ARRAY_PUSH(&run->memory, &run->ready) = host;
    for (size_t at = run->ready.len - 1; at > 0; at = (at - 1) / 2) {
        if (run->ready.items[(at - 1) / 2]->rank >= run->ready.items[at]->rank) break;
        swap_ready(run, at, (at - 1) / 2);
    }
}

static struct host *pop_ready(struct crawl *run) {
    assert(run->ready.len > 0 && run->ready.items[0]->in_ready);
    struct host *top = run->ready.items[0];
    run->ready.items[0] = run->ready.items[--run->ready.len];
    for (size_t at = 0;;) {
        size_t child = 2 * at + 1, most = at;
        for (size_t i = child; i < child + 2 && i < run->ready.len; i++)
            if (run->ready.items[i]->rank > run->ready.items[most]->rank) most = i;
        if (most == at) break;
        swap_ready(run, at, most);
        at = most;
    }
    top->in_ready = false;
    return top;
}

/* ---- the heap of what becomes due ---- */

static void swap_timers(struct crawl *run, size_t a, size_t b) {
    struct timer timer = run->timers.items[a];
    run->timers.items[a] = run->timers.items[b];
    run->timers.items[b] = timer;
}

static void push_timer(struct crawl *run, struct timer timer) {
    *ARRAY_PUSH(&run->memory, &run->timers) = timer;
    for (size_t at = run->timers.len - 1; at > 0; at = (at - 1) / 2) {
        if (run->timers.items[(at - 1) / 2].due <= run->timers.items[at].due) break;
        swap_timers(run, at, (at - 1) / 2);
    }
}

static struct timer pop_timer(struct crawl *run) {
    assert(run->timers.len > 0);
    struct timer top = run->timers.items[0];
    run->timers.items[0] = run->timers.items[--run->timers.len];
    for (size_t at = 0;;) {
        size_t child = 2 * at + 1, first = at;
        for (size_t i = child; i < child + 2 && i < run->timers.len; i++)
            if (run->timers.items[i].due < run->timers.items[first].due) first = i;
        if (first == at) break;
        swap_timers(run, at, first);
        at = first;
    }
    return top;
}

int64_t queue_due(const struct crawl *run) {
    return run->timers.len ? run->timers.items[0].due : INT64_MAX;
}

static bool may_start(const struct crawl *run, const struct host *host) {
    if (!host->queue.head || (host->hold && host->queue.head->kind != JOB_ROBOTS)) return false;
    return host->active < limit_of(run, host);
}

bool queue_has_room(const struct crawl *run, const struct host *host) {
    return host->active < limit_of(run, host) && host->next_start <= run->now_ms;
}

void queue_wake(struct crawl *run, struct host *host) {
    if (host->in_ready || !may_start(run, host)) return;
    if (host->next_start <= run->now_ms)
        push_ready(run, host);
    else if (!host->in_timers) {
        host->in_timers = true;
        push_timer(run, (struct timer){.due = host->next_start, .host = host});
    }
}

void queue_add(struct crawl *run, struct job *job) {
    list_push(&job->host->queue, job);
    queue_wake(run, job->host);
}

void queue_add_first(struct crawl *run, struct job *job) {
    list_push_first(&job->host->queue, job);
    queue_wake(run, job->host);
}

void queue_later(struct crawl *run, struct job *job, int64_t due_ms) {
    push_timer(run, (struct timer){.due = due_ms, .job = job});
}

void queue_pause(struct crawl *run, struct host *host, int64_t until_ms) {
    (void)run;
    if (host->next_start < until_ms) host->next_start = until_ms;
}

void queue_tick(struct crawl *run) {
    while (run->timers.len && run->timers.items[0].due <= run->now_ms) {
        struct timer timer = pop_timer(run);
        if (timer.host) {
            timer.host->in_timers = false;
            queue_wake(run, timer.host);
        } else
            queue_add_first(run, timer.job);
    }
}

struct job *queue_take(struct crawl *run) {
    while (run->ready.len) {
        struct host *host = pop_ready(run);
        if (may_start(run, host) && host->next_start <= run->now_ms) return list_pop(&host->queue);
        queue_wake(run, host);
    }
    return NULL;
}
