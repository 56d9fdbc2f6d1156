/* hugo.c: the model of a Hugo site, in the order its parts need each other. */
#include <assert.h>
#include <stdlib.h>

#include "hugo/model.h"
#include "page/page.h"

/* ---- configuration ---- */

static struct str environment_of(const struct site_options *options) {
    if (options->environment.ptr) return options->environment;
    for (const char *const *env = options->env; env && *env; env++) {
        struct str value = str_from(*env), name = str_cut(&value, '=');
        if (str_eq(name, STR("HUGO_ENVIRONMENT")) || str_eq(name, STR("HUGO_ENV"))) return value;
    }
    return STR("production");
}

/* What this version does otherwise than others. */
static void settle_traits(struct site *site) {
    static const struct {
        enum hugo_switch which;
        enum site_trait before, since; /* 0: none */
    } rows[] = {
        {HUGO_ALIAS_RACE, SITE_ALIASES_FIRST, 0}, {HUGO_ALIAS_LANGUAGE, 0, SITE_ALIAS_PREFIX},
        {HUGO_PAGE_TREE, 0, SITE_REF_LOOSE},      {HUGO_PAGE_TREE, 0, SITE_READS_UNPUBLISHED},
        {HUGO_REF_SLASH, 0, SITE_REF_SLASH},
    };
    site->traits = site->generator->traits;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        site->traits |= (unsigned)(hugo_since(site->version, rows[i].which) ? rows[i].since : rows[i].before);
}

/* The version must be known before the configuration is read, which may be what tells it. */
static void settle_version(struct hugo *hugo, const struct node *config) {
    struct site *site = hugo->site;
    uint32_t version = hugo->options->version;
    if (version == 0)
        version = hugo_version_guess(hugo->arena, &site->tree, site->levels, config, &site->version_source);
    site->version_assumed = version == 0;
    site->version = version ? version : HUGO_VERSION_NEWEST;
    hugo->version = site->version;
    hugo->old = !hugo_since(hugo->version, HUGO_PAGE_TREE);
    site->yaml_1_1 = !hugo_since(hugo->version, HUGO_YAML_1_2);
    settle_traits(site);
}

static void how_read(const struct hugo *hugo, struct hugo_loader *loader) {
    loader->files.yaml_1_1 = hugo->site->yaml_1_1;
    loader->repeated_keys = hugo_since(hugo->version, HUGO_CONFIG_REPEATED_KEY);
}

static bool read_config(struct hugo *hugo, struct error *error) {
    struct site *site = hugo->site;
    struct hugo_loader loader = {.files = {.arena = hugo->arena, .tree = &site->tree}};
    struct node *root = NULL;
    settle_version(hugo, NULL);
    how_read(hugo, &loader);
    if (!hugo_config_load(&loader, hugo->options, site->environment, &root, error)) return false;
    if (hugo->options->version == 0 && site->version_source.ptr == NULL) settle_version(hugo, root);
    how_read(hugo, &loader);
    site->config = root;
    if (!hugo_mount_load(hugo, &loader, root, error)) return false;
    site->config_sources = loader.files.sources.items;
    site->config_source_count = loader.files.sources.len;
    return true;
}

/* ---- all of it ---- */

static int by_source(const void *a, const void *b) {
    const struct site_page *x = &(*(struct hugo_page *const *)a)->p, *y = &(*(struct hugo_page *const *)b)->p;
    bool no_x = x->source.ptr == NULL, no_y = y->source.ptr == NULL;
    if (no_x != no_y) return no_x - no_y;
    int order = no_x ? str_cmp(x->link, y->link) : str_cmp(x->source, y->source);
    return order ? order : (x->language > y->language) - (x->language < y->language);
}

/* Where a page lies among the public ones; the public page is the first member of the private one. */
static const struct site_page *public_page(const struct site *site, const struct site_page *page) {
    _Static_assert(offsetof(struct hugo_page, p) == 0,
                   "the public page is the first member of the private one");
    if (!page) return NULL;
    size_t number = ((const struct hugo_page *)(const void *)page)->number;
    assert(number < site->page_count);
    return &site->pages[number];
}

/* Copies the public part of every page into one sorted array and lets every pointer lead there. */
static void publish(struct hugo *hugo) {
    struct site *site = hugo->site;
    site->page_count = hugo->pages.len;
    site->pages = ARENA_ARRAY(hugo->arena, struct site_page, hugo->pages.len + 1);
    if (hugo->pages.len) qsort(hugo->pages.items, hugo->pages.len, sizeof(hugo->pages.items[0]), by_source);
    for (size_t i = 0; i < hugo->pages.len; i++) hugo->pages.items[i]->number = i;
    for (size_t i = 0; i < hugo->pages.len; i++) {
        struct site_page page = hugo->pages.items[i]->p;
        page.parent = public_page(site, page.parent);
        page.shadowed_by = public_page(site, page.shadowed_by);
        site->pages[i] = page;
    }
    for (size_t i = 0; i < hugo->urls.len; i++)
        hugo->urls.items[i].page = public_page(site, hugo->urls.items[i].page);
}

static void finish(struct hugo *hugo) {
    struct site *site = hugo->site;
    hugo_alias_writer_find(hugo);
    /* What is not used of so large an allocation costs nothing. */
    ARRAY_EXPECT(hugo->arena, &hugo->urls, 3 * hugo->pages.len + hugo->content.len + hugo->statics.len);
    for (size_t i = 0; i < hugo->pages.len; i++) {
        struct hugo_page *page = hugo->pages.items[i];
        if (page->p.bundle != BUNDLE_RESOURCE) hugo_output_page(hugo, page);
    }
    for (size_t i = 0; i < hugo->pages.len; i++) {
        struct hugo_page *page = hugo->pages.items[i];
        if (page->p.bundle != BUNDLE_RESOURCE) hugo_alias_page(hugo, page);
    }
    hugo_resource_all(hugo);
    hugo_resource_static(hugo);
    hugo_output_site(hugo);
    hugo_term_clashes(hugo);
    publish(hugo);
    site->urls = hugo->urls.items;
    site->url_count = hugo->urls.len;
}

static bool drops_base(const struct site *site, unsigned language) {
    return node_is_true(site_config(site, language, STR("canonifyURLs")));
}

static const str_array *taxonomies_of(const struct site *site) {
    const struct node *configured = site->config ? site_config(site, 0, STR("taxonomies")) : NULL;
    str_array *keys = configured ? ARENA_NEW(site->arena, str_array) : NULL;
    for (const struct node *item = configured ? configured->child : NULL; item; item = item->next)
        *ARRAY_PUSH(site->arena, keys) = node_text(item, STR(""));
    return keys;
}

/* What the configuration says of languages that the model itself has no use for. */
static void settle_languages(struct site *site) {
    site->drops_base = drops_base(site, SITE_NO_LANGUAGE);
    site->taxonomies = taxonomies_of(site);
    for (unsigned i = 0; i < site->language_count; i++) {
        const struct node *level = site_config(site, i, STR("refLinksErrorLevel"));
        site->languages[i].drops_base = drops_base(site, i);
        site->languages[i].lenient_refs = str_eq_nocase(node_text(level, STR("")), STR("warning"));
    }
}

static bool hugo_load(struct site *site, const struct site_options *options, struct error *error) {
    struct hugo *hugo = ARENA_NEW(site->arena, struct hugo);
    hugo->site = site;
    hugo->arena = site->arena;
    hugo->options = options;
    site->generator_state = hugo;
    site->environment = environment_of(options);
    if (!read_config(hugo, error)) return false;
    if (!hugo_language_load(hugo))
        return hugo_limit_kept(hugo, error); /* Hugo stops here; so does the model */
    settle_languages(site);
    hugo_format_load(hugo);
    hugo_settings_load(hugo);
    hugo_date_load(hugo);
    if (!hugo_mount_all(hugo, error) || !hugo_limit_kept(hugo, error) || !hugo_content_load(hugo, error))
        return false;
    hugo_layouts_load(hugo);
    hugo_shortcodes_load(hugo);
    hugo_read_pages(hugo);
    hugo_content_bundles(hugo);
    hugo_tree_build(hugo);
    hugo_build_pages(hugo);
    if (!hugo_limit_kept(hugo, error)) return false;
    hugo_url_pages(hugo);
    hugo_limit_menus(hugo);
    if (!hugo_limit_kept(hugo, error)) return false;
    finish(hugo);
    if (!hugo_limit_kept(hugo, error)) return false;
    hugo_unmounted_note(hugo);
    return true;
}

static const char *const base_words[] = {"--baseURL",     "--baseUrl", "HUGO_BASEURL",
                                         "HUGO_BASE_URL", " -b ",      NULL};
static const char *const marks[] = {"hugo", "config", NULL};
/* Written without a template of the site (hugo's embedded ones); a template of that name takes their place. */
static const struct built_in built_ins[] = {
    {"ref", true, NULL},        {"relref", true, NULL}, {"figure", false, " src link 0 "},
    {"youtube", false, NULL},   {"vimeo", false, NULL}, {"gist", false, NULL},
    {"tweet", false, NULL},     {"param", false, NULL}, {"highlight", false, NULL},
    {"instagram", false, NULL}, {"x", false, NULL},     {"x_simple", false, NULL},
    {NULL, false, NULL}};

static bool keeps_aliases(const struct site *site) {
    const struct hugo *hugo = site->generator_state;
    for (size_t i = 0; i < site->language_count; i++)
        if (hugo->settings[i].disable_aliases && !hugo->alias_writer) return false;
    return true;
}

const struct generator hugo_generator = {
    .name = "hugo",
    .title = "Hugo",
    .marks = marks,
    .traits = SITE_SLASH | SITE_REF_NAMES | SITE_LIQUID_TEXT | SITE_PAGES_ANYWHERE | SITE_PAGES_TYPED |
              SITE_BY_LANGUAGE | SITE_TEXT_IS_FALSE,
    .is_here = hugo_is_here,
    .load = hugo_load,
    .outlook = hugo_outlook,
    .untitled = hugo_templates_untitled,
    .version = hugo_version_parse,
    .yaml_1_2 = "YAML 1.2 (Hugo 0.152)",
    .base_words = base_words,
    .alias_key = {"aliases", 7},
    .keeps_aliases = keeps_aliases,
    .list_name = "_index.md",
    .static_folder = {"static", 6},
    .asset_folder = {"assets", 6},
    .built_ins = built_ins,
    .outputs = (const char *const[]){"public", NULL},
};
