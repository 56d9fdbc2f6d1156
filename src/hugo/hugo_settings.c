/* hugo_settings.c: the settings of one language that decide URLs, read once. */
#include "hugo/model.h"

#include <string.h>

static bool kind_find(struct str name, enum site_kind *kind) {
    for (unsigned k = KIND_HOME; k <= KIND_TERM; k++) {
        if (!str_eq_nocase(name, hugo_kind_name((enum site_kind)k))) continue;
        *kind = (enum site_kind)k;
        return true;
    }
    return false;
}

static const struct node *get(const struct hugo *hugo, unsigned language, struct str key) {
    return site_config(hugo->site, language, key);
}

/* ---- permalinks ---- */

static struct str trim_key(struct str key) {
    while (key.len && (key.ptr[0] == '/' || key.ptr[0] == ' ')) key = str_sub(key, 1, key.len);
    while (key.len && (key.ptr[key.len - 1] == '/' || key.ptr[key.len - 1] == ' ')) key.len--;
    return key;
}

static void add_pattern(struct hugo *hugo, struct hugo_settings *settings, const struct node *node,
                        unsigned kinds) {
    struct hugo_pattern pattern = {.kinds = kinds, .node = node, .text = node_text(node, STR(""))};
    pattern.key = unicode_lower_str(hugo->arena, trim_key(node->key));
    bool globs = hugo_since(hugo->version, HUGO_PERMALINKS_GLOB);
    pattern.below =
        globs && pattern.key.len && strcspn(str_c(hugo->arena, pattern.key), "*?[{\\") == pattern.key.len;
    if (globs && !pattern.below)
        pattern.path = pattern.key.len ? str_printf(hugo->arena, "/{%.*s,%.*s/**}", STR_FMT(pattern.key),
                                                    STR_FMT(pattern.key))
                                       : STR("/*");
    const char *fault = hugo_permalink_fault(hugo, pattern.text);
    if (fault) hugo_failure_add(hugo, node, "permalinks: \"%.*s\": %s", STR_FMT(pattern.text), fault);
    *ARRAY_PUSH(hugo->arena, &settings->patterns) = pattern;
}

static void add_array_pattern(struct hugo *hugo, struct hugo_settings *settings, const struct node *item) {
    const struct node *text = node_get_nocase(item, STR("pattern")),
                      *target = node_get_nocase(item, STR("target"));
    if (text == NULL) return;
    struct hugo_pattern pattern = {.kinds = ~0u, .node = text, .text = node_text(text, STR(""))};
    struct str none = {0};
    pattern.path = node_text(target ? node_get_nocase(target, STR("path")) : NULL, none);
    pattern.kind = node_text(target ? node_get_nocase(target, STR("kind")) : NULL, none);
    pattern.lang = node_text(target ? node_get_nocase(target, STR("lang")) : NULL, none);
    pattern.environment = node_text(target ? node_get_nocase(target, STR("environment")) : NULL, none);
    if (pattern.path.ptr) pattern.path = unicode_lower_str(hugo->arena, pattern.path);
    const char *fault = hugo_permalink_fault(hugo, pattern.text);
    if (fault) hugo_failure_add(hugo, text, "permalinks: \"%.*s\": %s", STR_FMT(pattern.text), fault);
    *ARRAY_PUSH(hugo->arena, &settings->patterns) = pattern;
}

/* Before 0.115 a map inside permalinks made the build panic. */
static void add_kind_patterns(struct hugo *hugo, struct hugo_settings *settings, const struct node *map) {
    enum site_kind kind;
    if (!hugo_since(hugo->version, HUGO_PERMALINKS_KIND) || !kind_find(map->key, &kind) ||
        kind == KIND_HOME) {
        hugo_failure_add(hugo, map, "permalinks: \"%.*s\" is a map, which this Hugo version does not read",
                         STR_FMT(map->key));
        return;
    }
    for (const struct node *child = map->child; child; child = child->next)
        add_pattern(hugo, settings, child, 1u << kind);
}

static void load_patterns(struct hugo *hugo, struct hugo_settings *settings) {
    const struct node *all = get(hugo, settings->index, STR("permalinks"));
    if (all && all->kind == NODE_ARRAY && hugo_since(hugo->version, HUGO_PERMALINKS_GLOB))
        for (const struct node *item = all->child; item; item = item->next)
            add_array_pattern(hugo, settings, item);
    if (all == NULL || all->kind != NODE_OBJECT) return;
    for (const struct node *child = all->child; child; child = child->next) {
        if (str_eq(child->key, STR("_merge"))) continue;
        if (child->kind == NODE_OBJECT)
            add_kind_patterns(hugo, settings, child);
        else
            add_pattern(hugo, settings, child, 1u << KIND_PAGE | 1u << KIND_TERM);
    }
}

/* ---- taxonomies ---- */

static void add_taxonomy(struct hugo *hugo, struct hugo_settings *settings, struct str singular,
                         struct str plural) {
    struct hugo_taxonomy *made = ARRAY_PUSH(hugo->arena, &settings->taxonomies);
    made->singular = singular;
    made->plural = unicode_lower_str(hugo->arena, plural);
    made->raw = plural;
    struct buf key = {.arena = hugo->arena};
    struct str rest = plural;
    while (rest.ptr) {
        buf_add_char(&key, '/');
        struct str element = str_cut(&rest, '/');
        buf_add(&key, hugo->old ? unicode_lower_str(hugo->arena, element)
                                : hugo_name_element(hugo, hugo->arena, element));
    }
    made->key = buf_str(&key);
}

static void load_taxonomies(struct hugo *hugo, struct hugo_settings *settings) {
    const struct node *all = get(hugo, settings->index, STR("taxonomies"));
    if (all == NULL || all->kind != NODE_OBJECT) {
        add_taxonomy(hugo, settings, STR("category"), STR("categories"));
        add_taxonomy(hugo, settings, STR("tag"), STR("tags"));
        return;
    }
    for (const struct node *child = all->child; child; child = child->next)
        if (child->kind == NODE_STRING && !str_eq(child->key, STR("_merge")) &&
            hugo_limit_taxonomies(hugo, settings->taxonomies.len))
            add_taxonomy(hugo, settings, child->key, child->text);
}

/* ---- kinds and outputs ---- */

static void load_disabled(struct hugo *hugo, struct hugo_settings *settings) {
    static const struct {
        const char *name;
        unsigned bit;
    } others[] = {{"RSS", DISABLE_RSS},
                  {"sitemap", DISABLE_SITEMAP},
                  {"robotsTXT", DISABLE_ROBOTS},
                  {"404", DISABLE_404},
                  {"taxonomyTerm", 1u << KIND_TAXONOMY}};
    const struct node *list = get(hugo, settings->index, STR("disableKinds"));
    for (const struct node *item = list ? list->child : NULL; item; item = item->next) {
        enum site_kind kind;
        if (kind_find(item->text, &kind)) settings->disabled |= 1u << kind;
        for (size_t i = 0; i < ARRAY_LEN(others); i++)
            if (str_eq_nocase(item->text, str_from(others[i].name))) settings->disabled |= others[i].bit;
    }
    if (node_is_true(get(hugo, settings->index, STR("disableRSS")))) settings->disabled |= DISABLE_RSS;
    if (node_is_true(get(hugo, settings->index, STR("disableSitemap"))))
        settings->disabled |= DISABLE_SITEMAP;
}

size_t hugo_format_list(const struct hugo *hugo, const struct node *list, const struct hugo_format ***out) {
    size_t n = 0;
    *out = ARENA_ARRAY(hugo->arena, const struct hugo_format *, list->count + 1);
    if (list->kind == NODE_STRING && ((*out)[0] = hugo_format_find(hugo, list->text))) return 1;
    for (const struct node *item = list->child; item && list->kind == NODE_ARRAY; item = item->next) {
        const struct hugo_format *format = hugo_format_find(hugo, item->text);
        if (format) (*out)[n++] = format;
    }
    return n;
}

static void load_outputs(struct hugo *hugo, struct hugo_settings *settings) {
    const struct node *all = get(hugo, settings->index, STR("outputs"));
    for (unsigned k = KIND_HOME; k <= KIND_TERM; k++) {
        const struct node *list = all ? node_get_nocase(all, hugo_kind_name((enum site_kind)k)) : NULL;
        if (list) {
            settings->output_count[k] = hugo_format_list(hugo, list, &settings->outputs[k]);
            continue;
        }
        settings->outputs[k] = ARENA_ARRAY(hugo->arena, const struct hugo_format *, 2);
        settings->outputs[k][0] = hugo_format_find(hugo, STR("html"));
        settings->outputs[k][1] = hugo_format_find(hugo, STR("rss"));
        settings->output_count[k] = k == KIND_PAGE ? 1 : 2;
    }
}

/* ---- the rest ---- */

static void load_zone(struct hugo *hugo, struct hugo_settings *settings) {
    const struct node *node = get(hugo, settings->index, STR("timeZone"));
    struct str name = node_text(node, STR(""));
    settings->zone = zone_load(hugo->arena, name);
    if (zone_unknowable(name) && !site_is_noted(hugo->site, SITE_NOTE_NO_ZONES))
        hugo_note_add(hugo, SITE_NOTE_NO_ZONES, (struct str){0}, node,
                      "this system has no time zone database (tzdata): dates are taken for UTC, not for %.*s",
                      STR_FMT(name));
}

static void load_flags(struct hugo *hugo, struct hugo_settings *settings) {
    unsigned language = settings->index;
    const struct node *ugly = get(hugo, language, STR("uglyURLs"));
    bool map_ignored =
        hugo_since(hugo->version, HUGO_UGLY_MAP_IGNORED) && !hugo_since(hugo->version, HUGO_UGLY_MAP_AGAIN);
    settings->ugly = node_is_true(ugly);
    if (ugly && ugly->kind == NODE_OBJECT && !map_ignored) settings->ugly_map = ugly;
    settings->disable_aliases = node_is_true(get(hugo, language, STR("disableAliases")));
    settings->drafts = hugo->options->drafts || node_is_true(get(hugo, language, STR("buildDrafts")));
    settings->future = hugo->options->future || node_is_true(get(hugo, language, STR("buildFuture")));
    settings->expired = hugo->options->expired || node_is_true(get(hugo, language, STR("buildExpired")));
    load_zone(hugo, settings);
}

/* A key that Hugo deprecates becomes an error some releases later, and is no longer known some more later. */
static void refuse_old_keys(struct hugo *hugo) {
    static const struct {
        const char *key, *use;
        enum hugo_switch since, until;
        bool scalar; /* it is the boolean that is refused */
    } old[] = {
        {"markup.goldmark.renderHooks.link.enableDefault", "useEmbedded", HUGO_HOOK_KEY, HUGO_NEVER, true},
        {"markup.goldmark.renderHooks.image.enableDefault", "useEmbedded", HUGO_HOOK_KEY, HUGO_NEVER, true},
        {"minify", "minify.minifyOutput", HUGO_MINIFY_KEY, HUGO_NEVER, true},
        {"privacy.twitter", "privacy.x", HUGO_TWITTER_KEY, HUGO_TWITTER_KEY_GONE, false},
        {"services.twitter", "services.x", HUGO_TWITTER_KEY, HUGO_TWITTER_KEY_GONE, false},
    };
    for (size_t i = 0; i < ARRAY_LEN(old); i++) {
        bool then = hugo_since(hugo->version, old[i].since) && !hugo_since(hugo->version, old[i].until);
        const struct node *node = then ? get(hugo, SITE_NO_LANGUAGE, str_from(old[i].key)) : NULL;
        if (!node || (node->kind == NODE_OBJECT) == old[i].scalar) continue;
        hugo_failure_add(hugo, node, "%s was removed from Hugo; use %s", old[i].key, old[i].use);
        hugo_failure_since(hugo, old[i].since);
    }
}

void hugo_settings_load(struct hugo *hugo) {
    size_t n = hugo->site->language_count;
    hugo->keep_case = node_is_true(get(hugo, SITE_NO_LANGUAGE, STR("disablePathToLower")));
    hugo->strip_accents = node_is_true(get(hugo, SITE_NO_LANGUAGE, STR("removePathAccents")));
    refuse_old_keys(hugo);
    hugo->settings = ARENA_ARRAY(hugo->arena, struct hugo_settings, n);
    size_t count = 0; /* each language has all of the site's, or its own */
    for (unsigned i = 0; i < n; i++) {
        struct hugo_settings *settings = &hugo->settings[i];
        settings->index = i;
        if (!hugo_limit_settings(hugo, count)) continue;
        load_patterns(hugo, settings);
        load_taxonomies(hugo, settings);
        load_disabled(hugo, settings);
        load_outputs(hugo, settings);
        load_flags(hugo, settings);
        const struct node *cascade = get(hugo, i, STR("cascade"));
        hugo_cascade_read(hugo, &settings->cascade, cascade, config_source(cascade));
        count += settings->patterns.len + settings->taxonomies.len + settings->cascade.len;
    }
}

bool hugo_settings_ugly(const struct hugo_settings *settings, const struct hugo_page *page) {
    if (settings->ugly_map == NULL) return settings->ugly;
    return node_is_true(node_get_nocase(settings->ugly_map, page->p.section));
}
