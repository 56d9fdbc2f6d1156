/* bench_crawl: the parts of `make bench-crawl` (tests/bench_crawl.sh puts them together).
 *
 *     bench_crawl serve               starts the test server, prints its port, runs until stdin ends
 *     bench_crawl plan PORT           5,000 URLs on 500 hosts: one line each of URL, expected verdict, latency; the
 *                                     lower bounds go to stderr
 *     bench_crawl crawl PLAN OUT      crawls PLAN's URLs with the default politeness, writes URL and verdict to OUT
 *     bench_crawl measure CMD…        runs CMD and prints wall seconds, CPU seconds and peak memory to stderr */
#define _GNU_SOURCE
#include "crawl/crawl.h"
#include "httpd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { URLS = 5000, HOSTS = 500, STALLS = 10, ERRORS = 50, IN_FLIGHT = 64, PER_HOST = 4, GAP_MS = 100 };
enum { HEADER_MS = 15000, RETRY_MS = 10000 }; /* a second try comes after RETRY_MS and lasts as long */

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int serve(void) {
    struct httpd httpd = {0};
    char directory[] = "/tmp/crawl-bench-XXXXXX";
    if (!mkdtemp(directory) || !httpd_start(&httpd, directory)) return 2;
    printf("%d\n", httpd.port);
    fflush(stdout);
    while (getchar() != EOF) continue;
    fprintf(stderr, "%-12s %u requests, %u connections, at most %u at a time for one host\n",
            "server:", httpd_count(&httpd, NULL), atomic_load(&httpd.log->connections),
            atomic_load(&httpd.log->most_together));
    httpd_stop(&httpd);
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", directory);
    return system(command);
}

/* A fixed sequence: every tool and every run gets the same. */
static unsigned next_random(void) {
    static uint64_t state = 0x853C49E6748FEA9B;
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(state >> 33);
}

static const char *const error_scripts[] = {"/status=404", "/status=410", "/status=500", "/status=403"};
static const char *const error_verdicts[] = {"broken", "broken", "unverifiable", "unverifiable"};

/* Milliseconds of the server's time that the URL needs: a refused HEAD means a GET, silence a second try. */
static double cost(int kind, int latency) {
    return kind == 0 ? latency : kind == 1 ? 2.0 * latency : HEADER_MS + RETRY_MS;
}

static int plan(const char *port) {
    static int kinds[URLS], latencies[URLS];
    double sum = 0, hosts[HOSTS] = {0}, busiest = 0;
    for (int i = 0; i < STALLS + ERRORS; i++) {
        int at = (int)(next_random() % URLS);
        while (kinds[at]) at = (at + 1) % URLS;
        kinds[at] = i < STALLS ? 2 : 1;
    }
    for (int i = 0; i < URLS; i++) {
        int host = (int)(next_random() % HOSTS), error = i % 4;
        latencies[i] = 5 + (int)(next_random() % 796);
        printf("http://127.5.%d.%d:%s/%d/delay=%d%s\t%s\t%d\n", host / 200, host % 200 + 1, port, i,
               latencies[i],
               kinds[i] == 1   ? error_scripts[error]
               : kinds[i] == 2 ? "/fault=stall"
                               : "",
               kinds[i] == 1   ? error_verdicts[error]
               : kinds[i] == 2 ? "unverifiable"
                               : "ok",
               latencies[i]);
        sum += cost(kinds[i], latencies[i]);
        hosts[host] += cost(kinds[i], latencies[i]) / PER_HOST;
        busiest = hosts[host] > busiest ? hosts[host] : busiest;
    }
    /* In any order that does not know which URLs stay silent, the last of them begins when nearly all is done. */
    double work = sum / IN_FLIGHT / 1000, stall = 2.0 * RETRY_MS / 1000, last = 0, before = 0;
    for (int i = 0; i < URLS; i++) {
        if (kinds[i] == 2) last = before / IN_FLIGHT / 1000;
        before += cost(kinds[i], latencies[i]);
    }
    double lower = work > busiest / 1000 ? work : busiest / 1000;
    fprintf(stderr,
            "lower bound, knowing all beforehand: %.1f s (work %.1f, busiest host %.1f, silence %.1f)\n",
            lower > stall ? lower : stall, work, busiest / 1000, stall);
    fprintf(stderr, "lower bound, silent URLs met in the plan's order: %.1f s\n",
            lower > last + stall ? lower : last + stall);
    return 0;
}

static int crawl(const char *plan_path, const char *out_path) {
    struct arena arena = {0};
    struct str text;
    struct error error = {0};
    ARRAY_OF(struct crawl_link) links = {0};
    if (!file_read(&arena, plan_path, 0, &text, &error)) return 2;
    for (struct str rest = text; rest.len;) {
        struct str line = str_cut(&rest, '\n');
        ARRAY_PUSH(&arena, &links)->url = str_cut(&line, '\t');
    }
    const struct str loopback = STR("127.0.0.0/8");
    struct crawl_options options = crawl_defaults();
    options.allow_addresses = &loopback;
    options.allow_address_count = 1;
    struct crawl_report report;
    if (!crawl_run(&arena, links.items, links.len, &options, NULL, &report, &error)) {
        fprintf(stderr, "%s\n", error.message);
        return 2;
    }
    FILE *out = fopen(out_path, "w");
    for (size_t i = 0; out && i < report.verdict_count; i++)
        fprintf(out, "%.*s\t%s\n", STR_FMT(report.verdicts[i]->url), verdict_name(report.verdicts[i]->kind));
    fprintf(stderr, "%u requests, %u connections\n", report.requests, report.connections);
    arena_free(&arena);
    return out && fclose(out) == 0 ? 0 : 2;
}

static int measure(char **command) {
    double began = seconds_now();
    pid_t child = fork();
    if (child == 0) {
        execvp(command[0], command);
        _exit(127);
    }
    int status;
    struct rusage usage;
    wait4(child, &status, 0, &usage);
    double cpu = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                 (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    fprintf(stderr, "wall %.1f s, CPU %.1f s, peak memory %.1f MB\n", seconds_now() - began, cpu,
            (double)usage.ru_maxrss / 1024);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
}

int main(int argc, char **argv) {
    const char *verb = argc > 1 ? argv[1] : "";
    if (strcmp(verb, "serve") == 0) return serve();
    if (strcmp(verb, "plan") == 0 && argc == 3) return plan(argv[2]);
    if (strcmp(verb, "crawl") == 0 && argc == 4) return crawl(argv[2], argv[3]);
    if (strcmp(verb, "measure") == 0 && argc > 2) return measure(argv + 2);
    fprintf(stderr, "usage: see the head of tests/bench_crawl.c\n");
    return 2;
}
