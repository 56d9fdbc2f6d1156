/* schema: what `schema infer` proposes, and that its proposal loads and finds the outliers it names. */
#include "schema/schema.h"
#include "unit.h"

#include <string.h>

static struct arena arena;

static const struct node *read_yaml(struct source *source, const char *path, struct str text) {
    *source = (struct source){.path = str_from(path), .text = text};
    struct node_options options = {.format = FORMAT_YAML};
    node_errors errors = {0};
    const struct node *root =
        node_read(&arena, text, (struct span){0, (uint32_t)text.len}, &options, &errors);
    CHECK(errors.len == 0);
    return root;
}

/* Forty course pages, a few of them odd. */
static const char *page_text(int i) {
    if (i == 3) return "title: D\ncourse_length: 16 hours\nlevel: foundation\ndate: 2024-01-31\ntags: [a]\n";
    if (i == 7) return "title: H\ncourse_length: 8\nlevel: fondation\ndate: 2024-01-31\ntags: [a]\n";
    if (i == 9) return "course_length: 8\nlevel: expert\ndate: 2024-01-31\ntags: [a]\ncard: {title: x}\n";
    if (i == 11)
        return "title: L\ncourse_lenght: 8\nlevel: expert\ndate: soon\ntags: [a]\ncard: {title: y}\n";
    if (i == 13)
        return "Title: 404\ncourse_length: 8\nlevel: expert\ndate: 2024-01-31\ntags:\ncard: {title: z, x: "
               "1.5}\n";
    return i % 2 ? "title: A\ncourse_length: 16\nlevel: foundation\ndate: 2024-01-31\ntags: [a, b]\n"
                 : "title: B\ncourse_length: 8\nlevel: expert\ndate: 2024-02-29\ntags: [a]\naudience:\n";
}

static const char want[] =
    "x-typos: true # keys that look like one of these; additionalProperties: false refuses all others\n"
    "required: [title, course_length, level, date, tags]\n"
    "properties:\n"
    "  date: # 40 of 40\n"
    "    type: string\n"
    "    format: date # but for 1: p11\n"
    "  level: # 40 of 40\n"
    "    type: string\n"
    "    # 1: fondation, meant for foundation (16)? p7\n"
    "    enum: [expert, foundation]\n"
    "  tags: # 40 of 40, 1 empty\n"
    "    type: [array, \"null\"]\n"
    "    items:\n"
    "      type: string\n"
    "      enum: [a, b]\n"
    "  course_length: # 39 of 40; without it: p11; near to course_lenght (1)\n"
    "    type: integer # 1 is a string: p3\n"
    "  title: # 39 of 40; without it: p9; also written Title (1): p13\n"
    "    type: [string, integer]\n"
    "  audience: true # 20 of 40, always empty\n"
    "  card: # 3 of 40\n"
    "    type: object\n"
    "    required: [title]\n"
    "    properties:\n"
    "      title: # 3 of 3\n"
    "        type: string\n"
    "      x: # 1 of 3\n"
    "        type: number\n"
    "  course_lenght: # 1 of 40; near to course_length (39)\n"
    "    x-replaced-by: course_length\n";

static struct str tail(struct str text) {
    size_t at = str_find(text, STR("x-typos:"));
    return str_sub(text, at, text.len);
}

static size_t count_findings(const struct schema *schema, const struct schema_sample *samples,
                             struct buf *out) {
    size_t count = 0;
    for (size_t i = 0; i < 40; i++) {
        schema_findings findings = {0};
        schema_validate(&arena, &schema, 1, samples[i].root, NULL, &findings);
        for (size_t j = 0; j < findings.len; j++)
            buf_printf(out, "%.*s %.*s\n", STR_FMT(samples[i].path), STR_FMT(findings.items[j].key));
        count += findings.len;
    }
    return count;
}

/* What few pages do and is no slip: texts that others include, links within the site, a word that a tool writes. */
static const char want_meant[] =
    "x-typos: true # keys that look like one of these; additionalProperties: false refuses all others\n"
    "properties:\n"
    "  drifted: # 240 of 240\n"
    "    type: [string, boolean]\n"
    "  link: # 240 of 240\n"
    "    type: string\n"
    "    format: iri-reference\n"
    "  title: # 236 of 240; without it: en/_includes/p0.md, en/_includes/p1.md, en/_includes/p2.md and 1 "
    "more; not required, as 3 of these are of another kind, such as en/_includes/p0.md\n"
    "    type: string\n";

static void infer_meant(void) {
    struct schema_sample samples[240];
    for (int i = 0; i < 240; i++) {
        struct source *source = ARENA_NEW(&arena, struct source);
        struct str path = str_printf(&arena, i < 3 ? "en/_includes/p%d.md" : "en/posts/p%d.md", i);
        struct str text =
            str_printf(&arena, "drifted: %s\nlink: %s%d\n%s", i % 24 ? "true" : "file not found",
                       i % 80 ? "https://example.com/" : "/news/", i, i < 4 ? "" : "title: A\n");
        samples[i] = (struct schema_sample){path, read_yaml(source, "page", text)};
    }
    struct str text = tail(schema_infer(&arena, samples, 240, NULL));
    size_t required = str_find(text, STR("required: ["));
    CHECK(required < text.len);
    struct str line = str_sub(text, required, text.len);
    CHECK(str_starts(line, STR("required: [drifted, link]\n")));
    CHECK_STR(str_sub(line, str_find_char(line, '\n') + 1, line.len), strchr(want_meant, '\n') + 1);
}

int main(void) {
    infer_meant();
    struct schema_sample samples[40];
    for (int i = 0; i < 40; i++) {
        struct source *source = ARENA_NEW(&arena, struct source);
        samples[i].path = str_printf(&arena, "p%d", i);
        samples[i].root = read_yaml(source, "page", str_from(page_text(i)));
    }
    str_array taxonomies = {0};
    struct str text = schema_infer(&arena, samples, 40, &taxonomies);
    CHECK_STR(tail(text), want);

    *ARRAY_PUSH(&arena, &taxonomies) = STR("tags");
    struct str with_terms = schema_infer(&arena, samples, 40, &taxonomies);
    CHECK(str_find(with_terms, STR("      x-ref: \"taxonomy:tags\"\n")) < with_terms.len);

    struct schema_registry *registry = schema_registry_new(&arena, NULL);
    struct source source;
    struct error error = {0};
    const struct node *root = read_yaml(&source, "inferred.yaml", text);
    const struct schema *schema = schema_load(registry, STR("inferred.yaml"), &source, root, &error);
    CHECK(schema != NULL);
    struct buf out = {.arena = &arena};
    CHECK(schema != NULL && count_findings(schema, samples, &out) == 6);
    CHECK_STR(buf_str(&out),
              "p3 course_length\np7 level\np9 title\np11 course_length\np11 course_lenght\np11 date\n");
    CHECK(schema_infer(&arena, samples, 0, NULL).len > 0);
    schema_registry_free(registry);
    arena_free(&arena);
    return unit_report();
}
