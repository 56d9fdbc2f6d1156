/* check.h (private to cmd): what `check` and `links` share. */
#ifndef CONTENTLINT_CMD_CHECK_H
#define CONTENTLINT_CMD_CHECK_H

#include "cmd/targets.h"

/* Runs the rules on what the arguments name, prints the reports; returns an enum status. links: the command is
 * `links`, which always asks about external links. */
int check_all(struct arena *arena, const struct arguments *arguments, bool links);
/* --list, --all: is a table of URLs asked for in place of findings? */
bool links_table(const struct arguments *arguments);
/* Prints it, for one site. */
bool links_print(struct arena *arena, const struct arguments *arguments, const struct target *target,
                 const struct lint_crawl *crawl);

#endif
