/* math.c: formulas between the marks that the site's configuration, or kramdown, has for them: no Markdown is read there.
 * Measured: Hugo 0.136.0 and 0.168.0 (passthrough), kramdown 2.4.0. */
#include "page/parse.h"

#include <string.h>

enum { MAX_FORMULA = 16 << 10, MAX_MARKS = 32 };

struct math {
    struct parser *p;
    struct str text;
    size_t end;                     /* of the paragraph being read */
    bool no_tag_end, no_target_end; /* in what is left of it */
    uint32_t unclosed;              /* bit per pair of marks: none closes any more */
};

static struct str line_at(struct str text, size_t at) {
    return str_sub(text, at, at + str_find_char(str_sub(text, at, text.len), '\n'));
}

static struct str unindented(struct str line) {
    while (line.len && char_is_blank(line.ptr[0])) line = str_sub(line, 1, line.len);
    return line;
}

static bool is_blank(struct str line) {
    return str_trim(line).len == 0;
}

/* The mark of a fence of code that the line begins with; 0: none. */
static size_t fence_of(struct str line) {
    size_t n = 0;
    line = unindented(line);
    while (n < line.len && line.ptr[n] == line.ptr[0] && strchr("`~", line.ptr[0])) n++;
    return n >= 3 ? n : 0;
}

/* Does the line begin a block, so that no paragraph goes on in it? */
static bool begins_block(struct str line) {
    line = unindented(line);
    size_t digits = 0;
    while (digits < line.len && char_is_digit(line.ptr[digits])) digits++;
    if (!line.len || strchr("#>|", line.ptr[0]) || fence_of(line)) return true;
    if (line.len > 1 && strchr("-*+", line.ptr[0]) && char_is_blank(line.ptr[1])) return true;
    return digits > 0 && digits < line.len && strchr(".)", line.ptr[digits]);
}

static size_t paragraph_end(struct str text, size_t at) {
    bool alone = str_starts(unindented(line_at(text, at)), STR("#")) || /* a heading, a row of a table */
                 str_starts(unindented(line_at(text, at)), STR("|"));
    for (at += line_at(text, at).len + 1; !alone && at < text.len; at += line_at(text, at).len + 1)
        if (is_blank(line_at(text, at)) || begins_block(line_at(text, at))) break;
    return at < text.len ? at : text.len;
}

/* Behind a fence's close, or the end of the text. */
static size_t code_end(struct str text, size_t at) {
    struct str open = unindented(line_at(text, at));
    size_t count = fence_of(open);
    for (at += line_at(text, at).len + 1; at < text.len;) {
        struct str line = unindented(line_at(text, at));
        at += line_at(text, at).len + 1;
        if (line.len && line.ptr[0] == open.ptr[0] && fence_of(line) >= count &&
            is_blank(str_sub(line, fence_of(line), line.len)))
            break;
    }
    return at < text.len ? at : text.len;
}

/* Behind the code span, the tag or the link's destination at `at`, which formulas do not begin in; `at`: none is there. */
static size_t skip_span(struct math *m, size_t at) {
    struct str rest = str_sub(m->text, at, m->end);
    if (rest.ptr[0] == '`') {
        size_t ticks = 0;
        while (ticks < rest.len && rest.ptr[ticks] == '`') ticks++;
        size_t close = ticks + str_find(str_sub(rest, ticks, rest.len), str_sub(rest, 0, ticks));
        return close < rest.len ? at + close + ticks : at + ticks;
    }
    bool tag =
        rest.ptr[0] == '<' && rest.len > 1 && (char_is_alnum(rest.ptr[1]) || strchr("/!", rest.ptr[1]));
    bool target = str_starts(rest, STR("](")), *none = tag ? &m->no_tag_end : &m->no_target_end;
    if ((!tag && !target) || *none) return at;
    size_t close = str_find_char(rest, tag ? '>' : ')');
    *none = close == rest.len;
    if (*none || (target && str_find_char(str_sub(rest, 0, close), ' ') < close)) return at;
    return at + close + 1;
}

static const struct math_marks *marks_at(const struct math *m, size_t at) {
    const struct page_options *options = &m->p->page->options;
    struct str rest = str_sub(m->text, at, m->text.len);
    const struct math_marks *longest = NULL;
    for (size_t i = 0; i < options->math_count && i < MAX_MARKS; i++) {
        const struct math_marks *marks = &options->math[i];
        if (str_starts(rest, marks->open) && (!longest || marks->open.len > longest->open.len))
            longest = marks;
    }
    return longest;
}

static void cover(struct parser *p, size_t start, size_t end) {
    for (size_t at = start; at < end;) {
        size_t line = str_find_char(str_sub(p->raw, at, end), '\n');
        mask_cover(p, (struct span){(uint32_t)at, (uint32_t)(at + line)}, TOKEN);
        at += line + 1;
    }
    mask_push(p, MASK_CODE, start, end, 0);
}

/* Covers the formula at `at`, whose marks are known; the offset behind it, or behind the mark when it has no end. */
static size_t read_formula(struct math *m, size_t at, const struct math_marks *marks, bool begins) {
    size_t inside = at + marks->open.len, limit = m->end;
    bool far = begins && m->p->page->options.math_blocks; /* kramdown's may hold blank lines */
    if (far) limit = inside + MAX_FORMULA < m->text.len ? inside + MAX_FORMULA : m->text.len;
    struct str rest = str_sub(m->text, inside, limit);
    uint32_t bit = 1u << (uint32_t)(marks - m->p->page->options.math);
    if (m->unclosed & bit && !far) return inside;
    size_t close = str_find(rest, marks->close);
    if (close == rest.len && !far) m->unclosed |= bit;
    if (close == rest.len || close == 0) return inside;
    cover(m->p, at, inside + close + marks->close.len);
    return inside + close + marks->close.len;
}

static size_t read_paragraph(struct math *m, size_t start) {
    size_t at = start;
    m->no_tag_end = m->no_target_end = false;
    m->unclosed = 0;
    while (at < m->end) {
        const struct math_marks *marks = marks_at(m, at);
        size_t behind = skip_span(m, at);
        if (marks)
            at = read_formula(m, at, marks, is_blank(str_sub(m->text, start, at)));
        else if (m->text.ptr[at] == '\\')
            at += 2;
        else
            at = behind > at ? behind : at + 1;
    }
    return at;
}

void math_mask(struct parser *p) {
    struct math m = {.p = p, .text = p->raw};
    size_t before = p->masks.len;
    bool any = false;
    for (size_t i = 0; i < p->page->options.math_count; i++)
        any |= str_find(p->raw, p->page->options.math[i].open) < p->raw.len;
    for (size_t at = 0; any && at < m.text.len;) {
        struct str line = line_at(m.text, at);
        if (is_blank(line)) {
            at += line.len + 1;
        } else if (fence_of(line)) {
            at = code_end(m.text, at);
        } else {
            m.end = paragraph_end(m.text, at);
            at = read_paragraph(&m, at);
        }
    }
    if (p->masks.len > before && before) mask_sort(p);
}
