/* schema: JSON Schema 2020-12 over `struct node`, findings at exact places, in the author's words.
 *
 * A registry holds documents (YAML, JSON or TOML already read into nodes) by name. A schema is compiled once
 * and is immutable from then on: threads may validate with it at the same time. Nothing here opens a file or
 * the network:
 * `$ref` finds what was added to the registry, and the meta-schemas of 2020-12, which are built in.
 *
 * Names: a document is added under a file name ("page.yaml") or an absolute URI. File names share one virtual
 * folder, so `$ref: page.yaml` in any of them finds the document added as "page.yaml".
 *
 * Sources of the rules: JSON Schema core and validation 2020-12 (section numbers in the .c files); the `x-`
 * keywords are ours and documented in rules/schemas/README.md. */
#ifndef CONTENTLINT_SCHEMA_H
#define CONTENTLINT_SCHEMA_H

#include "base/base.h"

#define SCHEMA_MAX_DEPTH 512 /* nested subschema evaluations, $ref included */
#define SCHEMA_MAX_STEPS                                                                                     \
    1000000u /* keywords evaluated per validation, plus SCHEMA_STEPS_PER_NODE for each node */
#define SCHEMA_STEPS_PER_NODE    100u
#define SCHEMA_MAX_PATTERN_STEPS 40000000u /* of a validation's patterns, beyond those that are free */
#define SCHEMA_MAX_FINDINGS      1000      /* per validation */

struct schema_registry;
struct schema;

/* What can be wrong with a value, each with its name, which is stable: rules say it in `fault`. */
#define SCHEMA_FAULTS(ROW)                                                                                   \
    /* additionalProperties, unevaluatedProperties, propertyNames, x-typos */                                \
    ROW(UNKNOWN_KEY, "unknown-key")                                                                          \
    /* required, dependentRequired, x-filled */                                                              \
    ROW(MISSING_KEY, "missing-key")                                                                          \
    /* type */                                                                                               \
    ROW(WRONG_TYPE, "wrong-type")                                                                            \
    /* enum, const, a false schema, not */                                                                   \
    ROW(NOT_ALLOWED, "not-allowed")                                                                          \
    /* pattern */                                                                                            \
    ROW(BAD_PATTERN, "bad-pattern")                                                                          \
    /* format, x-price */                                                                                    \
    ROW(BAD_FORMAT, "bad-format")                                                                            \
    /* minLength, maxLength, minItems, maxItems, minProperties, maxProperties */                             \
    ROW(BAD_LENGTH, "bad-length")                                                                            \
    /* minimum, maximum, exclusive*, multipleOf */                                                           \
    ROW(OUT_OF_RANGE, "out-of-range")                                                                        \
    /* uniqueItems, contains, items past prefixItems, unevaluatedItems */                                    \
    ROW(BAD_ITEMS, "bad-items")                                                                              \
    /* anyOf, oneOf with no nearest branch */                                                                \
    ROW(NO_ALTERNATIVE, "no-alternative")                                                                    \
    /* deprecated, x-replaced-by */                                                                          \
    ROW(DEPRECATED_KEY, "deprecated-key")                                                                    \
    /* x-unique */                                                                                           \
    ROW(NOT_UNIQUE, "not-unique")                                                                            \
    /* x-ref: taxonomy:NAME */                                                                               \
    ROW(NO_TERM, "no-term")                                                                                  \
    /* x-ref: file, static, asset, image */                                                                  \
    ROW(NO_FILE, "no-file")                                                                                  \
    /* x-ref: page */                                                                                        \
    ROW(NO_PAGE, "no-page")                                                                                  \
    /* x-date */                                                                                             \
    ROW(BAD_DATE, "bad-date")                                                                                \
    /* x-ratio, x-sum */                                                                                     \
    ROW(BAD_NUMBERS, "bad-numbers")                                                                          \
    /* depth, steps, findings or a pattern's match limit was reached */                                      \
    ROW(LIMIT, "limit")

#define SCHEMA_FAULT_ID(id, name) SCHEMA_##id,
enum schema_fault { SCHEMA_FAULTS(SCHEMA_FAULT_ID) SCHEMA_FAULT_COUNT };
#undef SCHEMA_FAULT_ID
/* All names: "unknown-key|missing-key|…". */
#define SCHEMA_FAULT_WORD(id, name) "|" name
#define SCHEMA_FAULT_WORDS          (&(SCHEMA_FAULTS(SCHEMA_FAULT_WORD))[1])
const char *schema_fault_name(enum schema_fault fault);

/* From x-rules; SCHEMA_LEVEL_UNSET leaves it to the caller's rule. A finding of level "off" is never made. */
enum schema_level { SCHEMA_LEVEL_UNSET, SCHEMA_LEVEL_NOTE, SCHEMA_LEVEL_WARNING, SCHEMA_LEVEL_ERROR };

struct schema_finding {
    enum schema_fault fault;
    bool missing;     /* nothing to point at in the root value: place it at the front matter's first line */
    struct span span; /* the key (unknown, deprecated) or value; a nested missing key: the parent's key */
    const struct node *node; /* the value concerned; for a missing key the map that lacks it */
    struct str key; /* where, in the author's words: "card.button.content", "aliases[2]"; "" is the root */
    struct str keyword; /* "enum", "x-unique" */
    struct str message; /* a sentence without its final dot; quotes the page's own text, not escaped */
    /* Nearest allowed key or value, the key that replaces a deprecated one; or absent. */
    struct str suggestion;
    enum schema_level level; /* from x-rules */
    struct str rule;         /* rule id from x-rules, or absent */
    struct str note;         /* from x-rules, or absent */
    struct str other_path;   /* SCHEMA_NOT_UNIQUE: the other page, and the value's place there; else absent */
    struct span other_span;
    /* The schema's text and what in it made the finding (`contentlint explain`). */
    const struct source *schema_source;
    struct span schema_span;
};
typedef ARRAY_OF(struct schema_finding) schema_findings;

/* ---- what the site knows: callbacks of the x- keywords -------------------------------------------------- */

enum schema_answer { SCHEMA_YES, SCHEMA_NO, SCHEMA_UNKNOWN /* can't be told: no finding */ };
enum schema_scope { SCHEMA_SITE, SCHEMA_SECTION, SCHEMA_LANGUAGE };
enum schema_ref {
    SCHEMA_REF_TAXONOMY,
    SCHEMA_REF_FILE,
    SCHEMA_REF_STATIC,
    SCHEMA_REF_ASSET,
    SCHEMA_REF_IMAGE,
    SCHEMA_REF_PAGE
};

/* A key whose value must be unique. `name` is what is compared: two keys with the same name (`code`,
 * `course_code`) share one set of values. */
struct schema_unique {
    struct str name;
    struct str path; /* dotted, from the root: "course_code" */
    enum schema_scope scope;
};
/* The keys of the root value that carry x-unique, for the index that answers `unique` below: the caller
 * leaves out drafts and noindex pages and gives those no `unique`; null and empty values are never asked
 * about. */
const struct schema_unique *schema_uniques(const struct schema *schema, size_t *count);

struct schema_site { /* every callback may be NULL: then its keyword is an annotation */
    void *data;
    struct str whole; /* what the root value is called in messages; absent = "front matter" */
    const int64_t
        *now; /* seconds since 1970 UTC, for x-date against the clock; NULL: those parts are skipped */
    const char *
        yaml_1_2; /* `draft: yes` is text here, since what the message for a wrong boolean names; NULL: it is not */
    /* SCHEMA_NO: another page claims value; fills *path and *span with the nearest claim. */
    enum schema_answer (*unique)(void *data, const struct schema_unique *unique, struct str value,
                                 struct str *path, struct span *span);
    /* Whether value names a term (of taxonomy `name`), file or page. With SCHEMA_NO, *nearest may be set to
     * what the author may have meant (a term in the site's casing); it must outlive the findings. */
    enum schema_answer (*ref)(void *data, enum schema_ref ref, struct str name, struct str value,
                              struct str *nearest);
    uint64_t *pattern_steps; /* what patterns took is added, as regex_search counts it; NULL: nobody asks */
};

/* ---- registry, compile, validate ------------------------------------------------------------------------ */

struct schema_options {
    bool lenient;           /* keywords that look mistyped, and those of older drafts, are annotations, as the
                               specification says; without: they refuse to load */
    bool format_annotation; /* `format` asserts nothing, as the specification's default says */
};
/* The registry and all it compiles live in arena; options may be NULL. */
struct schema_registry *schema_registry_new(struct arena *arena, const struct schema_options *options);
/* Frees the compiled patterns; the rest goes with the arena. NULL is fine. */
void schema_registry_free(struct schema_registry *registry);
/* Adds a document; source and root are borrowed and must outlive the registry. The same name again replaces
 * what was added before (a site's own page.yaml), for schemas compiled later. False: root is not a schema, an
 * $id that is not a URI, or that is already taken within the same document. */
bool schema_registry_add(struct schema_registry *registry, struct str name, const struct source *source,
                         const struct node *root, struct error *error);
/* The file names of the documents added so, in order. */
str_array schema_registry_names(struct arena *arena, const struct schema_registry *registry);
/* Compiles the document of that name, and those it refers to. NULL with error (the schema's path and line)
 * for what is not supported, mistyped or not found. Compiled once: a second call returns the same schema. */
const struct schema *schema_compile(struct schema_registry *registry, struct str name, struct error *error);
/* schema_registry_add and schema_compile in one. */
const struct schema *schema_load(struct schema_registry *registry, struct str name,
                                 const struct source *source, const struct node *root, struct error *error);

/* The document of that name in one piece, for other readers of JSON Schema 2020-12: what it refers to stands in its $defs,
 * the x- keywords are left out. It shares nodes with the registry's documents, and is good to print. NULL with error: there
 * is no such document, a reference leads nowhere, or it has a $dynamicRef. */
struct node *schema_bundle(struct arena *arena, struct schema_registry *registry, struct str name,
                           struct error *error);

/* Validates value with every schema of the list in order; keys that any of them knows are known to all, and
 * the same finding is made once. True when nothing was found. Findings (sorted by place) and their text are
 * allocated in arena, and besides them only room for uniqueItems and unevaluated* on large values. site may
 * be NULL. */
bool schema_validate(struct arena *arena, const struct schema *const *schemas, size_t count,
                     const struct node *value, const struct schema_site *site, schema_findings *findings);
/* Valid or not, with no finding made: stops at the first. Callbacks are not asked. */
bool schema_is_valid(struct arena *arena, const struct schema *schema, const struct node *value);

/* The keys the root value may have by name (properties, through $ref and in-place applicators), in order. */
const str_array *schema_known_keys(const struct schema *schema);

/* ---- selftest.c: `contentlint schema check` ------------------------------------------------------------- */

struct schema_selftest {
    size_t passed, failed; /* examples and tests */
    struct str report;     /* a line for each failure, with path and line in the schema; empty when none */
};
/* Runs a schema against its own `examples` and `tests` (rules/schemas/README.md says how they are written).
 */
struct schema_selftest schema_selftest(struct arena *arena, const struct schema *schema);

/* ---- infer.c: `contentlint schema infer` ---------------------------------------------------------------- */

struct schema_sample {
    struct str path;         /* the page, as the user named it */
    const struct node *root; /* its front matter */
};
/* A commented schema, as YAML text, that the samples (all but the outliers it names in comments) satisfy. */
struct str schema_infer(struct arena *arena, const struct schema_sample *samples, size_t count,
                        const str_array *taxonomies);

#endif
