/* engine: the state of a run. Private to crawl/.
 *
 *   plan.c    links -> jobs, one per distinct URL; the lane decides which are asked
 *   queue.c   per-host queues and the order of starts: who may start now, who must wait until when
 *   ask.c     a job's next request
 *   step.c    what an answer means for a job: done, next hop, another method, later again
 *   job.c     the end of a job
 *   stray.c   pages that are not there and answer 200: what a made-up address of their host is answered with
 *   judge.c   status and header -> verdict; what a redirect chain means
 *   secret.c  environment variables that may be sent, and where
 *   endpoint.c  hosts that do not answer: one probe decides for all their jobs
 *   lookup.c  name resolution in the background, to tell "no such host" from a resolver that failed
 *   run.c     the loop */
#ifndef CONTENTLINT_CRAWL_ENGINE_H
#define CONTENTLINT_CRAWL_ENGINE_H

#include "crawl/net.h"

struct host;
enum { HOST_TITLES = 8 };

enum job_kind {
    JOB_LINK,
    /* Fetches robots.txt for its host. */
    JOB_ROBOTS,
    /* Asks for an address that its host cannot have, and is nobody's link. */
    JOB_STRAY
};
enum job_state {
    JOB_NEW,
    /* Has its verdict without a request of this run: by the ledger, the lane, its address. */
    JOB_SETTLED,
    /* Belongs to this run: a request is due or in flight. */
    JOB_DUE,
    JOB_DONE
};
/* By what the present hop is asked. */
enum job_way {
    /* HEAD where the host takes it. */
    WAY_HEAD,
    /* GET, of the first bytes where they will do. */
    WAY_GET,
    /* A plain GET of the whole page: what was asked otherwise failed. */
    WAY_WHOLE
};
/* How the chain of redirects came to be. */
enum job_chain {
    CHAIN_FIRST,
    /* A redirect on the way answered HEAD. */
    CHAIN_BY_HEAD,
    /* It is followed once more, by GET. */
    CHAIN_AGAIN
};

struct job { /* a distinct URL on its way to a verdict */
    struct verdict verdict;
    enum job_kind kind;
    enum job_state state;
    enum job_way way;
    enum job_chain chain;
    struct str url;     /* of the next request: verdict.url, then each redirect's target */
    struct host *host;  /* of that URL */
    struct host *first; /* of verdict.url */
    struct job *next;   /* in a queue */
    const struct ledger_row *row;
    struct fragment_wanted *wanted;
    size_t wanted_count, wanted_cap, hop_cap;
    uint32_t links;
    uint32_t permanent;  /* leading 301 and 308 hops */
    uint64_t title;      /* hash of the last answer's; 0: not read, or a script makes the page */
    int64_t started_ms;  /* the last request */
    uint8_t tries, busy; /* failed and 429/503 answers so far, on the present hop */
    bool https;          /* of url */
    uint32_t cookie_hop; /* number of hops when a cookie was last set */
    struct str fragment; /* of the last permanent redirect that had one; absent: none */
    bool refragmented;   /* a redirect leads to a place of its own within the page */
    bool head_failed;    /* a GET follows a HEAD that was refused */
    bool http1;
    bool probe; /* decides for its endpoint */
    struct {    /* what the last request was */
        bool head, conditional;
        /* The last GET asked for the first bytes alone. */
        bool ranged;
    } sent;
    uint8_t flying; /* requests in flight: 2 when a second one was sent beside a silent first */
};

/* Has it its verdict? */
static inline bool job_is_over(const struct job *job) {
    return job->state == JOB_SETTLED || job->state == JOB_DONE;
}

/* Was or will it be asked in this run? */
static inline bool job_is_asked(const struct job *job) {
    return job->state == JOB_DUE || job->state == JOB_DONE;
}

struct job_list {
    struct job *head, *tail;
    size_t count;
};

enum endpoint_state { ENDPOINT_NEW, ENDPOINT_ALIVE, ENDPOINT_SUSPECT, ENDPOINT_DOWN };
struct endpoint { /* a host's http or https side */
    enum endpoint_state state;
    uint8_t silent;         /* time-outs and resets in a row, while NEW */
    struct job_list parked; /* wait for the probe */
    enum verdict_reason reason;
    enum verdict_kind kind;
};

struct host {
    struct crawl_host stats;
    const struct crawl_host_rule *rule; /* may be NULL */
    struct endpoint ends[2];            /* http, https */
    struct job_list queue;
    uint32_t number; /* in run.hosts */
    uint32_t active, gap_ms, base_gap_ms;
    int64_t next_start;
    uint64_t rank; /* in the heap of those that may start */
    bool in_ready, in_timers;
    bool no_head;      /* answers GET where HEAD failed */
    bool http1;        /* HTTP/2 went wrong there */
    bool http2, known; /* what it speaks over TLS, once an answer came */
    bool hold;         /* nothing but its robots.txt may start */
    bool robots_ready;
    struct robots *robots; /* NULL = everything is allowed */
    struct lookup *lookup; /* in flight */
    int64_t lookup_ms;     /* since when */
    bool looked_up;
    uint32_t read;                /* requests by GET for the titles of its pages */
    bool soft;                    /* a page of it says that nothing is there, and answers 200 */
    const struct job *stray;      /* NULL = not asked for */
    uint64_t titles[HOST_TITLES]; /* different ones of its pages, the first, as struct job's; 0 = none */
    bool unsure; /* "no such host", but nothing has resolved yet that could vouch for the resolver */
};

struct timer {
    int64_t due;
    struct host *host; /* one of the two */
    struct job *job;
};

struct crawl {
    struct arena *arena;
    struct arena memory;  /* freed after the run */
    struct arena scratch; /* freed after planning */
    struct arena step;    /* freed after every answer and start */
    const struct crawl_options *options;
    const struct ledger *ledger;
    struct crawl_report *report;
    struct net *net;
    ARRAY_OF(struct job *) jobs;
    ARRAY_OF(struct host *) hosts;
    struct map host_names;
    ARRAY_OF(struct host *) ready; /* heap: most work first */
    ARRAY_OF(struct timer) timers; /* heap: earliest first */
    ARRAY_OF(struct host *) looking;
    uint32_t *wanted_of; /* per link: 1 + its place among its job's wanted fragments, 0 = none */
    size_t left;         /* JOB_DUE */
    size_t asked;
    uint32_t in_flight;            /* limit */
    int64_t start_ms, now_ms, now; /* monotonic; now in seconds since 1970 */
    int64_t next_progress_ms;
    uint32_t done, requests;
    const struct host *canary; /* the last whose name resolved; NULL = none yet */
    bool heard;                /* something came back from the network */
    bool missed;               /* something should have, and did not */
    const struct proxies *proxies;
    enum verdict_reason stop; /* REASON_NONE while the run goes on */
};

/* plan.c */
void plan_jobs(struct crawl *run, const struct crawl_link *links, size_t count);
struct host *plan_host(struct crawl *run, const struct canonical_url *target);
const struct crawl_host_rule *plan_rule(const struct crawl_options *options, struct str host);
/* Settles a job by its ledger row; false, and untouched, when the row no longer counts because the accepted
 * statuses changed. */
bool plan_by_row(const struct crawl *run, struct job *job);

/* queue.c */
void queue_add(struct crawl *run, struct job *job);       /* at the end */
void queue_add_first(struct crawl *run, struct job *job); /* a chain goes on before others begin */
void queue_later(struct crawl *run, struct job *job, int64_t due_ms);
void queue_pause(struct crawl *run, struct host *host, int64_t until_ms);
void queue_wake(struct crawl *run, struct host *host); /* its limits or its queue changed */
void queue_tick(struct crawl *run);                    /* moves what is due */
struct job *queue_take(struct crawl *run);             /* the next job that may start now, or NULL */
bool queue_has_room(const struct crawl *run, const struct host *host); /* for one more request at once */
int64_t queue_due(const struct crawl *run); /* time of the next timer, INT64_MAX for none */
void list_push(struct job_list *list, struct job *job);
struct job *list_pop(struct job_list *list);

/* job.c */
/* The job's verdict; or none yet, when a redirect of HEAD led to it and the chain is asked once more by GET. */
void job_done(struct crawl *run, struct job *job, enum verdict_kind kind, enum verdict_reason reason);

/* ask.c */
void ask(struct crawl *run, struct job *job);

/* A second request for a job whose first is silent; never more than its retries. */
void ask_beside(struct crawl *run, struct job *job);

/* step.c */
void step_answer(struct crawl *run, const struct net_answer *answer);
/* The next gap between starts on a host, in milliseconds; busy: it answered 429 or 503. */
uint32_t step_gap(uint32_t gap_ms, uint32_t base_ms, uint32_t max_ms, bool busy);
/* What must be known before a job may start: its endpoint, robots.txt, behind a proxy the address. Returns
 * the job to start: this one, a fetch of robots.txt, or NULL when it was put off or is done. */
struct job *step_before(struct crawl *run, struct job *job);

/* endpoint.c */
struct endpoint *endpoint_of(const struct job *job);
void endpoint_alive(struct crawl *run, struct job *job);
/* A request failed. True: the job was taken care of (parked, to be asked again later, or done). */
bool endpoint_failed(struct crawl *run, struct job *job, enum net_error error);
/* The resolver's second opinion on a host is there. */
void endpoint_looked_up(struct crawl *run, struct host *host, enum crawl_lookup found, bool is_private);
void endpoint_down(struct crawl *run, struct host *host, struct endpoint *end, enum verdict_kind kind,
                   enum verdict_reason reason);

/* judge.c */
struct judgement {
    enum verdict_kind kind;
    enum verdict_reason reason;
};
struct judgement judge_status(const struct header *header);
struct judgement judge_error(enum net_error error);
bool judge_is_redirect(uint16_t status);
/* After a good answer: ok, moved, home or login page, one that is not there; fills suggestion and minor. */
void judge_chain(struct crawl *run, struct job *job, bool soft_404);

/* stray.c */
/* A page of the job's host was read: keeps its title, and asks when something speaks for it. */
void stray_page(struct crawl *run, struct job *job, const struct fragment_page *page);
/* A made-up address next to the job's, or `first`, next to the one that it began with, is asked for, once a host. */
void stray_ask(struct crawl *run, struct job *job, bool first);
/* At the end of a run: what the job found is what the made-up address was answered with. */
void stray_judge(struct job *job);

/* secret.c */
/* The variable's value when it is set and bound to the target's host, port and scheme; else NULL. */
const char *secret_value(const struct crawl_options *options, const char *variable,
                         const struct canonical_url *target);
/* The first variable that the rule names and that must not be sent to the target, or is not set; NULL = none. */
const char *secret_wanting(const struct crawl_options *options, const struct crawl_host_rule *rule,
                           const struct canonical_url *target);

/* lookup.c */
/* Starts one in the background unless the host has one. */
void lookup_host(struct crawl *run, struct host *host);
struct looked_up { /* an answer; is_private: no address of the host may be asked */
    struct host *host;
    enum crawl_lookup found;
    bool is_private;
};
struct lookup_round { /* one pass over those that run */
    size_t at, room;
};
struct lookup_round lookup_round(const struct crawl *run);
/* The next answer that has come, to be given to endpoint_looked_up; starts what there is room for on the way. */
bool lookup_next(struct crawl *run, struct lookup_round *round, struct looked_up *answer);
void lookup_end(struct crawl *run); /* leaves those that still run to themselves */

/* proxy.c */
struct proxies *proxy_read(struct arena *arena); /* environment; NULL when there are none */
const char *proxy_for(const struct proxies *proxies, const struct canonical_url *target);

/* tally.c */
void tally(struct crawl *run);
/* Keeps in the journal, if there is one, what a server's answer has decided: no later one changes it. What failed without an
 * answer says something only beside the rest of the run (is there a network, is the resolver right). */
void tally_keep(struct crawl *run, struct job *job);

#endif
