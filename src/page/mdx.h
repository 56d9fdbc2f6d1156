/* mdx.h: private to mdx.c, jsx.c and tag.c. */
#ifndef CONTENTLINT_PAGE_MDX_H
#define CONTENTLINT_PAGE_MDX_H

#include "page/parse.h"

enum { MDX_MAX_FAULTS = 16 }; /* pieces without an end; then no further ones are looked for */

struct tag {
    struct str name;
    size_t end;    /* behind it */
    bool closing;  /* </x> */
    bool alone;    /* <x /> */
    bool computed; /* it has `{`, which HTML has not */
    bool cut;      /* a value in it has no end: it is no tag, and took as long to see as a piece may be */
};
/* tag.c: the tag at `at`; false when there is none. *faults counts those that are cut off by the limit of a piece. */
bool tag_read(struct str raw, size_t at, unsigned *faults, struct tag *tag);
/* Adds what the attributes of a tag that was read say: links and ids. */
void tag_facts(struct parser *p, struct str raw, size_t at, const struct tag *tag);
bool tag_is_component(struct str name); /* no element of HTML */
/* jsx.c: a page that is a program: the literal links of its tags, and the text between them. */
void jsx_read(struct parser *p);

#endif
