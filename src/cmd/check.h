/* check.h (private to cmd): what `check` and `links` share. */
#ifndef CONTENTLINT_CMD_CHECK_H
#define CONTENTLINT_CMD_CHECK_H

#include "cmd/past.h"

/* Runs the rules on what the arguments name, prints the reports; returns an enum status. links: the command is
 * `links`, which always asks about external links. */
int check_all(struct arena *arena, const struct arguments *arguments, bool links);

/* ---- request.c ---- */

/* Everything but external links. The past must outlive the request. */
bool request_make(struct past *past, struct lint_request *request, struct error *error);
/* The index for --staged, else NULL for the disk. */
bool request_tree(struct arena *arena, const struct arguments *arguments, const struct target *target,
                  const struct tree **tree, struct error *error);

/* ---- fix.c: --fix and --diff ---- */

/* False for options that do not go together. */
bool fix_check(const struct arguments *arguments, struct error *error);
/* Mends the sites, or prints what that would be. input: of --stdin-filename, or absent. *status: an enum status. True:
 * the sites are to be checked again now. */
bool fix_targets(struct arena *arena, const struct arguments *arguments, const target_list *targets,
                 struct str input, int *status);

/* ---- cmd_links.c ---- */

/* --list, --all: is a table of URLs asked for in place of findings? */
bool links_table(const struct arguments *arguments);
/* Prints it, for one site. */
bool links_print(struct arena *arena, const struct arguments *arguments, const struct target *target,
                 const struct lint_crawl *crawl);

#endif
