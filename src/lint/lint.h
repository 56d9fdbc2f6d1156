/* lint: rules (data), the table of checks (C), suppressions, contentlint.yml and the run itself. What a run finds is
 * diagnostic.h's.
 *
 * There is one check signature: (rule, subject, diagnostics). The site, the index and the crawl results are
 * complete and const before any check runs, so a check never writes anything but its own diagnostics. */
#ifndef CONTENTLINT_LINT_H
#define CONTENTLINT_LINT_H

#include "base/base.h"
#include "crawl/crawl.h"
#include "generators/generators.h"
#include "links/links.h"
#include "lint/baseline.h"
#include "lint/diagnostic.h"
#include "page/page.h"

/* ---- contentlint.yml ------------------------------------------------------------------------------------ */

#define CONFIG_NAME      "contentlint.yml"
#define CONFIG_MAX_BYTES (1u << 20)

/* One file of the configuration: contentlint.yml, one that it extends, or one in a sub-folder of the site. */
struct config_file {
    /* Path as the user would name it. */
    struct source source;
    /* That holds it, from the working directory ("." at it). */
    struct str folder;
    /* Its path for the door (lint.root). */
    struct str door;
    /* NULL: it is empty. */
    const struct node *tree;
    /* The folder of the site that it holds for and that its globs start at, "content/blog/"; "" for the whole site. */
    struct str below;
    /* Another one extends it, and perhaps those of other sites do: that a glob matches nothing here is no fault of it. */
    bool extended;
};
/* A glob of the configuration, on paths from the site's root or, of addresses, with a slash before it. */
struct config_glob {
    struct str text;
    /* The key it stands under: "exclude". */
    const char *key;
    const struct config_file *file;
    struct span span;
};
/* An entry of types:, or the page schema that holds without configuration. */
struct type_entry {
    /* Globs; empty matches every file. */
    str_array files;
    /* key -> value or list of values the front matter must have; NULL = always */
    const struct node *where;
    /* Name of a schema in rules/schemas or the site's own; absent = none. */
    struct str schema;
    /* Owners whose rules apply whether or not the page names them. */
    str_array trademarks;
    /* Where their signs are due: headings, first-use, every; "" nowhere. */
    struct str symbols;
    /* Headings a page of this type must have, in this order. */
    str_array headings;
    /* Where the entry stands; NULL without configuration. */
    const struct config_file *file;
    struct span source;
};
/* What a rules: says, there or in an entry of overrides:. */
struct override {
    /* Globs of the files it holds for, and of those it does not; without any of the first it holds for all. */
    str_array files, except;
    const struct config_file *file;
    /* Rule -> severity or map; NULL: nothing. */
    const struct node *rules;
};
struct config {
    /* In the order in which they are read; what a later one says wins. Of the one that was found or named, the last for the
     * whole site, `folder` is the configuration's. */
    ARRAY_OF(const struct config_file *) files;
    ARRAY_OF(struct type_entry) types;
    ARRAY_OF(struct override) overrides;
    /* Globs on paths from the site's root. */
    str_array exclude;
    /* Globs, as links_assume takes them. */
    str_array served, generated;
    /* All globs, for what is said about them. */
    ARRAY_OF(struct config_glob) globs;
};
/* The value at "links.external" of the last file for the whole site that has the first of these keys; NULL: none has, or not
 * the others. *file is the one; NULL is fine. */
const struct node *config_node(const struct config *config, struct str dotted,
                               const struct config_file **file);
/* The folder that a key of one name names, from the working directory; absent: none does. */
struct str config_folder(struct arena *arena, const struct config *config, const char *key,
                         const struct config_file **file);
/* The one that was found or named, with a name and without a folder when there is none; never NULL. */
const struct config_file *config_main(const struct config *config);
/* Does the override hold for the file at this path? */
bool override_holds(const struct override *override, struct str path);

/* Path of the contentlint.yml that holds for `start` (a file or a folder, from the working directory): the
 * nearest one upwards, no further than the folder that holds .git. Absent when there is none. */
struct str config_find(struct arena *arena, struct str start);

/* ---- the run -------------------------------------------------------------------------------------------- */

struct lint; /* rules, configuration and data files, ready to run; const while it runs */

/* A contentlint.yml in a sub-folder of a site. */
struct lint_nested {
    /* From the site's root. */
    struct str path, text;
};
struct lint_options {
    struct str config; /* --config FILE; absent: config_find(start) */
    struct str start;  /* where to look for contentlint.yml; absent = "." */
    struct str buffer,
        buffer_path; /* the text of the configuration of that path, in place of the file's; or absent */
    bool no_config;  /* look for none */
    /* Those of the sub-folders of the site at `start`, sorted by path; --config leaves them out. */
    const struct lint_nested *nested;
    size_t nested_count;
    struct str rules_dir; /* --rules DIR; absent: rules_dir of the configuration, or .contentlint beside it */
    str_array only, disable; /* rule ids; an unknown one is an error with a "did you mean" */
    int64_t now;             /* seconds since 1970-01-01T00:00Z: today, or --now */
    unsigned threads;        /* 0 or 1 = the calling thread */
    bool each;               /* findings that share a cause are not joined (cause.h) */
    bool external_only;      /* `contentlint links`: the rules about external links and their ledger alone */
};
/* Loads the built-in rules, schemas and trademark files, the site's own, and the configuration. False with
 * the place of what is wrong (unknown option, bad regular expression, unknown name in a message, unknown rule
 * …): exit 2. */
bool lint_open(struct arena *arena, const struct lint_options *options, struct lint **lint,
               struct error *error);
/* Frees what does not live in the arena (compiled regular expressions). NULL is fine. */
void lint_close(struct lint *lint);

const struct config *lint_config(const struct lint *lint);
/* The contentlint.yml files in sub-folders of the site, as lint_options.nested takes them, but for those of sites of their
 * own, of themes and of what git ignores. False: one cannot be read. */
bool lint_find_nested(struct arena *arena, const struct site *site, struct lint_nested **nested,
                      size_t *count, struct error *error);
/* Is the file at path, from the working directory, one that rules or configuration are read from? */
bool lint_reads(const struct lint *lint, struct str path);
/* What of the configuration holds for a rule on the file at path, and where each of it is said, a line each. */
void lint_explain_settings(struct arena *arena, const struct lint *lint, const struct rule *rule,
                           const struct site *site, struct str path, struct buf *out);
/* All rules, sorted by id, those that are off included: `contentlint rules`, `contentlint explain`. */
const struct rule *lint_rules(const struct lint *lint, size_t *count);
const struct rule *lint_rule(const struct lint *lint, struct str id); /* NULL when there is none */
struct str lint_nearest(const struct lint *lint, struct str id);      /* "did you mean", or absent */
/* True when an enabled rule looks at bodies; without one a run reads front matter only. */
bool lint_needs_body(const struct lint *lint);
/* rules/README.md: the table of the rules. */
void lint_readme(const struct lint *lint, struct buf *out);
/* The text of an embedded file ("rules/schemas/course.yaml"), absent when there is none. */
struct str lint_embedded(struct str path);

/* `schema check`: the schema files named, else all that lint has (built-in and the site's own), against their own
 * examples and tests. A line for each failure is appended to out. False when a schema cannot be read or compiled. */
bool lint_check_schemas(struct arena *arena, const struct lint *lint, const str_array *files, struct buf *out,
                        size_t *passed, size_t *failed, struct error *error);

/* `schema print`: the schema of front matter of that type in one piece, of contentlint.yml with all rules and their options
 * where type is absent. NULL: there is none of that name, or it cannot be printed. */
const struct node *lint_print_schema(struct arena *arena, const struct lint *lint, struct str type,
                                     struct error *error);

/* ---- about.c: what rules know besides findings, for an editor ---- */

#define TYPES_MAX 32 /* entries of types: that may apply to one page */
/* The names of the schemas that a page's front matter (NULL: none) is held against, as lint_print_schema takes them. */
size_t lint_schemas_of(const struct lint *lint, const struct site *site, struct str path,
                       const struct node *front, struct str names[TYPES_MAX]);
struct lint_mark {
    struct str text, symbol, owner, source; /* of the mark, and where its owner's rules were read */
    struct str notice;                      /* absent: using it owes none */
};
/* The mark at an offset of a parsed page. False: there is none. */
bool lint_mark_at(struct arena *arena, const struct lint *lint, const struct page *page, uint32_t offset,
                  struct lint_mark *mark);

/* Adds the sentences that the marks of a page owe, each once. */
void lint_notices_of(struct arena *arena, const struct lint *lint, const struct page *page,
                     str_array *notices);

#define LEDGER_NAME ".contentlint-links"
struct lint_external { /* to ask the network; without, the ledger alone is asked, if there is one */
    struct crawl_options crawl;
    struct str ledger; /* path from the working directory; absent: the configuration's, else LEDGER_NAME */
    bool places;       /* say where every link stands */
};

/* What runs over one site leave for those that follow; for one thread at a time. */
struct lint_kept;
struct lint_kept *lint_kept_new(struct arena *arena);
/* The site was loaded anew. Everything found is looked at again as far as another address, page or file can have changed
 * it; all: whatever it says (a template or the like is another one, or lint itself). */
void lint_kept_renew(struct lint_kept *kept, bool all);
/* A page has another text. False: not in its body alone, and the site has to be loaded anew. */
bool lint_kept_body(struct lint_kept *kept, const struct lint *lint, const struct site *site, struct str path,
                    struct str text);
/* The links of the site, as a run over it has them, until the next change. False: links_open's errors. */
bool lint_kept_links(struct lint_kept *kept, const struct lint *lint, const struct site *site,
                     struct links **links, struct error *error);
/* A page of the site with its body, in arena unless it is kept; NULL: it has no file, or none that can be read. */
const struct page *lint_kept_page(struct lint_kept *kept, struct arena *arena, const struct site *site,
                                  const struct site_page *page);
void lint_kept_free(struct lint_kept *kept); /* NULL is fine */

/* The site as it was, which a run compares its findings with. */
struct lint_past {
    /* Loads it: *site stays NULL when there was none, and all is new. Asked only once something was found. */
    bool (*load)(void *state, const struct site **site, struct error *error);
    void *state;
};

/* What one run looks at. */
/* The site as it was built, read once: a witness of what links became, and of what stands in no page's source. */
struct lint_built;
struct lint_built_options {
    struct str folder;       /* from the working directory, or in the tree */
    const struct tree *tree; /* NULL: the disk */
    bool found;              /* nobody named it */
};
/* False: built_open's errors. It lives as long as arena. */
bool lint_built_open(struct arena *arena, const struct lint *lint, const struct lint_built_options *options,
                     struct lint_built **built, struct error *error);
/* A page that offers courses of the owner of this id, or is configured to; credited: it has a notice that names the owner. */
struct lint_offer {
    struct str path, owner;
    bool credited;
};
typedef ARRAY_OF(struct lint_offer) lint_offers;
/* Is the front matter (NULL: none) held against the built-in schema `course` where no `types:` say what is? Enough of its
 * keys must be there. */
bool lint_has_course_schema(const struct node *front);

struct lint_request {
    const struct lint_built *built; /* NULL: it is not asked */
    /* NULL: nothing is kept. What it holds must be of this site and this lint, or be told of the change. */
    struct lint_kept *kept;
    const struct site *site;
    /* Site-relative paths to report on; ignored when whole. "content/a/" with its slash is every file of the
     * site below that folder. A file named here is checked whatever its suffix, and whether or not the site
     * serves it. */
    str_array files;
    bool whole; /* every file of the site: only then are unused allow-list entries judged */
    const struct lost_urls
        *lost; /* --since: URLs an older revision serves and the site does not; NULL without */
    /* NULL: with nothing. Findings then are of the rules and the configuration of today, and of the ledger: what is said of
     * an external link is new when the link is. A page that was renamed is the one it was. */
    const struct lint_past *past;
    bool fresh_only; /* with past: what was found then too is left out */
    /* Findings that are counted and not told, with paths from the site's root; NULL: none. Its rows learn whether they were
     * used. */
    struct baseline *baseline;
    struct baseline *collected; /* gets a row for each finding; NULL: nothing is collected */
    /* Gets the pages that offer somebody's courses, sorted by path, where a rule about trademarks runs; NULL: nobody asks. */
    lint_offers *offers;
    const struct lint_external *external; /* NULL: the ledger alone */
    str_array exclude;   /* --exclude: globs like those of the configuration; both hold for named files too */
    enum page_format as; /* --as, for named files; PAGE_BY_SUFFIX (0) without */
};
/* Runs every enabled rule on every requested file. The results live in arena, the sources they point into there and in
 * the site. False when the operation failed (the past cannot be loaded, a file cannot be read): exit 2. */
bool lint_run(struct arena *arena, const struct lint *lint, const struct lint_request *request,
              struct lint_results *results, struct error *error);
/* The run could not do what error says after it had ended: told with the results, which count as incomplete. */
void lint_fail(struct arena *arena, struct lint_results *results, const struct error *error);
/* The same as a note, which is no failure. */
void lint_note(struct arena *arena, struct lint_results *results, struct str message);
/* Where a run's ledger lies, from the working directory. False: out of the repository. */
bool lint_ledger(struct arena *arena, const struct lint *lint, const struct site *site,
                 const struct lint_external *external, struct str *path, struct error *error);
/* Joins the results of several sites of one repository; `more` is added to `results`, sorted again.
 * Both have the same prefixes. What both find in a file above them is told once; that something is unused or leads to
 * nothing only when both say so. */
void lint_join(struct arena *arena, struct lint_results *results, const struct lint_results *more);

/* Runs the Bad and Good examples of the rules (built_in false: only the site's own). Each example is a tiny
 * site in memory with that rule alone; a Bad one must have at least one finding of it, a Good one none. One
 * line per failure is appended to out; *count is the number of examples that ran. True when all of them held.
 */
bool lint_examples(struct arena *arena, const struct lint *lint, bool built_in, struct buf *out,
                   size_t *count, struct error *error);

#endif
