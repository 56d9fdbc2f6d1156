/* Folder walks with .gitignore, and processes. */
#define _XOPEN_SOURCE 700
#include "unit.h"

#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char *below(struct arena *arena, const char *folder, const char *name) {
    return str_c(arena, path_join(arena, str_from(folder), str_from(name)));
}

/* Writes text to folder/name, making the folders on the way. */
static void put(struct arena *arena, const char *folder, const char *name, const char *text) {
    char *path = below(arena, folder, name);
    for (char *slash = path + strlen(folder) + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        mkdir(path, 0777);
        *slash = '/';
    }
    FILE *file = fopen(path, "wb"); /* file_write refuses .git */
    CHECK(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *at) {
    (void)status, (void)type, (void)at;
    return remove(path);
}

static struct str listed(struct arena *arena, const char *root, const struct walk_options *options) {
    str_array files = {0};
    struct error error = {0};
    struct buf out = {.arena = arena};
    CHECK(root_list(root_open(arena, str_from(root), NULL), arena, STR(""), options, &files, &error) ==
          ROOT_FOLDER);
    for (size_t i = 0; i < files.len; i++) buf_printf(&out, "%s%.*s", i ? " " : "", STR_FMT(files.items[i]));
    return buf_str(&out);
}

static void test_walk(struct arena *arena) {
    char root[] = "/tmp/unit_base_walk.XXXXXX";
    CHECK(mkdtemp(root) != NULL);
    static const char *const files[] = {"a.md",
                                        "b/x.md",
                                        "b/keep.log",
                                        "b/c/y.md",
                                        "b/c/build/z.md",
                                        "build/o.md",
                                        "top.log",
                                        ".hidden/h.md",
                                        "node_modules/m.md",
                                        "docs/only.txt",
                                        "docs/sub/only.txt",
                                        "deep/tmp/t.md",
                                        "deep/tmp2/t.md",
                                        "deep/sub/secret.md",
                                        "space ",
                                        "#hash",
                                        "un/build",
                                        "a-b/z.md"};
    mkdir(below(arena, root, ".git"), 0777);
    put(arena, root, ".git/info/exclude", "excluded.md\n");
    put(arena, root, "excluded.md", "");
    for (size_t i = 0; i < ARRAY_LEN(files); i++) put(arena, root, files[i], "");
    put(arena, root, ".gitignore",
        "# c\n*.log\n!keep.log\nbuild/\n/docs/only.txt\r\ndeep/tmp\nspace\\ \n\\#hash\ntrail  \n");
    put(arena, root, "deep/.gitignore", "/sub/*\n!/sub/none\n");
    put(arena, root, "b/.gitignore", "!/c/build/\n");
    put(arena, root, "trail", "");
    CHECK(symlink("a.md", below(arena, root, "link.md")) == 0);
    CHECK(symlink("/etc/passwd", below(arena, root, "outside.md")) == 0);
    CHECK(symlink("b", below(arena, root, "folder")) == 0);
    CHECK(symlink("nowhere", below(arena, root, "dangling.md")) == 0);
    static const struct str skip[] = {{"node_modules", 12}};
    struct walk_options options = {.gitignore = true, .skip_dirs = skip, .skip_dir_count = 1};
    CHECK_STR(
        listed(arena, root, &options),
        ".gitignore a-b/z.md a.md b/.gitignore b/c/build/z.md b/c/y.md b/keep.log b/x.md deep/.gitignore "
        "deep/tmp2/t.md docs/sub/only.txt link.md un/build");
    CHECK_STR(listed(arena, below(arena, root, "deep"), &options), ".gitignore tmp2/t.md");
    CHECK_STR(listed(arena, below(arena, root, "b/c"), &options), "build/z.md y.md");
    CHECK_STR(listed(arena, below(arena, root, "docs"), &options), "sub/only.txt");
    options = (struct walk_options){.dot_folders = true};
    CHECK_STR(listed(arena, below(arena, root, "docs"), &options), "only.txt sub/only.txt");
    CHECK(str_find(listed(arena, root, &options), STR(".hidden/h.md")) < 100);
    struct error error = {0};
    str_array none = {0};
    CHECK(!root_open(arena, str_from(below(arena, root, "nowhere")), &error) && error.message[0]);
    struct root *whole = root_open(arena, str_from(root), &error);
    CHECK(root_list(whole, arena, STR("nowhere"), &options, &none, &error) == ROOT_ABSENT &&
          error.message[0]);
    CHECK(nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS) == 0);
}

static void test_process(struct arena *arena) {
    struct error error = {0};
    struct process process = {.max = 100};
    const char *echo[] = {"printf", "%s", "a b;$HOME", NULL};
    CHECK(process_run(arena, echo, &process, &error) && process.status == 0);
    CHECK_STR(process.output, "a b;$HOME");
    CHECK_STR(process.complaint, "");
    const char *cat[] = {"cat", NULL};
    struct buf big = {.arena = arena};
    for (int i = 0; i < 100000; i++) buf_add(&big, STR("0123456789"));
    process = (struct process){.input = buf_str(&big), .max = 2000000};
    CHECK(process_run(arena, cat, &process, &error) && process.status == 0);
    CHECK(str_eq(process.output, buf_str(&big)));
    process.max = 1000;
    CHECK(!process_run(arena, cat, &process, &error));
    CHECK(strstr(error.message, "1000 bytes") != NULL);
    const char *deaf[] = {"false", NULL};
    CHECK(process_run(arena, deaf, &process, &error) && process.status == 1);
    const char *folder[] = {"pwd", NULL};
    process = (struct process){.directory = "/", .max = 100};
    CHECK(process_run(arena, folder, &process, &error));
    CHECK_STR(process.output, "/\n");
    const char *nowhere[] = {"no-such-program-here", NULL};
    CHECK(!process_run(arena, nowhere, &process, &error));
    CHECK(strstr(error.message, "cannot be run") != NULL);
    const char *endless[] = {"yes", NULL};
    CHECK(!process_run(arena, endless, &process, &error));
}

/* stderr is kept, up to its limit, however much of it there is. */
static void test_complaint(struct arena *arena) {
    struct error error = {0};
    struct process process = {.max = 100};
    const char *both[] = {"sh", "-c", "echo said; echo complained >&2; exit 3", NULL};
    CHECK(process_run(arena, both, &process, &error) && process.status == 3);
    CHECK_STR(process.output, "said\n");
    CHECK_STR(process.complaint, "complained\n");
    const char *loud[] = {"sh", "-c", "yes | head -c 300000 >&2; echo end", NULL};
    CHECK(process_run(arena, loud, &process, &error) && process.status == 0);
    CHECK_STR(process.output, "end\n");
    CHECK(process.complaint.len == PROCESS_COMPLAINT_MAX);
}

/* The child's environment is ours but for the changes. */
static void test_environment(struct arena *arena) {
    const char *const changes[] = {"HOME=/nowhere", "PATHS", "NEW=1=2", "USER", NULL};
    const char *show[] = {"sh", "-c", "echo \"$HOME ${USER-none} $NEW ${PATH:+path}\"", NULL};
    struct error error = {0};
    struct process process = {.max = 100, .environment = changes};
    setenv("USER", "me", 1);
    CHECK(process_run(arena, show, &process, &error));
    CHECK_STR(process.output, "/nowhere none 1=2 path\n");
}

static void test_patience(struct arena *arena) {
    struct error error = {0};
    struct process process = {.max = 100, .patience = 1};
    const char *dumb[] = {"sh", "-c", "exec sleep 30", NULL};
    CHECK(!process_run(arena, dumb, &process, &error));
    CHECK_STR(str_from(error.message), "said nothing for 1 seconds and was stopped");
}

static const struct config_case {
    const char *text, *section, *key, *value; /* value: NULL when absent */
} configs[] = {
    {"[core]\n\tbare = false\n\tworktree = ../a b\n", "core", "worktree", "../a b"},
    {"[CORE] WorkTree=/x # y\n", "core", "worktree", "/x"},
    {"[core]\nworktree = \"a #\\\"b\" ; c\n", "core", "worktree", "a #\"b"},
    {"[core]\nworktree = 1\n[user]\nworktree = 2\n", "core", "worktree", "1"},
    {"[remote \"origin\"]\nurl = u\nurl = v\n", "remote \"origin\"", "url", "v"},
    {"[remote \"origin\"]\nurl = u\n", "remote \"other\"", "url", NULL},
    {"[remote \"a\"]\npromisor = true\n", NULL, "promisor", "true"},
    {"worktree = x\n[core", "core", "worktree", NULL},
    {"", "core", "worktree", NULL},
};

static void test_git(struct arena *arena) {
    struct error error = {0};
    struct git git;
    for (size_t i = 0; i < ARRAY_LEN(configs); i++) {
        const struct config_case *c = &configs[i];
        struct str value = git_config(arena, str_from(c->text), str_from(c->section), str_from(c->key));
        CHECK((value.ptr == NULL) == (c->value == NULL));
        if (c->value) CHECK_STR(value, c->value);
    }
    CHECK(!git_open(arena, STR("/"), &git, &error));
    CHECK(strncmp(error.message, "not a git repository", 20) == 0);
    struct process process = {.max = 1000};
    const char *missing[] = {"rev-parse", "HEAD", NULL};
    git = (struct git){.root = STR("/"), .directory = STR("/nowhere/.git")};
    CHECK(git_run(arena, &git, missing, &process, &error) && process.status != 0);
    CHECK(!git_failed(&process, STR("x"), &error));
    CHECK(strncmp(error.message, "git: not a git repository", 25) == 0);
    CHECK(!git_failed(&(struct process){.status = 7}, STR("x"), &error));
    CHECK_STR(str_from(error.message), "git failed with status 7");
}

int main(void) {
    struct arena arena = {0};
    test_walk(&arena);
    test_process(&arena);
    test_complaint(&arena);
    test_environment(&arena);
    test_patience(&arena);
    test_git(&arena);
    arena_free(&arena);
    return unit_report();
}
