/* own.h: the site's own rules, schemas and trademark files: where they are, and their texts. */
#ifndef CONTENTLINT_LINT_OWN_H
#define CONTENTLINT_LINT_OWN_H

#include "lint/check.h"

struct own_folder { /* zero: none */
    struct root *root;
    struct str path;  /* from the root's folder */
    struct str shown; /* from the working directory */
};
struct own_file {
    struct str name;  /* "course.yaml" */
    struct str shown; /* from the working directory */
    struct str text;
};
typedef ARRAY_OF(struct own_file) own_files;

/* Reads contentlint.yml, and finds the folder of the rules and the one that holds the folders schemas and trademarks. */
bool own_open(struct arena *arena, struct lint *lint, struct own_folder *rules, struct own_folder *base,
              struct error *error);
struct own_folder own_below(struct arena *arena, const struct own_folder *folder, const char *name);
/* The files that lie in the folder itself and whose names end in one of the suffixes (NULL at the end), of at most max
 * bytes each. A folder that is not there has none. One that leads out of the repository is an error. */
bool own_read(struct arena *arena, const struct own_folder *folder, const char *const *suffixes, size_t max,
              own_files *files, struct error *error);

/* schema_files.c: adds the schemas of a folder to the registry. */
bool own_schemas_add(struct arena *arena, struct lint *lint, const struct own_folder *folder,
                     struct error *error);

#endif
