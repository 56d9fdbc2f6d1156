/* trademark.h: owners and their marks (rules/trademarks/<owner>.yaml), and what a page says of them. */
#ifndef CONTENTLINT_LINT_TRADEMARK_H
#define CONTENTLINT_LINT_TRADEMARK_H

#include "lint/check.h"

struct mark {
    struct str text;     /* "SAFe" */
    struct str symbol;   /* "®", "™" or "℠" */
    str_array near;      /* one of these words must be on the page, for marks that are also other words */
    bool optional;       /* using it alone owes no notice */
    struct regex *regex; /* the mark as a word, in its own case */
};
struct owner {
    struct str id;          /* the file's name: "scaled-agile" */
    struct str name;        /* "Scaled Agile, Inc." */
    str_array names;        /* other spellings, as course_vendors and notices have them */
    struct str notice;      /* the owner's own wording */
    struct regex *mentions; /* any spelling of the name, in normalised text */
    struct regex *wording;  /* the preferred notice, in normalised text */
    struct mark *marks;
    size_t mark_count;
    struct source source;
};

struct own_folder;
/* Reads the built-in files and those of the site's folder, sorted by id. A site's file replaces the built-in one of the
 * same name. */
bool trademark_load(struct arena *arena, const struct own_folder *folder, struct owner **owners,
                    size_t *count, struct error *error);
void trademark_release(struct owner *owners, size_t count);
const struct owner *trademark_owner(const struct lint *lint, struct str id); /* NULL when there is none */

/* Text as notices are compared: NFC, symbols and superscript tags dropped, quotes and dashes plain, white space
 * collapsed. */
struct str trademark_normal(struct arena *arena, struct str text);

/* A notice on a page: a sentence that says whose trademarks some words are. */
struct notice {
    const struct text_block *block;
    size_t start, end;         /* the sentence, as offsets in block->text */
    const struct owner *owner; /* NULL: a notice of some other owner, or of "their respective owners" */
    struct str text;           /* the sentence, normalised */
    bool general;              /* covers every mark: "and other certification names", "respective owners" */
};
typedef ARRAY_OF(struct notice) notice_array;
struct span notice_span(const struct notice *notice, struct str source);
/* Texts without which a page has no notice. */
const needle_set *notice_needles(struct arena *arena, const struct lint *lint);
/* In findings->arena. When a pattern is given up (findings_search), findings->limited is set and the answer is none. */
void notice_find(struct findings *findings, const struct subject *subject, notice_array *out);
bool notice_covers(const struct notice *notice, const struct mark *mark, struct findings *findings);

#endif
