#include <stdlib.h>
#include <string.h>

#include "site/site.h"

#define REF_MAX    255
#define LIST_MAX   (256u << 20) /* bytes of `git ls-tree` output */
#define GIT_PREFIX "git", "--no-pager", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"

struct blob {
    struct str path; /* from the repository's root */
    struct str id;
    uint64_t size;
    struct str text; /* absent until read */
};
struct revision {
    const char *folder; /* git runs here */
    struct str ref;
    struct str prefix;           /* of folder in the repository: "" or "site/" */
    ARRAY_OF(struct blob) blobs; /* sorted by path */
};

/* Runs git; false when it could not be started or wrote too much. *status is git's. */
static bool run_git(struct arena *arena, const struct revision *revision, const char *const *argv,
                    struct str input, size_t max, struct str *output, int *status, struct error *error) {
    if (process_run(arena, argv, revision->folder, input, max, output, status, error)) return true;
    if (error) error->path = revision->ref;
    return false;
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
    const char *argv[] = {GIT_PREFIX, "rev-parse", "--is-shallow-repository", NULL};
    struct str output;
    struct error ignored = {0};
    int status;
    return run_git(arena, revision, argv, (struct str){0}, 64, &output, &status, &ignored) && status == 0 &&
           str_eq(str_trim(output), STR("true"));
}

/* Resolves ref to a commit id. */
static bool find_commit(struct arena *arena, const struct revision *revision, char **id,
                        struct error *error) {
    char *name = str_c(arena, str_printf(arena, "%.*s^{commit}", STR_FMT(revision->ref)));
    const char *argv[] = {GIT_PREFIX, "rev-parse", "--verify", "--quiet", name, NULL};
    struct str output;
    int status;
    if (!run_git(arena, revision, argv, (struct str){0}, 256, &output, &status, error)) return false;
    if (status == 0) {
        *id = str_c(arena, str_trim(output));
        return true;
    }
    if (is_shallow(arena, revision))
        return error_set(
            error, revision->ref, 0,
            "this shallow clone does not have that revision; fetch it first: git fetch --depth=1 "
            "origin %.*s",
            STR_FMT(revision->ref));
    return error_set(error, revision->ref, 0, "there is no such revision in this git repository");
}

static bool find_prefix(struct arena *arena, struct revision *revision, struct error *error) {
    const char *argv[] = {GIT_PREFIX, "rev-parse", "--show-prefix", NULL};
    struct str output;
    int status;
    if (!run_git(arena, revision, argv, (struct str){0}, 1 << 16, &output, &status, error)) return false;
    if (status) return error_set(error, str_from(revision->folder), 0, "not inside a git repository");
    while (output.len && output.ptr[output.len - 1] == '\n') output.len--;
    revision->prefix = output;
    return true;
}

/* One entry of `git ls-tree -r -l -z`: "<mode> <type> <id> <size>\t<path>". Links and submodules are left
 * out. */
static void read_entry(struct arena *arena, struct revision *revision, struct str entry) {
    struct str path = entry, head = str_cut(&path, '\t');
    struct str mode = str_cut(&head, ' ');
    bool regular = str_eq(mode, STR("100644")) || str_eq(mode, STR("100755")) || str_eq(mode, STR("100664"));
    if (!path.ptr || !regular) return;
    str_cut(&head, ' ');
    struct blob *blob = ARRAY_PUSH(arena, &revision->blobs);
    blob->path = path;
    blob->id = str_cut(&head, ' ');
    blob->size = strtoull(str_c(arena, str_trim(head)), NULL, 10);
}

static int by_path(const void *a, const void *b) {
    return str_cmp(((const struct blob *)a)->path, ((const struct blob *)b)->path);
}

static bool list_blobs(struct arena *arena, struct revision *revision, const char *commit,
                       struct error *error) {
    const char *argv[] = {GIT_PREFIX, "ls-tree", "-r", "-l", "-z", "--full-tree", commit, NULL};
    struct str rest;
    int status;
    if (!run_git(arena, revision, argv, (struct str){0}, LIST_MAX, &rest, &status, error)) return false;
    if (status) return error_set(error, revision->ref, 0, "git ls-tree failed with status %d", status);
    while (rest.len) read_entry(arena, revision, str_cut(&rest, '\0'));
    if (revision->blobs.len) qsort(revision->blobs.items, revision->blobs.len, sizeof(struct blob), by_path);
    return true;
}

/* Files the model and the rules read; the others only have to exist. */
static bool is_text_file(struct str path) {
    static const char *const extensions[] = {".md",   ".markdown", ".mdown", ".html",   ".htm",   ".org",
                                             ".adoc", ".asciidoc", ".ad",    ".rst",    ".yaml",  ".yml",
                                             ".toml", ".json",     ".pdc",   ".gotmpl", ".pandoc"};
    struct str extension = path_ext(path);
    for (size_t i = 0; i < ARRAY_LEN(extensions); i++)
        if (str_eq_nocase(extension, str_from(extensions[i]))) return true;
    return str_eq(path_base(path), STR("_redirects"));
}

/* Moves past one answer of `git cat-file --batch`, "<id> <type> <size>\n<bytes>\n"; absent for a missing
 * object. */
static struct str next_answer(struct arena *arena, struct str *rest) {
    struct str head = str_cut(rest, '\n');
    str_cut(&head, ' ');
    struct str type = str_cut(&head, ' ');
    if (!str_eq(type, STR("blob")) || !head.ptr || !rest->ptr) return (struct str){0};
    size_t size = (size_t)strtoull(str_c(arena, head), NULL, 10);
    if (size >= rest->len) return (struct str){0};
    struct str text = str_sub(*rest, 0, size);
    *rest = str_sub(*rest, size + 1, rest->len);
    return text;
}

static bool is_wanted(const struct revision *revision, const struct blob *blob) {
    return blob->size <= FILE_MAX_BYTES && str_starts(blob->path, revision->prefix) &&
           is_text_file(blob->path);
}

static bool read_blobs(struct arena *arena, struct revision *revision, struct error *error) {
    const char *argv[] = {GIT_PREFIX, "cat-file", "--batch", NULL};
    struct buf ids = {.arena = arena};
    for (size_t i = 0; i < revision->blobs.len; i++)
        if (is_wanted(revision, &revision->blobs.items[i])) {
            buf_add(&ids, revision->blobs.items[i].id);
            buf_add_char(&ids, '\n');
        }
    struct str rest;
    int status;
    if (!run_git(arena, revision, argv, buf_str(&ids), REVISION_MAX_BYTES, &rest, &status, error))
        return false;
    if (status) return error_set(error, revision->ref, 0, "git cat-file failed with status %d", status);
    for (size_t i = 0; i < revision->blobs.len; i++) {
        struct blob *blob = &revision->blobs.items[i];
        if (is_wanted(revision, blob)) blob->text = next_answer(arena, &rest);
    }
    return true;
}

/* path below folder as git names it, "site/content/a.md"; "" for the repository's root. */
static struct str full_path(struct arena *arena, const struct revision *revision, struct str path) {
    struct str full =
        path_clean(arena, str_printf(arena, "%.*s%.*s", STR_FMT(revision->prefix), STR_FMT(path)));
    return str_eq(full, STR(".")) ? STR("") : full;
}

/* The first blob whose path is not before `path`. */
static size_t lower_bound(const struct revision *revision, struct str path) {
    size_t low = 0, high = revision->blobs.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(revision->blobs.items[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool revision_list(void *state, struct arena *arena, struct str dir, str_array *files,
                          struct error *error) {
    (void)error;
    const struct revision *revision = state;
    struct str folder = full_path(arena, revision, dir);
    if (folder.len) folder = str_printf(arena, "%.*s/", STR_FMT(folder));
    for (size_t i = lower_bound(revision, folder); i < revision->blobs.len; i++) {
        struct str path = revision->blobs.items[i].path;
        if (!str_starts(path, folder)) break;
        *ARRAY_PUSH(arena, files) = str_sub(path, folder.len, path.len);
    }
    return true;
}

static bool read_one(struct arena *arena, const struct revision *revision, const struct blob *blob,
                     struct str *text, struct error *error) {
    const char *argv[] = {GIT_PREFIX, "cat-file", "blob", str_c(arena, blob->id), NULL};
    int status;
    if (!run_git(arena, revision, argv, (struct str){0}, FILE_MAX_BYTES, text, &status, error)) return false;
    return status == 0 || error_set(error, blob->path, 0, "git cat-file failed with status %d", status);
}

static bool revision_read(void *state, struct arena *arena, struct str path, struct str *text,
                          struct error *error) {
    const struct revision *revision = state;
    struct str full = full_path(arena, revision, path);
    size_t at = lower_bound(revision, full);
    if (error) error->message[0] = '\0';
    if (at == revision->blobs.len || !str_eq(revision->blobs.items[at].path, full)) return false;
    const struct blob *blob = &revision->blobs.items[at];
    *text = blob->text;
    return blob->text.ptr || read_one(arena, revision, blob, text, error);
}

bool revision_open(struct arena *arena, struct str folder, struct str ref, struct tree *tree,
                   struct error *error) {
    struct revision *revision = ARENA_NEW(arena, struct revision);
    char *commit = NULL;
    revision->folder = str_c(arena, folder.len ? folder : STR("."));
    revision->ref = ref;
    if (!is_plain_ref(ref)) return error_set(error, ref, 0, "this is not the name of a git revision");
    if (!find_prefix(arena, revision, error) || !find_commit(arena, revision, &commit, error)) return false;
    if (!list_blobs(arena, revision, commit, error) || !read_blobs(arena, revision, error)) return false;
    *tree = (struct tree){.state = revision, .list = revision_list, .read = revision_read};
    return true;
}
