/* move: what a change of names takes with it. Pages go to other files, a heading or a term gets another name, and all that
 * leads there goes along: links in the form they were written in, menus, data, redirect targets; the old addresses become
 * aliases or redirect rules. What is not known to be right is left as it is, and named.
 *
 * Nothing is written here: the result is a list of changes that fix_write makes, or fix_patch shows. Whether two addresses
 * are one is asked of the site as it was and of the site as it will be, which is loaded from memory: no rewriting is
 * believed that the links of the new site do not resolve to the same page, file and anchor as those of the old one.
 *
 * Memory is the arena's that each function is given; a plan points into the session's site, which must outlive it. Paths are
 * relative to the site's root. */
#ifndef CONTENTLINT_MOVE_H
#define CONTENTLINT_MOVE_H

#include "fix/fix.h"
#include "session/session.h"

/* A place that holds the old name and was left as it is, or something that the move could not keep. */
struct move_remark {
    struct str path; /* absent: about the site */
    uint32_t line;   /* 1-based, in the file as it is on the disk; 0: none */
    struct str message;
};
struct move_plan {
    fix_changes changes; /* by path; all of them are to be made, or none */
    ARRAY_OF(struct move_remark) remarks;
    size_t pages;   /* whose file or own names change */
    size_t links;   /* rewritten places in pages, configuration, data and redirect rules */
    size_t aliases; /* old addresses that are kept */
};
struct move_options {
    unsigned threads;
    bool no_alias; /* the old addresses may go */
};

/* Moves pages, bundles and sections: each of `from`, a file or folder, to `to`; into it when it is a folder, ends in '/' or
 * there are several, as mv does. Translations beside a page, or at its path in the folders of
 * other languages, go with it, and so does all that lies in a bundle or section.
 * False: it is refused, in one sentence, or the site cannot be read. */
bool move_pages(struct arena *arena, struct session *session, const struct move_options *options,
                const str_array *from, struct str to, struct move_plan *plan, struct error *error);
/* Gives the heading of a page that has this id, or this text, another text; "#new" another id. */
bool move_heading(struct arena *arena, struct session *session, const struct move_options *options,
                  struct str page, struct str heading, struct str name, struct move_plan *plan,
                  struct error *error);
/* Gives a page another slug in its front matter: the last element of its address, where that is the slug's to decide. */
bool move_slug(struct arena *arena, struct session *session, const struct move_options *options,
               struct str page, struct str slug, struct move_plan *plan, struct error *error);
/* Gives a term of a taxonomy (its key in front matter) another name, on all pages that have it. */
bool move_term(struct arena *arena, struct session *session, const struct move_options *options,
               struct str taxonomy, struct str term, struct str name, struct move_plan *plan,
               struct error *error);

#endif
