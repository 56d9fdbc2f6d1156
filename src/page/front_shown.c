/* Text that its author took for front matter and the generator does not, or the other way round. Both are told from the
 * whole text, so they belong to the body. */
#include "page/parse.h"

#include <string.h>

enum { MAX_LINES = 200 /* of a block that may be front matter */ };

static struct str line_at(struct str text, size_t at) {
    struct str rest = str_sub(text, at, text.len);
    return str_sub(rest, 0, str_find_char(rest, '\n'));
}

static size_t next_line(struct str text, size_t at) {
    size_t end = at + line_at(text, at).len;
    return end < text.len ? end + 1 : text.len;
}

static bool is_fence(struct str line) {
    line = str_trim(line);
    return str_eq(line, STR("---")) || str_eq(line, STR("+++"));
}

static size_t key_length(struct str line) {
    size_t n = 0;
    while (n < line.len && (char_is_alnum(line.ptr[n]) || line.ptr[n] == '_' || line.ptr[n] == '-')) n++;
    return n;
}

/* "key: value" or "key = value". */
static bool is_key_line(struct str line) {
    size_t n = key_length(line), at = target_space(line, n);
    if (n == 0 || at >= line.len) return false;
    return line.ptr[at] == '=' ||
           (line.ptr[n] == ':' && (n + 1 == line.len || char_is_space(line.ptr[n + 1])));
}

/* A key that no prose begins with. */
static bool is_known_key(struct str line) {
    return is_key_line(line) &&
           word_among(str_sub(line, 0, key_length(line)),
                      "title date draft aliases layout weight slug url tags categories permalink "
                      "redirect_from lastmod publishdate linktitle");
}

/* Could a line stand among keys: one, a comment, an item, what is indented, a bracket? */
static bool is_data_line(struct str line) {
    return str_trim(line).len == 0 || is_key_line(line) || strchr("# \t-[]{}\"'", line.ptr[0]);
}

/* Are the lines from `at` on keys up to a fence, a well-known one among them? */
static bool is_block(struct str text, size_t at) {
    bool known = false;
    for (unsigned lines = 0; at < text.len && lines < MAX_LINES; at = next_line(text, at), lines++) {
        struct str line = line_at(text, at);
        if (is_fence(line)) return known;
        if (!is_data_line(line)) return false;
        known |= is_known_key(line);
    }
    return false;
}

static size_t skip_marks(struct str text, size_t at) {
    while (str_starts(str_sub(text, at, text.len), STR("\xEF\xBB\xBF"))) at += 3;
    return at;
}

/* What people put above: blank lines, invisible marks, comments, one heading. */
static size_t skip_above(struct str text, size_t at) {
    for (bool heading = false;;) {
        at = target_space(text, skip_marks(text, at));
        struct str rest = str_sub(text, at, text.len);
        if (str_starts(rest, STR("<!--"))) {
            size_t close = str_find(rest, STR("-->"));
            if (close == rest.len) return at;
            at += close + 3;
        } else if (!heading && str_starts(rest, STR("# "))) {
            heading = true;
            at = next_line(text, at);
        } else if (!str_starts(rest, STR("\xEF\xBB\xBF")))
            return at;
    }
}

static void add_fault(struct arena *arena, struct page *page, enum fault_kind kind, size_t at,
                      const char *message) {
    struct page_fault *fault = ARRAY_PUSH(arena, &page->faults);
    struct str line = str_trim(line_at(page->source.text, at));
    *fault = (struct page_fault){.kind = kind, .message = str_from(message)};
    fault->span = (struct span){(uint32_t)at, (uint32_t)(at + line.len)};
}

static void find_block(struct arena *arena, struct page *page) {
    struct str text = page->source.text;
    size_t body = page->body.start;
    size_t at = page->has_front ? target_space(text, body) : skip_above(text, body);
    struct str line = line_at(text, at);
    if (is_fence(line) && is_block(text, next_line(text, at)))
        add_fault(arena, page, PAGE_FAULT_FRONT_SHOWN, at,
                  page->has_front ? "a second block of front matter is none: it is shown as text"
                                  : "front matter that does not begin the page is none: it is shown as text");
    else if (!page->has_front && is_known_key(line) && is_block(text, at))
        add_fault(arena, page, PAGE_FAULT_FRONT_SHOWN, at,
                  "front matter without its opening fence is none: it is shown as text");
}

/* Where a block begins that something keeps from the first byte, or whose fence is too long; text.len: nowhere. */
static size_t find_raw_block(struct str text) {
    size_t at = target_space(text, skip_marks(text, 0));
    struct str line = str_trim(line_at(text, at));
    bool longer = line.len > 3 && str_starts(line, STR("---"));
    for (size_t i = 0; i < line.len; i++) longer = longer && line.ptr[i] == '-';
    bool misses = at > 0 ? is_fence(line) : longer;
    return misses && is_block(text, next_line(text, at)) ? at : text.len;
}

bool page_misses_front(struct str text) {
    return find_raw_block(text) < text.len;
}

static void add_raw_block(struct arena *arena, struct page *page) {
    struct str text = page->source.text;
    size_t at = find_raw_block(text);
    if (at == text.len) return;
    add_fault(arena, page, PAGE_FAULT_FRONT_SHOWN, at,
              skip_marks(text, 0)
                  ? "a byte-order mark before it keeps this from being front matter: the file is copied "
                    "as it is"
              : at > 0
                  ? "what stands before it keeps this from being front matter: the file is copied as it is"
                  : "a fence of more than three dashes begins no front matter: the file is copied as it is");
}

void front_check_shown(struct arena *arena, struct page *page) {
    struct str text = page->source.text;
    size_t at = target_space(text, page->body.start);
    if (page->options.raw_start && !page->has_front) {
        add_raw_block(arena, page);
        return;
    }
    if (page->options.shortcodes && !page->has_front && at < text.len && strchr("-+{", text.ptr[at]))
        add_fault(arena, page, PAGE_FAULT_FRONT_START, at,
                  "what begins with -, + or { is read as front matter, which this is not: the build stops");
    else if (page->options.shortcodes || (page->options.liquid && page->has_front))
        find_block(arena, page);
}
