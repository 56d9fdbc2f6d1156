/* addresses.c: the addresses of files that are no documents: CSS (CSS Syntax 3: url(), @import and their strings), sitemaps,
 * RSS and Atom. */
#include "page/html.h"

#include <string.h>

static void add(struct parser *p, const char *element, size_t start, size_t end) {
    struct str written = str_sub(p->raw, start, end);
    if (!str_trim(written).len || !parser_room(p, p->page->links.len, start)) return;
    struct link *link = ARRAY_PUSH(p->arena, &p->page->links);
    *link = (struct link){.kind = LINK_HTML, .exact = true, .definition = PAGE_NONE, .shortcode = PAGE_NONE};
    link->target = target_decode(p->arena, written);
    link->span = link->target_span = parser_span(p, start, end);
    link->element = str_from(element);
    link->name = STR("");
}

/* ---- CSS ------------------------------------------------------------------------------------------------------------------- */

static size_t comment_end(struct str text, size_t at) {
    size_t end = str_find(str_sub(text, at, text.len), STR("*/"));
    return at + end + 2 < text.len ? at + end + 2 : text.len;
}

/* Behind the string that begins at `at`; a line ends it too. */
static size_t string_end(struct str text, size_t at) {
    char quote = text.ptr[at++];
    while (at < text.len && text.ptr[at] != quote && text.ptr[at] != '\n') at += text.ptr[at] == '\\' ? 2 : 1;
    return at < text.len ? at : text.len;
}

static bool is_word(struct str text, size_t at, const char *word) {
    size_t n = strlen(word);
    if (at + n > text.len || !str_eq_nocase(str_sub(text, at, at + n), str_from(word))) return false;
    return at == 0 ||
           !(char_is_alnum(text.ptr[at - 1]) || text.ptr[at - 1] == '-' || text.ptr[at - 1] == '_');
}

/* What "url(" at `at` names; the offset behind. */
static size_t read_url(struct parser *p, struct str text, size_t at, const char *element) {
    for (at += 4; at < text.len && char_is_space(text.ptr[at]);) at++;
    if (at == text.len) return at;
    bool quoted = text.ptr[at] == '"' || text.ptr[at] == '\'';
    size_t start = at + quoted;
    size_t end = quoted ? string_end(text, at) : at + str_find_char(str_sub(text, at, text.len), ')');
    size_t trimmed = end;
    while (!quoted && trimmed > start && char_is_space(text.ptr[trimmed - 1])) trimmed--;
    struct str value = str_sub(text, start, trimmed);
    /* A variable of a preprocessor or of CSS, an escape: not to be read here. */
    bool plain = str_find_char(value, '\\') == value.len && str_find_char(value, '$') == value.len &&
                 str_find_char(value, '\n') == value.len && str_find_char(value, '{') == value.len;
    if (plain && !str_starts(value, STR("data:"))) add(p, element, start, trimmed);
    return end;
}

void addresses_style(struct parser *p, struct span span, const char *element) {
    struct str text = str_sub(p->text, 0, span.end);
    bool import = false;
    for (size_t at = span.start; at < text.len; at++) {
        char c = text.ptr[at];
        if (c == '/' && at + 1 < text.len && text.ptr[at + 1] == '*')
            at = comment_end(text, at + 2) - 1;
        else if (c == '"' || c == '\'') {
            size_t end = string_end(text, at);
            if (import) add(p, element, at + 1, end);
            at = end;
            import = false;
        } else if ((c == 'u' || c == 'U') && is_word(text, at, "url(")) {
            at = read_url(p, text, at, element);
            import = false;
        } else if (c == '@') {
            import = is_word(text, at, "@import");
        } else if (c == ';' || c == '{') {
            import = false;
        }
    }
}

/* ---- sitemaps and feeds ------------------------------------------------------------------------------------------------------ */

static struct str name_of(struct str text, size_t at) {
    size_t end = at;
    while (end < text.len && !char_is_space(text.ptr[end]) && text.ptr[end] != '>' && text.ptr[end] != '/')
        end++;
    return str_sub(text, at, end);
}

/* The root element's name; empty: this is no XML. */
static struct str root_of(struct str text) {
    enum { LOOKED_AT = 4096 };
    struct str head = str_sub(text, 0, LOOKED_AT);
    for (size_t at = 0; (at += str_find_char(str_sub(head, at, head.len), '<')) + 1 < head.len; at++) {
        if (str_starts(str_sub(head, at, head.len), STR("<!--")))
            at += str_find(str_sub(head, at, head.len), STR("-->"));
        else if (head.ptr[at + 1] != '?' && head.ptr[at + 1] != '!')
            return name_of(head, at + 1);
    }
    return STR("");
}

/* The text of the element whose start tag ends before `at`, if it has nothing but text. */
static void add_text(struct parser *p, struct str text, struct str name, size_t at) {
    size_t end = at + str_find_char(str_sub(text, at, text.len), '<');
    while (at < end && char_is_space(text.ptr[at])) at++;
    size_t last = end;
    while (last > at && char_is_space(text.ptr[last - 1])) last--;
    if (end < text.len && last > at) add(p, str_eq(name, STR("link")) ? "feed" : "sitemap", at, last);
}

/* href="…" or url="…" in the tag text[start, end). */
static void add_attribute(struct parser *p, struct str text, size_t start, size_t end, const char *name) {
    struct str tag = str_sub(text, start, end);
    for (size_t at = 0; (at += str_find(str_sub(tag, at, tag.len), str_from(name))) < tag.len; at++) {
        size_t value = at + strlen(name);
        if (!char_is_space(tag.ptr[at ? at - 1 : 0]) || value + 1 >= tag.len || tag.ptr[value] != '=')
            continue;
        char quote = tag.ptr[value + 1];
        if (quote != '"' && quote != '\'') return;
        size_t length = str_find_char(str_sub(tag, value + 2, tag.len), quote);
        add(p, "feed", start + value + 2, start + value + 2 + length);
        return;
    }
}

void addresses_feed(struct parser *p) {
    struct str text = p->text, root = root_of(text);
    bool sitemap = str_eq(root, STR("urlset")) || str_eq(root, STR("sitemapindex"));
    bool feed = str_eq(root, STR("rss")) || str_eq(root, STR("feed"));
    for (size_t at = 0; (sitemap || feed) && at < text.len; at++) {
        at += str_find_char(str_sub(text, at, text.len), '<');
        if (at + 1 >= text.len) break;
        struct str rest = str_sub(text, at, text.len);
        if (str_starts(rest, STR("<!--")))
            at += str_find(rest, STR("-->"));
        else if (str_starts(rest, STR("<![CDATA[")))
            at += str_find(rest, STR("]]>"));
        if (at >= text.len || text.ptr[at] != '<') continue;
        struct str name = name_of(text, at + 1);
        size_t end = at + str_find_char(str_sub(text, at, text.len), '>');
        if (end >= text.len) break;
        bool loc = sitemap && (str_eq(name, STR("loc")) || str_eq(name, STR("image:loc")));
        if (loc || (feed && str_eq(name, STR("link")))) add_text(p, text, name, end + 1);
        if (feed && (str_eq(name, STR("link")) || str_eq(name, STR("atom:link"))))
            add_attribute(p, text, at, end, "href");
        if (feed && str_eq(name, STR("enclosure"))) add_attribute(p, text, at, end, "url");
        if (sitemap && str_eq(name, STR("xhtml:link"))) add_attribute(p, text, at, end, "href");
        at = end;
    }
}

/* ---- in HTML ---- */

/* What stands in `style` and in <style>. */
void html_style(struct html_reader *reader, struct span flow) {
    struct parser *p = reader->p;
    if (reader->whole && flow.end > flow.start) {
        uint32_t start = flow_at(&p->flow, flow.start);
        addresses_style(p, (struct span){start, start + (flow.end - flow.start)}, "style");
    }
}

/* What is in <script> and <style> is text to the parser. */
void html_hidden_text(struct html_reader *reader, struct span source) {
    struct parser *p = reader->p;
    if (reader->style) html_style(reader, source);
    if (!reader->data || source.end <= source.start) return;
    if (!parser_room(p, p->page->scripts_data.len, p->flow.excerpt)) return;
    *ARRAY_PUSH(p->arena, &p->page->scripts_data) =
        (struct script_data){flow_span(p, source.start, source.end)};
}
