/* settings.c: contentlint.yml, found upwards from a file, validated by rules/contentlint.schema.yaml, and read with what it
 * extends. */
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

/* ---- globs ---------------------------------------------------------------------------------------------------- */

/* As from the site's root what a file below one of its folders writes. Without a slash a glob is for names at any depth. */
static struct str from_root(struct arena *arena, const struct config_file *file, struct str glob) {
    struct buf out = {.arena = arena};
    const struct str special = STR("*?[]{}\\,!");
    bool name = str_find_char(glob, '/') == glob.len;
    if (!file->below.len) return glob;
    for (size_t i = 0; i < file->below.len; i++) {
        if (str_find_char(special, file->below.ptr[i]) < special.len) buf_add_char(&out, '\\');
        buf_add_char(&out, file->below.ptr[i]);
    }
    if (name) buf_add(&out, STR("**/"));
    buf_add(&out, str_starts(glob, STR("/")) ? str_sub(glob, 1, glob.len) : glob);
    return buf_str(&out);
}

struct reading {
    struct arena *arena;
    struct root *root;
    struct config *config;
    struct error *error;
};

static bool read_glob(struct reading *r, const struct config_file *file, const char *key,
                      const struct node *node, str_array *out) {
    struct error reason = {0};
    struct str glob = from_root(r->arena, file, node_text(node, STR("")));
    if (!glob_check(glob, &reason))
        return error_at(r->error, &file->source, node->span, "%s", reason.message);
    *ARRAY_PUSH(r->arena, out) = glob;
    *ARRAY_PUSH(r->arena, &r->config->globs) = (struct config_glob){glob, key, file, node->span};
    return true;
}

/* One, or a list of them. list: the key of the file that they are a part of. */
static bool read_globs(struct reading *r, const struct config_file *file, const struct node *map,
                       const char *key, const char *list, str_array *out) {
    const struct node *node = node_get(map, str_from(key));
    if (!node) return true;
    if (node->kind != NODE_ARRAY) return read_glob(r, file, list, node, out);
    for (const struct node *n = node->child; n; n = n->next)
        if (!read_glob(r, file, list, n, out)) return false;
    return true;
}

/* Every text below a node whose texts are globs. Of an allow-list's entry those are all but its reason. */
static bool check_globs(const struct config_file *file, const struct node *node, struct error *error) {
    struct error reason = {0};
    if (!node || str_eq(node->key, STR("reason"))) return true;
    for (const struct node *n = node->child; n; n = n->next)
        if (!check_globs(file, n, error)) return false;
    if (node->kind != NODE_STRING || glob_check(node->text, &reason)) return true;
    return error_at(error, &file->source, node->span, "%s", reason.message);
}

static bool check_allow_globs(const struct config_file *file, const struct node *rules, struct error *error) {
    for (const struct node *n = rules ? rules->child : NULL; n; n = n->next)
        if (n->kind == NODE_OBJECT && !check_globs(file, node_get(n, STR("allow")), error)) return false;
    return true;
}

/* ---- what a file says -------------------------------------------------------------------------------------------- */

static bool is_full(struct reading *r, const struct config_file *file, const struct node *node,
                    size_t count) {
    if (count < CONFIG_ENTRIES_MAX) return false;
    error_at(r->error, &file->source, node->span,
             "the configuration has more than %d entries here, the limit", CONFIG_ENTRIES_MAX);
    return true;
}

static bool read_type(struct reading *r, const struct config_file *file, const struct node *node) {
    if (is_full(r, file, node, r->config->types.len)) return false;
    struct type_entry *type = ARRAY_PUSH(r->arena, &r->config->types);
    type->where = node_get(node, STR("where"));
    type->schema = node_text(node_get(node, STR("schema")), (struct str){0});
    if (str_ends(type->schema, STR(".yaml"))) type->schema.len -= 5;
    node_texts(r->arena, node_get(node, STR("trademarks")), &type->trademarks);
    type->symbols = node_text(node_get(node, STR("symbols")), STR(""));
    node_texts(r->arena, node_get(node, STR("headings")), &type->headings);
    type->file = file;
    type->source = node->span;
    return read_globs(r, file, node, "files", "types", &type->files);
}

static bool read_override(struct reading *r, const struct config_file *file, const struct node *node) {
    if (is_full(r, file, node, r->config->overrides.len)) return false;
    struct override *override = ARRAY_PUSH(r->arena, &r->config->overrides);
    override->file = file;
    override->rules = node_get(node, STR("rules"));
    return read_globs(r, file, node, "files", "overrides", &override->files) &&
           read_globs(r, file, node, "exclude", "exclude", &override->except) &&
           check_allow_globs(file, override->rules, r->error);
}

/* rules: is an override without globs, or with that of its folder. */
static bool read_rules(struct reading *r, const struct config_file *file) {
    const struct node *rules = node_get(file->tree, STR("rules"));
    if (!rules) return true;
    if (is_full(r, file, rules, r->config->overrides.len)) return false;
    struct override *override = ARRAY_PUSH(r->arena, &r->config->overrides);
    override->file = file;
    override->rules = rules;
    if (file->below.len) *ARRAY_PUSH(r->arena, &override->files) = from_root(r->arena, file, STR("/**"));
    return check_allow_globs(file, rules, r->error);
}

static bool read_list(struct reading *r, const struct config_file *file, const char *key,
                      bool (*read)(struct reading *, const struct config_file *, const struct node *)) {
    const struct node *list = node_get(file->tree, str_from(key));
    for (const struct node *n = list ? list->child : NULL; n; n = n->next)
        if (!read(r, file, n)) return false;
    return true;
}

/* What holds for a site as a whole. */
static bool read_whole(struct reading *r, const struct config_file *file) {
    /* For what is wrong with it, said whether or not it is asked. */
    struct crawl_options crawl = crawl_defaults();
    const struct node *external = node_path(file->tree, STR("links.external"));
    if (file->below.len) return true;
    return crawl_configure(r->arena, &file->source, external, &crawl, r->error) &&
           read_globs(r, file, file->tree, "served", "served", &r->config->served) &&
           read_globs(r, file, file->tree, "generated", "generated", &r->config->generated) &&
           check_globs(file, node_get(file->tree, STR("gone")), r->error);
}

static bool read_tree(struct reading *r, struct config_file *file) {
    node_errors errors = {0};
    struct span all = {0, (uint32_t)file->source.text.len};
    const struct node *tree =
        node_read(r->arena, file->source.text, all, &(struct node_options){.format = FORMAT_YAML}, &errors);
    if (errors.len)
        return error_at(r->error, &file->source, errors.items[0].span, "%.*s",
                        STR_FMT(errors.items[0].message));
    if (!tree || tree->kind == NODE_NULL) return true;
    file->tree = tree;
    return settings_validate(r->arena, STR("rules/contentlint.schema.yaml"), &file->source, tree, r->error);
}

/* ---- extends: ----------------------------------------------------------------------------------------------------- */

struct chain { /* of the files that extend one another, the last first */
    const struct chain *before;
    const struct config_file *file;
};

static bool parse(struct reading *r, struct config_file *file, const struct chain *before);

/* A file that two others extend is read once for each part of the site. */
static bool is_read(const struct reading *r, struct str door, struct str below) {
    for (size_t i = 0; i < r->config->files.len; i++)
        if (str_eq(r->config->files.items[i]->door, door) && str_eq(r->config->files.items[i]->below, below))
            return true;
    return false;
}

static bool check_chain(struct reading *r, const struct chain *chain, const struct node *node,
                        struct str door) {
    size_t depth = 0;
    for (const struct chain *c = chain; c; c = c->before, depth++)
        if (str_eq(c->file->door, door))
            return error_at(r->error, &chain->file->source, node->span,
                            "extends: %.*s extends this file, so that neither would come first",
                            STR_FMT(node->text));
    return depth < CONFIG_DEPTH_MAX ||
           error_at(r->error, &chain->file->source, node->span,
                    "extends: more than %d files extend one another, the limit", CONFIG_DEPTH_MAX);
}

/* False with a reason without a place. */
static bool read_extended(struct reading *r, struct str door, struct str *text) {
    static const char *const answers[] = {[ROOT_ABSENT] = "there is no such file",
                                          [ROOT_FILE] = "",
                                          [ROOT_FOLDER] = "this is a folder",
                                          [ROOT_OTHER] = "this is no file",
                                          [ROOT_OUTSIDE] = "this leads out of the repository"};
    struct error reason = {0};
    if (!r->root) return error_set(r->error, (struct str){0}, 0, "no file can be read here");
    enum root_answer answer = root_read(r->root, r->arena, door, CONFIG_MAX_BYTES, 0, text, &reason);
    if (answer == ROOT_FILE) return true;
    return error_set(r->error, (struct str){0}, 0, "%s",
                     answer == ROOT_FAILED ? reason.message : answers[answer]);
}

static bool extend(struct reading *r, const struct node *node, const struct chain *chain) {
    const struct config_file *from = chain->file;
    struct str name = node_text(node, STR(""));
    struct error reason = {0};
    struct reading quiet = *r;
    if (str_find(name, STR("://")) < name.len || str_starts(name, STR("/")))
        return error_at(r->error, &from->source, node->span,
                        "extends: takes a file of this repository, by its path from this file's folder");
    struct config_file *file = ARENA_NEW(r->arena, struct config_file);
    file->door = path_clean(r->arena, path_join(r->arena, path_dir(from->door), name));
    file->source.path = path_clean(r->arena, path_join(r->arena, path_dir(from->source.path), name));
    file->below = from->below;
    file->extended = true;
    if (!check_chain(r, chain, node, file->door)) return false;
    if (is_read(r, file->door, file->below)) return true;
    quiet.error = &reason;
    if (!read_extended(&quiet, file->door, &file->source.text))
        return error_at(r->error, &from->source, node->span, "extends: %.*s: %s", STR_FMT(name),
                        reason.message);
    return parse(r, file, chain);
}

/* ---- a file -------------------------------------------------------------------------------------------------------- */

static bool parse(struct reading *r, struct config_file *file, const struct chain *before) {
    const struct chain chain = {before, file};
    file->folder = path_dir(file->source.path);
    if (!file->folder.len) file->folder = str_starts(file->source.path, STR("/")) ? STR("/") : STR(".");
    if (!read_tree(r, file)) return false;
    const struct node *extends = node_get(file->tree, STR("extends"));
    bool list = extends && extends->kind == NODE_ARRAY;
    for (const struct node *n = list ? extends->child : extends; n; n = list ? n->next : NULL)
        if (!extend(r, n, &chain)) return false;
    if (r->config->files.len == CONFIG_FILES_MAX)
        return error_set(r->error, file->source.path, 0,
                         "the configuration has more than %d files, the limit", CONFIG_FILES_MAX);
    *ARRAY_PUSH(r->arena, &r->config->files) = file;
    return read_list(r, file, "types", read_type) && read_whole(r, file) &&
           read_globs(r, file, file->tree, "exclude", "exclude", &r->config->exclude) &&
           read_rules(r, file) && read_list(r, file, "overrides", read_override);
}

bool settings_parse(struct arena *arena, struct root *root, const struct settings_text *text,
                    struct config *config, struct error *error) {
    struct reading r = {arena, root, config, error};
    struct config_file *file = ARENA_NEW(arena, struct config_file);
    *file = (struct config_file){.source = {.path = text->path, .text = text->text}};
    file->door = text->door;
    file->below = text->below.ptr ? text->below : STR("");
    return parse(&r, file, NULL);
}
