/* check_trademark.c: the rules about trademarks, each a function over what trademark_page found. */
#include "lint/checks.h"
#include "lint/trademark.h"

static const struct trademark_problem {
    const char *problem;
    trademark_rule *run;
} rules[] = {
    {"missing-notice", notice_missing},
    {"notice-wording", notice_wording},
    {"wrong-owner", notice_wrong_owner},
    {"former-owner", notice_former_owner},
    {"generic-claim", notice_generic},
    {"unused-notice", notice_unused},
    {"unknown-claim", notice_unknown},
    {"blanket-notice", notice_blanket},
    {"registered-claim", notice_registered},
    {"wrong-symbol", sign_wrong},
    {"symbol-form", sign_form},
    {"symbol-letters", sign_form},
    {"missing-symbol", sign_missing},
    {"altered", form_altered},
    {"inflected", form_inflected},
    {"forbidden-place", form_forbidden},
    {"incomplete", form_house},
    {"missing-disclaimer", form_disclaimer},
    {"missing-line", notice_line},
};

bool trademark_prepare(struct arena *arena, struct rule *rule, const struct lint *lint, struct error *error) {
    (void)arena, (void)lint, (void)error;
    for (size_t i = 0; i < ARRAY_LEN(rules); i++)
        if (option_is(rule, "problem", rules[i].problem)) rule->data = (void *)(uintptr_t)&rules[i];
    return true;
}

void check_trademark(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    const struct trademark_problem *problem = rule->data;
    if (subject->marks && problem) problem->run(rule, subject->marks, findings);
}
