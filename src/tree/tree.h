/* tree: where files come from. A tree is the disk below a folder, a git revision, files in memory, or buffers laid over
 * any of them; who reads a site asks it alone.
 *
 * Memory is the arena's that each function is given; a tree and its texts live as long as it.
 */
#ifndef CONTENTLINT_TREE_H
#define CONTENTLINT_TREE_H

#include "base/base.h"

struct tree {
    void *state;
    /* Appends every regular file below dir (relative to the site's root; "" is the root) to *files, as paths
     * relative to dir, sorted bytewise. A dir that isn't there lists nothing; that's no error. Of the disk the root is
     * listed once in a tree's life. */
    bool (*list)(void *state, struct arena *arena, struct str dir, str_array *files, struct error *error);
    /* The text of one file. Called from several threads at once, each with an arena of its own, which the text lives in,
     * or in the tree. Returns false with an empty error->message when there is no such file. */
    bool (*read)(void *state, struct arena *arena, struct str path, struct str *text, struct error *error);
    /* The same for a file that may have up to `max` bytes. NULL: none is larger than others. */
    bool (*read_large)(void *, struct arena *, struct str path, size_t max, struct str *text, struct error *);
    /* The same, but at most the first `max` bytes. NULL where that saves nothing. */
    bool (*read_head)(void *, struct arena *, struct str path, size_t max, struct str *text, struct error *);
    bool (*has)(void *state, struct arena *arena, struct str path);    /* NULL: what can be read is there */
    bool (*linked)(void *state, struct arena *arena, struct str path); /* NULL: there are no symbolic links */
    struct root *root; /* through which the disk is read, and which knows what could not be; NULL: no disk */
};
bool tree_has(const struct tree *tree, struct arena *arena, struct str path); /* is there such a file? */
/* Is a file that is there reached through a symbolic link, its own or a folder's? */
bool tree_is_linked(const struct tree *tree, struct arena *arena, struct str path);

/* ---- disk.c ---- */

/* The files on the disk below a folder, through its root (root_open): nothing is there of what lies outside of the border.
 * .git, and node_modules folders when listing the folder itself, are left out. keep: every file is read once, whole, and
 * its text lives as long as the arena (for runs over a whole site). */
bool tree_disk(struct arena *arena, struct str folder, bool keep, struct tree *tree, struct error *error);

/* ---- revision*.c: the files of a git revision, without a checkout --------------------------------------- */

/* The tree of `ref` in the repository that holds folder, with paths relative to folder: a branch, tag or commit, or one
 * with "..." behind for the commit where HEAD's branch left it; absent: the index, what `git commit` would record. HEAD
 * without a commit has no files. Submodules and files that .gitignore names come from the disk, whatever the revision.
 * Reads at once the pages and configuration (1 GiB at most): no hooks, no filters. false when ref or an object of it
 * isn't in this (shallow, partial) clone or git can't be run: the message says what to do. */
bool revision_open(struct arena *arena, struct str folder, struct str ref, struct tree *tree,
                   struct error *error);

/* Is there such a revision? False as revision_open has it, without reading a file. */
bool revision_find(struct arena *arena, struct str folder, struct str ref, struct error *error);

/* How much of what a revision serves was published? *commit is the last one of its history that the branch `published` has
 * too; absent: all of the revision is there, or it cannot be told, since there is no such branch or no commit in common.
 * published absent: what refs/remotes/origin/HEAD names, else the first that is there of origin/main, origin/master, main
 * and master. False: git cannot be run, ref is none, or a branch that was named is not there. */
bool revision_published(struct arena *arena, struct str folder, struct str ref, struct str published,
                        struct str *commit, struct error *error);

/* ---- memory_tree.c: files in memory: the examples of rules, fuzzing ---- */

struct memory_file {
    struct str path, text;
};
struct memory_tree {
    struct memory_file *files; /* sorted by path */
    size_t count;
};
/* Sorts the files; `state` must outlive the tree. */
struct tree memory_tree(struct memory_tree *state);

/* ---- overlay.c: buffers over another tree: an editor's, standard input ---- */

/* The files of `below`, which must outlive the tree, with `files` (sorted by path; they stay the caller's, who may put others
 * in between two runs) in place of those of their names, or beside them. */
struct tree overlay_tree(struct arena *arena, const struct tree *below, const struct memory_tree *files);

/* ---- moved.c: another tree after files of it were moved ---- */

struct tree_move {
    struct str from, to; /* to absent: the file is gone */
};
/* The files of `below`, which must outlive the tree as the moves must, under their names after the moves. What is moved is
 * a file of `below`, once, and nothing there has the new name, unless that one is moved too. */
struct tree moved_tree(struct arena *arena, const struct tree *below, const struct tree_move *moves,
                       size_t count);

#endif
