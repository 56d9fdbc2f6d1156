/* The commands that ask the network, from end to end: a small site, the program, the test server. */
#define _XOPEN_SOURCE 700 /* realpath */
#include <libgen.h>

#include "crawl_world.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define LEDGER "site/.contentlint-links"

struct stage {
    struct world world;
    struct str binary, output;
    int status;
};

static struct arena *memory(struct stage *stage) {
    return &stage->world.arena;
}

static const char *path_of(struct stage *stage, const char *name) {
    return str_printf(memory(stage), "%s/%s", stage->world.directory, name).ptr;
}

/* Every PORT in text becomes the server's. */
static void put(struct stage *stage, const char *name, const char *text) {
    struct buf out = {.arena = memory(stage)};
    struct error error = {0};
    for (struct str rest = str_from(text);;) {
        size_t at = str_find(rest, STR("PORT"));
        buf_add(&out, str_sub(rest, 0, at));
        if (at == rest.len) break;
        buf_printf(&out, "%d", stage->world.httpd.port);
        rest = str_sub(rest, at + 4, rest.len);
    }
    CHECK(file_write(path_of(stage, name), buf_str(&out), &error));
}

static struct str get(struct stage *stage, const char *name) {
    struct str text = {0};
    struct error error;
    if (!file_read(memory(stage), path_of(stage, name), 0, &text, &error)) return STR("");
    return text;
}

/* Runs contentlint in the site's folder; both streams end up in output. Returns the requests it made. */
static unsigned run(struct stage *stage, const char *arguments) {
    struct error error = {0};
    struct str site = str_printf(memory(stage), "%s/site", stage->world.directory);
    struct str line = str_printf(memory(stage), "'%.*s' %s 2>&1", STR_FMT(stage->binary), arguments);
    const char *const argv[] = {"sh", "-c", line.ptr, NULL};
    httpd_clear(&stage->world.httpd);
    struct process process = {.directory = site.ptr, .max = 1 << 20, .status = -1};
    CHECK(process_run(memory(stage), argv, &process, &error));
    stage->output = process.output;
    stage->status = process.status;
    return httpd_count(&stage->world.httpd, NULL);
}

static bool has(struct str text, const char *part) {
    return str_find(text, str_from(part)) < text.len;
}

/* Shows the output of a run that did not say what it should. */
#define SAYS(stage, part)                                                                                    \
    do {                                                                                                     \
        bool found = has((stage)->output, part);                                                             \
        if (!found) printf("%.*s\nhas not: %s\n", STR_FMT((stage)->output), part);                           \
        CHECK(found);                                                                                        \
    } while (0)

static const char config[] = "links:\n"
                             "  external:\n"
                             "    exclude: ['/excluded$']\n"
                             "    timeouts: {connect: 4, header: 5, whole: 6}\n"
                             "    retry_after: 0.2\n"
                             "    fragments: true\n"
                             "    allow_addresses: [127.0.0.0/8]\n"
                             "    hosts:\n"
                             "      auth.loop.dev: {authorization_env: E2E_SECRET, rate: 50}\n"
                             "      other.loop.dev: {authorization_env: E2E_SECRET, rate: 50}\n"
                             "      '*.loop.dev': {rate: 50, concurrency: 4}\n";

static const char page[] =
    "---\n"
    "title: A\n"
    "website: http://ok.loop.dev:PORT/front\n"
    "---\n"
    "\n"
    "[good](http://ok.loop.dev:PORT/good) and [again](http://ok.loop.dev:PORT/good).\n"
    "[gone](http://ok.loop.dev:PORT/gone/status=404)\n"
    "[old](http://ok.loop.dev:PORT/old/status=301/to=%2Fnew#part)\n"
    "[wall](http://ok.loop.dev:PORT/wall/status=403)\n"
    "[dead](http://nosuch.loop.dev:PORT/a) <a href=\"http://nosuch.loop.dev:PORT/b\">b</a>\n"
    "[own](http://own.loop.dev:PORT/a/) [left out](http://ok.loop.dev:PORT/excluded)\n"
    "[secret](http://auth.loop.dev:PORT/auth=Token%20x) [not there](http://other.loop.dev:PORT/status=404)\n"
    "[there](http://ok.loop.dev:PORT/body=ids#one) [not](http://ok.loop.dev:PORT/body=ids#not-there)\n"
    "<http://ok.loop.dev:PORT/auto> [ref]\n"
    "\n"
    "[ref]: http://ok.loop.dev:PORT/definition\n";

/* Keys that name the page itself lead elsewhere, too; its own addresses and names do not. */
static const char keys[] = "---\n"
                           "redirectto: http://ok.loop.dev:PORT/key/1\n"
                           "canonical: \"http://ok.loop.dev:PORT/key/2\"\n"
                           "source: http://ok.loop.dev:PORT/key/3/status=404\n"
                           "id: http://ok.loop.dev:PORT/key/4\n"
                           "redirect_to: http://own.loop.dev:PORT/key/5\n"
                           "---\n";

static void make_site(struct stage *stage) {
    static const char *const folders[] = {"site", "site/content"};
    for (size_t i = 0; i < ARRAY_LEN(folders); i++) mkdir(path_of(stage, folders[i]), 0777);
    put(stage, "site/hugo.toml",
        "baseURL = \"http://own.loop.dev:PORT/\"\n[markup.goldmark.renderer]\nunsafe = true\n");
    put(stage, "site/contentlint.yml", config);
    put(stage, "site/content/a.md", page);
    put(stage, "site/content/keys.md", keys);
}

static void set_names(bool any) {
    setenv("CONTENTLINT_RESOLVE",
           any ? "ok.loop.dev=127.0.0.1 auth.loop.dev=127.0.0.1 other.loop.dev=127.0.0.1 "
                 "new.loop.dev=127.0.0.1"
               : "none=127.0.0.1",
           1);
}

/* ---- the tests: each starts from what the one before left ---- */

static void test_list(struct stage *stage) {
    CHECK(run(stage, "links --list") == 0 && stage->status == 0);
    SAYS(stage, "content/a.md:6:8\tnot-checked\thttp://ok.loop.dev");
    SAYS(stage, "content/a.md:3:10\tnot-checked\thttp://ok.loop.dev");
    SAYS(stage, "/excluded\n");
    SAYS(stage, "content/keys.md:2:13\tnot-checked\thttp://ok.loop.dev");
    SAYS(stage, "content/keys.md:3:13\tnot-checked\thttp://ok.loop.dev");
    SAYS(stage, "content/keys.md:4:9\tnot-checked\thttp://ok.loop.dev");
    CHECK(!has(stage->output, "/key/4") && !has(stage->output, "/key/5"));
    CHECK(!has(stage->output, "own.loop.dev"));
}

static void test_no_network(struct stage *stage) {
    set_names(false);
    CHECK(run(stage, "links") == 0 && stage->status == 2);
    SAYS(stage, "no network");
    run(stage, "check --external --report sarif=no.sarif");
    CHECK(stage->status == 2 && !has(get(stage, "site/no.sarif"), "contentlint-links/"));
    CHECK(get(stage, LEDGER).len == 0);
    set_names(true);
}

/* A bundle that is not there would make every HTTPS host look bad. */
static void test_no_authorities(struct stage *stage) {
    setenv("SSL_CERT_FILE", "/nowhere/bundle.pem", 1);
    CHECK(run(stage, "links") == 0 && stage->status == 2);
    SAYS(stage, "/nowhere/bundle.pem: there is no such file, which SSL_CERT_FILE names");
    run(stage, "check --no-network");
    CHECK(stage->status < 2);
    unsetenv("SSL_CERT_FILE");
}

static unsigned test_first_run(struct stage *stage) {
    unsigned asked = run(stage, "links --now 2026-06-01 --report full --report sarif=links.sarif");
    CHECK(stage->status == 1);
    SAYS(stage, "content/a.md:7:8: error: http://ok.loop.dev");
    SAYS(stage, "answers 404 Not Found. [dead-link]");
    SAYS(stage, "content/a.md:8:7: note: ");
    SAYS(stage, "[moved-link]");
    SAYS(stage, "content/a.md:9:8: note: ");
    SAYS(stage, "[unverifiable-link]");
    SAYS(stage, "content/keys.md:4:9: error: http://ok.loop.dev");
    SAYS(stage, "content/a.md:10:8: error: nosuch.loop.dev:");
    SAYS(stage, " cannot be reached (links that lead there: 2): the host does not exist");
    SAYS(stage, "/b stands here");
    SAYS(stage, "has no place of that name. [missing-remote-anchor]");
    SAYS(stage, "Slowest hosts:");
    SAYS(stage, "contentlint.yml:10: 1 URL of other.loop.dev");
    SAYS(stage, "was not asked for want of E2E_SECRET");
    CHECK(!httpd_count(&stage->world.httpd, "other.loop.dev") && !has(get(stage, LEDGER), "other.loop.dev"));
    CHECK(!has(stage->output, "#one is there, but"));
    for (unsigned i = 0; i < asked; i++) {
        const struct httpd_entry *entry = httpd_entry(&stage->world.httpd, NULL, i);
        bool secret = strcmp(entry->authorization, "Token x") == 0;
        CHECK(secret == (strncmp(entry->host, "auth.", 5) == 0));
        CHECK(strncmp(entry->host, "own.", 4) != 0 && !strstr(entry->path, "excluded"));
    }
    CHECK(has(get(stage, LEDGER), "/good\tok\t200\t2026-06-01") &&
          has(get(stage, LEDGER), "/gone/status=404\tbroken"));
    return asked;
}

static void test_sarif(struct stage *stage) {
    struct str sarif = get(stage, "site/links.sarif");
    CHECK(has(sarif, "\"id\": \"contentlint-links/\"") && !has(sarif, "\"id\": \"contentlint/\""));
    CHECK(has(sarif, "\"codeFlows\"") && has(sarif, "answers 301") && has(sarif, "answers 200"));
    CHECK(has(sarif, "\"insertedContent\": {") && has(sarif, "/new#part\""));
    CHECK(run(stage, "check --now 2026-06-02 --report full --report sarif=check.sarif") == 0);
    SAYS(stage, "[dead-link]"); /* from the ledger */
    sarif = get(stage, "site/check.sarif");
    CHECK(has(sarif, "\"id\": \"contentlint/\"") && !has(sarif, "contentlint-links/") &&
          !has(sarif, "\"dead-link\""));
    run(stage, "check --external --new-only --now 2026-06-02 --report sarif=both.sarif");
    sarif = get(stage, "site/both.sarif");
    CHECK(has(sarif, "\"id\": \"contentlint/\"") && has(sarif, "\"id\": \"contentlint-links/\""));
}

/* Only what failed is asked about again; the day after, one that was never good is known to the ledger. */
static void test_second_run(struct stage *stage, unsigned first) {
    unsigned second = run(stage, "links --all --now 2026-06-02 --report concise");
    CHECK(second > 0 && second < first);
    printf("  requests: %u in the first run, %u in the second\n", first, second);
    SAYS(stage, "ok\t200\thttp://ok.loop.dev");
    SAYS(stage, "broken\t404\thttp://ok.loop.dev");
    SAYS(stage, "moved\t");
    SAYS(stage, "skipped\t-\thttp://ok.loop.dev");
    SAYS(stage, "/good\t");
    CHECK(!httpd_entry(&stage->world.httpd, "/good", 0) && httpd_entry(&stage->world.httpd, "/gone", 0));
}

/* Known to the ledger as broken, a link is a note at first; on a changed line it is an error. */
static void test_changed_line(struct stage *stage) {
    static const char git[] =
        "git init -q . && git add hugo.toml && git -c user.name=a -c user.email=a@example.org "
        "-c core.hooksPath=/dev/null commit -q -m base";
    struct str site = str_printf(memory(stage), "%s/site", stage->world.directory);
    const char *const argv[] = {"sh", "-c", git, NULL};
    struct process process = {.directory = site.ptr, .max = 1000};
    CHECK(process_run(memory(stage), argv, &process, NULL) && process.status == 0);
    CHECK(run(stage, "check --only dead-link --now 2026-06-02") == 0 && stage->status == 0);
    SAYS(stage, "a.md:7:8: note: ");
    CHECK(run(stage, "check --only dead-link --now 2026-06-02 --changed HEAD") == 0 && stage->status == 1);
    SAYS(stage, "a.md:7:8: error: ");
}

/* The parts of a matrix ask each host once, and their alerts do not close each other. */
static void test_shards_command(struct stage *stage) {
    struct str before = get(stage, LEDGER);
    unsigned all = 0;
    unlink(path_of(stage, LEDGER));
    for (int k = 1; k <= 2; k++) {
        const char *line =
            str_printf(memory(stage), "links --shard %d/2 --ledger part%d --report sarif=part.sarif", k, k)
                .ptr;
        unsigned asked = run(stage, line);
        all += asked;
        const char *id = str_printf(memory(stage), "contentlint-links-%dof2/", k).ptr;
        CHECK(asked == 0 || has(get(stage, "site/part.sarif"), id));
    }
    CHECK(all > 0 && httpd_count(&stage->world.httpd, NULL) <= all);
    run(stage, "ledger merge part1 part2 --output joined");
    CHECK(stage->status == 0 && has(get(stage, "site/joined"), "/good\tok"));
    CHECK(has(get(stage, "site/joined"), "auth.loop.dev"));
    put(stage, LEDGER, before.ptr);
}

static void test_new_only(struct stage *stage) {
    put(stage, "site/content/b.md", "---\ntitle: B\n---\n\n[new](http://new.loop.dev:PORT/new/status=404)\n");
    struct str before = get(stage, LEDGER);
    unsigned asked = run(stage, "links --new-only --now 2026-06-03");
    CHECK(asked > 0 && asked == httpd_count(&stage->world.httpd, "/new/"));
    SAYS(stage, "content/b.md:5:7: error: ");
    CHECK(stage->status == 1 && str_eq(before, get(stage, LEDGER)));
    run(stage, "links --new-only --write-ledger --now 2026-06-03");
    CHECK(has(get(stage, LEDGER), "new.loop.dev"));
    run(stage, "links --refresh 1 --now 2026-07-30 --quiet");
    CHECK(has(get(stage, LEDGER), "\t2026-07-30\t"));
}

/* A whole-site run forgets URLs that nobody links to any more. */
static void test_prune(struct stage *stage) {
    put(stage, "site/content/b.md", "---\ntitle: B\n---\n\nNothing.\n");
    run(stage, "links --now 2026-07-31 content/b.md");
    CHECK(has(get(stage, LEDGER), "new.loop.dev"));
    run(stage, "links --now 2026-07-31");
    CHECK(!has(get(stage, LEDGER), "new.loop.dev"));
}

static void test_damage(struct stage *stage) {
    struct str text = get(stage, LEDGER);
    put(stage, LEDGER, str_printf(memory(stage), "%.*s<<<<<<< HEAD\n", STR_FMT(text)).ptr);
    struct str damaged = get(stage, LEDGER);
    run(stage, "check --now 2026-07-31");
    SAYS(stage, "[damaged-ledger]");
    CHECK(str_eq(damaged, get(stage, LEDGER))); /* a check without the network only reads it */
    run(stage, "links --now 2026-07-31 --ledger other-ledger content/b.md");
    CHECK(!file_exists(path_of(stage, "site/other-ledger"))); /* nothing to say */
    run(stage, "links --now 2026-07-31");
    CHECK(!has(get(stage, LEDGER), "<<<<") && has(get(stage, LEDGER), "/good\tok"));
}

/* A run that is asked to end prints what is known and keeps it. */
static void test_interrupt_command(struct stage *stage, int number) {
    enum { N = 400 };
    struct buf text = {.arena = memory(stage)};
    unlink(path_of(stage, LEDGER));
    for (int i = 0; i < N; i++) buf_printf(&text, "<http://ok.loop.dev:PORT/%d/delay=30>\n", i);
    put(stage, "site/content/b.md", buf_str(&text).ptr);
    struct str site = str_printf(memory(stage), "%s/site", stage->world.directory);
    fflush(stdout);
    httpd_clear(&stage->world.httpd);
    pid_t child = fork();
    if (child == 0) {
        if (chdir(site.ptr) != 0 || !freopen("out", "w", stdout) || !freopen("/dev/null", "w", stderr))
            _exit(9);
        signal(number, SIG_DFL); /* SIGINT is ignored in the background of a shell */
        execl(stage->binary.ptr, "contentlint", "links", "content/b.md", (char *)NULL);
        _exit(9);
    }
    const struct timespec pause = {.tv_nsec = 50000000};
    for (int i = 0; i < 200 && httpd_count(&stage->world.httpd, NULL) < 20; i++) nanosleep(&pause, NULL);
    kill(child, number);
    waitpid(child, &stage->status, 0);
    CHECK(WIFEXITED(stage->status) && WEXITSTATUS(stage->status) == 2);
    CHECK(has(get(stage, "site/out"), "the run was interrupted"));
    CHECK(has(get(stage, LEDGER), "/delay=30\tok\t200"));
}

/* The rules about external links speak after all others, when the page is gone; its comments hold all the same. */
static void test_suppressed_command(struct stage *stage) {
    put(stage, "site/content/b.md",
        "<!-- contentlint-disable-next-line dead-link: known -->\n<http://ok.loop.dev:PORT/x/status=404>\n"
        "\n<http://ok.loop.dev:PORT/y/status=404>\n");
    run(stage, "links --now 2026-07-31 content/b.md");
    CHECK(!has(stage->output, "b.md:2:") && stage->status == 1);
    SAYS(stage, "b.md:4:2: error: ");
    SAYS(stage, "1 suppressed");
}

/* A page that is edited while the network is asked has no places any more. */
static void test_edited_command(struct stage *stage) {
    put(stage, "site/content/b.md", "<http://ok.loop.dev:PORT/z/status=404/delay=1500>\n");
    run(stage, "links content/b.md & sleep 0.5; : > content/b.md; wait $!");
    CHECK(stage->status == 2);
    SAYS(stage, "content/b.md was not checked: it changed while external links were asked");
}

/* What the ledger knows to be dead is said again, so that code scanning does not take it for mended. */
static void test_budget_command(struct stage *stage) {
    static const char slow[] = "http://ok.loop.dev:PORT/slow/status=404/delay=3000";
    unlink(path_of(stage, LEDGER));
    put(stage, "site/content/b.md", str_printf(memory(stage), "[a](%s) <%s/2>\n", slow, slow).ptr);
    put(stage, LEDGER,
        str_printf(memory(stage),
                   "# contentlint links "
                   "1\n%s\tbroken\t404\t2026-06-01\t-\t2026-06-01\t4\t-\tcrawl\tnot-found\t-\t-\n",
                   slow)
            .ptr);
    struct str before = get(stage, LEDGER);
    CHECK(run(stage,
              "links --budget 1 --now 2026-07-01 --report full --report sarif=budget.sarif content/b.md") >
          0);
    SAYS(stage, "2 external URLs were not checked: the time was over; the ledger speaks for those it knows");
    SAYS(stage, "content/b.md:1:5: error: http://ok.loop.dev");
    CHECK(stage->status == 1 && str_eq(before, get(stage, LEDGER)));
    struct str sarif = get(stage, "site/budget.sarif");
    CHECK(has(sarif, "\"ruleId\": \"dead-link\"") && has(sarif, "were not checked: the time was over"));
}

int main(int argc, char **argv) {
    static struct stage stage;
    struct world *world = &stage.world;
    (void)argc;
    setenv("E2E_SECRET", "Token x", 1);
    setenv("CONTENTLINT_ALLOW_ADDRESSES", "127.0.0.0/8", 1);
    if (!world_open(world)) return 2;
    setenv("CONTENTLINT_SECRETS",
           str_printf(memory(&stage), "E2E_SECRET=http://auth.loop.dev:%d", world->httpd.port).ptr, 1);
    static const char *const unset[] = {"CI",        "GITHUB_ACTIONS", "http_proxy",  "https_proxy",
                                        "all_proxy", "SSL_CERT_FILE",  "SSL_CERT_DIR"};
    for (size_t i = 0; i < ARRAY_LEN(unset); i++) unsetenv(unset[i]);
    char *folder = realpath(dirname(argv[0]), NULL);
    stage.binary = str_printf(memory(&stage), "%s/../contentlint", folder);
    free(folder);
    make_site(&stage);
    set_names(true);
    test_list(&stage);
    test_no_network(&stage);
    test_no_authorities(&stage);
    unsigned first = test_first_run(&stage);
    test_sarif(&stage);
    test_second_run(&stage, first);
    test_changed_line(&stage);
    test_shards_command(&stage);
    test_new_only(&stage);
    test_prune(&stage);
    test_damage(&stage);
    test_suppressed_command(&stage);
    test_edited_command(&stage);
    test_interrupt_command(&stage, SIGINT);
    test_interrupt_command(&stage, SIGTERM);
    test_interrupt_command(&stage, SIGHUP);
    test_budget_command(&stage);
    run(&stage, "--version; rm -rf ../site");
    world_close(world);
    return unit_report();
}
