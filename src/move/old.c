/* old.c: the addresses that a move takes away: they become aliases of the page, written as its front matter is, or redirect
 * rules where the site has those and no aliases. */
#include "move/parts.h"

#include <stdlib.h>

/* ---- which of them were ever public? ---- */

/* Paths of moved files that were never published: nobody can know their addresses. */
static struct map unpublished(struct moving *moving) {
    struct map map = {0};
    if (!committed_open(moving)) return map;
    for (size_t i = 0; i < moving->moves.len; i++) {
        struct str path = moving->moves.items[i].from;
        if (!committed_published(moving, path)) map_put(moving->arena, &map, path, moving);
    }
    return map;
}

struct keeping {
    struct moving *moving;
    struct map unpublished;
    bool all_new; /* nothing that is moved was ever public, nor its folder, which lists are made of */
    struct lost_urls *lost;
    struct map no_alias; /* source -> of pages whose front matter takes none */
    bool aliases;        /* the build makes something of them */
};

static bool is_public(const struct keeping *keeping, const struct site_url *url) {
    struct str source = url->page && url->page->source.len ? url->page->source : url->source;
    if (!source.len) return !keeping->all_new;
    if (!map_get(&keeping->unpublished, source)) return true;
    /* It has been there and back, and nobody committed it in between. */
    return committed_has_alias(keeping->moving, moving_renamed(keeping->moving, source), url->link);
}

/* Pages of terms and taxonomies come and go with what pages say; the one that is renamed is the move's. */
static bool is_kept(const struct keeping *keeping, const struct lost_url *lost) {
    const struct site_url *url = lost->url;
    bool term = url->kind == URL_TERM || url->kind == URL_TAXONOMY;
    bool renamed =
        url->page && keeping->moving->term_before.ptr && str_eq(url->page->key, keeping->moving->term_before);
    return is_public(keeping, url) && (!term || renamed || (url->page && url->page->source.len));
}

static void find_lost(struct keeping *keeping) {
    struct moving *moving = keeping->moving;
    str_array gone = {0};
    keeping->lost = lost_between(moving->arena, moving->before, moving->after,
                                 links_redirects(moving->links_after), &gone, moving->matches);
}

/* ---- front matter ---- */

static struct page *read_front(const struct moving *moving, const struct site_page *page) {
    struct page *made = ARENA_NEW(moving->arena, struct page);
    struct str text = moving_read(moving, moving->arena, page->source);
    page_read_front(moving->arena, made, page->source, text, false, &page->page->options);
    return made;
}

/* An earlier alias of the page lands in the same place now, and did not before. `first`: FILE -> alias, of those before it. */
static bool is_repeated(struct arena *arena, struct map *first, const struct site_page *before,
                        const struct site_page *page, size_t at) {
    void **slot = map_slot(arena, first, page->aliases[at].file);
    const struct site_alias *earlier = *slot;
    if (!earlier) {
        *slot = &page->aliases[at];
        return false;
    }
    size_t i = (size_t)(earlier - page->aliases);
    bool had = at < before->alias_count && before->alias_count == page->alias_count &&
               str_eq(before->aliases[i].file, before->aliases[at].file);
    return !had;
}

/* A page has the address itself, and had not before. */
static bool is_back(const struct moving *moving, const struct site_page *page,
                    const struct site_alias *alias) {
    for (const struct site_url *c = site_claims(moving->after, alias->file); c; c = c->next_claim)
        if (c->kind < URL_ALIAS && c->page != page && !c->uncertain)
            return !site_claims(moving->before, alias->file) ||
                   site_claims(moving->before, alias->file)->kind == URL_ALIAS;
    return false;
}

/* Takes out the aliases of a page that are its address now, or that of another of its aliases, or of a list that is back. */
static bool drop_own(struct moving *moving, const struct site_page *before, const struct site_page *page) {
    struct str key = moving->after->generator->alias_key;
    struct map first = {0};
    bool any = false;
    for (size_t i = 0; i < page->alias_count; i++) {
        const struct site_alias *alias = &page->aliases[i];
        bool repeated = is_repeated(moving->arena, &first, before, page, i);
        bool own = alias->node && str_eq(alias->source->path, page->source) && alias->file.len;
        bool needless = str_eq(alias->file, page->file) || repeated ||
                        (page->bundle == BUNDLE_BRANCH && is_back(moving, page, alias));
        if (!own || !needless) continue;
        const struct page *front = read_front(moving, page);
        const struct node *value = front->front ? node_get_nocase(front->front, key) : NULL;
        const struct node *item = value && value->kind == NODE_ARRAY ? value->child : value;
        while (item && !str_eq(item->text, alias->text)) item = item->next;
        edit_array edits = {0};
        struct edit edit;
        if (!item || !alias_edit_remove(front, value, item, &edit)) continue;
        *ARRAY_PUSH(moving->arena, &edits) = edit;
        moving_edit(moving, page->source, &edits);
        any = true;
    }
    return any;
}

/* A file that an earlier move made for an alias alone, and nobody committed, goes with it. */
static bool is_idle(struct moving *moving, const struct site_page *page) {
    if (page->bundle != BUNDLE_BRANCH || !committed_open(moving) ||
        tree_has(&moving->committed, moving->arena, page->source))
        return false;
    const struct page *front = read_front(moving, page);
    struct str text = moving_read(moving, moving->arena, page->source);
    const struct node *only = front->front ? front->front->child : NULL;
    bool title = only && !only->next && str_eq(only->key, STR("title"));
    return title && !str_trim(str_sub(text, front->body.start, text.len)).len;
}

static bool moves_or_renames(const struct moving *moving, const struct site_page *before) {
    return before->source.len && (map_get(&moving->to, before->source) || moving->term_before.ptr);
}

/* True: files went, and the site has to be loaded again. */
static bool drop_needless(struct moving *moving) {
    bool gone = false;
    for (size_t i = 0; i < moving->before->page_count; i++) {
        const struct site_page *page = moving->matches[i];
        bool list = page && page->bundle == BUNDLE_BRANCH && page->alias_count;
        if (!page || !page->page || !(list || moves_or_renames(moving, &moving->before->pages[i]))) continue;
        if (!drop_own(moving, &moving->before->pages[i], page) || !is_idle(moving, page)) continue;
        moving_drop(moving, str_copy(moving->arena, page->source));
        gone = true;
    }
    return gone;
}

/* ---- a list page without a file has none to hold an alias ---- */

/* The first elements of a path, as many as a content path has. */
static struct str first_elements(struct str path, struct str key) {
    size_t count = 0, at = 0;
    for (size_t i = 0; i < key.len; i++) count += key.ptr[i] == '/';
    for (; at < path.len && count; at++)
        if (path.ptr[at] == '/' && --count == 0) break;
    return str_sub(path, 0, at);
}

/* A page below the list (NULL: any), whose file tells where the list's would be. */
static const struct site_page *page_below(const struct site *site, const struct site_page *list,
                                          unsigned language) {
    for (size_t i = 0; i < site->page_count; i++) {
        const struct site_page *page = &site->pages[i];
        if (!page->source.len || !page->path.len || page->language != language) continue;
        if (!list) return page;
        for (const struct site_page *p = page->parent; p; p = p->parent)
            if (p == list) return page;
    }
    return NULL;
}

static struct str list_file(const struct moving *moving, const struct site_page *list) {
    bool term = list->kind == KIND_TERM;
    const struct site_page *page = page_below(moving->after, term ? NULL : list, list->language);
    struct arena *arena = moving->arena;
    if (!page || page->source.len < page->path.len) return (struct str){0};
    struct str mount = str_sub(page->source, 0, page->source.len - page->path.len);
    struct str folder = term ? str_sub(list->key, 1, list->key.len) : first_elements(page->path, list->key);
    struct str name = path_base(page->source);
    struct str extension = path_ext(name), stem = str_sub(name, 0, name.len - extension.len);
    const char *list_name = moving->after->generator->list_name;
    bool coded = list->language < moving->after->language_count && path_ext(stem).len > 1 &&
                 str_eq_nocase(str_sub(path_ext(stem), 1, path_ext(stem).len),
                               moving->after->languages[list->language].code);
    struct str plain = str_from(list_name);
    if (coded)
        plain = str_printf(arena, "%.*s%.*s%.*s", STR_FMT(str_sub(plain, 0, plain.len - path_ext(plain).len)),
                           STR_FMT(path_ext(stem)), STR_FMT(path_ext(plain)));
    return str_printf(arena, "%.*s%.*s/%.*s", STR_FMT(mount), STR_FMT(folder), STR_FMT(plain));
}

/* "Set up" of "/docs/set-up". */
static struct str title_of(const struct moving *moving, const struct site_page *list) {
    struct str name = path_base(list->key);
    char *title = str_c(moving->arena, name);
    for (size_t i = 0; i < name.len; i++)
        if (title[i] == '-' || title[i] == '_') title[i] = ' ';
    if (name.len && char_is_lower(title[0])) title[0] = (char)(title[0] - 32);
    return (struct str){title, name.len};
}

/* Files for lists that lost an address; true when there are some. */
static bool add_lists(struct keeping *keeping) {
    struct moving *moving = keeping->moving;
    bool added = false;
    if (!moving->after->generator->list_name || !keeping->aliases) return false;
    for (size_t i = 0; i < keeping->lost->items.len; i++) {
        const struct lost_url *lost = &keeping->lost->items.items[i];
        const struct site_page *page = lost->page;
        if (!page || page->source.len || !lost->alias.ptr || !is_kept(keeping, lost)) continue;
        struct str path = list_file(moving, page);
        if (!path.len || tree_has(&moving->moved, moving->arena, path)) continue;
        struct buf text = {.arena = moving->arena};
        buf_add(&text, STR("---\n"));
        buf_add(&text, STR("title: "));
        scalar_add(&text, page->kind == KIND_TERM ? moving->term_title : title_of(moving, page), FORMAT_YAML,
                   STYLE_PLAIN);
        buf_add_char(&text, '\n');
        buf_add(&text, STR("---\n"));
        moving_put(moving, path, buf_str(&text));
        moving_remark(moving, path, (struct str){0}, 0,
                      STR("is new: it holds the alias of the list, which had no file; look at its title"));
        added = true;
    }
    return added;
}

/* ---- aliases ---- */

static bool add_aliases(struct keeping *keeping, const struct lost_url *lost, size_t count) {
    struct moving *moving = keeping->moving;
    const struct site_page *page = lost->page;
    struct str *aliases = ARENA_ARRAY(moving->arena, struct str, count + 1);
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (lost[i].alias.ptr && is_kept(keeping, &lost[i]))
            aliases[n++] = alias_form(moving->arena, page, lost[i].url->link, lost[i].alias);
    if (!n || !page->page) return false;
    edit_array edits = {0};
    struct edit edit;
    if (!alias_edit(moving->arena, read_front(moving, page), moving->after->generator->alias_key, aliases, n,
                    &edit)) {
        map_put(moving->arena, &keeping->no_alias, page->source, moving);
        return false;
    }
    *ARRAY_PUSH(moving->arena, &edits) = edit;
    moving_edit(moving, page->source, &edits);
    moving->plan->aliases += n;
    return true;
}

static bool same_page(const struct lost_url *a, const struct lost_url *b) {
    return a->page && b->page && str_eq(a->page->source, b->page->source);
}

static bool write_aliases(struct keeping *keeping) {
    const struct lost_urls *lost = keeping->lost;
    bool any = false;
    for (size_t i = 0, end; i < lost->items.len; i = end) {
        for (end = i + 1; end < lost->items.len && same_page(&lost->items.items[i], &lost->items.items[end]);)
            end++;
        if (lost->items.items[i].page && lost->items.items[i].page->source.len)
            any |= add_aliases(keeping, &lost->items.items[i], end - i);
    }
    return any;
}

/* ---- redirect rules ---- */

/* Takes out of it what leads from a page's own address. True: something went. */
static bool drop_redirects(struct moving *moving) {
    const struct site *site = moving->after;
    edit_array edits = {0};
    struct config_edit made = {0};
    for (size_t i = 0; i < moving->before->page_count && site->generator->unredirect; i++) {
        const struct site_page *page = &moving->before->pages[i], *now = moving->matches[i];
        bool moved = page->source.len && map_get(&moving->to, page->source) && now && now->link.len;
        if (moved && site->generator->unredirect(site, moving->arena, now, &made))
            *ARRAY_PUSH(moving->arena, &edits) = (struct edit){.span = made.span, .text = made.text};
    }
    moving_edit(moving, made.path, &edits);
    return edits.len > 0;
}

/* In the list of redirects that the generator's configuration has. */
static bool write_redirects(struct keeping *keeping) {
    struct moving *moving = keeping->moving;
    const struct site *site = moving->after;
    edit_array edits = {0};
    struct config_edit made = {0};
    for (size_t i = 0; i < keeping->lost->items.len && site->generator->redirect; i++) {
        const struct lost_url *lost = &keeping->lost->items.items[i];
        bool page = lost->page && lost->url->page && lost->url->kind <= URL_PAGE && is_kept(keeping, lost);
        if (!page || !site->generator->redirect(site, moving->arena, lost->url->page, lost->page, &made))
            continue;
        *ARRAY_PUSH(moving->arena, &edits) = (struct edit){.span = made.span, .text = made.text};
        moving->plan->aliases++;
    }
    moving_edit(moving, made.path, &edits);
    return edits.len > 0;
}

/* True: some were written. */
static bool write_rules(struct keeping *keeping) {
    struct moving *moving = keeping->moving;
    old_addresses list = {0};
    for (size_t i = 0; i < keeping->lost->items.len; i++) {
        const struct lost_url *lost = &keeping->lost->items.items[i];
        const struct site_url *url = lost->url, *now = NULL;
        if (!is_kept(keeping, lost) || !url->link.len) continue;
        if (url->kind > URL_ALIAS && url->source.len)
            now = map_get(&moving->files_after, moving_renamed(moving, url->source));
        bool page = lost->page && url->kind <= URL_ALIAS;
        struct str to = now ? now->link : page ? lost->page->link : (struct str){0};
        if (to.len) *ARRAY_PUSH(moving->arena, &list) = (struct old_address){url->link, to};
    }
    return list.len && (rules_add(moving, &list) || write_redirects(keeping));
}

/* ---- all of it ---- */

static void begin(struct keeping *keeping, struct moving *moving) {
    const struct generator *generator = moving->after->generator;
    *keeping = (struct keeping){.moving = moving, .unpublished = unpublished(moving)};
    keeping->all_new = moving->moves.len && keeping->unpublished.len == moving->moves.len;
    struct str last = {0}; /* files of a folder stand together */
    for (size_t i = 0; i < moving->moves.len && keeping->all_new; i++) {
        struct str folder = path_dir(moving->moves.items[i].from);
        if (str_eq(folder, last)) continue;
        last = folder;
        keeping->all_new = !committed_published_in(moving, folder);
    }
    keeping->aliases =
        generator->alias_key.ptr && (!generator->keeps_aliases || generator->keeps_aliases(moving->after));
}

bool old_keep(struct moving *moving) {
    struct keeping keeping;
    begin(&keeping, moving);
    if (moving->untold) return false;
    if (keeping.aliases && aliases_rebase(moving) && !moving_load(moving)) return false;
    if (keeping.aliases && drop_needless(moving) && !moving_load(moving)) return false;
    if (drop_redirects(moving) && !moving_load(moving)) return false;
    find_lost(&keeping);
    if (moving->options->no_alias) return true;
    if (add_lists(&keeping)) {
        if (!moving_load(moving)) return false;
        find_lost(&keeping);
    }
    bool changed = keeping.aliases && write_aliases(&keeping);
    if (changed) {
        if (!moving_load(moving)) return false;
        find_lost(&keeping);
    }
    return !write_rules(&keeping) || moving_load(moving);
}

void old_report(struct moving *moving) {
    struct keeping keeping;
    begin(&keeping, moving);
    find_lost(&keeping);
    for (size_t i = 0; i < keeping.lost->items.len; i++) {
        const struct lost_url *lost = &keeping.lost->items.items[i];
        if (!is_kept(&keeping, lost)) continue;
        struct str source = lost->page && lost->page->source.len ? lost->page->source : lost->url->source;
        moving_remark(moving, source.len ? moving_name_before(moving, source) : source, (struct str){0}, 0,
                      str_printf(moving->arena, "%.*s will not be served, and nothing leads on from it",
                                 STR_FMT(lost->url->link)));
    }
}
