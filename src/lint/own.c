/* own.c: what a site brings of its own: contentlint.yml, rules, schemas, trademark files. */
#include "lint/own.h"
#include "lint/settings.h"

/* ---- contentlint.yml -------------------------------------------------------------------------------------- */

static struct str folder_of(struct str path) {
    struct str folder = path_dir(path);
    if (folder.len) return folder;
    return str_starts(path, STR("/")) ? STR("/") : STR(".");
}

/* One that the command line names may lie anywhere; one that was found is the site's. */
static bool read_config(struct arena *arena, struct lint *lint, struct error *error) {
    const struct lint_options *o = &lint->options;
    struct str start = o->start.ptr ? o->start : STR(".");
    struct settings_text file = {.path = o->config};
    if (!file.path.ptr && !o->no_config) file.path = config_find(arena, start);
    lint->root = root_open(arena, file.path.ptr ? folder_of(file.path) : start, error);
    if (!lint->root) return false;
    if (!file.path.ptr) return true;
    file.door = path_base(file.path);
    bool read = o->config.ptr ? file_read(arena, str_c(arena, file.path), CONFIG_MAX_BYTES, &file.text, error)
                              : root_read(lint->root, arena, file.door, CONFIG_MAX_BYTES, 0, &file.text,
                                          error) == ROOT_FILE;
    if (!read && error) error->path = file.path;
    if (o->buffer.ptr && str_eq(path_clean(arena, file.path), o->buffer_path)) file.text = o->buffer;
    return read && settings_parse(arena, lint->root, &file, &lint->config, error);
}

/* Those above come before those below them, since they are sorted. */
static bool read_nested(struct arena *arena, struct lint *lint, struct error *error) {
    const struct lint_options *o = &lint->options;
    struct str start = o->start.ptr ? o->start : STR("."), real = path_real(arena, start);
    for (size_t i = 0; i < o->nested_count && !o->config.ptr && !o->no_config; i++) {
        const struct lint_nested *nested = &o->nested[i];
        struct settings_text file = {.path = path_clean(arena, path_join(arena, start, nested->path))};
        file.door = path_join(arena, real, nested->path);
        file.below = str_printf(arena, "%.*s/", STR_FMT(path_dir(nested->path)));
        file.text = str_copy(arena, nested->text);
        if (!settings_parse(arena, lint->root, &file, &lint->config, error)) return false;
    }
    return true;
}

/* ---- folders ---------------------------------------------------------------------------------------------- */

/* A file that is left out because of where it leads would be a rule that is silently off. */
static bool refuse_remarks(struct arena *arena, const struct own_folder *folder, struct error *error) {
    size_t count;
    const struct root_remark *remarks = root_remarks(folder->root, arena, &count);
    if (!count) return true;
    struct str path = remarks[0].path, start = folder->path;
    if (start.len && str_starts(path, start)) path = str_sub(path, start.len + 1, path.len);
    return error_set(error, path_join(arena, folder->shown, path), 0, "%.*s", STR_FMT(remarks[0].reason));
}

struct own_folder own_below(struct arena *arena, const struct own_folder *folder, const char *name) {
    struct str last = str_from(name);
    if (!folder->root) return (struct own_folder){0};
    return (struct own_folder){folder->root, path_join(arena, folder->path, last),
                               path_join(arena, folder->shown, last)};
}

/* rules_dir of the configuration, which a stranger may have written. */
static bool configured(struct arena *arena, const struct lint *lint, struct own_folder *folder,
                       struct error *error) {
    const struct config_file *file;
    const struct node *node = config_node(&lint->config, STR("rules_dir"), &file);
    struct str name = node_text(node, STR(""));
    *folder = (struct own_folder){lint->root, path_join(arena, path_dir(file->door), name),
                                  path_clean(arena, path_join(arena, file->folder, name))};
    enum root_answer answer = root_look(lint->root, arena, folder->path);
    if (answer == ROOT_OUTSIDE)
        return error_at(error, &file->source, node->span, "rules_dir leads out of the %s",
                        root_has_git(lint->root) ? "repository" : "folder of contentlint.yml");
    if (answer == ROOT_FAILED) return refuse_remarks(arena, folder, error);
    return answer == ROOT_FOLDER || error_set(error, folder->shown, 0, "there is no such folder");
}

/* .contentlint beside the configuration, or in the folder where one would be. */
static bool usual(struct arena *arena, const struct lint *lint, struct own_folder *rules,
                  struct own_folder *base, struct error *error) {
    struct str start = lint->options.start.ptr ? lint->options.start : STR(".");
    const struct config_file *config = config_main(&lint->config);
    struct str beside = config->folder.ptr ? config->folder : start, name = STR(".contentlint");
    struct own_folder own = {lint->root, name, path_join(arena, beside, name)};
    enum root_answer answer = root_look(lint->root, arena, name);
    if (answer == ROOT_OUTSIDE) return error_set(error, own.shown, 0, "leads out of the repository");
    if (answer == ROOT_FAILED) return refuse_remarks(arena, &own, error);
    if (answer != ROOT_FOLDER) return true;
    *base = own;
    own = own_below(arena, &own, "rules");
    if (root_look(own.root, arena, own.path) != ROOT_ABSENT) *rules = own;
    return true;
}

bool own_open(struct arena *arena, struct lint *lint, struct own_folder *rules, struct own_folder *base,
              struct error *error) {
    struct str given = lint->options.rules_dir;
    *rules = *base = (struct own_folder){0};
    if (!read_config(arena, lint, error) || !read_nested(arena, lint, error)) return false;
    if (given.ptr) {
        *rules = *base = (struct own_folder){root_open(arena, given, NULL), STR(""), given};
        return rules->root || error_set(error, given, 0, "there is no such folder");
    }
    if (!config_node(&lint->config, STR("rules_dir"), NULL))
        return lint->options.no_config || usual(arena, lint, rules, base, error);
    if (!configured(arena, lint, rules, error)) return false;
    *base = *rules;
    lint->own_folder = rules->shown;
    return true;
}

bool lint_reads(const struct lint *lint, struct str path) {
    struct arena scratch = {0};
    struct str clean = path_clean(&scratch, path);
    bool reads = str_eq(path_base(path), STR(CONFIG_NAME));
    for (struct str rest = path_dir(clean); rest.ptr;)
        reads |= str_eq(str_cut(&rest, '/'), STR(".contentlint"));
    for (size_t i = 0; i < lint->config.files.len; i++)
        reads |= str_eq(path_clean(&scratch, lint->config.files.items[i]->source.path), clean);
    struct str own = lint->own_folder.len ? path_clean(&scratch, lint->own_folder) : (struct str){0};
    reads |= own.len && str_starts(clean, own);
    arena_free(&scratch);
    return reads;
}

/* ---- files ------------------------------------------------------------------------------------------------ */

static bool has_suffix(struct str name, const char *const *suffixes) {
    while (*suffixes && !str_ends(name, str_from(*suffixes))) suffixes++;
    return *suffixes != NULL;
}

bool own_read(struct arena *arena, const struct own_folder *folder, const char *const *suffixes, size_t max,
              own_files *files, struct error *error) {
    str_array names = {0};
    if (!folder->root) return true;
    enum root_answer answer =
        root_list(folder->root, arena, folder->path, &(struct walk_options){0}, &names, error);
    if (answer == ROOT_FAILED || answer == ROOT_OUTSIDE) {
        if (error) error->path = folder->shown;
        return false;
    }
    for (size_t i = 0; i < names.len; i++) {
        struct str name = names.items[i], text;
        if (path_dir(name).len || !has_suffix(name, suffixes)) continue;
        struct str shown = path_join(arena, folder->shown, name);
        if (root_read(folder->root, arena, path_join(arena, folder->path, name), max, 0, &text, error) !=
            ROOT_FILE) {
            if (error) error->path = shown;
            return false;
        }
        *ARRAY_PUSH(arena, files) = (struct own_file){name, shown, text};
    }
    return refuse_remarks(arena, folder, error);
}
