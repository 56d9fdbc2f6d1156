/* site: what a site serves. Finds the site a file belongs to, reads its configuration, and computes from
 * content and configuration alone every URL the generator publishes; then answers "who claims this file?".
 *
 * Two names per URL (Hugo's own words in brackets)
 *   FILE  the published file below the publish folder, raw bytes, no leading slash: "posts/a b/index.html".
 *   LINK  what a browser asks for (RelPermalink): percent-encoded, with the base path, "/sub/posts/a%20b/".
 * Every collision is decided on FILE: "/a", "/a/", "//a" and "/x/../a" are one file.
 *
 * The complete site is const before any rule runs; all memory is the arena's that site_load was given, which
 * must outlive it. Numbers such as (1.4) are sections of the project's notes "How Hugo maps content to URLs".
 */
#ifndef CONTENTLINT_SITE_H
#define CONTENTLINT_SITE_H

#include "base/base.h"

struct page; /* page/page.h */

/* ---- tree.c: where files come from (the disk, a git revision, an editor's buffers) ---------------------- */

struct tree {
    void *state;
    /* Appends every regular file below dir (relative to the site's root; "" is the root) to *files, as paths
     * relative to dir, sorted bytewise. A dir that isn't there lists nothing; that's no error. */
    bool (*list)(void *state, struct arena *arena, struct str dir, str_array *files, struct error *error);
    /* The text of one file. Called from several threads at once, each with an arena of its own. Returns false
     * with an empty error->message when there is no such file. */
    bool (*read)(void *state, struct arena *arena, struct str path, struct str *text, struct error *error);
    /* The same, but at most the first `max` bytes. NULL where that saves nothing. */
    bool (*read_head)(void *, struct arena *, struct str path, size_t max, struct str *text, struct error *);
    bool (*has)(void *state, struct arena *arena, struct str path); /* NULL: what can be read is there */
};
/* The files on the disk below root. .git, and node_modules folders when listing the root, are left out. Nothing is there
 * of what lies outside the repository around root, by name or through a link to a folder. */
struct tree tree_disk(struct arena *arena, struct str root);
bool tree_has(const struct tree *tree, struct arena *arena, struct str path); /* is there such a file? */

/* ---- detect.c: which site does a file belong to? -------------------------------------------------------- */

enum generator {
    GENERATOR_NONE, /* files are served as they are */
    GENERATOR_HUGO,
    GENERATOR_JEKYLL
};
struct site_root {
    struct str path; /* as it can be opened: absolute, or relative to the working directory as `start` was */
    enum generator generator;
};
/* Finds the site that the file or folder `start` lies in: the nearest folder from there up to the git root
 * (or the file system's) with hugo.*, config.* of Hugo, config/_default or _config.yml. Without one:
 * generator NONE and the git root (without a git repository: start itself, or its folder). */
struct site_root site_detect(struct arena *arena, struct str start);
enum generator site_generator(struct arena *arena, const struct tree *tree); /* of the one at its root */
/* Every site below folder, sorted by path, nested ones too; theme and module folders of a site are none. */
bool site_detect_all(struct arena *arena, struct str folder, struct site_root **roots, size_t *count,
                     struct error *error);

/* ---- config.c: configuration, merged as Hugo does, with the file each value came from (section 4) ------- */

/* Hugo 0.111.3 as a number that can be compared. */
#define HUGO_VERSION(major, minor, patch) ((uint32_t)((major)*1000000 + (minor)*1000 + (patch)))
#define HUGO_VERSION_NEWEST               HUGO_VERSION(0, 169, 0)
bool hugo_version_parse(struct str text, uint32_t *version); /* "0.111.3", "v0.161"; false: no version */
/* The version a repository builds with: netlify.toml, workflows, package.json, module.hugoVersion.min;
 * `source` says where it was read. 0 when nothing tells. */
uint32_t hugo_version_guess(struct arena *arena, const struct tree *tree, unsigned levels,
                            const struct node *config, struct str *source);

/* The source a node of site->config was read from; NULL for values from flags and the environment. Only for
 * nodes reached from site->config (or a language's): they carry their source. */
const struct source *config_source(const struct node *node);
struct site;
/* The value of a dotted key ("markup.goldmark.renderer.unsafe"), case ignored; a language's value first.
 * language may be SITE_NO_LANGUAGE. NULL when nobody set it. */
const struct node *site_config(const struct site *site, unsigned language, struct str dotted);

/* ---- the model ------------------------------------------------------------------------------------------ */

#define SITE_NO_LANGUAGE UINT32_MAX

struct site_language {
    struct str code;           /* lower case: "en", "pt-br" */
    struct str name;           /* as configured: "pt-BR" */
    const struct node *config; /* languages.CODE, may be NULL */
    struct str base_url;       /* absolute, ends in '/': the site's, or its own (multihost) */
    struct str base_path;      /* path of base_url, "/" or "/sub/" */
    struct str prefix;         /* of LINK and FILE: "" or "fr" */
    struct str file_root;      /* of FILE alone: "" or the host's folder "fr" (multihost) */
    int weight;
};

enum site_kind { KIND_HOME, KIND_SECTION, KIND_PAGE, KIND_TAXONOMY, KIND_TERM };
enum site_bundle {
    BUNDLE_SINGLE,  /* a.md */
    BUNDLE_LEAF,    /* a/index.md */
    BUNDLE_BRANCH,  /* a/_index.md, and list pages without a file */
    BUNDLE_RESOURCE /* a page file inside a leaf bundle: no URL of its own */
};
enum page_flag { /* why a page is not served, or not quite (1.9) */
                 PAGE_DRAFT = 1,
                 PAGE_FUTURE = 2,
                 PAGE_EXPIRED = 4,
                 PAGE_HEADLESS = 8,
                 PAGE_NO_RENDER = 16,       /* build.render: never */
                 PAGE_LINK_ONLY = 32,       /* build.render: link: a LINK, no file */
                 PAGE_NO_RESOURCES = 64,    /* build.publishResources: false */
                 PAGE_SHADOWED = 128,       /* another source has its content path (1.1.4, 1.1.5) */
                 PAGE_KIND_DISABLED = 256,  /* disableKinds */
                 PAGE_PARENT_DROPPED = 512, /* a section above is a draft, before 0.123 (1.9.2) */
                 PAGE_LANGUAGE_OFF = 1024,  /* its language is disabled */
                 PAGE_RACING = 2048,        /* which of several sources wins differs between builds */
};
#define PAGE_DROPPED                                                                                         \
    (PAGE_DRAFT | PAGE_FUTURE | PAGE_EXPIRED | PAGE_SHADOWED | PAGE_PARENT_DROPPED | PAGE_LANGUAGE_OFF)

struct site_alias {
    struct str text;             /* as written, decoded */
    const struct node *node;     /* the value; its span is in `source` */
    const struct source *source; /* the page's own, or where the cascade is written */
    struct str file, link;       /* where the redirect lands; absent when Hugo refuses it (then `failure`) */
    const char *failure;         /* NULL, or why Hugo's build fails: a sentence */
    bool live; /* written on the site as configured (page not dropped, disableAliases off …) */
};

struct site_page {
    const struct page *page; /* NULL for a list page without a file */
    struct str source;       /* relative to the site's root, "content/posts/a.md"; absent without a file */
    struct str path;         /* where mounts put it, below content/: "posts/A.fr.md" */
    struct str key;          /* content path that GetPage, cascade and ref compare: "/posts/a"; home "" */
    struct str name;         /* file name without language and extension; folder name of a bundle */
    unsigned language;       /* index into site->languages */
    enum site_kind kind;
    enum site_bundle bundle;
    unsigned flags;                 /* enum page_flag */
    const struct site_page *parent; /* nearest section (owner for BUNDLE_RESOURCE), NULL for home */
    struct str section;             /* first element of its path; "" at the root */
    struct str title;               /* front matter's, absent without */
    struct str slug;                /* front matter's, cascade's or :filename's; absent without */
    struct str term;                /* KIND_TERM: as first written on a page */
    struct date date, publish_date, expiry_date, lastmod;
    bool has_date, has_publish_date, has_expiry_date, has_lastmod;
    struct str link, file; /* absent when it has none; a dropped page keeps its would-be names */
    struct site_alias *aliases;
    size_t alias_count;
    const struct site_page *shadowed_by; /* PAGE_SHADOWED, PAGE_RACING: who has its content path */
};
bool site_page_served(const struct site_page *page); /* as HTML, on the site as configured? */

enum site_url_kind { /* in the order of the names below; site_url_name gives "home", "section" … */
                     URL_HOME,
                     URL_SECTION,
                     URL_PAGE,
                     URL_TAXONOMY,
                     URL_TERM,
                     URL_ALIAS,
                     URL_RESOURCE,
                     URL_STATIC,
                     URL_FILE,
                     URL_OUTPUT,
                     URL_PAGER,
                     URL_PAGER1,
                     URL_REDIRECT,
                     URL_SITEMAP,
                     URL_ROBOTS,
                     URL_404,
                     URL_LOST, /* a page whose file something else overwrites */
};
const char *site_url_name(enum site_url_kind kind);

struct site_url {
    enum site_url_kind kind;
    struct str link;              /* LINK */
    struct str file;              /* FILE */
    unsigned language;            /* SITE_NO_LANGUAGE for static files */
    const struct site_page *page; /* the page; an alias's declaring page; a resource's owner; NULL without */
    struct str source;            /* source path, absent without */
    const struct site_alias *alias; /* URL_ALIAS */
    struct str target;              /* alias, redirect: absolute URL it leads to */
    bool racing;                    /* another claim on the same FILE wins in some builds (2.8) */
    bool overwritten;               /* loses its FILE to another claim: not served */
    bool uncertain; /* templates decide whether it exists (pagers, 404, outputs without a layout) */
    const struct site_url *next_claim; /* next claim on the same FILE */
    const struct site_url *next_case;  /* of a first claim: that on the next FILE that differs by case only */
};

enum collision_kind {
    COLLISION_PAGE_PAGE,
    COLLISION_ALIAS_PAGE,
    COLLISION_ALIAS_ALIAS,
    COLLISION_ALIAS_STATIC,
    COLLISION_PAGE_STATIC,
    COLLISION_RESOURCE,    /* with a resource or another output */
    COLLISION_ALIAS_SELF,  /* an alias that is its own page's URL: harmless */
    COLLISION_ALIAS_TWICE, /* two aliases of one page are one file */
    COLLISION_CASE,        /* files differ by case only: one file on macOS and Windows */
    COLLISION_SOURCE,      /* two content files have one content path (1.1.4, 1.1.5) */
};
enum collision_outcome { /* what this Hugo version does */
                         OUTCOME_PAGE_WINS,
                         OUTCOME_ALIAS_WINS,
                         OUTCOME_LAST_WINS,
                         OUTCOME_RACE,
                         OUTCOME_HARMLESS,
                         OUTCOME_DROPPED
};
struct collision {
    enum collision_kind kind;
    enum collision_outcome outcome;
    const struct site_url *a,
        *b; /* a is the one to report on: the alias, else the later source; NULL for _SOURCE */
    const struct site_page *page_a, *page_b; /* the pages behind them, where there are */
};

/* Language folders that nothing mounts: every page may be served elsewhere, as a language of its own. */
#define SITE_NOTE_LANGUAGE_FOLDER "language-folder"
/* Roles or versions are configured (1.12.5): what is served below their names, and who shares an address, is unknown. */
#define SITE_NOTE_DIMENSIONS "roles-versions"
struct site_note {               /* what the model cannot know, said once; softens what depends on it */
    const char *code;            /* "content-adapter", "git-date", "missing-module", "version-guessed" … */
    struct str message;          /* a sentence */
    struct str path;             /* file it is about, relative to the root; may be absent */
    const struct source *source; /* for a place; may be NULL */
    struct span span;
};
struct site_failure {            /* Hugo's build fails with this */
    struct str message;          /* a sentence, with Hugo's own words where they help */
    uint32_t since;              /* Hugo versions before this one build; 0: none does */
    struct str path;             /* relative to the root; may be absent */
    const struct source *source; /* may be NULL */
    struct span span;
};

struct site {
    struct arena *arena;
    struct tree tree;
    struct str root;     /* as site_root.path */
    struct str git_root; /* absent outside a repository */
    unsigned levels;     /* folders from root up to git_root */
    enum generator generator;
    uint32_t hugo_version;     /* HUGO_VERSION(…) */
    bool version_assumed;      /* nothing tells it: the newest */
    struct str version_source; /* where it was read; absent when given or newest by default */
    struct str environment;    /* "production" */
    const struct node *config; /* merged; NULL without configuration */
    const struct source *const *config_sources; /* every file read for it, by path */
    size_t config_source_count;
    struct str base_url;             /* absolute, ends in '/'; Hugo's default when not configured */
    struct site_language *languages; /* enabled ones, default first */
    size_t language_count;
    bool multilingual, multihost;
    bool github_pages;       /* Jekyll, built by GitHub Pages: the plugins it has by default are on */
    struct site_page *pages; /* sorted by source path, pages without a file last, by link */
    size_t page_count;
    struct site_url *urls; /* sorted by link, kind, source */
    size_t url_count;
    struct collision *collisions;
    size_t collision_count;
    ARRAY_OF(struct site_note) notes;
    ARRAY_OF(struct site_failure) failures;
    struct map by_source, by_file, by_file_nocase, by_key; /* private: use the functions below */
    void *generator_state;                                 /* private to the generator's files */
};

struct site_options {
    struct str root; /* the site's folder */
    enum generator generator;
    const struct tree *tree;        /* NULL: the disk at root */
    uint32_t hugo_version;          /* 0: guess, else newest */
    struct str environment;         /* absent: HUGO_ENVIRONMENT, else production */
    const struct str *config_files; /* --config; NULL: as Hugo searches */
    size_t config_file_count;
    struct str base_url;          /* --baseURL; absent: none */
    struct str content_dir;       /* --contentDir; absent: none */
    bool drafts, future, expired; /* -D, -F, -E */
    const char *const *env;       /* "NAME=value", NULL-terminated, for HUGO_… keys; NULL: none are read */
    int64_t now;                  /* seconds since 1970; decides future and expired */
    unsigned threads;             /* 0 or 1: the calling thread */
};
/* Loads a site. false only when the operation failed (configuration unreadable); wrong content is in
 * page->errors and in site->failures. *site lives in arena. */
bool site_load(struct arena *arena, const struct site_options *options, struct site **site,
               struct error *error);

/* ---- index.c -------------------------------------------------------------------------------------------- */

const struct site_page *site_page_of(const struct site *site, struct str source); /* by source; NULL: none */
/* The whole text of a page's file, read again: page->page->source.text holds the front matter, and may end there.
 * Absent when it cannot be read or has no file. */
struct str site_page_text(struct arena *arena, const struct site *site, const struct site_page *page);
/* By content path ("/posts/a", as site_page.key) in one language; NULL: none. Dropped pages are found too. */
const struct site_page *site_page_at(const struct site *site, unsigned language, struct str key);
/* The first claim on a FILE (follow next_claim), winner first; NULL: nobody claims it. */
const struct site_url *site_claims(const struct site *site, struct str file);
/* The same for FILEs that are equal but for case: the first claim on one of them; follow next_case for the others. */
const struct site_url *site_claims_nocase(const struct site *site, struct str file);
bool site_is_noted(const struct site *site, const char *code); /* is there a note with that code? */
/* What a browser gets for a path below the host ("/sub/posts/a/?x#y" or without the base path's help): FILE
 * it maps to, decoded, "index.html" added after '/', absent when the path lies outside base_path. */
struct str site_file_of_link(struct arena *arena, const struct site *site, unsigned language,
                             struct str link);

/* ---- redirects.c, redirects_match.c: rules of hosting services, with places ------------------------------
 * Sources: Netlify "Redirect options", Cloudflare Pages "Redirects", Vercel and Azure Static Web Apps configuration. */

#define REDIRECTS_MAX_RULES   20000 /* rules read for one site; further ones are counted in `dropped` */
#define REDIRECTS_MAX_DYNAMIC 2000  /* of these, rules with placeholders or a splat */

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
    size_t dynamic, dropped;
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

/* ---- revision*.c: the files of a git revision, without a checkout --------------------------------------- */

/* The tree of `ref` in the repository that holds folder, with paths relative to folder: a branch, tag or commit, or one
 * with "..." behind for the commit where HEAD's branch left it; absent: the index, what `git commit` would record. HEAD
 * without a commit has no files. Submodules and files that .gitignore names come from the disk, whatever the revision.
 * Reads at once the pages and configuration (1 GiB at most): no hooks, no filters. false when ref isn't in this
 * (shallow) clone or git can't be run: the message says what to do. */
bool revision_open(struct arena *arena, struct str folder, struct str ref, struct tree *tree,
                   struct error *error);

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
    RESOLUTION_SOFT = 1,       /* depends on what the model can't know well: a note at most */
    RESOLUTION_OWN_HOST = 2,   /* written as an absolute URL of the site itself */
    RESOLUTION_REPOSITORY = 4, /* a file of the site's own repository, on its hosting service */
    RESOLUTION_BY_NAME = 8, /* resolved as a generator's reference (ref, content path, file), not as a URL */
    RESOLUTION_NO_ANCHOR = 16, /* the page that a detour ends at hasn't the anchor asked for */
};
struct resolution {
    enum resolution_status status;
    unsigned flags;      /* enum resolution_flag */
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
};

struct links; /* the graph of one site: redirect rules, hosts, repository, what can't be known */

/* Reads redirect files and what else resolution needs. */
bool links_open(struct arena *arena, const struct site *site, struct links **links, struct error *error);
/* Resolves every link of a page (its body parsed): as many resolutions as page->links, in the same order. Bodies of
 * the pages whose anchors are asked for are read once per site, whoever asks first. Several threads may call it. */
const struct resolution *links_resolve(const struct links *links, struct arena *arena,
                                       const struct site_page *site_page, const struct page *page);
const struct redirects *links_redirects(const struct links *links);
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
/* Pages, sections, terms, aliases, page resources and static files of `before` that neither `now` nor a redirect rule
 * serves. URLs that a glob of `gone` matches ("/old/", "/2019/?*") are left out: they were meant to go. */
struct lost_urls *lost_find(struct arena *arena, const struct site *before, const struct site *now,
                            const struct redirects *redirects, const str_array *gone);

/* ---- print.c -------------------------------------------------------------------------------------------- */
/* Every URL, sorted, as TSV (kind, url, source, target) or as JSON lines (with the published file too). */
void site_print_urls(const struct site *site, bool json, struct buf *out);

#endif
