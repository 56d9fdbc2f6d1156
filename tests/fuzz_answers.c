/* fuzz_answers.c: libFuzzer entry for whole crawls against servers that the input speaks for (fuzz_site.h). Nothing is
 * sent: a network of this file stands in the place of net.c, and a clock that jumps to the next event in that of the
 * machine. The files are
 *
 *     links       a URL a line
 *     config      links.external of contentlint.yml
 *     ledger      what earlier runs found
 *     all others  the raw answers, in the order in which requests begin; again from the first when there are no more. One
 *                 that begins with "!" and a letter is an error, one that begins with "~" and digits comes so many
 *                 milliseconds late.
 *
 * Must hold: the run ends; every link has a verdict in words; what is sent has no line breaks and goes to public addresses;
 * a page is called dead only for the answer to a GET; the ledger that comes of it reads as it was written and names no
 * secrets; the same answers give the same ledger. */
#include <ctype.h>
#include <sys/socket.h>
#include <time.h>

#include "crawl/net.h"
#include "fuzz_site.h"

#define NOW          1780000000
#define INPUT_MAX    65536
#define REQUESTS_MAX 64
#define STARTS_MAX   20000
#define LINKS_MAX    32

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct request {
    void *job;
    struct arena memory;
    struct header header;
    struct buf text;
    enum net_error error;
    bool busy, taken, head, whole;
    int64_t start_ms, due_ms;
};
struct net {
    const struct crawl_options *options;
    struct request requests[REQUESTS_MAX];
    uint32_t active, started;
};
/* net.c's functions, and the clock, as the linker sends the crawl to (tests/fuzz.sh). */
struct net *__wrap_net_open(struct arena *arena, const struct crawl_options *options, uint32_t in_flight,
                            uint32_t connections, struct error *error);
int __wrap_net_refusal(const struct net *net);
void __wrap_net_close(struct net *net);
uint32_t __wrap_net_active(const struct net *net);
uint32_t __wrap_net_connections(const struct net *net);
void *__wrap_net_oldest(const struct net *net);
void *__wrap_net_slow(const struct net *net, int64_t before_ms, uint32_t *at);
uint32_t __wrap_net_cancel(struct net *net, const void *job);
void __wrap_net_start(struct net *net, const struct net_request *request, int64_t now_ms);
void __wrap_net_wait(struct net *net, int timeout_ms);
bool __wrap_net_next(struct net *net, int64_t now_ms, struct net_answer *answer);
int __wrap_clock_gettime(clockid_t id, struct timespec *now);
int __real_clock_gettime(clockid_t id, struct timespec *now);

/* The world of one run; what stands in for a library has no argument to carry it. */
static struct world {
    bool running;
    int64_t now_ms;
    struct arena *arena;
    struct memory_tree answers;
    str_array gets; /* URLs that were asked for by GET */
} world;

int __wrap_clock_gettime(clockid_t id, struct timespec *now) {
    if (!world.running) return __real_clock_gettime(id, now);
    *now = (struct timespec){world.now_ms / 1000, world.now_ms % 1000 * 1000000};
    return 0;
}

/* ---- the network ----------------------------------------------------------------------------------------------- */

struct net *__wrap_net_open(struct arena *arena, const struct crawl_options *options, uint32_t in_flight,
                            uint32_t connections, struct error *error) {
    struct net *net = ARENA_NEW(arena, struct net);
    (void)connections, (void)error;
    require(in_flight <= REQUESTS_MAX);
    net->options = options;
    return net;
}

static void release(struct request *request) {
    arena_free(&request->memory);
    *request = (struct request){0};
}

void __wrap_net_close(struct net *net) {
    for (size_t i = 0; i < REQUESTS_MAX; i++) release(&net->requests[i]);
}

uint32_t __wrap_net_active(const struct net *net) {
    return net->active;
}

uint32_t __wrap_net_connections(const struct net *net) {
    return net->started;
}

int __wrap_net_refusal(const struct net *net) {
    (void)net;
    return 0;
}

void *__wrap_net_oldest(const struct net *net) {
    for (size_t i = 0; i < REQUESTS_MAX; i++)
        if (net->requests[i].busy && !net->requests[i].taken) return net->requests[i].job;
    return NULL;
}

void *__wrap_net_slow(const struct net *net, int64_t before_ms, uint32_t *at) {
    while (*at < REQUESTS_MAX) {
        const struct request *request = &net->requests[(*at)++];
        size_t same = 0;
        for (size_t i = 0; i < REQUESTS_MAX; i++)
            same += net->requests[i].busy && net->requests[i].job == request->job;
        if (request->busy && !request->taken && request->start_ms <= before_ms && same == 1)
            return request->job;
    }
    return NULL;
}

uint32_t __wrap_net_cancel(struct net *net, const void *job) {
    uint32_t count = 0;
    for (size_t i = 0; i < REQUESTS_MAX; i++) {
        struct request *request = &net->requests[i];
        if (!request->busy || request->taken || request->job != job) continue;
        release(request);
        count++;
    }
    net->active -= count;
    return count;
}

static void read_body(const struct net *net, struct request *request, const struct net_request *asked,
                      struct str body) {
    size_t max = asked->body == NET_TEXT ? ROBOTS_MAX_BYTES : net->options->max_body;
    request->whole = body.len <= max;
    if (!request->whole) body.len = max;
    if (asked->body == NET_TEXT || request->header.html) buf_add(&request->text, body);
}

/* A raw answer; without a header it is no HTTP. */
static void read_answer(const struct net *net, struct request *request, const struct net_request *asked,
                        struct str raw) {
    struct str rest = raw;
    request->error = NET_PROTOCOL;
    while (rest.ptr && !request->header.done)
        if (!header_line(&request->header, str_cut(&rest, '\n'), net->options->max_header, NOW)) return;
    if (!request->header.done || !request->header.status) return;
    request->error = NET_OK;
    request->whole = true;
    if (!asked->head && rest.ptr) read_body(net, request, asked, rest);
}

static struct str next_answer(struct net *net, int64_t *delay_ms) {
    struct str raw = STR("");
    if (world.answers.count) raw = world.answers.files[net->started % world.answers.count].text;
    net->started++;
    *delay_ms = 1;
    if (!str_starts(raw, STR("~"))) return raw;
    size_t at = 1;
    while (at < raw.len && at < 6 && isdigit((unsigned char)raw.ptr[at]))
        *delay_ms = *delay_ms * 10 + raw.ptr[at++] - '0';
    return str_sub(raw, at, raw.len);
}

/* What goes out is one request for a URL of http or https, and nothing that its text could add to it. */
static void check_request(const struct net_request *asked) {
    struct canonical_url target;
    require(target_parse(world.arena, str_from(asked->url), &target) == TARGET_OK);
    for (const char *c = asked->url; *c; c++) require((unsigned char)*c > ' ' && *c != 0x7F);
    for (size_t i = 0; i < asked->header_count; i++)
        require(!memchr(asked->headers[i].ptr, '\n', asked->headers[i].len) &&
                !memchr(asked->headers[i].ptr, '\r', asked->headers[i].len));
}

/* As net.c's sockets: an address that may not be connected to ends the request. */
static bool is_refused(const struct net *net, const char *url) {
    struct canonical_url target;
    struct sockaddr_storage address;
    if (target_parse(world.arena, str_from(url), &target) != TARGET_OK) return true;
    return address_parse(target.host, &address) &&
           !address_is_allowed(net->options, (const struct sockaddr *)&address);
}

void __wrap_net_start(struct net *net, const struct net_request *asked, int64_t now_ms) {
    struct request *request = net->requests;
    int64_t delay_ms;
    while (request->busy) require(++request < net->requests + REQUESTS_MAX);
    require(net->started < STARTS_MAX);
    check_request(asked);
    *request = (struct request){.job = asked->job, .busy = true, .head = asked->head, .start_ms = now_ms};
    request->text.arena = &request->memory;
    header_start(&request->header);
    struct str raw = next_answer(net, &delay_ms);
    if (is_refused(net, asked->url))
        request->error = NET_PRIVATE;
    else if (str_starts(raw, STR("!")))
        request->error = (enum net_error)(1 + (unsigned char)(raw.len > 1 ? raw.ptr[1] : 0) % NET_OTHER);
    else if (delay_ms > asked->header_ms)
        request->error = NET_TIMEOUT;
    else
        read_answer(net, request, asked, raw);
    request->due_ms = now_ms + (delay_ms > asked->header_ms ? asked->header_ms : delay_ms);
    if (!asked->head && request->error == NET_OK)
        *ARRAY_PUSH(world.arena, &world.gets) = str_copy(world.arena, str_from(asked->url));
    net->active++;
}

/* Nothing happens until the next answer is due. */
void __wrap_net_wait(struct net *net, int timeout_ms) {
    int64_t next = world.now_ms + (timeout_ms > 0 ? timeout_ms : 1);
    for (size_t i = 0; i < REQUESTS_MAX; i++) {
        const struct request *request = &net->requests[i];
        if (request->busy && !request->taken && request->due_ms < next) next = request->due_ms;
    }
    if (next > world.now_ms) world.now_ms = next;
}

bool __wrap_net_next(struct net *net, int64_t now_ms, struct net_answer *answer) {
    for (size_t i = 0; i < REQUESTS_MAX; i++)
        if (net->requests[i].taken) release(&net->requests[i]);
    for (size_t i = 0; i < REQUESTS_MAX; i++) {
        struct request *request = &net->requests[i];
        if (!request->busy || request->due_ms > now_ms) continue;
        *answer = (struct net_answer){.job = request->job,
                                      .error = request->error,
                                      .header = &request->header,
                                      .whole = request->whole,
                                      .head = request->head,
                                      .text = buf_str(&request->text),
                                      .elapsed_ms = (uint32_t)(now_ms - request->start_ms)};
        request->taken = true;
        net->active--;
        return true;
    }
    return false;
}

/* ---- one crawl --------------------------------------------------------------------------------------------------- */

static enum crawl_lookup lookup(void *data, const char *host, char address[256]) {
    (void)data;
    uint64_t hash = str_hash(str_from(host));
    strcpy(address, hash % 7 ? "93.184.216.34" : "10.0.0.1");
    return hash % 3 == 0 ? LOOKUP_NO_SUCH_HOST : hash % 3 == 1 ? LOOKUP_FOUND : LOOKUP_FAILED;
}

static bool was_got(struct str url) {
    for (size_t i = 0; i < world.gets.len; i++)
        if (str_eq(world.gets.items[i], url)) return true;
    return false;
}

static void check_verdict(struct arena *arena, const struct verdict *verdict) {
    require(verdict->kind < VERDICT_KINDS && verdict->reason < REASON_COUNT);
    require(verdict_name(verdict->kind)[0] && verdict_sentence(arena, verdict).len);
    bool dead = verdict->reason == REASON_NOT_FOUND || verdict->reason == REASON_GONE;
    if (dead && verdict->kind == VERDICT_BROKEN && !verdict->from_ledger)
        require(was_got(verdict->final_url.ptr ? verdict->final_url : verdict->url));
}

static struct str check_ledger(struct arena *arena, const struct ledger *old,
                               const struct crawl_report *report) {
    struct ledger updated, again;
    ledger_faults faults = {0};
    struct ledger_policy policy = ledger_policy_defaults();
    ledger_update(arena, old, report, &policy, &updated);
    struct str text = ledger_format(arena, &updated);
    ledger_parse(arena, text, &again, &faults);
    require(faults.len == 0 && ledger_equal(&updated, &again));
    for (size_t i = 0; i < updated.count; i++) {
        const struct ledger_row *row = &updated.rows[i];
        if (ledger_find(old, row->url)) continue;
        require(!redact_needed(row->url) && !redact_needed(row->final_url));
    }
    return text;
}

static bool configure(struct arena *arena, struct str text, struct crawl_options *options,
                      struct error *error) {
    node_errors errors = {0};
    struct source *source = ARENA_NEW(arena, struct source);
    *source = (struct source){.path = STR("contentlint.yml"), .text = text};
    if (!text.ptr) return true;
    struct span all = {0, (uint32_t)text.len};
    const struct node *settings = node_read(arena, text, all, &(struct node_options){0}, &errors);
    return crawl_configure(arena, source, settings, options, error);
}

struct inputs {
    struct crawl_link links[LINKS_MAX];
    size_t link_count;
    struct str config, ledger;
};

static void sort_out(struct arena *arena, const struct fuzz_site *site, struct inputs *inputs) {
    for (size_t i = 0; i < site->files.count; i++) {
        const struct memory_file *file = &site->files.files[i];
        if (str_eq(file->path, STR("links")))
            for (struct str rest = file->text; rest.ptr && inputs->link_count < LINKS_MAX;)
                inputs->links[inputs->link_count++] = (struct crawl_link){.url = str_cut(&rest, '\n')};
        else if (str_eq(file->path, STR("config")))
            inputs->config = file->text;
        else if (str_eq(file->path, STR("ledger")))
            inputs->ledger = file->text;
        else
            fuzz_site_add(arena, &world.answers, file->path, file->text);
    }
}

/* The ledger that comes of it, or the error. */
static struct str crawl(struct arena *arena, const struct inputs *inputs) {
    struct crawl_options options = crawl_defaults();
    struct crawl_report report;
    struct ledger old;
    ledger_faults faults = {0};
    struct error error = {0};
    ledger_parse(arena, inputs->ledger, &old, &faults);
    if (!configure(arena, inputs->config, &options, &error)) return str_copy(arena, str_from(error.message));
    options.lane = LANE_REFRESH;
    options.refresh = 5;
    options.fragments = options.robots = true;
    options.use_proxy = false;
    options.lookup = lookup;
    options.now = NOW;
    options.budget_ms = 3600000;
    if (options.in_flight > REQUESTS_MAX) options.in_flight = REQUESTS_MAX;
    world.now_ms = 1000000;
    world.gets.len = 0;
    world.running = true;
    bool ran = crawl_run(arena, inputs->links, inputs->link_count, &options, &old, &report, &error);
    world.running = false;
    if (!ran) return str_copy(arena, str_from(error.message));
    for (size_t i = 0; i < report.result_count; i++) check_verdict(arena, report.results[i].verdict);
    return check_ledger(arena, &old, &report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena = {0};
    struct inputs inputs = {0};
    if (size > INPUT_MAX) return 0;
    struct fuzz_site site = fuzz_site_read(&arena, str_copy(&arena, (struct str){(const char *)data, size}));
    world = (struct world){.arena = &arena};
    sort_out(&arena, &site, &inputs);
    if (inputs.link_count) {
        struct str first = crawl(&arena, &inputs), second = crawl(&arena, &inputs);
        require(str_eq(first, second));
    }
    fuzz_site_free(&site);
    arena_free(&arena);
    return 0;
}
