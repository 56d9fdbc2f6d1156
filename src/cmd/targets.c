/* targets.c: groups the paths of the command line by site. */
#include "cmd/targets.h"

#include <unistd.h>

struct finder {
    struct arena *arena;
    const struct arguments *arguments;
    struct str here; /* the working directory, without symbolic links */
    target_list *out;
    struct error *error;
};

static struct target *target_at(struct finder *finder, struct str root, const struct generator *generator) {
    struct str absolute = path_real(finder->arena, root);
    for (size_t i = 0; i < finder->out->len; i++)
        if (str_eq(finder->out->items[i].absolute, absolute)) return &finder->out->items[i];
    struct target *target = ARRAY_PUSH(finder->arena, finder->out);
    target->absolute = absolute;
    target->root = path_relative(finder->arena, finder->here, absolute);
    target->generator = generator;
    return target;
}

/* The site a folder lies in. Without a generator, the folder of the nearest contentlint.yml is the site's. */
static struct target *target_of(struct finder *finder, struct str folder) {
    struct str given = arguments_value(finder->arguments, OPTION_ROOT, (struct str){0});
    struct site_root root = site_detect(finder->arena, given.ptr ? given : folder);
    if (given.ptr) {
        bool exact = str_eq(path_real(finder->arena, root.path), path_real(finder->arena, given));
        return target_at(finder, given, exact ? root.generator : NULL);
    }
    struct str config = site_is_plain(root.generator) ? config_find(finder->arena, folder) : (struct str){0};
    return target_at(finder, config.ptr ? path_dir(config) : root.path, root.generator);
}

static bool is_document(struct finder *finder, struct str folder) {
    struct error error = {0};
    struct root *root = root_open(finder->arena, folder, &error);
    struct str head;
    if (!root || root_read(root, finder->arena, STR("index.html"), 0, 1024, &head, &error) != ROOT_FILE)
        return false;
    head = str_lower(finder->arena, head);
    return str_find(head, STR("<!doctype html")) < head.len || str_find(head, STR("<html")) < head.len;
}

/* The folder that the generator of a site builds into, when `folder` is it or lies below it; absent: it is none. */
static struct str output_above(struct finder *finder, struct str folder) {
    struct site_root site = site_detect(finder->arena, folder);
    const char *const *outputs = site.generator ? site.generator->outputs : NULL;
    struct str real = path_real(finder->arena, folder), root = path_real(finder->arena, site.path);
    for (; outputs && *outputs; outputs++) {
        struct str output = path_join(finder->arena, root, str_from(*outputs));
        bool below = str_starts(real, output) && (real.len == output.len || real.ptr[output.len] == '/');
        if (below && is_document(finder, output)) return output;
    }
    return (struct str){0};
}

/* folder as the site names it: "" at its root, else "content/a/"; false when it lies outside. */
static bool folder_within(struct arena *arena, const struct target *target, struct str folder,
                          struct str *within) {
    struct str real = path_real(arena, folder);
    if (str_eq(real, target->absolute)) {
        *within = STR("");
        return true;
    }
    struct str root =
        str_eq(target->absolute, STR("/")) ? STR("/") : str_printf(arena, "%.*s/", STR_FMT(target->absolute));
    if (!str_starts(real, root)) return false;
    *within = str_printf(arena, "%.*s/", STR_FMT(str_sub(real, root.len, real.len)));
    return true;
}

static bool not_in_site(struct finder *finder, struct str path, const struct target *target) {
    return error_set(finder->error, path, 0, "is not in the site %.*s", STR_FMT(target->root));
}

static bool is_redirect_file(struct str path) {
    static const char *const names[] = {"netlify.toml", "vercel.json", "staticwebapp.config.json"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eq(path_base(path), str_from(names[i]))) return true;
    return false;
}

/* A hosting service's file above the sites it is for: each of them judges it. False: there are none, or an error. */
static bool add_to_sites_below(struct finder *finder, struct str folder, struct str path) {
    struct site_root *roots = NULL;
    size_t count = 0;
    if (!is_redirect_file(path) || !site_detect_all(finder->arena, folder, &roots, &count, finder->error))
        return false;
    struct str file = path_join(finder->arena, path_real(finder->arena, folder), path_base(path));
    for (size_t i = 0; i < count; i++) {
        struct target *target = target_at(finder, roots[i].path, roots[i].generator);
        *ARRAY_PUSH(finder->arena, &target->files) = path_relative(finder->arena, target->absolute, file);
    }
    return count > 0;
}

static bool add_file(struct finder *finder, struct str path) {
    struct str folder = path_dir(path), within;
    if (!folder.len) folder = str_starts(path, STR("/")) ? STR("/") : STR(".");
    bool given = arguments_has(finder->arguments, OPTION_ROOT);
    if (!given && site_is_plain(site_detect(finder->arena, folder).generator) &&
        add_to_sites_below(finder, folder, path))
        return true;
    struct target *target = target_of(finder, folder);
    if (!folder_within(finder->arena, target, folder, &within)) return not_in_site(finder, path, target);
    struct str file = str_printf(finder->arena, "%.*s%.*s", STR_FMT(within), STR_FMT(path_base(path)));
    *ARRAY_PUSH(finder->arena, &target->files) = file;
    return true;
}

/* Sites below the folder count whole; a folder within a site is a part of it. */
static bool add_folder(struct finder *finder, struct str folder) {
    struct site_root *roots = NULL;
    size_t count = 0;
    struct str within;
    if (!arguments_has(finder->arguments, OPTION_ROOT) &&
        !site_detect_all(finder->arena, folder, &roots, &count, finder->error))
        return false;
    for (size_t i = 0; i < count; i++) target_at(finder, roots[i].path, roots[i].generator)->whole = true;
    if (count) return true;
    struct str output =
        arguments_has(finder->arguments, OPTION_ROOT) ? (struct str){0} : output_above(finder, folder);
    struct target *target = output.ptr ? target_at(finder, output, NULL) : target_of(finder, folder);
    target->built = output.ptr != NULL;
    if (!folder_within(finder->arena, target, folder, &within)) return not_in_site(finder, folder, target);
    if (within.len)
        *ARRAY_PUSH(finder->arena, &target->files) = within;
    else
        target->whole = true;
    return true;
}

static bool missing(struct finder *finder, struct str path) {
    if (access(str_c(finder->arena, path), F_OK) == 0)
        return error_set(finder->error, path, 0, "is neither a file nor a folder");
    struct str names[16];
    size_t n = 0;
    for (const struct command *c = command_table; c->name; c++) names[n++] = str_from(c->name);
    struct str near = str_nearest(path, names, n);
    if (near.ptr)
        return error_set(finder->error, path, 0,
                         "no such file, folder or command; did you mean `contentlint %.*s`?", STR_FMT(near));
    return error_set(finder->error, path, 0, "no such file or folder");
}

static bool add_path(struct finder *finder, struct str path) {
    const char *name = str_c(finder->arena, path);
    struct str clean = path_clean(finder->arena, path);
    if (dir_exists(name)) return add_folder(finder, clean);
    return file_exists(name) ? add_file(finder, clean) : missing(finder, path);
}

/* Without a path: the site around the working directory, else the sites below it. */
static bool add_here(struct finder *finder) {
    struct site_root root = site_detect(finder->arena, STR("."));
    bool within = !site_is_plain(root.generator) || arguments_has(finder->arguments, OPTION_ROOT);
    if (!within) return add_folder(finder, STR("."));
    target_of(finder, STR("."))->whole = true;
    return true;
}

bool targets_find(struct arena *arena, const struct arguments *arguments, target_list *out,
                  struct error *error) {
    struct finder finder = {arena, arguments, path_real(arena, STR(".")), out, error};
    struct str input = arguments_value(arguments, OPTION_STDIN_FILENAME, (struct str){0});
    if (!finder.here.ptr) return error_set(error, STR("."), 0, "the working directory is not there");
    if (input.ptr && arguments->operands.len)
        return error_set(error, arguments->operands.items[0], 0,
                         "--stdin-filename checks that one file alone");
    if (input.ptr) return add_file(&finder, path_clean(arena, input));
    for (size_t i = 0; i < arguments->operands.len; i++)
        if (!add_path(&finder, arguments->operands.items[i])) return false;
    return arguments->operands.len > 0 || add_here(&finder);
}

bool targets_is_link(struct arena *arena, struct str path) {
    while (path.len > 1 && path.ptr[path.len - 1] == '/') path.len--;
    struct str folder = path_dir(path), name = path_base(path), real = path_real(arena, path);
    if (!folder.len) folder = str_starts(path, STR("/")) ? STR("/") : STR(".");
    if (!real.ptr || !name.len || str_eq(name, STR(".")) || str_eq(name, STR(".."))) return false;
    return !str_eq(real, path_join(arena, path_real(arena, folder), name));
}

bool targets_within(struct arena *arena, const struct target *target, struct str path, struct str *within,
                    struct error *error) {
    struct str folder = path_clean(arena, path), rest = STR("");
    bool slash = str_ends(path, STR("/"));
    while (folder.len && !dir_exists(str_c(arena, folder))) {
        rest = rest.len ? path_join(arena, path_base(folder), rest) : path_base(folder);
        folder = path_dir(folder);
    }
    if (!folder.len) folder = str_starts(path, STR("/")) ? STR("/") : STR(".");
    if (!folder_within(arena, target, folder, within))
        return error_set(error, path, 0, "is outside of the site %.*s", STR_FMT(target->root));
    *within = str_printf(arena, "%.*s%.*s%s", STR_FMT(*within), STR_FMT(rest), slash && rest.len ? "/" : "");
    if (!slash && !rest.len && within->len) within->len--;
    return true;
}
