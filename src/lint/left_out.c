/* left_out.c: pages that git ignores, and so nobody wrote: they were generated, fetched or built here. */
#include "lint/left_out.h"

enum { LIST_MAX = 64 << 20 /* bytes of git's list */ };

struct left_out {
    struct arena *arena;
    struct str folder; /* the site's, absolute and without links */
    struct ignores *ignores;
    bool asked; /* git was: what is ignored, from its root, folders with a slash behind */
    bool answered;
    struct str from; /* the site's folder, from git's root: "" or "site/" */
    struct map untracked;
};

struct left_out *left_out_open(struct arena *arena, const struct site *site) {
    if (!site->git_root.ptr || !site->tree.root) return NULL;
    struct left_out *out = ARENA_NEW(arena, struct left_out);
    out->arena = arena;
    out->folder = path_real(arena, site->root);
    out->ignores = ignores_open(arena, site->tree.root);
    return out->folder.ptr ? out : NULL;
}

/* What is ignored and not kept all the same. A git that cannot be asked leaves it to the patterns. */
static void ask_git(struct left_out *out) {
    static const char *const arguments[] = {"ls-files",           "-z",          "--others", "--ignored",
                                            "--exclude-standard", "--directory", NULL};
    struct git git;
    struct error error = {0};
    struct process process = {.max = LIST_MAX};
    out->asked = true;
    if (!git_open(out->arena, out->folder, &git, &error) ||
        !git_run(out->arena, &git, arguments, &process, &error) || process.status != 0)
        return;
    out->answered = true;
    out->from = git.prefix;
    for (struct str rest = process.output; rest.len;) {
        struct str item = str_cut(&rest, '\0');
        map_put(out->arena, &out->untracked, item, out);
    }
}

/* The file, or a folder that it lies in. */
static bool is_untracked(const struct left_out *out, struct str path) {
    struct str full = str_printf(out->arena, "%.*s%.*s", STR_FMT(out->from), STR_FMT(path));
    full = str_printf(out->arena, "%.*s/", STR_FMT(full)); /* of a folder that is asked for */
    if (map_get(&out->untracked, str_sub(full, 0, full.len - 1))) return true;
    for (size_t i = 0; i < full.len; i++)
        if (full.ptr[i] == '/' && map_get(&out->untracked, str_sub(full, 0, i + 1))) return true;
    return false;
}

bool left_out_has(struct left_out *out, struct str path) {
    if (!out || !ignores_has(out->ignores, path_join(out->arena, out->folder, path))) return false;
    if (!out->asked) ask_git(out);
    return !out->answered || is_untracked(out, path);
}
