/* revision.h: private to revision*.c. */
#ifndef CONTENTLINT_SITE_REVISION_H
#define CONTENTLINT_SITE_REVISION_H

#include "site/site.h"

#define REVISION_MAX_BYTES (1u << 30) /* text read from one revision */

struct blob {
    struct str path; /* from the repository's root */
    struct str id;
    struct str text; /* absent until read */
    bool link;       /* a symbolic link, until it is resolved */
};
struct revision {
    const char *folder;          /* git runs here */
    struct str ref;              /* as it was asked for; absent: the index */
    struct str prefix;           /* of folder in the repository: "" or "site/" */
    struct str root;             /* the work tree's folder, absolute; absent without one */
    struct root *door;           /* through which its files are read */
    ARRAY_OF(struct blob) blobs; /* sorted by path */
    str_array
        disk; /* what git doesn't keep: ignored files, and folders (a '/' behind) of these and of submodules */
};

/* Runs git in the revision's folder; false when it could not be run or its status isn't 0. */
bool revision_git(struct arena *arena, const struct revision *revision, const char *const *arguments,
                  struct str input, size_t max, struct str *output, struct error *error);

/* ---- revision_blobs.c ---- */

/* Lists the files of a commit, of the index when it is NULL; reads those the model and the rules read. */
bool revision_read_blobs(struct arena *arena, struct revision *revision, const char *commit,
                         struct error *error);
/* The blob of a path from the repository's root; NULL: none. */
struct blob *revision_blob(const struct revision *revision, struct str path);
/* The first blob whose path is not before `path`. */
size_t revision_lower_bound(const struct revision *revision, struct str path);

/* ---- revision_tree.c ---- */

struct tree revision_tree(struct revision *revision);

#endif
