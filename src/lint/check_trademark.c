/* check_trademark.c: the rules about trademarks, each a function over what trademark_page found. */
#include "lint/checks.h"
#include "lint/trademark.h"

enum { PAGES = 1 << MARKS_OF_PAGE, TEMPLATES = 1 << MARKS_OF_TEMPLATE, BUILT = 1 << MARKS_OF_BUILT };
enum { ALL = PAGES | TEMPLATES | BUILT };

static const struct trademark_problem {
    const char *problem;
    trademark_rule *run;
    unsigned whose; /* marks it looks at */
} rules[] = {
    {"missing-notice", notice_missing, PAGES},     {"notice-wording", notice_wording, ALL},
    {"wrong-owner", notice_wrong_owner, ALL},      {"former-owner", notice_former_owner, ALL},
    {"generic-claim", notice_generic, ALL},        {"unused-notice", notice_unused, PAGES},
    {"unknown-claim", notice_unknown, ALL},        {"blanket-notice", notice_blanket, PAGES},
    {"registered-claim", notice_registered, ALL},  {"wrong-symbol", sign_wrong, PAGES | TEMPLATES},
    {"symbol-form", sign_form, PAGES | TEMPLATES}, {"symbol-letters", sign_form, PAGES | TEMPLATES},
    {"missing-symbol", sign_missing, PAGES},       {"altered", form_altered, PAGES | TEMPLATES},
    {"inflected", form_inflected, PAGES},          {"forbidden-place", form_forbidden, PAGES},
    {"incomplete", form_house, PAGES | TEMPLATES}, {"missing-disclaimer", form_disclaimer, PAGES},
    {"missing-line", notice_line, PAGES | BUILT},
};

bool trademark_prepare(struct arena *arena, struct rule *rule, const struct lint *lint, struct error *error) {
    (void)arena, (void)lint, (void)error;
    for (size_t i = 0; i < ARRAY_LEN(rules); i++)
        if (option_is(rule, "problem", rules[i].problem)) rule->data = (void *)(uintptr_t)&rules[i];
    return true;
}

void check_trademark(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    const struct trademark_problem *problem = rule->data;
    const struct page_marks *marks = subject->marks;
    if (marks && problem && problem->whose >> marks->whose & 1) problem->run(rule, marks, findings);
}
