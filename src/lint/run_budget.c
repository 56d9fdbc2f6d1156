/* run_budget.c: what the patterns of a run may cost together, counted in their steps, so that every run stops at the same file
 * whatever its number of threads. Files are taken in batches; a file learns what the batches before the last one cost, and waits
 * for them where it must, which happens when one file takes as long as a whole batch. */
#include "lint/run.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

enum {
    BATCH = 32,               /* files */
    STEPS_OF_ONE = 100000000, /* a second or two of a spender; a search that is given up takes a twentieth */
    STEPS_OF_ALL = 500000000,
    STEPS_LEFT = 5000000, /* of one, once all together have spent theirs */
    STEPS_PER_BYTE = 200
};

struct batch {                   /* one whose cost is not added up yet */
    atomic_uint_fast64_t *steps; /* per spender */
    uint64_t bytes;
    size_t done; /* files */
};
struct budget {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t spenders, added; /* batches whose cost is in `total` */
    struct batch batches[2];
    uint64_t *total, all, bytes;
    atomic_size_t *stops; /* the batch from which on a spender may do nothing; SIZE_MAX: none */
};

struct budget *budget_open(struct arena *arena, size_t spenders) {
    struct budget *budget = ARENA_NEW(arena, struct budget);
    pthread_mutex_init(&budget->lock, NULL);
    pthread_cond_init(&budget->changed, NULL);
    budget->spenders = spenders;
    budget->total = ARENA_ARRAY(arena, uint64_t, spenders);
    budget->stops = ARENA_ARRAY(arena, atomic_size_t, spenders);
    for (size_t i = 0; i < ARRAY_LEN(budget->batches); i++)
        budget->batches[i].steps = ARENA_ARRAY(arena, atomic_uint_fast64_t, spenders);
    for (size_t i = 0; i < spenders; i++) atomic_init(&budget->stops[i], SIZE_MAX);
    return budget;
}

void budget_close(struct budget *budget) {
    if (!budget) return;
    pthread_cond_destroy(&budget->changed);
    pthread_mutex_destroy(&budget->lock);
}

/* The oldest batch is done: its cost counts for those that come after the next one. */
static void add_up(struct budget *budget) {
    struct batch *batch = &budget->batches[budget->added % 2];
    budget->bytes += batch->bytes;
    for (size_t i = 0; i < budget->spenders; i++) {
        uint64_t steps = atomic_exchange(&batch->steps[i], 0);
        budget->total[i] += steps;
        budget->all += steps;
    }
    uint64_t more = STEPS_PER_BYTE * budget->bytes;
    uint64_t each = more + (budget->all > STEPS_OF_ALL + more ? STEPS_LEFT : STEPS_OF_ONE);
    for (size_t i = 0; i < budget->spenders; i++)
        if (budget->total[i] > each && atomic_load(&budget->stops[i]) == SIZE_MAX)
            atomic_store(&budget->stops[i], budget->added + 2);
    batch->bytes = batch->done = 0;
    budget->added++;
    pthread_cond_broadcast(&budget->changed);
}

void budget_enter(struct budget *budget, size_t file) {
    size_t before = file / BATCH < 1 ? 0 : file / BATCH - 1; /* batches whose cost this file must know */
    pthread_mutex_lock(&budget->lock);
    while (budget->added < before) {
        if (budget->batches[budget->added % 2].done < BATCH)
            pthread_cond_wait(&budget->changed, &budget->lock);
        else
            add_up(budget);
    }
    pthread_mutex_unlock(&budget->lock);
}

void budget_leave(struct budget *budget, size_t file, size_t bytes) {
    struct batch *batch = &budget->batches[file / BATCH % 2];
    pthread_mutex_lock(&budget->lock);
    batch->bytes += bytes;
    if (++batch->done == BATCH) pthread_cond_broadcast(&budget->changed);
    pthread_mutex_unlock(&budget->lock);
}

void budget_spend(struct budget *budget, size_t spender, size_t file, uint64_t steps) {
    assert(spender < budget->spenders);
    if (steps) atomic_fetch_add(&budget->batches[file / BATCH % 2].steps[spender], steps);
}

bool budget_is_spent(const struct budget *budget, size_t spender, size_t file) {
    return file / BATCH >= atomic_load(&budget->stops[spender]);
}

size_t budget_end(const struct budget *budget, size_t spender) {
    size_t stop = atomic_load(&budget->stops[spender]);
    return stop == SIZE_MAX ? SIZE_MAX : stop * BATCH;
}
