/* slug.h: private to anchor.c and slug*.c. */
#ifndef CONTENTLINT_PAGE_SLUG_H
#define CONTENTLINT_PAGE_SLUG_H

#include "page/page.h"

/* anchor_from_text for the styles from ID_TOC on. */
struct str slug_from_text(struct arena *arena, struct str text, enum id_style style);
/* slug_latin.c: ID_ELEVENTY; absent: the text has signs whose letters are not known here. */
struct str slug_latin(struct arena *arena, struct str text);

#endif
