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
    char mark;              /* '<' or '%' */
    bool positional, named; /* arguments so far */
    struct str problem;     /* why it is no shortcode; absent: it is one */
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

static bool is_plain(char c) { /* of a name or an argument without quotes; letters of other scripts count */
    return char_is_alnum(c) || c == '-' || c == '_' || (unsigned char)c >= 0x80;
}

static char here(const struct lexer *l) {
    return l->at < l->text.len ? l->text.ptr[l->at] : '\0';
}

static bool fail(struct lexer *l, struct str problem) {
    if (!l->problem.ptr) l->problem = problem;
    return false;
}

static bool never_ends(struct lexer *l) {
    return fail(
        l, str_printf(l->p->arena, "a shortcode that does not end with %c}}", l->mark == '<' ? '>' : '%'));
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

/* ---- values -------------------------------------------------------------------------------------------------- */

/* "…", `…` or \"…\"; false when it has no end. */
static bool read_quoted(struct lexer *l, struct span *value) {
    bool escaped = here(l) == '\\', raw = here(l) == '`';
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
        if (!raw && c == '\\' && l->at + 1 < l->text.len && l->text.ptr[l->at + 1] == '`')
            return fail(l, STR("a backslash before ` in an argument of a shortcode"));
        if (!raw && backslash)
            l->at++;
        else if (!raw && c == '\n')
            break;
    }
    return fail(l, STR("a quotation mark in a shortcode that is not closed on its line"));
}

/* What stands up to the next white space: marks of quotation and the end of the shortcode too. */
static bool read_unquoted(struct lexer *l, struct span *value) {
    size_t start = l->at;
    while (l->at < l->text.len && !char_is_space(l->text.ptr[l->at])) l->at++;
    *value = (struct span){(uint32_t)start, (uint32_t)l->at};
    struct str text = slice(l, *value);
    size_t end = str_find(text, l->mark == '<' ? STR(">}}") : STR("%}}"));
    if (end == text.len) return true;
    return fail(l, str_printf(l->p->arena,
                              "the end of the shortcode is taken for part of the value: it needs a blank "
                              "before %c}}",
                              l->mark == '<' ? '>' : '%'));
}

static bool begins_quoted(const struct lexer *l) {
    return looking_at(l, "\"") || looking_at(l, "`") || looking_at(l, "\\\"");
}

static bool mixed(struct lexer *l) {
    return fail(l, STR("a shortcode with named arguments and others: it takes one kind or the other"));
}

/* ---- arguments ----------------------------------------------------------------------------------------------- */

/* Of the characters beyond ASCII those that are no letters: blanks, quotation marks, dashes. */
static bool is_foreign_mark(const struct lexer *l) {
    size_t next = l->at;
    uint32_t c = unicode_next(l->text, &next);
    return c == 0xA0 || c == 0xAB || c == 0xBB || c == 0xFEFF || (c >= 0x2000 && c <= 0x206F);
}

static bool refuse_character(struct lexer *l) {
    size_t next = l->at;
    uint32_t c = unicode_next(l->text, &next);
    if (c == '/') return fail(l, STR("an argument of a shortcode with / in it needs quotation marks"));
    if (c >= 0x2018 && c <= 0x201F) return fail(l, STR("curly quotation marks quote nothing in a shortcode"));
    if (c > ' ' && c < 0x7F)
        return fail(l, str_printf(l->p->arena,
                                  "an argument of a shortcode with %c in it needs quotation marks", (int)c));
    return fail(l, str_printf(l->p->arena,
                              "a character that no argument of a shortcode may have without quotation marks, "
                              "U+%04X",
                              (unsigned)c));
}

static void read_plain(struct lexer *l) {
    while (l->at < l->text.len && (is_plain(here(l)) || here(l) == '.') && !is_foreign_mark(l)) l->at++;
}

/* A value behind '='; the name before it was read already. */
static bool read_named_value(struct lexer *l, struct argument *argument, struct span name) {
    struct span value = {0, 0};
    l->at++;
    skip_spaces(l);
    bool quoted = begins_quoted(l);
    if (!(quoted ? read_quoted(l, &value) : read_unquoted(l, &value))) return false;
    argument->name = slice(l, name);
    argument->name_span = parser_span(l->p, name.start, name.end);
    argument->value = without_backslashes(l->p->arena, slice(l, value));
    argument->value_span = parser_span(l->p, value.start, value.end);
    argument->quoted = quoted;
    return true;
}

static bool read_positional(struct lexer *l, struct argument *argument, struct span value, bool quoted) {
    if (l->named) return mixed(l);
    l->positional = true;
    argument->value = without_backslashes(l->p->arena, slice(l, value));
    argument->value_span = parser_span(l->p, value.start, value.end);
    argument->name_span = parser_span(l->p, value.start, value.start);
    argument->quoted = quoted;
    return true;
}

/* `value`, `"value"`, `name=value`, `name="value"`. */
static bool read_argument(struct lexer *l, struct argument *argument) {
    struct span value = {(uint32_t)l->at, (uint32_t)l->at};
    if (begins_quoted(l)) return read_quoted(l, &value) && read_positional(l, argument, value, true);
    if (here(l) == '.' || (!is_plain(here(l)) || is_foreign_mark(l))) return refuse_character(l);
    read_plain(l);
    value.end = (uint32_t)l->at;
    bool close = here(l) == '=';
    if (close && l->positional) return mixed(l);
    l->named |= close;
    skip_spaces(l);
    if (here(l) == '=') {
        l->positional |= !close; /* a blank before '=' makes Hugo take the name for a value of its own */
        return read_named_value(l, argument, value);
    }
    return read_positional(l, argument, value, false);
}

/* Behind '/': nothing but the end. */
static bool read_self_closing(struct lexer *l, struct shortcode *shortcode) {
    size_t slash = l->at++;
    skip_spaces(l);
    shortcode->self_closing = true;
    if (at_close(l)) return true;
    const struct shortcode_template *known = shortcode_template(l->p->page, &l->p->scratch, shortcode->name);
    l->at = slash;
    if (!known || known->inner == TEMPLATE_IGNORES_INNER) return refuse_character(l);
    while (l->at < l->text.len && !at_close(l)) l->at++; /* some releases build it: the rest is lost */
    return true;
}

static bool read_arguments(struct lexer *l, struct shortcode *shortcode) {
    for (;;) {
        skip_spaces(l);
        if (l->at >= l->text.len || looking_at(l, "{{")) return never_ends(l);
        if (at_close(l)) break;
        if (looking_at(l, "/")) {
            if (!read_self_closing(l, shortcode)) return false;
            continue;
        }
        if (shortcode->closing) return fail(l, STR("a closing shortcode with an argument"));
        struct argument argument = {0};
        if (!read_argument(l, &argument)) return false;
        *ARRAY_PUSH(l->p->arena, &shortcode->arguments) = argument;
    }
    l->at += 3;
    return true;
}

/* A comment mark behind the opening: shown, not run. */
static bool read_escaped(struct lexer *l, struct shortcode *shortcode) {
    struct str rest = str_sub(l->text, l->at, l->text.len);
    size_t close = str_find(rest, l->mark == '<' ? STR("*/>}}") : STR("*/%}}"));
    if (close == rest.len) return fail(l, STR("a shortcode whose comment is not closed"));
    shortcode->escaped = true;
    l->at += close + 5;
    return true;
}

/* Names may have '/' in them; ".inline" ends that of a template written in the page. */
static bool read_name(struct lexer *l, struct shortcode *shortcode) {
    size_t start = l->at;
    if (at_close(l)) return fail(l, STR("a shortcode without a name"));
    if (l->at >= l->text.len || looking_at(l, "{{")) return never_ends(l);
    if (!is_plain(here(l)) || here(l) == '-' || is_foreign_mark(l))
        return fail(l, STR("a shortcode whose name does not begin with a letter"));
    while (l->at < l->text.len && (is_plain(here(l)) || here(l) == '/') && !is_foreign_mark(l)) l->at++;
    struct span name = {(uint32_t)start, (uint32_t)l->at};
    if (looking_at(l, ".inline ")) {
        name.end += 7;
        shortcode->in_page = true;
    } else if (here(l) == '.')
        return fail(l, STR("a shortcode with a dot in its name"));
    l->at = name.end;
    shortcode->name = slice(l, name);
    shortcode->name_span = parser_span(l->p, name.start, name.end);
    if (str_ends(shortcode->name, STR("/")))
        return fail(l, STR("a / that is taken for part of the shortcode's name: it needs a blank before it"));
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
    return read_name(l, shortcode) && read_arguments(l, shortcode);
}

/* Without an end before the next shortcode or blank line, that is what to say, whatever Hugo stumbles over first. */
static bool has_end(const struct lexer *l) {
    struct str rest = str_sub(l->text, l->start + 2, l->text.len);
    rest.len = str_find(rest, STR("{{"));
    rest.len = str_find(rest, STR("\n\n"));
    return str_find(rest, l->mark == '<' ? STR(">}}") : STR("%}}")) < rest.len;
}

static void add_fault(struct lexer *l) {
    struct parser *p = l->p;
    struct str rest = str_sub(p->raw, l->start, p->raw.len);
    size_t line = str_find_char(rest, '\n');
    if (!has_end(l)) {
        l->problem.ptr = NULL;
        never_ends(l);
    }
    parser_fault(p, PAGE_FAULT_SHORTCODE, l->start, l->start + str_trim(str_sub(rest, 0, line)).len,
                 l->problem);
    if (++p->shortcode_faults > MAX_FAULTS) p->shortcodes_broken = true;
}

/* A quotation mark that is part of the value: written too much, or curly. */
static void find_stray_quotes(struct lexer *l, const struct shortcode *shortcode) {
    for (size_t i = 0; i < shortcode->arguments.len; i++) {
        const struct argument *a = &shortcode->arguments.items[i];
        struct str value = a->value;
        bool curly = str_starts(value, STR("\xE2\x80\x9C")) || str_ends(value, STR("\xE2\x80\x9D"));
        if (a->quoted || !(str_ends(value, STR("\"")) || curly)) continue;
        struct page_fault *fault = ARRAY_PUSH(l->p->arena, &l->p->page->faults);
        fault->kind = PAGE_FAULT_QUOTE;
        fault->span = a->value_span;
        fault->message =
            curly ? STR("curly quotation marks quote nothing in a shortcode: they are part of the value")
                  : STR("a quotation mark too many is part of the value");
    }
}

/* ---- inner text that is code, links in arguments --------------------------------------------------------- */

#define COMMENT STR("comment")

static bool has_code_inside(struct str name) {
    return word_among(
        name, "highlight mermaid math katex latex plantuml chart code output terminal console command");
}

/* What becomes of the text between the tags: its template says, else the name does. */
static enum inner_use inner_use(struct parser *p, struct str name) {
    const struct shortcode_template *known = shortcode_template(p->page, &p->scratch, name);
    if (known && known->use != INNER_SHOWN) return known->use;
    if (str_eq(name, COMMENT)) return INNER_HIDDEN;
    return has_code_inside(name) ? INNER_CODE : INNER_SHOWN;
}

/* Text that is not rendered. The shortcodes in it run all the same: a ref that leads nowhere stops the build, what
 * others link to is seen by nobody. */
static void hide_inner(struct parser *p, uint32_t end) {
    struct page *page = p->page;
    size_t kept = p->inner.links;
    for (size_t i = kept; i < page->links.len; i++)
        if (word_among(page->links.items[i].element, "ref relref"))
            page->links.items[kept++] = page->links.items[i];
    page->links.len = kept;
    mask_inner(p, p->inner.start, end);
}

static void note_inner(struct parser *p, const struct shortcode *shortcode, uint32_t start, uint32_t end) {
    if (shortcode->closing && p->inner.name.ptr && str_eq(shortcode->name, p->inner.name)) {
        if (p->inner.hidden)
            hide_inner(p, start);
        else
            mask_code(p, p->inner.start, start, p->inner.info);
        p->inner.name = (struct str){0};
    } else if (!p->inner.name.ptr && !shortcode->closing && !shortcode->self_closing && !shortcode->escaped &&
               inner_use(p, shortcode->name) != INNER_SHOWN) {
        p->inner.hidden = inner_use(p, shortcode->name) == INNER_HIDDEN;
        p->inner.name = shortcode->name;
        p->inner.start = end;
        p->inner.links = p->page->links.len;
        p->inner.info = shortcode->arguments.len ? shortcode->arguments.items[0].value : STR("");
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
    struct lexer lexer = {.p = p, .start = at, .at = at + 3, .mark = p->raw.ptr[at + 2]};
    lexer.text = str_sub(p->raw, 0, at + MAX_SHORTCODE);
    struct shortcode shortcode = {.mark = lexer.mark, .field = p->field};
    if (!read_shortcode(&lexer, &shortcode)) {
        add_fault(&lexer);
        return at;
    }
    find_stray_quotes(&lexer, &shortcode);
    uint32_t start = (uint32_t)at, end = (uint32_t)lexer.at, index = (uint32_t)p->page->shortcodes.len;
    shortcode.span = parser_span(p, start, end);
    *ARRAY_PUSH(p->arena, &p->page->shortcodes) = shortcode;
    note_inner(p, &shortcode, start, end);
    mask_cover(p, (struct span){start, end}, TOKEN);
    mask_push(p, MASK_SHORTCODE, start, end, index);
    if (!shortcode.escaped) add_links(p, index);
    return end;
}
