/* settings.h: reading contentlint.yml, and what it extends; its types are in lint.h. */
#ifndef CONTENTLINT_LINT_SETTINGS_H
#define CONTENTLINT_LINT_SETTINGS_H

#include "lint/lint.h"

#define CONFIG_FILES_MAX   100  /* that a configuration has */
#define CONFIG_DEPTH_MAX   8    /* of files that extend one another */
#define CONFIG_ENTRIES_MAX 1000 /* of types: and of overrides:, in all files */

/* Reads and validates the text of the file at path (from the working directory), with the files that it extends, through
 * root; NULL: it may extend none. Adds what it says to the configuration. below: as in config_file, "" for the whole
 * site. door: its path for the root. False with the place of what is wrong. */
struct settings_text {
    struct str path, door, below, text;
};
bool settings_parse(struct arena *arena, struct root *root, const struct settings_text *file,
                    struct config *config, struct error *error);

/* Is what a source holds as one of the program's own schemas (rules/…) wants it? */
bool settings_validate(struct arena *arena, struct str schema_path, const struct source *file,
                       const struct node *tree, struct error *error);

#endif
