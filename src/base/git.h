/* git.h: git on the repository that a folder lies in, which may be a stranger's; a part of base.h. */
#ifndef CONTENTLINT_BASE_GIT_H
#define CONTENTLINT_BASE_GIT_H

#include "base/process.h"

/* The folder at or above `real`, an absolute path without symbolic links, that holds .git; absent: none. */
struct str git_root(struct arena *arena, struct str real);
/* How many folders that one lies above `folder`, any path. False: in no repository. */
bool git_levels(struct arena *arena, struct str folder, unsigned *levels);

struct git {
    struct str root;   /* of the work tree; absolute, without symbolic links */
    struct str prefix; /* of the folder in it: "" or "site/" */
    /* What git calls the git directory: root/.git, or where a file or link .git leads. */
    struct str directory;
    struct str common; /* the part of it that linked work trees share */
};
/* Finds the repository of a folder as git_root does: git's own search would take a folder of the site for it that has
 * the entries of a repository. False when there is none, or .git leads to a repository that does not name this folder as
 * its work tree, as a stranger's .git may. */
bool git_open(struct arena *arena, struct str folder, struct git *git, struct error *error);
/* Was the clone made without all objects (`git clone --filter`)? */
bool git_is_partial(struct arena *arena, const struct git *git);
/* Runs git with these arguments (NULL at the end; at most GIT_ARGUMENTS_MAX) at git->root; paths in them are taken
 * literally. The repository's configuration is read, but nothing that it names is run, and no network is asked, when
 * the command is one of these: rev-parse, symbolic-ref, merge-base, ls-tree, ls-files, cat-file without --filters and
 * --textconv. Others may not be used: what compares or writes the work tree runs filters. */
#define GIT_ARGUMENTS_MAX 24
bool git_run(struct arena *arena, const struct git *git, const char *const *arguments,
             struct process *process, struct error *error);
/* Fills error with what git, which ended with a status other than 0, said of `path` in its own words, and returns false. */
bool git_failed(const struct process *process, struct str path, struct error *error);
/* The last value of a key in a section (`core`, `remote "origin"`; absent: in any) of the text of a git configuration,
 * included files left out; absent without. */
struct str git_config(struct arena *arena, struct str text, struct str section, struct str key);

#endif
