/* Containers whose marks are no Markdown: `:::note` and `:::`, and Python-Markdown's `!!! note`, `??? note` and `=== "Tab"`,
 * below which what belongs to them is indented by four, as in an item of a list. */
#include "page/parse.h"

static size_t blanks(struct str line) {
    size_t at = 0;
    while (at < line.len && char_is_blank(line.ptr[at])) at++;
    return at;
}

/* ":::", or ":::note" with a title behind it, which is text. */
static void read_callout(struct parser *p, size_t start, struct str line) {
    size_t at = blanks(line), colons = at;
    while (at < line.len && line.ptr[at] == ':') at++;
    if (at - colons < 3) return;
    while (at < line.len && char_is_blank(line.ptr[at])) at++;
    while (at < line.len && (char_is_alnum(line.ptr[at]) || line.ptr[at] == '-')) at++;
    bool title = str_trim(str_sub(line, at, line.len)).len > 0;
    struct span mark = {(uint32_t)(start + colons), (uint32_t)(start + (title ? at : line.len))};
    if (mark.end > mark.start && p->raw.ptr[mark.end - 1] == '\r') mark.end--;
    mask_cover(p, mark, title ? TOKEN : ' ');
    if (title) mask_push(p, MASK_TAG, mark.start, mark.end, 0);
}

static bool opens_block(struct str mark, struct str rest) {
    bool tab = str_eq(mark, STR("===")) || str_eq(mark, STR("===!")) || str_eq(mark, STR("===+"));
    bool note = str_eq(mark, STR("!!!")) || str_eq(mark, STR("???")) || str_eq(mark, STR("???+"));
    return tab ? str_starts(rest, STR("\"")) : note && rest.len && char_is_alnum(rest.ptr[0]);
}

/* Becomes the mark of an item of a list; what stands behind it is hidden. */
static void read_block(struct parser *p, size_t start, struct str line) {
    size_t at = blanks(line), end = at;
    while (end < line.len && !char_is_space(line.ptr[end])) end++;
    struct str rest = str_trim(str_sub(line, end, line.len));
    if (!opens_block(str_sub(line, at, end), rest)) return;
    uint32_t from = (uint32_t)(start + at), stop = (uint32_t)(start + line.len);
    if (stop > from && p->raw.ptr[stop - 1] == '\r') stop--;
    mask_cover(p, (struct span){from, stop}, TOKEN);
    mask_cover(p, (struct span){from, from + 1}, '-');
    mask_cover(p, (struct span){from + 1, from + 4}, ' ');
    mask_push(p, MASK_TAG, from + 4, stop, 0);
}

/* Snippets, mdBook's {{#include}}, mkdocstrings, includes of VitePress, components: with headings and ids of their own. */
static bool puts_text_in(struct str line, bool callouts) {
    line = str_trim(line);
    bool component = callouts && line.len > 3 && line.ptr[0] == '<' && char_is_upper(line.ptr[1]) &&
                     str_ends(line, STR("/>"));
    bool object = !callouts && str_starts(line, STR("::: ")) && line.len > 4;
    return component || object || str_starts(line, STR("--8<--")) || str_starts(line, STR(";--8<--")) ||
           str_starts(line, STR("<!--@include")) || str_starts(line, STR("<!-- @include")) ||
           str_find(line, STR("{{#")) < line.len || str_starts(line, STR("{%")) ||
           str_starts(line, STR("{!"));
}

/* "[span]{#id}", "::: {#id .box}", "**word**{ #id }", "{: #id }". */
static void read_ids(struct parser *p, size_t start, struct str line) {
    for (size_t at = 0; (at += str_find_char(str_sub(line, at, line.len), '{')) < line.len;) {
        size_t id = at + 1;
        while (id < line.len && (line.ptr[id] == ':' || char_is_blank(line.ptr[id]))) id++;
        size_t end = at = id + 1;
        if (id >= line.len || line.ptr[id] != '#') continue;
        while (end < line.len && !strchr(" \t}", line.ptr[end])) end++;
        struct str name = str_copy(p->arena, str_sub(line, at, end));
        if (end < line.len)
            parser_add_id(p, name, parser_span(p, start + at, start + end), ID_FROM_ATTRIBUTE);
        at = end;
    }
}

static bool is_fence(struct str line, char *mark) {
    size_t at = blanks(line), n = 0;
    *mark = at < line.len ? line.ptr[at] : '\0';
    while (at + n < line.len && line.ptr[at + n] == *mark) n++;
    return n >= 3 && (*mark == '`' || *mark == '~');
}

void container_mask(struct parser *p) {
    char open = '\0', mark;
    for (size_t at = 0; at < p->raw.len;) {
        size_t end = at + str_find_char(str_sub(p->raw, at, p->raw.len), '\n');
        struct str line = str_sub(p->raw, at, end);
        bool fence = is_fence(line, &mark);
        if (fence && (!open || mark == open))
            open = open ? '\0' : mark;
        else if (!open && p->page->options.callouts)
            read_callout(p, at, line);
        if (!open && !fence && p->page->options.indented_blocks) read_block(p, at, line);
        if (!open && (p->page->options.id_marks || p->page->options.attribute_lists) &&
            (at == 0 || line.ptr[0] != '#'))
            read_ids(p, at, line);
        if (p->page->options.inclusions && !p->page->inserts)
            p->page->inserts = puts_text_in(line, p->page->options.callouts);
        at = end + 1;
    }
}
