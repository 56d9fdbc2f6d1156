/* cause.h: findings that share a cause are told as one. */
#ifndef CONTENTLINT_LINT_CAUSE_H
#define CONTENTLINT_LINT_CAUSE_H

#include "lint/diagnostic.h"

/* Five findings of a rule and severity that share a cause become the first of them, which names the number and the pages
 * and has places as related ones; twelve where it is a page's table of contents, each of whose anchors may be a mistake of
 * its own, and twenty where it is the anchors of one other page. Those with a fix stay, since each can be mended by
 * itself. A cause of twenty that is that of three in a hundred of all `links` doubts what is known of the site: then it is
 * a warning, with the line of contentlint.yml that settles it. The list stands in the order of its files and keeps it. */
void cause_group(struct arena *arena, diagnostics *list, size_t links);

#endif
