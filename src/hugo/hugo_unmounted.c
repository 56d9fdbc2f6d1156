/* hugo_unmounted.c: content in folders named as the languages, and nothing that says whose folders they are. What
 * mounts them (a languages file, a module's configuration) isn't in the checkout, so Hugo, and the model, serve
 * content/en/a.md at /en/a/ where the live site serves /a/. */
#include "hugo/model.h"

static bool is_mounted(const struct hugo *hugo) {
    for (size_t i = 0; i < hugo->mounts.len; i++)
        if (str_starts(hugo->mounts.items[i].target, STR("content")) && hugo->mounts.items[i].languages)
            return true;
    return false;
}

/* Which language a page's first folder is named as; one more than any index: none. */
static size_t folder_language(const struct site *site, const struct site_page *page) {
    struct str path = page->path, folder = str_cut(&path, '/');
    size_t i = 0;
    if (!path.ptr) return site->language_count;
    while (i < site->language_count && !str_eq_nocase(folder, site->languages[i].code)) i++;
    return i;
}

static bool is_off(const struct hugo *hugo, struct str path) {
    return hugo_language_disabled(hugo, str_cut(&path, '/'));
}

/* Languages that have a folder of their own, when no content lies elsewhere, the default one among them; else 0. */
static size_t count_folders(const struct hugo *hugo) {
    const struct site *site = hugo->site;
    bool *found = ARENA_ARRAY(hugo->arena, bool, site->language_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < site->page_count; i++) {
        const struct site_page *page = &site->pages[i];
        if (!page->path.len || !page->source.len) continue;
        if (page->language != 0) return 0; /* file names tell the language */
        size_t language = folder_language(site, page);
        if (language == site->language_count) {
            if (is_off(hugo, page->path)) continue;
            return 0;
        }
        count += !found[language];
        found[language] = true;
    }
    return found[0] ? count : 0;
}

void hugo_unmounted_note(struct hugo *hugo) {
    const struct site *site = hugo->site;
    bool configured = site_config(site, SITE_NO_LANGUAGE, STR("languages")) != NULL;
    if (!site->language_count || is_mounted(hugo)) return;
    size_t folders = count_folders(hugo);
    struct str code = site->languages[0].code;
    if (folders == 1 && !configured)
        hugo_note_add(hugo, SITE_NOTE_LANGUAGE_FOLDER, (struct str){0}, NULL,
                      "all content lies in content/%.*s and no language is configured: links may be right "
                      "without that folder and are not judged",
                      STR_FMT(code));
    if (folders > 1)
        hugo_note_add(
            hugo, SITE_NOTE_LANGUAGE_FOLDER, (struct str){0}, NULL,
            "%zu folders of content are named as languages (content/%.*s is one), and no mount or contentDir "
            "in "
            "this checkout makes them so: links may be right without that folder and are not judged",
            folders, STR_FMT(code));
}
