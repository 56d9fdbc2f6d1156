/* revision_blobs.c: what git keeps of a revision or of the index. */
#include <assert.h>
#include <stdlib.h>

#include "tree/revision.h"

static int by_path(const void *a, const void *b) {
    const struct blob *x = a, *y = b;
    int order = str_cmp(x->path, y->path);
    return order ? order : str_cmp(x->id, y->id);
}

/* ---- objects that are not here ----------------------------------------------------------------------------- */

static bool objects_missing(struct arena *arena, const struct revision *revision, struct error *error) {
    struct str name = revision_name(revision);
    if (git_is_partial(arena, &revision->git))
        return error_set(error, name, 0,
                         "this partial clone does not have all files of that revision; fetch them first: "
                         "git fetch --refetch --no-filter");
    return error_set(error, name, 0, "objects of that revision are missing; git fsck says which");
}

/* git failed: in a partial clone, because of them. */
static bool explain(struct arena *arena, const struct revision *revision, struct error *error) {
    return git_is_partial(arena, &revision->git) && objects_missing(arena, revision, error);
}

/* ---- the list of files ------------------------------------------------------------------------------------ */

/* A tree made by hand may have names that git never checks out, as "../x" or ".git/config": none of the files. */
static bool is_proper(struct str path) {
    while (path.ptr) {
        struct str name = str_cut(&path, '/');
        if (!name.len || str_eq(name, STR(".")) || str_eq(name, STR("..")) ||
            str_eq_nocase(name, STR(".git")))
            return false;
    }
    return true;
}

static void add_entry(struct arena *arena, struct revision *revision, struct str mode, struct str id,
                      struct str path) {
    if (str_eq(mode, STR("160000"))) { /* a submodule */
        *ARRAY_PUSH(arena, &revision->disk) = str_printf(arena, "%.*s/", STR_FMT(path));
        return;
    }
    bool link = str_eq(mode, STR("120000"));
    if (!link && !str_starts(mode, STR("100"))) return;
    *ARRAY_PUSH(arena, &revision->blobs) = (struct blob){.path = path, .id = id, .link = link};
}

/* "<mode> <type> <id>\t<path>" of ls-tree, "<mode> <id> <stage>\t<path>" of ls-files: of a merge, our side (2). */
static void read_entry(struct arena *arena, struct revision *revision, struct str entry, bool index) {
    struct str path = entry, head = str_cut(&path, '\t');
    struct str mode = str_cut(&head, ' '), second = str_cut(&head, ' ');
    bool other = index && !str_eq(head, STR("0")) && !str_eq(head, STR("2"));
    if (path.ptr && !other && is_proper(path)) add_entry(arena, revision, mode, index ? second : head, path);
}

/* A tree made by hand may have a name twice: the file is there once. */
static void drop_repeated(struct revision *revision) {
    struct blob *blobs = revision->blobs.items;
    size_t kept = 0;
    for (size_t i = 0; i < revision->blobs.len; i++)
        if (!kept || !str_eq(blobs[kept - 1].path, blobs[i].path)) blobs[kept++] = blobs[i];
    revision->blobs.len = kept;
}

static bool list_blobs(struct arena *arena, struct revision *revision, const char *commit,
                       struct error *error) {
    const char *const of_commit[] = {"ls-tree", "-r", "-z", "--full-tree", commit, NULL};
    static const char *const of_index[] = {"ls-files", "-s", "-z", NULL};
    struct str rest;
    if (!revision_git(arena, revision, commit ? of_commit : of_index, STR(""), REVISION_MAX_LIST, &rest,
                      error))
        return explain(arena, revision, error);
    while (rest.len) read_entry(arena, revision, str_cut(&rest, '\0'), !commit);
    if (revision->blobs.len) qsort(revision->blobs.items, revision->blobs.len, sizeof(struct blob), by_path);
    drop_repeated(revision);
    return true;
}

bool revision_list_ignored(struct arena *arena, struct revision *revision, struct error *error) {
    static const char *const arguments[] = {"ls-files",           "-z",          "--others", "--ignored",
                                            "--exclude-standard", "--directory", NULL};
    struct str rest;
    if (!revision_git(arena, revision, arguments, STR(""), REVISION_MAX_LIST, &rest, error)) return false;
    while (rest.len) *ARRAY_PUSH(arena, &revision->disk) = str_cut(&rest, '\0');
    return true;
}

size_t revision_lower_bound(const struct revision *revision, struct str path) {
    size_t low = 0, high = revision->blobs.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(revision->blobs.items[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    assert(low < 2 || str_cmp(revision->blobs.items[low - 2].path, revision->blobs.items[low - 1].path) < 0);
    return low;
}

struct blob *revision_blob(const struct revision *revision, struct str path) {
    size_t at = revision_lower_bound(revision, path);
    if (at == revision->blobs.len || !str_eq(revision->blobs.items[at].path, path)) return NULL;
    return &revision->blobs.items[at];
}

/* ---- their texts ------------------------------------------------------------------------------------------- */

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

/* Links wherever they are: one within the site may lead out of its folder. */
static bool is_wanted(const struct revision *revision, const struct blob *blob) {
    return blob->link || (str_starts(blob->path, revision->git.prefix) && is_text_file(blob->path));
}

/* "<id> <type> <size>" of an answer of `git cat-file`, without its id; 0 for an object that is missing. */
static size_t answer_size(struct arena *arena, struct str head) {
    str_cut(&head, ' ');
    if (!str_eq(str_cut(&head, ' '), STR("blob")) || !head.ptr) return 0;
    return (size_t)strtoull(str_c(arena, head), NULL, 10);
}

typedef ARRAY_OF(struct blob *) blob_array;

static bool ask(struct arena *arena, const struct revision *revision, const char *how,
                const blob_array *blobs, struct str *answers, struct error *error) {
    const char *const arguments[] = {"cat-file", how, NULL};
    struct buf ids = {.arena = arena};
    for (size_t i = 0; i < blobs->len; i++) {
        buf_add(&ids, blobs->items[i]->id);
        buf_add_char(&ids, '\n');
    }
    return revision_git(arena, revision, arguments, buf_str(&ids), REVISION_MAX_BYTES, answers, error) ||
           explain(arena, revision, error);
}

/* Those of the wanted blobs that are not too large. */
static bool choose(struct arena *arena, const struct revision *revision, blob_array *chosen,
                   struct error *error) {
    blob_array wanted = {0};
    struct str rest;
    for (size_t i = 0; i < revision->blobs.len; i++)
        if (is_wanted(revision, &revision->blobs.items[i]))
            *ARRAY_PUSH(arena, &wanted) = &revision->blobs.items[i];
    if (!ask(arena, revision, "--batch-check", &wanted, &rest, error)) return false;
    for (size_t i = 0; i < wanted.len; i++) {
        struct str answer = str_cut(&rest, '\n');
        if (!answer.ptr || str_ends(answer, STR(" missing"))) return objects_missing(arena, revision, error);
        if (answer_size(arena, answer) <= FILE_MAX_BYTES) *ARRAY_PUSH(arena, chosen) = wanted.items[i];
    }
    return true;
}

/* Moves past one answer, "<id> <type> <size>\n<bytes>\n"; absent for a missing object. */
static struct str next_answer(struct arena *arena, struct str *rest) {
    struct str head = str_cut(rest, '\n');
    if (str_ends(head, STR(" missing")) || !rest->ptr) return (struct str){0};
    size_t size = answer_size(arena, head);
    if (size >= rest->len) return (struct str){0};
    struct str text = str_sub(*rest, 0, size);
    *rest = str_sub(*rest, size + 1, rest->len);
    return text;
}

/* ---- symbolic links ---------------------------------------------------------------------------------------- */

/* The blob a link leads to, through further links; NULL: a folder, or outside. */
static struct blob *link_target(struct arena *arena, const struct revision *revision, struct blob *link) {
    for (int hops = 0; link && link->link && hops < 8; hops++) {
        if (!link->text.ptr || str_starts(link->text, STR("/"))) return NULL;
        struct str path = path_join(arena, path_dir(link->path), link->text);
        link = revision_blob(revision, path_clean(arena, path));
    }
    return link && !link->link ? link : NULL;
}

/* A link to a file is that file; other links are none of the files, as on the disk. */
static void resolve_links(struct arena *arena, struct revision *revision) {
    size_t kept = 0;
    for (size_t i = 0; i < revision->blobs.len; i++) {
        struct blob *blob = &revision->blobs.items[i];
        const struct blob *target = blob->link ? link_target(arena, revision, blob) : blob;
        blob->id = target ? target->id : (struct str){0};
        if (target && target != blob) blob->text = target->text;
    }
    for (size_t i = 0; i < revision->blobs.len; i++)
        if (revision->blobs.items[i].id.ptr) revision->blobs.items[kept++] = revision->blobs.items[i];
    revision->blobs.len = kept;
}

bool revision_read_blobs(struct arena *arena, struct revision *revision, const char *commit,
                         struct error *error) {
    blob_array chosen = {0};
    struct str rest;
    if (!list_blobs(arena, revision, commit, error) || !choose(arena, revision, &chosen, error) ||
        !ask(arena, revision, "--batch", &chosen, &rest, error))
        return false;
    for (size_t i = 0; i < chosen.len; i++) chosen.items[i]->text = next_answer(arena, &rest);
    resolve_links(arena, revision);
    return true;
}
