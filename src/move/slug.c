/* slug.c: another last element of a page's address, by its front matter. */
#include "move/parts.h"

static bool refuse(const struct moving *moving, struct str path, const char *why) {
    return error_set(moving->error, path, 0, "%s", why);
}

static bool is_slug(struct str slug) {
    for (size_t i = 0; i < slug.len; i++)
        if ((unsigned char)slug.ptr[i] <= ' ' || strchr("\"'<>{}#/\\?%:", slug.ptr[i])) return false;
    return slug.len > 0 && slug.len < 256;
}

/* The value of the key, or a new key before all others. False: the front matter has no safe place for it. */
static bool slug_edit(const struct moving *moving, const struct page *page, struct str slug,
                      struct edit *edit) {
    const struct node *node = page->front ? node_get_nocase(page->front, STR("slug")) : NULL;
    if (node) {
        edit->text = slug;
        return node->kind == NODE_STRING && !node->shared &&
               value_place(page->source.text, node->span, node->text, &edit->span);
    }
    bool toml = page->front_format == FORMAT_TOML;
    if (!page->has_front || page->front_format == FORMAT_JSON) return false;
    *edit = (struct edit){
        .span = {page->front_span.start, page->front_span.start},
        .text = str_printf(moving->arena, toml ? "slug = \"%.*s\"\n" : "slug: %.*s\n", STR_FMT(slug))};
    return true;
}

/* Nothing else of the page has changed. */
static bool holds(const struct moving *moving, const struct site_page *page, struct str text,
                  struct str slug) {
    struct page made;
    page_read_front(moving->arena, &made, page->source, text, false, &page->page->options);
    const struct node *node = made.front ? node_get_nocase(made.front, STR("slug")) : NULL;
    return !made.faults.len && node && str_eq(node_text(node, STR("")), slug);
}

static bool is_taken(const struct moving *moving, const struct site_page *after) {
    for (const struct site_url *c = site_claims(moving->after, after->file); c; c = c->next_claim)
        if (!(c->page && str_eq(c->page->source, after->source)) && !c->uncertain && c->kind <= URL_FILE)
            return true;
    return false;
}

static bool run(struct moving *moving, struct str path, struct str slug) {
    struct edit edit;
    edit_array edits = {0};
    if (!moving_begin(moving)) return false;
    const struct site_page *page = site_page_of(moving->before, path);
    if (!page || !page->page) return refuse(moving, path, "is no page of the site");
    if (!is_slug(slug)) return refuse(moving, path, "cannot have that slug");
    struct page front;
    struct str text = site_page_text(moving->arena, moving->before, page);
    page_read_front(moving->arena, &front, path, text, false, &page->page->options);
    if (!slug_edit(moving, &front, slug, &edit))
        return refuse(moving, path, "has no place for a slug in its front matter");
    *ARRAY_PUSH(moving->arena, &edits) = edit;
    struct str now = moving_edited(moving->arena, text, &edits);
    if (!holds(moving, page, now, slug)) return refuse(moving, path, "cannot be given that slug");
    moving_put(moving, path, now);
    if (!moving_load(moving)) return false;
    const struct site_page *after = match_of(moving, page);
    if (!after || str_eq(after->file, page->file))
        return refuse(moving, path, "has an address that no slug decides");
    if (is_taken(moving, after)) return refuse(moving, path, "would have the address of another page");
    moving->plan->pages = 1;
    if (!old_keep(moving)) return false;
    inbound_rewrite(moving);
    values_rewrite(moving);
    if (!moving_load(moving)) return false;
    old_report(moving);
    return moving_end(moving);
}

bool move_slug(struct arena *arena, struct session *session, const struct move_options *options,
               struct str page, struct str slug, struct move_plan *plan, struct error *error) {
    struct moving moving = {
        .arena = arena, .session = session, .options = options, .plan = plan, .error = error};
    *plan = (struct move_plan){0};
    bool good = run(&moving, page, slug);
    moving_close(&moving);
    return good;
}
