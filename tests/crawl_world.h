/* crawl_world: what the tests of the crawl share: the server, names that resolve to loopback, short time-outs. Include
 * once per program. */
#ifndef CONTENTLINT_CRAWL_WORLD_H
#define CONTENTLINT_CRAWL_WORLD_H

#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "crawl/crawl.h"
#include "httpd.h"
#include "unit.h"

struct world {
    struct httpd httpd;
    struct arena arena;
    struct crawl_options options;
    struct crawl_report report;
    const struct ledger *ledger;
    char directory[64];
    unsigned rebinds, progress_calls;
    int64_t began_ms;
    const char *name;
};

static int64_t world_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Nothing is ever asked of the system's resolver. */
static enum crawl_lookup world_lookup(void *data, const char *host, char address[256]) {
    struct world *world = data;
    const char *to = "127.0.0.1";
    if (!strstr(host, ".loop.dev") || strncmp(host, "nosuch.", 7) == 0) return LOOKUP_NO_SUCH_HOST;
    if (strncmp(host, "resolverdown.", 13) == 0) return LOOKUP_FAILED;
    if (strncmp(host, "meta.", 5) == 0) to = "169.254.169.254";
    if (strncmp(host, "public.", 7) == 0) to = "8.8.8.8";
    if (strncmp(host, "six.", 4) == 0) to = "::1";
    if (strncmp(host, "both.", 5) == 0) to = "10.0.0.1,127.0.0.1";
    if (strncmp(host, "rebind.", 7) == 0 && world->rebinds++ >= 2) to = "169.254.169.254";
    snprintf(address, 256, "%s", to);
    return LOOKUP_FOUND;
}

static bool world_excluded(void *data, struct str url) {
    (void)data;
    return str_ends(url, STR("/excluded")) && str_find(url, STR("/to=")) == url.len;
}

#define TEXT(literal)                                                                                        \
    { (literal), sizeof(literal) - 1 } /* STR for static data */

static const struct str world_addresses[] = {TEXT("127.0.0.0/8"), TEXT("::1")};
static const struct crawl_host_rule world_rules[] = {{.host = TEXT("*.get.loop.dev"), .get = true}};

/* Back to the beginning, with options that make a test short. */
static void world_begin(struct world *world, const char *name) {
    if (world->name) printf("  %-45s %6lld ms\n", world->name, (long long)(world_ms() - world->began_ms));
    fflush(stdout);
    world->name = name;
    world->began_ms = world_ms();
    arena_free(&world->arena);
    httpd_clear(&world->httpd);
    world->rebinds = world->progress_calls = 0;
    world->ledger = NULL;
    world->options = crawl_defaults();
    world->options.gap_ms = 2;
    world->options.titles = 0; /* HEAD is what most tests are about */
    world->options.connect_ms = 4000;
    world->options.header_ms = 8000;
    world->options.whole_ms = 10000;
    world->options.retry_ms = 300;
    world->options.use_proxy = false;
    world->options.allow_addresses = world_addresses;
    world->options.allow_address_count = ARRAY_LEN(world_addresses);
    world->options.ca_file = world->httpd.ca_file;
    world->options.lookup = world_lookup;
    world->options.lookup_data = world;
    world->options.excluded = world_excluded;
    world->options.hosts = world_rules;
    world->options.host_count = ARRAY_LEN(world_rules);
}

static inline bool world_run(struct world *world, const struct crawl_link *links, size_t count) {
    struct error error = {0};
    if (crawl_run(&world->arena, links, count, &world->options, world->ledger, &world->report, &error))
        return true;
    printf("crawl_run: %s\n", error.message);
    return false;
}

static int world_socket(struct sockaddr_in *address, int port) {
    *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return socket(AF_INET, SOCK_STREAM, 0);
}

/* A port of 127.0.0.1 that nobody uses now. */
static inline int world_free_port(void) {
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    int fd = world_socket(&address, 0);
    bool ok = bind(fd, (struct sockaddr *)&address, length) == 0 &&
              getsockname(fd, (struct sockaddr *)&address, &length) == 0;
    close(fd);
    return ok ? ntohs(address.sin_port) : 0;
}

static inline bool world_can_connect(int port) {
    struct sockaddr_in address;
    int fd = world_socket(&address, port);
    bool ok = connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
    close(fd);
    return ok;
}

static bool world_open(struct world *world) {
    strcpy(world->directory, "/tmp/crawl-test-XXXXXX");
    return mkdtemp(world->directory) && httpd_start(&world->httpd, world->directory);
}

static void world_close(struct world *world) {
    world_begin(world, NULL);
    httpd_stop(&world->httpd);
    static const char *const files[] = {"ca.pem", "good.pem", "good.key"};
    char name[128];
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        snprintf(name, sizeof name, "%s/%s", world->directory, files[i]);
        unlink(name);
    }
    rmdir(world->directory);
}

#endif
