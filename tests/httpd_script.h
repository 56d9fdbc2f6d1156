/* httpd_script: what a path asks the test server to answer. Private to httpd*.c. */
#ifndef CONTENTLINT_HTTPD_SCRIPT_H
#define CONTENTLINT_HTTPD_SCRIPT_H

#include "httpd.h"

enum { IN_MAX = 16384, OUT_MAX = 65536 };

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
struct request {
    char method[8], path[280], host[80], authorization[64], cookie[64], range[32], etag[64], user_agent[96];
    bool head;
    unsigned before; /* requests for the same path so far */
};

/* Puts the answer into c->out, ready to be sent when it is due. */
void httpd_answer(struct connection *c, const struct request *request);
/* More of an answer that never ends. */
void httpd_refill(struct connection *c);
void httpd_put_bytes(struct connection *c, const char *bytes, size_t length);
/* The number of "key=number" in path. */
long httpd_number(const char *path, const char *key, long otherwise);

#endif
