/* committed.c: what the last commit has, and what of it was published. A page that goes back to where it came from gets back
 * the text it had: of several ways to write the same, the one that is there already. */
#include "move/parts.h"

/* The last commit where that is on the branch that readers see, or no such branch is known; else where its history left
 * that. */
static bool open_published(struct moving *moving) {
    struct str root = moving->before->root, commit;
    const struct lint *lint;
    moving->published = moving->committed;
    if (!session_lint(moving->session, &lint, moving->error)) return false;
    struct str branch = node_text(config_node(lint_config(lint), STR("published"), NULL), (struct str){0});
    return revision_published(moving->arena, root, STR("HEAD"), branch, &commit, moving->error) &&
           (!commit.ptr || revision_open(moving->arena, root, commit, &moving->published, moving->error));
}

bool committed_open(struct moving *moving) {
    struct error error = {0};
    const struct site *site = moving->before;
    if (moving->committed_state == COMMITTED_UNASKED) {
        bool here = site->git_root.ptr && site->tree.root &&
                    revision_open(moving->arena, site->root, STR("HEAD"), &moving->committed, &error);
        moving->committed_state = here ? COMMITTED_HERE : COMMITTED_NONE;
        moving->untold = here && !open_published(moving);
    }
    return moving->committed_state == COMMITTED_HERE;
}

bool committed_published(struct moving *moving, struct str path) {
    return committed_open(moving) && tree_has(&moving->published, moving->arena, path);
}

bool committed_published_in(struct moving *moving, struct str folder) {
    const struct tree *tree = &moving->published;
    str_array files = {0};
    struct error error = {0};
    return committed_open(moving) && tree->list(tree->state, moving->arena, folder, &files, &error) &&
           files.len;
}

struct str committed_read(struct moving *moving, struct arena *arena, struct str path) {
    const struct tree *tree = &moving->committed;
    struct str text = {0};
    struct error error = {0};
    return committed_open(moving) && tree->read(tree->state, arena, path, &text, &error) ? text
                                                                                         : (struct str){0};
}

static const struct node *aliases_of(const struct moving *moving, const struct page *page) {
    struct str key = moving->after->generator->alias_key;
    return key.ptr && page->front ? node_get_nocase(page->front, key) : NULL;
}

/* The text without what may be written in several ways: targets of links, and the aliases with their key. */
static struct str skeleton(const struct moving *moving, struct arena *arena, const struct page *page) {
    edit_array cuts = {0};
    const struct node *aliases = aliases_of(moving, page);
    struct str text = page->source.text;
    for (size_t i = 0; i < page->links.len; i++)
        if (page->links.items[i].exact)
            *ARRAY_PUSH(arena, &cuts) =
                (struct edit){.span = page->links.items[i].target_span, .text = STR("\x01")};
    if (aliases) {
        uint32_t end =
            aliases->span.end > aliases->key_span.end ? aliases->span.end : aliases->key_span.end + 1;
        while (end < text.len && text.ptr[end - 1] != '\n') end++;
        *ARRAY_PUSH(arena, &cuts) = (struct edit){.span = {aliases->key_span.start, end}, .text = STR("")};
    }
    return moving_edited(arena, text, &cuts);
}

static bool has_alias(struct arena *arena, const struct site_page *page, const struct node *list,
                      struct str text) {
    if (list && list->kind == NODE_STRING) return alias_same(arena, page, list->text, text);
    for (const struct node *n = list && list->kind == NODE_ARRAY ? list->child : NULL; n; n = n->next)
        if (alias_same(arena, page, n->text, text)) return true;
    return false;
}

/* Without slashes at its ends, and, of a relative one, without what leads upwards. */
static struct str bare(struct str address) {
    while (str_starts(address, STR("../"))) address = str_sub(address, 3, address.len);
    while (address.len && address.ptr[0] == '/') address = str_sub(address, 1, address.len);
    while (address.len && address.ptr[address.len - 1] == '/') address.len--;
    return address;
}

/* One that is the page's own address does nothing, and may be there or not. */
static bool is_idle(const struct site_page *page, struct str alias) {
    struct str own = bare(page->link);
    return alias.len && str_ends(own, bare(alias)) && bare(alias).len;
}

static bool is_address(const struct node *alias, struct str bare_address) {
    struct str text = node_text(alias, STR(""));
    return str_starts(text, STR("/")) && str_eq(bare(text), bare_address);
}

static bool has_address(const struct node *list, struct str bare_address) {
    if (!list || list->kind != NODE_ARRAY) return list && is_address(list, bare_address);
    for (const struct node *n = list->child; n; n = n->next)
        if (is_address(n, bare_address)) return true;
    return false;
}

bool committed_has_alias(struct moving *moving, struct str path, struct str address) {
    struct arena scratch = {0};
    struct page front;
    const struct site_page *page = site_page_of(moving->after, path);
    struct str text = committed_read(moving, &scratch, path), base = url_split(moving->before->base_url).path;
    struct str own = bare(str_starts(address, base) ? str_sub(address, base.len, address.len) : address);
    bool found = false;
    if (page && page->page && text.ptr) {
        page_read_front(&scratch, &front, path, text, false, &page->page->options);
        found = has_address(aliases_of(moving, &front), own);
    }
    arena_free(&scratch);
    return found;
}

static bool aliases_within(struct arena *arena, const struct site_page *page, const struct node *a,
                           const struct node *b) {
    if (a && a->kind == NODE_STRING) return has_alias(arena, page, b, a->text);
    for (const struct node *n = a && a->kind == NODE_ARRAY ? a->child : NULL; n; n = n->next)
        if (!has_alias(arena, page, b, n->text) && !is_idle(page, n->text)) return false;
    return true;
}

static bool same_place(struct arena *arena, const struct resolution *a, const struct resolution *b) {
    if (a->status != b->status || a->target != b->target || !str_eq(a->fragment, b->fragment)) return false;
    if (a->target) return true;
    bool path = !a->claim && str_eq(path_clean(arena, a->url), path_clean(arena, b->url));
    return a->claim == b->claim && (a->claim || path);
}

/* Do both texts say the same of the page, and lead to the same places? */
static bool means_same(const struct moving *moving, struct arena *arena, const struct site_page *page,
                       struct str old, struct str now) {
    struct page a = {0}, b = {0};
    page_parse(arena, &a, page->source, old, &page->page->options);
    page_parse(arena, &b, page->source, now, &page->page->options);
    const struct node *x = aliases_of(moving, &a), *y = aliases_of(moving, &b);
    if (a.links.len != b.links.len || !aliases_within(arena, page, x, y) ||
        !aliases_within(arena, page, y, x) ||
        !str_eq(skeleton(moving, arena, &a), skeleton(moving, arena, &b)))
        return false;
    const struct resolution *left = links_resolve(moving->links_after, arena, page, &a),
                            *right = links_resolve(moving->links_after, arena, page, &b);
    for (size_t i = 0; i < a.links.len; i++)
        if (!str_eq(a.links.items[i].target, b.links.items[i].target) &&
            !same_place(arena, &left[i], &right[i]))
            return false;
    return true;
}

static void prefer(struct moving *moving, struct str path) {
    const struct site_page *page = site_page_of(moving->after, path);
    struct arena scratch = {0};
    if (!page || !page->page) return;
    struct str text = committed_read(moving, &scratch, path), now = moving_read(moving, &scratch, path);
    bool other = text.ptr && now.ptr && !str_eq(text, now);
    if (other && means_same(moving, &scratch, page, text, now))
        moving_put(moving, path, str_copy(moving->arena, text));
    arena_free(&scratch);
}

void committed_prefer(struct moving *moving) {
    if (!committed_open(moving)) return;
    for (size_t i = 0; i < moving->texts.len; i++) prefer(moving, moving->texts.items[i]->path);
    for (size_t i = 0; i < moving->moves.len; i++) { /* as it is, it may be coming back */
        struct str to = moving->moves.items[i].to;
        if (to.ptr && !map_get(&moving->text_of, to)) prefer(moving, to);
    }
}
