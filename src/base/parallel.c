#include "base/base.h"

#include <assert.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { WORKERS_MAX = 64 };

struct parallel_job {
    size_t n;
    void (*run)(void *context, size_t i, unsigned worker);
    void *context;
    atomic_size_t next;
};

struct worker {
    struct parallel_job *job;
    unsigned number;
};

static void *work(void *argument) {
    const struct worker *worker = argument;
    struct parallel_job *job = worker->job;
    assert(worker->number < WORKERS_MAX);
    for (size_t i; (i = atomic_fetch_add(&job->next, 1)) < job->n;) job->run(job->context, i, worker->number);
    return NULL;
}

unsigned parallel_cpus(void) {
    long cpus = sysconf(_SC_NPROCESSORS_ONLN);
    return cpus < 1 ? 1 : cpus > WORKERS_MAX ? WORKERS_MAX : (unsigned)cpus;
}

void parallel_for(size_t n, unsigned threads, void (*run)(void *context, size_t i, unsigned worker),
                  void *context) {
    struct parallel_job job = {.n = n, .run = run, .context = context};
    struct worker workers[WORKERS_MAX];
    pthread_t ids[WORKERS_MAX];
    unsigned started = 1; /* the calling thread is worker 0 */
    if (threads > WORKERS_MAX) threads = WORKERS_MAX;
    for (; started < threads && started < n; started++) {
        workers[started] = (struct worker){&job, started};
        /* Fewer threads than asked for do the same work. */
        if (pthread_create(&ids[started], NULL, work, &workers[started]) != 0) break;
    }
    workers[0] = (struct worker){&job, 0};
    work(&workers[0]);
    for (unsigned i = 1; i < started; i++) pthread_join(ids[i], NULL);
}

/* Global, since what it guards is the process's memory; depth is the thread's own, so that it may nest. */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static _Thread_local unsigned depth;

void alone_begin(void) {
    if (depth++ == 0) pthread_mutex_lock(&turn);
}

void alone_end(void) {
    assert(depth > 0); /* alone_begin came before */
    if (--depth) return;
#ifdef __GLIBC__
    malloc_trim(0); /* it keeps what a thread has freed for that thread alone */
#endif
    pthread_mutex_unlock(&turn);
}
