#include "crawl/engine.h"

#include <stdlib.h>

/* libcurl could read these itself; we do, so that the address policy knows which connection goes to a proxy.
 */
struct proxies {
    const char *http, *https;
    struct str direct; /* no_proxy */
};

static const char *read_variable(struct arena *arena, const char *lower, const char *upper) {
    const char *value = getenv(lower);
    if ((!value || !*value) && upper) value = getenv(upper);
    return value && *value ? str_c(arena, str_from(value)) : NULL;
}

struct proxies *proxy_read(struct arena *arena) {
    struct proxies *proxies = ARENA_NEW(arena, struct proxies);
    const char *all = read_variable(arena, "all_proxy", "ALL_PROXY");
    /* Upper-case HTTP_PROXY is not read: a web server's environment sets it from a request header. */
    proxies->http = read_variable(arena, "http_proxy", NULL);
    proxies->https = read_variable(arena, "https_proxy", "HTTPS_PROXY");
    if (!proxies->http) proxies->http = all;
    if (!proxies->https) proxies->https = all;
    proxies->direct = str_from(read_variable(arena, "no_proxy", "NO_PROXY"));
    return proxies->http || proxies->https ? proxies : NULL;
}

/* "example.net" and ".example.net" both mean the name and all below it. */
static bool is_direct(struct str host, struct str list) {
    while (list.ptr) {
        struct str entry = str_trim(str_cut(&list, ','));
        if (str_eq(entry, STR("*"))) return true;
        if (entry.len && entry.ptr[0] == '.') entry = str_sub(entry, 1, entry.len);
        if (entry.len == 0 || entry.len > host.len) continue;
        struct str tail = str_sub(host, host.len - entry.len, host.len);
        bool whole = host.len == entry.len || host.ptr[host.len - entry.len - 1] == '.';
        if (whole && str_eq_nocase(tail, entry)) return true;
    }
    return false;
}

const char *proxy_for(const struct proxies *proxies, const struct canonical_url *target) {
    if (!proxies || is_direct(target->host, proxies->direct)) return NULL;
    return target->https ? proxies->https : proxies->http;
}
