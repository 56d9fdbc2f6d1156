/* Front-matter strings: those that hold Markdown or HTML are pages in miniature, those that are one URL are links. */
#include "page/parse.h"

#include <string.h>

enum { MAX_DEPTH = 64 };

struct fields {
    size_t facts_end; /* bytes that the arena may have handed out */
    struct arena *arena;
    struct page *page;
    struct arena *scratch;
    struct str key; /* of the value or of the list that holds it */
    unsigned depth;
};

static bool has_scheme(struct str text) {
    return str_starts(text, STR("http://")) || str_starts(text, STR("https://")) ||
           str_starts(text, STR("//")) || str_starts(text, STR("mailto:")) || str_starts(text, STR("www."));
}

static bool is_path(struct str text) {
    return str_find_char(text, '/') < text.len || str_find_char(text, '.') < text.len || text.ptr[0] == '#';
}

/* Keys whose plain value is a place, by convention of Hugo's and Jekyll's themes. */
static bool is_link_key(struct str key) {
    return word_among(
        key, "link links href src url image images img thumbnail preview cover featuredimage video audio "
             "logo avatar banner website homepage canonical canonicalurl source_url redirectto "
             "redirect_to featured_image canonical_url externalurl");
}

/* Keys that say where the page itself is: not links. */
static bool is_own_place(struct str key, unsigned depth) {
    if (depth <= 1 && str_eq_nocase(key, STR("url"))) return true;
    return word_among(key,
                      "aliases aliasesarchive slug redirect_from permalink layout linktitle redirects type");
}

static bool has_space(struct str text) {
    for (size_t i = 0; i < text.len; i++)
        if (char_is_space(text.ptr[i])) return true;
    return false;
}

static bool has_markup(struct str text) {
    for (size_t i = 0; i + 1 < text.len; i++) {
        char c = text.ptr[i], next = text.ptr[i + 1];
        if (c == '\n' || (c == ']' && next == '(') || (c == ':' && next == '/') || c == '*' || c == '`')
            return true;
        if (c == '<' && (char_is_letter(next) || next == '!')) return true;
        if ((c == '{' && (next == '{' || next == '%')) || (c == 'w' && next == 'w')) return true;
    }
    return false;
}

static struct span value_span(struct fields *f, const struct node *node, size_t length) {
    segments map = {0};
    node_segments(f->scratch, node, f->page->source.text, &map);
    struct parser p = {.map = &map, .page = f->page, .field = node};
    return parser_span(&p, 0, length);
}

static void add_link(struct fields *f, const struct node *node) {
    struct link *link = ARRAY_PUSH(f->arena, &f->page->links);
    link->kind = LINK_FRONT_MATTER;
    link->target = node->text;
    link->target_span = value_span(f, node, node->text.len);
    link->span = node->span;
    link->element = f->key;
    link->definition = link->shortcode = PAGE_NONE;
    link->exact = true;
    link->field = node;
}

static void add_text(struct fields *f, const struct node *node) {
    struct text_block *block = ARRAY_PUSH(f->arena, &f->page->blocks);
    block->kind = BLOCK_FIELD;
    block->text = node->text;
    node_segments(f->arena, node, f->page->source.text, &block->map);
    block->span = node->span;
    block->checked = -1;
    block->field = node;
}

static void add_markup(struct fields *f, const struct node *node) {
    segments map = {0};
    struct parser p = {.arena = f->arena, .page = f->page, .field = node, .raw = node->text, .map = &map};
    p.scratch = arena_within(f->arena);
    p.facts_end = f->facts_end;
    node_segments(&p.scratch, node, f->page->source.text, &map);
    parser_run(&p, PAGE_MARKDOWN);
    arena_free(&p.scratch);
}

static void read_string(struct fields *f, const struct node *node) {
    struct str text = node->text;
    bool room = f->page->links.len < PAGE_MAX_FACTS && f->page->blocks.len < PAGE_MAX_FACTS &&
                f->arena->used < f->facts_end;
    if (text.len == 0 || node->shared || !room) return;
    bool words = has_space(text),
         place = has_scheme(text) || (!words && is_path(text) && is_link_key(f->key));
    if ((!words && !place) || is_own_place(f->key, f->depth)) return;
    if (!words)
        add_link(f, node);
    else if (has_markup(text))
        add_markup(f, node);
    else
        add_text(f, node);
}

static void read_node(struct fields *f, const struct node *node) {
    if (node->kind == NODE_STRING) read_string(f, node);
    if (f->depth >= MAX_DEPTH || (node->kind != NODE_ARRAY && node->kind != NODE_OBJECT) || node->shared)
        return;
    struct str key = f->key;
    f->depth++;
    for (const struct node *child = node->child; child; child = child->next) {
        if (node->kind == NODE_OBJECT) f->key = child->key;
        read_node(f, child);
    }
    f->depth--;
    f->key = key;
}

void field_read(struct arena *arena, struct page *page, struct arena *scratch, size_t facts_end) {
    struct fields fields = {.arena = arena, .page = page, .scratch = scratch, .facts_end = facts_end};
    if (page->front) read_node(&fields, page->front);
}
