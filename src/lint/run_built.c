/* run_built.c: what the run says of the build that it asked. */
#include "built/built.h"
#include "lint/run.h"

bool run_is_built(const struct run *run, struct str path) {
    if (!run->request->built) return false;
    struct str folder = built_folder(run->request->built), root = run->request->site->root;
    if (root.len && !str_eq(root, STR("."))) {
        if (!str_starts(folder, root) || folder.len == root.len || folder.ptr[root.len] != '/') return false;
        folder = str_sub(folder, root.len + 1, folder.len);
    }
    return str_starts(path, folder) && path.len > folder.len && path.ptr[folder.len] == '/';
}

/* How much of the site the build is a witness of, and what of the build could not be read. */
void run_add_built(struct arena *arena, const struct run *run, struct lint_results *results) {
    size_t count = 0, pairs[PAIR_MISSED + 1] = {0};
    const struct built *built = run->request->built;
    const struct root_remark *remarks = built ? built_remarks(built, arena, &count) : NULL;
    if (!built) return;
    for (size_t i = 0; i < count; i++) run_remark(arena, &remarks[i], results);
    for (size_t i = 0; i < run->file_count; i++) pairs[run->files[i].pair]++;
    size_t paired = pairs[PAIR_FOUND] + pairs[PAIR_ELSEWHERE], all = paired + pairs[PAIR_MISSED];
    struct buf text = {.arena = arena};
    buf_printf(&text, "the built site in %.*s has %zu of %zu pages", STR_FMT(built_folder(built)), paired,
               all);
    if (pairs[PAIR_MISSED])
        buf_printf(&text, "; %zu %s judged without it", pairs[PAIR_MISSED],
                   pairs[PAIR_MISSED] == 1 ? "is" : "are");
    if (pairs[PAIR_ELSEWHERE])
        buf_printf(&text, "; %zu %s at another address there than is known of the generator",
                   pairs[PAIR_ELSEWHERE], pairs[PAIR_ELSEWHERE] == 1 ? "is" : "are");
    run_notify(arena, results, SEVERITY_NOTE, buf_str(&text));
}
