#include "lint/key_edit.h"

/* Keys that decide whether, when or where the page is published: who wrote another name may be used to that. */
static bool publishes(struct str key) {
    static const char *const keys[] = {"draft",     "published", "publishdate", "expirydate", "url",   "slug",
                                       "permalink", "date",      "headless",    "build",      "_build"};
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        if (str_eq_nocase(key, str_from(keys[i]))) return true;
    return false;
}

static struct str last_part(struct str dotted) {
    size_t dot = str_rfind_char(dotted, '.');
    return dot < dotted.len ? str_sub(dotted, dot + 1, dotted.len) : dotted;
}

/* The key within its quotes; false when it is written in another way. */
static bool find_name(struct str text, const struct schema_finding *finding, struct span *name) {
    struct str key = last_part(finding->key);
    *name = finding->span;
    if (name->end > text.len || name->end <= name->start) return false;
    char c = text.ptr[name->start];
    if ((c == '"' || c == '\'') && name->end - name->start >= 2) name->start++, name->end--;
    return str_eq(str_sub(text, name->start, name->end), key);
}

/* ---- does it hold? ---------------------------------------------------------------------------------------------------- */

/* What the page's schemas find in it, of its own values alone. */
static void find_all(struct arena *arena, const struct subject *subject, const struct node *front,
                     schema_findings *out) {
    const struct schema *schemas[TYPES_MAX];
    size_t count = 0;
    struct schema_site site = {.now = &subject->lint->options.now};
    for (size_t i = 0; i < subject->type_count; i++) {
        const struct schema *schema = map_get(&subject->lint->schemas, subject->types[i]->schema);
        if (schema) schemas[count++] = schema;
    }
    if (count && front) schema_validate(arena, schemas, count, front, &site, out);
}

static bool has(const schema_findings *list, const struct schema_finding *wanted) {
    for (size_t i = 0; i < list->len; i++) {
        const struct schema_finding *f = &list->items[i];
        if (f->fault == wanted->fault && str_eq(f->key, wanted->key) && str_eq(f->message, wanted->message))
            return true;
    }
    return false;
}

/* One finding less, and no other. */
static bool holds(const struct subject *subject, struct arena *arena, const struct edit *edits,
                  size_t count) {
    const struct page *page = subject->page;
    struct arena scratch = arena_within(arena);
    struct page now;
    schema_findings before = {0}, after = {0};
    edits_read(&scratch, page, edits, count, &now);
    find_all(&scratch, subject, page->front, &before);
    find_all(&scratch, subject, now.front, &after);
    bool good = now.front && page_front_whole(&now) && after.len < before.len;
    for (size_t i = 0; i < after.len && good; i++) good = has(&before, &after.items[i]);
    arena_free(&scratch);
    return good;
}

/* ---- the fix ------------------------------------------------------------------------------------------------------------ */

static const struct node *member_at(const struct node *map, struct span key) {
    for (const struct node *m = map ? map->child : NULL; m; m = m->next) {
        if (m->key_span.start == key.start && m->key_span.end == key.end) return m;
        const struct node *found = m->kind == NODE_OBJECT || m->kind == NODE_ARRAY ? member_at(m, key) : NULL;
        if (found) return found;
    }
    return NULL;
}

/* "x" becomes "[x]" where that can be told from its text. */
static bool is_listable(const struct node *value, struct str text) {
    if (!value || value->shared || value->kind != NODE_STRING || value->style > STYLE_DOUBLE) return false;
    struct str raw = str_sub(text, value->span.start, value->span.end);
    return value->style != STYLE_PLAIN || scalar_is_plain(raw);
}

void key_edit_add(const struct subject *subject, const struct schema_finding *finding,
                  struct findings *findings, struct diagnostic *d) {
    struct str text = subject->page->source.text, to = last_part(finding->suggestion);
    struct span name;
    bool wanted = finding->fault == SCHEMA_UNKNOWN_KEY || finding->fault == SCHEMA_DEPRECATED_KEY;
    if (!wanted || !to.len || finding->missing || !find_name(text, finding, &name) || !scalar_is_plain(to))
        return;
    struct edit edits[3] = {{.span = name, .text = to}};
    size_t count = 1;
    const struct node *value = member_at(subject->page->front, finding->span);
    if (!holds(subject, findings->arena, edits, count)) {
        if (!is_listable(value, text)) return;
        edits[1] = (struct edit){.span = {value->span.start, value->span.start}, .text = STR("[")};
        edits[2] = (struct edit){.span = {value->span.end, value->span.end}, .text = STR("]")};
        count = 3;
        if (!holds(subject, findings->arena, edits, count)) return;
    }
    for (size_t i = 0; i < count; i++)
        finding_edit(findings, d, edits[i].span, str_copy(findings->arena, edits[i].text), "rename the key");
    /* An older name that is only a note still works: templates may read it. */
    bool works = finding->fault == SCHEMA_DEPRECATED_KEY && finding->level == SCHEMA_LEVEL_NOTE;
    d->suggested = publishes(to) || works;
}
