/* site: what a site serves. Finds the site a file belongs to, reads its configuration, and computes from
 * content and configuration alone every URL the generator publishes; then answers "who claims this file?".
 * Redirect rules, links and lost URLs are resolution.h's.
 *
 * Two names per URL (Hugo's own words in brackets)
 *   FILE  the published file below the publish folder, raw bytes, no leading slash: "posts/a b/index.html".
 *   LINK  what a browser asks for (RelPermalink): percent-encoded, with the base path, "/sub/posts/a%20b/".
 * Every collision is decided on FILE: "/a", "/a/", "//a" and "/x/../a" are one file.
 *
 * The complete site is const before any rule runs; all memory is the arena's that site_load was given, which
 * must outlive it. Numbers such as (1.4) are sections of docs/hugo-urls.md.
 */
#ifndef CONTENTLINT_SITE_H
#define CONTENTLINT_SITE_H

#include "base/base.h"
#include "tree/tree.h"

struct page; /* page/page.h */

/* ---- config.c: configuration, merged as Hugo does, with the file each value came from (4) ------------- */

/* The source a node of site->config was read from; NULL for values from flags and the environment. Only for
 * nodes reached from site->config (or a language's): they carry their source. */
const struct source *config_source(const struct node *node);
struct site;
/* The value of a dotted key ("params.edit.branch"), case ignored; a language's value first.
 * language may be SITE_NO_LANGUAGE. NULL when nobody set it. */
const struct node *site_config(const struct site *site, unsigned language, struct str dotted);

/* ---- the model ------------------------------------------------------------------------------------------ */

/* ---- the generator: what makes a site of the files, and what is its own about that ----------------------- */

enum site_trait {                      /* what is asked of a site; a generator's, and what its version adds */
                  SITE_AS_IS = 1,      /* files are served as they are, folders too: no generator */
                  SITE_SLASH = 2,      /* a folder's address ends in a slash */
                  SITE_REF_NAMES = 4,  /* references find a page by its name alone */
                  SITE_REF_LOOSE = 8,  /* they take '-' for a space, any language's suffix, dots in names */
                  SITE_REF_SLASH = 16, /* they may end in a slash */
                  SITE_LIQUID = 32,    /* Liquid is run */
                  SITE_LIQUID_TEXT = 64, /* Liquid is shown as it stands, though pages are the generator's */
                  SITE_PAGES_ANYWHERE =
                      128,                /* what it takes for a page is one, whatever its folder is called */
                  SITE_PAGES_TYPED = 256, /* its pages have the fields of the schema `page` */
                  SITE_UNDERSCORE = 512,  /* folders that begin with '_' hold documents, which get a title */
                  SITE_BY_LANGUAGE = 1024, /* one language is written after the other, by weight */
                  SITE_ALIASES_FIRST =
                      2048, /* those of a language before its pages, in the order of content */
                  SITE_ALIAS_PREFIX = 4096,  /* an absolute alias lands below its page's language */
                  SITE_TEXT_IS_FALSE = 8192, /* in place of a boolean, text that is none is taken for false */
                  SITE_READS_UNPUBLISHED = 16384, /* mistakes in drafts and the like stop the build too */
                  SITE_BODIES = 1 << 20, /* what it serves depends on more of a page than its front matter */
                  SITE_TOLD = 1 << 21,   /* a run says that it is a site of this generator */
};

struct menu_entry { /* an entry of a menu, which is a link on every page */
    unsigned language;
    struct str url, page; /* an address, or a page's content path; absent without */
};
struct origin {        /* where files of the checkout are published */
    struct str file;   /* FILE prefix, "docs"; "" at the root */
    struct str folder; /* of the checkout, "content/docs"; "" for the root */
    bool pages;        /* Markdown in it is made into pages; else files are copied */
};
struct outlook { /* how links are written and read, and what cannot be known of where they lead */
    ARRAY_OF(struct origin) origins; /* empty: everything is published as it lies */
    str_array unknown;   /* FILE prefixes whose content can't be seen ("docs/specs"); "": all of it */
    bool unmounted;      /* every address may be another on the live site */
    bool unknown_assets; /* a theme or module that isn't here may publish files */
    /* A template or program writes redirect rules or pages that can't be read here. */
    bool redirects_generated;
    bool custom_link_hook, custom_image_hook; /* layouts rewrite destinations, or may: a theme isn't here */
    bool no_templates; /* not one is here: what renders the pages may read their links in another way */
    bool own_hooks;    /* they surely do */
    str_array hook_marks, hook_prefixes; /* destinations that a hook knows by name, or by how they begin */
    bool fields_escaped; /* templates print fields as plain text, unless they say otherwise: */
    bool fields_printed, fields_rendered; /* one prints the title; one renders it, or the description */
    bool bodies_elsewhere;                /* a layout shows other text than a page's own, */
    str_array body_keys;                  /* of pages with one of these keys; empty: of any */
    bool embedded_link_hook, embedded_image_hook;
    bool rooted;           /* "/x" means below the base path */
    bool raw_html;         /* HTML in Markdown is served */
    bool relative_md;      /* links to .md files are rewritten */
    struct str pager;      /* the folder of "page/2"; absent: none */
    str_array shortcodes;  /* folders with templates of shortcodes, as "NAME.html" */
    str_array templates;   /* folders with the templates of pages, those of shortcodes perhaps among them */
    struct str repository; /* where the configuration says the site's repository is; absent: nowhere */
    struct str branch;     /* and which branch of it; may be absent */
    ARRAY_OF(struct menu_entry) menus;
};
struct expansion { /* what a destination in the generator's own template language stands for */
    bool known;    /* false: nothing else is set */
    bool named;    /* the page or file that it names is its target, `text` what stands beside that */
    bool file;     /* named: it is a file, which `page` need not be */
    const struct site_page *page;
    struct str text;
};

enum destination_kind {
    DESTINATION_AS_WRITTEN, /* the page has it as it stands */
    DESTINATION_TEXT,       /* it has `text` in its place */
    DESTINATION_PAGE,       /* it has the address of `page` */
    DESTINATION_FILE,       /* a file that the link publishes */
    DESTINATION_GONE,       /* the generator looks for it by name, and there is none: the link is dead */
    DESTINATION_UNKNOWN
};
struct built_in { /* a shortcode that comes with a generator; what it writes has no ids of its own */
    const char *name;
    bool refers;      /* its argument names a page */
    const char *urls; /* arguments that the page has as they are written, " src link "; NULL: none */
};
struct destination { /* what a generator makes of a destination in a page's source */
    enum destination_kind kind;
    const struct site_page *page;
    struct str text;
    struct str fragment; /* in place of the text's own; absent: that one */
};

struct config_edit { /* text in place of a stretch of a file of the configuration */
    struct str path, text;
    struct span span;
};

struct link; /* page/page.h */
struct site;
struct site_page;
struct site_options;
struct spot; /* site/generator.h */
struct generator {
    const char *name;         /* its section in contentlint.yml; "" for files served as they are */
    const char *title;        /* as its readers write it */
    const char *const *marks; /* its configuration's files, without extension; ends in NULL */
    unsigned traits;          /* enum site_trait */
    /* Is a site of it here? First it is asked what is certain, then, with `guess`, what is likely. */
    bool (*is_here)(const struct spot *spot, bool guess);
    /* Fills in config, base_url, languages, pages, urls (in any order, collisions not looked at), notes, failures. False
     * only when the operation failed. */
    bool (*load)(struct site *site, const struct site_options *options, struct error *error);
    /* Fills in what differs from a site of plain files; called once the site is complete. NULL: nothing does. */
    void (*outlook)(const struct site *site, struct arena *arena, struct outlook *outlook);
    /* Has the layout that the page names surely no place for a title? NULL: it cannot be told. */
    bool (*untitled)(const struct site *site, struct arena *arena, const struct site_page *page);
    /* SITE_LIQUID: what text with template language in it stands for, on a page (NULL: none). */
    struct expansion (*expand)(const struct site *site, struct arena *arena, const struct site_page *page,
                               struct str text);
    /* What becomes of a destination (no template, white space cut off) on a page. NULL: what the outlook says. */
    struct destination (*destination)(const struct site *site, struct arena *arena,
                                      const struct site_page *page, const struct link *link, struct str text);
    /* How many folders above its configuration the site begins, whose content lies outside of that folder; `spot` is the
     * folder with the configuration. NULL: none. */
    unsigned (*above)(const struct spot *spot);
    bool (*version)(struct str text, uint32_t *version); /* reads one; false: it is none. NULL: all are one */
    const char *yaml_1_2; /* YAML 1.2, and the version that reads it so where older ones did not */
    /* Options and variables that give the build a base address; NULL behind. NULL: none. */
    const char *const *base_words;
    struct str alias_key;                           /* of front matter; absent: there are no aliases */
    bool (*keeps_aliases)(const struct site *site); /* does the build make anything of them? NULL: it does */
    /* The Markdown file that tells by its links which files are pages. NULL: pages need no such link. */
    struct str (*contents)(const struct site *site, struct arena *arena);
    /* One more entry, like the last one, of the redirects that the configuration lists: from the address of `old`, a page
     * of a site before, to that of `page`. False: it lists none. NULL: it has no such list. */
    bool (*redirect)(const struct site *site, struct arena *arena, const struct site_page *old,
                     const struct site_page *page, struct config_edit *out);
    /* Takes out the entry from a page's own address, which has nothing to do. False: there is none, or not a plain one. */
    bool (*unredirect)(const struct site *site, struct arena *arena, const struct site_page *page,
                       struct config_edit *out);
    /* What a page is called in files of the configuration whose names have `lists` in them; NULL, NULL: by no id. */
    struct str (*page_id)(const struct site *site, struct arena *arena, const struct site_page *page);
    const char *lists;
    /* Are ids in the file of that path those of pages such as this one? Each version has a file of its own. */
    bool (*lists_page)(struct str path, const struct site_page *page);
    const char *list_name; /* the file with a list page's own words, "_index.md"; NULL: lists have none */
    /* Where files that are published as they lie, and files that templates are given, are found unless the
     * configuration says otherwise. */
    struct str static_folder, asset_folder;
    const char *const
        *outputs; /* folders that it builds into by itself, from the site's; NULL behind. NULL: none */
    const struct built_in *built_ins; /* a row without a name behind; NULL: none */
};

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
    bool drops_base;   /* addresses are printed without the base path, which is put in at the end */
    bool lenient_refs; /* a reference that leads nowhere does not fail the build */
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
    bool live;   /* written on the site as configured (page not dropped, disableAliases off …) */
    bool likely; /* live, as far as can be told: by a template that is not here */
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
bool site_has(const struct site *site, enum site_trait trait);
/* The shortcode of that name which comes with the generator, or NULL. */
const struct built_in *site_built_in(const struct site *site, struct str name);
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
    const struct site_url *next_other; /* of these the next that is another page's, or of another kind */
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

/* A term that has the address of another one; each name is told once, at its first place. */
struct term_clash {
    const struct node *node;
    const struct source *source;
    struct str text, other_text; /* the names, as written */
    const struct node *other;    /* where the other one stands first */
    const struct source *other_source;
    struct str link; /* LINK of both */
    bool lost; /* each makes a page, and one replaces the other; else the generator takes them for one term */
};

/* Language folders that nothing mounts: every page may be served elsewhere, as a language of its own. */
#define SITE_NOTE_LANGUAGE_FOLDER "language-folder"
/* Roles or versions are configured (1.12.5): what is served below their names, and who shares an address, is unknown. */
#define SITE_NOTE_DIMENSIONS "roles-versions"
/* A time zone is configured and the system knows none: days, and with them URLs, may be other ones. */
#define SITE_NOTE_NO_ZONES "no-time-zones"
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
    const struct generator *generator;
    unsigned traits;           /* enum site_trait */
    uint32_t version;          /* of the generator, as it counts; 0: it has none */
    bool yaml_1_1;             /* YAML is read as 1.1 has it */
    bool version_assumed;      /* nothing tells it: the newest */
    struct str version_text;   /* as it is told, "3"; absent: nothing tells it, or nothing depends on it */
    struct str version_source; /* where it was read; absent when given or newest by default */
    struct str environment;    /* "production" */
    const struct node *config; /* merged; NULL without configuration */
    const struct source *const *config_sources; /* every file read for it, by path */
    size_t config_source_count;
    struct str base_url;             /* absolute, ends in '/'; Hugo's default when not configured */
    struct site_language *languages; /* enabled ones, default first */
    size_t language_count;
    bool multilingual, multihost;
    bool drops_base;             /* as a language's, of what belongs to none */
    const str_array *taxonomies; /* keys of front matter; NULL: the usual ones */
    struct site_page *pages;     /* sorted by source path, pages without a file last, by link */
    size_t page_count;
    struct site_url *urls; /* sorted by link, kind, source */
    size_t url_count;
    struct collision *collisions;
    size_t collision_count;
    ARRAY_OF(struct term_clash) term_clashes;
    ARRAY_OF(struct site_note) notes;
    ARRAY_OF(struct site_failure) failures;
    struct map by_source, by_file, by_file_nocase, by_key; /* private: use the functions below */
    void *generator_state;                                 /* private to the generator's files */
};

struct site_options {
    struct str root;                   /* the site's folder */
    const struct generator *generator; /* NULL: none, files are served as they are */
    const struct tree *tree;           /* NULL: the disk at root */
    uint32_t version;                  /* of the generator; 0: guess, else newest */
    struct str environment;            /* absent: a variable's of the generator, else production */
    const struct str *config_files;    /* --config; NULL: as Hugo searches */
    size_t config_file_count;
    struct str base_url;          /* --baseURL; absent: none */
    struct str content_dir;       /* --contentDir; absent: none */
    bool drafts, future, expired; /* -D, -F, -E */
    const char *const *env;       /* "NAME=value", NULL-terminated; NULL: none are read */
    int64_t now;                  /* seconds since 1970; decides future and expired */
    unsigned threads;             /* 0 or 1: the calling thread */
    bool keep_texts; /* of the disk's files: every one will be read, so each is read once (tree_disk) */
};

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

#endif
