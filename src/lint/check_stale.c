/* check_stale.c: a page that says itself when it was last updated, and that was long ago. */
#include "lint/checks.h"

struct stale {
    struct regex *regex;     /* group 1: month's name, group 2: year */
    const needle_set *words; /* without one of which there is nothing to read */
};

bool stale_prepare(struct arena *arena, struct rule *rule, const struct lint *lint, struct error *error) {
    struct str words[] = {STR("pdated"), STR("eviewed"), STR("evised")};
    str_array texts = {.items = words, .len = ARRAY_LEN(words)};
    struct stale *stale = ARENA_NEW(arena, struct stale);
    rule->data = stale;
    stale->words = lint_needles(arena, lint, &texts);
    if (option_number(rule, "lastmod_months", 0) <= 0) rule->needles = stale->words;
    stale->regex = regex_compile(
        arena,
        STR("(?:^|[\\s·|(–—-])(?:(?:Last|last) )?(?:[Uu]pdated|[Rr]eviewed|[Rr]evised)(?: on| in|:)?\\s+"
            "(?:\\d{1,2}(?:st|nd|rd|th)? )?"
            "(January|February|March|April|May|June|July|August|September|October|November|December|"
            "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\\.?(?: \\d{1,2}(?:st|nd|rd|th)?,?)? "
            "(20\\d\\d)(?!\\d)"),
        0, error);
    return stale->regex != NULL;
}

void stale_release(void *data) {
    struct stale *stale = data;
    if (stale) regex_free(stale->regex);
}

static int months_of(const struct date *date) { /* since the year 0 */
    return date->year * 12 + date->month - 1;
}

static int months_since(const struct subject *subject, int months) {
    struct date now = date_at(subject->lint->options.now);
    return months_of(&now) - months;
}

static void check_block(const struct rule *rule, const struct subject *subject,
                        const struct text_block *block, struct findings *findings) {
    const struct stale *stale = rule->data;
    struct span groups[3];
    if (!findings_search(findings, stale->regex, block->text, 0, groups, 3, block->span)) return;
    struct str year = str_sub(block->text, groups[2].start, groups[2].end);
    struct date said = {.month = date_month_number(str_sub(block->text, groups[1].start, groups[1].end))};
    for (size_t i = 0; i < year.len; i++) said.year = said.year * 10 + (year.ptr[i] - '0');
    int age = months_since(subject, months_of(&said));
    if (age < (int)option_number(rule, "months", 12)) return;
    uint32_t start = groups[0].start;
    while (start < groups[1].start && !char_is_letter(block->text.ptr[start])) start++;
    struct diagnostic *d = finding_add(findings, page_text_span(block, start, groups[0].end));
    finding_set(findings, d, "date", str_sub(block->text, groups[1].start, groups[2].end));
    finding_set(findings, d, "months", str_printf(findings->arena, "%d", age));
}

/* lastmod is a promise only where somebody asks for it: most pages are old and right. */
static void check_lastmod(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    double limit = option_number(rule, "lastmod_months", 0);
    const struct node *node =
        subject->page->front ? node_get_nocase(subject->page->front, STR("lastmod")) : NULL;
    struct date date;
    if (limit <= 0 || !node || !date_parse(node_text(node, STR("")), &date)) return;
    int age = months_since(subject, months_of(&date));
    if (age < (int)limit) return;
    struct diagnostic *d = finding_add(findings, node->span);
    finding_set(findings, d, "date", node->text);
    finding_set(findings, d, "months", str_printf(findings->arena, "%d", age));
}

static bool says_updated(struct str text) {
    static const char *const words[] = {"pdated", "eviewed", "evised"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_find(text, str_from(words[i])) < text.len) return true;
    return false;
}

void check_stale(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    const struct page *page = subject->page;
    const struct stale *stale = rule->data;
    check_lastmod(rule, subject, findings);
    if (!needles_common(&subject->found, stale->words)) return;
    if (!subject->course && page->front && node_get_nocase(page->front, STR("date")))
        return; /* an article of its day */
    for (size_t i = 0; i < page->blocks.len; i++)
        if (says_updated(page->blocks.items[i].text))
            check_block(rule, subject, &page->blocks.items[i], findings);
}
