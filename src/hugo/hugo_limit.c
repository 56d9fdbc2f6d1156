/* hugo_limit.c: languages times taxonomies, pages times cascaded aliases: a configuration of a few kilobytes can ask for
 * more than any machine holds. Limits are on what comes out of it, and grow with the files that a site has. */
#include "hugo/model.h"

enum {
    LANGUAGES_MAX = 1000,
    MOUNTS_MAX = 10000,
    TAXONOMIES_MAX = 1000, /* of a language: each page's front matter is asked for each */
    SETTINGS_MAX = 50000,  /* taxonomies, permalinks and cascades of all languages */
    PAGES_MAX = 50000,     /* without a file: sections, taxonomies, terms */
    URLS_MAX = 600000,     /* with aliases, which are counted twice */
    MENUS_MAX = 500000,
    PER_FILE = 4 /* pages and URLs that each file may bring besides */
};

static size_t files(const struct hugo *hugo) {
    return hugo->content.len + hugo->statics.len;
}

bool hugo_limit_languages(struct hugo *hugo, size_t count) {
    return limit_keep(&hugo->limit, count < LANGUAGES_MAX, "languages",
                      "there are more than 1,000 languages");
}

bool hugo_limit_mounts(struct hugo *hugo) {
    return limit_keep(&hugo->limit, hugo->mounts.len < MOUNTS_MAX, "module",
                      "there are more than 10,000 mounts");
}

bool hugo_limit_taxonomies(struct hugo *hugo, size_t count) {
    return limit_keep(&hugo->limit, count < TAXONOMIES_MAX, "taxonomies",
                      "there are more than 1,000 taxonomies");
}

bool hugo_limit_settings(struct hugo *hugo, size_t count) {
    return limit_keep(&hugo->limit, count < SETTINGS_MAX, "languages",
                      "the languages have more than 50,000 taxonomies, permalinks and cascades together");
}

bool hugo_limit_pages(struct hugo *hugo) {
    return limit_keep(&hugo->limit, hugo->pages.len < PAGES_MAX + PER_FILE * files(hugo), "taxonomies",
                      "sections, taxonomies and terms make more than 50,000 pages and four for each file");
}

bool hugo_limit_urls(struct hugo *hugo) {
    size_t count = hugo->urls.len + hugo->alias_count + hugo->site->failures.len;
    return limit_keep(&hugo->limit, count < URLS_MAX + PER_FILE * files(hugo), "languages",
                      "pages, outputs and aliases make more than 600,000 URLs and four for each file");
}

bool hugo_limit_pattern(struct hugo *hugo, struct str pattern) {
    return limit_keep(&hugo->limit, pattern.len <= LIMIT_ADDRESS, "permalinks",
                      "the pattern of an address has more than 4,096 bytes");
}

bool hugo_limit_address(struct hugo *hugo, struct str link) {
    return limit_address(&hugo->limit, files(hugo), link.len, "permalinks");
}

/* Entries of a menu without languages are those of every language. */
bool hugo_limit_menus(struct hugo *hugo) {
    static const char *const keys[] = {"menu", "menus"};
    size_t count = 0;
    for (unsigned i = 0; i < hugo->site->language_count; i++)
        for (size_t k = 0; k < ARRAY_LEN(keys); k++) {
            const struct node *menus = site_config(hugo->site, i, str_from(keys[k]));
            const struct node *menu = menus ? menus->child : NULL;
            for (; menu && count <= MENUS_MAX; menu = menu->next) count += 1 + menu->count;
        }
    return limit_keep(&hugo->limit, count <= MENUS_MAX, "menus",
                      "the languages have more than 500,000 entries of menus together");
}

bool hugo_limit_kept(const struct hugo *hugo, struct error *error) {
    const char *key = hugo->limit.key;
    return limit_kept(&hugo->limit, key ? site_config(hugo->site, SITE_NO_LANGUAGE, str_from(key)) : NULL,
                      error);
}
