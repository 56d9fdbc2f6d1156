/* libFuzzer entry for the readers of YAML, TOML and JSON: the first byte picks the format, the rest is the text.
 * Whatever the text, every span lies in it, sizes add up, and decoded text maps into the source; what is a plain ASCII
 * letter in the text is the same letter there, or an escape begins there. YAML that is read without libyaml is what libyaml
 * makes of it. */
#include "base/node_build.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct fuzz {
    struct arena *arena;
    struct str text;
};

static void require(bool holds) {
    if (!holds) abort();
}

static void check_span(struct str text, struct span span) {
    require(span.start <= span.end && span.end <= text.len);
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void check_segments(struct fuzz *fuzz, const struct node *node) {
    segments list = {0};
    node_segments(fuzz->arena, node, fuzz->text, &list);
    require(list.len > 0 && list.items[0].from == 0);
    for (size_t i = 1; i < list.len; i++) require(list.items[i - 1].from < list.items[i].from);
    uint32_t before = 0;
    for (uint32_t i = 0; i <= node->text.len; i++) {
        uint32_t at = segments_at(&list, i);
        require(at <= fuzz->text.len && (i == 0 || at >= before));
        before = at;
        if (i == node->text.len || node->shared || !is_letter(node->text.ptr[i])) continue;
        require(at < fuzz->text.len);
        require(fuzz->text.ptr[at] == node->text.ptr[i] || fuzz->text.ptr[at] == '\\');
    }
}

static void check_node(struct fuzz *fuzz, const struct node *node, int depth) {
    require(depth <= 65);
    check_span(fuzz->text, node->span);
    check_span(fuzz->text, node->key_span);
    if (node->kind == NODE_STRING) check_segments(fuzz, node);
    bool collection = node->kind == NODE_ARRAY || node->kind == NODE_OBJECT;
    require(collection || (node->child == NULL && node->count == 0 && node->size == 1));
    uint32_t count = 0, nodes = 1;
    if (!collection) return;
    for (const struct node *child = node->child; child; child = child->next) {
        check_node(fuzz, child, depth + 1);
        count++;
        nodes += child->size;
    }
    require(count == node->count && nodes == node->size);
}

/* ---- the two readers of YAML ---------------------------------------------------------------------------------- */

static bool same_span(struct span a, struct span b) {
    return a.start == b.start && a.end == b.end;
}

static void same_node(const struct node *a, const struct node *b) {
    require(a->kind == b->kind && a->style == b->style && a->format == b->format);
    require(a->boolean == b->boolean && a->shared == b->shared);
    require(memcmp(&a->number, &b->number, sizeof a->number) == 0);
    require(a->count == b->count && a->size == b->size);
    require(same_span(a->span, b->span) && same_span(a->key_span, b->key_span));
    require(str_eq(a->key, b->key) && str_eq(a->text, b->text) && !a->text.ptr == !b->text.ptr);
    const struct node *left = a->child, *right = b->child;
    for (; left && right; left = left->next, right = right->next) same_node(left, right);
    require(!left && !right);
}

static void same_as_libyaml(struct fuzz *fuzz, struct span span, const struct node_options *options) {
    node_errors errors[2] = {{0}, {0}};
    struct node_builder plain = {.arena = fuzz->arena,
                                 .text = fuzz->text,
                                 .span = span,
                                 .format = FORMAT_YAML,
                                 .yaml_1_1 = options->yaml_1_1,
                                 .max_depth = options->max_depth,
                                 .max_nodes = options->max_nodes,
                                 .errors = &errors[0]};
    struct node_builder events = plain;
    struct node *read = NULL;
    events.errors = &errors[1];
    if (yaml_read_plain(&plain, &read)) {
        same_node(read, yaml_read_events(&events));
        require(plain.made == events.made && errors[0].len == errors[1].len);
    }
    for (size_t i = 0; i < errors[0].len && read; i++) {
        const struct node_error *a = &errors[0].items[i], *b = &errors[1].items[i];
        require(a->fault == b->fault && same_span(a->span, b->span) && same_span(a->other, b->other));
        require(str_eq(a->message, b->message));
    }
    arena_free(&plain.scratch);
    arena_free(&events.scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0 || size > 4096) return 0;
    struct arena arena = {0};
    struct fuzz fuzz = {&arena, {(const char *)data + 1, size - 1}};
    struct node_options options = {.format = (enum format)(data[0] % 3),
                                   .yaml_1_1 = data[0] & 8,
                                   .max_depth = data[0] & 64 ? 2 : 64,
                                   .max_nodes = data[0] & 16 ? 100 : 10000};
    node_errors errors = {0};
    uint32_t start = size > 8 && data[0] & 32 ? 4 : 0;
    struct node *root =
        node_read(&arena, fuzz.text, (struct span){start, (uint32_t)fuzz.text.len}, &options, &errors);
    if (options.format == FORMAT_YAML)
        same_as_libyaml(&fuzz, (struct span){start, (uint32_t)fuzz.text.len}, &options);
    if (root) check_node(&fuzz, root, 0);
    for (size_t i = 0; i < errors.len; i++) {
        check_span(fuzz.text, errors.items[i].span);
        check_span(fuzz.text, errors.items[i].other);
        require(errors.items[i].message.len > 0);
    }
    arena_free(&arena);
    return 0;
}
