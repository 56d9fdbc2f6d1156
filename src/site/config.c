/* config.c: the merged configuration and where each value of it was written. */
#include "site/config.h"

struct config_node { /* every node of the merged tree is one, so that a node leads to its source */
    struct node node;
    const struct source *source;
};

const struct source *config_source(const struct node *node) {
    return node ? ((const struct config_node *)(const void *)node)->source : NULL;
}

static struct node *new_node(struct arena *arena, const struct source *source) {
    struct config_node *made = ARENA_NEW(arena, struct config_node);
    made->source = source;
    return &made->node;
}

struct node *config_object(struct arena *arena, const struct source *source) {
    struct node *node = new_node(arena, source);
    node->kind = NODE_OBJECT;
    return node;
}

static struct node *copy(struct arena *arena, const struct node *from, const struct source *source) {
    struct node *to = new_node(arena, source);
    *to = *from;
    to->child = NULL;
    to->next = NULL;
    struct node **tail = &to->child;
    for (const struct node *child = from->child; child; child = child->next) {
        *tail = copy(arena, child, source);
        tail = &(*tail)->next;
    }
    return to;
}

struct node *config_scalar(struct arena *arena, struct str text) {
    struct node *node = new_node(arena, NULL);
    node->kind = NODE_STRING;
    node->text = text;
    if (str_eq(text, STR("true")) || str_eq(text, STR("false"))) {
        node->kind = NODE_BOOL;
        node->boolean = text.len == 4;
    } else if (str_starts(text, STR("{")) || str_starts(text, STR("["))) {
        struct node_options options = {.format = FORMAT_JSON};
        node_errors errors = {0};
        struct span all = {0, (uint32_t)text.len};
        const struct node *read = node_read(arena, text, all, &options, &errors);
        if (read && errors.len == 0) node = copy(arena, read, NULL);
    }
    return node;
}

/* ---- merging ---- */

static struct node *member(const struct node *object, struct str key) {
    for (struct node *child = object->child; child; child = child->next)
        if (str_eq_nocase(child->key, key)) return child;
    return NULL;
}

static void append(struct node *object, struct node *child) {
    struct node **tail = &object->child;
    while (*tail) tail = &(*tail)->next;
    *tail = child;
    child->next = NULL;
    object->count++;
}

static void replace(struct node *old, const struct node *new_node) {
    struct node *next = old->next;
    *(struct config_node *)(void *)old = *(const struct config_node *)(const void *)new_node;
    old->next = next;
}

/* Members of an object by key in lower case, so that merging long maps stays linear. */
static struct map members_of(struct arena *arena, struct node *object, struct node ***tail) {
    struct map members = {0};
    *tail = &object->child;
    for (struct node *child = object->child; child; child = child->next) {
        *map_slot(arena, &members, str_lower(arena, child->key)) = child;
        *tail = &child->next;
    }
    return members;
}

void config_merge(struct arena *arena, struct node *into, const struct node *from, bool keep) {
    struct arena scratch = {0};
    struct node **tail;
    struct map members = members_of(&scratch, into, &tail);
    for (const struct node *child = from->child; child; child = child->next) {
        struct node **have = (struct node **)map_slot(&scratch, &members, str_lower(&scratch, child->key));
        if (*have == NULL) {
            *have = *tail = copy(arena, child, config_source(child));
            tail = &(*tail)->next;
            into->count++;
        } else if ((*have)->kind == NODE_OBJECT && child->kind == NODE_OBJECT) {
            config_merge(arena, *have, child, keep);
        } else if (!keep) {
            replace(*have, copy(arena, child, config_source(child)));
        }
    }
    arena_free(&scratch);
}

void config_put(struct arena *arena, struct node *root, const struct str *keys, size_t n,
                struct node *value) {
    for (size_t i = 0; i < n; i++) {
        struct node *have = member(root, keys[i]);
        struct node *made = i + 1 == n ? value : config_object(arena, config_source(value));
        bool is_map = have && have->kind == NODE_OBJECT;
        made->key = keys[i];
        if (have == NULL)
            append(root, made);
        else if (i + 1 == n && is_map && value->kind == NODE_OBJECT)
            config_merge(arena, have, value, false);
        else if (i + 1 == n || !is_map)
            replace(have, made);
        root = member(root, keys[i]);
    }
}

/* ---- files ---- */

static const struct {
    const char *suffix;
    enum format format;
} formats[] = {{".toml", FORMAT_TOML}, {".yaml", FORMAT_YAML}, {".yml", FORMAT_YAML}, {".json", FORMAT_JSON}};

static bool format_of(struct str path, enum format *format) {
    for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
        if (!str_eq_nocase(path_ext(path), str_from(formats[i].suffix))) continue;
        *format = formats[i].format;
        return true;
    }
    return false;
}

static bool parse(struct config_loader *loader, struct source *source, struct node **root,
                  struct error *error) {
    struct node_options options = {.yaml_1_1 = loader->yaml_1_1};
    if (!format_of(source->path, &options.format))
        return error_set(error, source->path, 0,
                         "is no configuration file: its name ends in none of .toml, .yaml, .json");
    node_errors errors = {0};
    struct span all = {str_starts(source->text, STR("\xEF\xBB\xBF")) ? 3 : 0, (uint32_t)source->text.len};
    const struct node *read = node_read(loader->arena, source->text, all, &options, &errors);
    for (size_t i = 0; i < errors.len; i++) {
        if (errors.items[i].fault == FAULT_DUPLICATE_KEY) continue;
        return error_set(error, source->path, text_line(source->text, errors.items[i].span.start), "%.*s",
                         STR_FMT(errors.items[i].message));
    }
    if (read && read->kind == NODE_OBJECT) *root = copy(loader->arena, read, source);
    return true;
}

bool config_read(struct config_loader *loader, struct str path, struct node **root, struct error *error) {
    struct source *source = ARENA_NEW(loader->arena, struct source);
    struct error why = {0};
    *root = NULL;
    if (!loader->tree->read(loader->tree->state, loader->arena, path, &source->text, &why)) {
        if (why.message[0] == '\0') return true;
        if (error) *error = why;
        return false;
    }
    source->path = path;
    source_lines(loader->arena, source);
    *ARRAY_PUSH(loader->arena, &loader->sources) = source;
    return parse(loader, source, root, error);
}

bool config_read_root(struct config_loader *loader, struct str dir, struct node *root, struct error *error) {
    static const char *const names[] = {"hugo", "config"};
    for (size_t i = 0; i < ARRAY_LEN(names) * ARRAY_LEN(formats); i++) {
        struct str name = str_printf(loader->arena, "%s%s", names[i / ARRAY_LEN(formats)],
                                     formats[i % ARRAY_LEN(formats)].suffix);
        struct str path = path_join(loader->arena, dir, name);
        size_t before = loader->sources.len;
        struct node *read;
        if (!config_read(loader, path, &read, error)) return false;
        if (read) config_merge(loader->arena, root, read, false);
        if (loader->sources.len > before) return true;
    }
    return true;
}

/* A file of config/ may repeat its own name as its only key since 0.162. */
static struct node *unwrap(const struct config_loader *loader, struct node *read, struct str name) {
    bool repeats = loader->repeated_keys && read->count == 1 && str_eq_nocase(read->child->key, name) &&
                   read->child->kind == NODE_OBJECT;
    return repeats ? read->child : read;
}

/* KEY.ext is that key's content, KEY.LANG.ext belongs to a language. */
static void put_file(struct config_loader *loader, struct str path, struct node *read, struct node *root) {
    struct str base = path_base(path), name = str_sub(base, 0, base.len - path_ext(base).len);
    if (str_eq(name, STR("hugo")) || str_eq(name, STR("config"))) {
        config_merge(loader->arena, root, read, false);
        return;
    }
    struct str lang = path_ext(name), keys[3] = {name};
    size_t n = 1;
    if (lang.len > 1) {
        name = str_sub(name, 0, name.len - lang.len);
        keys[0] = STR("languages");
        keys[n++] = str_sub(lang, 1, lang.len);
        if (str_eq(name, STR("params")))
            keys[n++] = name;
        else if (str_eq(name, STR("menu")) || str_eq(name, STR("menus")))
            keys[n++] = STR("menus");
    }
    config_put(loader->arena, root, keys, n, unwrap(loader, read, name));
}

bool config_read_dir(struct config_loader *loader, struct str dir, struct str name, struct node *root,
                     struct error *error) {
    struct str folder =
        path_join(loader->arena, dir, str_printf(loader->arena, "config/%.*s", STR_FMT(name)));
    str_array files = {0};
    if (!loader->tree->list(loader->tree->state, loader->arena, folder, &files, error)) return false;
    for (size_t i = 0; i < files.len; i++) {
        enum format format;
        if (!format_of(files.items[i], &format)) continue;
        struct str path = path_join(loader->arena, folder, files.items[i]);
        struct node *read;
        if (!config_read(loader, path, &read, error)) return false;
        if (read) put_file(loader, path, read, root);
    }
    return true;
}

/* ---- flags and variables ---- */

/* The character after HUGO separates keys: HUGO_BASEURL, HUGOxPARAMSxMY_KEY. */
static void put_variable(struct arena *arena, struct node *root, struct str variable) {
    struct str value = variable, name = str_cut(&value, '='), keys[8];
    if (value.ptr == NULL || name.len < 6 || !str_starts(name, STR("HUGO"))) return;
    char separator = name.ptr[4];
    struct str rest = str_sub(name, 5, name.len);
    size_t n = 0;
    while (rest.ptr && n < ARRAY_LEN(keys)) keys[n++] = str_cut(&rest, separator);
    if (n == 1 && str_eq_nocase(keys[0], STR("ENVIRONMENT"))) return;
    config_put(arena, root, keys, n, config_scalar(arena, value));
}

void config_env(struct arena *arena, struct node *root, const char *const *env) {
    for (; env && *env; env++) put_variable(arena, root, str_from(*env));
}

static void put_flags(struct arena *arena, struct node *root, const struct site_options *options) {
    struct str base = STR("baseURL"), content = STR("contentDir");
    if (options->base_url.ptr) config_put(arena, root, &base, 1, config_scalar(arena, options->base_url));
    if (options->content_dir.ptr)
        config_put(arena, root, &content, 1, config_scalar(arena, options->content_dir));
}

bool config_load(struct config_loader *loader, const struct site_options *options, struct str environment,
                 struct node **root, struct error *error) {
    struct arena *arena = loader->arena;
    *root = config_object(arena, NULL);
    for (size_t i = 0; i < options->config_file_count; i++) {
        struct node *read;
        if (!config_read(loader, options->config_files[i], &read, error)) return false;
        if (read) config_merge(arena, *root, read, false);
    }
    if (options->config_file_count == 0 && !config_read_root(loader, STR(""), *root, error)) return false;
    if (!config_read_dir(loader, STR(""), STR("_default"), *root, error)) return false;
    if (!config_read_dir(loader, STR(""), environment, *root, error)) return false;
    put_flags(arena, *root, options);
    config_env(arena, *root, options->env);
    return true;
}
