/* suppress.c: suppressions are the comments that the page reader found, those of the front matter, and a key of it. */
#include "lint/suppress.h"

#include <string.h>

#define MARK STR("contentlint-disable")

static uint32_t next_line(const struct source *source, uint32_t line) {
    for (uint32_t n = line + 1; n <= source->line_count; n++)
        if (str_trim(source_line(source, n)).len) return n;
    return line + 1;
}

static struct str key_of(struct arena *arena, struct str id, uint32_t line) {
    return str_printf(arena, "%u %.*s", line, STR_FMT(id));
}

static void add(struct arena *arena, struct suppressions *out, struct suppression suppression) {
    *ARRAY_PUSH(arena, &out->list) = suppression;
    if (!suppression.id.ptr) return;
    void **slot = map_slot(arena, &out->by_key, key_of(arena, suppression.id, suppression.line));
    if (!*slot) *slot = (void *)(uintptr_t)out->list.len;
}

static uint32_t offset_in(const struct source *source, const char *at) {
    return (uint32_t)(at - source->text.ptr);
}

/* The line that a comment speaks of, from the word after the mark, which is cut off *rest. */
static bool read_reach(const struct source *source, struct str *rest, uint32_t *line) {
    uint32_t here = source_place(source, offset_in(source, rest->ptr), UNIT_BYTE).line;
    uint32_t end = source_place(source, offset_in(source, rest->ptr + rest->len), UNIT_BYTE).line;
    static const struct {
        const char *word;
        enum { REACH_NEXT, REACH_LINE, REACH_FILE } reach;
    } words[] = {{"-next-line", REACH_NEXT}, {"-line", REACH_LINE}, {"-file", REACH_FILE}};
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        struct str word = str_from(words[i].word);
        if (!str_starts(*rest, word)) continue;
        *rest = str_sub(*rest, word.len, rest->len);
        *line = words[i].reach == REACH_NEXT   ? next_line(source, end)
                : words[i].reach == REACH_LINE ? here
                                               : 0;
        return rest->len == 0 || strchr(" \t\r\n:", rest->ptr[0]);
    }
    return false;
}

static bool is_id_char(char c) {
    return char_is_alnum(c) || c == '-' || c == '_';
}

static void read_comment(struct arena *arena, struct suppressions *out, size_t mark, struct str rest,
                         struct span comment) {
    const struct source *source = &out->source;
    struct span word = {(uint32_t)mark, (uint32_t)(mark + MARK.len)};
    uint32_t line = 0;
    if (!read_reach(source, &rest, &line)) {
        add(arena, out, (struct suppression){.span = word, .malformed = true, .comment = comment});
        return;
    }
    size_t colon = str_find_char(rest, ':'), count = 0;
    rest = str_sub(rest, 0, colon);
    for (size_t i = 0; i < rest.len;) {
        size_t start = i;
        while (i < rest.len && is_id_char(rest.ptr[i])) i++;
        struct str id = str_sub(rest, start, i);
        if (id.len == 0) {
            if (!strchr(" \t\r\n,", rest.ptr[i])) break;
            i++;
            continue;
        }
        uint32_t at = offset_in(source, id.ptr);
        if (str_eq(id, STR("--")) || str_eq(id, STR("-"))) break; /* "id -- reason" */
        struct span span = {at, at + (uint32_t)id.len};
        add(arena, out, (struct suppression){.id = id, .span = span, .line = line, .comment = comment});
        count++;
    }
    if (count == 0) add(arena, out, (struct suppression){.span = word, .line = line, .comment = comment});
}

static void read_marked(struct arena *arena, struct suppressions *out, size_t mark, size_t end,
                        struct span comment) {
    if (!out->source.lines) source_lines(arena, &out->source);
    read_comment(arena, out, mark, str_sub(out->source.text, mark + MARK.len, end), comment);
}

/* Comments of the body and of front-matter strings: what is shown as code is none of them. */
static void read_page_comments(struct arena *arena, struct suppressions *out, const struct page *page) {
    for (size_t i = 0; i < page->comments.len; i++) {
        struct span span = page->comments.items[i].text_span;
        struct str text = out->source.text;
        while (span.start < span.end && strchr(" \t\r\n", text.ptr[span.start])) span.start++;
        if (str_starts(str_sub(text, span.start, span.end), MARK))
            read_marked(arena, out, span.start, span.end, page->comments.items[i].span);
    }
}

/* "# contentlint-disable…" in YAML or TOML. */
static void read_front_comments(struct arena *arena, struct suppressions *out, struct span front) {
    struct str text = str_sub(out->source.text, 0, front.end);
    for (size_t at = front.start; at < text.len; at += MARK.len) {
        at += str_find(str_sub(text, at, text.len), MARK);
        size_t i = at;
        while (i > front.start && char_is_blank(text.ptr[i - 1])) i--;
        bool comment = at < text.len && i > front.start && text.ptr[i - 1] == '#';
        if (comment && i >= 2 && !char_is_blank(text.ptr[i - 2]) && text.ptr[i - 2] != '\n') comment = false;
        size_t end = at + str_find_char(str_sub(text, at, text.len), '\n');
        struct span all = {(uint32_t)i - (i > front.start), (uint32_t)end};
        if (comment) read_marked(arena, out, at, end, all);
    }
}

static void read_key(struct arena *arena, struct suppressions *out, const struct node *root) {
    const struct node *list = node_path(root, STR("contentlint.disable"));
    if (!list) return;
    if (!out->source.lines) source_lines(arena, &out->source);
    if (list->kind != NODE_ARRAY) {
        add(arena, out, (struct suppression){.id = node_text(list, STR("")), .span = list->span});
        return;
    }
    for (const struct node *n = list->child; n; n = n->next)
        add(arena, out, (struct suppression){.id = node_text(n, STR("")), .span = n->span});
}

void suppress_read(struct arena *arena, const struct page *page, const struct source *source,
                   struct suppressions *out) {
    struct page whole = *page;
    out->source = *source;
    if (!page->body_parsed) {
        whole.faults.cap = whole.faults.len; /* the site's */
        page_parse_body(arena, &whole, source->text);
    }
    read_front_comments(arena, out, page->front_span);
    read_page_comments(arena, out, &whole);
    if (page->front && page->front->kind == NODE_OBJECT) read_key(arena, out, page->front);
}

static bool covered(struct arena *arena, struct suppressions *suppressions, struct str id, uint32_t line) {
    uintptr_t index = (uintptr_t)map_get(&suppressions->by_key, key_of(arena, id, line));
    if (index) suppressions->list.items[index - 1].used = true;
    return index != 0;
}

void suppress_apply(struct arena *arena, struct suppressions *suppressions, diagnostics *list, size_t first) {
    if (!suppressions->list.len) return;
    for (size_t i = first; i < list->len; i++) {
        struct diagnostic *d = &list->items[i];
        uint32_t line = source_place(&suppressions->source, d->span.start, UNIT_BYTE).line;
        bool on_line = !d->rest && covered(arena, suppressions, d->rule->id, line);
        bool in_file = covered(arena, suppressions, d->rule->id, 0); /* both are used */
        d->hidden = d->hidden || on_line || in_file;
    }
}
