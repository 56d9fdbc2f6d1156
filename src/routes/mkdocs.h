/* mkdocs.h: private to mkdocs*.c. */
#ifndef CONTENTLINT_ROUTES_MKDOCS_H
#define CONTENTLINT_ROUTES_MKDOCS_H

#include "routes/model.h"

struct mkdocs {
    struct routes r;           /* first: generator_state points at it */
    struct str path;           /* of the configuration */
    const struct node *config; /* NULL: it could not be read */
    struct str docs;           /* the folder of content */
    bool flat;                 /* use_directory_urls: false */
    bool absolute;             /* "/a.md" is looked for below `docs` */
    bool attributes, linkify;
    bool doubtful; /* plugins may make pages */
    enum id_style style;
    str_array languages; /* of static-i18n, the default first; empty without */
    bool folders;        /* its docs_structure: folder; else suffix */
    bool falls_back;
    struct str blog, posts; /* Material's: "blog", "blog/posts/"; empty without */
};

/* mkdocs_page.c */
const struct node *mkdocs_entry(const struct node *list, struct str name, const struct node **options);
/* Does a list of patterns, one a line, hold the path? The last line that matches decides; without one: `before`. */
bool mkdocs_lists(const struct mkdocs *m, const char *key, struct str path, bool before);
struct str mkdocs_url(const struct mkdocs *m, struct str path);
void mkdocs_page(struct mkdocs *m, struct str source, struct str path, struct str url, unsigned language);
/* mkdocs_plugin.c: pages of static-i18n and of Material's blog, and what links become. */
void mkdocs_read_plugins(struct mkdocs *m);
void mkdocs_translated(struct mkdocs *m, struct str source, struct str path);
void mkdocs_fall_back(struct mkdocs *m); /* pages that a language has not are the default's */
void mkdocs_post(struct mkdocs *m, struct str source, struct str path);
struct destination mkdocs_destination(const struct site *site, struct arena *arena,
                                      const struct site_page *page, const struct link *link, struct str text);
bool mkdocs_redirect(const struct site *site, struct arena *arena, const struct site_page *old,
                     const struct site_page *page, struct config_edit *out);
bool mkdocs_unredirect(const struct site *site, struct arena *arena, const struct site_page *page,
                       struct config_edit *out);

#endif
