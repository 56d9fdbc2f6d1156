/* parts.h (private to built): what its files share. */
#ifndef CONTENTLINT_BUILT_PARTS_H
#define CONTENTLINT_BUILT_PARTS_H

#include "built/built.h"

typedef ARRAY_OF(const struct built_page *) built_page_list;
struct built {
    struct arena *arena;
    struct tree tree;
    struct str folder, base;
    struct str within; /* of the tree: "" on the disk, else the folder */
    void (*visit)(void *context, const struct page *page, size_t number, unsigned worker);
    void *context;
    struct map files;  /* FILE -> struct built_page, or the map itself where it is no page */
    struct map nocase; /* the same names in lower case -> struct str, as they are */
    struct built_page *pages;
    size_t page_count;
    struct map by_title; /* a title's letters, or a heading's -> built_page_list */
    struct map by_name;  /* last element of an address, as built_name has it -> built_page_list */
    struct built_text {  /* a heading or paragraph of a page */
        uint64_t hash;
        uint32_t page;
    } * texts; /* of all pages, sorted */
    size_t text_count;
    struct map by_source; /* what "edit this page" names -> built_page_list */
};

/* read.c: fills built->pages, whose files are known. */
void built_read_all(struct built *built, unsigned threads);
/* pair.c: fills the maps by which pairs are sought. */
void built_index(struct built *built);
/* address.c: fills built->base. */
void built_find_base(struct built *built);
/* The page's own address: "/course/a/". */
struct str built_address(const struct built *built, struct arena *arena, const struct built_page *page);
/* text.c: the last element of an address or a file, without suffix, number before it and case: "setup" of "01-Setup.md", and
 * that of its folder of "guide/index.md". */
struct str built_name(struct arena *arena, struct str path);
/* Sorts numbers and drops what is there twice or 0; how many are left. */
uint32_t built_sort(uint64_t *numbers, uint32_t count);
bool built_has(const uint64_t *numbers, uint32_t count, uint64_t number); /* sorted */

#endif
