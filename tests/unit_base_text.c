/* Characters, references, regular expressions, globs, dates and host names. */
#include <ctype.h>

#include "unit.h"

/* What the URL class of Node.js 20.20.2 makes of them (30 November 2026); NULL: it refuses. */
static void test_idna_host(struct arena *arena) {
    static const struct {
        const char *host, *ascii;
    } rows[] = {
        {"\xEF\xBD\x85\xEF\xBD\x98\xEF\xBD\x81\xEF\xBD\x8D\xEF\xBD\x90\xEF\xBD\x8C\xEF\xBD\x85.com",
         "example.com"},                                 /* ｅｘａｍｐｌｅ.com */
        {"\xC4\xB0stanbul.com", "xn--istanbul-o0e.com"}, /* İstanbul.com */
        {"\xEF\xAC\x81sh.com", "fish.com"},              /* ﬁsh.com */
        {"\xE2\x91\xA0\xE2\x91\xA1.com", "12.com"},      /* ①②.com */
        {"a\xE2\x80\x8C"
         "b.com",
         NULL},                              /* aU+200cb.com */
        {"\xE2\x98\x83.net", "xn--n3h.net"}, /* ☃.net */
        {"fa\xC3\x9F.de", "xn--fa-hia.de"},  /* faß.de */
        {"B\xC3\xBC"
         "cher.example",
         "xn--bcher-kva.example"},                                                   /* Bücher.example */
        {"\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE3\x80\x82JP", "xn--wgv71a119e.jp"}, /* 日本語。JP */
        {"a_b.example.com", "a_b.example.com"},                                      /* a_b.example.com */
        {"so\xC2\xAD"
         "ft.com",
         "soft.com"},                                                /* so\xadft.com */
        {"\xC3\xB1--b.com", "xn----b-6ma.com"},                      /* ñ--b.com */
        {"-\xC3\xB1.com", "xn----rga.com"},                          /* -ñ.com */
        {"r3---sn.example.com", "r3---sn.example.com"},              /* r3---sn.example.com */
        {"\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x97.0.0.1", "127.0.0.1"}, /* １２７.0.0.1 */
        {"a\xEF\xBC\x85"
         "b.com",
         NULL},                     /* a％b.com */
        {"\xE2\x84\x80.com", NULL}, /* ℀.com */
        {"\xEF\xBC\xA9\xE2\x99\xA5\xEF\xBC\xAE\xEF\xBC\xB9.\xEF\xBC\xA3\xEF\xBC\xAF\xEF\xBC\xAD",
         "xn--iny-zx5a.com"},                                           /* Ｉ♥ＮＹ.ＣＯＭ */
        {"xn--mnchen-3ya.de", "xn--mnchen-3ya.de"},                     /* xn--mnchen-3ya.de */
        {"a b.com", NULL},                                              /* a b.com */
        {"\xD7\x90\xD7\x91.com", "xn--4dbc.com"},                       /* U+05d0U+05d1.com */
        {"\xE0\xA4\xA8\xE0\xA5\x80\xE2\x80\x8D\xE0\xA4\x95.com", NULL}, /* U+0928U+0940U+200dU+0915.com */
        {"\xE0\xA4\x95\xE0\xA5\x8D\xE2\x80\x8D\xE0\xA4\xB7.com",
         "xn--11b2ezcw70k.com"}, /* U+0915U+094dU+200dU+0937.com */
        {"\xE2\x93\x90\xE2\x80\xA4"
         "com",
         NULL}, /* ⓐ․com */
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct str ascii;
        bool ok = idna_host(arena, str_from(rows[i].host), &ascii);
        CHECK_STR(ok ? ascii : STR("refused"), rows[i].ascii ? rows[i].ascii : "refused");
    }
}

static void test_regex_ecma(struct arena *arena) {
    static const struct {
        const char *pattern, *text;
        bool matches;
    } rows[] = {
        {"^\\d+$", "123", true},
        {"^\\d+$", "123\n", false},
        {"^\\d$", "\xD9\xA3", false},
        {"^\\w+$", "\xC3\xA4", false},
        {"^\\s$", "\xC2\xA0", true},
        {"^\\S$", "\xEF\xBB\xBF", false},
        {"^[\\s]$", "\xE3\x80\x80", true},
        {"^.$", "\xF0\x9F\x98\x80", true},
        {"^.$", "\xE2\x80\xA8", false},
        {"^[^]$", "\n", true},
        {"^a[]|b$", "b", true},
        {"[]", "a", false},
        {"^\\cA$", "\x01", true},
        {"^\\u00e4\\u{1F600}\\ud83d\\ude00$", "\xC3\xA4\xF0\x9F\x98\x80\xF0\x9F\x98\x80", true},
        {"^\\x41$", "A", true},
        {"^\\v$", "\x0B", true},
        {"^\\v$", "\n", false},
        {"^\\p{Letter}+$", "\xC3\xA4z", true},
        {"^\\p{Lu}$", "z", false},
        {"^\\P{Nd}$", "z", true},
        {"^\\p{gc=Decimal_Number}$", "7", true},
        {"^\\p{digit}+$", "\xE0\xA7\xAA\xE0\xA7\xA8", true},
        {"^\\p{Script=Greek}$", "\xCE\xB1", true},
        {"^[\\w-.]+$", "a-.b", true},
        {"^[[:alpha:]]$", "a]", true},
        {"^[[:alpha:]]$", "a", false},
        {"^(?<year>\\d{4})-\\k<year>$", "2020-2020", true},
        {"^(?:(a)|b)\\1$", "b", true},
        {"^a{2,3}?$", "aaa", true},
        {"^{x}$", "{x}", true},
        {"a(?!b)", "ab", false},
        {"^\\/\\-\\_$", "/-_", true},
        {"$", "", true},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct error error = {0};
        struct regex *regex = regex_compile(arena, str_from(rows[i].pattern), REGEX_ECMA, &error);
        CHECK(regex != NULL);
        if (!regex) printf("%s: %s\n", rows[i].pattern, error.message);
        if (!regex) continue;
        struct span groups[1];
        bool matches = regex_search(regex, str_from(rows[i].text), 0, groups, 1, NULL) == REGEX_MATCH;
        if (matches != rows[i].matches) printf("%s on %s\n", rows[i].pattern, rows[i].text);
        CHECK(matches == rows[i].matches);
        regex_free(regex);
    }
}

static void test_regex_refused(struct arena *arena) {
    static const struct {
        const char *pattern, *message;
    } rows[] = {
        {"a\\Z", "no escape of ECMA-262 at character 2"},
        {"\\a", "no escape"},
        {"a**", "nothing to repeat"},
        {"a++", "nothing to repeat"},
        {"(?i)a", "no group"},
        {"(?>a)", "no group"},
        {"[a", "\"]\" is missing"},
        {"(a", "parenthesis"},
        {"\\", "nothing follows"},
        {"\\u12", "hexadecimal"},
        {"\\ud800", "surrogate"},
        {"\xC3\xA4\\p", "at character 3"},
        {"[z-a]", "out of order"},
        {"(*FAIL)", "to repeat"},
        {"\\p{Nope}", "at character"},
        {"+a", "quantifier"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct error error = {0};
        CHECK(regex_compile(arena, str_from(rows[i].pattern), REGEX_ECMA, &error) == NULL);
        if (!strstr(error.message, rows[i].message)) printf("%s: %s\n", rows[i].pattern, error.message);
        CHECK(strstr(error.message, rows[i].message) != NULL);
    }
}

static void test_regex_search(struct arena *arena) {
    struct error error = {0};
    struct span groups[4];
    struct regex *regex = regex_compile(arena, STR("(a)|(\xC3\xA4+)(x)?"), REGEX_NOCASE, &error);
    CHECK(regex && regex_search(regex, STR("--\xC3\x84\xC3\xA4"), 0, groups, 4, NULL) == REGEX_MATCH);
    CHECK(groups[0].start == 2 && groups[0].end == 6 && groups[1].start == UINT32_MAX && groups[2].end == 6);
    CHECK(groups[3].start == UINT32_MAX);
    CHECK(regex_search(regex, STR("a-b"), 1, groups, 1, NULL) == REGEX_NO_MATCH);
    CHECK(regex_search(regex, STR("a"), 2, groups, 1, NULL) == REGEX_NO_MATCH);
    CHECK(regex_search(regex,
                       STR("\xFF"
                           "a"),
                       0, groups, 1, NULL) == REGEX_MATCH &&
          groups[0].start == 1);
    CHECK(regex_search(regex, (struct str){0}, 0, NULL, 0, NULL) == REGEX_NO_MATCH);
    regex_free(regex);
    regex = regex_compile(arena, STR("a.b"), 0, &error);
    CHECK(regex_search(regex,
                       STR("a\xFF"
                           "b"),
                       0, groups, 1, NULL) == REGEX_NO_MATCH);
    regex_free(regex);
    regex = regex_compile(arena, STR("^(a+)+$"), 0, &error);
    struct buf many = {.arena = arena};
    for (int i = 0; i < 64; i++) buf_add_char(&many, 'a');
    buf_add_char(&many, 'b');
    CHECK(regex_search(regex, buf_str(&many), 0, groups, 1, NULL) == REGEX_LIMIT);
    regex_free(regex);
    regex = regex_compile(arena, STR("^ b # c"), REGEX_MULTILINE | REGEX_EXTENDED, &error);
    CHECK(regex_search(regex, STR("a\nb"), 0, groups, 1, NULL) == REGEX_MATCH && groups[0].start == 2);
    regex_free(regex);
    regex_free(NULL);
}

/* Matches behind places where the free steps do not suffice are where a plain search has them. */
static void test_regex_steps(struct arena *arena) {
    static const struct {
        const char *pattern, *unit;
        int repeats;
        const char *tail;
        uint32_t start, end; /* from the tail's beginning on; UINT32_MAX: none */
        enum regex_result result;
    } rows[] = {
        {"(?:a|b)*[cd]", "ab", 400, "xabd", 1, 4, REGEX_MATCH},
        {"(?:a|b)*[cd]", "ab", 400, "xab", UINT32_MAX, 0, REGEX_NO_MATCH},
        {"(?:\xC3\xA4|b)*[cd]", "\xC3\xA4", 400,
         "x\xC3\xA4"
         "d",
         1, 4, REGEX_MATCH},
        {"(?:a|b)*+$", "ab", 400, "xab", 1, 3, REGEX_MATCH},
        {"(?:a|b)*$(?<!b)", "ab", 400, "x", 1, 1, REGEX_MATCH},
        {"(?<=x)d", "ab", 3000, "xd", 1, 2, REGEX_MATCH},
        {".*(?:a|b)*[cd]", "ab", 200, "\nxabd", 1, 5, REGEX_MATCH},
        {"\\A(?:a|b)*[cd]", "ab", 400, "xabd", UINT32_MAX, 0, REGEX_NO_MATCH},
        {"(?:a|b)*[cd]", "ab", 40000, "x", UINT32_MAX, 0, REGEX_LIMIT},
        {"([ab])+[cd]", "ab", 40000, "x", UINT32_MAX, 0, REGEX_LIMIT},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct error error = {0};
        struct regex *regex = regex_compile(arena, str_from(rows[i].pattern), 0, &error);
        struct buf text = {.arena = arena};
        struct span group = {0};
        uint64_t steps = 0;
        for (int k = 0; k < rows[i].repeats; k++) buf_add(&text, str_from(rows[i].unit));
        uint32_t tail = (uint32_t)text.len;
        buf_add(&text, str_from(rows[i].tail));
        enum regex_result result = regex_search(regex, buf_str(&text), 0, &group, 1, &steps);
        bool right = result == rows[i].result &&
                     (result != REGEX_MATCH ||
                      (group.start == tail + rows[i].start && group.end == tail + rows[i].end));
        CHECK(right);
        if (!right)
            printf("%s: %d at %u-%u\n", rows[i].pattern, result, group.start - tail, group.end - tail);
        CHECK(steps < 100000000);
        regex_free(regex);
    }
}

enum { SEARCHES = 2000 };
struct shared {
    const struct regex *regex;
    char right[SEARCHES];
};

static void search_one(void *context, size_t i, unsigned worker) {
    struct shared *shared = context;
    (void)worker;
    char text[32];
    struct span groups[2];
    int length = snprintf(text, sizeof text, "x%zu-y", i);
    bool found =
        regex_search(shared->regex, (struct str){text, (size_t)length}, 0, groups, 2, NULL) == REGEX_MATCH;
    shared->right[i] = found && groups[1].start == 1 && groups[1].end == (uint32_t)length - 2;
}

static void test_regex_threads(struct arena *arena) {
    struct shared shared = {.regex = regex_compile(arena, STR("x(\\d+)-"), 0, NULL)};
    parallel_for(SEARCHES, 4, search_one, &shared);
    int right = 0;
    for (int i = 0; i < SEARCHES; i++) right += shared.right[i];
    CHECK(right == SEARCHES);
    regex_free((struct regex *)(uintptr_t)shared.regex);
}

static void test_glob(struct arena *arena) {
    static const struct {
        const char *pattern, *path;
        bool matches;
    } rows[] = {
        {"*.md", "a/b/c.md", true},
        {"*.md", "c.mdx", false},
        {"a/*.md", "a/b/c.md", false},
        {"a/*.md", "a/c.md", true},
        {"a/**", "a/b/c.md", true},
        {"a/**", "a", false},
        {"**/c.md", "c.md", true},
        {"**/c.md", "a/b/c.md", true},
        {"a/**/c.md", "a/c.md", true},
        {"a/**/c.md", "a/x/y/c.md", true},
        {"a/**/c.md", "b/a/c.md", false},
        {"**", "a/b", true},
        {"a?c", "abc", true},
        {"a?c", "a/c", false},
        {"x/a?c",
         "x/a\xC3\xA4"
         "c",
         true},
        {"[a-c]x", "bx", true},
        {"[!a-c]x", "bx", false},
        {"[!a-c]x", "dx", true},
        {"[]]x", "]x", true},
        {"[x", "[x", true},
        {"\\*x", "*x", true},
        {"\\*x", "ax", false},
        {"{a,b*}.md", "bcd.md", true},
        {"{a,b}.md", "c.md", false},
        {"x/{a,b/{c,d}}/e", "x/b/d/e", true},
        {"/a.md", "a.md", true},
        {"/a.md", "b/a.md", false},
        {"a/b", "a/b/c", false},
        {"", "", true},
        {"*", "", true},
        {"a**b", "axxb", true},
        {"a**b/c", "ax/xb/c", false},
        {"**/x/**", "a/x/b/c", true},
        {"**/x/**", "a/y/b/c", false},
        {"*a*b*c", "xaxbxcxc", true},
        {"{x", "{x", true},
        {"content/**/_index*.md", "content/en/docs/_index.de.md", true},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        bool matches = glob_match(str_from(rows[i].pattern), str_from(rows[i].path));
        if (matches != rows[i].matches) printf("%s on %s\n", rows[i].pattern, rows[i].path);
        CHECK(matches == rows[i].matches);
    }
    struct buf pattern = {.arena = arena}, path = {.arena = arena}, braces = {.arena = arena};
    for (int i = 0; i < 200; i++) buf_add(&pattern, STR("**/*a"));
    for (int i = 0; i < 2000; i++) buf_add(&path, STR("aaa/"));
    for (int i = 0; i < 100; i++) buf_add(&braces, STR("{a,b}"));
    CHECK(!glob_match(buf_str(&pattern), buf_str(&path)));
    CHECK(!glob_match(buf_str(&braces), buf_str(&path)));
}

static void test_dates(void) {
    static const struct {
        const char *text;
        bool ok;
        int64_t seconds;
    } rows[] = {
        {"1970-01-01", true, 0},
        {"2024-02-29", true, 1709164800},
        {"2023-02-29", false, 0},
        {"2024-2-9", false, 0},
        {"2024-03-01T12:30:15Z", true, 1709296215},
        {"2024-03-01T12:30:15.123456+02:00", true, 1709289015},
        {"2024-03-01T12:30:15", true, 1709296215},
        {"2024-03-01T12:30:15-0330", true, 1709308815},
        {"2024-03-01 12:30:15", true, 1709296215},
        {"2024-03-01 12:30:15 +0100", true, 1709292615},
        {"2024-03-01 12:30:15 +01:00", true, 1709292615},
        {"2024-03-01 12:30:15.5 +0100 CET", true, 1709292615},
        {"2024-03-01 12:30:15Z", true, 1709296215},
        {"2024-03-01 12:30", false, 0},
        {"Fri, 01 Mar 2024 12:30:15 +0000", true, 1709296215},
        {"Fri, 01 Mar 2024 12:30:15 GMT", true, 1709296215},
        {"01 Mar 24 12:30 +0000", true, 1709296200},
        {"01 Mar 70 00:00 UTC", true, 5097600},
        {"Friday, 01-Mar-24 12:30:15 UTC", true, 1709296215},
        {"Fri Mar  1 12:30:15 2024", true, 1709296215},
        {"Fri Mar  1 12:30:15 UTC 2024", true, 1709296215},
        {"Fri Mar 01 12:30:15 +0000 2024", true, 1709296215},
        {"01 Mar 2024", true, 1709251200},
        {"1 Mar 2024", false, 0},
        {"01 mar 2024", true, 1709251200},
        {"2024-13-01", false, 0},
        {"2024-03-01T25:00:00Z", false, 0},
        {"2024-03-01x", false, 0},
        {"March 1, 2024", false, 0},
        {"", false, 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct date date = {0};
        bool ok = date_parse(str_from(rows[i].text), &date);
        if (ok != rows[i].ok || (ok && date_seconds(&date) != rows[i].seconds))
            printf("date %s\n", rows[i].text);
        CHECK(ok == rows[i].ok);
        if (ok) CHECK(date_seconds(&date) == rows[i].seconds);
    }
    struct date date;
    CHECK(date_timestamp(STR("2024-2-9"), &date) && date.month == 2 && date.day == 9 && !date.has_time);
    CHECK(date_timestamp(STR("2024-03-01t1:2:3.5 +2"), &date) && date.hour == 1 &&
          date.offset_minutes == 120);
    CHECK(!date_timestamp(STR("10:00:00"), &date) && !date_timestamp(STR("2024-03-01 10:00"), &date));
    CHECK(date_weekday(1970, 1, 1) == 4 && date_weekday(2024, 3, 1) == 5 && date_weekday(1900, 3, 1) == 4);
    CHECK(date_yearday(2024, 12, 31) == 366 && date_yearday(2023, 3, 1) == 60);
}

static void test_calendar(void) {
    for (int month = 1; month <= 12; month++) {
        struct str name = str_from(date_month_name(month));
        CHECK(date_month_number(name) == month && date_month_number(str_sub(name, 0, 3)) == month);
        CHECK(date_days(1972, month, 1) == date_days(1972, 1, 1) + date_yearday(1972, month, 1) - 1);
    }
    CHECK(date_month_number(STR("sEPt.")) == 9 && !date_month_number(STR("Ja")));
    CHECK_STR(str_from(date_month_name(0)), "");
    CHECK_STR(str_from(date_month_name(13)), "");
    CHECK_STR(str_from(date_weekday_name(0)), "Sunday");
    CHECK_STR(str_from(date_weekday_name(7)), "");
    CHECK(date_days(1970, 1, 1) == 0 && date_days(2000, 3, 1) == 11017 && date_days(1969, 12, 31) == -1);
    for (int64_t day = -800000; day < 800000; day += 997) { /* every few years, from before the year 0 */
        struct date date = date_at(day * 86400 + 1);
        CHECK(date_days(date.year, date.month, date.day) == day && date_seconds(&date) == day * 86400 + 1);
    }
}

static void test_zones(struct arena *arena) {
    static const struct {
        const char *zone, *date;
        int64_t seconds;   /* of the date in that zone */
        const char *shown; /* what clocks there show */
    } rows[] = {
        {"America/New_York", "2020-07-01T12:00:00", 1593619200, "2020-07-01 12:00:00 -240"},
        {"America/New_York", "2020-01-01T01:00:00Z", 1577840400, "2019-12-31 20:00:00 -300"},
        {"Asia/Kolkata", "2000-02-29T20:00:00Z", 951854400, "2000-03-01 01:30:00 330"},
        {"UTC", "1969-12-31T23:59:59", -1, "1969-12-31 23:59:59 0"},
    };
    CHECK(!zone_load(arena, STR("Nowhere/Land")) && !zone_load(arena, STR("../../../etc/passwd")));
    CHECK(!zone_load(arena, STR("")) && !zone_load(arena, STR("/etc/localtime")));
    CHECK(zone_offset(NULL, 0) == 0);
    CHECK(!zone_unknowable(STR("")) && !zone_unknowable(STR("UTC")) && !zone_unknowable(STR("../x")));
    CHECK(zone_unknowable(STR("Asia/Tokyo")) ==
          !(dir_exists("/usr/share/zoneinfo") || dir_exists("/usr/share/lib/zoneinfo") ||
            dir_exists("/usr/lib/locale/TZ") || dir_exists("/etc/zoneinfo")));
    if (!dir_exists("/usr/share/zoneinfo/Asia")) return; /* a system without the database */
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const struct zone *zone = zone_load(arena, str_from(rows[i].zone));
        struct date date;
        CHECK(zone && date_parse(str_from(rows[i].date), &date));
        CHECK(zone_seconds(zone, &date) == rows[i].seconds);
        zone_convert(zone, &date);
        CHECK_STR(str_printf(arena, "%04d-%02d-%02d %02d:%02d:%02d %d", date.year, date.month, date.day,
                             date.hour, date.minute, date.second, date.offset_minutes),
                  rows[i].shown);
        struct date again = date_at(date_seconds(&date));
        CHECK(date_seconds(&again) == rows[i].seconds);
    }
}

/* Every byte, as a char may be negative: nothing but ASCII is in a class, and the C library agrees in its own locale. */
static void test_ascii(void) {
    for (int byte = 0; byte < 256; byte++) {
        char c = (char)byte;
        bool ascii = byte < 128;
        CHECK(char_is_digit(c) == (ascii && isdigit(byte)) && char_is_letter(c) == (ascii && isalpha(byte)));
        CHECK(char_is_lower(c) == (ascii && islower(byte)) && char_is_upper(c) == (ascii && isupper(byte)));
        CHECK(char_is_alnum(c) == (ascii && isalnum(byte)) && char_is_hex(c) == (ascii && isxdigit(byte)));
        CHECK(char_is_space(c) == (ascii && isspace(byte)) && char_is_blank(c) == (ascii && isblank(byte)));
        CHECK(char_lower(c) == (ascii ? (char)tolower(byte) : c));
    }
}

static void test_hex(void) {
    static const struct {
        const char *digits;
        uint32_t value;
        bool ok;
    } rows[] = {
        {"0", 0, true},          {"aF", 0xAF, true}, {"FFFFFFFF", UINT32_MAX, true},
        {"00000001", 1, true},   {"", 0, false},     {"g", 0, false},
        {"1G", 0, false},        {"-1", 0, false},   {"0x1", 0, false},
        {"123456789", 0, false}, /* does not fit */
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        uint32_t value;
        bool ok = hex_read(str_from(rows[i].digits), &value);
        CHECK(ok == rows[i].ok && (!ok || value == rows[i].value));
    }
}

/* RFC 3986, 5.4, and what its examples leave out. */
static void test_url_resolve(struct arena *arena) {
    static const char base[] = "http://a/b/c/d;p?q";
    static const struct {
        const char *reference, *whole;
    } rows[] = {
        {"g:h", "g:h"},
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g"},
        {"?y", "http://a/b/c/d;p?y"},
        {"g?y#s", "http://a/b/c/g?y#s"},
        {"#s", "http://a/b/c/d;p?q#s"},
        {"", "http://a/b/c/d;p?q"},
        {".", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../../g", "http://a/g"},
        {"../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"g.", "http://a/b/c/g."},
        {"..g", "http://a/b/c/..g"},
        {"./g/.", "http://a/b/c/g/"},
        {"g;x=1/../y", "http://a/b/c/y"},
        {"g?y/../x", "http://a/b/c/g?y/../x"},
        {"g#", "http://a/b/c/g#"},   /* a fragment that is empty is one */
        {"1:g", "http://a/b/c/1:g"}, /* a scheme begins with a letter */
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        CHECK_STR(url_resolve(arena, STR(base), str_from(rows[i].reference)), rows[i].whole);
    CHECK_STR(url_resolve(arena, STR("http://a"), STR("g")), "http://a/g");
    CHECK(url_scheme_length(STR("web+x:y")) == 5 && url_scheme_length(STR("a/b:c")) == 0);
}

int main(void) {
    struct arena arena = {0};
    test_ascii();
    test_hex();
    test_url_resolve(&arena);
    test_idna_host(&arena);
    test_regex_ecma(&arena);
    test_regex_refused(&arena);
    test_regex_search(&arena);
    test_regex_steps(&arena);
    test_regex_threads(&arena);
    test_glob(&arena);
    test_dates();
    test_calendar();
    test_zones(&arena);
    arena_free(&arena);
    return unit_report();
}
