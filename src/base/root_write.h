/* root_write.h: part of base.h, which includes it: what is written on behalf of a site goes through its root too. */
#ifndef CONTENTLINT_BASE_ROOT_WRITE_H
#define CONTENTLINT_BASE_ROOT_WRITE_H

#include "base/root.h"

/* ---- root_write.c: single steps of a change of files; fix/ makes whole changes of them ------------------------- */

/* Paths are root_look's. Nothing is written outside of the border, in .git, through a symbolic link, to what is no regular
 * file, has a second name or may not be written. Every step is one that whoever ends the program leaves done or not done. */
enum root_done {
    ROOT_DONE,
    ROOT_REFUSED, /* this file is not to be changed, others may be: why is in the error */
    ROOT_DENIED,  /* the same, because the system does not let us */
    ROOT_BROKEN   /* the system failed: no space, no descriptors, a broken disk */
};

/* A file that waits beside its place for its turn, or for the end of what it was: ".contentlint-PID-N.tmp". Gone when its
 * name is empty. */
struct root_draft {
    struct str folder; /* from the border */
    char name[48];
};

/* May the file be changed or moved? */
enum root_done root_may_write(struct root *root, struct arena *arena, struct str path, struct error *error);
/* Is nothing there by that name, in a folder that is there or can be made? */
enum root_done root_is_free(struct root *root, struct arena *arena, struct str path, struct error *error);
/* Does the file hold this text? Refused: it changed, or is gone. */
enum root_done root_holds_text(struct root *root, struct arena *arena, struct str path, struct str text,
                               struct error *error);
/* A new file beside `path`, on the disk when this returns. `like`: whose mode and owner it has; absent: those of a new
 * file. `number` tells drafts of this program apart. */
enum root_done root_make_draft(struct root *root, struct arena *arena, struct str path, struct str text,
                               struct str like, unsigned number, struct root_draft *draft,
                               struct error *error);
/* The draft takes the place of the file, if that holds `before` still; from then on the draft is what the file was, or is
 * gone where the system cannot exchange two files. */
enum root_done root_exchange(struct root *root, struct arena *arena, struct str path, struct str before,
                             struct root_draft *draft, struct error *error);
/* The draft gets the name, which nothing has, and is gone. */
enum root_done root_place(struct root *root, struct arena *arena, struct root_draft *draft, struct str path,
                          struct error *error);
/* The file, if it holds `text` (absent: whatever it holds), becomes a draft. */
enum root_done root_set_aside(struct root *root, struct arena *arena, struct str path, struct str text,
                              unsigned number, struct root_draft *draft, struct error *error);
/* The file gets another name, which nothing has. */
enum root_done root_rename(struct root *root, struct arena *arena, struct str from, struct str to,
                           struct error *error);
/* Removes a draft; a draft that is gone is fine. */
void root_discard(struct root *root, struct arena *arena, struct root_draft *draft);
/* Is it the name of a draft, of a program that is no more, in a folder of the root? Then it is removed. */
bool root_clean(struct root *root, struct arena *arena, struct str path);

/* Makes the folder and those above it; adds the paths of those that it made to *made, the outer first. */
enum root_done root_make_folder(struct root *root, struct arena *arena, struct str folder, str_array *made,
                                struct error *error);
/* Removes the folder if it is empty, then those above it that are; never the root's own or what lies above that. */
void root_prune(struct root *root, struct arena *arena, struct str folder);
/* What happened to names in the folder is on the disk. Best effort. */
void root_sync(struct root *root, struct arena *arena, struct str folder);

#endif
