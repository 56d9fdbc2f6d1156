/* check_stale.c: a page that says itself when it was last updated, and that was long ago. */
#include "lint/checks.h"

enum { SECONDS_PER_DAY = 24 * 60 * 60 };

struct stale {
    struct regex *regex; /* group 1: month's name, group 2: year */
};

static const char MONTHS[] = "jan feb mar apr may jun jul aug sep oct nov dec ";

bool stale_prepare(struct arena *arena, struct rule *rule, const struct lint *lint, struct error *error) {
    struct str words[] = {STR("pdated"), STR("eviewed"), STR("evised")};
    str_array texts = {.items = words, .len = ARRAY_LEN(words)};
    if (option_number(rule, "lastmod_months", 0) <= 0) rule->needles = lint_needles(arena, lint, &texts);
    struct stale *stale = ARENA_NEW(arena, struct stale);
    rule->data = stale;
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

/* Months since year 0 of a clock in seconds. */
static int months_of(int64_t now) {
    int64_t days = now / SECONDS_PER_DAY - (now % SECONDS_PER_DAY < 0);
    int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097; /* civil_from_days, Howard Hinnant */
    int64_t day = z - era * 146097, year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    int64_t yearday = day - (365 * year + year / 4 - year / 100), month = (5 * yearday + 2) / 153;
    int64_t civil = month < 10 ? month + 3 : month - 9;
    return (int)((year + era * 400 + (civil <= 2)) * 12 + civil - 1);
}

static int month_number(struct arena *arena, struct str name) {
    struct str key = str_printf(arena, "%.*s ", 3, str_c(arena, str_lower(arena, name)));
    return (int)(str_find(str_from(MONTHS), key) / 4);
}

static void check_block(const struct rule *rule, const struct subject *subject,
                        const struct text_block *block, struct findings *findings) {
    const struct stale *stale = rule->data;
    struct span groups[3];
    if (!findings_search(findings, stale->regex, block->text, 0, groups, 3, block->span)) return;
    struct str year = str_sub(block->text, groups[2].start, groups[2].end);
    int said = ((year.ptr[0] - '0') * 1000 + (year.ptr[1] - '0') * 100 + (year.ptr[2] - '0') * 10 +
                year.ptr[3] - '0') *
                   12 +
               month_number(findings->arena, str_sub(block->text, groups[1].start, groups[1].end));
    int age = months_of(subject->lint->options.now) - said;
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
    int age = months_of(subject->lint->options.now) - (date.year * 12 + date.month - 1);
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
    check_lastmod(rule, subject, findings);
    if (!says_updated(page->source.text)) return;
    if (!subject->course && page->front && node_get_nocase(page->front, STR("date")))
        return; /* an article of its day */
    for (size_t i = 0; i < page->blocks.len; i++)
        if (says_updated(page->blocks.items[i].text))
            check_block(rule, subject, &page->blocks.items[i], findings);
}
