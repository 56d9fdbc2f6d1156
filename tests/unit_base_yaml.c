/* unit_base_yaml.c: what is read of YAML without libyaml is what libyaml makes of it, and what is left to it. */
#include "base/node_build.h"
#include "lint/check.h"
#include "unit.h"

#include <string.h>

static bool same_span(struct span a, struct span b) {
    return a.start == b.start && a.end == b.end;
}

static bool same_node(const struct node *a, const struct node *b) {
    if (a->kind != b->kind || a->style != b->style || a->boolean != b->boolean || a->shared != b->shared ||
        memcmp(&a->number, &b->number, sizeof a->number) != 0 || a->count != b->count || a->size != b->size ||
        !same_span(a->span, b->span) || !same_span(a->key_span, b->key_span) || !str_eq(a->key, b->key) ||
        !str_eq(a->text, b->text) || !a->text.ptr != !b->text.ptr)
        return false;
    const struct node *left = a->child, *right = b->child;
    for (; left && right; left = left->next, right = right->next)
        if (!same_node(left, right)) return false;
    return !left && !right;
}

enum answer { LEFT, SAME, OTHER };

static enum answer read_both(struct arena *arena, struct str text, struct node_options options) {
    node_errors errors[2] = {{0}, {0}};
    struct node_builder plain = {.arena = arena,
                                 .text = text,
                                 .span = {0, (uint32_t)text.len},
                                 .yaml_1_1 = options.yaml_1_1,
                                 .max_depth = options.max_depth,
                                 .max_nodes = options.max_nodes,
                                 .errors = &errors[0]};
    struct node_builder events = plain;
    struct node *root, *expected;
    events.errors = &errors[1];
    bool read = yaml_read_plain(&plain, &root);
    expected = yaml_read_events(&events);
    arena_free(&plain.scratch);
    arena_free(&events.scratch);
    if (!read) return plain.made == 0 && errors[0].len == 0 ? LEFT : OTHER;
    bool same =
        expected && same_node(root, expected) && errors[0].len == errors[1].len && plain.made == events.made;
    for (size_t i = 0; same && i < errors[0].len; i++)
        same = same_span(errors[0].items[i].span, errors[1].items[i].span) &&
               str_eq(errors[0].items[i].message, errors[1].items[i].message);
    return same ? SAME : OTHER;
}

static const struct {
    const char *text;
    enum answer answer;
} rows[] = {
    {"a: b\n", SAME},
    {"a: b", SAME},
    {"title: A page: of two\n", LEFT},
    {"url: http://x.org/a#b\n", SAME},
    {"a:\nb: 1\nc: 2024-01-02\nd: ~\n", SAME},
    {"a: yes\nb: 0o17\nc: 1_000\nd: -.5\ne: 1e3\nf: .inf\ng: Null\n", SAME},
    {"a: b # c\nd:   # e\n\n# f\ng: h\n", SAME},
    {"a: 'b c'\nd: \"e: f\" # g\nh: ''\n", SAME},
    {"a: 'it''s'\n", LEFT},
    {"a: \"b\\n\\\"c\\\"\\\\ \\t\"\n", SAME},
    {"a: \"\\u00e9\"\n", LEFT},
    {"a: \"b\n  c\"\n", LEFT},
    {"tags: [a, 'b', \"c, d\", 3, é]\nnone: []\n", SAME},
    {"tags: [a, b\n  ]\n", LEFT},
    {"m: {a: 1, b: [x, {c: y}], a: 2}\nn: {}\n", SAME},
    {"m: {a}\n", LEFT},
    {"a:\n- b\n-  c\n-\nd: e\n", SAME},
    {"a:\n  - b: 1\n    c:\n      d: 2\n  - - e\n", LEFT},
    {"a:\n  - b: 1\n    c:\n    - d\n    e: f\n  -\n    g: h\n", SAME},
    {"- a\n- b: c\n", SAME},
    {"a: b\n c: d\n", LEFT},
    {"a: b\n  c\n", LEFT},
    {"a:\n    b: c\n  d: e\n", LEFT},
    {"a:\n  b\n", LEFT},
    {"a: |\n  b\n   c\n\n  d\n\ne: f\n", SAME},
    {"a: |-\n  b\n\n", SAME},
    {"a: >\n  b\n  c\n\n  d\n   e\n  f\ng: h\n", SAME},
    {"a:\n  - >-\n    b\n    c", SAME},
    {"a: |\n  b \n", LEFT},
    {"a: |\n\n  b\n", LEFT},
    {"a: |+\n  b\n\n", LEFT},
    {"a: |\nb: c\n", LEFT},
    {"cSpell:ignore: a b\nnot a key: x\n", SAME},
    {"a: &b c\nd: *b\n", LEFT},
    {"a: !!str 1\n", LEFT},
    {"<<: {a: 1}\n", LEFT},
    {"? a\n: b\n", LEFT},
    {"\"a\": b\n", LEFT},
    {"a:\tb\n", LEFT},
    {"a: b\r\n", LEFT},
    {"---\na: b\n", LEFT},
    {"a: b\n---\nc: d\n", LEFT},
    {"a: b\n...\n", LEFT},
    {"%YAML 1.2\n---\na: b\n", LEFT},
    {"a: b\na: c\nd:\n  a: 1\n  a: 2\n", SAME},
    {"a: é ü\nb: \"日本\"\nc: x\n", SAME},
    {"a: x\xC2\x85y\n", LEFT},
    {"a: x\xE2\x80\xA8y\n", LEFT},
    {"a: \xFF\n", LEFT},
    {"a: \x01\n", LEFT},
    {"\xEF\xBB\xBF"
     "a: b\n",
     LEFT},
    {"", LEFT},
    {"# nothing\n", LEFT},
    {"text\n", LEFT},
    {"a: @b\n", LEFT},
    {"a: -b\nc: --- d\n", SAME},
    {"a: - b\n", LEFT},
    {"a: 'b'c\n", LEFT},
    {"a: 'b'#c\n", LEFT},
    {"a: [b]: c\n", LEFT},
    {" a: b\n", LEFT},
};

static void test_rows(struct arena *arena) {
    for (size_t i = 0; i < 2 * ARRAY_LEN(rows); i++) {
        struct node_options options = {.yaml_1_1 = i & 1, .max_depth = 64, .max_nodes = 1000};
        enum answer answer = read_both(arena, str_from(rows[i / 2].text), options);
        if (answer != rows[i / 2].answer) printf("row %zu: %s", i / 2, rows[i / 2].text);
        CHECK(answer == rows[i / 2].answer);
    }
}

/* Where a limit is near, what is said of it is for the other one. */
static void test_limits(struct arena *arena) {
    struct str deep = STR("a:\n  b:\n    c: [d]\n"), many = STR("a: 1\nb: 2\nc: 3\n");
    CHECK(read_both(arena, deep, (struct node_options){.max_depth = 4, .max_nodes = 100}) == SAME);
    CHECK(read_both(arena, deep, (struct node_options){.max_depth = 3, .max_nodes = 100}) == LEFT);
    CHECK(read_both(arena, many, (struct node_options){.max_depth = 9, .max_nodes = 9}) == SAME);
    CHECK(read_both(arena, many, (struct node_options){.max_depth = 9, .max_nodes = 7}) == LEFT);
}

/* The rules, schemas and trademark files of the program, and most of them without libyaml. */
static void test_embedded(struct arena *arena) {
    size_t read = 0;
    for (size_t i = 0; i < embedded_count; i++) {
        struct str text = {(const char *)embedded_files[i].bytes, embedded_files[i].len};
        if (str_starts(text, STR("---\n"))) text = str_sub(text, 4, str_find(text, STR("\n---\n")) + 1);
        struct node_options options = {.max_depth = 64, .max_nodes = 1 << 18};
        enum answer answer = read_both(arena, text, options);
        CHECK(answer != OTHER);
        read += answer == SAME;
    }
    CHECK(read * 10 > embedded_count * 8);
}

int main(void) {
    struct arena arena = {0};
    test_rows(&arena);
    test_limits(&arena);
    test_embedded(&arena);
    arena_free(&arena);
    return unit_report();
}
