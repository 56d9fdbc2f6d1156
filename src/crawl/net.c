#include "crawl/net.h"

#include <assert.h>
#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    LIVE_BODY_MAX = 64 << 10, /* more of a body that nobody needs is not worth keeping the connection */
    LIVE_BODY_MS = 1500,
    KEPT_MAX = 32 << 20, /* bytes of bodies at a time, however many requests are in flight */
    VERIFY_EXPIRED = 10, /* X509_V_ERR_CERT_HAS_EXPIRED */
    VERIFY_NOT_YET = 9,
    VERIFY_NONE = 1, /* libcurl's "not verified": the chain was good, the name was not */
};

struct slot {
    struct net *net;
    CURL *easy;
    struct curl_slist *headers, *resolve;
    struct header header;
    struct arena memory; /* of this request */
    struct buf text;
    void *job;
    int64_t start_ms, header_ms; /* header_ms: when it was complete */
    uint32_t patience_ms;
    size_t body_bytes, body_max;
    enum net_body body;
    CURLcode code;
    bool busy, finished, head, range, proxied, refused, header_limit;
};
struct net {
    const struct crawl_options *options;
    CURLM *multi;
    CURLSH *share;
    struct slot *slots, *taken; /* taken: its answer is being looked at */
    uint32_t count, active, connections;
    int refusal; /* errno of a socket that the system did not give us; 0 = none */
    size_t kept; /* bytes of bodies */
};

static curl_socket_t open_socket(void *data, curlsocktype purpose, struct curl_sockaddr *address) {
    struct slot *slot = data;
    (void)purpose;
    if (!slot->proxied && !address_is_allowed(slot->net->options, &address->addr)) {
        slot->refused = true;
        return CURL_SOCKET_BAD;
    }
    slot->net->connections++;
    int fd = socket(address->family, address->socktype, address->protocol);
    if (fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM))
        slot->net->refusal = errno; /* no other address family will do better */
    return fd;
}

static size_t on_header(char *bytes, size_t size, size_t count, void *data) {
    struct slot *slot = data;
    const struct crawl_options *options = slot->net->options;
    int64_t now = options->now ? options->now : (int64_t)time(NULL);
    if (header_line(&slot->header, (struct str){bytes, size * count}, options->max_header, now))
        return size * count;
    slot->header_limit = true;
    return 0;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *data) {
    struct slot *slot = data;
    size_t got = size * count;
    bool wanted = slot->body != NET_LIVE && slot->header.status >= 200 && slot->header.status < 300;
    if (slot->body == NET_FRAGMENTS && !slot->header.html) wanted = false;
    size_t max = wanted ? slot->body_max : LIVE_BODY_MAX;
    slot->body_bytes += got;
    if (slot->body_bytes > max || slot->net->kept + got > KEPT_MAX) return 0;
    if (slot->body != NET_TEXT && !slot->header.html) return got;
    buf_add(&slot->text, (struct str){bytes, got});
    slot->net->kept += got;
    return got;
}

/* libcurl's allocator: no link is called broken because memory ran out. */
static void *net_malloc(size_t size) {
    return memory_needed(malloc(size ? size : 1));
}

static void *net_realloc(void *ptr, size_t size) {
    return memory_needed(realloc(ptr, size ? size : 1));
}

static void *net_calloc(size_t count, size_t size) {
    return memory_needed(calloc(count && size ? count : 1, count && size ? size : 1));
}

static char *net_strdup(const char *text) {
    return memory_needed(strdup(text));
}

static bool open_share(struct net *net) {
    net->share = curl_share_init();
    return net->share && curl_share_setopt(net->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_COOKIE) == CURLSHE_OK;
}

struct net *net_open(struct arena *arena, const struct crawl_options *options, uint32_t in_flight,
                     uint32_t connections, struct error *error) {
    struct net *net = ARENA_NEW(arena, struct net);
    net->options = options;
    net->count = in_flight;
    net->slots = ARENA_ARRAY(arena, struct slot, in_flight);
    bool ok = curl_global_init_mem(CURL_GLOBAL_DEFAULT, net_malloc, free, net_realloc, net_strdup,
                                   net_calloc) == CURLE_OK;
    net->multi = curl_multi_init();
    ok = ok && net->multi && open_share(net);
    for (uint32_t i = 0; i < in_flight && ok; i++) {
        net->slots[i].net = net;
        ok = (net->slots[i].easy = curl_easy_init()) != NULL;
    }
    if (!ok) {
        net_close(net);
        error_set(error, (struct str){0}, 0, "libcurl could not be started");
        return NULL;
    }
    curl_multi_setopt(net->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_MULTIPLEX);
    curl_multi_setopt(net->multi, CURLMOPT_MAXCONNECTS, (long)connections);
    return net;
}

static void release(struct slot *slot) {
    curl_slist_free_all(slot->headers);
    curl_slist_free_all(slot->resolve);
    slot->headers = slot->resolve = NULL;
    slot->net->kept -= slot->text.len;
    slot->text.len = 0;
    arena_free(&slot->memory);
    slot->busy = slot->finished = false;
}

static void finish(struct slot *slot, CURLcode code) {
    slot->code = code;
    slot->finished = true;
    curl_multi_remove_handle(slot->net->multi, slot->easy);
}

void net_close(struct net *net) {
    for (uint32_t i = 0; i < net->count; i++) {
        struct slot *slot = &net->slots[i];
        if (slot->busy && !slot->finished) finish(slot, CURLE_ABORTED_BY_CALLBACK);
        release(slot);
        curl_easy_cleanup(slot->easy);
    }
    curl_multi_cleanup(net->multi);
    curl_share_cleanup(net->share);
    curl_global_cleanup();
}

struct str crawl_libraries(void) {
    return str_from(curl_version());
}

uint32_t net_active(const struct net *net) {
    return net->active;
}

int net_refusal(const struct net *net) {
    return net->refusal;
}

uint32_t net_connections(const struct net *net) {
    return net->connections;
}

void *net_oldest(const struct net *net) {
    const struct slot *oldest = NULL;
    for (uint32_t i = 0; i < net->count; i++) {
        const struct slot *slot = &net->slots[i];
        if (slot->busy && !slot->finished && (!oldest || slot->start_ms < oldest->start_ms)) oldest = slot;
    }
    return oldest ? oldest->job : NULL;
}

static uint32_t count_of(const struct net *net, const void *job) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < net->count; i++) count += net->slots[i].busy && net->slots[i].job == job;
    return count;
}

void *net_slow(const struct net *net, int64_t before_ms, uint32_t *at) {
    while (*at < net->count) {
        const struct slot *slot = &net->slots[(*at)++];
        bool slow = slot->busy && !slot->finished && !slot->header.done && slot->start_ms <= before_ms;
        if (slow && count_of(net, slot->job) == 1) return slot->job;
    }
    return NULL;
}

uint32_t net_cancel(struct net *net, const void *job) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < net->count; i++) {
        struct slot *slot = &net->slots[i];
        if (!slot->busy || slot->job != job || slot == net->taken) continue;
        if (!slot->finished) finish(slot, CURLE_ABORTED_BY_CALLBACK);
        release(slot);
        count++;
    }
    assert(count <= net->active);
    net->active -= count;
    return count;
}

static struct slot *free_slot(struct net *net) {
    for (uint32_t i = 0; i < net->count; i++)
        if (!net->slots[i].busy) return &net->slots[i];
    return NULL;
}

/* What is the same for every request. Following redirects, reading .netrc and other schemes are off: every
 * hop comes back to us and is judged. */
static void set_common(struct slot *slot) {
    const struct crawl_options *options = slot->net->options;
    CURL *easy = slot->easy;
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, options->user_agent);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)options->connect_ms);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)options->whole_ms);
    curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, 600L);
    curl_easy_setopt(easy, CURLOPT_SHARE, slot->net->share);
    curl_easy_setopt(easy, CURLOPT_COOKIEFILE, ""); /* cookies are kept in memory */
    /* A CApath would switch libcurl's shared store of certificates off: the bundle would be read per
     * connection. */
    curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    if (options->ca_file) curl_easy_setopt(easy, CURLOPT_CAINFO, options->ca_file);
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, slot);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, slot);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, slot);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, slot);
}

static void set_request(struct slot *slot, const struct net_request *request) {
    CURL *easy = slot->easy;
    curl_easy_setopt(easy, CURLOPT_URL, request->url);
    curl_easy_setopt(easy, CURLOPT_NOBODY, request->head ? 1L : 0L);
    if (request->range) curl_easy_setopt(easy, CURLOPT_RANGE, "0-16383");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
                     (long)(request->http1 ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS));
    curl_easy_setopt(easy, CURLOPT_PIPEWAIT, request->share ? 1L : 0L);
    for (size_t i = 0; i < request->header_count; i++)
        slot->headers = curl_slist_append(slot->headers, str_c(&slot->memory, request->headers[i]));
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, slot->headers);
    /* An empty proxy also keeps libcurl from reading the environment by itself. */
    curl_easy_setopt(easy, CURLOPT_PROXY, request->proxy ? request->proxy : "");
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
    if (request->resolve) slot->resolve = curl_slist_append(NULL, request->resolve);
    curl_easy_setopt(easy, CURLOPT_RESOLVE, slot->resolve);
}

void net_start(struct net *net, const struct net_request *request, int64_t now_ms) {
    struct slot *slot = free_slot(net);
    CURL *easy = slot->easy;
    *slot = (struct slot){.net = net, .easy = easy, .busy = true, .job = request->job, .start_ms = now_ms};
    slot->body = request->body;
    slot->head = request->head;
    slot->range = request->range;
    slot->patience_ms = request->header_ms;
    slot->body_max = request->body == NET_TEXT ? ROBOTS_MAX_BYTES : net->options->max_body;
    slot->proxied = request->proxy != NULL;
    slot->text = (struct buf){.arena = &slot->memory};
    header_start(&slot->header);
    curl_easy_setopt(easy, CURLOPT_COOKIEFILE, NULL); /* resetting alone would leak its list */
    curl_easy_reset(easy);
    set_common(slot);
    set_request(slot, request);
    curl_multi_add_handle(net->multi, easy);
    net->active++;
}

void net_wait(struct net *net, int timeout_ms) {
    int running;
    /* libcurl shortens the wait to its own timers; a handle just added counts as one that is due. */
    if (timeout_ms > 0) curl_multi_poll(net->multi, NULL, 0, timeout_ms, NULL);
    curl_multi_perform(net->multi, &running);
}

/* Time-outs that libcurl does not have: for the header, and for a body that nobody needs. */
static void check_late(struct slot *slot, int64_t now_ms) {
    int64_t age = now_ms - slot->start_ms;
    if (slot->header.done && !slot->header_ms) slot->header_ms = now_ms;
    bool no_header = !slot->header.done && age > slot->patience_ms;
    bool idle_body = slot->header_ms && slot->body == NET_LIVE && now_ms - slot->header_ms > LIVE_BODY_MS;
    if (!no_header && !idle_body) return;
    finish(slot, CURLE_OPERATION_TIMEDOUT);
}

static enum net_error certificate_error(const struct slot *slot) {
    long verify = 0;
    curl_easy_getinfo(slot->easy, CURLINFO_SSL_VERIFYRESULT, &verify);
    if (verify == VERIFY_EXPIRED || verify == VERIFY_NOT_YET) return NET_CERT_EXPIRED;
    return verify == 0 || verify == VERIFY_NONE ? NET_CERT_NAME : NET_CERT_UNKNOWN;
}

static enum net_error timeout_error(const struct slot *slot) {
    curl_off_t looked_up = 0, sent = 0;
    curl_easy_getinfo(slot->easy, CURLINFO_NAMELOOKUP_TIME_T, &looked_up);
    curl_easy_getinfo(slot->easy, CURLINFO_PRETRANSFER_TIME_T, &sent);
    if (sent) return NET_TIMEOUT;
    return looked_up ? NET_CONNECT_TIMEOUT : NET_RESOLVE;
}

static enum net_error connect_error(const struct slot *slot) {
    long number = 0;
    curl_easy_getinfo(slot->easy, CURLINFO_OS_ERRNO, &number);
    if (slot->refused) return NET_PRIVATE;
    if (number == ECONNREFUSED) return NET_REFUSED;
    return number == ETIMEDOUT ? NET_CONNECT_TIMEOUT : NET_UNREACHABLE;
}

static enum net_error error_of_code(const struct slot *slot) {
    switch (slot->code) {
    case CURLE_COULDNT_RESOLVE_HOST: return NET_RESOLVE;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY: return NET_PROXY;
    case CURLE_COULDNT_CONNECT: return connect_error(slot);
    case CURLE_OPERATION_TIMEDOUT: return timeout_error(slot);
    case CURLE_PEER_FAILED_VERIFICATION: return certificate_error(slot);
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CERTPROBLEM: return NET_TLS;
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM: return NET_HTTP2;
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR: return NET_RESET;
    case CURLE_OK:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
#if LIBCURL_VERSION_NUM >= 0x080600
    case CURLE_TOO_LARGE:
#endif
    case CURLE_OUT_OF_MEMORY: /* what 7.88 says of a header line over 100 KB */
    case CURLE_WRITE_ERROR: return NET_PROTOCOL;
    default: return NET_OTHER;
    }
}

/* Once the header is complete the status counts, whatever became of the body. */
static enum net_error error_of(const struct slot *slot) {
    if (slot->header_limit) return NET_PROTOCOL;
    if (slot->header.done && slot->header.status) return NET_OK;
    enum net_error error = error_of_code(slot);
    long connect_status = 0;
    curl_easy_getinfo(slot->easy, CURLINFO_HTTP_CONNECTCODE, &connect_status);
    bool by_proxy = connect_status >= 300 || error == NET_REFUSED || error == NET_UNREACHABLE ||
                    error == NET_CONNECT_TIMEOUT || error == NET_RESOLVE;
    return slot->proxied && by_proxy ? NET_PROXY : error;
}

static void take(struct slot *slot, int64_t now_ms, struct net_answer *answer) {
    long version = 0;
    curl_easy_getinfo(slot->easy, CURLINFO_HTTP_VERSION, &version);
    *answer = (struct net_answer){.job = slot->job, .header = &slot->header};
    answer->error = error_of(slot);
    if (slot->range && slot->header.status == 206)
        slot->header.status = 200; /* the part that was asked for */
    answer->whole = slot->code == CURLE_OK;
    answer->http2 = version == CURL_HTTP_VERSION_2_0;
    answer->head = slot->head;
    answer->text = buf_str(&slot->text);
    answer->elapsed_ms = (uint32_t)(now_ms - slot->start_ms);
    assert(slot->busy && slot->net->active > 0);
    slot->net->taken = slot;
    slot->net->active--;
}

static void collect(struct net *net, int64_t now_ms) {
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(net->multi, &left));) {
        struct slot *slot = NULL;
        CURLcode code = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &slot);
        finish(slot, code);
    }
    for (uint32_t i = 0; i < net->count; i++)
        if (net->slots[i].busy && !net->slots[i].finished) check_late(&net->slots[i], now_ms);
}

bool net_next(struct net *net, int64_t now_ms, struct net_answer *answer) {
    if (net->taken) release(net->taken);
    net->taken = NULL;
    if (net->active) collect(net, now_ms);
    for (uint32_t i = 0; i < net->count; i++)
        if (net->slots[i].finished) {
            take(&net->slots[i], now_ms, answer);
            return true;
        }
    return false;
}
