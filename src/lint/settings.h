/* settings.h: reading contentlint.yml; its type is in lint.h. */
#ifndef CONTENTLINT_LINT_SETTINGS_H
#define CONTENTLINT_LINT_SETTINGS_H

#include "lint/lint.h"

/* Reads and validates the text of the file at path (from the working directory). False with the place of what is wrong. */
bool settings_parse(struct arena *arena, struct str path, struct str text, struct config *config,
                    struct error *error);

#endif
