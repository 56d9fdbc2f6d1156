#include "base/file.h"

#include <assert.h>

/* Git must not run anything the repository names: hooks, monitors, pagers. */
static const char *const safe[] = {"git", "--no-pager",           "-c", "core.hooksPath=/dev/null",
                                   "-c",  "core.fsmonitor=false", "-c", "core.quotePath=false"};

struct str git_root(struct arena *arena, struct str real) {
    for (struct str at = real; at.len > 0; at = path_dir(at)) {
        struct stat status;
        const char *git = str_c(arena, path_join(arena, at, STR(".git")));
        if (file_is_there(stat(git, &status) == 0, git)) return at;
    }
    return (struct str){0};
}

static struct str work_tree(struct arena *arena, const char *directory) {
    return git_root(arena, path_real(arena, str_from(directory)));
}

bool git_run(struct arena *arena, const char *const *arguments, struct process *process,
             struct error *error) {
    const char *argv[ARRAY_LEN(safe) + GIT_ARGUMENTS_MAX + 2];
    size_t count = 0;
    struct str root = work_tree(arena, process->directory);
    for (size_t i = 0; i < ARRAY_LEN(safe); i++) argv[count++] = safe[i];
    if (root.ptr) argv[count++] = str_printf(arena, "--work-tree=%.*s", STR_FMT(root)).ptr;
    for (size_t i = 0; arguments[i]; i++) {
        assert(i < GIT_ARGUMENTS_MAX);
        argv[count++] = arguments[i];
    }
    argv[count] = NULL;
    return process_run(arena, argv, process, error);
}

/* What git tells to run when somebody else owns the repository, as in a container; "" without. */
static struct str advice(struct str complaint) {
    size_t at = str_find(complaint, STR("git config --global --add safe.directory"));
    struct str rest = str_sub(complaint, at, complaint.len);
    return at < complaint.len ? str_trim(str_cut(&rest, '\n')) : STR("");
}

bool git_failed(const struct process *process, struct str path, struct error *error) {
    struct str rest = process->complaint, said = {0};
    while (rest.ptr && !said.len) said = str_trim(str_cut(&rest, '\n'));
    if (str_starts(said, STR("fatal: "))) said = str_sub(said, 7, said.len);
    if (!said.len) return error_set(error, path, 0, "git failed with status %d", process->status);
    struct str run = advice(process->complaint);
    return error_set(error, path, 0, "git: %.*s%s%.*s", STR_FMT(said), run.len ? "; run " : "", STR_FMT(run));
}
