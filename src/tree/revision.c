/* revision.c: the files of a git revision, or of the index, without a checkout. */
#include "tree/revision.h"

#include <string.h>

#define REF_MAX 255

/* A question that git may answer with no. False when git could not be asked: that is no answer. */
static bool ask(struct arena *arena, const struct revision *revision, const char *const *arguments, bool *yes,
                struct str *output, struct error *error) {
    enum { ANSWER_MAX = 1 << 16 };
    struct process process = {.max = ANSWER_MAX};
    if (!git_run(arena, &revision->git, arguments, &process, error)) {
        if (error) error->path = revision_name(revision);
        return false;
    }
    *yes = process.status == 0;
    *output = str_trim(process.output);
    return true;
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

static bool is_shallow(struct arena *arena, const struct revision *revision, bool *shallow,
                       struct error *error) {
    static const char *const arguments[] = {"rev-parse", "--is-shallow-repository", NULL};
    struct str output;
    if (!ask(arena, revision, arguments, shallow, &output, error)) return false;
    *shallow = *shallow && str_eq(output, STR("true"));
    return true;
}

/* HEAD of a branch that has no commit yet? */
static bool is_unborn(struct arena *arena, const struct revision *revision, struct str ref, bool *unborn,
                      struct error *error) {
    static const char *const arguments[] = {"symbolic-ref", "--quiet", "HEAD", NULL};
    struct str output;
    *unborn = false;
    return !(str_eq(ref, STR("HEAD")) || str_eq(ref, STR("@"))) ||
           ask(arena, revision, arguments, unborn, &output, error);
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
    bool shallow;
    if (!is_shallow(arena, revision, &shallow, error)) return false;
    if (shallow)
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
    bool yes;
    *id = NULL;
    if (!ask(arena, revision, arguments, &yes, &output, error)) return false;
    if (yes) *id = str_c(arena, output);
    if (yes) return true;
    return is_unborn(arena, revision, ref, &yes, error) && (yes || no_commit(arena, revision, ref, error));
}

/* The last commit that two have in common; absent: none. */
static bool ask_common(struct arena *arena, const struct revision *revision, const char *a, const char *b,
                       struct str *common, struct error *error) {
    const char *const arguments[] = {"merge-base", a, b, NULL};
    bool yes;
    if (!ask(arena, revision, arguments, &yes, common, error)) return false;
    if (!yes) *common = (struct str){0};
    return true;
}

/* "REF...": where the branch at HEAD left REF, as in `git diff REF...`. */
static bool find_merge_base(struct arena *arena, const struct revision *revision, char **id,
                            struct error *error) {
    struct str common;
    bool yes;
    if (!*id) return true;
    if (!ask_common(arena, revision, *id, "HEAD", &common, error)) return false;
    if (common.ptr) *id = str_c(arena, common);
    if (common.ptr) return true;
    if (!is_shallow(arena, revision, &yes, error)) return false;
    return error_set(error, revision->ref, 0, "HEAD and that revision have no commit in common%s",
                     yes ? " in this shallow clone; fetch more of both" : "");
}

static bool is_range(struct str ref) {
    return str_ends(ref, STR("..."));
}

static struct str name_of(struct str ref) {
    return is_range(ref) ? str_sub(ref, 0, ref.len - 3) : ref;
}

/* The commit of a revision; NULL for the index and for a HEAD that has none yet. */
static bool open_commit(struct arena *arena, struct str folder, struct revision *revision, char **commit,
                        struct error *error) {
    struct str ref = revision->ref;
    *commit = NULL;
    if (ref.ptr && !is_plain_ref(name_of(ref)))
        return error_set(error, ref, 0, "this is not the name of a git revision");
    if (!git_open(arena, folder, &revision->git, error)) return false;
    revision->door = root_open(arena, revision->git.root, error);
    if (!revision->door) return false;
    return !ref.ptr || (find_commit(arena, revision, name_of(ref), commit, error) &&
                        (!is_range(ref) || find_merge_base(arena, revision, commit, error)));
}

bool revision_open(struct arena *arena, struct str folder, struct str ref, struct tree *tree,
                   struct error *error) {
    struct revision *revision = ARENA_NEW(arena, struct revision);
    char *commit;
    revision->ref = ref;
    *tree = revision_tree(revision);
    if (!open_commit(arena, folder, revision, &commit, error)) return false;
    tree->root = revision->door;
    return (ref.ptr && !commit) || (revision_read_blobs(arena, revision, commit, error) &&
                                    revision_list_ignored(arena, revision, error));
}

bool revision_find(struct arena *arena, struct str folder, struct str ref, struct error *error) {
    struct revision revision = {.ref = ref};
    char *commit;
    return open_commit(arena, folder, &revision, &commit, error);
}

/* ---- what was published --------------------------------------------------------------------------------------- */

/* The commit of the default branch; absent: none is known. */
static bool find_default(struct arena *arena, const struct revision *revision, struct str *id,
                         struct error *error) {
    static const char *const names[] = {"refs/remotes/origin/HEAD", "refs/remotes/origin/main",
                                        "refs/remotes/origin/master", "refs/heads/main", "refs/heads/master"};
    *id = (struct str){0};
    for (size_t i = 0; i < ARRAY_LEN(names) && !id->ptr; i++) {
        const char *name = str_printf(arena, "%s^{commit}", names[i]).ptr;
        const char *const arguments[] = {"rev-parse", "--verify", "--quiet", name, NULL};
        bool yes;
        if (!ask(arena, revision, arguments, &yes, id, error)) return false;
        if (!yes) *id = (struct str){0};
    }
    return true;
}

static bool find_published(struct arena *arena, const struct revision *revision, struct str name,
                           struct str *id, struct error *error) {
    const struct revision named = {.git = revision->git, .ref = name};
    char *commit;
    if (!name.ptr) return find_default(arena, revision, id, error);
    if (!is_plain_ref(name)) return error_set(error, name, 0, "this is not the name of a git branch");
    bool found = find_commit(arena, &named, name, &commit, error);
    *id = str_from(found ? commit : NULL);
    return found;
}

bool revision_published(struct arena *arena, struct str folder, struct str ref, struct str published,
                        struct str *commit, struct error *error) {
    struct revision revision = {.ref = ref};
    struct str branch;
    char *id;
    *commit = (struct str){0};
    if (!open_commit(arena, folder, &revision, &id, error) ||
        !find_published(arena, &revision, published, &branch, error))
        return false;
    if (!id || !branch.ptr) return true;
    if (!ask_common(arena, &revision, id, str_c(arena, branch), commit, error)) return false;
    if (str_eq(*commit, str_from(id))) *commit = (struct str){0};
    return true;
}
