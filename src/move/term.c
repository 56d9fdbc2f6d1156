/* term.c: `contentlint rename-term`. */
#include "move/parts.h"

struct renaming {
    struct moving *moving;
    struct str taxonomy, old, new; /* names as they are written */
    struct str old_name, new_name; /* as terms are compared */
    size_t found;
};

/* Terms are compared in lower case with '-' for spaces (docs/hugo-urls.md, 1.3). */
static struct str normal(struct arena *arena, struct str text) {
    struct str lower = unicode_lower_str(arena, str_trim(text));
    char *copy = str_c(arena, lower);
    for (size_t i = 0; i < lower.len; i++)
        if (copy[i] == ' ') copy[i] = '-';
    return (struct str){copy, lower.len};
}

static bool is_term(const struct renaming *r, const struct node *node, struct str name) {
    return node->kind == NODE_STRING && str_eq(normal(r->moving->arena, node->text), name);
}

static bool has_term(const struct renaming *r, const struct node *value, struct str name) {
    if (value->kind == NODE_STRING) return is_term(r, value, name);
    for (const struct node *n = value->kind == NODE_ARRAY ? value->child : NULL; n; n = n->next)
        if (is_term(r, n, name)) return true;
    return false;
}

static struct page *read_front(const struct moving *moving, const struct site_page *page, struct str text) {
    struct page *made = ARENA_NEW(moving->arena, struct page);
    page_read_front(moving->arena, made, page->source, text, false, &page->page->options);
    return made;
}

/* The edit of one item: another name or, where the page has that already, none. */
static bool item_edit(const struct renaming *r, const struct page *page, const struct node *value,
                      const struct node *item, struct edit *edit) {
    struct buf out = {.arena = r->moving->arena};
    bool merged =
        !str_eq(r->old_name, r->new_name) && value->kind == NODE_ARRAY && has_term(r, value, r->new_name);
    if (item->shared || value->shared || page->faults.len) return false;
    if (merged) return alias_edit_remove(page, value, item, edit);
    if (item->style > STYLE_DOUBLE) return false;
    scalar_add(&out, r->new, item->format, item->style);
    *edit = (struct edit){.span = item->span, .text = buf_str(&out)};
    return true;
}

static void rename_on_page(struct renaming *r, const struct site_page *page) {
    struct moving *moving = r->moving;
    const struct node *value = page->page->front ? node_get_nocase(page->page->front, r->taxonomy) : NULL;
    if (!value || !has_term(r, value, r->old_name)) return;
    struct str text = site_page_text(moving->arena, moving->before, page);
    struct page *front = read_front(moving, page, text);
    edit_array edits = {0};
    value = node_get_nocase(front->front, r->taxonomy);
    const struct node *item = value->kind == NODE_ARRAY ? value->child : value;
    for (; item; item = value->kind == NODE_ARRAY ? item->next : NULL) {
        struct edit edit;
        if (!is_term(r, item, r->old_name) || str_eq(item->text, r->new)) continue;
        if (item_edit(r, front, value, item, &edit))
            *ARRAY_PUSH(moving->arena, &edits) = edit;
        else
            moving_remark(moving, page->source, text, item->span.start,
                          STR("the term was not renamed: it has no safe place here"));
    }
    r->found++;
    moving->plan->pages += edits.len > 0;
    moving_edit(moving, moving_renamed(moving, page->source), &edits);
}

/* ---- the term's own page ---- */

/* Its title, where that is the old name. */
static void rename_title(struct renaming *r, const struct site_page *term) {
    struct moving *moving = r->moving;
    struct str path = moving_renamed(moving, term->source), text = moving_read(moving, moving->arena, path);
    struct page *front = read_front(moving, term, text);
    const struct node *title = front->front ? node_get_nocase(front->front, STR("title")) : NULL;
    struct buf out = {.arena = moving->arena};
    edit_array edits = {0};
    if (!title || title->shared || title->style > STYLE_DOUBLE || !is_term(r, title, r->old_name)) return;
    scalar_add(&out, r->new, title->format, title->style);
    *ARRAY_PUSH(moving->arena, &edits) = (struct edit){.span = title->span, .text = buf_str(&out)};
    moving_edit(moving, path, &edits);
}

static bool move_folder(struct renaming *r, const struct site_page *term) {
    struct moving *moving = r->moving;
    const struct tree *tree = &moving->before->tree;
    struct str folder = path_dir(term->source);
    struct str to = path_join(moving->arena, path_dir(folder), r->new_name);
    str_array files = {0}, taken = {0};
    if (str_eq(folder, to)) return true;
    if (!tree->list(tree->state, moving->arena, folder, &files, moving->error) ||
        !tree->list(tree->state, moving->arena, to, &taken, moving->error))
        return false;
    if (taken.len)
        return error_set(moving->error, to, 0, "is there already: the two terms have pages of their own");
    for (size_t i = 0; i < files.len; i++)
        *ARRAY_PUSH(moving->arena, &moving->moves) = (struct tree_move){
            path_join(moving->arena, folder, files.items[i]), path_join(moving->arena, to, files.items[i])};
    return true;
}

static bool move_pages_of_term(struct renaming *r) {
    struct moving *moving = r->moving;
    struct str last = {0};
    for (size_t i = 0; i < moving->before->page_count; i++) {
        const struct site_page *page = &moving->before->pages[i];
        if (page->kind != KIND_TERM || !page->source.len || !str_eq(page->key, moving->term_before)) continue;
        bool new = !str_eq(path_dir(page->source), last);
        last = path_dir(page->source);
        if (new && !move_folder(r, page)) return false;
    }
    return moving_index(moving);
}

static bool is_taxonomy(const struct site *site, struct str name) {
    if (!site->taxonomies) return str_eq_nocase(name, STR("tags")) || str_eq_nocase(name, STR("categories"));
    for (size_t i = 0; i < site->taxonomies->len; i++)
        if (str_eq_nocase(site->taxonomies->items[i], name)) return true;
    return false;
}

static bool edit_pages(struct renaming *r) {
    struct moving *moving = r->moving;
    struct str last = {0};
    if (!move_pages_of_term(r)) return false;
    for (size_t i = 0; i < moving->before->page_count; i++) {
        const struct site_page *page = &moving->before->pages[i];
        if (!page->source.len || !page->page || str_eq(page->source, last)) continue;
        last = page->source;
        rename_on_page(r, page);
        if (page->kind == KIND_TERM && str_eq(page->key, moving->term_before)) rename_title(r, page);
    }
    return r->found || error_set(moving->error, (struct str){0}, 0, "no page has the term %.*s of %.*s",
                                 STR_FMT(r->old), STR_FMT(r->taxonomy));
}

static bool run(struct renaming *r) {
    struct moving *moving = r->moving;
    struct arena *arena = moving->arena;
    if (!moving_begin(moving)) return false;
    if (!is_taxonomy(moving->before, r->taxonomy))
        return error_set(moving->error, (struct str){0}, 0, "%.*s is no taxonomy of the site",
                         STR_FMT(r->taxonomy));
    r->old_name = normal(arena, r->old);
    r->new_name = normal(arena, r->new);
    if (!r->new_name.len || str_find_char(r->new_name, '/') < r->new_name.len)
        return error_set(moving->error, (struct str){0}, 0, "`%.*s` is no name of a term", STR_FMT(r->new));
    struct str root = unicode_lower_str(arena, r->taxonomy);
    moving->term_before = str_printf(arena, "/%.*s/%.*s", STR_FMT(root), STR_FMT(r->old_name));
    moving->term_after = str_printf(arena, "/%.*s/%.*s", STR_FMT(root), STR_FMT(r->new_name));
    moving->term_title = r->new;
    if (!edit_pages(r) || !moving_load(moving) || !old_keep(moving)) return false;
    inbound_rewrite(moving);
    values_rewrite(moving);
    committed_prefer(moving);
    if (!moving_load(moving)) return false;
    old_report(moving);
    return moving_end(moving);
}

bool move_term(struct arena *arena, struct session *session, const struct move_options *options,
               struct str taxonomy, struct str term, struct str name, struct move_plan *plan,
               struct error *error) {
    struct moving moving = {
        .arena = arena, .session = session, .options = options, .plan = plan, .error = error};
    struct renaming renaming = {.moving = &moving, .taxonomy = taxonomy, .old = term, .new = name};
    *plan = (struct move_plan){0};
    bool good = run(&renaming);
    moving_close(&moving);
    return good;
}
