#define _GNU_SOURCE /* SO_BINDTODEVICE, memmem */
#include "httpd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { IN_MAX = 16384, OUT_MAX = 65536, CONNECTIONS_MAX = 8192, LIFE_SECONDS = 900, PATHS_MAX = 4096 };

/* What is sent again and again once `out` is empty. */
enum endless { ENDS, HEADER_LINES, ONE_LINE, BODY, BOMB };

struct connection {
    int fd;
    void *tls;
    char in[IN_MAX], out[OUT_MAX];
    size_t in_len, out_len, out_at;
    int64_t due; /* 0 = no request in work */
    enum endless endless;
    bool is_open, close_after, reset_after, dead, writing;
    char host[80];
};
struct path_count { /* how often a path was asked for */
    char path[280];
    unsigned count;
};
struct server {
    struct httpd *httpd;
    struct httpd_tls *tls;
    int epoll, plain, plain6, secure;
    struct connection **connections;
    int used;
    struct path_count *paths;
    char bomb[13 * 512];
};

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- the script in a path ---- */

static void decode(const char *from, size_t length, char *to, size_t size) {
    size_t at = 0;
    for (size_t i = 0; i < length && at + 1 < size; i++) {
        char hex[3] = {0};
        if (from[i] == '%' && i + 2 < length) {
            memcpy(hex, from + i + 1, 2);
            to[at++] = (char)strtol(hex, NULL, 16);
            i += 2;
        } else
            to[at++] = from[i];
    }
    to[at] = 0;
}

/* The value of "key=value" in path; false when there is none. */
static bool part(const char *path, const char *key, char *value, size_t size) {
    size_t key_length = strlen(key);
    for (const char *at = path; at; at = strchr(at + 1, '/')) {
        const char *start = *at == '/' ? at + 1 : at;
        if (strncmp(start, key, key_length) != 0 || start[key_length] != '=') continue;
        start += key_length + 1;
        decode(start, strcspn(start, "/"), value, size);
        return true;
    }
    return false;
}

static long number(const char *path, const char *key, long otherwise) {
    char value[32];
    return part(path, key, value, sizeof value) ? strtol(value, NULL, 10) : otherwise;
}

static unsigned count_path(struct server *server, const char *path) {
    for (int i = 0; i < PATHS_MAX; i++) {
        struct path_count *entry = &server->paths[i];
        if (!entry->path[0]) snprintf(entry->path, sizeof entry->path, "%s", path);
        if (strcmp(entry->path, path) == 0) return entry->count++;
    }
    return 0;
}

/* ---- answers ---- */

static void put(struct connection *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put(struct connection *c, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int got = vsnprintf(c->out + c->out_len, OUT_MAX - c->out_len, format, args);
    va_end(args);
    if (got > 0) c->out_len += (size_t)got < OUT_MAX - c->out_len ? (size_t)got : OUT_MAX - c->out_len - 1;
}

static void put_date(struct connection *c, const char *name, long seconds) {
    char text[64];
    time_t at = time(NULL) + seconds;
    struct tm parts;
    gmtime_r(&at, &parts);
    strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    put(c, "%s: %s\r\n", name, text);
}

/* A run of zeros deflates to the same 13 bits for every 258 of them. */
static void make_bomb(struct server *server) {
    size_t bit = 0;
    unsigned char *bytes = (unsigned char *)server->bomb;
    for (int copy = 0; copy < 8 * 512; copy++)
        for (int i = 0; i < 13; i++, bit++)
            if ("1100010100000"[i] == '1') bytes[bit / 8] |= (unsigned char)(1u << (bit % 8));
}

static void put_bytes(struct connection *c, const char *bytes, size_t length) {
    if (length > OUT_MAX - c->out_len) length = OUT_MAX - c->out_len;
    memcpy(c->out + c->out_len, bytes, length);
    c->out_len += length;
}

/* gzip header, a fixed-Huffman block, three zeros and then the repeated 13 bits, aligned to a byte: 3 + 3*8 + 13*k. */
static void put_bomb_start(struct connection *c) {
    static const char header[] = "\x1F\x8B\x08\0\0\0\0\0\0\x03";
    unsigned char start[16] = {0};
    const char *bits = "110"
                       "00110000"
                       "00110000"
                       "00110000";
    size_t bit = 0;
    for (; bits[bit]; bit++)
        if (bits[bit] == '1') start[bit / 8] |= (unsigned char)(1u << (bit % 8));
    for (int copy = 0; copy < 1; copy++)
        for (int i = 0; i < 13; i++, bit++)
            if ("1100010100000"[i] == '1') start[bit / 8] |= (unsigned char)(1u << (bit % 8));
    put_bytes(c, header, 10);
    put_bytes(c, (const char *)start, bit / 8);
}

static void refill(struct server *server, struct connection *c) {
    c->out_len = c->out_at = 0;
    static unsigned line;
    if (c->endless == HEADER_LINES)
        for (int i = 0; i < 20; i++) put(c, "X-Line-%u: abcdefghijklmnopqrstuvwxyz\r\n", line++);
    else if (c->endless == ONE_LINE || c->endless == BODY) {
        memset(c->out, 'a', 4096);
        c->out_len = 4096;
    } else
        put_bytes(c, server->bomb, sizeof server->bomb);
}

static void put_status(struct connection *c, long status) {
    put(c, "HTTP/1.1 %ld Answer\r\nServer: httpd\r\n", status);
}

static bool fault_is(const char *fault, const char *name) {
    return strcmp(fault, name) == 0;
}

/* Answers that are wrong on purpose. */
static void put_fault(struct connection *c, const char *fault) {
    c->close_after = true;
    if (fault_is(fault, "reset"))
        c->reset_after = true;
    else if (fault_is(fault, "garbage"))
        put(c, "SSH-2.0-OpenSSH_9.0\r\n");
    else if (fault_is(fault, "http09"))
        put(c, "<html>hello</html>\n");
    else if (fault_is(fault, "stall"))
        c->close_after = false;
    else if (fault_is(fault, "stall-body")) {
        put(c, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<p id=a>");
        c->close_after = false;
    } else if (fault_is(fault, "short"))
        put(c, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<p id=a>");
    else if (fault_is(fault, "bad-chunk"))
        put(c,
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<p>\r\n");
    else if (fault_is(fault, "endless-header") || fault_is(fault, "long-header")) {
        put(c, "HTTP/1.1 200 OK\r\nX-First: ");
        c->endless = fault_is(fault, "long-header") ? ONE_LINE : HEADER_LINES;
    } else if (fault_is(fault, "endless-body")) {
        put(c, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<p id=a>");
        c->endless = BODY;
    } else if (fault_is(fault, "bomb")) {
        put(c, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nConnection: "
               "close\r\n\r\n");
        put_bomb_start(c);
        c->endless = BOMB;
    } else if (fault_is(fault, "head-body"))
        put(c, "HTTP/1.1 302 Found\r\nLocation: /after-head-body\r\nContent-Length: 5\r\n\r\nhello");
}

static const char *body_of(const char *name) {
    static char big[40000];
    if (strcmp(name, "ids") == 0)
        return "<!DOCTYPE html><title>x</title><h1 id=one>1</h1><h2 id='two b'>2</h2><a name=three>3</a><p "
               "id=\"user-content-four\"></p><script>'<p id=five>'</script>";
    if (strcmp(name, "spa") == 0) return "<div id=root></div><script src=app.js></script>";
    if (strcmp(name, "soft404") == 0) return "<title>Page not found | Shop</title><p>Sorry.</p>";
    if (strcmp(name, "big") != 0) return name;
    memset(big, 'a', sizeof big - 1);
    return big;
}

struct request {
    char method[8], path[280], host[80], authorization[64], cookie[64], range[32], etag[64], user_agent[96];
    bool head;
    unsigned before; /* requests for the same path so far */
};

static void put_fields(struct connection *c, const struct request *request, long status) {
    char value[300], name[64];
    const char *path = request->path;
    if ((status == 429 || status == 503) && part(path, "retry", value, sizeof value))
        put(c, "Retry-After: %s\r\n", value);
    if ((status == 429 || status == 503) && number(path, "retrydate", -1) >= 0)
        put_date(c, "Retry-After", number(path, "retrydate", 0));
    if (part(path, "h", value, sizeof value)) put(c, "%s\r\n", value);
    if (part(path, "h2", value, sizeof value)) put(c, "%s\r\n", value);
    if (number(path, "reset-in", -1) >= 0)
        put(c, "X-RateLimit-Reset: %ld\r\n", (long)time(NULL) + number(path, "reset-in", 0));
    if (part(path, "etag", name, sizeof name)) put(c, "ETag: \"%s\"\r\n", name);
    if (number(path, "self", 0)) put(c, "Location: %s\r\n", path);
    if (part(path, "to", value, sizeof value)) put(c, "Location: %s\r\n", value);
}

static void put_body(struct connection *c, const struct request *request, long status) {
    char type[64] = "text/html; charset=utf-8", name[256] = "<p id=a>hello</p>";
    part(request->path, "type", type, sizeof type);
    part(request->path, "body", name, sizeof name);
    const char *body = status == 304 || status == 204 ? "" : body_of(name);
    put(c, "Content-Type: %s\r\nContent-Length: %zu\r\n", type, strlen(body));
    put(c, "%s\r\n", c->close_after ? "Connection: close\r\n" : "");
    if (!request->head) put_bytes(c, body, strlen(body));
}

/* chain=K and endless=N: a Location with the number changed. True: answered. */
static bool put_chain(struct connection *c, const struct request *request) {
    static const char *const keys[] = {"chain=", "endless="};
    for (int i = 0; i < 2; i++) {
        char before[280];
        const char *at = strstr(request->path, keys[i]);
        if (!at) continue;
        at += strlen(keys[i]);
        char *after;
        long n = strtol(at, &after, 10);
        if (i == 0 && n == 0) return false;
        snprintf(before, sizeof before, "%.*s", (int)(at - request->path), request->path);
        put_status(c, number(request->path, "status", 302));
        put(c, "Location: %s%ld%s\r\nContent-Length: 5\r\n\r\n", before, i == 0 ? n - 1 : n + 1, after);
        if (!request->head) put(c, "moved");
        return true;
    }
    return false;
}

static long status_of(const struct request *request) {
    const char *path = request->path;
    char value[64];
    long status = number(path, "status", 200);
    status = number(path, request->head ? "head" : "get", status);
    if (part(path, "first", value, sizeof value)) {
        char *colon;
        long times = strtol(value, &colon, 10);
        if (request->before < (unsigned)times && *colon) status = strtol(colon + 1, NULL, 10);
    }
    if (part(path, "auth", value, sizeof value) && strcmp(value, request->authorization) != 0) status = 401;
    if (part(path, "etag", value, sizeof value) && value[0] && strstr(request->etag, value)) status = 304;
    return status;
}

/* The fault that strikes this request, "" for none. */
static void find_fault(const struct request *request, char fault[32]) {
    char value[64];
    fault[0] = 0;
    part(request->path, "fault", fault, 32);
    if (request->head) part(request->path, "fault-head", fault, 32);
    if (part(request->path, "fault-first", value, sizeof value)) {
        char *colon;
        long times = strtol(value, &colon, 10);
        if (request->before < (unsigned)times && *colon) snprintf(fault, 32, "%s", colon + 1);
    }
}

static void answer(struct connection *c, const struct request *request) {
    char fault[32];
    find_fault(request, fault);
    c->close_after = number(request->path, "close", 0) != 0;
    if (fault[0])
        put_fault(c, fault);
    else if (strcmp(request->path, "/robots.txt") == 0) {
        const char *text = "User-agent: *\nDisallow: /private\n";
        bool there = strstr(request->host, "robots") != NULL;
        put_status(c, there ? 200 : strstr(request->host, "brokenbots") ? 503 : 404);
        put(c, "Content-Type: text/plain\r\nContent-Length: %zu\r\n\r\n%s", there ? strlen(text) : 0,
            there ? text : "");
    } else if (number(request->path, "cookie", 0) && !strstr(request->cookie, "seen=1")) {
        put_status(c, 302);
        put(c, "Set-Cookie: seen=1\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n", request->path);
    } else if (!put_chain(c, request)) {
        long status = status_of(request);
        if (status == 200 && request->range[0] && number(request->path, "ranges", 1)) status = 206;
        put_status(c, status);
        put_fields(c, request, status);
        put_body(c, request, status);
    }
}

/* ---- requests ---- */

static void field(const char *head, const char *name, char *value, size_t size) {
    value[0] = 0;
    size_t length = strlen(name);
    for (const char *line = strstr(head, "\r\n"); line; line = strstr(line + 2, "\r\n")) {
        if (strncasecmp(line + 2, name, length) != 0 || line[2 + length] != ':') continue;
        const char *start = line + 3 + length;
        start += strspn(start, " ");
        snprintf(value, size, "%.*s", (int)strcspn(start, "\r\n"), start);
        return;
    }
}

static void write_log(struct server *server, const struct request *request, const struct connection *c) {
    struct httpd_log *log = server->httpd->log;
    int together = 0;
    for (int i = 0; i < server->used; i++) {
        const struct connection *other = server->connections[i];
        together += other->is_open && other->due && strcmp(other->host, c->host) == 0;
    }
    if ((unsigned)together > atomic_load(&log->most_together))
        atomic_store(&log->most_together, (unsigned)together);
    unsigned at = atomic_load(&log->count);
    if (at < HTTPD_LOG_MAX) {
        struct httpd_entry *entry = &log->entries[at];
        *entry = (struct httpd_entry){.ms = now_ms(), .together = together};
        memcpy(entry->method, request->method, sizeof entry->method);
        memcpy(entry->host, request->host, sizeof entry->host);
        memcpy(entry->path, request->path, sizeof entry->path);
        memcpy(entry->authorization, request->authorization, sizeof entry->authorization);
        memcpy(entry->range, request->range, sizeof entry->range);
        memcpy(entry->user_agent, request->user_agent, sizeof entry->user_agent);
        memcpy(entry->cookie, request->cookie, sizeof entry->cookie);
    }
    atomic_store(&log->count, at + 1);
}

static void read_request(struct server *server, struct connection *c, const char *head) {
    struct request request = {0};
    char target[400] = "";
    sscanf(head, "%7s %399s", request.method, target);
    const char *path =
        strncmp(target, "http://", 7) == 0 ? strchr(target + 7, '/') : target; /* as a proxy gets it */
    snprintf(request.path, sizeof request.path, "%s", path ? path : "/");
    request.head = strcmp(request.method, "HEAD") == 0;
    field(head, "Host", request.host, sizeof request.host);
    field(head, "Authorization", request.authorization, sizeof request.authorization);
    field(head, "Cookie", request.cookie, sizeof request.cookie);
    field(head, "Range", request.range, sizeof request.range);
    field(head, "If-None-Match", request.etag, sizeof request.etag);
    field(head, "User-Agent", request.user_agent, sizeof request.user_agent);
    memcpy(c->host, request.host, sizeof c->host);
    bool counted = strstr(request.path, "first=") != NULL;
    request.before = counted ? count_path(server, request.path) : 0;
    c->due = now_ms() + number(request.path, "delay", 0);
    if (c->due == 0) c->due = 1;
    write_log(server, &request, c);
    c->out_len = c->out_at = 0;
    answer(c, &request);
}

/* ---- connections ---- */

static void close_connection(struct server *server, struct connection *c) {
    if (c->reset_after) {
        struct linger now = {.l_onoff = 1};
        setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    }
    if (c->tls) httpd_tls_close(c->tls);
    epoll_ctl(server->epoll, EPOLL_CTL_DEL, c->fd, NULL);
    close(c->fd);
    c->is_open = false;
}

static void want_writing(struct server *server, struct connection *c, bool writing) {
    if (c->writing == writing) return;
    c->writing = writing;
    struct epoll_event event = {.events = EPOLLIN | (writing ? EPOLLOUT : 0), .data.ptr = c};
    epoll_ctl(server->epoll, EPOLL_CTL_MOD, c->fd, &event);
}

static void take_request(struct server *server, struct connection *c) {
    if (c->due || c->in_len == 0) return;
    char *end = memmem(c->in, c->in_len, "\r\n\r\n", 4);
    if (!end) return;
    char head[IN_MAX + 1];
    size_t length = (size_t)(end - c->in) + 4;
    memcpy(head, c->in, length - 2);
    head[length - 2] = 0;
    memmove(c->in, c->in + length, c->in_len - length);
    c->in_len -= length;
    if (c->tls && httpd_tls_is_http2(c->tls)) { /* a frame that cannot be */
        c->due = now_ms();
        c->close_after = true;
        c->out_len = c->out_at = 0;
        put_bytes(c, "\x00\x00\x04\x07\x7F\x00\x00\x00\x01zzzz", 13);
    } else
        read_request(server, c, head);
}

static void send_some(struct server *server, struct connection *c) {
    for (int round = 0; round < 4; round++) {
        if (c->out_at == c->out_len && c->endless) refill(server, c);
        if (c->out_at == c->out_len) break;
        size_t left = c->out_len - c->out_at;
        ssize_t put_now = c->tls ? httpd_tls_write(c->tls, c->out + c->out_at, left)
                                 : send(c->fd, c->out + c->out_at, left, MSG_NOSIGNAL);
        if (put_now < 0 && errno == EAGAIN) {
            want_writing(server, c, true);
            return;
        }
        if (put_now <= 0) {
            close_connection(server, c);
            return;
        }
        c->out_at += (size_t)put_now;
    }
    if (c->out_at < c->out_len || c->endless) {
        want_writing(server, c, true);
        return;
    }
    want_writing(server, c, false);
    bool stalled = c->out_len == 0 && !c->close_after;
    if (c->close_after)
        close_connection(server, c);
    else if (!stalled) {
        c->due = 0;
        take_request(server, c);
    }
}

static void receive(struct server *server, struct connection *c) {
    size_t room = IN_MAX - c->in_len;
    ssize_t got = !room    ? 0
                  : c->tls ? httpd_tls_read(c->tls, c->in + c->in_len, room)
                           : recv(c->fd, c->in + c->in_len, room, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
        close_connection(server, c);
        return;
    }
    c->in_len += (size_t)got;
    if (!c->tls && c->in[0] == 0x16) { /* TLS where none is spoken */
        c->due = 1;
        c->close_after = true;
        put(c, "HTTP/1.1 400 Answer\r\nContent-Length: 0\r\n\r\n");
        c->in_len = 0;
        return;
    }
    take_request(server, c);
}

static void accept_all(struct server *server, int listener, bool tls) {
    for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
        int slot = 0;
        while (slot < server->used && server->connections[slot]->is_open) slot++;
        if (slot == CONNECTIONS_MAX) {
            close(fd);
            continue;
        }
        if (slot == server->used) server->connections[server->used++] = malloc(sizeof(struct connection));
        struct connection *c = server->connections[slot];
        memset(c, 0, offsetof(struct connection, in));
        c->in_len = c->out_len = c->out_at = 0;
        c->due = 0;
        c->endless = ENDS;
        c->close_after = c->reset_after = c->writing = c->dead = false;
        c->host[0] = 0;
        c->fd = fd;
        c->is_open = true;
        c->tls = tls ? httpd_tls_accept(server->tls, fd) : NULL;
        int one = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        atomic_fetch_add(&server->httpd->log->connections, 1);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
        epoll_ctl(server->epoll, EPOLL_CTL_ADD, fd, &event);
    }
}

/* Sends what is due; returns milliseconds until the next, at most 200. */
static int send_due(struct server *server) {
    int64_t now = now_ms(), next = now + 200;
    for (int i = 0; i < server->used; i++) {
        struct connection *c = server->connections[i];
        if (!c->is_open || !c->due || c->writing || (c->out_at == c->out_len && !c->close_after)) continue;
        if (c->due <= now)
            send_some(server, c);
        else if (c->due < next)
            next = c->due;
    }
    return (int)(next - now);
}

static void handle(struct server *server, struct epoll_event *event) {
    if (event->data.ptr == &server->plain)
        accept_all(server, server->plain, false);
    else if (event->data.ptr == &server->plain6)
        accept_all(server, server->plain6, false);
    else if (event->data.ptr == &server->secure)
        accept_all(server, server->secure, true);
    else {
        struct connection *c = event->data.ptr;
        if (c->is_open && (event->events & EPOLLOUT)) send_some(server, c);
        if (c->is_open && (event->events & (EPOLLIN | EPOLLHUP | EPOLLERR))) receive(server, c);
    }
}

static void serve(struct server *server) {
    int *listeners[] = {&server->plain, &server->plain6, &server->secure};
    server->epoll = epoll_create1(EPOLL_CLOEXEC);
    for (int i = 0; i < 3; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = listeners[i]};
        epoll_ctl(server->epoll, EPOLL_CTL_ADD, *listeners[i], &event);
    }
    for (int wait = 0;;) {
        struct epoll_event events[256];
        int count = epoll_wait(server->epoll, events, 256, wait);
        for (int i = 0; i < count; i++) handle(server, &events[i]);
        wait = send_due(server);
    }
}

/* ---- start ---- */

/* Bound to the device lo, so that every address of 127.0.0.0/8 is there and none that others can reach. */
static int open_socket(int family, int *port, int backlog) {
    int fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), one = 1;
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons((uint16_t)*port)};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)*port)};
    v6.sin6_addr = in6addr_loopback;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (family == AF_INET && setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3) != 0) return -1;
    if (family == AF_INET6) setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
    struct sockaddr *address = family == AF_INET ? (struct sockaddr *)&v4 : (struct sockaddr *)&v6;
    socklen_t length = family == AF_INET ? sizeof v4 : sizeof v6;
    if (bind(fd, address, length) != 0 || (backlog >= 0 && listen(fd, backlog) != 0)) return -1;
    getsockname(fd, address, &length);
    *port = ntohs(family == AF_INET ? v4.sin_port : v6.sin6_port);
    return fd;
}

/* A listener whose queue is full and never emptied: the kernel drops every further SYN. */
static bool open_silent(struct httpd *httpd) {
    if (open_socket(AF_INET, &httpd->silent_port, 0) < 0) return false;
    for (int i = 0; i < 4; i++) {
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)httpd->silent_port)};
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0 && errno != EINPROGRESS)
            return false;
    }
    return true;
}

static bool open_all(struct server *server) {
    struct httpd *httpd = server->httpd;
    server->plain = open_socket(AF_INET, &httpd->port, 1024);
    server->plain6 = open_socket(AF_INET6, &httpd->port, 64);
    server->secure = open_socket(AF_INET, &httpd->tls_port, 1024);
    server->tls = httpd_tls_open(httpd->ca_file);
    bool refused = open_socket(AF_INET, &httpd->refused_port, -1) >= 0;
    return server->plain >= 0 && server->plain6 >= 0 && server->secure >= 0 && server->tls && refused &&
           open_silent(httpd);
}

bool httpd_start(struct httpd *httpd, const char *directory) {
    static struct server server;
    struct rlimit files;
    snprintf(httpd->ca_file, sizeof httpd->ca_file, "%s/ca.pem", directory);
    httpd->log = mmap(NULL, sizeof *httpd->log, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    server.httpd = httpd;
    if (httpd->log == MAP_FAILED || !open_all(&server)) {
        fprintf(stderr, "the test server could not be started: %s\n", strerror(errno));
        return false;
    }
    pid_t parent = getpid();
    httpd->pid = fork();
    if (httpd->pid == 0) {
        signal(SIGINT, SIG_IGN);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) _exit(0);
        alarm(LIFE_SECONDS);
        if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
            files.rlim_cur = files.rlim_max;
            setrlimit(RLIMIT_NOFILE, &files);
        }
        server.connections = calloc(CONNECTIONS_MAX, sizeof(struct connection *));
        server.paths = calloc(PATHS_MAX, sizeof(struct path_count));
        make_bomb(&server);
        serve(&server);
    }
    close(server.plain);
    close(server.plain6);
    close(server.secure);
    return httpd->pid > 0;
}

void httpd_stop(struct httpd *httpd) {
    if (httpd->pid > 0) kill(httpd->pid, SIGKILL);
}

void httpd_clear(struct httpd *httpd) {
    atomic_store(&httpd->log->count, 0);
    atomic_store(&httpd->log->connections, 0);
    atomic_store(&httpd->log->most_together, 0);
}

const struct httpd_entry *httpd_entry(const struct httpd *httpd, const char *path, unsigned n) {
    unsigned count = atomic_load(&httpd->log->count);
    for (unsigned i = 0; i < count && i < HTTPD_LOG_MAX; i++) {
        const struct httpd_entry *entry = &httpd->log->entries[i];
        if (path && !strstr(entry->path, path) && !strstr(entry->host, path)) continue;
        if (n-- == 0) return entry;
    }
    return NULL;
}

unsigned httpd_count(const struct httpd *httpd, const char *path) {
    if (!path) return atomic_load(&httpd->log->count);
    unsigned n = 0;
    while (httpd_entry(httpd, path, n)) n++;
    return n;
}
