/* astro.h: private to astro*.c. */
#ifndef CONTENTLINT_ROUTES_ASTRO_H
#define CONTENTLINT_ROUTES_ASTRO_H

#include "routes/model.h"

struct astro {
    struct routes r;                         /* first: generator_state points at it */
    struct str path;                         /* of the configuration; absent: there is none */
    const struct script *config, *starlight; /* NULL: none */
    bool flat;                               /* build.format: 'file' */
    str_array locales;                       /* folders of other languages than that of `main` */
    struct str main;                         /* the folder of the default language; "" is the root */
};

/* ---- astro_move.c: entries of struct generator ---- */

bool astro_redirect(const struct site *site, struct arena *arena, const struct site_page *old,
                    const struct site_page *page, struct config_edit *out);
bool astro_unredirect(const struct site *site, struct arena *arena, const struct site_page *page,
                      struct config_edit *out);

#endif
