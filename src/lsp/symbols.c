/* symbols.c: the outline of a document, pages and headings by name, what can be folded, and lenses over it. */
#include "lsp/under.h"

enum { KIND_FILE = 1, KIND_STRING = 15, KIND_NAMESPACE = 3, SYMBOLS_MAX = 500 };

/* ---- outline ----------------------------------------------------------------------------------------------------------------- */

/* A heading and all below it, up to the next of its level. */
static struct span section_of(const struct page *page, size_t at) {
    struct span span = {page->headings.items[at].span.start, (uint32_t)page->source.text.len};
    for (size_t i = at + 1; i < page->headings.len; i++)
        if (page->headings.items[i].level <= page->headings.items[at].level) {
            span.end = page->headings.items[i].span.start;
            break;
        }
    return span;
}

static bool is_outlined(const struct heading *heading) {
    return !heading->field && heading->span.end > heading->span.start;
}

/* Writes the heading and those below it; returns the next one that is not. */
static size_t write_heading(struct json_writer *json, const struct under *under, struct arena *arena,
                            size_t at, unsigned depth) {
    const struct page *page = under->page;
    const struct heading *heading = &page->headings.items[at];
    const struct source *source = &under->document->source;
    struct buf name = {.arena = arena};
    size_t next = at + 1;
    report_text(&name, str_trim(heading->text));
    json_open(json, NULL, '{');
    json_str(json, "name", name.len ? buf_str(&name) : STR("-"));
    if (heading->id.len) json_str(json, "detail", str_printf(arena, "#%.*s", STR_FMT(heading->id)));
    json_number(json, "kind", KIND_STRING);
    if (under->lsp->client.tree) {
        place_write(json, "range", source, section_of(page, at), under->lsp->client.unit);
        place_write(json, "selectionRange", source, heading->span, under->lsp->client.unit);
        json_open(json, "children", '[');
        while (
            next < page->headings.len && depth < 8 &&
            (!is_outlined(&page->headings.items[next]) || page->headings.items[next].level > heading->level))
            next = is_outlined(&page->headings.items[next])
                       ? write_heading(json, under, arena, next, depth + 1)
                       : next + 1;
        json_close(json, ']');
    } else {
        under_location(json, "location", under, arena, under->document->within, heading->span);
    }
    json_close(json, '}');
    return next;
}

bool request_symbols(struct lsp *lsp, struct arena *arena, const struct node *params,
                     struct json_writer *json, struct error *error) {
    struct under under;
    if (!under_read(lsp, arena, params, &under, error) && error->message[0]) return false;
    json_open(json, "result", '[');
    for (size_t i = 0; under.site_page && i < under.page->headings.len;)
        i = is_outlined(&under.page->headings.items[i]) ? write_heading(json, &under, arena, i, 0) : i + 1;
    json_close(json, ']');
    return true;
}

/* ---- by name -------------------------------------------------------------------------------------------------------------------- */

static bool matches(struct arena *arena, struct str text, struct str query) {
    struct str lower = unicode_lower_str(arena, text);
    return !query.len || str_find(lower, query) < lower.len ||
           (lower.len == query.len && str_eq(lower, query));
}

static void write_symbol(struct json_writer *json, const struct under *under, struct arena *arena,
                         struct str name, struct str container, int kind, struct str within,
                         struct span span) {
    struct buf shown = {.arena = arena};
    report_text(&shown, name);
    json_open(json, NULL, '{');
    json_str(json, "name", buf_str(&shown));
    json_number(json, "kind", kind);
    under_location(json, "location", under, arena, within, span);
    if (container.len) json_str(json, "containerName", container);
    json_close(json, '}');
}

static void write_site_symbols(struct json_writer *json, const struct under *under, struct arena *arena,
                               struct str query, size_t *left) {
    const struct site *site = under->loaded;
    for (size_t i = 0; i < site->page_count && *left; i++) {
        const struct site_page *page = &site->pages[i];
        struct arena scratch = {0};
        if (!page->source.len || !page->page) continue;
        if (matches(&scratch, under_title(page), query) || matches(&scratch, page->link, query)) {
            write_symbol(json, under, arena, under_title(page), page->link, KIND_FILE, page->source,
                         (struct span){0, 0});
            (*left)--;
        }
        const struct page *body = query.len >= 3 ? session_page(under->site->session, &scratch, page) : NULL;
        for (size_t k = 0; body && k < body->headings.len && *left; k++)
            if (matches(&scratch, body->headings.items[k].text, query)) {
                write_symbol(json, under, arena, body->headings.items[k].text, under_title(page), KIND_STRING,
                             page->source, body->headings.items[k].span);
                (*left)--;
            }
        arena_free(&scratch);
    }
}

bool request_workspace_symbols(struct lsp *lsp, struct arena *arena, const struct node *params,
                               struct json_writer *json, struct error *error) {
    struct str query = unicode_lower_str(arena, node_text(node_get(params, STR("query")), STR("")));
    size_t left = SYMBOLS_MAX;
    sites_open_folders(lsp);
    json_open(json, "result", '[');
    for (struct opened *site = lsp->sites; site; site = site->next) {
        struct under under = {.lsp = lsp, .site = site};
        struct error failed = {0};
        if (sites_ready(lsp, site, &failed) && session_site(site->session, &under.loaded, &failed))
            write_site_symbols(json, &under, arena, query, &left);
    }
    json_close(json, ']');
    (void)error;
    return true;
}

/* ---- folding ----------------------------------------------------------------------------------------------------------------------- */

static void write_fold(struct json_writer *json, const struct source *source, struct span span,
                       const char *kind) {
    while (span.end > span.start && char_is_space(source->text.ptr[span.end - 1])) span.end--;
    uint32_t first = source_place(source, span.start, UNIT_BYTE).line,
             last = source_place(source, span.end, UNIT_BYTE).line;
    if (last <= first) return;
    json_open(json, NULL, '{');
    json_number(json, "startLine", first - 1);
    json_number(json, "endLine", last - 1);
    if (kind) json_str(json, "kind", str_from(kind));
    json_close(json, '}');
}

bool request_folding(struct lsp *lsp, struct arena *arena, const struct node *params,
                     struct json_writer *json, struct error *error) {
    struct under under;
    if (!under_read(lsp, arena, params, &under, error) && error->message[0]) return false;
    json_open(json, "result", '[');
    if (under.site_page) {
        const struct page *page = under.page;
        const struct source *source = &under.document->source;
        if (page->has_front)
            write_fold(json, source, (struct span){page->fence.start, page->body.start}, "region");
        for (size_t i = 0; i < page->headings.len; i++)
            if (is_outlined(&page->headings.items[i])) write_fold(json, source, section_of(page, i), NULL);
        for (size_t i = 0; i < page->codes.len; i++)
            if (page->codes.items[i].kind == CODE_FENCED)
                write_fold(json, source, page->codes.items[i].span, NULL);
        for (size_t i = 0; i < page->comments.len; i++)
            write_fold(json, source, page->comments.items[i].span, "comment");
    }
    json_close(json, ']');
    return true;
}

/* ---- lenses ------------------------------------------------------------------------------------------------------------------------ */

static void write_lens(struct json_writer *json, const struct under *under, struct span span,
                       struct str title, bool links) {
    const struct source *source = &under->document->source;
    struct place place = source_place(source, span.start, under->lsp->client.unit);
    json_open(json, NULL, '{');
    place_write_range(json, "range", (struct place_range){{place.line, 1}, {place.line, 1}});
    json_open(json, "command", '{');
    json_str(json, "title", title);
    json_str(json, "command", links ? STR("contentlint.showLinks") : STR(""));
    if (links) {
        json_open(json, "arguments", '[');
        json_str(json, NULL, under->document->uri);
        json_open(json, NULL, '{');
        json_number(json, "line", place.line - 1);
        json_number(json, "character", place.column - 1);
        json_close(json, '}');
        json_close(json, ']');
    }
    json_close(json, '}');
    json_close(json, '}');
}

static struct str count_text(struct arena *arena, size_t count, const char *one, const char *many) {
    return str_printf(arena, "%zu %s", count, count == 1 ? one : many);
}

static size_t live_aliases(const struct site_page *page) {
    size_t count = 0;
    for (size_t i = 0; i < page->alias_count; i++) count += page->aliases[i].live;
    return count;
}

static void write_page_lens(struct json_writer *json, const struct under *under, struct arena *arena,
                            size_t links) {
    const struct site_page *page = under->site_page;
    struct span top = {0, 0};
    struct buf title = {.arena = arena};
    write_lens(json, under, top, count_text(arena, links, "link here", "links here"), true);
    if (!page->link.len) return;
    buf_add(&title, site_page_served(page) ? STR("served at ") : STR("not published; would be "));
    report_text(&title, page->link);
    if (live_aliases(page)) {
        buf_add(&title, STR(", "));
        buf_add(&title, count_text(arena, live_aliases(page), "alias", "aliases"));
    }
    write_lens(json, under, top, buf_str(&title), false);
}

static void write_heading_lenses(struct json_writer *json, const struct under *under, struct arena *arena,
                                 const struct inbound *inbound, size_t first, size_t count) {
    for (size_t i = 0; i < under->page->headings.len; i++) {
        const struct heading *heading = &under->page->headings.items[i];
        uint64_t wanted = heading->id.len ? str_hash(heading->id) | 1 : 0;
        size_t links = 0;
        if (!wanted || !is_outlined(heading)) continue;
        for (size_t k = first; k < first + count; k++) links += inbound->links.items[k].fragment == wanted;
        if (links)
            write_lens(json, under, heading->span, count_text(arena, links, "link here", "links here"), true);
    }
}

bool request_lenses(struct lsp *lsp, struct arena *arena, const struct node *params, struct json_writer *json,
                    struct error *error) {
    struct under under;
    if (!under_read(lsp, arena, params, &under, error) && error->message[0]) return false;
    json_open(json, "result", '[');
    const struct inbound *inbound = under.site_page ? inbound_of(lsp, under.site, error) : NULL;
    if (under.site_page && !inbound) return false;
    if (inbound) {
        size_t first, count = inbound_to(inbound, under.loaded, under.site_page, &first);
        write_page_lens(json, &under, arena, count);
        write_heading_lenses(json, &under, arena, inbound, first, count);
    }
    json_close(json, ']');
    return true;
}
