/* Hugo's shortcodes (parser/pageparser/pagelexer_shortcode.go). They run wherever they stand, in code too. */
#include "page/parse.h"

#include <string.h>

/* Of 21,500 in thirteen sites the longest has 1,056 bytes. What never ends is read no further than this, and only so often:
 * a page of openings costs 17 times 64 KiB. */
enum { MAX_SHORTCODE = 64 << 10, MAX_FAULTS = 16 };

struct lexer {
    struct parser *p;
    struct str text; /* the excerpt, cut at MAX_SHORTCODE behind the start */
    size_t start, at;
    char mark; /* '<' or '%' */
};

static void skip_spaces(struct lexer *l) {
    while (l->at < l->text.len && char_is_space(l->text.ptr[l->at])) l->at++;
}

static bool looking_at(const struct lexer *l, const char *what) {
    return str_starts(str_sub(l->text, l->at, l->text.len), str_from(what));
}

static bool at_close(const struct lexer *l) {
    return looking_at(l, l->mark == '<' ? ">}}" : "%}}");
}

static bool is_name(char c) {
    return char_is_alnum(c) || (unsigned char)c >= 0x80 || (c && strchr("-_./", c));
}

static struct span read_name(struct lexer *l) {
    size_t start = l->at;
    while (l->at < l->text.len && is_name(l->text.ptr[l->at]) &&
           !(looking_at(l, "/>") || looking_at(l, "/%")))
        l->at++;
    return (struct span){(uint32_t)start, (uint32_t)l->at};
}

static struct str slice(const struct lexer *l, struct span span) {
    return str_sub(l->text, span.start, span.end);
}

static struct str without_backslashes(struct arena *arena, struct str s) {
    if (str_find_char(s, '\\') == s.len) return s;
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '\\' && i + 1 < s.len && s.ptr[i + 1] == '"') i++;
        buf_add_char(&out, s.ptr[i]);
    }
    return buf_str(&out);
}

/* "…", `…` or \"…\"; false when it has no end. */
static bool read_quoted(struct lexer *l, struct span *value) {
    bool escaped = l->text.ptr[l->at] == '\\', raw = l->text.ptr[l->at] == '`';
    l->at += escaped ? 2 : 1;
    value->start = (uint32_t)l->at;
    for (; l->at < l->text.len; l->at++) {
        char c = l->text.ptr[l->at];
        bool backslash = c == '\\' && l->at + 1 < l->text.len && l->text.ptr[l->at + 1] == '"';
        value->end = (uint32_t)l->at;
        if (raw ? c == '`' : escaped ? backslash : c == '"') {
            l->at += escaped ? 2 : 1;
            return true;
        }
        if (!raw && backslash)
            l->at++;
        else if (!raw && c == '\n')
            return false;
    }
    return false;
}

static bool read_value(struct lexer *l, struct span *value) {
    if (looking_at(l, "\"") || looking_at(l, "`") || looking_at(l, "\\\"")) return read_quoted(l, value);
    size_t start = l->at;
    while (l->at < l->text.len && !char_is_space(l->text.ptr[l->at]) && !at_close(l)) {
        if (looking_at(l, l->mark == '<' ? "/>}}" : "/%}}") || l->text.ptr[l->at] == '"') break;
        if (looking_at(l, "{{")) break; /* the next one begins, as in "](" with a ref behind it */
        l->at++;
    }
    *value = (struct span){(uint32_t)start, (uint32_t)l->at};
    return l->at > start;
}

/* `value`, `name=value`, `name="value"`. */
static bool read_argument(struct lexer *l, struct argument *argument) {
    size_t start = l->at;
    struct span name = {(uint32_t)start, (uint32_t)start}, value = {0, 0};
    while (l->at < l->text.len && is_name(l->text.ptr[l->at]) && l->text.ptr[l->at] != '/') l->at++;
    size_t name_end = l->at;
    skip_spaces(l);
    if (name_end > start && looking_at(l, "=")) {
        name.end = (uint32_t)name_end;
        l->at++;
        skip_spaces(l);
    } else
        l->at = start;
    if (!read_value(l, &value)) return false;
    if (name.end > name.start) argument->name = slice(l, name);
    argument->name_span = parser_span(l->p, name.start, name.end);
    argument->value = without_backslashes(l->p->arena, slice(l, value));
    argument->value_span = parser_span(l->p, value.start, value.end);
    return true;
}

static bool read_arguments(struct lexer *l, struct shortcode *shortcode) {
    for (;;) {
        skip_spaces(l);
        if (l->at >= l->text.len) return false;
        if (looking_at(l, "{{")) return false; /* the next one begins: this one was never closed */
        if (looking_at(l, l->mark == '<' ? "/>}}" : "/%}}")) {
            shortcode->self_closing = true;
            l->at++;
        }
        if (at_close(l)) {
            l->at += 3;
            return true;
        }
        struct argument argument = {0};
        if (!read_argument(l, &argument)) return false;
        *ARRAY_PUSH(l->p->arena, &shortcode->arguments) = argument;
    }
}

/* A comment mark behind the opening: shown, not run. */
static bool read_escaped(struct lexer *l, struct shortcode *shortcode) {
    struct str rest = str_sub(l->text, l->at, l->text.len);
    size_t close = str_find(rest, l->mark == '<' ? STR("*/>}}") : STR("*/%}}"));
    if (close == rest.len) return false;
    shortcode->escaped = true;
    l->at += close + 5;
    return true;
}

static bool read_shortcode(struct lexer *l, struct shortcode *shortcode) {
    if (looking_at(l, "/*")) return read_escaped(l, shortcode);
    skip_spaces(l);
    if (looking_at(l, "/")) {
        shortcode->closing = true;
        l->at++;
        skip_spaces(l);
    }
    struct span name = read_name(l);
    shortcode->name = slice(l, name);
    shortcode->name_span = parser_span(l->p, name.start, name.end);
    return name.end > name.start && read_arguments(l, shortcode);
}

static void add_fault(struct lexer *l, bool unnamed) {
    struct parser *p = l->p;
    struct str rest = str_sub(p->raw, l->start, p->raw.len);
    struct page_fault *fault = ARRAY_PUSH(p->arena, &p->page->faults);
    size_t line = str_find_char(rest, '\n');
    fault->kind = PAGE_FAULT_SHORTCODE;
    fault->span = parser_span(p, l->start, l->start + str_trim(str_sub(rest, 0, line)).len);
    fault->message =
        unnamed ? STR("a shortcode without a name")
                : str_printf(p->arena, "a shortcode that does not end with %c}}", l->mark == '<' ? '>' : '%');
    if (++p->shortcode_faults > MAX_FAULTS) p->shortcodes_broken = true;
}

/* ---- inner text that is code, links in arguments --------------------------------------------------------- */

#define COMMENT STR("comment")

static bool has_code_inside(struct str name) {
    return word_among(
        name, "highlight mermaid math katex latex plantuml chart code output terminal console command");
}

/* Text that is not rendered. The shortcodes in it run all the same: a ref that leads nowhere stops the build, what
 * others link to is seen by nobody. */
static void hide_inner(struct parser *p, uint32_t end) {
    struct page *page = p->page;
    size_t kept = p->inner_links;
    for (size_t i = kept; i < page->links.len; i++)
        if (word_among(page->links.items[i].element, "ref relref"))
            page->links.items[kept++] = page->links.items[i];
    page->links.len = kept;
    mask_inner(p, p->inner_start, end);
}

static void note_inner(struct parser *p, const struct shortcode *shortcode, uint32_t start, uint32_t end) {
    if (shortcode->closing && p->inner.ptr && str_eq(shortcode->name, p->inner)) {
        if (str_eq(p->inner, COMMENT))
            hide_inner(p, start);
        else
            mask_code(p, p->inner_start, start, p->inner_info);
        p->inner = (struct str){0};
    } else if (!p->inner.ptr && !shortcode->closing && !shortcode->self_closing && !shortcode->escaped &&
               (has_code_inside(shortcode->name) || str_eq(shortcode->name, COMMENT))) {
        p->inner = shortcode->name;
        p->inner_start = end;
        p->inner_links = p->page->links.len;
        p->inner_info = shortcode->arguments.len ? shortcode->arguments.items[0].value : STR("");
    }
}

static bool carries_target(const struct shortcode *shortcode, const struct argument *argument, size_t index) {
    if (word_among(shortcode->name, "ref relref"))
        return argument->name.ptr ? str_eq(argument->name, STR("path")) : index == 0;
    if (str_starts(argument->value, STR("http://")) || str_starts(argument->value, STR("https://")))
        return str_find_char(argument->value, ' ') == argument->value.len;
    return word_among(argument->name, "src href link url image img path attrlink poster");
}

static void add_links(struct parser *p, uint32_t index) {
    const struct shortcode *shortcode = &p->page->shortcodes.items[index];
    for (size_t i = 0; i < shortcode->arguments.len; i++) {
        const struct argument *argument = &shortcode->arguments.items[i];
        if (!carries_target(shortcode, argument, i)) continue;
        if (!parser_room(p, p->page->links.len, 0)) return;
        struct link *link = ARRAY_PUSH(p->arena, &p->page->links);
        link->kind = LINK_SHORTCODE;
        link->target = argument->value;
        link->target_span = argument->value_span;
        link->span = shortcode->span;
        link->element = shortcode->name;
        link->name = argument->name.ptr ? argument->name : str_printf(p->arena, "%zu", i);
        link->definition = PAGE_NONE;
        link->shortcode = index;
        link->exact = true;
        link->field = p->field;
    }
}

size_t shortcode_read(struct parser *p, size_t at) {
    if (p->shortcodes_broken || !parser_room(p, p->page->shortcodes.len, at)) return at;
    struct lexer lexer = {p, str_sub(p->raw, 0, at + MAX_SHORTCODE), at, at + 3, p->raw.ptr[at + 2]};
    struct shortcode shortcode = {.mark = lexer.mark, .field = p->field};
    if (!read_shortcode(&lexer, &shortcode)) {
        add_fault(&lexer, shortcode.name.len == 0 && !shortcode.escaped && at_close(&lexer));
        return at;
    }
    uint32_t start = (uint32_t)at, end = (uint32_t)lexer.at, index = (uint32_t)p->page->shortcodes.len;
    shortcode.span = parser_span(p, start, end);
    *ARRAY_PUSH(p->arena, &p->page->shortcodes) = shortcode;
    note_inner(p, &shortcode, start, end);
    mask_cover(p, (struct span){start, end}, TOKEN);
    mask_push(p, MASK_SHORTCODE, start, end, index);
    if (!shortcode.escaped) add_links(p, index);
    return end;
}
