/* lost.h: private to lost.c and lost_match.c. */
#ifndef CONTENTLINT_LINKS_LOST_H
#define CONTENTLINT_LINKS_LOST_H

#include "links/links.h"
#include "page/page.h"
#include "site/site.h"

/* A page of `site` by source and language code; NULL without. */
const struct site_page *lost_same_source(const struct site *site, struct str source, struct str language);
struct str lost_language(const struct site *site, const struct site_page *page);

#endif
