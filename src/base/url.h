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
/* Length of "scheme" when text starts with "scheme:", else 0. */
size_t url_scheme_length(struct str text);
/* Does a browser open http addresses of this host, port and user? The URL Standard refuses white space and marks such as
 * '<' in a host, brackets around half of it, and ports that are no number up to 65535. */
bool url_authority_opens(struct str authority);
/* What the URL Standard's parser makes of an http address, or one without a scheme: tabs and line ends are taken out, a
 * backslash before the query is a slash. Borrows text when that changes nothing. */
struct str url_as_browsers_read(struct arena *arena, struct str text);
/* Cuts the fragment off: returns what is before '#', *fragment what follows (absent without '#'). */
struct str url_cut_fragment(struct str text, struct str *fragment);
/* Decodes %XX; an escape that isn't one stays as it is. Borrows s when there is nothing to decode. */
struct str url_decode(struct arena *arena, struct str s);
/* Appends path, with %XX for each byte that is no letter, digit or one of `kept`. */
void url_add_encoded(struct buf *out, struct str path, const char *kept);
/* Joins a reference's path to the folder of base ("/a/b" + "c" -> "/a/c") and removes dot segments; both
 * start the way RFC 3986 section 5.2 has it. A trailing '/' stays. */
struct str url_join(struct arena *arena, struct str base, struct str path);
/* What a reference means in a document of that address (RFC 3986, section 5.2), without other normalisation. */
struct str url_resolve(struct arena *arena, struct str base, struct str reference);

#endif
