/* mdbook.h: private to mdbook*.c. */
#ifndef CONTENTLINT_ROUTES_MDBOOK_H
#define CONTENTLINT_ROUTES_MDBOOK_H

#include "routes/model.h"

#define MDBOOK_CONFIG "book.toml"

struct mdbook {
    struct routes r;           /* first: generator_state points at it */
    const struct node *config; /* NULL: none that can be read */
    struct str source;         /* book.src */
    struct map chapters;       /* source -> itself */
    struct page summary;       /* SUMMARY.md, read */
};

/* ---- mdbook_move.c: entries of struct generator ---- */

bool mdbook_redirect(const struct site *site, struct arena *arena, const struct site_page *old,
                     const struct site_page *page, struct config_edit *out);
bool mdbook_unredirect(const struct site *site, struct arena *arena, const struct site_page *page,
                       struct config_edit *out);

#endif
