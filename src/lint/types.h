/* types.h: what type a page has. */
#ifndef CONTENTLINT_LINT_TYPES_H
#define CONTENTLINT_LINT_TYPES_H

#include "lint/check.h"

/* Does the entry apply to the page at path with this front matter (NULL: none)? */
bool types_match(const struct type_entry *type, struct str path, const struct node *front);
/* Do types: say what the file at path is, so that the default ones count for nothing? "": the site as a whole. */
bool types_configured(const struct lint *lint, struct str path);
/* May a page name a schema itself (allow_page_schema)? */
bool types_may_be_named(const struct lint *lint);
/* `type: course`, or at least one key that only a course page has. */
bool types_is_course(const struct node *front);
/* The entries that apply to a page, in order; without types: in the configuration the default ones: page for what Hugo
 * reads (`hugo`), course for what has at least three of its own keys. Then the schema that the page itself names, where that is allowed.
 * Returns how many (at most TYPES_MAX). */
size_t types_find(const struct lint *lint, struct str path, const struct node *front, bool typed,
                  const struct type_entry **types);

/* ---- data files: only globs that end like one, "**" + "/syllabus.yaml", are for them ------------------------ */

bool types_is_data(struct str path); /* .yaml, .yml, .json or .toml, of a file or a glob */
/* Is a schema configured for any data file, or for the one at path (whatever it holds)? */
bool types_want_data(const struct lint *lint);
bool types_name_data(const struct lint *lint, struct str path);
/* The entries that apply to a data file with this value, in order; without types: in the configuration, syllabus. */
size_t types_find_data(const struct lint *lint, struct str path, const struct node *root,
                       const struct type_entry **types);

#endif
