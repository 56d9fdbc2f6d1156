/* trademark_use.c: marks in their context. "SAFe" is a mark and "safe" a word, which capitals tell; a CSM is a customer
 * success manager where the page says so, and a Certified ScrumMaster where the page speaks of Scrum Alliance. */
#include "lint/trademark.h"

/* ---- signs -------------------------------------------------------------------------------------------------------- */

/* Does the text between two offsets stand in the file as it reads? A link may end in between. */
static bool is_contiguous(const struct page_marks *page, size_t text, size_t start, size_t end) {
    struct span span = trademark_span(page, text, start, end);
    struct str written = span_str(page->subject->source, span);
    return str_eq(written, str_sub(trademark_text(page, text), start, end));
}

static size_t space_at(struct str text, size_t at) {
    struct str rest = str_sub(text, at, text.len);
    if (str_starts(rest, STR(" "))) return 1;
    return str_starts(rest, STR("\xC2\xA0")) ? 2 : 0;
}

static bool is_raised(const struct page_marks *page, size_t text, size_t at) {
    struct span span = trademark_span(page, text, at, at + 1);
    return span.start > 0 && page->subject->source->text.ptr[span.start - 1] == '>';
}

struct sign trademark_sign(const struct page_marks *page, size_t text, const struct hit *hit) {
    struct str all = trademark_text(page, text), sign;
    struct sign out = {.start = hit->end, .end = hit->end};
    size_t at = hit->end, length;
    if (hit->letters) {
        bool service = str_starts(str_sub(all, at, all.len), STR("SM"));
        out.sign = service ? STR("\xE2\x84\xA0") : STR("\xE2\x84\xA2");
        out.count = 1;
        out.letters = !is_raised(page, text, at);
        at = out.end = at + 2;
    }
    for (size_t gap;; at = out.end) {
        gap = space_at(all, at);
        if (!(length = sign_at(all, at + gap, &sign))) break;
        if (gap && out.count) break; /* "SAFe® (TM) …": two things */
        if (!out.count) out.start = at + gap;
        out.spaced |= gap && is_contiguous(page, text, at - 1, at + gap + length);
        out.mixed |= out.count && !str_eq(out.sign, sign);
        if (!out.count) out.sign = sign;
        out.count++;
        out.end = at + gap + length;
    }
    return out;
}

/* ---- abbreviations ---------------------------------------------------------------------------------------------------- */

static bool is_wordy(char c) {
    return (unsigned char)c >= 0x80 || char_is_alnum(c);
}

/* The words before an offset whose initials spell the abbreviation; absent: they do not. */
static struct str expansion_before(struct str text, size_t end, struct str letters) {
    size_t at = end, left = letters.len;
    while (at > 0 && (text.ptr[at - 1] == ' ' || text.ptr[at - 1] == '(')) at--;
    size_t last = at;
    while (left > 0) {
        while (at > 0 && !is_wordy(text.ptr[at - 1]) && strchr(" -/&", text.ptr[at - 1])) at--;
        size_t word = at;
        while (at > 0 && is_wordy(text.ptr[at - 1])) at--;
        if (at == word || !str_eq_nocase(str_sub(text, at, at + 1), str_sub(letters, left - 1, left)))
            return (struct str){0};
        left--;
    }
    return str_sub(text, at, last);
}

static struct str expansion_behind(struct str text, size_t start, struct str letters) {
    size_t at = start, done = 0, first = 0, end = 0;
    if (!str_starts(str_sub(text, at, text.len), STR(" ("))) return (struct str){0};
    for (at += 2; done < letters.len; done++) {
        while (at < text.len && strchr(" -/&", text.ptr[at])) at++;
        if (done == 0) first = at;
        if (at >= text.len || !str_eq_nocase(str_sub(text, at, at + 1), str_sub(letters, done, done + 1)))
            return (struct str){0};
        while (at < text.len && is_wordy(text.ptr[at])) at++;
        end = at;
    }
    return str_sub(text, first, end);
}

static bool is_own_expansion(const struct mark *mark, struct str words) {
    for (size_t i = 0; i < mark->stands_for.len; i++)
        if (str_eq_nocase(mark->stands_for.items[i], words)) return true;
    for (size_t i = 0; i < mark->owner->mark_count; i++)
        if (str_eq_nocase(mark->owner->marks[i].text, words)) return true;
    return false;
}

/* Does the page say at this use that the abbreviation stands for something else? */
static bool is_defined_otherwise(const struct page_marks *page, const struct use *use) {
    struct str text = trademark_text(page, use->text), words = {0};
    struct str letters = str_sub(text, use->hit.start, use->hit.end);
    if (use->hit.start > 0 && text.ptr[use->hit.start - 1] == '(')
        words = expansion_before(text, use->hit.start, letters);
    if (!words.ptr) words = expansion_behind(text, use->sign.end, letters);
    return words.ptr && !is_own_expansion(use->mark, words);
}

/* ---- what is near ------------------------------------------------------------------------------------------------------ */

static bool has_word(struct str text, struct str word) {
    for (size_t at = 0; at + word.len <= text.len;) {
        size_t found = at + str_find(str_sub(text, at, text.len), word);
        if (found == text.len) return false;
        bool free_before = found == 0 || !is_wordy(text.ptr[found - 1]);
        bool free_behind = found + word.len >= text.len || !is_wordy(text.ptr[found + word.len]);
        if (free_before && free_behind) return true;
        at = found + 1;
    }
    return false;
}

enum { AROUND_MAX = 600 /* bytes */ };

/* The text up to `within` words to both sides. */
static struct str around(struct str text, const struct hit *hit, unsigned within) {
    size_t start = hit->start, end = hit->end;
    size_t first = start > AROUND_MAX ? start - AROUND_MAX : 0;
    size_t last = text.len - end > AROUND_MAX ? end + AROUND_MAX : text.len;
    for (unsigned n = 0; start > first && n <= within; start--) n += text.ptr[start - 1] == ' ';
    for (unsigned n = 0; end < last && n <= within; end++) n += text.ptr[end] == ' ';
    return str_sub(text, start, end);
}

static bool is_near(const struct page_marks *page, const struct use *use) {
    struct str text = around(trademark_text(page, use->text), &use->hit, use->mark->within);
    for (size_t i = 0; i < use->mark->near.len; i++)
        if (has_word(text, use->mark->near.items[i])) return true;
    return false;
}

/* ---- uses --------------------------------------------------------------------------------------------------------------- */

struct looking {
    struct arena *arena;
    struct page_marks *page;
    bool *named;   /* by owner: the page names it, or uses a mark of it that is nothing else */
    bool *denied;  /* by mark: the page says that it stands for something else */
    bool *sure;    /* by mark: one use of it is the mark for certain */
    size_t notice; /* the first that does not end before what is looked at */
};

static size_t owner_index(const struct page_marks *page, const struct owner *owner) {
    return (size_t)(owner - page->subject->lint->marks.owners);
}

/* Notices and hits come in one order. */
static bool in_notice(struct looking *l, size_t text, size_t at) {
    const struct page_marks *page = l->page;
    for (; l->notice < page->notices.len; l->notice++) {
        const struct page_notice *n = &page->notices.items[l->notice];
        if (n->text > text || (n->text == text && n->notice.end > at))
            return n->text == text && at >= n->notice.start;
    }
    return false;
}

static bool is_ambiguous(const struct mark *mark) {
    return mark->near.len || mark->stands_for.len;
}

static void note_use(struct looking *l, struct use *use) {
    size_t mark = use->mark->index;
    if (is_defined_otherwise(l->page, use)) l->denied[mark] = true;
    if (!is_ambiguous(use->mark)) {
        if (use->hit.term->kind == TERM_MARK && use->hit.written == WRITTEN_EXACT)
            l->named[owner_index(l->page, use->mark->owner)] = true;
        return;
    }
    if (use->sign.count || is_near(l->page, use)) l->sure[mark] = true;
}

static void read_text(struct looking *l, size_t text) {
    struct page_marks *page = l->page;
    const struct terms *terms = page->subject->lint->marks.terms;
    struct str all = trademark_text(page, text);
    struct hit hit;
    for (size_t at = 0; terms_next(terms, all, &at, &hit);) {
        if (hit.term->owner && hit_term(&hit, TERM_OWNER))
            l->named[owner_index(page, hit.term->owner)] = true;
        if (hit.letters && trademark_sign(page, text, &hit).letters)
            *ARRAY_PUSH(l->arena, &page->lost_signs) = (struct lost_sign){hit, text};
        if (!hit.term->mark) continue;
        struct use use = {
            .mark = hit.term->mark, .hit = hit, .text = text, .sign = trademark_sign(page, text, &hit)};
        use.in_notice = in_notice(l, text, hit.start);
        note_use(l, &use);
        *ARRAY_PUSH(l->arena, &page->uses) = use;
    }
}

/* A mark in capitals is certain in its own capitals elsewhere on the page, or when it is several words. */
static bool is_certain(const struct looking *l, const struct use *use) {
    size_t mark = use->mark->index;
    if (l->denied[mark]) return false;
    if (use->hit.term->kind == TERM_MARK && use->hit.written == WRITTEN_CAPITALS) {
        bool words = str_find_char(use->mark->text, ' ') < use->mark->text.len;
        if (!use->sign.count && !words && !use->mark->strict) return false;
    }
    if (!is_ambiguous(use->mark)) return true;
    return l->sure[mark] || l->named[owner_index(l->page, use->mark->owner)];
}

/* Vendors name an owner as a sentence does. */
static void note_vendors(struct looking *l) {
    const struct subject *subject = l->page->subject;
    const struct node *front = subject->page->front;
    const struct node *vendors = front ? node_get_nocase(front, STR("course_vendors")) : NULL;
    if (front && !vendors) vendors = node_get_nocase(front, STR("course-vendors"));
    const struct registry *registry = &subject->lint->marks;
    for (size_t i = 0; vendors && i < registry->owner_count; i++)
        l->named[i] |= trademark_names_owner(&registry->owners[i], vendors);
}

void trademark_uses(struct arena *arena, struct page_marks *page) {
    const struct registry *registry = &page->subject->lint->marks;
    struct looking l = {.arena = arena, .page = page};
    l.named = ARENA_ARRAY(arena, bool, registry->owner_count + 1);
    l.denied = ARENA_ARRAY(arena, bool, registry->mark_count + 1);
    l.sure = ARENA_ARRAY(arena, bool, registry->mark_count + 1);
    note_vendors(&l);
    for (size_t i = 0; i < page->texts.len; i++) read_text(&l, i);
    for (size_t i = 0; i < page->uses.len; i++)
        page->uses.items[i].certain = is_certain(&l, &page->uses.items[i]);
}
