#include "base/node_build.h"

#include <string.h>

/* Reads a YAML scalar once more, as libyaml does, to learn which source byte each decoded byte comes from.
 * Only the lengths of what is decoded matter here. */

struct walk {
    struct arena *arena;
    segments *out;
    struct str text; /* the source up to the end of the scalar */
    size_t at;       /* in the source */
    size_t from;     /* in the decoded text, never past `limit`, its length */
    size_t limit;
};

/* `decoded` bytes come from the source at `at`. */
static void emit(struct walk *w, size_t at, size_t decoded) {
    if (decoded > w->limit - w->from) decoded = w->limit - w->from;
    if (decoded == 0) return;
    segments_add(w->arena, w->out, w->from, at);
    w->from += decoded;
}

struct line_break {
    size_t bytes, decoded; /* CR LF, LF, CR and NEL become one LF; U+2028 and U+2029 stay */
};

static struct line_break break_at(struct str text, size_t at) {
    struct str rest = str_sub(text, at, text.len);
    if (str_starts(rest, STR("\r\n"))) return (struct line_break){2, 1};
    if (str_starts(rest, STR("\n")) || str_starts(rest, STR("\r"))) return (struct line_break){1, 1};
    if (str_starts(rest, STR("\xC2\x85"))) return (struct line_break){2, 1};
    if (str_starts(rest, STR("\xE2\x80\xA8")) || str_starts(rest, STR("\xE2\x80\xA9")))
        return (struct line_break){3, 3};
    return (struct line_break){0, 0};
}

static bool blank_at(const struct walk *w, size_t at) {
    return at < w->text.len && (w->text.ptr[at] == ' ' || w->text.ptr[at] == '\t');
}

static bool may_break(char c) {
    return c == '\n' || c == '\r' || c == '\xC2' || c == '\xE2';
}

static bool is_break(const struct walk *w, size_t at) {
    return at < w->text.len && may_break(w->text.ptr[at]) && break_at(w->text, at).bytes > 0;
}

/* ---- plain and quoted: line folding
 * ------------------------------------------------------------------------ */

/* White space between words: kept as it is on one line, folded when it holds line breaks. After an escaped
 * line break
 * (`escaped`) there is nothing to keep of the first line. */
static void walk_space(struct walk *w, bool escaped) {
    size_t blanks = w->at, breaks = 0;
    while (blank_at(w, w->at)) w->at++;
    if (!escaped && !is_break(w, w->at)) {
        emit(w, blanks, w->at - blanks);
        return;
    }
    size_t first_at = w->at;
    struct line_break first = {0, 0};
    size_t start = w->from;
    for (; is_break(w, w->at) || blank_at(w, w->at);) {
        struct line_break b = is_break(w, w->at) ? break_at(w->text, w->at) : (struct line_break){1, 0};
        if (b.decoded && !escaped && first.bytes == 0) {
            first = b;
            first_at = w->at;
            if (b.decoded == 3) emit(w, w->at, 3);
        } else if (b.decoded) {
            breaks++;
            emit(w, w->at, b.decoded);
        }
        w->at += b.bytes;
    }
    if (first.decoded == 1 && breaks == 0 && w->from == start) emit(w, first_at, 1);
}

static size_t utf8_length(uint32_t c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

static void walk_escape(struct walk *w) {
    size_t at = w->at;
    char c = at + 1 < w->text.len ? w->text.ptr[at + 1] : '\0';
    size_t hex = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0, decoded = 1;
    uint32_t code_point;
    if (hex)
        decoded = hex_read(str_sub(w->text, at + 2, at + 2 + hex), &code_point) ? utf8_length(code_point) : 1;
    else if (c == 'N' || c == '_')
        decoded = 2;
    else if (c == 'L' || c == 'P')
        decoded = 3;
    emit(w, at, decoded);
    w->at += 2 + hex;
}

static void walk_flow(struct walk *w, enum node_style style) {
    while (w->at < w->text.len) {
        char c = w->text.ptr[w->at];
        if (blank_at(w, w->at) || is_break(w, w->at)) {
            walk_space(w, false);
        } else if (style == STYLE_DOUBLE && c == '\\' && is_break(w, w->at + 1)) {
            w->at += 1 + break_at(w->text, w->at + 1).bytes;
            walk_space(w, true);
        } else if (style == STYLE_DOUBLE && c == '\\') {
            walk_escape(w);
        } else {
            emit(w, w->at, 1);
            w->at += style == STYLE_SINGLE && c == '\'' ? 2 : 1;
        }
    }
}

/* ---- literal and folded: indentation and chomping
 * ----------------------------------------------------------- */

/* Leading spaces of the first line that has anything else on it. */
static size_t first_indent(struct str text) {
    size_t start = 0;
    for (size_t at = 0; at < text.len; at++) {
        struct line_break b = may_break(text.ptr[at]) ? break_at(text, at) : (struct line_break){0, 0};
        if (b.bytes) {
            at += b.bytes - 1;
            start = at + 1;
        } else if (text.ptr[at] != ' ') {
            return at - start;
        }
    }
    return text.len - start;
}

/* Skips up to `indent` spaces; false when the line is a blank one or ends the scalar. */
static bool skip_indent(struct walk *w, size_t indent) {
    size_t end = w->at + indent;
    while (w->at < end && w->at < w->text.len && w->text.ptr[w->at] == ' ') w->at++;
    return w->at == end && w->at < w->text.len && !is_break(w, w->at);
}

static void walk_line(struct walk *w) {
    size_t start = w->at;
    while (w->at < w->text.len && !is_break(w, w->at)) w->at++;
    emit(w, start, w->at - start);
}

struct block {
    bool literal, leading_blank;
    size_t leading_at; /* the break behind the last line; `leading` tells whether there is one to write */
    struct line_break leading;
};

/* Blank lines from w->at on; emits their breaks, in front of them the fold or the break of the line before.
 */
static bool walk_breaks(struct walk *w, struct block *block, size_t indent) {
    size_t blank_lines = w->at, blanks = 0;
    bool content;
    while (!(content = skip_indent(w, indent)) && is_break(w, w->at)) {
        blanks += break_at(w->text, w->at).decoded;
        w->at += break_at(w->text, w->at).bytes;
    }
    bool folds = content && !block->literal && block->leading.decoded == 1 && !block->leading_blank &&
                 !blank_at(w, w->at);
    if (!folds)
        emit(w, block->leading_at, block->leading.decoded);
    else if (blanks == 0)
        emit(w, block->leading_at, 1);
    size_t resume = w->at;
    for (w->at = blank_lines; w->at < resume && w->from < w->limit;) {
        if (skip_indent(w, indent) || !is_break(w, w->at)) break;
        emit(w, w->at, break_at(w->text, w->at).decoded);
        w->at += break_at(w->text, w->at).bytes;
    }
    w->at = resume;
    return content;
}

static void walk_block(struct walk *w, const struct node *node) {
    while (w->at < w->text.len && !is_break(w, w->at)) w->at++; /* `|2-  # a comment` */
    w->at += is_break(w, w->at) ? break_at(w->text, w->at).bytes : 0;
    size_t written = first_indent(str_sub(w->text, w->at, w->text.len)), decoded = first_indent(node->text);
    size_t indent = written > decoded ? written - decoded : 0;
    struct block block = {.literal = node->style == STYLE_LITERAL};
    while (w->from < node->text.len && walk_breaks(w, &block, indent)) {
        block.leading_blank = blank_at(w, w->at);
        walk_line(w);
        block.leading_at = w->at;
        block.leading = is_break(w, w->at) ? break_at(w->text, w->at) : (struct line_break){0, 0};
        w->at += block.leading.bytes;
        if (block.leading.bytes == 0) break;
    }
}

void yaml_segments(struct arena *arena, const struct node *node, struct str text, segments *out) {
    struct walk w = {.arena = arena,
                     .out = out,
                     .text = str_sub(text, 0, node->span.end),
                     .at = node->span.start,
                     .limit = node->text.len};
    if (node->style == STYLE_LITERAL || node->style == STYLE_FOLDED) {
        w.text = text; /* the span leaves out the last line's break, the text may have it */
        walk_block(&w, node);
    } else if (node->style == STYLE_PLAIN) {
        walk_flow(&w, STYLE_PLAIN);
    } else if (w.text.len - w.at >= 2) {
        w.at++;
        w.text.len--;
        walk_flow(&w, node->style);
    }
    segments_end(arena, out, node->text.len, w.at < w.text.len ? w.at : w.text.len);
}
