/* check_notice.c: notices that credit the wrong owner, a former one, or what is nobody's; and those in other words than
 * the owner's. */
#include "lint/trademark.h"

static bool is_claimed_mark(const struct hit *hit) {
    return hit->term->mark && hit->term->kind != TERM_GENERIC;
}

/* Does any owner of a mark of these words stand in the object, as it is called today or was called? */
static bool is_rightly_credited(const struct notice *notice, const struct hit *claim) {
    for (size_t i = 0; i < notice->owners.len; i++)
        for (const struct term *t = claim->all; t; t = t->next)
            if (t->mark && notice->owners.items[i].term->owner == t->owner) return true;
    return false;
}

/* An abbreviation may be somebody else's too. */
static bool is_ambiguous(const struct mark *mark) {
    return mark->near.len || mark->stands_for.len;
}

static struct str object_of(const struct page_marks *page, const struct page_notice *n) {
    struct str text = trademark_text(page, n->text);
    struct str object = str_trim(str_sub(text, n->notice.object.start, n->notice.object.end));
    while (object.len && strchr(".,:;", object.ptr[object.len - 1])) object.len--;
    return object;
}

static enum severity at_most(enum severity severity, enum severity most) {
    return severity < most ? severity : most;
}

/* A name that the registry does not know may be a company of the owner's. */
void notice_wrong_owner(const struct rule *rule, const struct page_marks *page, struct findings *findings) {
    (void)rule;
    for (size_t i = 0; i < page->notices.len; i++) {
        const struct page_notice *n = &page->notices.items[i];
        if (!n->notice.credits || !n->notice.names) continue;
        for (size_t k = 0; k < n->notice.marks.len; k++) {
            const struct hit *claim = &n->notice.marks.items[k];
            if (!is_claimed_mark(claim) || is_ambiguous(claim->term->mark) ||
                is_rightly_credited(&n->notice, claim))
                continue;
            const struct owner *owner = claim->term->mark->owner;
            if (trademark_is_silent(page, owner)) continue;
            enum duty duty = trademark_duty(page, owner);
            struct diagnostic *d = finding_add(findings, trademark_notice_span(page, n));
            bool known = n->notice.at_start;
            if (duty < DUTY_OFFERED || (owner->verify && duty != DUTY_CONFIGURED))
                d->severity = at_most(d->severity, known ? SEVERITY_WARNING : SEVERITY_NOTE);
            else if (!known && duty != DUTY_CONFIGURED)
                d->severity = at_most(d->severity, SEVERITY_WARNING);
            finding_set(findings, d, "mark", claim->term->mark->text);
            finding_set(findings, d, "owner", owner->name);
            finding_set(findings, d, "other", object_of(page, n));
            break;
        }
    }
}

/* ---- former owners ----------------------------------------------------------------------------------------------------- */

/* The former name wherever the rest of the sentence has it: "used under permission of AXELOS Limited". */
static void replace_names(struct findings *findings, struct diagnostic *d, const struct page_marks *page,
                          const struct page_notice *n, const struct owner *owner) {
    struct str text = trademark_text(page, n->text);
    struct hit hit;
    for (size_t at = n->notice.noun; terms_next(page->subject->lint->marks.terms, text, &at, &hit);) {
        if (hit.start >= n->notice.end) return;
        const struct term *former = hit_term(&hit, TERM_FORMER);
        if (!former || former->owner != owner) continue;
        struct span span = trademark_span(page, n->text, hit.start, hit.end);
        struct str written = span_str(page->subject->source, span);
        if (!str_eq(written, str_sub(text, hit.start, hit.end))) return;
        struct str name = owner->name;
        if (str_ends(name, STR(".")) && hit.end < text.len && text.ptr[hit.end] == '.') name.len--;
        finding_edit(findings, d, span, name, "name the owner of today");
    }
}

void notice_former_owner(const struct rule *rule, const struct page_marks *page, struct findings *findings) {
    (void)rule;
    for (size_t i = 0; i < page->notices.len; i++) {
        const struct page_notice *n = &page->notices.items[i];
        if (!n->notice.credits || !n->notice.owners.len) continue;
        const struct term *term = n->notice.owners.items[0].term;
        if (term->kind != TERM_FORMER || notice_credits(&n->notice, term->owner)) continue;
        bool claims = false;
        for (size_t k = 0; k < n->notice.marks.len; k++)
            claims |= n->notice.marks.items[k].term->owner == term->owner;
        if (!claims) continue;
        struct diagnostic *d = finding_add(findings, trademark_notice_span(page, n));
        struct str since = term->former->until;
        finding_set(findings, d, "other", term->former->name);
        finding_set(findings, d, "owner", term->owner->name);
        finding_set(findings, d, "since",
                    since.len ? str_printf(findings->arena, " since %.*s", STR_FMT(since)) : STR(""));
        replace_names(findings, d, page, n, term->owner);
    }
}

/* ---- claims that nobody may make ----------------------------------------------------------------------------------------- */

static bool only_blanks(struct str text) {
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != ' ' && !sign_at(text, i, NULL) && ((unsigned char)text.ptr[i] & 0xC0) != 0x80)
            return false;
    return true;
}

/* "SAFe Scrum Master", "Scrum Foundation Professional": a part of a longer name is no claim to the word. */
static bool is_part_of_name(struct str text, const struct notice *notice, size_t k) {
    const struct hit *hit = &notice->marks.items[k];
    if (k > 0 && only_blanks(str_sub(text, notice->marks.items[k - 1].end, hit->start))) return true;
    if (hit->start > 1 && text.ptr[hit->start - 1] == ' ') {
        size_t at = hit->start - 1;
        while (at > 0 && text.ptr[at - 1] != ' ' && text.ptr[at - 1] != ',') at--;
        char first = text.ptr[at];
        if (char_is_upper(first) && text.ptr[hit->start - 2] != ',' && at > notice->start) return true;
    }
    struct str rest = str_sub(text, hit->end, text.len);
    return rest.len > 1 && rest.ptr[0] == ' ' && char_is_upper(rest.ptr[1]);
}

static bool is_generic_for(const struct hit *hit, const struct notice *notice) {
    for (const struct term *t = hit->all; t; t = t->next)
        for (size_t i = 0; i < notice->owners.len; i++)
            if (t->kind == TERM_GENERIC && notice->owners.items[i].term->owner == t->owner) return true;
    return false;
}

void notice_generic(const struct rule *rule, const struct page_marks *page, struct findings *findings) {
    (void)rule;
    for (size_t i = 0; i < page->notices.len; i++) {
        const struct page_notice *n = &page->notices.items[i];
        struct str text = trademark_text(page, n->text);
        for (size_t k = 0; n->notice.credits && k < n->notice.marks.len; k++) {
            const struct hit *hit = &n->notice.marks.items[k];
            if (hit->term->kind != TERM_GENERIC || !is_generic_for(hit, &n->notice) ||
                is_part_of_name(text, &n->notice, k))
                continue;
            struct diagnostic *d = finding_add(findings, trademark_span(page, n->text, hit->start, hit->end));
            finding_set(findings, d, "word", str_sub(text, hit->start, hit->end));
            finding_set(findings, d, "owner", n->notice.owners.items[0].term->owner->name);
        }
    }
}

static bool overlaps(const struct notice *notice, size_t start, size_t end) {
    for (size_t i = 0; i < notice->marks.len; i++)
        if (notice->marks.items[i].start < end && notice->marks.items[i].end > start) return true;
    return false;
}

/* The end of an item of the list before the noun: at a comma, an "and", a verb. */
static size_t item_end(struct str text, size_t at, size_t end, size_t *next) {
    static const char *const ends[] = {",",      ";",    " and ", " und ",  " et ",   " y ",    " e ",
                                       " en ",   " & ",  " is ",  " are ",  " ist ",  " sind ", " est ",
                                       " sont ", " es ", " son ", " zijn ", " sono ", " or "};
    for (size_t i = at; i < end; i++)
        for (size_t k = 0; k < ARRAY_LEN(ends); k++)
            if (str_starts(str_sub(text, i, end), str_from(ends[k]))) {
                *next = i + str_from(ends[k]).len;
                return i;
            }
    *next = end;
    return end;
}

/* Letters of a short name, all of them capitals: "POPM". Longer names are too many to be sure of. */
static bool is_abbreviation(struct str item) {
    size_t letters = 0;
    for (size_t i = 0; i < item.len; i++) {
        if (!char_is_upper(item.ptr[i])) return false;
        letters++;
    }
    return letters >= 2 && letters <= 6;
}

static struct str strip_signs(struct str item) {
    item = str_trim(item);
    for (size_t i = 0; i < item.len; i++)
        if (sign_at(item, i, NULL)) return str_trim(str_sub(item, 0, i));
    return item;
}

void notice_unknown(const struct rule *rule, const struct page_marks *page, struct findings *findings) {
    (void)rule;
    for (size_t i = 0; i < page->notices.len; i++) {
        const struct page_notice *n = &page->notices.items[i];
        struct str text = trademark_text(page, n->text);
        if (!n->notice.credits || n->notice.owners.len != 1 || !n->notice.marks.len) continue;
        const struct owner *owner = n->notice.owners.items[0].term->owner;
        if (owner->verify || trademark_is_silent(page, owner) || n->notice.object.start < n->notice.noun)
            continue;
        for (size_t at = n->notice.start, next; at < n->notice.noun; at = next) {
            size_t end = item_end(text, at, n->notice.noun, &next);
            struct str item = strip_signs(str_sub(text, at, end));
            if (!is_abbreviation(item) || overlaps(&n->notice, at, end)) continue;
            size_t start = (size_t)(item.ptr - text.ptr);
            struct diagnostic *d =
                finding_add(findings, trademark_span(page, n->text, start, start + item.len));
            finding_set(findings, d, "word", item);
            finding_set(findings, d, "owner", owner->name);
            finding_set(findings, d, "source", owner->source);
        }
    }
}

/* Known not to be registered, by the owner's own text. */
void notice_registered(const struct rule *rule, const struct page_marks *page, struct findings *findings) {
    (void)rule;
    for (size_t i = 0; i < page->notices.len; i++) {
        const struct page_notice *n = &page->notices.items[i];
        if (!n->notice.credits || !n->notice.registered || n->notice.trademark) continue;
        for (size_t k = 0; k < n->notice.marks.len; k++) {
            const struct mark *mark = n->notice.marks.items[k].term->mark;
            if (!mark || trademark_is_silent(page, mark->owner) || mark->verify ||
                mark->kind != MARK_TRADEMARK || !mark->symbol.len)
                continue;
            struct diagnostic *d = finding_add(findings, trademark_notice_span(page, n));
            finding_set(findings, d, "mark", mark->text);
            finding_set(findings, d, "owner", mark->owner->name);
            finding_set(findings, d, "source", mark->owner->source);
            break;
        }
    }
}

/* ---- notices without need, and in other words ------------------------------------------------------------------------------ */

static bool uses_any(const struct page_marks *page, const struct owner *owner) {
    for (size_t i = 0; i < page->uses.len; i++)
        if (page->uses.items[i].mark->owner == owner && !page->uses.items[i].in_notice) return true;
    return false;
}

static bool names_own(const struct notice *notice, const struct owner *owner) {
    for (size_t i = 0; i < notice->marks.len; i++)
        if (notice->marks.items[i].term->mark && notice->marks.items[i].term->owner == owner) return true;
    return false;
}

/* A page with several notices is a list of them, one that denies an affiliation says so on purpose. */
void notice_unused(const struct rule *rule, const struct page_marks *page, struct findings *findings) {
    enum { LIST = 3 };
    size_t credits = 0;
    bool denies = false;
    (void)rule;
    for (size_t i = 0; i < page->notices.len; i++) {
        credits += page->notices.items[i].notice.credits;
        denies |= page->notices.items[i].notice.denies || page->notices.items[i].notice.respective;
    }
    if (!page->course || credits >= LIST || denies) return;
    for (size_t i = 0; i < page->notices.len; i++) {
        const struct page_notice *n = &page->notices.items[i];
        if (!n->notice.credits || n->notice.owners.len != 1 || !n->notice.marks.len) continue;
        const struct owner *owner = n->notice.owners.items[0].term->owner;
        if (!names_own(&n->notice, owner) || uses_any(page, owner) ||
            trademark_duty(page, owner) >= DUTY_OFFERED)
            continue;
        struct diagnostic *d = finding_add(findings, trademark_notice_span(page, n));
        finding_set(findings, d, "owner", owner->name);
    }
}

/* An accepted sentence of the owner's own text says of the marks what the page's says: registered, certification. */
static bool is_accepted(struct arena *arena, const struct registry *registry, const struct owner *owner,
                        const struct notice *notice, const struct owner_notice **own) {
    if (notice->registered && notice->trademark) return true;
    for (size_t i = 0; i < owner->notices.len; i++) {
        const struct owner_notice *accepted = &owner->notices.items[i];
        notice_array found = {0};
        notice_find(arena, registry, accepted->text, &found);
        for (size_t k = 0; k < found.len; k++) {
            if (found.items[k].status == notice->status && found.items[k].credits) return true;
            if (!accepted->verify && !*own) *own = accepted;
        }
    }
    return !*own;
}

/* Is there another notice in the same sentence? */
static bool is_shared(const struct page_marks *page, const struct page_notice *n) {
    for (size_t i = 0; i < page->notices.len; i++) {
        const struct page_notice *other = &page->notices.items[i];
        if (other != n && other->text == n->text && other->notice.start < n->notice.end &&
            other->notice.end > n->notice.start)
            return true;
    }
    return false;
}

static struct span mark_span(const struct page_marks *page, const struct page_notice *n, size_t mark) {
    const struct hit *hit = &n->notice.marks.items[mark];
    return trademark_span(page, n->text, hit->start, hit->end);
}

/* Does the line say nothing else: marks at its start, of which *first is one, the owner at its end? */
static bool is_bare(const struct page_marks *page, const struct page_notice *n, struct span line,
                    size_t *first) {
    size_t object = n->notice.object.end;
    struct span end = trademark_span(page, n->text, object - 1, object);
    while (*first < n->notice.marks.len && mark_span(page, n, *first).start < line.start) ++*first;
    return *first < n->notice.marks.len && mark_span(page, n, *first).start == line.start &&
           end.end + 1 >= line.end && end.end <= line.end && !is_shared(page, n);
}

/* The owner's own sentence in place of the page's, when it names as many of the marks. */
static void rewrite(struct findings *findings, struct diagnostic *d, const struct page_marks *page,
                    const struct page_notice *n, const struct owner_notice *own) {
    struct span line = trademark_notice_span(page, n);
    struct str written = span_str(page->subject->source, line);
    const struct mark **marks = ARENA_ARRAY(findings->arena, const struct mark *, n->notice.marks.len + 1);
    size_t count = 0, first = 0;
    if (page->whose != MARKS_OF_PAGE || !str_eq(own->language, page->language) ||
        !is_bare(page, n, line, &first))
        return;
    for (size_t i = 0; i < written.len; i++)
        if (strchr("<>[]*_`\\&", written.ptr[i])) return; /* markup would be lost */
    for (size_t i = first; i < n->notice.marks.len; i++)
        if (n->notice.marks.items[i].term->mark) marks[count++] = n->notice.marks.items[i].term->mark;
    if (trademark_names_all(findings->arena, &page->subject->lint->marks, own->text, marks, count))
        finding_edit(findings, d, line, own->text, "write the owner's sentence");
}

void notice_wording(const struct rule *rule, const struct page_marks *page, struct findings *findings) {
    (void)rule;
    for (size_t i = 0; i < page->notices.len; i++) {
        const struct page_notice *n = &page->notices.items[i];
        if (!n->notice.credits || !n->notice.at_start || n->notice.owners.len != 1 ||
            n->notice.owners.items[0].term->kind != TERM_OWNER)
            continue;
        const struct owner *owner = n->notice.owners.items[0].term->owner;
        const struct owner_notice *own = NULL;
        if (trademark_is_silent(page, owner) || !names_own(&n->notice, owner) ||
            is_accepted(findings->arena, &page->subject->lint->marks, owner, &n->notice, &own))
            continue;
        struct diagnostic *d = finding_add(findings, trademark_notice_span(page, n));
        finding_set(findings, d, "owner", owner->name);
        finding_set(findings, d, "notice", own->text);
        rewrite(findings, d, page, n, own);
    }
}
