#include "httpd_script.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

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

long httpd_number(const char *path, const char *key, long otherwise) {
    char value[32];
    return part(path, key, value, sizeof value) ? strtol(value, NULL, 10) : otherwise;
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
static void make_bomb(unsigned char *bytes) {
    size_t bit = 0;
    for (int copy = 0; copy < 8 * 512; copy++)
        for (int i = 0; i < 13; i++, bit++)
            if ("1100010100000"[i] == '1') bytes[bit / 8] |= (unsigned char)(1u << (bit % 8));
}

void httpd_put_bytes(struct connection *c, const char *bytes, size_t length) {
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
    httpd_put_bytes(c, header, 10);
    httpd_put_bytes(c, (const char *)start, bit / 8);
}

void httpd_refill(struct connection *c) {
    c->out_len = c->out_at = 0;
    static unsigned line;
    if (c->endless == HEADER_LINES)
        for (int i = 0; i < 20; i++) put(c, "X-Line-%u: abcdefghijklmnopqrstuvwxyz\r\n", line++);
    else if (c->endless == ONE_LINE || c->endless == BODY) {
        memset(c->out, 'a', 4096);
        c->out_len = 4096;
    } else {
        static unsigned char bomb[13 * 512];
        if (!bomb[0]) make_bomb(bomb);
        httpd_put_bytes(c, (const char *)bomb, sizeof bomb);
    }
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
    if (strcmp(name, "sorry") == 0) return "<title>Page not found | Shop</title><p>Sorry.</p>";
    if (strcmp(name, "big") != 0) return name;
    memset(big, 'a', sizeof big - 1);
    return big;
}

static void put_fields(struct connection *c, const struct request *request, long status) {
    char value[300], name[64];
    const char *path = request->path;
    if ((status == 429 || status == 503) && part(path, "retry", value, sizeof value))
        put(c, "Retry-After: %s\r\n", value);
    if ((status == 429 || status == 503) && httpd_number(path, "retrydate", -1) >= 0)
        put_date(c, "Retry-After", httpd_number(path, "retrydate", 0));
    if (part(path, "h", value, sizeof value)) put(c, "%s\r\n", value);
    if (part(path, "h2", value, sizeof value)) put(c, "%s\r\n", value);
    if (httpd_number(path, "reset-in", -1) >= 0)
        put(c, "X-RateLimit-Reset: %ld\r\n", (long)time(NULL) + httpd_number(path, "reset-in", 0));
    if (part(path, "etag", name, sizeof name)) put(c, "ETag: \"%s\"\r\n", name);
    if (httpd_number(path, "self", 0)) put(c, "Location: %s\r\n", path);
    if (part(path, "to", value, sizeof value) && status >= 300 && status < 400)
        put(c, "Location: %s\r\n", value);
}

static void put_body(struct connection *c, const struct request *request, long status) {
    char type[64] = "text/html; charset=utf-8", name[256] = "<p id=a>hello</p>";
    part(request->path, "type", type, sizeof type);
    part(request->path, "body", name, sizeof name);
    const char *body = status == 304 || status == 204 ? "" : body_of(name);
    put(c, "Content-Type: %s\r\nContent-Length: %zu\r\n", type, strlen(body));
    put(c, "%s\r\n", c->close_after ? "Connection: close\r\n" : "");
    if (!request->head) httpd_put_bytes(c, body, strlen(body));
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
        put_status(c, httpd_number(request->path, "status", 302));
        put(c, "Location: %s%ld%s\r\nContent-Length: 5\r\n\r\n", before, i == 0 ? n - 1 : n + 1, after);
        if (!request->head) put(c, "moved");
        return true;
    }
    return false;
}

static long status_of(const struct request *request) {
    const char *path = request->path;
    char value[64];
    long status = httpd_number(path, "status", 200);
    status = httpd_number(path, request->head ? "head" : "get", status);
    if (request->range[0]) status = httpd_number(path, "ranged", status);
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

void httpd_answer(struct connection *c, const struct request *request) {
    char fault[32];
    find_fault(request, fault);
    c->close_after = httpd_number(request->path, "close", 0) != 0;
    if (fault[0])
        put_fault(c, fault);
    else if (strcmp(request->path, "/robots.txt") == 0) {
        const char *text = "User-agent: *\nDisallow: /private\n";
        bool there = strstr(request->host, "robots") != NULL;
        put_status(c, there ? 200 : strstr(request->host, "brokenbots") ? 503 : 404);
        put(c, "Content-Type: text/plain\r\nContent-Length: %zu\r\n\r\n%s", there ? strlen(text) : 0,
            there ? text : "");
    } else if (httpd_number(request->path, "cookie", 0) > httpd_number(request->cookie, "seen", 0)) {
        put_status(c, 302);
        put(c, "Set-Cookie: seen=%ld\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n",
            httpd_number(request->cookie, "seen", 0) + 1, request->path);
    } else if (!put_chain(c, request)) {
        long status = status_of(request);
        if (status == 200 && request->range[0] && httpd_number(request->path, "ranges", 1)) status = 206;
        put_status(c, status);
        put_fields(c, request, status);
        put_body(c, request, status);
    }
}
