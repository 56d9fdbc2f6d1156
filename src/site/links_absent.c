/* Kinds of files of which the checkout has none: images kept elsewhere (a sparse checkout, large-file storage that was
 * not fetched, another repository) are no broken links. */
#include "site/links.h"

#define MANY_TARGETS 20 /* different files of one kind that are linked: fewer may all be mistakes */

static const struct {
    const char *name;           /* as the note has it */
    const char *extensions[16]; /* lower case */
} kinds[LINKS_FILE_KINDS] = {
    {"image", {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico", ".bmp"}},
    {"video or audio", {".mp4", ".webm", ".mov", ".m4v", ".mp3", ".ogg", ".wav"}},
    {"document",
     {".pdf", ".doc", ".docx", ".ppt", ".pptx", ".xls", ".xlsx", ".odt", ".ods", ".odp", ".epub"}},
    {"archive", {".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".7z"}},
    {"script or style", {".js", ".css"}},
};

/* LINKS_FILE_KINDS: of no kind. */
static size_t kind_of(struct str path) {
    struct str extension = path_ext(path);
    for (size_t k = 0; k < LINKS_FILE_KINDS; k++)
        for (size_t e = 0; kinds[k].extensions[e]; e++)
            if (str_eq_nocase(extension, str_from(kinds[k].extensions[e]))) return k;
    return LINKS_FILE_KINDS;
}

static bool has_files(const struct links *links, struct arena *arena, size_t kind) {
    str_array files = {0};
    struct error error = {0};
    const struct tree *tree = &links->site->tree;
    if (!tree->list(tree->state, arena, STR(""), &files, &error)) return true;
    for (size_t i = 0; i < files.len; i++)
        if (kind_of(files.items[i]) == kind) return true;
    return false;
}

/* Counts targets that were not seen before; what names a host is no file of the site. */
static size_t count_page(const struct page *page, struct arena *arena, size_t kind, struct map *seen) {
    size_t count = 0;
    for (size_t i = 0; i < page->links.len; i++) {
        struct url url = url_split(str_trim(page->links.items[i].target));
        if (url.scheme.ptr || url.authority.ptr || kind_of(url.path) != kind) continue;
        void **slot = map_slot(arena, seen, str_copy(arena, url.path));
        count += *slot == NULL;
        *slot = seen;
    }
    return count;
}

static bool has_many(const struct links *links, struct arena *arena, size_t kind) {
    struct map seen = {0};
    size_t count = 0;
    for (size_t i = 0; i < links->site->page_count && count < MANY_TARGETS; i++) {
        const struct site_page *site_page = &links->site->pages[i];
        struct arena scratch = {0};
        const struct page *page =
            site_page->flags & PAGE_DROPPED ? NULL : links_read_page(links, &scratch, site_page);
        if (page) count += count_page(page, arena, kind, &seen);
        arena_free(&scratch);
    }
    return count >= MANY_TARGETS;
}

enum { UNASKED, JUDGED, ABSENT };

/* Settled when the first link to such a file leads nowhere; two threads may find out at once, and the same. */
bool links_is_absent(const struct links *links, struct str path) {
    size_t kind = kind_of(path);
    if (kind == LINKS_FILE_KINDS) return false;
    unsigned char known = atomic_load(&links->file_kinds[kind]);
    if (known == UNASKED) {
        struct arena scratch = {0};
        bool absent = !has_files(links, &scratch, kind) && has_many(links, &scratch, kind);
        arena_free(&scratch);
        known = absent ? ABSENT : JUDGED;
        atomic_store(&links->file_kinds[kind], known);
    }
    return known == ABSENT;
}

struct str links_absent_note(const struct links *links, struct arena *arena) {
    struct buf names = {.arena = arena};
    for (size_t k = 0; k < LINKS_FILE_KINDS; k++) {
        if (atomic_load(&links->file_kinds[k]) != ABSENT) continue;
        buf_printf(&names, "%s%s", names.len ? ", no " : "", kinds[k].name);
    }
    if (!names.len) return (struct str){0};
    return str_printf(
        arena,
        "there is no %.*s file in this checkout, and pages link to %d or more: such links are not judged",
        STR_FMT(buf_str(&names)), MANY_TARGETS);
}
