/* file.h: part of base.h, which includes it: files that the command line, the environment or the program itself names. */
#ifndef CONTENTLINT_BASE_FILE_H
#define CONTENTLINT_BASE_FILE_H

#include "base/source.h"

#define FILE_MAX_BYTES (16u << 20) /* larger files are refused with a clear message */
/* The whole file, at most `max` bytes (0: FILE_MAX_BYTES): larger ones, folders, devices and pipes are refused. A NUL
 * byte stands behind the text. *text lives in the arena; error->path borrows path. What is read on behalf of a site is
 * read through its root (below). */
bool file_read(struct arena *arena, const char *path, size_t max, struct str *text, struct error *error);
/* Could a file be written at path? Nothing is written below a symbolic link, as far as the path lies in a repository
 * (without one, below the working directory), in .git, or over what is no regular file or has a second name. */
bool file_may_write(const char *path, struct error *error);
/* The same checks, then: temporary file beside path, fsync, rename. Keeps the mode of the file that was there, and
 * removes temporary files that killed runs have left. */
bool file_write(const char *path, struct str text, struct error *error);
/* The same for a text that is made while it is written: the next part, empty behind the last. */
struct file_text {
    struct str (*next)(void *data);
    void *data;
};
bool file_write_text(const char *path, const struct file_text *text, struct error *error);
/* Removes a regular file, under the same checks. True when none is there. */
bool file_remove(const char *path, struct error *error);
bool file_exists(const char *path);
bool dir_exists(const char *path);
bool file_is_taken(const char *path); /* is there anything of that name, a link to nothing too? */
bool file_is_absent(int number);      /* does this errno say that there is nothing by that name? */
struct str path_real(struct arena *arena, struct str path); /* realpath of it, "" is "."; absent: none */
/* These four, git_root and looking for a site say "no" also when the system refuses to say (no descriptors, a broken
 * disk). The first refusal is kept, as is what is given to file_doubt. False, with error: there was one, so that an answer
 * may be wrong and the run must end with status 2. */
bool file_certain(struct error *error);
void file_doubt(struct str path, struct str reason);

/* ---- path.c ---- */

struct str path_join(struct arena *arena, struct str a, struct str b); /* b alone when it begins with '/' */
/* Go's path.Clean: dots and double slashes resolved. */
struct str path_clean(struct arena *arena, struct str path);
struct str path_dir(struct str path); /* "a/b" of "a/b/c", "" when there is no slash */
/* The folder above one, by name as long as there is one and by ".." from there on. No slash at the end. */
struct str path_above(struct arena *arena, struct str folder);
struct str path_base(struct str path); /* "c" of "a/b/c" */
struct str path_ext(struct str path);  /* ".md" of "a/b.md", "" if none */
/* The path `to` as seen from the folder `from`; both absolute and clean. */
struct str path_relative(struct arena *arena, struct str from, struct str to);
/* Is it the folder, or does it lie in it? Both absolute and clean. */
bool path_holds(struct str folder, struct str path);

#endif
