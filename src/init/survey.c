/* survey.c: counts pages and keys folder by folder. */
#include "init/survey.h"

#include <stdlib.h>

/* ---- folders --------------------------------------------------------------------------------------------------- */

static bool is_named_plainly(struct str path) {
    for (size_t i = 0; i < path.len; i++) {
        char c = path.ptr[i];
        if (!char_is_alnum(c) && c != '-' && c != '_' && c != '.' && c != '/') return false;
    }
    return true;
}

/* The folder that both lie in. */
static struct str common_folder(struct str a, struct str b) {
    size_t end = 0;
    for (size_t i = 0; i < a.len && i < b.len && a.ptr[i] == b.ptr[i]; i++)
        if (a.ptr[i] == '/') end = i + 1;
    return str_sub(a, 0, end);
}

static bool is_source(const struct site *site, size_t i) {
    const struct site_page *page = &site->pages[i];
    bool again = i && page->source.ptr && str_eq(site->pages[i - 1].source, page->source);
    return page->source.ptr && page->page && !again;
}

static struct str content_folder(const struct site *site) {
    struct str folder = {0};
    for (size_t i = 0; i < site->page_count; i++) {
        if (!is_source(site, i) || !site->pages[i].page->front) continue;
        struct str source = site->pages[i].source;
        folder = folder.ptr ? common_folder(folder, source) : common_folder(source, source);
    }
    return folder.ptr ? folder : STR("");
}

static struct survey_folder *folder_of(struct arena *arena, struct survey *survey, struct map *index,
                                       struct str path) {
    void **slot = map_slot(arena, index, path);
    struct survey_folder *folder = *slot;
    if (folder) return folder;
    *slot = folder = ARENA_NEW(arena, struct survey_folder);
    folder->path = path;
    folder->mixed = !is_named_plainly(path);
    *ARRAY_PUSH(arena, &survey->folders) = folder;
    return folder;
}

/* The folders below `content` that the file lies in, one and two deep, and the whole. */
static size_t folders_of(struct arena *arena, struct survey *survey, struct map *index, struct str file,
                         struct survey_folder *out[3]) {
    size_t count = 0;
    out[count++] = &survey->whole;
    if (!str_starts(file, survey->content)) return count;
    for (size_t i = survey->content.len; i < file.len && count < 3; i++)
        if (file.ptr[i] == '/') out[count++] = folder_of(arena, survey, index, str_sub(file, 0, i + 1));
    return count;
}

/* ---- pages ----------------------------------------------------------------------------------------------------- */

static bool has_value(const struct node *node) {
    struct str text = str_trim(node_text(node, STR("")));
    if (node->kind == NODE_ARRAY || node->kind == NODE_OBJECT) return node->child != NULL;
    if (node->kind == NODE_NULL) return false;
    return node->kind != NODE_STRING ||
           (text.len && !str_eq_nocase(text, STR("tbd")) && !str_eq_nocase(text, STR("todo")));
}

static void add_keys(struct arena *arena, struct survey_folder *folder, const struct node *front) {
    for (const struct node *member = front->child; member; member = member->next) {
        if (!has_value(member)) continue;
        void **slot = map_slot(arena, &folder->keys, str_lower(arena, member->key));
        struct survey_key *key = *slot ? *slot : ARENA_NEW(arena, struct survey_key);
        if (!*slot) key->name = member->key;
        *slot = key;
        key->pages += node_get_nocase(front, member->key) == member; /* the first of two counts */
    }
}

static void add_page(struct arena *arena, struct survey_folder *folder, const struct site *site,
                     const struct site_page *page) {
    const struct node *front = page->page->front;
    const char *list = site->generator->list_name;
    folder->courses += lint_has_course_schema(front);
    if (list && str_eq(path_base(page->source), str_from(list))) {
        folder->lists++;
        return;
    }
    folder->pages++;
    if (!front || front->kind != NODE_OBJECT)
        folder->mixed = true;
    else
        add_keys(arena, folder, front);
}

static bool is_text(struct str path) {
    static const char *const suffixes[] = {".md", ".markdown", ".mdx", ".html", ".htm", ".adoc"};
    for (size_t i = 0; i < ARRAY_LEN(suffixes); i++)
        if (str_eq_nocase(path_ext(path), str_from(suffixes[i]))) return true;
    return false;
}

static void add_offer(struct arena *arena, struct survey_folder *folder, const struct lint_offer *offer) {
    void **slot = map_slot(arena, &folder->owners, offer->owner);
    struct survey_owner *owner = *slot ? *slot : ARENA_NEW(arena, struct survey_owner);
    *slot = owner;
    owner->id = offer->owner;
    owner->offered++;
    owner->credited += offer->credited;
}

static int by_path(const void *a, const void *b) {
    return str_cmp((*(struct survey_folder *const *)a)->path, (*(struct survey_folder *const *)b)->path);
}

bool survey_site(struct arena *arena, const struct site *site, const lint_offers *offers,
                 struct survey *survey, struct error *error) {
    struct map index = {0}, sources = {0};
    struct survey_folder *folders[3];
    str_array files = {0};
    *survey = (struct survey){.content = content_folder(site)};
    if (!site->tree.list(site->tree.state, arena, STR(""), &files, error)) return false;
    for (size_t i = 0; i < site->page_count; i++) {
        if (!is_source(site, i)) continue;
        size_t count = folders_of(arena, survey, &index, site->pages[i].source, folders);
        map_put(arena, &sources, site->pages[i].source, site);
        for (size_t k = 0; k < count; k++) add_page(arena, folders[k], site, &site->pages[i]);
    }
    for (size_t i = 0; i < files.len; i++) {
        struct str name = path_base(files.items[i]);
        survey->has_syllabus |= str_eq(name, STR("syllabus.yaml")) || str_eq(name, STR("syllabus.yml"));
        if (!is_text(files.items[i]) || map_get(&sources, files.items[i])) continue;
        size_t count = folders_of(arena, survey, &index, files.items[i], folders);
        for (size_t k = 0; k < count; k++) folders[k]->mixed = true;
    }
    for (size_t i = 0; i < offers->len; i++) {
        size_t count = folders_of(arena, survey, &index, offers->items[i].path, folders);
        for (size_t k = 0; k < count; k++) add_offer(arena, folders[k], &offers->items[i]);
    }
    if (survey->folders.len)
        qsort(survey->folders.items, survey->folders.len, sizeof(struct survey_folder *), by_path);
    return true;
}

/* ---- types ----------------------------------------------------------------------------------------------------- */

/* "news/2014/" is no kind of page. */
static bool is_date(struct str folder) {
    struct str name = path_base(str_sub(folder, 0, folder.len - 1));
    size_t digits = 0;
    while (digits < name.len && char_is_digit(name.ptr[digits])) digits++;
    return digits == name.len;
}

static void find_sure(struct arena *arena, struct survey_folder *folder) {
    if (folder->mixed || folder->pages < SURVEY_PAGES_MIN || is_date(folder->path)) return;
    for (size_t i = 0; i < folder->keys.len && folder->sure.len < SURVEY_KEYS_MAX; i++) {
        const struct survey_key *key = folder->keys.entries[i].value;
        if (key->pages == folder->pages && is_named_plainly(key->name))
            *ARRAY_PUSH(arena, &folder->sure) = key->name;
    }
    if (folder->sure.len < SURVEY_KEYS_MIN) folder->sure.len = 0;
}

static bool is_within(const struct survey_folder *inner, const struct survey_folder *outer) {
    return inner != outer && str_starts(inner->path, outer->path);
}

/* A folder inside another one is a type of its own where its pages have more in common. */
static bool is_needless(const struct survey *survey, const struct survey_folder *folder) {
    for (size_t i = 0; i < survey->folders.len; i++) {
        const struct survey_folder *outer = survey->folders.items[i];
        if (is_within(folder, outer) && outer->sure.len >= folder->sure.len) return true;
    }
    return false;
}

/* Of folders with as many pages the first by path counts as larger. */
static bool is_small(const struct survey *survey, size_t at) {
    size_t larger = 0, pages = survey->folders.items[at]->pages;
    for (size_t i = 0; i < survey->folders.len; i++) {
        const struct survey_folder *other = survey->folders.items[i];
        larger += other->sure.len && (other->pages > pages || (other->pages == pages && i < at));
    }
    return larger >= SURVEY_TYPES_MAX;
}

void survey_choose(struct arena *arena, struct survey *survey) {
    for (size_t i = 0; i < survey->folders.len; i++) find_sure(arena, survey->folders.items[i]);
    /* The inner ones first: an outer one must be whole when it is asked. */
    for (size_t i = survey->folders.len; i-- > 0;)
        if (is_needless(survey, survey->folders.items[i])) survey->folders.items[i]->sure.len = 0;
    for (size_t i = 0; i < survey->folders.len; i++)
        if (is_small(survey, i)) survey->folders.items[i]->sure.len = 0;
}
