/* explain.c: what of the configuration holds for a rule on a file, and where it is said. */
#include "lint/types.h"

static struct str value_text(struct arena *arena, const struct config_file *file, const struct node *node) {
    struct str text = str_trim(span_str(&file->source, node->span));
    struct str line = str_sub(text, 0, str_find_char(text, '\n'));
    return line.len < text.len ? str_printf(arena, "%.*s …", STR_FMT(line)) : line;
}

static void explain_value(struct arena *arena, struct buf *out, const struct config_file *file,
                          const struct override *override, const char *key, const struct node *node) {
    buf_printf(out, "      = %s: %.*s, said in %.*s:%u", key, STR_FMT(value_text(arena, file, node)),
               STR_FMT(file->source.path), text_line(file->source.text, node->span.start));
    for (size_t i = 0; i < override->files.len; i++)
        buf_printf(out, "%s%.*s", i ? ", " : " for ", STR_FMT(override->files.items[i]));
    buf_add_char(out, '\n');
}

static void explain_rule(struct arena *arena, struct buf *out, const struct override *override,
                         const struct node *setting) {
    if (setting->kind != NODE_OBJECT)
        explain_value(arena, out, override->file, override, "severity", setting);
    for (const struct node *m = setting->kind == NODE_OBJECT ? setting->child : NULL; m; m = m->next)
        explain_value(arena, out, override->file, override, str_c(arena, m->key), m);
}

static void explain_type(struct buf *out, const struct type_entry *type) {
    const struct config_file *file = type->file;
    if (!type->schema.len || !file) return;
    buf_printf(out, "      = schema: %.*s, said in %.*s:%u\n", STR_FMT(type->schema),
               STR_FMT(file->source.path), text_line(file->source.text, type->source.start));
}

void lint_explain_settings(struct arena *arena, const struct lint *lint, const struct rule *rule,
                           const struct site *site, struct str path, struct buf *out) {
    const struct site_page *page = site_page_of(site, path);
    const struct type_entry *types[TYPES_MAX];
    struct buf lines = {.arena = arena};
    for (size_t i = 0; i < lint->config.overrides.len; i++) {
        const struct override *override = &lint->config.overrides.items[i];
        const struct node *setting = node_get(override->rules, rule->id);
        if (setting && override_holds(override, path)) explain_rule(arena, &lines, override, setting);
    }
    size_t n = page && page->page && rule->check->needs & NEED_SCHEMA
                   ? types_find(lint, path, page->page->front, site_has(site, SITE_PAGES_TYPED), types)
                   : 0;
    for (size_t i = 0; i < n; i++) explain_type(&lines, types[i]);
    if (!lines.len) return;
    buf_printf(out, "The configuration says for %.*s, the later over the earlier:\n%.*s", STR_FMT(path),
               STR_FMT(buf_str(&lines)));
}
