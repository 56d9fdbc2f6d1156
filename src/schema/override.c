/* x-rules: rule id, severity, message and note of single constraints, by "key.keyword" or "keyword". */
#include "schema/internal.h"

static bool refuse(struct builder *builder, const struct node *node, const char *why) {
    return registry_refuse(builder->error, builder->schema->resource, node, "x-rules: \"%.*s\" %s",
                           STR_FMT(node->key), why);
}

static bool read_level(struct builder *builder, const struct node *node, struct rule_override *override) {
    struct str level = node_text(node, STR(""));
    if (node->kind == NODE_BOOL && !node->boolean) level = STR("off"); /* YAML 1.1 reads `off` so */
    override->off = str_eq(level, STR("off"));
    if (str_eq(level, STR("error")))
        override->level = SCHEMA_LEVEL_ERROR;
    else if (str_eq(level, STR("warning")))
        override->level = SCHEMA_LEVEL_WARNING;
    else if (str_eq(level, STR("note")))
        override->level = SCHEMA_LEVEL_NOTE;
    else if (!override->off)
        return refuse(builder, node, "must be error, warning, note or off");
    return true;
}

static bool read_field(struct builder *builder, const struct node *field, struct rule_override *override) {
    if (str_eq(field->key, STR("level"))) return read_level(builder, field, override);
    struct str *into = str_eq(field->key, STR("id"))        ? &override->rule
                       : str_eq(field->key, STR("message")) ? &override->message
                       : str_eq(field->key, STR("note"))    ? &override->note
                                                            : NULL;
    if (into == NULL) return refuse(builder, field, "is none of id, level, message, note");
    if (!value_is_string(field)) return refuse(builder, field, "must be a string");
    *into = field->text;
    return true;
}

bool override_build(struct builder *builder) {
    const struct node *rules = build_get(builder, "x-rules");
    const struct node *entry = rules != NULL ? rules->child : NULL;
    struct arena *arena = builder->registry->arena;
    for (; entry != NULL; entry = entry->next) {
        size_t dot = str_rfind_char(entry->key, '.');
        struct str keyword = dot < entry->key.len ? str_sub(entry->key, dot + 1, entry->key.len) : entry->key;
        if (keyword_find(keyword) == NULL) return refuse(builder, entry, "does not end in a keyword");
        if (entry->kind != NODE_OBJECT)
            return refuse(builder, entry, "must be a map of id, level, message, note");
        struct rule_override *override = ARENA_NEW(arena, struct rule_override);
        for (const struct node *field = entry->child; field != NULL; field = field->next)
            if (!read_field(builder, field, override)) return false;
        *map_slot(arena, &builder->schema->overrides, entry->key) = override;
    }
    return true;
}
