/* model.c: questions about a site that need no search. */
#include "site/site.h"

/* Descends one dotted key at a time: keys of the configuration are compared without case. */
static const struct node *descend(const struct node *node, struct str dotted) {
    struct str rest = dotted;
    while (node && rest.ptr) {
        struct str key = str_cut(&rest, '.');
        node = node->kind == NODE_OBJECT ? node_get_nocase(node, key) : NULL;
    }
    return node;
}

const struct node *site_config(const struct site *site, unsigned language, struct str dotted) {
    bool own = language != SITE_NO_LANGUAGE && language < site->language_count;
    const struct node *node = own ? descend(site->languages[language].config, dotted) : NULL;
    return node ? node : descend(site->config, dotted);
}

bool site_has(const struct site *site, enum site_trait trait) {
    return (site->traits & (unsigned)trait) != 0;
}

const struct built_in *site_built_in(const struct site *site, struct str name) {
    const struct built_in *row = site->generator->built_ins;
    for (; row && row->name; row++)
        if (str_eq(name, str_from(row->name))) return row;
    return NULL;
}

bool site_page_served(const struct site_page *page) {
    unsigned not_there = PAGE_DROPPED | PAGE_NO_RENDER | PAGE_LINK_ONLY | PAGE_KIND_DISABLED;
    return page->file.ptr && page->bundle != BUNDLE_RESOURCE && !(page->flags & not_there);
}

const char *site_url_name(enum site_url_kind kind) {
    static const char *const names[] = {"home",     "section", "page",   "taxonomy", "term",  "alias",
                                        "resource", "static",  "file",   "output",   "pager", "pager1",
                                        "redirect", "sitemap", "robots", "404",      "lost"};
    return names[kind];
}
