/* load.h: private to site/: how site_load (load.c) divides the work. It sets arena, tree, root and generator,
 * calls the generator's model, then index_build. */
#ifndef CONTENTLINT_SITE_LOAD_H
#define CONTENTLINT_SITE_LOAD_H

#include "site/site.h"

/* Each fills in config, base_url, languages, pages, urls (in any order, collisions not looked at), notes and
 * failures. hugo_*.c; jekyll*.c; plain.c. */
bool hugo_load(struct site *site, const struct site_options *options, struct error *error);
bool jekyll_load(struct site *site, const struct site_options *options, struct error *error);
bool plain_load(struct site *site, const struct site_options *options, struct error *error);

/* index.c: sorts urls (pages come sorted: by source, then language; those without a file last, by link), links the claims on each FILE, fills the maps and the collisions. */
void index_build(struct site *site);
/* collision.c: sets overwritten and racing of every URL, fills in the collisions. */
void collision_settle(struct site *site);
/* outside.c: does a folder of the configuration lie, by its name, outside of what may be read: the git root, or the
 * site's own folder where there is none? outside_check takes a list too, and makes it an error that names the key and
 * its place, or without git, where folders beside the site may be meant, a note; outside_border is the end of a sentence
 * about it. */
bool outside_is(const struct site *site, const struct node *node);
bool outside_check(struct site *site, const struct node *node, const char *key, struct error *error);
struct str outside_border(const struct site *site);
/* detect.c: the folder that holds .git, and how many levels up; absent outside a repository. */
struct str detect_git_root(struct arena *arena, struct str folder, unsigned *levels);

#endif
