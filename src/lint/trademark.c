/* trademark.c: reads rules/trademarks/<owner>.yaml into owners with compiled expressions. */
#include "lint/trademark.h"
#include "lint/own.h"

#include <stdlib.h>
#include <string.h>

#define FOLDER              "rules/trademarks"
#define TRADEMARK_MAX_BYTES (256u << 10)
#define OWNERS_MAX          200

struct str trademark_normal(struct arena *arena, struct str text) {
    struct buf out = {.arena = arena};
    struct str nfc = unicode_nfc(arena, text);
    bool space = false;
    for (size_t at = 0; at < nfc.len;) {
        size_t start = at;
        uint32_t c = unicode_next(nfc, &at);
        if (c == 0xAE || c == 0x2122 || c == 0x2120 || c == 0xAD || (c >= 0x200B && c <= 0x200D))
            continue; /* ®™℠ */
        if (c == ' ' || c == '\n' || (c != UNICODE_BAD && unicode_is_space(c))) {
            space = out.len > 0;
            continue;
        }
        if (space) buf_add_char(&out, ' ');
        space = false;
        if (c == 0x2018 || c == 0x2019)
            buf_add_char(&out, '\'');
        else if (c == 0x201C || c == 0x201D)
            buf_add_char(&out, '"');
        else if (c == 0x2010 || c == 0x2011 || c == 0x2013 || c == 0x2014)
            buf_add_char(&out, '-');
        else
            buf_add(&out, str_sub(nfc, start, at));
    }
    return buf_str(&out);
}

static void add_quoted(struct buf *out, struct str text) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c == ' ') {
            buf_add(out, STR("\\s+"));
            continue;
        }
        bool word = c >= 0x80 || char_is_alnum(c);
        if (!word) buf_add_char(out, '\\');
        buf_add_char(out, (char)c);
    }
}

static void add_word(struct buf *out, struct str text) {
    buf_add(out, STR("(?<![\\p{L}\\p{N}])"));
    add_quoted(out, text);
    buf_add(out, STR("(?![\\p{L}\\p{N}])"));
}

static struct regex *compile_names(struct arena *arena, const struct owner *owner, struct error *error) {
    struct buf out = {.arena = arena};
    add_word(&out, owner->name);
    for (size_t i = 0; i < owner->names.len; i++) {
        buf_add_char(&out, '|');
        add_word(&out, owner->names.items[i]);
    }
    return regex_compile(arena, buf_str(&out), REGEX_NOCASE, error);
}

/* A notice's template as an expression over normalised text: {marks} is any list of words, {are} is or are,
 * {registered} and {trademarks} the phrase with and without the duty to say "registered", {owner} any of its names. */
static void add_phrase(struct buf *out, const struct owner *owner, struct str name) {
    if (str_eq(name, STR("marks")))
        buf_add(out, STR(".{2,400}?"));
    else if (str_eq(name, STR("are")))
        buf_add(out, STR("(?:is|are)"));
    else if (str_eq(name, STR("registered")))
        buf_add(out, STR("(?:an? |the )?registered (?:trade ?marks?|service ?marks?|marks?)"));
    else if (str_eq(name, STR("trademarks")))
        buf_add(out, STR("(?:an? |the )?(?:registered )?(?:trade ?marks?|service ?marks?|marks?)"
                         "(?: (?:or|and) (?:registered )?(?:trade ?marks?|service ?marks?))?"));
    else if (str_eq(name, STR("owner"))) {
        buf_add(out, STR("(?:the )?(?:"));
        add_word(out, owner->name);
        for (size_t i = 0; i < owner->names.len; i++) {
            buf_add_char(out, '|');
            add_word(out, owner->names.items[i]);
        }
        buf_add(out, STR(")(?:,? (?:and|or|and/or) its affiliates)?"));
    }
}

static struct regex *compile_wording(struct arena *arena, const struct owner *owner, struct str text,
                                     struct error *error) {
    static const char *const phrases[] = {"marks", "are", "registered", "trademarks", "owner", NULL};
    struct buf out = {.arena = arena};
    struct str unknown, template = trademark_normal(arena, text);
    if (finding_template_check(template, phrases, &unknown) < template.len) {
        error_set(error, owner->source.path, 0, "a notice has no phrase {%.*s}", STR_FMT(unknown));
        return NULL;
    }
    for (struct str rest = template; rest.ptr;) {
        add_quoted(&out, str_cut(&rest, '{'));
        if (rest.ptr) add_phrase(&out, owner, str_cut(&rest, '}'));
    }
    return regex_compile(arena, buf_str(&out), REGEX_NOCASE, error);
}

static bool refuse_unknown(const struct owner *owner, const struct node *map, const char *words,
                           struct error *error) {
    for (const struct node *m = map ? map->child : NULL; m; m = m->next) {
        struct str names[16], rest = str_from(words);
        size_t n = 0;
        bool known = false;
        while (rest.ptr && n < ARRAY_LEN(names)) {
            names[n] = str_cut(&rest, '|');
            known |= str_eq(names[n++], m->key);
        }
        if (known) continue;
        struct str near = str_nearest(m->key, names, n);
        return error_at(error, &owner->source, m->key_span, "unknown key '%.*s'%s%.*s%s", STR_FMT(m->key),
                        near.ptr ? ", did you mean '" : "", STR_FMT(near), near.ptr ? "'?" : "");
    }
    return true;
}

static bool read_mark(struct arena *arena, const struct owner *owner, const struct node *node,
                      struct mark *mark, struct error *error) {
    if (node->kind != NODE_OBJECT) return error_at(error, &owner->source, node->span, "a mark is a map");
    if (!refuse_unknown(owner, node, "text|symbol|near|optional", error)) return false;
    mark->text = node_text(node_get(node, STR("text")), (struct str){0});
    mark->symbol = node_text(node_get(node, STR("symbol")), STR(""));
    mark->optional = node_is_true(node_get(node, STR("optional")));
    node_texts(arena, node_get(node, STR("near")), &mark->near);
    if (!mark->text.len) return error_at(error, &owner->source, node->span, "a mark needs a text");
    if (mark->symbol.len && !str_eq(mark->symbol, STR("®")) && !str_eq(mark->symbol, STR("™")) &&
        !str_eq(mark->symbol, STR("℠")))
        return error_at(error, &owner->source, node->span, "a mark's symbol is ®, ™ or ℠");
    struct buf out = {.arena = arena};
    add_word(&out, mark->text);
    mark->regex = regex_compile(arena, buf_str(&out), 0, error);
    return mark->regex != NULL;
}

static bool read_marks(struct arena *arena, struct owner *owner, const struct node *marks,
                       struct error *error) {
    if (!marks || marks->kind != NODE_ARRAY || !marks->count)
        return error_set(error, owner->source.path, 0, "an owner needs a list of marks");
    owner->marks = ARENA_ARRAY(arena, struct mark, marks->count);
    for (const struct node *n = marks->child; n; n = n->next)
        if (!read_mark(arena, owner, n, &owner->marks[owner->mark_count++], error)) return false;
    return true;
}

/* Where and when the owner's rules were read: nobody believes a registry without. */
static bool check_origin(const struct owner *owner, const struct node *root, struct error *error) {
    struct date date;
    if (!node_text(node_get(root, STR("source")), STR("")).len)
        return error_set(error, owner->source.path, 0, "an owner needs a source: where its rules were read");
    if (!date_parse(node_text(node_get(root, STR("checked")), STR("")), &date))
        return error_set(error, owner->source.path, 0,
                         "an owner needs a date in checked: when its rules were read");
    return true;
}

static bool parse_owner(struct arena *arena, struct str path, struct str text, struct owner *owner,
                        struct error *error) {
    node_errors errors = {0};
    struct span all = {0, (uint32_t)text.len};
    struct str base = path_base(path);
    *owner = (struct owner){.id = str_sub(base, 0, base.len - path_ext(base).len),
                            .source = {.path = path, .text = text}};
    const struct node *root =
        node_read(arena, text, all, &(struct node_options){.format = FORMAT_YAML}, &errors);
    if (errors.len)
        return error_at(error, &owner->source, errors.items[0].span, "%.*s",
                        STR_FMT(errors.items[0].message));
    if (!root || root->kind != NODE_OBJECT) return error_set(error, path, 1, "an owner's file is a map");
    if (!refuse_unknown(owner, root, "owner|names|notice|wording|source|checked|marks", error)) return false;
    owner->name = node_text(node_get(root, STR("owner")), (struct str){0});
    owner->notice = node_text(node_get(root, STR("notice")), (struct str){0});
    node_texts(arena, node_get(root, STR("names")), &owner->names);
    if (!owner->name.len || !owner->notice.len)
        return error_set(error, path, 1, "an owner needs a name and a notice");
    struct str wording =
        node_text(node_get(root, STR("wording")), STR("{marks} {are} {trademarks} of {owner}"));
    if (!check_origin(owner, root, error) || !read_marks(arena, owner, node_get(root, STR("marks")), error))
        return false;
    owner->mentions = compile_names(arena, owner, error);
    owner->wording = owner->mentions ? compile_wording(arena, owner, wording, error) : NULL;
    return owner->wording != NULL;
}

static void release_owner(struct owner *owner) {
    for (size_t i = 0; i < owner->mark_count; i++) regex_free(owner->marks[i].regex);
    regex_free(owner->mentions);
    regex_free(owner->wording);
}

void trademark_release(struct owner *owners, size_t count) {
    for (size_t i = 0; i < count; i++) release_owner(&owners[i]);
}

static bool is_owner_file(struct str path, struct str folder) {
    return str_eq(path_dir(path), folder) && (str_ends(path, STR(".yaml")) || str_ends(path, STR(".yml")));
}

static bool add_file(struct arena *arena, const struct own_file *file, struct owner *owners, size_t *count,
                     struct error *error) {
    if (*count == OWNERS_MAX)
        return error_set(error, file->shown, 0, "more than %d trademark owners", OWNERS_MAX);
    struct owner owner;
    if (!parse_owner(arena, file->shown, file->text, &owner, error)) return release_owner(&owner), false;
    for (size_t i = 0; i < *count; i++) {
        if (!str_eq(owners[i].id, owner.id)) continue;
        release_owner(&owners[i]);
        owners[i] = owner;
        return true;
    }
    owners[(*count)++] = owner;
    return true;
}

static bool add_folder(struct arena *arena, const struct own_folder *folder, struct owner *owners,
                       size_t *count, struct error *error) {
    static const char *const suffixes[] = {".yaml", ".yml", NULL};
    own_files files = {0};
    if (!own_read(arena, folder, suffixes, TRADEMARK_MAX_BYTES, &files, error)) return false;
    for (size_t i = 0; i < files.len; i++)
        if (!add_file(arena, &files.items[i], owners, count, error)) return false;
    return true;
}

static int by_id(const void *a, const void *b) {
    return str_cmp(((const struct owner *)a)->id, ((const struct owner *)b)->id);
}

bool trademark_load(struct arena *arena, const struct own_folder *folder, struct owner **owners,
                    size_t *count, struct error *error) {
    *owners = ARENA_ARRAY(arena, struct owner, OWNERS_MAX);
    *count = 0;
    for (size_t i = 0; i < embedded_count; i++) {
        struct str path = str_from(embedded_files[i].path);
        if (!is_owner_file(path, STR(FOLDER))) continue;
        struct str text = {(const char *)embedded_files[i].bytes, embedded_files[i].len};
        if (!parse_owner(arena, path, text, &(*owners)[(*count)++], error)) return false;
    }
    if (!add_folder(arena, folder, *owners, count, error)) return false;
    qsort(*owners, *count, sizeof **owners, by_id);
    return true;
}

const struct owner *trademark_owner(const struct lint *lint, struct str id) {
    for (size_t i = 0; i < lint->owner_count; i++)
        if (str_eq(lint->owners[i].id, id)) return &lint->owners[i];
    return NULL;
}
