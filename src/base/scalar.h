/* scalar.h: part of base.h, which includes it: strings as YAML, TOML and JSON write them. */
#ifndef CONTENTLINT_BASE_SCALAR_H
#define CONTENTLINT_BASE_SCALAR_H

#include "base/node.h"

/* In double quotes, with escapes that JSON, YAML and TOML read alike: of quotes, backslashes, controls, and what hides or
 * reorders the text around it. Bytes that are not UTF-8 become U+FFFD. */
void scalar_quote(struct buf *out, struct str text);
/* May it stand in YAML without quotes, in a list in brackets too, and is a string then in every version of it? Says no to
 * some that may. */
bool scalar_is_plain(struct str text);
/* As its neighbours are written where that holds the text, else in double quotes. */
void scalar_add(struct buf *out, struct str text, enum format format, enum node_style style);

#endif
