/* pair.c: which built page a source became. Who has the address that the generator gives it, whom an "edit this page" names,
 * whose name or title is the same are candidates; its headings and paragraphs decide. */
#include "built/parts.h"

#include <assert.h>
#include <stdlib.h>

enum {
    CANDIDATES_MAX = 64, /* of one kind; more have nothing to do with one page */
    UNITS_MAX = 200      /* headings and paragraphs of a source that are looked for */
};

/* ---- the maps ----------------------------------------------------------------------------------------------------------- */

static void add(struct built *built, struct map *map, struct str key, const struct built_page *page) {
    void **slot = key.len ? map_slot(built->arena, map, key) : NULL;
    if (!slot) return;
    built_page_list *list = *slot ? *slot : (*slot = ARENA_NEW(built->arena, built_page_list));
    bool there = list->len && list->items[list->len - 1] == page;
    if (!there && list->len <= CANDIDATES_MAX) *ARRAY_PUSH(built->arena, list) = page;
}

static struct str title_key(struct arena *arena, struct str title) {
    uint64_t hash = built_text_hash(title);
    return hash ? str_printf(arena, "%016llx", (unsigned long long)hash) : (struct str){0};
}

/* "Setup | Course", "Setup - Course", "Setup · Course": the page's own part comes first, or last. */
static void add_title(struct built *built, const struct built_page *page) {
    static const char *const marks[] = {" | ", " - ", " \xC2\xB7 ", " \xE2\x80\x93 ", " \xE2\x80\x94 ",
                                        " :: "};
    struct str title = page->title;
    add(built, &built->by_title, title_key(built->arena, title), page);
    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        size_t at = str_find(title, str_from(marks[i]));
        if (at == title.len) continue;
        add(built, &built->by_title, title_key(built->arena, str_sub(title, 0, at)), page);
        struct str rest = str_sub(title, at + strlen(marks[i]), title.len);
        add(built, &built->by_title, title_key(built->arena, rest), page);
    }
}

/* "docs/a.md" of "https://host/owner/name/edit/main/docs/a.md"; absent: the target is no such address. */
static struct str edited_file(struct arena *arena, struct str target) {
    static const char *const views[] = {"/edit/", "/blob/", "/tree/", "/raw/", "/_edit/"};
    struct url url = url_split(target);
    for (size_t i = 0; url.authority.len && i < ARRAY_LEN(views); i++) {
        size_t at = str_find(url.path, str_from(views[i]));
        if (at == url.path.len) continue;
        struct str rest = str_sub(url.path, at + strlen(views[i]), url.path.len);
        str_cut(&rest, '/');
        return rest.len ? url_decode(arena, rest) : (struct str){0};
    }
    return (struct str){0};
}

/* The file, and what is left of its path when folders are taken away: the site may begin below the repository. */
static void add_edited(struct built *built, const struct built_page *page) {
    enum { FOLDERS = 12 };
    for (uint32_t i = 0; i < page->link_count; i++) {
        if (page->links[i].kind != BUILT_ANCHOR) continue;
        struct str rest = edited_file(built->arena, page->links[i].target->text);
        for (unsigned k = 0; rest.len && k < FOLDERS; k++) {
            add(built, &built->by_source, rest, page);
            str_cut(&rest, '/');
        }
    }
}

static int by_hash(const void *left, const void *right) {
    const struct built_text *a = left, *b = right;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    return (a->page > b->page) - (a->page < b->page);
}

static void index_texts(struct built *built) {
    for (size_t i = 0; i < built->page_count; i++) built->text_count += built->pages[i].text_count;
    built->texts = ARENA_ARRAY(built->arena, struct built_text, built->text_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < built->page_count; i++)
        for (uint32_t k = 0; k < built->pages[i].text_count; k++)
            built->texts[count++] = (struct built_text){built->pages[i].texts[k], (uint32_t)i};
    if (count) qsort(built->texts, count, sizeof built->texts[0], by_hash);
}

void built_index(struct built *built) {
    index_texts(built);
    for (size_t i = 0; i < built->page_count; i++) {
        const struct built_page *page = &built->pages[i];
        if (page->refresh.ptr) continue;
        add_title(built, page);
        add_edited(built, page);
        add(built, &built->by_name, built_name(built->arena, page->file), page);
    }
}

/* ---- evidence ------------------------------------------------------------------------------------------------------------- */

struct units { /* what a source says, as numbers */
    uint64_t items[UNITS_MAX];
    size_t count;
};

static void add_unit(struct units *units, struct str text) {
    enum { SHORTEST = 4 };
    uint64_t hash = text.len >= SHORTEST ? built_text_hash(text) : 0;
    if (hash && units->count < UNITS_MAX) units->items[units->count++] = hash;
}

static void read_units(const struct page *page, struct units *units) {
    units->count = 0;
    for (size_t i = 0; i < page->headings.len; i++)
        if (!page->headings.items[i].field) add_unit(units, page->headings.items[i].text);
    for (size_t i = 0; i < page->blocks.len; i++) {
        const struct text_block *block = &page->blocks.items[i];
        bool shown = !block->field && block->kind != BLOCK_HEADING && block->kind != BLOCK_TITLE;
        if (shown) add_unit(units, block->text);
    }
}

/* In a hundred, how many of them the built page has. */
static unsigned share(const struct units *units, const struct built_page *to) {
    size_t found = 0;
    for (size_t i = 0; i < units->count; i++) found += built_has(to->texts, to->text_count, units->items[i]);
    return units->count ? (unsigned)(found * 100 / units->count) : 0;
}

static bool has_title(const struct built_page *to, struct str title) {
    uint64_t hash = built_text_hash(title);
    return hash && (built_text_hash(to->title) == hash || built_has(to->texts, to->text_count, hash));
}

/* ---- candidates ----------------------------------------------------------------------------------------------------------- */

struct choice {
    const struct units *units;
    struct str source, title;
    const struct built_page *best;
    unsigned score; /* of the best: its share, and what else speaks for it */
    bool tied;
};

/* How many of the last elements of the paths are the same: "guide/setup.md", "en/guide/setup/index.html". */
static unsigned common_folders(struct arena *arena, struct str source, struct str file) {
    unsigned count = 0;
    struct str a = built_name(arena, source), b = built_name(arena, file);
    while (a.len && str_eq(a, b)) {
        bool index_a = !str_eq(a, built_name(arena, path_base(source)));
        bool index_b = !str_eq(b, built_name(arena, path_base(file)));
        source = index_a ? path_dir(path_dir(source)) : path_dir(source);
        file = index_b ? path_dir(path_dir(file)) : path_dir(file);
        a = built_name(arena, source);
        b = built_name(arena, file);
        if (++count == 8) break;
    }
    return count;
}

static void consider(struct choice *choice, struct arena *arena, const built_page_list *list,
                     unsigned bonus) {
    enum { ENOUGH = 40, FEW = 3 };
    for (size_t i = 0; list && list->len <= CANDIDATES_MAX && i < list->len; i++) {
        const struct built_page *page = list->items[i];
        if (page == choice->best) continue;
        unsigned part = share(choice->units, page);
        bool titled = has_title(page, choice->title);
        bool enough = part >= ENOUGH && (choice->units->count >= FEW || titled);
        if (!enough) continue;
        unsigned score =
            part + bonus + (titled ? 20 : 0) + 10 * common_folders(arena, choice->source, page->file);
        choice->tied = score == choice->score || (choice->tied && score < choice->score);
        if (score <= choice->score) continue;
        choice->score = score;
        choice->best = page;
        choice->tied = false;
    }
}

/* Pages that share texts with the source which few pages have. */
static void consider_texts(struct choice *choice, struct arena *arena, const struct built *built) {
    enum { FEW_PAGES = 6, LOOKED_AT = 60 };
    built_page_list list = {0};
    for (size_t u = 0; u < choice->units->count && u < LOOKED_AT; u++) {
        uint64_t hash = choice->units->items[u];
        size_t low = 0, high = built->text_count;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (built->texts[middle].hash < hash)
                low = middle + 1;
            else
                high = middle;
        }
        assert(low < 2 || built->texts[low - 2].hash <= built->texts[low - 1].hash);
        size_t end = low;
        while (end < built->text_count && built->texts[end].hash == hash && end - low <= FEW_PAGES) end++;
        for (; end - low <= FEW_PAGES && low < end && list.len < CANDIDATES_MAX; low++) {
            const struct built_page *page = &built->pages[built->texts[low].page];
            bool there = page->refresh.ptr != NULL;
            for (size_t i = 0; i < list.len && !there; i++) there = list.items[i] == page;
            if (!there) *ARRAY_PUSH(arena, &list) = page;
        }
    }
    consider(choice, arena, &list, 0);
}

static struct str title_of(const struct site_page *site_page, const struct page *page) {
    if (site_page && site_page->title.len) return site_page->title;
    for (size_t i = 0; i < page->headings.len; i++)
        if (page->headings.items[i].level == 1) return page->headings.items[i].text;
    return page->headings.len ? page->headings.items[0].text : (struct str){0};
}

/* The page at the generator's own address of it, unless what stands there is another. */
static const struct built_page *at_own_file(const struct built *built, const struct site_page *site_page,
                                            const struct units *units, struct str title) {
    enum { SOME = 20, FEW = 3 };
    const struct built_page *page = site_page->file.len ? built_page_of(built, site_page->file) : NULL;
    if (!page || page->refresh.ptr) return NULL;
    bool silent = units->count < FEW;
    return silent || has_title(page, title) || share(units, page) >= SOME ? page : NULL;
}

const struct built_page *built_pair(const struct built *built, struct arena *arena,
                                    const struct site_page *site_page, const struct page *page, bool modelled,
                                    bool *elsewhere) {
    struct units *units = ARENA_NEW(arena, struct units);
    struct str title = title_of(site_page, page), source = page->source.path;
    *elsewhere = false;
    read_units(page, units);
    const struct built_page *own = modelled && site_page ? at_own_file(built, site_page, units, title) : NULL;
    if (own) return own;
    struct choice choice = {.units = units, .source = source, .title = title};
    consider(&choice, arena, map_get(&built->by_source, source), 60);
    consider(&choice, arena, map_get(&built->by_name, built_name(arena, source)), 0);
    struct str key = title_key(arena, title);
    if (key.len) consider(&choice, arena, map_get(&built->by_title, key), 0);
    if (!choice.best || choice.tied) consider_texts(&choice, arena, built);
    if (choice.tied) return NULL;
    *elsewhere = choice.best && modelled;
    return choice.best;
}
