/* Kinds of files of which the checkout has none: images kept elsewhere (a sparse checkout, large-file storage that was
 * not fetched, another repository) are no broken links. */
#include "links/graph.h"

#include <string.h>

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

enum { EXTENSION_MAX = 5 };

static bool is_extension(struct str written, const char *extension) {
    return (written.ptr[1] | 0x20) == (extension[1] | 0x20) && str_eq_nocase(written, str_from(extension));
}

/* `extension` has two bytes at least. */
static bool is_of_kind(struct str extension, size_t kind) {
    for (size_t e = 0; kinds[kind].extensions[e]; e++)
        if (is_extension(extension, kinds[kind].extensions[e])) return true;
    return false;
}

/* LINKS_FILE_KINDS: of no kind. */
static size_t kind_of(struct str path) {
    struct str extension = path_ext(path);
    if (extension.len < 3 || extension.len > EXTENSION_MAX) return LINKS_FILE_KINDS;
    size_t k = 0;
    while (k < LINKS_FILE_KINDS && !is_of_kind(extension, k)) k++;
    return k;
}

/* Kinds of which the checkout has no file; all are judged in one go, so that no page is read twice. */
static void find_missing(const struct links *links, struct arena *arena, bool *missing) {
    str_array files = {0};
    struct error error = {0};
    const struct tree *tree = &links->site->tree;
    bool listed = tree->list(tree->state, arena, STR(""), &files, &error);
    bool found[LINKS_FILE_KINDS + 1] = {0};
    for (size_t i = 0; i < files.len; i++) found[kind_of(files.items[i])] = true;
    for (size_t k = 0; k < LINKS_FILE_KINDS; k++) missing[k] = listed && !found[k];
}

struct tally {
    struct arena *arena;
    bool wanted[LINKS_FILE_KINDS]; /* missing, and not yet many */
    size_t counts[LINKS_FILE_KINDS];
    struct map seen;
};

/* Does the name whose extension starts at `dot` belong to an address with a host, or start a code span? Then no link
 * leads to a file of that name. Beyond LOOK_BACK bytes the answer is no. */
static bool is_no_path(struct str text, size_t dot) {
    enum { LOOK_BACK = 256 };
    size_t start = dot, least = dot > LOOK_BACK ? dot - LOOK_BACK : 0;
    while (start > least && !strchr(" \t\r\n\"'`()<>[]|", text.ptr[start - 1])) start--;
    struct str token = str_sub(text, start, dot);
    if (str_starts(token, STR("https://")) || str_starts(token, STR("http://"))) return true;
    return start > least && text.ptr[start - 1] == '`';
}

/* The kind of a name whose extension starts at `dot`, when a link may lead there; LINKS_FILE_KINDS: it is none. */
static size_t kind_at(struct str text, size_t dot) {
    size_t end = dot + 1, kind = 0;
    while (end < text.len && end - dot <= EXTENSION_MAX && char_is_alnum(text.ptr[end])) end++;
    struct str extension = str_sub(text, dot, end);
    if (extension.len < 3 || extension.len > EXTENSION_MAX) return LINKS_FILE_KINDS;
    while (kind < LINKS_FILE_KINDS && !is_of_kind(extension, kind)) kind++;
    return kind < LINKS_FILE_KINDS && is_no_path(text, dot) ? LINKS_FILE_KINDS : kind;
}

/* Counts the names of files in a text, and says of which kinds they are, a bit each. A page has no more targets of a kind
 * than its text has names. */
static unsigned char count_names(struct str text, size_t *names) {
    unsigned char kinds_named = 0;
    for (size_t at = 0; (at += str_find_char(str_sub(text, at, text.len), '.')) < text.len; at++) {
        size_t kind = kind_at(text, at);
        if (kind == LINKS_FILE_KINDS) continue;
        names[kind]++;
        kinds_named |= (unsigned char)(1u << kind);
    }
    return kinds_named;
}

/* Counts targets that were not seen before; what names a host is no file of the site. */
static void count_page(struct tally *tally, const struct page *page) {
    for (size_t i = 0; i < page->links.len; i++) {
        struct url url = url_split(str_trim(page->links.items[i].target));
        size_t kind = url.scheme.ptr || url.authority.ptr ? LINKS_FILE_KINDS : kind_of(url.path);
        if (kind == LINKS_FILE_KINDS || !tally->wanted[kind]) continue;
        void **slot = map_slot(tally->arena, &tally->seen, str_copy(tally->arena, url.path));
        if (!*slot && ++tally->counts[kind] == MANY_TARGETS) tally->wanted[kind] = false;
        *slot = tally;
    }
}

static bool is_read(const struct site_page *page) {
    return page->page && !(page->flags & PAGE_DROPPED);
}

static void tally_page(struct tally *tally, const struct links *links, const struct site_page *from) {
    struct reading reading;
    links_read_page(links, tally->arena, from, &reading);
    if (reading.page) count_page(tally, reading.page);
    links_end_reading(links, &reading);
}

/* Few pages need to be parsed: those that name a file of a kind of which all pages together name enough. */
static void tally_pages(struct tally *tally, const struct links *links) {
    const struct site *site = links->site;
    unsigned char *named = arena_alloc(tally->arena, site->page_count + 1, sizeof *named), wanted = 0;
    size_t names[LINKS_FILE_KINDS] = {0};
    for (size_t i = 0; i < site->page_count; i++) {
        struct arena scratch = arena_within(tally->arena);
        struct error error = {0};
        struct str text;
        if (is_read(&site->pages[i]) &&
            site->tree.read(site->tree.state, &scratch, site->pages[i].source, &text, &error))
            named[i] = count_names(text, names);
        arena_free(&scratch);
    }
    for (size_t i = 0; i < site->page_count; i++) {
        for (size_t k = wanted = 0; k < LINKS_FILE_KINDS; k++) {
            tally->wanted[k] = tally->wanted[k] && names[k] >= MANY_TARGETS;
            wanted |= (unsigned char)(tally->wanted[k] << k);
        }
        if (named[i] & wanted) tally_page(tally, links, &site->pages[i]);
    }
}

/* ABSENT: such a file is missing. LEFT: and links to one were left alone. */
enum { UNASKED, JUDGED, ABSENT, LEFT };

static bool any(const bool *flags) {
    for (size_t k = 0; k < LINKS_FILE_KINDS; k++)
        if (flags[k]) return true;
    return false;
}

static void judge_kinds(const struct links *links) {
    struct arena arena = {0};
    struct tally tally = {.arena = &arena};
    find_missing(links, &arena, tally.wanted);
    if (any(tally.wanted)) tally_pages(&tally, links);
    for (size_t k = 0; k < LINKS_FILE_KINDS; k++) {
        unsigned char unasked = UNASKED, state = tally.counts[k] >= MANY_TARGETS ? ABSENT : JUDGED;
        atomic_compare_exchange_strong(&links->file_kinds[k], &unasked, state);
    }
    arena_free(&arena);
}

/* Settled when the first link to such a file leads nowhere; two threads may find out at once, and the same. */
bool links_is_absent(const struct links *links, struct str path) {
    size_t kind = kind_of(path);
    if (kind == LINKS_FILE_KINDS) return false;
    if (atomic_load(&links->file_kinds[kind]) == UNASKED) judge_kinds(links);
    if (atomic_load(&links->file_kinds[kind]) == JUDGED) return false;
    atomic_store(&links->file_kinds[kind], LEFT);
    return true;
}

struct str links_absent_note(const struct links *links, struct arena *arena) {
    struct buf names = {.arena = arena};
    for (size_t k = 0; k < LINKS_FILE_KINDS; k++) {
        if (atomic_load(&links->file_kinds[k]) != LEFT) continue;
        buf_printf(&names, "%s%s", names.len ? ", no " : "", kinds[k].name);
    }
    if (!names.len) return (struct str){0};
    return str_printf(
        arena,
        "there is no %.*s file in this checkout, and pages link to %d or more: such links are not judged",
        STR_FMT(buf_str(&names)), MANY_TARGETS);
}
