/* match.c: which page of the new site is which of the old one, and whether an address leads to the same place. */
#include "move/parts.h"

static struct str language_of(const struct site *site, const struct site_page *page) {
    return page->language < site->language_count ? site->languages[page->language].code : STR("");
}

static bool same_language(const struct moving *moving, const struct site_page *before,
                          const struct site_page *after) {
    return str_eq(language_of(moving->before, before), language_of(moving->after, after));
}

/* By the file; of several pages of one file, that of the language. */
static const struct site_page *by_source(const struct moving *moving, const struct site_page *page) {
    struct str source = moving_renamed(moving, page->source);
    const struct site *after = moving->after;
    if (!source.ptr) return NULL;
    const struct site_page *found = site_page_of(after, source), *end = after->pages + after->page_count;
    while (found && found > after->pages && str_eq(found[-1].source, source)) found--;
    for (const struct site_page *one = found; one && one < end && str_eq(one->source, source); one++)
        if (same_language(moving, page, one)) return one;
    return found;
}

static unsigned language_after(const struct moving *moving, const struct site_page *page) {
    for (unsigned i = 0; i < moving->after->language_count; i++)
        if (str_eq(moving->after->languages[i].code, language_of(moving->before, page))) return i;
    return page->language;
}

/* A list page without a file, by its content path. */
static const struct site_page *by_key(const struct moving *moving, const struct site_page *page) {
    struct str key = page->key;
    bool term = moving->term_before.ptr && page->kind == KIND_TERM && str_eq(key, moving->term_before);
    if (term) key = moving->term_after;
    const struct site_page *found = site_page_at(moving->after, language_after(moving, page), key);
    return found && found->kind == page->kind ? found : NULL;
}

/* The list of a moved section goes where the first of its pages went, if no page of it stays. */
static void match_lists(struct moving *moving, const struct site_page **by_child, bool *stays) {
    const struct site *before = moving->before;
    for (size_t i = 0; i < before->page_count; i++) {
        const struct site_page *page = &before->pages[i], *now = moving->matches[i];
        if (!page->source.len || !now) continue;
        bool moves = map_get(&moving->to, page->source);
        const struct site_page *list = page->parent, *place = now->parent;
        for (; list && place; list = list->parent, place = place->parent) {
            size_t at = (size_t)(list - before->pages);
            if (!moves) stays[at] = true;
            if (!by_child[at]) by_child[at] = place;
        }
    }
}

void match_pages(struct moving *moving) {
    const struct site *before = moving->before;
    struct arena *arena = moving->after_memory;
    const struct site_page **by_child = ARENA_ARRAY(arena, const struct site_page *, before->page_count + 1);
    bool *stays = ARENA_ARRAY(arena, bool, before->page_count + 1);
    moving->matches = ARENA_ARRAY(arena, const struct site_page *, before->page_count + 1);
    for (size_t i = 0; i < before->page_count; i++)
        if (before->pages[i].source.len) moving->matches[i] = by_source(moving, &before->pages[i]);
    match_lists(moving, by_child, stays);
    for (size_t i = 0; i < before->page_count; i++) {
        const struct site_page *page = &before->pages[i];
        if (page->source.len && moving_renamed(moving, page->source).ptr) continue;
        bool went = page->kind == KIND_SECTION && by_child[i] && !stays[i];
        moving->matches[i] = went ? by_child[i] : by_key(moving, page);
    }
}

const struct site_page *match_of(const struct moving *moving, const struct site_page *page) {
    return page ? moving->matches[page - moving->before->pages] : NULL;
}

/* ---- places ---- */

static const struct site_url *claim_after(const struct moving *moving, const struct site_url *claim) {
    bool lies = claim->kind == URL_RESOURCE || claim->kind == URL_STATIC || claim->kind == URL_FILE;
    if (claim->source.len && lies)
        return map_get(&moving->files_after, moving_renamed(moving, claim->source));
    struct str file = claim->file;
    const struct site_page *page = match_of(moving, claim->page);
    if (page && page->file.len && claim->page->file.len) /* another output of a page: beside it */
        file = path_join(moving->arena, path_dir(page->file), path_base(file));
    const struct site_url *same = site_claims(moving->after, file);
    return same && same->kind == claim->kind ? same : NULL;
}

/* A file that a link names by its path, of which nothing else is known. */
static struct str file_of(struct arena *arena, const struct site_page *from, struct str path) {
    if (!from || !path.len || path.ptr[0] == '/' || url_split(path).scheme.ptr) return (struct str){0};
    return path_clean(arena, path_join(arena, path_dir(from->source), path));
}

struct wanted match_wanted(const struct moving *moving, struct arena *arena, const struct site_page *from,
                           const struct resolution *before) {
    struct wanted wanted = {.page_before = before->target,
                            .claim_before = before->claim,
                            .fragment = before->fragment,
                            .status = before->status,
                            .named = before->flags & RESOLUTION_BY_NAME};
    if (before->target)
        wanted.page = match_of(moving, before->target);
    else if (before->claim)
        wanted.claim = claim_after(moving, before->claim);
    else {
        wanted.url = before->url;
        wanted.file = moving_renamed(moving, file_of(arena, from, before->url));
    }
    const struct str *anchor = moving->anchored && before->target && before->fragment.len &&
                                       str_eq(before->target->source, moving->anchored->source)
                                   ? map_get(&moving->anchors, before->fragment)
                                   : NULL;
    if (anchor) wanted.fragment = *anchor;
    return wanted;
}

static bool same_claim(const struct site_url *a, const struct site_url *b) {
    return a && b && str_eq(a->file, b->file) && a->kind == b->kind;
}

bool match_is(struct arena *arena, const struct wanted *wanted, const struct site_page *from,
              const struct resolution *now) {
    bool detour = wanted->status == RESOLUTION_ALIAS || wanted->status == RESOLUTION_REDIRECT ||
                  wanted->status == RESOLUTION_SLASH;
    bool status = now->status == wanted->status || (detour && now->status == RESOLUTION_OK);
    if (!status || !str_eq(now->fragment, wanted->fragment)) return false;
    if (wanted->named && now->status == RESOLUTION_OK && !(now->flags & RESOLUTION_BY_NAME)) return false;
    if (wanted->page_before) return wanted->page && now->target == wanted->page;
    if (wanted->claim_before) return same_claim(now->claim, wanted->claim);
    if (now->target) return false;
    return !wanted->file.len || str_eq(wanted->file, file_of(arena, from, now->url));
}
