/* The crawl against a server that does everything wrong: the rows of HTTP behaviour, faults of the network, hostile
 * servers, the address policy, retries, lanes and the ledger. Only loopback; names come from an override. */
#define _GNU_SOURCE
#include "crawl_world.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- one answer, one verdict ---- */

struct row {
    const char *host, *path; /* host "x": x<row>.loop.dev, so that rows do not learn from each other */
    enum verdict_kind kind;
    enum verdict_reason reason;
    uint16_t status;
    uint8_t requests; /* 0: not compared */
    const char *end;  /* of final_url, for moved of suggestion; NULL: not compared, "-": absent */
};

static const struct row answers[] = {
    {"x", "/plain", VERDICT_OK, REASON_NONE, 200, 1, "/plain"},
    {"x", "/status=204", VERDICT_OK, REASON_NONE, 204, 1, NULL},
    /* HEAD refused, GET fine */
    {"x", "/head=405", VERDICT_OK, REASON_NONE, 206, 2, NULL},
    {"x", "/head=403", VERDICT_OK, REASON_NONE, 206, 2, NULL},
    {"x", "/head=404/ranges=0", VERDICT_OK, REASON_NONE, 200, 2, NULL},
    {"x", "/head=500", VERDICT_OK, REASON_NONE, 206, 2, NULL},
    {"x", "/head=501", VERDICT_OK, REASON_NONE, 206, 2, NULL},
    {"x", "/head=400", VERDICT_OK, REASON_NONE, 206, 2, NULL},
    {"x", "/head=405/get=416", VERDICT_OK, REASON_NONE, 416, 2, NULL},
    {"x", "/fault-head=reset", VERDICT_OK, REASON_NONE, 206, 2, NULL},
    {"x", "/fault-head=garbage", VERDICT_OK, REASON_NONE, 206, 2, NULL},
    {"x", "/fault-head=head-body", VERDICT_OK, REASON_NONE, 200, 2, "/after-head-body"},
    /* dead */
    {"x", "/status=404", VERDICT_BROKEN, REASON_NOT_FOUND, 404, 2, NULL},
    {"x", "/status=410", VERDICT_BROKEN, REASON_GONE, 410, 2, NULL},
    {"x", "/head=200/get=404", VERDICT_OK, REASON_NONE, 200, 1, NULL},
    /* who knows */
    {"x", "/status=400", VERDICT_UNVERIFIABLE, REASON_STATUS, 400, 2, NULL},
    {"x", "/status=401", VERDICT_UNVERIFIABLE, REASON_LOGIN_NEEDED, 401, 2, NULL},
    {"x", "/status=403", VERDICT_UNVERIFIABLE, REASON_FORBIDDEN, 403, 2, NULL},
    {"x", "/status=405", VERDICT_UNVERIFIABLE, REASON_STATUS, 405, 2, NULL},
    {"x", "/status=406", VERDICT_UNVERIFIABLE, REASON_STATUS, 406, 2, NULL},
    {"x", "/status=418", VERDICT_UNVERIFIABLE, REASON_STATUS, 418, 2, NULL},
    {"x", "/status=451", VERDICT_UNVERIFIABLE, REASON_LEGAL, 451, 2, NULL},
    {"x", "/status=500", VERDICT_UNVERIFIABLE, REASON_SERVER_ERROR, 500, 2, NULL},
    {"x", "/status=999", VERDICT_UNVERIFIABLE, REASON_BOT_WALL, 999, 1, NULL},
    {"x", "/status=403/h=cf-mitigated:challenge", VERDICT_UNVERIFIABLE, REASON_BOT_WALL, 403, 1, NULL},
    {"x", "/status=503/h=cf-mitigated:challenge", VERDICT_UNVERIFIABLE, REASON_BOT_WALL, 503, 1, NULL},
    {"x", "/status=304", VERDICT_UNVERIFIABLE, REASON_STATUS, 304, 2, NULL},
    {"x", "/status=300", VERDICT_UNVERIFIABLE, REASON_STATUS, 300, 2, NULL},
    /* redirects */
    {"x", "/status=302/to=%2Fnext", VERDICT_OK, REASON_NONE, 200, 2, "/next"},
    {"x", "/status=303/to=%2Fnext", VERDICT_OK, REASON_NONE, 200, 2, "/next"},
    {"x", "/status=307/to=%2Fnext", VERDICT_OK, REASON_NONE, 200, 2, "/next"},
    {"x", "/status=301/to=%2Fnext", VERDICT_MOVED, REASON_NONE, 200, 2, "/next"},
    {"x", "/status=308/to=%2Fnext", VERDICT_MOVED, REASON_NONE, 200, 2, "/next"},
    {"x", "/a/b/status=302/to=..%2F..%2Fnext", VERDICT_OK, REASON_NONE, 200, 2, "/a/next"},
    {"x", "/a/to=%3Fq=1/head=302/get=302", VERDICT_BROKEN, REASON_REDIRECT_LOOP, 302, 3, "?q=1"},
    {"x", "/a/b/status=302/to=..%2F.%2Fc%20d", VERDICT_OK, REASON_NONE, 200, 2, "/a/b/c%20d"},
    {"x", "/chain=20", VERDICT_OK, REASON_NONE, 200, 21, "chain=0"},
    {"x", "/chain=21", VERDICT_BROKEN, REASON_REDIRECT_LOOP, 302, 21, NULL},
    {"x", "/status=302/endless=1", VERDICT_BROKEN, REASON_REDIRECT_LOOP, 302, 21, NULL},
    {"x", "/status=302/self=1", VERDICT_BROKEN, REASON_REDIRECT_LOOP, 302, 2, NULL},
    {"x", "/cookie=1", VERDICT_OK, REASON_NONE, 200, 2, "/cookie=1"},
    {"x", "/status=301", VERDICT_UNVERIFIABLE, REASON_REDIRECT_BAD, 301, 2, NULL},
    {"x", "/status=302/to=http:%2F%2F%7Bx%7D%2F", VERDICT_UNVERIFIABLE, REASON_REDIRECT_BAD, 302, 1, NULL},
    {"x", "/status=302/to=file:%2F%2F%2Fetc%2Fpasswd", VERDICT_UNVERIFIABLE, REASON_REDIRECT_SCHEME, 302, 1,
     NULL},
    {"x", "/status=302/to=ftp:%2F%2Fa.de%2F", VERDICT_UNVERIFIABLE, REASON_REDIRECT_SCHEME, 302, 1, NULL},
    {"x", "/status=302/to=http:%2F%2F169.254.169.254%2Flatest", VERDICT_UNVERIFIABLE, REASON_PRIVATE_ADDRESS,
     302, 1, NULL},
    {"x", "/status=302/to=http:%2F%2F[::ffff:a9fe:a9fe]%2F", VERDICT_UNVERIFIABLE, REASON_PRIVATE_ADDRESS,
     302, 1, NULL},
    {"x", "/status=302/to=http:%2F%2Fmeta.loop.dev%2F", VERDICT_UNVERIFIABLE, REASON_PRIVATE_ADDRESS, 302, 2,
     NULL},
    {"x", "/status=302/to=http:%2F%2Flocalhost%2F", VERDICT_UNVERIFIABLE, REASON_PRIVATE_ADDRESS, 302, 1,
     NULL},
    {"x", "/status=302/to=http:%2F%2Fnosuch.loop.dev%2F", VERDICT_BROKEN, REASON_NO_SUCH_HOST, 302, 0, NULL},
    {"x", "/status=302/to=%2Fstatus=404", VERDICT_BROKEN, REASON_NOT_FOUND, 404, 3, NULL},
    {"x", "/status=302/to=%2Fexcluded", VERDICT_SKIPPED, REASON_EXCLUDED, 302, 1, NULL},
    {"x", "/status=301/to=%2F", VERDICT_OK, REASON_HOME, 200, 2, NULL},
    {"x", "/status=301/to=%2Fen%2F", VERDICT_OK, REASON_HOME, 200, 2, NULL},
    {"x", "/status=301/to=%2Flogin%3Fnext=x", VERDICT_OK, REASON_LOGIN, 200, 2, NULL},
    {"x", "/status=302/to=%2Fconsent", VERDICT_OK, REASON_LOGIN, 200, 2, NULL},
    {"x", "/body=soft404/head=405", VERDICT_OK, REASON_SOFT_404, 206, 2, NULL},
    /* bodies that are wrong: the header has said that the page is there */
    {"x", "/head=405/fault=short", VERDICT_OK, REASON_NONE, 200, 1, NULL},
    {"x", "/head=405/fault=bad-chunk", VERDICT_OK, REASON_NONE, 200, 1, NULL},
    {"get", "/fault=short", VERDICT_OK, REASON_NONE, 200, 1, NULL},
    {"get", "/fault=bad-chunk", VERDICT_OK, REASON_NONE, 200, 1, NULL},
    {"get", "/fault=endless-body", VERDICT_OK, REASON_NONE, 200, 1, NULL},
    {"get", "/fault=bomb", VERDICT_OK, REASON_NONE, 200, 1, NULL},
    {"get", "/fault=stall-body", VERDICT_OK, REASON_NONE, 200, 1, NULL},
    /* not HTTP */
    {"x", "/fault=garbage", VERDICT_UNVERIFIABLE, REASON_PROTOCOL, 0, 2, NULL},
    {"x", "/fault=http09", VERDICT_UNVERIFIABLE, REASON_PROTOCOL, 0, 2, NULL},
    {"x", "/fault=endless-header", VERDICT_UNVERIFIABLE, REASON_PROTOCOL, 0, 2, NULL},
    {"x", "/fault=long-header", VERDICT_UNVERIFIABLE, REASON_PROTOCOL, 0, 2, NULL},
    /* hosts */
    {"M\xC3\xBCnchen", "/idn", VERDICT_OK, REASON_NONE, 200, 1, NULL},
    {"six", "/ipv6", VERDICT_OK, REASON_NONE, 200, 1, NULL},
    {"both", "/two-addresses", VERDICT_OK, REASON_NONE, 200, 1, NULL},
    {"nosuch", "/", VERDICT_BROKEN, REASON_NO_SUCH_HOST, 0, 0, NULL},
    {"resolverdown", "/", VERDICT_UNVERIFIABLE, REASON_RESOLVER, 0, 0, NULL},
    {"meta", "/", VERDICT_UNVERIFIABLE, REASON_PRIVATE_ADDRESS, 0, 1, NULL},
};

static void check_row(const struct row *row, const struct verdict *verdict) {
    bool same =
        verdict->kind == row->kind && verdict->reason == row->reason && verdict->status == row->status;
    if (row->requests && verdict->requests != row->requests) same = false;
    struct str end = verdict->kind == VERDICT_MOVED ? verdict->suggestion : verdict->final_url;
    if (row->end && !str_ends(end, str_from(row->end))) same = false;
    if (same) {
        unit_passed++;
        return;
    }
    unit_failed++;
    printf("%s %s: %s %s %u, %u requests, %.*s\n", row->host, row->path, verdict_name(verdict->kind),
           verdict_reason_id(verdict->reason), verdict->status, verdict->requests, STR_FMT(end));
}

static void run_rows(struct world *world, const struct row *rows, size_t count, const char *scheme,
                     int port) {
    struct crawl_link *links = ARENA_ARRAY(&world->arena, struct crawl_link, count);
    for (size_t i = 0; i < count; i++) {
        bool get = strcmp(rows[i].host, "get") == 0, own = get || strcmp(rows[i].host, "x") == 0;
        struct str number = own ? str_printf(&world->arena, get ? "%zu.get" : "%zu", i) : STR("");
        links[i].url = str_printf(&world->arena, "%s://%s%.*s.loop.dev:%d%s", scheme,
                                  get ? "x" : rows[i].host, STR_FMT(number), port, rows[i].path);
    }
    CHECK(world_run(world, links, count));
    for (size_t i = 0; i < count; i++) check_row(&rows[i], world->report.results[i].verdict);
}

static void test_answers(struct world *world) {
    world_begin(world, "answers");
    run_rows(world, answers, ARRAY_LEN(answers), "http", world->httpd.port);
    CHECK(httpd_count(&world->httpd, "/excluded") == 0);
    CHECK(httpd_count(&world->httpd, "xn--") == 1);
    CHECK(!world->report.no_network);
}

/* ---- time-outs and refused connections ---- */

static void test_silence(struct world *world) {
    static const struct row rows[] = {
        {"x", "/fault=stall", VERDICT_UNVERIFIABLE, REASON_TIMEOUT, 0, 2, NULL},
        {"x", "/fault-head=stall", VERDICT_OK, REASON_NONE, 206, 2, NULL},
        {"x", "/fault=reset", VERDICT_UNVERIFIABLE, REASON_RESET, 0, 3, NULL},
        {"x", "/fault=close", VERDICT_UNVERIFIABLE, REASON_RESET, 0, 3, NULL},
        {"x", "/fault-first=1:stall/first=0:0", VERDICT_OK, REASON_NONE, 206, 2, NULL},
        {"x", "/status=200/delay=200", VERDICT_OK, REASON_NONE, 200, 1, NULL},
        {"x", "/first=1:502/head=502", VERDICT_OK, REASON_NONE, 206, 0, NULL},
        {"x", "/status=504", VERDICT_UNVERIFIABLE, REASON_SERVER_ERROR, 504, 3, NULL},
    };
    world_begin(world, "silence");
    world->options.header_ms = 1200;
    world->options.whole_ms = 1500;
    run_rows(world, rows, ARRAY_LEN(rows), "http", world->httpd.port);
}

/* All URLs of a host that cannot be reached share one verdict, and only a few of them are asked. */
static void test_dead_hosts(struct world *world) {
    static const struct {
        const char *host;
        enum verdict_reason reason;
    } rows[] = {
        {"refused", REASON_REFUSED}, {"silent", REASON_CONNECT_TIMEOUT}, {"nosuch", REASON_NO_SUCH_HOST}};
    enum { EACH = 20 };
    struct crawl_link links[3 * EACH + 1] = {0};
    world_begin(world, "dead hosts");
    world->options.connect_ms = 400;
    const int ports[] = {world->httpd.refused_port, world->httpd.silent_port, world->httpd.port};
    for (int h = 0; h < 3; h++)
        for (int i = 0; i < EACH; i++)
            links[h * EACH + i].url =
                str_printf(&world->arena, "http://%s.loop.dev:%d/%d", rows[h].host, ports[h], i);
    links[3 * EACH].url = str_printf(&world->arena, "http://alive.loop.dev:%d/", world->httpd.port);
    CHECK(world_run(world, links, 3 * EACH + 1));
    unsigned asked = 0;
    for (int i = 0; i < 3 * EACH; i++) {
        const struct verdict *verdict = world->report.results[i].verdict;
        CHECK(verdict->reason == rows[i / EACH].reason && verdict->host_down);
        const struct crawl_host *host = &world->report.hosts[verdict->host];
        CHECK(host->down == rows[i / EACH].reason && host->links == EACH);
        asked += verdict->requests;
    }
    CHECK(asked <= 3 * (4 + 1));
    CHECK(world->report.results[3 * EACH].verdict->kind == VERDICT_OK);
}

/* Three silent URLs of a host condemn it only when a late one is silent too; one that answers saves the rest. */
static void test_partly_silent(struct world *world) {
    struct crawl_link links[12] = {0};
    world_begin(world, "partly silent host");
    world->options.header_ms = 800;
    for (int i = 0; i < 12; i++)
        links[i].url = str_printf(&world->arena, "http://half.loop.dev:%d/%d%s", world->httpd.port, i,
                                  i < 6 ? "/fault-first=1:stall/first=0:0" : "");
    CHECK(world_run(world, links, 12));
    for (int i = 0; i < 12; i++) {
        const struct verdict *verdict = world->report.results[i].verdict;
        CHECK_STR(str_from(verdict_reason_id(verdict->reason)), "fine");
    }
}

static void test_no_network(struct world *world) {
    struct crawl_link links[3] = {0};
    world_begin(world, "no network");
    world->options.connect_ms = 300;
    links[0].url = str_printf(&world->arena, "http://silent.loop.dev:%d/", world->httpd.silent_port);
    links[1].url = STR("https://nosuch.loop.dev/");
    links[2].url = STR("https://resolverdown.loop.dev/");
    CHECK(world_run(world, links, 3));
    CHECK(world->report.no_network);
    for (int i = 0; i < 3; i++) CHECK(world->report.results[i].verdict->reason == REASON_NO_NETWORK);
    const struct ledger old = {0};
    struct ledger updated;
    const struct ledger_policy policy = ledger_policy_defaults();
    ledger_update(&world->arena, &old, &world->report, &policy, &updated);
    CHECK(updated.count == 0);
}

/* ---- TLS and HTTP/2 ---- */

static void test_tls(struct world *world) {
    static const struct row rows[] = {
        {"good", "/", VERDICT_OK, REASON_NONE, 200, 1, NULL},
        {"expired", "/", VERDICT_BROKEN, REASON_CERT_EXPIRED, 0, 1, NULL},
        {"wrong", "/", VERDICT_BROKEN, REASON_CERT_NAME, 0, 1, NULL},
        {"unknown", "/", VERDICT_UNVERIFIABLE, REASON_CERT_UNKNOWN, 0, 1, NULL},
        {"badh2", "/a", VERDICT_OK, REASON_NONE, 200, 2, NULL},
        {"x", "/head=405", VERDICT_OK, REASON_NONE, 206, 2, NULL},
        {"x", "/status=404", VERDICT_BROKEN, REASON_NOT_FOUND, 404, 2, NULL},
    };
    world_begin(world, "TLS");
    run_rows(world, rows, ARRAY_LEN(rows), "https", world->httpd.tls_port);
    /* Plain HTTP where TLS is expected, and the other way round. */
    struct crawl_link links[2] = {
        {.url = str_printf(&world->arena, "https://plain.loop.dev:%d/", world->httpd.port)},
        {.url = str_printf(&world->arena, "http://secure.loop.dev:%d/", world->httpd.tls_port)},
    };
    CHECK(world_run(world, links, 2));
    CHECK(world->report.results[0].verdict->reason == REASON_TLS);
    CHECK(world->report.results[1].verdict->kind == VERDICT_UNVERIFIABLE);
}

/* ---- waiting as asked ---- */

static int64_t gap_between(struct world *world, const char *path, unsigned a, unsigned b) {
    const struct httpd_entry *first = httpd_entry(&world->httpd, path, a);
    const struct httpd_entry *second = httpd_entry(&world->httpd, path, b);
    return first && second ? second->ms - first->ms : -1;
}

static void test_retry_after(struct world *world) {
    struct crawl_link links[9] = {0};
    static const char *const urls[] = {
        "http://seconds.loop.dev:%d/seconds/first=1:429/retry=1",
        "http://date.loop.dev:%d/date/first=1:503/retrydate=2",
        "http://junk.loop.dev:%d/junk/first=1:429/retry=soon",
        "http://never.loop.dev:%d/never/status=503",
        "http://busy.loop.dev:%d/busy/status=429/retry=0",
        "http://long.loop.dev:%d/long/first=1:429/retry=86400",
        "http://remaining.loop.dev:%d/remaining/1/h=RateLimit-Remaining: 0/h2=RateLimit-Reset: 1",
        "http://remaining.loop.dev:%d/remaining/2/h=RateLimit-Remaining: 0/h2=RateLimit-Reset: 1",
        "http://epoch.loop.dev:%d/epoch/h=X-RateLimit-Remaining: 0/reset-in=2",
    };
    world_begin(world, "Retry-After and RateLimit");
    world->options.wait_max_ms = 1500;
    for (int i = 0; i < 9; i++) {
        struct buf url = {.arena = &world->arena};
        struct str pattern = str_from(urls[i]);
        size_t at = str_find(pattern, STR("%d"));
        buf_add(&url, str_sub(pattern, 0, at));
        buf_printf(&url, "%d", world->httpd.port);
        buf_add(&url, str_sub(pattern, at + 2, pattern.len));
        links[i].url = buf_str(&url);
    }
    CHECK(world_run(world, links, 9));
    for (int i = 0; i < 9; i++) {
        bool good = i != 3 && i != 4;
        CHECK(world->report.results[i].verdict->kind == (good ? VERDICT_OK : VERDICT_UNVERIFIABLE));
    }
    CHECK(world->report.results[3].verdict->reason == REASON_SERVER_ERROR);
    CHECK(world->report.results[4].verdict->reason == REASON_RATE_LIMITED);
    CHECK(gap_between(world, "/seconds/", 0, 1) >= 1000);
    CHECK(gap_between(world, "/date/", 0, 1) >= 900); /* a date has whole seconds */
    CHECK(gap_between(world, "/junk/", 0, 1) >= world->options.retry_ms);
    CHECK(gap_between(world, "/long/", 0, 1) >= 1500);
    CHECK(gap_between(world, "/remaining/", 0, 1) >= 1000);
    CHECK(httpd_count(&world->httpd, "/never/") == 3 && httpd_count(&world->httpd, "/busy/") == 3);
}

/* Three URLs of one host: the first 429 stops them all. */
static void test_wait_together(struct world *world) {
    struct crawl_link links[3] = {0};
    world_begin(world, "one host waits together");
    world->options.per_host = 1;
    for (int i = 0; i < 3; i++)
        links[i].url = str_printf(&world->arena, "http://together.loop.dev:%d/t/%d%s", world->httpd.port, i,
                                  i == 0 ? "/first=1:429/retry=1" : "");
    CHECK(world_run(world, links, 3));
    for (int i = 0; i < 3; i++) CHECK(world->report.results[i].verdict->kind == VERDICT_OK);
    CHECK(httpd_count(&world->httpd, "/t/") == 4);
    CHECK(gap_between(world, "/t/", 0, 1) >= 1000);
    CHECK(world->report.hosts[0].busy == 1);
}

/* ---- politeness ---- */

static void test_politeness(struct world *world) {
    enum { N = 24 };
    struct crawl_link links[N] = {0};
    world_begin(world, "politeness");
    world->options.gap_ms = 20;
    for (int i = 0; i < N; i++)
        links[i].url =
            str_printf(&world->arena, "http://polite.loop.dev:%d/p/%d/delay=150", world->httpd.port, i);
    CHECK(world_run(world, links, N));
    CHECK(world->report.totals[VERDICT_OK] == N);
    CHECK(atomic_load(&world->httpd.log->most_together) <= world->options.per_host);
    CHECK(world->report.connections <= world->options.per_host + 1);
    for (unsigned i = 0; i + 1 < N; i++) CHECK(gap_between(world, "/p/", i, i + 1) >= 0);
    CHECK(gap_between(world, "/p/", 0, N - 1) >= (N - 1) * 18);
    const struct httpd_entry *entry = httpd_entry(&world->httpd, "/p/", 0);
    CHECK(entry && strstr(entry->user_agent, "contentlint/") && strstr(entry->user_agent, "(+http"));
    CHECK(entry && strcmp(entry->method, "HEAD") == 0);
}

static void test_head_remembered(struct world *world) {
    struct crawl_link links[6] = {0};
    world_begin(world, "HEAD that fails is remembered");
    world->options.per_host = 1;
    for (int i = 0; i < 6; i++)
        links[i].url =
            str_printf(&world->arena, "http://nohead.loop.dev:%d/n/%d/head=405", world->httpd.port, i);
    CHECK(world_run(world, links, 6));
    CHECK(world->report.totals[VERDICT_OK] == 6 && httpd_count(&world->httpd, "/n/") == 7);
}

static void test_duplicates(struct world *world) {
    struct crawl_link links[30] = {0};
    static const char *const forms[] = {"http://Same.loop.dev:%d/x#a", "http://u:p@same.loop.dev:%d/x",
                                        "http://same.loop.dev:%d/y/../x"};
    world_begin(world, "one URL, one request");
    for (int i = 0; i < 30; i++) {
        const char *form = forms[i % 3], *at = strstr(form, "%d");
        links[i].url =
            str_printf(&world->arena, "%.*s%d%s", (int)(at - form), form, world->httpd.port, at + 2);
    }
    CHECK(world_run(world, links, 30));
    CHECK(httpd_count(&world->httpd, NULL) == 1 && world->report.verdict_count == 1);
    CHECK(world->report.hosts[0].links == 30);
    CHECK(httpd_entry(&world->httpd, NULL, 0)->authorization[0] == 0);
}

static void test_robots(struct world *world) {
    struct crawl_link links[5] = {0};
    static const char *const urls[] = {"robots.loop.dev", "robots.loop.dev", "free.loop.dev",
                                       "brokenbots.loop.dev", "robots.loop.dev"};
    static const char *const paths[] = {"/private/x", "/open", "/private/x", "/x",
                                        "/status=302/to=%2Fprivate%2Fy"};
    world_begin(world, "robots.txt");
    world->options.robots = true;
    for (int i = 0; i < 5; i++)
        links[i].url = str_printf(&world->arena, "http://%s:%d%s", urls[i], world->httpd.port, paths[i]);
    CHECK(world_run(world, links, 5));
    CHECK(world->report.results[0].verdict->reason == REASON_ROBOTS);
    CHECK(world->report.results[1].verdict->kind == VERDICT_OK);
    CHECK(world->report.results[2].verdict->kind == VERDICT_OK);
    CHECK(world->report.results[3].verdict->reason == REASON_ROBOTS);
    CHECK(world->report.results[4].verdict->reason == REASON_ROBOTS);
    CHECK(httpd_count(&world->httpd, "/robots.txt") == 3);
    CHECK(httpd_entry(&world->httpd, "/private/x", 1) == NULL);
}

/* ---- credentials and accepted statuses ---- */

static void test_credentials(struct world *world) {
    struct crawl_link links[4] = {0};
    static const struct str headers[] = {TEXT("X-Key: 1")};
    const struct crawl_host_rule rules[] = {{.host = STR("*.secret.loop.dev"),
                                             .headers = headers,
                                             .header_count = 1,
                                             .authorization_env = "CRAWL_TEST_AUTHORIZATION"}};
    world_begin(world, "credentials go to their host alone");
    setenv("CRAWL_TEST_AUTHORIZATION", "Bearer abc", 1);
    world->options.hosts = rules;
    world->options.host_count = 1;
    const int port = world->httpd.port;
    links[0].url = str_printf(&world->arena, "http://a.secret.loop.dev:%d/one/auth=Bearer%%20abc", port);
    links[1].url = str_printf(&world->arena, "http://other.loop.dev:%d/two/auth=Bearer%%20abc", port);
    links[2].url = str_printf(
        &world->arena, "http://b.secret.loop.dev:%d/status=302/to=http:%%2F%%2Ftarget.loop.dev:%d%%2Fthree",
        port, port);
    links[3].url = str_printf(&world->arena, "http://user:secret@plain.loop.dev:%d/four", port);
    CHECK(world_run(world, links, 4));
    CHECK(world->report.results[0].verdict->kind == VERDICT_OK);
    CHECK(world->report.results[1].verdict->reason == REASON_LOGIN_NEEDED);
    CHECK(world->report.results[2].verdict->kind == VERDICT_OK);
    for (unsigned i = 0; i < httpd_count(&world->httpd, NULL); i++) {
        const struct httpd_entry *entry = httpd_entry(&world->httpd, NULL, i);
        CHECK(strstr(entry->host, "secret.loop.dev") || !entry->authorization[0]);
    }
    const struct httpd_entry *target = httpd_entry(&world->httpd, "/three", 0);
    CHECK(target && strncmp(target->host, "target.loop.dev", 15) == 0);
}

static void test_accept(struct world *world) {
    static const uint16_t statuses[] = {404, 301};
    struct crawl_link links[4] = {0};
    world_begin(world, "accepted statuses replace the default");
    world->options.accept = statuses;
    world->options.accept_count = 2;
    world->options.fragments = true;
    static const char *const paths[] = {"/a/status=404", "/b/status=200", "/c/status=301/to=%2Fx",
                                        "/d/status=404#one"};
    for (int i = 0; i < 4; i++)
        links[i].url =
            str_printf(&world->arena, "http://accept%d.loop.dev:%d%s", i, world->httpd.port, paths[i]);
    CHECK(world_run(world, links, 4));
    CHECK(world->report.results[0].verdict->kind == VERDICT_OK);
    CHECK(world->report.results[1].verdict->kind == VERDICT_UNVERIFIABLE);
    CHECK(world->report.results[2].verdict->kind == VERDICT_OK && httpd_count(&world->httpd, "/x") == 0);
    CHECK(world->report.results[3].verdict->kind == VERDICT_OK);
    CHECK(world->report.results[3].fragment == FRAGMENT_UNKNOWN);
}

/* ---- fragments ---- */

static void test_fragments(struct world *world) {
    static const struct {
        const char *path;
        enum fragment_verdict fragment;
    } rows[] = {
        {"/body=ids#one", FRAGMENT_FOUND},
        {"/body=ids#two%20b", FRAGMENT_FOUND},
        {"/body=ids#three", FRAGMENT_FOUND},
        {"/body=ids#five", FRAGMENT_MISSING},
        {"/body=ids#One", FRAGMENT_MISSING},
        {"/body=ids#", FRAGMENT_NONE},
        {"/body=ids#top", FRAGMENT_FOUND},
        {"/body=ids#!/route", FRAGMENT_UNKNOWN},
        {"/body=ids#:~:text=x", FRAGMENT_FOUND},
        {"/body=ids", FRAGMENT_NONE},
        {"/body=spa#one", FRAGMENT_UNKNOWN},
        {"/type=application%2Fpdf/body=ids#one", FRAGMENT_UNKNOWN},
        {"/fault=short#a", FRAGMENT_FOUND},
        {"/fault=short#b", FRAGMENT_UNKNOWN},
        {"/fault=bad-chunk#b", FRAGMENT_UNKNOWN},
        {"/fault=endless-body#a", FRAGMENT_FOUND},
        {"/fault=endless-body#b", FRAGMENT_UNKNOWN},
        {"/fault=bomb#b", FRAGMENT_UNKNOWN},
        {"/status=404#x", FRAGMENT_UNKNOWN},
        {"/status=302/to=%2Fbody=ids#one", FRAGMENT_FOUND},
    };
    struct crawl_link links[ARRAY_LEN(rows)] = {0};
    world_begin(world, "fragments");
    world->options.fragments = true;
    world->options.whole_ms = 5000;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        links[i].url =
            str_printf(&world->arena, "http://frag.loop.dev:%d%s", world->httpd.port, rows[i].path);
    CHECK(world_run(world, links, ARRAY_LEN(rows)));
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (world->report.results[i].fragment == rows[i].fragment)
            unit_passed++;
        else {
            unit_failed++;
            printf("%s: fragment %d\n", rows[i].path, (int)world->report.results[i].fragment);
        }
}

/* ---- the address policy ---- */

static void test_rebinding(struct world *world) {
    struct crawl_link links[6] = {0};
    world_begin(world, "DNS that changes between two requests");
    world->options.per_host = 1;
    for (int i = 0; i < 6; i++)
        links[i].url =
            str_printf(&world->arena, "http://rebind.loop.dev:%d/%d/close=1", world->httpd.port, i);
    CHECK(world_run(world, links, 6));
    unsigned good = 0, refused = 0;
    for (int i = 0; i < 6; i++) {
        good += world->report.results[i].verdict->kind == VERDICT_OK;
        refused += world->report.results[i].verdict->reason == REASON_PRIVATE_ADDRESS;
    }
    CHECK(good >= 1 && refused >= 1 && good + refused == 6);
    CHECK(httpd_count(&world->httpd, NULL) == good);
}

static void test_policy(struct world *world) {
    struct crawl_link links[3] = {0};
    world_begin(world, "loopback is refused unless allowed");
    world->options.allow_address_count = 0;
    links[0].url = str_printf(&world->arena, "http://127.0.0.1:%d/", world->httpd.port);
    links[1].url = str_printf(&world->arena, "http://plain.loop.dev:%d/", world->httpd.port);
    links[2].url = str_printf(&world->arena, "http://six.loop.dev:%d/", world->httpd.port);
    CHECK(world_run(world, links, 3));
    CHECK(world->report.results[0].verdict->reason == REASON_LOCAL_ADDRESS);
    CHECK(world->report.results[1].verdict->reason == REASON_PRIVATE_ADDRESS);
    CHECK(world->report.results[2].verdict->reason == REASON_PRIVATE_ADDRESS);
    CHECK(httpd_count(&world->httpd, NULL) == 0 && atomic_load(&world->httpd.log->connections) == 0);
    world->options.allow_private = true;
    CHECK(world_run(world, links, 3));
    CHECK(world->report.totals[VERDICT_OK] == 3);
}

static void test_proxy(struct world *world) {
    struct crawl_link links[3] = {0};
    world_begin(world, "proxy");
    struct str proxy = str_printf(&world->arena, "http://127.0.0.9:%d", world->httpd.port);
    setenv("http_proxy", proxy.ptr, 1);
    setenv("no_proxy", "direct.loop.dev", 1);
    world->options.use_proxy = true;
    world->options.allow_address_count = 0;
    links[0].url = STR("http://public.loop.dev/through");
    links[1].url = STR("http://meta.loop.dev/private");
    links[2].url = str_printf(&world->arena, "http://direct.loop.dev:%d/direct", world->httpd.port);
    CHECK(world_run(world, links, 3));
    unsetenv("http_proxy");
    unsetenv("no_proxy");
    CHECK(world->report.results[0].verdict->kind == VERDICT_OK);
    CHECK(world->report.results[1].verdict->reason == REASON_PRIVATE_ADDRESS);
    CHECK(world->report.results[2].verdict->reason == REASON_PRIVATE_ADDRESS);
    CHECK(httpd_count(&world->httpd, NULL) == 1 && httpd_count(&world->httpd, "/through") == 1);
}

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
        test_answers,    test_silence,        test_dead_hosts,    test_partly_silent, test_no_network,
        test_tls,        test_retry_after,    test_wait_together, test_politeness,    test_head_remembered,
        test_duplicates, test_robots,         test_credentials,   test_accept,        test_fragments,
        test_rebinding,  test_policy,         test_proxy,         test_budget,        test_interrupt,
        test_few_files,  test_fifty_thousand,
    };
    if (!world_open(&world)) return 2;
    size_t first = argc > 1 ? strtoul(argv[1], NULL, 10) : 0; /* a number: only the tests from there on */
    for (size_t i = first; i < ARRAY_LEN(tests); i++) tests[i](&world);
    world_close(&world);
    return unit_report();
}
