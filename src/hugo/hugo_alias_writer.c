/* hugo_alias_writer.c: with `disableAliases` a template may write the aliases instead, into a file of redirects. */
#include "hugo/model.h"

/* A template of another format than HTML that reads the aliases of pages. */
static bool reads_aliases(const struct hugo *hugo, struct str path) {
    struct arena scratch = arena_within(hugo->arena);
    const struct tree *tree = &hugo->site->tree;
    struct error error = {0};
    struct str text = {0}, suffix = path_ext(path);
    bool html = str_eq_nocase(suffix, STR(".html")) || str_eq_nocase(suffix, STR(".xml"));
    bool read = !html && tree->read(tree->state, &scratch, path, &text, &error);
    bool found = read && str_find(text, STR(".Aliases")) < text.len;
    arena_free(&scratch);
    return found;
}

static bool any_reads_aliases(const struct hugo *hugo, const struct hugo_module *module) {
    const struct tree *tree = &hugo->site->tree;
    struct str folder = path_join(hugo->arena, module->dir, STR("layouts"));
    struct error error = {0};
    str_array files = {0};
    if (!tree->list(tree->state, hugo->arena, folder, &files, &error)) return false;
    for (size_t i = 0; i < files.len; i++)
        if (reads_aliases(hugo, path_join(hugo->arena, folder, files.items[i]))) return true;
    return false;
}

/* Does the home page have an output that a hosting service reads redirects from? */
static bool has_redirects_output(const struct hugo_settings *settings) {
    for (size_t i = 0; i < settings->output_count[KIND_HOME]; i++)
        if (str_eq(settings->outputs[KIND_HOME][i]->base, STR("_redirects"))) return true;
    return false;
}

static bool any_disabled(const struct hugo *hugo, bool *output) {
    bool disabled = false;
    for (size_t i = 0; i < hugo->site->language_count; i++) {
        disabled |= hugo->settings[i].disable_aliases;
        *output |= has_redirects_output(&hugo->settings[i]);
    }
    return disabled;
}

void hugo_alias_writer_find(struct hugo *hugo) {
    bool output = false, seen = false;
    if (!any_disabled(hugo, &output)) return;
    for (size_t i = 0; i < hugo->module_count && !seen; i++)
        seen = any_reads_aliases(hugo, &hugo->modules[i]);
    hugo->alias_writer = seen ? ALIAS_WRITER_SEEN : output ? ALIAS_WRITER_LIKELY : ALIAS_WRITER_NONE;
    if (!hugo->alias_writer) return;
    /* Hosting services serve a page before they look at a redirect to the same address. */
    hugo->site->traits |= SITE_ALIASES_FIRST;
    hugo->site->traits &= ~(unsigned)SITE_ALIAS_PREFIX;
}

/* Below its language's prefix, as in HTML: a template that writes it elsewhere is not read. */
static struct str in_language(const struct hugo *hugo, unsigned language, struct str path) {
    struct str prefix = hugo->site->languages[language].prefix;
    bool there = str_starts(path, prefix) && (path.len == prefix.len || path.ptr[prefix.len] == '/');
    return there || !prefix.len ? path : path_join(hugo->arena, prefix, path);
}

bool hugo_alias_writer_land(const struct hugo *hugo, unsigned language, struct str text, struct str *file) {
    if (!str_starts(text, STR("/")) || str_find_char(text, '*') < text.len ||
        str_find_char(text, ':') < text.len)
        return false; /* what a template makes of a relative one, or the service of a pattern, is unknown */
    struct str path = path_clean(hugo->arena, text);
    path = str_sub(path, 1, path.len);
    if (!path.len) return false;
    path = in_language(hugo, language, path);
    *file = path_ext(path).len ? path : str_printf(hugo->arena, "%.*s/index.html", STR_FMT(path));
    return true;
}
