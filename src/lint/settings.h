/* settings.h: reading contentlint.yml; its type is in lint.h. */
#ifndef CONTENTLINT_LINT_SETTINGS_H
#define CONTENTLINT_LINT_SETTINGS_H

#include "lint/lint.h"

/* Reads and validates the text of the file at path (from the working directory). False with the place of what is wrong. */
bool settings_parse(struct arena *arena, struct str path, struct str text, struct config *config,
                    struct error *error);

/* Is what a source holds as one of the program's own schemas (rules/…) wants it? */
bool settings_validate(struct arena *arena, struct str schema_path, const struct source *file,
                       const struct node *tree, struct error *error);

#endif
