/* hugo_build.c: which pages are built at all (1.9), and the terms that built pages make (1.10). */
#include <string.h>

#include "hugo/model.h"

#define NOT_THERE                                                                                            \
    (PAGE_DRAFT | PAGE_FUTURE | PAGE_EXPIRED | PAGE_SHADOWED | PAGE_PARENT_DROPPED | PAGE_LANGUAGE_OFF)

bool hugo_build_there(const struct hugo_page *page) {
    return !(page->p.flags & NOT_THERE) && page->p.bundle != BUNDLE_RESOURCE;
}

/* "b" becomes "Bs" (pluralizeListTitles): the common endings of English. */
static struct str plural(struct arena *arena, struct str s) {
    static const char *const es[] = {"s", "x", "z", "ch", "sh"};
    bool y = s.len > 1 && s.ptr[s.len - 1] == 'y' && strchr("aeiou", s.ptr[s.len - 2]) == NULL;
    if (y) return str_printf(arena, "%.*sies", STR_FMT(str_sub(s, 0, s.len - 1)));
    for (size_t i = 0; i < ARRAY_LEN(es); i++)
        if (str_ends(s, str_from(es[i]))) return i == 0 ? s : str_printf(arena, "%.*ses", STR_FMT(s));
    return str_printf(arena, "%.*ss", STR_FMT(s));
}

static struct str title_of_made(const struct hugo *hugo, const struct hugo_page *page) {
    const struct node *plurals = site_config(hugo->site, page->p.language, STR("pluralizeListTitles"));
    bool keep = page->p.kind != KIND_SECTION || page->p.name.len == 0 || (plurals && !node_is_true(plurals));
    if (page->p.term.len) return page->p.term;
    return keep ? page->p.name : plural(hugo->arena, page->p.name);
}

static void read_page(struct hugo *hugo, struct hugo_page *page) {
    const struct hugo_settings *settings = &hugo->settings[page->p.language];
    bool apart = page->p.flags & (PAGE_LANGUAGE_OFF | PAGE_SHADOWED);
    if (page->input && !apart) hugo_read_check(hugo, page);
    hugo_front_read(hugo, page);
    page->title = page->p.title.ptr || !page->made ? page->p.title : title_of_made(hugo, page);
    if (page->title.ptr == NULL) page->title = STR("");
    if (settings->disabled & 1u << page->p.kind) page->p.flags |= PAGE_KIND_DISABLED;
    /* Before 0.123 a draft section took everything below it away. */
    bool up_gone = page->up && !hugo_build_there(page->up) && page->p.bundle != BUNDLE_RESOURCE;
    if (hugo->old && up_gone) page->p.flags |= PAGE_PARENT_DROPPED;
}

/* Before 0.123 a section without a file was there only when something below it was. */
static void drop_empty_sections(struct hugo *hugo) {
    for (size_t i = 0; i < hugo->pages.len; i++) {
        struct hugo_page *page = hugo->pages.items[i];
        if (!hugo_build_there(page) || page->made) continue;
        for (struct hugo_page *at = page->up; at && !at->inhabited; at = at->up) at->inhabited = true;
    }
    for (size_t i = 0; i < hugo->pages.len; i++) {
        struct hugo_page *page = hugo->pages.items[i];
        bool empty = page->made && page->p.kind == KIND_SECTION && !page->inhabited;
        if (hugo->old && empty && !page->twin) page->p.flags |= PAGE_PARENT_DROPPED;
    }
}

/* ---- terms ---- */

/* The page of a term; NULL: it has none. */
static struct hugo_page *term_page(struct hugo *hugo, unsigned language, const struct hugo_taxonomy *taxonomy,
                                   struct str name) {
    struct arena *arena = hugo->arena;
    struct str base =
        hugo->old ? unicode_lower_str(arena, taxonomy->raw) : str_sub(taxonomy->key, 1, taxonomy->key.len);
    if (name.len == 0) return NULL;
    struct str element = hugo_name_element(hugo, arena, name);
    struct str logical = str_printf(arena, "%.*s/%.*s", STR_FMT(base), STR_FMT(element));
    struct str key = str_printf(arena, "/%.*s", STR_FMT(unicode_lower_str(arena, logical)));
    struct hugo_page *have =
        hugo->old ? hugo_tree_branch(hugo, language, key) : hugo_tree_page(hugo, language, key);
    if (have && have->p.term.len == 0) have->p.term = name;
    if (have || !hugo_limit_pages(hugo)) return have;
    struct hugo_page *page = hugo_tree_make(hugo, language, logical);
    page->p.term = name;
    page->p.kind = KIND_TERM;
    page->taxonomy = taxonomy;
    return page;
}

static void add_term(struct hugo *hugo, unsigned language, const struct hugo_taxonomy *taxonomy,
                     const struct node *node, const struct source *source) {
    struct str name = hugo_front_text(hugo->arena, node);
    struct hugo_page *term = term_page(hugo, language, taxonomy, name);
    if (term && term->p.kind == KIND_TERM) hugo_term_use(hugo, &(struct term_use){term, node, source, name});
}

static void add_terms_of(struct hugo *hugo, const struct hugo_page *page) {
    const struct hugo_settings *settings = &hugo->settings[page->p.language];
    for (size_t i = 0; i < settings->taxonomies.len && !hugo->limit.full; i++) {
        const struct hugo_taxonomy *taxonomy = &settings->taxonomies.items[i];
        const struct source *source = NULL;
        const struct node *value = hugo_front_get(hugo, page, taxonomy->plural, &source);
        if (value == NULL || value->kind == NODE_OBJECT) continue;
        if (value->kind != NODE_ARRAY) add_term(hugo, page->p.language, taxonomy, value, source);
        for (const struct node *item = value->child; item && !hugo->limit.full; item = item->next)
            add_term(hugo, page->p.language, taxonomy, item, source);
    }
}

void hugo_build_pages(struct hugo *hugo) {
    for (size_t i = 0; i < hugo->pages.len; i++) read_page(hugo, hugo->pages.items[i]);
    drop_empty_sections(hugo);
    size_t n = hugo->pages.len;
    for (size_t i = 0; i < n; i++)
        if (hugo_build_there(hugo->pages.items[i])) add_terms_of(hugo, hugo->pages.items[i]);
    size_t with_terms = hugo->pages.len;
    struct hugo_page **made = hugo->pages.items + n;
    struct hugo_page **terms = ARENA_ARRAY(hugo->arena, struct hugo_page *, with_terms - n + 1);
    for (size_t i = n; i < with_terms; i++) terms[i - n] = made[i - n];
    hugo_tree_link(hugo);
    for (size_t i = n; i < with_terms; i++) read_page(hugo, terms[i - n]);
}
