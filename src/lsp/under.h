/* under.h (private to lsp): what stands at a place of a document. */
#ifndef CONTENTLINT_LSP_UNDER_H
#define CONTENTLINT_LSP_UNDER_H

#include "lsp/parts.h"

struct under {
    struct lsp *lsp;
    struct opened *site;
    struct document *document;
    const struct site *loaded;
    const struct site_page *site_page; /* NULL: the file is no page; nothing below is set then */
    const struct page *page;
    struct links *links;
    const struct resolution *resolutions; /* of page->links */
    uint32_t offset;
};
/* Reads the document that the parameters name. False, with an empty error: nothing is known of it. */
bool under_read(struct lsp *lsp, struct arena *arena, const struct node *params, struct under *under,
                struct error *error);
/* The index of the link at the place, the innermost; PAGE_NONE: there is none. A reference's definition stands for it where
 * the place is on its label. */
uint32_t under_link(const struct under *under);
/* The alias of the page at the place, or NULL. */
const struct site_alias *under_alias(const struct under *under);
const struct heading *under_heading(const struct under *under);
/* The innermost key or value of the front matter at the place, and the keys on the way to it, the outermost first; lists have
 * no key. NULL: none. */
#define UNDER_DEPTH 32
struct under_path {
    const struct node *nodes[UNDER_DEPTH];
    size_t count;
    bool on_key;
};
bool under_front(const struct under *under, struct under_path *path);
/* Its name for people: the title, else its address or its file. */
struct str under_title(const struct site_page *page);
/* A location or, in lists, an element of them. */
void under_location(struct json_writer *json, const char *key, const struct under *under, struct arena *arena,
                    struct str within, struct span span);

/* ---- schemas.c: what the schemas of a page say of its keys --------------------------------------------------------------- */

struct schemas {
    const struct node **items;
    size_t len, cap;
};
void schemas_of_page(struct arena *arena, const struct under *under, struct schemas *out);
/* Of the key that these keys lead to; those of elements of lists are absent. */
struct schemas schemas_at(struct arena *arena, const struct schemas *roots, const struct str *keys,
                          size_t count);

/* ---- inbound.c: who links where ------------------------------------------------------------------------------------------- */

struct inbound_link {
    uint32_t from, to; /* indexes of pages */
    struct span span;  /* of the target as it is written, in `from` */
    uint64_t fragment; /* str_hash; 0: none */
    bool definition;   /* of references, which are links of their own */
};
struct inbound {
    struct arena arena;
    uint64_t changes;
    ARRAY_OF(struct inbound_link) links; /* sorted by `to`, then by place */
};
/* Those of the site as it is now; kept until it changes. NULL, with error: it cannot be read. */
const struct inbound *inbound_of(struct lsp *lsp, struct opened *site, struct error *error);
/* The links to a page: [*first, *first + count). */
size_t inbound_to(const struct inbound *inbound, const struct site *site, const struct site_page *page,
                  size_t *first);
void inbound_free(struct inbound *inbound);

#endif
