/* configure.c: links.external of contentlint.yml, whose schema has seen to the kinds and the bounds of the values. It
 * comes with the branch that is checked, so it may ask for less than the command line allows and never for more. */
#include "crawl/parts.h"

#include <string.h>

struct reader {
    struct arena *arena;
    const struct source *source;
    struct error *error;
};

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

/* A name that says where a request goes, how it is framed, or who sends it, is not content's to choose. */
static bool steers(struct str name) {
    static const char *const names[] = {"host",
                                        "content-length",
                                        "transfer-encoding",
                                        "te",
                                        "trailer",
                                        "connection",
                                        "keep-alive",
                                        "upgrade",
                                        "expect",
                                        "range",
                                        "authorization",
                                        "cookie",
                                        "forwarded",
                                        "via",
                                        "x-real-ip",
                                        "x-method-override",
                                        "metadata-flavor"};
    static const char *const starts[] = {
        "proxy-", "if-", "x-forwarded-", "x-http-method", "x-aws-ec2-metadata", "sec-"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eq_nocase(name, str_from(names[i]))) return true;
    for (size_t i = 0; i < ARRAY_LEN(starts); i++)
        if (str_eq_nocase(str_sub(name, 0, strlen(starts[i])), str_from(starts[i]))) return true;
    return false;
}

/* RFC 9110, 5.6.2. */
static bool is_token(struct str name) {
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool letter = char_is_letter(c), digit = char_is_digit(c);
        if (!letter && !digit && (!c || !strchr("!#$%&'*+-.^_`|~", c))) return false;
    }
    return name.len > 0;
}

static bool check_header(const struct reader *reader, const struct node *item, bool secret) {
    struct str name = item->key;
    bool negotiates = str_eq_nocase(name, STR("accept")) || str_eq_nocase(name, STR("accept-language"));
    if (!is_token(name))
        return error_at(reader->error, reader->source, item->key_span, "this is not the name of a header");
    if (!header_is_text(node_text(item, STR(""))))
        return error_at(reader->error, reader->source, item->span,
                        "the value of header \"%.*s\" has a line break or another control character",
                        STR_FMT(name));
    if (steers(name))
        return error_at(reader->error, reader->source, item->key_span, "header \"%.*s\" cannot be set here%s",
                        STR_FMT(name),
                        str_eq_nocase(name, STR("authorization")) || str_eq_nocase(name, STR("cookie"))
                            ? "; authorization_env and cookie_env name a variable that holds it"
                            : "");
    if (secret && !negotiates)
        return error_at(reader->error, reader->source, item->key_span,
                        "header \"%.*s\" cannot be sent together with a secret: only Accept and "
                        "Accept-Language can",
                        STR_FMT(name));
    return true;
}

/* A map of names and values as header lines. */
static bool read_headers(const struct reader *reader, const struct node *map, struct crawl_host_rule *rule) {
    struct str *all = ARENA_ARRAY(reader->arena, struct str, map ? map->count + 1 : 1);
    bool secret = rule->authorization_env || rule->cookie_env;
    for (const struct node *item = map ? map->child : NULL; item; item = item->next) {
        if (!check_header(reader, item, secret)) return false;
        all[rule->header_count++] =
            str_printf(reader->arena, "%.*s: %.*s", STR_FMT(item->key), STR_FMT(node_text(item, STR(""))));
    }
    rule->headers = all;
    return true;
}

static bool read_host(const struct reader *reader, const struct node *node, struct crawl_host_rule *rule) {
    struct arena *arena = reader->arena;
    const struct node *rate = node_get(node, STR("rate")), *fragments = node_get(node, STR("fragments"));
    *rule = (struct crawl_host_rule){.host = node->key, .connections = number(node, "concurrency", 0)};
    rule->place = node->key_span;
    if (rate && rate->number > 0) rule->gap_ms = rate->number < 1000 ? (uint32_t)(1000 / rate->number) : 1;
    rule->accept = statuses(arena, node_get(node, STR("accept")), &rule->accept_count);
    rule->authorization_env = text(arena, node, "authorization_env", NULL);
    rule->cookie_env = text(arena, node, "cookie_env", NULL);
    rule->get = str_eq(node_text(node_get(node, STR("method")), STR("")), STR("get"));
    rule->http1 = node_is_true(node_get(node, STR("http1")));
    rule->no_fragments = fragments && !node_is_true(fragments);
    return read_headers(reader, node_get(node, STR("headers")), rule);
}

static bool read_hosts(const struct reader *reader, const struct node *hosts, struct crawl_options *options) {
    if (!hosts || hosts->kind != NODE_OBJECT) return true;
    struct crawl_host_rule *rules = ARENA_ARRAY(reader->arena, struct crawl_host_rule, hosts->count + 1);
    options->hosts = rules;
    for (const struct node *node = hosts->child; node; node = node->next)
        if (!read_host(reader, node, &rules[options->host_count++])) return false;
    return true;
}

static bool read_addresses(const struct reader *reader, const struct node *list,
                           struct crawl_options *options) {
    options->site_addresses = texts(reader->arena, list, &options->site_address_count);
    for (const struct node *item = list ? list->child : NULL; item; item = item->next)
        if (!crawl_address_ok(node_text(item, STR(""))))
            return error_at(reader->error, reader->source, item->span,
                            "\"%.*s\" is not an address or address range", STR_FMT(node_text(item, STR(""))));
    return true;
}

static bool read_agent(const struct reader *reader, const struct node *settings,
                       struct crawl_options *options) {
    static const char *const keys[] = {"user_agent", "contact"};
    const char *contact = text(reader->arena, settings, "contact", NULL);
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        const struct node *node = node_get(settings, str_from(keys[i]));
        if (node && !header_is_text(node_text(node, STR(""))))
            return error_at(reader->error, reader->source, node->span,
                            "%s has a line break or another control character", keys[i]);
    }
    if (contact)
        options->user_agent =
            str_printf(reader->arena, "contentlint/" VERSION " (+%s; link checker)", contact).ptr;
    options->user_agent = text(reader->arena, settings, "user_agent", options->user_agent);
    return true;
}

bool crawl_configure(struct arena *arena, const struct source *source, const struct node *settings,
                     struct crawl_options *options, struct error *error) {
    const struct reader reader = {arena, source, error};
    const struct node *timeouts = node_get(settings, STR("timeouts"));
    if (!settings) return true;
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
    return read_agent(&reader, settings, options) &&
           read_addresses(&reader, node_get(settings, STR("allow_addresses")), options) &&
           read_hosts(&reader, node_get(settings, STR("hosts")), options);
}

/* Who asks; without a public home only what. */
#ifdef HOMEPAGE
#define USER_AGENT "contentlint/" VERSION " (+" HOMEPAGE "; link checker)"
#else
#define USER_AGENT "contentlint/" VERSION " (link checker)"
#endif

struct crawl_options crawl_defaults(void) {
    return (struct crawl_options){
        .in_flight = 64,
        .per_host = 4,
        .per_host_streams = 8,
        .gap_ms = 100,
        .gap_max_ms = 5000,
        .connect_ms = 5000,
        .header_ms = 15000,
        .whole_ms = 20000,
        .retry_ms = 10000,
        .retries = 1,
        .retries_busy = 2,
        .wait_max_ms = 30000,
        .max_redirects = 20,
        .titles = 16,
        .max_body = 5u << 20,
        .max_header = 64u << 10,
        .use_proxy = true,
        .user_agent = USER_AGENT,
    };
}
