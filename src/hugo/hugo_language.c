/* hugo_language.c: languages, their prefixes and hosts (1.12, 1.13). */
#include "hugo/model.h"

/* ---- base URL ---- */

static struct str path_of_url(struct str url) {
    size_t scheme = str_find(url, STR("://"));
    if (scheme == url.len) return str_starts(url, STR("/")) ? url : STR("/");
    struct str rest = str_sub(url, scheme + 3, url.len);
    size_t slash = str_find_char(rest, '/');
    return slash == rest.len ? STR("/") : str_sub(rest, slash, rest.len);
}

static struct str with_slash(struct arena *arena, struct str s) {
    return str_ends(s, STR("/")) ? s : str_printf(arena, "%.*s/", STR_FMT(s));
}

/* [B] Without a baseURL the newest Hugo takes https://example.org/. */
static struct str site_base(const struct hugo *hugo) {
    struct str url = str_trim(node_text(site_config(hugo->site, SITE_NO_LANGUAGE, STR("baseURL")), STR("")));
    if (url.len == 0 && hugo_since(hugo->version, HUGO_BASE_URL_DEFAULT)) url = STR("https://example.org/");
    return with_slash(hugo->arena, url);
}

/* ---- which languages ---- */

static bool listed(const struct node *list, struct str code) {
    for (const struct node *item = list ? list->child : NULL; item; item = item->next)
        if (str_eq_nocase(item->text, code)) return true;
    return false;
}

static void add_language(struct hugo *hugo, struct site_language *made, struct str name,
                         const struct node *config) {
    const struct node *weight = config ? node_get_nocase(config, STR("weight")) : NULL;
    struct str base = node_text(config ? node_get_nocase(config, STR("baseURL")) : NULL, STR(""));
    made->name = name;
    made->code = unicode_lower_str(hugo->arena, name);
    made->config = config;
    made->weight = weight ? (int)weight->number : 0;
    made->base_url = base.len ? with_slash(hugo->arena, base) : hugo->site->base_url;
    made->base_path = path_of_url(made->base_url);
    if (base.len) hugo->site->multihost = true;
}

static bool enabled(const struct hugo *hugo, const struct node *config) {
    const struct node *off = site_config(hugo->site, SITE_NO_LANGUAGE, STR("disableLanguages"));
    if (off && off->kind == NODE_STRING && str_eq_nocase(off->text, config->key)) return false;
    return config->kind == NODE_OBJECT && !listed(off, config->key) &&
           !node_is_true(node_get_nocase(config, STR("disabled")));
}

/* The default language first, the others in the order of the configuration. */
static void put_first(struct site *site, struct str code) {
    for (size_t i = 1; i < site->language_count; i++) {
        if (!str_eq_nocase(site->languages[i].name, code)) continue;
        struct site_language first = site->languages[i];
        for (size_t j = i; j > 0; j--) site->languages[j] = site->languages[j - 1];
        site->languages[0] = first;
    }
}

/* The default language where none is named and English is not among them. */
static struct str first_by_name(const struct site *site) {
    struct str first = site->languages[0].code;
    for (size_t i = 1; i < site->language_count; i++)
        if (str_cmp(site->languages[i].code, first) < 0) first = site->languages[i].code;
    return first;
}

static void set_prefixes(struct hugo *hugo) {
    struct site *site = hugo->site;
    bool subdir = node_is_true(site_config(site, SITE_NO_LANGUAGE, STR("defaultContentLanguageInSubdir")));
    if (!site->multilingual && !hugo_since(hugo->version, HUGO_SUBDIR_ONE_LANGUAGE)) subdir = false;
    for (size_t i = 0; i < site->language_count; i++) {
        struct site_language *language = &site->languages[i];
        if (site->multihost)
            language->file_root = language->code;
        else if (i > 0 || subdir)
            language->prefix = language->code;
        if (language->prefix.ptr == NULL) language->prefix = STR("");
        if (language->file_root.ptr == NULL) language->file_root = STR("");
    }
}

/* More than one role or version makes sites below /ROLE/VERSION/ that only front matter, mounts and cascades tell the
 * content of; they are not modelled. */
static void note_dimensions(struct hugo *hugo) {
    static const struct str keys[] = {{"roles", 5}, {"versions", 8}};
    if (!hugo_since(hugo->version, HUGO_DIMENSIONS)) return;
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        const struct node *all = site_config(hugo->site, SITE_NO_LANGUAGE, keys[i]);
        if (!all || all->kind != NODE_OBJECT || all->count < 2) continue;
        hugo_note_add(
            hugo, SITE_NOTE_DIMENSIONS, (struct str){0}, all,
            "%.*s are not modelled: links to pages below their names, and pages or aliases that share an "
            "address, are not judged",
            STR_FMT(keys[i]));
        return;
    }
}

bool hugo_language_load(struct hugo *hugo) {
    struct site *site = hugo->site;
    const struct node *all = site_config(site, SITE_NO_LANGUAGE, STR("languages"));
    const struct node *named = site_config(site, SITE_NO_LANGUAGE, STR("defaultContentLanguage"));
    struct str given = node_text(named, STR(""));
    struct str main = given.len ? given : STR("en");
    size_t count = 0;
    bool found = false;
    site->base_url = site_base(hugo);
    site->languages = ARENA_ARRAY(hugo->arena, struct site_language, (all ? all->count : 0) + 1);
    for (const struct node *child = all ? all->child : NULL; child; child = child->next) {
        if (!enabled(hugo, child)) continue;
        if (!hugo_limit_languages(hugo, count)) return false;
        if (str_eq_nocase(child->key, main)) found = true;
        add_language(hugo, &site->languages[count++], child->key, child);
    }
    bool lost =
        count > 0 && !found && (given.len > 0 || !hugo_since(hugo->version, HUGO_DEFAULT_LANGUAGE_ABSENT));
    if (lost)
        hugo_failure_add(hugo, given.len ? named : all,
                         "the defaultContentLanguage \"%.*s\" is none of the languages", STR_FMT(main));
    if (count == 0) add_language(hugo, &site->languages[count++], main, NULL);
    site->language_count = count;
    site->multilingual = count > 1;
    if (!site->multilingual) site->multihost = false;
    put_first(site, found || given.len ? main : first_by_name(site));
    set_prefixes(hugo);
    note_dimensions(hugo);
    return !lost;
}

unsigned hugo_language_find(const struct hugo *hugo, struct str code, bool any_case) {
    for (unsigned i = 0; i < hugo->site->language_count; i++) {
        struct str have = hugo->site->languages[i].code;
        if (any_case ? str_eq_nocase(have, code) : str_eq(have, code)) return i;
    }
    return SITE_NO_LANGUAGE;
}

/* Is it a language that is configured but switched off? */
bool hugo_language_disabled(const struct hugo *hugo, struct str code) {
    const struct node *all = site_config(hugo->site, SITE_NO_LANGUAGE, STR("languages"));
    const struct node *config = all ? node_get_nocase(all, code) : NULL;
    return config && !enabled(hugo, config);
}
