/* libFuzzer entry for the readers of YAML, TOML and JSON: the first byte picks the format, the rest is the text.
 * Whatever the text, every span lies in it, sizes add up, and decoded text maps into the source; what is a plain ASCII
 * letter in the text is the same letter there, or an escape begins there. */
#include "base/base.h"

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0 || size > 4096) return 0;
    struct arena arena = {0};
    struct fuzz fuzz = {&arena, {(const char *)data + 1, size - 1}};
    struct node_options options = {.format = (enum format)(data[0] % 3),
                                   .yaml_1_1 = data[0] & 8,
                                   .max_nodes = data[0] & 16 ? 100 : 10000};
    node_errors errors = {0};
    uint32_t start = size > 8 && data[0] & 32 ? 4 : 0;
    struct node *root =
        node_read(&arena, fuzz.text, (struct span){start, (uint32_t)fuzz.text.len}, &options, &errors);
    if (root) check_node(&fuzz, root, 0);
    for (size_t i = 0; i < errors.len; i++) {
        check_span(fuzz.text, errors.items[i].span);
        check_span(fuzz.text, errors.items[i].other);
        require(errors.items[i].message.len > 0);
    }
    arena_free(&arena);
    return 0;
}
