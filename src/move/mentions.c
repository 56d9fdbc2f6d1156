/* mentions.c: the old addresses in files that are no pages, data or rules: templates, scripts, styles. They are named. */
#include "move/parts.h"

#define MENTIONS_MAX_BYTES (1u << 20) /* of a file that is looked through */
#define MENTIONS_MAX       200        /* places that are named */

static bool is_searched(struct str path) {
    static const char *const known[] = {".html",  ".htm", ".xml",  ".js",   ".ts",  ".jsx",
                                        ".tsx",   ".css", ".scss", ".vue",  ".njk", ".liquid",
                                        ".astro", ".txt", ".json", ".yaml", ".yml", ".toml"};
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (str_eq_nocase(path_ext(path), str_from(known[i]))) return true;
    return false;
}

/* "/a/b" within an address: what stands around it ends the path. */
static bool ends_path(struct str text, size_t at) {
    if (at >= text.len) return true;
    if (text.ptr[at] == '/') at++;
    return at >= text.len || strchr(" \t\r\n\"'`)<>#?,;}|\\", text.ptr[at]);
}

static bool begins_path(struct str text, size_t at) {
    return at == 0 || strchr(" \t\r\n\"'`(=:,|>{", text.ptr[at - 1]);
}

/* Where a rule says what leads on from the address. */
static bool is_old(struct str text, size_t at) {
    struct str before = str_sub(text, at > 16 ? at - 16 : 0, at);
    return str_find(before, STR("from")) < before.len || str_find(before, STR("source")) < before.len;
}

struct mention {
    struct str needle; /* the address without its slash at the end */
    const struct site_page *page;
};
typedef ARRAY_OF(struct mention) mention_array;

/* Addresses that are others now. A home's, or one of a single short word, would be found everywhere. */
static void add_needles(struct moving *moving, mention_array *needles) {
    for (size_t i = 0; i < moving->before->page_count; i++) {
        const struct site_page *page = &moving->before->pages[i], *now = moving->matches[i];
        bool other = now && now->link.len && page->link.len && !str_eq(now->link, page->link);
        if (!other || !page->source.len) continue;
        struct str link = page->link;
        while (link.len && link.ptr[link.len - 1] == '/') link.len--;
        if (link.len > 2) *ARRAY_PUSH(moving->arena, needles) = (struct mention){link, page};
    }
}

/* It came with the move, which writes redirects. */
static bool is_written(const struct moving *moving, struct str path, struct str address) {
    const struct moving_text *text = map_get(&moving->text_of, path);
    return text && str_find(text->before, address) == text->before.len;
}

static void search(struct moving *moving, const struct map *needles, struct str path, struct str text,
                   size_t *count) {
    for (size_t at = 0; at < text.len && *count < MENTIONS_MAX; at++) {
        if (text.ptr[at] != '/' || !begins_path(text, at)) continue;
        size_t end = at;
        while (end < text.len && !strchr(" \t\r\n\"'`)<>#?,;}|\\", text.ptr[end])) end++;
        struct str found = str_sub(text, at, end);
        while (found.len > 1 && found.ptr[found.len - 1] == '/') found.len--;
        const struct mention *mention = map_get(needles, found);
        if (mention && ends_path(text, at + found.len) && !is_old(text, at) &&
            !is_written(moving, path, found)) {
            moving_remark(moving, path, text, (uint32_t)at,
                          str_printf(moving->arena, "holds %.*s, which was not rewritten", STR_FMT(found)));
            ++*count;
        }
        at = end > at ? end - 1 : at;
    }
}

void mentions_find(struct moving *moving) {
    const struct tree *tree = &moving->before->tree;
    mention_array needles = {0};
    struct map map = {0};
    str_array files = {0};
    struct error error = {0};
    size_t count = 0;
    add_needles(moving, &needles);
    if (!needles.len || !tree->list(tree->state, moving->arena, STR(""), &files, &error)) return;
    for (size_t i = 0; i < needles.len; i++)
        map_put(moving->arena, &map, needles.items[i].needle, &needles.items[i]);
    for (size_t i = 0; i < files.len; i++) {
        struct str path = files.items[i], text;
        struct arena scratch = {0};
        bool page = site_page_of(moving->before, path);
        if (!page && is_searched(path)) {
            text = moving_read(moving, &scratch, moving_renamed(moving, path));
            if (text.ptr && text.len <= MENTIONS_MAX_BYTES)
                search(moving, &map, str_copy(moving->arena, path), text, &count);
        }
        arena_free(&scratch);
    }
}
