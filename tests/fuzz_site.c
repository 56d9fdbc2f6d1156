/* fuzz_site.c: libFuzzer entry for whole sites in memory (fuzz_site.h): loads one with its configuration and rules,
 * checks it with every rule, and prints every report. No file and no program of the machine is touched: what lies below
 * "git/" is what git answers, "before/" is the site as it was, and .contentlint/ the site's own rules and schemas.
 *
 * Must hold: findings point into their texts; the same input gives the same bytes, on one thread and on two; a part of
 * the files has the findings that the whole has there; JSON is JSON, and no report has control characters. */
#include <string.h>

#include "base/ignore.h"
#include "fuzz_site.h"
#include "hugo/hugo.h"
#include "lint/changed.h"
#include "lint/check.h"
#include "lint/rules.h"
#include "lint/settings.h"
#include "report/report.h"

#define NOW           1780000000 /* May 2026 */
#define INPUT_MAX     65536
#define NO_FOLDER     "/contentlint-fuzz-has-no-folder"
#define ARGUMENTS_MAX 512

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);
bool __wrap_process_run(struct arena *arena, const char *const *argv, struct process *process,
                        struct error *error);

static struct arena
    base_arena; /* libFuzzer's interface has no place for what is made once and read by each run */
static struct lint *base;
static const struct memory_tree *git;

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    struct error error = {0};
    (void)argc, (void)argv;
    require(lint_open(&base_arena, &(struct lint_options){.no_config = true, .now = NOW}, &base, &error));
    for (size_t i = 0; i < base->rule_count; i++) base->rules[i].markdown.len = 0; /* it makes SARIF long */
    return 0;
}

/* ---- git, whose answers are files of the input: "git/cat-file --batch" ---------------------------------------- */

static struct str git_answer(struct arena *arena, const char *const *argv) {
    struct buf line = {.arena = arena};
    for (size_t i = 0; argv[i]; i++) buf_printf(&line, "%s ", argv[i]);
    for (size_t i = 0; git && i < git->count; i++) {
        struct str name = str_printf(arena, " %.*s ", STR_FMT(git->files[i].path));
        if (str_find(buf_str(&line), name) < line.len) return git->files[i].text;
    }
    return (struct str){0};
}

/* The linker puts it in the place of process_run (tests/fuzz.sh). */
bool __wrap_process_run(struct arena *arena, const char *const *argv, struct process *process,
                        struct error *error) {
    struct str answer = git_answer(arena, argv);
    for (size_t i = 0; argv[i]; i++)
        if (strcmp(argv[i], "--show-toplevel") == 0) answer = STR(NO_FOLDER "\n");
    process->output = answer.ptr ? answer : STR("");
    process->complaint = STR("fatal: no answer\n");
    process->status = answer.ptr ? 0 : 1;
    if (process->output.len <= process->max) return true;
    return error_set(error, (struct str){0}, 0, "git wrote too much");
}

/* ---- one site ------------------------------------------------------------------------------------------------ */

struct world { /* one run over the input */
    struct arena arena;
    struct memory_tree now, before, git, own; /* own: .contentlint/ */
    struct tree tree;
    struct str config, ignore, diff;
    struct lint *lint;
    bool own_lint; /* rules and schemas of its own, not the base's */
    unsigned threads;
    struct buf out;
};

static void sort_out(struct world *world, const struct fuzz_site *site) {
    static const char *const folders[] = {"before/", "git/", ".contentlint/"};
    struct memory_tree *const trees[] = {&world->before, &world->git, &world->own, &world->now};
    for (size_t i = 0; i < site->files.count; i++) {
        const struct memory_file *file = &site->files.files[i];
        size_t k = 0, cut = 0;
        while (k < ARRAY_LEN(folders) && !str_starts(file->path, str_from(folders[k]))) k++;
        if (k < ARRAY_LEN(folders)) cut = strlen(folders[k]);
        fuzz_site_add(&world->arena, trees[k], str_sub(file->path, cut, file->path.len), file->text);
        if (str_eq(file->path, STR(CONFIG_NAME))) world->config = file->text;
        if (str_eq(file->path, STR(".gitignore"))) world->ignore = file->text;
        if (str_eq(file->path, STR("git/diff"))) world->diff = file->text;
    }
    world->tree = memory_tree(&world->now);
}

static int by_id(const void *a, const void *b) {
    return str_cmp(((const struct rule *)a)->id, ((const struct rule *)b)->id);
}

static bool add_own_file(struct world *world, const struct memory_file *file, struct error *error) {
    struct lint *lint = world->lint;
    if (str_starts(file->path, STR("schemas/")))
        return lint_add_schema(&world->arena, lint, file->path, file->text, error);
    if (!str_starts(file->path, STR("rules/"))) return true;
    struct rule *rule = &lint->rules[lint->rule_count];
    if (!rules_parse(&world->arena, file->path, file->text, false, rule, error)) return false;
    for (size_t i = 0; i < lint->rule_count; i++)
        if (str_eq(lint->rules[i].id, rule->id)) return true;
    lint->rule_count++;
    return true;
}

/* The base's rules, fresh, with those of the site. */
static bool make_lint(struct world *world, struct error *error) {
    struct arena *arena = &world->arena;
    struct lint *lint = world->lint;
    lint->config = (struct config){0};
    lint->schemas = lint->page_types = (struct map){0};
    lint->rules = ARENA_ARRAY(arena, struct rule, base->rule_count + SITE_FILES_MAX);
    for (size_t i = 0; i < base->rule_count; i++) {
        lint->rules[i] = base->rules[i];
        lint->rules[i].data = NULL;
        memset(&lint->rules[i].settings, 0, sizeof lint->rules[i].settings);
        lint->rules[i].severity = base->rules[i].default_severity;
    }
    lint->registry = schema_registry_new(arena, NULL);
    world->own_lint = true;
    if (!lint_add_schemas(arena, lint, error)) return false;
    for (size_t i = 0; i < world->own.count; i++)
        if (!add_own_file(world, &world->own.files[i], error)) return false;
    qsort(lint->rules, lint->rule_count, sizeof *lint->rules, by_id);
    const struct settings_text text = {STR(CONFIG_NAME), STR(CONFIG_NAME), STR(""), world->config};
    return (!world->config.ptr || settings_parse(arena, NULL, &text, &lint->config, error)) &&
           lint_configure(arena, lint, error);
}

static void end(struct world *world) {
    if (world->own_lint) {
        lint_release_rules(world->lint);
        schema_registry_free(world->lint->registry);
    }
    arena_free(&world->arena);
}

static bool load(struct world *world, const struct tree *tree, struct str version, struct site **site,
                 struct error *error) {
    struct site_options options = {.tree = tree, .now = NOW, .threads = world->threads};
    options.generator = site_generator(&world->arena, tree);
    hugo_version_parse(version, &options.version);
    return site_load(&world->arena, &options, site, error);
}

/* What an older site, in memory or as git has it, served and this one does not. */
static bool find_lost(struct world *world, const struct site *site, struct str version,
                      const struct lost_urls **lost, struct error *error) {
    struct tree tree;
    struct site *before;
    struct links *links;
    str_array gone = {0};
    if (world->git.count) {
        if (!revision_open(&world->arena, STR(""), STR("main..."), &tree, error)) return false;
    } else if (world->before.count)
        tree = memory_tree(&world->before);
    else
        return true;
    if (!load(world, &tree, version, &before, error) || !links_open(&world->arena, site, &links, error))
        return false;
    *lost = lost_find(&world->arena, before, site, links_redirects(links), &gone);
    links_close(links);
    return true;
}

/* ---- what must hold ------------------------------------------------------------------------------------------- */

static void check_place(const struct source *source, struct span span) {
    require(source && span.start <= span.end && span.end <= source->text.len);
}

static void check_related(const struct related *related, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) check_place(related[i].source, related[i].span);
}

static void check_findings(const struct lint_results *results) {
    for (size_t i = 0; i < results->count; i++) {
        const struct diagnostic *item = &results->items[i];
        check_place(item->source, item->span);
        check_related(item->related, item->related_count);
        check_related(item->flow, item->flow_count);
        for (uint32_t k = 0; k < item->edit_count; k++) check_place(item->source, item->edits[k].span);
        require(item->message.len > 0 && item->severity > SEVERITY_OFF);
    }
}

static void check_clean(struct str text) {
    for (size_t at = 0; at < text.len;) {
        uint32_t c = unicode_next(text, &at);
        require(c != UNICODE_BAD && (c >= ' ' || c == '\n' || c == '\t') && !(c >= 0x7F && c < 0xA0));
        require(!(c >= 0x202A && c <= 0x202E) && !(c >= 0x2066 && c <= 0x2069)); /* turn the line round */
    }
}

static void check_json(struct arena *arena, struct str text, bool lines) {
    struct node_options options = {.format = FORMAT_JSON};
    for (struct str rest = text; rest.len;) {
        struct str value = lines ? str_cut(&rest, '\n') : rest;
        node_errors errors = {0};
        require(node_read(arena, value, (struct span){0, (uint32_t)value.len}, &options, &errors));
        require(errors.len == 0);
        if (!lines) return;
    }
}

/* All of them on one thread; one that tells everything is enough to compare. */
static void print_reports(struct world *world, const struct lint_results *results) {
    size_t count;
    const struct report_format *formats = report_formats(&count);
    for (const struct report_format *format = formats; format < formats + count; format++) {
        bool lines = str_eq(str_from(format->name), STR("json-lines"));
        if (world->threads > 1 && !lines) continue;
        size_t start = world->out.len;
        report_print(&world->arena, &world->out, results, format, NULL);
        struct str text = {world->out.ptr + start, world->out.len - start};
        if (!lines) world->out.len = start;
        check_clean(text);
        if (format->for_machines) check_json(&world->arena, text, lines);
    }
}

static void print_urls(struct world *world, const struct site *site) {
    size_t start = world->out.len;
    report_urls(site, STR(""), false, &world->out);
    check_clean((struct str){world->out.ptr + start, world->out.len - start});
    start = world->out.len;
    report_urls(site, STR(""), true, &world->out);
    check_json(&world->arena, (struct str){world->out.ptr + start, world->out.len - start}, true);
}

/* ---- a part of the files --------------------------------------------------------------------------------------- */

static bool is_chosen(const str_array *files, struct str path) {
    for (size_t i = 0; i < files->len; i++)
        if (str_eq(files->items[i], path)) return true;
    return false;
}

/* Whether an allow-list entry is still needed is told of a whole site alone. */
static bool is_of_part(const struct diagnostic *item, const str_array *files) {
    return strcmp(item->rule->check->name, "allowance") != 0 && is_chosen(files, item->source->path);
}

static bool is_same(const struct diagnostic *a, const struct diagnostic *b) {
    return a->rule == b->rule && a->severity == b->severity && a->span.start == b->span.start &&
           a->span.end == b->span.end && str_eq(a->source->path, b->source->path) &&
           str_eq(a->message, b->message);
}

/* What stands for itself adds up; findings that share a cause are one in the whole of a run. */
static void check_part(struct world *world, const struct site *site, const struct lint_request *whole,
                       struct error *error) {
    struct lint_request request = *whole;
    struct lint_results all, part, *results = &all;
    struct lint lint = *world->lint;
    lint.options.each = true;
    size_t k = 0;
    request.whole = false;
    for (size_t i = 0; i < site->page_count; i++)
        if (site->pages[i].source.ptr && str_hash(site->pages[i].source) % 2)
            *ARRAY_PUSH(&world->arena, &request.files) = site->pages[i].source;
    if (!request.files.len) return;
    require(lint_run(&world->arena, &lint, whole, &all, error) &&
            lint_run(&world->arena, &lint, &request, &part, error));
    for (size_t i = 0; i < results->count; i++) {
        if (!is_of_part(&results->items[i], &request.files)) continue;
        while (k < part.count && !is_of_part(&part.items[k], &request.files)) k++;
        require(k < part.count && is_same(&results->items[i], &part.items[k]));
        k++;
    }
    while (k < part.count && !is_of_part(&part.items[k], &request.files)) k++;
    require(k == part.count);
}

/* ---- the run --------------------------------------------------------------------------------------------------- */

static void read_ignore(struct world *world) {
    const struct ignore *ignore = ignore_parse(&world->arena, world->ignore, STR(""), NULL);
    for (size_t i = 0; ignore && i < world->now.count; i++)
        if (ignore_match(ignore, world->now.files[i].path, false)) buf_add(&world->out, STR("ignored\n"));
}

static bool check(struct world *world, struct str version, bool parts, struct error *error) {
    struct site *site;
    struct lint_results results;
    if (!load(world, &world->tree, version, &site, error)) return false;
    print_urls(world, site);
    struct lint_request request = {.site = site, .whole = true};
    if (!find_lost(world, site, version, &request.lost, error) ||
        !lint_run(&world->arena, world->lint, &request, &results, error))
        return false;
    results.seconds = 0;
    check_findings(&results);
    print_reports(world, &results);
    if (parts) check_part(world, site, &request, error);
    return true;
}

/* What an older revision of each file would make of it: ranges in order, within its lines. */
static void compare_lines(struct world *world) {
    for (size_t i = 0; i < world->now.count; i++) {
        struct source before = {.text = world->diff}, after = {.text = world->now.files[i].text};
        struct changed_file changed = {0};
        uint32_t end = 0;
        changed_lines(&world->arena, &before, &after, &changed);
        for (size_t k = 0; k < changed.len; k++) {
            require(changed.items[k].count > 0 && changed.items[k].first > end);
            end = changed.items[k].first + changed.items[k].count - 1;
        }
        require(end <= after.line_count);
    }
}

static void run(struct world *world, const struct fuzz_site *site, unsigned threads) {
    struct error error = {0};
    world->out.arena = &world->arena;
    world->threads = threads;
    world->lint = ARENA_NEW(&world->arena, struct lint);
    *world->lint = *base;
    world->lint->options.threads = threads;
    sort_out(world, site);
    git = &world->git;
    bool own = world->config.ptr || world->own.count;
    if (world->ignore.ptr) read_ignore(world);
    if (world->diff.ptr) compare_lines(world);
    if ((own && !make_lint(world, &error)) || !check(world, site->words, threads == 1, &error)) {
        require(error.message[0] && strlen(error.message) < sizeof error.message);
        buf_printf(&world->out, "%.*s:%u: %s", STR_FMT(error.path), error.line, error.message);
    }
}

static void check_same(struct str one, struct str two) {
    size_t at = 0;
    while (at < one.len && at < two.len && one.ptr[at] == two.ptr[at]) at++;
    if (at == one.len && at == two.len) return;
    struct str a = str_sub(one, at, at + 400), b = str_sub(two, at, at + 400);
    fprintf(stderr, "on one thread: %.*s\non two: %.*s\n", STR_FMT(a), STR_FMT(b));
    require(str_eq(one, two));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena = {0};
    struct world one = {0}, two = {0};
    if (size > INPUT_MAX) return 0;
    struct fuzz_site site = fuzz_site_read(&arena, str_copy(&arena, (struct str){(const char *)data, size}));
    if (site.files.count) {
        run(&one, &site, 1);
        run(&two, &site, 2);
        check_same(buf_str(&one.out), buf_str(&two.out));
    }
    end(&one);
    end(&two);
    fuzz_site_free(&site);
    arena_free(&arena);
    return 0;
}
