/* How runs end, how large they may be, lanes, shards and the ledger around them. */
#define _GNU_SOURCE
#include "crawl_world.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* ---- ends ---- */

static void test_budget(struct world *world) {
    enum { N = 200 };
    struct crawl_link links[N] = {0};
    world_begin(world, "budget");
    world->options.budget_ms = 600;
    for (int i = 0; i < N; i++)
        links[i].url =
            str_printf(&world->arena, "http://budget.loop.dev:%d/%d/delay=100", world->httpd.port, i);
    CHECK(world_run(world, links, N));
    CHECK(world->report.over_budget && world->report.totals[VERDICT_NOT_CHECKED] > 0);
    CHECK(world->report.totals[VERDICT_OK] > 0);
    CHECK(world->report.totals[VERDICT_OK] + world->report.totals[VERDICT_NOT_CHECKED] == N);
    CHECK(world->report.left == world->report.totals[VERDICT_NOT_CHECKED]);
}

static volatile sig_atomic_t stop_flag;

static void on_progress(void *data, const struct crawl_progress *progress) {
    struct world *world = data;
    CHECK(progress->done <= progress->total);
    world->progress_calls++;
    if (progress->done >= 5) stop_flag = 1;
}

static void test_interrupt(struct world *world) {
    enum { N = 200 };
    struct crawl_link links[N] = {0};
    world_begin(world, "interrupt");
    stop_flag = 0;
    world->options.interrupted = &stop_flag;
    world->options.progress = on_progress;
    world->options.progress_data = world;
    for (int i = 0; i < N; i++)
        links[i].url = str_printf(&world->arena, "http://stop.loop.dev:%d/%d/delay=60", world->httpd.port, i);
    CHECK(world_run(world, links, N));
    CHECK(world->report.interrupted && world->progress_calls > 1);
    CHECK(world->report.totals[VERDICT_OK] >= 5 && world->report.totals[VERDICT_NOT_CHECKED] > 0);
    const struct ledger old = {0};
    struct ledger updated;
    const struct ledger_policy policy = ledger_policy_defaults();
    ledger_update(&world->arena, &old, &world->report, &policy, &updated);
    CHECK(updated.count == world->report.totals[VERDICT_OK]);
}

/* ---- the ledger around runs ---- */

static const int64_t day_one = 1767225600; /* 2026-01-01 */

/* A run on the given day with `ledger`, which becomes the updated one; returns requests sent. */
static uint32_t run_on_day(struct world *world, int day, struct ledger *ledger,
                           const struct crawl_link *links, size_t count) {
    const struct ledger_policy policy = ledger_policy_defaults();
    world->options.now = day_one + day * 86400;
    world->ledger = ledger;
    CHECK(world_run(world, links, count));
    ledger_update(&world->arena, ledger, &world->report, &policy, ledger);
    return world->report.requests;
}

static void test_lanes(struct world *world) {
    enum { N = 30 };
    static const char *const scripts[] = {
        "", "/etag=v1", "", "/status=404", "/status=301/to=%2Fnew", "/status=403"};
    struct crawl_link links[N + 1] = {0};
    struct ledger ledger = {0};
    world_begin(world, "lanes and the second run");
    for (int i = 0; i <= N; i++)
        links[i].url = str_printf(&world->arena, "http://lane%d.loop.dev:%d/%d%s", i % 6, world->httpd.port,
                                  i, scripts[i % 6]);
    uint32_t first = run_on_day(world, 0, &ledger, links, N);
    CHECK(ledger.count == N && world->report.totals[VERDICT_OK] == 15);
    CHECK(world->report.totals[VERDICT_BROKEN] == 5 && world->report.totals[VERDICT_MOVED] == 5);
    uint32_t second = run_on_day(world, 1, &ledger, links, N);
    CHECK(second == 20 && world->report.totals[VERDICT_OK] == 15 && world->report.totals[VERDICT_MOVED] == 5);
    printf("  requests: %u in the first run, %u in the second (the failures, twice each)\n", first, second);
    CHECK(world->report.results[0].verdict->from_ledger && !world->report.results[3].verdict->from_ledger);
    CHECK(str_ends(world->report.results[4].verdict->suggestion, STR("/new")));
    /* Later all have expired: those with an ETag are asked conditionally. */
    httpd_clear(&world->httpd);
    CHECK(run_on_day(world, 30, &ledger, links, N) == first);
    CHECK(world->report.results[1].verdict->kind == VERDICT_OK &&
          world->report.results[1].verdict->status == 304);
    CHECK_STR(ledger_find(&ledger, world->report.results[1].verdict->url)->validator, "\"v1\"");
    world->options.lane = LANE_NEW_ONLY;
    CHECK(run_on_day(world, 60, &ledger, links, N + 1) == 1);
    CHECK(!world->report.results[N].verdict->from_ledger &&
          world->report.results[3].verdict->kind == VERDICT_BROKEN);
    world->options.lane = LANE_OFFLINE;
    CHECK(run_on_day(world, 60, &ledger, links, N + 1) == 0);
    CHECK(world->report.totals[VERDICT_NOT_CHECKED] == 0);
    const struct ledger none = {0};
    world->ledger = &none;
    CHECK(world_run(world, links, N) && world->report.totals[VERDICT_NOT_CHECKED] == N);
    world->options.lane = LANE_REFRESH;
    world->options.refresh = 7;
    run_on_day(world, 61, &ledger, links, N);
    unsigned asked = 0;
    for (int i = 0; i < N; i++) asked += !world->report.results[i].verdict->from_ledger;
    CHECK(asked == 7 + 10);
}

static void test_ageing(struct world *world) {
    static const struct {
        int day;
        enum ledger_severity severity;
    } rows[] = {{0, LEDGER_FINE},  {20, LEDGER_NOTE},    {20, LEDGER_NOTE},    {21, LEDGER_NOTE},
                {22, LEDGER_NOTE}, {23, LEDGER_WARNING}, {33, LEDGER_WARNING}, {34, LEDGER_ERROR}};
    struct crawl_link link = {
        .url = str_printf(&world->arena, "http://age.loop.dev:%d/status=404/first=1:200", world->httpd.port)};
    struct ledger ledger = {0};
    world_begin(world, "a link that breaks and ages");
    link.url = str_printf(&world->arena, "http://age.loop.dev:%d/status=404/first=1:200", world->httpd.port);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        run_on_day(world, rows[i].day, &ledger, &link, 1);
        enum ledger_severity severity =
            ledger_severity(world->report.results[0].verdict, false, world->report.today);
        if (severity == rows[i].severity)
            unit_passed++;
        else {
            unit_failed++;
            printf("day %d: severity %d\n", rows[i].day, (int)severity);
        }
    }
    CHECK(ledger_severity(world->report.results[0].verdict, true, world->report.today) == LEDGER_ERROR);
}

static void test_accept_changed(struct world *world) {
    static const uint16_t statuses[] = {403, 200};
    struct crawl_link link = {0};
    struct ledger ledger = {0};
    world_begin(world, "accepted statuses that changed");
    link.url = str_printf(&world->arena, "http://changed.loop.dev:%d/status=403", world->httpd.port);
    world->options.accept = statuses;
    world->options.accept_count = 2;
    CHECK(run_on_day(world, 0, &ledger, &link, 1) == 1);
    CHECK(world->report.results[0].verdict->kind == VERDICT_OK);
    CHECK(run_on_day(world, 1, &ledger, &link, 1) == 0);
    world->options.accept_count = 0;
    CHECK(run_on_day(world, 1, &ledger, &link, 1) == 2);
    CHECK(world->report.results[0].verdict->reason == REASON_FORBIDDEN);
}

static void test_shards(struct world *world) {
    enum { N = 60, SHARDS = 3 };
    struct crawl_link links[N] = {0};
    unsigned asked[N] = {0};
    world_begin(world, "shards");
    for (int i = 0; i < N; i++)
        links[i].url = str_printf(&world->arena, "http://127.3.0.%d:%d/%d", i % 20 + 1, world->httpd.port, i);
    world->options.shards = SHARDS;
    for (uint32_t k = 1; k <= SHARDS; k++) {
        world->options.shard = k;
        CHECK(world_run(world, links, N));
        for (int i = 0; i < N; i++) asked[i] += world->report.results[i].verdict->kind == VERDICT_OK;
        CHECK(world->report.totals[VERDICT_OK] < N);
    }
    for (int i = 0; i < N; i++) CHECK(asked[i] == 1);
    struct error error;
    world->options.shard = 4;
    CHECK(!crawl_run(&world->arena, links, N, &world->options, NULL, &world->report, &error));
}

static volatile sig_atomic_t interrupted;

static void on_interrupt(int number) {
    (void)number;
    interrupted = 1;
}

/* What a command does: crawl, and on Ctrl-C write what is known. */
static void crawl_and_write(struct world *world, const struct crawl_link *links, size_t count,
                            const char *path) {
    struct ledger old, updated;
    ledger_faults faults = {0};
    const struct ledger_policy policy = ledger_policy_defaults();
    struct sigaction action = {.sa_handler = on_interrupt};
    sigaction(SIGINT, &action, NULL);
    world->options.interrupted = &interrupted;
    bool ok = ledger_read(&world->arena, path, &old, &faults, NULL) && faults.len == 0;
    world->ledger = &old;
    ok = ok && world_run(world, links, count);
    ledger_update(&world->arena, &old, &world->report, &policy, &updated);
    _exit(ok && ledger_write(path, &updated, NULL) ? 0 : 1);
}

static void test_signals(struct world *world) {
    enum { N = 300 };
    struct crawl_link links[N] = {0};
    size_t rows = 0;
    world_begin(world, "SIGINT and SIGKILL at random moments");
    struct str path = str_printf(&world->arena, "%s/links", world->directory);
    for (int i = 0; i < N; i++)
        links[i].url =
            str_printf(&world->arena, "http://127.4.0.%d:%d/%d/delay=20", i % 30 + 1, world->httpd.port, i);
    for (int round = 0; round < 10; round++) {
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) crawl_and_write(world, links, N, path.ptr);
        const struct timespec pause = {.tv_nsec = 20000000L + 13000000L * (round * 7 % 10)};
        nanosleep(&pause, NULL);
        kill(child, round % 3 == 2 ? SIGKILL : SIGINT);
        int status = -1;
        waitpid(child, &status, 0);
        CHECK(status == 0 || WIFSIGNALED(status));
        struct ledger ledger;
        ledger_faults faults = {0};
        CHECK(ledger_read(&world->arena, path.ptr, &ledger, &faults, NULL) && faults.len == 0);
        CHECK(ledger.count >= rows && ledger.count <= N); /* what was known stays known */
        rows = ledger.count;
    }
    CHECK(rows > 0);
    unlink(path.ptr);
}

/* ---- size ---- */

static void test_fifty_thousand(struct world *world) {
    enum { N = 50000, HOSTS = 2000 };
    struct crawl_link *links = calloc(N, sizeof *links);
    world_begin(world, "50,000 URLs");
    world->options.gap_ms = 1;
    for (int i = 0; i < N; i++)
        links[i].url =
            str_printf(&world->arena, "http://127.1.%d.%d:%d/%d%s", i % HOSTS / 200, i % HOSTS % 200 + 1,
                       world->httpd.port, i, i % 100 == 0 ? "/status=404" : "");
    CHECK(world_run(world, links, N));
    CHECK(world->report.totals[VERDICT_OK] == N - N / 100 && world->report.totals[VERDICT_BROKEN] == N / 100);
    CHECK(httpd_count(&world->httpd, NULL) >= N);
    free(links);
}

static void test_few_files(struct world *world) {
    enum { N = 300 };
    world_begin(world, "64 open files");
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        struct rlimit limit = {64, 64};
        struct crawl_link links[N] = {0};
        setrlimit(RLIMIT_NOFILE, &limit);
        for (int i = 0; i < N; i++)
            links[i].url = str_printf(&world->arena, "http://127.2.0.%d:%d/%d/delay=5", i % 150 + 1,
                                      world->httpd.port, i);
        bool ok = world_run(world, links, N);
        if (world->report.totals[VERDICT_OK] != N)
            printf("only %u are ok\n", world->report.totals[VERDICT_OK]);
        _exit(ok && world->report.totals[VERDICT_OK] == N ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    CHECK(status == 0);
}

int main(int argc, char **argv) {
    static struct world world;
    static void (*const tests[])(struct world *) = {
        test_budget, test_interrupt, test_lanes,     test_ageing,         test_accept_changed,
        test_shards, test_signals,   test_few_files, test_fifty_thousand,
    };
    if (!world_open(&world)) return 2;
    size_t first = argc > 1 ? strtoul(argv[1], NULL, 10) : 0; /* a number: only the tests from there on */
    for (size_t i = first; i < ARRAY_LEN(tests); i++) tests[i](&world);
    world_close(&world);
    return unit_report();
}
