/* built.c: which build of the site is asked: the one that is named, else one that lies there and is newer than its sources. */
#include "session/parts.h"

/* What a configuration names is read only where the site's own files are. */
static bool is_within(const struct session *session, struct arena *arena, const struct config_file *file,
                      struct str folder, struct error *error) {
    struct root *root = root_open(arena, session->options.root, error);
    struct str absolute = path_join(arena, path_real(arena, STR(".")), folder);
    if (!root) return false;
    if (root_look(root, arena, absolute) != ROOT_OUTSIDE) return true;
    return error_set(error, file->source.path, 0, "built leads out of the %s, to %.*s; --built may",
                     root_has_git(root) ? "repository" : "site's folder", STR_FMT(folder));
}

/* ---- a build that lies there ---- */

static bool is_newer(struct root *root, struct arena *arena, struct str path, int64_t than) {
    int64_t changed = 0;
    return path.len && root_time(root, arena, path, &changed) && changed >= than;
}

/* Is all that the site was read from older? */
static bool is_up_to_date(const struct site *site, struct arena *arena, int64_t built) {
    struct root *root = site->tree.root;
    for (size_t i = 0; i < site->page_count; i++)
        if (is_newer(root, arena, site->pages[i].source, built)) return false;
    for (size_t i = 0; i < site->config_source_count; i++)
        if (is_newer(root, arena, site->config_sources[i]->path, built)) return false;
    return true;
}

/* A build of this checkout, which git does not keep, and which is newer than its sources; absent: there is none. */
static struct str find_output(const struct session *session, struct arena *arena, const struct site *site) {
    struct str none = {0};
    const char *const *outputs = site->generator->outputs;
    struct arena scratch = arena_within(arena);
    bool disk = site->tree.root && !session->options.tree && !session->files.count;
    for (; disk && outputs && *outputs; outputs++) {
        struct str file = path_join(&scratch, str_from(*outputs), STR("index.html"));
        int64_t built = 0;
        if (!root_time(site->tree.root, &scratch, file, &built)) continue;
        bool kept =
            root_has_git(site->tree.root) && !ignores_has(ignores_open(&scratch, site->tree.root), file);
        if (!kept && is_up_to_date(site, &scratch, built)) {
            none = path_join(arena, site->root, str_from(*outputs));
            break;
        }
    }
    arena_free(&scratch);
    return none;
}

/* The folder that the option or the configuration names. */
bool session_built(struct session *session, struct arena *arena, const struct site *site,
                   struct lint_built **built, struct error *error) {
    struct lint_built_options options = {.folder = session->options.built};
    const struct config_file *file = NULL;
    struct str configured = config_folder(arena, lint_config(session->lint), "built", &file);
    *built = NULL;
    if (!options.folder.ptr && configured.ptr && !session->options.itself_built) {
        if (!is_within(session, arena, file, configured, error)) return false;
        options.folder = configured;
    }
    if (str_eq(options.folder, STR("none"))) return true;
    if (!options.folder.ptr && !session->options.itself_built) {
        options.folder = find_output(session, arena, site);
        options.found = options.folder.ptr != NULL;
    }
    return !options.folder.ptr || lint_built_open(arena, session->lint, &options, built, error);
}
