/* Edits of findings joined, changes of files made or not made, and patches that git takes. */
#define _XOPEN_SOURCE 700
#include "fix/fix.h"
#include "unit.h"

#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- edits ---------------------------------------------------------------------------------------------------- */

static void test_edits(struct arena *arena) {
    struct source a = {.path = STR("a.md"), .text = STR("0123456789")},
                  b = {.path = STR("b.md"), .text = STR("x")};
    struct edit first = {.span = {2, 4}, .text = STR("A")},
                over[] = {{.span = {8, 9}, .text = STR("B")}, {.span = {3, 5}, .text = STR("C")}},
                next = {.span = {4, 4}, .text = STR("D")}, again = {.span = {4, 4}, .text = STR("E")},
                begin = {.span = {0, 1}, .text = STR("")}, end = {.span = {1, 1}, .text = STR("!")};
    struct edit apart[] = {{.span = {9, 10}, .text = STR("Z")},
                           {.span = {0, 0}, .text = STR("y"), .source = &b}},
                late[] = {{.span = {6, 7}, .text = STR("L")},
                          {.span = {0, 0}, .text = STR("l"), .source = &b}};
    struct diagnostic items[] = {
        {.source = &b, .edits = &end, .edit_count = 1},   {.source = &a, .edits = &first, .edit_count = 1},
        {.source = &a, .edits = over, .edit_count = 2}, /* one of the two meets the first: none is made */
        {.source = &a, .edits = &next, .edit_count = 1},  {.source = &a, .edits = &again, .edit_count = 1},
        {.source = &a, .edits = &begin, .edit_count = 1}, {.source = &a},
        {.source = &a, .edits = apart, .edit_count = 2},  {.source = &a, .edits = late, .edit_count = 2},
    };
    bool made[ARRAY_LEN(items)];
    fix_edit_list list = fix_edits(arena, items, ARRAY_LEN(items), made);
    CHECK(list.len == 2 && made[0] && made[1] && !made[2] && made[3] && !made[4] && made[5] && !made[6]);
    CHECK(made[7] && !made[8]);
    CHECK_STR(fix_edited(arena, &list.items[0], a.text), "1AD45678Z");
    CHECK_STR(fix_edited(arena, &list.items[1], b.text), "yx!");
    CHECK(fix_edits(arena, items, 0, NULL).len == 0);
}

/* ---- a folder of files ------------------------------------------------------------------------------------------ */

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *at) {
    (void)status, (void)type, (void)at;
    return remove(path);
}

static void put(const char *path, const char *text) {
    FILE *file = fopen(path, "wb");
    CHECK(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

static struct str get(struct arena *arena, const char *path) {
    struct str text = {0};
    struct error ignored;
    return file_read(arena, path, 0, &text, &ignored) ? text : STR("(none)");
}

static void make_world(void) {
    static const char *const folders[] = {"repo",        "repo/.git",   "repo/site",
                                          "repo/site/a", "repo/site/z", "near"};
    for (size_t i = 0; i < ARRAY_LEN(folders); i++) CHECK(mkdir(folders[i], 0777) == 0);
    put("repo/site/a/one.md", "one\n");
    put("repo/site/a/two.md", "two\n");
    put("repo/site/z/only.md", "only\n");
    put("repo/site/fixed.md", "fixed\n");
    put("repo/up.yml", "up\n");
    put("repo/.git/config", "git\n");
    put("near/secret.md", "secret\n");
    put("repo/site/twice.md", "twice\n");
    CHECK(link("repo/site/twice.md", "repo/site/second.md") == 0);
    CHECK(chmod("repo/site/fixed.md", 0444) == 0 && chmod("repo/site/a/one.md", 0640) == 0);
    CHECK(symlink("a/two.md", "repo/site/link.md") == 0 && symlink("a", "repo/site/way") == 0);
    CHECK(symlink("../../near", "repo/site/out") == 0 && mkfifo("repo/site/pipe", 0666) == 0);
}

static size_t drafts;

static int count_draft(const char *path, const struct stat *status, int type, struct FTW *at) {
    (void)status, (void)type;
    drafts += strncmp(path + at->base, ".contentlint-", 13) == 0;
    return 0;
}

static bool no_draft(void) {
    drafts = 0;
    return nftw(".", count_draft, 16, FTW_PHYS) == 0 && drafts == 0;
}

static struct fix_change change(enum fix_act act, const char *path, const char *to, const char *before,
                                const char *after, uint32_t group) {
    return (struct fix_change){act, str_from(path), str_from(to), str_from(before), str_from(after), group};
}

/* ---- what is refused ---------------------------------------------------------------------------------------------- */

static const struct {
    enum fix_act act;
    const char *path, *to, *before, *after, *reason;
} refusals[] = {
    {FIX_WRITE, "a/one.md", NULL, "other\n", "x", "changed since it was read"},
    {FIX_WRITE, "a/none.md", NULL, "", "x", "is not there any more"},
    {FIX_WRITE, "fixed.md", NULL, "fixed\n", "x", "read-only"},
    {FIX_WRITE, "link.md", NULL, "two\n", "x", "symbolic link"},
    {FIX_WRITE, "way/two.md", NULL, "two\n", "x", "symbolic link"},
    {FIX_WRITE, "out/secret.md", NULL, "secret\n", "x", "symbolic link"},
    {FIX_WRITE, "../../near/secret.md", NULL, "secret\n", "x", "outside"},
    {FIX_WRITE, "../.git/config", NULL, "git\n", "x", "in git's own"},
    {FIX_WRITE, "../.GIT/config", NULL, "git\n", "x", "in git's own"},
    {FIX_WRITE, "twice.md", NULL, "twice\n", "x", "hard link"},
    {FIX_WRITE, "pipe", NULL, "", "x", "not a regular file"},
    {FIX_WRITE, "a", NULL, "", "x", "not a regular file"},
    {FIX_WRITE, ".", NULL, "", "x", "not a regular file"},
    {FIX_CREATE, "a/one.md", NULL, NULL, "x", "is there already"},
    {FIX_CREATE, "link.md", NULL, NULL, "x", "is there already"},
    {FIX_CREATE, "out/new.md", NULL, NULL, "x", "symbolic link"},
    {FIX_CREATE, "out/folder/new.md", NULL, NULL, "x", "symbolic link"},
    {FIX_CREATE, "a/one.md/new.md", NULL, NULL, "x", "cannot be written"},
    {FIX_CREATE, "../../near/new.md", NULL, NULL, "x", "outside"},
    {FIX_CREATE, "../.git/hooks/post-commit", NULL, NULL, "x", "in git's own"},
    {FIX_MOVE, "a/one.md", "a/two.md", NULL, NULL, "is there already"},
    {FIX_MOVE, "a/one.md", "../../near/new.md", NULL, NULL, "outside"},
    {FIX_MOVE, "a/one.md", "b/one.md", "other", "x", "changed since it was read"},
    {FIX_MOVE, "fixed.md", "b/fixed.md", NULL, NULL, "read-only"},
    {FIX_MOVE, "link.md", "b/link.md", NULL, NULL, "symbolic link"},
    {FIX_REMOVE, "a/one.md", NULL, "other", NULL, "changed since it was read"},
    {FIX_REMOVE, "link.md", NULL, "two\n", NULL, "symbolic link"},
};

/* The group of the bad one is left out whole, the other one is made. */
static void test_refusals(struct arena *arena, struct root *root) {
    for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
        struct error error = {0};
        fix_changes changes = {0};
        fix_refusals refused = {0};
        *ARRAY_PUSH(arena, &changes) = change(FIX_WRITE, "z/only.md", NULL, "only\n", "changed\n", 2);
        *ARRAY_PUSH(arena, &changes) = change(FIX_WRITE, "a/two.md", NULL, "two\n", "wrong\n", 1);
        *ARRAY_PUSH(arena, &changes) = change(refusals[i].act, refusals[i].path, refusals[i].to,
                                              refusals[i].before, refusals[i].after, 1);
        CHECK(fix_write(arena, root, &changes, &refused, &error));
        CHECK(refused.len == 1 && strstr(refused.items[0].error.message, refusals[i].reason));
        if (refused.len != 1 || !strstr(refused.items[0].error.message, refusals[i].reason))
            printf("  %s: %s\n", refusals[i].path, refused.len ? refused.items[0].error.message : "-");
        CHECK_STR(get(arena, "repo/site/a/two.md"), "two\n");
        CHECK_STR(get(arena, "repo/site/a/one.md"), "one\n");
        CHECK_STR(get(arena, "repo/site/z/only.md"), "changed\n");
        put("repo/site/z/only.md", "only\n");
        CHECK(no_draft() && !dir_exists("repo/site/b") && dir_exists("repo/site/a"));
    }
}

/* ---- what is done --------------------------------------------------------------------------------------------------- */

static void test_changes(struct arena *arena, struct root *root) {
    struct error error = {0};
    struct stat status;
    fix_changes changes = {0};
    fix_refusals refused = {0};
    *ARRAY_PUSH(arena, &changes) = change(FIX_REMOVE, "z/only.md", NULL, "only\n", NULL, 0);
    *ARRAY_PUSH(arena, &changes) = change(FIX_MOVE, "a/one.md", "b/c/one.md", "one\n", "uno\n", 0);
    *ARRAY_PUSH(arena, &changes) = change(FIX_MOVE, "a/two.md", "b/two.md", NULL, NULL, 0);
    *ARRAY_PUSH(arena, &changes) = change(FIX_CREATE, "b/d/new.md", NULL, NULL, "new\n", 0);
    *ARRAY_PUSH(arena, &changes) = change(FIX_WRITE, "../up.yml", NULL, "up\n", "", 0);
    for (size_t i = 0; i < changes.len; i++)
        CHECK(fix_may_write(arena, root, &changes.items[i], &error) == ROOT_DONE);
    CHECK(fix_write(arena, root, &changes, &refused, &error) && refused.len == 0);
    CHECK_STR(get(arena, "repo/site/b/c/one.md"), "uno\n");
    CHECK_STR(get(arena, "repo/site/b/two.md"), "two\n");
    CHECK_STR(get(arena, "repo/site/b/d/new.md"), "new\n");
    CHECK_STR(get(arena, "repo/up.yml"), "");
    CHECK(stat("repo/site/b/c/one.md", &status) == 0 && (status.st_mode & 07777) == 0640);
    CHECK(no_draft() && !dir_exists("repo/site/a") && !dir_exists("repo/site/z") && dir_exists("repo/site"));
}

/* A folder in the way of the last step: what was done before it is undone. */
static void test_undo(struct arena *arena, struct root *root) {
    struct error error = {0};
    fix_changes changes = {0};
    fix_refusals refused = {0};
    *ARRAY_PUSH(arena, &changes) = change(FIX_WRITE, "../up.yml", NULL, "up\n", "down\n", 0);
    *ARRAY_PUSH(arena, &changes) = change(FIX_MOVE, "a/one.md", "b/x.md", "one\n", "uno\n", 0);
    *ARRAY_PUSH(arena, &changes) = change(FIX_MOVE, "a/two.md", "b/y.md", NULL, NULL, 0);
    *ARRAY_PUSH(arena, &changes) =
        change(FIX_MOVE, "z/only.md", "b/y.md", NULL, NULL, 0); /* the name is taken by then */
    CHECK(fix_write(arena, root, &changes, &refused, &error) && refused.len == 1);
    CHECK_STR(get(arena, "repo/up.yml"), "up\n");
    CHECK_STR(get(arena, "repo/site/a/one.md"), "one\n");
    CHECK_STR(get(arena, "repo/site/a/two.md"), "two\n");
    CHECK_STR(get(arena, "repo/site/z/only.md"), "only\n");
    CHECK(no_draft() && !dir_exists("repo/site/b"));
}

/* Of a process that is no more; others, and what only looks like one, stay. */
static void test_clean(struct arena *arena, struct root *root) {
    static const char *const names[] = {"a/.contentlint-99999999-3.tmp", "a/.contentlint-1-3.tmp",
                                        "a/.contentlint-99999999-3.txt", "a/.contentlint-x-3.tmp",
                                        "a/one.md"};
    str_array files = {0};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        char path[64];
        snprintf(path, sizeof path, "repo/site/%s", names[i]);
        put(path, "one\n");
        *ARRAY_PUSH(arena, &files) = str_from(names[i]);
    }
    CHECK(fix_clean(arena, root, &files) == 1 && !file_exists("repo/site/a/.contentlint-99999999-3.tmp"));
    for (size_t i = 1; i < 4; i++) {
        char path[64];
        snprintf(path, sizeof path, "repo/site/%s", names[i]);
        CHECK(unlink(path) == 0);
    }
}

/* ---- patches -------------------------------------------------------------------------------------------------------- */

static bool git(struct arena *arena, struct str input, const char *const *argv) {
    struct process process = {.directory = "tree", .input = input, .max = 1 << 16};
    struct error error = {0};
    bool ran = process_run(arena, argv, &process, &error) && process.status == 0;
    if (!ran) printf("%s%.*s\n%.*s\n", error.message, STR_FMT(process.complaint), STR_FMT(input));
    return ran;
}

static const struct {
    const char *before, *after;
} texts[] = {{"a\nb\nc\n", "a\nB\nc\n"},
             {"a\nb", "a\nB"},
             {"a\nb", "a\nb\n"},
             {"a\nb\n", "a\nb"},
             {"a\r\nb\r\nc\r\n", "a\r\nB\r\nc\r\n"},
             {"a\rb\rc\n", "a\rB\rc\n"},
             {"", "a\n"},
             {"a\n", ""},
             {"1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\nx\n4\n5\n6\n7\n8\ny\n"},
             {"1\n2\n3\n4\n5\n6\n7\n8\n9\n0\n1\n2\n", "x\n2\n3\n4\n5\n6\n7\n8\n9\n0\n1\ny\n"},
             {"1\n2\n3\n", "0\n1\n2\n3\n4\n"},
             {"\n\n\n\n\n\n\n", "\n\n\n"}};

static void apply(struct arena *arena, const fix_changes *changes) {
    static const char *const argv[] = {"git", "apply", "-", NULL};
    struct buf patch = {.arena = arena};
    fix_patch(arena, &patch, changes, STR("site/"));
    CHECK(git(arena, buf_str(&patch), argv));
}

static void test_patches(struct arena *arena) {
    static const char *const names[] = {"a.md", "Grö ße.md", "sp ace.md", "q\"uote\\.md", "tab\t.md"};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        for (size_t n = 0; n < ARRAY_LEN(names); n++) {
            char path[64];
            fix_changes changes = {0};
            snprintf(path, sizeof path, "tree/site/%s", names[n]);
            put(path, texts[i].before);
            *ARRAY_PUSH(arena, &changes) =
                change(FIX_WRITE, names[n], NULL, texts[i].before, texts[i].after, 0);
            apply(arena, &changes);
            CHECK_STR(get(arena, path), texts[i].after);
        }
}

static void test_patch_names(struct arena *arena) {
    fix_changes changes = {0};
    put("tree/site/old.md", "1\n2\n3\n4\n");
    put("tree/site/same.md", "same\n");
    put("tree/site/gone.md", "gone");
    put("tree/up.yml", "up\n");
    *ARRAY_PUSH(arena, &changes) = change(FIX_MOVE, "old.md", "ü/new.md", "1\n2\n3\n4\n", "1\n2\nx\n4\n", 0);
    *ARRAY_PUSH(arena, &changes) = change(FIX_MOVE, "same.md", "s p/same.md", NULL, NULL, 0);
    *ARRAY_PUSH(arena, &changes) = change(FIX_REMOVE, "gone.md", NULL, "gone", NULL, 0);
    *ARRAY_PUSH(arena, &changes) = change(FIX_CREATE, "made.md", NULL, NULL, "made", 0);
    *ARRAY_PUSH(arena, &changes) = change(FIX_CREATE, "empty.md", NULL, NULL, "", 0);
    *ARRAY_PUSH(arena, &changes) = change(FIX_WRITE, "../up.yml", NULL, "up\n", "down\n", 0);
    *ARRAY_PUSH(arena, &changes) = change(FIX_WRITE, "made.md", NULL, "x\n", "x\n", 0); /* no change */
    apply(arena, &changes);
    CHECK_STR(get(arena, "tree/site/ü/new.md"), "1\n2\nx\n4\n");
    CHECK_STR(get(arena, "tree/site/s p/same.md"), "same\n");
    CHECK_STR(get(arena, "tree/site/made.md"), "made");
    CHECK_STR(get(arena, "tree/site/empty.md"), "");
    CHECK_STR(get(arena, "tree/up.yml"), "down\n");
    CHECK(!file_exists("tree/site/old.md") && !file_exists("tree/site/same.md") &&
          !file_exists("tree/site/gone.md"));
}

int main(void) {
    struct arena arena = {0};
    struct error error = {0};
    char folder[] = "/tmp/contentlint-fix-XXXXXX";
    static const char *const init[] = {"git", "init", "-q", ".", NULL};
    test_edits(&arena);
    CHECK(mkdtemp(folder) != NULL && chdir(folder) == 0);
    make_world();
    struct root *root = root_open(&arena, STR("repo/site"), &error);
    if (root) {
        test_refusals(&arena, root);
        test_undo(&arena, root);
        test_clean(&arena, root);
        test_changes(&arena, root);
    }
    CHECK(root && mkdir("tree", 0777) == 0 && mkdir("tree/site", 0777) == 0 && git(&arena, STR(""), init));
    test_patches(&arena);
    test_patch_names(&arena);
    CHECK(chdir("/") == 0 && nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0);
    arena_free(&arena);
    return unit_report();
}
