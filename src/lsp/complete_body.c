/* complete_body.c: links, anchors, shortcodes and notices in a page's text. */
#include "lsp/complete.h"

/* ---- links ------------------------------------------------------------------------------------------------------------------- */

/* Does a link of that text lead to the page, without a detour? */
static bool leads_to(const struct completing *completing, struct arena *arena, struct str text,
                     const struct site_page *page) {
    const struct under *under = completing->under;
    struct page asked = *under->page;
    struct link link = {.kind = LINK_INLINE, .target = text, .definition = PAGE_NONE, .shortcode = PAGE_NONE};
    asked.links.items = &link;
    asked.links.len = 1;
    const struct resolution *r = links_resolve(under->links, arena, under->site_page, &asked);
    return r[0].status == RESOLUTION_OK && r[0].target && str_eq(r[0].target->source, page->source);
}

/* Pages of the site name each other by file where most of this one's links do. */
static bool by_file(const struct completing *completing) {
    const struct page *page = completing->under->page;
    size_t files = 0, others = 0;
    for (size_t i = 0; i < page->links.len; i++) {
        const struct resolution *r = &completing->under->resolutions[i];
        if (r->target && page->links.items[i].kind == LINK_INLINE)
            r->flags &RESOLUTION_BY_NAME ? files++ : others++;
    }
    return files > others || (!others && links_outlook(completing->under->links)->relative_md);
}

static struct str spelled(const struct completing *completing, struct arena *arena,
                          const struct site_page *page) {
    const struct under *under = completing->under;
    struct str folder = path_join(arena, STR("/"), path_dir(under->site_page->source));
    struct str file = path_relative(arena, folder, path_join(arena, STR("/"), page->source));
    struct str first = page->link, second = file;
    if (by_file(completing)) first = file, second = page->link;
    if (first.len && leads_to(completing, arena, first, page)) return first;
    return second.len && leads_to(completing, arena, second, page) ? second : (struct str){0};
}

static void complete_pages(struct completing *completing, bool reference) {
    const struct site *site = completing->under->loaded;
    for (size_t i = 0; i < site->page_count && !completing->cut; i++) {
        const struct site_page *page = &site->pages[i];
        if (!page->source.len || !page->page || !site_page_served(page)) continue;
        if (page->language != completing->under->site_page->language) continue;
        if (!complete_matches(completing, page->title, page->link) &&
            !complete_matches(completing, page->source, page->key))
            continue;
        struct str text = reference ? page->key : spelled(completing, completing->arena, page);
        if (text.len)
            complete_add(completing, text, under_title(page), text,
                         reference ? COMPLETE_REFERENCE : COMPLETE_FILE);
    }
}

static void complete_anchors(struct completing *completing, struct str target) {
    const struct under *under = completing->under;
    const struct page *page = under->page;
    if (target.len) {
        struct page asked = *under->page;
        struct link link = {
            .kind = LINK_INLINE, .target = target, .definition = PAGE_NONE, .shortcode = PAGE_NONE};
        asked.links.items = &link;
        asked.links.len = 1;
        const struct resolution *r = links_resolve(under->links, completing->arena, under->site_page, &asked);
        page = r[0].target ? session_page(under->site->session, completing->arena, r[0].target) : NULL;
    }
    for (size_t i = 0; page && i < page->headings.len; i++) {
        const struct heading *heading = &page->headings.items[i];
        if (heading->id.len && complete_matches(completing, heading->id, heading->text))
            complete_add(completing, heading->id, heading->text, heading->id, COMPLETE_REFERENCE);
    }
    for (size_t i = 0; page && i < page->ids.len; i++) {
        const struct anchor_id *id = &page->ids.items[i];
        bool other = id->origin != ID_FROM_HEADING && id->origin != ID_FROM_FOOTNOTE;
        if (other && complete_matches(completing, id->id, (struct str){0}))
            complete_add(completing, id->id, STR(""), id->id, COMPLETE_REFERENCE);
    }
}

/* Where the target that is being typed begins in the line: behind "](", "]: ", href=" and src="; SIZE_MAX: there is none. */
static size_t target_start(struct str line) {
    static const char *const marks[] = {"](", "]: ", "](<", "href=\"", "src=\"", "href='", "src='"};
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        struct str mark = str_from(marks[i]);
        for (size_t at = line.len; at-- > 0;) {
            if (!str_starts(str_sub(line, at, line.len), mark)) continue;
            size_t end = at + mark.len;
            if (best == SIZE_MAX || end > best) best = end;
            break;
        }
    }
    for (size_t at = best; best != SIZE_MAX && at < line.len; at++)
        if (strchr(" )>\"'", line.ptr[at])) return SIZE_MAX;
    return best;
}

static bool complete_target(struct completing *completing) {
    struct str line = completing->before;
    size_t start = target_start(line);
    if (start == SIZE_MAX) return false;
    uint32_t line_start = completing->under->offset - (uint32_t)line.len;
    struct str typed = str_sub(line, start, line.len);
    size_t mark = str_find_char(typed, '#');
    if (mark < typed.len) {
        complete_from(completing, line_start + (uint32_t)(start + mark + 1));
        complete_anchors(completing, str_sub(typed, 0, mark));
    } else {
        complete_from(completing, line_start + (uint32_t)start);
        complete_pages(completing, false);
    }
    return true;
}

/* ---- shortcodes ---------------------------------------------------------------------------------------------------------------- */

static void complete_shortcode_names(struct completing *completing) {
    const struct under *under = completing->under;
    const str_array *folders = &links_outlook(under->links)->shortcodes;
    const struct built_in *built_in = under->loaded->generator->built_ins;
    for (size_t i = 0; i < folders->len; i++) {
        str_array files = {0};
        struct error error = {0};
        if (!under->loaded->tree.list(under->loaded->tree.state, completing->arena, folders->items[i], &files,
                                      &error))
            continue;
        for (size_t k = 0; k < files.len; k++) {
            struct str name = files.items[k];
            if (!str_ends(name, STR(".html"))) continue;
            name = str_sub(name, 0, name.len - 5);
            if (complete_matches(completing, name, (struct str){0}))
                complete_add(completing, name, folders->items[i], name, COMPLETE_FUNCTION);
        }
    }
    for (; built_in && built_in->name; built_in++)
        if (complete_matches(completing, str_from(built_in->name), (struct str){0}))
            complete_add(completing, str_from(built_in->name), STR("of the generator"),
                         str_from(built_in->name), COMPLETE_FUNCTION);
}

/* Names of arguments that other pages give to the shortcode. */
static void complete_arguments(struct completing *completing, struct str name) {
    const struct site *site = completing->under->loaded;
    struct map seen = {0};
    for (size_t i = 0; i < site->page_count && seen.len < 50; i++) {
        struct arena scratch = {0};
        const struct page *page =
            site->pages[i].page ? session_page(completing->under->site->session, &scratch, &site->pages[i])
                                : NULL;
        for (size_t k = 0; page && k < page->shortcodes.len; k++) {
            const struct shortcode *code = &page->shortcodes.items[k];
            if (!str_eq(code->name, name)) continue;
            for (size_t a = 0; a < code->arguments.len; a++)
                if (code->arguments.items[a].name.len)
                    map_put(completing->arena, &seen,
                            str_copy(completing->arena, code->arguments.items[a].name), name.ptr);
        }
        arena_free(&scratch);
    }
    for (size_t i = 0; i < seen.len; i++)
        if (complete_matches(completing, seen.entries[i].key, (struct str){0}))
            complete_add(completing, seen.entries[i].key, STR(""),
                         str_printf(completing->arena, "%.*s=\"\"", STR_FMT(seen.entries[i].key)),
                         COMPLETE_PROPERTY);
}

static bool is_reference(const struct completing *completing, struct str name) {
    const struct built_in *built_in = site_built_in(completing->under->loaded, name);
    return built_in && built_in->refers;
}

static bool complete_shortcode(struct completing *completing) {
    struct str line = completing->before;
    size_t open = SIZE_MAX;
    for (size_t at = line.len; at-- > 0 && open == SIZE_MAX;) {
        if (str_starts(str_sub(line, at, line.len), STR("}}"))) return false;
        if (str_starts(str_sub(line, at, line.len), STR("{{<")) ||
            str_starts(str_sub(line, at, line.len), STR("{{%")))
            open = at + 3;
    }
    if (open == SIZE_MAX || !completing->under->page->options.shortcodes) return false;
    uint32_t line_start = completing->under->offset - (uint32_t)line.len;
    while (open < line.len && char_is_blank(line.ptr[open])) open++;
    struct str rest = str_sub(line, open, line.len), name = str_cut(&rest, ' ');
    if (!rest.ptr) {
        complete_from(completing, line_start + (uint32_t)open);
        complete_shortcode_names(completing);
        return true;
    }
    size_t last = str_rfind_char(rest, ' '), quote = str_rfind_char(rest, '"');
    size_t at = last < rest.len ? last + 1 : 0;
    if (quote < rest.len && quote >= at) at = quote + 1;
    complete_from(completing, completing->under->offset - (uint32_t)(rest.len - at));
    if (is_reference(completing, name))
        complete_pages(completing, true);
    else if (!(quote < rest.len && quote >= (last < rest.len ? last : 0)))
        complete_arguments(completing, name);
    return true;
}

/* ---- notices --------------------------------------------------------------------------------------------------------------------- */

/* At the start of a line: the sentences that the page's marks owe. */
static void complete_notices(struct completing *completing) {
    const struct lint *lint;
    struct error error = {0};
    struct str line = completing->before;
    if (!session_lint(completing->under->site->session, &lint, &error)) return;
    for (size_t i = 0; i < line.len; i++)
        if (!char_is_alnum(line.ptr[i]) && line.ptr[i] != ' ') return;
    complete_from(completing, completing->under->offset - (uint32_t)line.len);
    str_array notices = {0};
    lint_notices_of(completing->arena, lint, completing->under->page, &notices);
    for (size_t i = 0; i < notices.len; i++)
        if (complete_matches(completing, notices.items[i], STR("trademark notice")))
            complete_add(completing, notices.items[i], STR("trademark notice"), notices.items[i],
                         COMPLETE_TEXT);
}

bool complete_body(struct completing *completing) {
    if (complete_target(completing) || complete_shortcode(completing)) return true;
    complete_notices(completing);
    return completing->count > 0;
}
