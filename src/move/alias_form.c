/* alias_form.c: relative aliases, which begin at the folder above the page's own address: another one once the page has
 * moved. They keep what they led from, and new ones are written as the page's author writes them. */
#include "move/parts.h"

/* Without slashes at its end. */
static struct str bare(struct str link) {
    while (link.len > 1 && link.ptr[link.len - 1] == '/') link.len--;
    return link;
}

static struct str folder_of(const struct site_page *page) {
    struct str folder = path_dir(bare(page->link));
    return folder.len ? folder : STR("/");
}

/* Where an alias with this text leads from, without slashes at its end. */
static struct str alias_landing(struct arena *arena, const struct site_page *page, struct str text) {
    bool rooted = str_starts(text, STR("/"));
    struct str path = rooted ? text : path_join(arena, url_decode(arena, folder_of(page)), text);
    return bare(path_clean(arena, path));
}

/* Is it relative, as this generator takes it? */
static bool is_relative(struct arena *arena, const struct site_page *page, const struct site_alias *alias) {
    bool relative = alias->link.len && !str_starts(alias->text, STR("/"));
    return relative && str_eq(alias_landing(arena, page, alias->text), bare(url_decode(arena, alias->link)));
}

bool alias_same(struct arena *arena, const struct site_page *page, struct str a, struct str b) {
    bool relative = false;
    for (size_t i = 0; i < page->alias_count && !relative; i++) {
        const struct site_alias *alias = &page->aliases[i];
        relative = (str_eq(alias->text, a) || str_eq(alias->text, b)) && is_relative(arena, page, alias);
    }
    return str_eq(a, b) || (relative && str_eq(alias_landing(arena, page, a), alias_landing(arena, page, b)));
}

/* The address from the folder that the page's relative aliases begin at; absent: there is no such way to write it. `ended`:
 * with a slash at its end. */
static struct str relative_form(struct arena *arena, const struct site_page *page, struct str link,
                                bool ended) {
    struct str path = bare(url_decode(arena, link)), folder = url_decode(arena, folder_of(page));
    struct str text = path_relative(arena, folder, path);
    bool same = text.len && !str_eq(text, STR(".")) && str_eq(alias_landing(arena, page, text), path);
    if (!same) return (struct str){0};
    return ended ? str_printf(arena, "%.*s/", STR_FMT(text)) : text;
}

struct str alias_form(struct arena *arena, const struct site_page *page, struct str link, struct str rooted) {
    bool relative = page->alias_count > 0, ended = false;
    for (size_t i = 0; i < page->alias_count && relative; i++) {
        relative = is_relative(arena, page, &page->aliases[i]);
        ended = str_ends(page->aliases[i].text, STR("/"));
    }
    struct str text = relative ? relative_form(arena, page, link, ended) : (struct str){0};
    return text.len ? text : rooted;
}

/* The alias of the page as it was, in front matter of its own, would be another address now. */
static bool rebase(struct moving *moving, const struct site_page *before, const struct site_page *page,
                   size_t at, edit_array *edits) {
    const struct site_alias *old = &before->aliases[at], *now = &page->aliases[at];
    bool own = now->node && now->node->kind == NODE_STRING && str_eq(now->source->path, page->source) &&
               !now->node->shared && str_eq(now->node->text, now->text);
    if (!own || !str_eq(old->text, now->text) || str_eq(old->file, now->file) || !old->live ||
        !is_relative(moving->arena, before, old) || !is_relative(moving->arena, page, now))
        return false;
    struct str text = relative_form(moving->arena, page, old->link, str_ends(old->text, STR("/")));
    struct buf out = {.arena = moving->arena};
    if (!text.len) return false;
    scalar_add(&out, text, now->node->format, now->node->style);
    *ARRAY_PUSH(moving->arena, edits) = (struct edit){.span = now->node->span, .text = buf_str(&out)};
    return true;
}

bool aliases_rebase(struct moving *moving) {
    bool any = false;
    for (size_t i = 0; i < moving->before->page_count; i++) {
        const struct site_page *before = &moving->before->pages[i], *page = moving->matches[i];
        edit_array edits = {0};
        if (!page || !page->page || !before->alias_count || before->alias_count != page->alias_count ||
            !map_get(&moving->to, before->source))
            continue;
        for (size_t k = 0; k < before->alias_count; k++) any |= rebase(moving, before, page, k, &edits);
        moving_edit(moving, page->source, &edits);
    }
    return any;
}
