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
    struct region *region = &p->regions.items[0];
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
    const struct region *region = &p->regions.items[0];
    return last_line(str_sub(p->flow.text, region->start, region->end));
}

void heading_id(struct parser *p, struct heading *heading, struct span attribute, struct str plain) {
    enum id_style style = p->page->options.id_style;
    if (attribute.end) {
        heading->explicit_id = true;
        heading->id_span = flow_span(p, attribute.start, attribute.end);
        heading->id = str_copy(p->arena, str_sub(p->flow.text, attribute.start, attribute.end));
        anchor_take(p->arena, &p->anchors, heading->id);
        parser_add_id(p, heading->id, heading->id_span, ID_FROM_HEADING);
        return;
    }
    bool no_id = str_trim(plain).len == 0 && !p->page->options.ids_from_source && style <= ID_BLACKFRIDAY;
    if (style == ID_NONE || p->masked || no_id) return;
    struct str id = anchor_from_text(&p->scratch, id_source(p, plain), style);
    heading->id = anchor_unique(p->arena, &p->anchors, id, style);
    if (heading->id.len) parser_add_id(p, heading->id, heading->text_span, ID_FROM_HEADING);
}
