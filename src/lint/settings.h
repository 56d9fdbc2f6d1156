/* settings.h: reading contentlint.yml; its type is in lint.h. */
#ifndef CONTENTLINT_LINT_SETTINGS_H
#define CONTENTLINT_LINT_SETTINGS_H

#include "lint/lint.h"

/* Reads and validates the text, or the file at path (from the working directory). False with the place of what is wrong. */
bool settings_parse(struct arena *arena, struct str path, struct str text, struct config *config,
                    struct error *error);
bool settings_read(struct arena *arena, struct str path, struct config *config, struct error *error);

/* Is path in the repository that folder lies in? A stranger may have written what names it. True outside of any. */
bool settings_may_read(struct arena *arena, struct str folder, struct str path);

#endif
