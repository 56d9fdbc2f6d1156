/* parts.h: private to site/. */
#ifndef CONTENTLINT_SITE_PARTS_H
#define CONTENTLINT_SITE_PARTS_H

#include "site/generator.h"

/* collision.c: sets overwritten and racing of every URL, fills in the collisions. */
void collision_settle(struct site *site);

#endif
