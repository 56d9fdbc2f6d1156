/* hugo_tree.c: pages by content path: which source wins a path, home, sections, taxonomies, parents (1.1, 1.2). */
#include <stdlib.h>

#include "hugo/model.h"
#include "page/page.h"

/* ---- content paths ---- */

/* The path that lookups compare: lower case; since 0.123 with '-' for each space. */
static struct str key_of(const struct hugo *hugo, struct str path) {
    if (path.len == 0) return STR("");
    struct str lower = unicode_lower_str(hugo->arena, path);
    if (!hugo->old) lower = hugo_replace_all(hugo->arena, lower, STR(" "), STR("-"));
    return str_printf(hugo->arena, "/%.*s", STR_FMT(lower));
}

/* Before 0.123 single pages and sections were kept apart: both may have one path. */
static struct str tree_key(const struct hugo *hugo, const struct hugo_page *page) {
    bool apart = hugo->old && page->p.kind == KIND_PAGE;
    return apart ? str_printf(hugo->arena, "%.*s\n", STR_FMT(page->p.key)) : page->p.key;
}

struct hugo_page *hugo_tree_branch(const struct hugo *hugo, unsigned language, struct str key) {
    struct hugo_page *page = map_get(&hugo->tree[language], key);
    return page && page->p.kind != KIND_PAGE ? page : NULL;
}

struct hugo_page *hugo_tree_page(const struct hugo *hugo, unsigned language, struct str key) {
    struct hugo_page *page = map_get(&hugo->tree[language], key);
    if (page || !hugo->old) return page;
    return map_get(&hugo->tree[language], str_printf(hugo->arena, "%.*s\n", STR_FMT(key)));
}

const struct hugo_taxonomy *hugo_tree_taxonomy(const struct hugo *hugo, unsigned language, struct str key,
                                               bool *term) {
    const struct hugo_settings *settings = &hugo->settings[language];
    for (size_t i = 0; i < settings->taxonomies.len; i++) {
        const struct hugo_taxonomy *taxonomy = &settings->taxonomies.items[i];
        *term = str_starts(key, taxonomy->key) && key.len > taxonomy->key.len &&
                key.ptr[taxonomy->key.len] == '/';
        if (*term || str_eq(key, taxonomy->key)) return taxonomy;
    }
    return NULL;
}

static struct str first_element(struct str path) {
    return str_sub(path, 0, str_find_char(path, '/'));
}

/* ---- making pages ---- */

static void set_kind(const struct hugo *hugo, struct hugo_page *page) {
    bool term = false;
    page->p.kind = KIND_PAGE;
    if (page->p.bundle != BUNDLE_BRANCH) return;
    if (page->p.key.len == 0) {
        page->p.kind = KIND_HOME;
        return;
    }
    page->taxonomy = hugo_tree_taxonomy(hugo, page->p.language, page->p.key, &term);
    page->p.kind = page->taxonomy == NULL ? KIND_SECTION : term ? KIND_TERM : KIND_TAXONOMY;
}

/* Fills in what follows from the path: `logical` is the folder of a bundle, or the path without extension. */
static void set_path(struct hugo *hugo, struct hugo_page *page, struct str logical) {
    page->p.key = key_of(hugo, logical);
    page->raw = logical;
    struct str url = hugo->old || hugo->keep_case ? logical : str_sub(page->p.key, 1, page->p.key.len);
    page->dir = path_dir(url);
    page->base = path_base(url);
    page->url_path = url;
    set_kind(hugo, page);
    struct str lower = str_sub(page->p.key, 1, page->p.key.len);
    bool top = page->p.kind == KIND_PAGE && str_find_char(lower, '/') == lower.len;
    page->p.section = top ? STR("") : first_element(hugo->old ? logical : lower);
    page->section_path = hugo->old ? logical : lower;
    page->pattern_key = page->p.section;
}

static struct hugo_page *new_page(struct hugo *hugo, unsigned language) {
    struct hugo_page *page = ARENA_NEW(hugo->arena, struct hugo_page);
    page->p.language = language;
    *ARRAY_PUSH(hugo->arena, &hugo->pages) = page;
    return page;
}

static struct hugo_page *page_of_file(struct hugo *hugo, const struct hugo_file *file) {
    bool off = file->language == SITE_NO_LANGUAGE;
    struct hugo_page *page = new_page(hugo, off ? 0 : file->language);
    page->input = file;
    page->p.page = file->front;
    page->front = file->front->front;
    page->source = &file->front->source;
    page->p.source = file->source;
    page->p.path = file->path;
    page->p.bundle = file->bundled                     ? BUNDLE_RESOURCE
                     : file->branch || file->home_leaf ? BUNDLE_BRANCH
                     : file->leaf                      ? BUNDLE_LEAF
                                                       : BUNDLE_SINGLE;
    bool folder = page->p.bundle == BUNDLE_BRANCH || page->p.bundle == BUNDLE_LEAF;
    struct str logical = folder ? file->dir : path_join(hugo->arena, file->dir, file->name);
    page->p.name = folder ? path_base(file->dir) : file->name;
    if (off) page->p.flags |= PAGE_LANGUAGE_OFF;
    if (file->shadowed) page->p.flags |= PAGE_SHADOWED;
    set_path(hugo, page, logical);
    return page;
}

/* A list page that no file describes. */
struct hugo_page *hugo_tree_make(struct hugo *hugo, unsigned language, struct str logical) {
    struct hugo_page *page = new_page(hugo, language);
    page->made = true;
    page->p.bundle = BUNDLE_BRANCH;
    page->p.path = logical;
    page->p.name = path_base(logical);
    set_path(hugo, page, logical);
    *map_slot(hugo->arena, &hugo->tree[language], tree_key(hugo, page)) = page;
    return page;
}

/* ---- which source wins a path ---- */

/* Since 0.123: bundles first, then extensions downwards (.md before .html), then names. */
static bool beats(const struct hugo *hugo, const struct hugo_page *a, const struct hugo_page *b) {
    if (hugo->old) return str_cmp(a->p.source, b->p.source) > 0;
    bool a_bundle = a->p.bundle != BUNDLE_SINGLE, b_bundle = b->p.bundle != BUNDLE_SINGLE;
    if (a_bundle != b_bundle) return a_bundle;
    int ext = str_cmp(a->input->ext, b->input->ext);
    if (ext != 0) return ext > 0;
    return str_cmp(a->p.source, b->p.source) < 0;
}

/* Sections at the top are assembled in parallel: a.md and a/_index.md race. */
static bool races(const struct hugo *hugo, const struct hugo_page *a, const struct hugo_page *b) {
    bool top = str_find_char(a->url_path, '/') == a->url_path.len;
    return !hugo->old && top && (a->p.kind == KIND_PAGE) != (b->p.kind == KIND_PAGE);
}

static void insert(struct hugo *hugo, struct hugo_page *page) {
    void **slot = map_slot(hugo->arena, &hugo->tree[page->p.language], tree_key(hugo, page));
    struct hugo_page *have = *slot;
    if (have == NULL) {
        *slot = page;
        return;
    }
    struct hugo_page *winner = beats(hugo, page, have) ? page : have, *loser = winner == page ? have : page;
    loser->p.shadowed_by = &winner->p;
    *slot = winner;
    if (races(hugo, page, have)) {
        winner->p.flags |= PAGE_RACING;
        loser->p.flags |= PAGE_RACING;
    } else {
        loser->p.flags |= PAGE_SHADOWED;
    }
}

/* ---- home, sections, taxonomies without files ---- */

/* Before 0.123 a folder of single pages that is a taxonomy too became a section as well: both claim one file. */
static void make_twin(struct hugo *hugo, unsigned language, struct str top, struct str key) {
    struct map *tree = &hugo->tree[language];
    struct str twin_key = str_printf(hugo->arena, "%.*s\t", STR_FMT(key));
    if (map_get(tree, twin_key)) return;
    struct hugo_page *have = map_get(tree, key);
    struct hugo_page *section = hugo_tree_make(hugo, language, top);
    section->p.kind = KIND_SECTION;
    section->taxonomy = NULL;
    section->twin = true;
    *map_slot(hugo->arena, tree, key) = have;
    *map_slot(hugo->arena, tree, twin_key) = section;
}

/* A folder at the top that holds a page, however deep, is a section. */
static void make_section(struct hugo *hugo, struct hugo_page *page) {
    struct str top = first_element(page->raw), key = key_of(hugo, top);
    bool lone = page->p.kind == KIND_PAGE && top.len == page->raw.len, term;
    if (top.len == 0 || lone || page->p.kind == KIND_TERM || page->p.kind == KIND_TAXONOMY) return;
    bool taxonomy = hugo_tree_taxonomy(hugo, page->p.language, key, &term) != NULL;
    if (taxonomy && hugo->old) make_twin(hugo, page->p.language, top, key);
    if (!taxonomy && map_get(&hugo->tree[page->p.language], key) == NULL)
        hugo_tree_make(hugo, page->p.language, top);
}

static void make_missing(struct hugo *hugo, unsigned language) {
    const struct hugo_settings *settings = &hugo->settings[language];
    size_t n = hugo->pages.len;
    if (hugo_tree_branch(hugo, language, STR("")) == NULL) hugo_tree_make(hugo, language, STR(""));
    for (size_t i = 0; i < n; i++) {
        struct hugo_page *page = hugo->pages.items[i];
        bool apart = page->p.flags & (PAGE_LANGUAGE_OFF | PAGE_SHADOWED) || page->p.bundle == BUNDLE_RESOURCE;
        if (page->p.language == language && !apart) make_section(hugo, page);
    }
    for (size_t i = 0; i < settings->taxonomies.len; i++) {
        struct str key = settings->taxonomies.items[i].key;
        struct hugo_page *have = hugo_tree_branch(hugo, language, key);
        if (have == NULL) {
            have = hugo_tree_make(hugo, language, settings->taxonomies.items[i].raw);
            have->p.kind = KIND_TAXONOMY;
            have->taxonomy = &settings->taxonomies.items[i];
        }
    }
}

/* ---- parents ---- */

static struct hugo_page *nearest_branch(const struct hugo *hugo, unsigned language, struct str key) {
    while (key.len > 0) {
        key = str_sub(key, 0, str_rfind_char(key, '/'));
        struct hugo_page *page = hugo_tree_branch(hugo, language, key);
        if (page) return page;
    }
    return NULL;
}

static void set_parent(struct hugo *hugo, struct hugo_page *page) {
    if (page->p.kind == KIND_HOME) return;
    if (page->p.bundle == BUNDLE_RESOURCE) {
        struct hugo_page *owner = hugo_tree_page(hugo, page->p.language, key_of(hugo, page->input->bundle));
        page->p.parent = owner ? &owner->p : NULL;
        page->up = owner;
        return;
    }
    page->up = nearest_branch(hugo, page->p.language, page->p.key);
    page->p.parent = page->up ? &page->up->p : NULL;
}

static int by_key(const void *a, const void *b) {
    const struct hugo_page *x = *(struct hugo_page *const *)a, *y = *(struct hugo_page *const *)b;
    if (x->p.language != y->p.language) return x->p.language < y->p.language ? -1 : 1;
    bool bundled_x = x->p.bundle == BUNDLE_RESOURCE, bundled_y = y->p.bundle == BUNDLE_RESOURCE;
    if (bundled_x != bundled_y) return bundled_x - bundled_y;
    int order = str_cmp(x->p.key, y->p.key);
    return order ? order : str_cmp(x->p.source, y->p.source);
}

/* Sorts pages so that every branch stands before what lies below it, and links them to it. */
void hugo_tree_link(struct hugo *hugo) {
    qsort(hugo->pages.items, hugo->pages.len, sizeof(hugo->pages.items[0]), by_key);
    for (size_t i = 0; i < hugo->pages.len; i++) {
        struct hugo_page *page = hugo->pages.items[i];
        set_parent(hugo, page);
        const struct node *cascade = page->front ? node_get_nocase(page->front, STR("cascade")) : NULL;
        if (page->p.bundle == BUNDLE_BRANCH && cascade && page->cascade.len == 0)
            hugo_cascade_read(hugo, &page->cascade, cascade, page->source);
        page->cascade_up = page->cascade.len ? page : page->up ? page->up->cascade_up : NULL;
    }
}

void hugo_tree_build(struct hugo *hugo) {
    hugo->tree = ARENA_ARRAY(hugo->arena, struct map, hugo->site->language_count);
    for (size_t i = 0; i < hugo->content.len; i++) {
        const struct hugo_file *file = &hugo->content.items[i];
        if (!file->page || file->front == NULL) continue;
        struct hugo_page *page = page_of_file(hugo, file);
        bool apart = page->p.flags & (PAGE_LANGUAGE_OFF | PAGE_SHADOWED) || page->p.bundle == BUNDLE_RESOURCE;
        if (!apart) insert(hugo, page);
    }
    for (unsigned i = 0; i < hugo->site->language_count; i++) make_missing(hugo, i);
    hugo_tree_link(hugo);
}
