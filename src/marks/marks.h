/* marks: owners of trademarks as data, and what a text says of their marks: where a mark is used, how it is written and
 * signed, and which sentences credit it to whom. Knows texts and value trees alone: nothing of pages, sites and rules.
 *
 * Conventions
 *   - All memory comes from the arena given; strings borrow from the text given, which must live as long.
 *   - Offsets are bytes of the text given. Time is linear in the text, however many marks there are.
 *   - Where each fact of an owner was read is said in its file (rules/trademarks/<owner>.yaml). */
#ifndef CONTENTLINT_MARKS_H
#define CONTENTLINT_MARKS_H

#include "base/base.h"

/* ---- owner.c: an owner's file ------------------------------------------------------------------------------ */

enum mark_kind { MARK_TRADEMARK, MARK_REGISTERED, MARK_SERVICE, MARK_CERTIFICATION, MARK_COLLECTIVE };
enum mark_ban { /* what the owner does not want */
                MARK_NO_PLURAL = 1,
                MARK_NO_POSSESSIVE = 2,
                MARK_NO_VERB = 4,
                MARK_NOT_IN_URL = 8,
                MARK_NOT_IN_META = 16,
                MARK_NOT_IN_OFFERING = 32,
                MARK_NOT_LEADING = 64 /* the first word of an offering's name */
};
struct owner;
struct mark {
    const struct owner *owner;
    size_t index;      /* among the marks of all owners */
    struct str text;   /* "SAFe", as it must be written */
    struct str symbol; /* "®", "™", "℠"; "" when none is due */
    enum mark_kind kind;
    bool optional;        /* using it alone owes no notice */
    bool strict;          /* no word of any language: other capitals are a slip */
    bool verify;          /* only licensees' pages say so: no more than a note */
    str_array forms;      /* ways in which it is wrongly written */
    str_array nouns;      /* what may follow a mark that is used as an adjective */
    str_array stands_for; /* what an abbreviation is short for */
    str_array near;  /* it is the mark only with one of these near, or with the owner's name on the page */
    unsigned within; /* so many words */
    struct str then; /* what must follow it: "Guide" */
    unsigned bans;   /* enum mark_ban */
};
struct owner_notice { /* an accepted sentence */
    struct str text, language, source;
    bool verify;
};
struct former_owner {
    struct str name, until; /* a date, or "" */
};
struct
    owner_example { /* of `rules --test`: a page, and the rule that does or does not find something on it */
    struct str text, rule;
    bool bad;
    struct span span; /* in the owner's file */
};
struct owner {
    struct str id;   /* the file's name: "scaled-agile" */
    struct str name; /* "Scaled Agile, Inc." */
    str_array names; /* other spellings, as vendors and notices have them */
    ARRAY_OF(struct former_owner) former;
    str_array generic; /* words that nobody may claim for it */
    ARRAY_OF(struct owner_notice) notices;
    struct str disclaimer;      /* what the owner wants an independent page to say; "" when nothing */
    struct str line, line_link; /* a text, or a link, that every page of a built site carries; "" when none */
    struct str source;          /* where the owner's rules were read */
    struct str checked;         /* when: a date */
    struct date checked_date;
    bool verify;       /* no text of the owner's was read */
    bool only_offered; /* nothing is said on pages that do not offer its courses */
    bool built_in;
    struct mark *marks;
    size_t mark_count;
    ARRAY_OF(struct owner_example) examples;
    struct source file;
};
#define OWNERS_MAX 200
#define MARKS_MAX  5000 /* of all owners */
/* Reads an owner's file, which its schema has found right; text and path are borrowed. */
bool owner_read(struct arena *arena, struct str path, struct str text, const struct node *root,
                struct owner *owner, struct error *error);
/* Is text the owner's name or id? Spaces and punctuation do not count: catalogues write "Scrumorg". */
bool owner_is_called(const struct owner *owner, struct str text);

/* ---- terms.c: many names, found in one pass over a text ------------------------------------------------------ */

enum term_kind {
    TERM_MARK,
    TERM_FORM,      /* a mark wrongly written */
    TERM_JOINED,    /* a mark's words joined or split */
    TERM_INFLECTED, /* a mark in the plural, the possessive, or as a verb */
    TERM_GENERIC,   /* a word that nobody may claim */
    TERM_OWNER,
    TERM_FORMER,
    TERM_TAIL,  /* the last word of a mark: found only with "TM" glued to it */
    TERM_PHRASE /* of the language of notices: `phrase` */
};
struct term {
    enum term_kind kind;
    const struct owner *owner;
    const struct mark *mark;
    const struct former_owner *former;
    unsigned phrase;
    struct str text;
    const struct term *next; /* of other terms with the same words */
};
enum written { WRITTEN_EXACT, WRITTEN_CAPITALS, WRITTEN_OTHER };
struct hit {
    size_t start, end;       /* without sign */
    const struct term *term; /* the one that is written most like it */
    const struct term *all;  /* that and the others with its words */
    enum written written;
    unsigned
        letters; /* so many bytes that a sign may have been are glued to its last word: "TM", "SM", "R" */
};
struct terms; /* add, then find; immutable once it is searched */
struct terms *terms_new(struct arena *arena);
void terms_add(struct terms *terms, struct str text, struct term term);
/* The next hit at or after *at, the longest that begins there; *at moves behind it. False at the end. Words count, not
 * what stands between them: white space and signs. */
bool terms_next(const struct terms *terms, struct str text, size_t *at, struct hit *hit);
/* Of a hit's terms the one of a kind; NULL when there is none. */
const struct term *hit_term(const struct hit *hit, enum term_kind kind);
/* The length of the sign (®, ™, ℠, "(R)", "(TM)", "(SM)") at an offset, 0 when there is none; *sign is the character that it stands for. */
size_t sign_at(struct str text, size_t at, struct str *sign);
/* The length of the letters that end there and may have been a sign ("TM", "SM", "R", capital or not), 0 when there are none. */
size_t letters_at(struct str text, size_t end, struct str *sign);

/* ---- registry.c: all owners ------------------------------------------------------------------------------------ */

struct registry {
    struct owner *owners; /* sorted by id */
    size_t owner_count;
    size_t mark_count;
    const struct terms *terms;   /* of every owner */
    const struct terms *phrases; /* of notices, in every language */
    const struct needles *words; /* one of which every notice has */
};
/* Makes the registry's terms; owners are borrowed. */
void registry_build(struct arena *arena, struct registry *registry, struct owner *owners, size_t count);
const struct owner *registry_owner(const struct registry *registry,
                                   struct str id); /* NULL when there is none */

/* ---- notice.c: sentences that say whose marks some words are ---------------------------------------------------- */

enum notice_status { NOTICE_TRADEMARK, NOTICE_REGISTERED, NOTICE_CERTIFICATION, NOTICE_OTHER_MARK };
struct notice {
    size_t start, end; /* the sentence */
    size_t noun;       /* where "trademark" stands */
    bool credits;      /* it says whose the marks are; else it is a blanket, or a denial alone */
    enum notice_status status;
    bool registered;             /* it says "registered", whatever else it says */
    bool trademark;              /* and "trademark" without it: "trademarks or registered trademarks" */
    bool respective;             /* "their respective owners": credits everything to nobody */
    bool general;                /* "and other marks": covers every mark of its owner */
    bool denies;                 /* says that there is no affiliation */
    struct span object;          /* the name behind "of"; empty when there is none */
    bool names;                  /* the object is somebody's name */
    ARRAY_OF(struct hit) marks;  /* claimed: marks, their forms, generic words */
    ARRAY_OF(struct hit) owners; /* in the object: owners and former owners, the one at its start first */
    bool at_start;               /* there is one at its start */
};
typedef ARRAY_OF(struct notice) notice_array;
/* Words, one of which stands in every sentence that may be a notice; ends in NULL. */
extern const char *const notice_words[];
/* May text hold a notice? */
bool notice_possible(const struct registry *registry, struct str text);
struct needles *notice_needles(struct arena *arena); /* those words, as the registry keeps them */
/* Appends the notices of a block of text, and its denials of affiliation (without marks and owners). */
#define NOTICE_MAX_BYTES (8u << 10) /* a longer sentence is none */
void notice_find(struct arena *arena, const struct registry *registry, struct str text, notice_array *out);
/* Is the owner (not a former one) among those that the notice credits? */
bool notice_credits(const struct notice *notice, const struct owner *owner);
/* Does the notice cover a use of the mark: by its name, by a name within it, or by "and other marks"? */
bool notice_covers(const struct notice *notice, const struct mark *mark);

/* ---- language.c: the words of notices, by language --------------------------------------------------------------- */

enum phrase { /* what a phrase does in a sentence */
              PHRASE_NOUN = 1,
              PHRASE_REGISTERED,
              PHRASE_CERTIFICATION,
              PHRASE_OTHER_MARK, /* service mark, collective mark */
              PHRASE_LINK,       /* "of", "owned by" */
              PHRASE_ARTICLE,
              PHRASE_RESPECTIVE,
              PHRASE_GENERAL,
              PHRASE_DENIAL,
              PHRASE_PLACE /* "in the": what follows is no owner */
};
void language_add_phrases(struct terms *terms);
/* "SAFe and Scaled Agile Framework are registered trademarks of Scaled Agile, Inc.", in the language or in English. */
struct str language_notice(struct arena *arena, struct str code, enum notice_status status,
                           const str_array *marks, struct str owner);
/* The language's code as notices are kept by: "de" of "de-AT". */
struct str language_code(struct arena *arena, struct str name);

#endif
