/* hugo: the model of a Hugo site: which pages its content makes, and every URL it serves. Numbers such as (1.4) are
 * sections of docs/hugo-urls.md. */
#ifndef CONTENTLINT_HUGO_H
#define CONTENTLINT_HUGO_H

#include "hugo/hugo_switch.h"
#include "site/site.h"

extern const struct generator hugo_generator;

/* ---- hugo_version.c ---- */

bool hugo_version_parse(struct str text, uint32_t *version); /* "0.111.3", "v0.161"; false: no version */
/* The version a repository builds with: netlify.toml, workflows, package.json, module.hugoVersion.min;
 * `source` says where it was read. 0 when nothing tells. */
uint32_t hugo_version_guess(struct arena *arena, const struct tree *tree, unsigned levels,
                            const struct node *config, struct str *source);

#endif
