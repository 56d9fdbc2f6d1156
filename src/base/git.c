#include "base/file_open.h"

#include <assert.h>

enum { FILE_OF_GIT_MAX = 1 << 20, PATIENCE = 120 };

/* What the repository's configuration names, a stranger's in an archive or a shared folder, is never run. The commands
 * that git_run allows use no filter, textconv, external diff, editor or alias; this is what is left. */
static const char *const options[] = {
    "git",
    "--no-pager",
    "--literal-pathspecs",
    "--no-replace-objects", /* an object is what its id says */
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.fsmonitor=", /* before git 2.36 the value is a command: none */
    "-c",
    "fetch.bundleURI=", /* see below */
};

/* A missing object is an error and never fetched: GIT_NO_LAZY_FETCH holds from git 2.45 on and in the security releases
 * of 2.39 to 2.44. Older ones start the fetch, but have no protocol that is allowed (since 2.3), and no bundle to ask
 * for first. Of what a hook has in its environment, the index and the objects count; which repository it is we know. */
static const char *const environment[] = {
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_NO_LAZY_FETCH=1",
    "GIT_ALLOW_PROTOCOL=",
    "GIT_OPTIONAL_LOCKS=0",
    "GIT_TERMINAL_PROMPT=0",
    "GIT_GRAFT_FILE=/dev/null/none",
    "LC_ALL=C", /* git_failed reads what it says */
    NULL,
};

struct str git_root(struct arena *arena, struct str real) {
    for (struct str at = real; at.len > 0; at = path_dir(at)) {
        struct stat status;
        const char *git = str_c(arena, path_join(arena, at, STR(".git")));
        if (file_is_there(stat(git, &status) == 0, git)) return at;
    }
    return (struct str){0};
}

bool git_levels(struct arena *arena, struct str folder, unsigned *levels) {
    struct str real = path_real(arena, folder), root = real.ptr ? git_root(arena, real) : real;
    *levels = 0;
    for (struct str at = real; root.ptr && at.len > root.len; at = path_dir(at)) (*levels)++;
    return root.ptr != NULL;
}

/* ---- configuration ----------------------------------------------------------------------------------------- */

/* A value without its quotes and comment. */
static struct str plain_value(struct arena *arena, struct str value) {
    struct buf out = {.arena = arena};
    bool quoted = false;
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        if (c == '"')
            quoted = !quoted;
        else if (c == '\\' && i + 1 < value.len)
            buf_add_char(&out, value.ptr[++i]);
        else if (!quoted && (c == '#' || c == ';'))
            break;
        else
            buf_add_char(&out, c);
    }
    return str_trim(buf_str(&out));
}

struct str git_config(struct arena *arena, struct str text, struct str section, struct str key) {
    struct str found = {0};
    bool inside = false;
    while (text.ptr) {
        struct str line = str_trim(str_cut(&text, '\n'));
        if (str_starts(line, STR("["))) {
            size_t end = str_find_char(line, ']');
            inside = !section.ptr || str_eq_nocase(str_trim(str_sub(line, 1, end)), section);
            line = str_sub(line, end < line.len ? end + 1 : end, line.len);
        }
        struct str value = line, name = str_trim(str_cut(&value, '='));
        if (inside && value.ptr && str_eq_nocase(name, key)) found = plain_value(arena, str_trim(value));
    }
    return found;
}

/* ---- the repository ---------------------------------------------------------------------------------------- */

/* Does a path, or the nearest folder above it that is there, lie in a folder, both followed through links? */
static bool is_within(struct arena *arena, struct str folder, struct str path) {
    struct str real = path_real(arena, path);
    while (!real.ptr && path.len) {
        path = path_dir(path);
        real = path.len ? path_real(arena, path) : real;
    }
    return real.ptr && str_starts(real, folder) && (real.len == folder.len || real.ptr[folder.len] == '/');
}

static struct str read_file(struct arena *arena, struct str folder, struct str name) {
    struct str text = STR("");
    struct error ignored = {0};
    if (folder.ptr)
        file_read(arena, str_c(arena, path_join(arena, folder, name)), FILE_OF_GIT_MAX, &text, &ignored);
    return text;
}

/* Where a path leads that stands in a file of the git directory. */
static struct str led_to(struct arena *arena, struct str directory, struct str path) {
    while (str_ends(path, STR("\n")) || str_ends(path, STR("\r"))) path.len--;
    return path.len ? path_real(arena, path_join(arena, directory, path)) : (struct str){0};
}

/* A linked work tree's directory names its .git file; that of a submodule, or a separate one, the work tree. */
static bool names_root(struct arena *arena, const struct git *git) {
    struct str back = led_to(arena, git->directory, read_file(arena, git->directory, STR("gitdir")));
    struct str config = read_file(arena, git->directory, STR("config"));
    struct str tree = git_config(arena, config, STR("core"), STR("worktree"));
    struct str root = led_to(arena, git->directory, tree.ptr ? tree : STR(""));
    return (back.ptr && str_eq(back, path_join(arena, git->root, STR(".git")))) ||
           (root.ptr && str_eq(root, git->root));
}

/* Do the parts that hold the history lie in the directory? Other repositories' objects are reached by their ids alone. */
static bool has_own_parts(struct arena *arena, const struct git *git) {
    static const char *const parts[] = {"objects", "refs", "packed-refs", "reftable"};
    if (!is_within(arena, git->common, git->directory)) return false;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        if (!is_within(arena, git->common, path_join(arena, git->common, str_from(parts[i])))) return false;
    return is_within(arena, git->directory, path_join(arena, git->directory, STR("HEAD")));
}

/* Where .git leads, a folder, a file "gitdir: PATH" or a link to one of them; absent: nowhere. */
static struct str directory_of(struct arena *arena, struct str root) {
    const struct str before = STR("gitdir: ");
    struct str dot = path_join(arena, root, STR(".git"));
    if (dir_exists(str_c(arena, dot))) return path_real(arena, dot);
    struct str text = read_file(arena, root, STR(".git"));
    if (!str_starts(text, before)) return (struct str){0};
    struct str led = led_to(arena, root, str_sub(text, before.len, text.len));
    return led.ptr && dir_exists(str_c(arena, led)) ? led : (struct str){0};
}

static bool find_directory(struct arena *arena, struct git *git, struct error *error) {
    struct str dot = path_join(arena, git->root, STR(".git"));
    git->directory = directory_of(arena, git->root);
    struct str common = read_file(arena, git->directory, STR("commondir"));
    git->common = common.len ? led_to(arena, git->directory, common) : git->directory;
    if (!git->common.ptr || !dir_exists(str_c(arena, path_join(arena, git->common, STR("objects")))))
        return error_set(error, dot, 0, "is not a git repository and leads to none");
    bool inside = is_within(arena, git->root, git->directory);
    if ((inside || names_root(arena, git)) && has_own_parts(arena, git)) return true;
    return error_set(error, dot, 0, "leads to a git repository that is not this folder's");
}

bool git_open(struct arena *arena, struct str folder, struct git *git, struct error *error) {
    struct str real = path_real(arena, folder);
    *git = (struct git){.root = real.ptr ? git_root(arena, real) : real};
    if (!git->root.ptr)
        return error_set(error, folder, 0, "not a git repository: no folder from here up has .git");
    struct str below = str_sub(real, git->root.len, real.len);
    if (str_starts(below, STR("/"))) below = str_sub(below, 1, below.len);
    git->prefix = below.len ? str_printf(arena, "%.*s/", STR_FMT(below)) : STR("");
    return find_directory(arena, git, error);
}

bool git_is_partial(struct arena *arena, const struct git *git) {
    struct str text = read_file(arena, git->common, STR("config"));
    return git_config(arena, text, (struct str){0}, STR("promisor")).ptr != NULL ||
           git_config(arena, text, STR("extensions"), STR("partialclone")).ptr != NULL;
}

/* ---- running ------------------------------------------------------------------------------------------------- */

bool git_run(struct arena *arena, const struct git *git, const char *const *arguments,
             struct process *process, struct error *error) {
    const char *argv[ARRAY_LEN(options) + 2 + GIT_ARGUMENTS_MAX + 1];
    size_t count = 0;
    for (size_t i = 0; i < ARRAY_LEN(options); i++) argv[count++] = options[i];
    argv[count++] = str_printf(arena, "--git-dir=%.*s", STR_FMT(git->directory)).ptr;
    argv[count++] = str_printf(arena, "--work-tree=%.*s", STR_FMT(git->root)).ptr;
    for (size_t i = 0; arguments[i]; i++) {
        assert(i < GIT_ARGUMENTS_MAX);
        argv[count++] = arguments[i];
    }
    argv[count] = NULL;
    process->directory = str_c(arena, git->root);
    process->environment = environment;
    process->patience = PATIENCE;
    return process_run(arena, argv, process, error);
}

/* The first line that says why: warnings come before it. */
static struct str reason(struct str complaint) {
    struct str said = {0};
    while (complaint.ptr && (!said.len || str_starts(said, STR("warning: "))))
        said = str_trim(str_cut(&complaint, '\n'));
    return said;
}

bool git_failed(const struct process *process, struct str path, struct error *error) {
    struct str said = reason(process->complaint);
    if (str_starts(said, STR("fatal: "))) said = str_sub(said, 7, said.len);
    if (!said.len) return error_set(error, path, 0, "git failed with status %d", process->status);
    return error_set(error, path, 0, "git: %.*s", STR_FMT(said));
}
