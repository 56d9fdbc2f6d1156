/* process.h: part of base.h, which includes it: programs and threads. */
#ifndef CONTENTLINT_BASE_PROCESS_H
#define CONTENTLINT_BASE_PROCESS_H

#include "base/source.h"

#define PROCESS_COMPLAINT_MAX 4096 /* bytes of stderr that are kept */
struct process {
    const char *directory; /* to run in; NULL: this one */
    /* Changes of ours, NULL behind: "NAME=value", or "NAME" to leave it out. */
    const char *const *environment;
    struct str input;     /* sent to its stdin */
    size_t max;           /* bytes of stdout; a child that writes more is killed and an error */
    unsigned patience;    /* seconds without a byte from it, after which the same is done; 0: for ever */
    struct str output;    /* out: stdout */
    struct str complaint; /* out: the start of stderr, which is never shown by itself */
    int status;           /* out: the exit status, or 128 + the signal */
};
/* Runs argv (no shell; PATH lookup) to its end. */
bool process_run(struct arena *arena, const char *const *argv, struct process *process, struct error *error);

/* ---- parallel.c ---- */

unsigned parallel_cpus(void);
/* Calls run(context, i, worker) for i in 0..n-1 on `threads` workers (1 = the calling thread). */
void parallel_for(size_t n, unsigned threads, void (*run)(void *context, size_t i, unsigned worker),
                  void *context);

/* Between these one thread runs at a time: for work whose memory is bounded, but too much to be taken several times at
 * once. The same thread may nest them. */
void alone_begin(void);
void alone_end(void);

#endif
