/* trademark_page.c: one look at a page for all rules about trademarks. */
#include "lint/trademark.h"

enum { NOTICES_MAX = 1000 /* of a page; those of the text that has the last one are read to its end */ };

/* Letters that a sign became stand behind a word's last letter. */
static void add_letter_needles(struct arena *arena, struct lint *lint, str_array *texts) {
    bool seen[256] = {false};
    for (size_t i = 0; i < lint->marks.owner_count; i++) {
        const struct owner *owner = &lint->marks.owners[i];
        for (size_t k = 0; k < owner->mark_count + owner->generic.len; k++) {
            struct str text =
                k < owner->mark_count ? owner->marks[k].text : owner->generic.items[k - owner->mark_count];
            if (text.len) seen[(unsigned char)text.ptr[text.len - 1]] = true;
        }
    }
    for (int c = 'a'; c <= 'z'; c++)
        if (seen[c]) *ARRAY_PUSH(arena, texts) = str_printf(arena, "%cTM", c);
}

void trademark_add_needles(struct arena *arena, struct lint *lint) {
    static const char *const signs[] = {
        "\xC2\xAE", "\xE2\x84\xA2", "\xE2\x84\xA0", "&reg",   "&REG",   "&trade",      "(TM)",    "(tm)",
        "(R)",      "(SM)",         "&#174",        "&#8482", "&#xAE;", "&#xae",       "&#x2122", ">TM<",
        ">tm<",     ">SM<",         ">sm<",         ">R<",    ">r<",    "\xE2\x93\x87"};
    static const char *const courses[] = {"\"Course", "schema.org/Course", "\"EducationEvent\""};
    str_array texts = {0}, notices = {0}, course = {0};
    for (size_t i = 0; i < ARRAY_LEN(signs); i++) *ARRAY_PUSH(arena, &texts) = str_from(signs[i]);
    add_letter_needles(arena, lint, &texts);
    for (size_t i = 0; notice_words[i]; i++) *ARRAY_PUSH(arena, &notices) = str_from(notice_words[i]);
    for (size_t i = 0; i < ARRAY_LEN(courses); i++) *ARRAY_PUSH(arena, &course) = str_from(courses[i]);
    lint->sign_needles = lint_needles(arena, lint, &texts);
    lint->notice_needles = lint_needles(arena, lint, &notices);
    lint->course_needles = lint_needles(arena, lint, &course);
}

static bool has_owners(const struct subject *subject) {
    for (size_t i = 0; i < subject->type_count; i++)
        if (subject->types[i]->trademarks.len) return true;
    return false;
}

void trademark_notices(struct arena *arena, struct page_marks *page) {
    for (size_t i = 0; i < page->texts.len && page->notices.len < NOTICES_MAX; i++) {
        notice_array found = {0};
        notice_find(arena, &page->subject->lint->marks, trademark_text(page, i), &found);
        for (size_t k = 0; k < found.len; k++)
            *ARRAY_PUSH(arena, &page->notices) = (struct page_notice){found.items[k], i};
    }
}

static struct str language_of(struct arena *arena, const struct subject *subject) {
    const struct site_page *page = subject->site_pages;
    const struct node *own = subject->page->front ? node_get_nocase(subject->page->front, STR("lang")) : NULL;
    if (own) return language_code(arena, node_text(own, STR("en")));
    if (!page || page->language >= subject->site->language_count) return STR("en");
    return language_code(arena, subject->site->languages[page->language].code);
}

const struct page_marks *trademark_page(struct arena *arena, const struct subject *subject) {
    const struct lint *lint = subject->lint;
    bool course = trademark_is_course(subject);
    bool notices = needles_common(&subject->found, lint->notice_needles);
    bool asked = course || has_owners(subject) || needles_common(&subject->found, lint->sign_needles);
    if (!asked && !notices) return NULL;
    struct page_marks *page = ARENA_NEW(arena, struct page_marks);
    page->subject = subject;
    page->course = course;
    page->language = language_of(arena, subject);
    trademark_texts(arena, subject, page);
    if (notices) trademark_notices(arena, page);
    if (!asked && !page->notices.len) return NULL; /* "Market" is no trademark */
    trademark_uses(arena, page);
    trademark_duties(arena, page);
    return page;
}
