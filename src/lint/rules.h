/* rules.h: loading rules/<id>.md. */
#ifndef CONTENTLINT_LINT_RULES_H
#define CONTENTLINT_LINT_RULES_H

#include "lint/check.h"

#define RULE_MAX_BYTES (256u << 10)
#define RULES_MAX      1000

/* One file: its front matter is the rule's data, its prose the documentation. Refused, with the place: no check or an
 * unknown one, unknown or wrong options, unknown names in the message, no Bad or no Good example. */
bool rules_parse(struct arena *arena, struct str path, struct str text, bool built_in, struct rule *rule,
                 struct error *error);
struct own_folder;
/* The built-in rules and those of the site's folder, sorted by id. A site's rule may not take the id of a built-in one. */
bool rules_load(struct arena *arena, const struct own_folder *folder, struct rule **rules, size_t *count,
                struct error *error);
struct rule *rules_find(struct rule *rules, size_t count, struct str id);
struct str rules_nearest(const struct rule *rules, size_t count, struct str id);

/* One fenced example under "## Bad" or "## Good". A fence's info string is its language and, in an example of several
 * files, the file's name; `###` headings tell such examples apart. */
struct example_file {
    struct str name; /* "content/a.md" */
    struct str text;
};
struct example {
    bool bad;
    uint32_t offset; /* of the first fence, for messages */
    struct str
        folder; /* `bad: fixtures/x` / `good: fixtures/x`: a folder instead of files; absent otherwise */
    ARRAY_OF(struct example_file) files;
};
typedef ARRAY_OF(struct example) example_array;
void rules_examples(struct arena *arena, const struct rule *rule, example_array *out);

#endif
