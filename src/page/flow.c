#include "page/parse.h"

#include <string.h>

/* Offset behind a continuation line's prefix: white space and up to `quotes` '>' marks. */
static uint32_t line_content(struct str text, uint32_t at, unsigned quotes) {
    for (;; quotes--) {
        while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t')) at++;
        if (quotes == 0 || at >= text.len || text.ptr[at] != '>') return at;
        at++;
    }
}

static uint32_t line_start(const struct parser *p,
                           uint32_t line) { /* 1-based; one past the last gives the end */
    return line <= p->lined.line_count ? p->lined.lines[line - 1] : (uint32_t)p->text.len;
}

static uint32_t line_of(const struct parser *p, uint32_t offset) {
    uint32_t low = 0, high = p->lined.line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (p->lined.lines[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low + 1;
}

static void add_line(struct parser *p, uint32_t start, uint32_t end) {
    *ARRAY_PUSH(&p->scratch, &p->flow.map) = (struct segment){(uint32_t)p->flow_buf.len, start};
    buf_add(&p->flow_buf, str_sub(p->text, start, end));
}

/* Most paragraphs are one piece of the file; only those whose lines have prefixes are copied. */
static bool is_contiguous(const struct parser *p, uint32_t line, uint32_t last, unsigned quotes) {
    for (uint32_t i = line + 1; i <= last; i++)
        if (line_content(p->text, line_start(p, i), quotes) != line_start(p, i)) return false;
    return true;
}

static bool is_blank(struct str text, uint32_t at) {
    return at >= text.len || text.ptr[at] == '\n' || text.ptr[at] == '\r';
}

void flow_open(struct parser *p, uint32_t start, uint32_t last, unsigned quotes) {
    uint32_t line = line_of(p, start);
    if (last > p->lined.line_count) last = p->lined.line_count;
    for (uint32_t i = line + 1; i <= last; i++)
        if (is_blank(p->text, line_content(p->text, line_start(p, i), quotes))) last = i - 1;
    if (last < line) last = line;
    p->flow.map.len = 0;
    p->flow_buf.len = 0;
    p->flow.excerpt = start;
    p->flow.end = line_start(p, last + 1);
    p->flow.contiguous = is_contiguous(p, line, last, quotes);
    if (p->flow.contiguous) {
        p->flow.text = str_sub(p->text, start, p->flow.end);
        return;
    }
    add_line(p, start, line_start(p, line + 1));
    for (uint32_t i = line + 1; i <= last; i++)
        add_line(p, line_content(p->text, line_start(p, i), quotes), line_start(p, i + 1));
    p->flow.text = buf_str(&p->flow_buf);
    *ARRAY_PUSH(&p->scratch, &p->flow.map) = (struct segment){(uint32_t)p->flow.text.len, p->flow.end};
}

uint32_t flow_at(const struct flow *flow, uint32_t offset) {
    if (flow->contiguous) return flow->excerpt + offset;
    return segments_at(&flow->map, offset);
}

struct span flow_span(const struct parser *p, uint32_t start, uint32_t end) {
    uint32_t from = flow_at(&p->flow, start), to = end > start ? flow_at(&p->flow, end - 1) + 1 : from;
    return parser_span(p, from, to < p->raw.len ? to : p->raw.len);
}
