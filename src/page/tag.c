/* tag.c: a tag of JSX: where it ends, and the links and ids that its literal attributes give. */
#include "page/mdx.h"

#include <string.h>

enum { MAX_PIECE = 64 << 10 /* bytes of a tag */ };

static bool is_name(char c) {
    return char_is_alnum(c) || (c && strchr("_.:-$", c));
}

static size_t name_end(struct str text, size_t at) {
    while (at < text.len && is_name(text.ptr[at])) at++;
    return at;
}

static size_t blanks(struct str text, size_t at) {
    while (at < text.len && char_is_space(text.ptr[at])) at++;
    return at;
}

struct value { /* of an attribute */
    struct span span;
    size_t end;
    bool literal;
};

/* "…", '…' or {…} at `at`; false when it has no end. */
static bool read_value(struct str text, size_t at, struct value *value) {
    char c = at < text.len ? text.ptr[at] : '\0';
    *value = (struct value){.span = {(uint32_t)at + 1, (uint32_t)at + 1}};
    if (c == '"' || c == '\'') {
        size_t close = at + 1 + str_find_char(str_sub(text, at + 1, text.len), c);
        *value = (struct value){{(uint32_t)at + 1, (uint32_t)close}, close + 1, true};
        return close < text.len;
    }
    if (c != '{') return false;
    value->end = script_bracket(text, at);
    if (value->end > text.len || value->end < at + 2 || text.ptr[value->end - 1] != '}') return false;
    struct str inner = str_trim(str_sub(text, at + 1, value->end - 1));
    char quote = inner.len > 1 ? inner.ptr[0] : '\0';
    bool quoted = (quote == '"' || quote == '\'' || quote == '`') && inner.ptr[inner.len - 1] == quote;
    struct str content = quoted ? str_sub(inner, 1, inner.len - 1) : STR("");
    value->literal = quoted && str_find_char(content, quote) == content.len &&
                     str_find_char(content, '\\') == content.len &&
                     str_find(content, STR("${")) == content.len;
    if (value->literal) {
        value->span.start = (uint32_t)(content.ptr - text.ptr);
        value->span.end = value->span.start + (uint32_t)content.len;
    }
    return true;
}

bool tag_is_component(struct str name) {
    return !name.len || char_is_upper(name.ptr[0]) || str_find_char(name, '.') < name.len;
}

/* What the attribute says: `href`, `src` and `to` are links, also of components, which hand them on. */
static void add_fact(struct parser *p, const struct tag *tag, struct str name, const struct value *value,
                     size_t start) {
    bool link = word_among(name, "href src to") && !str_eq(name, STR("TO"));
    struct str text = str_sub(p->raw, value->span.start, value->span.end);
    struct span span = parser_span(p, value->span.start, value->span.end);
    if (str_eq(name, STR("id")) && !tag_is_component(tag->name))
        parser_add_id(p, text, span, ID_FROM_HTML_ID);
    if (str_eq(name, STR("name")) && str_eq(tag->name, STR("a")))
        parser_add_id(p, text, span, ID_FROM_HTML_NAME);
    if (!link || str_eq(tag->name, STR("script")) || !parser_room(p, p->page->links.len, start)) return;
    struct link *made = ARRAY_PUSH(p->arena, &p->page->links);
    *made = (struct link){.kind = LINK_HTML, .target_span = span, .element = tag->name, .name = name};
    made->target = target_decode(p->arena, text);
    made->span = parser_span(p, start, tag->end);
    made->definition = made->shortcode = PAGE_NONE;
    made->exact = true;
    made->field = p->field;
}

/* Goes over the attributes from `at` on to the tag's '>'. Adds what they say to `p`, unless it is NULL. False: it is no
 * tag. */
static bool read_attributes(struct parser *p, struct str text, size_t at, size_t start, struct tag *tag) {
    struct value value;
    for (;;) {
        at = blanks(text, at);
        char c = at < text.len ? text.ptr[at] : '\0';
        if (c == '>' || c == '/') {
            tag->alone = c == '/';
            if (tag->alone) at = blanks(text, at + 1);
            tag->end = at + 1;
            return at < text.len && text.ptr[at] == '>';
        }
        if (c == '{') { /* {...props}, or a comment */
            tag->computed = true;
            if (!read_value(text, at, &value)) return !(tag->cut = true);
            at = value.end;
            continue;
        }
        struct str name = str_sub(text, at, name_end(text, at));
        if (!name.len) return false;
        at = blanks(text, at + name.len);
        if (at >= text.len || text.ptr[at] != '=') continue;
        at = blanks(text, at + 1);
        tag->cut = at < text.len && text.ptr[at] && strchr("\"'{", text.ptr[at]);
        if (!read_value(text, at, &value)) return false;
        tag->cut = false;
        tag->computed |= text.ptr[at] == '{';
        if (p && value.literal) add_fact(p, tag, name, &value, start);
        at = value.end;
    }
}

bool tag_read(struct str raw, size_t at, unsigned *faults, struct tag *tag) {
    struct str text = str_sub(raw, 0, at + MAX_PIECE);
    *tag = (struct tag){0};
    size_t name = at + 1;
    if (name < text.len && text.ptr[name] == '/') tag->closing = true, name++;
    tag->name = str_sub(text, name, name_end(text, name));
    bool letter = tag->name.len && !strchr("0123456789.:-", tag->name.ptr[0]);
    if (!letter && !(name < text.len && text.ptr[name] == '>')) return false;
    size_t behind = name + tag->name.len;
    if (behind < text.len && !char_is_space(text.ptr[behind]) && !strchr("/>{", text.ptr[behind]))
        return false;
    bool whole = read_attributes(NULL, text, behind, at, tag);
    if (!whole && (tag->cut || (tag->end == 0 && text.len < raw.len))) ++*faults;
    return whole;
}

void tag_facts(struct parser *p, struct str raw, size_t at, const struct tag *tag) {
    struct tag again = *tag;
    if (!tag->closing) read_attributes(p, str_sub(raw, 0, tag->end), at + 1 + tag->name.len, at, &again);
}
