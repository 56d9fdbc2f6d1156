/* unit_hugo_links.c: the links and anchors of the recorded cases: where Hugo's rendered link leads must be where the
 * model says it leads, and every id of the rendered page must be known. Prints counts per version, what differs, and
 * "N passed, N failed". Usage: unit_hugo_links CASES [NAME…]. */
#include <dirent.h>
#include <stdlib.h>

#include "generators/generators.h"
#include "hugo/hugo.h"
#include "links/links.h"
#include "page/page.h"
#include "unit.h"

typedef ARRAY_OF(struct str) lines;

static const struct {
    const char *file, *version;
} oracles[] = {
    {"expected.tsv", "0.111.3"}, {"expected-0.131.0.tsv", "0.131.0"}, {"expected-0.169.0.tsv", "0.169.0"}};
static size_t anchors_seen[ARRAY_LEN(oracles)], links_seen[ARRAY_LEN(oracles)], skipped[ARRAY_LEN(oracles)],
    skipped_rows[ARRAY_LEN(oracles)];

static struct str field(struct str row, int n) {
    struct str part = {0};
    for (int i = 0; i <= n; i++) part = str_cut(&row, '\t');
    return part;
}

static bool take(lines *rows, struct str wanted) {
    for (size_t i = 0; i < rows->len; i++) {
        if (!str_eq(rows->items[i], wanted)) continue;
        rows->items[i] = rows->items[--rows->len];
        return true;
    }
    return false;
}

/* ---- what Hugo would write ---- */

static bool is_escaped(struct str s, size_t i) {
    return i + 2 < s.len && s.ptr[i] == '%' && strchr("0123456789abcdefABCDEF", s.ptr[i + 1]) &&
           strchr("0123456789abcdefABCDEF", s.ptr[i + 2]);
}

/* Goldmark percent-encodes what a URL cannot hold and leaves the rest. */
static struct str goldmark_escape(struct arena *arena, struct str s) {
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        bool plain = c > 0x20 && c < 0x7f && !strchr("\"<>\\^`{|}[]", c);
        if (plain && (c != '%' || is_escaped(s, i)))
            buf_add_char(&out, (char)c);
        else
            buf_printf(&out, "%%%02X", c);
    }
    return buf_str(&out);
}

static struct str tail_of(struct str target) {
    size_t hash = str_find_char(target, '#'), query = str_find_char(target, '?');
    return str_sub(target, query < hash ? query : hash, target.len);
}

static bool is_set(const struct site *site, const char *key, const char *value) {
    const struct node *node = site_config(site, SITE_NO_LANGUAGE, str_from(key));
    return node && str_eq(node->text, str_from(value));
}

/* Are plain links resolved by content path (since 0.123, 3.2)? */
static bool embedded_hook(const struct site *site) {
    bool many = site->multilingual && !site->multihost;
    if (site->version < HUGO_VERSION(0, 123, 0)) return false;
    if (site->version < HUGO_VERSION(0, 148, 0))
        return many || is_set(site, "markup.goldmark.renderHooks.link.enableDefault", "true");
    return many || is_set(site, "markup.goldmark.renderHooks.link.useEmbedded", "always") ||
           is_set(site, "markup.goldmark.renderHooks.link.useEmbedded", "fallback");
}

static struct str concat(struct arena *arena, struct str a, struct str b) {
    return str_printf(arena, "%.*s%.*s", STR_FMT(a), STR_FMT(b));
}

/* {{< ref >}}: absolute; {{< relref >}}: the LINK, under canonifyURLs without the base path. */
static struct str reference(struct arena *arena, const struct site *site, const struct link *link,
                            const struct resolution *found) {
    const struct node *lost = site_config(site, SITE_NO_LANGUAGE, STR("refLinksNotFoundURL"));
    if (found->target == NULL) return node_text(lost, STR(""));
    const struct site_language *language = &site->languages[found->target->language];
    struct str at = found->target->link, below = str_sub(at, language->base_path.len, at.len);
    struct str tail = str_sub(link->target, str_find_char(link->target, '#'), link->target.len);
    if (str_eq(link->element, STR("ref")))
        at = concat(arena, language->base_url, below);
    else if (is_set(site, "canonifyURLs", "true"))
        at = concat(arena, STR("/"), below);
    return concat(arena, at, tail);
}

/* What the template for links makes of a destination. */
static struct str hooked(struct arena *arena, const struct site *site, const struct site_page *page,
                         const struct link *link, const struct resolution *found) {
    struct str target = link->target, tail = tail_of(target);
    bool hook = embedded_hook(site) && link->kind != LINK_HTML && link->kind != LINK_SHORTCODE;
    struct str file = path_clean(arena, path_join(arena, path_dir(page->file), target));
    const struct site_url *claim = site_claims(site, file);
    bool resource =
        claim && claim->kind == URL_RESOURCE && claim->page == page && found->status == RESOLUTION_OK;
    if (hook && str_starts(target, STR("#"))) return concat(arena, page->link, target);
    if (hook && resource) return claim->link;
    if (found->flags & RESOLUTION_BY_NAME && found->target)
        return concat(arena, found->target->link, goldmark_escape(arena, tail));
    if (found->flags & RESOLUTION_BY_NAME && found->status == RESOLUTION_OK && found->url.len)
        return goldmark_escape(arena, found->url);
    if (link->kind == LINK_BARE && str_starts(target, STR("http://www."))) /* written without a scheme */
        return concat(arena, STR("https"), str_sub(target, 4, target.len));
    return goldmark_escape(arena, target);
}

/* canonifyURLs and relativeURLs rewrite what starts with one slash. */
static struct str rewritten(struct arena *arena, const struct site *site, const struct site_page *page,
                            struct str url) {
    const struct site_language *language = &site->languages[page->language];
    struct str rest = str_sub(url, 1, url.len);
    if (!str_starts(url, STR("/")) || str_starts(rest, STR("/"))) return url;
    if (is_set(site, "canonifyURLs", "true")) return concat(arena, language->base_url, rest);
    if (!is_set(site, "relativeURLs", "true")) return url;
    struct buf out = {.arena = arena};
    for (size_t i = language->base_path.len; i < page->link.len; i++)
        if (page->link.ptr[i] == '/') buf_add(&out, STR("../"));
    return concat(arena, buf_str(&out), rest);
}

static struct str rendered(struct arena *arena, const struct site *site, const struct site_page *page,
                           const struct link *link, const struct resolution *found) {
    bool ref = str_eq(link->element, STR("ref")) || str_eq(link->element, STR("relref"));
    bool shortcode = link->kind == LINK_SHORTCODE && ref;
    return rewritten(arena, site, page,
                     shortcode ? reference(arena, site, link, found)
                               : hooked(arena, site, page, link, found));
}

/* A destination may begin with {{< relref … >}}: what the shortcode gives, then the rest as written. */
static struct str with_shortcode(struct arena *arena, const struct site *site, const struct site_page *page,
                                 const struct page *parsed, const struct link *link,
                                 const struct resolution *found) {
    for (size_t i = 0; i < parsed->links.len; i++) {
        const struct link *part = &parsed->links.items[i];
        if (part->kind != LINK_SHORTCODE || part->shortcode != link->shortcode) continue;
        size_t end = str_find(link->target, STR("}}"));
        struct str rest = str_sub(link->target, end + 2, link->target.len);
        return concat(arena, rendered(arena, site, page, part, &found[i]), rest);
    }
    return link->target;
}

static bool is_image(const struct link *link) {
    return link->kind == LINK_IMAGE || (link->kind == LINK_HTML && str_eq(link->name, STR("src"))) ||
           (link->kind == LINK_SHORTCODE && str_eq(link->name, STR("src")));
}

static void add_links(struct arena *arena, const struct site *site, const struct links *links,
                      const struct site_page *page, const struct page *parsed, lines *out) {
    const struct resolution *found = links_resolve(links, arena, page, parsed);
    for (size_t i = 0; i < parsed->links.len; i++) {
        const struct link *link = &parsed->links.items[i];
        if (link->kind == LINK_DEFINITION || link->kind == LINK_FRONT_MATTER) continue;
        bool part = link->kind != LINK_SHORTCODE && link->shortcode != PAGE_NONE &&
                    str_starts(link->target, STR("{{"));
        struct str url = part ? with_shortcode(arena, site, page, parsed, link, found)
                              : rendered(arena, site, page, link, &found[i]);
        *ARRAY_PUSH(arena, out) = str_printf(arena, "%s\t%.*s\t%.*s", is_image(link) ? "img" : "link",
                                             STR_FMT(url), STR_FMT(page->source));
    }
}

static void add_anchors(struct arena *arena, const struct site_page *page, const struct page *parsed,
                        lines *out) {
    for (size_t i = 0; i < parsed->headings.len; i++) {
        const struct heading *heading = &parsed->headings.items[i];
        if (heading->field) continue;
        bool none = heading->id.len == 0;
        *ARRAY_PUSH(arena, out) = str_printf(arena, "anchor\t%s%.*s\t%.*s", none ? "-" : "#",
                                             STR_FMT(heading->id), STR_FMT(page->source));
    }
    for (size_t i = 0; i < parsed->ids.len; i++) {
        const struct anchor_id *id = &parsed->ids.items[i];
        if (id->origin != ID_FROM_HTML_ID && id->origin != ID_FROM_FOOTNOTE) continue;
        *ARRAY_PUSH(arena, out) =
            str_printf(arena, "anchor\t#%.*s\t%.*s", STR_FMT(id->id), STR_FMT(page->source));
    }
}

/* Arguments a site's own shortcode may make a link of: its template decides. */
static void add_arguments(struct arena *arena, const struct site_page *page, const struct page *parsed,
                          lines *out) {
    for (size_t i = 0; i < parsed->shortcodes.len; i++) {
        const struct shortcode *shortcode = &parsed->shortcodes.items[i];
        for (size_t a = 0; a < shortcode->arguments.len && !shortcode->escaped; a++)
            *ARRAY_PUSH(arena, out) =
                str_printf(arena, "argument\t%.*s\t%.*s", STR_FMT(shortcode->arguments.items[a].value),
                           STR_FMT(page->source));
    }
}

static bool model_rows(struct arena *arena, const struct site *site, lines *out) {
    struct links *links = NULL;
    if (!links_open(arena, site, &links, NULL)) return false;
    for (size_t i = 0; i < site->page_count; i++) {
        const struct site_page *page = &site->pages[i];
        if (page->page == NULL || !site_page_served(page)) continue;
        struct page *parsed = ARENA_NEW(arena, struct page);
        page_parse(arena, parsed, page->source, site_page_text(arena, site, page), &page->page->options);
        add_links(arena, site, links, page, parsed, out);
        add_anchors(arena, page, parsed, out);
        add_arguments(arena, page, parsed, out);
    }
    links_close(links);
    return true;
}

/* ---- comparing ---- */

/* Footnotes' own links, the placeholder of a shortcode in a heading's id, and Org, whose bodies are not read. */
static bool made_by_hugo(struct str row) {
    struct str url = field(row, 1);
    return str_starts(url, STR("#fn:")) || str_starts(url, STR("#fnref")) ||
           str_ends(field(row, 2), STR(".org")) || str_find(url, STR("hahahugoshortcode")) < url.len;
}

static bool has(const lines *rows, struct str wanted) {
    for (size_t i = 0; i < rows->len; i++)
        if (str_eq(rows->items[i], wanted)) return true;
    return false;
}

static bool in_argument(const lines *rows, struct str row) {
    struct str url = field(row, 1);
    for (size_t i = 0; i < rows->len; i++) {
        bool argument = str_starts(rows->items[i], STR("argument\t")) && url.len > 1;
        if (argument && str_find(field(rows->items[i], 1), url) < field(rows->items[i], 1).len) return true;
    }
    return false;
}

static void compare(struct arena *arena, const char *name, size_t oracle, struct str expected, lines *got) {
    while (expected.len) {
        struct str row = str_cut(&expected, '\n'), kind = field(row, 0);
        bool anchor = str_eq(kind, STR("anchor")),
             link = str_eq(kind, STR("link")) || str_eq(kind, STR("img"));
        if (!anchor && !link) continue;
        struct str wanted = str_printf(arena, "%.*s\t%.*s\t%.*s", STR_FMT(kind), STR_FMT(field(row, 1)),
                                       STR_FMT(field(row, 2)));
        if (made_by_hugo(row) || (link && !has(got, wanted) && in_argument(got, row))) {
            skipped_rows[oracle]++;
            continue;
        }
        bool passed = take(got, wanted);
        *(anchor ? &anchors_seen[oracle] : &links_seen[oracle]) += 1;
        if (passed)
            unit_passed++;
        else
            unit_failed++;
        if (!passed) printf("%s %s: missing: %.*s\n", name, oracles[oracle].version, STR_FMT(row));
    }
    if (getenv("VERBOSE"))
        for (size_t i = 0; i < got->len; i++)
            printf("%s %s: also: %.*s\n", name, oracles[oracle].version, STR_FMT(got->items[i]));
}

static void run_case(const char *cases, const char *name, size_t oracle) {
    struct arena arena = {0};
    struct str folder = str_printf(&arena, "%s/%s", cases, name), text = {0};
    struct str path = path_join(&arena, folder, str_from(oracles[oracle].file));
    struct site_options options = {
        .root = folder, .generator = &hugo_generator, .now = (int64_t)time(NULL), .threads = 1};
    struct site *site = NULL;
    struct error error = {0};
    lines got = {0};
    hugo_version_parse(str_from(oracles[oracle].version), &options.version);
    if (!file_read(&arena, str_c(&arena, path), 0, &text, &error)) {
        arena_free(&arena); /* not recorded with this version */
        return;
    }
    bool wanted = str_find(text, STR("\nlink\t")) < text.len || str_find(text, STR("\nanchor\t")) < text.len;
    bool fails = str_find(text, STR("\nexit\t")) < text.len;
    bool own_hook = dir_exists(str_c(&arena, path_join(&arena, folder, STR("layouts/_default/_markup"))));
    if (!wanted || fails || own_hook) {
        skipped[oracle] += wanted;
    } else {
        CHECK(site_load(&arena, &options, &site, &error) && model_rows(&arena, site, &got));
        compare(&arena, name, oracle, text, &got);
    }
    arena_free(&arena);
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

int main(int argc, char **argv) {
    struct arena arena = {0};
    ARRAY_OF(char *) names = {0};
    const char *cases = argc > 1 ? argv[1] : "fixtures/hugo-urls/cases";
    DIR *dir = argc > 2 ? NULL : opendir(cases);
    for (const struct dirent *entry; dir && (entry = readdir(dir));)
        if (entry->d_name[0] != '.') *ARRAY_PUSH(&arena, &names) = str_c(&arena, str_from(entry->d_name));
    for (int i = 2; i < argc; i++) *ARRAY_PUSH(&arena, &names) = argv[i];
    if (dir) closedir(dir);
    CHECK(names.len > 0);
    if (names.len) qsort(names.items, names.len, sizeof(names.items[0]), by_name);
    for (size_t i = 0; i < names.len; i++)
        for (size_t o = 0; o < ARRAY_LEN(oracles); o++) run_case(cases, names.items[i], o);
    for (size_t o = 0; o < ARRAY_LEN(oracles); o++)
        printf("%s: %zu anchors, %zu links; %zu cases skipped (the build fails, or a template writes the "
               "links)\n",
               oracles[o].version, anchors_seen[o], links_seen[o], skipped[o]);
    arena_free(&arena);
    return unit_report();
}
