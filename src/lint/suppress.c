/* suppress.c: finds suppression comments in the text itself, so that a run that parses no body obeys them too. */
#include "lint/suppress.h"

#include <string.h>

#define MARK STR("contentlint-disable")

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* Is `at` inside a fenced code block of the text that starts at `start`? Called with growing offsets: *fence and *line
 * carry on from the last call. */
struct fence_scan {
    struct str text;
    size_t line; /* offset of the next line to look at */
    char fence;  /* '`' or '~' while inside a block */
    size_t width;
};

static void fence_line(struct fence_scan *scan, struct str line) {
    size_t i = 0, n = 0;
    while (i < line.len && (is_blank(line.ptr[i]) || line.ptr[i] == '>')) i++;
    if (i == line.len || (line.ptr[i] != '`' && line.ptr[i] != '~')) return;
    char c = line.ptr[i];
    while (i + n < line.len && line.ptr[i + n] == c) n++;
    struct str rest = str_trim(str_sub(line, i + n, line.len));
    if (!scan->fence && n >= 3 && (c == '~' || str_find_char(rest, '`') == rest.len)) {
        scan->fence = c;
        scan->width = n;
    } else if (scan->fence == c && n >= scan->width && rest.len == 0)
        scan->fence = 0;
}

static bool fence_inside(struct fence_scan *scan, size_t at) {
    while (scan->line < scan->text.len) {
        struct str rest = str_sub(scan->text, scan->line, scan->text.len);
        size_t len = str_find_char(rest, '\n');
        if (scan->line + len >= at) break; /* the line `at` is on */
        fence_line(scan, str_sub(rest, 0, len));
        scan->line += len + 1;
    }
    return scan->fence != 0;
}

/* The comment around a mark: what follows the mark up to the comment's end. Absent when the mark is in none. */
static struct str comment_rest(struct str text, size_t mark, struct span front, struct fence_scan *scan) {
    size_t i = mark;
    while (i > 0 && is_blank(text.ptr[i - 1])) i--;
    struct str after = str_sub(text, mark + MARK.len, text.len);
    bool in_front = mark >= front.start && mark < front.end;
    if (i >= 4 && memcmp(text.ptr + i - 4, "<!--", 4) == 0) {
        if ((i >= 5 && text.ptr[i - 5] == '`') || (!in_front && fence_inside(scan, mark)))
            return (struct str){0};
        return str_sub(after, 0, str_find(after, STR("-->")));
    }
    if (!in_front || i == 0 || text.ptr[i - 1] != '#') return (struct str){0};
    if (i >= 2 && !is_blank(text.ptr[i - 2]) && text.ptr[i - 2] != '\n') return (struct str){0};
    return str_sub(after, 0, str_find_char(after, '\n'));
}

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
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

static void read_comment(struct arena *arena, struct suppressions *out, size_t mark, struct str rest) {
    const struct source *source = &out->source;
    struct span word = {(uint32_t)mark, (uint32_t)(mark + MARK.len)};
    uint32_t line = 0;
    if (!read_reach(source, &rest, &line)) {
        add(arena, out, (struct suppression){.span = word, .malformed = true});
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
        add(arena, out, (struct suppression){.id = id, .span = {at, at + (uint32_t)id.len}, .line = line});
        count++;
    }
    if (count == 0) add(arena, out, (struct suppression){.span = word, .line = line});
}

static void read_comments(struct arena *arena, struct suppressions *out, struct span front) {
    struct str text = out->source.text;
    struct fence_scan scan = {.text = text, .line = front.end};
    for (size_t at = 0; at < text.len;) {
        size_t mark = at + str_find(str_sub(text, at, text.len), MARK);
        if (mark == text.len) return;
        struct str rest = comment_rest(text, mark, front, &scan);
        if (rest.ptr && !out->source.lines) source_lines(arena, &out->source);
        if (rest.ptr) read_comment(arena, out, mark, rest);
        at = mark + MARK.len;
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

void suppress_read(struct arena *arena, const struct source *source, struct span front,
                   const struct node *root, struct suppressions *out) {
    out->source = *source;
    read_comments(arena, out, front);
    if (root && root->kind == NODE_OBJECT) read_key(arena, out, root);
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
