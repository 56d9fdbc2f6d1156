/* Where the front matter begins and ends: Hugo's rules (parser/pageparser/pagelexer_intro.go), and Jekyll's where
 * options.liquid says so. */
#include "page/parse.h"

#include <string.h>

struct fence {
    struct str mark; /* "---" or "+++" */
    enum format format;
    struct span line; /* the opening one */
    uint32_t content;
    uint32_t close;     /* offset of the closing line */
    uint32_t close_end; /* behind its marks */
    uint32_t body;
    bool closed;
};

static uint32_t line_end(struct str text, size_t at) {
    while (at < text.len && text.ptr[at] != '\n' && text.ptr[at] != '\r') at++;
    return (uint32_t)at;
}

static uint32_t next_line(struct str text, size_t at) {
    at = line_end(text, at);
    if (at < text.len && text.ptr[at] == '\r') at++;
    if (at < text.len && text.ptr[at] == '\n') at++;
    return (uint32_t)at;
}

static struct str line_at(struct str text, size_t at) {
    return str_sub(text, at, line_end(text, at));
}

static struct page_fault *add_fault(struct arena *arena, struct page *page, enum fault_kind kind,
                                    struct span span, const char *message) {
    struct page_fault *fault = ARRAY_PUSH(arena, &page->faults);
    fault->kind = kind;
    fault->span = span;
    fault->message = str_from(message);
    return fault;
}

/* BOM, blank lines, white space; up to Hugo 0.111 an HTML comment as well. */
static size_t skip_intro(struct str text, bool comment) {
    size_t at = str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0;
    at = target_space(text, at);
    while (comment && str_starts(str_sub(text, at, text.len), STR("<!--"))) {
        size_t close = str_find(str_sub(text, at, text.len), STR("-->"));
        if (at + close >= text.len) return at;
        at = target_space(text, at + close + 3);
    }
    return at;
}

/* How many of the fence's character begin the line. */
static size_t marks(struct str line, char c) {
    size_t n = 0;
    while (n < line.len && line.ptr[n] == c) n++;
    return n;
}

/* A line that YAML or TOML could begin with: "key:", "key: value", "key = value", "[table]", a comment. */
static bool looks_like_key(struct str line, enum format format, bool spaces) {
    if (format == FORMAT_TOML) return str_find_char(line, '=') < line.len || str_starts(line, STR("["));
    size_t colon = str_find_char(line, ':');
    bool ends = colon < line.len && (colon + 1 == line.len || char_is_blank(line.ptr[colon + 1]));
    if (!ends || colon == 0 || colon > 64 || strchr(" \t-*>|[(<`", line.ptr[0])) return false;
    return spaces || str_find_char(str_sub(line, 0, colon), ' ') == colon;
}

/* First line that is neither blank nor a comment, or `end`. */
static uint32_t first_content(struct str text, uint32_t at, uint32_t end) {
    for (; at < end; at = next_line(text, at)) {
        struct str line = str_trim(line_at(text, at));
        if (line.len && line.ptr[0] != '#') return at;
    }
    return end;
}

static bool closes(struct str line, const struct fence *fence, const struct page_options *options) {
    if (options->liquid && fence->format == FORMAT_YAML && str_eq(str_trim(line), STR("..."))) return true;
    if (!str_starts(line, fence->mark)) return false;
    struct str rest = str_trim(str_sub(line, marks(line, fence->mark.ptr[0]), line.len));
    return rest.len == 0 || options->shortcodes;
}

/* The first line from `at` on that may close: begins with the fence's mark, or anything for Jekyll; text.len: none. */
static uint32_t next_close(struct str text, uint32_t at, const struct fence *fence,
                           const struct page_options *options) {
    if (options->liquid) return at;
    while (at < text.len) {
        at += (uint32_t)str_find(str_sub(text, at, text.len), fence->mark);
        if (at >= text.len || at == fence->content) break;
        if (text.ptr[at - 1] == '\n' || text.ptr[at - 1] == '\r') break;
        while (at < text.len && text.ptr[at] == fence->mark.ptr[0]) at++;
    }
    return at;
}

static void find_close(struct str text, struct fence *fence, const struct page_options *options) {
    uint32_t at = next_close(text, fence->content, fence, options);
    for (; at < text.len; at = next_close(text, next_line(text, at), fence, options)) {
        struct str line = line_at(text, at);
        if (!closes(line, fence, options)) continue;
        size_t run = marks(line, line.ptr[0]); /* '-', '+', or Jekyll's '.' */
        bool whole = str_trim(str_sub(line, run, line.len)).len == 0;
        fence->closed = true;
        fence->close = at;
        fence->close_end = at + (uint32_t)run;
        fence->body = whole ? next_line(text, at) : at + 3;
        return;
    }
}

/* Without a close the front matter is what stands before the first blank line. */
static void end_at_blank(struct str text, struct fence *fence) {
    uint32_t at = fence->content;
    while (at < text.len && str_trim(line_at(text, at)).len) at = next_line(text, at);
    fence->close = fence->body = at;
}

static bool is_prose(struct str line, const struct fence *fence, bool spaces) {
    return line.len && !strchr(" \t-#\"'[]{}", line.ptr[0]) && !looks_like_key(line, fence->format, spaces);
}

/* Text that no parser takes for front matter may have been closed by a thematic break far below, or by a fence in an
 * example. Offset of the blank line where prose begins that goes on up to there, or 0. */
static uint32_t blank_before_prose(struct str text, const struct fence *fence) {
    uint32_t blank = 0, found = 0;
    struct str last = {0};
    for (uint32_t at = fence->content; at < fence->close; at = next_line(text, at)) {
        struct str line = line_at(text, at);
        if (!str_trim(line).len) {
            blank = at;
            continue;
        }
        if (!found && blank && is_prose(line, fence, false)) found = blank;
        blank = 0;
        last = line;
    }
    return is_prose(last, fence, true) ? found : 0;
}

/* In a repository of plain Markdown a first line of dashes may be a thematic break. */
static bool is_front(struct str text, const struct fence *fence, const struct page_options *options) {
    uint32_t end = fence->closed ? fence->close : (uint32_t)text.len,
             at = first_content(text, fence->content, end);
    struct str line = line_at(text, at);
    bool site = options->shortcodes || options->liquid, direct = line_at(text, fence->content).len > 0;
    if (fence->closed) return site || at == end || looks_like_key(line, fence->format, true);
    return direct && looks_like_key(line, fence->format, false);
}

static bool find_fence(struct str text, size_t at, struct fence *fence) {
    struct str line = line_at(text, at);
    fence->mark = str_starts(line, STR("+++")) ? STR("+++") : STR("---");
    fence->format = fence->mark.ptr[0] == '+' ? FORMAT_TOML : FORMAT_YAML;
    if (!str_starts(line, fence->mark)) return false;
    size_t run = marks(line, fence->mark.ptr[0]);
    fence->line = (struct span){(uint32_t)at, (uint32_t)(at + str_trim(line).len)};
    fence->content = next_line(text, at);
    return str_trim(str_sub(line, run, line.len)).len == 0;
}

static void fence_faults(struct arena *arena, struct page *page, const struct fence *fence) {
    const char *close = fence->format == FORMAT_TOML ? "the front matter is not closed by a line of +++"
                                                     : "the front matter is not closed by a line of ---";
    const char *length = "a fence of front matter is three characters long, not more";
    if (fence->line.end - fence->line.start > 3)
        add_fault(arena, page, PAGE_FAULT_FENCE_LONG, fence->line, length);
    if (!fence->closed)
        add_fault(arena, page, PAGE_FAULT_FENCE_UNCLOSED, fence->line, close);
    else if (fence->close_end - fence->close > 3)
        add_fault(arena, page, PAGE_FAULT_FENCE_LONG, (struct span){fence->close, fence->close_end}, length);
}

/* ---- JSON ------------------------------------------------------------------------------------------------- */

/* Offset behind the brace that closes the one at `at`, or 0. */
static uint32_t json_end(struct str text, size_t at) {
    size_t depth = 0;
    bool quoted = false;
    for (; at < text.len; at++) {
        char c = text.ptr[at];
        if (quoted && c == '\\')
            at++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == '{')
            depth++;
        else if (!quoted && c == '}' && --depth == 0)
            return (uint32_t)at + 1;
    }
    return 0;
}

static bool is_json(struct str text, size_t at) {
    if (at >= text.len || text.ptr[at] != '{') return false;
    size_t next = target_space(text, at + 1);
    return next < text.len && (text.ptr[next] == '"' || text.ptr[next] == '}');
}

/* ---- values ------------------------------------------------------------------------------------------------ */

static struct node *read_tree(struct arena *arena, struct page *page) {
    node_errors errors = {0};
    struct node_options options = {.format = page->front_format, .yaml_1_1 = page->options.yaml_1_1};
    struct node *node = node_read(arena, page->source.text, page->front_span, &options, &errors);
    for (size_t i = 0; i < errors.len; i++) {
        const struct node_error *error = &errors.items[i];
        struct page_fault *fault = add_fault(arena, page, PAGE_FAULT_FRONT, error->span, "");
        fault->node = error->fault;
        fault->other = error->other;
        fault->message = error->message;
    }
    return node;
}

static void read_values(struct arena *arena, struct page *page) {
    struct node *node = read_tree(arena, page);
    if (node && node->kind == NODE_OBJECT) {
        page->front = node;
        keys_check(arena, page, node);
    } else if (node && node->kind != NODE_NULL && page->faults.len == 0)
        add_fault(arena, page, PAGE_FAULT_FRONT_NOT_MAP, page->fence,
                  "the front matter is not a map of keys");
}

static enum front_result read_json(struct arena *arena, struct page *page, size_t at, bool is_head) {
    struct str text = page->source.text;
    uint32_t end = json_end(text, at);
    if (!end && is_head) return FRONT_TRUNCATED;
    page->has_front = true;
    page->front_format = FORMAT_JSON;
    page->fence = (struct span){(uint32_t)at, (uint32_t)at + 1};
    page->front_span = (struct span){(uint32_t)at, end ? end : (uint32_t)text.len};
    page->body.start = end ? next_line(text, end) : (uint32_t)text.len;
    if (end && str_trim(line_at(text, end)).len) page->body.start = end;
    if (!end)
        add_fault(arena, page, PAGE_FAULT_FENCE_UNCLOSED, page->fence,
                  "the front matter has no closing brace");
    read_values(arena, page);
    return FRONT_READ;
}

static enum page_format format_of(struct str path, enum page_format format) {
    if (format != PAGE_BY_SUFFIX) return format;
    return word_among(path_ext(path), ".html .htm .xhtml") ? PAGE_HTML : PAGE_MARKDOWN;
}

static void read_fenced(struct arena *arena, struct page *page, const struct fence *fence) {
    page->has_front = true;
    page->front_format = fence->format;
    page->fence = fence->line;
    page->front_span = (struct span){fence->content, fence->close};
    page->body.start = fence->body;
    fence_faults(arena, page, fence);
    read_values(arena, page);
}

static bool has_fault(const struct page *page, enum node_fault fault) {
    for (size_t i = 0; i < page->faults.len; i++)
        if (page->faults.items[i].kind == PAGE_FAULT_FRONT && page->faults.items[i].node == fault)
            return true;
    return false;
}

bool page_front_whole(const struct page *page) {
    for (size_t i = 0; i < page->faults.len; i++)
        if (page->faults.items[i].kind == PAGE_FAULT_FENCE_UNCLOSED ||
            page->faults.items[i].kind == PAGE_FAULT_FRONT_NOT_MAP)
            return false;
    return !has_fault(page, FAULT_SYNTAX) && !has_fault(page, FAULT_TAB);
}

enum front_result page_read_front(struct arena *arena, struct page *page, struct str path, struct str text,
                                  bool is_head, const struct page_options *options) {
    *page = (struct page){.source = {.path = path, .text = text}, .options = *options};
    page->format = format_of(path, options->format);
    if (str_eq_nocase(path_ext(path), STR(".mdx")) && !options->mdx) page->options.mdx = MDX_2;
    page->body = (struct span){str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0, (uint32_t)text.len};
    size_t at = options->raw_start ? 0 : skip_intro(text, options->leading_comment);
    if (options->no_front) return FRONT_READ;
    bool yaml_alone = options->liquid; /* Jekyll: to it, vercel.json is a file like any other */
    if (!yaml_alone && is_json(text, at)) return read_json(arena, page, at, is_head);
    struct fence fence = {0};
    bool fenced = find_fence(text, at, &fence) && (fence.format == FORMAT_YAML || !yaml_alone);
    fenced = fenced && !(options->raw_start && fence.line.end - fence.line.start > 3);
    if (!fenced) return at >= text.len && is_head ? FRONT_TRUNCATED : FRONT_READ;
    find_close(text, &fence, options);
    if (!fence.closed && is_head) return FRONT_TRUNCATED;
    if (!is_front(text, &fence, options)) return FRONT_READ;
    if (!fence.closed) end_at_blank(text, &fence);
    read_fenced(arena, page, &fence);
    uint32_t blank = fence.closed && has_fault(page, FAULT_SYNTAX) ? blank_before_prose(text, &fence) : 0;
    if (blank) {
        fence.closed = false;
        fence.close = fence.body = blank;
        page->faults.len = 0;
        read_fenced(arena, page, &fence);
    }
    return FRONT_READ;
}

void page_read_data(struct arena *arena, struct page *page, struct str path, struct str text,
                    enum format format, const struct page_options *options) {
    *page = (struct page){.source = {.path = path, .text = text}, .options = *options, .has_front = true};
    page->front_format = format;
    page->fence = (struct span){0, (uint32_t)line_at(text, 0).len};
    page->front_span = (struct span){0, (uint32_t)text.len};
    page->body = (struct span){(uint32_t)text.len, (uint32_t)text.len};
    page->front = read_tree(arena, page);
}
