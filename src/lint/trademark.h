/* trademark.h: what one page says of trademarks, found once and asked by every rule about them. */
#ifndef CONTENTLINT_LINT_TRADEMARK_H
#define CONTENTLINT_LINT_TRADEMARK_H

#include "lint/check.h"
#include "marks/marks.h"

enum text_place { TEXT_TITLE, TEXT_META, TEXT_HEADING, TEXT_BODY };
struct page_text { /* what a reader sees */
    const struct text_block *block;
    enum text_place place;
};
struct sign {        /* behind a use; count 0: none */
    struct str sign; /* the character that it stands for */
    unsigned count;
    bool spaced;       /* a space before it, in the file too */
    bool mixed;        /* of two kinds */
    bool letters;      /* "TM" glued to the word, not raised */
    bool raised;       /* letters raised by a tag: "<sup>TM</sup>" */
    size_t start, end; /* in the block's text */
};
struct use {
    const struct mark *mark;
    struct hit hit; /* in the block's text */
    size_t text;    /* index into texts */
    struct sign sign;
    bool in_notice;
    bool certain; /* context, sign or owner say that it is the mark */
};
struct lost_sign { /* letters glued to a name that the registry knows */
    struct hit hit;
    size_t text;
};
struct page_notice {
    struct notice notice;
    size_t text;
};
enum duty { /* whose page is it */
            DUTY_NONE,
            DUTY_MENTIONED,
            DUTY_DISCUSSED, /* in its title or a heading, or again and again */
            DUTY_OFFERED,   /* the page offers a course of it */
            DUTY_CONFIGURED
};
enum whose_marks {
    MARKS_OF_PAGE,
    MARKS_OF_TEMPLATE, /* or of the configuration: shown by many pages, and the source of none */
    MARKS_OF_BUILT     /* of a page as it was built: notices alone */
};
struct page_marks {
    const struct subject *subject;
    enum whose_marks whose;
    ARRAY_OF(struct page_text) texts;
    ARRAY_OF(struct use) uses; /* of marks, and of their other forms */
    ARRAY_OF(struct lost_sign) lost_signs;
    ARRAY_OF(struct page_notice) notices;
    enum duty *duties; /* by owner's index in the registry */
    bool course;       /* it offers a course, whoever's */
    struct str language;
};

/* Texts without which only course pages and configured ones are looked at: signs, words of notices. */
void trademark_add_needles(struct arena *arena, struct lint *lint);
/* NULL: nothing on the page is worth a look. */
const struct page_marks *trademark_page(struct arena *arena, const struct subject *subject);

/* ---- trademark_text.c: what a reader sees ---- */
void trademark_texts(struct arena *arena, const struct subject *subject, struct page_marks *page);
struct str trademark_text(const struct page_marks *page, size_t text); /* of texts[text] */
struct span trademark_span(const struct page_marks *page, size_t text, size_t start, size_t end);
/* The line of the source that a notice's own word stands on: a block may go on for many. */
struct span trademark_notice_span(const struct page_marks *page, const struct page_notice *notice);

/* ---- trademark_use.c: marks in context ---- */
void trademark_uses(struct arena *arena, struct page_marks *page);
/* The sign behind offset `end` of a block's text. */
struct sign trademark_sign(const struct page_marks *page, size_t text, const struct hit *hit);

/* ---- trademark_duty.c ---- */
/* Does the page say of itself that it offers a course? */
bool trademark_is_course(const struct subject *subject);
void trademark_duties(struct arena *arena, struct page_marks *page);
enum duty trademark_duty(const struct page_marks *page, const struct owner *owner);
/* Is the owner one of those that nothing is said of here? */
bool trademark_is_silent(const struct page_marks *page, const struct owner *owner);
/* Adds the owners whose courses the page at path offers. */
void trademark_offers(struct arena *arena, const struct page_marks *page, struct str path,
                      lint_offers *offers);
/* Does a value, or an element of it, name the owner? */
bool trademark_names_owner(const struct owner *owner, const struct node *value);
bool trademark_is_configured(const struct subject *subject, const struct owner *owner);
/* Does `types:` name the owner for some pages? */
bool trademark_is_configured_anywhere(const struct lint *lint, const struct owner *owner);

/* Fills in page->notices from its texts. */
void trademark_notices(struct arena *arena, struct page_marks *page);

/* ---- trademark_shared.c: texts that many pages show ---- */
struct shared_text;
typedef ARRAY_OF(struct shared_text *) shared_texts;
/* Adds the notices of a template of HTML; not NULL when the site can mend what it says of trademarks. */
struct shared_text *trademark_read_template(struct arena *arena, const struct lint *lint,
                                            const struct site *site, struct str path, notice_array *out);
/* Adds a value of the site's configuration, when it is known which file it stands in. */
void trademark_read_value(struct arena *arena, const struct site *site, const struct node *node,
                          shared_texts *out);
const struct source *trademark_shared_source(const struct shared_text *shared);
/* Where the first of them credits everything to its "respective owners"; NULL: none does. */
const struct source *trademark_shared_blanket(const shared_texts *all, struct span *span);
/* What the template or configuration says that is the subject; *parsed becomes the template as a page. */
const struct page_marks *trademark_shared(struct arena *arena, const struct subject *subject,
                                          const struct shared_text *shared, struct page *parsed);
/* What a page of the built site says, as one of all its pages: nothing yet. */
struct page_marks *trademark_built(struct arena *arena, const struct subject *subject);
/* Adds a block of it with notices, which are known. */
void trademark_add_block(struct arena *arena, struct page_marks *page, const struct text_block *block,
                         const notice_array *notices);

/* ---- trademark_site.c: notices of the whole site ---- */
struct site_notices; /* those of templates, of shortcodes and of the configuration */
/* Fills in facts->notices and facts->raw_html; outlook may be NULL: the generator is asked. */
void trademark_site(struct arena *arena, const struct lint *lint, const struct site *site,
                    const struct outlook *outlook, struct site_facts *facts);
/* How many there are: another number is another list. */
size_t trademark_site_count(const struct site_facts *facts);
/* The texts that have them, or signs of marks, and are the site's own. */
const shared_texts *trademark_site_shared(const struct site_facts *facts);
const struct shared_text *trademark_site_text(const struct site_facts *facts, struct str path); /* or NULL */
/* Does one that the page shows credit the mark, rightly or wrongly? */
bool trademark_site_covers(const struct subject *subject, const struct mark *mark);

/* The owners that `types:` name whose facts were read more than a year ago, as a sentence; absent: none. */
struct str trademark_old_facts(struct arena *arena, const struct lint *lint);

/* ---- trademark_fix.c ---- */
/* Does an accepted sentence credit all of the marks? */
bool trademark_names_all(struct arena *arena, const struct registry *registry, struct str text,
                         const struct mark *const *marks, size_t count);
/* The sentence that credits `marks` of one owner: an accepted one where it fits, else one in the page's language. */
struct str trademark_sentence(const struct page_marks *page, struct arena *arena, const struct owner *owner,
                              const struct mark *const *marks, size_t count, bool *verified);
void trademark_append(struct findings *findings, struct diagnostic *finding, const struct page_marks *page,
                      struct str sentence);

/* ---- check_sign.c ---- */
/* Does a type of the page want the mark's sign, be it at its first use alone? */
bool sign_is_asked(const struct page_marks *page, const struct mark *mark);

/* ---- the rules: check_notice.c, check_sign.c, check_form.c ---- */
typedef void trademark_rule(const struct rule *rule, const struct page_marks *page,
                            struct findings *findings);
trademark_rule notice_missing, notice_wording, notice_wrong_owner, notice_former_owner, notice_generic,
    notice_unused, notice_unknown, notice_blanket, notice_registered, notice_line;
trademark_rule sign_wrong, sign_form, sign_missing;
trademark_rule form_altered, form_inflected, form_forbidden, form_house, form_disclaimer;

#endif
