/* redact.c: what a URL in a text gives away: user name and password, queries that hold a token, a signature or another
 * secret, and paths that are one. Messages, lines of source and the ledger ask here and nowhere else. One pass, nothing kept. */
#include "base/base.h"

#include <string.h>

enum {
    NAME_BYTES = 64,
    LONG_VALUE = 16 /* bytes: under a name that others use, too, a secret is at least so long */
};

struct scan {
    struct str text;
    size_t at;
    size_t user,
        user_end; /* of the authority being read; user SIZE_MAX: none is. user_end: after its last '@' */
    size_t part;  /* start of the query, the parameters or the fragment being read; SIZE_MAX: none is */
    size_t host;  /* of the authority that ends here; SIZE_MAX: none does */
    bool web;     /* the scheme before is one of the web's, or there is none */
};

/* The character at i, percent-decoded; *length becomes 3 or 1. */
static char decoded(struct str s, size_t i, size_t *length) {
    int high = s.ptr[i] == '%' && i + 2 < s.len ? char_hex(s.ptr[i + 1]) : -1;
    int low = high >= 0 ? char_hex(s.ptr[i + 2]) : -1;
    *length = low >= 0 ? 3 : 1;
    return low >= 0 ? (char)(high * 16 + low) : s.ptr[i];
}

static bool ends_url(char c) {
    return (unsigned char)c <= ' ' || c == '"' || c == '<' || c == '>';
}

/* ---- names --------------------------------------------------------------------------------------------- */

static bool ends_with_any(struct str name, const char *const *ends, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (str_ends(name, str_from(ends[i]))) return true;
    return false;
}

static bool is_any(struct str name, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (str_eq(name, str_from(names[i]))) return true;
    return false;
}

/* Long, with letters and digits: a key, not a word or a number. */
static bool looks_random(struct str value) {
    bool letter = false, digit = false;
    for (size_t i = 0; i < value.len; i++) {
        letter = letter || char_is_letter(value.ptr[i]);
        digit = digit || char_is_digit(value.ptr[i]);
    }
    return value.len >= LONG_VALUE && letter && digit;
}

/* name: lower case, decoded, without '-', '_', '.' and brackets. */
static bool is_secret(struct str name, struct str value) {
    static const char *const ends[] = {
        "token",           "secret",        "password",  "passwd",     "passphrase",  "signature",
        "apikey",          "accesskey",     "secretkey", "privatekey", "authkey",     "sharedkey",
        "subscriptionkey", "accesskeyid",   "sessionid", "sessid",     "sessionkey",  "credential",
        "credentials",     "authorization", "verifier",  "bearer",     "samlresponse"};
    static const char *const names[] = {"pass", "pwd", "auth",  "sig",   "jwt",   "hmac",  "sid",
                                        "otp",  "sas", "hdnts", "hdnea", "hdntl", "ticket"};
    static const char *const shared[] = {"key", "code", "sign", "session", "state"};
    if (!value.len) return false;
    return ends_with_any(name, ends, ARRAY_LEN(ends)) || is_any(name, names, ARRAY_LEN(names)) ||
           (is_any(name, shared, ARRAY_LEN(shared)) && looks_random(value));
}

/* Is what follows a separator at `start` a secret: "name=value"? */
static bool pair_is_secret(struct str text, size_t start) {
    char name[NAME_BYTES];
    size_t length = 1, count = 0, at = start;
    for (; at < text.len && count < NAME_BYTES && !ends_url(text.ptr[at]); at += length) {
        char c = decoded(text, at, &length);
        if (c == '=') break;
        if (strchr("?&;#/", c)) return false;
        if (strchr("-_.[]", c)) continue;
        name[count++] = char_lower(c);
    }
    if (at >= text.len || count == NAME_BYTES || !count || decoded(text, at, &length) != '=') return false;
    size_t end = at += length;
    while (end < text.len && !ends_url(text.ptr[end]) && !strchr("&;#", text.ptr[end])) end++;
    return is_secret((struct str){name, count}, str_sub(text, at, end));
}

/* ---- paths ------------------------------------------------------------------------------------------------ */

/* Where everything behind the path's beginning is the key to a service: who knows the address may write there. '*' is one
 * element. Hosts below those named count as well. */
static const struct {
    const char *host, *path;
} keyed[] = {
    {"hooks.slack.com", "/*/"},
    {"hooks.slack-gov.com", "/*/"},
    {"discord.com", "/api/webhooks/"},
    {"discord.com", "/api/*/webhooks/"},
    {"discordapp.com", "/api/webhooks/"},
    {"discordapp.com", "/api/*/webhooks/"},
    {"webhook.office.com", "/*/"},
    {"outlook.office.com", "/webhook/"},
    {"outlook.office365.com", "/webhook/"},
    {"api.telegram.org", "/bot"},
    {"api.telegram.org", "/file/bot"},
    {"open.feishu.cn", "/open-apis/bot/*/hook/"},
    {"open.larksuite.com", "/open-apis/bot/*/hook/"},
    {"hooks.zapier.com", "/hooks/catch/"},
    {"maker.ifttt.com", "/trigger/*/with/key/"},
    {"maker.ifttt.com", "/trigger/*/json/with/key/"},
    {"hook.integromat.com", "/"},
    {"hooks.airtable.com", "/workflows/"},
    {"hooks.glip.com", "/webhook/"},
    {"api.flock.com", "/hooks/sendMessage/"},
    {"events.pagerduty.com", "/integration/"},
    {"alert.victorops.com", "/integrations/generic/"},
    {"webhook.site", "/"},
    {"hc-ping.com", "/"},
};

/* Does the path at `at` begin so? Then *at is behind it. */
static bool path_begins(struct str text, size_t *at, struct str form) {
    size_t length = 1, i = *at;
    for (size_t k = 0; k < form.len; k++) {
        if (form.ptr[k] == '*') {
            while (i < text.len && !ends_url(text.ptr[i]) && !strchr("/?#", text.ptr[i])) i++;
            continue;
        }
        if (i >= text.len || char_lower(decoded(text, i, &length)) != char_lower(form.ptr[k])) return false;
        i += length;
    }
    *at = i;
    return true;
}

static bool is_host(struct str host, struct str known) {
    host = str_sub(host, 0, str_find_char(host, ':'));
    if (str_ends(host, STR("."))) host.len--;
    size_t before = host.len > known.len ? host.len - known.len : 0;
    return str_eq_nocase(str_sub(host, before, host.len), known) && (!before || host.ptr[before - 1] == '.');
}

/* The part of the path at `at`, of a URL of that host, which is a key. */
static bool path_is_secret(struct str text, struct str host, size_t at, struct span *span) {
    enum { SHORT = 8 };
    for (size_t i = 0; i < ARRAY_LEN(keyed); i++) {
        size_t start = at, plain = 0;
        if (!is_host(host, str_from(keyed[i].host)) || !path_begins(text, &start, str_from(keyed[i].path)))
            continue;
        size_t end = start;
        for (; end < text.len && !ends_url(text.ptr[end]) && !strchr("?#)", text.ptr[end]); end++)
            plain += char_is_letter(text.ptr[end]) || char_is_digit(text.ptr[end]);
        *span = (struct span){(uint32_t)start, (uint32_t)end};
        if (plain >= SHORT) return true;
    }
    return false;
}

/* ---- URLs in a text -------------------------------------------------------------------------------------- */

static bool is_web_scheme(struct str text, size_t colon) {
    static const char *const schemes[] = {"http", "https", "ws", "wss", "ftp"};
    size_t start = colon;
    while (start > 0 && colon - start < 8 && char_is_letter(text.ptr[start - 1])) start--;
    for (size_t i = 0; i < ARRAY_LEN(schemes); i++)
        if (str_eq_nocase(str_sub(text, start, colon), str_from(schemes[i]))) return true;
    return false;
}

static bool is_slash(char c) {
    return c == '/' || c == '\\';
}

/* Does the colon end a scheme, not a user name? */
static bool is_scheme(const struct scan *scan, size_t colon) {
    struct str next = str_sub(scan->text, colon + 1, colon + 3);
    if (scan->user != SIZE_MAX && scan->user_end) return false;
    return is_web_scheme(scan->text, colon) ||
           (next.len == 2 && is_slash(next.ptr[0]) && is_slash(next.ptr[1]));
}

/* An authority begins after "//" and after a scheme of the web, however many slashes stand between. */
static void begin_authority(struct scan *scan, size_t slashes_at) {
    size_t end = slashes_at;
    bool colon = slashes_at > 0 && scan->text.ptr[slashes_at - 1] == ':';
    bool web = colon && is_web_scheme(scan->text, slashes_at - 1);
    char before = slashes_at > 0 ? scan->text.ptr[slashes_at - 1] : ' ';
    bool alone = !colon && !char_is_letter(before) && !char_is_digit(before) && !strchr("-._~%/\\)", before);
    while (end < scan->text.len && is_slash(scan->text.ptr[end])) end++;
    scan->at = end;
    scan->user_end = 0;
    scan->web = web || alone;
    scan->user = web || ((colon || alone) && end - slashes_at >= 2) ? end : SIZE_MAX;
}

/* The authority ends at scan->at. True: it had a user name that is not to be shown. */
static bool end_authority(struct scan *scan, struct span *span) {
    size_t start = scan->user, end = scan->user_end;
    scan->user = SIZE_MAX;
    scan->host = end ? end : start;
    if (start == SIZE_MAX || !end) return false;
    struct str user = str_sub(scan->text, start, end);
    *span = (struct span){(uint32_t)start, (uint32_t)end};
    return scan->web || str_find_char(user, ':') < user.len || str_find(user, STR("%3")) < user.len;
}

/* scan->at is in the query, the parameters or the fragment that began at scan->part: all of it is the secret. */
static struct span end_part(struct scan *scan) {
    while (scan->at < scan->text.len && !ends_url(scan->text.ptr[scan->at])) scan->at++;
    size_t end = scan->at;
    while (end > scan->part + 1 && strchr(".,:;!", scan->text.ptr[end - 1])) end--;
    struct span span = {(uint32_t)scan->part, (uint32_t)end};
    scan->part = SIZE_MAX;
    return span;
}

/* Is the character one that scan_next does nothing about? */
static bool is_idle(const struct scan *scan, char c) {
    static const bool kinds[256] = {['/'] = true, ['\\'] = true, [':'] = true, ['@'] = true, ['?'] = true,
                                    ['&'] = true, [';'] = true,  ['#'] = true, ['%'] = true};
    if (kinds[(unsigned char)c]) return false;
    return (scan->user == SIZE_MAX && scan->part == SIZE_MAX) || !ends_url(c);
}

/* Moves past one character. True: *span is a secret. */
static bool scan_next(struct scan *scan, struct span *span) {
    size_t at = scan->at, length;
    char raw = scan->text.ptr[at], c = decoded(scan->text, at, &length);
    bool past = ends_url(raw), cuts = past || is_slash(raw) || raw == '?' || raw == '#';
    if (cuts && scan->user != SIZE_MAX && end_authority(scan, span)) return true;
    struct str host = str_sub(scan->text, scan->host, at);
    scan->host = SIZE_MAX;
    if (host.len && is_slash(raw) && path_is_secret(scan->text, host, at, span)) {
        scan->at = span->end;
        return true;
    }
    if (raw == '@' && scan->user != SIZE_MAX) scan->user_end = at + 1;
    scan->at = at + length;
    bool parameters = is_slash(raw) && scan->part != SIZE_MAX && scan->text.ptr[scan->part] == ';';
    if (past || parameters) scan->part = SIZE_MAX;
    if (is_slash(raw) || (raw == ':' && is_scheme(scan, at))) {
        begin_authority(scan, raw == ':' ? at + 1 : at);
        return false;
    }
    if (scan->user != SIZE_MAX || (c != '?' && c != '&' && c != ';' && c != '#')) return false;
    if (scan->part == SIZE_MAX) scan->part = at;
    if (!pair_is_secret(scan->text, at + length)) return false;
    *span = end_part(scan);
    return true;
}

static bool next(struct scan *scan, struct span *span) {
    while (scan->at < scan->text.len)
        if (is_idle(scan, scan->text.ptr[scan->at]))
            scan->at++;
        else if (scan_next(scan, span))
            return true;
    return end_authority(scan, span);
}

static struct scan begin(struct str text) {
    return (struct scan){.text = text, .user = SIZE_MAX, .part = SIZE_MAX, .host = SIZE_MAX};
}

bool redact_needed(struct str text) {
    struct scan scan = begin(text);
    struct span span;
    return next(&scan, &span);
}

struct str redact(struct arena *arena, struct str text) {
    struct scan scan = begin(text);
    struct buf out = {.arena = arena};
    struct span span;
    size_t done = 0;
    while (next(&scan, &span)) {
        buf_add(&out, str_sub(text, done, span.start));
        done = span.end;
        if (text.ptr[span.end - 1] == '@') {
            /* Slashes on both sides of nothing would begin an authority anew. */
            if (done < text.len && is_slash(text.ptr[done])) buf_add(&out, STR("…"));
            continue;
        }
        char first = text.ptr[span.start];
        if (strchr("?&;#%", first)) buf_add_char(&out, first == '%' ? '?' : first);
        buf_add(&out, STR("…"));
    }
    if (!done) return text;
    buf_add(&out, str_sub(text, done, text.len));
    return buf_str(&out);
}

struct str redact_line(struct arena *arena, struct str text) {
    struct scan scan = begin(text);
    struct span span;
    char *copy = NULL;
    while (next(&scan, &span)) {
        if (!copy) {
            copy = arena_alloc(arena, text.len, 1);
            memcpy(copy, text.ptr, text.len);
        }
        memset(copy + span.start, '*', span.end - span.start);
    }
    return copy ? (struct str){copy, text.len} : text;
}
