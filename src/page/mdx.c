/* MDX: Markdown with JSX and JavaScript. Imports and exports, `{…}` and tags are overwritten before Markdown is read, so
 * that what stands between tags is read as Markdown; literal values of `href`, `src` and `to` are links. */
#include "page/mdx.h"

#include <string.h>

enum {
    MAX_PIECE = 64 << 10, /* bytes of a tag, an expression or an import */
    MAX_SPAN = 4 << 10    /* of a code span */
};

struct mdx_reader {
    struct parser *p;
    struct str raw;
    size_t at;
    size_t comment, close, line_end; /* where the next "-->", '>' and end of a line stand, once asked */
    unsigned faults;
    size_t line;       /* start of the line at hand */
    size_t line_masks; /* masks there were before it */
    bool line_other;   /* it has something but white space and what is covered */
    bool blank;        /* the line before is blank, or there is none */
};

/* ---- lines and what is covered ---------------------------------------------------------------------------------- */

/* A line of nothing but tags is blank to Markdown, so that no paragraph begins there. */
static void end_line(struct mdx_reader *m, size_t end) {
    struct parser *p = m->p;
    bool only = p->masks.len > m->line_masks && !m->line_other;
    for (size_t i = m->line_masks; only && i < p->masks.len; i++) mask_cover(p, p->masks.items[i].span, ' ');
    if (only) p->masks.len = m->line_masks;
    m->blank = !m->line_other;
    m->line = end + 1;
    m->line_masks = p->masks.len;
    m->line_other = false;
}

/* Covers [at, end), which may go over several lines, and moves there. */
static void cover(struct mdx_reader *m, size_t end, enum mask_kind kind) {
    while (m->at < end) {
        size_t stop = m->at + str_find_char(str_sub(m->raw, m->at, end), '\n');
        if (stop > m->at) {
            mask_cover(m->p, (struct span){(uint32_t)m->at, (uint32_t)stop}, TOKEN);
            mask_push(m->p, kind, m->at, stop, 0);
        }
        if (stop < end) end_line(m, stop);
        m->at = stop < end ? stop + 1 : end;
    }
}

static struct str line_text(const struct mdx_reader *m, size_t at) {
    return str_sub(m->raw, at, at + str_find_char(str_sub(m->raw, at, m->raw.len), '\n'));
}

/* ---- tags --------------------------------------------------------------------------------------------------------- */

/* Elements that begin a block of raw HTML for CommonMark, where MDX goes on reading Markdown. */
static bool is_block_element(struct str name) {
    return word_among(
        name, "address article aside blockquote body caption center col colgroup dd details dialog dir "
              "div dl dt fieldset figcaption figure footer form frame header hr html iframe legend li "
              "link main menu menuitem nav ol optgroup option p param search section source summary "
              "table tbody td tfoot th thead title tr track ul");
}

/* Other tags of plain HTML are left to CommonMark, which reads them as MDX does. */
static bool is_ours(const struct mdx_reader *m, const struct tag *tag) {
    if (tag_is_component(tag->name) || tag->computed) return true;
    if (m->p->page->options.mdx != MDX_2) return false;
    if (word_among(tag->name, "h1 h2 h3 h4 h5 h6 script style pre textarea") || m->line_other) return false;
    size_t indent = m->at - m->line;
    struct str behind = str_trim(line_text(m, tag->end));
    return is_block_element(tag->name) || behind.len == 0 || indent >= 4;
}

/* Components that show what is in them, a picture or a button, but no text with headings of its own. */
static bool makes_no_text(struct str name) {
    return word_among(name,
                      "link image img badge icon button tabs tabitem card cardgrid linkcard linkbutton aside "
                      "steps br hr input youtube head doccardlist themedimage video callout details");
}

static void take_tag(struct mdx_reader *m, const struct tag *tag) {
    struct parser *p = m->p;
    if (!is_ours(m, tag)) {
        m->line_other = true;
        m->at++;
        return;
    }
    tag_facts(p, m->raw, m->at, tag);
    if (tag->alone && tag_is_component(tag->name) && !makes_no_text(tag->name)) p->page->inserts = true;
    cover(m, tag->end, MASK_TAG);
}

/* ---- expressions, imports ------------------------------------------------------------------------------------------ */

/* "{…}". "{#id}" of a heading stays, a comment that holds "#id" becomes such a one. */
static void take_expression(struct mdx_reader *m) {
    struct str text = str_sub(m->raw, 0, m->at + MAX_PIECE);
    struct str line = line_text(m, m->line);
    bool heading = str_starts(line, STR("#")), id = m->at + 1 < text.len && text.ptr[m->at + 1] == '#';
    size_t end = script_bracket(text, m->at);
    bool closed = end > m->at + 1 && text.ptr[end - 1] == '}';
    if (!closed || (heading && id)) {
        m->faults += !closed && end == text.len;
        m->line_other = true;
        m->at++;
        return;
    }
    struct str inner = str_trim(str_sub(text, m->at + 1, end - 1));
    bool comment = str_starts(inner, STR("/*")) && str_ends(inner, STR("*/")) && inner.len >= 4;
    struct str words = comment ? str_trim(str_sub(inner, 2, inner.len - 2)) : STR("");
    if (heading && str_starts(words, STR("#")) && str_find_char(words, '\n') == words.len) {
        uint32_t at = (uint32_t)(inner.ptr - m->raw.ptr), stop = at + (uint32_t)inner.len;
        mask_cover(m->p, (struct span){at, at + 2}, ' ');
        mask_cover(m->p, (struct span){stop - 2, stop}, ' ');
        m->line_other = true;
        m->at = end;
        return;
    }
    cover(m, end, comment ? MASK_TAG : MASK_EXPRESSION);
}

static bool is_module_line(struct str line) {
    return str_starts(line, STR("import ")) || str_starts(line, STR("import{")) ||
           str_starts(line, STR("export "));
}

/* Behind the imports and exports that begin at `at`: a blank line ends them, outside of brackets. */
static size_t module_end(struct mdx_reader *m, size_t at) {
    struct str text = str_sub(m->raw, 0, at + MAX_PIECE);
    while (at < text.len) {
        struct str line = line_text(m, at);
        if (str_trim(line).len == 0) break;
        bool text_page = str_find(line, STR(".md")) < line.len;
        if (text_page) m->p->page->inserts = true; /* its headings are this page's */
        size_t stop = at + line.len;
        while (at < stop) {
            char c = text.ptr[at < text.len ? at : text.len - 1];
            at = c == '{' || c == '(' || c == '[' ? script_bracket(text, at) : at + 1;
        }
        if (at < stop) at = stop;
        at += str_find_char(str_sub(m->raw, at, m->raw.len), '\n');
        at = at < m->raw.len ? at + 1 : m->raw.len;
    }
    return at < m->raw.len ? at : m->raw.len;
}

/* ---- the walk ------------------------------------------------------------------------------------------------------- */

/* Length of a fence at the start of a line, behind white space and the marks of quotes. */
static size_t fence_length(struct str line, char *mark) {
    size_t at = 0, n = 0;
    while (at < line.len && strchr(" \t>", line.ptr[at])) at++;
    *mark = at < line.len ? line.ptr[at] : '\0';
    while (at + n < line.len && line.ptr[at + n] == *mark) n++;
    return (*mark == '`' || *mark == '~') && n >= 3 ? n : 0;
}

/* Behind the fenced code that begins with the line at hand. */
static size_t fence_end(const struct mdx_reader *m, size_t at, size_t length, char mark) {
    for (at += line_text(m, at).len + 1; at < m->raw.len;) {
        struct str line = line_text(m, at);
        char c;
        size_t n = fence_length(line, &c);
        at += line.len + 1;
        struct str rest = str_trim(line);
        while (rest.len && (rest.ptr[0] == c || rest.ptr[0] == '>'))
            rest = str_trim(str_sub(rest, 1, rest.len));
        if (c == mark && n >= length && !rest.len) break;
    }
    return at < m->raw.len ? at : m->raw.len;
}

/* Behind the code span at `at`, or behind its opening when it has no end. */
static size_t code_end(const struct mdx_reader *m, size_t at) {
    size_t n = 0;
    while (at + n < m->raw.len && m->raw.ptr[at + n] == '`') n++;
    struct str text = str_sub(m->raw, 0, at + MAX_SPAN);
    for (size_t i = at + n; i < text.len;) {
        size_t run = 0;
        while (i + run < text.len && text.ptr[i + run] == '`') run++;
        if (run == n) return i + n;
        bool ends = text.ptr[i] == '\n' && str_trim(line_text(m, i + 1)).len == 0;
        if (ends) break;
        i += run ? run : 1;
    }
    return at + n;
}

/* "<!-- … -->" stays a comment in files that are called .md; its end is searched for once. */
static size_t comment_end(struct mdx_reader *m) {
    if (m->comment < m->at) m->comment = m->at + str_find(str_sub(m->raw, m->at, m->raw.len), STR("-->"));
    return m->comment < m->raw.len ? m->comment + 3 : m->at;
}

/* At the start of a line: true when it was dealt with. */
static bool take_line(struct mdx_reader *m) {
    struct str line = line_text(m, m->at);
    char mark;
    size_t length = fence_length(line, &mark), end = 0;
    if (length) end = fence_end(m, m->at, length, mark);
    if (!end && m->blank && is_module_line(line)) {
        end = module_end(m, m->at);
        cover(m, end, MASK_TAG);
        m->blank = true;
        return true;
    }
    if (!end) return false;
    m->at = m->line = end;
    m->line_masks = m->p->masks.len;
    m->blank = true;
    return true;
}

/* Where the character stands next, from the place at hand on, searched for once. */
static size_t next_of(const struct mdx_reader *m, size_t *known, char c) {
    if (*known < m->at) *known = m->at + str_find_char(str_sub(m->raw, m->at, m->raw.len), c);
    return *known;
}

/* "](<a b>": the angle brackets of a destination are no tag. Behind it; 0: it is none. */
static size_t destination_end(struct mdx_reader *m) {
    bool link = m->at > 1 && m->raw.ptr[m->at - 1] == '(' && m->raw.ptr[m->at - 2] == ']';
    if (!link) return 0;
    size_t close = next_of(m, &m->close, '>');
    return close < next_of(m, &m->line_end, '\n') ? close + 1 : 0;
}

static void take_character(struct mdx_reader *m) {
    char c = m->raw.ptr[m->at];
    struct tag tag;
    if (c == '<' && destination_end(m)) {
        m->line_other = true;
        m->at = destination_end(m);
    } else if (c == '<' && str_starts(str_sub(m->raw, m->at, m->raw.len), STR("<!--")) &&
               comment_end(m) > m->at) {
        size_t end = comment_end(m), last = str_rfind_char(str_sub(m->raw, m->at, end), '\n');
        if (last < end - m->at) m->line = m->at + last + 1;
        m->line_other = true;
        m->at = end;
    } else if (c == '<' && m->faults < MDX_MAX_FAULTS && tag_read(m->raw, m->at, &m->faults, &tag)) {
        take_tag(m, &tag);
    } else if (c == '{' && m->faults < MDX_MAX_FAULTS && m->p->page->options.mdx == MDX_2) {
        take_expression(m);
    } else {
        m->line_other |= !char_is_space(c);
        bool escape = c == '\\' && m->at + 1 < m->raw.len && m->raw.ptr[m->at + 1] != '\n';
        m->at = c == '`' ? code_end(m, m->at) : m->at + 1 + escape;
    }
}

void mdx_mask(struct parser *p) {
    struct mdx_reader m = {.p = p, .raw = p->raw, .blank = true};
    if (p->field) return; /* front matter is no MDX */
    m.line_masks = p->masks.len;
    if (p->page->options.mdx == MDX_PROGRAM) {
        jsx_read(p);
        return;
    }
    while (m.at < m.raw.len) {
        if (m.at == m.line && take_line(&m)) continue;
        if (m.raw.ptr[m.at] == '\n')
            end_line(&m, m.at++);
        else
            take_character(&m);
    }
    end_line(&m, m.raw.len);
}
