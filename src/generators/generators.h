/* generators: which site a file belongs to, and loading it whoever generates it. The generators themselves are in folders
 * of their own; a site that none makes is plain.c's.
 *
 * Memory is the arena's that each function is given, which must outlive what it returns.
 */
#ifndef CONTENTLINT_GENERATORS_H
#define CONTENTLINT_GENERATORS_H

#include "site/site.h"

/* ---- detect.c: which site does a file belong to? -------------------------------------------------------- */

struct site_root {
    struct str path; /* as it can be opened: absolute, or relative to the working directory as `start` was */
    const struct generator *generator;
};
/* Finds the site that the file or folder `start` lies in: the nearest folder from there up to the git root
 * (or the file system's) with hugo.*, config.* of Hugo, config/_default or _config.yml. Without one:
 * the plain generator and the git root (without a git repository: start itself, or its folder). */
struct site_root site_detect(struct arena *arena, struct str start);
/* Of the one at its root. */
const struct generator *site_generator(struct arena *arena, const struct tree *tree);
bool site_is_plain(const struct generator *generator); /* are files served as they are? NULL: yes */
/* Every site below folder, sorted by path, nested ones too; theme and module folders of a site are none. */
bool site_detect_all(struct arena *arena, struct str folder, struct site_root **roots, size_t *count,
                     struct error *error);

/* ---- load.c ---- */

/* Loads a site. false only when the operation failed (configuration unreadable); wrong content is in
 * page->errors and in site->failures. *site lives in arena. */
bool site_load(struct arena *arena, const struct site_options *options, struct site **site,
               struct error *error);
/* By the name it has on the command line and in contentlint.yml; "none" is that of files as they are. False, with the names
 * there are in error: none has it. */
bool generators_named(struct str name, const struct generator **generator, struct error *error);
/* The generator that has versions, whose section of contentlint.yml and option may name one. */
const struct generator *generators_versioned(void);

#endif
