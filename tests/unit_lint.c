/* unit_lint.c: what lint/ reads: rule files, contentlint.yml, suppressions, git's diff, notices. */
#include "lint/allow.h"
#include "lint/changed.h"
#include "lint/check.h"
#include "lint/own.h"
#include "lint/rules.h"
#include "lint/settings.h"
#include "lint/suppress.h"
#include "lint/types.h"
#include "unit.h"

static struct arena arena;

/* ---- rule files -------------------------------------------------------------------------------------------- */

#define EXAMPLES "\n## Bad\n\n```\nb\n```\n\n## Good\n\n```\ng\n```\n"
#define HEAD     "---\ncheck: pattern\npattern: 'a+'\nseverity: error\nmessage: \"found {match}\"\n"

static const struct {
    const char *name, *text, *message; /* NULL: it loads */
    uint32_t line;
} rule_files[] = {
    {"a-rule.md", HEAD "---\n\nProse here. More.\n" EXAMPLES, NULL, 0},
    {"A_rule.md", HEAD "---\n\nProse.\n" EXAMPLES, "lower-case words", 0},
    {"a.md", "no front matter\n", "starts with front matter", 1},
    {"a.md", "---\nseverity: error\nmessage: m\n---\n\nProse.\n" EXAMPLES, "needs a check", 2},
    {"a.md", "---\ncheck: patern\nseverity: error\nmessage: m\n---\n\nProse.\n" EXAMPLES,
     "did you mean 'pattern'?", 2},
    {"a.md", "---\ncheck: pattern\npattern: 'a'\nmessage: m\n---\n\nProse.\n" EXAMPLES, "needs a severity",
     2},
    {"a.md", "---\ncheck: pattern\npattern: 'a'\nseverity: fatal\nmessage: m\n---\n\nP.\n" EXAMPLES,
     "a severity is", 4},
    {"a.md", "---\ncheck: pattern\npattern: 'a'\nseverity: error\n---\n\nProse.\n" EXAMPLES,
     "needs a message", 2},
    {"a.md", "---\ncheck: pattern\npattern: 'a'\nseverity: error\nmessage: '{mtach}'\n---\n\nP.\n" EXAMPLES,
     "did you mean {match}?", 5},
    {"a.md", HEAD "unles: b\n---\n\nProse.\n" EXAMPLES, "did you mean 'unless'?", 6},
    {"a.md", HEAD "in: [txt]\n---\n\nProse.\n" EXAMPLES, "must be some of text|headings", 6},
    {"a.md", HEAD "contains: {a: b}\n---\n\nProse.\n" EXAMPLES, "a string or a list", 6},
    {"a.md", "---\ncheck: pattern\nseverity: error\nmessage: m\n---\n\nProse.\n" EXAMPLES,
     "needs the option 'pattern'", 2},
    {"a.md", HEAD "---\n\nProse.\n\n## Bad\n\n```\nb\n```\n", "under '## Good'", 0},
    {"a.md", HEAD "---\n\nProse.\n\n## Good\n\n```\nb\n```\n", "under '## Bad'", 0},
    {"a.md", HEAD "---\n\n## Bad\n\n```\nb\n```\n", "needs prose", 0},
};

static void test_rule_files(void) {
    for (size_t i = 0; i < ARRAY_LEN(rule_files); i++) {
        struct rule rule;
        struct error error = {0};
        bool loaded = rules_parse(&arena, str_from(rule_files[i].name), str_from(rule_files[i].text), false,
                                  &rule, &error);
        bool right = rule_files[i].message ? !loaded && strstr(error.message, rule_files[i].message) &&
                                                 error.line == rule_files[i].line
                                           : loaded;
        if (!right) printf("rule file %zu: %s (line %u)\n", i, error.message, error.line);
        CHECK(right);
    }
}

static void test_rule_fields(void) {
    struct rule rule;
    struct error error = {0};
    CHECK(rules_parse(&arena, STR("x/a-rule.md"), STR(HEAD "---\n\nOne `two`\nthree. Four.\n" EXAMPLES),
                      false, &rule, &error));
    CHECK_STR(rule.id, "a-rule");
    CHECK_STR(rule.title, "One two three");
    CHECK_STR(rule.description, "One two three. Four.");
    CHECK_STR(rule.message, "found {match}");
    CHECK(rule.severity == SEVERITY_ERROR && !rule.built_in);
}

static void test_examples(void) {
    struct rule rule;
    struct error error = {0};
    example_array examples = {0};
    CHECK(rules_parse(
        &arena, STR("a.md"),
        STR(HEAD "---\n\nP.\n\n## Bad\n\n```md a.md\n1\n```\n\n```md b.md\n2\n```\n\n### More\n\n"
                 "```md a.md\n3\n```\n\n```md\n4\n```\n\n## Good\n\n```\n5\n```\n\n## See\n\n```\n6\n```\n"),
        false, &rule, &error));
    rules_examples(&arena, &rule, &examples);
    CHECK(examples.len == 4);
    if (examples.len != 4) return;
    CHECK(examples.items[0].files.len == 2 && examples.items[0].bad);
    CHECK_STR(examples.items[0].files.items[1].name, "b.md");
    CHECK_STR(examples.items[0].files.items[1].text, "2\n");
    CHECK(examples.items[1].files.len == 1 && examples.items[2].files.len == 1);
    CHECK(!examples.items[2].files.items[0].name.ptr);
    CHECK(!examples.items[3].bad);
}

/* ---- messages ---------------------------------------------------------------------------------------------- */

static void test_messages(void) {
    struct source source = {.path = STR("a.md"), .text = STR("text")};
    struct rule rule = {
        .id = STR("a"), .message = STR("alias {alias} is {other}{none}."), .severity = SEVERITY_ERROR};
    struct findings findings = {.arena = &arena, .rule = &rule, .source = &source};
    struct diagnostic *d = finding_add(&findings, (struct span){0, 2});
    finding_set(&findings, d, "alias", STR("/a\n{other}/"));
    finding_set(&findings, d, "other", STR("b"));
    finding_set(&findings, d, "third", STR("c"));
    finding_relate(&findings, d, &source, (struct span){0, 1}, STR("one"));
    finding_relate(&findings, d, &source, (struct span){1, 2}, STR("two"));
    finding_relate(&findings, d, &source, (struct span){2, 3}, STR("three"));
    findings_end(&findings);
    d = &findings.list.items[0];
    CHECK_STR(d->message, "alias /a {other}/ is b.");
    CHECK_STR(finding_property(d, STR("third")), "c");
    CHECK(d->related_count == 3 && d->property_count == 3);
    CHECK_STR(d->related[1].message, "two");
    CHECK(finding_property(d, STR("none")).ptr == NULL);
}

/* ---- suppressions ------------------------------------------------------------------------------------------ */

static const struct {
    const char *text;
    const char *want; /* "id@line", "!line" when malformed, "?" without an id, joined by spaces */
} suppressions[] = {
    {"<!-- contentlint-disable-next-line a-b: why -->\n\ntext\n", "a-b@3"},
    {"text <!-- contentlint-disable-line a, b -->\n", "a@1 b@1"},
    {"x\n<!-- contentlint-disable-file a -- why b -->\n", "a@0"},
    {"<!--contentlint-disable-file a-->", "a@0"},
    {"<!-- contentlint-disable a -->\n", "!"},
    {"<!-- contentlint-disable-lines a -->\n", "!"},
    {"<!-- contentlint-disable-line -->\n", "?@1"},
    {"`<!-- contentlint-disable-line a -->`\n", ""},
    {"```\n<!-- contentlint-disable-line a -->\n```\n<!-- contentlint-disable-line b -->\n", "b@4"},
    {"Write `<p> <!-- contentlint-disable-line a -->` so.\n", ""},
    {"``<!-- contentlint-disable-line a --> `x` ``\n", ""},
    {"    <!-- contentlint-disable-line a -->\n", ""},
    {"    ```\n\ntext\n\n<!-- contentlint-disable-line a -->\n", "a@5"},
    {"``` a`b\n<!-- contentlint-disable-line a -->\n", "a@2"},
    {"- ```\n  x\n\n<!-- contentlint-disable-line a -->\n", "a@4"},
    {"> <!-- contentlint-disable-next-line a -->\n> text\n", "a@2"},
    {"\\<!-- contentlint-disable-line a -->\n", ""},
    {"~~~\n```\n<!-- contentlint-disable-line a -->\n~~~\n", ""},
    {"contentlint-disable-line a\n", ""},
    {"# contentlint-disable-line a\n", ""},
    {"---\na: 1 # contentlint-disable-line a: why\n---\n", "a@2"},
    {"---\n# contentlint-disable-next-line a\nb: 1\n---\n", "a@3"},
    {"---\n# contentlint-disable-file a\n---\n", "a@0"},
    {"---\na: x#contentlint-disable-line a\n---\n", ""},
    {"---\nt: |\n  <!-- contentlint-disable-line a -->\n---\n", "a@3"},
};

static struct str shown(const struct suppressions *found) {
    struct buf out = {.arena = &arena};
    for (size_t i = 0; i < found->list.len; i++) {
        const struct suppression *s = &found->list.items[i];
        if (i) buf_add_char(&out, ' ');
        if (s->malformed)
            buf_add_char(&out, '!');
        else
            buf_printf(&out, "%.*s@%u", s->id.ptr ? (int)s->id.len : 1, s->id.ptr ? s->id.ptr : "?", s->line);
    }
    return buf_str(&out);
}

static void test_suppressions(void) {
    for (size_t i = 0; i < ARRAY_LEN(suppressions); i++) {
        struct page page;
        struct suppressions found = {0};
        page_parse(&arena, &page, STR("a.md"), str_from(suppressions[i].text), &(struct page_options){0});
        suppress_read(&arena, &page, &page.source, &found);
        CHECK_STR(shown(&found), suppressions[i].want);
    }
}

static void test_suppression_key(void) {
    struct str text = STR("{\"contentlint\": {\"disable\": [\"a\", \"b\"]}}");
    struct page page;
    struct suppressions found = {0};
    page_parse(&arena, &page, STR("a.md"), text, &(struct page_options){0});
    suppress_read(&arena, &page, &page.source, &found);
    CHECK_STR(shown(&found), "a@0 b@0");
}

static void test_suppression_use(void) {
    struct source source = {.path = STR("a.md"),
                            .text = STR("one <!-- contentlint-disable-line a b -->\ntwo\n")};
    struct rule a = {.id = STR("a")}, c = {.id = STR("c")};
    struct findings findings = {.arena = &arena, .rule = &a, .source = &source};
    struct suppressions found = {0};
    finding_add(&findings, (struct span){0, 3});
    finding_add(&findings, (struct span){43, 45});
    findings.rule = &c;
    finding_add(&findings, (struct span){0, 3});
    struct page page;
    page_parse(&arena, &page, source.path, source.text, &(struct page_options){0});
    suppress_read(&arena, &page, &source, &found);
    suppress_apply(&arena, &found, &findings.list, 0);
    CHECK(findings.list.items[0].hidden && !findings.list.items[1].hidden && !findings.list.items[2].hidden);
    CHECK(found.list.items[0].used && !found.list.items[1].used);
}

/* ---- changed lines ----------------------------------------------------------------------------------------- */

static const struct {
    const char *before, *after, *ranges; /* first+count of each range */
} texts[] = {{"", "", ""},
             {"a\nb\n", "a\nb\n", ""},
             {"a\nb\n", "a\r\nb\r\n", ""},
             {"a\nb", "a\nb\n", "3+1 "},
             {"", "a\nb\n", "1+2 "},
             {"a\nb\n", "", ""},
             {"a\nb\nc\n", "a\nc\n", ""},
             {"a\nb\nc\n", "a\nx\nc\n", "2+1 "},
             {"a\nb\nc\nd\n", "x\na\nb\nd\ny\n", "1+1 5+1 "},
             {"a\nb\nc\n", "c\nb\na\n", "1+2 "},
             {"a\nb\n", "a\nb\na\nb\n", "3+2 "},
             {"a\nb\nc\na\nb\nb\na\n", "c\nb\na\nb\na\nc\n", "3+1 6+1 "}};

static struct changed_file compare_texts(struct str from, struct str to) {
    struct source before = {.text = from}, after = {.text = to};
    struct changed_file file = {0};
    changed_lines(&arena, &before, &after, &file);
    return file;
}

/* Lines of a longest common part, the slow way. */
static size_t longest_common(const char *a, size_t n, const char *b, size_t m) {
    size_t table[17][17] = {{0}};
    for (size_t i = 1; i <= n; i++)
        for (size_t k = 1; k <= m; k++) {
            size_t best = table[i - 1][k] > table[i][k - 1] ? table[i - 1][k] : table[i][k - 1];
            table[i][k] = a[i - 1] == b[k - 1] ? table[i - 1][k - 1] + 1 : best;
        }
    return table[n][m];
}

/* No text has fewer lines that changed than a shortest edit adds, and the others are a common part. */
static void test_shortest(void) {
    uint32_t seed = 1;
    for (int round = 0; round < 20000; round++) {
        char text[2][17], lines[2][33];
        size_t length[2];
        for (int side = 0; side < 2; side++) {
            seed = seed * 1664525 + 1013904223;
            length[side] = (seed >> 16) % 16;
            for (size_t i = 0; i < length[side]; i++) {
                seed = seed * 1664525 + 1013904223;
                text[side][i] = lines[side][2 * i] = (char)('a' + (seed >> 20) % 4);
                lines[side][2 * i + 1] = '\n';
            }
        }
        struct changed_file file =
            compare_texts((struct str){lines[0], 2 * length[0]}, (struct str){lines[1], 2 * length[1]});
        char rest[17];
        size_t kept = 0, range = 0;
        for (uint32_t i = 1; i <= length[1]; i++) {
            while (range < file.len && file.items[range].first + file.items[range].count <= i) range++;
            bool changed = range < file.len && file.items[range].first <= i;
            if (!changed) rest[kept++] = text[1][i - 1];
        }
        CHECK(kept == longest_common(text[0], length[0], text[1], length[1]));
        CHECK(longest_common(text[0], length[0], rest, kept) == kept);
    }
}

/* Texts of nothing but equal and of nothing but different lines cost no more than their length. */
static void test_long(void) {
    struct buf same = {.arena = &arena}, other = {.arena = &arena}, mixed = {.arena = &arena};
    for (int i = 0; i < 200000; i++) {
        buf_printf(&same, "%d\n", i % 2);
        buf_printf(&other, "%d\n", i);
        buf_printf(&mixed, "%d\n", i % 3 ? i : -i);
    }
    struct changed_file file = compare_texts(buf_str(&same), buf_str(&other));
    CHECK(file.len > 0 && file.items[0].first == 3);
    file = compare_texts(buf_str(&other), buf_str(&mixed));
    CHECK(file.len > 0 && file.items[0].first == 4);
    CHECK(compare_texts(buf_str(&same), buf_str(&same)).len == 0);
}

static void test_changed(void) {
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct changed_file file = compare_texts(str_from(texts[i].before), str_from(texts[i].after));
        struct buf ranges = {.arena = &arena};
        for (size_t k = 0; k < file.len; k++)
            buf_printf(&ranges, "%u+%u ", (unsigned)file.items[k].first, (unsigned)file.items[k].count);
        CHECK_STR(buf_str(&ranges), texts[i].ranges);
    }
    struct line_range ranges[] = {{1, 1}, {12, 1}, {20, 2}};
    struct changed_file file = {ranges, 3, 3};
    struct changed changed = {0};
    *map_slot(&arena, &changed.files, STR("x.md")) = &file;
    CHECK(changed_has(&changed, STR("x.md"), 1, 1) && !changed_has(&changed, STR("x.md"), 2, 11));
    CHECK(changed_has(&changed, STR("x.md"), 3, 12) && !changed_has(&changed, STR("x.md"), 13, 19));
    CHECK(changed_has(&changed, STR("x.md"), 21, 30) && !changed_has(&changed, STR("y.md"), 1, 99));
    test_shortest();
    test_long();
}

/* ---- contentlint.yml --------------------------------------------------------------------------------------- */

static const struct {
    const char *text, *message;
    uint32_t line;
} configs[] = {
    {"", NULL, 0},
    {"types:\n  - {files: \"content/**\", schema: page}\nexclude: [a]\n", NULL, 0},
    {"rules: {stale-page: off, duplicate-alias: {severity: error}}\n", NULL, 0},
    {"a: [\n", "", 2},
    {"excludes: [a]\n", "exclude", 1},
    {"types:\n  - {file: a}\n", "files", 2},
    {"exclude: a\ntypes: 5\n", "", 2},
    {"rules:\n  a: {allow: [{alias: /x/}]}\n", "reason", 2},
    {"rules:\n  a: fatal\n", "", 2},
    {"overrides:\n  - {files: a, rules: {stale-page: off}, exclude: [b, c]}\n", NULL, 0},
    {"overrides: {files: a, rules: {}}\n", "", 1},
    {"overrides:\n  - {files: a}\n", "rules", 2},
    {"overrides:\n  - {files: a, rules: {stale-page: of}}\n", "", 2},
    {"overides: []\n", "did you mean \"overrides\"", 1},
    {"a: 1\nextends: b.yml\n", "unknown key", 1},
    {"extends: b.yml\n", "no file can be read here", 1},
    {"extends: 5\n", "", 1},
};

static void test_configs(void) {
    for (size_t i = 0; i < ARRAY_LEN(configs); i++) {
        struct config config = {0};
        struct error error = {0};
        const struct settings_text text = {STR("x/contentlint.yml"), STR("contentlint.yml"), STR(""),
                                           str_from(configs[i].text)};
        bool read = settings_parse(&arena, NULL, &text, &config, &error);
        bool right = configs[i].message ? !read && strstr(error.message, configs[i].message) &&
                                              (error.line == configs[i].line || configs[i].text[1] == ':')
                                        : read;
        if (!right) printf("configuration %zu: %s (line %u)\n", i, error.message, error.line);
        CHECK(right);
        if (read) CHECK_STR(config_main(&config)->folder, "x");
    }
}

/* ---- types ------------------------------------------------------------------------------------------------- */

static struct node *yaml(const char *text) {
    struct str s = str_from(text);
    node_errors errors = {0};
    return node_read(&arena, s, (struct span){0, (uint32_t)s.len}, &(struct node_options){0}, &errors);
}

/* Folders of examples stand behind those of the text. */
static void test_example_folders(void) {
    struct rule rule;
    struct error error = {0};
    example_array examples = {0};
    CHECK(rules_parse(&arena, STR("a.md"), STR(HEAD "---\n\nP.\n" EXAMPLES), false, &rule, &error));
    rule.options = yaml("{bad: wrong, good: right}");
    rules_examples(&arena, &rule, &examples);
    CHECK(examples.len == 4);
    if (examples.len != 4) return;
    CHECK(examples.items[2].bad && !examples.items[3].bad);
    CHECK_STR(examples.items[2].folder, "wrong");
    CHECK_STR(examples.items[3].folder, "right");
}

static void test_types(void) {
    str_array files = {0};
    *ARRAY_PUSH(&arena, &files) = STR("content/courses/**");
    struct type_entry type = {.files = files,
                              .where = yaml("{type: [course, workshop], draft: {not: true}}")};
    CHECK(types_match(&type, STR("content/courses/a.md"), yaml("type: Workshop")));
    CHECK(!types_match(&type, STR("content/b.md"), yaml("type: course")));
    CHECK(!types_match(&type, STR("content/courses/a.md"), yaml("type: page")));
    CHECK(!types_match(&type, STR("content/courses/a.md"), yaml("{type: course, draft: true}")));
    CHECK(!types_match(&type, STR("content/courses/a.md"), NULL));
    CHECK(types_is_course(yaml("course_length: 16")));
    CHECK(types_is_course(yaml("delivery-audiences: [a]")));
    CHECK(types_is_course(yaml("type: course")));
    CHECK(!types_is_course(yaml("{code: A, title: B, course_of_action: C}")));
    CHECK(!types_is_course(NULL));
}

/* ---- allow-lists -------------------------------------------------------------------------------------------- */

/* The day that is named still counts, to its last second; an entry without one never ends. */
static void test_until(void) {
    enum { DAY = 24 * 60 * 60 };
    struct date last;
    CHECK(date_parse(STR("2026-01-31"), &last));
    static const struct {
        const char *settings;
        int64_t after; /* seconds since the first of that day */
        bool expired;
    } rows[] = {
        {"{stale-page: {allow: [{reason: r, until: 2026-01-31}]}}", -1, false},
        {"{stale-page: {allow: [{reason: r, until: 2026-01-31}]}}", 0, false},
        {"{stale-page: {allow: [{reason: r, until: 2026-01-31}]}}", DAY - 1, false},
        {"{stale-page: {allow: [{reason: r, until: 2026-01-31}]}}", DAY, true},
        {"{stale-page: {allow: [{reason: r}]}}", 9999 * (int64_t)DAY, false},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct rule rule = {.id = STR("stale-page"), .check = checks_find(STR("stale"))};
        struct lint lint = {.rules = &rule, .rule_count = 1};
        const struct config_file file = {0};
        const struct override override = {.file = &file, .rules = yaml(rows[i].settings)};
        struct allowances allowances = {0};
        struct error error = {0};
        lint.options.now = date_seconds(&last) + rows[i].after;
        CHECK(allow_read(&arena, &lint, &override, &allowances, &error));
        CHECK(allowances.len == 1 && allowances.items[0].expired == rows[i].expired);
    }
}

int main(void) {
    test_rule_files();
    test_rule_fields();
    test_examples();
    test_messages();
    test_suppressions();
    test_suppression_key();
    test_suppression_use();
    test_changed();
    test_configs();
    test_example_folders();
    test_types();
    test_until();
    arena_free(&arena);
    return unit_report();
}
