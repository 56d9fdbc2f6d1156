/* hugo_limit.c: languages times taxonomies, pages times cascaded aliases: a configuration of a few kilobytes can ask for
 * more than any machine holds. Limits are on what comes out of it, and grow with the files that a site has. */
#include "hugo/model.h"

enum {
    LANGUAGES_MAX = 1000,
    MOUNTS_MAX = 10000,
    SETTINGS_MAX = 50000, /* taxonomies, permalinks and cascades of all languages */
    PAGES_MAX = 50000,    /* without a file: sections, taxonomies, terms */
    URLS_MAX = 600000,    /* with aliases, which are counted twice */
    PER_FILE = 4          /* pages and URLs that each file may bring besides */
};

static bool keep(struct hugo *hugo, bool room, const char *key, const char *what) {
    if (room || hugo->full) return room && !hugo->full;
    hugo->full = what;
    hugo->full_key = key;
    return false;
}

static size_t files(const struct hugo *hugo) {
    return hugo->content.len + hugo->statics.len;
}

bool hugo_limit_languages(struct hugo *hugo, size_t count) {
    return keep(hugo, count < LANGUAGES_MAX, "languages", "there are more than 1,000 languages");
}

bool hugo_limit_mounts(struct hugo *hugo) {
    return keep(hugo, hugo->mounts.len < MOUNTS_MAX, "module", "there are more than 10,000 mounts");
}

bool hugo_limit_settings(struct hugo *hugo, size_t count) {
    return keep(hugo, count < SETTINGS_MAX, "languages",
                "the languages have more than 50,000 taxonomies, permalinks and cascades together");
}

bool hugo_limit_pages(struct hugo *hugo) {
    return keep(hugo, hugo->pages.len < PAGES_MAX + PER_FILE * files(hugo), "taxonomies",
                "sections, taxonomies and terms make more than 50,000 pages and four for each file");
}

bool hugo_limit_urls(struct hugo *hugo) {
    size_t count = hugo->urls.len + hugo->alias_count + hugo->site->failures.len;
    return keep(hugo, count < URLS_MAX + PER_FILE * files(hugo), "languages",
                "pages, outputs and aliases make more than 600,000 URLs and four for each file");
}

bool hugo_limit_kept(const struct hugo *hugo, struct error *error) {
    if (!hugo->full) return true;
    const struct node *node = site_config(hugo->site, SITE_NO_LANGUAGE, str_from(hugo->full_key));
    const struct source *source = config_source(node);
    if (!source) return error_set(error, (struct str){0}, 0, "%s: the site is not checked", hugo->full);
    return error_set(error, source->path, text_line(source->text, node->span.start),
                     "%s: the site is not checked", hugo->full);
}
