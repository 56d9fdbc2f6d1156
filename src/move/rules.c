/* rules.c: where redirect rules lead, and those that a move leaves nothing to do. */
#include "move/parts.h"

static struct resolution resolve(const struct links *links, struct arena *arena, struct str target) {
    struct link link = {.kind = LINK_INLINE, .target = target, .exact = true};
    struct page page = {.format = PAGE_HTML, .body_parsed = true};
    link.definition = link.shortcode = PAGE_NONE;
    page.links.items = &link;
    page.links.len = 1;
    return links_resolve(links, arena, NULL, &page)[0];
}

/* Can its target be written anew? */
static bool is_plain(const struct redirect *rule) {
    bool written =
        rule->to_span.end > rule->to_span.start && str_eq(span_str(rule->source, rule->to_span), rule->to);
    return written && rule->dialect != REDIRECT_PAGE && str_find_char(rule->to, ':') == rule->to.len &&
           str_find_char(rule->to, '*') == rule->to.len;
}

/* The rule whose `to` another page's address, or another name of it, was. */
static void rewrite_rule(struct moving *moving, const struct redirect *rule, edit_array *edits) {
    if (!is_plain(rule)) return;
    struct link link = {.kind = LINK_INLINE, .target = rule->to, .exact = true};
    struct page page = {.format = PAGE_HTML, .body_parsed = true};
    link.definition = link.shortcode = PAGE_NONE;
    struct resolution before = resolve(moving->links_before, moving->arena, rule->to),
                      now = resolve(moving->links_after, moving->arena, rule->to);
    bool same;
    if (!before.target && !before.claim) return;
    if (before.redirect && is_plain(before.redirect)) return; /* the next one on the way is written anew */
    struct str target = inbound_target(moving, moving->arena, NULL, NULL, &page, &link, &before, &now, &same);
    if (same || !target.ptr) return;
    *ARRAY_PUSH(moving->arena, edits) = (struct edit){.span = rule->to_span, .text = target};
    moving->plan->links++;
}

/* "/a" of "/a/". */
static struct str bare(struct arena *arena, struct str address) {
    struct str path = url_decode(arena, address);
    while (path.len > 1 && path.ptr[path.len - 1] == '/') path.len--;
    return path;
}

static void add_address(struct moving *moving, struct map *map, struct str before, struct str now) {
    struct str *was = ARENA_NEW(moving->arena, struct str);
    *was = bare(moving->arena, before);
    if (now.len && !str_eq(now, before)) map_put(moving->arena, map, bare(moving->arena, now), was);
}

/* Addresses that pages, and files beside them, have now and had not before, with those that they had. */
static struct map new_addresses(struct moving *moving) {
    const struct site *before = moving->before;
    struct map map = {0};
    for (size_t i = 0; i < before->page_count; i++)
        if (moving->matches[i]) add_address(moving, &map, before->pages[i].link, moving->matches[i]->link);
    for (size_t i = 0; i < before->url_count; i++) {
        const struct site_url *url = &before->urls[i];
        const struct tree_move *move = url->source.len ? map_get(&moving->to, url->source) : NULL;
        const struct site_url *now = move && move->to.ptr ? map_get(&moving->files_after, move->to) : NULL;
        if (now) add_address(moving, &map, url->link, now->link);
    }
    return map;
}

/* A rule from an address that is a page's or file's now: it did its work, and would send its readers round. */
static void drop_rule(struct moving *moving, const struct redirect *rule, edit_array *edits) {
    struct str text = rule->source->text;
    uint32_t start = rule->span.start, end = rule->span.end;
    bool line = rule->dialect == REDIRECT_NETLIFY || rule->dialect == REDIRECT_CLOUDFLARE;
    if (!line) {
        moving_remark(moving, rule->source->path, text, start,
                      str_printf(moving->arena,
                                 "%.*s is the address of something else now: the rule has to go",
                                 STR_FMT(rule->from)));
        return;
    }
    while (start > 0 && text.ptr[start - 1] != '\n') start--;
    while (end < text.len && text.ptr[end] != '\n') end++;
    end += end < text.len;
    *ARRAY_PUSH(moving->arena, edits) = (struct edit){.span = {start, end}, .text = STR("")};
    moving->plan->links++;
}

/* A rule to the page whose address it leads from now. One that leads elsewhere has no say where a page is, but for a forced
 * one, which hides it. */
static bool is_done(struct moving *moving, const struct map *new, const struct redirect *rule) {
    bool plain = !rule->dynamic && !rule->host.len && !rule->opaque;
    const struct str *was = plain ? map_get(new, rule->path) : NULL;
    if (!was) return false;
    struct str to = bare(moving->arena, rule->to);
    return rule->force || str_eq(to, *was) || str_eq(to, rule->path);
}

void rules_rewrite(struct moving *moving) {
    size_t count;
    const struct source *const *sources = links_sources(moving->links_after, &count);
    const struct redirects *redirects = links_redirects(moving->links_after);
    struct map new = count ? new_addresses(moving) : (struct map){0};
    for (size_t i = 0; i < count; i++) {
        edit_array edits = {0};
        size_t first, rules = links_rules_of(moving->links_after, sources[i]->path, &first);
        if (str_starts(sources[i]->path, STR(".."))) continue;
        for (size_t k = first; rules && k < first + rules; k++) {
            const struct redirect *rule = &redirects->rules.items[k];
            (is_done(moving, &new, rule) ? drop_rule : rewrite_rule)(moving, rule, &edits);
        }
        moving_edit(moving, str_copy(moving->arena, sources[i]->path), &edits);
    }
}
