/* hugo_url.c: FILE and LINK of every page, and the folder its resources go to (1.4 to 1.7, 1.10, 1.13). */
#include "hugo/model.h"

/* RelPermalink: the base path goes in front. */
struct str hugo_url_link(const struct hugo *hugo, unsigned language, struct str link) {
    struct str base = hugo->site->languages[language].base_path;
    if (base.len <= 1) return link;
    return str_printf(hugo->arena, "%.*s%.*s", STR_FMT(str_sub(base, 0, base.len - 1)), STR_FMT(link));
}

/* Permalink: absolute. */
struct str hugo_url_absolute(const struct hugo *hugo, unsigned language, struct str link) {
    struct str base = hugo->site->languages[language].base_url;
    if (str_starts(link, STR("/"))) link = str_sub(link, 1, link.len);
    return str_printf(hugo->arena, "%.*s%.*s", STR_FMT(base), STR_FMT(link));
}

/* [B] Since 0.167 a branch's slug replaces its folder's name for itself and for everything below it. */
static void rename_folders(struct hugo *hugo, struct hugo_page *page) {
    const struct hugo_page *up = page->up;
    page->url_before = page->url_path;
    if (!hugo_since(hugo->version, HUGO_SECTION_SLUG)) return;
    if (up && up->url_before.len && !str_eq(up->url_before, up->url_path)) {
        struct str rest = str_sub(page->url_path, up->url_before.len, page->url_path.len);
        page->url_path = str_printf(hugo->arena, "%.*s%.*s", STR_FMT(up->url_path), STR_FMT(rest));
    }
    bool renamed = page->p.bundle == BUNDLE_BRANCH && page->p.kind != KIND_HOME && page->p.slug.len;
    if (renamed) page->url_path = path_join(hugo->arena, path_dir(page->url_path), page->p.slug);
    page->dir = path_dir(page->url_path);
    page->base = path_base(page->url_path);
}

/* The whole result is query-unescaped: '+' becomes a space (1.7.4). */
static struct str expanded(struct hugo *hugo, const struct hugo_page *page) {
    const struct hugo_pattern *pattern = page->p.kind == KIND_HOME ? NULL : hugo_permalink_find(hugo, page);
    if (pattern == NULL || !hugo_limit_pattern(hugo, pattern->text)) return STR("");
    struct str out = hugo_name_unescape(hugo->arena, hugo_permalink_expand(hugo, pattern->text, page), true);
    return out.ptr ? out : STR("");
}

void hugo_url_input(const struct hugo *hugo, const struct hugo_page *page, struct target_input *in) {
    const struct site_language *language = &hugo->site->languages[page->p.language];
    bool branch = page->p.kind != KIND_PAGE;
    *in = (struct target_input){.kind = page->p.kind, .url = page->url, .permalink = page->permalink};
    in->dir = branch ? page->url_path : page->dir;
    in->base = page->p.slug.len ? page->p.slug : page->base;
    in->ugly = hugo_settings_ugly(&hugo->settings[page->p.language], page);
    in->multihost = hugo->site->multihost;
    in->prefix_file = hugo->site->multihost ? language->file_root : language->prefix;
    in->prefix_link = language->prefix;
}

static void set_url(struct hugo *hugo, struct hugo_page *page) {
    struct target_input in;
    rename_folders(hugo, page);
    if (page->url_tokens && page->p.kind != KIND_HOME && hugo_limit_pattern(hugo, page->url))
        page->url = hugo_permalink_expand(hugo, page->url, page);
    page->permalink = expanded(hugo, page);
    hugo_url_input(hugo, page, &in);
    in.format = hugo_format_find(hugo, STR("html"));
    struct ref_target target = hugo_target_make(hugo, &in);
    page->p.file = target.file;
    page->p.link = hugo_url_link(hugo, page->p.language, target.link);
    if (!hugo_limit_address(hugo, page->p.link)) return;
    page->plain_link = target.link;
    page->resource_file = target.resources;
}

/* Since 0.161 the root-relative pattern keys of a top-level leaf bundle and of sections are globs on the key. */
void hugo_url_pages(struct hugo *hugo) {
    for (size_t i = 0; i < hugo->pages.len && !hugo->limit.full; i++) {
        struct hugo_page *page = hugo->pages.items[i];
        if (page->p.bundle == BUNDLE_RESOURCE) continue;
        set_url(hugo, page);
    }
}
