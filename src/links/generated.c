/* generated.c: addresses that this checkout does not serve although they are served: by something else on the host, or
 * because what is there is made before or by the build, as the owner says, or .gitignore does. */
#include "links/graph.h"

void links_assume(struct links *links, const str_array *served, const str_array *generated) {
    links->served = served;
    links->generated = generated;
}

/* ---- addresses ---- */

static bool glob_has(struct arena *arena, struct str glob, struct str path) {
    path = str_sub(path, 1, path.len); /* a slash before a glob counts for nothing */
    if (glob_match(glob, path)) return true;
    bool folder = str_ends(path, STR("/"));
    struct str other = folder ? str_sub(path, 0, path.len - 1) : str_printf(arena, "%.*s/", STR_FMT(path));
    return glob_match(glob, other);
}

/* With the base path, or as it is written below it. */
static bool speaks_of(const struct asking *asking, struct str glob, struct str path) {
    const struct site *site = asking->links->site;
    struct str base = site->language_count ? site->languages[0].base_path : STR("/");
    struct str below = base.len > 1 && str_starts(path, base) ? str_sub(path, base.len - 1, path.len) : path;
    return str_starts(glob, STR("/")) &&
           (glob_has(asking->arena, glob, path) || glob_has(asking->arena, glob, below));
}

static bool is_among(const struct asking *asking, const str_array *globs, struct str path) {
    for (size_t i = 0; globs && i < globs->len; i++)
        if (speaks_of(asking, globs->items[i], path)) return true;
    return false;
}

/* ---- files ---- */

struct making {
    const struct asking *asking;
    /* NULL: it is asked whether a file is made. Else which globs say so, of all that it may be; then none is made. */
    uint64_t *said;
};

static bool is_made(const struct making *making, struct str source) {
    const struct links *links = making->asking->links;
    const str_array *globs = links->generated;
    for (size_t i = 0; globs && i < globs->len; i++) {
        if (!glob_match(globs->items[i], source)) continue;
        if (!making->said) return true;
        size_t bit = links->served->len + i;
        if (bit < LINKS_ASSUMED_MAX) *making->said |= UINT64_C(1) << bit;
    }
    return links->ignores &&
           ignores_has(links->ignores, path_join(making->asking->arena, links->folder, source));
}

/* The sources that a page at `stem` below the folder may have. */
static bool is_page_made(const struct making *making, struct str folder, struct str stem) {
    static const char *const names[] = {".md", "/index.md", "/_index.md", ".html"};
    struct str start = path_join(making->asking->arena, folder, stem);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct str name = str_from(names[i]);
        if (!stem.len && name.ptr[0] == '.') continue;
        if (is_made(making, str_printf(making->asking->arena, "%.*s%.*s", STR_FMT(start), STR_FMT(name))))
            return true;
    }
    return false;
}

static struct str stem_of(struct str file) {
    if (str_eq(path_base(file), STR("index.html"))) return path_dir(file);
    if (str_ends(file, STR(".html"))) file.len -= 5;
    return file;
}

static bool is_made_from(const struct making *making, const struct origin *origin, struct str file) {
    struct str rest = file;
    if (origin->file.len) {
        if (!str_starts(file, origin->file) || file.ptr[origin->file.len] != '/') return false;
        rest = str_sub(file, origin->file.len + 1, file.len);
    }
    if (origin->pages && is_page_made(making, origin->folder, stem_of(rest))) return true;
    struct str copied = origin->folder.len ? path_join(making->asking->arena, origin->folder, rest) : rest;
    if (is_made(making, copied)) return true;
    /* An address without its slash may be a folder's. */
    bool folder = !path_ext(rest).len && !str_ends(rest, STR("index.html"));
    return folder && is_made(making, path_join(making->asking->arena, copied, STR("index.html")));
}

static bool is_made_somewhere(const struct making *making, struct str file) {
    static const struct origin as_it_lies[] = {
        {{"", 0}, {"", 0}, true}, {{"", 0}, {"static", 6}, false}, {{"", 0}, {"public", 6}, false}};
    const struct links *links = making->asking->links;
    const struct origin *origins = links->outlook.origins.items;
    size_t count = links->outlook.origins.len;
    if (!count) origins = as_it_lies, count = ARRAY_LEN(as_it_lies);
    for (size_t i = 0; i < count; i++)
        if (is_made_from(making, &origins[i], file)) return true;
    return false;
}

bool links_is_said(const struct asking *asking, struct str path) {
    return is_among(asking, asking->links->served, path) || is_among(asking, asking->links->generated, path);
}

bool links_says_served(const struct links *links, struct arena *arena, struct str path) {
    return links_is_said(&(struct asking){.links = links, .arena = arena}, path);
}

bool links_is_made_elsewhere(const struct asking *asking, struct str path, struct str file) {
    if (links_is_said(asking, path)) return true;
    const struct making making = {.asking = asking};
    return is_made_somewhere(&making, file);
}

static uint64_t bits_of(const struct asking *asking, const str_array *globs, size_t first, struct str path) {
    uint64_t bits = 0;
    for (size_t i = 0; i < globs->len && first + i < LINKS_ASSUMED_MAX; i++)
        if (speaks_of(asking, globs->items[i], path)) bits |= UINT64_C(1) << (first + i);
    return bits;
}

uint64_t links_assumed(const struct links *links, struct arena *arena, const struct site_page *site_page,
                       struct str url) {
    if (!links->served || !links->generated || !str_starts(url, STR("/"))) return 0;
    const struct asking asking = {.links = links, .arena = arena, .site_page = site_page};
    uint64_t bits =
        bits_of(&asking, links->served, 0, url) | bits_of(&asking, links->generated, links->served->len, url);
    const struct making making = {.asking = &asking, .said = &bits};
    struct str file =
        site_file_of_link(arena, links->site, site_page ? site_page->language : SITE_NO_LANGUAGE, url);
    if (file.ptr && links->generated->len) is_made_somewhere(&making, file);
    return bits;
}
