/* Hugo's page lookup by content path: ref, relref, and the embedded link hook (GetPage; 3.4, 3.5). */
#include "links/graph.h"

static bool is_old(const struct links *links) {
    return !site_has(links->site, SITE_REF_LOOSE);
}

/* Lower case with '-' for spaces, as content paths are compared. */
static struct str normal(const struct asking *asking, struct str text) {
    struct str lower = unicode_lower_str(asking->arena, text);
    if (is_old(asking->links) || str_find_char(lower, ' ') == lower.len) return lower;
    char *copy = str_c(asking->arena, lower);
    for (size_t i = 0; i < lower.len; i++)
        if (copy[i] == ' ') copy[i] = '-';
    return (struct str){copy, lower.len};
}

/* The content path that a file's path (absolute, cleaned) is compared by: no extension, no language, no index. */
static struct str key_of(const struct asking *asking, struct str path, unsigned language) {
    const struct site *site = asking->links->site;
    struct str extension = path_ext(path);
    path.len -= extension.len;
    struct str suffix = path_ext(path);
    for (unsigned i = 0; i < site->language_count && suffix.len > 1; i++) {
        bool asked = i == language || !is_old(asking->links); /* since 0.123 any language's suffix is cut */
        if (!asked || !str_eq_nocase(str_sub(suffix, 1, suffix.len), site->languages[i].code)) continue;
        path.len -= suffix.len;
        break;
    }
    struct str base = path_base(path);
    bool index = str_eq(base, STR("index")) || str_eq(base, STR("_index"));
    if (index) path.len -= base.len;
    while (path.len && path.ptr[path.len - 1] == '/') path.len--;
    return path;
}

/* `text` joined to the content folder `folder` ("/posts", "" for the root), cleaned: absolute. */
static struct str joined(const struct asking *asking, struct str folder, struct str text) {
    struct str path = str_printf(asking->arena, "/%.*s/%.*s", STR_FMT(folder), STR_FMT(text));
    return path_clean(asking->arena, path);
}

/* Folder of the page in content, as keys spell it. A leaf bundle's is its parent's unless inside is asked for. */
static struct str folder_of(const struct site_page *page, bool inside) {
    struct str key = page->key;
    bool own = page->bundle == BUNDLE_BRANCH || (page->bundle == BUNDLE_LEAF && inside);
    return own ? key : path_dir(key);
}

struct ref_lookup {
    const struct asking *asking;
    unsigned language;
    struct str text; /* normal form, no trailing slash */
    bool extension;  /* as written, it has one */
};

static const struct site_page *at_path(const struct ref_lookup *lookup, struct str folder) {
    const struct asking *asking = lookup->asking;
    struct str path = joined(asking, folder, lookup->text);
    const struct site *site = asking->links->site;
    if (path.len == 1) return site_page_at(site, lookup->language, STR(""));
    if (!lookup->extension) {
        struct str base = path_base(path);
        bool index = str_eq(base, STR("index")) || str_eq(base, STR("_index"));
        const struct site_page *page = site_page_at(site, lookup->language, path);
        if (page || !index) return page;
        path = str_printf(asking->arena, "%.*s.md", STR_FMT(path));
    }
    const struct site_page *page =
        site_page_at(site, lookup->language, key_of(asking, path, lookup->language));
    if (page || is_old(asking->links)) return page;
    return site_page_at(site, lookup->language, path); /* "v1.2": the dot is no extension */
}

static const struct site_page *find_relative(const struct ref_lookup *lookup) {
    const struct site_page *from = lookup->asking->site_page;
    if (!from || str_starts(lookup->text, STR("/"))) return NULL;
    bool climbing = str_starts(lookup->text, STR("../"));
    bool inside = lookup->extension && climbing && !is_old(lookup->asking->links);
    const struct site_page *page = at_path(lookup, folder_of(from, inside));
    if (page || from->bundle == BUNDLE_SINGLE) return page;
    if (lookup->extension) page = at_path(lookup, folder_of(from, true)); /* the file beside the source */
    return page;
}

/* A page by its name alone; the entry tells when there are two. */
static const struct name_entry *find_name(const struct ref_lookup *lookup) {
    const struct links *links = lookup->asking->links;
    struct str name = lookup->text;
    if (is_old(links) && str_starts(name, STR("/"))) name = str_sub(name, 1, name.len);
    if (str_find_char(name, '/') < name.len || !links->names ||
        lookup->language >= links->site->language_count)
        return NULL;
    struct str key = lookup->extension ? key_of(lookup->asking, name, lookup->language) : name;
    return map_get(&links->names[lookup->language], key);
}

static unsigned language_of(const struct asking *asking, struct str code) {
    const struct site *site = asking->links->site;
    for (unsigned i = 0; code.len && i < site->language_count; i++)
        if (str_eq_nocase(site->languages[i].code, code)) return i;
    if (code.len) return SITE_NO_LANGUAGE; /* of a language that isn't there nothing is found */
    return asking->site_page ? asking->site_page->language : 0;
}

static struct resolution found(const struct site_page *page, struct resolution r) {
    r.target = page;
    r.status = page->flags & PAGE_DROPPED ? RESOLUTION_DROPPED : RESOLUTION_OK;
    r.url = page->link;
    return r;
}

/* Is the place where the page would have to be one the model can't see? */
static bool is_hidden(const struct ref_lookup *lookup) {
    const struct asking *asking = lookup->asking;
    struct str folder = asking->site_page ? folder_of(asking->site_page, false) : STR("");
    bool absolute = str_starts(lookup->text, STR("/"));
    struct str near = joined(asking, absolute ? STR("") : folder, lookup->text);
    struct str root = joined(asking, STR(""), lookup->text);
    return links_is_unknown(asking->links, str_sub(near, 1, near.len)) ||
           links_is_unknown(asking->links, str_sub(root, 1, root.len));
}

static struct resolution look_up(const struct ref_lookup *lookup, bool ref) {
    struct resolution r = {.flags = RESOLUTION_BY_NAME};
    const struct site_page *page = find_relative(lookup);
    if (page) return found(page, r);
    bool dotted = str_starts(lookup->text, STR("."));
    if (!dotted && (page = at_path(lookup, STR("")))) return found(page, r);
    const struct name_entry *entry = ref && !dotted ? find_name(lookup) : NULL;
    if (entry && !entry->other) return found(entry->page, r);
    if (entry) {
        r.status = RESOLUTION_AMBIGUOUS_REF;
        r.target = entry->page;
        r.other = entry->other;
        return r;
    }
    bool content_hidden = is_hidden(lookup) || (ref && lookup->asking->links->outlook.unknown.len &&
                                                str_find_char(lookup->text, '/') == lookup->text.len);
    r.status = content_hidden ? RESOLUTION_UNKNOWN : RESOLUTION_MISSING_REF;
    return r;
}

struct resolution resolve_ref(const struct asking *asking, struct str text, struct str language, bool ref) {
    struct str path = text;
    struct str fragment = path;
    path = str_cut(&fragment, '#');
    struct str query = path;
    path = str_trim(str_cut(&query, '?'));
    bool slash = path.len > 1 && str_ends(path, STR("/"));
    while (path.len > 1 && path.ptr[path.len - 1] == '/') path.len--;
    struct resolution r = {.status = RESOLUTION_OK, .flags = RESOLUTION_BY_NAME};
    if (!path.len) {
        r.target = asking->site_page;
    } else if (ref && slash && !site_has(asking->links->site, SITE_REF_SLASH)) {
        r.status = RESOLUTION_MISSING_REF;
    } else {
        struct ref_lookup lookup = {asking, language_of(asking, language), normal(asking, path),
                                    str_find_char(path_base(path), '.') < path_base(path).len};
        r = look_up(&lookup, ref);
    }
    r.fragment = url_decode(asking->arena, fragment);
    return r;
}

/* ---- names ---- */

static void add_name(struct links *links, const struct site_page *page) {
    bool nameless = page->kind == KIND_HOME || page->bundle == BUNDLE_RESOURCE || !page->key.len;
    if (nameless || page->language >= links->site->language_count) return;
    void **slot = map_slot(links->arena, &links->names[page->language], path_base(page->key));
    struct name_entry *entry = *slot;
    if (!entry) {
        *slot = entry = ARENA_NEW(links->arena, struct name_entry);
        entry->page = page;
    } else if (entry->page->flags & PAGE_DROPPED) {
        entry->page = page; /* one that isn't published is found only when there is no other */
    } else if (!entry->other && !(page->flags & PAGE_DROPPED)) {
        entry->other = page;
    }
}

void resolve_ref_index(struct links *links) {
    const struct site *site = links->site;
    if (!site_has(site, SITE_REF_NAMES)) return;
    links->names = ARENA_ARRAY(links->arena, struct map, site->language_count + 1);
    for (size_t i = 0; i < site->page_count; i++) add_name(links, &site->pages[i]);
}
