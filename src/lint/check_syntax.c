/* check_syntax.c: what the page and front-matter readers found wrong. One rule per kind of fault. */
#include "lint/checks.h"
#include "lint/drop_edit.h"

/* The name of a fault, as the option `fault` of a rule has it. */
static const char *fault_name(const struct page_fault *fault) {
    switch (fault->kind) {
    case PAGE_FAULT_ENCODING: return "encoding";
    case PAGE_FAULT_NUL: return "nul";
    case PAGE_FAULT_FENCE_UNCLOSED: return "fence-unclosed";
    case PAGE_FAULT_FENCE_LONG: return "fence-long";
    case PAGE_FAULT_FRONT_NOT_MAP: return "not-map";
    case PAGE_FAULT_KEY: return "key-character";
    case PAGE_FAULT_FRONT_SHOWN: return "front-shown";
    case PAGE_FAULT_FRONT_START: return "front-start";
    case PAGE_FAULT_SHORTCODE: return "shortcode";
    case PAGE_FAULT_QUOTE: return "quote";
    case PAGE_FAULT_UNCLOSED: return "unclosed";
    case PAGE_FAULT_CELLS: return "cells";
    case PAGE_FAULT_LIMIT: return "page-limit";
    case PAGE_FAULT_FRONT: break;
    }
    switch (fault->node) {
    case FAULT_DUPLICATE_KEY: return "duplicate-key";
    case FAULT_TAB: return "tab";
    case FAULT_DEPTH:
    case FAULT_ALIAS: return "limit";
    case FAULT_CONTROL: return "control";
    case FAULT_EMPTY_KEY: return "empty-key";
    case FAULT_SYNTAX: break;
    }
    return "syntax";
}

/* The generator leaves out the page before it reads that far. */
static bool is_unread(const struct page_fault *fault, const struct subject *subject) {
    if (fault->kind != PAGE_FAULT_SHORTCODE || site_has(subject->site, SITE_READS_UNPUBLISHED)) return false;
    for (size_t i = 0; i < subject->site_page_count; i++)
        if (!(subject->site_pages[i].flags & (PAGE_DRAFT | PAGE_FUTURE | PAGE_EXPIRED))) return false;
    return subject->site_page_count > 0;
}

/* ---- fixes ---- */

/* "----" */
static void add_fence(const struct page_fault *fault, struct findings *findings, struct diagnostic *d) {
    struct str fence = span_str(findings->source, fault->span);
    if (fence.len > 3)
        finding_edit(findings, d, fault->span, str_copy(findings->arena, str_sub(fence, 0, 3)),
                     "write a fence of three characters");
}

/* The generator keeps the later one of two keys. */
static void add_duplicate(const struct page_fault *fault, const struct subject *subject,
                          struct findings *findings, struct diagnostic *d) {
    const struct page *page = subject->page;
    struct str first = span_str(&page->source, fault->other), second = span_str(&page->source, fault->span);
    struct edit edit;
    for (const struct node *m = page->front ? page->front->child : NULL; m; m = m->next)
        if (m->key_span.start == fault->other.start && page->front_format == FORMAT_YAML &&
            str_eq(first, second) && drop_member(page->source.text, page->front, m, &edit))
            finding_suggest(findings, d, edit.span, edit.text, "remove the first one, which is not read");
}

/* The front matter with its tabs at the start of lines as so many blanks; NULL: it cannot be read so either. */
static const struct node *read_spaced(struct arena *arena, const struct page *page, unsigned width) {
    struct buf out = {.arena = arena};
    struct str text = span_str(&page->source, page->front_span);
    node_errors errors = {0};
    bool indent = true;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        for (unsigned k = 0; k < width && indent && c == '\t'; k++) buf_add_char(&out, ' ');
        if (!indent || c != '\t') buf_add_char(&out, c);
        indent = c == '\n' || (indent && (c == ' ' || c == '\t'));
    }
    struct node_options options = {.format = FORMAT_YAML, .yaml_1_1 = page->options.yaml_1_1};
    const struct node *node =
        node_read(arena, buf_str(&out), (struct span){0, (uint32_t)out.len}, &options, &errors);
    return errors.len || !node || node->kind != NODE_OBJECT ? NULL : node;
}

/* Blanks for tabs, when it makes no difference how many: with some widths lines would belong to others. */
static void add_blanks(const struct subject *subject, struct findings *findings, struct diagnostic *d) {
    static const unsigned widths[] = {2, 4, 8};
    const struct page *page = subject->page;
    struct str text = page->source.text;
    const struct node *first = NULL;
    unsigned width = 0;
    if (page->front_format != FORMAT_YAML || page->front_span.end > text.len) return;
    for (size_t i = 0; i < ARRAY_LEN(widths); i++) {
        const struct node *node = read_spaced(findings->arena, page, widths[i]);
        if (first && node && !node_equal(first, node)) return;
        if (!first && node) width = widths[i];
        if (!first) first = node;
    }
    for (uint32_t at = page->front_span.start, start = at; width && at < page->front_span.end; at = start) {
        while (start < page->front_span.end && text.ptr[start] != '\n') start++;
        start++; /* of the next line */
        for (; at < start && (text.ptr[at] == ' ' || text.ptr[at] == '\t'); at++)
            if (text.ptr[at] == '\t')
                finding_edit(findings, d, (struct span){at, at + 1}, str_sub(STR("        "), 0, width),
                             "write blanks for the tabs");
    }
}

/* Tabs are told at the first: what it says mends them all. */
static void add_fix(const struct page_fault *fault, const struct subject *subject, struct findings *findings,
                    struct diagnostic *d) {
    if (fault->kind == PAGE_FAULT_FENCE_LONG) add_fence(fault, findings, d);
    if (fault->kind != PAGE_FAULT_FRONT) return;
    if (fault->node == FAULT_DUPLICATE_KEY) add_duplicate(fault, subject, findings, d);
    if (fault->node == FAULT_TAB) add_blanks(subject, findings, d);
}

static void add_fault(const struct page_fault *fault, const struct subject *subject,
                      struct findings *findings) {
    struct diagnostic *d = finding_add(findings, fault->span);
    finding_set(findings, d, "problem", fault->message);
    const struct page *page = subject->page;
    if (is_unread(fault, subject) && d->severity > SEVERITY_NOTE) d->severity = SEVERITY_NOTE;
    bool data = page->has_front && !page->front_span.start && page->front_span.end == page->source.text.len;
    finding_set(findings, d, "what", data ? STR("the file") : STR("front matter"));
    if (fault->other.end > fault->other.start)
        finding_relate(findings, d, subject->source, fault->other, STR("the first one is here"));
    add_fix(fault, subject, findings, d);
}

static void run_faults(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    for (size_t i = 0; i < subject->page->faults.len; i++) {
        const struct page_fault *fault = &subject->page->faults.items[i];
        if (option_has(rule, "fault", fault_name(fault))) add_fault(fault, subject, findings);
    }
}

void check_front_matter(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    run_faults(rule, subject, findings);
}

void check_syntax(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    run_faults(rule, subject, findings);
}
