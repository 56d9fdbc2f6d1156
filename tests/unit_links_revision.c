/* Files of a git revision: listed and read without a checkout. */
#include <stdlib.h>
#include <unistd.h>

#include "tree/tree.h"
#include "unit.h"

static bool run(struct arena *arena, const char *folder, const char *command) {
    const char *argv[] = {"sh", "-c", command, NULL};
    struct error error = {0};
    struct process process = {.directory = folder, .max = 1 << 20};
    return process_run(arena, argv, &process, &error) && process.status == 0;
}

static const char make_repository[] =
    "git init -q . && git config user.name t && git config user.email t@example.org && git config "
    "commit.gpgsign false &&"
    "mkdir -p site/content/a && printf one > site/content/a/x.md && printf two > 'site/content/b c.md' &&"
    "printf png > site/content/i.png && printf top > top.md && ln -s top.md link.md &&"
    "git add -A && git commit -qm one && printf changed > top.md && rm site/content/a/x.md && git add -A &&"
    "git commit -qm two";

static void check_list(struct arena *arena, const struct tree *tree, const char *dir, const char *want) {
    str_array files = {0};
    struct buf got = {.arena = arena};
    struct error error = {0};
    CHECK(tree->list(tree->state, arena, str_from(dir), &files, &error));
    for (size_t i = 0; i < files.len; i++) buf_printf(&got, "%s%.*s", i ? "," : "", STR_FMT(files.items[i]));
    CHECK_STR(buf_str(&got), want);
}

static void check_read(struct arena *arena, const struct tree *tree, const char *path, const char *want) {
    struct str text = {0};
    struct error error = {0};
    bool read = tree->read(tree->state, arena, str_from(path), &text, &error);
    CHECK(read == (want != NULL));
    if (read && want) CHECK_STR(text, want);
    if (!want) CHECK(error.message[0] == '\0');
}

static void check_trees(struct arena *arena, const char *folder) {
    struct tree tree;
    struct error error = {0};
    struct str site = str_printf(arena, "%s/site", folder);
    CHECK(revision_open(arena, site, STR("HEAD~1"), &tree, &error));
    check_list(arena, &tree, "", "content/a/x.md,content/b c.md,content/i.png");
    check_list(arena, &tree, "content/a", "x.md");
    check_list(arena, &tree, "content/", "a/x.md,b c.md,i.png");
    check_list(arena, &tree, "cont", "");
    check_list(arena, &tree, "..",
               "link.md,site/content/a/x.md,site/content/b c.md,site/content/i.png,top.md");
    check_read(arena, &tree, "content/a/x.md", "one");
    check_read(arena, &tree, "content/b c.md", "two");
    check_read(arena, &tree, "content/i.png", "png");
    check_read(arena, &tree, "../top.md", "top");
    check_read(arena, &tree, "content/none.md", NULL);
    CHECK(revision_open(arena, str_from(folder), STR("HEAD"), &tree, &error));
    check_list(arena, &tree, "", "link.md,site/content/b c.md,site/content/i.png,top.md");
    check_read(arena, &tree, "top.md", "changed");
    check_read(arena, &tree, "link.md", "changed");
}

static const struct refused_case {
    const char *ref, *message; /* message: the start of it */
} refused[] = {
    {"--upload-pack=x", "this is not the name of a git revision"},
    {"HEAD:top.md", "this is not the name of a git revision"},
    {"HEAD..HEAD", "this is not the name of a git revision"},
    {"a b", "this is not the name of a git revision"},
    {"", "this is not the name of a git revision"},
    {"nowhere", "there is no such revision"},
};

static void check_refused(struct arena *arena, const char *folder) {
    for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
        struct tree tree;
        struct error error = {0};
        CHECK(!revision_open(arena, str_from(folder), str_from(refused[i].ref), &tree, &error));
        CHECK(str_starts(str_from(error.message), str_from(refused[i].message)));
    }
}

/* A clone of depth 1 has its own commit, and says how to get another. */
static void check_shallow(struct arena *arena, const char *folder) {
    struct tree tree;
    struct error error = {0};
    struct str clone = str_printf(arena, "%s/clone", folder);
    CHECK(run(arena, folder, "git clone -q --depth=1 \"file://$PWD\" clone"));
    CHECK(revision_open(arena, clone, STR("HEAD"), &tree, &error));
    check_read(arena, &tree, "top.md", "changed");
    CHECK(!revision_open(arena, clone, STR("HEAD~1"), &tree, &error));
    CHECK(str_starts(str_from(error.message), STR("this shallow clone does not have that revision")));
}

int main(void) {
    struct arena arena = {0};
    char folder[] = "/tmp/contentlint-revision-XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    CHECK(run(&arena, folder, make_repository));
    check_trees(&arena, folder);
    check_refused(&arena, folder);
    check_shallow(&arena, folder);
    struct tree tree;
    struct error error = {0};
    CHECK(!revision_open(&arena, STR("/"), STR("HEAD"), &tree, &error));
    run(&arena, "/tmp", str_c(&arena, str_printf(&arena, "rm -rf '%s'", folder)));
    arena_free(&arena);
    return unit_report();
}
