/* unit_report.c: every format over hand-made results, and the two fingerprints. */
#include "cmd/cmd.h"
#include "report/report.h"
#include "report/text.h"
#include "unit.h"

/* ---- fingerprints ---------------------------------------------------------------------------------------- */

/* The vectors of codeql-action's own tests (src/fingerprints.test.ts). */
static const struct {
    const char *text;
    const char *want; /* one per line of the text, separated by spaces */
} hash_cases[] = {
    {"", "c129715d7a2bc9a3:1"},
    {" a\nb\n  \t\tc\n d", "271789c17abda88f:1 54703d4cd895b18:1 180aee12dab6264:1 a23a3dc5e078b07b:1"},
    {" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End",
     "8b7cf3e952e7aeb2:1 b1ae1287ec4718d9:1 bff680108adb0fcc:1 c6805c5e1288b612:1 b86d3392aea1be30:1 "
     "e6ceba753e1a442:1"},
    {" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n",
     "e9496ae3ebfced30:1 fb7c023a8b9ccb3f:1 ce8ba1a563dcdaca:1 e20e36e16fcb0cc8:1 b3edc88f2938467e:1 "
     "c8e28b0b4002a3a0:1 c129715d7a2bc9a3:1"},
    {" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r",
     "e9496ae3ebfced30:1 fb7c023a8b9ccb3f:1 ce8ba1a563dcdaca:1 e20e36e16fcb0cc8:1 b3edc88f2938467e:1 "
     "c8e28b0b4002a3a0:1 c129715d7a2bc9a3:1"},
    {" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n",
     "e9496ae3ebfced30:1 fb7c023a8b9ccb3f:1 ce8ba1a563dcdaca:1 e20e36e16fcb0cc8:1 b3edc88f2938467e:1 "
     "c8e28b0b4002a3a0:1 c129715d7a2bc9a3:1"},
    {" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n",
     "e9496ae3ebfced30:1 fb7c023a8b9ccb3f:1 ce8ba1a563dcdaca:1 e20e36e16fcb0cc8:1 b3edc88f2938467e:1 "
     "c8e28b0b4002a3a0:1 c129715d7a2bc9a3:1"},
    {"Lorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\n"
     "Lorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\n"
     "Lorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\n"
     "Lorem ipsum dolor sit amet.\n",
     "a7f2ff13bc495cf2:1 a7f2ff13bc495cf2:2 a7f2ff13bc495cf2:3 a7f2ff13bc495cf2:4 a7f2ff13bc495cf2:5 "
     "a7f2ff13bc495cf2:6 a7f2ff1481e87703:1 a9cf91f7bbf1862b:1 55ec222b86bcae53:1 cc97dc7b1d7d8f7b:1 "
     "c129715d7a2bc9a3:1"},
    {"x = 2\nx = 1\nprint(x)\nx = 3\nprint(x)\nx = 4\nprint(x)\n",
     "e54938cc54b302f1:1 bb609acbe9138d60:1 1131fd5871777f34:1 5c482a0f8b35ea28:1 54517377da7028d2:1 "
     "2c644846cb18d53e:1 f1b89f20de0d133:1 c129715d7a2bc9a3:1"},
};

static void test_line_hashes(struct arena *arena) {
    for (size_t i = 0; i < ARRAY_LEN(hash_cases); i++) {
        struct line_hashes hashes;
        struct buf got = {.arena = arena};
        fingerprint_lines(arena, str_from(hash_cases[i].text), &hashes);
        for (uint32_t n = 0; n < hashes.count; n++)
            buf_printf(&got, "%s%llx:%u", n ? " " : "", (unsigned long long)hashes.hashes[n],
                       hashes.repeated[n]);
        CHECK_STR(buf_str(&got), hash_cases[i].want);
    }
}

/* ---- hand-made results ------------------------------------------------------------------------------------ */

static const struct source page = {
    .path = {"content/a b.md", 14},
    .text = {"---\ntitle: \xF0\x9F\x98\x80\xC3\xA9 x\naliases:\n\t- /old/\n---\nSee [x](nope.md).\n", 60},
};
static const struct source other = {.path = {"content/c.md", 12}, .text = {"---\nurl: /old/\n---\n", 19}};

static struct rule rules[] = {
    {.id = {"broken-link", 11},
     .title = {"A link leads nowhere", 20},
     .description = {"The target of a link must exist.", 32},
     .markdown = {"The target of a link **must** exist.", 36},
     .severity = SEVERITY_WARNING},
    {.id = {"duplicate-alias", 15},
     .title = {"Two pages claim one alias", 25},
     .description = {"An alias can lead to one page only.", 35},
     .severity = SEVERITY_ERROR},
};
static struct related claim = {&other, {9, 14}, {"the other claim is here", 23}};
static struct property alias_property = {{"alias", 5}, {"/old/", 5}};
static struct edit drop_alias = {.span = {29, 38}, .text = {"", 0}};

static struct diagnostic items[] = {
    {.rule = &rules[1],
     .severity = SEVERITY_ERROR,
     .source = &page,
     .span = {32, 37},
     .message = {"alias /old/ is also claimed by [content/c.md](x)", 48},
     .related = &claim,
     .related_count = 1,
     .properties = &alias_property,
     .property_count = 1,
     .edits = &drop_alias,
     .edit_count = 1,
     .fix = {"delete the alias", 16}},
    {.rule = &rules[0],
     .severity = SEVERITY_WARNING,
     .source = &page,
     .span = {50, 57},
     .message = {"link target nope.md does not exist", 34},
     .changed = true},
};

static struct lint_results sample(void) {
    return (struct lint_results){.rules = rules,
                                 .rule_count = ARRAY_LEN(rules),
                                 .items = items,
                                 .count = ARRAY_LEN(items),
                                 .files_checked = 3,
                                 .errors = 1,
                                 .warnings = 1,
                                 .suppressed = 2,
                                 .working_prefix = STR("site"),
                                 .git_prefix = STR("docs/site"),
                                 .category = STR("contentlint")};
}

static struct str printed(struct arena *arena, const struct lint_results *results, const char *format,
                          struct report_options options) {
    struct buf out = {.arena = arena};
    report_print(arena, &out, results, report_format_named(str_from(format)), &options);
    return buf_str(&out);
}

static bool has(struct str text, const char *needle) {
    return str_find(text, str_from(needle)) < text.len;
}

static void test_text(struct arena *arena) {
    struct lint_results results = sample();
    CHECK_STR(printed(arena, &results, "full", (struct report_options){0}),
              "site/content/a b.md:6:9: warning: link target nope.md does not exist. [broken-link]\n"
              "    6 | See [x](nope.md).\n"
              "      |         ^^^^^^^\n"
              "\n"
              "site/content/a b.md:4:4: error: alias /old/ is also claimed by [content/c.md](x). "
              "[duplicate-alias]\n"
              "    4 | \t- /old/\n"
              "      | \t  ^^^^^\n"
              "      = fix: delete the alias\n"
              "site/content/c.md:2:6: note: the other claim is here\n"
              "\n"
              "2 problems (1 error, 1 warning) in 1 of 3 files, 1 fixable, 2 suppressed.\n");
    CHECK_STR(printed(arena, &results, "concise", (struct report_options){0}),
              "site/content/a b.md:6:9: warning: link target nope.md does not exist. [broken-link]\n"
              "site/content/a b.md:4:4: error: alias /old/ is also claimed by [content/c.md](x). "
              "[duplicate-alias]\n"
              "site/content/c.md:2:6: note: the other claim is here\n");
    struct str colored = printed(arena, &results, "concise", (struct report_options){.color = true});
    CHECK(has(colored, ": \033[1;31merror\033[0m: alias"));
    results.count = 0;
    CHECK_STR(printed(arena, &results, "full", (struct report_options){0}),
              "No problems in 3 files, 2 suppressed.\n");
    CHECK_STR(printed(arena, &results, "full", (struct report_options){.quiet = true}), "");
}

static void test_wall(struct arena *arena) {
    struct lint_results results = sample();
    struct str wall = printed(arena, &results, "full", (struct report_options){.wall = 1});
    CHECK(has(wall, "       1      1  error    duplicate-alias                site/content/a b.md:4:4\n"));
    CHECK(str_find(wall, STR("duplicate-alias")) < str_find(wall, STR("broken-link")));
    CHECK(has(wall, "2 problems (1 error, 1 warning)"));
    CHECK(!has(wall, "^^^"));
    struct str list = printed(arena, &results, "full", (struct report_options){.wall = 2});
    CHECK(has(list, "^^^"));
}

/* One finding at text[start, end) of a page named path; returns the report. */
static struct str single(struct arena *arena, const char *format, const char *path, const char *text,
                         struct span span, const char *message) {
    struct source source = {.path = str_from(path), .text = str_from(text)};
    struct diagnostic item = {.rule = &rules[0],
                              .severity = SEVERITY_WARNING,
                              .source = &source,
                              .span = span,
                              .message = str_from(message)};
    struct lint_results results = sample();
    results.items = &item;
    results.count = 1;
    results.working_prefix = results.git_prefix = STR("");
    return printed(arena, &results, format, (struct report_options){.quiet = true});
}

static const struct {
    const char *text;
    struct span span;
    const char *place, *frame;
} frame_cases[] = {
    /* wide characters take two columns, combining marks none, a code point is one character */
    {"\xF0\x9F\x98\x80\xC3\xA9 [x](nope.md)",
     {11, 18},
     ":1:8:",
     "    1 | \xF0\x9F\x98\x80\xC3\xA9 [x](nope.md)\n      |         ^^^^^^^\n"},
    {"e\xCC\x81 x", {4, 5}, ":1:4:", "    1 | e\xCC\x81 x\n      |   ^\n"},
    /* what a terminal would obey is shown, and the carets follow */
    {"a\x1B]0;t\x07 x", {8, 9}, ":1:9:", "    1 | a\\x1b]0;t\\x07 x\n      |               ^\n"},
    {"\xE2\x80\xAE x", {4, 5}, ":1:3:", "    1 | \\u202e x\n      |        ^\n"},
    {"\xFF x", {2, 3}, ":1:3:", "    1 | \\xff x\n      |      ^\n"},
    {"##[add-mask]x", {12, 13}, ":1:13:", "    1 | \\x23#[add-mask]x\n      |                ^\n"},
    /* an empty span is one character, at a line's end too; a span over lines ends with its first */
    {"ab\ncd", {1, 1}, ":1:2:", "    1 | ab\n      |  ^\n"},
    {"ab\ncd", {2, 2}, ":1:3:", "    1 | ab\n      |   ^\n"},
    {"ab\r\ncd", {1, 6}, ":1:2:", "    1 | ab\n      |  ^\n"},
    {"", {0, 0}, ":1:1:", "    1 | \n      | ^\n"},
    {"ab\n", {3, 99}, ":2:1:", "    2 | \n      | ^\n"},
};

static void test_frames(struct arena *arena) {
    for (size_t i = 0; i < ARRAY_LEN(frame_cases); i++) {
        struct str got = single(arena, "full", "a.md", frame_cases[i].text, frame_cases[i].span, "message");
        struct str line = str_cut(&got, '\n');
        CHECK(has(line, frame_cases[i].place));
        CHECK_STR(str_sub(got, 0, got.len - 1), frame_cases[i].frame);
    }
}

/* A finding behind so many letters of one column each shows what is around it, however far out on a line it is. */
static void check_long_line(struct arena *arena, const char *letter, uint32_t count) {
    struct buf text = {.arena = arena};
    for (uint32_t i = 0; i < count; i++) buf_add(&text, str_from(letter));
    uint32_t at = (uint32_t)text.len;
    buf_add_char(&text, 'Y');
    for (uint32_t i = 0; i < count; i++) buf_add(&text, str_from(letter));
    const char *c = str_c(arena, buf_str(&text));
    struct str got = single(arena, "full", "a.md", c, (struct span){at, at + 1}, "message");
    struct str message = str_cut(&got, '\n'), line = str_cut(&got, '\n'), carets = str_cut(&got, '\n');
    CHECK(has(message, str_c(arena, str_printf(arena, "a.md:1:%u:", count + 1))));
    CHECK(unicode_length(line, UNIT_CHARACTER) < 130);
    size_t y = unicode_length(str_sub(line, 0, str_find(line, STR("Y"))), UNIT_CHARACTER);
    CHECK(y == str_find(carets, STR("^")));
}

/* Lines of over 4,096 bytes have marks, whose counts are of characters: bytes are counted without them. */
static void test_long_line(struct arena *arena) {
    check_long_line(arena, "x", 1500);
    check_long_line(arena, "x", 5000);
    check_long_line(arena, "\xC3\xA4", 1500);
    check_long_line(arena, "\xC3\xA4", 5000);
}

/* A reference is a `#` and any digit, a mention an `@` and anything. */
static void test_references(struct arena *arena) {
    static const struct {
        const char *text, *want;
    } rows[] = {{"#0", "\\#&#8203;0"}, {"#9", "\\#&#8203;9"},  {"#/", "\\#/"}, {"#:", "\\#:"},
                {"#a", "\\#a"},        {"#", "\\#"},           {"@", "@"},     {"@9", "@&#8203;9"},
                {"@-", "@&#8203;-"},   {"1#1", "1\\#&#8203;1"}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct buf out = {.arena = arena};
        escape_markdown(&out, str_from(rows[i].text), 0);
        CHECK_STR(buf_str(&out), rows[i].want);
    }
}

static void test_hostile_text(struct arena *arena) {
    struct span one = {0, 1};
    struct str concise =
        single(arena, "concise", "x\n::warning::pwned.md", "a", one, "m\r\n##[add-mask]x\x1B[0m");
    CHECK_STR(
        concise,
        "x\\x0a::warning::pwned.md:1:1: warning: m\\x0d\\x0a\\x23#[add-mask]x\\x1b[0m. [broken-link]\n");
    CHECK(str_starts(single(arena, "concise", "::error::x.md", "a", one, "m"), STR("./::error::x.md:1:1:")));
    struct str github = single(arena, "github", "a,b:c%\n.md", "a", one, "100%\n::error::x");
    CHECK(str_starts(github, STR("::warning file=a%2Cb%3Ac%25\\x0a.md,line=1,endLine=1,col=1,endColumn=2,")));
    CHECK(has(github, "title=broken-link::100%25\\x0a::error::x.\n"));
    struct str summary = single(arena, "summary", "a|b.md", "a", one, "<b>|`@user #12 [x](y) \xFF");
    CHECK(has(summary, "a\\|b.md:1:1 | &lt;b\\>\\|\\`@&#8203;user \\#&#8203;12 \\[x\\]\\(y\\) \\\\xff |"));
    struct str lines = single(arena, "json-lines", "a.md", "a", one, "\"\\\xFF\x1B\n");
    CHECK(has(lines, "\"message\":\"\\\"\\\\\xEF\xBF\xBD\\u001b\\n\""));
}

static void test_json_lines(struct arena *arena) {
    struct lint_results results = sample();
    CHECK_STR(
        printed(arena, &results, "json-lines", (struct report_options){0}),
        "{\"rule\":\"duplicate-alias\",\"severity\":\"error\",\"path\":\"site/content/a b.md\",\"line\":4,"
        "\"column\":4,\"endLine\":4,\"endColumn\":9,\"message\":\"alias /old/ is also claimed by "
        "[content/c.md](x)\",\"related\":[{\"path\":\"site/content/"
        "c.md\",\"line\":2,\"column\":6,\"endLine\":2,"
        "\"endColumn\":11,\"message\":\"the other claim is here\"}],\"fixable\":true,"
        "\"fix\":{\"title\":\"delete the alias\",\"safe\":true,\"edits\":[{\"path\":\"site/content/a b.md\","
        "\"line\":4,\"column\":1,\"endLine\":5,\"endColumn\":1,\"text\":\"\"}]},"
        "\"properties\":{\"alias\":\"/old/\"}}\n"
        "{\"rule\":\"broken-link\",\"severity\":\"warning\",\"path\":\"site/content/a b.md\",\"line\":6,"
        "\"column\":9,\"endLine\":6,\"endColumn\":16,\"message\":\"link target nope.md does not exist\","
        "\"related\":[],\"fixable\":false,\"changed\":true,\"properties\":{}}\n");
}

/* n findings of each of two severities. */
static struct lint_results many(struct arena *arena, size_t n) {
    struct lint_results results = sample();
    results.items = ARENA_ARRAY(arena, struct diagnostic, 2 * n);
    for (size_t i = 0; i < 2 * n; i++) results.items[i] = items[i % 2 ? 0 : 1];
    results.count = 2 * n;
    results.errors = results.warnings = n;
    return results;
}

static struct lint_results with_notes(struct arena *arena, size_t errors, size_t warnings, size_t notes) {
    struct lint_results results = sample();
    results.items = ARENA_ARRAY(arena, struct diagnostic, errors + warnings + notes);
    for (size_t i = 0; i < errors + warnings + notes; i++) {
        results.items[i] = items[0];
        results.items[i].severity = i < errors              ? SEVERITY_ERROR
                                    : i < errors + warnings ? SEVERITY_WARNING
                                                            : SEVERITY_NOTE;
    }
    results.count = errors + warnings + notes;
    results.errors = errors;
    results.warnings = warnings;
    results.notes = notes;
    return results;
}

static size_t count_of(struct str text, const char *needle) {
    size_t n = 0, length = strlen(needle);
    for (size_t at; (at = str_find(text, str_from(needle))) < text.len; n++)
        text = str_sub(text, at + length, text.len);
    return n;
}

/* The runner keeps ten annotations of a level and drops the rest. */
static void test_github_limits(struct arena *arena) {
    struct lint_results results = many(arena, 40);
    struct str got = printed(arena, &results, "github", (struct report_options){0});
    CHECK(count_of(got, "::error ") == 10);
    CHECK(count_of(got, "::warning ") == 10);
    CHECK(str_ends(got, STR("::notice title=contentlint::60 more findings: see the log or the summary.\n")));
    results = many(arena, 5);
    got = printed(arena, &results, "github", (struct report_options){0});
    CHECK(count_of(got, "::error ") == 5 && count_of(got, "::notice ") == 0);
    /* The line about the rest is a notice itself: one of the ten is kept free for it where there is a rest, of whatever
     * level. */
    for (size_t errors = 10; errors <= 11; errors++)
        for (size_t warnings = 10; warnings <= 11; warnings++) {
            results = with_notes(arena, errors, warnings, 10);
            got = printed(arena, &results, "github", (struct report_options){0});
            CHECK(count_of(got, "::error ") == 10 && count_of(got, "::warning ") == 10);
            CHECK(count_of(got, "::notice ") == 10);
            CHECK(has(got, "more findings") == (errors + warnings > 20));
        }
}

static void test_summary_limit(struct arena *arena) {
    struct lint_results results = many(arena, 20000);
    struct str got = printed(arena, &results, "summary", (struct report_options){0});
    CHECK(got.len > 900000 && got.len < 1024 * 1024);
    CHECK(has(got, "more findings do not fit here."));
    CHECK(has(got, "| 20000 | "));
}

static void test_sarif(struct arena *arena) {
    struct lint_results results = sample();
    struct str got = printed(arena, &results, "sarif", (struct report_options){0});
    CHECK(has(got, "\"columnKind\": \"utf16CodeUnits\""));
    CHECK(has(got, "\"uri\": \"docs/site/content/a%20b.md\""));
    CHECK(has(got, "\"text\": \"alias /old/ is also claimed by \\\\[content/c.md\\\\](x). "
                   "See [the other claim is here](1).\""));
    CHECK(has(got, "\"name\": \"DuplicateAlias\""));
    CHECK(has(got, "\"insertedContent\": {\n            \"text\": \"\""));
    CHECK(has(got, "\"id\": \"contentlint/\""));
    CHECK(str_find(got, STR("\"ruleId\": \"duplicate-alias\"")) <
          str_find(got, STR("\"ruleId\": \"broken-link\"")));
    results.count = 0;
    got = printed(arena, &results, "sarif", (struct report_options){0});
    CHECK(has(got, "\"results\": []"));
    results = many(arena, 3000);
    got = printed(arena, &results, "sarif", (struct report_options){0});
    CHECK(count_of(got, "\"ruleId\"") == 5000);
    CHECK(count_of(got, "\"ruleId\": \"duplicate-alias\"") == 3000);
    CHECK(has(got, "1000 of 6000 results are left out"));
}

/* External links are a run of their own, and only when the network was asked. */
static void test_sarif_links(struct arena *arena) {
    struct lint_results results = sample();
    rules[0].external = true;
    struct str offline = printed(arena, &results, "sarif", (struct report_options){0});
    results.crawl.online = true;
    struct str online = printed(arena, &results, "sarif", (struct report_options){0});
    rules[0].external = false;
    CHECK(count_of(offline, "\"results\":") == 1 && !has(offline, "broken-link"));
    CHECK(count_of(online, "\"results\":") == 2 && count_of(online, "\"ruleIndex\": 0") == 2);
    CHECK(has(online, "\"id\": \"contentlint-links/\""));
}

/* UTF-16 units in SARIF: a character outside the basic plane counts two. */
static void test_sarif_columns(struct arena *arena) {
    struct str got =
        single(arena, "sarif", "a.md", "\xF0\x9F\x98\x80\xC3\xA9 [x](nope.md)", (struct span){11, 18}, "m");
    CHECK(has(got, "\"startColumn\": 9,"));
    CHECK(has(got, "\"endColumn\": 16\n"));
}

/* The same finding keeps its fingerprint when lines move, and loses it when its alias changes. */
static void test_own_fingerprint(void) {
    struct diagnostic moved = items[0];
    struct str path = page.path;
    moved.span = (struct span){0, 3};
    CHECK(fingerprint_of(&moved, path) == fingerprint_of(&items[0], path));
    struct property changed = {STR("alias"), STR("/new/")}, slash = {STR("alias"), STR("/old")};
    moved.properties = &slash;
    CHECK(fingerprint_of(&moved, path) == fingerprint_of(&items[0], path));
    moved.properties = &changed;
    CHECK(fingerprint_of(&moved, path) != fingerprint_of(&items[0], path));
    CHECK(fingerprint_of(&items[0], other.path) != fingerprint_of(&items[0], path));
}

static void test_names(struct arena *arena) {
    size_t count;
    const struct report_format *formats = report_formats(&count);
    CHECK(report_format_named(STR("json-lines")) == &formats[3] && !strcmp(formats[0].name, "full"));
    CHECK(!report_format_named(STR("xml")) && !report_format_named(STR("")));
    CHECK_STR(report_format_names(arena), "full, concise, sarif, json-lines, github or summary");
    CHECK(str_starts(str_from(option_table[OPTION_REPORT].help), report_format_names(arena))); /* --help */
}

int main(void) {
    struct arena arena = {0};
    test_line_hashes(&arena);
    test_text(&arena);
    test_wall(&arena);
    test_frames(&arena);
    test_long_line(&arena);
    test_references(&arena);
    test_hostile_text(&arena);
    test_json_lines(&arena);
    test_github_limits(&arena);
    test_summary_limit(&arena);
    test_sarif(&arena);
    test_sarif_columns(&arena);
    test_sarif_links(&arena);
    test_own_fingerprint();
    test_names(&arena);
    arena_free(&arena);
    return unit_report();
}
