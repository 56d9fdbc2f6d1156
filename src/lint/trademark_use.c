/* trademark_use.c: marks in their context. "SAFe" is a mark and "safe" a word, which capitals tell; a CSM is a customer
 * success manager where the page says so, and a Certified ScrumMaster where the page speaks of Scrum Alliance. */
#include "lint/trademark.h"

/* ---- signs -------------------------------------------------------------------------------------------------------- */

/* Does nothing but white space and the ends of emphasis and of raised letters part two offsets in the file? A link that
 * ends there would part what belongs to it from what is said of it. */
static bool is_contiguous(const struct page_marks *page, size_t text, size_t start, size_t end) {
    struct str written = span_str(page->subject->source, trademark_span(page, text, start, end));
    return str_find_char(written, ']') == written.len && str_find(written, STR("</a")) == written.len;
}

static size_t space_at(struct str text, size_t at) {
    struct str rest = str_sub(text, at, text.len);
    if (str_starts(rest, STR(" "))) return 1;
    return str_starts(rest, STR("\xC2\xA0")) ? 2 : 0;
}

/* Right behind a tag that makes letters small, or raises them. */
static bool is_raised(const struct page_marks *page, size_t text, size_t at) {
    static const char *const tags[] = {"<sup", "<small", "<span"};
    struct str source = page->subject->source->text;
    struct span span = trademark_span(page, text, at, at + 1);
    size_t open = span.start;
    if (open == 0 || source.ptr[open - 1] != '>') return false;
    while (open > 0 && source.ptr[open] != '<') open--;
    for (size_t i = 0; i < ARRAY_LEN(tags); i++) {
        struct str tag = str_from(tags[i]);
        if (str_eq_nocase(str_sub(source, open, open + tag.len), tag)) return true;
    }
    return false;
}

/* "<sup>TM</sup>" behind a word, after a space or not: the length of the letters. */
static size_t raised_at(const struct page_marks *page, size_t text, size_t at, struct str *sign) {
    enum { LONGEST = 2 };
    struct str all = trademark_text(page, text);
    for (size_t length = LONGEST; length > 0; length--) {
        size_t end = at + length;
        if (end > all.len || letters_at(all, end, sign) != length) continue;
        bool alone = end == all.len || !(char_is_alnum(all.ptr[end]) || (unsigned char)all.ptr[end] >= 0x80);
        return alone && is_raised(page, text, at) ? length : 0;
    }
    return 0;
}

/* Letters glued to the word: a sign when they are raised, else one that lost its form, if they are two capitals. */
static void read_letters(const struct page_marks *page, size_t text, const struct hit *hit,
                         struct sign *out) {
    struct str all = trademark_text(page, text), sign;
    size_t length = hit->letters ? letters_at(all, hit->end + hit->letters, &sign) : 0;
    bool raised = length && is_raised(page, text, hit->end);
    if (!raised && (length < 2 || char_is_lower(all.ptr[hit->end]) || char_is_lower(all.ptr[hit->end + 1])))
        return;
    out->sign = sign;
    out->count = 1;
    out->letters = !raised;
    out->raised = raised;
    out->end = hit->end + length;
}

struct sign trademark_sign(const struct page_marks *page, size_t text, const struct hit *hit) {
    struct str all = trademark_text(page, text), sign;
    struct sign out = {.start = hit->end, .end = hit->end};
    read_letters(page, text, hit, &out);
    for (size_t gap, length;; out.end += gap + length) {
        gap = space_at(all, out.end);
        length = sign_at(all, out.end + gap, &sign);
        bool raised = !length && (length = raised_at(page, text, out.end + gap, &sign));
        if (!length || (gap && out.count)) break; /* "SAFe® (TM) …": two things */
        if (!out.count) out.start = out.end + gap;
        out.spaced |= gap && is_contiguous(page, text, out.end - 1, out.end + gap + length);
        out.mixed |= out.count && !str_eq(out.sign, sign);
        out.raised |= raised;
        if (!out.count) out.sign = sign;
        out.count++;
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
        struct sign sign = trademark_sign(page, text, &hit);
        if (hit.letters && !sign.count) continue; /* "R" is a letter of another word */
        if (sign.letters) *ARRAY_PUSH(l->arena, &page->lost_signs) = (struct lost_sign){hit, text};
        if (!hit.term->mark) continue;
        struct use use = {.mark = hit.term->mark, .hit = hit, .text = text, .sign = sign};
        use.in_notice = in_notice(l, text, hit.start);
        note_use(l, &use);
        *ARRAY_PUSH(l->arena, &page->uses) = use;
    }
}

/* Is all of the text in capitals, several words of it? */
static bool is_all_capitals(struct str text) {
    size_t words = 0;
    for (size_t at = 0; at < text.len;) {
        size_t next = at;
        uint32_t c = unicode_next(text, &next);
        if (c != UNICODE_BAD && unicode_is_letter(c) && unicode_lower(c) == c) return false;
        words += char_is_space(text.ptr[at]);
        at = next > at ? next : at + 1;
    }
    return words > 0;
}

/* "SAFE" is a word like others; in a title in capitals, of a page that names the mark or its owner, it is the mark. */
static bool is_mark_in_capitals(const struct looking *l, const struct use *use) {
    const struct page_text *text = &l->page->texts.items[use->text];
    bool words = str_find_char(use->mark->text, ' ') < use->mark->text.len;
    if (use->sign.count || words || use->mark->strict) return true;
    return text->place != TEXT_BODY && l->named[owner_index(l->page, use->mark->owner)] &&
           is_all_capitals(text->block->text);
}

static bool is_certain(const struct looking *l, const struct use *use) {
    size_t mark = use->mark->index;
    if (l->denied[mark]) return false;
    if (use->hit.term->kind == TERM_MARK && use->hit.written == WRITTEN_CAPITALS &&
        !is_mark_in_capitals(l, use))
        return false;
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
