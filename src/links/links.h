/* links: where an address leads on a site that site.h has loaded. The redirect rules of hosting services, the links
 * of a page, and the URLs that an older site served and this one doesn't. FILE and LINK are as in site.h.
 *
 * Memory is the arena's that each function is given; results point into the site and the sources, which must outlive
 * them.
 */
#ifndef CONTENTLINT_LINKS_H
#define CONTENTLINT_LINKS_H

#include "site/site.h"

struct link; /* page/page.h */

/* ---- redirects.c, redirects_match.c: rules of hosting services, with places ------------------------------
 * Sources: Netlify "Redirect options", Cloudflare Pages "Redirects", Vercel and Azure Static Web Apps configuration. */

/* Rules read for one site, and those of them with placeholders or a splat, which are tried one by one. The first rule
 * beyond is a fault; what addresses lead to that no rule answers is unknown from then on. */
#define REDIRECTS_MAX_RULES   250000
#define REDIRECTS_MAX_DYNAMIC 2000

enum redirect_dialect {
    REDIRECT_NETLIFY,    /* _redirects; a file beats a rule unless the rule says `!` */
    REDIRECT_CLOUDFLARE, /* _redirects beside wrangler.*; a rule beats a file */
    REDIRECT_TOML,       /* netlify.toml [[redirects]] */
    REDIRECT_VERCEL,     /* a redirect beats a file, a rewrite doesn't */
    REDIRECT_AZURE,      /* a route beats a file */
    REDIRECT_PAGE /* front matter `redirects: [{from, to}]`, where the site turns them into _redirects */
};
enum redirect_segment_kind {
    SEGMENT_LITERAL,
    SEGMENT_ONE, /* ":name": one path element */
    SEGMENT_REST /* "*", ":name*": everything from here, also nothing */
};
struct redirect_segment {
    enum redirect_segment_kind kind;
    struct str text; /* the literal, or the placeholder's name ("splat" for "*") */
};
struct redirect {
    const struct source *source;
    enum redirect_dialect dialect;
    struct span span, from_span, to_span; /* the rule; its addresses as written, without quotes */
    struct str from, to;                  /* as written; decoded from TOML, JSON or YAML */
    struct str host;                      /* of `from` when that is an absolute URL; absent otherwise */
    struct str path; /* of `from`: leading '/', no trailing '/' (but "/"), no query, decoded */
    struct redirect_segment *segments; /* of path; dynamic rules only */
    uint32_t segment_count;
    uint32_t order;   /* place in the order of evaluation, from 0 */
    int status;       /* 301 when nothing is said (Vercel: 307, 308) */
    bool force;       /* runs even where a file exists */
    bool conditional; /* country, language, role, query, header, method …: may not run */
    bool dynamic;     /* has placeholders or a splat */
    bool opaque;      /* has a form that isn't read here (a regular expression): only its folder is known */
};
struct redirect_fault { /* an entry the service ignores or refuses */
    const struct source *source;
    struct span span;
    struct str message;
};
struct redirects { /* zero-initialise; add files in their order of evaluation, then redirects_index */
    ARRAY_OF(struct redirect) rules;
    ARRAY_OF(struct redirect_fault) faults;
    struct map exact;    /* private: path -> first static rule */
    struct map prefixes; /* private: literal folder -> dynamic rules */
    uint32_t *next_same; /* private: rule -> next rule of the same path or prefix, UINT32_MAX at the end */
    size_t dynamic;
    bool incomplete; /* there are more rules than the maximum */
    struct str
        base; /* netlify.toml's [build] base: the folder it builds, seen from the git root; may be absent */
    bool cuts_slash; /* the host sends "/a/" to "/a" (Vercel trailingSlash: false, Azure "never") */
};

/* Each reads one file's rules into set; the source must outlive it. What it would refuse is a fault. */
void redirects_read_list(struct arena *arena, struct redirects *set, const struct source *source,
                         enum redirect_dialect dialect);
void redirects_read_toml(struct arena *arena, struct redirects *set, const struct source *source);
void redirects_read_vercel(struct arena *arena, struct redirects *set, const struct source *source);
void redirects_read_azure(struct arena *arena, struct redirects *set, const struct source *source);
void redirects_index(struct arena *arena, struct redirects *set);

/* The first rule from `order` on that may match the path (leading '/', decoded, no query), or NULL. Rules of other
 * hosts never match; conditional and opaque ones do. */
const struct redirect *redirects_find(const struct redirects *set, struct str path, uint32_t order);
/* Where the rule sends path: `to`, placeholders filled in. Absent when that can't be known. */
struct str redirects_target(struct arena *arena, const struct redirect *rule, struct str path);
/* The earlier rule that leaves `rule` nothing to do, or NULL. */
const struct redirect *redirects_hidden_by(const struct redirects *set, const struct redirect *rule);
bool redirect_moves(const struct redirect *rule); /* 3xx: others serve another file or an error in place */
bool redirect_beats_file(const struct redirect *rule); /* does it run although the path is a file? */

/* ---- links.c, resolve*.c: where the links of a page lead ------------------------------------------------ */

enum resolution_status {
    RESOLUTION_OK,       /* a file that is served */
    RESOLUTION_EXTERNAL, /* another host, mailto: and the like: not judged here */
    RESOLUTION_SKIPPED,  /* empty, a placeholder, a template's business: nothing to judge */
    RESOLUTION_UNKNOWN,  /* the model can't know whether it exists: never reported as broken */
    RESOLUTION_BROKEN,   /* nothing is served there */
    RESOLUTION_ALIAS,    /* an alias of a page: works, through a redirect; `final` is where it ends */
    RESOLUTION_REDIRECT, /* a rule of a redirect file */
    RESOLUTION_DROPPED,  /* a page that isn't published: draft, future, expired … */
    RESOLUTION_MISSING_ANCHOR,
    RESOLUTION_MISSING_REF,   /* ref, relref, {% link %}, {% post_url %}: no such page; the build fails */
    RESOLUTION_AMBIGUOUS_REF, /* ref, relref: several pages; the build fails */
    RESOLUTION_SLASH,         /* works, but through the server's redirect to the trailing slash */
    RESOLUTION_CASE,          /* exists with other upper and lower case only */
    RESOLUTION_MALFORMED      /* no browser and no server can make an address of it */
};
enum resolution_flag {
    RESOLUTION_OWN_HOST = 2,   /* written as an absolute URL of the site itself */
    RESOLUTION_REPOSITORY = 4, /* a file of the site's own repository, on its hosting service */
    RESOLUTION_BY_NAME = 8, /* resolved as a generator's reference (ref, content path, file), not as a URL */
    RESOLUTION_NO_ANCHOR = 16, /* the page that a detour ends at hasn't the anchor asked for */
    RESOLUTION_UNSEARCHED =
        32, /* UNKNOWN: too many links of the page were looked for by their words before it */
};
/* Why a link that gets nowhere is a fault, or why that is not certain. evidence.c decides it for every link. */
enum evidence_weight {
    EVIDENCE_CERTAIN,
    EVIDENCE_DOUBT, /* something that is not seen here may supply what is missed, or nobody reads the page: a note */
};
struct evidence {
    enum evidence_weight weight;
    const char *reason; /* a sentence without its stop */
};
struct resolution {
    enum resolution_status status;
    unsigned flags;    /* enum resolution_flag */
    const char *doubt; /* what the way there leaves open; NULL: nothing. evidence has the judgement */
    struct evidence evidence;
    struct str url;      /* path asked for, decoded, with the base path: "/sub/a/" */
    struct str fragment; /* decoded; absent without '#' */
    struct str final;    /* ALIAS, REDIRECT, SLASH, CASE: the LINK it ends at; absent: unknown */
    /* The same as the author would write it, with Liquid, base path and fragment; of an OWN_HOST link that is OK, its
     * path. Absent unless it is known to lead to the same place, anchor included, with no detour. */
    struct str rewrite;
    struct str suggestion;           /* "did you mean": a LINK, an id or a content path; absent without */
    const struct site_page *target;  /* the page it leads to (through the alias or redirect too) */
    const struct site_page *other;   /* AMBIGUOUS_REF: a second candidate */
    const struct site_url *claim;    /* what is served there */
    const struct redirect *redirect; /* REDIRECT */
    const struct built_link *became; /* in the built page; NULL: it is not there, or there is no build */
};

struct links; /* the graph of one site: redirect rules, hosts, repository, what can't be known */

/* Reads redirect files and what else resolution needs. */
bool links_open(struct arena *arena, const struct site *site, struct links **links, struct error *error);
/* What the owner of the site says of it: globs of addresses that something else serves ("/shop/" and all below it), and
 * of files, or with a slash before them addresses, that are made before or by the build. Both outlive links. */
void links_assume(struct links *links, const str_array *served, const str_array *generated);
/* Which of these globs (bit i: the i-th of served, and then of generated, up to LINKS_ASSUMED_MAX of both) speak of the
 * address, decoded and with the base path, whatever is there. site_page: the page that links to it. */
#define LINKS_ASSUMED_MAX 64
uint64_t links_assumed(const struct links *links, struct arena *arena, const struct site_page *site_page,
                       struct str url);
struct page_store; /* page/page.h */
/* Bodies are asked of `pages` from here on, which must outlive the links; otherwise each is read when it is asked for. */
void links_use_pages(struct links *links, struct page_store *pages);
/* For a run that checks each page once, without page_store. The page will be checked: what is parsed of it before, for its
 * anchors say, is kept, and what its check parses leaves its ids to those who ask later. Before links_resolve. */
void links_expect(struct links *links, const struct site_page *page);
/* What was kept of the page, when it has that text; it stays until links_checked. NULL: nothing. Several threads may call
 * these two, each for pages of its own. */
const struct page *links_kept_page(const struct links *links, const struct site_page *page, struct str text);
/* The check of an expected page is over. page: its parsed body; NULL: it has none at hand. */
void links_checked(const struct links *links, const struct site_page *site_page, const struct page *page);
/* The page's body is another one, with other anchors; nothing else of the site is. */
void links_forget(struct links *links, const struct site_page *page);
/* Resolves every link of a page (its body parsed): as many resolutions as page->links, in the same order. Bodies of
 * the pages whose anchors are asked for are read once per site, whoever asks first. Several threads may call it. */
const struct resolution *links_resolve(const struct links *links, struct arena *arena,
                                       const struct site_page *site_page, const struct page *page);
/* What a link that gets nowhere may have in common with others; the most general first. */
enum link_cause_kind {
    LINK_CAUSE_PLACEHOLDER, /* the same "<VERSION>" in the target */
    LINK_CAUSE_FOLDER,      /* a first folder of which the site serves nothing: "/shop/" */
    LINK_CAUSE_CONTENTS,    /* anchors that the page itself, here its LINK, has not */
    LINK_CAUSE_PAGE,        /* anchors that one other page has not */
    LINK_CAUSE_RELATIVE,    /* relative addresses of Markdown, and no template is here that may read them */
    LINK_CAUSE_ADDRESS      /* the address */
};
#define LINK_CAUSES_MAX 4
struct link_cause {
    enum link_cause_kind kind;
    struct str text;
};
struct link_causes {
    struct link_cause items[LINK_CAUSES_MAX];
    size_t count;
};
struct link_causes links_causes(const struct links *links, struct arena *arena, const struct site_page *from,
                                const struct link *link, const struct resolution *resolution);
/* Does the owner say that something else serves the path, or that it is made (links_assume)? */
bool links_says_served(const struct links *links, struct arena *arena, struct str path);
struct built; /* built/built.h */
struct built_page;
/* The same once the build is asked: a link is judged by what it became on the built page of its page, and one that is not
 * there is not judged. */
const struct resolution *links_as_built(const struct links *links, struct arena *arena,
                                        const struct site_page *site_page, const struct page *page,
                                        const struct built *built, const struct built_page *to,
                                        const struct resolution *list);
const struct redirects *links_redirects(const struct links *links);
const struct outlook *links_outlook(const struct links *links);
/* The text files redirect rules were read from: sources with places, for checks. */
const struct source *const *links_sources(const struct links *links, size_t *count);
#define REDIRECT_MAX_HOPS 20 /* as browsers stop following */

enum course_end {
    COURSE_SERVED,   /* a page or file */
    COURSE_EXTERNAL, /* another host */
    COURSE_UNKNOWN,  /* can't be known */
    COURSE_NOTHING,  /* nothing is served there */
    COURSE_LOOP      /* back where it was, or never ending */
};
struct course_step {
    struct str path;                 /* asked for */
    const struct redirect *redirect; /* the rule that answers; NULL for an alias */
    const struct site_page *alias;   /* the page whose alias answers; NULL for a rule */
};
struct course { /* where a redirect rule leads, hop by hop */
    enum course_end end;
    struct resolution last;                      /* of the last path, unless EXTERNAL or LOOP */
    struct str path;                             /* the last path or address */
    struct course_step steps[REDIRECT_MAX_HOPS]; /* after the rule itself */
    size_t count;
};
/* Follows a rule that moves (redirect_moves). Placeholders stand for themselves, ":splat": then NOTHING isn't told. */
void links_follow(const struct links *links, struct arena *arena, const struct redirect *rule,
                  struct course *course);
/* The address nearest to a path that isn't served, for "did you mean"; absent without. */
struct str links_nearest(const struct links *links, struct arena *arena, struct str path);
/* The rules of one source, [*first, *first + count); 0 when it has none. */
size_t links_rules_of(const struct links *links, struct str path, size_t *first);
/* Reads every body and notes which pages the others link to (aliases, refs too): once, before links_is_linked. */
void links_read_inbound(struct links *links, unsigned threads);
bool links_is_linked(const struct links *links, const struct site_page *page);
/* What templates make of the title and the description: they print them as they are, render them as Markdown or HTML, or
 * it cannot be told. Outside of generators whose templates escape: MARKUP. */
enum links_fields { LINKS_FIELDS_UNKNOWN, LINKS_FIELDS_PLAIN, LINKS_FIELDS_MARKUP };
enum links_fields links_fields(const struct links *links);
/* What links_resolve left alone, as a sentence: links to files of a kind that the checkout has none of; or absent. */
struct str links_absent_note(const struct links *links, struct arena *arena);
void links_close(struct links *links); /* frees the ids read for anchors; NULL is fine */

/* ---- lost.c, lost_match.c: URLs of one revision that another doesn't serve --------------------------------- */

enum lost_reason {
    LOST_MOVED,   /* its page is served elsewhere now */
    LOST_DROPPED, /* its page is a draft, future or expired now, or isn't rendered */
    LOST_ALIAS,   /* the alias was taken away from its page */
    LOST_DELETED  /* no page of today is its page of then; a resource's file is gone */
};
struct lost_url {
    const struct site_url *url;   /* of the older site */
    const struct site_page *page; /* of the newer one; NULL for LOST_DELETED, but of a resource */
    enum lost_reason reason;
    struct str alias; /* to add to the page so that the URL is served again; absent: no alias can do it */
};
struct lost_urls {
    ARRAY_OF(struct lost_url) items; /* sorted by the page's source (absent first), then by URL */
};
/* For each page of `before` (by index): its page in `now`, of the same file or of a new one that it was renamed to, as its text
 * or most of it tells; NULL: it is gone. */
const struct site_page **lost_match(struct arena *arena, const struct site *before, const struct site *now);
/* Pages, sections, terms, aliases, page resources and static files of `before` that neither `now` nor a redirect rule
 * serves. URLs that a glob of `gone` matches ("/old/", "/2019/?*") are left out: they were meant to go. */
struct lost_urls *lost_find(struct arena *arena, const struct site *before, const struct site *now,
                            const struct redirects *redirects, const str_array *gone);
/* The same where it is known which page of `now` each page of `before` is (by its index; NULL: none). */
struct lost_urls *lost_between(struct arena *arena, const struct site *before, const struct site *now,
                               const struct redirects *redirects, const str_array *gone,
                               const struct site_page *const *matches);
/* Leaves out what the published site never served: nobody can have the address. NULL: nothing was published. */
void lost_keep_published(struct lost_urls *lost, const struct site *published);

#endif
