/* check.h: what the files of lint/ share: the table of checks, subjects, and how a check makes findings. */
#ifndef CONTENTLINT_LINT_CHECK_H
#define CONTENTLINT_LINT_CHECK_H

#include "lint/lint.h"
#include "marks/marks.h"
#include "schema/schema.h"

struct built_page;
struct external;
struct run_file;
struct page_marks;
struct site_notices;
struct allowance;
struct uniques;
struct scope;

/* ---- embedded.c (generated into the build folder by src/lint/embed.sh) ---------------------------------- */

struct embedded_file {
    const char *path; /* "rules/duplicate-alias.md" */
    const unsigned char *bytes;
    size_t len;
};
extern const struct embedded_file embedded_files[]; /* sorted by path */
extern const size_t embedded_count;

enum types_default { TYPES_PAGE, TYPES_COURSE, TYPES_SYLLABUS, TYPES_DEFAULT_COUNT };

/* ---- the table of checks: checks.c ------------------------------------------------------------------------ */

enum rule_option_kind {
    RULE_OPTION_TEXT,
    RULE_OPTION_TEXTS, /* a string or a list of strings */
    RULE_OPTION_REGEX,
    RULE_OPTION_WORD,  /* one of `words` */
    RULE_OPTION_WORDS, /* some of `words` */
    RULE_OPTION_NUMBER,
    RULE_OPTION_FLAG
};
struct
    rule_option { /* an option of a check: a key of the rule's front matter and of contentlint.yml's entry */
    const char *name;
    enum rule_option_kind kind;
    bool required;
    const char *words; /* "body|raw|title", for RULE_OPTION_WORD and RULE_OPTION_WORDS */
};
enum need {
    NEED_BODY = 1, /* the parsed body */
    NEED_TEXT = 2, /* the whole text of the file, not parsed */
    NEED_SCHEMA = 4,
    NEED_LINKS = 8,     /* where the links of the page lead */
    NEED_SOURCES = 16,  /* runs on redirect files and the site's configuration too */
    NEED_EXTERNAL = 32, /* what is known about external links */
    NEED_LEDGER = 64,   /* runs on the ledger, and on nothing else */
    NEED_INBOUND = 128, /* which pages other pages link to: reads every body */
    NEED_DATA = 256,    /* runs on data files with a schema too */
    NEED_MARKS = 512,   /* what the page says of trademarks */
};

struct
    site_facts { /* counted over all pages of the site, so that a part of the files is judged like the whole */
    size_t pages; /* served, with front matter */
    size_t with_title, with_description;
    struct map collisions;              /* source path -> struct collision_list, alias collisions left out */
    struct map failures;                /* source path -> struct failure_list */
    struct map clashes;                 /* source path -> struct clash_list */
    const struct uniques *uniques;      /* NULL when no schema asks for unique values */
    const struct site_notices *notices; /* of trademarks, on every page; NULL when no rule needs them */
    bool raw_html;                      /* HTML in Markdown is served; known with them */
};

struct known_ledger {   /* the link ledger, read once a run */
    struct ledger rows; /* believed (ledger_believe) */
    ledger_faults faults;
};
struct subject { /* one file under check */
    const struct lint *lint;
    const struct site *site;
    const struct site_facts *facts;
    const struct site_page
        *site_pages;         /* the pages it makes, NULL for a file the generator does not read; more than */
    size_t site_page_count;  /* one when several mounts show it */
    const struct page *page; /* its front matter; the body too when a rule needs it */
    const struct source *source;
    const struct type_entry *types[TYPES_MAX]; /* that apply, in order */
    size_t type_count;
    const struct scope *scope; /* the rules as they hold here; NULL: the site's */
    bool course; /* `type: course`, a course schema, or a course key: what trademark rules look at unasked */
    bool soft_schema;                /* no type is configured: findings of a schema are warnings at most */
    const schema_findings *schema;   /* NULL when no rule needs them or no schema applies */
    const struct external *external; /* what is known about external links, which `file` has; NULL but in */
    const struct run_file *file;     /* the pass over them, where there is no page */
    const struct links *links;       /* NULL when no rule needs them */
    const struct resolution
        *resolutions; /* of page->links; NULL without links, or when the site has no such page */
    const struct lint_built *build;    /* NULL: there is none */
    const struct built_page *built;    /* that the page became; NULL: it is not known, or there is no build */
    const struct lost_urls *lost;      /* --since; NULL without */
    const struct known_ledger *ledger; /* the source is the link ledger; NULL when it is not */
    bool asks; /* the check looked at more of the site than surroundings.c tells: what it found is not kept */
    const struct page_marks *marks; /* NULL when no rule needs them, or nothing there is worth a look */
    needle_set found;               /* which of lint->needles the text has; needs NEED_TEXT or NEED_BODY */
};

struct findings { /* where a check puts what it finds */
    struct arena *arena;
    diagnostics list;
    const struct rule *rule;
    const struct source *source;
    /* Private to finding.c: where the rule's begin, and what no longer fits. */
    size_t first, rest;
    uint64_t steps; /* that the rule's patterns took in this file, as regex_search counts them */
    bool limited;   /* they were too many: the rule looks no further */
    enum severity rest_severity;
    struct span rest_span;
    struct diagnostic extra;
};

#define CHECK_MAX_OPTIONS 11
#define CHECK_MAX_FIELDS  18

struct check {
    const char *name;
    unsigned needs;                                /* enum need */
    struct rule_option options[CHECK_MAX_OPTIONS]; /* ends at a NULL name */
    const char *fields[CHECK_MAX_FIELDS]; /* properties its findings carry: names a message may use */
    /* Compiles options into rule->data; NULL when there is nothing to prepare. */
    bool (*prepare)(struct arena *arena, struct rule *rule, const struct lint *lint, struct error *error);
    void (*run)(const struct rule *rule, const struct subject *subject, struct findings *findings);
    void (*release)(void *data); /* frees compiled regular expressions; may be NULL */
};
const struct check *checks_find(struct str name);
const struct check *checks_all(size_t *count);

struct lint {
    struct lint_options options;
    struct config config;
    struct str own_folder; /* rules_dir, from the working directory; absent: none is configured */
    struct root *root; /* through which rules, schemas and trademark files are read: around contentlint.yml */
    struct rule *rules; /* sorted by id */
    size_t rule_count;
    struct needles *needles;          /* texts without which a rule has nothing to look for on a page */
    const needle_set *notice_needles; /* without one of them a page has no trademark notice, */
    const needle_set *sign_needles;   /* no sign of a mark, */
    const needle_set *course_needles; /* and no course in its structured data */
    const needle_set *suppression_needles;
    bool needles_built; /* no more can be added */
    unsigned needs;     /* enum need of the enabled rules */
    /* What holds without types: in the configuration. */
    struct type_entry default_types[TYPES_DEFAULT_COUNT];
    struct map page_types; /* schema name -> struct type_entry: what a page may name in $schema, if it may */
    struct schema_registry *registry;
    struct map schemas;    /* name -> const struct schema *, those the types name */
    struct registry marks; /* owners of trademarks */
    struct allowance *allowances;
    size_t allowance_count;
};

/* needle_sets.c: what rule->needles is made from: NULL when there are none, or no room for one any more. */
const needle_set *lint_needles(struct arena *arena, const struct lint *lint, const str_array *texts);

/* ---- finding.c: making a finding --------------------------------------------------------------------------- */

/* What is added from here on, up to findings_end, is this rule's. */
void findings_begin(struct findings *findings, const struct rule *rule);
/* Writes the messages from the rule's template, and says how many findings there are besides those that are kept. */
void findings_end(struct findings *findings);
/* Makes a finding one that stands for `rest` others of its rule. */
void finding_stand_for(struct arena *arena, struct diagnostic *finding, size_t rest);
/* Adds a finding of findings->rule; valid until the next one is added. Of one rule ten times as many are kept as are
 * shown, since suppressions, allow-lists and --changed come later; what is said of others goes nowhere. */
struct diagnostic *finding_add(struct findings *findings, struct span span);
/* Sets a property; the message's {name} becomes its value. */
void finding_set(struct findings *findings, struct diagnostic *finding, const char *name, struct str value);
void finding_relate(struct findings *findings, struct diagnostic *finding, const struct source *source,
                    struct span span, struct str message);
void finding_edit(struct findings *findings, struct diagnostic *finding, struct span span, struct str text,
                  const char *title);
/* regex_search for the rule's findings. A search that takes too many steps is an error at span, whatever the rule's
 * severity, and the last of the rule in this file: from then on nothing matches. */
bool findings_search(struct findings *findings, const struct regex *regex, struct str text, size_t start,
                     struct span *groups, size_t group_count, struct span span);
/* The same in any file, which outlives the run; NULL: the finding's own. */
void finding_edit_in(struct findings *findings, struct diagnostic *finding, const struct source *source,
                     struct span span, struct str text, const char *title);
/* The same of a fix that mends the finding, but may not be what the author would do. */
void finding_suggest(struct findings *findings, struct diagnostic *finding, struct span span, struct str text,
                     const char *title);
/* The page's front matter, or the data file that it is, as it reads with the edits made: those of edits_apply. */
void edits_read(struct arena *arena, const struct page *page, const struct edit *edits, size_t count,
                struct page *after);
/* Takes away the fixes that would change what the page's front matter means beyond the values they touch. */
void edits_drop_harmful(struct arena *arena, const struct page *page, diagnostics *list);
/* Offset of the first {name} in a template that is not among fields, or template.len. */
size_t finding_template_check(struct str message, const char *const *fields, struct str *unknown);

/* ---- options.c: options of a rule, the configuration's before the rule file's -------------------------------- */

const struct node *option_node(const struct rule *rule, const char *name); /* NULL when not given */
/* Where option_node's stands: in the configuration or the rule file. */
const struct source *option_source(const struct rule *rule, const char *name);
struct str option_text(const struct rule *rule, const char *name, struct str fallback);
bool option_is(const struct rule *rule, const char *name, const char *word);
/* Is `word` in the list option `name`? */
bool option_has(const struct rule *rule, const char *name, const char *word);
double option_number(const struct rule *rule, const char *name, double fallback);
bool option_flag(const struct rule *rule, const char *name, bool fallback);
void option_texts(struct arena *arena, const struct rule *rule, const char *name, str_array *out);
/* Checks one map of options against the check's; keys of `known` are not options and left alone. */
bool options_check(const struct check *check, const struct node *map, const struct str *known,
                   size_t known_count, const struct source *source, struct error *error);
/* The strings of a string or list node. */
void node_texts(struct arena *arena, const struct node *node, str_array *out);
bool severity_parse(struct str name, enum severity *severity);
const char *severity_name(enum severity severity);

/* The rule as it holds for the subject; NULL: there is none. */
const struct rule *subject_rule(const struct subject *subject, struct str id);

/* ---- configure.c, schema_files.c, open.c ------------------------------------------------------------------------------------------------- */

/* Applies a configuration to loaded rules: severities, options, allow-lists, schemas of types. Everything else of
 * lint (rules, owners, registry, options) is in place. */
bool lint_configure(struct arena *arena, struct lint *lint, struct error *error);
/* Adds a schema, or the built-in ones, to the registry. Text must outlive it. */
bool lint_add_schema(struct arena *arena, struct lint *lint, struct str path, struct str text,
                     struct error *error);
/* Compiles the schemas that types: or pages may name. */
bool lint_compile_schemas(struct arena *arena, struct lint *lint, struct error *error);
bool lint_add_schemas(struct arena *arena, struct lint *lint, struct error *error);
/* "course.yaml" of "course"; absent: there is none. */
struct str lint_schema_file(struct arena *arena, const struct lint *lint, struct str name);
/* The schema that name was probably meant to be; absent when it is nothing like one. */
struct str lint_schema_nearest(struct arena *arena, const struct lint *lint, struct str name);
void lint_release_rules(struct lint *lint);

#endif
