/* net: HTTP requests in flight, over libcurl. Private to crawl/; net.c is the one file here that includes
 * curl.h. It knows connections, time-outs and the address policy, and nothing of hosts, retries or verdicts.
 */
#ifndef CONTENTLINT_CRAWL_NET_H
#define CONTENTLINT_CRAWL_NET_H

#include "crawl/parts.h"

enum net_error {
    NET_OK,      /* there is a status, whatever became of the body */
    NET_RESOLVE, /* the name has no address, or the resolver failed */
    NET_REFUSED,
    NET_UNREACHABLE,
    NET_CONNECT_TIMEOUT,
    NET_TIMEOUT, /* connected, no header in time */
    NET_RESET,   /* closed without an answer */
    NET_CERT_NAME,
    NET_CERT_EXPIRED,
    NET_CERT_UNKNOWN,
    NET_TLS,
    NET_HTTP2,    /* a stream or framing error: HTTP/1.1 may work */
    NET_PROTOCOL, /* not HTTP, or a header over the limit */
    NET_PROXY,
    NET_PRIVATE, /* the address policy refused every address */
    NET_OTHER,
};

enum net_body {
    NET_LIVE,      /* status and title; a little of the body is read so that the connection can be kept */
    NET_FRAGMENTS, /* HTML up to max_body, unless too much is kept for others already */
    NET_TEXT,      /* kept, up to ROBOTS_MAX_BYTES */
};

struct net_request { /* everything is copied */
    const char *url;
    bool head;
    bool range; /* GET: the first 16,384 bytes will do */
    bool http1;
    uint32_t header_ms; /* time until the end of the header */
    bool share;         /* the host speaks HTTP/2: wait for its one connection rather than open another */
    enum net_body body;
    const struct str *headers; /* "Name: value" */
    size_t header_count;
    const char *proxy;   /* URL; NULL = connect directly */
    const char *resolve; /* libcurl's "[+]host:port:address"; NULL = the system resolves */
    void *job;
};
struct net_answer { /* valid until the next call of net_next */
    void *job;
    enum net_error error;
    const struct header *header;
    bool whole; /* the body was read to its end */
    bool http2;
    bool head;       /* of a HEAD request */
    struct str text; /* of NET_TEXT, and what was read of an HTML body */
    uint32_t elapsed_ms;
};

struct net;
/* in_flight: how many requests at a time; connections: how many are kept open. */
struct net *net_open(struct arena *arena, const struct crawl_options *options, uint32_t in_flight,
                     uint32_t connections, struct error *error);
void net_close(struct net *net); /* cancels what is in flight */
uint32_t net_active(const struct net *net);
uint32_t net_connections(const struct net *net); /* sockets opened so far */
/* errno when this system did not give us a socket, which says nothing about any host; else 0. */
int net_refusal(const struct net *net);
void *net_oldest(const struct net *net); /* job that has been waited for longest; NULL = none */
/* The next job (from *at on, begin with 0) whose only request has been without a header since before_ms; NULL = none. */
void *net_slow(const struct net *net, int64_t before_ms, uint32_t *at);
/* Ends the other requests of the job whose answer is being looked at; returns how many there were. */
uint32_t net_cancel(struct net *net, const void *job);
void net_start(struct net *net, const struct net_request *request, int64_t now_ms);
/* Waits at most timeout_ms for something to happen. */
void net_wait(struct net *net, int timeout_ms);
bool net_next(struct net *net, int64_t now_ms, struct net_answer *answer);

#endif
