/* configure.c: links.external of contentlint.yml, whose schema has seen to the kinds of the values. */
#include "crawl/crawl.h"

static uint32_t number(const struct node *map, const char *key, uint32_t fallback) {
    const struct node *node = node_get(map, str_from(key));
    return node && node->number > 0 && node->number <= UINT32_MAX ? (uint32_t)node->number : fallback;
}

static uint32_t milliseconds(const struct node *map, const char *key, uint32_t fallback) {
    const struct node *node = node_get(map, str_from(key));
    return node && node->number > 0 && node->number <= 3600 ? (uint32_t)(node->number * 1000) : fallback;
}

static const char *text(struct arena *arena, const struct node *map, const char *key, const char *fallback) {
    const struct node *node = node_get(map, str_from(key));
    return node ? str_c(arena, node_text(node, STR(""))) : fallback;
}

static const uint16_t *statuses(struct arena *arena, const struct node *list, size_t *count) {
    uint16_t *codes = ARENA_ARRAY(arena, uint16_t, list ? list->count + 1 : 1);
    *count = 0;
    for (const struct node *item = list ? list->child : NULL; item; item = item->next)
        codes[(*count)++] = (uint16_t)item->number;
    return codes;
}

static const struct str *texts(struct arena *arena, const struct node *list, size_t *count) {
    struct str *all = ARENA_ARRAY(arena, struct str, list ? list->count + 1 : 1);
    *count = 0;
    for (const struct node *item = list ? list->child : NULL; item; item = item->next)
        all[(*count)++] = node_text(item, STR(""));
    return all;
}

/* A map of names and values as header lines. */
static const struct str *headers(struct arena *arena, const struct node *map, size_t *count) {
    struct str *all = ARENA_ARRAY(arena, struct str, map ? map->count + 1 : 1);
    *count = 0;
    for (const struct node *item = map ? map->child : NULL; item; item = item->next)
        all[(*count)++] =
            str_printf(arena, "%.*s: %.*s", STR_FMT(item->key), STR_FMT(node_text(item, STR(""))));
    return all;
}

static void read_host(struct arena *arena, const struct node *node, struct crawl_host_rule *rule) {
    const struct node *rate = node_get(node, STR("rate")), *fragments = node_get(node, STR("fragments"));
    *rule = (struct crawl_host_rule){.host = node->key, .connections = number(node, "concurrency", 0)};
    if (rate && rate->number > 0) rule->gap_ms = rate->number < 1000 ? (uint32_t)(1000 / rate->number) : 1;
    rule->accept = statuses(arena, node_get(node, STR("accept")), &rule->accept_count);
    rule->headers = headers(arena, node_get(node, STR("headers")), &rule->header_count);
    rule->authorization_env = text(arena, node, "authorization_env", NULL);
    rule->cookie_env = text(arena, node, "cookie_env", NULL);
    rule->get = str_eq(node_text(node_get(node, STR("method")), STR("")), STR("get"));
    rule->http1 = node_is_true(node_get(node, STR("http1")));
    rule->no_fragments = fragments && !node_is_true(fragments);
}

static void read_hosts(struct arena *arena, const struct node *hosts, struct crawl_options *options) {
    if (!hosts || hosts->kind != NODE_OBJECT) return;
    struct crawl_host_rule *rules = ARENA_ARRAY(arena, struct crawl_host_rule, hosts->count + 1);
    for (const struct node *node = hosts->child; node; node = node->next)
        read_host(arena, node, &rules[options->host_count++]);
    options->hosts = rules;
}

void crawl_configure(struct arena *arena, const struct node *settings, struct crawl_options *options) {
    const struct node *timeouts = node_get(settings, STR("timeouts"));
    const char *contact = text(arena, settings, "contact", NULL);
    if (!settings) return;
    if (contact)
        options->user_agent = str_printf(arena, "contentlint/" VERSION " (+%s; link checker)", contact).ptr;
    options->user_agent = text(arena, settings, "user_agent", options->user_agent);
    options->connect_ms = milliseconds(timeouts, "connect", options->connect_ms);
    options->header_ms = milliseconds(timeouts, "header", options->header_ms);
    options->whole_ms = milliseconds(timeouts, "whole", options->whole_ms);
    options->in_flight = number(settings, "in_flight", options->in_flight);
    options->per_host = number(settings, "per_host", options->per_host);
    options->retry_ms = milliseconds(settings, "retry_after", options->retry_ms);
    options->max_redirects = number(settings, "max_redirects", options->max_redirects);
    options->robots = node_is_true(node_get(settings, STR("robots")));
    options->fragments = node_is_true(node_get(settings, STR("fragments")));
    options->accept = statuses(arena, node_get(settings, STR("accept")), &options->accept_count);
    options->allow_addresses =
        texts(arena, node_get(settings, STR("allow_addresses")), &options->allow_address_count);
    read_hosts(arena, node_get(settings, STR("hosts")), options);
}
