/* jekyll: the model of a Jekyll site: which files become pages, documents and copies, and every URL it serves. */
#ifndef CONTENTLINT_JEKYLL_H
#define CONTENTLINT_JEKYLL_H

#include "site/site.h"

extern const struct generator jekyll_generator;

#endif
