/* The link, img and anchor rows of fixtures/hugo-urls: hrefs and ids that three Hugo releases wrote, against what the
 * page parser and the resolution make of the same files. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "page/page.h"
#include "site/site.h"
#include "site/url.h"
#include "unit.h"

#define CASES "fixtures/hugo-urls/cases"

static const struct {
    const char *file, *version;
} oracles[] = {
    {"expected.tsv", "0.111.3"}, {"expected-0.131.0.tsv", "0.131.0"}, {"expected-0.169.0.tsv", "0.169.0"}};

/* Links that shortcodes of the case's own write from arguments which only they know to be addresses. */
static const char *const by_template[] = {"/capt/", "/one/", "/two/", "/three/", "/self/"};
/* Cases whose rows are made by a template or by a format that isn't read here. */
static const char *const left_out[] = {"links-hook", "anchors-org"};

struct row {
    struct str kind, url, source, text;
};
struct parsed {
    const struct site_page *site_page;
    struct page page;
    const struct resolution *resolutions;
};
struct trial {
    struct arena arena;
    struct site *site;
    struct links *links;
    ARRAY_OF(struct row) rows;
    ARRAY_OF(struct parsed *) pages;
    struct str name;
    const char *version;
};

/* Footnotes' own links are made by Hugo; a shortcode in a heading leaves a placeholder in its id. */
static bool is_judged(struct str kind, struct str url) {
    bool made = str_starts(url, STR("#fn")) || str_find(url, STR("hahahugoshortcode")) < url.len;
    for (size_t i = 0; i < ARRAY_LEN(by_template); i++) made |= str_eq(url, str_from(by_template[i]));
    if (made) return false;
    return str_eq(kind, STR("link")) || str_eq(kind, STR("img")) || str_eq(kind, STR("anchor"));
}

static bool read_rows(struct trial *trial, struct str path) {
    struct str text;
    bool fails = false;
    if (!file_read(&trial->arena, str_c(&trial->arena, path), FILE_MAX_BYTES, &text, NULL)) return false;
    while (text.ptr && text.len) {
        struct str rest = str_cut(&text, '\n');
        struct row row = {.kind = str_cut(&rest, '\t')};
        row.url = str_cut(&rest, '\t');
        row.source = str_cut(&rest, '\t');
        row.text = rest;
        fails |= str_eq(row.kind, STR("exit"));
        if (is_judged(row.kind, row.url)) *ARRAY_PUSH(&trial->arena, &trial->rows) = row;
    }
    return !fails && trial->rows.len;
}

static struct parsed *parse_source(struct trial *trial, struct str source) {
    for (size_t i = 0; i < trial->pages.len; i++)
        if (str_eq(trial->pages.items[i]->site_page->source, source)) return trial->pages.items[i];
    const struct site_page *site_page = site_page_of(trial->site, source);
    if (!site_page || !site_page->page) return NULL;
    struct parsed *parsed = ARENA_NEW(&trial->arena, struct parsed);
    parsed->site_page = site_page;
    page_parse(&trial->arena, &parsed->page, source, site_page->page->source.text, &site_page->page->options);
    parsed->resolutions = links_resolve(trial->links, &trial->arena, site_page, &parsed->page);
    *ARRAY_PUSH(&trial->arena, &trial->pages) = parsed;
    return parsed;
}

static struct str tail_of(struct str target) {
    return str_sub(target, str_find_char(target, '#'), target.len);
}

/* The resolution of the shortcode that a destination begins with; its index, or SIZE_MAX. */
static size_t shortcode_link(const struct parsed *parsed, const struct link *link) {
    for (size_t i = 0; i < parsed->page.links.len; i++) {
        const struct link *other = &parsed->page.links.items[i];
        bool path = str_eq(other->name, STR("0")) || str_eq(other->name, STR("path"));
        if (other->kind == LINK_SHORTCODE && other->shortcode == link->shortcode && path) return i;
    }
    return SIZE_MAX;
}

/* The href that Hugo writes for a link. */
static struct str href_of(struct trial *trial, const struct parsed *parsed, size_t at) {
    struct arena *arena = &trial->arena;
    const struct link *link = &parsed->page.links.items[at];
    const struct resolution *r = &parsed->resolutions[at];
    struct str after = STR("");
    if (str_starts(link->target, STR("{{"))) {
        size_t inner = shortcode_link(parsed, link);
        size_t end = str_find(link->target, STR("}}"));
        if (inner == SIZE_MAX) return link->target;
        after = str_sub(link->target, end + 2, link->target.len);
        link = &parsed->page.links.items[inner];
        r = &parsed->resolutions[inner];
    }
    bool named = r->flags & RESOLUTION_BY_NAME && r->target && r->status == RESOLUTION_OK;
    if (!named) return link->target;
    struct str path = r->target->link.ptr ? r->target->link : STR("");
    bool same = str_starts(link->target, STR("#")) && link->kind == LINK_SHORTCODE;
    if (same || !link->target.len) path = STR("");
    return str_printf(arena, "%.*s%.*s%.*s", STR_FMT(path), STR_FMT(tail_of(link->target)), STR_FMT(after));
}

/* Do both lead to one address? Compared are paths as the browser sees them, and fragments. */
static bool same_address(struct trial *trial, const struct parsed *parsed, size_t at, const struct row *row) {
    struct arena *arena = &trial->arena;
    struct str href = href_of(trial, parsed, at);
    if (str_eq(url_decode(arena, href), url_decode(arena, row->url))) return true;
    const struct link *link = &parsed->page.links.items[at];
    if (link->kind == LINK_BARE && str_eq(link->text, row->text) && str_ends(row->url, row->text))
        return true;
    const struct resolution *r = &parsed->resolutions[at];
    struct url want = url_split(row->url), got = url_split(href);
    bool missing = r->status == RESOLUTION_MISSING_REF && str_eq(row->url, STR("NOTFOUND"));
    if (missing || !str_eq(want.fragment, got.fragment)) return missing;
    bool named = r->flags & RESOLUTION_BY_NAME && r->target;
    struct str path = named ? r->target->link : r->url;
    struct str asked =
        want.path.len ? url_join(arena, parsed->site_page->link, want.path) : parsed->site_page->link;
    return path.len && str_eq(path, url_decode(arena, asked));
}

static bool is_image(const struct link *link) {
    bool source = link->kind == LINK_SHORTCODE && str_eq(link->name, STR("src"));
    return link->kind == LINK_IMAGE || str_eq(link->element, STR("img")) || source;
}

static bool has_link(struct trial *trial, const struct parsed *parsed, const struct row *row) {
    bool image = str_eq(row->kind, STR("img"));
    for (size_t i = 0; i < parsed->page.links.len; i++)
        if (image == is_image(&parsed->page.links.items[i]) && same_address(trial, parsed, i, row))
            return true;
    return false;
}

static bool has_anchor(const struct parsed *parsed, const struct row *row) {
    struct str id = str_sub(row->url, 1, row->url.len);
    if (str_eq(row->url, STR("-"))) return true; /* a heading without an id */
    for (size_t i = 0; i < parsed->page.ids.len; i++)
        if (str_eq(parsed->page.ids.items[i].id, id)) return true;
    return false;
}

static void judge(struct trial *trial, const struct row *row) {
    struct parsed *parsed = parse_source(trial, row->source);
    bool anchor = str_eq(row->kind, STR("anchor"));
    bool found = parsed && (anchor ? has_anchor(parsed, row) : has_link(trial, parsed, row));
    if (!found)
        printf("%.*s %s: no %.*s %.*s (%.*s) in %.*s\n", STR_FMT(trial->name), trial->version,
               STR_FMT(row->kind), STR_FMT(row->url), STR_FMT(row->text), STR_FMT(row->source));
    CHECK(found);
}

static void run_case(struct str name, size_t oracle) {
    struct trial trial = {.name = name, .version = oracles[oracle].version};
    struct str folder = str_printf(&trial.arena, CASES "/%.*s", STR_FMT(name));
    struct site_options options = {.root = folder, .generator = GENERATOR_HUGO, .now = 1780000000};
    struct error error = {0};
    hugo_version_parse(str_from(trial.version), &options.hugo_version);
    if (read_rows(&trial, path_join(&trial.arena, folder, str_from(oracles[oracle].file)))) {
        CHECK(site_load(&trial.arena, &options, &trial.site, &error) &&
              links_open(&trial.arena, trial.site, &trial.links, &error));
        for (size_t i = 0; trial.links && i < trial.rows.len; i++) judge(&trial, &trial.rows.items[i]);
        links_close(trial.links);
    }
    arena_free(&trial.arena);
}

static bool is_left_out(const char *name) {
    for (size_t i = 0; i < ARRAY_LEN(left_out); i++)
        if (strcmp(name, left_out[i]) == 0) return true;
    return false;
}

int main(void) {
    DIR *dir = opendir(CASES);
    CHECK(dir != NULL);
    for (const struct dirent *entry; dir && (entry = readdir(dir));)
        for (size_t o = 0; entry->d_name[0] != '.' && !is_left_out(entry->d_name) && o < ARRAY_LEN(oracles);
             o++)
            run_case(str_from(entry->d_name), o);
    if (dir) closedir(dir);
    CHECK(unit_passed > 500);
    return unit_report();
}
