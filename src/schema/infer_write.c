/* The inferred schema as commented YAML: the rule as keywords, what does not follow it as comments. */
#include <stdlib.h>

#include "schema/infer.h"

#define NAMED       3  /* pages named in a comment */
#define MAX_ENUM    12 /* more distinct values are no list of allowed ones */
#define OPEN_MAP    40 /* more keys than this and the map's keys are data */
#define MAX_WORD    40 /* bytes of such a value */
#define ENUM_REPEAT 4  /* a value of an enum is used so often on average */

struct writer {
    struct arena *arena;
    struct buf out;
    const struct schema_sample *samples;
    size_t sample_count;
    const str_array *taxonomies;
};

/* ---- text ------------------------------------------------------------------------------------------------------- */

/* Text from pages in a comment: one line, whatever it holds. */
static void add_comment(struct buf *out, struct str text) {
    for (size_t i = 0; i < text.len; i++)
        buf_add_char(out, (unsigned char)text.ptr[i] < 0x20 ? ' ' : text.ptr[i]);
}

static void start_line(struct writer *w, int indent) {
    buf_printf(&w->out, "%*s", indent, "");
}

/* ---- required ------------------------------------------------------------------------------------------------------ */

static bool is_required(const struct infer_key *key, const struct infer_map *map) {
    return map->count >= 3 && !infer_is_common(map->count - key->present, map->count) &&
           (map->count >= 10 || key->present == map->count);
}

/* The folder whose pages are of one kind; that of the bundle for its index. */
static struct str kin_folder(struct str path) {
    struct str folder = path_dir(path);
    return str_starts(path_base(path), STR("index.")) ? path_dir(folder) : folder;
}

static bool lacks(const struct schema_sample *sample, const struct infer_key *key) {
    const struct node *root = sample->root;
    return root != NULL && root->kind == NODE_OBJECT && node_get_nocase(root, key->name) == NULL;
}

struct kin { /* what pages that have a key have besides */
    struct map folders, keys;
};

static struct kin find_kin(struct writer *w, const struct infer_key *key) {
    struct kin kin = {0};
    for (size_t i = 0; i < w->sample_count; i++) {
        const struct schema_sample *sample = &w->samples[i];
        if (sample->root == NULL || lacks(sample, key)) continue;
        *map_slot(w->arena, &kin.folders, kin_folder(sample->path)) = w;
        for (const struct node *member = sample->root->child; member != NULL; member = member->next)
            *map_slot(w->arena, &kin.keys, member->key) = w;
    }
    return kin;
}

static bool is_stranger(const struct kin *kin, const struct schema_sample *sample) {
    if (map_get(&kin->folders, kin_folder(sample->path)) == NULL) return true;
    for (const struct node *member = sample->root->child; member != NULL; member = member->next)
        if (map_get(&kin->keys, member->key) == NULL) return true;
    return false;
}

/* The pages that lack a key and are of another kind than those that have it: in folders where no page has it (texts that
 * others include), or with a key that none of those has (`hidden: true`). *example becomes one of them. */
static size_t count_strangers(struct writer *w, const struct infer_key *key, struct str *example) {
    struct kin kin = find_kin(w, key);
    size_t strangers = 0;
    for (size_t i = 0; i < w->sample_count; i++) {
        if (!lacks(&w->samples[i], key) || !is_stranger(&kin, &w->samples[i])) continue;
        if (strangers++ == 0) *example = w->samples[i].path;
    }
    return strangers;
}

/* Are most of the few pages that lack a key of another kind? Then it is not a page's duty to have it. */
static bool is_for_some(struct writer *w, const struct infer_key *key, const struct infer_map *map) {
    struct str example;
    size_t absent = map->count - key->present;
    return absent >= 3 && count_strangers(w, key, &example) * 2 > absent;
}

static void add_required(struct writer *w, const struct infer_map *map, int indent, bool root) {
    size_t done = 0;
    for (size_t i = 0; i < map->keys.len; i++) {
        const struct infer_key *key = map->keys.entries[i].value;
        if (!is_required(key, map) || (root && is_for_some(w, key, map))) continue;
        if (done++ == 0)
            start_line(w, indent), buf_add(&w->out, STR("required: ["));
        else
            buf_add(&w->out, STR(", "));
        scalar_add(&w->out, key->name, FORMAT_YAML, STYLE_PLAIN);
    }
    if (done > 0) buf_add(&w->out, STR("]\n"));
}

/* "; the 2 without are a.md, b.md", for keys of the page itself. */
static void add_absent(struct writer *w, const struct infer_key *key) {
    size_t absent = 0;
    for (size_t i = 0; i < w->sample_count; i++) {
        if (!lacks(&w->samples[i], key)) continue;
        if (absent < NAMED) {
            buf_add(&w->out, absent == 0 ? STR("; without it: ") : STR(", "));
            add_comment(&w->out, w->samples[i].path);
        }
        absent++;
    }
    if (absent > NAMED) buf_printf(&w->out, " and %zu more", absent - NAMED);
    struct str example = {0};
    size_t strangers = count_strangers(w, key, &example);
    if (absent < 3 || strangers * 2 <= absent) return;
    buf_printf(&w->out, "; not required, as %zu of these are of another kind, such as ", strangers);
    add_comment(&w->out, example);
}

/* ---- types ---------------------------------------------------------------------------------------------------------- */

static size_t filled(const struct infer_key *key) {
    size_t sum = 0;
    for (int kind = 0; kind <= NODE_OBJECT; kind++) sum += kind == NODE_NULL ? 0 : key->kinds[kind].count;
    return sum;
}

/* Strings that are the same few again and again were meant, however rare: "file not found" among true and false. */
static bool is_repeated(const struct infer_key *key) {
    return key->strings >= INFER_REPEAT * (key->values.map.len + 1) && !key->values.overflow;
}

/* A number where text is the rule is text to a template (a title of 404); text among numbers is an outlier. */
static bool has_kind(const struct infer_key *key, enum node_kind kind) {
    size_t count = key->kinds[kind].count;
    bool number = kind == NODE_INTEGER || kind == NODE_FLOAT;
    if (kind == NODE_STRING && is_repeated(key)) return true;
    if (kind == NODE_NULL || (number && infer_is_common(key->kinds[NODE_STRING].count, filled(key))))
        return count > 0;
    return infer_is_common(count, filled(key));
}

static const char *type_name(const struct infer_key *key, enum node_kind kind) {
    switch (kind) {
    case NODE_NULL: return "\"null\"";
    case NODE_BOOL: return "boolean";
    case NODE_INTEGER: return has_kind(key, NODE_FLOAT) ? NULL : "integer";
    case NODE_FLOAT: return "number";
    case NODE_ARRAY: return "array";
    case NODE_OBJECT: return "object";
    default: return kind == NODE_STRING ? "string" : NULL;
    }
}

static void add_outliers(struct writer *w, const struct infer_key *key) {
    size_t done = 0;
    for (int kind = 0; kind <= NODE_OBJECT; kind++) {
        if (kind == NODE_NULL || key->kinds[kind].count == 0 || has_kind(key, (enum node_kind)kind)) continue;
        buf_printf(&w->out, "%s%zu %s %s: ", done++ == 0 ? " # " : "; ", key->kinds[kind].count,
                   key->kinds[kind].count == 1 ? "is a" : "are a", node_kind_name((enum node_kind)kind));
        add_comment(&w->out, key->kinds[kind].path);
    }
}

static void add_type(struct writer *w, const struct infer_key *key, int indent) {
    const char *names[NODE_OBJECT + 1];
    size_t count = 0;
    for (int kind = NODE_OBJECT; kind >= 0; kind--) {
        const char *name = has_kind(key, (enum node_kind)kind) ? type_name(key, (enum node_kind)kind) : NULL;
        if (name != NULL) names[count++] = name;
    }
    if (count == 0) return;
    start_line(w, indent);
    buf_add(&w->out, count == 1 ? STR("type: ") : STR("type: ["));
    for (size_t i = 0; i < count; i++) buf_printf(&w->out, "%s%s", i > 0 ? ", " : "", names[i]);
    buf_add(&w->out, count == 1 ? STR("") : STR("]"));
    add_outliers(w, key);
    buf_add_char(&w->out, '\n');
}

/* ---- formats and allowed values --------------------------------------------------------------------------------------- */

static bool add_format(struct writer *w, const struct infer_key *key, int indent) {
    static const char *const lines[INFER_FORMAT_COUNT] = {"format: date", "format: date-time",
                                                          "x-date: {}",   "format: email",
                                                          "format: iri",  "format: iri-reference"};
    if (!has_kind(key, NODE_STRING) || key->strings < 2) return false;
    for (int i = 0; i < INFER_FORMAT_COUNT; i++) {
        size_t misfits = key->strings - key->formats[i];
        if (key->formats[i] == 0 || infer_is_common(misfits, key->strings)) continue;
        if (i == INFER_URI && key->formats[INFER_URI_REFERENCE] > key->formats[i]) continue;
        if (i == INFER_URI_REFERENCE && key->formats[INFER_URI] == 0) continue;
        start_line(w, indent);
        buf_add(&w->out, str_from(lines[i]));
        if (misfits > 0) {
            buf_printf(&w->out, " # but for %zu: ", misfits);
            add_comment(&w->out, key->misfits[i]);
        }
        buf_add_char(&w->out, '\n');
        return true;
    }
    return false;
}

static int by_text(const void *left, const void *right) {
    const struct infer_word *const *a = left, *const *b = right;
    return str_cmp((*a)->text, (*b)->text);
}

/* The much more frequent value that a rare one was probably meant to be. */
static const struct infer_word *meant_value(const struct infer_words *values, const struct infer_word *rare) {
    for (size_t i = 0; i < values->map.len; i++) {
        const struct infer_word *other = values->map.entries[i].value;
        if (other->count < rare->count * 5 || other == rare) continue;
        if (str_nearest(rare->text, &other->text, 1).ptr != NULL) return other;
    }
    return NULL;
}

static bool is_enum(const struct infer_key *key) {
    size_t distinct = key->values.map.len;
    if (key->values.overflow || distinct < 2 || distinct > MAX_ENUM || key->strings < 10) return false;
    for (size_t i = 0; i < distinct; i++) {
        struct str text = key->values.map.entries[i].key;
        bool markup = str_find_char(text, '<') < text.len || str_find_char(text, '\n') < text.len;
        if (markup || text.len > MAX_WORD) return false;
    }
    return key->strings >= distinct * ENUM_REPEAT && has_kind(key, NODE_STRING);
}

/* Other scalars than strings would not be in the list. */
static bool only_strings(const struct infer_key *key) {
    for (int kind = 0; kind <= NODE_OBJECT; kind++)
        if (kind != NODE_STRING && kind != NODE_NULL && has_kind(key, (enum node_kind)kind)) return false;
    return true;
}

static void add_enum(struct writer *w, const struct infer_key *key, int indent) {
    const struct infer_word *words[MAX_ENUM] = {0};
    size_t count = key->values.map.len, done = 0;
    for (size_t i = 0; i < count; i++) words[i] = key->values.map.entries[i].value;
    /* cppcheck-suppress uninitvar ; the loop above has filled all of words */
    qsort(words, count, sizeof words[0], by_text);
    for (size_t i = 0; i < count; i++) {
        const struct infer_word *meant = meant_value(&key->values, words[i]);
        if (meant == NULL) continue;
        start_line(w, indent);
        buf_printf(&w->out, "# %zu: ", words[i]->count);
        add_comment(&w->out, words[i]->text);
        buf_printf(&w->out, ", meant for %.*s (%zu)? ", STR_FMT(meant->text), meant->count);
        add_comment(&w->out, words[i]->path);
        buf_add_char(&w->out, '\n');
    }
    start_line(w, indent);
    buf_add(&w->out, STR("enum: ["));
    for (size_t i = 0; i < count; i++) {
        if (meant_value(&key->values, words[i]) != NULL) continue;
        if (done++ > 0) buf_add(&w->out, STR(", "));
        scalar_add(&w->out, words[i]->text, FORMAT_YAML, STYLE_PLAIN);
    }
    if (key->kinds[NODE_STRING].count > key->strings) buf_add(&w->out, STR(", \"\""));
    if (key->kinds[NODE_NULL].count > 0) buf_add(&w->out, STR(", null"));
    buf_add(&w->out, STR("]\n"));
}

/* ---- keys ------------------------------------------------------------------------------------------------------------ */

static bool is_taxonomy(const struct writer *w, struct str name) {
    for (size_t i = 0; w->taxonomies != NULL && i < w->taxonomies->len; i++)
        if (str_eq_nocase(w->taxonomies->items[i], name)) return true;
    return false;
}

/* Another key of the map that this one is nearly written like. */
static const struct infer_key *twin(struct writer *w, const struct infer_map *map,
                                    const struct infer_key *key) {
    struct known_keys known = {0};
    for (size_t i = 0; i < map->keys.len; i++) {
        const struct infer_key *other = map->keys.entries[i].value;
        if (other != key) *ARRAY_PUSH(w->arena, &known.names) = other->name;
    }
    known_prepare(w->arena, &known);
    struct str near = known_nearest(&known, key->name, true);
    for (size_t i = 0; near.ptr != NULL && i < map->keys.len; i++) {
        const struct infer_key *other = map->keys.entries[i].value;
        if (str_eq(other->name, near)) return other;
    }
    return NULL;
}

static void add_map(struct writer *w, const struct infer_map *map, int indent, bool root);

static void add_value(struct writer *w, const struct infer_key *key, int indent, bool taxonomy) {
    add_type(w, key, indent);
    if (taxonomy && key->name.ptr != NULL && has_kind(key, NODE_STRING)) {
        start_line(w, indent);
        buf_printf(&w->out, "x-ref: \"taxonomy:%.*s\"\n", STR_FMT(str_lower(w->arena, key->name)));
    }
    bool format = add_format(w, key, indent);
    if (!format && !taxonomy && is_enum(key) && only_strings(key)) add_enum(w, key, indent);
    if (key->items != NULL && has_kind(key, NODE_ARRAY) && key->items->present > 0) {
        start_line(w, indent);
        buf_add(&w->out, STR("items:\n"));
        struct infer_key items = *key->items;
        items.name = key->name;
        add_value(w, &items, indent + 2, taxonomy);
    }
    if (key->map != NULL && has_kind(key, NODE_OBJECT)) add_map(w, key->map, indent, false);
}

static void add_spellings(struct writer *w, const struct infer_key *key) {
    for (size_t i = 0; i < key->spellings.map.len && i < NAMED; i++) {
        const struct infer_word *word = key->spellings.map.entries[i].value;
        if (str_eq(word->text, key->name)) continue;
        buf_printf(&w->out, "; also written %.*s (%zu): ", STR_FMT(word->text), word->count);
        add_comment(&w->out, word->path);
    }
}

static void add_key(struct writer *w, const struct infer_map *map, const struct infer_key *key, int indent,
                    bool root) {
    bool empty = filled(key) == 0;
    start_line(w, indent);
    scalar_add(&w->out, key->name, FORMAT_YAML, STYLE_PLAIN);
    buf_printf(&w->out, ":%s # %zu of %zu", empty ? " true" : "", key->present, map->count);
    size_t nulls = key->kinds[NODE_NULL].count;
    if (empty)
        buf_add(&w->out, STR(", always empty"));
    else if (nulls > 0)
        buf_printf(&w->out, ", %zu empty", nulls);
    if (root && is_required(key, map) && key->present < map->count) add_absent(w, key);
    add_spellings(w, key);
    const struct infer_key *other = twin(w, map, key);
    if (other != NULL) buf_printf(&w->out, "; near to %.*s (%zu)", STR_FMT(other->name), other->present);
    buf_add_char(&w->out, '\n');
    if (empty) return;
    if (other == NULL || key->present * 10 > other->present) {
        add_value(w, key, indent + 2, root && is_taxonomy(w, key->name));
        return;
    }
    start_line(w, indent + 2);
    buf_add(&w->out, STR("x-replaced-by: "));
    scalar_add(&w->out, other->name, FORMAT_YAML, STYLE_PLAIN);
    buf_add_char(&w->out, '\n');
}

static int by_presence(const void *left, const void *right) {
    const struct infer_key *const *a = left, *const *b = right;
    if ((*a)->present != (*b)->present) return (*a)->present > (*b)->present ? -1 : 1;
    return str_cmp((*a)->name, (*b)->name);
}

static void add_map(struct writer *w, const struct infer_map *map, int indent, bool root) {
    if (map->keys.len == 0 || (!root && map->keys.len > OPEN_MAP)) return;
    add_required(w, map, indent, root);
    start_line(w, indent);
    buf_add(&w->out, STR("properties:\n"));
    const struct infer_key **keys = ARENA_ARRAY(w->arena, const struct infer_key *, map->keys.len);
    for (size_t i = 0; i < map->keys.len; i++) keys[i] = map->keys.entries[i].value;
    qsort(keys, map->keys.len, sizeof keys[0], by_presence);
    for (size_t i = 0; i < map->keys.len; i++) add_key(w, map, keys[i], indent + 2, root);
}

struct str infer_write(struct arena *arena, const struct infer_map *root, const struct schema_sample *samples,
                       size_t count, const str_array *taxonomies) {
    struct writer w = {.arena = arena,
                       .out = {.arena = arena},
                       .samples = samples,
                       .sample_count = count,
                       .taxonomies = taxonomies};
    buf_printf(&w.out,
               "# Proposed by `contentlint schema infer` from the front matter of %zu page%s. Numbers say "
               "how many have\n"
               "# a key; what fewer than %d in 100 do differently is named and not allowed. Read it, mend "
               "it, keep it.\n",
               root->count, root->count == 1 ? "" : "s", INFER_RARE);
    buf_add(&w.out, STR("$schema: https://json-schema.org/draft/2020-12/schema\n"
                        "type: object\n"
                        "x-nocase: true\n"
                        "x-typos: true # keys that look like one of these; additionalProperties: false "
                        "refuses all others\n"));
    add_map(&w, root, 0, true);
    return buf_str(&w.out);
}

bool infer_is_common(size_t count, size_t total) {
    return count > 0 && (total < 10 || count * 100 > total * INFER_RARE);
}
