/* check_form.c: marks in other letters, words and places than their owners have them. */
#include "lint/trademark.h"

static struct str written_of(const struct page_marks *page, const struct use *use) {
    return str_sub(trademark_text(page, use->text), use->hit.start, use->hit.end);
}

static struct diagnostic *report(struct findings *findings, const struct page_marks *page,
                                 const struct use *use) {
    struct span span = trademark_span(page, use->text, use->hit.start, use->hit.end);
    struct diagnostic *d = finding_add(findings, span);
    if (use->mark->verify && trademark_duty(page, use->mark->owner) != DUTY_CONFIGURED)
        d->severity = SEVERITY_NOTE;
    finding_set(findings, d, "mark", use->mark->text);
    finding_set(findings, d, "written", written_of(page, use));
    finding_set(findings, d, "owner", use->mark->owner->name);
    return d;
}

static void write_instead(struct findings *findings, struct diagnostic *d, const struct page_marks *page,
                          const struct use *use, struct str text) {
    bool sign = !use->sign.count && sign_is_asked(page, use->mark);
    if (!str_eq(span_str(page->subject->source, d->span), written_of(page, use))) return;
    if (sign) text = str_printf(findings->arena, "%.*s%.*s", STR_FMT(text), STR_FMT(use->mark->symbol));
    finding_edit(findings, d, d->span, text, "write the mark as its owner does");
}

/* A sign makes a claim to the spelling; without one only a page that offers the course is asked. */
static bool is_meant(const struct page_marks *page, const struct use *use) {
    if (trademark_is_silent(page, use->mark->owner)) return false;
    return use->certain && (use->sign.count || trademark_duty(page, use->mark->owner) >= DUTY_OFFERED);
}

static bool is_altered(const struct use *use) {
    enum term_kind kind = use->hit.term->kind;
    if (kind == TERM_MARK) return use->hit.written == WRITTEN_OTHER;
    return kind == TERM_JOINED ||
           (kind == TERM_FORM && str_find(use->mark->text, use->hit.term->text) == use->mark->text.len);
}

void form_altered(const struct rule *rule, const struct page_marks *page, struct findings *findings) {
    (void)rule;
    for (size_t i = 0; i < page->uses.len; i++) {
        const struct use *use = &page->uses.items[i];
        if (!is_altered(use) || !is_meant(page, use)) continue;
        struct diagnostic *d = report(findings, page, use);
        write_instead(findings, d, page, use, use->mark->text);
    }
}

static bool is_inflected(const struct page_marks *page, const struct use *use) {
    if (use->hit.term->kind == TERM_INFLECTED) return true;
    struct str rest = str_sub(trademark_text(page, use->text), use->sign.end, use->sign.end + 5);
    bool s =
        use->sign.count && str_starts(rest, STR("s")) && (rest.len == 1 || strchr(" ,.;:)", rest.ptr[1]));
    bool possessive = str_starts(rest, STR("'s")) || str_starts(rest, STR("\xE2\x80\x99s"));
    return (s && (use->mark->bans & MARK_NO_PLURAL)) ||
           (possessive && (use->mark->bans & MARK_NO_POSSESSIVE));
}

void form_inflected(const struct rule *rule, const struct page_marks *page, struct findings *findings) {
    (void)rule;
    for (size_t i = 0; i < page->uses.len; i++) {
        const struct use *use = &page->uses.items[i];
        if (!use->certain || trademark_duty(page, use->mark->owner) < DUTY_DISCUSSED) continue;
        if (is_inflected(page, use)) report(findings, page, use);
    }
}

/* ---- what belongs to a mark ------------------------------------------------------------------------------------------- */

static bool lacks_noun(const struct page_marks *page, const struct use *use) {
    struct str text = trademark_text(page, use->text), then = use->mark->then;
    struct str rest = str_trim(str_sub(text, use->sign.end, text.len));
    return then.len && use->hit.term->kind == TERM_MARK && !str_eq_nocase(str_sub(rest, 0, then.len), then);
}

/* "CompTIA (A+, Network+)", "CompTIA's Security+": the house mark stands before it, in the same sentence. */
static bool has_house_before(const struct page_marks *page, const struct use *use) {
    enum { NEAR = 60 /* bytes */ };
    struct str whole = use->mark->text, house = str_sub(whole, 0, str_find(whole, use->hit.term->text));
    struct str text = trademark_text(page, use->text);
    size_t start = use->hit.start > NEAR ? use->hit.start - NEAR : 0;
    struct str before = str_sub(text, start, use->hit.start);
    house = str_trim(house);
    size_t found = str_find(before, house);
    if (!house.len || found == before.len) return false;
    struct str between = str_sub(before, found + house.len, before.len);
    return str_find(between, STR(". ")) == between.len;
}

void form_house(const struct rule *rule, const struct page_marks *page, struct findings *findings) {
    (void)rule;
    for (size_t i = 0; i < page->uses.len; i++) {
        const struct use *use = &page->uses.items[i];
        bool part = use->hit.term->kind == TERM_FORM && !is_altered(use) && !has_house_before(page, use);
        bool noun = !use->in_notice && lacks_noun(page, use);
        if ((!part && !noun) || !is_meant(page, use)) continue;
        struct diagnostic *d = report(findings, page, use);
        struct str whole = part ? use->mark->text
                                : str_printf(findings->arena, "%.*s %.*s", STR_FMT(use->mark->text),
                                             STR_FMT(use->mark->then));
        finding_set(findings, d, "whole", whole);
        if (part) write_instead(findings, d, page, use, whole);
    }
}

/* ---- where a mark may not stand ----------------------------------------------------------------------------------------- */

static void report_place(struct findings *findings, const struct page_marks *page, const struct use *use,
                         const char *place) {
    struct diagnostic *d = report(findings, page, use);
    finding_set(findings, d, "place", str_from(place));
}

static bool is_first(const struct page_marks *page, const struct use *use) {
    struct str before = str_sub(trademark_text(page, use->text), 0, use->hit.start);
    return str_trim(before).len == 0;
}

/* A mark in an address is in lower case, its words parted by hyphens. */
static bool address_has(struct arena *arena, struct str address, const struct mark *mark) {
    struct str lower = str_lower(arena, mark->text), all = str_lower(arena, address);
    char *name = str_c(arena, lower);
    for (size_t i = 0; i < lower.len; i++)
        if (name[i] == ' ') name[i] = '-';
    for (size_t at = 0; at < all.len;) {
        size_t found = at + str_find(str_sub(all, at, all.len), (struct str){name, lower.len});
        if (found == all.len) return false;
        bool free_before = found == 0 || !char_is_alnum(all.ptr[found - 1]);
        bool free_behind = found + lower.len >= all.len || !char_is_alnum(all.ptr[found + lower.len]);
        if (free_before && free_behind) return true;
        at = found + 1;
    }
    return false;
}

static void find_in_addresses(const struct page_marks *page, struct findings *findings) {
    static const char *const keys[] = {"url", "slug"};
    const struct registry *registry = &page->subject->lint->marks;
    const struct node *front = page->subject->page->front;
    for (size_t k = 0; front && k < ARRAY_LEN(keys); k++) {
        const struct node *node = node_get_nocase(front, str_from(keys[k]));
        struct str address = node_text(node, STR(""));
        for (size_t i = 0; address.len && i < registry->owner_count; i++)
            for (size_t m = 0; m < registry->owners[i].mark_count && page->duties[i] >= DUTY_OFFERED; m++) {
                const struct mark *mark = &registry->owners[i].marks[m];
                if (!(mark->bans & MARK_NOT_IN_URL) || !address_has(findings->arena, address, mark)) continue;
                struct diagnostic *d = finding_add(findings, node->span);
                d->severity = SEVERITY_NOTE;
                finding_set(findings, d, "mark", mark->text);
                finding_set(findings, d, "owner", mark->owner->name);
                finding_set(findings, d, "place", STR("an address"));
                break;
            }
    }
}

void form_forbidden(const struct rule *rule, const struct page_marks *page, struct findings *findings) {
    (void)rule;
    for (size_t i = 0; i < page->uses.len; i++) {
        const struct use *use = &page->uses.items[i];
        enum text_place place = page->texts.items[use->text].place;
        unsigned bans = use->mark->bans;
        if (!use->certain || trademark_duty(page, use->mark->owner) < DUTY_OFFERED) continue;
        if (place == TEXT_META && (bans & MARK_NOT_IN_META)) {
            report_place(findings, page, use, "a meta tag");
            findings->list.items[findings->list.len - 1].severity = SEVERITY_NOTE;
        }
        if (place == TEXT_TITLE && (bans & MARK_NOT_IN_OFFERING))
            report_place(findings, page, use, "the name of an offering");
        if (place == TEXT_TITLE && (bans & MARK_NOT_LEADING) && is_first(page, use))
            report_place(findings, page, use, "the beginning of an offering's name");
    }
    find_in_addresses(page, findings);
}

/* ---- disclaimers ------------------------------------------------------------------------------------------------------- */

void form_disclaimer(const struct rule *rule, const struct page_marks *page, struct findings *findings) {
    const struct registry *registry = &page->subject->lint->marks;
    (void)rule;
    for (size_t i = 0; i < page->notices.len; i++)
        if (page->notices.items[i].notice.denies) return;
    for (size_t i = 0; i < page->uses.len; i++) {
        const struct use *use = &page->uses.items[i];
        const struct owner *owner = use->mark->owner;
        size_t n = (size_t)(owner - registry->owners);
        if (!use->certain || !owner->disclaimer.len || page->duties[n] < DUTY_OFFERED) continue;
        struct diagnostic *d = report(findings, page, use);
        finding_set(findings, d, "disclaimer", owner->disclaimer);
        trademark_append(findings, d, page, owner->disclaimer);
        return;
    }
}
