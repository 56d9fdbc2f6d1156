#include "crawl/engine.h"

#include <assert.h>
#include <string.h>
#include <sys/resource.h>

enum {
    FILES_OURS = 24,       /* standard streams, pages, a resolver's sockets, some to spare */
    FILES_PER_REQUEST = 5, /* two addresses raced, a resolver's pipe and socket, one kept open */
    FILES_WANTED = 1024,
    IDLE_MS = 1000,
    LOOKUP_MS = 20,
    PROGRESS_MS = 200,
};

static int64_t clock_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool check_options(const struct crawl_options *options, struct error *error) {
    if (options->shards && (options->shard < 1 || options->shard > options->shards))
        return error_set(error, (struct str){0}, 0, "shard %u of %u does not exist", options->shard,
                         options->shards);
    if (!options->in_flight || !options->per_host || !options->per_host_streams)
        return error_set(error, (struct str){0}, 0, "at least one request must be allowed at a time");
    for (size_t i = 0; i < options->allow_address_count; i++)
        if (!crawl_address_ok(options->allow_addresses[i]))
            return error_set(error, (struct str){0}, 0, "\"%.*s\" is not an address or address range",
                             STR_FMT(options->allow_addresses[i]));
    return true;
}

/* Files that may be open, after asking for more if that is needed. */
static uint32_t file_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 256;
    if (limit.rlim_cur < FILES_WANTED && limit.rlim_cur < limit.rlim_max) {
        rlim_t old = limit.rlim_cur;
        limit.rlim_cur = limit.rlim_max < FILES_WANTED ? limit.rlim_max : FILES_WANTED;
        if (setrlimit(RLIMIT_NOFILE, &limit) != 0) limit.rlim_cur = old;
    }
    return limit.rlim_cur > 100000 ? 100000 : (uint32_t)limit.rlim_cur;
}

static bool open_net(struct crawl *run, struct error *error) {
    uint32_t files = file_limit(), in_flight = run->options->in_flight;
    uint32_t most = files > FILES_OURS + FILES_PER_REQUEST ? (files - FILES_OURS) / FILES_PER_REQUEST : 1;
    run->in_flight = in_flight < most ? in_flight : most;
    uint32_t keep = files > FILES_OURS ? (files - FILES_OURS) / 2 : 1;
    if (keep > 4 * run->in_flight) keep = 4 * run->in_flight;
    run->net = net_open(&run->memory, run->options, run->in_flight, keep, error);
    return run->net != NULL;
}

static void show_progress(struct crawl *run, bool last) {
    const struct crawl_options *options = run->options;
    if (!options->progress || (!last && run->now_ms < run->next_progress_ms)) return;
    run->next_progress_ms = run->now_ms + PROGRESS_MS;
    struct crawl_progress progress = {.done = run->done, .total = (uint32_t)run->asked};
    progress.requests = run->requests;
    progress.in_flight = net_active(run->net);
    int64_t elapsed = run->now_ms - run->start_ms;
    progress.per_second = elapsed > 0 ? run->done * 1000.0 / (double)elapsed : 0;
    const struct job *oldest = net_oldest(run->net);
    if (oldest) progress.slowest = oldest->host->stats.name;
    options->progress(options->progress_data, &progress);
}

static void start_requests(struct crawl *run) {
    for (struct job *job; net_active(run->net) < run->in_flight && (job = queue_take(run));) {
        struct host *host = job->host;
        job = step_before(run, job);
        if (job) ask(run, job);
        queue_wake(run, host);
        arena_free(&run->step);
    }
}

static void take_answers(struct crawl *run) {
    struct net_answer answer;
    while (net_next(run->net, run->now_ms, &answer)) {
        struct job *job = answer.job;
        bool was_over = job_is_over(job); /* true: it was asked twice, and the other answer came first */
        step_answer(run, &answer);
        if (!was_over && job_is_over(job) && answer.header->status) tally_keep(run, job);
        arena_free(&run->step);
    }
}

/* When nothing else can start, what has been silent for long is asked once more beside the request that waits: the end
 * of a run is not one time-out after another. */
static void ask_slow(struct crawl *run) {
    const struct crawl_options *options = run->options;
    int64_t since = run->now_ms - options->retry_ms;
    for (uint32_t at = 0; !run->ready.len && net_active(run->net) < run->in_flight;) {
        struct job *job = net_slow(run->net, since, &at);
        if (!job) return;
        bool may = job->kind != JOB_ROBOTS && !job->probe && job->tries < options->retries &&
                   endpoint_of(job)->state != ENDPOINT_SUSPECT && queue_has_room(run, job->host);
        if (may) ask_beside(run, job);
        arena_free(&run->step);
    }
}

static int wait_ms(const struct crawl *run) {
    int64_t due = queue_due(run), wait = due == INT64_MAX ? IDLE_MS : due - run->now_ms;
    if (run->looking.len && wait > LOOKUP_MS) wait = LOOKUP_MS;
    if (run->options->interrupted && wait > PROGRESS_MS) wait = PROGRESS_MS;
    if (net_active(run->net) && wait > PROGRESS_MS) wait = PROGRESS_MS;
    return wait < 0 ? 0 : wait > IDLE_MS ? IDLE_MS : (int)wait;
}

static bool must_stop(struct crawl *run) {
    const struct crawl_options *options = run->options;
    if (options->interrupted && *options->interrupted)
        run->stop = REASON_INTERRUPTED;
    else if (options->budget_ms && run->now_ms - run->start_ms >= options->budget_ms)
        run->stop = REASON_BUDGET;
    return run->stop != REASON_NONE;
}

static bool lacks_sockets(struct crawl *run) {
    int number = net_refusal(run->net);
    if (!number) return false;
    run->stop = REASON_INTERRUPTED;
    run->report->interruption = str_printf(run->arena, "a connection cannot be opened: %s", strerror(number));
    return true;
}

static void take_lookups(struct crawl *run) {
    struct looked_up answer;
    for (struct lookup_round round = lookup_round(run); lookup_next(run, &round, &answer);)
        endpoint_looked_up(run, answer.host, answer.found, answer.is_private);
}

static void loop(struct crawl *run) {
    while (run->left && !must_stop(run)) {
        queue_tick(run);
        take_lookups(run);
        start_requests(run);
        ask_slow(run);
        assert(!run->left || net_active(run->net) || run->looking.len || queue_due(run) != INT64_MAX);
        if (run->left) net_wait(run->net, wait_ms(run));
        run->now_ms = clock_ms();
        if (lacks_sockets(run)) break; /* before an answer counts against its host */
        take_answers(run);
        show_progress(run, false);
    }
    show_progress(run, true);
}

/* A connection closed by its other end must not end the program. */
static void block_sigpipe(sigset_t *old) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &set, old);
}

static void unblock_sigpipe(const sigset_t *old) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    sigset_t pending;
    int number;
    if (!sigismember(old, SIGPIPE) && sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE))
        sigwait(&set, &number);
    pthread_sigmask(SIG_SETMASK, old, NULL);
}

/* Before the first request: that the ledger cannot be written is said at once. */
static bool open_journal(struct crawl *run, struct error *error) {
    const char *ledger = run->options->journal_of;
    return !ledger || ledger_journal_open(run->arena, ledger, &run->report->journal, error);
}

static bool crawl(struct crawl *run, struct error *error) {
    sigset_t old;
    if (!open_net(run, error)) return false;
    if (!open_journal(run, error)) {
        net_close(run->net);
        return false;
    }
    block_sigpipe(&old);
    loop(run);
    run->report->connections = net_connections(run->net);
    lookup_end(run);
    net_close(run->net);
    unblock_sigpipe(&old);
    return true;
}

static void fill_fragments(const struct crawl *run) {
    const struct job *job;
    for (size_t i = 0; i < run->report->result_count; i++) {
        if (!run->wanted_of[i]) continue;
        _Static_assert(offsetof(struct job, verdict) == 0, "a verdict is the first member of its job");
        job = (const struct job *)(const void *)run->report->results[i].verdict;
        assert(run->wanted_of[i] <= job->wanted_count);
        run->report->results[i].fragment = job->wanted[run->wanted_of[i] - 1].verdict;
    }
}

bool crawl_run(struct arena *arena, const struct crawl_link *links, size_t count,
               const struct crawl_options *options, const struct ledger *ledger, struct crawl_report *report,
               struct error *error) {
    *report = (struct crawl_report){.result_count = count};
    if (!check_options(options, error)) return false;
    struct crawl run = {.arena = arena, .options = options, .ledger = ledger, .report = report};
    run.start_ms = run.now_ms = clock_ms();
    run.now = options->now ? options->now : (int64_t)time(NULL);
    report->today = ledger_date(run.now);
    report->results = ARENA_ARRAY(arena, struct crawl_result, count);
    run.wanted_of = ARENA_ARRAY(&run.memory, uint32_t, count);
    if (options->use_proxy) run.proxies = proxy_read(arena);
    plan_jobs(&run, links, count);
    bool ok = run.left == 0 || crawl(&run, error);
    if (ok) tally(&run);
    if (ok) fill_fragments(&run);
    arena_free(&run.scratch);
    arena_free(&run.step);
    arena_free(&run.memory);
    return ok;
}
