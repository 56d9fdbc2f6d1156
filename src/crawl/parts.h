/* parts: what a crawl needs to know about URLs, addresses, header fields, robots.txt and anchors. Private to
 * crawl/. Nothing in these files touches the network or a clock. */
#ifndef CONTENTLINT_CRAWL_PARTS_H
#define CONTENTLINT_CRAWL_PARTS_H

#include "crawl/crawl.h"

struct sockaddr;

/* ---- target.c: URLs as browsers read them (WHATWG URL), http and https only --------------------------- */

struct canonical_url { /* a canonical URL and its parts */
    struct str url;  /* scheme://authority/path?query: lower-case ASCII host, no default port, no userinfo */
    struct str host; /* without port; IPv6 without brackets */
    struct str name; /* authority: host[:port], brackets kept; what politeness counts by */
    struct str path; /* with its query, from the first '/' */
    struct str fragment; /* as written, after '#'; absent when there is none */
    uint16_t port;
    bool https;
};
enum target_result { TARGET_OK, TARGET_MALFORMED, TARGET_SCHEME };
enum target_result target_parse(struct arena *arena, struct str written, struct canonical_url *target);
/* A canonical URL taken apart without allocating. */
struct canonical_url target_split(struct str canonical);
/* "api.partner.org", or "*.partner.org" for every name below it. */
bool target_host_matches(struct str pattern, struct str host);
/* A Location header against the URL it came from (RFC 3986, section 5). */
enum target_result target_resolve(struct arena *arena, const struct canonical_url *base, struct str reference,
                                  struct canonical_url *target);
/* Appends s with controls, spaces, what is not ASCII and the bytes of `also` percent-encoded. */
void target_encode(struct buf *out, struct str s, const char *also);

/* ---- verdict.c: the ledger's words back into numbers; false for unknown words ------------------------- */
bool verdict_kind_read(struct str name, enum verdict_kind *kind);
bool verdict_reason_read(struct str id, enum verdict_reason *reason);
/* Does the rule, or do else the options, take this status for a good one? */
bool verdict_accepts(const struct crawl_options *options, const struct crawl_host_rule *rule,
                     uint16_t status);

/* ---- skip.c: URLs that nobody should ask -------------------------------------------------------------- */

/* REASON_NONE, or why the URL is never asked: reserved names, namespaces, private addresses. */
enum verdict_reason skip_reason(const struct canonical_url *target, const struct crawl_options *options);

/* ---- address.c: where a connection may go ------------------------------------------------------------- */

/* Not a public unicast address (IANA special-purpose registries); IPv4 inside IPv6 is looked into. */
bool address_is_private(const struct sockaddr *address);
bool address_is_allowed(const struct crawl_options *options, const struct sockaddr *address);
/* Parses a numeric host into storage (a sockaddr_storage). False: a name. */
bool address_parse(struct str host, void *storage);

/* ---- header.c: response header fields ----------------------------------------------------------------- */

struct header {      /* of the last response block; fixed buffers, what does not fit is left out */
    size_t bytes;    /* of all blocks of this transfer */
    uint16_t status; /* 0 = no status line yet */
    bool done;       /* the empty line of a final block was seen */
    bool bot_wall;   /* cf-mitigated and the like */
    bool html;       /* Content-Type is HTML or XHTML, or missing */
    bool set_cookie;
    int64_t wait_ms;   /* Retry-After; -1 = none */
    int64_t remaining; /* RateLimit-Remaining; -1 = none */
    int64_t reset_ms;  /* RateLimit-Reset, from now; -1 = none */
    char charset[40];  /* of Content-Type; "" = none */
    char location[CRAWL_URL_MAX + 1], etag[200], last_modified[64];
};
void header_start(struct header *header);
/* One line with its CR LF. now: seconds since 1970, for dates. False: more than max bytes in all. */
bool header_line(struct header *header, struct str line, size_t max, int64_t now);
/* Retry-After: seconds, an HTTP date (RFC 9110, 5.6.7), or "1m30s"; milliseconds from now, -1 for junk. */
int64_t header_retry_after(struct str value, int64_t now);
bool header_date(struct str value, int64_t *seconds);
/* Can the text stand in a header field as it is: no line end, NUL or other control? */
bool header_is_text(struct str text);
/* Milliseconds that the host asks to be left alone for: Retry-After, or no requests remaining. 0 = none. */
int64_t header_pause(const struct header *header);

/* ---- robots.c: RFC 9309 ------------------------------------------------------------------------------- */

#define ROBOTS_MAX_BYTES (500u << 10) /* RFC 9309, 2.5 */

struct robots_rule {
    struct str pattern;
    bool allow;
};
struct robots {
    struct robots_rule *rules;
    size_t count;
    uint32_t delay_ms; /* Crawl-delay (not in the RFC); 0 = none */
};
struct robots *robots_parse(struct arena *arena, struct str text, struct str agent);
bool robots_allows(const struct robots *robots, struct str path); /* path with query; NULL allows */

/* ---- charset.c ------------------------------------------------------------------------------------------ */

/* The body of an HTML answer as UTF-8; label: the header's charset, "" for none. False: its encoding is not known, and
 * *text is the body as it came. */
bool charset_text(struct arena *arena, struct str body, struct str label, struct str *text);

/* ---- fragment.c: is there an anchor? ------------------------------------------------------------------ */

enum fragment_need {
    FRAGMENT_ASK,
    FRAGMENT_NEVER /* nothing to look for */,
    FRAGMENT_SCRIPT /* cannot be told */
};
/* What is there to look for? GitHub-like hosts have line anchors that scripts make. */
enum fragment_need fragment_need(struct str host, struct str fragment);

struct fragment_wanted {
    struct str raw;                /* as written; different from the others */
    enum fragment_verdict verdict; /* once the page was read */
};
struct fragment_page { /* what an answer says of anchors */
    struct map ids;    /* id -> not NULL */
    struct map marks;  /* anchors in GitHub's own JSON */
    struct str title;
    uint32_t scripts;
    bool github;
    bool noindex; /* it may ask search engines to leave it out */
    bool whole;   /* nothing of it was left unread */
};
/* Reads the body of an HTML answer; charset: of its header. cut: more of it was not received. All memory from arena. */
void fragment_read(struct arena *arena, struct str body, struct str charset, bool github, bool cut,
                   struct fragment_page *page);
enum fragment_verdict fragment_result(struct arena *arena, const struct fragment_page *page, struct str raw);
bool fragment_is_github(struct str host);

/* ---- soft.c: answers of 2xx for what is not there ------------------------------------------------------- */

/* Is a part of the title, cut at what parts it from the site's name, nothing but a phrase that servers use for this? */
bool soft_title(struct arena *arena, struct str title);
/* Is a path with its query ("/404.html", "/error/not-found") that of a page which servers show for what is missing? */
bool soft_path(struct str path);
/* May a page at this address be about such pages ("/docs/status/404")? */
bool soft_topic(struct str path);

#endif
