/* Values, kinds and expectations in the author's words. */
#include "schema/internal.h"

#define MAX_QUOTED 60 /* characters of a value that a message repeats */
#define MAX_LISTED 12

void words_quoted(struct buf *buf, struct str text) {
    size_t at = 0, count = 0;
    buf_add_char(buf, '"');
    while (at < text.len && count++ < MAX_QUOTED) {
        size_t from = at;
        uint32_t c = unicode_next(text, &at);
        if (c == UNICODE_BAD)
            buf_add(buf, STR("\xEF\xBF\xBD"));
        else if (c < 0x20 || c == 0x7f)
            buf_add_char(buf, ' ');
        else
            buf_add(buf, str_sub(text, from, at));
    }
    if (at < text.len) buf_add(buf, STR("…"));
    buf_add_char(buf, '"');
}

void words_value(struct buf *buf, const struct node *value) {
    switch (value->kind) {
    case NODE_NULL: buf_add(buf, STR("empty")); break;
    case NODE_OBJECT: buf_add(buf, STR("a map")); break;
    case NODE_ARRAY: buf_add(buf, value->count == 0 ? STR("an empty list") : STR("a list")); break;
    case NODE_STRING: words_quoted(buf, value->text); break;
    default: buf_add(buf, value->text);
    }
}

void words_path(struct buf *buf, const struct where *where) {
    if (where->up == NULL) return;
    words_path(buf, where->up);
    if (where->value->key.ptr == NULL)
        buf_printf(buf, "[%u]", where->index);
    else
        buf_printf(buf, "%s%.*s", where->up->up != NULL ? "." : "", STR_FMT(where->value->key));
}

void words_name(struct buf *buf, const struct validation *run, const struct where *where) {
    bool named = run->site != NULL && run->site->whole.ptr != NULL;
    if (where->up != NULL)
        words_path(buf, where);
    else
        buf_add(buf, named ? run->site->whole : STR("front matter"));
}

/* "a", "a or b", "a, b or c" as items come: call before each but the first. */
static void separate(struct buf *buf, size_t done, size_t total) {
    if (done > 0) buf_add(buf, done + 1 == total ? STR(" or ") : STR(", "));
}

void words_types(struct buf *buf, unsigned types) {
    static const struct {
        unsigned bit;
        const char *name;
    } names[] = {{1u << JSON_STRING, "a string"},
                 {1u << JSON_NUMBER, "a number"},
                 {1u << JSON_INTEGER, "a whole number"},
                 {1u << JSON_BOOLEAN, "true or false"},
                 {1u << JSON_ARRAY, "a list"},
                 {1u << JSON_OBJECT, "a map"},
                 {1u << JSON_NULL, "nothing"}};
    if (types & 1u << JSON_NUMBER) types &= ~(1u << JSON_INTEGER);
    if (types != 1u << JSON_NULL) types &= ~(1u << JSON_NULL);
    size_t total = 0, done = 0;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) total += (types & names[i].bit) != 0;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (!(types & names[i].bit)) continue;
        separate(buf, done++, total);
        buf_add(buf, str_from(names[i].name));
    }
}

void words_list(struct buf *buf, const struct node *values) {
    size_t done = 0;
    if (values->count > 1) buf_add(buf, STR("one of "));
    for (const struct node *item = values->child; item != NULL; item = item->next) {
        separate(buf, done++, values->count);
        if (item->kind == NODE_NULL)
            buf_add(buf, STR("nothing"));
        else
            words_value(buf, item);
    }
}

/* ---- what a schema expects -------------------------------------------------------------------------------------- */

#define MAX_DESCRIBED 4 /* schemas described within one another */

static const struct assertion *find_check(const struct subschema *schema, const char *name) {
    for (uint32_t i = 0; i < schema->check_count; i++)
        if (str_eq(str_from(schema->checks[i].name), str_from(name))) return &schema->checks[i];
    return NULL;
}

static bool describe(struct buf *buf, const struct subschema *schema, int depth);

static bool describe_list(struct buf *buf, const struct subschemas *list, int depth) {
    size_t start = buf->len;
    for (size_t i = 0; i < list->len && i < MAX_LISTED; i++) {
        separate(buf, i, list->len);
        if (describe(buf, list->items[i], depth)) continue;
        buf->len = start;
        return false;
    }
    return buf->len > start;
}

static void describe_keys(struct buf *buf, const struct assertion *required) {
    size_t done = 0;
    buf_add(buf, STR("a map with "));
    for (const struct node *name = required->node->child; name != NULL; name = name->next) {
        if (done > 0) buf_add(buf, done + 1 == required->node->count ? STR(" and ") : STR(", "));
        words_quoted(buf, name->text);
        done++;
    }
}

static void describe_items(struct buf *buf, const struct subschema *schema, int depth) {
    const struct assertion *items = find_check(schema, "items");
    buf_add(buf, STR("a list"));
    if (items == NULL || items->of.elements.rest == NULL) return;
    size_t start = buf->len;
    buf_add(buf, STR(", each item "));
    if (!describe(buf, items->of.elements.rest, depth)) buf->len = start;
}

static void describe_range(struct buf *buf, const struct subschema *schema) {
    static const char *const names[][2] = {{"minimum", "at least"},
                                           {"exclusiveMinimum", "more than"},
                                           {"maximum", "at most"},
                                           {"exclusiveMaximum", "less than"}};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const struct assertion *check = find_check(schema, names[i][0]);
        if (check != NULL) buf_printf(buf, " of %s %.*s", names[i][1], STR_FMT(check->node->text));
    }
}

static bool describe_value(struct buf *buf, const struct subschema *schema) {
    const struct assertion *check = find_check(schema, "const");
    if (check != NULL) {
        words_value(buf, check->node);
        return true;
    }
    check = find_check(schema, "enum");
    if (check == NULL) return false;
    if (check->node->count > MAX_LISTED)
        buf_printf(buf, "one of %u allowed values", check->node->count);
    else
        words_list(buf, check->node);
    return true;
}

static bool describe_text(struct buf *buf, const struct subschema *schema) {
    const struct assertion *check = find_check(schema, "format");
    if (check != NULL) buf_add(buf, str_from(check->of.format->expected));
    if (check == NULL && (check = find_check(schema, "pattern")) != NULL)
        buf_printf(buf, "text that matches %.*s", STR_FMT(check->node->text));
    return check != NULL;
}

static bool describe_kind(struct buf *buf, const struct subschema *schema, int depth) {
    const struct assertion *type = find_check(schema, "type"), *required = find_check(schema, "required");
    unsigned types = type != NULL ? type->of.types : 0;
    if ((types == 0 || types == 1u << JSON_OBJECT) && required != NULL && required->node->count <= 4)
        describe_keys(buf, required);
    else if (types == 1u << JSON_ARRAY)
        describe_items(buf, schema, depth);
    else if (types != 0)
        words_types(buf, types);
    else
        return false;
    describe_range(buf, schema);
    return true;
}

static bool describe(struct buf *buf, const struct subschema *schema, int depth) {
    if (schema->accepts != ACCEPTS_SOME || depth >= MAX_DESCRIBED) return false;
    if (describe_value(buf, schema) || describe_text(buf, schema) || describe_kind(buf, schema, depth + 1))
        return true;
    const struct assertion *check = find_check(schema, "$ref");
    if (check != NULL && describe(buf, check->of.schema, depth + 1)) return true;
    static const char *const lists[] = {"anyOf", "oneOf"};
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        check = find_check(schema, lists[i]);
        if (check != NULL && describe_list(buf, &check->of.list, depth + 1)) return true;
    }
    check = find_check(schema, "allOf");
    for (size_t i = 0; check != NULL && i < check->of.list.len; i++)
        if (describe(buf, check->of.list.items[i], depth + 1)) return true;
    return false;
}

void words_expected(struct buf *buf, const struct subschema *schema) {
    if (describe(buf, schema, 0)) return;
    const struct node *node = schema->node;
    struct str title = node->kind == NODE_OBJECT ? node_text(node_get(node, STR("title")), STR("")) : STR("");
    if (title.len > 0)
        buf_add(buf, title);
    else
        buf_add(buf, schema->accepts == ACCEPTS_NONE ? STR("nothing") : STR("what its schema describes"));
}

/* ---- the condition of an if ---------------------------------------------------------------------------------------- */

static void condition_key(struct buf *buf, const struct because *because, struct str key, size_t *done) {
    if ((*done)++ > 0) buf_add(buf, because->negative ? STR(" or ") : STR(" and "));
    words_path(buf, because->where);
    if (because->where->up != NULL) buf_add_char(buf, '.');
    buf_add(buf, key);
}

static void condition_properties(struct buf *buf, const struct because *because, const struct node *value,
                                 size_t *done) {
    const struct node *properties = node_get(because->condition->node, STR("properties"));
    const struct node *entry = properties != NULL ? properties->child : NULL;
    for (; entry != NULL; entry = entry->next) {
        const struct node *member = node_get_nocase(value, entry->key);
        const struct node *constant = entry->kind == NODE_OBJECT ? node_get(entry, STR("const")) : NULL;
        if (!because->negative && member == NULL) continue;
        if (because->negative && constant == NULL && member == NULL) continue;
        condition_key(buf, because, entry->key, done);
        buf_add(buf, because->negative && constant != NULL ? STR(" is not ") : STR(" is "));
        words_value(buf, because->negative && constant != NULL ? constant : member);
    }
}

static void condition_required(struct buf *buf, const struct because *because, size_t *done) {
    const struct node *properties = node_get(because->condition->node, STR("properties"));
    const struct node *required = node_get(because->condition->node, STR("required"));
    const struct node *name = required != NULL ? required->child : NULL;
    for (; name != NULL; name = name->next) {
        if (properties != NULL && node_get(properties, name->text) != NULL) continue;
        condition_key(buf, because, name->text, done);
        buf_add(buf, because->negative ? STR(" is not set") : STR(" is set"));
    }
}

void words_condition(struct buf *buf, const struct because *because) {
    const struct node *value = because->where->value;
    if (because->condition->node->kind != NODE_OBJECT || value->kind != NODE_OBJECT) return;
    size_t done = 0;
    condition_properties(buf, because, value, &done);
    condition_required(buf, because, &done);
}
