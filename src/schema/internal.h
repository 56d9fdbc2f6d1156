/* Private to schema/: the compiled form, and what the files of this folder offer one another. */
#ifndef CONTENTLINT_SCHEMA_INTERNAL_H
#define CONTENTLINT_SCHEMA_INTERNAL_H

#include "schema/schema.h"

/* ---- keyword.c: the vocabularies as one table ------------------------------------------------------------- */

enum vocabulary {
    VOCABULARY_CORE = 1,
    VOCABULARY_APPLICATOR = 2,
    VOCABULARY_UNEVALUATED = 4,
    VOCABULARY_VALIDATION = 8,
    VOCABULARY_METADATA = 16,
    VOCABULARY_FORMAT_ANNOTATION = 32,
    VOCABULARY_FORMAT_ASSERTION = 64,
    VOCABULARY_CONTENT = 128,
    VOCABULARY_OURS = 256, /* the x- keywords */
    VOCABULARY_DEFAULT = 1 + 2 + 4 + 8 + 16 + 32 + 128 + 256
};
enum shape { /* what a keyword's value must be */
             SHAPE_ANY,
             SHAPE_SCHEMA,
             SHAPE_SCHEMA_LIST,
             SHAPE_SCHEMA_MAP,
             SHAPE_STRING,
             SHAPE_STRING_LIST,
             SHAPE_STRING_LIST_MAP,
             SHAPE_NUMBER,
             SHAPE_POSITIVE,
             SHAPE_COUNT,
             SHAPE_BOOL,
             SHAPE_LIST,
             SHAPE_MAP,
             SHAPE_TYPE, /* a type name or a list of them */
             SHAPE_OLD   /* of an older draft: refused, `instead` says what to write */
};
struct keyword {
    const char *name;
    unsigned vocabulary;
    enum shape shape;
    const char *instead;
};
const struct keyword *keyword_find(struct str name); /* NULL when there is none of that name */
/* The keyword name was probably meant to be; absent when it is nothing like one. */
struct str keyword_nearest(struct str name);
/* Bit of a vocabulary's URI, 0 when unknown. */
unsigned keyword_vocabulary(struct str uri);
/* NULL when value has the shape, else what it must be ("a whole number, 0 or more"). */
const char *keyword_shape_fault(enum shape shape, const struct node *value);

/* ---- the compiled form ------------------------------------------------------------------------------------ */

struct document {
    const struct source *source;
    const struct node *root;
};
struct resource { /* a schema with an $id, or a document's root */
    struct str uri;
    struct document *document;
    struct subschema *root;
    struct map anchors;    /* $anchor and $dynamicAnchor: name → struct subschema */
    struct map dynamic;    /* $dynamicAnchor alone */
    unsigned vocabularies; /* 0 until compile.c has read $schema */
};
struct rule_override { /* one entry of x-rules */
    struct str rule, message, note;
    enum schema_level level;
    bool off;
};
struct folded_key { /* letters and digits alone, lower-cased */
    struct str text;
    uint32_t letters; /* which occur, a bit each */
};
struct known_keys {
    str_array names;           /* in order of appearance */
    struct folded_key *folded; /* of names, once prepared */
    struct map set;            /* by folded name (known_fold) → the name's str */
};
enum acceptance { ACCEPTS_SOME, ACCEPTS_ALL, ACCEPTS_NONE };
struct subschema {
    const struct node *node;
    struct resource *resource;
    struct subschema *next_pending, *next_compiled;
    bool queued;
    enum acceptance accepts;
    bool nocase;      /* x-nocase: keys of the value compare without case */
    bool unevaluated; /* has unevaluatedItems or unevaluatedProperties */
    struct assertion *checks;
    uint32_t check_count;
    struct map overrides;           /* x-rules: "maxLength" or "title.maxLength" → struct rule_override */
    const struct known_keys *known; /* only where a check needs it, and at a schema's root */
};
struct subschemas {
    struct subschema **items;
    size_t len, cap;
};
struct pattern_member {
    struct str text;
    struct regex *regex;
    struct subschema *schema;
};
struct members {           /* properties, patternProperties, additionalProperties, propertyNames */
    struct map properties; /* lower-cased keys when nocase */
    size_t longest;        /* bytes of the longest key in properties */
    ARRAY_OF(struct pattern_member) patterns;
    struct subschema *additional, *names;
    const struct node *additional_node, *names_node;
};
struct value_set {
    const struct node *values; /* the list */
    const struct node **slots; /* open addressing on node_hash; NULL for short lists */
    size_t slot_count;         /* power of two */
};
struct date_limits {          /* x-date */
    struct str after, before; /* sibling keys */
    struct str min, max;      /* a date, or an offset from now: "-P5Y" */
};
struct number_relation { /* x-ratio, x-sum */
    str_array of;        /* sibling paths: "course_length", "sessions[].hours" */
    double ratio;        /* x-ratio */
};
struct validation;
struct at;
struct assertion {
    bool (*run)(struct validation *run, const struct at *at, const struct assertion *check);
    const char *name;        /* keyword */
    const struct node *node; /* its value in the schema */
    union {
        struct subschema *schema;
        struct subschemas list;
        struct members *members;
        struct {
            struct subschema *condition, *then, *otherwise;
        } branch;
        struct {
            struct subschemas prefix;
            struct subschema *rest;
        } elements;
        struct {
            struct subschema *schema;
            double min, max;
        } contains;
        struct {
            struct subschema *target;
            struct str anchor; /* absent: a plain reference */
        } dynamic;
        struct map *required; /* name → its position in the list, from 1 */
        unsigned types;       /* bits 1 << enum json_type */
        struct value_set *set;
        double number;
        struct regex *regex;
        const struct format_type *format;
        struct date_limits *dates;
        struct number_relation *numbers;
        const str_array *currencies; /* x-price: sibling keys */
        struct schema_unique *unique;
        struct {
            enum schema_ref ref;
            struct str name;
        } reference;
        struct str replacement;
    } of;
};
struct schema {
    struct schema_registry *registry;
    const struct subschema *root;
    struct schema_unique *uniques;
    size_t unique_count;
};
struct schema_registry {
    struct arena *arena;
    struct schema_options options;
    struct map resources;                 /* absolute URI → struct resource */
    struct map subschemas;                /* address of the node → struct subschema */
    struct map schemas;                   /* name → struct schema */
    struct map patterns;                  /* pattern → struct regex */
    struct subschema *pending, *compiled; /* while compiling */
    size_t known_budget;                  /* members visited for known_keys */
};

/* ---- registry.c: documents, resources and references --------------------------------------------------------- */

/* error_set at the place of node in resource's document. */
bool registry_refuse(struct error *error, const struct resource *resource, const struct node *node,
                     const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The resource of an absolute URI without fragment; reads the built-in meta-schemas when first asked for. */
struct resource *registry_find(struct schema_registry *registry, struct str uri);
/* Name or URI to absolute URI. */
struct str registry_uri(struct schema_registry *registry, struct str name);
/* What `reference`, written at `node` in `resource`, refers to. NULL with error. *target_resource: of the target's
 * URI; *anchor: the fragment when it is a plain name, else absent. Both may be NULL. */
struct subschema *registry_resolve(struct schema_registry *registry, struct resource *resource,
                                   const struct node *reference, struct resource **target_resource,
                                   struct str *anchor, struct error *error);
/* The subschema at node, found by the scan of its document. */
struct subschema *registry_subschema(struct schema_registry *registry, const struct node *node);

/* scan.c: finds every subschema, $id and anchor below node, once. */
struct subschema *scan_schema(struct schema_registry *registry, struct resource *resource,
                              const struct node *node, struct error *error);
/* metaschema.c: the text of a built-in meta-schema; absent when uri is none. */
struct str metaschema_text(struct str uri);

/* ---- build.c: what compiling a subschema needs; then one file for each group of keywords ----------------------- */

struct builder { /* one subschema being compiled */
    struct schema_registry *registry;
    struct subschema *schema;
    struct error *error;
    ARRAY_OF(struct assertion) checks;
};
typedef bool check_run(struct validation *run, const struct at *at, const struct assertion *check);
/* The keyword's value, NULL when absent or when its vocabulary is not in use here. */
const struct node *build_get(const struct builder *builder, const char *name);
struct assertion *build_add(struct builder *builder, const char *name, const struct node *node,
                            check_run *run);
/* The subschema at node (NULL is fine), queued for compilation. */
struct subschema *build_schema(struct builder *builder, const struct node *node);
struct subschemas build_list(struct builder *builder, const struct node *list);
void build_queue(struct schema_registry *registry, struct subschema *schema);
/* NULL with error when the pattern is not valid. */
struct regex *build_pattern(struct builder *builder, struct str pattern, const struct node *node);
/* A key as the schema compares it: lower-cased when x-nocase. */
struct str build_key(struct builder *builder, struct str key);

/* Each adds the checks of its group, in the order in which they run; false with error. */
bool scalar_build(struct builder *builder);
bool reference_build(struct builder *builder);
bool object_build(struct builder *builder);
bool array_build(struct builder *builder);
bool logic_build(struct builder *builder);
bool ours_build(struct builder *builder);        /* the x- keywords, but for x-typos */
bool filled_build(struct builder *builder);      /* x-filled and x-price, too */
bool dates_build(struct builder *builder);       /* x-date, for ours_build */
bool unevaluated_build(struct builder *builder); /* and x-typos */
bool override_build(struct builder *builder);    /* x-rules, into schema->overrides */

/* known.c: names of properties that may apply in place. */
const struct known_keys *known_keys_of(struct schema_registry *registry, struct subschema *schema);
bool known_has(const struct known_keys *known, struct str key, bool nocase);
/* The known key that an unknown one was probably meant to be, or absent; strict leaves out one-letter slips in
 * short words, for keys that may well be the author's own. */
struct str known_nearest(const struct known_keys *known, struct str key, bool strict);
/* Fills known->folded, which known_nearest needs. */
void known_prepare(struct arena *arena, struct known_keys *known);
/* The key of object that was probably meant to be the missing one, or absent. */
struct str known_nearest_member(const struct node *object, struct str key);
/* x-unique keys reachable from a schema's root. */
void known_uniques(struct schema *schema);

/* ---- validate.c: one evaluation ------------------------------------------------------------------------------ */

struct where { /* a value and how we came to it */
    const struct where *up;
    const struct node *value;
    uint32_t index;                /* in the parent's list */
    const struct subschema *outer; /* the first schema that was applied here */
};
struct dynamic_scope { /* dynamic scope: resources entered, innermost first (core 7.1) */
    const struct dynamic_scope *up;
    const struct resource *resource;
    const struct subschema *schema; /* through which it was entered */
    const struct where *where;
};
struct because { /* conditions that hold, innermost first */
    const struct because *up;
    const struct subschema *condition;
    const struct where *where;
    bool negative; /* `else`: it does not hold */
};
struct evaluated { /* which members or elements a schema has evaluated (core 11) */
    uint64_t *bits;
    uint64_t small[4];
};
struct at {
    const struct subschema *schema;
    const struct where *where;
    const struct dynamic_scope *scope;
    struct evaluated *evaluated; /* NULL: nobody asks */
};
struct validation {
    struct arena *arena;
    schema_findings *findings; /* NULL: only whether it is valid */
    const struct schema_site *site;
    const struct schema *const *schemas;
    size_t schema_count;
    const struct because *because;
    uint64_t steps, max_steps;
    uint64_t pattern_steps;
    uint32_t depth, made;
    const char *limit; /* which limit was reached; NULL: none */
};
/* Applies schema to at's value, in place: same value, same annotations. */
bool validate_in_place(struct validation *run, const struct at *at, const struct subschema *schema);
/* The same without findings. */
bool validate_quietly(struct validation *run, const struct at *at, const struct subschema *schema,
                      struct evaluated *evaluated);
/* The same, with the findings put elsewhere. */
bool validate_aside(struct validation *run, const struct at *at, const struct subschema *schema,
                    schema_findings *findings);
/* Applies schema to a child of at's value. */
bool validate_child(struct validation *run, const struct at *at, const struct subschema *schema,
                    const struct node *child, uint32_t index);
/* Counts towards the limit; false once it is reached. */
bool validate_step(struct validation *run, uint64_t steps);
/* Searches text for a pattern; its steps count towards a limit of their own. */
enum regex_result validate_search(struct validation *run, const struct regex *regex, struct str text);

/* evaluated.c */
void evaluated_init(struct arena *arena, struct evaluated *evaluated, const struct node *value);
void evaluated_mark(struct evaluated *evaluated, uint32_t index); /* NULL is fine, here and below */
bool evaluated_has(const struct evaluated *evaluated, uint32_t index);
void evaluated_merge(struct evaluated *into, const struct evaluated *from, const struct node *value);

/* ---- value.c, number.c: JSON's view of nodes ------------------------------------------------------------------ */

enum json_type {
    JSON_NULL,
    JSON_BOOLEAN,
    JSON_OBJECT,
    JSON_ARRAY,
    JSON_NUMBER,
    JSON_STRING,
    JSON_INTEGER,
    JSON_TYPE_COUNT
};
/* Bits of all types value has: a whole number is a number and an integer, a date is a string. */
unsigned value_types(const struct node *value);
bool value_is_string(const struct node *value); /* or a date */
bool value_is_number(const struct node *value);
int value_type_of_name(struct str name); /* enum json_type, or -1 */
bool value_equal(const struct node *a, const struct node *b);
uint64_t value_hash(const struct node *value);
/* Exact for decimals of up to 18 digits, else as doubles have it. */
bool number_is_multiple(const struct node *value, const struct node *divisor);

/* ---- format.c, format_*.c --------------------------------------------------------------------------------------- */

struct format_type {
    const char *name;
    bool (*check)(struct arena *arena, struct str s);
    const char *expected; /* "a date such as 2024-01-31" */
};
const struct format_type *format_find(struct str name); /* NULL: unknown, an annotation */
struct str format_nearest(struct str name);
bool format_is_hostname(struct arena *arena, struct str s);
bool format_is_ipv4(struct arena *arena, struct str s);
bool format_is_ipv6(struct arena *arena, struct str s);
bool format_is_email(struct arena *arena, struct str s);
bool format_is_idn_email(struct arena *arena, struct str s);
bool format_is_uri(struct arena *arena, struct str s);
bool format_is_uri_reference(struct arena *arena, struct str s);
bool format_is_iri(struct arena *arena, struct str s);
bool format_is_iri_reference(struct arena *arena, struct str s);
bool format_is_uri_template(struct arena *arena, struct str s);
bool format_is_date(struct arena *arena, struct str s);
bool format_is_time(struct arena *arena, struct str s);
bool format_is_date_time(struct arena *arena, struct str s);
bool format_is_duration(struct arena *arena, struct str s);

/* ---- fault.c, words.c: what is said --------------------------------------------------------------------------- */

struct cause { /* what in the schema made a finding */
    enum schema_fault fault;
    const char *keyword;
    const struct node *node;
};
/* Makes a finding about at's value. NULL in quiet runs, when x-rules switch it off and past the limits; message is
 * borrowed. */
struct schema_finding *fault_new(struct validation *run, const struct at *at, struct cause cause,
                                 struct str message);
/* The same about a member of at's value, which is an object: the place is the member's key. */
struct schema_finding *fault_key(struct validation *run, const struct at *at, const struct node *member,
                                 struct cause cause, struct str message);
/* About a key that is not there. Always false. */
bool fault_missing(struct validation *run, const struct at *at, struct str key, const char *reason,
                   struct cause cause);
/* "NAME is VALUE; expected …" about at's value. Always false, so that `return fault_expected(…)` reads well. */
bool fault_expected(struct validation *run, const struct at *at, struct cause cause, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
struct counted {
    const char *thing; /* "item" */
    const char *none;  /* what a value without any is: "an empty list" */
};
/* "NAME has 2 items; expected RELATION LIMIT" about at's value; the check's own value is the limit. Always false. */
bool fault_count(struct validation *run, const struct at *at, const struct assertion *check,
                 const struct counted *counted, size_t count, const char *relation);
/* Says which limit ended the run. */
void fault_limit(struct validation *run, const struct at *at);
/* Sorts by place and drops what was said twice. */
void fault_sort(schema_findings *findings);
/* explain.c: a failed anyOf or oneOf, by the branch that came nearest. Always false. */
bool explain_branches(struct validation *run, const struct at *at, const struct assertion *check);

void words_path(struct buf *buf, const struct where *where); /* "card.button", "aliases[2]", "" at the root */
void words_name(struct buf *buf, const struct validation *run, const struct where *where); /* never empty */
void words_value(struct buf *buf, const struct node *value); /* "\"16 hours\"", "5", "empty", "a list" */
void words_quoted(struct buf *buf, struct str text);         /* shortened to 60 characters */
void words_types(struct buf *buf, unsigned types);           /* "a number or a list" */
void words_list(struct buf *buf, const struct node *values); /* "\"a\", \"b\" or \"c\"" */
void words_expected(struct buf *buf, const struct subschema *schema); /* "a string", "a list of numbers" */
void words_condition(struct buf *buf, const struct because *because); /* "type is \"course\"" */

#endif
