/* check.h (private to cmd): what `check` and `links` share. */
#ifndef CONTENTLINT_CMD_CHECK_H
#define CONTENTLINT_CMD_CHECK_H

#include "cmd/targets.h"

/* Runs the rules on what the arguments name, prints the reports; returns an enum status. links: the command is
 * `links`, which always asks about external links. */
int check_all(struct arena *arena, const struct arguments *arguments, bool links);
/* --list, --all: the table of URLs in place of findings. */
bool links_print(struct arena *arena, const struct arguments *arguments, const struct lint_results *results);

#endif
