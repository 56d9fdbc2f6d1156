/* built_pages.c: the rules that hold for what readers get, on each page of a build while it is read. The same fault on many pages
 * is one. */
#include "lint/built_pages.h"
#include "lint/checks.h"
#include "lint/trademark.h"

#include <stdlib.h>
#include <string.h>

struct lint_built {
    struct built *built;
    const struct lint *lint;
    built_faults faults;
    bool redirects, by_itself;
    struct arena *keep, *scratch; /* per worker, while it is read */
    struct map *groups;           /* per worker: rule and message -> struct built_fault */
    struct map *notices; /* per worker: text of a block -> notice_array, what it says of trademarks */
    struct built_notices *of_pages; /* by the page's number */
};

/* ---- marks that no author meant to show ---------------------------------------------------------------------------------------- */

struct leftover {
    const char *start, *end, *what;
};
static const struct leftover leftovers[] = {{"{{<", ">}}", "a shortcode"},
                                            {"{{%", "%}}", "a shortcode"},
                                            {"{%", "%}", "a template's tag"},
                                            {"](http", ")", "Markdown of a link"},
                                            {"](/", ")", "Markdown of a link"},
                                            {"](..", ")", "Markdown of a link"},
                                            {"ZgotmplZ", "", "a template's refusal"},
                                            {"%!s(", ")", "a template's error"},
                                            {"<no value>", "", "a template's missing value"}};

static void find_leftovers(const struct rule *rule, const struct page *page, struct findings *findings) {
    (void)rule;
    for (size_t i = 0; i < page->blocks.len; i++) {
        const struct text_block *block = &page->blocks.items[i];
        for (size_t k = 0; k < ARRAY_LEN(leftovers); k++) {
            struct str start = str_from(leftovers[k].start);
            size_t at = str_find(block->text, start);
            struct str rest = str_sub(block->text, at + start.len, block->text.len);
            if (at == block->text.len || str_find(rest, str_from(leftovers[k].end)) == rest.len) continue;
            struct diagnostic *d = finding_add(findings, page_text_span(block, at, at + start.len));
            finding_set(findings, d, "what", str_from(leftovers[k].what));
            finding_set(findings, d, "text", str_sub(block->text, at, at + 40));
            break;
        }
    }
}

/* Found while a build is read. */
void check_left(const struct rule *rule, const struct subject *subject, struct findings *findings) {
    (void)rule, (void)subject, (void)findings;
}

/* ---- one page -------------------------------------------------------------------------------------------------------------------- */

/* The check of trademarks. */
static bool is_about_marks(const struct rule *rule) {
    return rule->check->needs & NEED_MARKS;
}

/* Of the checks that ask nothing of the site. */
static bool is_for_pages(const struct rule *rule) {
    if (rule->severity == SEVERITY_OFF) return false;
    if (rule->check->run == check_structured || rule->check->run == check_left) return true;
    if (is_about_marks(rule)) return true;
    return rule->check->run == check_link && option_is(rule, "problem", "missing-alt");
}

static struct property *kept_properties(struct arena *keep, const struct diagnostic *d) {
    struct property *kept = ARENA_ARRAY(keep, struct property, d->property_count + 1);
    for (uint32_t i = 0; i < d->property_count; i++)
        kept[i] = (struct property){d->properties[i].name, str_copy(keep, d->properties[i].value)};
    return kept;
}

static void keep_fault(struct lint_built *built, unsigned worker, const struct diagnostic *d, size_t number) {
    struct arena *keep = &built->keep[worker], *scratch = &built->scratch[worker];
    struct map *groups = &built->groups[worker];
    struct str key = str_printf(scratch, "%.*s %.*s", STR_FMT(d->rule->id), STR_FMT(d->message));
    struct built_fault *known = map_get(groups, key);
    if (known) {
        bool earlier = number < known->page;
        known->pages += number != known->page;
        if (earlier) known->page = number, known->span = d->span;
        return;
    }
    if (groups->len >= BUILT_FAULTS_MAX) return;
    struct built_fault *fault = ARENA_NEW(keep, struct built_fault);
    *fault = (struct built_fault){
        .rule = d->rule, .severity = d->severity, .page = number, .span = d->span, .pages = 1};
    fault->message = str_copy(keep, d->message);
    fault->properties = kept_properties(keep, d);
    fault->property_count = d->property_count;
    for (uint32_t i = 0; i < d->property_count; i++)
        if (str_eq(d->properties[i].name, STR("text"))) fault->snippet = fault->properties[i].value;
    if (is_about_marks(d->rule)) fault->snippet = str_copy(keep, span_str(d->source, d->span));
    *map_slot(keep, groups, str_copy(keep, key)) = fault;
}

/* A footer's notice is read once, however many pages have it. */
static const notice_array *read_notice(struct lint_built *built, unsigned worker, struct str text) {
    struct arena *keep = &built->keep[worker];
    notice_array *known = map_get(&built->notices[worker], text);
    if (known) return known;
    struct str copy = str_copy(keep, text);
    known = ARENA_NEW(keep, notice_array);
    notice_find(keep, &built->lint->marks, copy, known);
    *map_slot(keep, &built->notices[worker], copy) = known;
    return known;
}

/* Keeps them for the page that it was, and looks at them as what every page of the build may show. */
static const struct page_marks *read_notices(struct lint_built *built, unsigned worker,
                                             const struct subject *subject, size_t number) {
    enum { NOTICES_MAX = 50 /* blocks of a page */ };
    const struct page *page = subject->page;
    struct built_notices *out = &built->of_pages[number];
    struct page_marks *marks = trademark_built(&built->scratch[worker], subject);
    for (size_t i = 0; i < page->blocks.len && out->len < NOTICES_MAX; i++) {
        const struct text_block *block = &page->blocks.items[i];
        if (!notice_possible(&built->lint->marks, block->text)) continue;
        const notice_array *found = read_notice(built, worker, block->text);
        if (found->len) *ARRAY_PUSH(&built->keep[worker], out) = found;
        if (found->len) trademark_add_block(&built->scratch[worker], marks, block, found);
    }
    return marks;
}

static void visit(void *context, const struct page *page, size_t number, unsigned worker) {
    struct lint_built *built = context;
    struct arena *scratch = &built->scratch[worker];
    struct findings findings = {.arena = scratch, .source = &page->source};
    struct site_page shown = {.page = page, .source = page->source.path};
    struct subject subject = {.lint = built->lint, .site_pages = &shown, .site_page_count = 1, .page = page};
    subject.source = &page->source;
    if (built->lint->needs & NEED_MARKS) subject.marks = read_notices(built, worker, &subject, number);
    for (size_t i = 0; i < built->lint->rule_count; i++) {
        const struct rule *rule = &built->lint->rules[i];
        if (!is_for_pages(rule)) continue;
        findings_begin(&findings, rule);
        if (rule->check->run == check_left)
            find_leftovers(rule, page, &findings);
        else
            rule->check->run(rule, &subject, &findings);
        findings_end(&findings);
    }
    for (size_t i = 0; i < findings.list.len; i++) keep_fault(built, worker, &findings.list.items[i], number);
    arena_reset(scratch);
}

static void begin(void *context, struct arena *arena, size_t pages) {
    struct lint_built *built = context;
    built->of_pages = ARENA_ARRAY(arena, struct built_notices, pages + 1);
}

/* ---- all of them ------------------------------------------------------------------------------------------------------------------- */

static int by_place(const void *left, const void *right) {
    const struct built_fault *a = left, *b = right;
    if (a->page != b->page) return a->page < b->page ? -1 : 1;
    if (a->span.start != b->span.start) return a->span.start < b->span.start ? -1 : 1;
    int order = str_cmp(a->rule->id, b->rule->id);
    return order ? order : str_cmp(a->message, b->message);
}

/* Workers met the same faults on different pages. */
static void join(struct arena *arena, struct lint_built *built, unsigned threads) {
    struct map all = {0};
    for (unsigned t = 0; t < threads; t++) {
        for (size_t i = 0; i < built->groups[t].len; i++) {
            const struct map_entry *entry = &built->groups[t].entries[i];
            struct built_fault *fault = entry->value,
                               **slot = (struct built_fault **)map_slot(arena, &all, entry->key);
            if (!*slot) {
                *slot = fault;
                continue;
            }
            (*slot)->pages += fault->pages;
            if (fault->page < (*slot)->page) (*slot)->page = fault->page, (*slot)->span = fault->span;
        }
    }
    for (size_t i = 0; i < all.len; i++)
        *ARRAY_PUSH(arena, &built->faults) = *(const struct built_fault *)all.entries[i].value;
    if (built->faults.len)
        qsort(built->faults.items, built->faults.len, sizeof built->faults.items[0], by_place);
    if (built->faults.len > BUILT_FAULTS_MAX) built->faults.len = BUILT_FAULTS_MAX;
}

bool lint_built_open(struct arena *arena, const struct lint *lint, const struct lint_built_options *options,
                     struct lint_built **out, struct error *error) {
    struct lint_built *built = ARENA_NEW(arena, struct lint_built);
    unsigned threads = lint->options.threads ? lint->options.threads : 1;
    built->lint = lint;
    built->by_itself = options->found;
    built->keep = ARENA_ARRAY(arena, struct arena, threads);
    built->scratch = ARENA_ARRAY(arena, struct arena, threads);
    built->groups = ARENA_ARRAY(arena, struct map, threads);
    built->notices = ARENA_ARRAY(arena, struct map, threads);
    struct built_options own = {.folder = options->folder,
                                .tree = options->tree,
                                .threads = threads,
                                .begin = begin,
                                .visit = visit,
                                .context = built};
    bool opened = built_open(arena, &own, &built->built, error);
    if (opened) join(arena, built, threads);
    size_t count = 0;
    const struct built_page *pages = opened ? built_pages(built->built, &count) : NULL;
    for (size_t i = 0; i < count && !built->redirects; i++) built->redirects = pages[i].refresh.ptr != NULL;
    for (unsigned t = 0; t < threads; t++) {
        arena_adopt(arena, &built->keep[t]);
        arena_free(&built->scratch[t]);
    }
    *out = opened ? built : NULL;
    return opened;
}

const struct built_notices *lint_built_notices(const struct lint_built *built,
                                               const struct built_page *page) {
    size_t count;
    return &built->of_pages[page - built_pages(built->built, &count)];
}

const struct built *lint_built_pages(const struct lint_built *built) {
    return built->built;
}

bool lint_built_by_itself(const struct lint_built *built) {
    return built->by_itself;
}

bool lint_built_redirects(const struct lint_built *built) {
    return built->redirects;
}

const built_faults *lint_built_faults(const struct lint_built *built) {
    return &built->faults;
}
