/* types.c: which entries of types: apply to a page, and what a page without configuration is taken for. */
#include "lint/types.h"

static bool value_matches(const struct node *have, struct str want) {
    if (!have) return false;
    if (have->kind != NODE_ARRAY) return str_eq_nocase(node_text(have, (struct str){0}), want);
    for (const struct node *n = have->child; n; n = n->next)
        if (str_eq_nocase(node_text(n, (struct str){0}), want)) return true;
    return false;
}

static bool condition_holds(const struct node *front, const struct node *condition) {
    const struct node *have = front ? node_get_nocase(front, condition->key) : NULL;
    if (condition->kind == NODE_OBJECT) { /* {not: value} */
        const struct node *not = node_get(condition, STR("not"));
        return not &&!value_matches(have, node_text(not, STR("")));
    }
    if (condition->kind != NODE_ARRAY) return value_matches(have, node_text(condition, STR("")));
    for (const struct node *n = condition->child; n; n = n->next)
        if (value_matches(have, node_text(n, STR("")))) return true;
    return false;
}

static bool conditions_hold(const struct type_entry *type, const struct node *front) {
    for (const struct node *c = type->where ? type->where->child : NULL; c; c = c->next)
        if (!condition_holds(front, c)) return false;
    return true;
}

bool types_match(const struct type_entry *type, struct str path, const struct node *front) {
    bool named = type->files.len == 0;
    for (size_t i = 0; i < type->files.len && !named; i++) named = glob_match(type->files.items[i], path);
    return named && conditions_hold(type, front);
}

/* Keys that only a course catalogue has, in either spelling. */
static bool is_course_key(struct str key) {
    static const char *const words[] = {
        "code", "length", "sessions", "topics", "vendors", "proficiencies", "learning_experiences"};
    if (str_eq_nocase(key, STR("delivery_audiences")) || str_eq_nocase(key, STR("delivery-audiences")))
        return true;
    if (key.len < 8 || !str_eq_nocase(str_sub(key, 0, 6), STR("course")) ||
        (key.ptr[6] != '_' && key.ptr[6] != '-'))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_nearest(str_sub(key, 7, key.len), &(struct str){words[i], str_from(words[i]).len}, 1).ptr)
            return true;
    return false;
}

bool types_is_course(const struct node *front) {
    if (!front) return false;
    if (str_eq_nocase(node_text(node_get_nocase(front, STR("type")), (struct str){0}), STR("course")))
        return true;
    for (const struct node *m = front->child; m; m = m->next)
        if (is_course_key(m->key)) return true;
    return false;
}

/* One key, or `type: course`, is many houses'; three keys are a catalogue of the kind that the schema is for. */
bool lint_has_course_schema(const struct node *front) {
    unsigned keys = 0;
    for (const struct node *m = front ? front->child : NULL; m; m = m->next) keys += is_course_key(m->key);
    return keys >= 3;
}

/* `$schema: course` on the page itself; a name, never a path or an address. */
static const struct type_entry *own_type(const struct lint *lint, const struct node *front) {
    const struct node *name = front && lint->page_types.len ? node_get(front, STR("$schema")) : NULL;
    return name ? map_get(&lint->page_types, node_text(name, STR(""))) : NULL;
}

bool types_configured(const struct lint *lint, struct str path) {
    for (size_t i = 0; i < lint->config.types.len; i++)
        if (str_starts(path, lint->config.types.items[i].file->below)) return true;
    return false;
}

bool types_may_be_named(const struct lint *lint) {
    return node_is_true(config_node(&lint->config, STR("allow_page_schema"), NULL));
}

size_t types_find(const struct lint *lint, struct str path, const struct node *front, bool typed,
                  const struct type_entry **types) {
    size_t n = 0;
    for (size_t i = 0; i < lint->config.types.len && n < TYPES_MAX; i++)
        if (types_match(&lint->config.types.items[i], path, front)) types[n++] = &lint->config.types.items[i];
    bool configured = types_configured(lint, path);
    if (!configured && typed) types[n++] = &lint->default_types[TYPES_PAGE];
    if (!configured && lint_has_course_schema(front)) types[n++] = &lint->default_types[TYPES_COURSE];
    const struct type_entry *own = own_type(lint, front);
    if (own && n < TYPES_MAX) types[n++] = own;
    return n;
}

/* ---- data files --------------------------------------------------------------------------------------------- */

bool types_is_data(struct str path) {
    static const struct str suffixes[] = {{".yaml", 5}, {".yml", 4}, {".json", 5}, {".toml", 5}};
    for (size_t i = 0; i < ARRAY_LEN(suffixes); i++)
        if (str_ends(path, suffixes[i])) return true;
    return false;
}

/* Does one of the entry's globs for data files match path, or is there one at all when path is absent? */
static bool names_data(const struct type_entry *type, struct str path) {
    for (size_t i = 0; type->schema.len && i < type->files.len; i++) {
        struct str glob = type->files.items[i];
        if (types_is_data(glob) && (!path.ptr || glob_match(glob, path))) return true;
    }
    return false;
}

bool types_want_data(const struct lint *lint) {
    return types_name_data(lint, (struct str){0});
}

bool types_name_data(const struct lint *lint, struct str path) {
    for (size_t i = 0; i < lint->config.types.len; i++)
        if (names_data(&lint->config.types.items[i], path)) return true;
    return false;
}

size_t types_find_data(const struct lint *lint, struct str path, const struct node *root,
                       const struct type_entry **types) {
    size_t n = 0;
    for (size_t i = 0; i < lint->config.types.len && n < TYPES_MAX; i++) {
        const struct type_entry *type = &lint->config.types.items[i];
        if (names_data(type, path) && conditions_hold(type, root)) types[n++] = type;
    }
    if (n < TYPES_MAX && !types_configured(lint, path)) types[n++] = &lint->default_types[TYPES_SYLLABUS];
    return n;
}
