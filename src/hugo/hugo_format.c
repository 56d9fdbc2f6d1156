/* hugo_format.c: output formats, built in and configured, and the suffixes of their media types. */
#include "hugo/model.h"

static const struct {
    const char *type, *suffix;
} media_types[] = {
    {"text/html", ".html"},          {"application/json", ".json"},
    {"application/rss+xml", ".xml"}, {"application/xml", ".xml"},
    {"text/plain", ".txt"},          {"text/csv", ".csv"},
    {"text/calendar", ".ics"},       {"text/css", ".css"},
    {"text/javascript", ".js"},      {"application/javascript", ".js"},
    {"image/svg+xml", ".svg"},       {"application/manifest+json", ".webmanifest"},
    {"application/toml", ".toml"},   {"application/yaml", ".yaml"},
    {"text/markdown", ".md"},        {"application/pdf", ".pdf"},
};

static const struct {
    const char *name, *suffix, *base, *path;
    bool html, permalinkable, no_ugly;
} built_in[] = {
    {"html", ".html", "index", "", true, true, false},
    {"amp", ".html", "index", "amp", true, true, false},
    {"calendar", ".ics", "index", "", false, false, false},
    {"css", ".css", "styles", "", false, false, false},
    {"csv", ".csv", "index", "", false, false, false},
    {"json", ".json", "index", "", false, false, false},
    {"markdown", ".md", "index", "", false, false, false},
    {"rss", ".xml", "index", "", false, false, true},
    {"sitemap", ".xml", "sitemap", "", false, false, true},
    {"robots", ".txt", "robots", "", false, false, false},
    {"webappmanifest", ".webmanifest", "manifest", "", false, false, false},
};

const struct hugo_format *hugo_format_find(const struct hugo *hugo, struct str name) {
    for (size_t i = hugo->formats.len; i > 0; i--)
        if (str_eq_nocase(hugo->formats.items[i - 1].name, name)) return &hugo->formats.items[i - 1];
    return NULL;
}

/* mediaTypes."text/x" = {suffixes = ["a"], delimiter = "."}; else the table; else what follows '+' or '/'. */
static struct str suffix_of(const struct hugo *hugo, struct str type) {
    const struct node *types = site_config(hugo->site, SITE_NO_LANGUAGE, STR("mediaTypes"));
    const struct node *config = types ? node_get_nocase(types, type) : NULL;
    if (config) {
        const struct node *list = node_get_nocase(config, STR("suffixes"));
        const struct node *delimiter = node_get_nocase(config, STR("delimiter"));
        struct str first = list && list->child ? list->child->text
                           : list              ? node_text(list, STR(""))
                                               : STR("");
        if (first.len == 0) return STR("");
        return str_printf(hugo->arena, "%.*s%.*s", STR_FMT(node_text(delimiter, STR("."))), STR_FMT(first));
    }
    for (size_t i = 0; i < ARRAY_LEN(media_types); i++)
        if (str_eq_nocase(type, str_from(media_types[i].type))) return str_from(media_types[i].suffix);
    size_t cut = str_rfind_char(type, '+');
    if (cut == type.len) cut = str_rfind_char(type, '/');
    return str_printf(hugo->arena, ".%.*s", STR_FMT(str_sub(type, cut + 1, type.len)));
}

static void read_flag(const struct node *config, struct str key, bool *flag) {
    const struct node *node = node_get_nocase(config, key);
    if (node) *flag = node_is_true(node);
}

static void configure(struct hugo *hugo, const struct node *config) {
    const struct hugo_format *known = hugo_format_find(hugo, config->key);
    struct hugo_format format = known ? *known : (struct hugo_format){.base = STR("index"), .path = STR("")};
    const struct node *type = node_get_nocase(config, STR("mediaType"));
    format.name = str_lower(hugo->arena, config->key);
    if (type) format.suffix = suffix_of(hugo, node_text(type, STR("")));
    format.base = node_text(node_get_nocase(config, STR("baseName")), format.base);
    format.path = node_text(node_get_nocase(config, STR("path")), format.path);
    if (format.base.len == 0) format.base = STR("index");
    read_flag(config, STR("isHTML"), &format.html);
    read_flag(config, STR("permalinkable"), &format.permalinkable);
    read_flag(config, STR("noUgly"), &format.no_ugly);
    read_flag(config, STR("ugly"), &format.ugly);
    read_flag(config, STR("root"), &format.root);
    *ARRAY_PUSH(hugo->arena, &hugo->formats) = format;
}

void hugo_format_load(struct hugo *hugo) {
    for (size_t i = 0; i < ARRAY_LEN(built_in); i++)
        *ARRAY_PUSH(hugo->arena, &hugo->formats) =
            (struct hugo_format){.name = str_from(built_in[i].name),
                                 .suffix = str_from(built_in[i].suffix),
                                 .base = str_from(built_in[i].base),
                                 .path = str_from(built_in[i].path),
                                 .html = built_in[i].html,
                                 .permalinkable = built_in[i].permalinkable,
                                 .no_ugly = built_in[i].no_ugly};
    const struct node *all = site_config(hugo->site, SITE_NO_LANGUAGE, STR("outputFormats"));
    for (const struct node *child = all ? all->child : NULL; child; child = child->next)
        if (child->kind == NODE_OBJECT) configure(hugo, child);
}
