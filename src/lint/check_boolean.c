/* check_boolean.c: `draft: yes`. YAML 1.1 had it for true; in YAML 1.2 it is text, and a generator may take text other
 * than strconv.ParseBool's ("true", "T", "1" …) for false. */
#include "lint/checks.h"

static bool is_among(struct str text, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (str_eq_nocase(text, str_from(words[i]))) return true;
    return false;
}

static bool says_yes(struct str text) {
    static const char *const words[] = {"yes", "on", "y"};
    return is_among(text, words, ARRAY_LEN(words));
}

static bool says_no(struct str text) {
    static const char *const words[] = {"no", "off", "n"};
    return is_among(text, words, ARRAY_LEN(words));
}

bool check_boolean_is_text(const struct subject *subject, const struct node *value) {
    const struct page *page = subject->page;
    if (!site_has(subject->site, SITE_TEXT_IS_FALSE) || !subject->site_page_count) return false;
    if (page->options.yaml_1_1 || page->front_format != FORMAT_YAML) return false;
    return value->kind == NODE_STRING && value->style == STYLE_PLAIN &&
           (says_yes(value->text) || says_no(value->text));
}

/* A word for false is false by chance: that can wait. */
static void add_finding(const struct rule *rule, const struct subject *subject, struct findings *findings,
                        const struct node *value) {
    bool yes = says_yes(value->text), draft = str_eq_nocase(value->key, STR("draft"));
    struct str means = yes ? STR("true") : STR("false");
    struct diagnostic *d = finding_add(findings, value->span);
    if (!yes && rule->severity > SEVERITY_WARNING) d->severity = SEVERITY_WARNING;
    finding_set(findings, d, "key", value->key);
    finding_set(findings, d, "value", value->text);
    finding_set(findings, d, "means", means);
    finding_set(findings, d, "outcome",
                yes && draft ? STR("the page is published")
                             : str_printf(findings->arena, "%s takes %s for false",
                                          subject->site->generator->title, yes ? "it" : "any such text"));
    finding_edit(findings, d, value->span, means, yes ? "write true" : "write false");
    d->suggested = yes; /* what it says was not so until now: a draft goes from the site */
}

void check_boolean_text(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    str_array keys = {0};
    if (!subject->page->front) return;
    option_texts(findings->arena, rule, "keys", &keys);
    for (size_t i = 0; i < keys.len; i++) {
        const struct node *value = node_get_nocase(subject->page->front, keys.items[i]);
        if (value && check_boolean_is_text(subject, value)) add_finding(rule, subject, findings, value);
    }
}
