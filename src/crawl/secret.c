/* secret.c: environment variables that may be sent, and where. */
#include "crawl/engine.h"

#include <stdlib.h>
#include <string.h>

static bool is_name(struct str name) {
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool letter = char_is_letter(c), digit = char_is_digit(c);
        if (!letter && c != '_' && (!digit || i == 0)) return false;
    }
    return name.len > 0;
}

/* "HOST", "*.HOST", with "http://" or "https://" before and ":PORT" behind. */
static bool read_host(struct arena *arena, struct str pattern, struct crawl_secret *secret) {
    struct canonical_url target;
    bool scheme = str_find(pattern, STR("://")) < pattern.len;
    size_t name_at = scheme ? str_find(pattern, STR("://")) + 3 : 0;
    struct str name = str_sub(pattern, name_at, pattern.len);
    bool below = str_starts(name, STR("*."));
    if (below) name = str_sub(name, 2, name.len);
    struct str url = str_printf(arena, "%.*s%.*s", scheme ? (int)name_at : 8,
                                scheme ? pattern.ptr : "https://", STR_FMT(name));
    for (size_t i = 0; i < name.len; i++)
        if (strchr("/\\?#@*", name.ptr[i]) || (unsigned char)name.ptr[i] <= ' ') return false;
    if (target_parse(arena, url, &target) != TARGET_OK) return false;
    secret->host = below ? str_printf(arena, "*.%.*s", STR_FMT(target.host)) : target.host;
    secret->port = target.port;
    secret->https = target.https;
    return true;
}

bool crawl_secret_read(struct arena *arena, struct str text, struct crawl_secret *secret,
                       struct error *error) {
    struct str pattern = text;
    *secret = (struct crawl_secret){.variable = str_copy(arena, str_cut(&pattern, '='))};
    if (is_name(secret->variable) && pattern.len && read_host(arena, pattern, secret)) return true;
    return error_set(
        error, (struct str){0}, 0,
        "a secret is bound with NAME=HOST, such as TOKEN=api.partner.org or TOKEN=*.partner.org, "
        "not with \"%.*s\"",
        STR_FMT(text));
}

static bool is_bound(const struct crawl_options *options, struct str variable,
                     const struct canonical_url *target) {
    for (size_t i = 0; i < options->secret_count; i++) {
        const struct crawl_secret *secret = &options->secrets[i];
        if (str_eq(secret->variable, variable) && secret->https == target->https &&
            secret->port == target->port && target_host_matches(secret->host, target->host))
            return true;
    }
    return false;
}

const char *secret_value(const struct crawl_options *options, const char *variable,
                         const struct canonical_url *target) {
    const char *value = variable ? getenv(variable) : NULL;
    return value && *value && is_bound(options, str_from(variable), target) ? value : NULL;
}

const char *secret_wanting(const struct crawl_options *options, const struct crawl_host_rule *rule,
                           const struct canonical_url *target) {
    const char *const names[] = {rule ? rule->authorization_env : NULL, rule ? rule->cookie_env : NULL};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (names[i] && !secret_value(options, names[i], target)) return names[i];
    return NULL;
}
