/* unit_tree.c: files in memory, and buffers over another tree. */
#include "tree/tree.h"
#include "unit.h"

static void check_list(struct arena *arena, const struct tree *tree, const char *dir, const char *want) {
    str_array files = {0};
    struct buf got = {.arena = arena};
    struct error error = {0};
    *ARRAY_PUSH(arena, &files) = STR("zz"); /* what is in the list already is left alone */
    CHECK(tree->list(tree->state, arena, str_from(dir), &files, &error));
    for (size_t i = 1; i < files.len; i++)
        buf_printf(&got, "%s%.*s", i > 1 ? "," : "", STR_FMT(files.items[i]));
    CHECK_STR(buf_str(&got), want);
}

static void check_read(struct arena *arena, const struct tree *tree, const char *path, const char *want) {
    struct str text = {0};
    struct error error = {0};
    bool read = tree->read(tree->state, arena, str_from(path), &text, &error);
    CHECK(read == (want != NULL) && tree_has(tree, arena, str_from(path)) == read);
    if (read) CHECK_STR(text, want);
    if (!read) CHECK(error.message[0] == '\0');
}

static const struct {
    const char *dir, *below, *above;
} lists[] = {
    {"", "a.md,b/c.md,b/d/e.md,f.md", "0.md,a.md,b/c.md,b/d/e.md,b/d/x.md,b/n.md,f.md,g/h.md"},
    {"b", "c.md,d/e.md", "c.md,d/e.md,d/x.md,n.md"},
    {"b/", "c.md,d/e.md", "c.md,d/e.md,d/x.md,n.md"},
    {"b/d", "e.md", "e.md,x.md"},
    {"g", "", "h.md"},
    {"a", "", ""},
};

static const struct {
    const char *path, *below, *above;
} texts[] = {
    {"a.md", "old a", "new a"}, {"f.md", "old f", "old f"}, {"b/n.md", NULL, "new n"}, {"0.md", NULL, ""},
    {"b", NULL, NULL},          {"b/d/e.md", "old e", ""},  {"none.md", NULL, NULL},
};

static void check_trees(struct arena *arena) {
    struct memory_file old[] = {{STR("f.md"), STR("old f")},
                                {STR("b/d/e.md"), STR("old e")},
                                {STR("a.md"), STR("old a")},
                                {STR("b/c.md"), STR("old c")}};
    struct memory_file new[] = {{STR("0.md"), STR("")},        {STR("a.md"), STR("new a")},
                                {STR("b/d/e.md"), STR("")},    {STR("b/d/x.md"), STR("new x")},
                                {STR("b/n.md"), STR("new n")}, {STR("g/h.md"), STR("new h")}};
    struct memory_tree files = {old, ARRAY_LEN(old)}, buffers = {new, ARRAY_LEN(new)}, none = {0};
    struct tree below = memory_tree(&files), above = overlay_tree(arena, &below, &buffers);
    struct tree same = overlay_tree(arena, &below, &none);
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        check_list(arena, &below, lists[i].dir, lists[i].below);
        check_list(arena, &same, lists[i].dir, lists[i].below);
        check_list(arena, &above, lists[i].dir, lists[i].above);
    }
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        check_read(arena, &below, texts[i].path, texts[i].below);
        check_read(arena, &same, texts[i].path, texts[i].below);
        check_read(arena, &above, texts[i].path, texts[i].above);
    }
    CHECK(!above.read_head && !above.read_large); /* as the tree below */
}

/* Over the disk, a buffer answers every way of reading. */
static void check_disk(struct arena *arena) {
    struct memory_file new[] = {{STR("Makefile"), STR("all:\n")}};
    struct memory_tree buffers = {new, 1};
    struct tree disk;
    struct str text = {0};
    struct error error = {0};
    CHECK(tree_disk(arena, STR("."), false, &disk, &error));
    struct tree above = overlay_tree(arena, &disk, &buffers);
    CHECK(above.read_head(above.state, arena, STR("Makefile"), 3, &text, &error));
    CHECK_STR(text, "all");
    CHECK(above.read_large(above.state, arena, STR("Makefile"), 1 << 20, &text, &error));
    CHECK_STR(text, "all:\n");
    CHECK(above.root == disk.root && !tree_has(&above, arena, STR("no-such-file")));
}

int main(void) {
    struct arena arena = {0};
    check_trees(&arena);
    check_disk(&arena);
    arena_free(&arena);
    return unit_report();
}
