/* `contentlint schema infer`: gathers what pages have in common. infer_write.c says it. */
#include "schema/infer.h"

static void count_word(struct arena *arena, struct infer_words *words, struct str text, struct str path) {
    struct infer_word *word = map_get(&words->map, text);
    if (word == NULL && words->map.len >= INFER_MAX_VALUES) {
        words->overflow = true;
        return;
    }
    if (word == NULL) {
        word = ARENA_NEW(arena, struct infer_word);
        *word = (struct infer_word){.text = text, .path = path};
        *map_slot(arena, &words->map, text) = word;
    }
    word->count++;
}

static bool is_any_date(struct arena *arena, struct str text) {
    (void)arena;
    struct date date;
    return date_parse(text, &date);
}

/* Only with a scheme and an authority: "note: this" reads as a URI too. */
static bool is_link(struct arena *arena, struct str text) {
    return str_find(text, STR("://")) < text.len && format_is_iri(arena, text);
}

static bool is_link_or_path(struct arena *arena, struct str text) {
    return is_link(arena, text) || (str_starts(text, STR("/")) && format_is_iri_reference(arena, text));
}

static void count_formats(struct arena *arena, struct infer_key *key, struct str text, struct str path) {
    static bool (*const checks[INFER_FORMAT_COUNT])(struct arena *, struct str) = {
        format_is_date, format_is_date_time, is_any_date, format_is_email, is_link, is_link_or_path};
    for (int i = 0; i < INFER_FORMAT_COUNT; i++) {
        if (checks[i](arena, text))
            key->formats[i]++;
        else if (key->misfits[i].ptr == NULL)
            key->misfits[i] = path;
    }
}

static void count_string(struct arena *arena, struct infer_key *key, struct str text, struct str path) {
    if (text.len == 0) return;
    key->strings++;
    count_formats(arena, key, text, path);
    count_word(arena, &key->values, text, path);
}

static void count_items(struct arena *arena, struct infer_key *key, const struct node *list, struct str path,
                        int depth) {
    if (key->items == NULL) key->items = ARENA_NEW(arena, struct infer_key);
    for (const struct node *item = list->child; item != NULL; item = item->next) {
        key->items->present++;
        infer_value(arena, key->items, item, path, depth + 1);
    }
}

void infer_value(struct arena *arena, struct infer_key *key, const struct node *value, struct str path,
                 int depth) {
    enum node_kind kind = value->kind == NODE_DATE ? NODE_STRING : value->kind;
    if (key->kinds[kind].count++ == 0) key->kinds[kind].path = path;
    if (value_is_string(value)) count_string(arena, key, value->text, path);
    if (depth >= INFER_MAX_DEPTH) return;
    if (kind == NODE_ARRAY) count_items(arena, key, value, path, depth);
    if (kind != NODE_OBJECT) return;
    if (key->map == NULL) key->map = ARENA_NEW(arena, struct infer_map);
    infer_object(arena, key->map, value, path, depth + 1);
}

void infer_object(struct arena *arena, struct infer_map *map, const struct node *object, struct str path,
                  int depth) {
    map->count++;
    for (const struct node *member = object->child; member != NULL; member = member->next) {
        struct str name = depth == 0 ? str_lower(arena, member->key) : member->key;
        struct infer_key *key = map_get(&map->keys, name);
        if (key == NULL && map->keys.len >= INFER_MAX_KEYS) continue;
        if (key == NULL) {
            key = ARENA_NEW(arena, struct infer_key);
            key->name = member->key;
            *map_slot(arena, &map->keys, name) = key;
        }
        key->present++;
        count_word(arena, &key->spellings, member->key, path);
        infer_value(arena, key, member, path, depth);
    }
}

struct str schema_infer(struct arena *arena, const struct schema_sample *samples, size_t count,
                        const str_array *taxonomies) {
    struct infer_map *root = ARENA_NEW(arena, struct infer_map);
    for (size_t i = 0; i < count; i++)
        if (samples[i].root != NULL && samples[i].root->kind == NODE_OBJECT)
            infer_object(arena, root, samples[i].root, samples[i].path, 0);
    return infer_write(arena, root, samples, count, taxonomies);
}
