/* model.h: private to routes/: a site in the making, and what several generators do alike. */
#ifndef CONTENTLINT_ROUTES_MODEL_H
#define CONTENTLINT_ROUTES_MODEL_H

#include "page/page.h"
#include "routes/routes.h"
#include "site/generator.h"

struct route {         /* a page and its address */
    struct str source; /* from the site's root */
    struct str path;   /* from the folder of content */
    struct str
        url; /* its address below the base path, as the generator prints it: "docs/a", "docs/a/"; not encoded */
    struct str file; /* as published */
    unsigned language, flags;
    const struct page *page;
    struct str root;  /* the folder of content that it belongs to, for links by file; absent: none */
    struct str group; /* what links by file may reach: pages of one group; "" when there is one only */
    bool part;        /* of another page: it has no file of its own */
    bool lost;        /* another page takes its file */
};
struct routes {
    struct site *site;
    struct arena *arena;
    const struct site_options *options;
    str_array files;  /* of the site's folder, sorted */
    struct map has;   /* each of them */
    struct map pages; /* source -> struct page, of those that were read */
    ARRAY_OF(struct route) items;
    ARRAY_OF(struct site_url) urls;
    struct map by_source;      /* "LANGUAGE source" -> struct site_page, once routes_end has been called */
    struct map routes;         /* source -> its struct route, the same */
    str_array unknown;         /* FILE prefixes for the outlook */
    str_array from_extensions; /* "html": "a.html" leads to "a" */
    bool redirects_unknown;
    struct limit limit;
    void *own; /* the generator's */
};

/* ---- routes.c ---- */

/* Lists the files and sets up one language at `base_url` (absolute, or a path). false: the site cannot be listed. */
bool routes_begin(struct routes *r, struct site *site, const struct site_options *options,
                  struct error *error);
/* The base path and host, once the configuration has been read. `base`: "/" or "/course/". */
void routes_base(struct routes *r, struct str origin, struct str base);
/* The languages of those codes; the first has no prefix, each other one its code. */
void routes_languages(struct routes *r, const str_array *codes);
/* Reads the front matter of every file that `wanted` takes, with the options that it fills in. */
void routes_read(struct routes *r,
                 bool (*wanted)(const struct routes *r, struct str path, struct page_options *options));
bool routes_has(const struct routes *r, struct str path);
/* Files below a folder ("" is the root): the first one, *count of them, which stand together. */
size_t routes_below(const struct routes *r, struct str folder, size_t *count);
/* A path below a folder without that folder; the whole when the folder is "". */
struct str routes_within(struct str folder, struct str path);
struct route *routes_page(struct routes *r, struct str source, struct str url, struct str file);
void routes_file(struct routes *r, struct str source, struct str file);
/* Every file below the folder, at the same path below `to`. */
void routes_folder(struct routes *r, struct str folder, struct str to);
/* A page without a source, or a file that the generator writes. */
struct site_url *routes_output(struct routes *r, enum site_url_kind kind, struct str url, struct str file);
void routes_redirect(struct routes *r, struct str from, struct str file, struct str target);
void routes_unknown(struct routes *r, struct str prefix);
void routes_note(struct routes *r, const char *code, struct str path, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Has the site more addresses than it may have? Then no more are added, and who multiplies stops. */
bool routes_full(const struct routes *r);
/* Sorts what was added and fills the site's tables. false: there are too many addresses. */
bool routes_end(struct routes *r, struct error *error);
/* By source, in the language of `from` when there are several; NULL: none. */
const struct site_page *routes_find(const struct routes *r, const struct site_page *from, struct str source);
/* The same of the path of a link, decoded, from the folder `from` lies in, or from `folder`. */
const struct site_page *routes_at(const struct routes *r, struct arena *arena, const struct site_page *from,
                                  struct str folder, struct str path);
/* An outlook of what r says. */
void routes_outlook(const struct site *site, struct arena *arena, struct outlook *outlook);

/* ---- kinds.c: words that several of them use ---- */

bool is_markdown_path(struct str path);                /* .md, .mdx */
bool has_extension(struct str path, const char *list); /* one of ".md .mdx", case ignored */
struct str without_extension(struct str path);
/* "a/b/index.html" of "a/b", "a/b.html" when `flat`; "index.html" of "". */
struct str file_of_url(struct arena *arena, struct str url, bool flat);
/* Is the text no address below this site: another host, mailto: and the like? */
bool is_external(struct str text);
bool is_markdown_destination(const struct link *link); /* a Markdown link or image, no HTML */
struct destination destination_text(struct arena *arena, struct str path, struct str text);
/* The value of an attribute-like front-matter key as text; absent when it is no string or number. */
struct str front_text(const struct page *page, const char *key);
bool front_true(const struct page *page, const char *key);
/* What github-slugger makes of a file's name, folder by folder (Astro). */
struct str slug_path(struct arena *arena, struct str path);
/* Major version of a package in package.json at `path`, from its range; 0: unknown. *has: it is named there. */
unsigned package_major(const struct routes *r, struct str path, const char *package, bool *has);
/* Tells the site's version from the range that package.json at `path` has for the package. */
void package_tells_version(struct routes *r, struct str path, const char *package);
/* The text of a configuration that is a program, by names in order; absent: there is none. *path: which it is. */
struct str program_text(const struct routes *r, struct str folder, const char *const *names,
                        struct str *path);
/* The first of names[…] that is a file of the spot; NULL without. */
const char *spot_first(const struct spot *spot, const char *const *names);
/* Does package.json of the spot name the package? */
bool spot_depends(const struct spot *spot, const char *package);

#endif
