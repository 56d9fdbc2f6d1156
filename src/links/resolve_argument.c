/* Arguments of shortcodes: which of them are addresses as they stand. Many templates put something before them. */
#include "links/graph.h"

/* The template of a shortcode in the site or a theme of it; absent when it is Hugo's own or a module's that isn't
 * here. Since 0.146 the folder may be called _shortcodes. */
static struct str template_of(const struct asking *asking, struct str name) {
    const struct site *site = asking->links->site;
    const struct node *theme = site_config(site, SITE_NO_LANGUAGE, STR("theme"));
    if (theme && theme->kind == NODE_ARRAY) theme = theme->child;
    struct str themes = node_text(site_config(site, SITE_NO_LANGUAGE, STR("themesDir")), STR("themes"));
    struct str below = path_join(asking->arena, themes, node_text(theme, STR("")));
    struct str roots[] = {STR(""), below};
    const char *const folders[] = {"layouts/shortcodes", "layouts/_shortcodes"};
    for (size_t i = 0; i < ARRAY_LEN(roots); i++) {
        for (size_t f = 0; f < ARRAY_LEN(folders) && (i == 0 || theme); f++) {
            struct str folder = path_join(asking->arena, roots[i], str_from(folders[f]));
            struct str text,
                path = str_printf(asking->arena, "%.*s/%.*s.html", STR_FMT(folder), STR_FMT(name));
            struct error error = {0};
            if (site->tree.read(site->tree.state, asking->arena, path, &text, &error)) return text;
        }
    }
    return (struct str){0};
}

/* .Get "src", .Get 0, $.Get `src`: does the action print that argument? A filter behind it may follow. */
static bool is_get(struct str action, struct str name) {
    if (str_starts(action, STR("-"))) action = str_sub(action, 1, action.len);
    action = str_trim(action);
    if (str_starts(action, STR("$"))) action = str_sub(action, 1, action.len);
    if (!str_starts(action, STR(".Get "))) return false;
    action = str_trim(str_sub(action, 5, action.len));
    bool quoted = action.len && (action.ptr[0] == '"' || action.ptr[0] == '`');
    if (quoted) action = str_sub(action, 1, action.len);
    if (!str_starts(action, name)) return false;
    struct str rest = str_sub(action, name.len, action.len);
    if (quoted) return rest.len && (rest.ptr[0] == '"' || rest.ptr[0] == '`');
    return !rest.len || rest.ptr[0] == ' ' || rest.ptr[0] == '|' || rest.ptr[0] == '-';
}

/* Does an attribute of the template begin with the argument: src="{{ .Get "src" }}"? */
static bool begins_attribute(struct str template, struct str name) {
    for (size_t at = 0; at < template.len;) {
        struct str rest = str_sub(template, at, template.len);
        size_t open = at + str_find(rest, STR("{{"));
        if (open >= template.len) return false;
        struct str action = str_sub(template, open + 2, template.len);
        action.len = str_find(action, STR("}}"));
        bool quote = open > 0 && (template.ptr[open - 1] == '"' || template.ptr[open - 1] == '\'');
        if (quote && is_get(action, name)) return true;
        at = open + 2 + action.len;
    }
    return false;
}

static bool is_figure(const struct link *link) {
    return str_eq(link->element, STR("figure")) &&
           (str_eq(link->name, STR("src")) || str_eq(link->name, STR("link")) ||
            str_eq(link->name, STR("0")));
}

enum argument_use argument_use(const struct asking *asking) {
    struct str template = template_of(asking, asking->link->element);
    if (template.len && begins_attribute(template, asking->link->name)) return ARGUMENT_WRITTEN;
    return is_figure(asking->link) && !template.ptr ? ARGUMENT_KNOWN : ARGUMENT_UNKNOWN;
}
