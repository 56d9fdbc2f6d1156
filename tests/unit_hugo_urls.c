/* unit_hugo_urls.c: runs the recorded cases of fixtures/hugo-urls against the URL model, for each recorded Hugo version.
 * Usage: unit_hugo_urls CASES [NAME…]; prints the count per kind and version, what differs, and "N passed, N failed". */
#include <dirent.h>
#include <stdlib.h>

#include "generators/generators.h"
#include "hugo/hugo.h"
#include "links/links.h"
#include "page/page.h"
#include "report/report.h"
#include "unit.h"

typedef ARRAY_OF(struct str) lines;

static const struct {
    const char *file, *version;
} oracles[] = {
    {"expected.tsv", "0.111.3"}, {"expected-0.131.0.tsv", "0.131.0"}, {"expected-0.169.0.tsv", "0.169.0"}};

/* Kinds every row of which must be had. */
static const char *const kinds[] = {"home",   "section", "page",  "taxonomy", "term", "alias",    "resource",
                                    "static", "output",  "file",  "lost",     "none", "redirect", "sitemap",
                                    "robots", "404",     "pager", "pager1",   "error"};
enum { KINDS = ARRAY_LEN(kinds), ERROR = KINDS - 1 };
static size_t rows_seen[ARRAY_LEN(oracles)][KINDS], rows_skipped[ARRAY_LEN(oracles)];

static int kind_index(struct str kind) {
    if (str_ends(kind, STR("?"))) kind.len--;
    for (size_t i = 0; i < KINDS; i++)
        if (str_eq(kind, str_from(kinds[i]))) return (int)i;
    return -1;
}

static struct str first_field(struct str row) {
    return str_sub(row, 0, str_find_char(row, '\t'));
}

/* The row without the '?' of a racing one. */
static struct str settled(struct arena *arena, struct str row) {
    struct str kind = first_field(row), rest = str_sub(row, kind.len, row.len);
    if (!str_ends(kind, STR("?"))) return row;
    kind.len--;
    return str_printf(arena, "%.*s%.*s", STR_FMT(kind), STR_FMT(rest));
}

static void split(struct arena *arena, struct str text, lines *out) {
    while (text.len) {
        struct str line = str_cut(&text, '\n');
        if (line.len && line.ptr[0] != '#') *ARRAY_PUSH(arena, out) = line;
    }
}

/* ---- options of a case ---- */

static void read_args(struct arena *arena, struct str folder, struct site_options *options) {
    struct str text = {0};
    lines words = {0}, configs = {0};
    char *name = str_c(arena, path_join(arena, folder, STR("case.args")));
    if (!file_exists(name) || !file_read(arena, name, 0, &text, NULL)) return;
    struct str rest = str_trim(text);
    while (rest.ptr) *ARRAY_PUSH(arena, &words) = str_cut(&rest, ' ');
    for (size_t i = 0; i < words.len; i++) {
        struct str word = words.items[i], next = i + 1 < words.len ? words.items[i + 1] : STR("");
        if (str_eq(word, STR("-D"))) options->drafts = true;
        if (str_eq(word, STR("-F"))) options->future = true;
        if (str_eq(word, STR("-E"))) options->expired = true;
        if (str_eq(word, STR("-e"))) options->environment = next;
        if (str_eq(word, STR("--baseURL"))) options->base_url = next;
        if (str_eq(word, STR("--contentDir"))) options->content_dir = next;
        struct str list = str_eq(word, STR("--config")) ? next : (struct str){0};
        while (list.ptr) *ARRAY_PUSH(arena, &configs) = str_cut(&list, ',');
    }
    options->config_files = configs.items;
    options->config_file_count = configs.len;
}

/* ---- rows the model makes ---- */

static struct str field(struct str row, int n) {
    struct str part = {0};
    for (int i = 0; i <= n; i++) part = str_cut(&row, '\t');
    return part;
}

/* The recorder names copies by where their source lies. */
static struct str recorded_kind(struct str kind, struct str source) {
    bool copy = str_starts(kind, STR("resource")) || str_starts(kind, STR("static"));
    if (!copy) return kind;
    bool racing = str_ends(kind, STR("?"));
    if (str_starts(source, STR("content"))) return racing ? STR("resource?") : STR("resource");
    while (source.ptr)
        if (str_eq(str_cut(&source, '/'), STR("static"))) return racing ? STR("static?") : STR("static");
    return racing ? STR("file?") : STR("file");
}

static bool is_content(struct str path) {
    static const char *const suffixes[] = {".md",     ".markdown", ".mdown", ".html", ".htm", ".org",
                                           ".gotmpl", ".adoc",     ".rst",   ".ad",   ".mdx"};
    struct str rest = path;
    struct str first = str_cut(&rest, '/');
    if (str_eq(first, STR("layouts")) || str_eq(first, STR("themes"))) return false;
    for (size_t i = 0; i < ARRAY_LEN(suffixes); i++)
        if (str_ends(path, str_from(suffixes[i]))) return true;
    return false;
}

/* Files of equal bytes can't be told apart in what was published: the recorder took the likeliest. */
static struct str likeliest(struct arena *arena, const struct site *site, struct str source,
                            struct str target) {
    static const char *const not_copied[] = {"case.args", "case.env", "case.txt"};
    str_array files = {0};
    struct walk_options all = {.dot_folders = true};
    struct str text = {0}, best = source;
    struct tree tree = site->tree;
    int best_score = 3;
    if (!tree.read(tree.state, arena, source, &text, NULL)) return source;
    root_list(root_open(arena, site->root, NULL), arena, STR(""), &all, &files, NULL);
    for (size_t i = 0; i < files.len; i++) {
        struct str path = files.items[i], other = {0}, below = path;
        bool skip = str_starts(path, STR("expected")) || str_starts(path, STR("list"));
        for (size_t n = 0; n < ARRAY_LEN(not_copied); n++) skip |= str_eq(path, str_from(not_copied[n]));
        if (skip || !tree.read(tree.state, arena, path, &other, NULL) || !str_eq(text, other)) continue;
        str_cut(&below, '/');
        int score =
            2 * !str_eq(path_base(path), path_base(target)) + !str_ends(target, below.ptr ? below : path);
        if (score >= best_score) continue;
        best_score = score;
        best = path;
    }
    return best;
}

/* "none": content files of the case that nothing published came from. */
static void add_none(struct arena *arena, const struct site *site, lines *rows) {
    struct map used = {0}, racing = {0};
    str_array files = {0};
    struct walk_options all = {.dot_folders = true};
    for (size_t i = 0; i < rows->len; i++) {
        struct str kind = first_field(rows->items[i]), source = field(rows->items[i], 2);
        bool counts = !str_starts(kind, STR("lost")) && !str_starts(kind, STR("alias"));
        if (counts) *map_slot(arena, str_ends(kind, STR("?")) ? &racing : &used, source) = arena;
    }
    root_list(root_open(arena, site->root, NULL), arena, STR(""), &all, &files, NULL);
    for (size_t i = 0; i < files.len; i++) {
        struct str path = files.items[i];
        if (!is_content(path) || map_get(&used, path)) continue;
        *ARRAY_PUSH(arena, rows) =
            str_printf(arena, "none%s\t\t%.*s\t", map_get(&racing, path) ? "?" : "", STR_FMT(path));
    }
}

static void model_rows(struct arena *arena, const struct site *site, lines *rows) {
    struct buf out = {.arena = arena};
    lines printed = {0};
    report_urls(site, STR(""), false, &out);
    split(arena, buf_str(&out), &printed);
    for (size_t i = 0; i < printed.len; i++) {
        struct str row = printed.items[i], kind = first_field(row), url = field(row, 1),
                   source = field(row, 2);
        struct str target = field(row, 3);
        bool copy = str_starts(kind, STR("resource")) || str_starts(kind, STR("static"));
        if (copy) source = likeliest(arena, site, source, target);
        kind = recorded_kind(kind, source);
        *ARRAY_PUSH(arena, rows) = str_printf(arena, "%.*s\t%.*s\t%.*s\t%.*s", STR_FMT(kind), STR_FMT(url),
                                              STR_FMT(source), STR_FMT(target));
    }
    add_none(arena, site, rows);
}

/* ---- comparing ---- */

static bool has_row(struct arena *arena, const lines *rows, struct str wanted) {
    for (size_t i = 0; i < rows->len; i++)
        if (str_eq(settled(arena, rows->items[i]), settled(arena, wanted))) return true;
    return false;
}

/* Where Hugo races any of the rows will do: one for that URL, marked as racing. */
static bool has_race(const lines *rows, struct str wanted) {
    for (size_t i = 0; i < rows->len; i++)
        if (str_ends(first_field(rows->items[i]), STR("?")) &&
            str_eq(field(rows->items[i], 1), field(wanted, 1)))
            return true;
    return false;
}

/* Pagers, what they overwrite and their feeds; 404 pages. */
static bool decided_by_templates(struct str row, const lines *expected) {
    struct str url = field(row, 1), kind = first_field(row);
    if (str_starts(row, STR("pager")) || str_starts(row, STR("404"))) return true;
    for (size_t i = 0; i < expected->len; i++) {
        struct str pager = expected->items[i], folder = field(pager, 1);
        if (!str_starts(pager, STR("pager"))) continue;
        bool output = str_eq(kind, STR("output")) && str_find(url, STR("/page/")) < url.len;
        bool overwritten = str_starts(kind, STR("lost")) || str_starts(kind, STR("none"));
        if (output || overwritten || str_eq(url, folder)) return true;
    }
    return false;
}

static void verdict(bool passed, const char *name, const char *version, const char *what, struct str row) {
    if (passed)
        unit_passed++;
    else
        unit_failed++;
    if (!passed) printf("%s %s: %s: %.*s\n", name, version, what, STR_FMT(row));
}

static void compare_rows(struct arena *arena, const char *name, size_t oracle, const lines *expected,
                         const lines *got) {
    const char *version = oracles[oracle].version;
    for (size_t i = 0; i < expected->len; i++) {
        struct str row = expected->items[i];
        int kind = kind_index(first_field(row));
        if (kind < 0 || kind == ERROR) continue;
        if (decided_by_templates(row, expected)) {
            rows_skipped[oracle]++;
            continue;
        }
        rows_seen[oracle][kind]++;
        bool racing = str_ends(first_field(row), STR("?")) && has_race(got, row);
        verdict(racing || has_row(arena, got, row), name, version, "missing", row);
    }
    for (size_t i = 0; i < got->len; i++) {
        struct str row = got->items[i];
        if (decided_by_templates(row, expected) || str_ends(first_field(row), STR("?"))) continue;
        if (!has_row(arena, expected, row)) verdict(false, name, version, "unexpected", row);
    }
}

/* ---- links: a reference that Hugo cannot resolve fails its build ---- */

static bool bad_reference_on(struct arena *arena, const struct site *site, const struct links *links,
                             const struct site_page *page) {
    struct page parsed;
    bool bad = false;
    if (page->page == NULL || page->flags & PAGE_DROPPED) return false;
    page_parse(arena, &parsed, page->source, site_page_text(arena, site, page), &page->page->options);
    const struct resolution *found = links_resolve(links, arena, page, &parsed);
    for (size_t i = 0; i < parsed.links.len; i++)
        bad |= found[i].status == RESOLUTION_MISSING_REF || found[i].status == RESOLUTION_AMBIGUOUS_REF;
    return bad;
}

static bool bad_reference(struct arena *arena, const struct site *site) {
    struct links *links = NULL;
    bool bad = false;
    const struct node *level = site_config(site, SITE_NO_LANGUAGE, STR("refLinksErrorLevel"));
    if (level && str_eq_nocase(level->text, STR("WARNING"))) return false;
    if (!links_open(arena, site, &links, NULL)) return true;
    for (size_t i = 0; i < site->page_count; i++)
        bad |= bad_reference_on(arena, site, links, &site->pages[i]);
    links_close(links);
    return bad;
}

static void run_case(const char *cases, const char *name, size_t oracle, int64_t now) {
    struct arena arena = {0};
    struct str folder = str_printf(&arena, "%s/%s", cases, name), text = {0};
    struct str path = path_join(&arena, folder, str_from(oracles[oracle].file));
    struct site_options options = {.root = folder, .generator = &hugo_generator, .now = now, .threads = 1};
    struct error error = {0};
    struct site *site = NULL;
    lines expected = {0}, got = {0};
    hugo_version_parse(str_from(oracles[oracle].version), &options.version);
    read_args(&arena, folder, &options);
    if (!file_read(&arena, str_c(&arena, path), 0, &text, &error)) {
        arena_free(&arena); /* not recorded with this version */
        return;
    }
    split(&arena, text, &expected);
    bool fails = has_row(&arena, &expected, STR("exit\t1\t\t")) ||
                 has_row(&arena, &expected, STR("exit\t2\t\t")) ||
                 has_row(&arena, &expected, STR("exit\t255\t\t"));
    bool loaded = site_load(&arena, &options, &site, &error);
    bool failing = !loaded || site->failures.len > 0 || bad_reference(&arena, site);
    rows_seen[oracle][ERROR] += fails;
    verdict(fails == failing, name, oracles[oracle].version,
            fails ? "Hugo fails, the model does not" : "fails",
            !loaded              ? str_from(error.message)
            : site->failures.len ? site->failures.items[0].message
                                 : STR(""));
    if (loaded && !fails) {
        model_rows(&arena, site, &got);
        compare_rows(&arena, name, oracle, &expected, &got);
    }
    arena_free(&arena);
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void print_counts(void) {
    printf("%-10s", "kind");
    for (size_t o = 0; o < ARRAY_LEN(oracles); o++) printf(" %8s", oracles[o].version);
    printf("\n");
    for (size_t k = 0; k < KINDS; k++) {
        size_t sum = 0;
        for (size_t o = 0; o < ARRAY_LEN(oracles); o++) sum += rows_seen[o][k];
        if (sum == 0) continue;
        printf("%-10s", kinds[k]);
        for (size_t o = 0; o < ARRAY_LEN(oracles); o++) printf(" %8zu", rows_seen[o][k]);
        printf("\n");
    }
    printf("%-10s", "(skipped)");
    for (size_t o = 0; o < ARRAY_LEN(oracles); o++) printf(" %8zu", rows_skipped[o]);
    printf("  pagers and 404 pages: templates decide\n");
}

int main(int argc, char **argv) {
    struct arena arena = {0};
    ARRAY_OF(char *) names = {0};
    DIR *dir = opendir(argc > 1 ? argv[1] : "fixtures/hugo-urls/cases");
    for (const struct dirent *entry; dir && (entry = readdir(dir));)
        if (entry->d_name[0] != '.' && argc <= 2)
            *ARRAY_PUSH(&arena, &names) = str_c(&arena, str_from(entry->d_name));
    for (int i = 2; i < argc; i++) *ARRAY_PUSH(&arena, &names) = argv[i];
    if (dir) closedir(dir);
    if (names.len) qsort(names.items, names.len, sizeof(names.items[0]), by_name);
    for (size_t i = 0; i < names.len; i++)
        for (size_t o = 0; o < ARRAY_LEN(oracles); o++)
            run_case(argc > 1 ? argv[1] : "fixtures/hugo-urls/cases", names.items[i], o, (int64_t)time(NULL));
    print_counts();
    if (names.len == 0) unit_failed++;
    arena_free(&arena);
    return unit_report();
}
