/* The ledger: reading what is damaged, writing what can be merged, joining, ageing. */
#include "crawl/ledger_file.h"
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
        {"https://z.de/\tok\t200\t2026-11-01\t2026-11-01\t-\t-\t2026-11-15\tcrawl\trobots\t-\t-\n", "reason"},
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

/* ---- properties of joining, over rows of every kind and date, whatever their sense ---- */

static unsigned long long state = 20261130;

static unsigned below(unsigned n) { /* Numerical Recipes' 64-bit generator */
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(state >> 33) % n;
}

enum { TODAY = 20, URLS = 4 };

static struct ledger_row any_row(void) {
    static const char *const texts[] = {"", "https://d.de/", "https://e.de/"}, *const tags[] = {"", "\"x\"",
                                                                                                "\"y\""};
    struct ledger_row row = {.url = str_printf(&arena, "https://%u.de/", below(URLS)), .kind = below(4)};
    row.checked = 1 + (int32_t)below(60);
    row.good = (int32_t)below(60);
    row.failed = (int32_t)below(3) ? (int32_t)below(60) : 0;
    row.expires = (int32_t)below(4) * 1000 + (int32_t)below(60);
    row.status = (uint16_t)(200 + below(2));
    row.runs = (uint16_t)below(3);
    row.manual = below(8) == 0;
    row.reason = below(2) ? REASON_NOT_FOUND : REASON_NONE;
    row.final_url = str_from(texts[below(3)]);
    row.validator = str_from(tags[below(3)]);
    return row;
}

static struct ledger any_ledger(void) {
    struct ledger rows = {ARENA_ARRAY(&arena, struct ledger_row, 6), 1 + below(6)};
    for (size_t i = 0; i < rows.count; i++) rows.rows[i] = any_row();
    ledger_sort(&rows);
    return rows;
}

static struct ledger merged(const struct ledger *a, const struct ledger *b) {
    const struct ledger pair[] = {*a, *b};
    struct ledger out;
    ledger_merge(&arena, pair, 2, &out);
    return out;
}

static struct ledger merged3(const struct ledger *base, const struct ledger *ours,
                             const struct ledger *theirs) {
    struct ledger out;
    ledger_merge3(&arena, base, ours, theirs, &out);
    return out;
}

static bool same(const struct ledger *a, const struct ledger *b) {
    return str_eq(format(a), format(b)) && ledger_equal(a, b);
}

/* A row lives no longer than one that was asked for on its day. */
static bool is_plausible(const struct ledger *ledger) {
    for (size_t i = 0; i < ledger->count; i++) {
        const struct ledger_row *row = &ledger->rows[i];
        bool term = row->manual || row->expires <= row->checked + 17;
        if (!term || row->checked > TODAY + 1 || row->good > TODAY + 1 || row->failed > TODAY + 1)
            return false;
    }
    return true;
}

static void test_properties(void) {
    for (unsigned round = 0; round < 3000; round++) {
        struct ledger a = any_ledger(), b = any_ledger(), c = any_ledger();
        struct ledger ab = merged(&a, &b), ba = merged(&b, &a), again = merged(&ab, &b),
                      twice = merged(&a, &a);
        CHECK(same(&ab, &ba) && same(&ab, &again) && same(&a, &twice));
        struct ledger changed = merged3(&a, &b, &c), other = merged3(&a, &c, &b);
        CHECK(same(&changed, &other));
        struct ledger ours = merged3(&a, &b, &a), theirs = merged3(&a, &a, &b), both = merged3(&a, &b, &b);
        CHECK(same(&ours, &b) && same(&theirs, &b) && same(&both, &b));
        ledger_believe(&a, TODAY);
        ledger_believe(&b, TODAY);
        ab = merged(&a, &b);
        CHECK(is_plausible(&a) && is_plausible(&ab));
        twice = merged(&ab, &ab);
        ledger_believe(&twice, TODAY);
        CHECK(same(&ab, &twice));
        struct ledger read;
        ledger_faults faults = {0};
        ledger_parse(&arena, format(&ab), &read, &faults);
        CHECK(faults.len == 0 && str_eq(format(&read), format(&ab)));
        arena_free(&arena);
    }
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
    signal(SIGINT, SIG_DFL); /* ignored in the background of a shell; here, as a child may be late */
    for (unsigned round = 0; round < 25; round++) {
        pid_t child = fork();
        if (child == 0) {
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

/* Adds one row to the ledger at path as a run does that began before others wrote. */
static bool add_own(const char *path, unsigned writer, unsigned round) {
    struct ledger base, ours, own = {ARENA_ARRAY(&arena, struct ledger_row, 1), 1};
    struct str text = {0};
    ledger_faults faults = {0};
    if (file_exists(path) && !file_read(&arena, path, LEDGER_MAX_BYTES, &text, NULL)) return false;
    ledger_parse(&arena, text, &base, &faults);
    own.rows[0] = (struct ledger_row){.url = str_printf(&arena, "https://%u.de/%u", writer, round),
                                      .kind = VERDICT_OK,
                                      .checked = 20000,
                                      .good = 20000,
                                      .expires = 20014};
    ours = merged(&base, &own);
    const struct ledger_change change = {&base, str_hash(text), &ours, 20000};
    return ledger_save(path, &change, NULL);
}

/* Four at once; one more is killed again and again, with the lock or without. */
static void test_together(const char *path) {
    enum { WRITERS = 4, ROUNDS = 12 };
    pid_t children[WRITERS];
    unlink(path);
    for (unsigned i = 0; i < WRITERS; i++)
        if ((children[i] = fork()) == 0) {
            bool good = true;
            for (unsigned round = 0; round < ROUNDS; round++) good = add_own(path, i, round) && good;
            _exit(good ? 0 : 1);
        }
    for (unsigned i = 0; i < 10; i++) {
        const struct timespec pause = {.tv_nsec = 3000000};
        pid_t child = fork();
        if (child == 0)
            for (unsigned round = 0;; round++) add_own(path, WRITERS, round);
        nanosleep(&pause, NULL);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
    }
    int status = -1;
    for (unsigned i = 0; i < WRITERS; i++) CHECK(waitpid(children[i], &status, 0) > 0 && status == 0);
    struct ledger ledger;
    ledger_faults faults = {0};
    CHECK(ledger_read(&arena, path, &ledger, &faults, NULL) && faults.len == 0);
    for (unsigned i = 0; i < WRITERS; i++)
        for (unsigned round = 0; round < ROUNDS; round++)
            CHECK(ledger_find(&ledger, str_printf(&arena, "https://%u.de/%u", i, round)));
}

/* A journal that is open is a running process's; one that is left is taken in, but for its last, torn row. */
static void test_journal(const char *path) {
    struct ledger_row row = any_row();
    struct ledger_journal *journal = NULL;
    struct ledger ledger;
    ledger_faults faults = {0};
    struct error error = {0};
    row.url = STR("https://j.de/");
    row.final_url = row.validator = (struct str){0};
    row.checked = row.good = 20000;
    unlink(path);
    pid_t child = fork();
    if (child == 0) {
        bool good =
            ledger_journal_open(&arena, path, &journal, &error) && ledger_journal_add(journal, &row, &error);
        if (!good) _exit(1);
        for (;;) pause();
    }
    const struct timespec pause_time = {.tv_nsec = 200000000};
    nanosleep(&pause_time, NULL);
    CHECK(ledger_recover(path, 20000, &error) && !file_exists(path));
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    char *name = str_c(&arena, str_printf(&arena, "%s.%ld-0.part", path, (long)child));
    FILE *file = fopen(name, "a");
    if (file) fputs("https://k.de/\tok\t200", file);
    CHECK(file && fclose(file) == 0);
    CHECK(ledger_recover(path, 20000, &error) && !file_exists(name));
    CHECK(ledger_read(&arena, path, &ledger, &faults, NULL) && ledger.count == 1 && faults.len == 0);
    CHECK(ledger.count == 1 && str_eq(ledger.rows[0].url, row.url));
    CHECK(ledger_journal_open(&arena, path, &journal, &error));
    ledger_journal_end(journal);
    CHECK(!ledger_journal_open(&arena, str_printf(&arena, "%s/x", path).ptr, &journal, &error));
}

/* What a server says in ETag is a column only where every reader of the ledger takes it for one. */
static void test_validators(void) {
    static const struct {
        const char *etag;
        bool kept;
    } rows[] = {
        {"\"a\"", true},
        {"W/\"a b\"", true},
        {"\"\xC3\xA4\"", true},
        {"\"\"", true},
        {"\"\xFF\"", false},
        {"\"a\x7F\"", false},
        {"\"a\tb\"", false},
        {"\"\x01\"", false},
        {"\"a\"b\"", false},
        {"W/a", false},
        {"\"\xFF, Mon, 01 Jan 2024 00:00:00 GMT", false}, /* a date to who reads dates leniently */
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct verdict verdict = {
            .kind = VERDICT_OK, .url = STR("https://a.de/"), .etag = str_from(rows[i].etag)};
        struct ledger_policy policy = ledger_policy_defaults();
        struct ledger_row row;
        struct ledger again;
        ledger_faults faults = {0};
        CHECK(ledger_answer(&verdict, NULL, day(11, 20), &policy, &row));
        CHECK(row.validator.len == (rows[i].kept ? strlen(rows[i].etag) : 0));
        const struct ledger ledger = {&row, 1};
        ledger_parse(&arena, format(&ledger), &again, &faults);
        CHECK(faults.len == 0 && ledger_equal(&ledger, &again));
    }
}

int main(void) {
    char directory[] = "/tmp/crawl-ledger-XXXXXX";
    test_round_trip();
    test_damage();
    test_cut();
    test_merge();
    test_merge3();
    test_properties();
    test_update();
    test_spread();
    test_severity();
    test_validators();
    if (!mkdtemp(directory)) return 2;
    struct str path = str_printf(&arena, "%s/links", directory);
    char *name = str_c(&arena, path);
    CHECK(is_whole(name, 0)); /* a missing file is an empty ledger */
    test_full_disk(name);
    test_kill(name);
    test_together(name);
    test_journal(name);
    CHECK(system(str_printf(&arena, "rm -rf %s", directory).ptr) == 0);
    arena_free(&arena);
    return unit_report();
}
