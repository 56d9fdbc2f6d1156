/* revision.h: private to revision*.c. */
#ifndef CONTENTLINT_TREE_REVISION_H
#define CONTENTLINT_TREE_REVISION_H

#include "tree/tree.h"

#define REVISION_MAX_BYTES (1u << 30)   /* text read from one revision */
#define REVISION_MAX_LIST  (256u << 20) /* bytes of git's lists of files */

struct blob {
    struct str path; /* from the repository's root */
    struct str id;
    struct str text; /* absent until read */
    bool link;       /* a symbolic link; its id and text are its target's once links are resolved */
};
struct revision {
    struct git git;
    struct root *door;           /* through which files of the disk are read */
    struct str ref;              /* as it was asked for; absent: the index */
    ARRAY_OF(struct blob) blobs; /* sorted by path */
    str_array
        disk; /* what git doesn't keep: ignored files, and folders (a '/' behind) of these and of submodules */
};

/* ---- revision_git.c ---- */

/* What messages call it. */
struct str revision_name(const struct revision *revision);
/* Runs git; false when it could not be run or its status isn't 0. */
bool revision_git(struct arena *arena, const struct revision *revision, const char *const *arguments,
                  struct str input, size_t max, struct str *output, struct error *error);

/* ---- revision_blobs.c ---- */

/* Lists the files of a commit, of the index when it is NULL; reads those that are wanted. */
bool revision_read_blobs(struct arena *arena, struct revision *revision, const char *commit,
                         struct error *error);
/* Lists what .gitignore names, which is the same whatever the revision: a theme that is fetched, generated pages. */
bool revision_list_ignored(struct arena *arena, struct revision *revision, struct error *error);
/* The blob of a path from the repository's root; NULL: none. */
struct blob *revision_blob(const struct revision *revision, struct str path);
/* The first blob whose path is not before `path`. */
size_t revision_lower_bound(const struct revision *revision, struct str path);

/* ---- revision_tree.c ---- */

struct tree revision_tree(struct revision *revision);
/* path below the folder as git names it, "site/content/a.md"; "" for the repository's root. */
struct str revision_path(struct arena *arena, const struct revision *revision, struct str path);

#endif
