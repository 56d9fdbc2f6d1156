/* crawl: asks the network about external URLs, says what it found in plain words, and keeps the link ledger.
 *
 * One call does a run: crawl_run() takes every external link of the site, asks about each distinct URL once,
 * and returns one result per link. crawl_run() with LANE_OFFLINE never touches the network. The ledger goes around it:
 *
 *     ledger_recover(path, today, &error);
 *     ledger_parse(arena, text, &ledger, &faults);
 *     ledger_believe(&ledger, today);
 *     crawl_run(arena, links, n, &options, &ledger, &report, &error);    options.journal_of = path
 *     if (!report.no_network) {
 *         ledger_update(arena, &ledger, &report, &policy, &updated);
 *         if (!ledger_equal(&ledger, &updated)) ledger_save(path, &change, &error);
 *     }
 *     ledger_journal_end(report.journal);
 *
 * Nothing here prints. Times are milliseconds unless a name says otherwise, dates are days since 1970-01-01
 * UTC. */
#ifndef CONTENTLINT_CRAWL_H
#define CONTENTLINT_CRAWL_H

#include <signal.h>

#include "base/base.h"

/* ---- verdicts ----------------------------------------------------------------------------------------- */

enum verdict_kind {
    VERDICT_OK,           /* the link works */
    VERDICT_MOVED,        /* works, but the first answers were 301 or 308: the link should be rewritten */
    VERDICT_BROKEN,       /* the link is dead; never said on doubt */
    VERDICT_UNVERIFIABLE, /* could not be told: a note, never an error by itself */
    VERDICT_NOT_CHECKED,  /* not asked: budget, interrupt, lane, other shard, no network */
    VERDICT_SKIPPED,      /* never asked: excluded, reserved name, private address, robots.txt */
};
#define VERDICT_KINDS 6

enum verdict_reason {
    REASON_NONE, /* fine */
    /* fine, but worth a note */
    REASON_HOME,      /* a deep link that ends on a home page: perhaps a soft 404 */
    REASON_LOGIN,     /* ends on a login or consent page */
    REASON_SOFT_404,  /* status 2xx, but the title says "not found" */
    REASON_SOFT_PAGE, /* redirected to an address such as "/404.html" */
    REASON_SOFT_SAME, /* status 2xx, with what an address that cannot exist is answered with */
    /* broken */
    REASON_NOT_FOUND,    /* 404 */
    REASON_GONE,         /* 410 */
    REASON_NO_SUCH_HOST, /* the resolver says so, and other hosts resolved in this run */
    REASON_MALFORMED,    /* not a URL that a browser could open */
    REASON_CERT_NAME,    /* certificate for another name */
    REASON_CERT_EXPIRED,
    REASON_REDIRECT_LOOP, /* the same URL three times, or more hops than max_redirects */
    /* unverifiable */
    REASON_STATUS,       /* any other status, in .status */
    REASON_LOGIN_NEEDED, /* 401 */
    REASON_FORBIDDEN,    /* 403 */
    REASON_BOT_WALL,     /* 999, or 403 with a bot wall's mark */
    REASON_RATE_LIMITED, /* 429 after all retries */
    REASON_SERVER_ERROR, /* 5xx after retries */
    REASON_LEGAL,        /* 451 */
    REASON_RESOLVER,     /* the resolver failed, or nothing resolved in this run */
    REASON_REFUSED,      /* connection refused */
    REASON_UNREACHABLE,  /* no route, network down */
    REASON_CONNECT_TIMEOUT,
    REASON_TIMEOUT,         /* connected, but no answer in time */
    REASON_RESET,           /* connection closed or reset without an answer */
    REASON_CERT_UNKNOWN,    /* unknown or missing issuer: browsers may complete the chain */
    REASON_TLS,             /* any other TLS failure */
    REASON_PROTOCOL,        /* what came was not HTTP, or the header was over its limit */
    REASON_PROXY,           /* the proxy refused or failed */
    REASON_PRIVATE_ADDRESS, /* a name or redirect leads to a private address */
    REASON_REDIRECT_SCHEME, /* a redirect leaves http and https */
    REASON_REDIRECT_BAD,    /* a redirect without a usable Location */
    /* not checked */
    REASON_BUDGET,
    REASON_INTERRUPTED,
    REASON_NO_NETWORK,
    REASON_OTHER_SHARD,
    REASON_LANE, /* offline, and the ledger has nothing to say */
    REASON_SECRET, /* needs an environment variable that is not set or not bound to its host; unverifiable when a
                      redirect leads there */
    /* skipped */
    REASON_EXCLUDED,      /* by the site's configuration; the site's own URLs */
    REASON_RESERVED_NAME, /* RFC 2606, RFC 6761 names: example.com, .test, localhost; .local, .onion */
    REASON_NAMESPACE,     /* an XML namespace or schema identifier, not a page */
    REASON_LOCAL_ADDRESS, /* a private address as written */
    REASON_SCHEME,        /* neither http nor https */
    REASON_ROBOTS,
    REASON_COUNT
};

struct verdict_hop { /* one answer on the way to the final URL */
    struct str url;
    uint16_t status;
};

struct verdict { /* about one URL without its fragment */
    enum verdict_kind kind;
    enum verdict_reason reason;
    uint16_t status;      /* last HTTP status, 0 = none */
    bool in_ledger;       /* the ledger had a row for it before this run */
    bool from_ledger;     /* no request was made for it in this run */
    bool host_down;       /* concerns the host (no such host, dead, certificate): see crawl_report.hosts */
    bool minor;           /* VERDICT_MOVED: only http -> https, "www." or the last slash changed */
    uint8_t requests;     /* sent for this URL, all hops and retries */
    uint32_t host;        /* index into crawl_report.hosts; UINT32_MAX = none */
    uint32_t elapsed_ms;  /* of its requests, without waiting in queues */
    struct str url;       /* what was asked: canonical, without fragment and userinfo */
    struct str final_url; /* end of the redirects, whether or not it answered; absent without any answer */
    /* VERDICT_MOVED: write this instead; a fragment is the redirect's; absent: none is safe. */
    struct str suggestion;
    struct verdict_hop *hops; /* redirects in order, the last answer last; hop_count 0 without redirects */
    uint32_t hop_count;
    struct str etag, last_modified; /* validators of a good answer without redirects; may be absent */
    int32_t good, failed; /* from the ledger row before this run: last good, first failed; 0 = none */
    uint16_t runs;        /* failed runs in a row, this one included if it failed */
};

enum fragment_verdict {
    FRAGMENT_NONE, /* the link has none, or fragments were not asked for */
    FRAGMENT_FOUND,
    FRAGMENT_MISSING, /* the page is HTML, was read whole, has anchors, and not this one */
    FRAGMENT_UNKNOWN, /* not HTML, too large, or made by a script (#/ #! :~: and pages without anchors) */
};

const char *verdict_name(enum verdict_kind kind);          /* "ok", "moved", "broken", "not-checked", … */
const char *verdict_reason_id(enum verdict_reason reason); /* "not-found": stable, kebab-case */
/* One sentence in plain words without a final dot, about the URL and the answer that its chain ended with: "answers 404
 * Not Found", "leads to https://b.org/x, which answers 403 …", "the host refuses the connection". */
struct str verdict_sentence(struct arena *arena, const struct verdict *verdict);
/* Has the sentence a subject of its own ("the host …"), so that the URL cannot be its subject? */
bool verdict_names_subject(struct str sentence);

/* ---- a run -------------------------------------------------------------------------------------------- */

#define CRAWL_URL_MAX 8192 /* bytes; longer URLs are malformed to us */

struct crawl_link {
    /* Absolute, as the source means it (entities decoded); fragment and userinfo may be there. */
    struct str url;
    uint32_t weight; /* how many places carry exactly this URL; 0 counts as 1 */
    bool own; /* answered elsewhere (the site itself, its repository): VERDICT_SKIPPED, REASON_EXCLUDED */
};

enum crawl_lane {
    LANE_ALL,      /* every URL but those whose ledger row is good and not expired */
    LANE_NEW_ONLY, /* only URLs that have no row (pull request) */
    LANE_REFRESH,  /* URLs without a good row, and the `refresh` oldest good ones (schedule) */
    LANE_OFFLINE,  /* the ledger alone (hook, editor, --list) */
};

/* An environment variable and where it may be sent. Only the command line and the environment say so: the site's
 * configuration comes with the branch that is checked, and may name a variable for a host but never bind it. */
struct crawl_secret {
    struct str variable;
    struct str host; /* "api.partner.org", or "*.partner.org" for every name below it */
    uint16_t port;   /* that one alone */
    bool https;      /* else plain HTTP */
};
/* "NAME=HOST", "NAME=*.HOST:8443", "NAME=http://HOST": HTTPS and its own port unless the text says otherwise. Strings
 * come from arena. */
bool crawl_secret_read(struct arena *arena, struct str text, struct crawl_secret *secret,
                       struct error *error);

struct crawl_host_rule {    /* a site's own settings for a host; the first that matches counts */
    struct str host;        /* "github.com", or "*.example.net" for every name below it */
    uint32_t connections;   /* at the same time; 0 = default */
    uint32_t gap_ms;        /* between starts; 0 = default */
    const uint16_t *accept; /* statuses that are ok there, instead of the default list */
    size_t accept_count;
    const struct str *headers; /* "Name: value"; only ever sent to this host */
    size_t header_count;
    const char
        *authorization_env; /* environment variable whose value is sent as Authorization, where it is bound to
                                      the host (crawl_secret); NULL = none */
    const char *cookie_env; /* the same for Cookie */
    struct span place;      /* of its key in the configuration */
    bool get;               /* never HEAD */
    bool http1;             /* never HTTP/2 */
    bool no_fragments;      /* anchors there are made by scripts */
};

enum crawl_lookup { LOOKUP_FOUND, LOOKUP_NO_SUCH_HOST, LOOKUP_FAILED, LOOKUP_SYSTEM /* ask the system */ };

struct crawl_progress {
    uint32_t done, total;
    uint32_t requests, in_flight;
    double per_second;
    struct str slowest; /* host that has been waited for longest; may be absent */
};

struct crawl_options { /* start from crawl_defaults() */
    enum crawl_lane lane;
    uint32_t refresh;            /* LANE_REFRESH */
    uint32_t shard, shards;      /* --shard K/N: hosts whose hash falls on K of 1..N; shards 0 = all */
    uint32_t in_flight;          /* 64 */
    uint32_t per_host;           /* 4 connections */
    uint32_t per_host_streams;   /* 8 over HTTP/2 */
    uint32_t gap_ms, gap_max_ms; /* 100; 5,000: between starts on a host, doubled by 429 and 503 */
    uint32_t connect_ms;         /* 5,000: name, TCP and TLS */
    uint32_t header_ms;          /* 15,000: from the start to the end of the header */
    uint32_t whole_ms;           /* 20,000 */
    uint32_t retry_ms; /* 10,000: a failed request is asked again so long after it began, at the earliest */
    uint32_t retries;  /* 1: after failed connections and time-outs */
    uint32_t retries_busy;  /* 2: after 429 and 503 */
    uint32_t wait_max_ms;   /* 30,000: Retry-After and RateLimit headers are clamped to this */
    uint32_t budget_ms;     /* 0 = none; what is not done then gets the ledger's verdict, or */
                            /* VERDICT_NOT_CHECKED when there is none; the same on an interrupt */
    uint32_t max_redirects; /* 20 */
    uint32_t max_body;      /* 5 MiB, decoded; only read when a fragment is looked for */
    uint32_t max_header;    /* 64 KiB */
    /* 16: so many pages of a host are asked for by GET, not HEAD, for what their titles say; when one of them says that
     * nothing is there, so are the rest. 0: titles are read where GET is needed anyway. */
    uint32_t titles;
    bool fragments;                    /* look for fragments in remote HTML */
    bool robots;                       /* obey robots.txt */
    bool allow_private;                /* every address may be connected to */
    const struct str *allow_addresses; /* "10.1.0.0/16", "::1": may be connected to although private */
    size_t allow_address_count;
    const struct str *site_addresses; /* when there are any: of the private addresses allowed only these */
    size_t site_address_count;
    const struct crawl_secret *secrets;
    size_t secret_count;
    const uint16_t *accept; /* statuses that are ok, instead of 200..299 */
    size_t accept_count;
    const struct crawl_host_rule *hosts;
    size_t host_count;
    const char *user_agent; /* "contentlint/X.Y (+page; link checker)" */
    const char *ca_file;    /* PEM bundle; NULL = where the TLS library looks */
    bool use_proxy;         /* http_proxy, https_proxy, all_proxy, no_proxy of the environment */
    /* Excluded by the site's configuration? Also asked for every redirect target. NULL = nothing is. */
    bool (*excluded)(void *data, struct str url);
    void *excluded_data;
    /* Name lookup for tests: fills address ("127.0.0.5", or several with commas). NULL = the system's. */
    enum crawl_lookup (*lookup)(void *data, const char *host, char address[256]);
    void *lookup_data;
    /* Called at most five times a second and once at the end. NULL = not. */
    void (*progress)(void *data, const struct crawl_progress *progress);
    void *progress_data;
    /* Path of the ledger beside which answers are kept as they come: see ledger_journal_open. NULL = they are not. */
    const char *journal_of;
    const volatile sig_atomic_t *interrupted; /* becomes non-zero when the run has to end; NULL = never */
    int64_t now; /* seconds since 1970; 0 = the clock. For dates, not for time-outs */
};
struct crawl_options crawl_defaults(void);
/* Applies links.external of contentlint.yml, whose text is source (settings NULL: nothing is said there); see
 * rules/contentlint.schema.yaml for its keys. It can narrow what the options allow and widens nothing: see
 * crawl_secret and site_addresses. `ledger` and `exclude` are the caller's business. Strings come from arena and from
 * the node. False with a place: a header, an address or a name that cannot be sent. */
bool crawl_configure(struct arena *arena, const struct source *source, const struct node *settings,
                     struct crawl_options *options, struct error *error);
/* Is text one of those of allow_addresses? */
bool crawl_address_ok(struct str text);

struct crawl_result {              /* for links[i]: results[i] */
    const struct verdict *verdict; /* shared by all links to the same page; never NULL */
    enum fragment_verdict fragment;
};

struct crawl_host {
    struct str name; /* "host" or "host:port", ASCII */
    uint32_t urls, links, requests, answers;
    uint32_t ok, moved, broken, unverifiable;
    uint32_t slowest_ms, total_ms; /* of its requests */
    uint16_t busy;                 /* 429 and 503 answers */
    bool asked;                    /* at least one request was started */
    enum verdict_reason down; /* REASON_NONE, or why no URL of it could be asked: one finding for them all */
    enum verdict_kind down_kind;
    const struct crawl_host_rule *rule; /* NULL = none */
    uint32_t withheld;                  /* URLs not asked for want of a secret: REASON_SECRET */
    const char *secret;                 /* the first variable that was wanting */
};

struct crawl_report {
    struct crawl_result *results; /* one per link, same order */
    size_t result_count;
    const struct verdict **verdicts; /* one per distinct URL, sorted by URL */
    size_t verdict_count;
    uint32_t totals[VERDICT_KINDS]; /* distinct URLs by verdict */
    struct crawl_host *hosts;       /* sorted by name */
    size_t host_count;
    uint32_t left; /* URLs that were due and got no answer of their own before the run ended */
    uint32_t requests, connections;
    int64_t wall_ms;
    int32_t today;           /* date the run gives to ledger rows */
    bool no_network;         /* hosts were asked and none answered: exit 2, leave the ledger alone */
    bool interrupted;        /* by the flag, or: */
    struct str interruption; /* why the run could not go on; absent: the flag */
    bool over_budget;
    struct ledger_journal *journal; /* to be ended or left by the caller; NULL = none was opened */
    struct error journal_error;     /* why it could not be written to its end; without message: it could */
};

/* Links in, one result per link out; all memory from arena (strings of links are borrowed). False only when
 * the run could not start (bad option, libcurl without what is needed). May raise the soft limit of open
 * files up to the hard one, and asks for less at a time when that is small. ledger may be NULL. Blocks
 * SIGPIPE's effect for itself only. */
struct ledger;
bool crawl_run(struct arena *arena, const struct crawl_link *links, size_t count,
               const struct crawl_options *options, const struct ledger *ledger, struct crawl_report *report,
               struct error *error);
/* What libcurl is made of, as it says: "libcurl/7.88.1 OpenSSL/3.0.22 zlib/1.2.13 nghttp2/1.52.0". */
struct str crawl_libraries(void);
/* Path below root ("" is the machine's own) of the first bundle of certificates that one of the usual places of systems
 * has; NULL: none of them. A program with a TLS library of its own knows none by itself. */
const char *crawl_authorities(struct arena *arena, const char *root);
/* Is the bundle there that SSL_CERT_FILE names? */
bool crawl_authorities_named(const char *file, struct error *error);
/* Did every HTTPS URL that was asked fail, and some because the issuer of the certificate is not known? */
bool crawl_verified_none(const struct crawl_report *report);
/* The report's hosts, slowest first (by slowest_ms) or worst first (by broken, then unverifiable), at most
 * `max`; hosts that were not asked are left out. */
size_t crawl_slowest(const struct crawl_report *report, const struct crawl_host **hosts, size_t max);
size_t crawl_worst(const struct crawl_report *report, const struct crawl_host **hosts, size_t max);

/* ---- the ledger --------------------------------------------------------------------------------------- */

/* A sorted text file fit to commit and merge, at most LEDGER_MAX_BYTES and LEDGER_MAX_ROWS, for reading and writing
 * alike. First line "# contentlint links 1",
 * then one row per URL of twelve columns with one tab between, "-" for none:
 *
 *   - url verdict status checked good failed runs expires by reason final validator
 *
 * Dates are YYYY-MM-DD; `by` is "crawl" or "manual"; the validator is the ETag (with its quotes) or
 * Last-Modified. */

#define LEDGER_MAX_BYTES (256 << 20)
#define LEDGER_MAX_ROWS  1000000

struct ledger_row {
    struct str url;         /* canonical, without fragment and userinfo */
    enum verdict_kind kind; /* OK, MOVED, BROKEN, UNVERIFIABLE */
    int32_t checked;        /* date of the last answer that changed the row */
    int32_t good;           /* last good (ok or moved), 0 = never */
    int32_t failed;         /* first failed of the present series, 0 = it is good */
    uint16_t status;        /* last HTTP status, 0 = none */
    uint16_t runs;          /* runs in a row with this kind of failure or move */
    int32_t expires;        /* good rows: ask again from this date on; 0 = at once */
    bool manual;            /* a person said so; never overwritten before it expires */
    enum verdict_reason reason;
    struct str final_url; /* moved: the suggestion */
    struct str validator; /* ETag or Last-Modified, for a conditional request */
};
struct ledger {
    struct ledger_row *rows; /* sorted by URL, unique */
    size_t count;
};
struct ledger_fault { /* becomes a diagnostic at path:line */
    uint32_t line;    /* 1-based */
    struct str message;
};
typedef ARRAY_OF(struct ledger_fault) ledger_faults;

/* A missing file is an empty ledger. Damaged lines (merge markers too) are reported and left out, duplicate
 * rows are joined. False: it could not be read at all. */
bool ledger_read(struct arena *arena, const char *path, struct ledger *ledger, ledger_faults *faults,
                 struct error *error);
void ledger_parse(struct arena *arena, struct str text, struct ledger *ledger, ledger_faults *faults);
struct str ledger_format(struct arena *arena, const struct ledger *ledger);
/* The same in parts, so that not all of it is in memory: each call makes the next one, which lives in text->arena until then;
 * empty behind the last. */
struct ledger_text {
    const struct ledger *ledger;
    size_t row;         /* 0 at first */
    struct buf part;    /* the last one; absent at first */
    struct arena arena; /* to be freed */
};
struct str ledger_next(void *text);
/* Atomic: a reader, a crash or a full disk never see a half-written ledger. */
bool ledger_write(const char *path, const struct ledger *ledger, struct error *error);
const struct ledger_row *ledger_find(const struct ledger *ledger, struct str url); /* NULL when absent */
bool ledger_equal(const struct ledger *a, const struct ledger *b);
/* No date is believed that a crawl cannot have written by `today`: a row from the future counts as asked LEDGER_LONG_AGO
 * and holds no more, and none holds longer after it was asked than the policy's longest term. Rows that a person wrote
 * hold as long as they say. */
void ledger_believe(struct ledger *ledger, int32_t today);
#define LEDGER_LONG_AGO 1

struct ledger_policy {
    int32_t good_days;   /* 14: good rows expire after so many days … */
    int32_t spread_days; /* 3: … give or take so many, by the URL's hash */
    bool prune; /* the links are the whole site's: rows of other URLs are dropped, manual ones kept */
};
struct ledger_policy ledger_policy_defaults(void);
/* What the run adds to `old`. URLs that carry credentials or tokens in their query get no row. A good row is
 * left as it is until it expires or what it says changes. */
void ledger_update(struct arena *arena, const struct ledger *old, const struct crawl_report *report,
                   const struct ledger_policy *policy, struct ledger *updated);
/* The row that an answer makes of `old` (NULL: none); false when the ledger stays as it is. */
bool ledger_answer(const struct verdict *verdict, const struct ledger_row *old, int32_t today,
                   const struct ledger_policy *policy, struct ledger_row *row);
/* Joins n ledgers: the same result in any order. For one URL the latest answer counts. Of more rows
 * than LEDGER_MAX_ROWS one more is there, and ledger_write refuses it. */
void ledger_merge(struct arena *arena, const struct ledger *ledgers, size_t n, struct ledger *merged);
/* Copies the texts of the rows, so that what they were read from can go. */
void ledger_own(struct arena *arena, struct ledger *ledger);
/* git merge driver (%O %A %B): as above, but what one side left as it was in base does not count against the other,
 * which changed or deleted it. */
void ledger_merge3(struct arena *arena, const struct ledger *base, const struct ledger *ours,
                   const struct ledger *theirs, struct ledger *merged);
/* The same without base in memory: of each row of a side, whether it is as in base. They are written to. */
bool *ledger_unchanged(struct arena *arena, const struct ledger *base, const struct ledger *side);
void ledger_merge_changes(struct arena *arena, const struct ledger *ours, bool *ours_unchanged,
                          const struct ledger *theirs, bool *theirs_unchanged, struct ledger *merged);

/* ---- a ledger that is written during a run: by several at once, and by some that are killed ---- */

/* Before a run that will write the ledger at path reads it: what runs that were killed had learnt is in their journals
 * beside it; they are joined to it and removed. False: it could not be written. */
bool ledger_recover(const char *path, int32_t today, struct error *error);
/* The rows of a run, as they come, in "<ledger>.<process>-<n>.part". False: the ledger could not be written either. */
struct ledger_journal;
bool ledger_journal_open(struct arena *arena, const char *path, struct ledger_journal **journal,
                         struct error *error);
bool ledger_journal_add(struct ledger_journal *journal, const struct ledger_row *row, struct error *error);
void ledger_journal_end(struct ledger_journal *journal);   /* its rows are in the ledger: removes it */
void ledger_journal_leave(struct ledger_journal *journal); /* they are not: the next run finds it */
/* Writes what a run made of its ledger. Under a lock that all of them take, it is joined with what others have written
 * since: nobody's answers are lost. */
struct ledger_change {
    const struct ledger *base; /* as the run read it … */
    uint64_t seen; /* … from a text of this str_hash; that of the empty text when there was none */
    const struct ledger *ours;
    int32_t today;
};
bool ledger_save(const char *path, const struct ledger_change *change, struct error *error);
/* That lock, for others who read a ledger and write it: a file beside it that one writer at a time holds, and that is gone
 * when nobody does. -1 with error: it could not be had. */
int ledger_lock(struct arena *arena, const char *path, struct error *error);
void ledger_unlock(struct arena *arena, const char *path, int lock);

enum ledger_severity { LEDGER_FINE, LEDGER_NOTE, LEDGER_WARNING, LEDGER_ERROR };
/* How loudly to say it. Broken: an error when the link is new in the change or the ledger knows nothing of
 * it; else a note, a warning after 3 failed runs over at least 3 days, an error after 14 days. Unverifiable:
 * a note. Moved: a note, a warning from the second run on. */
enum ledger_severity ledger_severity(const struct verdict *verdict, bool new_in_change, int32_t today);

int32_t ledger_date(int64_t seconds); /* days since 1970 of a time */

#endif
