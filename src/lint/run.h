/* run.h: one run over the requested files of a site. */
#ifndef CONTENTLINT_LINT_RUN_H
#define CONTENTLINT_LINT_RUN_H

#include "lint/check.h"

struct kept_file;
struct suppressions;

struct run_link { /* an external link, for the ledger and the network */
    struct str url;
    struct span span;
    bool literal;       /* the span's text is the URL: it can be written anew */
    struct place place; /* when places are asked for */
};
typedef ARRAY_OF(struct run_link) run_links;
struct run_file { /* one requested file and, after run_check, what was found in it */
    struct str path;
    const struct site_page *pages; /* NULL: the site does not read it */
    size_t page_count;
    const struct scope *scope; /* the rules as they hold for it; NULL: the site's */
    bool named;                /* on the command line: --as holds for it */
    run_links external;        /* when the run asks about such links */
    size_t links;              /* of the site itself, that were judged */
    enum run_pair {
        PAIR_NONE, /* there is no build, or nothing was to be found in it */
        PAIR_FOUND,
        PAIR_ELSEWHERE, /* at another address than the generator's model has */
        PAIR_MISSED
    } pair;
    const struct built_page *became;             /* PAIR_FOUND, PAIR_ELSEWHERE */
    ARRAY_OF(const struct built_link *) claimed; /* links of that page that stand in this source */
    uint64_t assumed;                            /* links_assumed of all its links */
    uint64_t text_hash;                          /* of the text they were found in */
    struct suppressions *suppressions; /* its comments, for findings about them; NULL when there are none */
    diagnostics list;
    lint_offers offers;
    size_t bytes;                  /* that were checked */
    const struct source *data;     /* a redirect file, configuration or template: no page; NULL for others */
    bool has_schema;               /* a data file that a schema is for */
    const struct site_page *owner; /* of such a file: the page beside it; NULL when there is none */
    struct kept_file *kept;        /* NULL: nothing is kept of it */
    uint64_t surroundings;         /* surroundings_of, when something is kept */
    struct str lent;               /* its text, when the tree keeps it; absent: it does not */
    struct str failure;            /* why it could not be read; absent when it was */
};
struct run {
    const struct lint *lint;
    const struct lint_request *request;
    struct lint_kept *kept; /* NULL: this run is the only one */
    const struct run *now;  /* this run is over the site as it was before that one; NULL: it is not */
    struct site_facts facts;
    const struct built *built; /* request->built's; NULL: no build is asked */
    struct str built_prefix;   /* its folder from the site's root, with a slash; absent: it lies elsewhere */
    struct links *links;       /* NULL when no rule needs them */
    struct known_ledger known; /* what ledger_text says */
    struct str ledger_text;    /* absent when there is no ledger, or no rule needs it */
    bool asks;                 /* something can be known about external links */
    const struct external *external; /* that, once all files were checked; NULL before, and without */
    const struct source *ledger;     /* NULL when no rule needs it, or there is none */
    struct run_file *files;
    size_t file_count;
    struct scopes *scopes; /* of its files */
    struct budget *budget; /* of patterns */
    struct arena *keep;    /* one per worker: findings */
    struct arena *scratch; /* one per worker: the page under check */
};

/* Checks files[i] on a worker: its findings, with the sources they point into, end up in keep[worker]. Its external
 * links are kept when the run asks about them. */
void run_check(void *run, size_t i, unsigned worker);
/* The second pass, over external links alone: no page is parsed again. */
void run_external(void *run, size_t i, unsigned worker);
/* The enabled rules whose checks need all of `needs`, on run->files[file], but for those whose budget is spent. */
void run_rules(const struct run *run, size_t file, const struct subject *subject, struct findings *findings,
               unsigned needs);
/* The findings from `first` on are this rule's: whatever its settings are for a file, a finding is one of the site's rule. */
void run_name_rule(struct findings *findings, size_t first, const struct rule *rule);
/* budget_spend, and kept for when the file is not checked again. */
void run_spend(const struct run *run, size_t spender, size_t file, uint64_t steps);
/* Who spends for a rule: itself, or the schemas together for all that tell what they find. */
size_t run_spender(const struct lint *lint, const struct rule *rule);

/* ---- run_budget.c: steps of patterns ---- */

/* So much for each of `spenders`, less when there are many of them, and more with every byte that is checked. Files must enter in about their order, and each that
 * enters must leave. */
struct budget *budget_open(struct arena *arena, size_t spenders);
void budget_close(struct budget *budget); /* NULL is fine */
/* Before run->files[file] is checked: waits until it is known what the files count that come some way before it. */
void budget_enter(struct budget *budget, size_t file);
void budget_leave(struct budget *budget, size_t file, size_t bytes);
void budget_spend(struct budget *budget, size_t spender, size_t file, uint64_t steps);
/* For this file nothing is left: the same in every run over the same files. */
bool budget_is_spent(const struct budget *budget, size_t spender, size_t file);
/* The first file for which nothing was left; SIZE_MAX when there was enough. */
size_t budget_end(const struct budget *budget, size_t spender);

/* Keeps the subject's external links in its file. */
void run_collect(const struct run *run, struct arena *keep, const struct subject *subject,
                 struct run_file *file);
/* Copies findings and the text they point into, for the first of a file, out of memory that is used again. */
void run_keep(struct arena *keep, struct run_file *file, const struct source *own, const diagnostics *list);
/* Sorts the findings and counts them by severity. */
void run_sort(struct lint_results *results);
void run_notify(struct arena *arena, struct lint_results *results, enum severity severity,
                struct str message);
/* What the disk, or a built site, did not give. */
void run_remark(struct arena *arena, const struct root_remark *remark, struct lint_results *results);
/* Fills run->built; before the files of the run are gathered. */
void run_built_open(struct arena *arena, struct run *run);
/* Notes which links of the built page the subject's own are. */
void run_claim(struct arena *keep, struct run_file *file, const struct subject *subject);
/* Once all pages were checked, in a run over the whole site: what is wrong with the build and stands in no page, at the one
 * file that has it, else at the built page. More files may be added. */
void run_built(struct arena *arena, struct run *run);
/* Does the file lie in the folder of the build that is asked? */
bool run_is_built(const struct run *run, struct str path);
/* How much of the site the build is a witness of, and what of it could not be read. Without one: nothing. */
void run_add_built(struct arena *arena, const struct run *run, struct lint_results *results);
/* run_files.c: says which of the named files are of no known kind. */
void run_add_unknown(struct arena *arena, const struct run *run, struct lint_results *results);
/* ---- run_config.c, globs.c: what is said of the configuration itself ---- */

struct allowances;
/* Expired allow-list entries, and those that nothing needed: only a run over the whole site can tell. */
void run_check_allowances(struct arena *arena, const struct run *run, const struct allowances *allowances,
                          diagnostics *out);
/* Says which sub-folders have a configuration of their own. */
void run_note_nested(struct arena *arena, const struct run *run, struct lint_results *results);
/* A file of the configuration as a source of findings: its path as seen from the site's root. */
const struct source *run_config_source(struct arena *arena, const struct run *run,
                                       const struct config_file *file);
/* Warns of the configuration's globs that nothing matches. */
bool run_check_globs(struct arena *arena, const struct run *run, diagnostics *out, struct error *error);
struct data_file { /* syllabus.yaml */
    struct str path;
    const struct site_page *owner; /* the page beside it, NULL when there is none */
};
typedef ARRAY_OF(struct data_file) data_files;
/* The site's data files that a schema is for: those types: names, without types: syllabus.yaml beside a course page.
 * Whatever the request is, so that a part of the files is judged like the whole. */
bool run_data_find(struct arena *arena, const struct run *run, data_files *files, struct error *error);
/* The files of a request. False when a named one does not exist. */
bool run_files(struct arena *arena, struct run *run, struct error *error);

#endif
