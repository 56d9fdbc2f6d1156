/* check_trademark.c: a page that uses an owner's marks says whose they are, in the owner's words. */
#include "lint/checks.h"
#include "lint/trademark.h"

#include <string.h>

/* Which owners' rules hold for a page. */
enum duty {
    DUTY_NONE,
    DUTY_SOFT, /* the page carries a notice for somebody else's marks, or is the course of another vendor */
    DUTY_FULL  /* configured, named as the vendor, a course page, or a notice of the owner is there */
};

/* Pages write "Scrumorg" and "Scaled Agile" for Scrum.org and scaled-agile: spaces and punctuation do not count. */
static bool is_same_name(struct str a, struct str b) {
    size_t i = 0, k = 0;
    for (;;) {
        while (i < a.len && strchr(" .,-_", a.ptr[i])) i++;
        while (k < b.len && strchr(" .,-_", b.ptr[k])) k++;
        if (i == a.len || k == b.len) return i == a.len && k == b.len;
        if (!str_eq_nocase(str_sub(a, i, i + 1), str_sub(b, k, k + 1))) return false;
        i++, k++;
    }
}

static bool names_owner(const struct owner *owner, const struct node *value) {
    if (!value) return false;
    if (value->kind == NODE_ARRAY) {
        for (const struct node *n = value->child; n; n = n->next)
            if (names_owner(owner, n)) return true;
        return false;
    }
    struct str text = node_text(value, (struct str){0});
    if (is_same_name(text, owner->name) || is_same_name(text, owner->id)) return true;
    for (size_t i = 0; i < owner->names.len; i++)
        if (is_same_name(text, owner->names.items[i])) return true;
    return false;
}

static bool names_anyone(const struct node *vendors) {
    return vendors && (vendors->kind == NODE_ARRAY ? vendors->child != NULL : vendors->text.len > 0);
}

static bool is_configured(const struct subject *subject, const struct owner *owner) {
    for (size_t i = 0; i < subject->type_count; i++)
        for (size_t k = 0; k < subject->types[i]->trademarks.len; k++)
            if (str_eq(subject->types[i]->trademarks.items[k], owner->id)) return true;
    return false;
}

static enum duty duty_of(const struct subject *subject, const struct owner *owner,
                         const notice_array *notices) {
    const struct node *front = subject->page->front;
    const struct node *vendors = front ? node_get_nocase(front, STR("course_vendors")) : NULL;
    if (front && !vendors) vendors = node_get_nocase(front, STR("course-vendors"));
    if (is_configured(subject, owner) || names_owner(owner, vendors)) return DUTY_FULL;
    for (size_t i = 0; i < notices->len; i++)
        if (notices->items[i].owner == owner) return DUTY_FULL;
    if (subject->course && !names_anyone(vendors)) return DUTY_FULL;
    return subject->course || notices->len ? DUTY_SOFT : DUTY_NONE;
}

/* A page may also carry the notice by a shortcode or partial of the theme, or by a front-matter key. */
static bool notice_elsewhere(struct arena *arena, const struct rule *rule, const struct subject *subject,
                             const struct owner *owner) {
    str_array names = {0};
    option_texts(arena, rule, "shortcodes", &names);
    for (size_t i = 0; i < names.len; i++)
        for (size_t k = 0; k < subject->page->shortcodes.len; k++)
            if (str_eq(names.items[i], subject->page->shortcodes.items[k].name)) return true;
    const struct node *key =
        node_get_nocase(subject->page->front, option_text(rule, "key", STR("trademarks")));
    return subject->page->front && key && names_owner(owner, key);
}

/* The notice that offset `at` of a block's text lies in, or NULL. */
static const struct notice *notice_at(const notice_array *notices, const struct text_block *block,
                                      size_t at) {
    for (size_t i = 0; i < notices->len; i++) {
        const struct notice *n = &notices->items[i];
        if (n->block == block && at >= n->start && at < n->end) return n;
    }
    return NULL;
}

static bool use_in_block(const notice_array *notices, const struct mark *mark, const struct text_block *block,
                         struct span *use, struct findings *findings) {
    size_t at = 0;
    struct span group;
    while (at < block->text.len &&
           findings_search(findings, mark->regex, block->text, at, &group, 1, block->span)) {
        const struct notice *notice = notice_at(notices, block, group.start);
        *use = page_text_span(block, group.start, group.end);
        if (!notice) return true;
        at = notice->end;
    }
    return false;
}

static bool has_near(const struct page *page, const struct mark *mark) {
    for (size_t i = 0; i < mark->near.len; i++)
        if (str_find(page->source.text, mark->near.items[i]) < page->source.text.len) return true;
    return mark->near.len == 0;
}

/* Front-matter strings that are names for machines: a mark in them is not shown to anybody. */
static bool is_shown(const struct text_block *block) {
    static const struct str hidden[] = {
        {"aliases", 7}, {"aliasesArchive", 14}, {"slug", 4}, {"url", 3},
        {"type", 4},    {"layout", 6},          {"tags", 4}, {"categories", 10}};
    if (!block->field) return true;
    for (size_t i = 0; i < ARRAY_LEN(hidden); i++)
        if (str_eq_nocase(block->field->key, hidden[i])) return false;
    return block->field->key.len > 0; /* a list's element has no key: taxonomies and the like */
}

/* The first use of a mark in visible text outside notices. */
static bool first_use(const struct page *page, const notice_array *notices, const struct mark *mark,
                      struct span *use, struct findings *findings) {
    if (str_find(page->source.text, str_sub(mark->text, 0, str_find_char(mark->text, ' '))) ==
        page->source.text.len)
        return false;
    if (!has_near(page, mark)) return false;
    for (size_t i = 0; i < page->blocks.len; i++) {
        const struct text_block *b = &page->blocks.items[i];
        if (is_shown(b) && use_in_block(notices, mark, b, use, findings)) return true;
    }
    return false;
}

static bool is_covered(const notice_array *notices, const struct owner *owner, const struct mark *mark,
                       struct findings *findings) {
    for (size_t i = 0; i < notices->len; i++) {
        const struct notice *n = &notices->items[i];
        if (n->owner == owner && notice_covers(n, mark, findings)) return true;
        if (!n->owner && n->general) return true;
    }
    return false;
}

static bool has_notice(const notice_array *notices, const struct owner *owner) {
    for (size_t i = 0; i < notices->len; i++)
        if (notices->items[i].owner == owner) return true;
    return false;
}

/* With a notice, one covered mark is enough for the names that contain it: "Professional Scrum" covers "Professional
 * Scrum Master". */
static bool is_covered_by_part(const notice_array *notices, const struct owner *owner,
                               const struct mark *mark, struct findings *findings) {
    for (size_t i = 0; i < owner->mark_count; i++) {
        struct span group;
        const struct mark *part = &owner->marks[i];
        if (findings_search(findings, part->regex, mark->text, 0, &group, 1, (struct span){0}) &&
            is_covered(notices, owner, part, findings))
            return true;
    }
    return false;
}

static void missing_notice(const struct rule *rule, const struct subject *subject, struct findings *findings,
                           const struct owner *owner, const notice_array *notices, enum duty duty) {
    struct span first = {UINT32_MAX, UINT32_MAX};
    const struct mark *used = NULL;
    for (size_t i = 0; i < owner->mark_count; i++) {
        const struct mark *mark = &owner->marks[i];
        struct span use;
        if (mark->optional || is_covered_by_part(notices, owner, mark, findings)) continue;
        if (!first_use(subject->page, notices, mark, &use, findings) || use.start >= first.start) continue;
        first = use;
        used = mark;
    }
    if (!used || findings->limited || notice_elsewhere(findings->arena, rule, subject, owner)) return;
    struct diagnostic *d = finding_add(findings, first);
    if (duty == DUTY_SOFT && d->severity > SEVERITY_WARNING) d->severity = SEVERITY_WARNING;
    finding_set(findings, d, "mark", used->text);
    finding_set(findings, d, "owner", owner->name);
    finding_set(findings, d, "notice", owner->notice);
    finding_set(findings, d, "lack",
                has_notice(notices, owner) ? STR("its notice does not name it") : STR("has no notice"));
}

static void run_missing(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    notice_array notices = {0};
    notice_find(findings, subject, &notices);
    for (size_t i = 0; i < subject->lint->owner_count; i++) {
        const struct owner *owner = &subject->lint->owners[i];
        enum duty duty = duty_of(subject, owner, &notices);
        if (duty != DUTY_NONE) missing_notice(rule, subject, findings, owner, &notices, duty);
    }
}

static void run_wording(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    notice_array notices = {0};
    (void)rule;
    notice_find(findings, subject, &notices);
    for (size_t i = 0; i < notices.len; i++) {
        const struct notice *n = &notices.items[i];
        struct span group;
        struct span place = notice_span(n, subject->source->text);
        if (!n->owner || findings_search(findings, n->owner->wording, n->text, 0, &group, 1, place) ||
            findings->limited)
            continue;
        struct diagnostic *d = finding_add(findings, place);
        finding_set(findings, d, "owner", n->owner->name);
        finding_set(findings, d, "notice", n->owner->notice);
    }
}

/* ® behind a mark whose owner's sign is ™: it claims a registration that is not there. */
static void wrong_symbols(const struct owner *owner, const struct mark *mark, const struct text_block *block,
                          struct findings *findings) {
    struct span group;
    for (size_t at = 0; findings_search(findings, mark->regex, block->text, at, &group, 1, block->span);
         at = group.end) {
        struct str after = str_sub(block->text, group.end, block->text.len);
        size_t gap = str_starts(after, STR(" ")) ? 1 : 0;
        struct str sign = str_sub(after, gap, gap + STR("®").len);
        if (!str_eq(sign, STR("®"))) continue;
        struct span span = page_text_span(block, group.end + gap, group.end + gap + sign.len);
        struct diagnostic *d = finding_add(findings, span);
        finding_set(findings, d, "mark", mark->text);
        finding_set(findings, d, "owner", owner->name);
        finding_set(findings, d, "symbol", mark->symbol);
    }
}

static void run_symbol(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    const struct page *page = subject->page;
    (void)rule;
    if (str_find(page->source.text, STR("®")) == page->source.text.len) return;
    notice_array notices = {0};
    notice_find(findings, subject, &notices);
    for (size_t i = 0; i < subject->lint->owner_count; i++) {
        const struct owner *owner = &subject->lint->owners[i];
        if (duty_of(subject, owner, &notices) == DUTY_NONE) continue;
        for (size_t m = 0; m < owner->mark_count; m++)
            for (size_t b = 0; b < page->blocks.len && str_eq(owner->marks[m].symbol, STR("™")); b++)
                wrong_symbols(owner, &owner->marks[m], &page->blocks.items[b], findings);
    }
}

static void add_first_words(struct arena *arena, const struct owner *owner, str_array *texts) {
    for (size_t m = 0; m < owner->mark_count; m++) {
        struct str text = owner->marks[m].text;
        *ARRAY_PUSH(arena, texts) = str_sub(text, 0, str_find_char(text, ' '));
    }
}

/* A wording needs a notice, a wrong sign a sign, a missing notice one of the marks. */
bool trademark_prepare(struct arena *arena, struct rule *rule, const struct lint *lint, struct error *error) {
    str_array texts = {0};
    (void)error;
    if (option_is(rule, "problem", "notice-wording")) {
        rule->needles = notice_needles(arena, lint);
        return true;
    }
    bool sign = option_is(rule, "problem", "wrong-symbol");
    if (sign) *ARRAY_PUSH(arena, &texts) = STR("®");
    for (size_t i = 0; i < lint->owner_count && !sign; i++) add_first_words(arena, &lint->owners[i], &texts);
    rule->needles = lint_needles(arena, lint, &texts);
    return true;
}

void check_trademark(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    if (option_is(rule, "problem", "missing-notice"))
        run_missing(rule, subject, findings);
    else if (option_is(rule, "problem", "notice-wording"))
        run_wording(rule, subject, findings);
    else
        run_symbol(rule, subject, findings);
}
