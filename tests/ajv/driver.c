/* The C side of tests/ajv/compare.mjs.
 *   driver dump FILE…     each file's front matter (or the whole of a .yaml or .json file) as a line of JSON
 *   driver valid          for each line {"schemas": {NAME: SCHEMA}, "main": NAME, "values": [...]} of standard input,
 *                         a line of 1 and 0, or why the schema was refused
 *   driver bench ROUNDS   the same input, one line: nanoseconds per value, validation alone, findings made */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "page/page.h"
#include "schema/schema.h"

#define MAX_BYTES (256u << 20)

/* ---- dump ------------------------------------------------------------------------------------------------------- */

static void add_string(struct buf *out, struct str text) {
    buf_add_char(out, '"');
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        uint32_t c = unicode_next(text, &at);
        if (c == UNICODE_BAD)
            buf_add(out, STR("\\ufffd"));
        else if (c < 0x20)
            buf_printf(out, "\\u%04x", (unsigned)c);
        else if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", (char)c);
        else
            buf_add(out, str_sub(text, from, at));
    }
    buf_add_char(out, '"');
}

static void add_json(struct buf *out, const struct node *node) {
    bool map = node->kind == NODE_OBJECT;
    switch (node->kind) {
    case NODE_NULL: buf_add(out, STR("null")); return;
    case NODE_BOOL: buf_add(out, node->boolean ? STR("true") : STR("false")); return;
    case NODE_INTEGER:
    case NODE_FLOAT: buf_printf(out, "%.17g", node->number); return;
    case NODE_DATE:
    case NODE_STRING: add_string(out, node->text); return;
    default: break;
    }
    buf_add_char(out, map ? '{' : '[');
    for (const struct node *child = node->child; child != NULL; child = child->next) {
        if (map) add_string(out, child->key), buf_add_char(out, ':');
        add_json(out, child);
        if (child->next != NULL) buf_add_char(out, ',');
    }
    buf_add_char(out, map ? '}' : ']');
}

static const struct node *read_file(struct arena *arena, const char *path) {
    struct str text, name = str_from(path);
    struct error error = {0};
    if (!file_read(arena, path, FILE_MAX_BYTES, &text, &error)) return NULL;
    bool json = str_ends(name, STR(".json"));
    if (json || str_ends(name, STR(".yaml"))) {
        struct node_options options = {.format = json ? FORMAT_JSON : FORMAT_YAML};
        node_errors errors = {0};
        return node_read(arena, text, (struct span){0, (uint32_t)text.len}, &options, &errors);
    }
    struct page *page = ARENA_NEW(arena, struct page);
    struct page_options options = {.yaml_1_1 = true};
    page_read_front(arena, page, name, text, false, &options);
    return page->faults.len == 0 ? page->front : NULL;
}

static int dump(char **paths) {
    for (; *paths != NULL; paths++) {
        struct arena arena = {0};
        struct buf out = {.arena = &arena};
        const struct node *node = read_file(&arena, *paths);
        if (node != NULL) add_json(&out, node);
        printf("%.*s\n", STR_FMT(buf_str(&out)));
        arena_free(&arena);
    }
    return 0;
}

/* ---- valid, bench ------------------------------------------------------------------------------------------------- */

static struct str read_input(struct arena *arena) {
    struct buf input = {.arena = arena};
    static char block[1 << 16];
    size_t got = 0;
    while ((got = fread(block, 1, sizeof block, stdin)) > 0 && input.len < MAX_BYTES)
        buf_add(&input, (struct str){block, got});
    return buf_str(&input);
}

static const struct schema *load(struct arena *arena, struct schema_registry *registry,
                                 const struct node *job, const struct source *source, struct error *error) {
    const struct node *schemas = node_get(job, STR("schemas"));
    (void)arena;
    for (const struct node *item = schemas->child; item != NULL; item = item->next)
        if (!schema_registry_add(registry, item->key, source, item, error)) return NULL;
    return schema_compile(registry, node_get(job, STR("main"))->text, error);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static void measure(const struct schema *schema, const struct node *values, int rounds) {
    double start = now();
    for (int i = 0; i < rounds; i++) {
        struct arena arena = {0};
        for (const struct node *value = values->child; value != NULL; value = value->next) {
            schema_findings findings = {0};
            schema_validate(&arena, &schema, 1, value, NULL, &findings);
        }
        arena_free(&arena);
    }
    double full = now();
    struct arena arena = {0};
    size_t valid = 0;
    for (int i = 0; i < rounds; i++)
        for (const struct node *value = values->child; value != NULL; value = value->next)
            valid += schema_is_valid(&arena, schema, value);
    double quick = now();
    arena_free(&arena);
    double n = (double)rounds * values->count;
    printf("{\"findings\": %.0f, \"valid_only\": %.0f, \"valid\": %zu}\n", (full - start) / n,
           (quick - full) / n, valid / (size_t)rounds);
}

static void run_job(struct str line, int rounds) {
    struct arena arena = {0};
    struct source source = {.path = STR("job"), .text = line};
    struct node_options options = {.format = FORMAT_JSON, .max_nodes = 10000000, .max_depth = 500};
    node_errors errors = {0};
    struct error error = {0};
    const struct node *job = node_read(&arena, line, (struct span){0, (uint32_t)line.len}, &options, &errors);
    struct schema_registry *registry = schema_registry_new(&arena, NULL);
    const struct schema *schema = job != NULL ? load(&arena, registry, job, &source, &error) : NULL;
    const struct node *values = job != NULL ? node_get(job, STR("values")) : NULL;
    if (schema == NULL)
        printf("refused: %s", error.message);
    else if (rounds > 0)
        measure(schema, values, rounds);
    else
        for (const struct node *value = values->child; value != NULL; value = value->next)
            putchar(schema_is_valid(&arena, schema, value) ? '1' : '0');
    if (rounds == 0 || schema == NULL) putchar('\n');
    schema_registry_free(registry);
    arena_free(&arena);
}

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "dump") == 0) return dump(argv + 2);
    struct arena arena = {0};
    struct str input = read_input(&arena);
    while (input.len > 0) {
        struct str line = str_cut(&input, '\n');
        if (line.len > 0) run_job(line, argc > 2 ? atoi(argv[2]) : 0);
    }
    arena_free(&arena);
    return 0;
}
