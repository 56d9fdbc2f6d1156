/* contents.c: the file whose links say which files are pages. A page that it doesn't name is none, so it is written anew before
 * the site with the moves is looked at. */
#include "move/parts.h"

/* The link's target with the path of the file that it named; absent: it names none that moves. */
static struct str renamed(const struct moving *moving, struct str contents, const struct link *link) {
    struct arena *arena = moving->arena;
    struct str target = str_trim(link->target), path = url_split(target).path;
    struct str file = path_clean(arena, path_join(arena, path_dir(contents), url_decode(arena, path)));
    const struct tree_move *move = path.len ? map_get(&moving->to, file) : NULL;
    if (!move || !move->to.ptr) return (struct str){0};
    struct str folder = str_printf(arena, "/%.*s", STR_FMT(path_dir(contents)));
    struct str to = path_relative(arena, folder, str_printf(arena, "/%.*s", STR_FMT(move->to)));
    struct buf out = {.arena = arena};
    if (str_starts(target, STR("./")) && !str_starts(to, STR("../"))) buf_add(&out, STR("./"));
    url_add_encoded(&out, to, "/-._~");
    buf_add(&out, str_sub(target, path.len, target.len));
    return buf_str(&out);
}

void contents_rewrite(struct moving *moving) {
    const struct site *site = moving->before;
    if (!site->generator->contents) return;
    struct str path = site->generator->contents(site, moving->arena);
    struct str text = moving_read(moving, moving->arena, path);
    struct page page = {0};
    edit_array edits = {0};
    if (!text.ptr) return;
    page_parse(moving->arena, &page, path, text, &(struct page_options){.no_front = true});
    for (size_t i = 0; i < page.links.len; i++) {
        const struct link *link = &page.links.items[i];
        struct str to = link->exact ? renamed(moving, path, link) : (struct str){0};
        if (!to.len || !str_eq(span_str(&page.source, link->target_span), link->target)) continue;
        *ARRAY_PUSH(moving->arena, &edits) = (struct edit){.span = link->target_span, .text = to};
        moving->plan->links++;
    }
    moving_edit(moving, path, &edits);
}
