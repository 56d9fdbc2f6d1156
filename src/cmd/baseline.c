/* baseline.c: --baseline, the file with findings that are known. */
#include "cmd/baseline.h"

/* ---- where it is ----------------------------------------------------------------------------------------------- */

/* --baseline none: what is known is told, and mended, too. A file of that name is ./none. */
static bool is_none(const struct arguments *arguments) {
    return str_eq(arguments_value(arguments, OPTION_BASELINE, (struct str){0}), STR("none"));
}

/* Of --baseline from the working directory, of the configuration from its folder; else beside the site. */
static bool find_path(struct arena *arena, const struct arguments *arguments, const struct target *target,
                      const struct config *config, struct baseline_file *file, struct error *error) {
    const struct config_file *source = NULL;
    struct str name = arguments_value(arguments, OPTION_BASELINE, (struct str){0}), folder = STR(".");
    if (is_none(arguments)) return error_set(error, name, 0, "--baseline has to name a file here");
    const struct node *node = name.ptr ? NULL : config_node(config, STR("baseline"), &source);
    file->given = name.ptr || node;
    if (node) name = node_text(node, STR(BASELINE_NAME)), folder = source->folder;
    if (!file->given) name = STR(BASELINE_NAME), folder = target->root;
    file->path = path_clean(arena, path_join(arena, folder, name));
    struct str above = path_dir(file->path);
    file->folder = path_real(arena, above.len ? above : file->path.ptr[0] == '/' ? STR("/") : STR("."));
    if (!file->folder.ptr) return error_set(error, file->path, 0, "its folder is not there");
    if (!node) return true;
    struct root *root = root_open(arena, folder, error);
    if (!root) return false;
    if (root_look(root, arena, name) != ROOT_OUTSIDE) return true;
    return error_at(error, &source->source, node->span, "the baseline leads out of the %s",
                    root_has_git(root) ? "repository" : "site's folder");
}

/* A path of the file as the site has it. */
static struct str to_site(struct arena *arena, const struct target *target, const struct baseline_file *file,
                          struct str path) {
    bool plain = str_eq(file->folder, target->absolute) && !str_starts(path, STR("/")) &&
                 !str_starts(path, STR(".")) && str_find(path, STR("/.")) == path.len;
    return plain ? path : path_relative(arena, target->absolute, path_join(arena, file->folder, path));
}

static void all_to_site(struct arena *arena, const struct target *target, const struct baseline_file *file,
                        struct baseline *baseline) {
    for (size_t i = 0; i < baseline->rows.len; i++) {
        struct baseline_row *row = &baseline->rows.items[i];
        bool again = i && str_eq(row->path, row[-1].path);
        row->path = again ? row[-1].path : to_site(arena, target, file, row->path);
    }
    for (size_t i = 0; i < baseline->pages.len; i++)
        baseline->pages.items[i].path = to_site(arena, target, file, baseline->pages.items[i].path);
}

/* Through a door of its own, which the repository around it bounds. */
static bool read_text(struct arena *arena, struct baseline_file *file, struct str *text,
                      struct error *error) {
    struct root *root = root_open(arena, file->folder, error);
    struct str name = path_base(file->path);
    if (!root) return false;
    enum root_answer answer = root_read(root, arena, name, BASELINE_MAX_BYTES, 0, text, error);
    file->there = answer == ROOT_FILE;
    if (answer == ROOT_FILE || answer == ROOT_ABSENT) return true;
    error->path = file->path;
    return false;
}

static bool find(struct arena *arena, const struct arguments *arguments, const struct target *target,
                 struct session *session, struct baseline_file *file, struct error *error) {
    const struct lint *lint;
    *file = (struct baseline_file){0};
    return session_lint(session, &lint, error) &&
           find_path(arena, arguments, target, lint_config(lint), file, error);
}

static bool read_file(struct arena *arena, const struct target *target, struct baseline_file *file,
                      struct error *error) {
    struct str text = {0};
    if (!read_text(arena, file, &text, error) ||
        !baseline_read(arena, file->path, text, &file->baseline, error))
        return false;
    all_to_site(arena, target, file, &file->baseline);
    return true;
}

bool baseline_open(struct arena *arena, const struct arguments *arguments, const struct target *target,
                   struct session *session, struct baseline_file *file, struct error *error) {
    return find(arena, arguments, target, session, file, error) && read_file(arena, target, file, error);
}

bool baseline_for_run(struct past *past, struct baseline **baseline, struct error *error) {
    struct baseline_file *file = &past->baseline;
    *baseline = NULL;
    if (is_none(past->arguments)) {
        *file = (struct baseline_file){0};
        return true;
    }
    if (!find(past->arena, past->arguments, past->target, past->session, file, error)) return false;
    if (!file->given) return true; /* one that nobody asked for is not read */
    if (!read_file(past->arena, past->target, file, error)) return false;
    *baseline = &file->baseline;
    return file->there || error_set(error, file->path, 0,
                                    "there is no such baseline; `contentlint baseline write` makes it");
}

struct str baseline_text(struct arena *arena, const struct target *target, const struct baseline_file *file,
                         struct baseline *rows) {
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < rows->rows.len; i++) {
        struct str *path = &rows->rows.items[i].path;
        *path = path_relative(arena, file->folder, path_join(arena, target->absolute, *path));
    }
    for (size_t i = 0; i < rows->pages.len; i++) {
        struct str *path = &rows->pages.items[i].path;
        *path = path_relative(arena, file->folder, path_join(arena, target->absolute, *path));
    }
    baseline_print(rows, &out);
    return buf_str(&out);
}

/* ---- what is said of it ------------------------------------------------------------------------------------------ */

/* The file as it was; empty when it was not there, or was no baseline. */
static struct baseline read_then(struct past *past, const struct site *then) {
    struct baseline old = {0};
    struct str text = {0}, path;
    struct error ignored = {0};
    const struct tree *tree = &then->tree;
    path = path_relative(past->arena, past->target->absolute,
                         path_join(past->arena, past->baseline.folder, path_base(past->baseline.path)));
    bool read = tree->read_large
                    ? tree->read_large(tree->state, past->arena, path, BASELINE_MAX_BYTES, &text, &ignored)
                    : tree->read(tree->state, past->arena, path, &text, &ignored);
    if (!read || !baseline_read(past->arena, path, text, &old, &ignored)) return (struct baseline){0};
    all_to_site(past->arena, past->target, &past->baseline, &old);
    return old;
}

/* Findings that rows hide which the change itself brought: a stranger's branch may bring some. */
static size_t count_added(struct past *past, const struct site *then) {
    struct baseline old = read_then(past, then);
    struct map known = {0};
    size_t added = 0;
    for (size_t i = 0; i < old.rows.len; i++)
        map_put(past->arena, &known, baseline_key(past->arena, &old.rows.items[i]), past);
    for (size_t i = 0; i < past->baseline.baseline.rows.len; i++) {
        const struct baseline_row *row = &past->baseline.baseline.rows.items[i];
        added += row->used && !map_get(&known, baseline_key(past->arena, row));
    }
    return added;
}

void baseline_note(struct past *past, const struct lint_request *request, struct lint_results *results) {
    const struct site *then = request->past && results->baselined ? past_known(past, OPTION_CHANGED) : NULL;
    size_t added = then ? count_added(past, then) : 0, stale = results->stale;
    struct str path = past->baseline.path;
    if (added)
        lint_note(
            past->arena, results,
            str_printf(past->arena,
                       "%.*s: %zu finding%s of this run %s not told because of rows that the change adds",
                       STR_FMT(path), added, added == 1 ? "" : "s", added == 1 ? "is" : "are"));
    if (stale)
        lint_note(
            past->arena, results,
            str_printf(
                past->arena,
                "%.*s: for %zu row%s nothing is found any more; `contentlint baseline prune` takes %s out",
                STR_FMT(path), stale, stale == 1 ? "" : "s", stale == 1 ? "it" : "them"));
}
