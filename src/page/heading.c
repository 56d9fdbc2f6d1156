/* Headings: where their text ends, and the id they get. */
#include "page/parse.h"

#include <string.h>

static uint32_t trimmed_end(struct str text, uint32_t start, uint32_t end) {
    while (end > start && char_is_space(text.ptr[end - 1])) end--;
    return end;
}

/* "## text ##": the closing marks count only behind white space. */
static uint32_t without_closing(struct str text, uint32_t start, uint32_t end) {
    uint32_t at = end;
    while (at > start && text.ptr[at - 1] == '#') at--;
    if (at == end || (at > start && text.ptr[at - 1] != ' ' && text.ptr[at - 1] != '\t')) return end;
    return trimmed_end(text, start, at);
}

void heading_trim(struct parser *p, struct span *attribute) {
    struct region *region = &p->leaf.regions.items[0];
    struct str text = p->flow.text;
    region->end = trimmed_end(text, region->start, region->end);
    region->end = without_closing(text, region->start, region->end);
    if (p->page->options.no_attributes) return;
    struct span id;
    struct str content = str_sub(text, region->start, region->end);
    size_t brace = extension_attributes(content, &id);
    if (brace == content.len) return;
    if (id.end) *attribute = (struct span){region->start + id.start, region->start + id.end};
    region->end = trimmed_end(text, region->start, region->start + (uint32_t)brace);
    region->end = without_closing(text, region->start, region->end);
}

size_t heading_cut(struct str text) {
    return str_trim(str_sub(text, 0, str_rfind_char(text, '{'))).len;
}

size_t heading_underline(struct str text) {
    size_t at = target_space(text, 0);
    while (at < text.len && (text.ptr[at] == '=' || text.ptr[at] == '-')) at++;
    return at;
}

static struct str last_line(struct str text) {
    size_t newline = str_rfind_char(text, '\n');
    return newline < text.len ? str_sub(text, newline + 1, text.len) : text;
}

static struct str id_source(struct parser *p, struct str plain) {
    if (!p->page->options.ids_from_source) return plain;
    const struct region *region = &p->leaf.regions.items[0];
    return last_line(str_sub(p->flow.text, region->start, region->end));
}

/* Without ":name", a text directive (remark-directive), which is read before ids are made. */
static struct str without_directives(struct arena *arena, struct str text) {
    struct buf out = {.arena = arena};
    if (str_find_char(text, ':') == text.len) return text;
    for (size_t at = 0; at < text.len;) {
        char next = at + 1 < text.len ? text.ptr[at + 1] : '\0';
        bool letter = char_is_letter(next);
        bool directive = text.ptr[at] == ':' && letter && !(at && text.ptr[at - 1] == ':');
        if (!directive) {
            buf_add_char(&out, text.ptr[at++]);
            continue;
        }
        at += 2;
        while (at < text.len && (char_is_alnum(text.ptr[at]) || text.ptr[at] == '-' || text.ptr[at] == '_'))
            at++;
    }
    return buf_str(&out);
}

/* docsify: "Title :id=own". */
static struct str own_id(struct str text) {
    size_t at = str_find(text, STR(" :id="));
    if (at == text.len) return (struct str){0};
    size_t end = at += 5;
    while (end < text.len && !char_is_space(text.ptr[end])) end++;
    return str_sub(text, at, end);
}

void heading_id(struct parser *p, struct heading *heading, struct span attribute, struct str plain) {
    enum id_style style = p->page->options.id_style;
    bool title = p->page->options.no_title_id && heading->level == 1;
    if (attribute.end && !title) {
        heading->explicit_id = true;
        heading->id_span = flow_span(p, attribute.start, attribute.end);
        heading->id = str_copy(p->arena, str_sub(p->flow.text, attribute.start, attribute.end));
        anchor_take(p->arena, &p->anchors, heading->id);
        parser_add_id(p, heading->id, heading->id_span, ID_FROM_HEADING);
        return;
    }
    bool no_id = str_trim(plain).len == 0 && !p->page->options.ids_from_source && style <= ID_BLACKFRIDAY;
    if (style == ID_NOTHING) heading->id = STR("");
    if (style == ID_NONE || style == ID_NOTHING || style == ID_UNKNOWN || p->leaf.masked || no_id) {
        if (title) heading->id = STR("");
        return;
    }
    struct str source = id_source(p, plain), own = style == ID_DOCSIFY ? own_id(plain) : (struct str){0};
    if (own.len) {
        heading->id = str_copy(p->arena, own);
        parser_add_id(p, heading->id, heading->text_span, ID_FROM_HEADING);
        return;
    }
    /* Docusaurus; Starlight puts those that it does not know back into the text. */
    bool directives = p->page->options.no_title_id && p->page->options.mdx == MDX_2;
    if (directives) source = without_directives(&p->scratch, source);
    struct str id = anchor_from_text(&p->scratch, source, style);
    if (!id.ptr) p->page->inserts = true;
    if (!id.ptr) return;
    heading->id = anchor_unique(p->arena, &p->anchors, id, style);
    if (title) heading->id = STR("");
    if (heading->id.len) parser_add_id(p, heading->id, heading->text_span, ID_FROM_HEADING);
}
