#define _GNU_SOURCE /* SO_BINDTODEVICE, memmem */
#include "httpd_script.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
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

enum { CONNECTIONS_MAX = 8192, LIFE_SECONDS = 900, PATHS_MAX = 4096 };

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
};

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static unsigned count_path(struct server *server, const char *path) {
    for (int i = 0; i < PATHS_MAX; i++) {
        struct path_count *entry = &server->paths[i];
        if (!entry->path[0]) snprintf(entry->path, sizeof entry->path, "%s", path);
        if (strcmp(entry->path, path) == 0) return entry->count++;
    }
    return 0;
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
    snprintf(request.path, sizeof request.path, "%.*s", (int)sizeof request.path - 1, path ? path : "/");
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
    c->due = now_ms() + httpd_number(request.path, "delay", 0);
    if (c->due == 0) c->due = 1;
    write_log(server, &request, c);
    c->out_len = c->out_at = 0;
    httpd_answer(c, &request);
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
        httpd_put_bytes(c, "\x00\x00\x04\x07\x7F\x00\x00\x00\x01zzzz", 13);
    } else
        read_request(server, c, head);
}

static void send_some(struct server *server, struct connection *c) {
    for (int round = 0; round < 4; round++) {
        if (c->out_at == c->out_len && c->endless) httpd_refill(c);
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
        httpd_put_bytes(c, "HTTP/1.1 400 Answer\r\n\r\n", 23);
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

static bool open_all(struct server *server, const char *directory) {
    struct httpd *httpd = server->httpd;
    server->plain = open_socket(AF_INET, &httpd->port, 1024);
    server->plain6 = open_socket(AF_INET6, &httpd->port, 64);
    server->secure = open_socket(AF_INET, &httpd->tls_port, 1024);
    server->tls = httpd_tls_open(directory);
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
    if (httpd->log == MAP_FAILED || !open_all(&server, directory)) {
        fprintf(stderr, "the test server could not be started: %s\n", strerror(errno));
        return false;
    }
    pid_t parent = getpid();
    httpd->pid = fork();
    if (httpd->pid == 0) {
        signal(SIGINT, SIG_IGN);
        signal(SIGPIPE, SIG_IGN); /* OpenSSL writes to closed connections */
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) _exit(0);
        alarm(LIFE_SECONDS);
        if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
            files.rlim_cur = files.rlim_max;
            setrlimit(RLIMIT_NOFILE, &files);
        }
        server.connections = calloc(CONNECTIONS_MAX, sizeof(struct connection *));
        server.paths = calloc(PATHS_MAX, sizeof(struct path_count));
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
