/* session.c: opens a site with its configuration and rules. */
#include "cmd/targets.h"

#include <time.h>

extern char **environ;

bool session_now(const struct arguments *arguments, int64_t *now, struct error *error) {
    struct str text = arguments_value(arguments, OPTION_NOW, (struct str){0});
    struct date date;
    *now = (int64_t)time(NULL);
    if (!text.ptr) return true;
    if (!date_parse(text, &date))
        return error_set(error, (struct str){0}, 0, "--now takes a date such as 2026-01-31, not \"%.*s\"",
                         STR_FMT(text));
    *now = date_seconds(&date);
    return true;
}

static bool read_jobs(const struct arguments *arguments, unsigned *threads, struct error *error) {
    *threads = parallel_cpus();
    return arguments_number(arguments, OPTION_JOBS, 1, threads, error);
}

bool session_lint_options(struct arena *arena, const struct arguments *arguments, struct str start,
                          struct lint_options *options, struct error *error) {
    struct str none = {0};
    *options = (struct lint_options){
        .config = arguments_value(arguments, OPTION_CONFIG, none),
        .start = start,
        .rules_dir = arguments_value(arguments, OPTION_RULES, none),
        .only = arguments_list(arena, arguments, OPTION_ONLY),
        .disable = arguments_list(arena, arguments, OPTION_DISABLE),
        .changed = arguments_value(arguments, OPTION_CHANGED, none),
        .changed_only = arguments_has(arguments, OPTION_CHANGED_ONLY),
        .external_only = arguments->command->bit == IN_LINKS,
    };
    if (options->changed_only && !options->changed.ptr)
        return error_set(error, none, 0, "--changed-only needs --changed REF");
    return session_now(arguments, &options->now, error) && read_jobs(arguments, &options->threads, error);
}

/* The option, else the version of the generator's section in the configuration; 0 leaves the guess to the site. */
static bool read_version(const struct arguments *arguments, const struct config *config, uint32_t *version,
                         struct error *error) {
    const struct generator *generator = generators_versioned();
    const struct node *section = node_get(config->tree, str_from(generator->name));
    struct str text = node_text(node_get(section, STR("version")), (struct str){0});
    text = arguments_value(arguments, OPTION_HUGO_VERSION, text);
    *version = 0;
    if (!text.ptr || generator->version(text, version)) return true;
    return error_set(error, (struct str){0}, 0,
                     "--hugo-version takes a version such as 0.131.0, not \"%.*s\"", STR_FMT(text));
}

bool session_site(struct arena *arena, const struct arguments *arguments, const struct lint *lint,
                  const struct target *target, const struct tree *tree, struct site **site,
                  struct error *error) {
    const struct node *section = node_get(lint_config(lint)->tree, str_from(generators_versioned()->name));
    struct site_options options = {
        .root = target->root,
        .generator = target->generator,
        .tree = tree,
        .environment = node_text(node_get(section, STR("environment")), (struct str){0}),
        .base_url = node_text(node_get(section, STR("base_url")), (struct str){0}),
        .env = (const char *const *)environ,
        .keep_texts = target->whole && lint_needs_body(lint),
    };
    return session_now(arguments, &options.now, error) && read_jobs(arguments, &options.threads, error) &&
           read_version(arguments, lint_config(lint), &options.version, error) &&
           site_load(arena, &options, site, error);
}

bool session_open(struct arena *arena, const struct arguments *arguments, const struct target *target,
                  const struct tree *tree, struct session *session, struct error *error) {
    struct lint_options options;
    *session = (struct session){0};
    return session_lint_options(arena, arguments, target->root, &options, error) &&
           lint_open(arena, &options, &session->lint, error) &&
           session_site(arena, arguments, session->lint, target, tree, &session->site, error);
}

void session_close(struct session *session) {
    lint_close(session->lint);
}
