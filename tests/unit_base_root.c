/* The door to what is read on behalf of a site, both ways that it opens files. */
#define _XOPEN_SOURCE 700
#include "base/file_open.h"
#include "unit.h"

#include <ftw.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#define CHECK_INT(got, want) CHECK((got) == (want))

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *at) {
    (void)status, (void)type, (void)at;
    return remove(path);
}

/* A repository with the site in site/, and a neighbour; the working directory is the folder that holds both. */
static void make_world(struct arena *arena, char *folder) {
    static const char *const folders[] = {
        "repo",       "repo/.git", "repo/site",     "repo/site/content", "repo/site/content/sub",
        "repo/other", "near",      "repo/site/.GIT"};
    static const char *const files[] = {"repo/site/content/a.md",
                                        "repo/site/content/sub/b.md",
                                        "repo/other/o.md",
                                        "repo/.git/config",
                                        "near/secret",
                                        "repo/site/.GIT/x"};
    const struct {
        const char *link, *target;
    } links[] = {{"repo/site/inside.md", "content/a.md"},
                 {"repo/site/up.md", "../other/o.md"},
                 {"repo/site/out.md", "../../near/secret"},
                 {"repo/site/git.md", "../.git/config"},
                 {"repo/site/loop", "loop"},
                 {"repo/site/chain.md", "inside.md"},
                 {"repo/site/folder", "content/sub"},
                 {"repo/site/outer", "../../near"},
                 {"repo/site/back.md", "folder/../a.md"},
                 {"repo/site/far.md", "outer/../repo/other/o.md"},
                 {"repo/site/gone.md", "nowhere"},
                 {"repo/site/content/out.md", "../outer/secret"}};
    CHECK(mkdtemp(folder) != NULL && chdir(folder) == 0);
    for (size_t i = 0; i < ARRAY_LEN(folders); i++) CHECK(mkdir(folders[i], 0777) == 0);
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        FILE *file = fopen(files[i], "wb");
        CHECK(file && fputs(files[i], file) >= 0 && fclose(file) == 0);
    }
    for (size_t i = 0; i < ARRAY_LEN(links); i++) CHECK(symlink(links[i].target, links[i].link) == 0);
    CHECK(symlink(str_printf(arena, "%s/repo/other/o.md", folder).ptr, "repo/site/absolute.md") == 0 &&
          mkfifo("repo/site/pipe", 0666) == 0);
}

static void test_answers(struct arena *arena, struct root *root) {
    static const struct {
        const char *path;
        enum root_answer answer;
        const char *text;
    } rows[] = {
        {"content/a.md", ROOT_FILE, "repo/site/content/a.md"},
        {"./content//sub/../a.md", ROOT_FILE, "repo/site/content/a.md"},
        {"inside.md", ROOT_FILE, "repo/site/content/a.md"},
        {"chain.md", ROOT_FILE, "repo/site/content/a.md"},
        {"folder/b.md", ROOT_FILE, "repo/site/content/sub/b.md"},
        {"back.md", ROOT_FILE, "repo/site/content/a.md"},
        {"up.md", ROOT_FILE, "repo/other/o.md"},
        {"../other/o.md", ROOT_FILE, "repo/other/o.md"},
        {"absolute.md", ROOT_FILE, "repo/other/o.md"},
        {"out.md", ROOT_OUTSIDE, NULL},
        {"outer/secret", ROOT_OUTSIDE, NULL},
        {"outer/nothing", ROOT_OUTSIDE, NULL},
        {"far.md", ROOT_OUTSIDE, NULL},
        {"git.md", ROOT_OUTSIDE, NULL},
        {"../.git/config", ROOT_OUTSIDE, NULL},
        {"../.gIt/config", ROOT_OUTSIDE, NULL},
        {".GIT/x", ROOT_OUTSIDE, NULL},
        {"../../near/secret", ROOT_OUTSIDE, NULL},
        {"/etc/passwd", ROOT_OUTSIDE, NULL},
        {"content", ROOT_FOLDER, NULL},
        {"folder", ROOT_FOLDER, NULL},
        {"", ROOT_FOLDER, NULL},
        {"..", ROOT_FOLDER, NULL},
        {"pipe", ROOT_OTHER, NULL},
        {"loop", ROOT_ABSENT, NULL},
        {"gone.md", ROOT_ABSENT, NULL},
        {"nowhere", ROOT_ABSENT, NULL},
        {"content/a.md/b", ROOT_ABSENT, NULL},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct str text = {0}, path = str_from(rows[i].path);
        struct error error = {0};
        enum root_answer look = root_look(root, arena, path);
        enum root_answer read = root_read(root, arena, path, 0, 0, &text, &error);
        CHECK_INT(look, rows[i].answer);
        CHECK_INT(read, rows[i].answer);
        if (look != rows[i].answer || read != rows[i].answer)
            printf("    %s: %d %d\n", rows[i].path, look, read);
        if (rows[i].text)
            CHECK_STR(text, rows[i].text);
        else
            CHECK(error.message[0] && !text.ptr);
    }
    CHECK_INT(root_look(root, arena, (struct str){"content/a.md\0x", 14}), ROOT_ABSENT);
    struct str text = {0};
    CHECK_INT(root_read(root, arena, STR("content/a.md"), 5, 0, &text, NULL), ROOT_FAILED);
    CHECK_INT(root_read(root, arena, STR("content/a.md"), 0, 4, &text, NULL), ROOT_FILE);
    CHECK_STR(text, "repo");
    CHECK(root_read_git(root, arena, "config", 0, &text));
}

static void test_list(struct arena *arena, struct root *root) {
    str_array files = {0};
    struct buf out = {.arena = arena};
    struct walk_options options = {.dot_folders = true};
    CHECK_INT(root_list(root, arena, STR(""), &options, &files, NULL), ROOT_FOLDER);
    for (size_t i = 0; i < files.len; i++) buf_printf(&out, "%s%.*s", i ? " " : "", STR_FMT(files.items[i]));
    CHECK_STR(buf_str(&out), "back.md chain.md content/a.md content/sub/b.md inside.md");
    CHECK_INT(root_list(root, arena, STR("outer"), &options, &files, NULL), ROOT_OUTSIDE);
    CHECK_INT(root_list(root, arena, STR("folder"), &options, &files, NULL), ROOT_FOLDER);
    CHECK_INT(files.len, 1);
}

static void test_remarks(struct arena *arena, struct root *root) {
    size_t count, failed = 0;
    const struct root_remark *remarks = root_remarks(root, arena, &count);
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < count; i++) {
        failed += remarks[i].failed;
        if (!remarks[i].failed) buf_printf(&out, "%.*s ", STR_FMT(remarks[i].path));
    }
    CHECK_STR(buf_str(&out), "content/out.md far.md git.md out.md outer outer/nothing outer/secret ");
    CHECK_INT(failed, 1); /* larger than asked for */
}

/* A folder that becomes a link while files in it are read never leads out. */
struct race {
    atomic_bool over;
};
static void *swap(void *state) {
    struct race *race = state;
    while (!atomic_load(&race->over)) {
        if (rename("repo/site/race", "repo/site/kept") == 0 && symlink("../../near", "repo/site/race") == 0)
            (void)(unlink("repo/site/race") == 0 && rename("repo/site/kept", "repo/site/race") == 0);
    }
    return NULL;
}

static void test_race(struct arena *arena, struct root *root) {
    struct race race = {0};
    pthread_t thread;
    size_t wrong = 0;
    CHECK(mkdir("repo/site/race", 0777) == 0);
    CHECK(file_write("repo/site/race/secret", STR("ours"), NULL));
    CHECK(pthread_create(&thread, NULL, swap, &race) == 0);
    for (int i = 0; i < 3000; i++) {
        struct str text = {0};
        enum root_answer answer = root_read(root, arena, STR("race/secret"), 0, 0, &text, NULL);
        wrong += answer == ROOT_FILE && !str_eq(text, STR("ours"));
    }
    atomic_store(&race.over, true);
    pthread_join(thread, NULL);
    CHECK_INT(wrong, 0);
    CHECK(unlink("repo/site/race/secret") == 0 && rmdir("repo/site/race") == 0);
}

int main(void) {
    for (int always = 0; always < 2; always++) {
        struct arena arena = {0};
        char folder[] = "/tmp/unit_base_root.XXXXXX";
        struct error error = {0};
        make_world(&arena, folder);
        struct root *root = root_open(&arena, STR("repo/site"), &error);
        CHECK(root != NULL);
        if (always) root_walk_always(root);
        test_answers(&arena, root);
        test_list(&arena, root);
        test_remarks(&arena, root);
        test_race(&arena, root);
        CHECK(nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS) == 0);
        arena_free(&arena);
    }
    return unit_report();
}
