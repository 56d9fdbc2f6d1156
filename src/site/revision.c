/* revision.c: the files of a git revision, or of the index, without a checkout. */
#include "site/revision.h"

#include <string.h>

#define REF_MAX 255

bool revision_git(struct arena *arena, const struct revision *revision, const char *const *arguments,
                  struct str input, size_t max, struct str *output, struct error *error) {
    struct process process = {.directory = revision->folder, .input = input, .max = max};
    struct str name = revision->ref.ptr ? revision->ref : STR("the index");
    if (!git_run(arena, arguments, &process, error)) {
        if (error) error->path = name;
        return false;
    }
    *output = process.output;
    return process.status == 0 || git_failed(&process, name, error);
}

/* A name git can take as a revision and not as an option, a range or a path. */
static bool is_plain_ref(struct str ref) {
    if (ref.len == 0 || ref.len > REF_MAX || ref.ptr[0] == '-') return false;
    for (size_t i = 0; i < ref.len; i++) {
        unsigned char c = (unsigned char)ref.ptr[i];
        if (c <= ' ' || c == 0x7f || strchr(":?*[\\", c)) return false;
    }
    return str_find(ref, STR("..")) == ref.len;
}

static bool is_shallow(struct arena *arena, const struct revision *revision) {
    static const char *const arguments[] = {"rev-parse", "--is-shallow-repository", NULL};
    struct str output;
    struct error ignored = {0};
    return revision_git(arena, revision, arguments, STR(""), 64, &output, &ignored) &&
           str_eq(str_trim(output), STR("true"));
}

/* HEAD of a branch that has no commit yet. */
static bool is_unborn(struct arena *arena, const struct revision *revision, struct str ref) {
    static const char *const arguments[] = {"symbolic-ref", "--quiet", "HEAD", NULL};
    struct str output;
    struct error ignored = {0};
    return (str_eq(ref, STR("HEAD")) || str_eq(ref, STR("@"))) &&
           revision_git(arena, revision, arguments, STR(""), 1 << 16, &output, &ignored);
}

static bool is_hex(struct str name) {
    for (size_t i = 0; i < name.len; i++)
        if (!strchr("0123456789abcdef", name.ptr[i])) return false;
    return name.len >= 40;
}

/* How to get what a name stands for into a shallow clone, so that the name works there. */
static struct str fetch_command(struct arena *arena, struct str name) {
    const struct str origin = STR("origin/");
    bool step = str_find_char(name, '~') < name.len || str_find_char(name, '^') < name.len ||
                str_find_char(name, '@') < name.len;
    if (step) return STR("git fetch --unshallow");
    if (is_hex(name)) return str_printf(arena, "git fetch --depth=1 origin %.*s", STR_FMT(name));
    if (!str_starts(name, origin))
        return str_printf(arena, "git fetch --depth=1 origin %.*s:%.*s", STR_FMT(name), STR_FMT(name));
    struct str branch = str_sub(name, origin.len, name.len);
    return str_printf(arena, "git fetch --depth=1 origin %.*s:refs/remotes/%.*s", STR_FMT(branch),
                      STR_FMT(name));
}

static bool no_commit(struct arena *arena, const struct revision *revision, struct str name,
                      struct error *error) {
    if (is_shallow(arena, revision))
        return error_set(error, revision->ref, 0,
                         "this shallow clone does not have that revision; fetch it first: %.*s",
                         STR_FMT(fetch_command(arena, name)));
    return error_set(error, revision->ref, 0, "there is no such revision in this git repository");
}

/* Resolves a name to a commit id; to NULL for a HEAD without a commit. */
static bool find_commit(struct arena *arena, const struct revision *revision, struct str ref, char **id,
                        struct error *error) {
    char *name = str_c(arena, str_printf(arena, "%.*s^{commit}", STR_FMT(ref)));
    const char *const arguments[] = {"rev-parse", "--verify", "--quiet", name, NULL};
    struct str output;
    struct error ignored = {0};
    *id = NULL;
    if (revision_git(arena, revision, arguments, STR(""), 256, &output, &ignored))
        *id = str_c(arena, str_trim(output));
    return *id || is_unborn(arena, revision, ref) || no_commit(arena, revision, ref, error);
}

/* "REF...": where the branch at HEAD left REF, as in `git diff REF...`. */
static bool find_merge_base(struct arena *arena, const struct revision *revision, char **id,
                            struct error *error) {
    const char *const arguments[] = {"merge-base", *id, "HEAD", NULL};
    struct str output;
    struct error ignored = {0};
    if (!*id) return true;
    if (revision_git(arena, revision, arguments, STR(""), 1 << 16, &output, &ignored)) {
        *id = str_c(arena, str_trim(output));
        return true;
    }
    return error_set(error, revision->ref, 0, "HEAD and that revision have no commit in common%s",
                     is_shallow(arena, revision) ? " in this shallow clone; fetch more of both" : "");
}

static bool find_prefix(struct arena *arena, struct revision *revision, struct error *error) {
    static const char *const arguments[] = {"rev-parse", "--show-prefix", NULL};
    struct process process = {.directory = revision->folder, .max = 1 << 16};
    if (!git_run(arena, arguments, &process, error)) return false;
    if (process.status) return git_failed(&process, str_from(revision->folder), error);
    while (str_ends(process.output, STR("\n"))) process.output.len--;
    revision->prefix = process.output;
    return true;
}

static bool find_root(struct arena *arena, struct revision *revision, struct error *error) {
    static const char *const arguments[] = {"rev-parse", "--show-toplevel", NULL};
    struct str output;
    if (!revision_git(arena, revision, arguments, STR(""), 1 << 16, &output, error)) return false;
    while (str_ends(output, STR("\n"))) output.len--;
    revision->root = output;
    revision->door = root_open(arena, output, error);
    return revision->door != NULL;
}

static bool is_range(struct str ref) {
    return str_ends(ref, STR("..."));
}

static struct str name_of(struct str ref) {
    return is_range(ref) ? str_sub(ref, 0, ref.len - 3) : ref;
}

static bool open_ref(struct arena *arena, struct revision *revision, char **commit, struct error *error) {
    return find_commit(arena, revision, name_of(revision->ref), commit, error) &&
           (!is_range(revision->ref) || find_merge_base(arena, revision, commit, error));
}

bool revision_open(struct arena *arena, struct str folder, struct str ref, struct tree *tree,
                   struct error *error) {
    struct revision *revision = ARENA_NEW(arena, struct revision);
    char *commit = NULL;
    revision->folder = str_c(arena, folder.len ? folder : STR("."));
    revision->ref = ref;
    *tree = revision_tree(revision);
    if (ref.ptr && !is_plain_ref(name_of(ref)))
        return error_set(error, ref, 0, "this is not the name of a git revision");
    if (!find_prefix(arena, revision, error) || !find_root(arena, revision, error)) return false;
    tree->root = revision->door;
    if (ref.ptr && !open_ref(arena, revision, &commit, error)) return false;
    return (ref.ptr && !commit) || revision_read_blobs(arena, revision, commit, error);
}
