/* jekyll: the model of a Jekyll site: which files become pages, documents and copies, and every URL it serves. */
#ifndef CONTENTLINT_JEKYLL_H
#define CONTENTLINT_JEKYLL_H

#include "site/site.h"

/* Fills in config, base_url, languages, pages, urls (in any order, collisions not looked at), notes and failures. */
bool jekyll_load(struct site *site, const struct site_options *options, struct error *error);
/* Is the plugin listed, or one that GitHub Pages always has, on a site that it builds? */
bool jekyll_has_plugin(const struct site *site, struct str plugin);

#endif
