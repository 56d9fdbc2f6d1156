/* check_pattern.c: a regular expression over what a page shows or links to: most new rules need no more. */
#include "lint/checks.h"
#include "lint/drop_edit.h"

enum where { IN_TEXT = 1, IN_HEADINGS = 2, IN_FIELDS = 4, IN_TARGETS = 8, IN_COMMENTS = 16, IN_CODE = 32 };
enum { MATCHES_MAX = 100 /* of one rule on one page */ };

struct pattern {
    struct regex *regex;
    struct regex *unless;      /* a text or a link's text that matches is left alone */
    struct regex *unless_page; /* so is a page with such text */
    unsigned where;
    struct str replace; /* by what a fix replaces the match, "{match}" in it; absent: there is none */
    str_array contains; /* texts one of which every match holds: a page without them is not searched */
    str_array fields;   /* front-matter keys that IN_FIELDS looks at; empty: all */
    str_array kinds;    /* kinds of link that IN_TARGETS looks at; empty: all */
};

static unsigned read_where(const struct rule *rule) {
    static const struct {
        const char *word;
        unsigned where;
    } words[] = {{"text", IN_TEXT},       {"headings", IN_HEADINGS}, {"fields", IN_FIELDS},
                 {"targets", IN_TARGETS}, {"comments", IN_COMMENTS}, {"code", IN_CODE}};
    unsigned where = 0;
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (option_has(rule, "in", words[i].word)) where |= words[i].where;
    return where ? where : IN_TEXT | IN_HEADINGS | IN_FIELDS;
}

static bool compile(struct arena *arena, const struct rule *rule, const char *name, struct regex **out,
                    struct error *error) {
    const struct node *node = option_node(rule, name);
    unsigned flags = option_has(rule, "flags", "nocase") ? REGEX_NOCASE : 0;
    if (option_has(rule, "flags", "extended")) flags |= REGEX_EXTENDED;
    if (!node) return true;
    struct error inner = {0};
    *out = regex_compile(arena, node->text, flags, &inner);
    return *out ||
           error_at(error, option_source(rule, name), node->span, "option '%s': %s", name, inner.message);
}

bool pattern_prepare(struct arena *arena, struct rule *rule, const struct lint *lint, struct error *error) {
    struct pattern *pattern = ARENA_NEW(arena, struct pattern);
    rule->data = pattern;
    pattern->where = read_where(rule);
    pattern->replace = option_text(rule, "replace", (struct str){0});
    option_texts(arena, rule, "contains", &pattern->contains);
    rule->needles = lint_needles(arena, lint, &pattern->contains);
    option_texts(arena, rule, "fields", &pattern->fields);
    option_texts(arena, rule, "kinds", &pattern->kinds);
    return compile(arena, rule, "pattern", &pattern->regex, error) &&
           compile(arena, rule, "unless", &pattern->unless, error) &&
           compile(arena, rule, "unless_page", &pattern->unless_page, error);
}

void pattern_release(void *data) {
    struct pattern *pattern = data;
    if (!pattern) return;
    regex_free(pattern->regex);
    regex_free(pattern->unless);
    regex_free(pattern->unless_page);
}

static bool may_match(const struct pattern *pattern, struct str text) {
    for (size_t i = 0; i < pattern->contains.len; i++)
        if (str_find(text, pattern->contains.items[i]) < text.len) return true;
    return pattern->contains.len == 0;
}

/* So is what cannot be told. */
static bool is_excused(const struct pattern *pattern, struct str text, struct span span,
                       struct findings *findings) {
    struct span group;
    return pattern->unless &&
           (findings_search(findings, pattern->unless, text, 0, &group, 1, span) || findings->limited);
}

/* The option `replace`, where the match is written as it is read; a comment goes whole. */
static void add_fix(struct findings *findings, struct diagnostic *d, struct str match, struct span comment) {
    const struct pattern *pattern = d->rule->data;
    struct str text = findings->source->text, with = pattern->replace, name = STR("{match}");
    struct edit edit = {.span = d->span};
    bool holds_address =
        !with.len && str_find(match, STR("://")) < match.len; /* all that is left of what it showed */
    if (!with.ptr || holds_address || !str_eq(str_sub(text, d->span.start, d->span.end), match)) return;
    size_t at = str_find(with, name);
    if (comment.end)
        drop_text(text, comment, &edit);
    else if (!with.len)
        drop_text(text, d->span, &edit);
    else if (at < with.len)
        edit.text = str_printf(findings->arena, "%.*s%.*s%.*s", STR_FMT(str_sub(with, 0, at)), STR_FMT(match),
                               STR_FMT(str_sub(with, at + name.len, with.len)));
    else
        edit.text = with;
    finding_edit(findings, d, edit.span, edit.text, with.len ? "write it as it is meant" : "take it out");
    d->suggested = d->rule->fix != RULE_FIX_SAFE;
}

static void add_match(struct findings *findings, struct span span, struct str match, struct span comment) {
    struct diagnostic *d = finding_add(findings, span);
    finding_set(findings, d, "match", match);
    add_fix(findings, d, match, comment);
}

/* The next match from *at: its first group when the expression has one, else all of it. *at moves behind it. */
static bool next_match(const struct pattern *pattern, struct str text, size_t *at, struct span *match,
                       struct span span, struct findings *findings) {
    struct span groups[2] = {{UINT32_MAX, UINT32_MAX}, {UINT32_MAX, UINT32_MAX}};
    if (*at > text.len || !findings_search(findings, pattern->regex, text, *at, groups, 2, span))
        return false;
    *match = groups[1].start == UINT32_MAX ? groups[0] : groups[1];
    *at = groups[0].end > groups[0].start ? groups[0].end : groups[0].end + 1u;
    return true;
}

static bool key_wanted(const struct pattern *pattern, const struct node *field) {
    for (size_t i = 0; i < pattern->fields.len; i++)
        if (str_eq_nocase(field->key, pattern->fields.items[i])) return true;
    return pattern->fields.len == 0;
}

static bool block_wanted(const struct pattern *pattern, const struct text_block *block) {
    if (block->field) return (pattern->where & IN_FIELDS) && key_wanted(pattern, block->field);
    return pattern->where & (block->kind == BLOCK_HEADING ? IN_HEADINGS : IN_TEXT);
}

/* Text in raw HTML whose element says `markdown="1"`: kramdown and Markdown Extra read it as Markdown, and so may a generator
 * that is not known. It reaches to the next blank line, where Markdown is read anyway. */
static bool is_markdown(const struct subject *subject, const struct text_block *block) {
    struct str text = subject->page->source.text;
    size_t start = block->span.start;
    if (block->kind != BLOCK_HTML || site_has(subject->site, SITE_LIQUID_TEXT)) return false;
    while (start > 1 && !(text.ptr[start - 1] == '\n' && text.ptr[start - 2] == '\n')) start--;
    struct str before = str_sub(text, start > 1 ? start : 0, block->span.start);
    size_t at = str_find(before, STR(" markdown="));
    return at < before.len && !str_starts(str_sub(before, at + 10, before.len), STR("\"0"));
}

static void search_blocks(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    const struct pattern *pattern = rule->data;
    const struct page *page = subject->page;
    bool raw_only = option_flag(rule, "raw_only", false);
    size_t found = 0;
    for (size_t i = 0; i < page->blocks.len && found < MATCHES_MAX; i++) {
        const struct text_block *b = &page->blocks.items[i];
        struct span match;
        size_t at = 0;
        if (!block_wanted(pattern, b) || !may_match(pattern, b->text) ||
            (raw_only && is_markdown(subject, b)) || is_excused(pattern, b->text, b->span, findings))
            continue;
        while (found < MATCHES_MAX && next_match(pattern, b->text, &at, &match, b->span, findings)) {
            add_match(findings, page_text_span(b, match.start, match.end),
                      str_sub(b->text, match.start, match.end), (struct span){0});
            found++;
        }
    }
}

static const char *kind_name(enum link_kind kind) {
    static const char *const names[] = {[LINK_INLINE] = "inline",
                                        [LINK_REFERENCE] = "reference",
                                        [LINK_IMAGE] = "image",
                                        [LINK_AUTOLINK] = "autolink",
                                        [LINK_BARE] = "bare",
                                        [LINK_HTML] = "html",
                                        [LINK_SHORTCODE] = "shortcode",
                                        [LINK_DEFINITION] = "definition",
                                        [LINK_FRONT_MATTER] = "front-matter"};
    return names[kind];
}

static bool link_wanted(const struct pattern *pattern, const struct link *link) {
    bool by_label =
        link->kind == LINK_REFERENCE || (link->kind == LINK_IMAGE && link->definition != PAGE_NONE);
    if (by_label) return false; /* its definition is in the list as well */
    for (size_t i = 0; i < pattern->kinds.len; i++)
        if (str_eq(pattern->kinds.items[i], str_from(kind_name(link->kind)))) return true;
    return pattern->kinds.len == 0;
}

static void search_targets(const struct pattern *pattern, const struct page *page,
                           struct findings *findings) {
    size_t found = 0;
    for (size_t i = 0; i < page->links.len && found < MATCHES_MAX; i++) {
        const struct link *link = &page->links.items[i];
        struct span group;
        if (!link_wanted(pattern, link)) continue;
        struct span place = link->target_span;
        if (!findings_search(findings, pattern->regex, link->target, 0, &group, 1, place)) continue;
        if (link->text.ptr && is_excused(pattern, link->text, place, findings)) continue;
        add_match(findings, link->target_span, link->target, (struct span){0});
        found++;
    }
}

/* comment: that the span is the text of; or empty. */
static void search_span(const struct pattern *pattern, const struct page *page, struct span span,
                        struct span comment, struct findings *findings) {
    struct str text = span_str(&page->source, span);
    struct span match;
    size_t at = 0, found = 0;
    if (!may_match(pattern, text) || is_excused(pattern, text, span, findings)) return;
    while (found++ < MATCHES_MAX && next_match(pattern, text, &at, &match, span, findings))
        add_match(findings, (struct span){span.start + match.start, span.start + match.end},
                  str_sub(text, match.start, match.end), comment);
}

void check_pattern(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    const struct pattern *pattern = rule->data;
    const struct page *page = subject->page;
    struct span group, start = {page->body.start, page->body.start};
    if (pattern->unless_page &&
        findings_search(findings, pattern->unless_page, page->source.text, 0, &group, 1, start))
        return;
    if (pattern->where & (IN_TEXT | IN_HEADINGS | IN_FIELDS)) search_blocks(rule, subject, findings);
    if (pattern->where & IN_TARGETS) search_targets(pattern, page, findings);
    for (size_t i = 0; (pattern->where & IN_COMMENTS) && i < page->comments.len; i++)
        search_span(pattern, page, page->comments.items[i].text_span, page->comments.items[i].span, findings);
    for (size_t i = 0; (pattern->where & IN_CODE) && i < page->codes.len; i++)
        search_span(pattern, page, page->codes.items[i].content, (struct span){0}, findings);
}
