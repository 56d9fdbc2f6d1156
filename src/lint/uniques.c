/* uniques.c: values that must be unique across the site, gathered from all its pages for x-unique. */
#include "lint/uniques.h"

#include "lint/types.h"

struct claim {
    const struct site_page *page;
    struct span span;
};
struct claims {
    struct claim *items;
    size_t len, cap;
};
struct uniques {
    struct arena *arena;
    struct map by_value; /* scope, name and value -> struct claims */
};

static struct str key_of(struct arena *arena, const struct schema_unique *unique,
                         const struct site_page *page, struct str value) {
    switch (unique->scope) {
    case SCHEMA_SECTION:
        return str_printf(arena, "%.*s\n%u %.*s\n%.*s", STR_FMT(unique->name), page->language,
                          STR_FMT(page->section), STR_FMT(value));
    case SCHEMA_LANGUAGE:
        return str_printf(arena, "%.*s\n%u\n%.*s", STR_FMT(unique->name), page->language, STR_FMT(value));
    case SCHEMA_SITE: break;
    }
    return str_printf(arena, "%.*s\n%.*s", STR_FMT(unique->name), STR_FMT(value));
}

static bool is_indexed(const struct site_page *page) {
    if (!page->page || !page->page->front || !site_page_served(page)) return false;
    struct str robots = node_text(node_get_nocase(page->page->front, STR("robots")), STR(""));
    return str_find(robots, STR("noindex")) == robots.len;
}

static void gather_page(struct uniques *uniques, const struct schema *schema, const struct site_page *page) {
    size_t count;
    const struct schema_unique *all = schema_uniques(schema, &count);
    for (size_t i = 0; i < count; i++) {
        const struct node *node = node_path(page->page->front, all[i].path);
        struct str value = str_trim(node_text(node, STR("")));
        if (!value.len) continue;
        void **slot =
            map_slot(uniques->arena, &uniques->by_value, key_of(uniques->arena, &all[i], page, value));
        if (!*slot) *slot = ARENA_NEW(uniques->arena, struct claims);
        struct claims *claims = *slot;
        *ARRAY_PUSH(uniques->arena, claims) = (struct claim){page, node->span};
    }
}

static bool any_unique(const struct lint *lint) {
    for (size_t i = 0; i < lint->schemas.len; i++) {
        size_t count;
        schema_uniques(lint->schemas.entries[i].value, &count);
        if (count) return true;
    }
    return false;
}

const struct uniques *uniques_gather(struct arena *arena, const struct lint *lint, const struct site *site) {
    if (!any_unique(lint)) return NULL;
    struct uniques *uniques = ARENA_NEW(arena, struct uniques);
    uniques->arena = arena;
    for (size_t i = 0; i < site->page_count; i++) {
        const struct site_page *page = &site->pages[i];
        const struct type_entry *types[TYPES_MAX];
        if (!is_indexed(page)) continue;
        size_t n = types_find(lint, page->source, page->page->front, site_has(site, SITE_PAGES_TYPED), types);
        for (size_t t = 0; t < n; t++) {
            const struct schema *schema = map_get(&lint->schemas, types[t]->schema);
            if (schema) gather_page(uniques, schema, page);
        }
    }
    return uniques;
}

uint64_t uniques_shared(const struct uniques *uniques) {
    uint64_t sum = 0;
    for (size_t i = 0; i < uniques->by_value.len; i++) {
        const struct claims *claims = uniques->by_value.entries[i].value;
        for (size_t k = 0; claims->len > 1 && k < claims->len; k++) {
            sum = (sum ^ uniques->by_value.entries[i].hash) * 31 + str_hash(claims->items[k].page->source);
            sum = sum * 31 + claims->items[k].span.start;
        }
    }
    return sum;
}

/* A translation is the same page, and several mounts of one file are one file. */
static bool is_same(const struct site_page *a, const struct site_page *b) {
    return a == b || str_eq(a->source, b->source) || str_eq(a->key, b->key);
}

enum schema_answer uniques_answer(void *query, const struct schema_unique *unique, struct str value,
                                  struct str *path, struct span *span) {
    const struct uniques_query *q = query;
    struct arena scratch = {0};
    if (!is_indexed(q->page)) return SCHEMA_UNKNOWN;
    const struct claims *claims =
        map_get(&q->uniques->by_value, key_of(&scratch, unique, q->page, str_trim(value)));
    arena_free(&scratch);
    for (size_t i = 0; claims && i < claims->len; i++) {
        if (is_same(claims->items[i].page, q->page)) continue;
        *path = claims->items[i].page->source;
        *span = claims->items[i].span;
        return SCHEMA_NO;
    }
    return SCHEMA_YES;
}
