/* config.c: the merged configuration and where each value of it was written. */
#include "site/generator.h"

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

const char *const config_suffixes[CONFIG_SUFFIXES] = {".toml", ".yaml", ".yml", ".json"};
static const enum format formats[CONFIG_SUFFIXES] = {FORMAT_TOML, FORMAT_YAML, FORMAT_YAML, FORMAT_JSON};

static bool format_of(struct str path, enum format *format) {
    for (size_t i = 0; i < CONFIG_SUFFIXES; i++) {
        if (!str_eq_nocase(path_ext(path), str_from(config_suffixes[i]))) continue;
        *format = formats[i];
        return true;
    }
    return false;
}

bool config_is_file(struct str path) {
    enum format format;
    return format_of(path, &format);
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
