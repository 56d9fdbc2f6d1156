/* rules.c: a rule file is a page; its front matter is data, its prose documentation, its examples tests. */
#include "lint/rules.h"
#include "lint/own.h"

#include <stdlib.h>
#include <string.h>

static const struct str own_keys[] = {{"check", 5}, {"severity", 8}, {"message", 7}, {"bad", 3},
                                      {"good", 4},  {"network", 7},  {"fix", 3}};

static const struct page_options options = {.format = PAGE_MARKDOWN, .no_linkify = true};

/* As plain text: marks of code and emphasis are dropped, line breaks become spaces. */
static struct str plain_text(struct arena *arena, struct str raw) {
    struct buf out = {.arena = arena};
    for (size_t k = 0; k < raw.len; k++) {
        char c = raw.ptr[k];
        if (c == '`' || c == '*') continue;
        buf_add_char(&out, c == '\n' || c == '\r' ? ' ' : c);
    }
    return str_trim(buf_str(&out));
}

static struct str first_paragraph(struct arena *arena, const struct page *page) {
    for (size_t i = 0; i < page->blocks.len; i++) {
        const struct text_block *b = &page->blocks.items[i];
        if (b->kind == BLOCK_PARAGRAPH && !b->field)
            return plain_text(arena, span_str(&page->source, b->span));
    }
    return (struct str){0};
}

/* The prose of a built-in rule begins with a paragraph and is not parsed at each start; unit_lint_rules holds them to it. */
static struct str read_prose(struct arena *arena, struct page *page, struct str text, bool built_in) {
    if (!built_in) {
        page_parse_body(arena, page, text);
        return first_paragraph(arena, page);
    }
    struct str prose = str_trim(span_str(&page->source, page->body));
    return plain_text(arena, str_sub(prose, 0, str_find(prose, STR("\n\n"))));
}

static struct str first_sentence(struct str paragraph) {
    size_t end = str_find(paragraph, STR(". "));
    if (end < paragraph.len) return str_sub(paragraph, 0, end);
    return str_ends(paragraph, STR(".")) ? str_sub(paragraph, 0, paragraph.len - 1) : paragraph;
}

static bool check_id(const struct rule *rule, struct error *error) {
    for (size_t i = 0; i < rule->id.len; i++) {
        char c = rule->id.ptr[i];
        if (!(char_is_lower(c) || char_is_digit(c) || (c == '-' && i > 0)))
            return error_set(error, rule->source.path, 0,
                             "a rule's file name is lower-case words joined by '-'");
    }
    return rule->id.len > 0 || error_set(error, rule->source.path, 0, "a rule needs a name");
}

static bool check_message(const struct rule *rule, struct error *error) {
    const struct node *message = node_get(rule->options, STR("message"));
    if (!message || message->kind != NODE_STRING || !message->text.len)
        return error_at(error, &rule->source, rule->options->span, "a rule needs a message");
    struct str unknown;
    if (finding_template_check(message->text, rule->check->fields, &unknown) == message->text.len)
        return true;
    struct str names[CHECK_MAX_FIELDS];
    size_t n = 0;
    for (size_t i = 0; i < CHECK_MAX_FIELDS && rule->check->fields[i]; i++)
        names[n++] = str_from(rule->check->fields[i]);
    struct str near = str_nearest(unknown, names, n);
    return error_at(error, &rule->source, message->span, "the check '%s' has no field {%.*s}%s%.*s%s",
                    rule->check->name, STR_FMT(unknown), near.ptr ? ", did you mean {" : "", STR_FMT(near),
                    near.ptr ? "}?" : "");
}

static bool find_check(struct rule *rule, struct error *error) {
    const struct node *check = node_get(rule->options, STR("check"));
    if (!check) return error_at(error, &rule->source, rule->options->span, "a rule needs a check");
    rule->check = checks_find(node_text(check, STR("")));
    rule->external = rule->check && rule->check->needs & NEED_EXTERNAL;
    if (rule->check) return true;
    struct str names[64];
    size_t count;
    const struct check *all = checks_all(&count);
    for (size_t i = 0; i < count && i < ARRAY_LEN(names); i++) names[i] = str_from(all[i].name);
    struct str near = str_nearest(node_text(check, STR("")), names, count);
    return error_at(error, &rule->source, check->span, "there is no check '%.*s'%s%.*s%s",
                    STR_FMT(node_text(check, STR(""))), near.ptr ? ", did you mean '" : "", STR_FMT(near),
                    near.ptr ? "'?" : "");
}

static const char *const fix_names[] = {"", "safe", "suggestion", "safe or suggestion"};

const char *rule_fix_name(enum rule_fix fix) {
    return fix_names[fix];
}

static bool read_fix(struct rule *rule, struct error *error) {
    const struct node *node = node_get(rule->options, STR("fix"));
    for (size_t i = 1; node && i < ARRAY_LEN(fix_names); i++)
        if (str_eq(node_text(node, STR("")), str_from(fix_names[i]))) rule->fix = (enum rule_fix)i;
    return !node || rule->fix ||
           error_at(error, &rule->source, node->span, "a fix is safe, suggestion, or safe or suggestion");
}

static bool read_severity(struct rule *rule, struct error *error) {
    const struct node *node = node_get(rule->options, STR("severity"));
    if (!node) return error_at(error, &rule->source, rule->options->span, "a rule needs a severity");
    if (!severity_parse(node_text(node, STR("")), &rule->default_severity))
        return error_at(error, &rule->source, node->span, "a severity is error, warning, note or off");
    rule->severity = rule->default_severity;
    return true;
}

static bool check_required(const struct rule *rule, struct error *error) {
    for (size_t i = 0; i < CHECK_MAX_OPTIONS && rule->check->options[i].name; i++) {
        const struct rule_option *o = &rule->check->options[i];
        if (o->required && !node_get(rule->options, str_from(o->name)))
            return error_at(error, &rule->source, rule->options->span, "the check '%s' needs the option '%s'",
                            rule->check->name, o->name);
    }
    return true;
}

static bool check_examples(struct arena *arena, const struct rule *rule, struct error *error) {
    example_array examples = {0};
    bool have[2] = {false, false};
    rules_examples(arena, rule, &examples);
    for (size_t i = 0; i < examples.len; i++) have[examples.items[i].bad] = true;
    if (have[0] && have[1]) return true;
    return error_set(error, rule->source.path, 0, "a rule needs a fenced example under '## %s'",
                     have[1] ? "Good" : "Bad");
}

bool rules_parse(struct arena *arena, struct str path, struct str text, bool built_in, struct rule *rule,
                 struct error *error) {
    struct page page;
    struct str base = path_base(path);
    *rule = (struct rule){.id = str_sub(base, 0, base.len - path_ext(base).len), .built_in = built_in};
    rule->source = (struct source){.path = path, .text = text};
    page_read_front(arena, &page, path, text, false, &options);
    struct str prose = read_prose(arena, &page, text, built_in);
    for (size_t i = 0; i < page.faults.len; i++)
        return error_at(error, &rule->source, page.faults.items[i].span, "%.*s",
                        STR_FMT(page.faults.items[i].message));
    if (!page.front) return error_set(error, path, 1, "a rule starts with front matter");
    rule->options = page.front;
    rule->message = node_text(node_get(rule->options, STR("message")), (struct str){0});
    rule->markdown = str_trim(span_str(&page.source, page.body));
    rule->description = prose;
    rule->title = first_sentence(rule->description);
    if (!rule->description.len)
        return error_set(error, path, 0, "a rule needs prose that says what goes wrong");
    return check_id(rule, error) && find_check(rule, error) && read_severity(rule, error) &&
           read_fix(rule, error) && check_message(rule, error) &&
           options_check(rule->check, rule->options, own_keys, ARRAY_LEN(own_keys), &rule->source, error) &&
           check_required(rule, error) && (built_in || check_examples(arena, rule, error));
}

/* ---- examples -------------------------------------------------------------------------------------------- */

enum section { SECTION_NONE, SECTION_GOOD, SECTION_BAD };

/* The section that the offset lies in, and where its last heading (## or ###) stands. */
static enum section section_at(const struct page *page, uint32_t offset, uint32_t *heading) {
    enum section section = SECTION_NONE;
    for (size_t i = 0; i < page->headings.len; i++) {
        const struct heading *h = &page->headings.items[i];
        if (h->span.start > offset) break;
        *heading = h->span.start;
        if (h->level > 2) continue;
        section = str_eq(h->text, STR("Bad"))    ? SECTION_BAD
                  : str_eq(h->text, STR("Good")) ? SECTION_GOOD
                                                 : SECTION_NONE;
    }
    return section;
}

/* The file name in an info string "markdown content/a.md"; absent when there is none. */
static struct str info_name(struct str info) {
    struct str rest = str_trim(info);
    str_cut(&rest, ' ');
    return rest.ptr ? str_trim(rest) : rest;
}

static void add_fence(struct arena *arena, example_array *out, const struct page *page,
                      const struct code *code, uint32_t *last_heading) {
    uint32_t heading = 0;
    enum section section = section_at(page, code->span.start, &heading);
    if (section == SECTION_NONE) return;
    struct str name = info_name(code->info);
    struct example *last = out->len ? &out->items[out->len - 1] : NULL;
    bool joins = name.ptr && last && last->bad == (section == SECTION_BAD) && *last_heading == heading &&
                 last->files.len && last->files.items[0].name.ptr;
    if (!joins) {
        last = ARRAY_PUSH(arena, out);
        last->bad = section == SECTION_BAD;
        last->offset = code->span.start;
    }
    *last_heading = heading;
    *ARRAY_PUSH(arena, &last->files) = (struct example_file){name, span_str(&page->source, code->content)};
}

static void add_folder(struct arena *arena, example_array *out, const struct rule *rule, bool bad) {
    const struct node *folder = node_get(rule->options, bad ? STR("bad") : STR("good"));
    if (!folder) return;
    struct example *e = ARRAY_PUSH(arena, out);
    *e = (struct example){.bad = bad, .offset = folder->span.start, .folder = node_text(folder, STR(""))};
}

void rules_examples(struct arena *arena, const struct rule *rule, example_array *out) {
    struct page page;
    uint32_t heading = UINT32_MAX;
    page_parse(arena, &page, rule->source.path, rule->source.text, &options);
    for (size_t i = 0; i < page.codes.len; i++)
        if (page.codes.items[i].kind == CODE_FENCED && !page.codes.items[i].field)
            add_fence(arena, out, &page, &page.codes.items[i], &heading);
    add_folder(arena, out, rule, true);
    add_folder(arena, out, rule, false);
}

/* ---- all rules ------------------------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b) {
    return str_cmp(((const struct rule *)a)->id, ((const struct rule *)b)->id);
}

static bool is_rule_file(struct str path, struct str folder) {
    struct str base = path_base(path);
    return str_eq(path_dir(path), folder) && str_ends(base, STR(".md")) && !str_eq(base, STR("README.md"));
}

static bool load_built_in(struct arena *arena, struct rule *rules, size_t *count, struct error *error) {
    for (size_t i = 0; i < embedded_count; i++) {
        struct str path = str_from(embedded_files[i].path);
        if (!is_rule_file(path, STR("rules"))) continue;
        struct str text = {(const char *)embedded_files[i].bytes, embedded_files[i].len};
        if (!rules_parse(arena, path, text, true, &rules[*count], error)) return false;
        ++*count;
    }
    return true;
}

static bool load_file(struct arena *arena, const struct own_file *file, struct rule *rules, size_t *count,
                      struct error *error) {
    if (*count == RULES_MAX) return error_set(error, file->shown, 0, "more than %d rules", RULES_MAX);
    if (!rules_parse(arena, file->shown, file->text, false, &rules[*count], error)) return false;
    if (rules_find(rules, *count, rules[*count].id))
        return error_set(error, file->shown, 0, "there is a built-in rule of that name");
    ++*count;
    return true;
}

static bool load_folder(struct arena *arena, const struct own_folder *folder, struct rule *rules,
                        size_t *count, struct error *error) {
    static const char *const suffixes[] = {".md", NULL};
    own_files files = {0};
    if (!own_read(arena, folder, suffixes, RULE_MAX_BYTES, &files, error)) return false;
    for (size_t i = 0; i < files.len; i++)
        if (is_rule_file(files.items[i].name, STR("")) &&
            !load_file(arena, &files.items[i], rules, count, error))
            return false;
    return true;
}

bool rules_load(struct arena *arena, const struct own_folder *folder, struct rule **rules, size_t *count,
                struct error *error) {
    *rules = ARENA_ARRAY(arena, struct rule, RULES_MAX);
    *count = 0;
    if (!load_built_in(arena, *rules, count, error)) return false;
    if (!load_folder(arena, folder, *rules, count, error)) return false;
    qsort(*rules, *count, sizeof **rules, by_id);
    return true;
}
