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
 * A resolver behind a captive portal or a lost VPN says of every name that it does not exist: that is believed only
 * when a name that resolved earlier in this run, the canary, still does, and then is said again.
 * The thread and the run share this block; whoever is last frees it. */
enum { ADDRESSES_MAX = 16, GIVE_UP_MS = 15000, TOGETHER_MAX = 16 };

struct lookup {
    atomic_int owners;
    atomic_bool done;
    enum crawl_lookup found;
    struct sockaddr_storage addresses[ADDRESSES_MAX];
    size_t address_count;
    char host[256], canary[256]; /* canary "": there is none yet */
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

static enum crawl_lookup ask_system(struct lookup *lookup, const char *host) {
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list = NULL;
    int status = getaddrinfo(host, NULL, &hints, &list);
    for (const struct addrinfo *info = list; info && host == lookup->host; info = info->ai_next)
        keep_address(lookup, info->ai_addr, info->ai_addrlen);
    if (list) freeaddrinfo(list);
    return says_no_such_host(status) ? LOOKUP_NO_SUCH_HOST : status ? LOOKUP_FAILED : LOOKUP_FOUND;
}

/* The answer of the override for tests; the system's where it says so. */
static enum crawl_lookup ask_option(const struct crawl_options *options, struct lookup *lookup,
                                    const char *host) {
    char text[256] = "";
    enum crawl_lookup found = options->lookup(options->lookup_data, host, text);
    if (found == LOOKUP_SYSTEM) return ask_system(lookup, host);
    for (struct str rest = str_from(text); rest.ptr && found == LOOKUP_FOUND && host == lookup->host;) {
        struct sockaddr_storage address;
        if (address_parse(str_cut(&rest, ','), &address))
            keep_address(lookup, (const struct sockaddr *)&address, sizeof address);
    }
    return found;
}

static enum crawl_lookup ask_name(const struct crawl_options *options, struct lookup *lookup,
                                  const char *host) {
    return options ? ask_option(options, lookup, host) : ask_system(lookup, host);
}

/* options: NULL in a thread, where the run's are out of reach. */
static void look(const struct crawl_options *options, struct lookup *lookup) {
    lookup->found = ask_name(options, lookup, lookup->host);
    if (lookup->found == LOOKUP_NO_SUCH_HOST && lookup->canary[0])
        lookup->found = ask_name(options, lookup, lookup->canary) == LOOKUP_FOUND
                            ? ask_name(options, lookup, lookup->host)
                            : LOOKUP_FAILED;
    atomic_store(&lookup->done, true);
}

static void *look_in_thread(void *argument) {
    look(NULL, argument);
    drop(argument);
    return NULL;
}

static void copy_name(struct crawl *run, char to[256], const struct host *host) {
    struct canonical_url target =
        target_split(str_printf(&run->step, "https://%.*s/", STR_FMT(host->stats.name)));
    memcpy(to, target.host.ptr, target.host.len < 255 ? target.host.len : 255);
}

static void start(struct crawl *run, struct host *host) {
    struct lookup *lookup = memory_needed(calloc(1, sizeof *lookup));
    copy_name(run, lookup->host, host);
    if (run->canary) copy_name(run, lookup->canary, run->canary);
    atomic_init(&lookup->owners, 2);
    host->lookup = lookup;
    host->lookup_ms = run->now_ms;
    pthread_t thread;
    if (!run->options->lookup && pthread_create(&thread, NULL, look_in_thread, lookup) == 0) {
        pthread_detach(thread);
        return;
    }
    atomic_store(&lookup->owners, 1); /* there is no thread */
    if (run->options->lookup)
        look(run->options, lookup);
    else
        lookup->found = LOOKUP_FAILED;
    atomic_store(&lookup->done, true);
}

static size_t under_way(const struct crawl *run) {
    size_t count = 0;
    for (size_t i = 0; i < run->looking.len; i++) count += run->looking.items[i]->lookup != NULL;
    return count;
}

void lookup_host(struct crawl *run, struct host *host) {
    if (host->lookup || host->looked_up) return;
    for (size_t i = 0; i < run->looking.len; i++)
        if (run->looking.items[i] == host) return;
    *ARRAY_PUSH(&run->memory, &run->looking) = host;
    if (under_way(run) < TOGETHER_MAX) start(run, host);
}

static bool is_private(const struct crawl *run, const struct lookup *lookup) {
    for (size_t i = 0; i < lookup->address_count; i++)
        if (!address_is_allowed(run->options, (const struct sockaddr *)&lookup->addresses[i])) return true;
    return false;
}

/* Is anything under way that may make a canary? */
static bool others_go_on(const struct crawl *run) {
    bool looking = false;
    for (size_t i = 0; i < run->looking.len; i++) looking = looking || !run->looking.items[i]->unsure;
    return looking || net_active(run->net) > 0 || run->ready.len > 0 || queue_due(run) != INT64_MAX;
}

static bool is_asked_for(const struct host *host) {
    return host->ends[0].state == ENDPOINT_SUSPECT || host->ends[1].state == ENDPOINT_SUSPECT;
}

/* Of a lookup that nothing could vouch for: again when there is a canary, never when there will be none. */
static bool wait_for_canary(struct crawl *run, struct host *host, struct looked_up *answer) {
    if (!run->canary && others_go_on(run)) return false;
    host->unsure = false;
    if (run->canary) return false;
    host->looked_up = true;
    *answer = (struct looked_up){host, LOOKUP_FAILED, false};
    return true;
}

static bool finish(struct crawl *run, struct host *host, struct looked_up *answer) {
    struct lookup *lookup = host->lookup;
    bool done = atomic_load(&lookup->done);
    if (!done && run->now_ms - host->lookup_ms < GIVE_UP_MS) return false;
    enum crawl_lookup found = done ? lookup->found : LOOKUP_FAILED;
    bool private_address = done && is_private(run, lookup);
    host->unsure = found == LOOKUP_NO_SUCH_HOST && !lookup->canary[0] && is_asked_for(host);
    drop(lookup);
    host->lookup = NULL;
    if (host->unsure) return false;
    host->looked_up = true;
    *answer = (struct looked_up){host, found, private_address};
    return true;
}

struct lookup_round lookup_round(const struct crawl *run) {
    return (struct lookup_round){0, TOGETHER_MAX - under_way(run)};
}

bool lookup_next(struct crawl *run, struct lookup_round *round, struct looked_up *answer) {
    while (round->at < run->looking.len) {
        struct host *host = run->looking.items[round->at];
        if (!host->lookup && !host->unsure && round->room) {
            start(run, host);
            round->room--;
        }
        bool there =
            host->unsure ? wait_for_canary(run, host, answer) : host->lookup && finish(run, host, answer);
        if (there) {
            run->looking.items[round->at] = run->looking.items[--run->looking.len];
            return true;
        }
        round->at++;
    }
    return false;
}

void lookup_end(struct crawl *run) {
    for (size_t i = 0; i < run->looking.len; i++)
        if (run->looking.items[i]->lookup) drop(run->looking.items[i]->lookup);
}
