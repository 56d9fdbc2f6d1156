/* external.h: what is known about the external links of a run, from the ledger and perhaps the network. */
#ifndef CONTENTLINT_LINT_EXTERNAL_H
#define CONTENTLINT_LINT_EXTERNAL_H

#include "lint/check.h"
#include "lint/run.h"

struct external {
    const struct crawl_link *links;
    struct map by_url; /* URL as linked -> struct external_entry */
    const struct crawl_report *report;
    const struct crawl_result *results; /* of links, in their order */
    struct map dead_hosts;              /* name -> struct external_host */
    int32_t today;
    bool limited; /* an exclusion could not be told of some URLs: they were left out */
};
struct external_host {
    size_t first;           /* its first link, an index into links */
    uint32_t links;         /* places that depend on it */
    struct related *others; /* some of the other places */
    uint32_t other_count;
};
struct external_entry {                /* one URL as linked, fragment included */
    size_t index;                      /* into links */
    uint32_t count;                    /* links of the run that carry it */
    const struct run_file *first_file; /* where it stands first */
    struct span first;
};

struct str external_host(struct str url); /* "docs.example.org:8080" of an http(s) URL, as written */
/* Broken because of its host, as the crawl saw it now or the ledger knows it? */
bool external_host_is_dead(const struct verdict *verdict);
/* The text that a file's links were collected from: kept with its findings, or read again. NULL when it has changed
 * since, and their places say nothing. */
const struct source *external_source(struct arena *arena, const struct run *run, const struct run_file *file);
/* Path of the ledger: of --ledger from the working directory, else from the site's root. */
struct str external_ledger(const struct run *run);
/* The ledger in the site's tree as a source; NULL when there is none, or --ledger names another. */
const struct source *external_ledger_source(struct arena *arena, const struct run *run);
/* Raises what is broken on a changed line: a link that is new has no past to wait for. */
void external_is_new(struct diagnostic *diagnostic);
/* Collects the external URLs of a page into its file. places: with lines and columns. */
void external_collect(struct arena *keep, const struct subject *subject, struct run_file *file, bool places);
/* After all files were collected: asks the ledger, and the network when the request says so. */
bool external_ask(struct arena *arena, struct run *run, struct lint_results *results, struct error *error);
/* Reads the ledger, if a rule needs it, and sets run->asks: there is one, or a crawl. */
bool external_open(struct arena *arena, struct run *run, struct error *error);

#endif
