/* httpd: a scriptable HTTP server for tests, on loopback only, in a process of its own.
 *
 * It listens on every address of 127.0.0.0/8 and on ::1, in plain and with TLS (test certification authority made at
 * start). The path says what happens; parts are separated by '/', values may be %-encoded, unknown parts only make
 * URLs different:
 *
 *     status=N head=N get=N     status of every method, of HEAD, of GET (default 200)
 *     first=K:N                 the first K requests for this path are answered with N
 *     retry=VALUE retrydate=S   Retry-After with status 429 and 503: as is; as a date S seconds from now
 *     h=NAME:VALUE              a header field;  reset-in=S  X-RateLimit-Reset as a time S seconds from now
 *     to=URL self=1             Location: URL, the path itself;  chain=K  redirects to itself with K-1 until 0;  endless=N  for ever
 *     delay=MS                  before the answer
 *     type=T body=B             Content-Type (default text/html); B: TEXT, or the named bodies ids, big, bomb, pdf
 *     etag=T                    ETag "T", and 304 when asked If-None-Match: "T"
 *     auth=V                    401 unless Authorization is V
 *     cookie=K                  redirects to itself until K cookies were set
 *     ranged=N                  status of a GET with Range
 *     robots                    (in the host name) /robots.txt forbids /private
 *     fault=F                   reset close garbage stall stall-body short bad-chunk endless-header long-header
 *                               endless-body head-body http09; fault-head=F, fault-first=K:F
 *     close=1                   the connection is closed after the answer
 *
 * The TLS side picks its certificate by the server name: expired.*, wrong.* and unknown.* get a bad one, badh2.*
 * agrees to HTTP/2 and then breaks it. */
#ifndef CONTENTLINT_HTTPD_H
#define CONTENTLINT_HTTPD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define HTTPD_LOG_MAX 16384

struct httpd_entry { /* one request */
    int64_t ms;      /* arrival, CLOCK_MONOTONIC */
    char method[8], host[80], path[280], authorization[64], range[32], user_agent[96], cookie[64];
    int together; /* requests in work for the same host, this one included */
};
struct httpd_log {     /* shared with the server's process */
    atomic_uint count; /* of all requests, logged or not */
    atomic_uint connections;
    atomic_uint most_together;
    struct httpd_entry entries[HTTPD_LOG_MAX];
};
struct httpd {
    pid_t pid;
    int port, tls_port;
    int refused_port; /* bound, not listening */
    int silent_port;  /* its queue is full: connections are never answered */
    char ca_file[512];
    struct httpd_log *log;
};

/* Starts it; certificates go to directory. False with a message on stderr. It ends with this process. */
bool httpd_start(struct httpd *httpd, const char *directory);
void httpd_stop(struct httpd *httpd);
void httpd_clear(struct httpd *httpd);
/* Requests whose path contains text (NULL: all). */
unsigned httpd_count(const struct httpd *httpd, const char *path);
/* The n-th of them (0-based), NULL when there are fewer. */
const struct httpd_entry *httpd_entry(const struct httpd *httpd, const char *path, unsigned n);

/* httpd_tls.c: OpenSSL. Writes ca.pem, good.pem and good.key to directory. */
struct httpd_tls;
struct httpd_tls *httpd_tls_open(const char *directory);
void *httpd_tls_accept(struct httpd_tls *tls, int fd);
/* As read(2) and write(2): -1 with EAGAIN when the handshake or the socket is not ready. */
ssize_t httpd_tls_read(void *connection, char *bytes, size_t size);
ssize_t httpd_tls_write(void *connection, const char *bytes, size_t size);
bool httpd_tls_is_http2(void *connection);
void httpd_tls_close(void *connection);

#endif
