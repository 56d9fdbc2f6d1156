/* file_open.h: private to base: what file.c, root.c and walk.c share. */
#ifndef CONTENTLINT_BASE_FILE_OPEN_H
#define CONTENTLINT_BASE_FILE_OPEN_H

#include "base/base.h"

#include <sys/stat.h>

/* Reads an open file of that status, which stays open: all of one that has at most max bytes (0: FILE_MAX_BYTES), or its
 * first head bytes (0: all). False also for folders, devices, and when a file that is read whole changed meanwhile. */
bool file_read_open(struct arena *arena, int fd, const struct stat *status, struct str path, size_t max,
                    size_t head, struct str *text, struct error *error);
/* The answer to "is it there?"; errno is why not, when false. */
bool file_is_there(bool answer, const char *path);
/* error_set with what errno says. */
bool file_failed(struct error *error, struct str path, const char *what);
/* ".git", as git itself takes it: in any case, with what HFS+ ignores in names, as NTFS names it too ("git~1", ".git. ",
 * ".git::$INDEX_ALLOCATION"). */
bool file_is_git(struct str name);

/* ---- root.c ---- */

enum root_want { WANT_LOOK, WANT_FILE, WANT_FOLDER };
struct root_found {
    enum root_answer answer;
    int fd;              /* WANT_FILE, WANT_FOLDER: open when the answer is that; else -1 */
    struct stat status;  /* of ROOT_FILE, ROOT_OTHER, and ROOT_FOLDER unless WANT_FOLDER */
    struct str resolved; /* its path from the border, without links */
    int number;          /* errno, for ROOT_ABSENT and ROOT_FAILED */
};
/* Opens, or looks at, what is at a path from the border, "a/b"; "" is the border. */
struct root_found root_find(struct root *root, struct arena *arena, struct str within, enum root_want want);
/* The path from the border; false when it lies outside by its name alone. */
bool root_within(const struct root *root, struct arena *arena, struct str path, struct str *within);
void root_remark(struct root *root, struct str path, const char *reason, bool failed);
/* Remarks on an answer that found nothing, fills error with it, and returns it. */
enum root_answer root_answer_of(struct root *root, struct str path, const struct root_found *found,
                                struct error *error);
/* Tests: all files are opened element by element, as on systems that have no call for it. */
void root_walk_always(struct root *root);

#endif
