/* Arguments of shortcodes: which of them are addresses as they stand. Many templates put something before them. */
#include "links/graph.h"

/* The template of a shortcode; absent when it is the generator's own or a module's that isn't here. */
static struct str template_of(const struct asking *asking, struct str name) {
    const struct tree *tree = &asking->links->site->tree;
    const str_array *folders = &asking->links->outlook.shortcodes;
    for (size_t i = 0; i < folders->len; i++) {
        struct str text, folder = folders->items[i];
        struct str path = str_printf(asking->arena, "%.*s/%.*s.html", STR_FMT(folder), STR_FMT(name));
        struct error error = {0};
        if (tree->read(tree->state, asking->arena, path, &text, &error)) return text;
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

/* Does a shortcode of the generator's own write the argument as it is? */
static bool is_written(const struct asking *asking) {
    const struct built_in *built_in = site_built_in(asking->links->site, asking->link->element);
    struct str name = str_printf(asking->arena, " %.*s ", STR_FMT(asking->link->name)),
               urls = str_from(built_in ? built_in->urls : NULL);
    return str_find(urls, name) < urls.len;
}

enum argument_use argument_use(const struct asking *asking) {
    struct str template = template_of(asking, asking->link->element);
    if (template.len && begins_attribute(template, asking->link->name)) return ARGUMENT_WRITTEN;
    return is_written(asking) && !template.ptr ? ARGUMENT_KNOWN : ARGUMENT_UNKNOWN;
}
