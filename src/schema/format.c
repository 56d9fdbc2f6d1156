/* The formats of validation section 7.3, and what a message calls them. */
#include <string.h>

#include "schema/internal.h"

static bool is_uuid(struct arena *arena, struct str s) {
    (void)arena;
    if (s.len != 36) return false;
    for (size_t i = 0; i < s.len; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? s.ptr[i] != '-' : !char_is_hex(s.ptr[i])) return false;
    }
    return true;
}

/* RFC 6901 section 3. */
static bool is_json_pointer(struct arena *arena, struct str s) {
    (void)arena;
    if (s.len > 0 && s.ptr[0] != '/') return false;
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == '~' && (i + 1 == s.len || (s.ptr[i + 1] != '0' && s.ptr[i + 1] != '1'))) return false;
    return true;
}

static bool is_relative_json_pointer(struct arena *arena, struct str s) {
    size_t digits = 0;
    while (digits < s.len && char_is_digit(s.ptr[digits])) digits++;
    if (digits == 0 || (digits > 1 && s.ptr[0] == '0')) return false;
    struct str rest = str_sub(s, digits, s.len);
    return str_eq(rest, STR("#")) || is_json_pointer(arena, rest);
}

/* PCRE2 matches no lookbehind of variable width, which ECMA-262 has: whether a pattern is well formed does not depend
 * on the direction it looks in. */
static bool is_regex(struct arena *arena, struct str s) {
    struct buf pattern = {.arena = arena};
    for (size_t i = 0; i < s.len; i++) {
        struct str rest = str_sub(s, i, s.len);
        bool behind = str_starts(rest, STR("(?<=")) || str_starts(rest, STR("(?<!"));
        if (behind)
            buf_add(&pattern, STR("(?"));
        else
            buf_add_char(&pattern, s.ptr[i]);
        if (behind) i += 2;
    }
    struct regex *regex = regex_compile(arena, buf_str(&pattern), REGEX_ECMA, NULL);
    regex_free(regex);
    return regex != NULL;
}

static const struct format_type formats[] = {
    {"date", format_is_date, "a date such as 2024-01-31"},
    {"date-time", format_is_date_time, "a date and time such as 2024-01-31T09:30:00Z"},
    {"time", format_is_time, "a time such as 09:30:00Z"},
    {"duration", format_is_duration, "a duration such as PT1H30M"},
    {"email", format_is_email, "an e-mail address"},
    {"idn-email", format_is_idn_email, "an e-mail address"},
    {"hostname", format_is_hostname, "a host name such as www.example.com"},
    {"idn-hostname", idna_is_name, "a host name such as www.example.com"},
    {"ipv4", format_is_ipv4, "an IPv4 address such as 192.0.2.1"},
    {"ipv6", format_is_ipv6, "an IPv6 address such as 2001:db8::1"},
    {"uri", format_is_uri, "a URL with its scheme, such as https://example.com/"},
    {"uri-reference", format_is_uri_reference, "a URL or a path"},
    {"iri", format_is_iri, "a URL with its scheme, such as https://example.com/"},
    {"iri-reference", format_is_iri_reference, "a URL or a path"},
    {"uri-template", format_is_uri_template, "a URI template such as /courses/{code}"},
    {"uuid", is_uuid, "a UUID such as 2eb8aa08-aa98-11ea-b4aa-73b441d16380"},
    {"json-pointer", is_json_pointer, "a JSON pointer such as /card/title"},
    {"relative-json-pointer", is_relative_json_pointer, "a relative JSON pointer such as 1/title"},
    {"regex", is_regex, "a regular expression"},
};

const struct format_type *format_find(struct str name) {
    for (size_t i = 0; i < ARRAY_LEN(formats); i++)
        if (str_eq(name, str_from(formats[i].name))) return &formats[i];
    return NULL;
}

struct str format_nearest(struct str name) {
    struct str names[ARRAY_LEN(formats)];
    for (size_t i = 0; i < ARRAY_LEN(formats); i++) names[i] = str_from(formats[i].name);
    return str_nearest(name, names, ARRAY_LEN(names));
}
