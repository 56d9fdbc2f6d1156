/* revision_git.c: asks git about a revision. */
#include "tree/revision.h"

struct str revision_name(const struct revision *revision) {
    return revision->ref.ptr ? revision->ref : STR("the index");
}

bool revision_git(struct arena *arena, const struct revision *revision, const char *const *arguments,
                  struct str input, size_t max, struct str *output, struct error *error) {
    struct process process = {.input = input, .max = max};
    struct str name = revision_name(revision);
    if (!git_run(arena, &revision->git, arguments, &process, error)) {
        if (error) error->path = name;
        return false;
    }
    *output = process.output;
    return process.status == 0 || git_failed(&process, name, error);
}
