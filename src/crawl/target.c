#include "crawl/parts.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Length of "scheme:" at the start, 0 when there is none. */
static size_t scheme_end(struct str s) {
    size_t length = url_scheme_length(s);
    return length ? length + 1 : 0;
}

/* Controls and spaces off both ends, tabs and line ends out everywhere, as browsers do. */
static struct str clean(struct arena *arena, struct str written) {
    size_t start = 0, end = written.len;
    while (start < end && (unsigned char)written.ptr[start] <= ' ') start++;
    while (end > start && (unsigned char)written.ptr[end - 1] <= ' ') end--;
    struct buf out = {.arena = arena};
    for (size_t i = start; i < end; i++)
        if (!strchr("\t\r\n", written.ptr[i]) || !written.ptr[i]) buf_add_char(&out, written.ptr[i]);
    return buf_str(&out);
}

/* One number of an IPv4 address as inet_aton reads it: decimal, 0octal, 0xhex. */
static bool ipv4_number(struct str part, uint64_t *value) {
    int base = 10;
    if (part.len > 1 && part.ptr[0] == '0') {
        bool hex = part.ptr[1] == 'x' || part.ptr[1] == 'X';
        base = hex ? 16 : 8;
        part = str_sub(part, hex ? 2 : 1, part.len);
    } else if (part.len == 0)
        return false;
    *value = 0;
    for (size_t i = 0; i < part.len; i++) {
        int digit = char_hex(part.ptr[i]);
        if (digit < 0 || digit >= base || *value > UINT32_MAX) return false;
        *value = *value * (unsigned)base + (unsigned)digit;
    }
    return *value <= UINT32_MAX;
}

/* All digits, or "0x" and hex digits, however many (WHATWG URL, "ends in a number"). */
static bool ends_in_number(struct str host) {
    size_t dot = str_rfind_char(host, '.');
    struct str last = dot < host.len ? str_sub(host, dot + 1, host.len) : host;
    bool hex = str_eq_nocase(str_sub(last, 0, 2), STR("0x")), number = last.len > 0;
    for (size_t i = hex ? 2 : 0; i < last.len && number; i++)
        number = hex ? char_hex(last.ptr[i]) >= 0 : char_is_digit(last.ptr[i]);
    return number;
}

/* "127.1", "0x7f000001" and "2130706433" are addresses too (WHATWG URL, IPv4 parser). */
static bool canonical_ipv4(struct arena *arena, struct str host, struct str *out) {
    uint64_t parts[4], address = 0;
    size_t count = 0;
    for (struct str rest = host; rest.ptr; count++) {
        struct str part = str_cut(&rest, '.');
        if (count == 4 || !ipv4_number(part, &parts[count])) return false;
    }
    if (count == 0) return false;
    for (size_t i = 0; i + 1 < count; i++) {
        if (parts[i] > 255) return false;
        address |= parts[i] << (24 - 8 * i);
    }
    if (parts[count - 1] >= (uint64_t)1 << (8 * (5 - count))) return false;
    address |= parts[count - 1];
    *out = str_printf(arena, "%u.%u.%u.%u", (unsigned)(address >> 24) & 255, (unsigned)(address >> 16) & 255,
                      (unsigned)(address >> 8) & 255, (unsigned)address & 255);
    return true;
}

static bool canonical_ipv6(struct arena *arena, struct str host, struct str *out) {
    struct in6_addr address;
    char text[INET6_ADDRSTRLEN];
    if (host.len >= sizeof text) return false;
    if (inet_pton(AF_INET6, str_c(arena, host), &address) != 1) return false;
    *out = str_copy(arena, str_from(inet_ntop(AF_INET6, &address, text, sizeof text)));
    return true;
}

static bool canonical_host(struct arena *arena, struct str host, struct str *out) {
    if (host.len >= 2 && host.ptr[0] == '[')
        return host.ptr[host.len - 1] == ']' && canonical_ipv6(arena, str_sub(host, 1, host.len - 1), out);
    struct str decoded = url_decode(arena, host);
    if (decoded.len && decoded.ptr[decoded.len - 1] == '.') decoded.len--;
    if (!idna_host(arena, decoded, out)) return false;
    return !ends_in_number(*out) || canonical_ipv4(arena, *out, out);
}

/* "user:password@host:port" into target's host, port and name. */
static bool read_authority(struct arena *arena, struct str authority, struct canonical_url *target) {
    size_t at = str_rfind_char(authority, '@');
    struct str host = at < authority.len ? str_sub(authority, at + 1, authority.len) : authority;
    size_t colon = str_rfind_char(host, ':');
    uint32_t port = 0;
    unsigned usual = target->https ? 443 : 80;
    if (colon < host.len && str_find_char(str_sub(host, colon, host.len), ']') == host.len - colon) {
        for (size_t i = colon + 1; i < host.len; i++) {
            if (!char_is_digit(host.ptr[i]) || port > 65535) return false;
            port = port * 10 + (uint32_t)(host.ptr[i] - '0');
        }
        if (port > 65535 || (port == 0 && colon + 1 < host.len)) return false;
        host = str_sub(host, 0, colon);
    }
    if (!canonical_host(arena, host, &target->host)) return false;
    target->port = (uint16_t)(port ? port : usual);
    bool v6 = str_find_char(target->host, ':') < target->host.len;
    target->name = str_printf(arena, v6 ? "[%.*s]" : "%.*s", STR_FMT(target->host));
    if (target->port != usual) target->name = str_printf(arena, "%.*s:%u", STR_FMT(target->name), port);
    return true;
}

/* Length of a path segment that means "." (1) or ".." (2), with their percent forms; 0 for others. */
static int dots(struct str segment) {
    int count = 0;
    for (size_t i = 0; i < segment.len; count++) {
        if (segment.ptr[i] == '.')
            i++;
        else if (str_eq_nocase(str_sub(segment, i, i + 3), STR("%2e")))
            i += 3;
        else
            return 0;
    }
    return count <= 2 ? count : 0;
}

void target_encode(struct buf *out, struct str s, const char *also) {
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c <= ' ' || c >= 0x7F || strchr(also, c))
            buf_printf(out, "%%%02X", c);
        else
            buf_add_char(out, (char)c);
    }
}

/* RFC 3986, 5.2.4 on the path part; `out` ends before the path. */
static void add_path(struct buf *out, struct str path) {
    size_t start = out->len;
    for (struct str rest = path; rest.ptr;) {
        size_t end = 0;
        while (end < rest.len && rest.ptr[end] != '/' && rest.ptr[end] != '\\') end++;
        struct str segment = str_sub(rest, 0, end);
        bool last = end == rest.len;
        if (last)
            rest = (struct str){0};
        else
            rest = str_sub(rest, end + 1, rest.len);
        int up = dots(segment);
        if (up == 2)
            while (out->len > start && out->ptr[--out->len] != '/') continue;
        if (!up || last) buf_add_char(out, '/');
        if (!up) target_encode(out, segment, "\"<>`{}^|");
    }
    if (out->len == start) buf_add_char(out, '/');
}

static enum target_result read_rest(struct arena *arena, struct str rest, struct canonical_url *target) {
    size_t hash = str_find_char(rest, '#');
    if (hash < rest.len && rest.len - hash <= CRAWL_URL_MAX)
        target->fragment = str_sub(rest, hash + 1, rest.len);
    rest = str_sub(rest, 0, hash);
    size_t end = 0;
    while (end < rest.len && !strchr("/\\?", rest.ptr[end])) end++;
    if (!read_authority(arena, str_sub(rest, 0, end), target)) return TARGET_MALFORMED;
    struct str path = str_sub(rest, end, rest.len);
    if (path.len && path.ptr[0] != '?') path = str_sub(path, 1, path.len);
    size_t query = str_find_char(path, '?');
    struct buf url = {.arena = arena};
    buf_printf(&url, "%s://%.*s", target->https ? "https" : "http", STR_FMT(target->name));
    size_t path_at = url.len;
    add_path(&url, str_sub(path, 0, query));
    if (query < path.len) target_encode(&url, str_sub(path, query, path.len), "\"<>'");
    target->url = buf_str(&url);
    target->path = str_sub(target->url, path_at, target->url.len);
    return target->url.len > CRAWL_URL_MAX ? TARGET_MALFORMED : TARGET_OK;
}

enum target_result target_parse(struct arena *arena, struct str written, struct canonical_url *target) {
    *target = (struct canonical_url){.https = true};
    /* A fragment is never sent: pages that keep their state in it have long ones. */
    if (str_find_char(written, '#') > CRAWL_URL_MAX) return TARGET_MALFORMED;
    struct str s = clean(arena, written);
    size_t scheme = scheme_end(s);
    if (scheme && !str_eq_nocase(str_sub(s, 0, scheme), STR("https:"))) {
        if (!str_eq_nocase(str_sub(s, 0, scheme), STR("http:"))) return TARGET_SCHEME;
        target->https = false;
    }
    size_t slashes = scheme;
    while (slashes < s.len && (s.ptr[slashes] == '/' || s.ptr[slashes] == '\\')) slashes++;
    if (!scheme && slashes < 2) return TARGET_MALFORMED;
    return read_rest(arena, str_sub(s, slashes, s.len), target);
}

static bool is_slash(struct str s, size_t i) {
    return i < s.len && (s.ptr[i] == '/' || s.ptr[i] == '\\');
}

/* "https:x" and "https:/x" name no host when the base has that scheme (WHATWG URL, "special relative or authority"). */
static struct str without_own_scheme(const struct canonical_url *base, struct str s) {
    size_t scheme = scheme_end(s);
    bool own = str_eq_nocase(str_sub(s, 0, scheme), base->https ? STR("https:") : STR("http:"));
    return own && !(is_slash(s, scheme) && is_slash(s, scheme + 1)) ? str_sub(s, scheme, s.len) : s;
}

enum target_result target_resolve(struct arena *arena, const struct canonical_url *base, struct str reference,
                                  struct canonical_url *target) {
    struct str s = without_own_scheme(base, clean(arena, reference));
    if (scheme_end(s)) return target_parse(arena, s, target);
    const char *scheme = base->https ? "https:" : "http:";
    struct str query_less = str_sub(base->path, 0, str_find_char(base->path, '?'));
    struct str kept = {0};
    if (s.len == 0 || s.ptr[0] == '#')
        kept = base->path;
    else if (s.ptr[0] == '?')
        kept = query_less;
    else if (!is_slash(s, 0))
        kept = str_sub(query_less, 0, str_rfind_char(query_less, '/') + 1);
    struct str whole =
        is_slash(s, 0) && is_slash(s, 1)
            ? str_printf(arena, "%s%.*s", scheme, STR_FMT(s))
            : str_printf(arena, "%s//%.*s%.*s%.*s", scheme, STR_FMT(base->name), STR_FMT(kept), STR_FMT(s));
    return target_parse(arena, whole, target);
}

struct canonical_url target_split(struct str canonical) {
    struct canonical_url target = {.url = canonical, .https = str_starts(canonical, STR("https:"))};
    size_t start = target.https ? 8 : 7;
    struct str rest = str_sub(canonical, start, canonical.len);
    size_t slash = str_find_char(rest, '/');
    target.name = str_sub(rest, 0, slash);
    target.path = str_sub(rest, slash, rest.len);
    target.host = target.name;
    target.port = target.https ? 443 : 80;
    size_t colon = str_rfind_char(target.name, ':'), bracket = str_rfind_char(target.name, ']');
    if (colon < target.name.len && (bracket == target.name.len || colon > bracket)) {
        target.port = (uint16_t)strtoul(target.name.ptr + colon + 1, NULL, 10);
        target.host = str_sub(target.name, 0, colon);
    }
    if (target.host.len && target.host.ptr[0] == '[')
        target.host = str_sub(target.host, 1, target.host.len - 1);
    return target;
}

bool target_host_matches(struct str pattern, struct str host) {
    if (!str_starts(pattern, STR("*."))) return str_eq_nocase(pattern, host);
    struct str tail = str_sub(pattern, 1, pattern.len);
    return host.len > tail.len && str_eq_nocase(str_sub(host, host.len - tail.len, host.len), tail);
}
