/* Other link checkers' own test files: `conformance_links DIR [-v]`, where DIR holds expected.tsv and the files. Every
 * row names a link and what becomes of it; rows whose tools disagree ("policy") are not scored. */
#include <stdlib.h>

#include "crawl/crawl.h"
#include "generators/generators.h"
#include "hugo/hugo.h"
#include "links/links.h"
#include "page/page.h"
#include "unit.h"

#define MIN_SCORED 120 /* a suite that shrank is a failure */

struct row {
    struct str root, file, link, expect, note;
    uint32_t line;
};
struct tally {
    struct str set;
    size_t passed, failed, unscored;
};
struct opened { /* one site root */
    struct str root;
    struct site *site;
    struct links *links;
};
struct suite {
    struct arena arena;
    struct str folder;
    ARRAY_OF(struct opened) sites;
    ARRAY_OF(struct tally) tallies;
    bool verbose;
};

static struct opened *open_site(struct suite *suite, struct str root) {
    for (size_t i = 0; i < suite->sites.len; i++)
        if (str_eq(suite->sites.items[i].root, root)) return &suite->sites.items[i];
    struct error error = {0};
    struct site_options options = {.root = path_join(&suite->arena, suite->folder, root)};
    struct opened *opened = ARRAY_PUSH(&suite->arena, &suite->sites);
    opened->root = root;
    if (!site_load(&suite->arena, &options, &opened->site, &error) ||
        !links_open(&suite->arena, opened->site, &opened->links, &error)) {
        printf("%.*s: %s\n", STR_FMT(root), error.message);
        exit(2);
    }
    return opened;
}

static uint32_t parse_line(struct str text) {
    uint32_t n = 0;
    for (size_t i = 0; i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9'; i++)
        n = n * 10 + (uint32_t)(text.ptr[i] - '0');
    return n;
}

static bool is_on_line(const struct page *page, const struct link *link, uint32_t line) {
    uint32_t first = text_line(page->source.text, link->span.start);
    uint32_t last = text_line(page->source.text, link->target_span.end);
    return line >= first && line <= last;
}

/* The link a row means: on its line, else anywhere; SIZE_MAX when the page has none. */
static size_t find_link(const struct page *page, const struct row *row) {
    size_t anywhere = SIZE_MAX;
    for (size_t i = 0; i < page->links.len; i++) {
        const struct link *link = &page->links.items[i];
        bool exact = str_eq(link->target, row->link);
        if (!exact && str_find(link->target, row->link) == link->target.len) continue;
        if (is_on_line(page, link, row->line)) return i;
        if (anywhere == SIZE_MAX) anywhere = i;
    }
    return anywhere;
}

/* Would the crawler ask the network about it? */
static bool is_asked(struct suite *suite, struct str url) {
    struct crawl_link link = {.url = url};
    struct crawl_options options = crawl_defaults();
    struct crawl_report report;
    struct error error = {0};
    options.lane = LANE_OFFLINE;
    if (!crawl_run(&suite->arena, &link, 1, &options, NULL, &report, &error)) return true;
    return report.results[0].verdict->kind != VERDICT_SKIPPED;
}

static bool is_right(struct suite *suite, const struct row *row, const struct link *link,
                     const struct resolution *r) {
    bool broken = r->status == RESOLUTION_BROKEN, malformed = r->status == RESOLUTION_MALFORMED;
    if (str_eq(row->expect, STR("ok"))) return r->status == RESOLUTION_OK;
    if (str_eq(row->expect, STR("broken-path"))) return broken;
    if (str_eq(row->expect, STR("malformed"))) { /* what browsers repair is none to us (base/url.h) */
        bool repaired = str_find(row->note, STR("WHATWG would repair")) < row->note.len;
        return broken || malformed || (repaired && r->status == RESOLUTION_EXTERNAL);
    }
    if (str_eq(row->expect, STR("external"))) return r->status == RESOLUTION_EXTERNAL;
    /* a link of HTML to a folder without a page is broken, whatever its fragment */
    bool folder = link->kind == LINK_HTML && !path_ext(url_split(row->link).path).len;
    bool either = str_starts(row->note, STR("or broken-path")) || folder;
    if (str_eq(row->expect, STR("broken-fragment")))
        return r->status == RESOLUTION_MISSING_ANCHOR || (either && broken);
    bool quiet = r->status == RESOLUTION_EXTERNAL || r->status == RESOLUTION_SKIPPED;
    return str_eq(row->expect, STR("skip")) && quiet && !is_asked(suite, link->target);
}

static const char *judge(struct suite *suite, const struct row *row) {
    static const char *const names[] = {"ok",        "external", "skipped", "unknown",        "broken",
                                        "alias",     "redirect", "dropped", "missing anchor", "missing ref",
                                        "ambiguous", "slash",    "case",    "malformed"};
    struct opened *opened = open_site(suite, row->root);
    struct str path = row->file;
    if (!str_eq(row->root, STR("."))) path = str_sub(path, row->root.len + 1, path.len);
    const struct site_page *site_page = site_page_of(opened->site, path);
    if (!site_page) return "no such file";
    struct page *page = ARENA_NEW(&suite->arena, struct page);
    page_parse(&suite->arena, page, path, site_page->page->source.text, &site_page->page->options);
    size_t at = find_link(page, row);
    if (at == SIZE_MAX) return str_eq(row->expect, STR("skip")) ? NULL : "no such link";
    const struct resolution *list = links_resolve(opened->links, &suite->arena, site_page, page);
    return is_right(suite, row, &page->links.items[at], &list[at]) ? NULL : names[list[at].status];
}

static struct tally *tally_of(struct suite *suite, const struct row *row) {
    struct str rest = row->file, set = str_cut(&rest, '/');
    for (size_t i = 0; i < suite->tallies.len; i++)
        if (str_eq(suite->tallies.items[i].set, set)) return &suite->tallies.items[i];
    struct tally *tally = ARRAY_PUSH(&suite->arena, &suite->tallies);
    tally->set = set;
    return tally;
}

static void score(struct suite *suite, const struct row *row) {
    struct tally *tally = tally_of(suite, row);
    struct str path = path_join(&suite->arena, suite->folder, row->file);
    bool here = file_exists(str_c(&suite->arena, path));
    if (str_eq(row->expect, STR("policy")) || !here) {
        tally->unscored++;
        if (!here) printf("%.*s: not in the suite, not scored\n", STR_FMT(row->file));
        return;
    }
    const char *got = judge(suite, row);
    /* where no generator is known the addresses of pages are unknown, and no error */
    bool unknown =
        got && !strcmp(got, "unknown") && str_eq(row->expect, STR("broken-path")) && !path_ext(row->link).len;
    if (unknown)
        tally->unscored++;
    else if (got)
        tally->failed++;
    else
        tally->passed++;
    if (got || suite->verbose)
        printf("%.*s:%u: %.*s: want %.*s, got %s\n", STR_FMT(row->file), row->line, STR_FMT(row->link),
               STR_FMT(row->expect), got ? got : "it");
}

/* site_root, file, line, link, expect, origin_test, note */
static void run_rows(struct suite *suite, struct str text) {
    str_cut(&text, '\n');
    while (text.ptr && text.len) {
        struct str rest = str_cut(&text, '\n');
        struct row row = {0};
        row.root = str_cut(&rest, '\t');
        row.file = str_cut(&rest, '\t');
        row.line = parse_line(str_cut(&rest, '\t'));
        row.link = str_cut(&rest, '\t');
        row.expect = str_cut(&rest, '\t');
        str_cut(&rest, '\t');
        row.note = rest;
        if (row.file.len) score(suite, &row);
    }
}

int main(int argc, char **argv) {
    if (argc < 2) {
        printf("usage: conformance_links DIR [-v]\n");
        return 2;
    }
    struct suite suite = {.folder = str_from(argv[1]), .verbose = argc > 2};
    struct str text, path = path_join(&suite.arena, suite.folder, STR("expected.tsv"));
    struct error error = {0};
    size_t passed = 0, failed = 0;
    if (!file_read(&suite.arena, str_c(&suite.arena, path), FILE_MAX_BYTES, &text, &error)) {
        printf("%.*s: %s\n", STR_FMT(path), error.message);
        return 2;
    }
    run_rows(&suite, text);
    for (size_t i = 0; i < suite.tallies.len; i++) {
        const struct tally *tally = &suite.tallies.items[i];
        printf("%.*s: %zu passed, %zu failed, %zu not scored\n", STR_FMT(tally->set), tally->passed,
               tally->failed, tally->unscored);
        passed += tally->passed;
        failed += tally->failed;
    }
    CHECK(passed + failed >= MIN_SCORED);
    for (size_t i = 0; i < suite.sites.len; i++) links_close(suite.sites.items[i].links);
    arena_free(&suite.arena);
    printf("%zu passed, %zu failed\n", passed + (size_t)unit_passed, failed + (size_t)unit_failed);
    return failed || unit_failed;
}
