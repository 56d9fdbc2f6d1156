/* docusaurus.h: private to docusaurus*.c: Docusaurus 2 and 3 (its sources: plugin-content-docs/src/slug.ts, numberPrefix.ts,
 * versions; plugin-content-blog/src/blogUtils.ts; utils/src/markdownLinks.ts). */
#ifndef CONTENTLINT_ROUTES_DOCUSAURUS_H
#define CONTENTLINT_ROUTES_DOCUSAURUS_H

#include "routes/model.h"

enum slash { SLASH_UNSET, SLASH_ALWAYS, SLASH_NEVER }; /* trailingSlash */

struct instance {     /* of a content plugin: a folder of pages with a route of its own */
    struct str id;    /* "default" */
    struct str path;  /* the folder, from the site's root */
    struct str route; /* routeBasePath without slashes; "" is the root */
    const struct script *options;
    bool docs, blog; /* else plain pages */
};
struct docusaurus {
    struct routes r; /* first: generator_state points at it */
    struct str dir;  /* of the configuration; "" is the root */
    struct str path; /* of the configuration itself; absent: there is none */
    const struct script *config;
    enum slash slash;
    unsigned major;    /* 2 or 3 */
    str_array locales; /* the default one first; empty without i18n */
    ARRAY_OF(struct instance) instances;
    bool open; /* plugins that are not known may make other routes */
};

/* docusaurus_docs.c: pages of one instance. */
void docusaurus_docs(struct docusaurus *d, const struct instance *instance);
void docusaurus_blog(struct docusaurus *d, const struct instance *instance);
void docusaurus_pages(struct docusaurus *d, const struct instance *instance);
struct str docusaurus_unnumbered(struct str name); /* "intro" of "01-intro" */
/* docusaurus_link.c */
struct destination docusaurus_destination(const struct site *site, struct arena *arena,
                                          const struct site_page *page, const struct link *link,
                                          struct str text);
/* docusaurus_move.c */
struct str docusaurus_id(const struct site *site, struct arena *arena, const struct site_page *page);
bool docusaurus_lists_page(struct str path, const struct site_page *page);
bool docusaurus_redirect(const struct site *site, struct arena *arena, const struct site_page *old,
                         const struct site_page *page, struct config_edit *out);
bool docusaurus_unredirect(const struct site *site, struct arena *arena, const struct site_page *page,
                           struct config_edit *out);

#endif
