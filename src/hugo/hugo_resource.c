/* hugo_resource.c: files that are copied: resources of bundles and sections, static files (1.10). */
#include "hugo/model.h"

static bool publishes(const struct hugo_page *owner) {
    if (owner == NULL || !hugo_build_there(owner) || owner->p.flags & PAGE_NO_RESOURCES) return false;
    return !(owner->p.flags & PAGE_KIND_DISABLED);
}

/* From 0.123 on a leaf bundle's resources outlived `disableKinds: [page]` for a while. */
static bool outlives(const struct hugo *hugo, const struct hugo_page *owner) {
    bool then = !hugo->old && !hugo_since(hugo->version, HUGO_RESOURCE_OF_DISABLED);
    return then && owner && owner->p.bundle == BUNDLE_LEAF && hugo_build_there(owner) &&
           !(owner->p.flags & PAGE_NO_RESOURCES);
}

static struct str key_of_folder(const struct hugo *hugo, struct str folder) {
    struct str lower = unicode_lower_str(hugo->arena, folder);
    if (!hugo->old) lower = hugo_replace_all(hugo->arena, lower, STR(" "), STR("-"));
    return lower.len ? str_printf(hugo->arena, "/%.*s", STR_FMT(lower)) : STR("");
}

static bool is_section_of(const struct hugo_file *file, const struct hugo_page *page) {
    return page && page->input && str_eq(page->input->dir, file->dir);
}

/* The leaf bundle, else the nearest page of the folders above: a section; since 0.123 also a single page that is
 * named as the folder. */
static struct hugo_page *owner_of(const struct hugo *hugo, const struct hugo_file *file, unsigned language) {
    if (file->bundle.ptr) {
        struct hugo_page *owner = hugo_tree_page(hugo, language, key_of_folder(hugo, file->bundle));
        return owner && owner->p.bundle != BUNDLE_SINGLE ? owner : NULL;
    }
    struct str key = key_of_folder(hugo, file->dir);
    for (;;) {
        struct hugo_page *owner =
            hugo->old ? hugo_tree_branch(hugo, language, key) : hugo_tree_page(hugo, language, key);
        /* Before 0.123 a dropped section took along what lies beside its _index, not what lies deeper. */
        bool climbs = hugo->old && owner && !hugo_build_there(owner) && !is_section_of(file, owner);
        if ((owner && !climbs) || key.len == 0) return owner;
        key = str_sub(key, 0, str_rfind_char(key, '/'));
    }
}

/* Before 0.123 what lies deeper in a section than its _index kept the folders as written. */
static struct str file_of(const struct hugo *hugo, const struct hugo_file *file,
                          const struct hugo_page *owner) {
    struct str below = owner->raw.len ? str_sub(file->path, owner->raw.len + 1, file->path.len) : file->path;
    bool raw_folder =
        hugo->old && owner->p.kind != KIND_PAGE && owner->url.len == 0 && !is_section_of(file, owner);
    if (!raw_folder) return path_join(hugo->arena, owner->resource_file, below);
    const struct site_language *language = &hugo->site->languages[owner->p.language];
    struct str prefix = hugo->site->multihost ? language->file_root : language->prefix;
    return path_join(hugo->arena, prefix, file->path);
}

static void add_resource(struct hugo *hugo, const struct hugo_file *file, struct hugo_page *owner) {
    if (!publishes(owner) && !outlives(hugo, owner)) return;
    struct str path = file_of(hugo, file, owner);
    struct site_url *url = hugo_output_add(hugo, URL_RESOURCE, owner->p.language, path);
    url->page = &owner->p;
    url->source = file->source;
}

/* ---- languages ---- */

static struct str shared_name(const struct hugo *hugo, const struct hugo_file *file) {
    return str_printf(hugo->arena, "%.*s/%.*s.%.*s", STR_FMT(file->dir), STR_FMT(file->name),
                      STR_FMT(file->ext));
}

static bool has_own(const struct hugo *hugo, const struct map *own, const struct hugo_file *file,
                    unsigned language) {
    struct str key = str_printf(hugo->arena, "%u %.*s", language, STR_FMT(shared_name(hugo, file)));
    return map_get(own, key) != NULL;
}

/* Is the file copied for other languages than its own too? Then only where they have no variant of it. */
static bool copied_for(const struct hugo *hugo, const struct hugo_file *file, unsigned language) {
    bool duplicate =
        node_is_true(site_config(hugo->site, language, STR("markup.goldmark.duplicateResourceFiles")));
    if (!hugo->old) return hugo->site->multihost || duplicate;
    if (file->bundle.ptr) return true;
    return is_section_of(file, hugo_tree_branch(hugo, language, key_of_folder(hugo, file->dir)));
}

static void add_all(struct hugo *hugo, const struct map *own, const struct hugo_file *file) {
    struct hugo_page *main = owner_of(hugo, file, file->language);
    bool any = publishes(main);
    add_resource(hugo, file, main);
    for (unsigned i = 0; i < hugo->site->language_count && hugo_limit_urls(hugo); i++) {
        if (i == file->language || has_own(hugo, own, file, i)) continue;
        struct hugo_page *owner = owner_of(hugo, file, i);
        /* Only another language's page has it: it is published there, with its first user. */
        bool orphan = main == NULL && !any && file->bundle.ptr;
        if (!orphan && !copied_for(hugo, file, i)) continue;
        any |= publishes(owner);
        add_resource(hugo, file, owner);
    }
}

static bool is_resource(const struct hugo *hugo, const struct hugo_file *file) {
    bool adapter = file->adapter && !hugo->old;
    return !file->page && !file->shadowed && !adapter && file->language != SITE_NO_LANGUAGE;
}

void hugo_resource_all(struct hugo *hugo) {
    struct map own = {0};
    for (size_t i = 0; i < hugo->content.len; i++) {
        const struct hugo_file *file = &hugo->content.items[i];
        if (!is_resource(hugo, file)) continue;
        struct str key = str_printf(hugo->arena, "%u %.*s", file->language, STR_FMT(shared_name(hugo, file)));
        *map_slot(hugo->arena, &own, key) = hugo;
    }
    for (size_t i = 0; i < hugo->content.len; i++) {
        const struct hugo_file *file = &hugo->content.items[i];
        if (file->adapter)
            hugo_note_add(hugo, "content-adapter", file->source, NULL,
                          "pages that a content adapter makes are not known");
        if (is_resource(hugo, file)) add_all(hugo, &own, file);
    }
}

/* ---- static files ---- */

static void add_static(struct hugo *hugo, const struct hugo_file *file, unsigned host) {
    struct str root = host == SITE_NO_LANGUAGE ? STR("") : hugo->site->languages[host].file_root;
    struct site_url *url = hugo_output_add(hugo, URL_STATIC, host, path_join(hugo->arena, root, file->path));
    url->source = file->source;
}

void hugo_resource_static(struct hugo *hugo) {
    for (size_t i = 0; i < hugo->statics.len; i++) {
        const struct hugo_file *file = &hugo->statics.items[i];
        if (file->shadowed) continue;
        if (!hugo->site->multihost) add_static(hugo, file, SITE_NO_LANGUAGE);
        for (unsigned h = 0; hugo->site->multihost && h < hugo->site->language_count && hugo_limit_urls(hugo);
             h++)
            if (file->language == SITE_NO_LANGUAGE || file->language == h) add_static(hugo, file, h);
    }
}
