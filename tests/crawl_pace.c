/* Waiting as asked, politeness, robots.txt, credentials and accepted statuses. */
#include "crawl_world.h"

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
    world->options.per_host = 1; /* so that no request is on its way when a header says wait */
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
    CHECK(entry && strstr(entry->user_agent, "contentlint/") && strstr(entry->user_agent, "link checker"));
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
    struct crawl_link links[9] = {0};
    static const struct str headers[] = {TEXT("X-Key: 1")};
    const struct crawl_host_rule rules[] = {
        {.host = STR("*.secret.loop.dev"), .authorization_env = "CRAWL_TEST_AUTHORIZATION"},
        {.host = STR("unset.loop.dev"), .cookie_env = "CRAWL_TEST_UNSET"},
        {.host = STR("*.loop.dev"), .headers = headers, .header_count = 1},
    };
    const int port = world->httpd.port;
    static const char *const texts[] = {"CRAWL_TEST_AUTHORIZATION=http://*.secret.loop.dev:PORT",
                                        "CRAWL_TEST_AUTHORIZATION=https.secret.loop.dev",
                                        "CRAWL_TEST_AUTHORIZATION=http://plain.loop.dev:PORT",
                                        "CRAWL_TEST_UNSET=http://unset.loop.dev:PORT"};
    struct crawl_secret secrets[ARRAY_LEN(texts)];
    world_begin(world, "credentials go to their host alone");
    setenv("CRAWL_TEST_AUTHORIZATION", "Bearer abc", 1);
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct str text = str_from(texts[i]);
        size_t at = str_find(text, STR("PORT"));
        if (at < text.len) text = str_printf(&world->arena, "%.*s%d", (int)at, text.ptr, port);
        CHECK(crawl_secret_read(&world->arena, text, &secrets[i], NULL));
    }
    world->options.secrets = secrets;
    world->options.secret_count = ARRAY_LEN(secrets);
    world->options.hosts = rules;
    world->options.host_count = ARRAY_LEN(rules);
    static const char *const urls[] = {
        "http://a.secret.loop.dev:PORT/one/auth=Bearer%20abc",
        "http://other.loop.dev:PORT/two/auth=Bearer%20abc",
        "http://b.secret.loop.dev:PORT/status=302/to=http:%2F%2Ftarget.loop.dev:PORT%2Fthree",
        "http://user:secret@plain.loop.dev:PORT/four",
        "https://https.secret.loop.dev:PORT/five",
        "http://secret.loop.dev:PORT/six",
        "http://unset.loop.dev:PORT/seven/status=404",
        "http://c.secret.loop.dev/eight",
        "http://chain.loop.dev:PORT/status=302/to=http:%2F%2Funset.loop.dev:PORT%2Fnine",
    };
    for (size_t i = 0; i < ARRAY_LEN(urls); i++) {
        struct buf out = {.arena = &world->arena};
        for (struct str rest = str_from(urls[i]); rest.len;) {
            size_t at = str_find(rest, STR("PORT"));
            buf_add(&out, str_sub(rest, 0, at));
            if (at < rest.len) buf_printf(&out, "%d", port);
            rest = str_sub(rest, at + 4, rest.len);
        }
        links[i].url = buf_str(&out);
    }
    CHECK(world_run(world, links, ARRAY_LEN(links)));
    static const enum verdict_reason reasons[] = {REASON_NONE,   REASON_LOGIN_NEEDED, REASON_NONE,
                                                  REASON_NONE,   REASON_SECRET,       REASON_NONE,
                                                  REASON_SECRET, REASON_SECRET,       REASON_SECRET};
    for (size_t i = 0; i < ARRAY_LEN(links); i++)
        CHECK_STR(str_from(verdict_reason_id(world->report.results[i].verdict->reason)),
                  verdict_reason_id(reasons[i]));
    CHECK(world->report.results[6].verdict->kind == VERDICT_NOT_CHECKED);
    CHECK(world->report.results[8].verdict->kind == VERDICT_UNVERIFIABLE);
    for (unsigned i = 0; i < httpd_count(&world->httpd, NULL); i++) {
        const struct httpd_entry *entry = httpd_entry(&world->httpd, NULL, i);
        CHECK(strstr(entry->host, ".secret.loop.dev") || !entry->authorization[0]);
        CHECK(strncmp(entry->host, "unset.", 6) != 0);
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

int main(int argc, char **argv) {
    static struct world world;
    static void (*const tests[])(struct world *) = {
        test_retry_after, test_wait_together, test_politeness,  test_head_remembered,
        test_duplicates,  test_robots,        test_credentials, test_accept,
    };
    if (!world_open(&world)) return 2;
    size_t first = argc > 1 ? strtoul(argv[1], NULL, 10) : 0; /* a number: only the tests from there on */
    for (size_t i = first; i < ARRAY_LEN(tests); i++) tests[i](&world);
    world_close(&world);
    return unit_report();
}
