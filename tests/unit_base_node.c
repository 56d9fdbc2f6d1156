/* The value tree of YAML and JSON: kinds, spans, faults and the way from decoded text back to the source. */
#include "unit.h"

#include <math.h>

static struct node *read_text(struct arena *arena, const char *text, enum format format, bool yaml_1_1,
                              node_errors *errors) {
    struct node_options options = {.format = format, .yaml_1_1 = yaml_1_1};
    struct str whole = str_from(text);
    return node_read(arena, whole, (struct span){0, (uint32_t)whole.len}, &options, errors);
}

static struct str cut(const char *text, struct span span) {
    return str_sub(str_from(text), span.start, span.end);
}

static void test_yaml_scalars(struct arena *arena) {
    static const struct {
        const char *text;
        enum node_kind kind_1_1, kind;
        double number;
    } rows[] = {
        {"yes", NODE_BOOL, NODE_STRING, 0},
        {"Off", NODE_BOOL, NODE_STRING, 0},
        {"y", NODE_BOOL, NODE_STRING, 0},
        {"oN", NODE_STRING, NODE_STRING, 0},
        {"true", NODE_BOOL, NODE_BOOL, 0},
        {"~", NODE_NULL, NODE_NULL, 0},
        {"Null", NODE_NULL, NODE_NULL, 0},
        {"12", NODE_INTEGER, NODE_INTEGER, 12},
        {"-1_000", NODE_INTEGER, NODE_INTEGER, -1000},
        {"0x1F", NODE_INTEGER, NODE_INTEGER, 31},
        {"0o17", NODE_INTEGER, NODE_INTEGER, 15},
        {"017", NODE_INTEGER, NODE_INTEGER, 15},
        {"0b101", NODE_INTEGER, NODE_INTEGER, 5},
        {"08", NODE_FLOAT, NODE_STRING, 8},
        {"18446744073709551615", NODE_INTEGER, NODE_INTEGER, 18446744073709551615.0},
        {"18446744073709551616", NODE_FLOAT, NODE_FLOAT, 18446744073709551616.0},
        {"-9223372036854775808", NODE_INTEGER, NODE_INTEGER, -9223372036854775808.0},
        {"99999999999999999999", NODE_FLOAT, NODE_FLOAT, 1e20},
        {"1.5e3", NODE_FLOAT, NODE_FLOAT, 1500},
        {".5", NODE_FLOAT, NODE_FLOAT, .5},
        {"0.5", NODE_FLOAT, NODE_FLOAT, .5},
        {"-.inf", NODE_FLOAT, NODE_FLOAT, -HUGE_VAL},
        {".", NODE_STRING, NODE_STRING, 0},
        {"-", NODE_ARRAY, NODE_ARRAY, 0},
        {"1:30", NODE_STRING, NODE_STRING, 0},
        {"1.2.3", NODE_STRING, NODE_STRING, 0},
        {"0x", NODE_STRING, NODE_STRING, 0},
        {"2024-02-29", NODE_DATE, NODE_DATE, 0},
        {"2023-02-29", NODE_STRING, NODE_STRING, 0},
        {"2024-2-9", NODE_DATE, NODE_DATE, 0},
        {"2024-01-02T10:11:12Z", NODE_DATE, NODE_DATE, 0},
        {"2024-01-02 10:11:12.5 +02:00", NODE_DATE, NODE_DATE, 0},
        {"2024-01-02x", NODE_STRING, NODE_STRING, 0},
        {"'12'", NODE_STRING, NODE_STRING, 0},
        {"!!str 12", NODE_STRING, NODE_STRING, 0},
        {"!!int \"12\"", NODE_INTEGER, NODE_INTEGER, 12},
        {"! 12", NODE_STRING, NODE_STRING, 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        node_errors errors = {0};
        struct node *old = read_text(arena, rows[i].text, FORMAT_YAML, true, &errors);
        struct node *new = read_text(arena, rows[i].text, FORMAT_YAML, false, &errors);
        if (!old || !new || old->kind != rows[i].kind_1_1 || new->kind != rows[i].kind || errors.len)
            printf("scalar %s\n", rows[i].text);
        CHECK(old && old->kind == rows[i].kind_1_1 && new &&new->kind == rows[i].kind &&errors.len == 0);
        if (old && (old->kind == NODE_INTEGER || old->kind == NODE_FLOAT))
            CHECK(old->number == rows[i].number);
    }
}

/* Every place of decoded text, as the source text between neighbouring segments' starts, joined with '|'. */
static struct str segment_text(struct arena *arena, const struct node *node, const char *text) {
    segments list = {0};
    struct buf out = {.arena = arena};
    node_segments(arena, node, str_from(text), &list);
    for (size_t i = 0; i + 1 < list.len; i++) {
        uint32_t length = list.items[i + 1].from - list.items[i].from;
        struct str piece = str_sub(str_from(text), list.items[i].at, list.items[i].at + length);
        buf_printf(&out, "%s%.*s", i ? "|" : "", STR_FMT(piece));
    }
    return buf_str(&out);
}

static void test_segments(struct arena *arena) {
    static const struct {
        enum format format;
        const char *text, *decoded, *pieces;
    } rows[] = {
        {FORMAT_YAML, "plain text", "plain text", "plain text"},
        {FORMAT_YAML, "one\n  two\n\n  three", "one two\nthree", "one\n|two|\n|three"},
        {FORMAT_YAML, "'it''s'", "it's", "it'|s"},
        {FORMAT_YAML, "\"a\\u00e4b\"",
         "a\xC3\xA4"
         "b",
         "a\\u|b"},
        {FORMAT_YAML, "\"a \\\n   b\\tc\"", "a b\tc", "a |b\\|c"},
        {FORMAT_YAML, "\"a  \n\n  b\"", "a\nb", "a|\n|b"},
        {FORMAT_YAML, "|2-\n   x\n  y\n", " x\ny", " x\n|y"},
        {FORMAT_YAML, "|\r\n  x\r\n  y\r\n", "x\ny\n", "x\r|y\r"},
        {FORMAT_YAML, "|+\n  x\n\n", "x\n\n", "x\n\n"},
        {FORMAT_YAML, ">\n  a\n  b\n\n  c\n   d\n  e\n", "a b\nc\n d\ne\n", "a\n|b|\n|c\n| d\n|e\n"},
        {FORMAT_YAML, "&x !!str 'v'", "v", "v"},
        {FORMAT_YAML, "&ab:cd", ":cd", ":cd"},
        {FORMAT_JSON, "\"a\\ud83d\\ude00\\n!\"", "a\xF0\x9F\x98\x80\n!", "a\\ud8|\\|!"},
        {FORMAT_TOML, "k = 'a\\b'", "a\\b", "a\\b"},
        {FORMAT_TOML, "k = \"a\\u00e4\\tb\"", "a\xC3\xA4\tb", "a\\u|\\|b"},
        {FORMAT_TOML, "k = \"\"\"\r\na\r\n b \\\r\n\r\n  c\"\"\"", "a\n b c", "a\r| b |c"},
        {FORMAT_TOML, "k = '''\nx\n  y'''", "x\n  y", "x\n  y"},
        {FORMAT_JSON, "\"plain\"", "plain", "plain"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        node_errors errors = {0};
        struct node *node = read_text(arena, rows[i].text, rows[i].format, true, &errors);
        CHECK(node && errors.len == 0);
        if (node && node->kind == NODE_OBJECT) node = node->child;
        if (!node) continue;
        CHECK_STR(node->text, rows[i].decoded);
        CHECK_STR(segment_text(arena, node, rows[i].text), rows[i].pieces);
    }
}

static void test_segments_at(struct arena *arena) {
    const char *text = "k: |2-\n    [x](/a/)\n  \n  \xC3\xA4 [y](/b/)\nnext: 1\n";
    node_errors errors = {0};
    const struct node *node = node_get(read_text(arena, text, FORMAT_YAML, true, &errors), STR("k"));
    segments list = {0};
    node_segments(arena, node, str_from(text), &list);
    size_t decoded = str_find(node->text, STR("(/b/)")), written = str_find(str_from(text), STR("(/b/)"));
    CHECK(segments_at(&list, (uint32_t)decoded) == written);
    decoded = str_find(node->text, STR("[x]")), written = str_find(str_from(text), STR("[x]"));
    CHECK(segments_at(&list, (uint32_t)decoded) == written);
    CHECK(segments_at(&list, (uint32_t)node->text.len) <= strlen(text));
}

static void test_yaml_spans(struct arena *arena) {
    const char *text =
        "\xC3\xA4: [a, \"b\"]\n'k''2':\n- x: 1\n  y:   |\n    t\n\n- *nope\nz: &n !!map\n  a: b # c\n";
    node_errors errors = {0};
    struct node *root = read_text(arena, text, FORMAT_YAML, true, &errors);
    CHECK(root && root->count == 3 && root->size == 11);
    const struct node *flow = root->child, *list = flow->next, *map = list->next;
    CHECK_STR(cut(text, flow->key_span), "\xC3\xA4");
    CHECK_STR(cut(text, flow->span), "[a, \"b\"]");
    CHECK_STR(cut(text, flow->child->next->span), "\"b\"");
    CHECK_STR(list->key, "k'2");
    CHECK_STR(cut(text, list->key_span), "'k''2'");
    CHECK_STR(cut(text, list->child->child->next->span), "|\n    t");
    CHECK_STR(cut(text, map->span), "a: b");
    CHECK(errors.len == 1 && errors.items[0].fault == FAULT_ALIAS);
    CHECK_STR(cut(text, errors.items[0].span), "*nope");
    CHECK_STR(node_text(node_path(root, STR("z.a")), STR("-")), "b");
    CHECK_STR(node_text(node_path(root, STR("z.q")), STR("-")), "-");
    CHECK(node_get_nocase(root, STR("Z")) == map && node_get(root, STR("Z")) == NULL);
}

static void test_toml(struct arena *arena) {
    const char *text =
        "\"\xC3\xA4 k\" = \"\xF0\x9F\x98\x80\" # c\r\nb.'c d'.e = [1_0, 0x1F, {x = -1.5, y = true}]\r\n"
        "[[p]]\nz = 1979-05-27T07:32:00Z\n[p . q]\na = inf\n[[p]]\n";
    node_errors errors = {0};
    struct node *root = read_text(arena, text, FORMAT_TOML, false, &errors);
    CHECK(root && errors.len == 0 && root->count == 3);
    const struct node *first = root->child, *list = node_path(root, STR("b.c d.e"));
    CHECK_STR(first->key, "\xC3\xA4 k");
    CHECK_STR(cut(text, first->key_span), "\"\xC3\xA4 k\"");
    CHECK_STR(cut(text, first->span), "\"\xF0\x9F\x98\x80\"");
    CHECK_STR(cut(text, list->key_span), "e");
    CHECK_STR(cut(text, list->span), "[1_0, 0x1F, {x = -1.5, y = true}]");
    CHECK(list->child->number == 10 && list->child->next->number == 31 && list->count == 3);
    const struct node *inner = list->child->next->next;
    CHECK(node_get(inner, STR("x"))->number == -1.5 && node_is_true(node_get(inner, STR("y"))));
    CHECK_STR(cut(text, node_get(inner, STR("y"))->key_span), "y");
    const struct node *tables = node_get(root, STR("p"));
    CHECK(tables->kind == NODE_ARRAY && tables->count == 2);
    CHECK_STR(cut(text, tables->child->span), "[[p]]");
    const struct node *date = node_get(tables->child, STR("z")), *sub = node_get(tables->child, STR("q"));
    CHECK(date->kind == NODE_DATE);
    CHECK_STR(date->text, "1979-05-27T07:32:00Z");
    CHECK_STR(cut(text, sub->span), "[p . q]");
    CHECK_STR(cut(text, sub->key_span), "q");
    CHECK(isinf(node_get(sub, STR("a"))->number));
    root = read_text(arena, "", FORMAT_TOML, false, &errors);
    CHECK(root && root->kind == NODE_OBJECT && root->count == 0 && errors.len == 0);
}

static void test_toml_depth(struct arena *arena) {
    static const struct {
        const char *before, *repeat, *after;
    } rows[] = {{"k = ", "[", ""},
                {"k = ", "{a = ", ""},
                {"a", ".a", " = 1"},
                {"[a", ".a", "]"},
                {"k = [{a", ".a", "= 1}]"}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct buf text = {.arena = arena};
        buf_add(&text, str_from(rows[i].before));
        for (int n = 0; n < 100000; n++) buf_add(&text, str_from(rows[i].repeat));
        buf_add(&text, str_from(rows[i].after));
        buf_add_char(&text, '\0');
        node_errors errors = {0};
        CHECK(read_text(arena, text.ptr, FORMAT_TOML, false, &errors) == NULL);
        CHECK(errors.len == 1 && errors.items[0].fault == FAULT_DEPTH);
    }
    struct buf dots = {.arena = arena};
    buf_add(&dots, STR("k = \"\"\"\"a"));
    for (int n = 0; n < 100; n++) buf_add(&dots, STR(". [{"));
    buf_add(&dots, STR("\"\"\"\"\n# "));
    for (int n = 0; n < 100; n++) buf_add(&dots, STR("[.a"));
    buf_add_char(&dots, '\0');
    node_errors errors = {0};
    CHECK(read_text(arena, dots.ptr, FORMAT_TOML, false, &errors) != NULL && errors.len == 0);
}

static void test_merge(struct arena *arena) {
    const char *text = "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc:\n  <<: [*a, *b]\n  x: 9\nd: *a\n";
    node_errors errors = {0};
    struct node *root = read_text(arena, text, FORMAT_YAML, true, &errors);
    const struct node *merged = node_get(root, STR("c")), *alias = node_get(root, STR("d"));
    CHECK(errors.len == 0 && merged && merged->count == 3);
    CHECK_STR(node_text(node_get(merged, STR("x")), STR("")), "9");
    CHECK_STR(node_text(node_get(merged, STR("y")), STR("")), "2");
    CHECK_STR(cut(text, node_get(merged, STR("z"))->span), "*b");
    CHECK(node_get(merged, STR("z"))->shared && !node_get(merged, STR("x"))->shared);
    CHECK(alias->shared && alias->child == root->child->child);
    CHECK_STR(cut(text, alias->span), "*a");
    CHECK(root->size == 14);
}

static void test_faults(struct arena *arena) {
    static const struct {
        enum format format;
        const char *text;
        enum node_fault fault;
        const char *at, *message;
    } rows[] = {
        {FORMAT_YAML, "a: b: c\n", FAULT_SYNTAX, ":", "a second \": \" on this line"},
        {FORMAT_YAML, "a: \"b\" c\n", FAULT_SYNTAX, "c", "text follows the closing quote"},
        {FORMAT_YAML, "a: [b] c\n", FAULT_SYNTAX, "c", "text follows the closing \"]\""},
        {FORMAT_YAML, "a: \"b\nc: d\n", FAULT_SYNTAX, "\"b", "the quote opened here"},
        {FORMAT_YAML, "a:\n\tb: c\n", FAULT_TAB, "\t", "spaces only"},
        {FORMAT_YAML, "a: b\nno colon here\nc: d\n", FAULT_SYNTAX, "no colon here",
         "no \": \" after its key"},
        {FORMAT_YAML, "a:\n  b: c\n d: e\n", FAULT_SYNTAX, "d: e", "indented by 1 space,"},
        {FORMAT_YAML, "a:\n  - b\n - c\n", FAULT_SYNTAX, "- c", "list item is indented by 1 space"},
        {FORMAT_YAML, "a: b\n- c\n", FAULT_SYNTAX, "- c", "list item stands where a key"},
        {FORMAT_YAML, "a: \"\\W\"\n", FAULT_SYNTAX, "\\W", "no escape"},
        {FORMAT_YAML, "a: \"\\ud83d\\ude00\"\n", FAULT_SYNTAX, "\\u", "surrogate"},
        {FORMAT_YAML, "a: \"x\\\\/\\/\"\n", FAULT_SYNTAX, "\\/", "write / alone"},
        {FORMAT_YAML, "a: b\ndate:2024-01-02\nc: d\n", FAULT_SYNTAX, ":", "a space must follow"},
        {FORMAT_YAML, "- a\nb: c\n", FAULT_SYNTAX, "b: c", "begin the line with"},
        {FORMAT_YAML, "a: b\n}\n", FAULT_SYNTAX, "}", "a key was to follow"},
        {FORMAT_YAML, "a: @b\n", FAULT_SYNTAX, "@", "cannot begin with @"},
        {FORMAT_YAML, "a: *b c*\n", FAULT_ALIAS, "*b", "needs quotes"},
        {FORMAT_YAML, "a: **b**\n", FAULT_SYNTAX, "**b**", "needs quotes"},
        {FORMAT_YAML, "a: - b\n", FAULT_SYNTAX, "- b", "a list cannot begin here"},
        {FORMAT_YAML, "a: [b\nc: d\n", FAULT_SYNTAX, "[", "not closed"},
        {FORMAT_YAML, "a: 1\nb: 2\na: 3\n", FAULT_DUPLICATE_KEY, "a", "twice"},
        {FORMAT_YAML, "a: &x [*x]\n", FAULT_ALIAS, "*x", "inside its own anchor"},
        {FORMAT_YAML, "a: {{ b }}: c\n", FAULT_SYNTAX, "{ b }", "a key must be plain text"},
        {FORMAT_YAML, ": c\n", FAULT_EMPTY_KEY, ":", "no key"},
        {FORMAT_YAML, "a: \x01\n", FAULT_CONTROL, "\x01", "0x01"},
        {FORMAT_YAML, "a: b\xFF\n", FAULT_CONTROL, "\xFF", "UTF-8"},
        {FORMAT_YAML, "a: b\xED\xA0\x80\n", FAULT_CONTROL, "\xED", "UTF-8"},
        {FORMAT_TOML, "a = 1\na = 2 # x\n", FAULT_DUPLICATE_KEY, "a", "twice"},
        {FORMAT_TOML, "[a.b]\n[ a . b ] # x\n", FAULT_DUPLICATE_KEY, "[ a . b ]", "twice"},
        {FORMAT_TOML, "t = \"\xC3\xA4\" x\n", FAULT_SYNTAX, "x", "nothing but a comment"},
        {FORMAT_TOML, "t = Foo\n", FAULT_SYNTAX, "Foo", "needs quotes"},
        {FORMAT_TOML, "t = foo\n", FAULT_SYNTAX, "foo", "needs quotes"},
        {FORMAT_TOML, "t = bar\n", FAULT_SYNTAX, "bar", "needs quotes"},
        {FORMAT_TOML, "t = \"a\\q\"\n", FAULT_SYNTAX, "\\q", "no escape"},
        {FORMAT_TOML, "a b = 1\n", FAULT_SYNTAX, "b = 1", "several words"},
        {FORMAT_TOML, "t = \"x\nb = 1\n", FAULT_SYNTAX, "", "not closed on its line"},
        {FORMAT_TOML, "t = 012\n", FAULT_SYNTAX, "012", "leading zeros"},
        {FORMAT_TOML, "t = \"a\xFF\"\n", FAULT_CONTROL, "\xFF", "UTF-8"},
        {FORMAT_TOML, "t = \"a\x01\"\n", FAULT_CONTROL, "\x01", "control"},
        {FORMAT_TOML, "t = [1,,2]\n", FAULT_SYNTAX, ",", "missing before"},
        {FORMAT_TOML, "t = {a = 1,}\n", FAULT_SYNTAX, "}", "no comma after"},
        {FORMAT_JSON, "{\"a\": 1,}", FAULT_SYNTAX, ",", "no comma after the last"},
        {FORMAT_JSON, "{'a': 1}", FAULT_SYNTAX, "'", "double quotes"},
        {FORMAT_JSON, "{\"a\": tru}", FAULT_SYNTAX, "tru", "did you mean true"},
        {FORMAT_JSON, "{\"a\": 01}", FAULT_SYNTAX, "01", "no number"},
        {FORMAT_JSON, "{\"a\" 1}", FAULT_SYNTAX, "1", "\":\""},
        {FORMAT_JSON, "[1 2]", FAULT_SYNTAX, "2", "\",\" or \"]\""},
        {FORMAT_JSON, "[\"a\nb\"]", FAULT_SYNTAX, "\"a", "not closed on this line"},
        {FORMAT_JSON, "[\"a\tb\"]", FAULT_CONTROL, "\t", "0x09"},
        {FORMAT_JSON, "[\"\\ud800\"]", FAULT_SYNTAX, "\\ud800", "surrogate"},
        {FORMAT_JSON, "[\"\\q\"]", FAULT_SYNTAX, "\\q", "no escape"},
        {FORMAT_JSON, "[] x", FAULT_SYNTAX, "x", "nothing may follow"},
        {FORMAT_JSON, "{\"a\":1,\"a\":2}", FAULT_DUPLICATE_KEY, "\"a\"", "twice"},
        {FORMAT_JSON, "[1, // c\n2]", FAULT_SYNTAX, "//", "no comments"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        node_errors errors = {0};
        read_text(arena, rows[i].text, rows[i].format, true, &errors);
        if (errors.len != 1) printf("%zu faults: %s\n", errors.len, rows[i].text);
        CHECK(errors.len == 1);
        if (errors.len == 0) continue;
        struct node_error *error = &errors.items[0];
        CHECK(error->fault == rows[i].fault);
        CHECK_STR(cut(rows[i].text, error->span), rows[i].at);
        bool said = str_find(error->message, str_from(rows[i].message)) < error->message.len;
        if (!said) printf("%s: %.*s\n", rows[i].text, STR_FMT(error->message));
        CHECK(said);
    }
}

/* What was read before a fault is kept; both of two duplicate members are, and the later one is found. */
static void test_partial(struct arena *arena) {
    node_errors errors = {0};
    struct node *root = read_text(arena, "a: 1\nb: [x, y]\na: 2\nc: d: e\n", FORMAT_YAML, true, &errors);
    CHECK(root && root->count == 4);
    CHECK_STR(node_text(node_get(root, STR("a")), STR("")), "2");
    root = read_text(arena, "{\"a\": 1, \"b\": [2, 3 4]}", FORMAT_JSON, false, &errors);
    CHECK(root && node_get(root, STR("b")) && node_get(root, STR("b"))->count == 2);
    errors.len = 0;
    CHECK(read_text(arena, "", FORMAT_YAML, true, &errors) == NULL && errors.len == 0);
    CHECK(read_text(arena, "# only this\n", FORMAT_YAML, true, &errors) == NULL && errors.len == 0);
    read_text(arena, "a: 1\nb: 2\na: 3\n", FORMAT_YAML, true, &errors);
    CHECK(errors.len == 1 && errors.items[0].other.start == 0 && errors.items[0].other.end == 1);
}

static void test_limits(struct arena *arena) {
    static const struct {
        const char *open, *close;
        enum format format;
    } rows[] = {{"[", "]", FORMAT_YAML},
                {"- ", "", FORMAT_YAML},
                {"{a: ", "}", FORMAT_YAML},
                {"[", "]", FORMAT_JSON},
                {"{\"a\":", "}", FORMAT_JSON}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        for (int deep = 64; deep <= 100000; deep = deep == 64 ? 65 : deep == 65 ? 100000 : deep + 1) {
            struct buf text = {.arena = arena};
            for (int n = 0; n < deep; n++) buf_add(&text, str_from(rows[i].open));
            buf_add(&text, STR("1"));
            for (int n = 0; n < deep; n++) buf_add(&text, str_from(rows[i].close));
            buf_add_char(&text, '\0');
            node_errors errors = {0};
            read_text(arena, text.ptr, rows[i].format, true, &errors);
            CHECK(deep == 64 ? errors.len == 0 : errors.len == 1 && errors.items[0].fault == FAULT_DEPTH);
        }
    }
    struct buf tags = {.arena = arena}, twice = {.arena = arena};
    for (int i = 0; i < 200; i++) buf_printf(&tags, "%%TAG !a%d! tag:x\n", i);
    buf_add(&tags, STR("---\na: b\n"));
    buf_add_char(&tags, '\0');
    node_errors many = {0};
    read_text(arena, tags.ptr, FORMAT_YAML, true, &many);
    CHECK(many.len == 1 && many.items[0].fault == FAULT_SYNTAX);
    for (int i = 0; i < 5000; i++) buf_add(&twice, STR("a: b\n"));
    buf_add_char(&twice, '\0');
    many.len = 0;
    read_text(arena, twice.ptr, FORMAT_YAML, true, &many);
    CHECK(many.len == NODE_ERRORS_MAX);
    struct buf laughs = {.arena = arena};
    buf_add(&laughs, STR("a0: &a0 [x]\n"));
    for (int i = 1; i < 60; i++) buf_printf(&laughs, "a%d: &a%d [*a%d, *a%d]\n", i, i, i - 1, i - 1);
    buf_add_char(&laughs, '\0');
    node_errors errors = {0};
    struct node *root = read_text(arena, laughs.ptr, FORMAT_YAML, true, &errors);
    CHECK(errors.len == 1 && errors.items[0].fault == FAULT_ALIAS && root && root->size <= 1 << 18);
    struct buf ladder = {.arena = arena};
    buf_add(&ladder, STR("a0: &a0 [x]\n"));
    for (int i = 1; i < 100; i++) buf_printf(&ladder, "a%d: &a%d [*a%d]\n", i, i, i - 1);
    buf_add_char(&ladder, '\0');
    errors.len = 0;
    read_text(arena, ladder.ptr, FORMAT_YAML, true, &errors);
    CHECK(errors.len > 0 && errors.items[0].fault == FAULT_DEPTH);
}

/* What is written is read back as the same string, in each format, version and place. */
static void test_scalar_add(struct arena *arena) {
    static const char *const texts[] = {"",
                                        "plain",
                                        "two words",
                                        "/old/page/",
                                        "a.b-c_d~e+f@g%h",
                                        "true",
                                        "No",
                                        "ON",
                                        "y",
                                        "n",
                                        "null",
                                        "NULL",
                                        "~",
                                        "12",
                                        "1e5",
                                        "e1",
                                        "0x1F",
                                        "2024-01-02",
                                        "12:30",
                                        ".inf",
                                        ".",
                                        "-",
                                        "- a",
                                        "a: b",
                                        "a #b",
                                        "#a",
                                        "a,b",
                                        "[a]",
                                        "{a}",
                                        "&a",
                                        "*a",
                                        "!a",
                                        "%a",
                                        "@a",
                                        "`a",
                                        "|",
                                        ">",
                                        "?",
                                        "= a",
                                        "'",
                                        "\"",
                                        "\\",
                                        "it's",
                                        "a ",
                                        " a",
                                        "a\nb",
                                        "a\tb",
                                        "a\r\nb",
                                        "\x1b[31m",
                                        "a\x7f",
                                        "caf\xC3\xA9",
                                        ("\xE2\x80\xAE"
                                         "a"),
                                        "\xC2\x85",
                                        "\xF0\x9F\x98\x80",
                                        "\xE2\x80\xA8",
                                        "---",
                                        "...",
                                        "a\\u0041",
                                        "a/b c",
                                        "_"};
    static const struct {
        enum format format;
        const char *before, *after;
    } places[] = {{FORMAT_YAML, "k: ", ""},  {FORMAT_YAML, "- ", ""},          {FORMAT_YAML, "k: [", ", b]"},
                  {FORMAT_TOML, "k = ", ""}, {FORMAT_TOML, "k = [", ", 'b']"}, {FORMAT_JSON, "[", ", 1]"}};
    for (size_t i = 0; i < ARRAY_LEN(texts) * ARRAY_LEN(places) * 6; i++) {
        size_t place = i / 6 % ARRAY_LEN(places);
        enum format format = places[place].format;
        struct str text = str_from(texts[i / 6 / ARRAY_LEN(places)]);
        struct buf whole = {.arena = arena};
        buf_add(&whole, str_from(places[place].before));
        scalar_add(&whole, text, format, (enum node_style)(i % 3));
        buf_printf(&whole, "%s\n", places[place].after);
        node_errors errors = {0};
        const struct node *root = read_text(arena, buf_str(&whole).ptr, format, i % 6 < 3, &errors);
        const struct node *got = root ? root->child : NULL;
        if (got && got->kind == NODE_ARRAY) got = got->child;
        CHECK(errors.len == 0 && got && got->kind == NODE_STRING && str_eq(got->text, text));
    }
    struct buf bytes = {.arena = arena};
    scalar_quote(&bytes, STR("a\xFFz"));
    CHECK_STR(buf_str(&bytes), "\"a\xEF\xBF\xBDz\"");
}

int main(void) {
    struct arena arena = {0};
    test_scalar_add(&arena);
    test_yaml_scalars(&arena);
    test_segments(&arena);
    test_segments_at(&arena);
    test_yaml_spans(&arena);
    test_toml(&arena);
    test_toml_depth(&arena);
    test_merge(&arena);
    test_faults(&arena);
    test_partial(&arena);
    test_limits(&arena);
    arena_free(&arena);
    return unit_report();
}
