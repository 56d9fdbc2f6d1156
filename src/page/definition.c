/* Link reference definitions: cmark uses them up and leaves no node. The grammar is cmark 0.30's
 * (cmark_parse_reference_inline). */
#include "page/parse.h"

#include <string.h>

static size_t spaces(struct str text, size_t at) {
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t')) at++;
    return at;
}

static size_t line_end(struct str text, size_t at) {
    if (at < text.len && text.ptr[at] == '\r') at++;
    if (at < text.len && text.ptr[at] == '\n') at++;
    return at;
}

/* White space with at most one line end. */
static uint32_t gap(struct str text, size_t at) {
    return (uint32_t)spaces(text, line_end(text, spaces(text, at)));
}

/* The rest of the line must be blank: offset of the next line, or 0. */
static uint32_t finish(struct str text, size_t at) {
    at = spaces(text, at);
    size_t next = line_end(text, at);
    return next > at || at >= text.len ? (uint32_t)next : 0;
}

static bool is_blank(struct str label) {
    return str_trim(label).len == 0;
}

struct parts {
    struct span label;
    struct destination target;
    uint32_t end;
};

static bool read_parts(struct str text, uint32_t at, struct parts *parts) {
    uint32_t after = target_label(text, at);
    if (after < at + 3 || after >= text.len || text.ptr[after] != ':') return false;
    parts->label = (struct span){at + 1, after - 1};
    if (is_blank(str_sub(text, at + 1, after - 1))) return false;
    uint32_t url_at = gap(text, after + 1), url_end = 0, title_end = 0;
    if (!target_url(text, url_at, &parts->target.url, &url_end) || url_end == url_at) return false;
    uint32_t title_at = gap(text, url_end);
    parts->target.has_title =
        title_at > url_end && target_title(text, title_at, &parts->target.title, &title_end);
    if (parts->target.has_title && (parts->end = finish(text, title_end))) return true;
    parts->target.has_title = false;
    return (parts->end = finish(text, url_end)) != 0;
}

static void set_shortcode(struct parser *p, struct link *link, struct span url) {
    uint32_t start = flow_at(&p->flow, url.start), end = start + (url.end - url.start);
    const struct mask *mask = p->masks.len && end > start ? mask_in(p, start, end) : NULL;
    if (!mask) return;
    link->target = str_sub(p->raw, start, end);
    if (mask->kind == MASK_SHORTCODE) link->shortcode = mask->fact;
}

static void add_link(struct parser *p, const struct definition *definition, const struct parts *parts) {
    if (!parser_room(p, p->page->links.len, p->flow.excerpt)) return;
    struct link *link = ARRAY_PUSH(p->arena, &p->page->links);
    link->kind = LINK_DEFINITION;
    link->target = definition->target;
    link->target_span = definition->target_span;
    link->span = definition->span;
    link->definition = (uint32_t)p->page->definitions.len - 1;
    link->shortcode = PAGE_NONE;
    link->exact = true;
    link->field = p->field;
    const struct destination *target = &parts->target;
    if (target->has_title) {
        struct str title = str_sub(p->flow.text, target->title.start, target->title.end);
        link->title = str_copy(p->arena, target_decode(&p->scratch, title));
    }
    set_shortcode(p, link, target->url);
}

static struct str keep(struct parser *p, struct span part) {
    return str_copy(p->arena, str_sub(p->flow.text, part.start, part.end));
}

static void add(struct parser *p, uint32_t at, const struct parts *parts) {
    if (!parser_room(p, p->page->definitions.len, p->flow.excerpt)) return;
    struct definition *definition = ARRAY_PUSH(p->arena, &p->page->definitions);
    struct span url = parts->target.url;
    definition->label = keep(p, parts->label);
    definition->target = target_decode(p->arena, keep(p, url));
    definition->label_span = flow_span(p, parts->label.start, parts->label.end);
    definition->target_span = flow_span(p, url.start, url.end);
    struct str whole = str_trim(str_sub(p->flow.text, at, parts->end));
    definition->span = flow_span(p, at, at + (uint32_t)whole.len);
    definition->field = p->field;
    void **slot = map_slot(&p->scratch, &p->labels, page_label(&p->scratch, definition->label));
    definition->repeated = *slot != NULL;
    if (!*slot) *slot = (void *)(uintptr_t)p->page->definitions.len;
    add_link(p, definition, parts);
}

uint32_t definition_read(struct parser *p, bool record) {
    uint32_t at = 0;
    struct parts parts = {0};
    while (at < p->flow.text.len && read_parts(p->flow.text, at, &parts)) {
        if (record) add(p, at, &parts);
        at = parts.end;
    }
    return at;
}
