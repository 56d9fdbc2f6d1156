#define _GNU_SOURCE /* EAI_NODATA */
#include "crawl/engine.h"

#include <netdb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* libcurl says "could not resolve" for a name that does not exist and for a resolver that does not answer.
 * Only the first makes a link broken, so the resolver is asked once more, in a thread: it may take its time.
 * The thread and the run share this block; whoever is last frees it. */
enum { ADDRESSES_MAX = 16, GIVE_UP_MS = 15000, TOGETHER_MAX = 16 };

struct lookup {
    atomic_int owners;
    atomic_bool done;
    enum crawl_lookup found;
    struct sockaddr_storage addresses[ADDRESSES_MAX];
    size_t address_count;
    char host[256];
};

static void drop(struct lookup *lookup) {
    if (atomic_fetch_sub(&lookup->owners, 1) == 1) free(lookup);
}

static bool says_no_such_host(int status) {
#ifdef EAI_NODATA
    if (status == EAI_NODATA) return true;
#endif
    return status == EAI_NONAME;
}

static void keep_address(struct lookup *lookup, const struct sockaddr *address, size_t length) {
    if (lookup->address_count == ADDRESSES_MAX || length > sizeof lookup->addresses[0]) return;
    memcpy(&lookup->addresses[lookup->address_count++], address, length);
}

static void *resolve(void *argument) {
    struct lookup *lookup = argument;
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list = NULL;
    int status = getaddrinfo(lookup->host, NULL, &hints, &list);
    lookup->found = says_no_such_host(status) ? LOOKUP_NO_SUCH_HOST : status ? LOOKUP_FAILED : LOOKUP_FOUND;
    for (const struct addrinfo *info = list; info; info = info->ai_next)
        keep_address(lookup, info->ai_addr, info->ai_addrlen);
    if (list) freeaddrinfo(list);
    atomic_store(&lookup->done, true);
    drop(lookup);
    return NULL;
}

/* The answer of the override for tests. */
static bool resolve_by_option(const struct run *run, struct lookup *lookup) {
    char text[256] = "";
    if (!run->options->lookup) return false;
    enum crawl_lookup found = run->options->lookup(run->options->lookup_data, lookup->host, text);
    if (found == LOOKUP_SYSTEM) return false;
    lookup->found = found;
    for (struct str rest = str_from(text); rest.ptr && found == LOOKUP_FOUND;) {
        struct sockaddr_storage address;
        if (address_parse(str_cut(&rest, ','), &address))
            keep_address(lookup, (const struct sockaddr *)&address, sizeof address);
    }
    return true;
}

static void start(struct run *run, struct host *host) {
    struct target target = plan_target(str_printf(&run->step, "https://%.*s/", STR_FMT(host->stats.name)));
    struct lookup *lookup = memory_needed(calloc(1, sizeof *lookup));
    memcpy(lookup->host, target.host.ptr, target.host.len < 255 ? target.host.len : 255);
    atomic_init(&lookup->owners, 2);
    host->lookup = lookup;
    host->lookup_ms = run->now_ms;
    pthread_t thread;
    bool done = resolve_by_option(run, lookup);
    if (!done && pthread_create(&thread, NULL, resolve, lookup) == 0) {
        pthread_detach(thread);
        return;
    }
    if (!done) lookup->found = LOOKUP_FAILED;
    atomic_store(&lookup->owners, 1); /* there is no thread */
    atomic_store(&lookup->done, true);
}

void lookup_host(struct run *run, struct host *host) {
    if (host->lookup || host->looked_up) return;
    for (size_t i = 0; i < run->looking.len; i++)
        if (run->looking.items[i] == host) return;
    *ARRAY_PUSH(&run->memory, &run->looking) = host;
    if (run->looking.len <= TOGETHER_MAX) start(run, host);
}

static bool is_private(const struct run *run, const struct lookup *lookup) {
    for (size_t i = 0; i < lookup->address_count; i++)
        if (!address_is_allowed(run->options, (const struct sockaddr *)&lookup->addresses[i])) return true;
    return false;
}

static bool finish(struct run *run, struct host *host) {
    struct lookup *lookup = host->lookup;
    bool done = atomic_load(&lookup->done);
    if (!done && run->now_ms - host->lookup_ms < GIVE_UP_MS) return false;
    enum crawl_lookup found = done ? lookup->found : LOOKUP_FAILED;
    bool private_address = done && is_private(run, lookup);
    drop(lookup);
    host->lookup = NULL;
    host->looked_up = true;
    endpoint_looked_up(run, host, found, private_address);
    return true;
}

void lookup_tick(struct run *run) {
    for (size_t i = 0; i < run->looking.len;) {
        struct host *host = run->looking.items[i];
        if (!host->lookup && i < TOGETHER_MAX) start(run, host);
        if (host->lookup && finish(run, host))
            run->looking.items[i] = run->looking.items[--run->looking.len];
        else
            i++;
    }
}

void lookup_end(struct run *run) {
    for (size_t i = 0; i < run->looking.len; i++)
        if (run->looking.items[i]->lookup) drop(run->looking.items[i]->lookup);
}
