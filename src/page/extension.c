/* What sites render beyond CommonMark, recognised over cmark's tree: tables (GFM), definition lists, footnotes and
 * heading attributes (PHP Markdown Extra, as Goldmark reads them), task boxes. */
#include "page/parse.h"

#include <string.h>

/* ---- lines ---------------------------------------------------------------------------------------------- */

static uint32_t line_end(struct str text, uint32_t at) {
    const char *found = at < text.len ? memchr(text.ptr + at, '\n', text.len - at) : NULL;
    return found ? (uint32_t)(found - text.ptr) : (uint32_t)text.len;
}

static uint32_t trimmed_end(struct str text, uint32_t start, uint32_t end) {
    while (end > start && char_is_space(text.ptr[end - 1])) end--;
    return end;
}

static uint32_t spaces(struct str text, uint32_t at, uint32_t end) {
    while (at < end && (text.ptr[at] == ' ' || text.ptr[at] == '\t')) at++;
    return at;
}

static void add_region(struct parser *p, uint32_t start, uint32_t end, enum block_kind kind) {
    if (p->leaf.regions.len && !parser_room(p, p->leaf.regions.len, p->flow.excerpt)) return;
    *ARRAY_PUSH(&p->scratch, &p->leaf.regions) = (struct region){start, end, kind};
}

/* ---- tables ---------------------------------------------------------------------------------------------- */

static bool is_delimiter_row(struct str text, uint32_t at, uint32_t end) {
    bool dash = false, pipe = false;
    for (; at < end; at++) {
        char c = text.ptr[at];
        if (!c || !strchr("-:| \t\r", c)) return false;
        dash |= c == '-';
        pipe |= c == '|' || c == ':';
    }
    return dash && pipe;
}

/* The cells of one row: '|' divides unless escaped, even within code. Counts them. When p is given: adds the first `columns`,
 * and *excess is where text beyond them begins, 0 when there is none. */
static uint32_t row_cells(struct parser *p, struct str text, uint32_t at, uint32_t end, enum block_kind kind,
                          uint32_t columns, uint32_t *excess) {
    uint32_t count = 0;
    at = spaces(text, at, end);
    end = trimmed_end(text, at, end);
    if (at < end && text.ptr[at] == '|') at++;
    while (at < end) {
        uint32_t cell = at;
        while (at < end && text.ptr[at] != '|') at += text.ptr[at] == '\\' && at + 1 < end ? 2 : 1;
        uint32_t start = spaces(text, cell, at), stop = trimmed_end(text, start, at);
        if (p && stop > start && count < columns)
            add_region(p, start, stop, kind);
        else if (p && stop > start && !*excess)
            *excess = start;
        count++;
        at++;
    }
    return count;
}

static uint32_t count_cells(struct str text, uint32_t at, uint32_t end) {
    return row_cells(NULL, text, at, end, BLOCK_TABLE_CELL, 0, NULL);
}

/* What a row has beyond its table's columns, from `at` on, is not shown (GFM; kramdown shows it). */
static void lose_cells(struct parser *p, uint32_t at, uint32_t end, uint32_t count, uint32_t columns) {
    end = trimmed_end(p->flow.text, at, end);
    struct str message =
        str_printf(p->arena, "the row has %u cells, the table %u columns: what is beyond them is not shown",
                   count, columns);
    struct page_fault *fault = ARRAY_PUSH(p->arena, &p->page->faults);
    *fault = (struct page_fault){.kind = PAGE_FAULT_CELLS, .span = flow_span(p, at, end), .message = message};
    *ARRAY_PUSH(&p->scratch, &p->dropped) = fault->span;
}

static void add_row(struct parser *p, uint32_t at, uint32_t end, enum block_kind kind, uint32_t columns) {
    uint32_t excess = 0, count = row_cells(p, p->flow.text, at, end, kind, columns, &excess);
    if (excess) lose_cells(p, excess, end, count, columns);
}

/* Offset of the table's head row, or text.len. */
static uint32_t table_start(struct str text, uint32_t at) {
    for (uint32_t next; at < text.len; at = next) {
        next = line_end(text, at) + 1;
        if (next >= text.len) break;
        uint32_t end = line_end(text, next);
        if (is_delimiter_row(text, next, end) &&
            count_cells(text, at, next - 1) == count_cells(text, next, end))
            return at;
    }
    return (uint32_t)text.len;
}

static bool add_table(struct parser *p, uint32_t start, enum block_kind kind) {
    struct str text = p->flow.text;
    uint32_t table = table_start(text, start);
    if (table == text.len) return false;
    uint32_t before = trimmed_end(text, start, table);
    if (before > start) add_region(p, start, before, kind);
    uint32_t end = line_end(text, table);
    uint32_t columns = p->page->options.liquid ? UINT32_MAX : count_cells(text, table, end);
    add_row(p, table, end, BLOCK_TABLE_HEAD, columns);
    for (uint32_t at = line_end(text, end + 1) + 1; at < text.len; at = end + 1) {
        end = line_end(text, at);
        add_row(p, at, end, BLOCK_TABLE_CELL, columns);
    }
    return true;
}

/* ---- definition lists ------------------------------------------------------------------------------------ */

static bool is_definition_line(struct str text, uint32_t at) {
    return at + 1 < text.len && text.ptr[at] == ':' && (text.ptr[at + 1] == ' ' || text.ptr[at + 1] == '\t');
}

static bool has_definition_line(struct str text, uint32_t at) {
    for (; at < text.len; at = line_end(text, at) + 1)
        if (is_definition_line(text, at)) return true;
    return false;
}

static void add_definition_list(struct parser *p, uint32_t at) {
    struct str text = p->flow.text;
    bool defines = false;
    while (at < text.len) {
        uint32_t end = line_end(text, at), start = at;
        if (is_definition_line(text, at)) start = spaces(text, at + 1, end), defines = true;
        while (defines && end < text.len && !is_definition_line(text, end + 1)) end = line_end(text, end + 1);
        uint32_t stop = trimmed_end(text, start, end);
        if (stop > start) add_region(p, start, stop, defines ? BLOCK_DEFINITION : BLOCK_TERM);
        at = end + 1;
    }
}

void extension_regions(struct parser *p, uint32_t start, enum block_kind kind) {
    struct str text = p->flow.text;
    bool divides = kind == BLOCK_PARAGRAPH || kind == BLOCK_LIST_ITEM;
    if (divides && memchr(text.ptr, '|', text.len) && add_table(p, start, kind))
        divides = false;
    else if (divides && memchr(text.ptr, ':', text.len) && has_definition_line(text, start))
        add_definition_list(p, start);
    if (p->leaf.regions.len == 0) add_region(p, start, trimmed_end(text, start, (uint32_t)text.len), kind);
}

/* ---- task boxes, attributes ------------------------------------------------------------------------------ */

int8_t extension_task(struct str text) {
    if (text.len < 4 || text.ptr[0] != '[' || text.ptr[2] != ']' || text.ptr[3] != ' ') return -1;
    char c = text.ptr[1];
    return c == ' ' ? 0 : c == 'x' || c == 'X' ? 1 : -1;
}

static size_t name_end(struct str text, size_t at) {
    while (at < text.len && !strchr(" \t{}\"'=<>`", text.ptr[at])) at++;
    return at;
}

/* "#id", ".class", "key=value", "key="quoted""; offset behind, or `at` when it is none. */
static size_t attribute_end(struct str text, size_t at, struct span *id) {
    char c = at < text.len ? text.ptr[at] : '\0';
    size_t start = c == '#' || c == '.' ? at + 1 : at, end = name_end(text, start);
    if (end == start) return at;
    if (c == '#') *id = (struct span){(uint32_t)start, (uint32_t)end};
    if (c == '#' || c == '.') return end;
    if (end >= text.len || text.ptr[end] != '=') return at;
    struct str name = str_sub(text, start, end);
    size_t value = ++end;
    if (value < text.len && text.ptr[value] == '"') {
        value++;
        end = value + str_find_char(str_sub(text, value, text.len), '"');
        if (str_eq(name, STR("id"))) *id = (struct span){(uint32_t)value, (uint32_t)end};
        return end < text.len ? end + 1 : at;
    }
    end = name_end(text, value);
    if (str_eq(name, STR("id"))) *id = (struct span){(uint32_t)value, (uint32_t)end};
    return end > value ? end : at;
}

size_t extension_attributes(struct str text, struct span *id) {
    *id = (struct span){0, 0};
    size_t brace = text.len && text.ptr[text.len - 1] == '}' ? str_rfind_char(text, '{') : text.len;
    if (brace >= text.len) return text.len;
    size_t at = brace + 1;
    if (text.ptr[at] == ':') at++; /* kramdown */
    bool any = false;
    for (;;) {
        while (text.ptr[at] == ' ' || text.ptr[at] == '\t') at++;
        if (at + 1 == text.len) return any ? brace : text.len;
        size_t end = attribute_end(text, at, id);
        if (end == at || end >= text.len) return text.len;
        at = end;
        any = true;
    }
}
