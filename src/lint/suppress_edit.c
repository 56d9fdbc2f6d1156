#include "lint/suppress_edit.h"

#include "lint/drop_edit.h"

enum { LIST_MAX = 1000 }; /* each item of a list is looked for in it */

/* "a, b: why": the id with what parts it from the next one, or from the one before. */
static void drop_id(struct str text, struct span id, struct edit *edit) {
    uint32_t end = id.end;
    while (end < text.len && (text.ptr[end] == ' ' || text.ptr[end] == ',' || text.ptr[end] == '\t')) end++;
    bool followed = end < text.len && (char_is_alnum(text.ptr[end]) || text.ptr[end] == '_');
    if (!followed) {
        end = id.end;
        while (id.start > 0 && (text.ptr[id.start - 1] == ' ' || text.ptr[id.start - 1] == ',')) id.start--;
    }
    *edit = (struct edit){.span = {id.start, end}, .text = STR("")};
}

static const struct node *item_at(const struct node *list, uint32_t start) {
    const struct node *item = list->child;
    while (item && item->span.start != start) item = item->next;
    return item;
}

/* contentlint: {disable: [a, b]} */
static bool drop_from_key(const struct page *page, const struct suppression *s, bool whole,
                          struct edit *edit) {
    struct str text = page->source.text;
    const struct node *own = page->front ? node_get(page->front, STR("contentlint")) : NULL;
    const struct node *list = own ? node_get(own, STR("disable")) : NULL;
    if (!list) return false;
    if (whole && own->count == 1) return drop_member(text, page->front, own, edit);
    if (whole) return drop_member(text, own, list, edit);
    bool short_list = list->kind == NODE_ARRAY && list->count <= LIST_MAX;
    const struct node *item = short_list ? item_at(list, s->span.start) : NULL;
    return item && drop_item(text, list, item, edit);
}

bool suppress_drop(const struct page *page, const struct suppression *s, bool whole, struct edit *edit) {
    struct str text = page->source.text;
    if (!s->comment.end) return drop_from_key(page, s, whole, edit);
    if (!whole)
        drop_id(text, s->span, edit);
    else if (s->comment.start < page->body.start && drop_lines(text, s->comment, edit))
        return true; /* a line of front matter */
    else
        drop_text(text, s->comment, edit);
    return true;
}
