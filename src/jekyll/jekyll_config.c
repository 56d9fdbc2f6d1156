/* _config.yml: collections, defaults, what is left out. */
#include "jekyll/model.h"

static const struct node *setting(const struct jekyll *jekyll, const char *key) {
    return node_get(jekyll->site->config, str_from(key));
}

static struct str text_setting(const struct jekyll *jekyll, const char *key, const char *otherwise) {
    return node_text(setting(jekyll, key), str_from(otherwise));
}

static bool read_files(struct jekyll *jekyll, struct error *error) {
    static const char *const names[] = {"_config.yml", "_config.yaml", "_config.toml"};
    struct config_loader *loader = ARENA_NEW(jekyll->arena, struct config_loader);
    struct node *root = NULL;
    loader->arena = jekyll->arena;
    loader->tree = &jekyll->site->tree;
    loader->yaml_1_1 = true; /* as Ruby's is */
    for (size_t i = 0; !root && i < ARRAY_LEN(names); i++)
        if (!config_read(loader, str_from(names[i]), &root, error)) return false;
    jekyll->site->config = root ? root : config_object(jekyll->arena, NULL);
    jekyll->site->config_sources = loader->sources.items;
    jekyll->site->config_source_count = loader->sources.len;
    return true;
}

static void read_texts(struct arena *arena, const struct node *node, str_array *out) {
    if (node && node->kind == NODE_STRING) *ARRAY_PUSH(arena, out) = node->text;
    for (const struct node *item = node && node->kind == NODE_ARRAY ? node->child : NULL; item;
         item = item->next)
        if (item->kind == NODE_STRING) *ARRAY_PUSH(arena, out) = item->text;
}

/* Template of a collection that has none of its own (Utils.add_permalink_suffix). */
static struct str default_template(const struct jekyll *jekyll) {
    struct str style = jekyll->permalink;
    if (str_eq(style, STR("pretty"))) return STR("/:collection/:path/");
    static const char *const plain[] = {"date", "ordinal", "none"};
    for (size_t i = 0; i < ARRAY_LEN(plain); i++)
        if (str_eq(style, str_from(plain[i]))) return STR("/:collection/:path:output_ext");
    if (str_ends(style, STR("/"))) return STR("/:collection/:path/");
    return str_ends(style, STR(":output_ext")) ? STR("/:collection/:path:output_ext")
                                               : STR("/:collection/:path");
}

static void add_collection(struct jekyll *jekyll, struct str label, const struct node *settings) {
    struct str folder = jekyll->collections_dir;
    struct jekyll_collection *collection = ARRAY_PUSH(jekyll->arena, &jekyll->collections);
    bool posts = str_eq(label, STR("posts"));
    struct str own = str_printf(jekyll->arena, "_%.*s", STR_FMT(label));
    struct str otherwise = posts ? jekyll_style(jekyll->permalink) : default_template(jekyll);
    collection->label = label;
    collection->folder = folder.len ? path_join(jekyll->arena, folder, own) : own;
    collection->output = posts || node_is_true(node_get(settings, STR("output")));
    collection->permalink = jekyll_style(node_text(node_get(settings, STR("permalink")), otherwise));
}

static void read_collections(struct jekyll *jekyll) {
    const struct node *node = setting(jekyll, "collections");
    bool map = node && node->kind == NODE_OBJECT, list = node && node->kind == NODE_ARRAY, posts = false;
    for (const struct node *item = map || list ? node->child : NULL; item; item = item->next) {
        struct str label = map ? item->key : node_text(item, STR(""));
        add_collection(jekyll, label, map ? item : NULL);
        posts |= str_eq(label, STR("posts"));
    }
    if (!posts) add_collection(jekyll, STR("posts"), NULL);
}

bool jekyll_limit_kept(const struct jekyll *jekyll, struct error *error) {
    const char *key = jekyll->limit.key;
    return limit_kept(&jekyll->limit, key ? setting(jekyll, key) : NULL, error);
}

/* Each of them is asked for every page, and one with a star for every file. */
enum { DEFAULTS_MAX = 2000, STARS_MAX = 500 };

static bool has_room(struct jekyll *jekyll, size_t stars) {
    return limit_keep(&jekyll->limit, jekyll->defaults.len < DEFAULTS_MAX, "defaults",
                      "there are more than 2,000 defaults") &&
           limit_keep(&jekyll->limit, stars <= STARS_MAX, "defaults",
                      "there are more than 500 defaults whose path has a star");
}

static void check_glob(struct jekyll *jekyll, const struct node *path) {
    struct error error = {0};
    const struct source *source = config_source(path);
    if (!path || path->kind != NODE_STRING || glob_check(path->text, &error)) return;
    *ARRAY_PUSH(jekyll->arena, &jekyll->site->notes) = (struct site_note){
        .code = "glob-too-long",
        .message = str_printf(jekyll->arena, "%s: which files this path of defaults stands for is unknown",
                              error.message),
        .path = source ? source->path : (struct str){0},
        .source = source,
        .span = path->span};
}

static void read_defaults(struct jekyll *jekyll) {
    const struct node *list = setting(jekyll, "defaults");
    size_t stars = 0;
    for (const struct node *item = list && list->kind == NODE_ARRAY ? list->child : NULL; item;
         item = item->next) {
        const struct node *scope = node_get(item, STR("scope")), *path = node_get(scope, STR("path"));
        bool star = str_find_char(node_text(path, STR("")), '*') < node_text(path, STR("")).len;
        if (!has_room(jekyll, stars += star)) return;
        if (star) check_glob(jekyll, path);
        struct jekyll_default *entry = ARRAY_PUSH(jekyll->arena, &jekyll->defaults);
        entry->path = node_text(path, STR(""));
        entry->type = node_text(node_get(scope, STR("type")), (struct str){0});
        entry->values = node_get(item, STR("values"));
        bool old = str_eq(entry->type, STR("page")) || str_eq(entry->type, STR("post"));
        if (old) entry->type = str_printf(jekyll->arena, "%.*ss", STR_FMT(entry->type));
    }
}

static void read_exclude(struct jekyll *jekyll) {
    static const char *const always[] = {"Gemfile",       "Gemfile.lock", "node_modules/", "vendor/bundle/",
                                         "vendor/cache/", "vendor/gems/", "vendor/ruby/",  ".sass-cache",
                                         ".jekyll-cache", "gemfiles"};
    for (size_t i = 0; i < ARRAY_LEN(always); i++)
        *ARRAY_PUSH(jekyll->arena, &jekyll->exclude) = str_from(always[i]);
    read_texts(jekyll->arena, setting(jekyll, "exclude"), &jekyll->exclude);
    if (!setting(jekyll, "include")) *ARRAY_PUSH(jekyll->arena, &jekyll->include) = STR(".htaccess");
    read_texts(jekyll->arena, setting(jekyll, "include"), &jekyll->include);
}

static bool is_listed(const struct site *site, struct str plugin) {
    static const struct str keys[] = {{"plugins", 7}, {"gems", 4}};
    for (size_t k = 0; k < ARRAY_LEN(keys); k++) {
        const struct node *list = node_get(site->config, keys[k]);
        for (const struct node *one = list ? list->child : NULL; one; one = one->next)
            if (str_eq(node_text(one, STR("")), plugin)) return true;
    }
    return false;
}

/* In a line that is no comment, as the gem is in the Gemfile that `jekyll new` makes. */
static bool names_gem(struct str gemfile, struct str gem) {
    while (gemfile.ptr) {
        struct str line = str_trim(str_cut(&gemfile, '\n'));
        if (!str_starts(line, STR("#")) && str_find(line, gem) < line.len) return true;
    }
    return false;
}

/* GitHub Pages builds the site: its gem is in the Gemfile; or there is no Gemfile, and a custom domain (CNAME) or a
 * remote theme without the plugin that Jekyll itself would need for one. */
static bool is_github_pages(const struct jekyll *jekyll) {
    struct str gemfile = {0};
    struct error error = {0};
    const struct tree *tree = &jekyll->site->tree;
    if (tree->read(tree->state, jekyll->arena, STR("Gemfile"), &gemfile, &error))
        return names_gem(gemfile, STR("github-pages"));
    bool theme = setting(jekyll, "remote_theme") && !is_listed(jekyll->site, STR("jekyll-remote-theme"));
    return theme || tree_has(tree, jekyll->arena, STR("CNAME"));
}

/* GitHub Pages switches some on by default. */
bool jekyll_has_plugin(const struct jekyll *jekyll, struct str plugin) {
    static const char *const pages[] = {"jekyll-readme-index", "jekyll-optional-front-matter",
                                        "jekyll-relative-links"};
    for (size_t i = 0; jekyll->github_pages && i < ARRAY_LEN(pages); i++)
        if (str_eq(plugin, str_from(pages[i]))) return true;
    return is_listed(jekyll->site, plugin);
}

static void read_base(struct jekyll *jekyll) {
    struct site *site = jekyll->site;
    struct arena *arena = jekyll->arena;
    struct str base = text_setting(jekyll, "baseurl", ""), url = text_setting(jekyll, "url", "");
    while (base.len && base.ptr[base.len - 1] == '/') base.len--;
    if (base.len && base.ptr[0] != '/') base = str_printf(arena, "/%.*s", STR_FMT(base));
    while (url.len && url.ptr[url.len - 1] == '/') url.len--;
    jekyll->base = base;
    site->base_url = str_printf(arena, "%.*s%.*s/", STR_FMT(url), STR_FMT(base));
    site->languages = ARENA_NEW(arena, struct site_language);
    struct str language = text_setting(jekyll, "lang", "en");
    site->languages[0] = (struct site_language){.code = str_lower(arena, language), .name = language};
    site->languages[0].base_url = site->base_url;
    site->languages[0].base_path = str_printf(arena, "%.*s/", STR_FMT(base));
    site->languages[0].prefix = site->languages[0].file_root = STR("");
    site->language_count = 1;
}

/* A folder below the site's root, without "./" and the slash at its end; "" for the root itself. */
static struct str folder_setting(const struct jekyll *jekyll, const char *key, const char *otherwise) {
    struct str folder = path_clean(jekyll->arena, text_setting(jekyll, key, otherwise));
    bool none = str_eq(folder, STR(".")) || str_starts(folder, STR("/")) || str_starts(folder, STR(".."));
    return none ? STR("") : folder;
}

static void read_folders(struct jekyll *jekyll) {
    struct str destination = folder_setting(jekyll, "destination", "_site");
    jekyll->source = folder_setting(jekyll, "source", "");
    jekyll->collections_dir = folder_setting(jekyll, "collections_dir", "");
    size_t skip = jekyll->source.len ? jekyll->source.len + 1 : 0;
    if (skip && (!str_starts(destination, jekyll->source) || destination.len <= skip)) destination = STR("");
    jekyll->destination = str_sub(destination, destination.len ? skip : 0, destination.len);
}

static bool check_folders(const struct jekyll *jekyll, struct error *error) {
    static const char *const keys[] = {"source",   "collections_dir", "layouts_dir",
                                       "data_dir", "includes_dir",    "plugins_dir"};
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        if (!outside_check(jekyll->site, setting(jekyll, keys[i]), keys[i], error)) return false;
    return true;
}

static void load_zone(struct jekyll *jekyll) {
    const struct node *node = setting(jekyll, "timezone");
    const struct source *source = config_source(node);
    struct str name = text_setting(jekyll, "timezone", "");
    jekyll->zone = zone_load(jekyll->arena, name);
    if (!zone_unknowable(name)) return;
    struct str message =
        str_printf(jekyll->arena,
                   "this system has no time zone database (tzdata): dates are taken for UTC, not for %.*s",
                   STR_FMT(name));
    *ARRAY_PUSH(jekyll->arena, &jekyll->site->notes) =
        (struct site_note){.code = SITE_NOTE_NO_ZONES,
                           .message = message,
                           .path = source ? source->path : (struct str){0},
                           .source = source,
                           .span = node ? node->span : (struct span){0}};
}

bool jekyll_configure(struct jekyll *jekyll, struct error *error) {
    if (!read_files(jekyll, error) || !check_folders(jekyll, error)) return false;
    read_folders(jekyll);
    jekyll->permalink = text_setting(jekyll, "permalink", "date");
    jekyll->future = node_is_true(setting(jekyll, "future")) || jekyll->options->future;
    jekyll->drafts = node_is_true(setting(jekyll, "show_drafts")) || jekyll->options->drafts;
    jekyll->unpublished = node_is_true(setting(jekyll, "unpublished"));
    load_zone(jekyll);
    read_base(jekyll);
    read_collections(jekyll);
    read_defaults(jekyll);
    read_exclude(jekyll);
    jekyll->github_pages = is_github_pages(jekyll);
    jekyll->readme_index = jekyll_has_plugin(jekyll, STR("jekyll-readme-index"));
    jekyll->optional_front = jekyll_has_plugin(jekyll, STR("jekyll-optional-front-matter"));
    return jekyll_limit_kept(jekyll, error);
}
