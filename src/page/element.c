/* HTML elements as facts: links, ids, headings, comments. */
#include "page/html.h"

#include <assert.h>
#include <string.h>

/* Which attributes hold URLs, and of which elements. */
static const struct carrier {
    const char *attribute, *elements;
} carriers[] = {
    {"href", "a area link image"},
    {"src", "img source video audio track iframe embed script input"},
    {"srcset", "img source"},
    {"poster", "video"},
    {"data", "object"},
    {"action", "form"},
    {"formaction", "button input"},
    {"usemap", "img input object"},
    {"cite", "q blockquote"},
};

static bool is_carrier(struct str element, struct str attribute) {
    for (size_t i = 0; i < ARRAY_LEN(carriers); i++)
        if (word_among(attribute, carriers[i].attribute)) return word_among(element, carriers[i].elements);
    return false;
}

static const struct html_attribute *find(const struct html_element *element, const char *name) {
    for (size_t i = 0; i < element->attributes.len; i++)
        if (str_eq(element->attributes.items[i].name, str_from(name))) return &element->attributes.items[i];
    return NULL;
}

static bool is(const struct html_element *element, const char *name) {
    return str_eq(element->name, str_from(name));
}

/* ---- links ------------------------------------------------------------------------------------------------- */

static struct str text_between_tags(const struct parser *p, uint32_t at, bool *object) {
    size_t low = 0, high = p->raw_html.tags.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (p->raw_html.tags.items[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    assert(low < 2 || p->raw_html.tags.items[low - 2].at <= p->raw_html.tags.items[low - 1].at);
    if (low == p->raw_html.tags.len || p->raw_html.tags.items[low].at != at) return (struct str){0};
    *object = p->raw_html.tags.items[low].object;
    return p->raw_html.tags.items[low].text;
}

static struct str keep_value(struct parser *p, struct span flow, struct str value) {
    uint32_t start = flow_at(&p->flow, flow.start);
    struct str written = str_sub(p->raw, start, start + (flow.end - flow.start));
    const struct mask *mask =
        p->masks.len && written.len ? mask_in(p, start, start + (uint32_t)written.len) : NULL;
    return mask || str_eq(written, value) ? written : str_copy(p->arena, value);
}

static struct link *add_link(struct html_reader *reader, const struct html_element *element,
                             const struct html_attribute *attribute, struct span span, struct str value) {
    struct parser *p = reader->p;
    if (!parser_room(p, p->page->links.len, p->flow.excerpt)) return NULL;
    struct link *link = ARRAY_PUSH(p->arena, &p->page->links);
    link->kind = LINK_HTML;
    link->target = keep_value(p, span, value);
    link->target_span = flow_span(p, span.start, span.end);
    link->span = flow_span(p, element->span.start, element->span.end);
    link->element = str_copy(p->arena, element->name);
    link->name = str_copy(p->arena, attribute->name);
    const struct html_attribute *rel = find(element, "rel"), *title = find(element, "title");
    if (rel) link->rel = str_copy(p->arena, rel->value);
    if (title) link->title = str_copy(p->arena, title->value);
    link->definition = link->shortcode = PAGE_NONE;
    uint32_t at = flow_at(&p->flow, span.start);
    const struct mask *mask = p->masks.len ? mask_in(p, at, at + (span.end - span.start)) : NULL;
    if (mask && mask->kind == MASK_SHORTCODE) link->shortcode = mask->fact;
    link->exact = true;
    link->field = p->field;
    return link;
}

/* "a.png 1x, b.png 2x": a link each. */
static void add_srcset(struct html_reader *reader, const struct html_element *element,
                       const struct html_attribute *attribute) {
    struct str text = reader->text;
    for (uint32_t at = attribute->span.start; at < attribute->span.end;) {
        while (at < attribute->span.end && strchr(" \t\r\n,", text.ptr[at])) at++;
        uint32_t start = at;
        while (at < attribute->span.end && !char_is_space(text.ptr[at])) at++;
        uint32_t end = at;
        while (end > start && text.ptr[end - 1] == ',') end--;
        struct str value = target_decode(reader->p->arena, str_sub(text, start, end));
        if (end > start) add_link(reader, element, attribute, (struct span){start, end}, value);
        if (end == at)
            while (at < attribute->span.end && text.ptr[at] != ',') at++;
    }
}

static void anchor_text(struct html_reader *reader, const struct html_element *element, size_t index) {
    struct parser *p = reader->p;
    struct link *link = &p->page->links.items[index];
    bool object = false;
    struct str between = text_between_tags(p, flow_at(&p->flow, element->span.start), &object);
    if (between.ptr) {
        link->text = between;
        link->empty_text = !object && str_trim(between).len == 0;
        return;
    }
    if (element->end.end == 0) return;
    *ARRAY_PUSH(&p->scratch, &p->open) = (struct open_link){.start = (uint32_t)index,
                                                            .object = find(element, "aria-label") != NULL,
                                                            .text_from = (uint32_t)p->visible.len,
                                                            .block = p->leaf.number};
}

/* Names of meta elements whose content is the address of a picture, sound or film that card readers fetch. */
static bool names_media(struct str name) {
    static const char *const names[] = {"og:image",
                                        "og:url",
                                        "og:image:url",
                                        "og:image:secure_url",
                                        "og:video",
                                        "og:video:url",
                                        "og:video:secure_url",
                                        "og:audio",
                                        "og:audio:url",
                                        "twitter:image",
                                        "twitter:image:src",
                                        "twitter:player",
                                        "msapplication-tileimage",
                                        "thumbnail"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eq_nocase(name, str_from(names[i]))) return true;
    return false;
}

/* "900; url=/there.html" (HTML standard, "shared declarative refresh steps"): where the address stands in it. */
static struct str refresh_address(struct str content) {
    size_t i = 0, len = content.len;
    while (i < len && (char_is_space(content.ptr[i]) || strchr("0123456789.", content.ptr[i]))) i++;
    if (i == len || !strchr(";,", content.ptr[i])) return (struct str){0};
    struct str rest = str_trim(str_sub(content, i + 1, len));
    if (rest.len > 3 && str_eq_nocase(str_sub(rest, 0, 3), STR("url"))) {
        struct str value = str_trim(str_sub(rest, 3, rest.len));
        if (str_starts(value, STR("="))) rest = str_trim(str_sub(value, 1, value.len));
    }
    bool quoted = rest.len > 1 && (rest.ptr[0] == '\'' || rest.ptr[0] == '"');
    if (!quoted) return rest;
    char quote = rest.ptr[0];
    rest = str_sub(rest, 1, rest.len);
    return str_sub(rest, 0, str_find_char(rest, quote));
}

/* The address in a meta element's content, if that is where it leads or what it shows. */
static void add_meta(struct html_reader *reader, const struct html_element *element) {
    const struct html_attribute *content = find(element, "content"), *http = find(element, "http-equiv");
    const struct html_attribute *name = find(element, "property");
    if (!content) return;
    if (!name) name = find(element, "name");
    if (name && str_eq_nocase(name->value, STR("description")) && !reader->p->page->description.ptr)
        reader->p->page->description = str_copy(reader->p->arena, str_trim(content->value));
    struct link *media = name && names_media(name->value) && str_trim(content->value).len
                             ? add_link(reader, element, content, content->span, content->value)
                             : NULL;
    if (media) media->rel = str_copy(reader->p->arena, name->value);
    if (!http || !str_eq_nocase(str_trim(http->value), STR("refresh"))) return;
    struct str written = str_sub(reader->text, content->span.start, content->span.end);
    struct str address = refresh_address(written);
    if (!address.len) return;
    uint32_t start = content->span.start + (uint32_t)(address.ptr - written.ptr);
    struct span span = {start, start + (uint32_t)address.len};
    struct link *refresh = add_link(reader, element, content, span, target_decode(reader->p->arena, address));
    if (refresh) refresh->rel = STR("refresh");
}

/* Left empty for a script to fill: `data-src`, `ng-src`, `:src` beside it. */
static bool is_filled_later(const struct html_element *element, const struct html_attribute *attribute) {
    if (attribute->value.len || !str_eq(attribute->name, STR("src"))) return false;
    for (size_t i = 0; i < element->attributes.len; i++) {
        struct str name = element->attributes.items[i].name;
        if (name.len > 3 && str_ends(name, STR("src"))) return true;
    }
    return false;
}

/* A program that reads the page aloud gets a name, or is told that there is nothing to see. */
static bool is_named_otherwise(const struct html_element *element) {
    static const char *const names[] = {"aria-label", "aria-labelledby", "title", ":alt", "v-bind:alt"};
    const struct html_attribute *role = find(element, "role"), *hidden = find(element, "aria-hidden");
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (find(element, names[i])) return true;
    if (hidden && str_eq_nocase(hidden->value, STR("true"))) return true;
    if (find(element, "hidden")) return true;
    const struct html_attribute *width = find(element, "width"), *height = find(element, "height");
    bool dot = width && height && width->value.len == 1 && height->value.len == 1; /* what counts visits */
    return dot || (role && (str_eq_nocase(role->value, STR("presentation")) ||
                            str_eq_nocase(role->value, STR("none"))));
}

static void add_links(struct html_reader *reader, const struct html_element *element) {
    struct parser *p = reader->p;
    if (is(element, "meta")) add_meta(reader, element);
    for (size_t i = 0; i < element->attributes.len; i++) {
        const struct html_attribute *attribute = &element->attributes.items[i];
        if (!is_carrier(element->name, attribute->name) || is_filled_later(element, attribute)) continue;
        if (str_eq(attribute->name, STR("srcset"))) {
            add_srcset(reader, element, attribute);
            continue;
        }
        struct link *link = add_link(reader, element, attribute, attribute->span, attribute->value);
        if (!link) return;
        const struct html_attribute *alt = is(element, "img") ? find(element, "alt") : NULL;
        if (alt) link->text = str_copy(p->arena, alt->value);
        if (is(element, "img")) link->empty_text = !alt || str_trim(alt->value).len == 0;
        link->unnamed = is(element, "img") && !alt && !is_named_otherwise(element);
        if (is(element, "a")) anchor_text(reader, element, p->page->links.len - 1);
    }
}

/* ---- headings, ids, comments ------------------------------------------------------------------------------- */

static unsigned heading_level(struct str name) {
    bool heading = name.len == 2 && name.ptr[0] == 'h' && name.ptr[1] >= '1' && name.ptr[1] <= '6';
    return heading ? (unsigned)(name.ptr[1] - '0') : 0;
}

static void open_heading(struct html_reader *reader, const struct html_element *element, unsigned level) {
    struct parser *p = reader->p;
    if (reader->level || !parser_room(p, p->page->headings.len, p->flow.excerpt)) return;
    reader->level = level;
    reader->heading = p->page->headings.len;
    reader->plain.len = 0;
    p->leaf.plain = &reader->plain;
    struct heading *heading = ARRAY_PUSH(p->arena, &p->page->headings);
    heading->level = level;
    heading->html = true;
    heading->field = p->field;
    heading->span = heading->text_span = flow_span(p, element->span.start, element->span.end);
    heading->text = STR("");
    const struct html_attribute *id = find(element, "id");
    if (!id || id->value.len == 0) return;
    heading->explicit_id = true;
    heading->id = str_copy(p->arena, id->value);
    heading->id_span = flow_span(p, id->span.start, id->span.end);
}

static void close_heading(struct html_reader *reader, const struct html_element *element) {
    struct parser *p = reader->p;
    struct heading *heading = &p->page->headings.items[reader->heading];
    reader->level = 0;
    p->leaf.plain = NULL;
    if (!element->written) return;
    heading->text = str_copy(p->arena, str_trim(buf_str(&reader->plain)));
    if (element->end.end <= element->span.end) return;
    heading->text_span = flow_span(p, element->span.end, element->end.start);
    heading->span = flow_span(p, element->span.start, element->end.end);
}

static void add_ids(struct html_reader *reader, const struct html_element *element) {
    struct parser *p = reader->p;
    const struct html_attribute *id = find(element, "id"),
                                *name = is(element, "a") || is(element, "map") ? find(element, "name") : NULL;
    if (id) {
        struct str value = str_copy(p->arena, id->value);
        parser_add_id(p, value, flow_span(p, id->span.start, id->span.end), ID_FROM_HTML_ID);
    }
    if (name && !(id && str_eq(id->value, name->value))) {
        struct str value = str_copy(p->arena, name->value);
        parser_add_id(p, value, flow_span(p, name->span.start, name->span.end), ID_FROM_HTML_NAME);
    }
}

void html_comment(struct html_reader *reader, struct span source) {
    struct parser *p = reader->p;
    struct str text = str_sub(reader->text, source.start, source.end);
    if (!str_starts(text, STR("<!--")) || !parser_room(p, p->page->comments.len, p->flow.excerpt)) return;
    uint32_t start = source.start + 4, end = source.end - (str_ends(text, STR("-->")) ? 3 : 0);
    if (end < start) end = start;
    struct comment *comment = ARRAY_PUSH(p->arena, &p->page->comments);
    comment->span = flow_span(p, source.start, source.end);
    comment->text_span = flow_span(p, start, end);
    uint32_t at = flow_at(&p->flow, start);
    comment->text = str_sub(p->raw, at, at + (end - start));
    comment->field = p->field;
}

/* ---- elements ---------------------------------------------------------------------------------------------- */

static bool is_hidden(const struct html_element *element) {
    return is(element, "script") || is(element, "style") || is(element, "template") || is(element, "svg");
}

bool element_is_code(struct str name) {
    return word_among(name, "code pre samp kbd tt var");
}

static void note_object(struct parser *p) {
    for (size_t i = 0; i < p->open.len; i++) p->open.items[i].object = true;
}

static void add_facts(struct html_reader *reader, const struct html_element *element) {
    struct parser *p = reader->p;
    const struct html_attribute *href = is(element, "base") ? find(element, "href") : NULL;
    if (href && !p->page->base_href.ptr) p->page->base_href = str_copy(p->arena, href->value);
    if (is(element, "img") || is(element, "svg") || is(element, "i") || is(element, "iframe")) note_object(p);
    add_ids(reader, element);
    add_links(reader, element);
    const struct html_attribute *style = find(element, "style"), *type = find(element, "type");
    if (style && style->value.len) html_style(reader, style->span);
    reader->data = is(element, "script") && type && reader->whole &&
                   str_eq_nocase(str_trim(type->value), STR("application/ld+json"));
    reader->style = is(element, "style") && (!type || str_eq_nocase(str_trim(type->value), STR("text/css")));
    const struct html_attribute *alt = is(element, "img") ? find(element, "alt") : NULL;
    if (alt && !reader->hidden) prose_add(reader, alt->span, alt->value);
}

void html_enter(struct html_reader *reader, const struct html_element *element) {
    if (prose_is_block(element->name)) prose_finish(reader);
    if (is(element, "title") && reader->whole && !reader->hidden) {
        reader->in_title = true;
        reader->plain.len = 0;
        reader->p->leaf.plain = &reader->plain;
    }
    if (element->written) add_facts(reader, element);
    if (is(element, "br") && element->written) prose_space(reader, element->span.start);
    if (element->written && heading_level(element->name))
        open_heading(reader, element, heading_level(element->name));
    bool code = element_is_code(element->name);
    if (code && element->written && reader->code == 0) visible_object(reader->p, element->span.start);
    reader->hidden += is_hidden(element);
    reader->code += code;
}

static void leave_title(struct html_reader *reader) {
    struct parser *p = reader->p;
    p->leaf.regions.items[0].kind = BLOCK_TITLE;
    prose_finish(reader);
    p->leaf.regions.items[0].kind = BLOCK_HTML;
    if (!p->page->title.ptr) p->page->title = str_copy(p->arena, str_trim(buf_str(&reader->plain)));
    reader->in_title = false;
    p->leaf.plain = NULL;
}

void html_leave(struct html_reader *reader, const struct html_element *element) {
    struct parser *p = reader->p;
    reader->hidden -= is_hidden(element);
    reader->data = reader->style = false;
    reader->code -= element_is_code(element->name);
    if (p->open.len && is(element, "a") && element->written) {
        struct open_link open = p->open.items[p->open.len - 1];
        struct span span = flow_span(p, element->span.start, element->span.end);
        if (p->page->links.items[open.start].span.start == span.start) {
            p->open.len--;
            visible_link_text(p, open.start, &open);
        }
    }
    if (reader->level && heading_level(element->name) == reader->level) close_heading(reader, element);
    if (reader->in_title && is(element, "title")) leave_title(reader);
    if (prose_is_block(element->name)) prose_finish(reader);
}
