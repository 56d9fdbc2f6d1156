/* root.h: part of base.h, which includes it: what is read on behalf of a site goes through here. */
#ifndef CONTENTLINT_BASE_ROOT_H
#define CONTENTLINT_BASE_ROOT_H

#include "base/source.h"

/* ---- root.c, walk.c: the one door to what is read on behalf of a site --------------------------------------- */

/* Nothing outside of the border is opened: outside of the git root around a folder or, where there is none, of the folder
 * itself; nor anything in .git. Each element of a path is opened without following it; symbolic links are read and
 * followed here, as long as they stay within. Paths are relative to the folder (".." works up to the border), or
 * absolute. Every function may be called from several threads, each with an arena of its own. */
struct root;
enum root_answer {
    ROOT_ABSENT, /* nothing has that name */
    ROOT_FILE,
    ROOT_FOLDER,
    ROOT_OTHER,   /* a pipe, a device */
    ROOT_OUTSIDE, /* it is not within the border, or in .git */
    ROOT_FAILED   /* it is there, but the system refused or broke off: why is in the error */
};
/* NULL when there is no such folder. */
struct root *root_open(struct arena *arena, struct str folder, struct error *error);
bool root_has_git(const struct root *root);
struct str root_border(const struct root *root); /* absolute, without links */
/* What is at path? A link is what it leads to. */
enum root_answer root_look(struct root *root, struct arena *arena, struct str path);
/* Does a symbolic link lie on the way to path, which is there? */
bool root_is_linked(struct root *root, struct arena *arena, struct str path);
/* When the file was changed last, in seconds since 1970; false: there is none. */
bool root_time(struct root *root, struct arena *arena, struct str path, int64_t *seconds);
/* Is path within the border by its name alone? */
bool root_holds(const struct root *root, struct arena *arena, struct str path);
/* The whole file, at most `max` bytes (0: FILE_MAX_BYTES), or its first `head` bytes (0: all). ROOT_FILE when it was
 * read; any other answer comes with an error. A file that changes meanwhile is ROOT_FAILED. */
enum root_answer root_read(struct root *root, struct arena *arena, struct str path, size_t max, size_t head,
                           struct str *text, struct error *error);
/* A file of git's own folder, "config"; false when there is none. Nothing of it may be shown. */
bool root_read_git(struct root *root, struct arena *arena, const char *name, size_t max, struct str *text);
/* What was refused or failed so far, sorted by path; a later success does not take it back. */
struct root_remark {
    struct str path;   /* as it was asked for */
    struct str reason; /* a sentence without the path */
    bool failed;       /* ROOT_FAILED; else ROOT_OUTSIDE */
    bool large; /* it failed because there is more of it than was asked for, not because the system refused */
};
const struct root_remark *root_remarks(struct root *root, struct arena *arena, size_t *count);

/* ---- ignores.c: .gitignore, asked of single paths, there or not ---- */

/* For several threads at once; each file is read once, and stays in the arena as long as it. */
struct ignores;
struct ignores *ignores_open(struct arena *arena, struct root *root);
/* Do the .gitignore files of the repository, or its info/exclude, leave out a file of that path (as root_look's)? What git
 * keeps all the same, because it was added by force, is not known here. False without git. */
bool ignores_has(struct ignores *ignores, struct str path);

struct walk_options {
    bool gitignore;              /* honour .gitignore files from the git root down, and .git/info/exclude */
    const struct str *skip_dirs; /* folder names never entered ("node_modules") */
    size_t skip_dir_count;
    bool dot_folders; /* enter folders whose name starts with '.' */
};
/* Every regular file below dir, as paths relative to it, sorted bytewise. Symbolic links to files are listed when they
 * stay within dir, links to folders are not followed; those that lead out of the border are remarks. ROOT_FOLDER when
 * it was listed. */
enum root_answer root_list(struct root *root, struct arena *arena, struct str dir,
                           const struct walk_options *options, str_array *files, struct error *error);

#endif
