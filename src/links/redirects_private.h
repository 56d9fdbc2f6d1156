/* redirects_private.h: what the files redirects*.c share. */
#ifndef CONTENTLINT_LINKS_REDIRECTS_PRIVATE_H
#define CONTENTLINT_LINKS_REDIRECTS_PRIVATE_H

#include "links/links.h"
#include "site/site.h"

/* Adds a rule whose source, dialect, from, to and flags are set: fills in host, path and segments. */
void redirects_add(struct arena *arena, struct redirects *set, struct redirect rule);
void redirects_fault(struct arena *arena, struct redirects *set, const struct source *source,
                     struct span span, struct str message);

/* redirects_match.c */
void redirects_compile(struct arena *arena, struct redirect *rule); /* path -> segments, dynamic, opaque */
bool redirects_matches(const struct redirect *rule, struct str path);
struct str redirects_folder(const struct redirect *rule); /* literal folder before the first placeholder */
bool redirects_covers(const struct redirect *earlier, const struct redirect *later);

#endif
