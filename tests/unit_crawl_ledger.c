/* The ledger: reading what is damaged, writing what can be merged, joining, ageing. */
#include "crawl/crawl.h"
#include "unit.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static struct arena arena;

#define HEADING "# contentlint links 1\n"
#define ROW_A   "https://a.de/\tok\t200\t2026-11-01\t2026-11-01\t-\t-\t2026-11-15\tcrawl\tfine\t-\t\"x\"\n"
#define ROW_B                                                                                                \
    "https://b.de/x\tbroken\t404\t2026-11-03\t2026-10-01\t2026-11-01\t3\t-\tcrawl\tnot-found\t-\t-\n"
#define ROW_C                                                                                                \
    "https://c.de/\tmoved\t200\t2026-11-03\t2026-11-03\t-\t2\t2026-11-17\tcrawl\tfine\thttps://d.de/\t-\n"
#define ROW_M "https://m.de/\tok\t-\t2026-01-01\t2026-01-01\t-\t-\t2027-01-01\tmanual\tfine\t-\t-\n"

static struct ledger parse(const char *text, ledger_faults *faults) {
    struct ledger ledger;
    ledger_faults own = {0};
    ledger_parse(&arena, str_from(text), &ledger, faults ? faults : &own);
    if (!faults) CHECK(own.len == 0);
    return ledger;
}

static struct str format(const struct ledger *ledger) {
    return ledger_format(&arena, ledger);
}

static void test_round_trip(void) {
    static const char text[] = HEADING ROW_A ROW_B ROW_C ROW_M;
    struct ledger ledger = parse(text, NULL);
    CHECK(ledger.count == 4);
    CHECK_STR(format(&ledger), text);
    const struct ledger_row *row = ledger_find(&ledger, STR("https://b.de/x"));
    CHECK(row && row->kind == VERDICT_BROKEN && row->reason == REASON_NOT_FOUND && row->runs == 3);
    CHECK(row && row->failed - row->good == 31 && row->status == 404);
    CHECK(!ledger_find(&ledger, STR("https://b.de/")));
    struct ledger empty = parse("", NULL);
    CHECK(empty.count == 0 && !ledger_find(&empty, STR("https://b.de/")));
    CHECK_STR(format(&empty), HEADING);
    ledger = parse(HEADING ROW_C "\r\n" ROW_A, NULL);
    CHECK_STR(format(&ledger), HEADING ROW_A ROW_C);
}

static void test_damage(void) {
    static const struct {
        const char *line, *message; /* a part of it */
    } rows[] = {
        {"https://a.de/\tok\n", "12 columns"},
        {"<<<<<<< ours\n", "merge"},
        {"ftp://a.de/\tok\t200\t2026-11-01\t2026-11-01\t-\t-\t2026-11-15\tcrawl\tfine\t-\t-\n", "URL"},
        {"https://a.de\tok\t200\t2026-11-01\t2026-11-01\t-\t-\t2026-11-15\tcrawl\tfine\t-\t-\n", "URL"},
        {"https://u:p@a.de/\tok\t200\t2026-11-01\t2026-11-01\t-\t-\t2026-11-15\tcrawl\tfine\t-\t-\n", "URL"},
        {"https://z.de/\tgood\t200\t2026-11-01\t2026-11-01\t-\t-\t2026-11-15\tcrawl\tfine\t-\t-\n",
         "verdict"},
        {"https://z.de/\tskipped\t200\t2026-11-01\t2026-11-01\t-\t-\t2026-11-15\tcrawl\tfine\t-\t-\n",
         "verdict"},
        {"https://z.de/\tok\t200\t2026-13-01\t2026-11-01\t-\t-\t2026-11-15\tcrawl\tfine\t-\t-\n", "date"},
        {"https://z.de/\tok\t200\t-\t2026-11-01\t-\t-\t2026-11-15\tcrawl\tfine\t-\t-\n", "date"},
        {"https://z.de/\tok\t2000\t2026-11-01\t2026-11-01\t-\t-\t2026-11-15\tcrawl\tfine\t-\t-\n", "number"},
        {"https://z.de/\tok\t200\t2026-11-01\t2026-11-01\t-\tx\t2026-11-15\tcrawl\tfine\t-\t-\n", "number"},
        {"https://z.de/\tok\t200\t2026-11-01\t2026-11-01\t-\t-\t2026-11-15\tme\tfine\t-\t-\n", "who"},
        {"https://z.de/\tok\t200\t2026-11-01\t2026-11-01\t-\t-\t2026-11-15\tcrawl\tbad\t-\t-\n", "reason"},
        {"https://z.de/\tok\t200\t2026-11-01\t2026-11-01\t-\t-\t2026-11-15\tcrawl\tfine\t\xFF\t-\n", "UTF-8"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        ledger_faults faults = {0};
        struct str text = str_printf(&arena, "%s%s%s%s", HEADING, ROW_A, rows[i].line, ROW_B);
        struct ledger ledger = parse(text.ptr, &faults);
        CHECK(ledger.count == 2 && faults.len == 1);
        CHECK(faults.len == 1 && faults.items[0].line == 3);
        CHECK(faults.len == 1 &&
              str_find(faults.items[0].message, str_from(rows[i].message)) < faults.items[0].message.len);
        CHECK_STR(format(&ledger), HEADING ROW_A ROW_B);
    }
    ledger_faults faults = {0};
    struct ledger ledger = parse(ROW_A ROW_B, &faults);
    CHECK(ledger.count == 2 && faults.len == 1 && faults.items[0].line == 1);
}

/* Cut anywhere: at most the last row is lost, and it is said which. */
static void test_cut(void) {
    static const char text[] = HEADING ROW_A ROW_B ROW_C;
    const size_t second = strlen(HEADING ROW_A);
    for (size_t length = 0; length + 1 < sizeof text; length++) {
        ledger_faults faults = {0};
        struct ledger ledger;
        ledger_parse(&arena, str_sub(STR(HEADING ROW_A ROW_B ROW_C), 0, length), &ledger, &faults);
        CHECK(length < second || ledger_find(&ledger, STR("https://a.de/")));
        bool between = length == 0 || text[length - 1] == '\n';
        CHECK(between ? faults.len == 0 : faults.len > 0);
    }
}

static void test_merge(void) {
    static const char older[] =
        "https://a.de/\tok\t200\t2026-10-01\t2026-10-01\t-\t-\t2026-10-15\tcrawl\tfine\t-\t\"x\"\n";
    static const char broken[] =
        "https://a.de/\tbroken\t404\t2026-11-02\t2026-09-01\t2026-11-02\t1\t-\tcrawl\tnot-found\t-\t-\n";
    static const char joined[] =
        "https://a.de/\tbroken\t404\t2026-11-02\t2026-11-01\t2026-11-02\t1\t-\tcrawl\tnot-found\t-\t-\n";
    const char *const texts[] = {HEADING ROW_A, HEADING ROW_B ROW_C, "", HEADING ROW_M, HEADING ROW_A ROW_C};
    struct ledger ledgers[8], merged, again;
    ledger_faults faults = {0};
    for (size_t i = 0; i < 5; i++) ledgers[i] = parse(texts[i], NULL);
    struct str with_heading = str_printf(&arena, "%s%s", HEADING, older);
    ledgers[5] = parse(with_heading.ptr, &faults);
    ledgers[6] = parse(str_printf(&arena, "%s%s", HEADING, broken).ptr, &faults);
    ledger_merge(&arena, ledgers, 4, &merged);
    CHECK_STR(format(&merged), HEADING ROW_A ROW_B ROW_C ROW_M);
    const struct ledger pair[] = {ledgers[0], ledgers[5]}, riap[] = {ledgers[5], ledgers[0]};
    ledger_merge(&arena, pair, 2, &merged);
    CHECK_STR(format(&merged), HEADING ROW_A);
    ledger_merge(&arena, riap, 2, &again);
    CHECK(ledger_equal(&merged, &again));
    const struct ledger late[] = {ledgers[6], ledgers[0]};
    ledger_merge(&arena, late, 2, &merged);
    CHECK_STR(format(&merged), str_printf(&arena, "%s%s", HEADING, joined).ptr);
    /* Any order, any grouping. */
    for (unsigned seed = 0; seed < 50; seed++) {
        struct ledger some[7];
        memcpy(some, ledgers, sizeof some);
        srand(seed);
        for (size_t i = 7; i > 1; i--) {
            size_t j = (size_t)rand() % i;
            struct ledger swap = some[j];
            some[j] = some[i - 1];
            some[i - 1] = swap;
        }
        struct ledger left, all;
        ledger_merge(&arena, some, 7, &all);
        ledger_merge(&arena, some, 3, &left);
        struct ledger rest[5] = {left, some[3], some[4], some[5], some[6]};
        ledger_merge(&arena, rest, 5, &again);
        if (seed == 0) merged = all;
        CHECK(ledger_equal(&all, &again) && ledger_equal(&all, &merged));
    }
}

static void test_merge3(void) {
    struct ledger base = parse(HEADING ROW_A ROW_B ROW_C, NULL);
    struct ledger ours = parse(HEADING ROW_A ROW_C ROW_M, NULL); /* b deleted, m added */
    struct ledger theirs = parse(HEADING ROW_A ROW_B, NULL);     /* c deleted */
    struct ledger merged;
    ledger_merge3(&arena, &base, &ours, &theirs, &merged);
    CHECK_STR(format(&merged), HEADING ROW_A ROW_M);
    static const char changed[] = HEADING ROW_A
        "https://b.de/x\tbroken\t404\t2026-11-09\t2026-10-01\t2026-11-01\t4\t-\tcrawl\tnot-found\t-\t-\n";
    theirs = parse(changed, NULL);
    ledger_merge3(&arena, &base, &ours, &theirs, &merged); /* deleted here, changed there: it stays */
    CHECK(merged.count == 3 && ledger_find(&merged, STR("https://b.de/x")));
    struct ledger empty = {0};
    ledger_merge3(&arena, &empty, &ours, &theirs, &merged);
    CHECK(merged.count == 4);
}

/* ---- update ---- */

static const struct verdict *list[8];

static struct crawl_report report_of(const struct verdict *verdicts, size_t count, int32_t today) {
    for (size_t i = 0; i < count; i++) list[i] = &verdicts[i];
    return (struct crawl_report){.verdicts = list, .verdict_count = count, .today = today};
}

static int32_t day(int month, int of_month) {
    struct ledger ledger = parse(
        str_printf(&arena, HEADING "https://a.de/\tok\t-\t2026-%02d-%02d\t-\t-\t-\t-\tcrawl\tfine\t-\t-\n",
                   month, of_month)
            .ptr,
        NULL);
    return ledger.rows[0].checked;
}

static void test_update(void) {
    const int32_t today = day(11, 5);
    struct ledger old = parse(HEADING ROW_A ROW_B ROW_M, NULL), updated;
    const struct ledger_policy policy = ledger_policy_defaults();
    struct verdict verdicts[] = {
        {.kind = VERDICT_OK, .status = 200, .url = STR("https://a.de/"), .etag = STR("\"new\"")},
        {.kind = VERDICT_BROKEN,
         .reason = REASON_NOT_FOUND,
         .status = 404,
         .runs = 4,
         .url = STR("https://b.de/x")},
        {.kind = VERDICT_BROKEN,
         .reason = REASON_NOT_FOUND,
         .status = 404,
         .runs = 1,
         .url = STR("https://m.de/")},
        {.kind = VERDICT_OK,
         .status = 200,
         .url = STR("https://n.de/"),
         .last_modified = STR("Thu, 01 Jan 2026 00:00:00 GMT")},
        {.kind = VERDICT_OK, .status = 200, .url = STR("https://n.de/?token=abc")},
        {.kind = VERDICT_NOT_CHECKED, .reason = REASON_BUDGET, .url = STR("https://o.de/")},
        {.kind = VERDICT_SKIPPED, .reason = REASON_RESERVED_NAME, .url = STR("https://example.com/")},
    };
    verdicts[1].failed = ledger_find(&old, verdicts[1].url)->failed;
    struct crawl_report report = report_of(verdicts, 7, today);
    ledger_update(&arena, &old, &report, &policy, &updated);
    struct str text = format(&updated);
    CHECK(str_starts(text, STR(HEADING ROW_A)));  /* good, not expired: not a byte changes */
    CHECK(str_find(text, STR(ROW_M)) < text.len); /* manual, not expired */
    CHECK(str_find(text, STR("token")) == text.len && updated.count == 4);
    const struct ledger_row *row = ledger_find(&updated, STR("https://b.de/x"));
    CHECK(row->runs == 4 && row->checked == today && row->failed == day(11, 1) && row->good == day(10, 1));
    row = ledger_find(&updated, STR("https://n.de/"));
    CHECK(row->good == today && row->expires >= today + 11 && row->expires <= today + 17 && !row->failed);
    CHECK_STR(row->validator, "Thu, 01 Jan 2026 00:00:00 GMT");
    /* The same again changes nothing; a later date renews what expired. */
    struct ledger twice;
    ledger_update(&arena, &updated, &report, &policy, &twice);
    CHECK(ledger_equal(&updated, &twice));
    report.today = day(11, 20);
    ledger_update(&arena, &updated, &report, &policy, &twice);
    CHECK(ledger_find(&twice, STR("https://a.de/"))->good == day(11, 20));
    CHECK_STR(ledger_find(&twice, STR("https://a.de/"))->validator, "\"new\"");
    /* Broken again after being good: the series begins today. */
    verdicts[0] = (struct verdict){
        .kind = VERDICT_BROKEN, .reason = REASON_GONE, .runs = 1, .url = STR("https://a.de/")};
    ledger_update(&arena, &twice, &report, &policy, &updated);
    row = ledger_find(&updated, STR("https://a.de/"));
    CHECK(row->failed == day(11, 20) && row->good == day(11, 20) && row->runs == 1 && !row->expires);
    report.no_network = true;
    ledger_update(&arena, &twice, &report, &policy, &updated);
    CHECK(ledger_equal(&updated, &twice));
    report.no_network = false;
    const struct ledger_policy prune = {.good_days = 14, .prune = true};
    report.verdict_count = 1;
    ledger_update(&arena, &twice, &report, &prune, &updated);
    CHECK(updated.count == 2 && ledger_find(&updated, STR("https://m.de/")));
}

/* Expiry dates of many URLs do not fall on one day. */
static void test_spread(void) {
    unsigned days[64] = {0}, used = 0;
    const struct ledger_policy policy = ledger_policy_defaults();
    for (int i = 0; i < 500; i++) {
        struct verdict verdict = {.kind = VERDICT_OK, .url = str_printf(&arena, "https://a.de/%d", i)};
        struct crawl_report report = report_of(&verdict, 1, 20000);
        struct ledger old = {0}, updated;
        ledger_update(&arena, &old, &report, &policy, &updated);
        days[updated.rows[0].expires - 20000]++;
    }
    for (size_t i = 0; i < 64; i++) used += days[i] > 30;
    CHECK(used == 7);
}

static void test_severity(void) {
    static const struct {
        struct verdict verdict;
        bool is_new;
        enum ledger_severity severity;
    } rows[] = {
        {{.kind = VERDICT_OK}, false, LEDGER_FINE},
        {{.kind = VERDICT_OK, .reason = REASON_HOME}, false, LEDGER_NOTE},
        {{.kind = VERDICT_BROKEN, .runs = 1}, false, LEDGER_ERROR},
        {{.kind = VERDICT_BROKEN, .runs = 1, .in_ledger = true}, true, LEDGER_ERROR},
        {{.kind = VERDICT_BROKEN, .runs = 1, .in_ledger = true, .good = 90}, false, LEDGER_NOTE},
        {{.kind = VERDICT_BROKEN, .runs = 3, .in_ledger = true, .failed = 98}, false, LEDGER_NOTE},
        {{.kind = VERDICT_BROKEN, .runs = 2, .in_ledger = true, .failed = 97}, false, LEDGER_NOTE},
        {{.kind = VERDICT_BROKEN, .runs = 3, .in_ledger = true, .failed = 97}, false, LEDGER_WARNING},
        {{.kind = VERDICT_BROKEN, .runs = 9, .in_ledger = true, .failed = 87}, false, LEDGER_WARNING},
        {{.kind = VERDICT_BROKEN, .runs = 9, .in_ledger = true, .failed = 86}, false, LEDGER_ERROR},
        {{.kind = VERDICT_BROKEN, .runs = 2, .in_ledger = true, .failed = 80}, false, LEDGER_NOTE},
        {{.kind = VERDICT_UNVERIFIABLE, .runs = 99, .in_ledger = true, .failed = 1}, true, LEDGER_NOTE},
        {{.kind = VERDICT_MOVED, .runs = 1}, true, LEDGER_NOTE},
        {{.kind = VERDICT_MOVED, .runs = 2}, false, LEDGER_WARNING},
        {{.kind = VERDICT_SKIPPED}, true, LEDGER_FINE},
        {{.kind = VERDICT_NOT_CHECKED}, true, LEDGER_FINE},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (ledger_severity(&rows[i].verdict, rows[i].is_new, 100) == rows[i].severity)
            unit_passed++;
        else {
            unit_failed++;
            printf("severity row %zu\n", i);
        }
}

/* ---- files ---- */

static struct ledger big_ledger(unsigned count, const char *last) {
    struct ledger ledger = {ARENA_ARRAY(&arena, struct ledger_row, count), count};
    for (unsigned i = 0; i < count; i++)
        ledger.rows[i] = (struct ledger_row){.url = str_printf(&arena, "https://a.de/%06u/%s", i, last),
                                             .kind = VERDICT_OK,
                                             .checked = 20000,
                                             .good = 20000,
                                             .expires = 20014};
    return ledger;
}

static bool is_whole(const char *path, unsigned count) {
    struct ledger ledger;
    ledger_faults faults = {0};
    return ledger_read(&arena, path, &ledger, &faults, NULL) && faults.len == 0 && ledger.count == count;
}

static void test_full_disk(const char *path) {
    struct ledger small = big_ledger(10, "x"), large = big_ledger(5000, "y");
    CHECK(ledger_write(path, &small, NULL));
    pid_t child = fork();
    if (child == 0) {
        struct rlimit limit = {10000, 10000};
        struct error error = {0};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
        _exit(!ledger_write(path, &large, &error) && error.message[0] ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    CHECK(status == 0 && is_whole(path, 10));
}

/* Killed at random moments of writing: the old or the new ledger is there, whole. */
static void test_kill(const char *path) {
    struct ledger one = big_ledger(3000, "one"), two = big_ledger(3001, "two");
    CHECK(ledger_write(path, &one, NULL));
    for (unsigned round = 0; round < 25; round++) {
        pid_t child = fork();
        if (child == 0) {
            signal(SIGINT, SIG_DFL); /* ignored in the background of a shell */
            for (;;) {
                ledger_write(path, &two, NULL);
                ledger_write(path, &one, NULL);
            }
        }
        const struct timespec pause = {.tv_nsec = 1000000 + 7919000 * (long)round % 20000000};
        nanosleep(&pause, NULL);
        kill(child, round % 2 ? SIGKILL : SIGINT);
        waitpid(child, NULL, 0);
        CHECK(is_whole(path, 3000) || is_whole(path, 3001));
    }
}

int main(void) {
    char directory[] = "/tmp/crawl-ledger-XXXXXX";
    test_round_trip();
    test_damage();
    test_cut();
    test_merge();
    test_merge3();
    test_update();
    test_spread();
    test_severity();
    if (!mkdtemp(directory)) return 2;
    struct str path = str_printf(&arena, "%s/links", directory);
    char *name = str_c(&arena, path);
    CHECK(is_whole(name, 0)); /* a missing file is an empty ledger */
    test_full_disk(name);
    test_kill(name);
    CHECK(system(str_printf(&arena, "rm -rf %s", directory).ptr) == 0);
    arena_free(&arena);
    return unit_report();
}
