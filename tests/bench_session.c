/* bench_session.c: what one changed page costs in an open session, beside the whole run.
 * Usage: bench_session SITE [STEPS [KIND]]: CPU time of the first answer, and the median of STEPS (40) answers after a change of
 * each kind, or of the one with that number, on one thread; each as a share of the first. What is measured answers for the whole site. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "session/session.h"

enum kind { WORD, HEADING, LINK, TITLE, ALIAS, NEW_PAGE, TEMPLATE, KINDS };
static const char *const names[KINDS] = {"a word of the text", "a heading",  "a link",    "the title",
                                         "an alias",           "a new page", "a template"};

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double answer(struct session *session, size_t *changed) {
    struct session_answer answer;
    struct error error = {0};
    double start = seconds();
    if (!session_diagnose(session, NULL, &answer, &error)) {
        fprintf(stderr, "%.*s: %s\n", STR_FMT(error.path), error.message);
        exit(2);
    }
    *changed = answer.changed.len;
    return seconds() - start;
}

/* A page with front matter in YAML, some way into the site. */
static const struct site_page *pick(const struct site *site, size_t at) {
    for (size_t i = 0; i < site->page_count; i++) {
        const struct site_page *page = &site->pages[(at + i) % site->page_count];
        bool plain = page->page && page->source.len && page->page->has_front && page->page->front &&
                     page->page->front_format == FORMAT_YAML && str_ends(page->source, STR(".md"));
        if (plain) return page;
    }
    fputs("the site has no page with front matter\n", stderr);
    exit(2);
}

static struct str changed_text(struct arena *arena, enum kind kind, struct str text, const struct page *page,
                               unsigned step) {
    struct str front = str_sub(text, 0, page->front_span.end);
    struct str rest = str_sub(text, page->front_span.end, text.len);
    switch (kind) {
    case WORD: return str_printf(arena, "%.*s\n\nword%u\n", STR_FMT(text), step);
    case HEADING: return str_printf(arena, "%.*s\n\n## Heading %u\n", STR_FMT(text), step);
    case LINK: return str_printf(arena, "%.*s\n\n[link](/nowhere/%u/)\n", STR_FMT(text), step);
    case TITLE: return str_printf(arena, "%.*s\nsubtitle: new %u\n%.*s", STR_FMT(front), step, STR_FMT(rest));
    case ALIAS:
        return str_printf(arena, "%.*s\naliases: [/bench/%u/]\n%.*s", STR_FMT(front), step, STR_FMT(rest));
    case NEW_PAGE:
    case TEMPLATE:
    case KINDS: break;
    }
    return text;
}

static void change(struct session *session, enum kind kind, unsigned step) {
    struct arena arena = {0};
    struct error error = {0};
    const struct site *site;
    if (!session_site(session, &site, &error)) exit(2);
    const struct site_page *page = pick(site, step * 131);
    struct str text = site_page_text(&arena, site, page), path = str_copy(&arena, page->source);
    if (kind == TEMPLATE) path = STR("layouts/shortcodes/bench.html");
    if (kind == NEW_PAGE) path = str_printf(&arena, "%.*s-%u.md", STR_FMT(path), step);
    session_put(session, path, changed_text(&arena, kind, text, page->page, step));
    arena_free(&arena);
}

static void measure(struct session *session, enum kind kind, unsigned steps, double whole) {
    double *took = calloc(steps, sizeof *took);
    size_t most = 0, changed;
    if (!took) exit(2);
    for (unsigned i = 0; i < steps; i++) {
        change(session, kind, i);
        took[i] = answer(session, &changed);
        if (changed > most) most = changed;
    }
    qsort(took, steps, sizeof *took, by_size);
    printf("%-20s %9.2f ms %7.2f %%   %zu pages with other findings at most\n", names[kind],
           took[steps / 2] * 1e3, took[steps / 2] / whole * 100, most);
    free(took);
}

int main(int argc, char **argv) {
    struct arena arena = {0};
    struct error error = {0};
    struct session *session;
    struct rusage usage;
    size_t changed;
    if (argc < 2) return 2;
    unsigned steps = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 40;
    struct site_root root = site_detect(&arena, str_from(argv[1]));
    struct session_options options = {.root = str_from(argv[1]), .generator = root.generator};
    options.lint = (struct lint_options){.start = str_from(argv[1]), .now = 1780272000, .threads = 1};
    if (!session_open(&options, &session, &error)) return 2;
    double whole = answer(session, &changed);
    const struct site *site;
    if (!session_site(session, &site, &error)) return 2;
    printf("%-20s %9.2f ms            %zu pages, %zu with findings\n", "the whole site", whole * 1e3,
           site->page_count, changed);
    int only = argc > 3 ? atoi(argv[3]) : -1;
    for (int kind = 0; steps && kind < KINDS; kind++)
        if (only < 0 || only == kind) measure(session, (enum kind)kind, steps, whole);
    getrusage(RUSAGE_SELF, &usage);
    printf("peak memory %ld MB\n", usage.ru_maxrss / 1024);
    session_close(session);
    arena_free(&arena);
    return 0;
}
