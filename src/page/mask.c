/* Shortcodes and the like are read before Markdown and overwritten with a token of the same length: positions
 * stay, and what they contain can't be mistaken for markup. */
#include "page/parse.h"

#include <string.h>

/* kramdown's {: #id .class}: hidden; an id in it is one of the page's. */
static size_t attributes_read(struct parser *p, size_t at) {
    struct str rest = str_sub(p->raw, at, p->raw.len);
    size_t close = str_find_char(str_sub(rest, 0, 500), '}');
    struct str list = str_sub(rest, 0, close + 1);
    struct span id;
    if (close >= rest.len || str_find_char(list, '\n') < list.len) return at;
    size_t line = at;
    while (line > 0 && (p->raw.ptr[line - 1] == ' ' || p->raw.ptr[line - 1] == '#')) line--;
    bool own_line = line == 0 || p->raw.ptr[line - 1] == '\n' || p->raw.ptr[line - 1] == ')';
    if (!own_line) return at;
    size_t end = at + list.len;
    if (extension_attributes(list, &id) == 0 && id.end > id.start) {
        struct str name = str_copy(p->arena, str_sub(list, id.start, id.end));
        parser_add_id(p, name, parser_span(p, at + id.start, at + id.end), ID_FROM_ATTRIBUTE);
    }
    mask_cover(p, (struct span){(uint32_t)at, (uint32_t)end}, TOKEN);
    mask_push(p, MASK_ATTRIBUTES, at, end, 0);
    return end;
}

/* Where the next end of a comment stands, long or short; remembered, so that many openings without one cost one search. */
static size_t comment_close(struct parser *p, size_t at, bool brief) {
    size_t *known = &p->comment_close[brief];
    if (*known < at)
        *known = at + str_find(str_sub(p->raw, at, p->raw.len), brief ? STR("{:/}") : STR("{:/comment}"));
    return *known;
}

/* kramdown's {::nomarkdown}…{:/nomarkdown}: written as it stands. */
static size_t nomarkdown_read(struct parser *p, size_t at) {
    struct str open = STR("{::nomarkdown}"), close = STR("{:/nomarkdown}");
    struct str rest = str_sub(p->raw, at, p->raw.len);
    if (!str_starts(rest, open) || p->nomarkdown_unclosed || (at > 0 && p->raw.ptr[at - 1] == '`')) return at;
    size_t end = str_find(rest, close), brief = str_find(str_sub(rest, 0, end), STR("{:/}"));
    p->nomarkdown_unclosed = end == rest.len && brief == rest.len;
    if (p->nomarkdown_unclosed) return at;
    end = at + (brief < end ? brief + STR("{:/}").len : end + close.len);
    mask_inner(p, (uint32_t)at, (uint32_t)end);
    return end;
}

/* kramdown's {::comment}…{:/comment}: hidden. */
static size_t comment_read(struct parser *p, size_t at) {
    struct str open = STR("{::comment}");
    if (!str_starts(str_sub(p->raw, at, p->raw.len), open) || (at > 0 && p->raw.ptr[at - 1] == '`'))
        return at;
    size_t close = comment_close(p, at, false), brief = comment_close(p, at, true);
    size_t end = close < brief ? close + STR("{:/comment}").len : brief + STR("{:/}").len;
    if (end > p->raw.len) return at;
    mask_inner(p, (uint32_t)at, (uint32_t)end);
    return end;
}

static size_t brace_read(struct parser *p, size_t at) {
    const struct page_options *options = &p->page->options;
    char second = p->raw.ptr[at + 1], third = at + 2 < p->raw.len ? p->raw.ptr[at + 2] : '\0';
    bool angle = second == '{' && (third == '<' || third == '%');
    if (options->shortcodes && second == '{' && third == '{')
        return at; /* the shortcode may begin with the next */
    if (options->shortcodes && angle) return shortcode_read(p, at);
    if (options->attribute_lists && second == ':') return attributes_read(p, at);
    if (options->attribute_lists && !options->liquid) return at;
    if (second == '%' || second == '{') return liquid_read(p, at);
    if (!options->liquid || second != ':') return at;
    if (third != ':') return attributes_read(p, at);
    size_t end = comment_read(p, at);
    return end > at ? end : nomarkdown_read(p, at);
}

static void cover_nul(struct parser *p) {
    size_t at = str_find_char(p->raw, '\0');
    for (; at < p->raw.len; at++)
        if (p->raw.ptr[at] == '\0') mask_cover(p, (struct span){(uint32_t)at, (uint32_t)at + 1}, '?');
}

/* A span-level tag without an attribute that is a fact. */
static bool is_lone_tag(struct str tag) {
    size_t start = str_starts(tag, STR("</")) ? 2 : 1, stop = start;
    while (stop < tag.len && char_is_alnum(tag.ptr[stop])) stop++;
    return word_among(str_sub(tag, start, stop), "span em strong b i u s small sub sup mark") &&
           str_find_char(tag, '>') + 1 == tag.len && str_find(tag, STR("id=")) == tag.len &&
           str_find(tag, STR("=\"/")) == tag.len;
}

/* A span-level tag alone on its line begins an HTML block for CommonMark, where Markdown is not read; kramdown reads it on.
 * Such a tag is taken for a blank line. */
static void cover_lone_tags(struct parser *p) {
    for (size_t at = 0; (at += str_find_char(str_sub(p->raw, at, p->raw.len), '<')) < p->raw.len; at++) {
        size_t start = at, end = at + str_find_char(str_sub(p->raw, at, p->raw.len), '\n');
        while (start > 0 && p->raw.ptr[start - 1] != '\n' && char_is_space(p->raw.ptr[start - 1])) start--;
        if ((start == 0 || p->raw.ptr[start - 1] == '\n') && is_lone_tag(str_trim(str_sub(p->raw, at, end))))
            mask_cover(p, (struct span){(uint32_t)start, (uint32_t)end}, ' ');
        at = end;
    }
}

void mask_excerpt(struct parser *p) {
    p->text = p->raw;
    cover_nul(p);
    if (p->page->options.liquid) cover_lone_tags(p);
    bool templates =
        p->page->options.shortcodes || p->page->options.liquid || p->page->options.attribute_lists;
    for (size_t at = 0; templates && at + 1 < p->raw.len;) {
        at += str_find_char(str_sub(p->raw, at, p->raw.len), '{');
        if (at + 1 >= p->raw.len) break;
        size_t end = brace_read(p, at);
        at = end > at ? end : at + 1;
    }
    const struct page_options *options = &p->page->options;
    bool containers = !p->field && (options->callouts || options->indented_blocks || options->inclusions);
    if (containers) container_mask(p);
    if (options->mdx) mdx_mask(p);
    if (containers) mask_sort(p);
    if (options->math_count) math_mask(p);
    footnote_definitions(p);
}
