/* unit_hugo_switches.c: on both sides of every change that tests/hugo_switches.py measured, the model says what that
 * release of Hugo did. Usage: unit_hugo_switches [CASE…]; tests/hugo_switches.py tells what a case and a probe are. */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "generators/generators.h"
#include "hugo/hugo.h"
#include "links/links.h"
#include "page/page.h"
#include "unit.h"

#define TABLE "tests/data/hugo-switches.tsv"
#define CASES "tests/data/hugo-switches"

struct look { /* at one site, as one version of Hugo would make it */
    struct arena *arena;
    const struct site *site;
};

/* ---- a case's site on disk ---- */

static void write_file(struct arena *arena, struct str folder, struct str path, struct str text) {
    char *name = str_c(arena, path_join(arena, folder, path));
    for (char *slash = name + folder.len + 1; (slash = strchr(slash, '/')); *slash++ = '/') {
        *slash = '\0';
        if (mkdir(name, 0777) != 0 && errno != EEXIST) abort();
    }
    FILE *file = fopen(name, "w");
    if (!file || fwrite(text.ptr, 1, text.len, file) != text.len || fclose(file) != 0) abort();
}

static bool is_header(struct str line, struct str *path) {
    bool header = line.len > 6 && str_starts(line, STR("-- ")) && str_ends(line, STR(" --"));
    if (header) *path = str_sub(line, 3, line.len - 3);
    return header;
}

/* Writes the files of a case; *probe is what to look at. */
static void lay(struct arena *arena, struct str text, struct str folder, struct str *probe) {
    struct str rest = text, path = {0}, next = {0}, probed = STR("probe: ");
    bool configured = false;
    while (rest.len) {
        struct str line = str_cut(&rest, '\n');
        if (str_starts(line, probed)) *probe = str_sub(line, probed.len, line.len);
        if (is_header(line, &path)) break;
    }
    while (path.ptr) {
        const char *start = rest.ptr, *end = start;
        next = (struct str){0};
        while (rest.len) {
            struct str line = str_cut(&rest, '\n');
            if (is_header(line, &next)) break;
            end = line.ptr + line.len + 1;
        }
        configured |= str_starts(path, STR("hugo.")) || str_starts(path, STR("config"));
        write_file(arena, folder, path, (struct str){start, (size_t)(end - start)});
        path = next;
    }
    if (!configured)
        write_file(arena, folder, STR("hugo.yaml"), STR("baseURL: https://example.org/\ntitle: T\n"));
}

/* ---- probes ---- */

static const struct site_url *winner(const struct look *look, struct str path) {
    const struct site_url *claim = site_claims(look->site, path);
    while (claim && (claim->overwritten || claim->uncertain)) claim = claim->next_claim;
    return claim;
}

static bool is_page(const struct site_url *claim) {
    return claim && claim->kind <= URL_TERM;
}

static struct str look_at_file(const struct look *look, struct str path) {
    const struct site_url *claim = winner(look, path);
    if (!claim) return STR("none");
    if (claim->racing) return STR("chance");
    if (is_page(claim)) return STR("page");
    return claim->kind == URL_ALIAS || claim->kind == URL_REDIRECT ? STR("redirect") : STR("copy");
}

static struct str look_at_source(const struct look *look, struct str path) {
    const struct site_url *claim = winner(look, path);
    if (claim && claim->racing) return STR("chance");
    return is_page(claim) ? claim->page->path : STR("none");
}

static struct str look_at_target(const struct look *look, struct str path) {
    const struct site_url *claim = winner(look, path);
    if (claim && claim->racing) return STR("chance");
    return claim && claim->target.len ? claim->target : STR("none");
}

static const struct site_page *page_of(const struct look *look, struct str path) {
    for (size_t i = 0; i < look->site->page_count; i++) {
        const struct site_page *page = &look->site->pages[i];
        if (str_eq(page->path, path) && page->source.len && site_page_served(page)) return page;
    }
    return NULL;
}

static struct str look_at_link(const struct look *look, struct str path) {
    const struct site_page *page = page_of(look, path);
    return page && page->link.len ? page->link : STR("none");
}

static void parse(const struct look *look, const struct site_page *page, struct page *parsed) {
    page_parse(look->arena, parsed, page->source, site_page_text(look->arena, look->site, page),
               &page->page->options);
}

static struct str look_at_ids(const struct look *look, struct str path) {
    const struct site_page *page = page_of(look, path);
    struct page parsed = {0};
    struct buf out = {.arena = look->arena};
    if (page) parse(look, page, &parsed);
    for (size_t i = 0; i < parsed.headings.len; i++) {
        if (i) buf_add_char(&out, ' ');
        buf_add(&out, parsed.headings.items[i].id);
    }
    return out.len ? buf_str(&out) : STR("none");
}

/* Of the first link of a page. */
static enum resolution_status status_of(const struct look *look, const struct site_page *page) {
    struct links *links = NULL;
    struct page parsed;
    enum resolution_status status = RESOLUTION_UNKNOWN;
    if (!page->page || page->flags & PAGE_DROPPED || !links_open(look->arena, look->site, &links, NULL))
        return status;
    parse(look, page, &parsed);
    if (parsed.links.len) status = links_resolve(links, look->arena, page, &parsed)[0].status;
    links_close(links);
    return status;
}

static struct str look_whether_reached(const struct look *look, struct str path) {
    const struct site_page *page = page_of(look, path);
    return page && status_of(look, page) == RESOLUTION_OK ? STR("reached") : STR("broken");
}

/* What roles and versions make is not modelled; that it is there is known. */
static struct str look_below(const struct look *look, struct str path) {
    (void)path;
    return site_is_noted(look->site, SITE_NOTE_DIMENSIONS) ? STR("pages") : STR("none");
}

/* Shortcodes are looked at with the body, which a page has whether it is published or not. */
static bool stops_at_shortcode(const struct look *look, const struct site_page *page) {
    const unsigned unpublished = PAGE_DRAFT | PAGE_FUTURE | PAGE_EXPIRED;
    struct str text = site_page_text(look->arena, look->site, page);
    bool read = site_has(look->site, SITE_READS_UNPUBLISHED) || !(page->flags & unpublished);
    if (!page->page || !text.ptr || !read) return false;
    struct page whole;
    page_parse(look->arena, &whole, page->source, text, &page->page->options);
    for (size_t i = 0; i < whole.faults.len; i++)
        if (whole.faults.items[i].kind == PAGE_FAULT_SHORTCODE) return true;
    return false;
}

static struct str look_whether_built(const struct look *look, struct str path) {
    (void)path;
    for (size_t i = 0; i < look->site->page_count; i++)
        if (stops_at_shortcode(look, &look->site->pages[i])) return STR("fails");
    return STR("builds");
}

static const struct {
    const char *name;
    struct str (*look)(const struct look *look, struct str path);
    bool many; /* a list of paths */
} probes[] = {{"build", look_whether_built, false}, {"file", look_at_file, true},
              {"link", look_at_link, false},        {"source", look_at_source, true},
              {"target", look_at_target, true},     {"reach", look_whether_reached, false},
              {"ids", look_at_ids, false},          {"below", look_below, false}};

static bool fails(const struct look *look) {
    if (look->site->failures.len) return true;
    for (size_t i = 0; i < look->site->page_count; i++) {
        enum resolution_status status = status_of(look, &look->site->pages[i]);
        if (status == RESOLUTION_MISSING_REF || status == RESOLUTION_AMBIGUOUS_REF) return true;
    }
    return false;
}

static struct str observe(const struct look *look, struct str probe) {
    struct str rest = probe, name = str_cut(&rest, ' ');
    struct buf out = {.arena = look->arena};
    size_t kind = 0;
    if (fails(look)) return STR("fails");
    while (kind < ARRAY_LEN(probes) && !str_eq(name, str_from(probes[kind].name))) kind++;
    if (kind == ARRAY_LEN(probes)) return STR("no such probe");
    do {
        struct str path = probes[kind].many ? str_cut(&rest, ' ') : rest;
        struct str result = probes[kind].look(look, path);
        if (str_eq(result, STR("chance"))) return result;
        if (out.len) buf_add_char(&out, ',');
        buf_add(&out, result);
    } while (probes[kind].many && rest.ptr);
    return buf_str(&out);
}

/* ---- rows ---- */

static struct str seen_by(struct arena *arena, struct str folder, struct str version, struct str probe) {
    struct site_options options = {.root = folder, .generator = &hugo_generator, .now = 1800000000};
    struct site *site = NULL;
    struct error error = {0};
    if (!hugo_version_parse(version, &options.version)) return STR("no version");
    if (!site_load(arena, &options, &site, &error)) return STR("fails");
    return observe(&(struct look){arena, site}, probe);
}

static void compare(struct arena *arena, struct str folder, struct str name, struct str version,
                    struct str probe, struct str wanted) {
    struct str got = seen_by(arena, folder, version, probe);
    bool right = str_eq(got, wanted);
    *(right ? &unit_passed : &unit_failed) += 1;
    if (!right)
        printf("%.*s %.*s: %.*s: got %.*s, Hugo has %.*s\n", STR_FMT(name), STR_FMT(version), STR_FMT(probe),
               STR_FMT(got), STR_FMT(wanted));
}

static void remove_folder(struct arena *arena, struct str folder) {
    char *command = str_c(arena, str_printf(arena, "rm -r '%.*s'", STR_FMT(folder)));
    CHECK(system(command) == 0);
}

/* switch, case, last old release, first new release, result of the old, result of the new */
static void run_row(struct str row) {
    struct arena arena = {0};
    struct str fields[6], text = {0}, probe = {0};
    char folder[] = "/tmp/contentlint-switches-XXXXXX";
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) fields[i] = str_cut(&row, '\t');
    struct str path = str_printf(&arena, CASES "/%.*s.txt", STR_FMT(fields[1]));
    CHECK(row.ptr == NULL && mkdtemp(folder) && file_read(&arena, str_c(&arena, path), 0, &text, NULL));
    lay(&arena, text, str_from(folder), &probe);
    compare(&arena, str_from(folder), fields[1], fields[2], probe, fields[4]);
    compare(&arena, str_from(folder), fields[1], fields[3], probe, fields[5]);
    remove_folder(&arena, str_from(folder));
    arena_free(&arena);
}

static bool is_asked(struct str row, int argc, char **argv) {
    str_cut(&row, '\t');
    struct str name = str_cut(&row, '\t');
    for (int i = 1; i < argc; i++)
        if (str_eq(name, str_from(argv[i]))) return true;
    return argc < 2;
}

int main(int argc, char **argv) {
    struct arena arena = {0};
    struct str text = {0};
    CHECK(file_read(&arena, TABLE, 0, &text, NULL));
    while (text.len) {
        struct str row = str_cut(&text, '\n');
        if (row.len && row.ptr[0] != '#' && is_asked(row, argc, argv)) run_row(row);
    }
    arena_free(&arena);
    return unit_report();
}
