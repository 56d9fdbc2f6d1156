/* Private to infer*.c: what pages have in common, gathered key by key. */
#ifndef CONTENTLINT_SCHEMA_INFER_H
#define CONTENTLINT_SCHEMA_INFER_H

#include "schema/internal.h"

#define INFER_MAX_DEPTH  4   /* maps and lists within one another that are described */
#define INFER_MAX_KEYS   400 /* keys of one map; what comes after is not described */
#define INFER_MAX_VALUES 200 /* distinct strings kept for one key */
#define INFER_RARE       5   /* per cent: fewer are outliers, not the rule */

#define INFER_REPEAT 5 /* pages that write the same do not slip */

enum infer_format {
    INFER_DATE,
    INFER_DATE_TIME,
    INFER_ANY_DATE,
    INFER_EMAIL,
    INFER_URI,
    INFER_URI_REFERENCE, /* a URI, or a path from the site's root */
    INFER_FORMAT_COUNT
};

struct infer_word {        /* a distinct value, or a spelling */
    struct str text, path; /* where it was first seen */
    size_t count;
};
struct infer_words {
    struct map map; /* text → struct infer_word */
    bool overflow;
};
struct infer_kind {
    size_t count;
    struct str path; /* first seen there */
};
struct infer_key {   /* all values of one key, or all items of its lists */
    struct str name; /* as first written */
    struct infer_words spellings;
    size_t present; /* maps that have it */
    struct infer_kind kinds[NODE_OBJECT + 1];
    struct infer_words values;              /* strings */
    size_t strings;                         /* that are not empty */
    size_t formats[INFER_FORMAT_COUNT];     /* of those, how many have the format */
    struct str misfits[INFER_FORMAT_COUNT]; /* the first page whose value has not */
    struct infer_map *map;                  /* when some values are maps */
    struct infer_key *items;                /* when some are lists */
};
struct infer_map {
    size_t count;    /* maps seen */
    struct map keys; /* name → struct infer_key; lower-cased at the root, where Hugo ignores case */
};

/* Adds a value of key, of the page at path. */
void infer_value(struct arena *arena, struct infer_key *key, const struct node *value, struct str path,
                 int depth);
void infer_object(struct arena *arena, struct infer_map *map, const struct node *object, struct str path,
                  int depth);
/* More than INFER_RARE per cent, or too few to tell. */
bool infer_is_common(size_t count, size_t total);
/* The schema as YAML text. */
struct str infer_write(struct arena *arena, const struct infer_map *root, const struct schema_sample *samples,
                       size_t count, const str_array *taxonomies);

#endif
