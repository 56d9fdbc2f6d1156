/* examples.c: runs the Bad and Good examples of rules, each a tiny site with that rule alone. */
#include "lint/check.h"
#include "lint/rules.h"
#include "lint/settings.h"

#include <stdio.h>

#define SCHEMAS ".contentlint/schemas/"

struct trial { /* one example being run */
    struct arena *arena;
    const struct lint *base;
    const struct rule *rule;
    const struct example *example;
    const struct source *source; /* the file that has it */
};

static bool is_config(struct str name) {
    return str_eq(name, STR(CONFIG_NAME));
}

#define BEFORE "before/" /* folder of an example's older revision, for rules about what has changed */

/* The example's files; its contentlint.yml is taken out into *config, those of the older revision into *before. */
static struct memory_tree read_files(const struct trial *trial, struct str *config,
                                     struct memory_tree *before) {
    const struct example *e = trial->example;
    struct memory_tree files = {.files = ARENA_ARRAY(trial->arena, struct memory_file, e->files.len + 1)};
    before->files = ARENA_ARRAY(trial->arena, struct memory_file, e->files.len + 1);
    for (size_t i = 0; i < e->files.len; i++) {
        const struct example_file *f = &e->files.items[i];
        if (is_config(f->name))
            *config = f->text;
        else if (str_starts(f->name, STR(BEFORE)))
            before->files[before->count++] =
                (struct memory_file){str_sub(f->name, sizeof(BEFORE) - 1, f->name.len), f->text};
        else
            files.files[files.count++] =
                (struct memory_file){f->name.len ? f->name : STR("page.md"), f->text};
    }
    return files;
}

/* Rules about other rules' findings need those rules. */
static bool needs_all(const struct rule *rule) {
    struct str check = str_from(rule->check->name);
    return str_eq(check, STR("suppression")) || str_eq(check, STR("allowance"));
}

/* Schemas of the example's own, in a registry that lives no longer than the example. */
static bool add_schemas(const struct trial *trial, struct lint *lint, struct error *error) {
    lint->registry = schema_registry_new(trial->arena, NULL);
    lint->schemas = (struct map){0};
    if (!lint_add_schemas(trial->arena, lint, error)) return false;
    for (size_t i = 0; i < trial->example->files.len; i++) {
        const struct example_file *f = &trial->example->files.items[i];
        if (str_starts(f->name, STR(SCHEMAS)) &&
            !lint_add_schema(trial->arena, lint, f->name, f->text, error))
            return false;
    }
    return true;
}

static bool make_lint(const struct trial *trial, struct str config, struct lint *lint, struct error *error) {
    struct rule *rules = ARENA_ARRAY(trial->arena, struct rule, trial->base->rule_count);
    *lint = *trial->base;
    lint->options.only = lint->options.disable = (str_array){0};
    lint->options.threads = 1;
    lint->config = (struct config){0};
    lint->registry = NULL;
    lint->rules = rules;
    lint->rule_count = 0;
    for (size_t i = 0; i < trial->base->rule_count; i++) {
        const struct rule *rule = &trial->base->rules[i];
        if (rule != trial->rule && !needs_all(trial->rule)) continue;
        struct rule *copy = &rules[lint->rule_count++];
        *copy = *rule;
        copy->data = NULL;
        copy->settings.items = NULL;
        copy->settings.len = copy->settings.cap = 0;
        copy->severity = rule->default_severity;
        if (rule == trial->rule && copy->severity == SEVERITY_OFF) copy->severity = SEVERITY_WARNING;
    }
    const struct settings_text text = {.path = STR(CONFIG_NAME), .door = STR(CONFIG_NAME), .text = config};
    if (config.ptr && !settings_parse(trial->arena, NULL, &text, &lint->config, error)) return false;
    return add_schemas(trial, lint, error) && lint_configure(trial->arena, lint, error);
}

static size_t count_findings(const struct trial *trial, const struct lint_results *results) {
    size_t n = 0;
    for (size_t i = 0; i < results->count; i++) n += str_eq(results->items[i].rule->id, trial->rule->id);
    return n;
}

/* What the older revision serves and the example doesn't; NULL when there is none. */
static bool find_lost(const struct trial *trial, const struct site *site, const struct site_options *options,
                      struct memory_tree *before, const struct lost_urls **lost, struct error *error) {
    struct site *older;
    struct links *links;
    str_array gone = {0};
    struct site_options older_options = *options;
    struct tree tree;
    if (!before || !before->count) return true;
    tree = memory_tree(before);
    older_options.tree = &tree;
    if (!site_load(trial->arena, &older_options, &older, error) ||
        !links_open(trial->arena, site, &links, error))
        return false;
    *lost = lost_find(trial->arena, older, site, links_redirects(links), &gone);
    return true;
}

static bool run_site(const struct trial *trial, const struct lint *lint, const struct site_options *options,
                     struct memory_tree *before, size_t *found, struct error *error) {
    struct site *site;
    struct lint_results results;
    if (!site_load(trial->arena, options, &site, error)) return false;
    struct lint_request request = {.site = site, .whole = true};
    struct lint_built_options build = {.tree = options->tree};
    build.folder = config_folder(trial->arena, &lint->config, "built", NULL);
    struct lint_built *built = NULL;
    if (build.folder.ptr && !build.tree) build.folder = path_join(trial->arena, site->root, build.folder);
    if (build.folder.ptr && !lint_built_open(trial->arena, lint, &build, &built, error)) return false;
    request.built = built;
    if (!find_lost(trial, site, options, before, &request.lost, error)) return false;
    if (!lint_run(trial->arena, lint, &request, &results, error)) return false;
    *found = count_findings(trial, &results);
    if (results.files_checked) return true;
    return error_set(error, (struct str){0}, 0, "the example has no page that is checked");
}

static bool run_memory(const struct trial *trial, size_t *found, struct error *error) {
    struct str config = {0};
    struct lint lint;
    struct memory_tree before = {0};
    struct memory_tree files = read_files(trial, &config, &before);
    struct tree tree = memory_tree(&files);
    struct site_options options = {.tree = &tree, .generator = site_generator(trial->arena, &tree)};
    options.now = trial->base->options.now;
    bool done =
        make_lint(trial, config, &lint, error) && run_site(trial, &lint, &options, &before, found, error);
    lint_release_rules(&lint);
    schema_registry_free(lint.registry);
    return done;
}

static bool run_folder(const struct trial *trial, size_t *found, struct error *error) {
    struct str folder = trial->example->folder, config = {0};
    struct lint lint;
    struct str path = path_join(trial->arena, folder, STR(CONFIG_NAME));
    struct root *here = root_open(trial->arena, STR("."), error);
    if (!here) return false;
    if (root_look(here, trial->arena, folder) != ROOT_FOLDER)
        return error_set(error, folder, 0, "there is no such folder");
    if (root_read(here, trial->arena, path, CONFIG_MAX_BYTES, 0, &config, error) == ROOT_FAILED) return false;
    struct site_root root = site_detect(trial->arena, folder);
    struct site_options options = {
        .root = root.path, .generator = root.generator, .now = trial->base->options.now};
    bool done =
        make_lint(trial, config, &lint, error) && run_site(trial, &lint, &options, NULL, found, error);
    lint_release_rules(&lint);
    schema_registry_free(lint.registry);
    return done;
}

static bool run_trial(const struct trial *trial, struct buf *out) {
    const struct example *e = trial->example;
    struct error error = {0};
    size_t found = 0;
    /* `network: true`: only another host could show it; tests/crawl_commands.c does. */
    if (e->bad && node_is_true(node_get(trial->rule->options, STR("network")))) return true;
    bool ran = e->folder.ptr ? run_folder(trial, &found, &error) : run_memory(trial, &found, &error);
    if (ran && e->bad == (found > 0)) return true;
    buf_printf(out, "%.*s:%u: ", STR_FMT(trial->source->path), text_line(trial->source->text, e->offset));
    if (!ran)
        buf_printf(out, "the example cannot run: %s\n", error.message);
    else if (e->bad)
        buf_printf(out, "a Bad example has no finding of %.*s\n", STR_FMT(trial->rule->id));
    else
        buf_printf(out, "a Good example has %zu findings of %.*s\n", found, STR_FMT(trial->rule->id));
    return false;
}

/* The folders that built-in rules name are part of contentlint's own repository: elsewhere those examples are left out. */
static bool run_rule(const struct lint *lint, const struct rule *rule, struct buf *out, size_t *count) {
    struct arena arena = {0};
    example_array examples = {0};
    bool held = true, have[2] = {false, false};
    rules_examples(&arena, rule, &examples);
    for (size_t i = 0; i < examples.len; i++) {
        struct trial trial = {.arena = &arena, .base = lint, .rule = rule, .example = &examples.items[i]};
        trial.source = &rule->source;
        have[examples.items[i].bad] = true;
        if (rule->built_in && examples.items[i].folder.ptr && !dir_exists("fixtures")) continue;
        held &= run_trial(&trial, out);
        ++*count;
    }
    if (!have[0] || !have[1])
        buf_printf(out, "%.*s: a rule needs an example under '## %s'\n", STR_FMT(rule->source.path),
                   have[1] ? "Good" : "Bad");
    arena_free(&arena);
    return held && have[0] && have[1];
}

/* ---- owners of trademarks -------------------------------------------------------------------------------------- */

/* A page of which the site says that the owner's rules hold for it. */
static bool run_owner_example(const struct lint *lint, const struct owner *owner,
                              const struct owner_example *of, struct buf *out) {
    struct arena arena = {0};
    const struct rule *rule = rules_find(lint->rules, lint->rule_count, of->rule);
    struct example example = {.bad = of->bad, .offset = of->span.start};
    struct str config =
        str_printf(&arena, "types:\n  - {files: '**', trademarks: [%.*s]}\n", STR_FMT(owner->id));
    *ARRAY_PUSH(&arena, &example.files) = (struct example_file){STR(CONFIG_NAME), config};
    *ARRAY_PUSH(&arena, &example.files) = (struct example_file){STR("page.md"), of->text};
    struct trial trial = {&arena, lint, rule, &example, &owner->file};
    bool held = rule && run_trial(&trial, out);
    if (!rule)
        buf_printf(out, "%.*s:%u: there is no rule '%.*s'\n", STR_FMT(owner->file.path),
                   text_line(owner->file.text, of->span.start), STR_FMT(of->rule));
    arena_free(&arena);
    return held;
}

static bool run_owners(const struct lint *lint, bool built_in, struct buf *out, size_t *count) {
    bool held = true;
    for (size_t i = 0; i < lint->marks.owner_count; i++) {
        const struct owner *owner = &lint->marks.owners[i];
        if (owner->built_in && !built_in) continue;
        for (size_t k = 0; k < owner->examples.len; k++, ++*count)
            held &= run_owner_example(lint, owner, &owner->examples.items[k], out);
    }
    return held;
}

bool lint_examples(struct arena *arena, const struct lint *lint, bool built_in, struct buf *out,
                   size_t *count, struct error *error) {
    bool held = true;
    (void)arena, (void)error;
    *count = 0;
    for (size_t i = 0; i < lint->rule_count; i++)
        if (built_in || !lint->rules[i].built_in) held &= run_rule(lint, &lint->rules[i], out, count);
    return held & run_owners(lint, built_in, out, count);
}
