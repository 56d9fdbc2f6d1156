/* owner.c: an owner's file becomes a struct owner. What the file may hold is said by rules/trademarks.schema.yaml, which it
 * was held against; here is what a schema cannot say. */
#include "marks/marks.h"

static struct str text_of(const struct node *map, const char *key) {
    return node_text(node_get(map, str_from(key)), STR(""));
}

static bool flag_of(const struct node *map, const char *key) {
    return node_is_true(node_get(map, str_from(key)));
}

static void texts_of(struct arena *arena, const struct node *node, str_array *out) {
    if (node && node->kind == NODE_STRING) *ARRAY_PUSH(arena, out) = node->text;
    if (!node || node->kind != NODE_ARRAY) return;
    for (const struct node *n = node->child; n; n = n->next)
        if (node_text(n, STR("")).len) *ARRAY_PUSH(arena, out) = node_text(n, STR(""));
}

static bool refuse_empty(const struct owner *owner, const struct node *node, struct str text,
                         const char *what, struct error *error) {
    if (text.len) return true;
    return error_at(error, &owner->file, node ? node->span : (struct span){0, 0}, "%s", what);
}

/* ---- marks ---------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    enum mark_kind kind;
} kinds[] = {{"trademark", MARK_TRADEMARK},
             {"registered", MARK_REGISTERED},
             {"service", MARK_SERVICE},
             {"certification", MARK_CERTIFICATION},
             {"collective", MARK_COLLECTIVE}};

/* Without a kind the sign tells. */
static enum mark_kind kind_of(struct str name, struct str symbol) {
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (str_eq(name, str_from(kinds[i].name))) return kinds[i].kind;
    if (str_eq(symbol, STR("\xE2\x84\xA0"))) return MARK_SERVICE;
    return str_eq(symbol, STR("\xC2\xAE")) ? MARK_REGISTERED : MARK_TRADEMARK;
}

static unsigned bans_of(const struct node *list) {
    static const struct {
        const char *name;
        enum mark_ban ban;
    } bans[] = {{"plural", MARK_NO_PLURAL},   {"possessive", MARK_NO_POSSESSIVE},
                {"verb", MARK_NO_VERB},       {"url", MARK_NOT_IN_URL},
                {"meta", MARK_NOT_IN_META},   {"offering", MARK_NOT_IN_OFFERING},
                {"leading", MARK_NOT_LEADING}};
    unsigned all = 0;
    for (const struct node *n = list ? list->child : NULL; n; n = n->next)
        for (size_t i = 0; i < ARRAY_LEN(bans); i++)
            if (str_eq(n->text, str_from(bans[i].name))) all |= bans[i].ban;
    return all;
}

static bool read_mark(struct arena *arena, struct owner *owner, const struct node *node, unsigned bans,
                      struct error *error) {
    enum { WITHIN = 12 };
    struct mark *mark = &owner->marks[owner->mark_count++];
    const struct node *near = node_get(node, STR("near")), *words = near;
    if (near && near->kind == NODE_OBJECT) words = node_get(near, STR("words"));
    const struct node *within = near && near->kind == NODE_OBJECT ? node_get(near, STR("within")) : NULL;
    *mark = (struct mark){.owner = owner, .text = text_of(node, "text"), .symbol = text_of(node, "symbol")};
    mark->kind = kind_of(text_of(node, "kind"), mark->symbol);
    mark->optional = flag_of(node, "optional");
    mark->strict = flag_of(node, "strict");
    mark->verify = owner->verify || flag_of(node, "verify");
    mark->then = text_of(node, "then");
    const struct node *own = node_get(node, STR("forbid"));
    mark->bans = own ? bans_of(own) : bans;
    mark->within = within ? (unsigned)within->number : WITHIN;
    texts_of(arena, words, &mark->near);
    texts_of(arena, node_get(node, STR("forms")), &mark->forms);
    texts_of(arena, node_get(node, STR("nouns")), &mark->nouns);
    texts_of(arena, node_get(node, STR("stands_for")), &mark->stands_for);
    return refuse_empty(owner, node, mark->text, "a mark needs a text", error);
}

static bool read_marks(struct arena *arena, struct owner *owner, const struct node *root,
                       struct error *error) {
    const struct node *marks = node_get(root, STR("marks"));
    unsigned bans = bans_of(node_get(root, STR("forbid")));
    if (!marks || !marks->count)
        return error_set(error, owner->file.path, 1, "an owner needs a list of marks");
    owner->marks = ARENA_ARRAY(arena, struct mark, marks->count);
    for (const struct node *n = marks->child; n; n = n->next)
        if (!read_mark(arena, owner, n, bans, error)) return false;
    return true;
}

/* ---- the owner ---------------------------------------------------------------------------------------------------- */

static void read_former(struct arena *arena, struct owner *owner, const struct node *list) {
    for (const struct node *n = list ? list->child : NULL; n; n = n->next)
        *ARRAY_PUSH(arena, &owner->former) = (struct former_owner){text_of(n, "name"), text_of(n, "until")};
}

static void read_notices(struct arena *arena, struct owner *owner, const struct node *root) {
    struct str single = text_of(root, "notice");
    if (single.len)
        *ARRAY_PUSH(arena, &owner->notices) =
            (struct owner_notice){single, STR("en"), owner->source, owner->verify};
    const struct node *list = node_get(root, STR("notices"));
    for (const struct node *n = list ? list->child : NULL; n; n = n->next) {
        struct owner_notice notice = {text_of(n, "text"), text_of(n, "language"), text_of(n, "source"),
                                      owner->verify || flag_of(n, "verify")};
        if (!notice.language.len) notice.language = STR("en");
        if (!notice.source.len) notice.source = owner->source;
        *ARRAY_PUSH(arena, &owner->notices) = notice;
    }
}

static void read_examples(struct arena *arena, struct owner *owner, const struct node *list) {
    for (const struct node *n = list ? list->child : NULL; n; n = n->next) {
        const struct node *bad = node_get(n, STR("bad")), *good = node_get(n, STR("good"));
        *ARRAY_PUSH(arena, &owner->examples) = (struct owner_example){
            node_text(bad ? bad : good, STR("")), text_of(n, "rule"), bad != NULL, n->span};
    }
}

/* Where and when the owner's rules were read: nobody believes a registry without. */
static bool read_origin(struct owner *owner, const struct node *root, struct error *error) {
    owner->source = text_of(root, "source");
    owner->checked = text_of(root, "checked");
    owner->verify = flag_of(root, "verify");
    return refuse_empty(owner, NULL, owner->source, "an owner needs a source: where its rules were read",
                        error) &&
           (date_parse(owner->checked, &owner->checked_date) ||
            error_set(error, owner->file.path, 1,
                      "an owner needs a date in checked: when its rules were read"));
}

bool owner_read(struct arena *arena, struct str path, struct str text, const struct node *root,
                struct owner *owner, struct error *error) {
    struct str base = path_base(path);
    *owner = (struct owner){.id = str_sub(base, 0, base.len - path_ext(base).len),
                            .file = {.path = path, .text = text}};
    owner->name = text_of(root, "owner");
    texts_of(arena, node_get(root, STR("names")), &owner->names);
    texts_of(arena, node_get(root, STR("generic")), &owner->generic);
    if (!refuse_empty(owner, NULL, owner->name, "an owner needs a name", error) ||
        !read_origin(owner, root, error))
        return false;
    read_former(arena, owner, node_get(root, STR("formerly")));
    read_notices(arena, owner, root);
    read_examples(arena, owner, node_get(root, STR("examples")));
    owner->only_offered = flag_of(root, "only_offered");
    owner->disclaimer = text_of(root, "disclaimer");
    const struct node *line = node_get(root, STR("site_line"));
    owner->line = text_of(line, "text");
    owner->line_link = text_of(line, "link");
    return read_marks(arena, owner, root, error);
}

/* ---- names ------------------------------------------------------------------------------------------------------------ */

static bool is_same_name(struct str a, struct str b) {
    size_t i = 0, k = 0;
    for (;;) {
        while (i < a.len && strchr(" .,-_", a.ptr[i])) i++;
        while (k < b.len && strchr(" .,-_", b.ptr[k])) k++;
        if (i == a.len || k == b.len) return i == a.len && k == b.len;
        if (!str_eq_nocase(str_sub(a, i, i + 1), str_sub(b, k, k + 1))) return false;
        i++, k++;
    }
}

bool owner_is_called(const struct owner *owner, struct str text) {
    if (!text.len) return false;
    if (is_same_name(text, owner->name) || is_same_name(text, owner->id)) return true;
    for (size_t i = 0; i < owner->names.len; i++)
        if (is_same_name(text, owner->names.items[i])) return true;
    return false;
}
