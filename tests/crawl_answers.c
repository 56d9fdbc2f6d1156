/* What answers, faults of the network and hostile servers mean: the rows of HTTP behaviour. Only loopback; names
 * come from an override. */
#include "crawl_world.h"

#include <signal.h>
#include <sys/wait.h>

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
    {"x", "/head=405", VERDICT_OK, REASON_NONE, 200, 2, NULL},
    {"x", "/head=403", VERDICT_OK, REASON_NONE, 200, 2, NULL},
    {"x", "/head=404/ranges=0", VERDICT_OK, REASON_NONE, 200, 2, NULL},
    {"x", "/head=500", VERDICT_OK, REASON_NONE, 200, 2, NULL},
    {"x", "/head=501", VERDICT_OK, REASON_NONE, 200, 2, NULL},
    {"x", "/head=400", VERDICT_OK, REASON_NONE, 200, 2, NULL},
    {"x", "/head=405/get=416", VERDICT_UNVERIFIABLE, REASON_STATUS, 416, 2, NULL},
    /* a part refused, the page given */
    {"get", "/plain", VERDICT_OK, REASON_NONE, 200, 1, NULL},
    {"get", "/ranged=400", VERDICT_OK, REASON_NONE, 200, 2, NULL},
    {"get", "/ranged=416", VERDICT_OK, REASON_NONE, 200, 2, NULL},
    {"get", "/ranged=501", VERDICT_OK, REASON_NONE, 200, 2, NULL},
    {"get", "/ranged=404", VERDICT_OK, REASON_NONE, 200, 2, NULL},
    {"get", "/ranged=500", VERDICT_OK, REASON_NONE, 200, 2, NULL},
    {"get", "/status=404", VERDICT_BROKEN, REASON_NOT_FOUND, 404, 2, NULL},
    {"get", "/ranged=403", VERDICT_UNVERIFIABLE, REASON_FORBIDDEN, 403, 1, NULL},
    /* HEAD and GET lead to different places: GET is believed */
    {"x", "/head=302/get=200/to=%2Fstatus=404", VERDICT_OK, REASON_NONE, 200, 4, "/to=%2Fstatus=404"},
    {"x", "/head=301/get=200/to=%2Fnext", VERDICT_OK, REASON_NONE, 200, 3, "/to=%2Fnext"},
    {"x", "/head=302/get=200/self=1", VERDICT_OK, REASON_NONE, 200, 3, NULL},
    {"x", "/head=302/get=200/to=http:%2F%2Fnosuch.loop.dev%2F", VERDICT_OK, REASON_NONE, 200, 0, NULL},
    {"x", "/head=302/get=404/to=%2Fnext", VERDICT_OK, REASON_NONE, 200, 2, "/next"},
    {"x", "/fault-head=reset", VERDICT_OK, REASON_NONE, 200, 2, NULL},
    {"x", "/fault-head=garbage", VERDICT_OK, REASON_NONE, 200, 2, NULL},
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
    {"x", "/status=301/to=%2Fnext", VERDICT_MOVED, REASON_NONE, 200, 4, "/next"},
    {"x", "/status=308/to=%2Fnext", VERDICT_MOVED, REASON_NONE, 200, 4, "/next"},
    {"x", "/status=301/to=%2Fnext%23part", VERDICT_MOVED, REASON_NONE, 200, 4, "/next#part"},
    {"x", "/status=301/to=http:..%2Fnext", VERDICT_MOVED, REASON_NONE, 200, 4, "/next"},
    {"x", "/status=301/to=http:%2Fnext", VERDICT_MOVED, REASON_NONE, 200, 4, "/next"},
    {"x", "/a/b/status=302/to=..%2F..%2Fnext", VERDICT_OK, REASON_NONE, 200, 2, "/a/next"},
    {"x", "/a/to=%3Fq=1/head=302/get=302", VERDICT_BROKEN, REASON_REDIRECT_LOOP, 302, 6, "?q=1"},
    {"x", "/a/b/status=302/to=..%2F.%2Fc%20d", VERDICT_OK, REASON_NONE, 200, 2, "/a/b/c%20d"},
    {"x", "/chain=20", VERDICT_OK, REASON_NONE, 200, 21, "chain=0"},
    {"x", "/chain=21", VERDICT_BROKEN, REASON_REDIRECT_LOOP, 302, 42, NULL},
    {"x", "/status=302/endless=1", VERDICT_BROKEN, REASON_REDIRECT_LOOP, 302, 42, NULL},
    {"x", "/status=302/self=1", VERDICT_BROKEN, REASON_REDIRECT_LOOP, 302, 4, NULL},
    {"x", "/cookie=1", VERDICT_OK, REASON_NONE, 200, 2, "/cookie=1"},
    {"x", "/cookie=3", VERDICT_OK, REASON_NONE, 200, 4, "/cookie=3"},
    {"x", "/cookie=20", VERDICT_OK, REASON_NONE, 200, 21, "/cookie=20"},
    {"x", "/cookie=50", VERDICT_BROKEN, REASON_REDIRECT_LOOP, 302, 42, NULL},
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
    {"x", "/status=302/to=%2Fstatus=404", VERDICT_BROKEN, REASON_NOT_FOUND, 404, 5, NULL},
    {"x", "/status=302/to=%2Fexcluded", VERDICT_SKIPPED, REASON_EXCLUDED, 302, 1, NULL},
    {"x", "/status=301/to=%2F", VERDICT_OK, REASON_HOME, 200, 2, NULL},
    {"x", "/status=301/to=%2Fen%2F", VERDICT_OK, REASON_HOME, 200, 2, NULL},
    {"x", "/status=301/to=%2Flogin%3Fnext=x", VERDICT_OK, REASON_LOGIN, 200, 2, NULL},
    {"x", "/status=302/to=%2Fconsent", VERDICT_OK, REASON_LOGIN, 200, 2, NULL},
    {"x", "/body=sorry/head=405", VERDICT_OK, REASON_SOFT_404, 200, 2, NULL},
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
        {"x", "/fault-head=stall", VERDICT_OK, REASON_NONE, 200, 2, NULL},
        {"x", "/fault=reset", VERDICT_UNVERIFIABLE, REASON_RESET, 0, 3, NULL},
        {"x", "/fault=close", VERDICT_UNVERIFIABLE, REASON_RESET, 0, 3, NULL},
        {"x", "/fault-first=1:stall/first=0:0", VERDICT_OK, REASON_NONE, 200, 2, NULL},
        {"x", "/status=200/delay=200", VERDICT_OK, REASON_NONE, 200, 1, NULL},
        {"x", "/first=1:502/head=502", VERDICT_OK, REASON_NONE, 200, 0, NULL},
        {"x", "/status=504", VERDICT_UNVERIFIABLE, REASON_SERVER_ERROR, 504, 3, NULL},
    };
    world_begin(world, "silence");
    world->options.header_ms = 2500;
    world->options.whole_ms = 3000;
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
    world->options.connect_ms = 1200;
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
    world->options.header_ms = 1500;
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

/* ---- a resolver that fails half-way ---- */

struct halfway {
    struct world *world;
    unsigned lookups, good; /* after so many lookups no name exists any more */
};

static enum crawl_lookup halfway_lookup(void *data, const char *host, char address[256]) {
    struct halfway *halfway = data;
    if (halfway->lookups++ >= halfway->good) return LOOKUP_NO_SUCH_HOST;
    return world_lookup(halfway->world, host, address);
}

static void test_halfway_resolver(struct world *world) {
    enum { N = 60 };
    static const unsigned goods[] = {0, 1, 20, 1000};
    world_begin(world, "a resolver that says of every name that it does not exist");
    world->options.retries = 0;
    for (size_t g = 0; g < ARRAY_LEN(goods); g++) {
        struct halfway halfway = {.world = world, .good = goods[g]};
        struct crawl_link links[N + 2] = {0};
        world->options.lookup = halfway_lookup;
        world->options.lookup_data = &halfway;
        for (int i = 0; i < N; i++)
            links[i + 1].url = str_printf(&world->arena, "http://half%d.loop.dev:%d/", i, world->httpd.port);
        links[0].url = str_printf(&world->arena, "http://nosuch.loop.dev:%d/", world->httpd.port);
        links[N + 1].url = str_printf(&world->arena, "http://127.0.0.1:%d/", world->httpd.port);
        CHECK(world_run(world, links, N + 2));
        const uint32_t *totals = world->report.totals;
        CHECK(totals[VERDICT_BROKEN] == (goods[g] == 1000));
        CHECK(totals[VERDICT_OK] >= 1 && (totals[VERDICT_OK] == N + 1) == (goods[g] == 1000));
        CHECK(totals[VERDICT_OK] + totals[VERDICT_BROKEN] + totals[VERDICT_UNVERIFIABLE] == N + 2);
    }
    /* One dead name and one that lives, in whatever order they are asked. */
    struct crawl_link two[2] = {{.url = STR("http://nosuch.loop.dev/")}};
    two[1].url = str_printf(&world->arena, "http://lives.loop.dev:%d/delay=300", world->httpd.port);
    world->options.lookup = world_lookup;
    world->options.lookup_data = world;
    CHECK(world_run(world, two, 2) && world->report.totals[VERDICT_BROKEN] == 1);
}

/* ---- what is said of which hop ---- */

static void test_sentences(struct world *world) {
    static const struct {
        const char *path, *sentence; /* PORT: the server's */
    } rows[] = {
        {"/status=404", "answers 404 Not Found"},
        {"/status=302/to=%2Fstatus=403",
         "leads to http://hop.loop.dev:PORT/status=403, which answers 403 Forbidden: "
         "perhaps to programs only"},
        {"/status=302/to=http:%2F%2Fnosuch.loop.dev%2Fx",
         "leads to http://nosuch.loop.dev/x: the host does not exist"},
        {"/status=302/to=http:%2F%2Fmeta.loop.dev%2F", "leads to a private address, which is not asked"},
    };
    struct crawl_link links[ARRAY_LEN(rows)] = {0};
    world_begin(world, "sentences name the hop");
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        links[i].url = str_printf(&world->arena, "http://hop.loop.dev:%d%s", world->httpd.port, rows[i].path);
    CHECK(world_run(world, links, ARRAY_LEN(rows)));
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const struct verdict *verdict = world->report.results[i].verdict;
        struct str wanted = str_from(rows[i].sentence);
        size_t at = str_find(wanted, STR("PORT"));
        if (at < wanted.len)
            wanted = str_printf(&world->arena, "%.*s%d%s", (int)at, wanted.ptr, world->httpd.port,
                                wanted.ptr + at + 4);
        CHECK_STR(verdict_sentence(&world->arena, verdict), str_c(&world->arena, wanted));
        CHECK(!verdict->host_down);
    }
}

/* ---- TLS and HTTP/2 ---- */

static void test_tls(struct world *world) {
    static const struct row rows[] = {
        {"good", "/", VERDICT_OK, REASON_NONE, 200, 1, NULL},
        {"expired", "/", VERDICT_BROKEN, REASON_CERT_EXPIRED, 0, 1, NULL},
        {"wrong", "/", VERDICT_BROKEN, REASON_CERT_NAME, 0, 1, NULL},
        {"unknown", "/", VERDICT_UNVERIFIABLE, REASON_CERT_UNKNOWN, 0, 1, NULL},
        {"badh2", "/a", VERDICT_OK, REASON_NONE, 200, 2, NULL},
        {"x", "/head=405", VERDICT_OK, REASON_NONE, 200, 2, NULL},
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

/* An nginx in front of the server, for HTTP/2. False: there is no nginx. */
static bool start_nginx(struct world *world, int port, pid_t *child) {
    struct str name = str_printf(&world->arena, "%s/nginx.conf", world->directory);
    FILE *file = fopen(name.ptr, "w");
    const char *d = world->directory;
    fprintf(
        file,
        "daemon off; master_process off; pid %s/nginx.pid; error_log %s/nginx.log;\n"
        "events { worker_connections 512; }\n"
        "http { access_log off; client_body_temp_path %s/b; proxy_temp_path %s/p; fastcgi_temp_path %s/f;\n"
        "uwsgi_temp_path %s/u; scgi_temp_path %s/s;\n"
        "server { listen 127.0.0.1:%d ssl http2; ssl_certificate %s/good.pem; ssl_certificate_key "
        "%s/good.key;\n"
        "location / { proxy_pass http://127.0.0.1:%d; proxy_set_header Host $host; } } }\n",
        d, d, d, d, d, d, d, port, d, d, world->httpd.port);
    fclose(file);
    fflush(stdout);
    *child = fork();
    if (*child == 0) {
        if (!freopen("/dev/null", "w", stderr)) _exit(127);
        execlp("nginx", "nginx", "-c", name.ptr, (char *)NULL);
        _exit(127);
    }
    for (int i = 0; i < 100; i++) {
        const struct timespec pause = {.tv_nsec = 20000000};
        nanosleep(&pause, NULL);
        if (waitpid(*child, NULL, WNOHANG) != 0) return false;
        if (world_can_connect(port)) return true;
    }
    return true;
}

static void test_http2(struct world *world) {
    enum { N = 60 };
    struct crawl_link links[N + 1] = {0};
    pid_t nginx = 0;
    int port = world_free_port();
    world_begin(world, "HTTP/2 over one connection");
    if (!start_nginx(world, port, &nginx)) {
        printf("  skipped: nginx is not installed\n");
        return;
    }
    for (int i = 0; i < N; i++)
        links[i].url = str_printf(&world->arena, "https://two.loop.dev:%d/%d/delay=200", port, i);
    links[N].url = str_printf(&world->arena, "https://two.loop.dev:%d/status=404", port);
    CHECK(world_run(world, links, N + 1));
    kill(nginx, SIGTERM);
    waitpid(nginx, NULL, 0);
    CHECK(world->report.totals[VERDICT_OK] == N && world->report.totals[VERDICT_BROKEN] == 1);
    CHECK(world->report.connections == 1);
    CHECK(atomic_load(&world->httpd.log->most_together) > 4);
    CHECK(atomic_load(&world->httpd.log->most_together) <= world->options.per_host_streams);
    CHECK(system(str_printf(&world->arena, "cd %s && rm -rf nginx.* b p f u s", world->directory).ptr) == 0);
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

int main(int argc, char **argv) {
    static struct world world;
    static void (*const tests[])(struct world *) = {
        test_answers,          test_silence,   test_dead_hosts, test_partly_silent, test_no_network,
        test_halfway_resolver, test_sentences, test_tls,        test_http2,         test_fragments,
        test_rebinding,        test_policy,    test_proxy,
    };
    if (!world_open(&world)) return 2;
    size_t first = argc > 1 ? strtoul(argv[1], NULL, 10) : 0; /* a number: only the tests from there on */
    for (size_t i = first; i < ARRAY_LEN(tests); i++) tests[i](&world);
    world_close(&world);
    return unit_report();
}
