/* settings.c: contentlint.yml, found upwards from a file and validated by rules/contentlint.schema.yaml. */
#include "lint/settings.h"

#include "lint/check.h"

/* Whatever it is: a configuration that cannot be read must not go unnoticed. */
static bool has_entry(struct arena *arena, struct str folder, const char *name) {
    return file_is_taken(str_c(arena, path_join(arena, folder, str_from(name))));
}

struct str config_find(struct arena *arena, struct str start) {
    struct str folder = path_clean(arena, start);
    if (!dir_exists(str_c(arena, folder))) folder = path_above(arena, folder);
    unsigned levels;
    git_levels(arena, folder, &levels); /* 0 in no repository: there none is looked for above */
    for (unsigned i = 0; i <= levels; i++) {
        if (has_entry(arena, folder, CONFIG_NAME))
            return str_eq(folder, STR(".")) ? STR(CONFIG_NAME) : path_join(arena, folder, STR(CONFIG_NAME));
        folder = path_above(arena, folder);
    }
    return (struct str){0};
}

bool settings_validate(struct arena *arena, struct str schema_path, const struct source *file,
                       const struct node *tree, struct error *error) {
    struct source *source = ARENA_NEW(arena, struct source);
    *source = (struct source){.path = schema_path};
    source->text = lint_embedded(source->path);
    node_errors errors = {0};
    struct span all = {0, (uint32_t)source->text.len};
    const struct node *root = node_read(arena, source->text, all, &(struct node_options){0}, &errors);
    struct schema_registry *registry = schema_registry_new(arena, NULL);
    const struct schema *schema = schema_load(registry, path_base(schema_path), source, root, error);
    schema_findings findings = {0};
    const struct schema_site site = {.whole = path_base(file->path)};
    bool valid = schema && schema_validate(arena, &schema, 1, tree, &site, &findings);
    schema_registry_free(registry);
    if (valid || !schema) return valid;
    const struct schema_finding *f = &findings.items[0];
    return error_at(error, file, f->missing ? (struct span){0, 0} : f->span, "%.*s", STR_FMT(f->message));
}

static void read_type(struct arena *arena, const struct node *node, struct type_entry *type) {
    node_texts(arena, node_get(node, STR("files")), &type->files);
    type->where = node_get(node, STR("where"));
    type->schema = node_text(node_get(node, STR("schema")), (struct str){0});
    if (str_ends(type->schema, STR(".yaml"))) type->schema.len -= 5;
    node_texts(arena, node_get(node, STR("trademarks")), &type->trademarks);
    type->symbols = node_text(node_get(node, STR("symbols")), STR(""));
    node_texts(arena, node_get(node, STR("headings")), &type->headings);
    type->source = node->span;
}

static void read_types(struct arena *arena, struct config *config) {
    const struct node *types = node_get(config->tree, STR("types"));
    for (const struct node *n = types ? types->child : NULL; n; n = n->next)
        read_type(arena, n, ARRAY_PUSH(arena, &config->types));
}

/* Every text below a node whose texts are globs. Of an allow-list's entry those are all but its reason. */
static bool check_globs(const struct config *config, const struct node *node, struct error *error) {
    if (!node || str_eq(node->key, STR("reason"))) return true;
    for (const struct node *n = node->child; n; n = n->next)
        if (!check_globs(config, n, error)) return false;
    if (node->kind != NODE_STRING || glob_check(node->text, error)) return true;
    return error_at(error, &config->source, node->span, "%s", error->message);
}

static bool check_all_globs(const struct config *config, struct error *error) {
    const struct node *types = node_get(config->tree, STR("types"));
    const struct node *rules = node_get(config->tree, STR("rules"));
    for (const struct node *n = types ? types->child : NULL; n; n = n->next)
        if (!check_globs(config, node_get(n, STR("files")), error)) return false;
    for (const struct node *n = rules ? rules->child : NULL; n; n = n->next)
        if (n->kind == NODE_OBJECT && !check_globs(config, node_get(n, STR("allow")), error)) return false;
    return check_globs(config, node_get(config->tree, STR("exclude")), error) &&
           check_globs(config, node_get(config->tree, STR("served")), error) &&
           check_globs(config, node_get(config->tree, STR("generated")), error) &&
           check_globs(config, node_get(config->tree, STR("gone")), error);
}

static bool read_tree(struct arena *arena, struct config *config, struct error *error) {
    node_errors errors = {0};
    struct span all = {0, (uint32_t)config->source.text.len};
    config->tree =
        node_read(arena, config->source.text, all, &(struct node_options){.format = FORMAT_YAML}, &errors);
    if (errors.len)
        return error_at(error, &config->source, errors.items[0].span, "%.*s",
                        STR_FMT(errors.items[0].message));
    if (!config->tree || config->tree->kind == NODE_NULL) {
        config->tree = NULL;
        return true;
    }
    return settings_validate(arena, STR("rules/contentlint.schema.yaml"), &config->source, config->tree,
                             error) &&
           check_all_globs(config, error);
}

bool settings_parse(struct arena *arena, struct str path, struct str text, struct config *config,
                    struct error *error) {
    config->source = (struct source){.path = path, .text = text};
    config->folder = path_dir(path);
    if (!config->folder.len) config->folder = path.len && path.ptr[0] == '/' ? STR("/") : STR(".");
    if (!read_tree(arena, config, error)) return false;
    if (!config->tree) return true;
    struct crawl_options crawl =
        crawl_defaults(); /* for what is wrong with it, said whether or not it is asked */
    const struct node *external = node_path(config->tree, STR("links.external"));
    if (!crawl_configure(arena, &config->source, external, &crawl, error)) return false;
    read_types(arena, config);
    node_texts(arena, node_get(config->tree, STR("exclude")), &config->exclude);
    node_texts(arena, node_get(config->tree, STR("served")), &config->served);
    node_texts(arena, node_get(config->tree, STR("generated")), &config->generated);
    const struct node *allow = node_get(config->tree, STR("allow_page_schema"));
    config->allow_page_schema = allow && allow->kind == NODE_BOOL && str_eq_nocase(allow->text, STR("true"));
    struct str dir = node_text(node_get(config->tree, STR("rules_dir")), (struct str){0});
    if (dir.len) config->rules_dir = path_clean(arena, path_join(arena, config->folder, dir));
    dir = node_text(node_get(config->tree, STR("built")), (struct str){0});
    if (dir.len) config->built = path_clean(arena, path_join(arena, config->folder, dir));
    return true;
}
