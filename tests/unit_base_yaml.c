/* YAML of the simplest form is read without libyaml (yaml_plain.c): what it takes it reads as libyaml does. */
#include "unit.h"

#include "base/node_build.h"
#include "same_tree.h"

/* A comment with a tab is nothing to YAML, and sends the text to libyaml. */
static struct node *read_slowly(struct arena *arena, struct str text, bool yaml_1_1, node_errors *errors) {
    struct node_options options = {.format = FORMAT_YAML, .yaml_1_1 = yaml_1_1};
    struct str marked = str_printf(arena, "%.*s\n#\t\n", STR_FMT(text));
    return node_read(arena, marked, (struct span){0, (uint32_t)marked.len}, &options, errors);
}

static struct node *read_plain(struct arena *arena, struct str text, bool yaml_1_1, node_errors *errors) {
    struct node_builder builder = {.arena = arena,
                                   .text = text,
                                   .span = {0, (uint32_t)text.len},
                                   .format = FORMAT_YAML,
                                   .yaml_1_1 = yaml_1_1,
                                   .max_depth = NODE_DEPTH_DEFAULT,
                                   .max_nodes = NODE_COUNT_DEFAULT,
                                   .errors = errors};
    struct node *root = yaml_read_plain(&builder);
    arena_free(&builder.scratch);
    return root;
}

static const struct {
    const char *text;
    bool taken;
} rows[] = {
    {"title: A page\nweight: 10\ndraft: no\ndate: 2024-01-02\n", true},
    {"a:\nb: ''\nc: \"x\"   \nd: 'y z'", true},
    {"tags:\n  - one\n  - 'two'\n\n  # three\n  -   \"four\"\n", true},
    {"tags:\n- one\n- 2\nnext: x\n", true},
    {"tags: [a b, \"c\", 'd' , 1]\nempty: [ ]\n", true},
    {"long: first words\n  second: no\n", false},
    {"long: first words\n   and   more  \n  http://x/#y\nnext: x\n", true},
    {"list:\n  - one\n    two\n  - three\n", true},
    {"list:\n  - one\n  two\n", false},
    {"\n# nothing\n\n  # more\na: b\n\n", true},
    {"a: b\n\n  c\n", false},
    {"a: b\n# c\n  d\n", false},
    {"a: b\na: c\nd: e\n", true},
    {"caf\xC3\xA9: x\n", false},
    {"a: caf\xC3\xA9 \xE2\x80\x99\nb: \"\xE6\x97\xA5\"\n", true},
    {"a: x\xC2\x85y\n", false},
    {"a: x\xE2\x80\xA8y\n", false},
    {"a: \xEF\xBB\xBFx\n", false},
    {"a: x\xFFy\n", false},
    {"a: b\tc\n", false},
    {"a: b\r\n", false},
    {"a: b # c\n", false},
    {"a: b: c\n", false},
    {"a: b:\n", false},
    {"a:b\n", false},
    {"a: \"b\\n\"\n", false},
    {"a: 'b''c'\n", false},
    {"a: \"b\" c\n", false},
    {"a: \"b\n  c\"\n", false},
    {"a: 'b'\n  c\n", false},
    {"a: |\n  b\n", false},
    {"a: &x b\n", false},
    {"a: *x\n", false},
    {"a: !!str 1\n", false},
    {"a: {b: c}\n", false},
    {"a: [b, [c]]\n", false},
    {"a: [b: c]\n", false},
    {"a: [b,,c]\n", false},
    {"a: [b, c,]\n", false},
    {"a: [b\n  ,c]\n", false},
    {"a: [b] c\n", false},
    {"a:\n  b: c\n", false},
    {"a:\n  b\n", false},
    {"a:\n  - b: c\n", false},
    {"a:\n  - - b\n", false},
    {"a:\n  -\n", false},
    {"a:\n  - b\n - c\n", false},
    {"a: b\n- c\n", false},
    {"a: b\n--- \nc: d\n", false},
    {"a: b\n...\n", false},
    {"- a\n", false},
    {"1: a\n", false},
    {"<<: a\n", false},
    {"", false},
    {"# only this\n", false},
};

int main(void) {
    struct arena arena = {0};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        for (int yaml_1_1 = 0; yaml_1_1 < 2; yaml_1_1++) {
            node_errors errors = {0}, slow_errors = {0};
            struct str text = str_from(rows[i].text);
            const struct node *plain = read_plain(&arena, text, yaml_1_1, &errors);
            if ((plain != NULL) != rows[i].taken) printf("row %zu: %s\n", i, rows[i].text);
            CHECK((plain != NULL) == rows[i].taken);
            CHECK(plain || errors.len == 0);
            if (!plain) continue;
            CHECK(same_tree(plain, read_slowly(&arena, text, yaml_1_1, &slow_errors)));
            CHECK(errors.len == slow_errors.len);
        }
    }
    arena_free(&arena);
    return unit_report();
}
