/* generator: what the generators' folders fill a site with, and may use to do so. Nobody else includes it.
 *
 * Memory is the site's arena.
 */
#ifndef CONTENTLINT_SITE_GENERATOR_H
#define CONTENTLINT_SITE_GENERATOR_H

#include "site/site.h"

/* index.c: sorts urls (pages come sorted: by source, then language; those without a file last, by link), links the
 * claims on each FILE, fills the maps and the collisions. Called once, when everything else is filled in. */
void site_index(struct site *site);

/* ---- config.c: configuration files, read into one tree whose nodes know their source ---- */

#define CONFIG_SUFFIXES 4
struct config_loader {
    struct arena *arena;
    const struct tree *tree;
    bool yaml_1_1; /* YAML is read as 1.1 has it */
    ARRAY_OF(const struct source *) sources;
};

/* An empty object, and a scalar made of text ("true", "2" and JSON are read as such). */
struct node *config_object(struct arena *arena, const struct source *source);
struct node *config_scalar(struct arena *arena, struct str text);
/* Reads one file; *root stays NULL when it is not there or empty. false: it can't be read or parsed. */
bool config_read(struct config_loader *loader, struct str path, struct node **root, struct error *error);
/* Maps merge key by key, everything else replaces. `keep`: what is there already stays (themes). */
void config_merge(struct arena *arena, struct node *into, const struct node *from, bool keep);
/* Puts value at keys[0].keys[1]…, making maps on the way. */
void config_put(struct arena *arena, struct node *root, const struct str *keys, size_t n, struct node *value);
/* Is it a configuration file by its name: .toml, .yaml, .yml, .json? Their suffixes, in the order they are looked for. */
bool config_is_file(struct str path);
extern const char *const config_suffixes[CONFIG_SUFFIXES];

/* ---- spot.c: a place where a site may be; all names are below it ---- */

struct spot { /* a folder of the disk, or the root of a tree */
    struct arena *arena;
    struct root *root; /* through which the folder is read, which lies at `path` from it */
    struct str path;
    const struct tree *tree;
};
bool spot_has(const struct spot *spot, const char *name);
bool spot_has_folder(const struct spot *spot, const char *name);
bool spot_read(const struct spot *spot, const char *name, struct str *text); /* false: no such file */

/* ---- limit.c: what a configuration multiplies has a maximum ---- */

#define LIMIT_ADDRESS 4096 /* bytes of one: PATH_MAX of Linux, beyond which no generator can write its file */
struct limit {             /* of a site in the making; zero at first */
    size_t count, bytes;   /* of addresses so far */
    const char
        *full;       /* what there is more of than a site may have, as a sentence; NULL: all of it is there */
    const char *key; /* the configuration's key that most likely makes it; may be NULL */
};
/* Is there room? If not, limit->full says so from now on; whoever multiplies stops then, and the site is refused. */
bool limit_keep(struct limit *limit, bool room, const char *key, const char *what);
/* Room for one more address of that length, with the base path, on a site of so many files? */
bool limit_address(struct limit *limit, size_t files, size_t length, const char *key);
/* True while there was room for all; else the error says for what there was none, at the node of limit->key (NULL: nowhere). */
bool limit_kept(const struct limit *limit, const struct node *node, struct error *error);

/* ---- outside.c ---- */

/* Does a folder of the configuration lie, by its name, outside of what may be read: the git root, or the
 * site's own folder where there is none? outside_check takes a list too, and makes it an error that names the key and
 * its place, or without git, where folders beside the site may be meant, a note; outside_border is the end of a sentence
 * about it. */
bool outside_is(const struct site *site, const struct node *node);
bool outside_check(struct site *site, const struct node *node, const char *key, struct error *error);
struct str outside_border(const struct site *site);

#endif
