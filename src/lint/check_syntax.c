/* check_syntax.c: what the page and front-matter readers found wrong. One rule per kind of fault. */
#include "lint/checks.h"

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
