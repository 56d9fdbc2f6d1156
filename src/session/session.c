/* session.c: rules, configuration and site, opened and brought up to date. */
#include "session/parts.h"

bool session_open(const struct session_options *options, struct session **out, struct error *error) {
    struct arena arena = {0};
    const struct lint *lint;
    struct session *session = ARENA_NEW(&arena, struct session);
    session->arena = arena;
    session->options = *options;
    session->site_stale = true;
    if (!options->once && !options->brief) session->kept = lint_kept_new(&session->arena);
    *out = session;
    if (session_lint(session, &lint, error)) return true;
    error_keep(error);
    session_close(session);
    *out = NULL;
    return false;
}

void session_close_lint(struct session *session) {
    lint_close(session->lint);
    session->lint = NULL;
    arena_free(&session->lint_memory);
}

void session_forget_nested(struct session *session) {
    session->options.lint.nested = NULL;
    session->options.lint.nested_count = 0;
    arena_free(&session->nested_memory);
}

void session_close(struct session *session) {
    if (!session) return;
    lint_kept_free(session->kept);
    session_close_lint(session);
    session_forget_nested(session);
    for (size_t i = 0; i < session->buffers.len; i++) arena_free(&session->buffers.items[i].arena);
    struct arena *all[] = {&session->site_memory[0], &session->site_memory[1], &session->strange_memory,
                           &session->buffers_memory, &session->answer_memory,  &session->told_memory};
    for (size_t i = 0; i < ARRAY_LEN(all); i++) arena_free(all[i]);
    struct arena arena = session->arena; /* it lies in there itself */
    arena_free(&arena);
}

/* A configuration that has a buffer. */
static void use_buffer(struct session *session, struct lint_options *options) {
    struct arena *arena = &session->lint_memory;
    for (size_t i = 0; i < session->buffers.len; i++) {
        const struct buffer *buffer = &session->buffers.items[i];
        struct str path = path_clean(arena, path_join(arena, session->options.root, buffer->path));
        bool named = options->config.ptr && str_eq(path, path_clean(arena, options->config));
        bool above =
            str_starts(buffer->path, STR("../")) || !path_dir(buffer->path).len; /* not of a sub-folder */
        if (!named && !(above && str_eq(path_base(path), STR(CONFIG_NAME)))) continue;
        options->buffer = buffer->text;
        options->buffer_path = path;
    }
}

bool session_lint(struct session *session, const struct lint **lint, struct error *error) {
    if (!session->lint) arena_free(&session->lint_memory); /* of one that could not be opened */
    struct lint_options options = session->options.lint;
    if (!session->lint) use_buffer(session, &options);
    bool open = session->lint || lint_open(&session->lint_memory, &options, &session->lint, error);
    *lint = session->lint;
    return open;
}

/* ---- the site ------------------------------------------------------------------------------------------------- */

/* The option, else the version of the generator's section in the configuration; 0 leaves the guess to the site. */
static bool read_version(const struct session *session, uint32_t *version, struct error *error) {
    const struct generator *generator = generators_versioned();
    const struct node *section = config_node(lint_config(session->lint), str_from(generator->name), NULL);
    struct str text = node_text(node_get(section, STR("version")), (struct str){0});
    if (session->options.version.ptr) text = session->options.version;
    *version = 0;
    if (!text.ptr || generator->version(text, version)) return true;
    return error_set(error, (struct str){0}, 0,
                     "--hugo-version takes a version such as 0.131.0, not \"%.*s\"", STR_FMT(text));
}

/* The generator that the option or the configuration names, in place of the one that was found. */
static bool choose_generator(const struct session *session, const struct config *config,
                             const struct generator **generator, struct error *error) {
    struct str name = node_text(config_node(config, STR("generator"), NULL), (struct str){0});
    if (session->options.itself_built) name = (struct str){0};
    if (session->options.maker.ptr) name = session->options.maker;
    return !name.ptr || generators_named(name, generator, error);
}

static bool load(struct session *session, struct arena *arena, const struct tree *tree,
                 const struct generator *generator, struct site **site, struct error *error) {
    const struct config *config = lint_config(session->lint);
    const struct node *section = config_node(config, str_from(generators_versioned()->name), NULL);
    const struct session_options *o = &session->options;
    if (!choose_generator(session, config, &generator, error)) return false;
    struct site_options options = {
        .root = o->root,
        .generator = generator,
        .tree = tree,
        .environment = node_text(node_get(section, STR("environment")), (struct str){0}),
        .base_url = node_text(node_get(section, STR("base_url")), (struct str){0}),
        .env = o->env,
        .now = o->lint.now,
        .threads = o->lint.threads,
        .keep_texts = o->once && lint_needs_body(session->lint),
    };
    return read_version(session, &options.version, error) && site_load(arena, &options, site, error);
}

bool session_load(struct session *session, struct arena *arena, const struct tree *tree,
                  const struct generator *generator, struct site **site, struct error *error) {
    const struct lint *lint;
    return session_lint(session, &lint, error) && load(session, arena, tree, generator, site, error);
}

bool session_below(struct session *session, struct arena *arena, struct tree *tree, struct error *error) {
    bool keep = session->options.once && lint_needs_body(session->lint);
    if (session->options.tree) *tree = *session->options.tree;
    return session->options.tree || tree_disk(arena, session->options.root, keep, tree, error);
}

static bool load_own(struct session *session, struct arena *arena, struct site **site, struct error *error) {
    struct tree *below = ARENA_NEW(arena, struct tree), *tree = ARENA_NEW(arena, struct tree);
    if (!session_below(session, arena, below, error)) return false;
    *tree = overlay_tree(arena, below, &session->files);
    return load(session, arena, session->kept || session->files.count ? tree : below,
                session->options.generator, site, error);
}

static bool is_nested(const struct lint_options *options, const struct lint_nested *nested, size_t count) {
    bool same = options->nested_count == count;
    for (size_t i = 0; i < count && same; i++)
        same = str_eq(options->nested[i].path, nested[i].path) &&
               str_eq(options->nested[i].text, nested[i].text);
    return same;
}

/* The files of the site say which of its folders have a configuration: where there are others than before, rules and
 * configuration are opened once more. */
static bool read_nested(struct session *session, struct arena *arena, const struct site *site,
                        struct error *error) {
    struct lint_options *options = &session->options.lint;
    struct lint_nested *nested = NULL;
    const struct lint *lint;
    size_t count = 0;
    if (options->config.ptr || options->no_config) return true;
    if (!lint_find_nested(arena, site, &nested, &count, error)) return false;
    if (is_nested(options, nested, count)) return true;
    session_close_lint(session);
    session_forget_nested(session);
    struct lint_nested *copies = ARENA_ARRAY(&session->nested_memory, struct lint_nested, count + 1);
    for (size_t i = 0; i < count; i++) {
        copies[i].path = str_copy(&session->nested_memory, nested[i].path);
        copies[i].text = str_copy(&session->nested_memory, nested[i].text);
    }
    options->nested = copies;
    options->nested_count = count;
    session->all_stale = true;
    return session_lint(session, &lint, error);
}

/* Is one of the changed files no page, neither before nor now? Then it may be anything. */
static bool is_strange(const struct session *session, const struct site *now) {
    for (size_t i = 0; i < session->strange.len; i++) {
        const struct site_page *page = site_page_of(now, session->strange.items[i]);
        if (!page || !page->page) return true;
    }
    return false;
}

bool session_renew(struct session *session, struct error *error) {
    struct arena *memory = &session->site_memory[1 - session->site_at];
    struct site *site = NULL;
    const struct lint *lint;
    if (!session_lint(session, &lint, error)) return false;
    if (!session->site_stale) return true;
    struct lint_built *built = NULL;
    if (!load_own(session, memory, &site, error) || !read_nested(session, memory, site, error) ||
        !session_built(session, memory, site, &built, error)) {
        error_keep(error);
        arena_free(memory);
        return false;
    }
    /* What is kept looks at the old site a last time. */
    if (session->kept) lint_kept_renew(session->kept, session->all_stale || is_strange(session, site));
    arena_free(&session->site_memory[session->site_at]);
    session->site_at = 1 - session->site_at;
    session->site = site;
    session->built = built;
    session->site_stale = session->all_stale = false;
    session->strange = (str_array){0};
    arena_free(&session->strange_memory);
    return true;
}

bool session_site(struct session *session, const struct site **site, struct error *error) {
    bool loaded = session_renew(session, error);
    *site = session->site;
    return loaded;
}

bool session_links(struct session *session, struct links **links, struct error *error) {
    return session_renew(session, error) &&
           lint_kept_links(session->kept, session->lint, session->site, links, error);
}

const struct page *session_page(struct session *session, struct arena *arena, const struct site_page *page) {
    return lint_kept_page(session->kept, arena, session->site, page);
}

bool session_run(struct session *session, struct arena *arena, const struct lint_request *request,
                 struct lint_results *results, struct error *error) {
    struct lint_request own = *request;
    if (!session_renew(session, error)) return false;
    own.site = session->site;
    own.built = session->built;
    own.kept = session->kept;
    return lint_run(arena, session->lint, &own, results, error);
}
