/* check_sign.c: the signs behind marks. */
#include "lint/trademark.h"

static struct span sign_span(const struct page_marks *page, const struct use *use) {
    return trademark_span(page, use->text, use->sign.start, use->sign.end);
}

/* Signs and letters, as they read or as entities, with nothing between them that a reader does not see. */
static bool is_plain(struct str written) {
    for (size_t i = 0; i < written.len; i++)
        if (strchr("<>[]*_`\\\n\r", written.ptr[i])) return false;
    return true;
}

static void replace_sign(struct findings *findings, struct diagnostic *d, const struct page_marks *page,
                         const struct use *use, struct str with) {
    struct span span = sign_span(page, use);
    if (is_plain(span_str(page->subject->source, span)))
        finding_edit(findings, d, span, with, "write the sign that is due");
}

/* Signs that claim a registration which is not there, or leave one out that is. */
void sign_wrong(const struct rule *rule, const struct page_marks *page, struct findings *findings) {
    (void)rule;
    for (size_t i = 0; i < page->uses.len; i++) {
        const struct use *use = &page->uses.items[i];
        const struct mark *mark = use->mark;
        if (use->sign.count != 1 || use->sign.letters || mark->verify || !mark->symbol.len || !use->certain)
            continue;
        if (trademark_is_silent(page, mark->owner)) continue;
        if (use->hit.term->kind != TERM_MARK || str_eq(use->sign.sign, mark->symbol)) continue;
        struct diagnostic *d = finding_add(findings, sign_span(page, use));
        if (trademark_duty(page, mark->owner) < DUTY_OFFERED) d->severity = SEVERITY_NOTE;
        finding_set(findings, d, "mark", mark->text);
        finding_set(findings, d, "owner", mark->owner->name);
        finding_set(findings, d, "symbol", mark->symbol);
        finding_set(findings, d, "written", use->sign.sign);
        if (!use->sign.spaced) replace_sign(findings, d, page, use, mark->symbol); /* sign_form mends both */
    }
}

/* ---- the form of signs --------------------------------------------------------------------------------------------- */

/* The sign right behind the word; where the end of emphasis parts them, it stays between them. */
static void mend_form(struct findings *findings, struct diagnostic *d, const struct page_marks *page,
                      const struct use *use, struct str due) {
    static const char title[] = "write the sign once, at the word";
    struct str text = trademark_text(page, use->text);
    struct span sign = sign_span(page, use);
    struct span all = {trademark_span(page, use->text, use->hit.end - 1, use->hit.end).end, sign.end};
    if (is_plain(span_str(page->subject->source, all))) {
        finding_edit(findings, d, all, due, title);
        return;
    }
    size_t start = use->sign.start;
    while (start > use->hit.end && !char_is_alnum(text.ptr[start - 1])) start--;
    struct span gap = trademark_span(page, use->text, start, use->sign.start);
    if (use->sign.count != 1 || !is_plain(span_str(page->subject->source, sign)) ||
        !is_plain(span_str(page->subject->source, gap)))
        return;
    finding_edit(findings, d, gap, STR(""), title);
    finding_edit(findings, d, sign, due, title);
}

static void report_form(struct findings *findings, const struct page_marks *page, const struct use *use,
                        const char *problem) {
    struct diagnostic *d = finding_add(findings, sign_span(page, use));
    struct str text = trademark_text(page, use->text);
    struct str due = use->mark->symbol.len && !use->mark->verify ? use->mark->symbol : use->sign.sign;
    finding_set(findings, d, "mark", str_sub(text, use->hit.start, use->hit.end));
    finding_set(findings, d, "match", str_sub(text, use->sign.start, use->sign.end));
    finding_set(findings, d, "problem", str_from(problem));
    finding_set(findings, d, "symbol", due);
    if (use->sign.mixed && (!use->mark->symbol.len || use->mark->verify)) return; /* which one is right? */
    mend_form(findings, d, page, use, due);
}

static void report_letters(struct findings *findings, const struct page_marks *page, size_t text,
                           const struct hit *hit) {
    struct str all = trademark_text(page, text);
    size_t word = hit->end;
    while (word > hit->start && all.ptr[word - 1] != ' ') word--;
    size_t end = hit->end + hit->letters;
    struct span span = trademark_span(page, text, word, end);
    struct diagnostic *d = finding_add(findings, span);
    struct str sign = STR("");
    (void)letters_at(all, end, &sign);
    finding_set(findings, d, "match", str_sub(all, word, end));
    finding_set(findings, d, "symbol", sign);
    struct span letters = {span.end - hit->letters, span.end};
    if (str_eq(span_str(page->subject->source, span), str_sub(all, word, end)))
        finding_edit(findings, d, letters, sign, "write the sign");
}

void sign_form(const struct rule *rule, const struct page_marks *page, struct findings *findings) {
    if (option_is(rule, "problem", "symbol-letters")) {
        for (size_t i = 0; i < page->lost_signs.len; i++)
            report_letters(findings, page, page->lost_signs.items[i].text, &page->lost_signs.items[i].hit);
        return;
    }
    for (size_t i = 0; i < page->uses.len; i++) {
        const struct use *use = &page->uses.items[i];
        const struct sign *s = &use->sign;
        if (!use->certain || !s->count) continue;
        if (s->mixed)
            report_form(findings, page, use, "has two signs");
        else if (s->count > 1)
            report_form(findings, page, use, "has its sign twice");
        else if (s->spaced)
            report_form(findings, page, use, "stands apart from its sign");
    }
}

/* ---- signs that a licence wants ------------------------------------------------------------------------------------- */

static bool policy_is(const struct page_marks *page, const struct owner *owner, const char *policy) {
    const struct subject *subject = page->subject;
    for (size_t i = 0; i < subject->type_count; i++) {
        const struct type_entry *type = subject->types[i];
        if (!str_eq(type->symbols, str_from(policy))) continue;
        for (size_t k = 0; k < type->trademarks.len; k++)
            if (str_eq(type->trademarks.items[k], owner->id)) return true;
    }
    return false;
}

bool sign_is_asked(const struct page_marks *page, const struct mark *mark) {
    static const char *const policies[] = {"first-use", "headings", "every"};
    bool asked = false;
    for (size_t i = 0; i < ARRAY_LEN(policies); i++) asked |= policy_is(page, mark->owner, policies[i]);
    return asked && mark->symbol.len && !mark->optional;
}

/* Metadata is no place for signs; what a reader sees of the page's top is its title. */
static bool is_due(const struct page_marks *page, const struct use *use, bool first) {
    enum text_place place = page->texts.items[use->text].place;
    const struct owner *owner = use->mark->owner;
    bool heading = place == TEXT_TITLE || place == TEXT_HEADING;
    if (place == TEXT_META) return false;
    if (policy_is(page, owner, "every")) return true;
    if (policy_is(page, owner, "first-use")) return first && !heading;
    return policy_is(page, owner, "headings") && (heading || first);
}

void sign_missing(const struct rule *rule, const struct page_marks *page, struct findings *findings) {
    bool *seen =
        ARENA_ARRAY(findings->arena, bool, page->subject->lint->marks.mark_count + 1); /* in the text */
    (void)rule;
    for (size_t i = 0; i < page->uses.len; i++) {
        const struct use *use = &page->uses.items[i];
        if (!use->certain || use->in_notice || use->hit.term->kind != TERM_MARK) continue;
        bool first = page->texts.items[use->text].place == TEXT_BODY && !seen[use->mark->index];
        seen[use->mark->index] |= first;
        if (use->sign.count || !use->mark->symbol.len || use->mark->optional || !is_due(page, use, first))
            continue;
        struct span span = trademark_span(page, use->text, use->hit.start, use->hit.end);
        struct diagnostic *d = finding_add(findings, span);
        finding_set(findings, d, "mark", use->mark->text);
        finding_set(findings, d, "symbol", use->mark->symbol);
        struct str text = str_sub(trademark_text(page, use->text), use->hit.start, use->hit.end);
        if (str_eq(span_str(page->subject->source, span), text))
            finding_edit(findings, d, (struct span){span.end, span.end}, use->mark->symbol, "add the sign");
    }
}
