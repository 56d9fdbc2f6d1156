/* facts.c: site-wide counts and lookups, made once, so that a file is judged alike in every run. */
#include "lint/facts.h"

static bool has_text(const struct node *front, struct str key) {
    return str_trim(node_text(node_get_nocase(front, key), STR(""))).len > 0;
}

static void count_page(const struct site_page *page, struct site_facts *facts) {
    if (!page->page || !page->page->front || !site_page_served(page)) return;
    facts->pages++;
    facts->with_title += has_text(page->page->front, STR("title"));
    facts->with_description += has_text(page->page->front, STR("description"));
}

static bool is_alias(const struct site_url *url) {
    return url && url->kind == URL_ALIAS;
}

/* The rules about aliases speak of these. */
static bool is_of_alias(const struct collision *c) {
    enum collision_kind kind = c->kind;
    if (kind == COLLISION_CASE) return is_alias(c->a) || is_alias(c->b);
    return kind == COLLISION_ALIAS_PAGE || kind == COLLISION_ALIAS_ALIAS || kind == COLLISION_ALIAS_SELF ||
           kind == COLLISION_ALIAS_TWICE || kind == COLLISION_ALIAS_STATIC;
}

static void add_collision(struct arena *arena, struct site_facts *facts, const struct site_page *page,
                          const struct collision *collision) {
    if (!page || !page->source.len) return;
    void **slot = map_slot(arena, &facts->collisions, page->source);
    if (!*slot) *slot = ARENA_NEW(arena, struct collision_list);
    struct collision_list *list = *slot;
    if (list->len && list->items[list->len - 1] == collision) return; /* both sides are of one file */
    *ARRAY_PUSH(arena, list) = collision;
}

static void add_failure(struct arena *arena, struct site_facts *facts, const struct site_failure *failure) {
    if (!failure->path.len) return;
    void **slot = map_slot(arena, &facts->failures, failure->path);
    if (!*slot) *slot = ARENA_NEW(arena, struct failure_list);
    struct failure_list *list = *slot;
    *ARRAY_PUSH(arena, list) = failure;
}

static void add_clash(struct arena *arena, struct site_facts *facts, const struct term_clash *clash) {
    void **slot = map_slot(arena, &facts->clashes, clash->source->path);
    if (!*slot) *slot = ARENA_NEW(arena, struct clash_list);
    struct clash_list *list = *slot;
    *ARRAY_PUSH(arena, list) = clash;
}

void facts_gather(struct arena *arena, const struct site *site, struct site_facts *facts) {
    for (size_t i = 0; i < site->page_count; i++) count_page(&site->pages[i], facts);
    for (size_t i = 0; i < site->collision_count; i++) {
        const struct collision *c = &site->collisions[i];
        if (is_of_alias(c)) continue;
        add_collision(arena, facts, c->page_a, c);
        add_collision(arena, facts, c->page_b, c);
    }
    for (size_t i = 0; i < site->term_clashes.len; i++) add_clash(arena, facts, &site->term_clashes.items[i]);
    for (size_t i = 0; i < site->failures.len; i++) add_failure(arena, facts, &site->failures.items[i]);
}
