/* fix: what repairs and moves do to the files of a site: edits of findings joined file by file, the writer that makes a
 * set of changes or none of them, and the patch that shows what it would do. Nothing here prints or exits. */
#ifndef CONTENTLINT_FIX_H
#define CONTENTLINT_FIX_H

#include "lint/diagnostic.h"

/* ---- edits.c: the edits of findings ------------------------------------------------------------------------- */

struct fix_edits { /* of one file */
    const struct source *source;
    /* Sorted, without overlap. */
    ARRAY_OF(struct edit) list;
};
typedef ARRAY_OF(struct fix_edits) fix_edit_list;
/* The edits of these findings, sorted by path. A finding's edits, which may lie in several files, are taken all or not at
 * all: not when one overlaps, or touches in the same place, an edit of an earlier finding; asking
 * again after the others were made gives them. made (may be NULL): for each finding, whether its edits are taken. */
fix_edit_list fix_edits(struct arena *arena, const struct diagnostic *items, size_t count, bool *made);
/* The file's whole text with its edits made. (A finding's source may have the front matter alone.) */
struct str fix_edited(struct arena *arena, const struct fix_edits *edits, struct str text);

/* ---- write.c: changes of files, made or not made ------------------------------------------------------------- */

enum fix_act {
    FIX_WRITE,  /* `path` had the text `before` and gets `after` */
    FIX_CREATE, /* nothing has the name `path`; it gets `after`, and the folders on its way are made */
    FIX_REMOVE, /* `path` had the text `before` and goes */
    FIX_MOVE /* `path` goes to `to`, whose name nothing has. `after` absent: as it is, whatever it holds, unread.
                   Else it had the text `before`, and has `after` then */
};
struct fix_change {
    enum fix_act act;
    /* As the root takes them: from its folder, or absolute. */
    struct str path, to;
    struct str before, after;
    /* Changes of one group are made all or not at all. */
    uint32_t group;
};
typedef ARRAY_OF(struct fix_change) fix_changes;

/* A group that was left out, with the change that could not be made. */
struct fix_refusal {
    const struct fix_change *change;
    struct error error;
};
typedef ARRAY_OF(struct fix_refusal) fix_refusals;

/* Makes the changes below the root. No path may stand in two of them.
 *
 * Each file is one that lies within the root's border, not in .git, has one name, no symbolic link on its way, may be
 * written and holds, byte for byte, what it held when it was read; a new name is nobody's. A group with a file that is not
 * so is refused, with the reason, and nothing of it is done; the others are.
 *
 * All texts are written to temporary files beside their places, and are on the disk, before the first of them takes its
 * place; mode and owner are those of the file before. Each takes its place in one step, so that whoever ends the run, at
 * any moment, leaves every file as it was or as it was to be (of a move, both names may be left). What others wrote
 * between the look and that step is found, and stays. Folders that a move or removal empties are removed, but the
 * root's.
 *
 * False, with error: the system failed (no space, a broken disk). All that had been done is undone; where that failed too
 * the error says so and names the file. Access lists and extended attributes of a file are not kept. */
bool fix_write(struct arena *arena, struct root *root, const fix_changes *changes, fix_refusals *refused,
               struct error *error);
/* Could this change be made as things are? Else the reason of a refusal, or of a failure. */
enum root_done fix_may_write(struct arena *arena, struct root *root, const struct fix_change *change,
                             struct error *error);
/* Removes the temporary files that runs which were killed have left, of these files of the root's folder (as
 * tree->list gives them); returns how many. */
size_t fix_clean(struct arena *arena, struct root *root, const str_array *files);

/* ---- patch.c: changes as a patch ----------------------------------------------------------------------------- */

/* Adds what `git apply` takes, in the order of the changes: unified, three lines of context, renames and new and removed
 * files as git has them, names quoted as git does. `prefix` stands before each path ("docs/", ""): the folder that the
 * paths begin at, from where the patch will be applied. Of a file that is moved as it is nothing is read. */
void fix_patch(struct arena *arena, struct buf *out, const fix_changes *changes, struct str prefix);

#endif
