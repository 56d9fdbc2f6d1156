/* kept.h: what was found on the files of a site, kept from one run to the next. */
#ifndef CONTENTLINT_LINT_KEPT_H
#define CONTENTLINT_LINT_KEPT_H

#include "lint/run.h"

struct kept_cost {
    size_t spender;
    uint64_t steps;
};
struct kept_file {
    /* Of all below. */
    struct arena arena;
    /* lint_kept.generation it was made or found true in; 0: nothing is kept. */
    uint64_t generation;
    uint64_t surroundings;
    size_t bytes, links;
    uint64_t assumed;
    /* Steps of patterns, as budget_spend has them. */
    ARRAY_OF(struct kept_cost) costs;
    /* str_hash of the sources of pages whose anchors its links ask for, and whether one quotes their text. */
    ARRAY_OF(uint64_t) anchored;
    bool quotes;
    /* Its check asked for more of the site than surroundings_of tells. */
    bool asks;
    /* Places in other files have a source with a path alone. */
    diagnostics list;
    run_links external;
    uint64_t text_hash;
    struct suppressions *suppressions;
};
struct kept_body {
    struct arena arena;
    struct source source;
};
struct lint_kept {
    struct page_store *pages;
    struct arena names;
    /* Path -> struct kept_file; `data` has those of redirect files and configurations as such. */
    struct map files, data;
    /* Counts the models that there were; 0: none. */
    uint64_t generation;
    /* Of the links, facts and values below, which hold for one site. */
    struct arena model;
    struct links *links;
    struct site_facts facts;
    /* surroundings_of_site. */
    uint64_t surroundings;
    /* They have to be made; and the links too, which may have been asked for since. */
    bool stale, links_stale;
    /* Path -> struct kept_body: pages whose bodies are not those that the site was loaded with. */
    struct map bodies;
    struct arena bodies_memory;
};

/* The links and facts of the run's site: those of the run before, where nothing but bodies has changed since. */
bool kept_open(struct run *run, unsigned threads, struct error *error);
/* Gives each file of the run its place; on one thread. */
void kept_prepare(struct run *run);
/* Is what was found in the file true still? Then it is found again, and its patterns cost again what they did, without a
 * look at the file. */
bool kept_holds(const struct run *run, struct arena *arena, struct run_file *file);
/* The same once it is known where its links lead. */
bool kept_holds_for(const struct run *run, struct arena *arena, struct run_file *file,
                    const struct subject *subject);
/* Takes over what was found in the file since kept_begin. subject NULL: of a data file. */
void kept_take(const struct run *run, struct arena *arena, struct run_file *file,
               const struct subject *subject);
/* Nothing is kept of the file, and file->kept->arena is for what is found from here on. */
void kept_begin(struct run_file *file);
/* While it is checked: what its patterns cost. */
void kept_spend(struct kept_file *kept, size_t spender, uint64_t steps);
/* Did the patterns' budget suffice? If not, which files it reached is the run's, and all of them have to be checked. */
bool kept_suffices(const struct run *run);
/* Nothing is kept of any file of the run, nor found in it. */
void kept_forget(struct run *run);

/* Is the front matter of two readings of a page the same? Of one that its generator has worked over, it is not. */
bool kept_same_front(const struct page *a, const struct page *b);

/* ---- surroundings.c ---- */

/* All that is told of a page beside its text, as a number: what else of the site its findings can depend on. */
uint64_t surroundings_of(const struct run *run, const struct subject *subject);
/* What holds for all pages. */
uint64_t surroundings_of_site(const struct run *run);

#endif
