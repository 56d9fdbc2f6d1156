/* survey.h (private to init): what the pages of a site's folders have in common. */
#ifndef CONTENTLINT_INIT_SURVEY_H
#define CONTENTLINT_INIT_SURVEY_H

#include "init/init.h"

struct survey_key {
    /* As first written. */
    struct str name;
    size_t pages;
};
struct survey_folder {
    /* With a slash at its end; "" for the whole site. */
    struct str path;
    /* Pages that are no lists; and pages, lists too, that are held against the built-in schema `course`. */
    size_t pages, courses;
    /* The generator's own list pages ("_index.md"), for which the folder's type does not hold. */
    size_t lists;
    /* Lower-case key -> struct survey_key: those with a value. */
    struct map keys;
    /* A file that is checked, and is no page of the site's, or a page without front matter. */
    bool mixed;
    /* Keys that all pages have, when the folder is proposed as a type; in the order of the first page. */
    str_array sure;
    /* Owners whose courses pages offer: id -> struct survey_owner. */
    struct map owners;
};
struct survey_owner {
    struct str id;
    size_t offered, credited;
};
struct survey {
    /* The folder that all pages with front matter lie in, with a slash at its end; "" for the site's. */
    struct str content;
    struct survey_folder whole;
    /* Folders below `content`, one and two deep, by path. */
    ARRAY_OF(struct survey_folder *) folders;
    bool has_syllabus;
};

/* Fills in all but `sure`. False: the tree cannot be listed. */
bool survey_site(struct arena *arena, const struct site *site, const lint_offers *offers,
                 struct survey *survey, struct error *error);
/* Fills in `sure` of the folders that are types: at most SURVEY_TYPES_MAX, the largest. */
enum { SURVEY_PAGES_MIN = 10, SURVEY_KEYS_MIN = 2, SURVEY_KEYS_MAX = 12, SURVEY_TYPES_MAX = 6 };
void survey_choose(struct arena *arena, struct survey *survey);

#endif
