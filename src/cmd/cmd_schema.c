/* cmd_schema.c: `contentlint schema infer`, `check` and `print`. */
#include "cmd/targets.h"
#include "schema/schema.h"

struct samples {
    struct arena *arena;
    ARRAY_OF(struct schema_sample) list;
    str_array taxonomies;
    ARRAY_OF(struct session *) sessions;
};

/* ---- infer ----------------------------------------------------------------------------------------------- */

static void add_taxonomies(struct samples *samples, const struct site *site) {
    static const struct str usual[] = {{"tags", 4}, {"categories", 10}};
    const str_array *own = site->taxonomies;
    for (size_t i = 0; own && i < own->len; i++)
        *ARRAY_PUSH(samples->arena, &samples->taxonomies) = own->items[i];
    for (size_t i = 0; !own && i < ARRAY_LEN(usual); i++)
        *ARRAY_PUSH(samples->arena, &samples->taxonomies) = usual[i];
}

static bool is_wanted(const struct target *target, struct str source) {
    if (target->whole) return true;
    for (size_t i = 0; i < target->files.len; i++) {
        struct str file = target->files.items[i];
        if (str_ends(file, STR("/")) ? str_starts(source, file) : str_eq(source, file)) return true;
    }
    return false;
}

/* The pages of a site that were named; one that several mounts or languages show counts once. */
static void add_pages(struct samples *samples, const struct target *target, const struct site *site) {
    struct str last = {0};
    for (size_t i = 0; i < site->page_count; i++) {
        const struct site_page *page = &site->pages[i];
        bool again = last.ptr && str_eq(page->source, last);
        if (!page->page || !page->page->front || again || !is_wanted(target, page->source)) continue;
        last = page->source;
        *ARRAY_PUSH(samples->arena, &samples->list) = (struct schema_sample){
            .path = path_clean(samples->arena, path_join(samples->arena, target->root, page->source)),
            .root = page->page->front};
    }
}

/* syllabus.yaml and the like: the whole file is the value. */
static bool add_data(struct samples *samples, struct str path, enum format format, struct error *error) {
    struct str text;
    node_errors errors = {0};
    struct node_options options = {.format = format};
    if (!file_read(samples->arena, str_c(samples->arena, path), FILE_MAX_BYTES, &text, error)) return false;
    struct span all = {0, (uint32_t)text.len};
    const struct node *root = node_read(samples->arena, text, all, &options, &errors);
    if (errors.len)
        return error_set(error, path, text_line(text, errors.items[0].span.start), "%.*s",
                         STR_FMT(errors.items[0].message));
    *ARRAY_PUSH(samples->arena, &samples->list) = (struct schema_sample){.path = path, .root = root};
    return true;
}

static bool data_format(struct str path, enum format *format) {
    struct str suffix = path_ext(path);
    *format = str_eq(suffix, STR(".json"))   ? FORMAT_JSON
              : str_eq(suffix, STR(".toml")) ? FORMAT_TOML
                                             : FORMAT_YAML;
    return *format != FORMAT_YAML || str_eq(suffix, STR(".yaml")) || str_eq(suffix, STR(".yml"));
}

/* Data files are read at once, pages are left to their site. */
static bool split_operands(struct samples *samples, struct arguments *arguments, struct error *error) {
    str_array pages = {0};
    for (size_t i = 1; i < arguments->operands.len; i++) {
        struct str path = arguments->operands.items[i];
        enum format format;
        if (!data_format(path, &format))
            *ARRAY_PUSH(samples->arena, &pages) = path;
        else if (!add_data(samples, path, format, error))
            return false;
    }
    arguments->operands = pages;
    return true;
}

/* The samples are of the session, which stays open. */
static bool add_site(struct samples *samples, const struct arguments *arguments, const struct target *target,
                     struct error *error) {
    struct session *session;
    const struct site *site;
    if (!open_session(samples->arena, arguments, target, NULL, false, &session, error)) return false;
    *ARRAY_PUSH(samples->arena, &samples->sessions) = session;
    if (!session_site(session, &site, error)) return false;
    add_pages(samples, target, site);
    add_taxonomies(samples, site);
    /* A schema of the pages that happened to be readable would be taken for one of all. */
    return open_complete(samples->arena, site, error);
}

static bool add_sites(struct samples *samples, const struct arguments *arguments, struct error *error) {
    target_list targets = {0};
    if (!targets_find(samples->arena, arguments, &targets, error)) return false;
    for (size_t i = 0; i < targets.len; i++)
        if (!add_site(samples, arguments, &targets.items[i], error)) return false;
    return true;
}

static int infer_from(struct samples *samples, struct arguments *arguments, struct error *error) {
    bool named = arguments->operands.len > 1;
    if (!split_operands(samples, arguments, error)) return output_error(error);
    if ((!named || arguments->operands.len > 0) && !add_sites(samples, arguments, error))
        return output_error(error);
    if (samples->list.len == 0) {
        error_set(error, (struct str){0}, 0, "no page with front matter is among these");
        return output_error(error);
    }
    struct str text =
        schema_infer(samples->arena, samples->list.items, samples->list.len, &samples->taxonomies);
    return output_text(text) ? STATUS_CLEAN : STATUS_TROUBLE;
}

static int infer(struct arena *arena, struct arguments *arguments, struct error *error) {
    struct samples samples = {.arena = arena};
    int status = infer_from(&samples, arguments, error);
    for (size_t i = 0; i < samples.sessions.len; i++) session_close(samples.sessions.items[i]);
    return status;
}

/* ---- check ----------------------------------------------------------------------------------------------- */

static int check(struct arena *arena, const struct arguments *arguments, struct error *error) {
    struct lint_options options;
    struct lint *lint = NULL;
    struct buf out = {.arena = arena};
    size_t passed = 0, failed = 0;
    str_array files = {0};
    for (size_t i = 1; i < arguments->operands.len; i++)
        *ARRAY_PUSH(arena, &files) = arguments->operands.items[i];
    bool good = open_lint_options(arena, arguments, STR("."), &options, error) &&
                lint_open(arena, &options, &lint, error) &&
                lint_check_schemas(arena, lint, &files, &out, &passed, &failed, error);
    lint_close(lint);
    if (!good) return output_error(error);
    buf_printf(&out, "%zu passed, %zu failed\n", passed, failed);
    if (!output_text(buf_str(&out))) return STATUS_TROUBLE;
    return failed ? STATUS_FINDINGS : STATUS_CLEAN;
}

/* ---- print ----------------------------------------------------------------------------------------------- */

static int print(struct arena *arena, const struct arguments *arguments, struct error *error) {
    struct lint_options options;
    struct lint *lint = NULL;
    struct buf out = {.arena = arena};
    struct json_writer json = {.out = &out, .indent = true};
    const struct node *schema = NULL;
    struct str type = arguments->operands.len > 1 ? arguments->operands.items[1] : (struct str){0};
    if (arguments->operands.len > 2)
        error_set(error, (struct str){0}, 0, "schema print takes one type");
    else if (open_lint_options(arena, arguments, STR("."), &options, error) &&
             lint_open(arena, &options, &lint, error))
        schema = lint_print_schema(arena, lint, type, error);
    if (schema) json_node(&json, NULL, schema);
    error_keep(error);
    lint_close(lint);
    if (!schema) return output_error(error);
    buf_add_char(&out, '\n');
    return output_text(buf_str(&out)) ? STATUS_CLEAN : STATUS_TROUBLE;
}

int cmd_schema(struct arena *arena, const struct arguments *arguments) {
    struct error error = {0};
    struct arguments own = *arguments;
    struct str verb = own.operands.len ? own.operands.items[0] : STR("");
    if (str_eq(verb, STR("infer"))) return infer(arena, &own, &error);
    if (str_eq(verb, STR("check"))) return check(arena, &own, &error);
    if (str_eq(verb, STR("print"))) return print(arena, &own, &error);
    error_set(&error, (struct str){0}, 0, "schema takes `infer PATH…`, `check [FILE…]` or `print [TYPE]`");
    return output_error(&error);
}
