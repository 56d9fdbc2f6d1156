/* url.h: part of base.h, which includes it: the parts of an address as written in content (RFC 3986, read as leniently
 * as a browser does). */
#ifndef CONTENTLINT_BASE_URL_H
#define CONTENTLINT_BASE_URL_H

#include "base/str.h"

struct url {              /* slices of the text it was split from; absent where the part isn't there */
    struct str scheme;    /* without ':' */
    struct str authority; /* host with port and user; present (maybe empty) after "//" */
    struct str path, query, fragment;
};
struct url url_split(struct str text);
/* Decodes %XX; an escape that isn't one stays as it is. Borrows s when there is nothing to decode. */
struct str url_decode(struct arena *arena, struct str s);
/* Joins a reference's path to the folder of base ("/a/b" + "c" -> "/a/c") and removes dot segments; both
 * start the way RFC 3986 section 5.2 has it. A trailing '/' stays. */
struct str url_join(struct arena *arena, struct str base, struct str path);

#endif
