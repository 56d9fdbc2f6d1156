/* redact.h: part of base.h, which includes it: secrets in URLs. */
#ifndef CONTENTLINT_BASE_REDACT_H
#define CONTENTLINT_BASE_REDACT_H

#include "base/str.h"

/* Does a URL in the text carry a user name and password, or a query, parameters or a fragment with a secret (token,
 * signature, key …; names compared decoded and without case)? */
bool redact_needed(struct str text);
/* The text as a report may show it: user names left out, of a query with a secret "?…"; text itself without any. */
struct str redact(struct arena *arena, struct str text);
/* The same for a line of source: every byte of it is a '*', so that places stay. */
struct str redact_line(struct arena *arena, struct str text);

#endif
