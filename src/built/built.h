/* built: the site as it was built, a folder of HTML: what readers get. Every page of it is read once, and what is kept of
 * each is small: where its links lead, its ids, its headings and paragraphs as numbers. A page's source is paired with the
 * page it became, and its links with those that they became there; then no hook, macro or base path needs a model.
 *
 * Memory is the arena's that each function is given, and lives as long. Everything is const once built_open has returned,
 * and may be asked from several threads. FILE is a path below the folder, raw bytes. */
#ifndef CONTENTLINT_BUILT_H
#define CONTENTLINT_BUILT_H

#include "page/page.h"
#include "site/site.h"

/* Pages of a build; one that has more is not read. A page as large as FILE_MAX_BYTES, and facts as PAGE_MAX_FACTS. */
#define BUILT_MAX_PAGES 500000

struct built;
struct built_options {
    struct str folder;       /* from the working directory */
    struct str base;         /* path that it is published below, "/course/"; absent: its pages tell */
    unsigned threads;        /* 0 or 1: the calling thread */
    const struct tree *tree; /* that holds the folder; NULL: the disk */
    /* Called once the number of pages is known, before any of them is read. NULL: nobody wants it. */
    void (*begin)(void *context, struct arena *arena, size_t pages);
    /* Called with every page while it is read, on a worker; its facts die with the call. NULL: nobody wants them. */
    void (*visit)(void *context, const struct page *page, size_t number, unsigned worker);
    void *context;
};
/* False: there is no such folder, it holds no page, or it cannot be read. */
bool built_open(struct arena *arena, const struct built_options *options, struct built **built,
                struct error *error);
struct str built_folder(const struct built *built); /* as it was given, without a slash behind */
struct str built_base(const struct built *built);   /* "/" or "/course/" */
/* The text of one of its files; false: it cannot be read. */
bool built_text(const struct built *built, struct arena *arena, struct str file, struct str *text);
bool built_has_file(const struct built *built, struct str file);
/* What could not be read, as root_remarks has it. */
const struct root_remark *built_remarks(const struct built *built, struct arena *arena, size_t *count);

/* ---- read.c: what is kept of a page ------------------------------------------------------------------------------- */

enum built_class {
    BUILT_ANCHOR, /* <a>, <area>: somebody follows it */
    BUILT_IMAGE,  /* <img>, a picture's <source> */
    BUILT_HEAD,   /* <link>, <meta>: read by programs */
    BUILT_OTHER   /* scripts, frames, forms, films */
};
struct built_target {
    struct str text;   /* as the attribute has it, entities decoded */
    struct str name;   /* of the page or file that it names, as built_name has it; "" when it names none */
    uint64_t bare;     /* str_hash without the last slash */
    uint64_t named;    /* str_hash of name; 0: none */
    uint64_t fragment; /* of what is behind '#'; 0: none */
};
struct built_link {
    const struct built_target *target; /* one for all pages that have it */
    uint64_t text;                     /* of the link or its image's alt, as built_text_hash; 0: none */
    uint32_t at;                       /* offset in the file */
    enum built_class kind;
};
/* What a target is compared by. The texts are borrowed, the name is the arena's. */
struct built_target built_target_of(struct arena *arena, struct str text);
struct built_page {
    struct str file;                          /* FILE */
    struct str title;                         /* <title>; absent: none */
    struct str canonical, refresh, base_href; /* absent: none */
    bool described;                           /* has a description */
    bool scripted;                            /* has no ids of its own, but scripts: others may come */
    uint64_t *ids;                            /* str_hash, sorted */
    uint64_t *texts;                          /* of headings and paragraphs, as built_text_hash, sorted */
    struct built_link *links;
    uint32_t id_count, text_count, link_count;
};
/* Letters and digits alone count, without case: what a typographer, a highlighter or a template changes does not. 0: none. */
uint64_t built_text_hash(struct str text);
const struct built_page *built_pages(const struct built *built, size_t *count);     /* sorted by FILE */
const struct built_page *built_page_of(const struct built *built, struct str file); /* NULL: no such page */

/* ---- address.c: where an address of the build leads ---------------------------------------------------------------- */

enum built_verdict {
    BUILT_SERVED,   /* a file of the build; the anchor, too */
    BUILT_EXTERNAL, /* another host, another scheme, no address at all */
    BUILT_MOVED,    /* a page that sends the reader on */
    BUILT_SLASH,    /* "x.html" at "/x/": some hosts serve it */
    BUILT_CASE,     /* a file whose name differs by case only */
    BUILT_OUTSIDE,  /* below the host, but not below the base path */
    BUILT_NO_ANCHOR,
    BUILT_NOTHING /* no file is there */
};
struct built_answer {
    enum built_verdict verdict;
    bool rebased;                  /* OUTSIDE: with the base path before it, it would be served */
    const struct built_page *page; /* that answers; NULL: none, or no page */
    struct str path;               /* asked for, decoded, with the base path */
    struct str other;              /* CASE: the address of that file, with the base path */
    struct str fragment;           /* decoded; absent without '#' */
};
/* Where a target leads from a page of the build. */
struct built_answer built_ask(const struct built *built, struct arena *arena, const struct built_page *from,
                              struct str target);

/* ---- pair.c: which page a source became ----------------------------------------------------------------------------- */

/* The built page of a page whose body is parsed; NULL: none, or it is not certain. `modelled`: the site's own FILE of the page
 * is what its generator makes of it. *elsewhere: the build has it, but not at that FILE. */
const struct built_page *built_pair(const struct built *built, struct arena *arena,
                                    const struct site_page *site_page, const struct page *page, bool modelled,
                                    bool *elsewhere);

/* ---- align.c: what the links of a source became --------------------------------------------------------------------- */

/* For each of page->links the link of the built page that it became, by text, target and order; NULL: it is not there, or that
 * cannot be told. Definitions have none. */
const struct built_link **built_align(struct arena *arena, const struct page *page,
                                      const struct built_page *to);

#endif
